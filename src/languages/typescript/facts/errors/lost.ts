import type { LostPromise } from '../../../../facts/errors';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation } from '../../../../flow/program';
import { functionsOf, queryOf } from '../query';
import { remoteSites, type RemoteSite } from '../remote/sites';
import { BY_THE_WAY } from './hidden';

/** Promises in the functions that serve a call which nobody waits for, although what they do can fail. */
export function lostPromises(analysis: Analysis, serving: ReadonlySet<number>): LostPromise[] {
  const { program } = analysis;
  const query = queryOf(analysis);
  const sites = new Map(remoteSites(analysis).filter((site) => answersByPromise(site)).map((site) => [site.call, site]));
  return program.calls.flatMap((call, index): LostPromise[] => {
    if (!call.dropped || !serving.has(call.fn) || !query.isProduct(index) || call.kind !== 'call') return [];
    if (call.name === 'forEach') return eachOf(analysis, sites, index);
    const site = sites.get(index);
    const byTheWay = BY_THE_WAY.test(call.name) || BY_THE_WAY.test(program.fns[call.fn]?.name ?? '');
    if (byTheWay || hasCallback(analysis, index)) return [];
    if (site ? true : analysis.points.targets(index).some((fn) => mayReject(analysis, sites, fn))) return [{ location: callLocation(program, index), callee: call.name, each: false }];
    return [];
  });
}

/** Local databases answer at once, sockets of HTTP by events, and caches are written by the way. */
function answersByPromise(site: RemoteSite): boolean {
  return !site.local && !/^(http|https|follow-redirects|ioredis|redis|@redis\/client|@upstash\/redis|@vercel\/kv|request|superagent|tedious|mysql|oracledb|snowflake-sdk|ws)$/.test(site.client);
}

function hasCallback(analysis: Analysis, index: number): boolean {
  const args = analysis.program.calls[index]?.args ?? [];
  return functionsOf(analysis, args[args.length - 1]).length > 0;
}

/** Whether an asynchronous function hands the failure of a remote call on. */
function mayReject(analysis: Analysis, sites: ReadonlyMap<number, RemoteSite>, fn: number): boolean {
  const { program, points } = analysis;
  if (!program.fns[fn]?.async) return false;
  return queryOf(analysis).callsIn(fn).some((index) => {
    const call = program.calls[index];
    if (!call || call.inTry === true) return false;
    if (sites.has(index)) return call.use !== undefined;
    return call.use === 'awaited' && points.targets(index).some((target) => target !== fn && program.fns[target]?.async === true && queryOf(analysis).callsIn(target).some((inner) => sites.has(inner) && program.calls[inner]?.inTry !== true));
  });
}

/** `list.forEach(async (item) => …)`. */
function eachOf(analysis: Analysis, sites: ReadonlyMap<number, RemoteSite>, index: number): LostPromise[] {
  const call = analysis.program.calls[index];
  const lost = functionsOf(analysis, call?.args[0]).some((fn) => mayReject(analysis, sites, fn));
  return lost ? [{ location: callLocation(analysis.program, index), callee: 'forEach', each: true }] : [];
}
