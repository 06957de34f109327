import { ANY, ELEMENT, NO_NODE, type NodeId, type Prop } from '../../model/flow-graph';
import { isElement } from '../arguments';
import { MAX_INHERITANCE, method } from './classes';
import { add, addId, connect, fresh, link, onFunction, watch, type Solver } from './solver';
import type { Value, ValueId } from './values';

/** The node of a member of an object; made when it is first spoken of, and then told to whoever reads any member. */
export function field(solver: Solver, owner: ValueId, prop: Prop): NodeId {
  let of = solver.fields.get(owner);
  if (!of) solver.fields.set(owner, (of = new Map<Prop, NodeId>()));
  const known = of.get(prop);
  if (known !== undefined) return known;
  const node = fresh(solver);
  of.set(prop, node);
  const value = solver.values.of(owner);
  if (value.k === 'instance') solver.fieldNames.set(node, `${value.cls}.${prop}`);
  for (const reader of solver.readers.get(owner) ?? []) if (!reader.elements || isElement(prop)) connect(solver, node, reader.to);
  for (const to of solver.spreadReaders.get(owner) ?? []) store(solver, to, prop, node);
  return node;
}

/** `to = owner.prop`, getters included; `self` is what they speak of as `this`, where it is not the owner. */
export function readField(solver: Solver, owner: ValueId, prop: Prop, to: NodeId, self?: Value): void {
  if (prop === 'keys()') return;
  if (prop === ANY || prop === ELEMENT) {
    readAny(solver, owner, prop === ELEMENT, to);
    return;
  }
  connect(solver, field(solver, owner, prop), to);
  connect(solver, field(solver, owner, ANY), to);
  if (/^\d+$/.test(prop)) connect(solver, field(solver, owner, ELEMENT), to);
  const { k } = solver.values.of(owner);
  const getter = solver.fields.get(owner)?.get(`get ${prop}`) ?? (k === 'object' || k === 'prototype' ? field(solver, owner, `get ${prop}`) : undefined);
  if (getter !== undefined) onFunction(solver, getter, (fn) => {
    link(solver, solver.program.fns[fn]?.ret ?? NO_NODE, to);
    if (self) add(solver, solver.program.fns[fn]?.self ?? NO_NODE, self);
  });
}

function readAny(solver: Solver, owner: ValueId, elements: boolean, to: NodeId): void {
  let of = solver.readers.get(owner);
  if (!of) solver.readers.set(owner, (of = []));
  of.push({ elements, to });
  for (const [name, node] of solver.fields.get(owner) ?? []) if (!elements || isElement(name)) connect(solver, node, to);
  if (elements) connect(solver, field(solver, owner, ELEMENT), to);
}

/** Adds `base.prop = from`, for whatever `base` may be. */
export function store(solver: Solver, base: NodeId, prop: Prop, from: NodeId): void {
  if (base === NO_NODE || from === NO_NODE) return;
  (solver.stores[base] ??= []).push({ prop, from });
  for (const id of solver.sets[base] ?? []) storeInto(solver, id, prop, from);
}

/** `owner.prop = from`, setters included. */
export function storeInto(solver: Solver, id: ValueId, prop: Prop, from: NodeId): void {
  const value = solver.values.of(id);
  if (value.k === 'const' || value.k === 'regex' || value.k === 'api') return;
  connect(solver, from, field(solver, id, prop));
  if (value.k === 'instance') {
    const setter = method(solver, value.cls, `set ${prop}`);
    if (setter !== undefined) link(solver, from, solver.program.fns[setter]?.params[0] ?? NO_NODE);
  } else if (value.k === 'made') writeSetter(solver, value, value.fn, prop, from);
}

/** A setter that stands in the prototype of a function, or in one that it inherits from. */
function writeSetter(solver: Solver, self: Value, fn: number, prop: Prop, from: NodeId, depth = 0): void {
  const id = solver.values.id({ k: 'prototype', fn });
  onFunction(solver, field(solver, id, `set ${prop}`), (setter) => {
    link(solver, from, solver.program.fns[setter]?.params[0] ?? NO_NODE);
    add(solver, solver.program.fns[setter]?.self ?? NO_NODE, self);
  });
  if (depth <= MAX_INHERITANCE) watch(solver, field(solver, id, '__proto__'), (above) => {
    const value = solver.values.of(above);
    if (value.k === 'prototype') writeSetter(solver, self, value.fn, prop, from, depth + 1);
  });
}

/** `{ ...owner }` or `[...owner]` at `to`, for members that are there and those that come. */
export function spreadFrom(solver: Solver, id: ValueId, to: NodeId): void {
  const value = solver.values.of(id);
  if (value.k === 'api') {
    addId(solver, to, id);
    return;
  }
  if (value.k !== 'object' && value.k !== 'instance') return;
  let of = solver.spreadReaders.get(id);
  if (!of) solver.spreadReaders.set(id, (of = []));
  if (of.includes(to)) return;
  of.push(to);
  for (const [prop, node] of solver.fields.get(id) ?? []) store(solver, to, /^\d+$/.test(prop) ? ELEMENT : prop, node);
}
