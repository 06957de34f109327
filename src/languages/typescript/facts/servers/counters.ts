import type { Analysis } from '../../../../flow/analyse';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { functionsOf, memberAt, pathsAt, queryOf } from '../query';
import { sliceOf } from '../slice';
import { answersWith } from './answers';

/** A count for each client that a function of the program keeps and compares with a limit. */
export interface Counter {
  readonly fn: number;
  readonly name: string;
  /** The key under which it counts. */
  readonly key: NodeId;
  readonly resets: boolean;
  /** Numbers that the count is compared with. */
  readonly limits: readonly number[];
}

/** A place where the count of one client is read. */
interface KeyedRead {
  readonly result: NodeId;
  readonly key: NodeId;
  /** Call that makes the map, or the node of the object. */
  readonly stores: readonly number[];
}

const MAPS = /^(Map|WeakMap|lru-cache(\.LRUCache)?|node-cache(\.NodeCache)?|@isaacs\/ttlcache(\.TTLCache)?|quick-lru(\.QuickLRU)?|keyv(\.Keyv)?|ttlcache|expiry-map|cache-manager\.\w+|memory-cache(\.Cache)?|tiny-lru(\.lru)?)\(\)$/;
const SELF_EXPIRING = /^(node-cache|@isaacs\/ttlcache|expiry-map|memory-cache|ttlcache)/;
const CLOCK = /^(Date\.now|Date|performance\.now|process\.hrtime(\.bigint)?|perf_hooks\.performance\.now)$/;
const TELLING = /rate.?limit|too.?many|throttl|limit.?(exceeded|reached)|exceeded|quota|max.?(requests|calls|attempts)|requests.?per/i;

/** Hand-written limiters: a count under a key that goes up, is compared, and leads to a refusal. */
export function findCounters(analysis: Analysis): Counter[] {
  const { program } = analysis;
  return program.fns.flatMap((_, fn) => {
    const reads = keyedReads(analysis, fn);
    if (reads.length === 0) return redisCounter(analysis, fn);
    const counter = counterIn(analysis, fn, reads);
    return counter ? [counter] : [];
  });
}

function keyedReads(analysis: Analysis, fn: number): KeyedRead[] {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const gets = query.callsIn(fn).flatMap((call): KeyedRead[] => {
    const record = program.calls[call];
    if (record?.name !== 'get' || record.args.length !== 1 || record.recv === NO_NODE) return [];
    const stores = points.of(record.recv).flatMap((value) => (value.k === 'api' && MAPS.test(value.path) ? [value.call] : []));
    return stores.length === 0 ? [] : [{ result: record.result, key: record.args[0] ?? NO_NODE, stores }];
  });
  const loads = query.loadsIn(fn).flatMap((load): KeyedRead[] => {
    if (load.prop !== '*' || load.key === undefined) return [];
    const stores = points.of(load.from).flatMap((value) => (value.k === 'object' && program.origins[value.node]?.k === 'object' ? [-1 - value.node] : []));
    return stores.length === 0 ? [] : [{ result: load.to, key: load.key, stores }];
  });
  return [...gets, ...loads];
}

function counterIn(analysis: Analysis, fn: number, reads: readonly KeyedRead[]): Counter | undefined {
  const { program, points } = analysis;
  const around = new Set([fn, ...queryOf(analysis).nestedIn(fn)]);
  const counting = reads.filter((read) => countsUp(analysis, around, read));
  const [first] = counting;
  if (!first) return undefined;
  const callers = new Set(points.callers(fn).map((call) => program.calls[call]?.fn ?? -1));
  const marks = new Set(counting.flatMap((read) => read.result));
  const compared = [...new Set([...around, ...callers])].flatMap((each) => queryOf(analysis).comparisonsIn(each)).filter((each) => each.op === 'order' && [each.left, each.right].some((side) => behind(analysis, side, marks)));
  if (compared.length === 0 || !refuses(analysis, fn, around, callers)) return undefined;
  const limits = compared.flatMap((each) => [each.left, each.right]).flatMap((side) => points.of(side)).flatMap((value) => (value.k === 'const' && typeof value.value === 'number' && value.value > 0 ? [value.value] : []));
  return { fn, name: nameOfFn(analysis, fn), key: first.key, resets: resets(analysis, around, counting), limits };
}

function nameOfFn({ program }: Analysis, fn: number): string {
  const record = program.fns[fn];
  const cls = record && record.cls >= 0 ? program.classes[record.cls]?.name : undefined;
  return [cls, record?.name].filter((each) => each !== undefined && each !== '').join('.') || 'a function of the program';
}

function behind(analysis: Analysis, node: NodeId, marks: ReadonlySet<NodeId>): boolean {
  if (node === NO_NODE) return false;
  if (marks.has(node)) return true;
  return [...sliceOf(analysis, [node]).nodes].some((each) => marks.has(each));
}

/** The value read under the key goes up: `x++`, `set(key, x + 1)`, `entry.count = entry.count + 1`, `list.push(now)`. */
function countsUp(analysis: Analysis, around: ReadonlySet<number>, read: KeyedRead): boolean {
  const { program } = analysis;
  const query = queryOf(analysis);
  const marks = new Set([read.result]);
  if ([...around].some((fn) => query.countsIn(fn).some((count) => behind(analysis, count.node, marks)))) return true;
  const sums = [...around].flatMap((fn) => query.concatsIn(fn).filter((concat) => concat.parts.some((part) => typeof part === 'number' && isNumber(analysis, part))));
  if (sums.some((sum) => sum.parts.some((part) => typeof part === 'number' && behind(analysis, part, marks)))) return true;
  return [...around].flatMap((fn) => query.callsIn(fn)).some((call) => {
    const record = program.calls[call];
    return record?.name === 'push' && record.args.some((arg) => pathsAt(analysis, arg).some((path) => CLOCK.test(path.replace(/\(\)$/, '')))) && behind(analysis, record.recv, marks);
  });
}

function isNumber({ points }: Analysis, node: NodeId): boolean {
  return points.of(node).some((value) => value.k === 'const' && typeof value.value === 'number');
}

function refuses(analysis: Analysis, fn: number, around: ReadonlySet<number>, callers: ReadonlySet<number>): boolean {
  const all = [...around, ...callers];
  if (answersWith(analysis, all, 429)) return true;
  if (all.some((each) => queryOf(analysis).literalsIn(each).some((text) => typeof text === 'string' && TELLING.test(text)))) return true;
  return TELLING.test(nameOfFn(analysis, fn)) || /limit|throttle/i.test(nameOfFn(analysis, fn));
}

/** The count ends: the function looks at a clock, the map forgets by itself, or something empties it. */
function resets(analysis: Analysis, around: ReadonlySet<number>, reads: readonly KeyedRead[]): boolean {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const reached = query.reach([...around], 2, true);
  if ([...reached].some((fn) => query.callsIn(fn).some((call) => points.apis(call).some((path) => CLOCK.test(path))))) return true;
  const stores = new Set(reads.flatMap((read) => read.stores));
  if ([...stores].some((store) => store >= 0 && (selfExpiring(analysis, store) || madeAgain(analysis, store)))) return true;
  return program.calls.some((call) => /^(clear|delete|flushAll|reset)$/.test(call.name) && points.of(call.recv).some((value) => value.k === 'api' && stores.has(value.call))) || emptiedByTimer(analysis, stores);
}

function selfExpiring(analysis: Analysis, store: number): boolean {
  const { program, points } = analysis;
  const record = program.calls[store];
  return points.apis(store).some((path) => SELF_EXPIRING.test(path)) || (record?.args ?? []).some((arg) => memberAt(analysis, arg, 'ttl', 'maxAge', 'stdTTL') !== undefined);
}

/** A new map takes the place of the old one while the program runs. */
function madeAgain(analysis: Analysis, store: number): boolean {
  return inTimer(analysis, analysis.program.calls[store]?.fn ?? -1);
}

function inTimer(analysis: Analysis, fn: number): boolean {
  return fn >= 0 && timers(analysis).has(fn);
}

function emptiedByTimer(analysis: Analysis, stores: ReadonlySet<number>): boolean {
  const { program, points } = analysis;
  return program.stores.some((store) => store.prop === '*' && inTimer(analysis, program.owners[store.base] ?? -1) && points.of(store.base).some((value) => value.k === 'object' && stores.has(-1 - value.node)));
}

/** Functions that a timer runs. */
function timers(analysis: Analysis): ReadonlySet<number> {
  const { program, points } = analysis;
  const started = program.calls.flatMap((call, index) => (points.apis(index).some((path) => /(^|\.)(setInterval|setTimeout)$|^node-cron\.schedule$|^cron\./.test(path)) ? call.args.flatMap((arg) => functionsOf(analysis, arg)) : []));
  return queryOf(analysis).reach(started, 3, true);
}

/** `redis.incr(key)` with a refusal; it ends when an expiry is set. */
function redisCounter(analysis: Analysis, fn: number): Counter[] {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const incr = query.callsIn(fn).find((call) => /^(incr|incrby|hincrby|zadd|INCR)$/.test(program.calls[call]?.name ?? '') && points.apis(call).some((path) => /redis|valkey|upstash/i.test(path)));
  if (incr === undefined) return [];
  const around = new Set([fn, ...query.nestedIn(fn)]);
  const callers = new Set(points.callers(fn).map((call) => program.calls[call]?.fn ?? -1));
  if (!refuses(analysis, fn, around, callers)) return [];
  const ends = [...query.reach([...around], 2, true)].some((each) => query.callsIn(each).some((call) => /^(p?expire(at)?|set(ex)?|psetex|zremrangebyscore|EXPIRE)$/.test(program.calls[call]?.name ?? '')));
  return [{ fn, name: nameOfFn(analysis, fn), key: program.calls[incr]?.args[0] ?? NO_NODE, resets: ends, limits: [] }];
}
