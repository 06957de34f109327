import type { LimiterFact, LimiterKey } from '../../../../facts/limiters';
import { FORWARDING_HEADERS, PLATFORM_HEADERS } from '../../../../facts/knowledge/roles/http';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation } from '../../../../flow/program';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { callAt, functionLocation, functionsOf, literalsAt, memberAt, pathsAt, queryOf } from '../query';
import { sliceOf } from '../slice';
import { headersRead } from './answers';
import { findCounters } from './counters';
import { packageOf, rolesOfPath } from './library-roles';

/** A limiter before it is known where requests pass it. */
export type Made = Omit<LimiterFact, 'wired'>;

/** The limiters of a program, and how to tell which one a value, a call or a function is. */
export interface Limiters {
  readonly all: readonly Made[];
  /** The limiter that a value is, if it is one. */
  readonly madeBy: (node: NodeId) => number | undefined;
  /** The limiter that a call asks. */
  readonly usedBy: (call: number) => number | undefined;
  /** The hand-written limiter that a function is. */
  readonly countingIn: (fn: number) => number | undefined;
}

/** Finds limiters of libraries, bindings of platforms, and hand-written ones. */
export function findLimiters(analysis: Analysis): Limiters {
  const all: Made[] = [];
  const byMaker = new Map<number, number>();
  const byUse = new Map<number, number>();
  const byPlugin = new Map<NodeId, number>();
  const byFn = new Map<number, number>();
  const query = queryOf(analysis);
  const { program, points } = analysis;
  const add = (made: Made): number => all.push(made) - 1;
  program.calls.forEach((call, index) => {
    if (!query.isProduct(index)) return;
    const path = points.apis(index).find((each) => rolesOfPath(each).includes('limiter'));
    if (path !== undefined) {
      const maker = path.includes('()') ? makerOf(analysis, call.recv) : index;
      const known = maker === undefined ? undefined : byMaker.get(maker);
      const limiter = known ?? add(ofLibrary(analysis, maker ?? index, path, maker === index ? undefined : call.args[0]));
      if (maker !== undefined) byMaker.set(maker, limiter);
      byUse.set(index, limiter);
    } else if (call.name === 'limit' && call.args.length === 1 && memberAt(analysis, call.args[0], 'key') !== undefined) {
      byUse.set(index, add({ location: callLocation(program, index), kind: 'binding', name: 'a rate limit binding', resets: true, key: keyAt(analysis, memberAt(analysis, call.args[0], 'key')) }));
    } else if (call.name === 'register') {
      const plugin = pathsAt(analysis, call.args[0]).find((each) => rolesOfPath(each).includes('limiter'));
      if (plugin !== undefined && call.args[0] !== undefined) byPlugin.set(call.args[0], add({ location: callLocation(program, index), kind: 'library', name: packageOf(plugin), resets: true, ...optionsOf(analysis, call.args[1]) }));
    }
  });
  for (const counter of findCounters(analysis)) {
    const location = functionLocation(analysis, counter.fn);
    if (!location || !query.analysis.program.files.some((file) => file.path === location.path && file.product)) continue;
    byFn.set(counter.fn, add({ location, kind: 'hand-written', name: counter.name, resets: counter.resets, key: keyAt(analysis, counter.key), ...(points.callers(counter.fn).some(query.isProduct) && { asked: true as const }), ...(counter.limits[0] !== undefined && { max: counter.limits[0] }) }));
  }
  return {
    all,
    madeBy: (node) => byPlugin.get(node) ?? points.of(node).flatMap((value) => (value.k === 'api' && value.call >= 0 ? (byMaker.get(value.call) ?? []) : []))[0],
    usedBy: (call) => byUse.get(call) ?? calleeLimiter(analysis, call, byMaker),
    countingIn: (fn) => byFn.get(fn),
  };
}

/** `limiter(req, res, next)` inside a function of the program. */
function calleeLimiter(analysis: Analysis, call: number, byMaker: ReadonlyMap<number, number>): number | undefined {
  const record = callAt(analysis, call);
  return record && analysis.points.of(record.callee).flatMap((value) => (value.k === 'api' && value.call >= 0 && value.call !== call ? (byMaker.get(value.call) ?? []) : []))[0];
}

function makerOf({ points }: Analysis, node: NodeId): number | undefined {
  const made = points.of(node).find((value) => value.k === 'api' && value.call >= 0);
  return made?.k === 'api' ? made.call : undefined;
}

function ofLibrary(analysis: Analysis, maker: number, path: string, key: NodeId | undefined): Made {
  const record = callAt(analysis, maker);
  const options = optionsOf(analysis, record?.args[0]);
  return { location: callLocation(analysis.program, maker), kind: 'library', name: packageOf(path), resets: true, ...options, ...(key !== undefined && { key: keyAt(analysis, key) }) };
}

/** Window, number and key from the options of a library. */
function optionsOf(analysis: Analysis, options: NodeId | undefined): Pick<Made, 'key' | 'max' | 'windowSeconds'> {
  const number = (...names: string[]): number | undefined => {
    const value = literalsAt(analysis, memberAt(analysis, options, ...names)).find((each) => typeof each === 'number');
    return typeof value === 'number' ? value : undefined;
  };
  const max = number('limit', 'max', 'points', 'delayAfter');
  const milliseconds = number('windowMs', 'timeWindow');
  const seconds = milliseconds === undefined ? number('duration', 'ttl') : milliseconds / 1000;
  const generator = memberAt(analysis, options, 'keyGenerator', 'id', 'generator', 'key');
  return {
    key: generator === undefined ? { source: 'address' } : keyAt(analysis, generator),
    ...(max !== undefined && { max }),
    ...(seconds !== undefined && { windowSeconds: seconds }),
  };
}

/** What a key is made of. A forwarding header is one only where no header of a platform stands before it. */
export function keyAt(analysis: Analysis, node: NodeId | undefined): LimiterKey {
  if (node === undefined || node === NO_NODE) return { source: 'unknown' };
  const fns = functionsOf(analysis, node);
  const results = fns.map((fn) => analysis.program.fns[fn]?.ret ?? NO_NODE);
  const slice = sliceOf(analysis, fns.length > 0 ? results : [node], { callers: true });
  const read = fns.length > 0 ? headersRead(analysis, queryOf(analysis).reach(fns, 2, true)) : new Map<string, NodeId>();
  const headers = new Set([...[...slice.names, ...slice.texts].map((name) => name.toLowerCase()), ...read.keys()]);
  const platform = [...PLATFORM_HEADERS].some((name) => headers.has(name));
  const forwarding = [...FORWARDING_HEADERS].find((name) => headers.has(name));
  const location = fns[0] === undefined ? undefined : functionLocation(analysis, fns[0]);
  const at = location === undefined ? {} : { location };
  if (forwarding !== undefined && !platform) return { source: 'header', header: forwarding, ...at };
  const names = [...slice.names, ...slice.paths];
  if (platform || names.some((name) => /(^|\.)(ip|ips|remoteAddress|remote_addr|getConnInfo|clientIp|ipKeyGenerator|clientAddress|requestIP)(\(\))?$/i.test(name))) return { source: 'address', ...at };
  if (names.some((name) => /user|client|account|tenant|sub$|authInfo|session|api_?key|token|customer|org|principal|caller|^id$/i.test(name))) return { source: 'identity', ...at };
  if (slice.texts.size > 0 && names.length === 0) return { source: 'shared', ...at };
  return { source: 'unknown', ...at };
}
