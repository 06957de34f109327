import { ANY, NO_NODE, type Load, type NodeId, type Store } from '../../model/flow-graph';
import type { PointsTo } from '../points-to';
import { fileOf, type Program } from '../program';
import type { SinkSite } from './sinks';

/** How far back a variable is followed to the member that it was read from. */
const STEPS = 6;

/**
 * `object[key][name] = value`: with `__proto__` as the key, the member of the prototype of every object is written.
 * One level alone, `object[key] = value`, replaces at most the prototype of that one object.
 */
export function computedKeySinks(program: Program, points: PointsTo): SinkSite[] {
  return program.stores.flatMap((store, index): SinkSite[] => {
    if (store.prop !== ANY || store.init || !fileOf(program, store.base)?.product) return [];
    if (store.key !== undefined && copiesDeeply(program, points, store)) return [siteAt(store.key, index)];
    const load = memberRead(program, store.base);
    if (load?.key === undefined || isBare(points, load.from)) return [];
    return [siteAt(load.key, index)];
  });
}

function siteAt(node: NodeId, store: number): SinkSite {
  return {
    kind: 'prototype-pollution', node, path: [], call: -1, store, deep: false, warn: false, callee: 'an object',
    note: 'the key of an object whose members are written, where `__proto__` reaches every object',
  };
}

/** The function that writes to its parameter calls itself with a member of that parameter: it copies members at any depth. */
function copiesDeeply(program: Program, points: PointsTo, store: Store): boolean {
  const fn = program.owners[store.base] ?? -1;
  const target = originalOf(program, store.base);
  const param = program.fns[fn]?.params.indexOf(target) ?? -1;
  return param !== -1 && points.callers(fn).some((index) => {
    const call = program.calls[index];
    const inside = call?.fn === fn || program.fns[call?.fn ?? -1]?.parent === fn;
    const load = inside ? memberRead(program, call?.args[param] ?? NO_NODE) : undefined;
    return load !== undefined && originalOf(program, load.from) === target;
  });
}

/** What a variable was given, before tests and stores of it. */
function originalOf(program: Program, node: NodeId): NodeId {
  let at = node;
  for (let i = 0; i < 2 * STEPS; i++) {
    const [from] = program.assignsByTarget.get(at) ?? [];
    if (from === undefined) break;
    at = from;
  }
  return at;
}

/** The read `object[key]` that a value came from, through variables. */
function memberRead(program: Program, node: NodeId): Load | undefined {
  let at = node;
  for (let i = 0; i < STEPS; i++) {
    const load = program.loadOf.get(at);
    if (load) return load.prop === ANY ? load : undefined;
    const [from] = program.assignsByTarget.get(at) ?? [];
    if (from === undefined) return undefined;
    at = from;
  }
  return undefined;
}

/** Made by `Object.create(null)`, or an array or map: it has no prototype that a key could lead to, or its keys are numbers. */
function isBare(points: PointsTo, node: NodeId): boolean {
  return points.of(node).some((value) => value.k === 'api' && /^(Object\.create|Map|Array)\(\)/.test(value.path));
}
