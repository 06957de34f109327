import type { Analysis } from '../../../../flow/analyse';
import type { Load, NodeId, Prop } from '../../../../model/flow-graph';

interface Successors {
  readonly assigned: ReadonlyMap<NodeId, readonly NodeId[]>;
  readonly stored: ReadonlyMap<NodeId, readonly { readonly base: NodeId; readonly prop: Prop }[]>;
  readonly given: ReadonlyMap<NodeId, readonly { readonly call: number; readonly index: number }[]>;
  readonly returned: ReadonlyMap<NodeId, readonly number[]>;
  readonly loads: ReadonlyMap<Prop, readonly Load[]>;
}

const MAX_HOLDERS = 400;
const known = new WeakMap<Analysis, Successors>();

/** Nodes that hold the very value of the given ones: through variables, members of objects, arguments and results. */
export function holdersFrom(analysis: Analysis, from: readonly NodeId[]): Set<NodeId> {
  const next = successorsOf(analysis);
  const { program, points } = analysis;
  const seen = new Set<NodeId>();
  const work = [...from];
  for (let node = work.pop(); node !== undefined && seen.size < MAX_HOLDERS; node = work.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    work.push(...(next.assigned.get(node) ?? []));
    for (const { call, index } of next.given.get(node) ?? []) for (const fn of points.targets(call)) work.push(...(program.fns[fn]?.params.slice(index, index + 1) ?? []));
    for (const fn of next.returned.get(node) ?? []) for (const site of points.callers(fn)) work.push(...(program.calls[site] ? [program.calls[site].result] : []));
    for (const { base, prop } of next.stored.get(node) ?? []) work.push(...readsOf(analysis, next, base, prop));
  }
  return seen;
}

/** Loads of a member from whatever the base may be. */
function readsOf({ points }: Analysis, next: Successors, base: NodeId, prop: Prop): NodeId[] {
  const owners = new Set(points.of(base).flatMap((value) => (value.k === 'object' ? [`o${value.node}`] : value.k === 'instance' ? [`i${value.cls}`] : [])));
  if (owners.size === 0) return [];
  return (next.loads.get(prop) ?? []).filter((load) => points.of(load.from).some((value) => owners.has(value.k === 'object' ? `o${value.node}` : value.k === 'instance' ? `i${value.cls}` : ''))).map((load) => load.to);
}

function successorsOf(analysis: Analysis): Successors {
  const found = known.get(analysis);
  if (found) return found;
  const { program } = analysis;
  const assigned = new Map<NodeId, NodeId[]>();
  for (const edge of program.assigns) push(assigned, edge.from, edge.to);
  const stored = new Map<NodeId, { base: NodeId; prop: Prop }[]>();
  for (const store of program.stores) push(stored, store.from, { base: store.base, prop: store.prop });
  const given = new Map<NodeId, { call: number; index: number }[]>();
  program.calls.forEach((call, index) => { call.args.forEach((arg, position) => { push(given, arg, { call: index, index: position }); }); });
  const returned = new Map<NodeId, number[]>();
  program.fns.forEach((fn, index) => { push(returned, fn.ret, index); });
  const loads = new Map<Prop, Load[]>();
  for (const load of program.loads) push(loads, load.prop, load);
  const made = { assigned, stored, given, returned, loads };
  known.set(analysis, made);
  return made;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
