import { NO_NODE, type Call, type NodeId, type Prop } from '../../model/flow-graph';
import type { Program } from '../program';
import { originalOf } from '../way-back';
import { functionsAt, type Sight } from './read';

/** Where the arguments of a tool arrive: a parameter of a function, or a member of one. */
export interface Arrival {
  readonly fn: number;
  readonly node: NodeId;
  readonly path: readonly Prop[];
}

/** How many functions may hand the arguments on before the handler has them. */
const MAX_HOPS = 4;

/**
 * The functions that run a tool. Where the handler is made by a function around another (`withLogging(async (args)
 * => …)`), it is the one inside, since the one outside is shared by all tools.
 */
export function handlersAt(sight: Sight, node: NodeId): readonly Arrival[] {
  const { program, points } = sight;
  const direct = functionsAt(points, node);
  const made = program.callByResult.get(originalOf(program, node));
  const call = made === undefined ? undefined : program.calls[made];
  const given = call ? call.args.flatMap((arg) => functionsAt(points, arg)).filter((fn) => !direct.includes(fn)) : [];
  if (given.length === 0) return direct.flatMap((fn) => firstOf(program, fn));
  const inner = direct.flatMap((fn) => arrivals(sight, fn, 0, new Set(given)));
  if (inner.length > 0) return inner;
  return (direct.length > 0 ? direct : given).flatMap((fn) => firstOf(program, fn));
}

/** The first parameter of a function. */
export function firstOf(program: Program, fn: number): Arrival[] {
  const node = program.fns[fn]?.params[0];
  return [{ fn, node: node ?? NO_NODE, path: [] }];
}

/** Where a parameter of one function arrives in others, through calls that hand it on whole or as a member of a new object. */
export function arrivals(sight: Sight, fn: number, param: number, wanted: ReadonlySet<number>): Arrival[] {
  const { program, points } = sight;
  const found = new Map<string, Arrival>();
  const seen = new Set<string>();
  const work = [{ fn, param, hops: 0 }];
  for (let next = work.pop(); next; next = work.pop()) {
    const key = `${next.fn} ${next.param}`;
    const node = program.fns[next.fn]?.params[next.param];
    if (node === undefined || seen.has(key)) continue;
    seen.add(key);
    for (const index of callsWithin(program, next.fn)) {
      const call = program.calls[index];
      if (!call) continue;
      for (const { position, path } of positionsOf(program, call, node)) {
        for (const target of points.targets(index)) {
          const to = program.fns[target]?.params[position];
          if (wanted.has(target)) found.set(`${target} ${position} ${path.join('.')}`, { fn: target, node: to ?? NO_NODE, path });
          else if (path.length === 0 && next.hops < MAX_HOPS) work.push({ fn: target, param: position, hops: next.hops + 1 });
        }
      }
    }
  }
  return [...found.values()];
}

/** At which arguments a call is given a value: itself, as a member of an object literal, or spread out of a rest parameter. */
function positionsOf(program: Program, call: Call, node: NodeId): { readonly position: number; readonly path: readonly Prop[] }[] {
  const origin = program.origins[node];
  const rest = origin?.k === 'param' && origin.rest === true;
  return call.args.flatMap((arg, position) => {
    if (arg === NO_NODE) return [];
    const same = originalOf(program, arg) === node;
    if (rest) return same && call.spread === position ? [{ position, path: [] }] : [];
    if (same) return [{ position, path: [] }];
    return (program.initStores.get(arg) ?? []).filter((store) => originalOf(program, store.from) === node).map((store) => ({ position, path: [store.prop] }));
  });
}

const WITHIN = new WeakMap<Program, { readonly calls: ReadonlyMap<number, readonly number[]>; readonly children: ReadonlyMap<number, readonly number[]> }>();

/** Calls of a function and of the functions written inside it. */
export function callsWithin(program: Program, fn: number): number[] {
  let index = WITHIN.get(program);
  if (!index) WITHIN.set(program, (index = { calls: group(program.calls.map((call) => call.fn)), children: group(program.fns.map((each) => each.parent)) }));
  const found: number[] = [];
  const work = [fn];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    found.push(...(index.calls.get(at) ?? []));
    work.push(...(index.children.get(at) ?? []));
  }
  return found;
}

function group(keys: readonly number[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  keys.forEach((key, index) => {
    const known = groups.get(key);
    if (known) known.push(index);
    else groups.set(key, [index]);
  });
  return groups;
}
