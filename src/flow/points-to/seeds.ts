import { GLOBAL_ALIASES } from '../../facts/knowledge/propagation';
import { NO_NODE, type NodeId, type Origin } from '../../model/flow-graph';
import { give } from './callbacks';
import { spreadFrom, store } from './fields';
import { importInto, load } from './loads';
import { add, addApi, connect, onApi, watch, type Solver } from './solver';
import { seedType } from './types';

/** What a program says by itself: values where they are made, and the edges between them. */
export function seed(solver: Solver): void {
  seedOrigins(solver);
  const implementers = seedClasses(solver);
  seedEdges(solver);
  solver.program.calls.forEach((call, index) => { if (call.callee !== NO_NODE) (solver.callsOf[call.callee] ??= []).push(index); });
  seedImports(solver);
  for (const { node, type } of solver.program.types) seedType(solver, node, type, implementers);
}

function seedOrigins(solver: Solver): void {
  solver.program.origins.forEach((origin, node) => { if (origin) seedOrigin(solver, node, origin); });
}

function seedOrigin(solver: Solver, node: NodeId, origin: Origin): void {
  switch (origin.k) {
    case 'const': case 'regex': add(solver, node, origin); break;
    case 'fn': add(solver, node, { k: 'fn', fn: origin.fn }); break;
    case 'class': add(solver, node, { k: 'class', cls: origin.cls }); break;
    case 'object': case 'array': case 'exports': add(solver, node, { k: 'object', node }); break;
    case 'global': addApi(solver, node, GLOBAL_ALIASES.get(origin.name) ?? origin.name, -1); break;
    case 'param': if (origin.rest) add(solver, node, { k: 'object', node }); break;
    case 'import': case 'this': case 'return': case 'caught': break;
  }
}

/** Instances of classes, and the classes that implement an interface, by its name. */
function seedClasses(solver: Solver): ReadonlyMap<string, readonly number[]> {
  const { classes, fns } = solver.program;
  const implementers = new Map<string, number[]>();
  classes.forEach((cls, index) => {
    add(solver, cls.instance, { k: 'instance', cls: index });
    for (const name of cls.implements) implementers.set(name, [...(implementers.get(name) ?? []), index]);
  });
  fns.forEach((fn) => { if (fn.cls >= 0) add(solver, fn.self, { k: 'instance', cls: fn.cls }); });
  // A method inherited from a base class runs with instances of the derived ones.
  classes.forEach((cls, index) => {
    watch(solver, cls.base, (id) => {
      const value = solver.values.of(id);
      if (value.k !== 'class') return;
      const parent = classes[value.cls];
      for (const fn of Object.values(parent?.methods ?? {})) add(solver, fns[fn]?.self ?? NO_NODE, { k: 'instance', cls: index });
      add(solver, parent?.instance ?? NO_NODE, { k: 'instance', cls: index });
    });
  });
  return implementers;
}

function seedEdges(solver: Solver): void {
  const { assigns, stores, loads, spreads } = solver.program;
  for (const edge of assigns) connect(solver, edge.from, edge.to);
  for (const edge of stores) {
    store(solver, edge.base, edge.prop, edge.from);
    if (edge.after !== undefined) connect(solver, edge.base, edge.after);
  }
  seedAssigned(solver);
  for (const edge of loads) load(solver, edge.from, edge.prop, edge.to, edge.key);
  for (const edge of spreads) {
    add(solver, edge.to, { k: 'object', node: edge.to });
    (solver.spreads[edge.from] ??= []).push(edge.to);
    for (const id of solver.sets[edge.from] ?? []) spreadFrom(solver, id, edge.to);
  }
}

/** Handlers that are assigned rather than given: `socket.onmessage = handle`. */
function seedAssigned(solver: Solver): void {
  for (const edge of solver.program.stores) {
    if (solver.program.origins[edge.from]?.k === 'fn') onApi(solver, edge.base, (path) => { for (const rule of solver.callbacks.find(`=${path}.*`)) give(solver, rule, edge.from); });
    if (!solver.assignable.has(edge.prop)) continue;
    onApi(solver, edge.base, (path) => { for (const rule of solver.callbacks.find(`=${path}.${edge.prop}`)) give(solver, rule, edge.from); });
  }
}

function seedImports(solver: Solver): void {
  for (const file of solver.program.files) {
    for (const key of Object.keys(file.flow.origins)) {
      const origin = file.flow.origins[Number(key)];
      if (origin?.k === 'import') importInto(solver, Number(key) + file.nodes, file.path, origin.module, origin.name);
    }
  }
}
