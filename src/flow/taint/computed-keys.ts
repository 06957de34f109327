import { ANY, type Load, type NodeId } from '../../model/flow-graph';
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
    const load = memberRead(program, store.base);
    if (load?.key === undefined || isBare(points, load.from)) return [];
    return [{
      kind: 'prototype-pollution', node: load.key, path: [], call: -1, store: index, deep: false, warn: false, callee: 'an object',
      note: 'the key of an object whose members are written, where `__proto__` reaches every object',
    }];
  });
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
