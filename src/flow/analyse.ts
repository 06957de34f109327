import type { CallbackRule, ConventionRule, GuardRule, SanitizerRule, SinkRule, SourceOrigin, SourceRule } from '../facts/knowledge/rules';
import type { EntryPoint } from './entries/entry';
import { findEntryPoints, usesMcp } from './entry-points';
import type { PointsTo } from './points-to/result';
import { solve } from './points-to/solve';
import type { NodeId } from '../model/flow-graph';
import { ownFunctions, type OwnName } from './own-functions';
import { fileOf, type Program } from './program';
import { vouchedMembers } from './routes/vouched';
import { guardsOf } from './taint/guards/guards';
import { indexProgram } from './taint/index-program';
import { canBeTold, nodesOnTheWay, reportHit, type TaintFlow } from './taint/report';
import { filesOfServers, libraryParameters } from './taint/library';
import { saidOnce, type Reached } from './taint/said-once';
import { slowLiterals } from './taint/slow-literals';
import { resultSinks, sensitiveSources } from './taint/sensitive';
import { findSinks, type SinkSite } from './taint/sinks';
import type { TaintSource } from './taint/follow/fact';
import { follow } from './taint/follow/follow';
import { relevanceOf } from './taint/follow/relevance';
import { entrySources, librarySources } from './taint/sources';
import { uncalledParameters } from './taint/uncalled';

/** What the analysis knows of the world outside the program. */
export interface Knowledge {
  readonly callbacks: readonly CallbackRule[];
  readonly conventions: readonly ConventionRule[];
  readonly sources: readonly SourceRule[];
  readonly sinks: readonly SinkRule[];
  readonly sanitizers: readonly SanitizerRule[];
  readonly guards: readonly GuardRule[];
  /** Functions of the program itself that the rules speak of. */
  readonly own: readonly OwnName[];
  readonly looksLikeSql: (text: string) => boolean;
}

/** The program, where its values go, and the untrusted ones that reach places they must not reach. */
export interface Analysis {
  readonly program: Program;
  readonly points: PointsTo;
  readonly entries: readonly EntryPoint[];
  readonly sources: readonly TaintSource[];
  readonly sinks: readonly SinkSite[];
  readonly flows: readonly TaintFlow[];
  /** Sources that were given up because they spread everywhere. */
  readonly exhausted: number;
  /** Names of functions that the rules speak of as the program's own, and that are none. */
  readonly unmatched: readonly string[];
}

/** Runs the whole data flow over a program. `origins` says which strangers are followed, `relevant` what is worth following at all. */
export function analyse(program: Program, knowledge: Knowledge, origins: ReadonlySet<SourceOrigin>, relevant = relevanceOf): Analysis {
  const own = ownFunctions(program, knowledge.own);
  const points = solve(program, { ...knowledge, own: own.ways });
  const entries = findEntryPoints(program, points);
  const sinks = findSinks(program, points, knowledge.sinks, knowledge.looksLikeSql);
  const index = indexProgram(program, withResults(sinks, resultSinks(program, entries)), knowledge.sanitizers, own.ways, vouchedMembers(program, points));
  const guards = guardsOf(program, points, knowledge.guards);
  const sources = [...entrySources(entries), ...strangersOf(program, librarySources(program, points, knowledge.sources, origins)), ...(origins.has('library') ? [...libraryParameters(program, points), ...uncalledParameters(program, points)] : []), ...sensitiveSources(program, points)];
  const reached = new Map<string, Reached>();
  let exhausted = 0;
  if (sinks.size > 0) {
    const relevance = relevant(program, points, index);
    for (const source of sources) {
      const result = follow(program, points, index, guards, relevance, source);
      if (result.exhausted) exhausted++;
      for (const hit of result.hits) {
        const flow = reportHit(program, hit);
        if (!flow || !canBeTold(flow)) continue;
        const place = `${flow.kind} ${hit.sink.call} ${hit.sink.store} ${hit.sink.call < 0 && hit.sink.store < 0 ? hit.sink.node : ''}`;
        const key = `${place} ${flow.source}`;
        if (!reached.has(key)) reached.set(key, { flow, place, source: source.node, way: nodesOnTheWay(hit) });
      }
    }
  }
  return { program, points, entries, sources, sinks: [...sinks.values()].flat(), flows: [...saidOnce([...reached.values()]), ...(origins.has('library') ? slowLiterals(program, points) : [])], exhausted, unmatched: own.unmatched };
}

/** Where a server and programs that are none lie side by side, the caller's own command line is followed in those alone. */
function strangersOf(program: Program, sources: readonly TaintSource[]): readonly TaintSource[] {
  const own = (source: TaintSource): boolean => source.origin === 'command-line' || source.origin === 'environment';
  if (!usesMcp(program) || !sources.some(own)) return sources;
  const servers = filesOfServers(program);
  return sources.filter((source) => {
    const file = fileOf(program, source.node);
    return !own(source) || file === undefined || !servers.has(file);
  });
}

function withResults(sinks: ReadonlyMap<NodeId, readonly SinkSite[]>, results: readonly SinkSite[]): ReadonlyMap<NodeId, readonly SinkSite[]> {
  const joined = new Map(sinks);
  for (const site of results) joined.set(site.node, [...(joined.get(site.node) ?? []), site]);
  return joined;
}
