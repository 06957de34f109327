import { WRAPPERS } from '../../../../facts/knowledge/roles/remote';
import { indexRules } from '../../../../facts/knowledge/patterns';
import type { RetryFact } from '../../../../facts/remote-calls';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation, fileOfFn } from '../../../../flow/program';
import { NO_NODE, type Extent, type Loop, type NodeId } from '../../../../model/flow-graph';
import { inExtent, within } from '../errors/hidden';
import { dependsOn } from '../loops/depends';
import { functionsOf, literalsAt, memberAt, queryOf } from '../query';

/** What stands around a remote call. */
export interface Around {
  readonly limited: boolean;
  readonly breaker: boolean;
  readonly retries: readonly RetryFact[];
}

const RULES = indexRules(Object.entries(WRAPPERS).map(([role, api]) => ({ api, role })));
const LEVELS = 5;
const MAX_PLACES = 60;

/** What was found around a call so far. */
interface Found {
  limited: boolean;
  breaker: boolean;
  readonly retries: RetryFact[];
}

/** Looks from a call outwards: the loops and calls that it stands in, the functions it stands in, and who runs those. */
export function aroundOf(analysis: Analysis, call: number, ownBreakers: ReadonlySet<number>): Around {
  const { program } = analysis;
  const found: Found = { limited: false, breaker: false, retries: [] };
  const seen = new Set<number>();
  let edge = [call];
  for (let level = 0; level <= LEVELS && edge.length > 0 && seen.size < MAX_PLACES; level++) {
    const next: number[] = [];
    for (const place of edge) {
      const record = program.calls[place];
      if (seen.has(place) || !record) continue;
      seen.add(place);
      notePlace(analysis, place, record.fn, ownBreakers, found);
      next.push(...outwards(analysis, record.fn, found));
    }
    edge = next.slice(0, MAX_PLACES);
  }
  return found;
}

/** What one place says: the library call that it is, the function and the loop that it stands in. */
function notePlace(analysis: Analysis, place: number, fn: number, ownBreakers: ReadonlySet<number>, found: Found): void {
  const { program, points } = analysis;
  for (const path of points.apis(place)) {
    for (const { role } of RULES.find(path)) {
      if (role === 'timeout') found.limited = true;
      else if (role === 'breaker') found.breaker = found.limited = true;
      else found.retries.push(libraryRetry(analysis, place, path));
    }
  }
  if (racesWithTimer(analysis, fn)) found.limited = true;
  const owner = fn < 0 ? undefined : program.fns[fn];
  if (owner && ownBreakers.has(owner.cls)) found.breaker = found.limited = true;
  const loop = program.loops.find((each) => each.fn === fn && each.kind !== 'each' && inExtent(analysis, place, each.at) && triesAgain(analysis, each, place));
  if (loop) found.retries.push(ownRetry(analysis, loop.fn, loop.at, loop));
}

/** The calls that run the functions around a place, or are given them; a function that calls itself again is a retry. */
function outwards(analysis: Analysis, inner: number, found: Found): number[] {
  const { program, points } = analysis;
  const given = givenTo(analysis);
  const next: number[] = [];
  for (let fn = inner; fn >= 0; fn = program.fns[fn]?.parent ?? -1) {
    const gifts = given.get(fn) ?? [];
    next.push(...gifts, ...points.callers(fn).filter((site) => !gifts.includes(site)));
    if (callsItselfAgain(analysis, fn)) found.retries.push(ownRetry(analysis, fn, program.fns[fn]?.at ?? [0, 0, 0, 0]));
  }
  return next;
}

const givenByAnalysis = new WeakMap<Analysis, ReadonlyMap<number, readonly number[]>>();

/** The calls that functions are given to as arguments. */
function givenTo(analysis: Analysis): ReadonlyMap<number, readonly number[]> {
  const found = givenByAnalysis.get(analysis);
  if (found) return found;
  const made = new Map<number, number[]>();
  analysis.program.calls.forEach((call, index) => {
    for (const arg of call.args) for (const fn of functionsOf(analysis, arg).slice(0, 4)) made.set(fn, [...(made.get(fn) ?? []), index]);
  });
  givenByAnalysis.set(analysis, made);
  return made;
}

/** `Promise.race([work, timer])` in the function. */
function racesWithTimer(analysis: Analysis, fn: number): boolean {
  const calls = queryOf(analysis).callsIn(fn);
  return calls.some((call) => analysis.points.apis(call).includes('Promise.race'));
}

/** What fails in the loop is caught in it, or its answer is looked at, and the loop goes on. */
function triesAgain(analysis: Analysis, loop: Loop, place: number): boolean {
  const { program } = analysis;
  if (takesTheNext(analysis, loop, place)) return false;
  const caught = program.catches.some((clause) => clause.fn === loop.fn && !clause.does.includes('leave') && within(loop.at, clause.block) && inExtent(analysis, place, clause.body));
  const status = [...queryOf(analysis).comparisonsIn(loop.fn)].some((each) => insidePlace(loop.at, each.at) && [each.left, each.right].some((node) => literalsAt(analysis, node).some((value) => value === 429 || value === 503 || value === 500 || value === 502)));
  return caught || status;
}

/** `list[i]` by the counter of the loop goes into the call: each round is about something else. */
function takesTheNext(analysis: Analysis, loop: Loop, place: number): boolean {
  const query = queryOf(analysis);
  const counted = new Set(query.countsIn(loop.fn).filter((count) => insidePlace(loop.at, count.at)).map((count) => count.node));
  if (counted.size === 0) return false;
  const elements = new Set(query.loadsIn(loop.fn).filter((load) => load.key !== undefined && dependsOn(analysis, [load.key], counted)).map((load) => load.to));
  const call = analysis.program.calls[place];
  return call !== undefined && elements.size > 0 && dependsOn(analysis, [...call.args, call.recv], elements);
}

/** A function that runs itself again where something was caught: `catch { return get(url, attempts - 1); }`. */
function callsItselfAgain(analysis: Analysis, fn: number): boolean {
  const { program, points } = analysis;
  const clauses = program.catches.filter((clause) => clause.fn === fn);
  return clauses.some((clause) => queryOf(analysis).callsIn(fn).some((call) => inExtent(analysis, call, clause.block) && points.targets(call).includes(fn)));
}

function insidePlace(extent: Extent, at: readonly [number, number]): boolean {
  return within(extent, [at[0], at[1], at[0], at[1]]);
}

function ownRetry(analysis: Analysis, fn: number, at: Extent, loop?: Loop): RetryFact {
  const { program } = analysis;
  const query = queryOf(analysis);
  const file = fileOfFn(program, fn);
  const name = program.fns[fn]?.name ?? '';
  const bounded = query.comparisonsIn(fn).some((each) => insidePlace(at, each.at) && ![...query.loadsTo(each.left), ...query.loadsTo(each.right)].some((load) => /^(status|statusCode|code|ok)$/.test(load.prop)) && (each.op === 'order' || loop === undefined));
  return { location: { path: file?.path ?? '', line: at[0], column: at[1] }, by: name === '' ? 'a loop of the program' : `\`${name}\``, bounded, delay: delayIn(analysis, fn, at) };
}

/** The pause between attempts: a timer, or a function named for waiting. */
function delayIn(analysis: Analysis, fn: number, at: Extent): RetryFact['delay'] {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  let delay: RetryFact['delay'] = 'none';
  for (const each of [fn, ...query.nestedIn(fn)]) {
    for (const index of query.callsIn(each)) {
      const call = program.calls[index];
      if (!call || !inExtent(analysis, index, at)) continue;
      const timer = points.apis(index).some((path) => /(^|\.)setTimeout$|^timers\/promises\.|^delay$|\.sleep$/.test(path));
      const waits = timer || /sleep|delay|wait|backoff|pause/i.test(call.name) || points.targets(index).some((target) => /sleep|delay|wait|backoff/i.test(program.fns[target]?.name ?? ''));
      if (!waits) continue;
      const amount = timer && call.name === 'setTimeout' && call.args.length > 1 ? call.args[1] : call.args[0];
      if (isConstant(analysis, amount)) delay = delay === 'growing' ? delay : 'fixed';
      else delay = 'growing';
    }
  }
  return delay;
}

/** A number that is the same each time: a literal, or a setting. A computed one has no node, or is joined in the loop. */
function isConstant({ program }: Analysis, node: NodeId | undefined): boolean {
  if (node === undefined || node === NO_NODE) return false;
  const origin = program.origins[node];
  return origin?.k === 'const' || origin?.k === 'param';
}

function libraryRetry(analysis: Analysis, place: number, path: string): RetryFact {
  const args = analysis.program.calls[place]?.args ?? [];
  const times = args.map((arg) => memberAt(analysis, arg, 'retries', 'maxAttempts', 'attempts', 'numOfAttempts', 'forever')).find((node) => node !== undefined);
  const forever = literalsAt(analysis, times).some((value) => value === true || value === Infinity) || args.some((arg) => literalsAt(analysis, memberAt(analysis, arg, 'forever')).includes(true));
  return { location: callLocation(analysis.program, place), by: `\`${/^(@[^/]+\/[^.(]+|[^.(]+)/.exec(path)?.[0] ?? path}\``, bounded: !forever, delay: 'growing' };
}
