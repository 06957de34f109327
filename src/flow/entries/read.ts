import type { Location } from '../../model/location';
import { NO_NODE, type NodeId, type Prop } from '../../model/flow-graph';
import type { PointsTo } from '../points-to/result';
import { locationOf, type Program } from '../program';
import { constantAt } from '../literals';
import type { Value } from '../points-to/values';

/** The program and what its values may be: what entry points are read from. */
export interface Sight {
  readonly program: Program;
  readonly points: PointsTo;
}

/** An object or instance that describes a tool. */
export type Row = Extract<Value, { readonly k: 'object' | 'instance' }>;

/** The functions that a node may be. */
export function functionsAt(points: PointsTo, node: NodeId): number[] {
  return node === NO_NODE ? [] : points.of(node).flatMap((value) => (value.k === 'fn' ? [value.fn] : []));
}

/** The objects and instances that a node may be. */
export function rowsAt(points: PointsTo, node: NodeId): Row[] {
  return node === NO_NODE ? [] : points.of(node).flatMap((value) => (value.k === 'object' || value.k === 'instance' ? [value] : []));
}

/** The single string that a node holds. */
export function textAt(points: PointsTo, node: NodeId): string | undefined {
  const value = constantAt(points, node === NO_NODE ? undefined : node);
  return typeof value === 'string' ? value : undefined;
}

/** The first of some members that anything is known of; else one that is there, though nothing is known of it. */
export function memberOf({ program, points }: Sight, node: NodeId, ...names: string[]): NodeId {
  let there = NO_NODE;
  for (const value of node === NO_NODE ? [] : points.of(node)) {
    if (value.k !== 'object') continue;
    const members = points.members(value.node);
    for (const name of names) {
      const member = members.get(name);
      if (member !== undefined && points.of(member).length > 0) return member;
      if (member !== undefined && there === NO_NODE && (program.initStores.get(value.node) ?? []).some((store) => store.prop === name)) there = member;
    }
  }
  return there;
}

/** Members of an object, or fields and methods of an instance, by name. */
export function membersOf({ program, points }: Sight, row: Row): ReadonlyMap<Prop, NodeId> {
  if (row.k === 'object') return points.members(row.node);
  const members = new Map<Prop, NodeId>();
  const chain = classChain({ program, points }, row.cls);
  for (const cls of chain.reverse()) {
    for (const [name, node] of points.fieldsOf(cls)) if (points.of(node).length > 0 || !members.has(name)) members.set(name, node);
    for (const [name, fn] of Object.entries(program.classes[cls]?.methods ?? {})) {
      const getter = name.startsWith('get ') ? program.fns[fn]?.ret : program.nodeOfFn.get(fn);
      if (getter !== undefined) members.set(name.replace(/^get /, ''), getter);
    }
  }
  return members;
}

/** A class and those that it extends, nearest first. */
function classChain({ program, points }: Sight, cls: number): number[] {
  const chain: number[] = [];
  for (let at: number | undefined = cls; at !== undefined && chain.length < 8 && !chain.includes(at);) {
    chain.push(at);
    const base: NodeId = program.classes[at]?.base ?? NO_NODE;
    at = base === NO_NODE ? undefined : points.of(base).flatMap((value) => (value.k === 'class' ? [value.cls] : []))[0];
  }
  return chain;
}

/** What a registration is given; helpers such as `registerAppTool(server, name, …)` are given the server first. */
export function argumentsOf({ program, points }: Sight, index: number): readonly NodeId[] {
  const args = program.calls[index]?.args ?? [];
  return points.apis(index).some((path) => /\.registerApp(?:Tool|Resource)$/.test(path)) ? args.slice(1) : args;
}

/** Whether a node is an object that names and describes what is registered. */
export function isDescription({ points }: Sight, node: NodeId): boolean {
  return rowsAt(points, node).some((row) => row.k === 'object' && points.members(row.node).has('name'));
}

/** A list of descriptions, one per argument, is no schema that a handler's argument could be read by. */
export function isList({ program, points }: Sight, node: NodeId): boolean {
  return node !== NO_NODE && points.of(node).some((value) => value.k === 'object' && program.origins[value.node]?.k === 'array');
}

/** Where an object or a class stands in the text. */
export function locationOfRow({ program }: Sight, row: Row): Location {
  const node = row.k === 'object' ? row.node : (program.classes[row.cls]?.node ?? 0);
  return locationOf(program, node) ?? { path: '', line: 1 };
}
