import type { ErrorsFact, HiddenFailure } from '../../../../facts/errors';
import type { Analysis } from '../../../../flow/analyse';
import { fileOfFn } from '../../../../flow/program';
import type { CatchClause, Extent, NodeId } from '../../../../model/flow-graph';
import type { Location } from '../../../../model/location';
import { callsWithin } from '../../../../flow/entries/handlers';
import { remoteSites, type RemoteSite } from '../remote/sites';
import { isWrite } from '../remote/effects';
import { sliceOf } from '../slice';
import { dependsOn } from '../loops/depends';
import type { ResultFunction } from './answers';
import { droppedMarks } from './dropped';

/** Functions whose failure concerns nobody: clean-up, telemetry, caches. */
export const BY_THE_WAY = /clean|close|dispose|destroy|rollback|logout|revoke|shut|stop|abort|cancel|kill|track|telemetr|analytic|metric|log|audit|notify|notification|report|cache|warm|prefetch|ping|heartbeat|keepalive|unsubscribe|release|teardown|unlink|evict|touch|lock/i;
const FAILING = /\b(error|fail(ed|ure|s)?|could ?n[o']t|cannot|can't|unable|exception|went wrong|invalid)\b/i;

/** Failures that look like successes to who called. */
export function hiddenFailures(analysis: Analysis, results: readonly ResultFunction[], serving: ReadonlySet<number>): Pick<ErrorsFact, 'hidden' | 'marked' | 'caught'> {
  const byFn = new Map(results.map((result) => [result.fn, result]));
  const hidden: HiddenFailure[] = [];
  const marked: Location[] = [];
  const sites = remoteSites(analysis);
  let caught = 0;
  for (const clause of analysis.program.catches) {
    const file = fileOfFn(analysis.program, clause.fn);
    if (!file?.product || !serving.has(clause.fn)) continue;
    caught++;
    const location = { path: file.path, line: clause.at[0], column: clause.at[1] };
    const result = byFn.get(clause.fn);
    const answer = result && markOf(analysis, clause, result);
    const say = (kind: HiddenFailure['kind']): void => { hidden.push({ kind, location, where: result?.name ?? nameOf(analysis, clause.fn) }); };
    if (answer === 'marked') marked.push(location);
    else if (answer === 'unmarked') say('unmarked');
    else if (goesOn(analysis, clause) && result !== undefined && tried(analysis, sites, clause).some((site) => isWrite(analysis, site) && !isByTheWay(analysis, site))) say('ignored');
    else if (result === undefined && returnsNothing(analysis, clause) && tried(analysis, sites, clause).length > 0) say('emptied');
  }
  return { hidden: [...hidden, ...droppedMarks(analysis, results)], marked, caught };
}

/** Whether what a clause returns says that the call failed. */
function markOf(analysis: Analysis, clause: CatchClause, result: ResultFunction): 'marked' | 'unmarked' | undefined {
  if (clause.does.includes('throw') && clause.returns.length === 0) return 'marked';
  const { program, points } = analysis;
  let outcome: 'unmarked' | undefined;
  for (const node of clause.returns) {
    const objects = points.of(node).filter((value) => value.k === 'object' && program.origins[value.node]?.k !== 'array');
    const withContent = objects.filter((value) => value.k === 'object' && points.members(value.node).has('content'));
    if (objects.some((value) => value.k === 'object' && points.members(value.node).has('isError'))) return 'marked';
    else if ((withContent.length > 0 || (result.text && objects.length === 0)) && speaksOfFailure(analysis, clause, node)) outcome = 'unmarked';
  }
  return outcome;
}

/** The result holds the error, or words of failure; an answer that stands in for what failed holds neither. */
function speaksOfFailure(analysis: Analysis, clause: CatchClause, node: NodeId): boolean {
  if (dependsOn(analysis, [node], new Set([clause.error]))) return true;
  const texts = contentTexts(analysis, node);
  return clause.does.includes('return') && [...texts].some((text) => FAILING.test(text));
}

function contentTexts(analysis: Analysis, node: NodeId): ReadonlySet<string> {
  const { program } = analysis;
  const starts: NodeId[] = [node];
  const work = [node];
  const seen = new Set<NodeId>();
  for (let at = work.pop(); at !== undefined && seen.size < 60; at = work.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    for (const store of program.initStores.get(at) ?? []) { starts.push(store.from); work.push(store.from); }
    for (const from of program.assignsByTarget.get(at) ?? []) work.push(from);
  }
  const { nodes, texts } = sliceOf(analysis, starts);
  const parts = [...nodes].flatMap((each) => (program.concatsByResult.get(each) ?? []).flatMap((concat) => concat.parts.filter((part): part is string => typeof part === 'string')));
  return new Set([...texts, ...parts]);
}

/** The clause does nothing but log, so that the function goes on as if nothing had happened. */
function goesOn(analysis: Analysis, clause: CatchClause): boolean {
  if (clause.does.some((each) => each === 'throw' || each === 'return' || each === 'assign')) return false;
  if (analysis.program.loops.some((loop) => loop.fn === clause.fn && within(loop.at, clause.block))) return false;
  return callsWithin(analysis.program, clause.fn).filter((call) => inExtent(analysis, call, clause.block)).every((call) => isLog(analysis, call));
}

function isLog({ program, points }: Analysis, call: number): boolean {
  const record = program.calls[call];
  return points.apis(call).some((path) => /^(console|process\.std(err|out))\./.test(path)) || /^(log|error|warn|warning|info|debug|trace|String|stringify|toString|captureException|sendLoggingMessage)$/.test(record?.name ?? '');
}

/** An empty list, given in place of what could not be read. */
function returnsNothing({ program, points }: Analysis, clause: CatchClause): boolean {
  if (clause.does.includes('throw') || clause.returns.length === 0) return false;
  return clause.returns.every((node) => program.origins[node]?.k === 'array' && points.members(node).size === 0);
}

/** The remote calls whose errors a clause catches. */
function tried(analysis: Analysis, sites: readonly RemoteSite[], clause: CatchClause): RemoteSite[] {
  return sites.filter((site) => analysis.program.calls[site.call]?.fn === clause.fn && inExtent(analysis, site.call, clause.body));
}

function isByTheWay({ program }: Analysis, site: RemoteSite): boolean {
  const call = program.calls[site.call];
  return BY_THE_WAY.test(call?.name ?? '') || BY_THE_WAY.test(program.fns[call?.fn ?? -1]?.name ?? '') || site.role.packages.includes('ioredis');
}

/** Whether a call stands within an extent of the same file. */
export function inExtent({ program }: Analysis, call: number, extent: Extent): boolean {
  const at = program.calls[call]?.at;
  return at !== undefined && within(extent, at);
}

/** Whether one extent lies within another. */
export function within(outer: Extent, inner: Extent): boolean {
  const begins = inner[0] > outer[0] || (inner[0] === outer[0] && inner[1] >= outer[1]);
  return begins && (inner[2] < outer[2] || (inner[2] === outer[2] && inner[3] <= outer[3]));
}

function nameOf(analysis: Analysis, fn: number): string {
  const name = analysis.program.fns[fn]?.name ?? '';
  return name === '' ? 'a function' : `\`${name}\``;
}

