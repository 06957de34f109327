import { ANY, ELEMENT, NO_NODE, type NodeId, type Prop } from '../../model/flow-graph';
import { MAX_INHERITANCE, method, methodNames, parents } from './classes';
import { field, readField } from './fields';
import { moduleNode, reexported } from './modules';
import { add, addApi, addId, link, onApi, valuesAt, watch, type Solver } from './solver';
import type { Value, ValueId } from './values';

/** Adds `to = from.prop`, for whatever `from` may be; `key` is the node of a computed name. */
export function load(solver: Solver, from: NodeId, prop: Prop, to: NodeId, key?: NodeId): void {
  if (from === NO_NODE || to === NO_NODE) return;
  // Modules that export all of each other, and schemas made of their own shape, lead back to a load that is there already.
  const into = (solver.loadsInto[to] ??= []);
  if (into.some((known) => known.from === from && known.prop === prop && known.key === key)) return;
  into.push({ from, prop, ...(key !== undefined && { key }) });
  (solver.loads[from] ??= []).push({ prop, to, ...(key !== undefined && { key }) });
  for (const id of solver.sets[from] ?? []) loadFrom(solver, id, prop, to, key);
}

/** `to = value.prop`, as it is for this kind of value. */
export function loadFrom(solver: Solver, id: ValueId, prop: Prop, to: NodeId, key?: NodeId): void {
  const value = solver.values.of(id);
  if ((value.k === 'fn' || value.k === 'made' || value.k === 'prototype') && isRead(solver, id, prop, to)) return;
  switch (value.k) {
    case 'api': loadFromApi(solver, id, value, prop, to, key); break;
    case 'object': loadFromObject(solver, id, value.node, prop, to, key); break;
    case 'instance': loadFromInstance(solver, id, value.cls, prop, to, key); break;
    case 'class':
      if (prop === 'prototype') add(solver, to, { k: 'instance', cls: value.cls });
      else {
        readField(solver, id, prop, to);
        for (const parent of parents(solver, value.cls)) readField(solver, solver.values.id({ k: 'class', cls: parent }), prop, to);
      }
      break;
    case 'fn': loadFromFunction(solver, id, value.fn, prop, to); break;
    case 'made':
      readField(solver, id, prop, to);
      noteLoad(solver, field(solver, id, prop), to);
      readPrototype(solver, value.fn, prop, to, value);
      break;
    case 'prototype': readPrototype(solver, value.fn, prop, to); break;
    case 'const': case 'regex': break;
  }
}

function loadFromApi(solver: Solver, id: ValueId, value: Value & { readonly k: 'api' }, prop: Prop, to: NodeId, key: NodeId | undefined): void {
  const { path, call } = value;
  if (prop === 'default' || prop === 'bind') addId(solver, to, id);
  else if (call >= 0 && path.endsWith('.shape')) load(solver, solver.program.calls[call]?.args[0] ?? NO_NODE, prop, to);
  else if (prop === 'shape' && call >= 0) add(solver, to, { k: 'api', path: `${path}.shape`, call });
  else if (prop === ANY) {
    for (const name of key === undefined ? [] : literalsAt(solver, key)) addApi(solver, to, `${path}.${name}`, -1);
    addApi(solver, to, `${path}.*`, -1);
  } else addApi(solver, to, prop === ELEMENT || /^\d+$/.test(prop) ? `${path}.[]` : `${path}.${prop}`, -1);
}

function loadFromObject(solver: Solver, id: ValueId, node: NodeId, prop: Prop, to: NodeId, key: NodeId | undefined): void {
  const names = prop === ANY && key !== undefined ? literalsAt(solver, key) : [];
  for (const name of names) readField(solver, id, name, to);
  if (names.length === 0) readField(solver, id, prop, to);
  const file = solver.exportsFile.get(node);
  if (file !== undefined && prop !== 'default') for (const from of reexported(solver, file)) load(solver, from, prop, to);
}

function loadFromInstance(solver: Solver, id: ValueId, cls: number, prop: Prop, to: NodeId, key?: NodeId): void {
  if (prop === ANY && key !== undefined) {
    const names = literalsAt(solver, key);
    for (const name of names.length > 0 ? names : methodNames(solver, cls)) loadFromInstance(solver, id, cls, name, to);
    if (names.length > 0) return;
  }
  const { fns, classes } = solver.program;
  if (prop === ELEMENT) readIterator(solver, cls, to);
  const found = method(solver, cls, prop);
  if (found !== undefined) add(solver, to, { k: 'fn', fn: found });
  const getter = method(solver, cls, `get ${prop}`);
  if (getter !== undefined) link(solver, fns[getter]?.ret ?? NO_NODE, to);
  readField(solver, id, prop, to);
  for (const parent of parents(solver, cls)) readField(solver, solver.values.id({ k: 'instance', cls: parent }), prop, to);
  const base = classes[cls]?.base ?? NO_NODE;
  if (base !== NO_NODE) onApi(solver, base, (path) => { addApi(solver, to, `${path}().${prop}`, -1); });
  noteLoad(solver, field(solver, id, prop), to);
}

/** An element of an instance is what its iterator gives. */
function readIterator(solver: Solver, cls: number, to: NodeId): void {
  const iterator = method(solver, cls, '@@iterator');
  const from = iterator === undefined ? NO_NODE : (solver.program.fns[iterator]?.ret ?? NO_NODE);
  if (from === NO_NODE) return;
  load(solver, from, ELEMENT, to);
  const known = solver.importLoads.get(from);
  if (known) known.push({ prop: ELEMENT, to });
  else solver.importLoads.set(from, [{ prop: ELEMENT, to }]);
}

function noteLoad(solver: Solver, node: NodeId, to: NodeId): void {
  const known = solver.instanceLoads.get(node);
  if (known) known.push({ to });
  else solver.instanceLoads.set(node, [{ to }]);
}

/** Where an object looks for what it does not have itself. */
const PROTOTYPE = '__proto__';

const reads = new WeakMap<Solver, Set<string>>();

/** Whether this was asked before: prototypes may lead back to themselves. */
function isRead(solver: Solver, id: ValueId, prop: Prop, to: NodeId): boolean {
  let known = reads.get(solver);
  if (!known) reads.set(solver, (known = new Set()));
  const key = `${id} ${to} ${prop}`;
  if (known.has(key)) return true;
  known.add(key);
  return false;
}

/** A member of a function that makes objects, its own or that of the one that it inherits from. */
function loadFromFunction(solver: Solver, id: ValueId, fn: number, prop: Prop, to: NodeId): void {
  readField(solver, id, prop, to);
  if (prop === 'prototype') add(solver, to, { k: 'prototype', fn });
  // What made a function makes functions out of text.
  else if (prop === 'constructor') addApi(solver, to, 'Function', -1);
  else if (prop !== PROTOTYPE) load(solver, field(solver, id, PROTOTYPE), prop, to);
}

/** A member of the prototype of a function, of the object that stands in its place, or of those that it inherits from. `self` is what a getter speaks of as `this`. */
function readPrototype(solver: Solver, fn: number, prop: Prop, to: NodeId, self?: Value, depth = 0): void {
  const id = solver.values.id({ k: 'prototype', fn });
  readField(solver, id, prop, to, self);
  load(solver, field(solver, solver.values.id({ k: 'fn', fn }), 'prototype'), prop, to);
  if (prop === PROTOTYPE || depth > MAX_INHERITANCE) return;
  watch(solver, field(solver, id, PROTOTYPE), (from) => {
    const value = solver.values.of(from);
    if (value.k === 'prototype') readPrototype(solver, value.fn, prop, to, self, depth + 1);
    else loadFrom(solver, from, prop, to);
  });
}

/** The literals that a node may be, when it may be nothing else. */
function literalsAt(solver: Solver, node: NodeId): string[] {
  const found = valuesAt(solver, node);
  return found.length > 0 && found.every((value) => value.k === 'const') ? found.flatMap((value) => (typeof value.value === 'string' ? [value.value] : [])) : [];
}

/** Gives a node what a specifier stands for: something of a package, or of another file. */
export function importInto(solver: Solver, node: NodeId, path: string, specifier: string, name: string): void {
  const found = solver.program.resolve(path, specifier);
  if (!found) return;
  if ('module' in found) {
    addApi(solver, node, name === '*' || name === 'default' ? found.module : `${found.module}.${name}`, -1);
    return;
  }
  const from = moduleNode(solver, found.file);
  if (name === '*') link(solver, from, node);
  else {
    load(solver, from, name, node);
    const known = solver.importLoads.get(from);
    if (known) known.push({ prop: name, to: node });
    else solver.importLoads.set(from, [{ prop: name, to: node }]);
    if (name === 'default' && !hasDefault(solver, found.file)) link(solver, from, node);
  }
}

function hasDefault(solver: Solver, index: number): boolean {
  const flow = solver.program.files[index]?.flow;
  return flow?.edges.some((edge) => edge.op === 'store' && edge.base === flow.exports && edge.prop === 'default') ?? false;
}
