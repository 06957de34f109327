import { ANY, ELEMENT, NO_NODE, type Load, type NodeId, type Store } from '../../model/flow-graph';
import type { SourceOrigin } from '../../facts/knowledge/rules';
import type { PointsTo } from '../points-to/result';
import { fileOf, isInside, type Program } from '../program';
import { wayBack } from '../way-back';
import { enumerates } from './guards/membership';
import type { SinkSite } from './sinks';

/**
 * `object[key][name] = value`: with `__proto__` as the key, the member of the prototype of every object is written.
 * One level alone, `object[key] = value`, replaces at most the prototype of that one object.
 */
export function computedKeySinks(program: Program, points: PointsTo): SinkSite[] {
  return program.stores.flatMap((store, index): SinkSite[] => {
    if (store.init || !fileOf(program, store.base)?.product) return [];
    if (store.prop !== ANY) return isName(store.prop) ? memberReads(program, points, store.base).filter((load) => load.key !== undefined && !isBare(points, load.from)).map((load) => siteAt(load.key ?? NO_NODE, index, ['request'])) : [];
    if (isStep(program, store)) return [];
    if (store.key !== undefined && copiesDeeply(program, points, store)) return recurses(program, points, store) ? [] : [siteAt(store.key, index)];
    return memberReads(program, points, store.base).filter((load) => load.key !== undefined && !isBare(points, load.from)).map((load) => siteAt(load.key ?? NO_NODE, index));
  });
}

function siteAt(node: NodeId, store: number, from?: readonly SourceOrigin[]): SinkSite {
  return {
    kind: 'prototype-pollution', node, path: [], call: -1, store, deep: false, warn: from !== undefined, callee: 'an object',
    note: 'the key of an object whose members are written, where `__proto__` reaches every object', ...(from && { from }),
  };
}

/** Numbers and elements are members of lists. */
function isName(prop: string): boolean {
  return prop !== ELEMENT && !/^\d+$/.test(prop);
}

/** The function that writes to its parameter calls itself with a member of that parameter: it copies members at any depth. */
function copiesDeeply(program: Program, points: PointsTo, store: Store): boolean {
  return originalsOf(program, store.base).some((target) => {
    const fn = ownerOfParam(program, points, target);
    const position = program.fns[fn]?.params.indexOf(target) ?? -1;
    return fn >= 0 && points.callers(fn).some((index) => {
      const call = program.calls[index];
      if (!call || !isInside(program, call.fn, fn)) return false;
      return memberReads(program, points, call.args[Math.max(position, 0)] ?? NO_NODE).some((load) => originalsOf(program, load.from).includes(target) && !isOwnKey(program, points, load, target));
    });
  });
}

/** The key was found among the target's own members: `own.call(to, key) && merge(to[key], from[key])`, `for (key in to)`. */
function isOwnKey(program: Program, points: PointsTo, load: Load, target: NodeId): boolean {
  if (enumerates(program, load.key ?? NO_NODE, load.from)) return true;
  const keys = wayBack(program, load.key ?? NO_NODE);
  return program.assigns.some(({ to, guard }) => {
    if (!guard || !keys.has(to) || guard.condition.t !== 'call' || !guard.condition.positive) return false;
    const call = program.calls[guard.condition.call];
    if (!call || ![call.name, ...points.apis(guard.condition.call)].some((name) => /(?:^|\.)hasOwn(?:Property)?$/.test(name))) return false;
    return originalsOf(program, call.name === 'hasOwn' ? (call.args[0] ?? NO_NODE) : call.recv).includes(target);
  });
}

/** What is written is what the function makes of a member, by calling itself. */
function recurses(program: Program, points: PointsTo, store: Store): boolean {
  const call = program.callByResult.get(store.from);
  const owner = program.owners[store.base] ?? -1;
  return call !== undefined && points.targets(call).some((fn) => isInside(program, owner, fn));
}

/** `node[key] = node[key] || {}`: an object on the way to the member that is written, in which there is nothing yet. */
function isStep(program: Program, store: Store): boolean {
  const bases = originalsOf(program, store.base);
  return originalsOf(program, store.from).every((from) => {
    const load = program.loadOf.get(from);
    if (load) return load.prop === ANY && originalsOf(program, load.from).some((base) => bases.includes(base));
    if (program.callByResult.has(from)) return program.calls[program.callByResult.get(from) ?? -1]?.name === 'create';
    const made = program.origins[from]?.k;
    return (made === 'object' || made === 'array') ? !program.initStores.has(from) : made === undefined && program.assignsByTarget.has(from);
  });
}

/** The function whose parameter a node is: by name, or an element of its `arguments`. */
function ownerOfParam(program: Program, points: PointsTo, node: NodeId): number {
  const origin = program.origins[node];
  if (origin?.k === 'param') return origin.fn;
  const load = program.loadOf.get(node);
  const list = load && points.of(load.from).some((value) => value.k === 'object' && program.origins[value.node]?.k === 'array');
  return list && /^(\d+|\[\])$/.test(load.prop) && fileOf(program, load.from)?.flow.names[load.from - (fileOf(program, load.from)?.nodes ?? 0)] === 'arguments' ? (program.owners[node] ?? -1) : -1;
}

/** What a variable may have been given, before tests and stores of it, itself included. */
function originalsOf(program: Program, node: NodeId): readonly NodeId[] {
  return [...wayBack(program, node)];
}

/** The reads `object[key]` that a value may have come from. */
function memberReads(program: Program, points: PointsTo, node: NodeId): readonly Load[] {
  return [...wayBack(program, node, points)].flatMap((at) => {
    const load = program.loadOf.get(at);
    return load?.prop === ANY ? [load] : [];
  });
}

/** Made by `Object.create(null)`, or an array or map: it has no prototype that a key could lead to, or its keys are numbers. */
function isBare(points: PointsTo, node: NodeId): boolean {
  return points.of(node).some((value) => (value.k === 'const' && value.value === null) || (value.k === 'api' && /^(Map|Array)\(\)/.test(value.path)));
}
