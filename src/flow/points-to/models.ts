import type { Model } from '../../facts/knowledge/model';
import { indexRules } from '../../facts/knowledge/patterns';
import type { SanitizerRule } from '../../facts/knowledge/rules';
import { API_MODELS, METHOD_MODELS } from '../../facts/knowledge/propagation';
import { ANY, ELEMENT, NO_NODE, type Call, type NodeId, type Prop } from '../../model/flow-graph';
import { canonical, canonicalModule } from '../api-path';
import { readFlow, type Place, type PlacePair } from '../places';
import { wayBack } from '../way-back';
import { store } from './fields';
import { load } from './loads';
import type { ModelledFlow } from './result';
import { add, addApi, connect, fresh, link, onApi, onFunction, type Solver } from './solver';

interface At {
  readonly node: NodeId;
  readonly path: readonly Prop[];
}

/** Moves values through calls of functions outside the program, as the knowledge tables say. */
export function applyCallModels(solver: Solver, sanitizers: readonly SanitizerRule[]): void {
  const { calls } = solver.program;
  const safe = indexRules(sanitizers);
  const byCallee = new Map<NodeId, number[]>();
  calls.forEach((call, index) => {
    if (call.callee !== NO_NODE) byCallee.set(call.callee, [...(byCallee.get(call.callee) ?? []), index]);
  });
  calls.forEach((call, index) => {
    const applied = new Set<Model>();
    const apply = (model: Model | undefined): void => {
      if (!model || applied.has(model)) return;
      applied.add(model);
      applyModel(solver, byCallee, call, index, model);
    };
    const way = wayOf(solver, call);
    const known = way !== undefined && (Object.hasOwn(API_MODELS, way) || safe.find(way).length > 0);
    const method = [`${call.name}/${call.args.length}`, call.name].find((name) => Object.hasOwn(METHOD_MODELS, name));
    if (call.recv !== NO_NODE && !known && method !== undefined) apply(METHOD_MODELS[method]);
    onApi(solver, call.callee, (path) => {
      if (path === STATE) applySetter(solver, call, index);
      if (path === DEFINE) defineMember(solver, call, index);
      if (path === INJECTOR) onApi(solver, call.args[0] ?? NO_NODE, (type) => { addApi(solver, call.result, `${type}()`, index); });
      const rules = safe.find(path);
      if (rules.length > 0) for (const rule of rules) apply(modelOf(rule));
      else if (Object.hasOwn(API_MODELS, path)) apply(API_MODELS[path]);
    });
  });
}

/** The way to a function of a module or a global that is named in place: `path.join` is not the `join` of lists. */
function wayOf({ program }: Solver, call: Call): string | undefined {
  const origin = program.origins[call.recv];
  if (origin?.k === 'global') return canonical(`${canonical(origin.name)}.${call.name}`);
  if (origin?.k !== 'import' || /^[./#~]/.test(origin.module)) return undefined;
  const module = canonicalModule(origin.module);
  return canonical(`${origin.name === '*' || origin.name === 'default' ? module : canonical(`${module}.${origin.name}`)}.${call.name}`);
}

/** Either of the two things that `useState` gives: the state, and what sets it. */
const STATE = 'react.useState().[]';

/** Gives an instance of the type that it is asked for. */
const INJECTOR = '@angular/core.inject';

/** `const [state, setState] = useState()`: what `setState` is given becomes `state`. */
function applySetter(solver: Solver, call: Call, index: number): void {
  const [value = NO_NODE] = call.args;
  if (value === NO_NODE) return;
  for (const at of wayBack(solver.program, call.callee)) {
    const read = solver.program.loadOf.get(at);
    if (read?.prop === '1') record(solver, value, { fromPath: [], to: read.from, toPath: ['0'], call: index, same: true, normalises: false, clears: [] });
  }
}

/** Describes a member: `Object.defineProperty(object, 'name', { get, set, value })`. */
const DEFINE = 'Object.defineProperty';

function defineMember(solver: Solver, call: Call, index: number): void {
  const [object = NO_NODE, key = NO_NODE, descriptor = NO_NODE] = call.args;
  const origin = solver.program.origins[key];
  const name = origin?.k === 'const' ? String(origin.value) : ANY;
  if (object === NO_NODE || descriptor === NO_NODE) return;
  record(solver, descriptor, { fromPath: ['value'], to: object, toPath: [name], call: index, same: true, normalises: false, clears: [] });
  for (const [part, prop] of [['value', name], ['get', `get ${name}`], ['set', `set ${name}`]] as const) moveValues(solver, { node: descriptor, path: [part] }, { node: object, path: [prop] });
}

const models = new Map<SanitizerRule, Model>();

/** A sanitizer's result carries on whatever the sanitizer does not clear. */
function modelOf(rule: SanitizerRule): Model {
  const known = models.get(rule);
  if (known) return known;
  const model: Model = rule.from === undefined || rule.clears === undefined ? {} : { taints: [`${rule.from} -> result`], clears: rule.clears };
  models.set(rule, model);
  return model;
}

function applyModel(solver: Solver, byCallee: ReadonlyMap<NodeId, readonly number[]>, call: Call, index: number, model: Model): void {
  if (model.makes) add(solver, call.result, { k: 'object', node: call.result });
  for (const text of model.values ?? []) applyFlow(solver, byCallee, call, index, model, readFlow(text), true);
  for (const text of model.taints ?? []) applyFlow(solver, byCallee, call, index, model, readFlow(text), false);
}

function applyFlow(solver: Solver, byCallee: ReadonlyMap<NodeId, readonly number[]>, call: Call, index: number, model: Model, flow: PlacePair, same: boolean): void {
  for (const from of nodesAt(solver, byCallee, call, flow.from)) {
    for (const to of nodesAt(solver, byCallee, call, flow.to)) {
      if (from.node === to.node && from.path.join() === to.path.join()) continue;
      // What is handed to a function of the caller's is as much the result as what is returned.
      const made = flow.to.root === 'result' || flow.to.through.length > 0;
      record(solver, from.node, { fromPath: from.path, to: to.node, toPath: to.path, call: index, same, normalises: made && model.normalises === true, clears: made ? (model.clears ?? []) : [] });
      if (same) moveValues(solver, from, to);
    }
  }
}

/** Notes a flow through a call that taint follows. */
export function record(solver: Solver, from: NodeId, flow: ModelledFlow): void {
  const known = solver.modelled.get(from);
  if (known) known.push(flow);
  else solver.modelled.set(from, [flow]);
}

/** Types and functions travel along paths through the fields of objects. */
function moveValues(solver: Solver, from: At, to: At): void {
  let value = from.node;
  for (const prop of from.path) {
    const next = fresh(solver);
    load(solver, value, prop, next);
    value = next;
  }
  let base = to.node;
  to.path.forEach((prop, i) => {
    if (i === to.path.length - 1) {
      store(solver, base, prop, value);
      return;
    }
    const next = fresh(solver);
    // What is there already stays there: `A.prototype` is a prototype.
    if (prop === 'prototype') load(solver, base, prop, next);
    else {
      add(solver, next, { k: 'object', node: next });
      store(solver, base, prop, next);
    }
    base = next;
  });
  if (to.path.length === 0) connect(solver, value, to.node);
}

function nodesAt(solver: Solver, byCallee: ReadonlyMap<NodeId, readonly number[]>, call: Call, place: Place): At[] {
  return roots(call, place).flatMap(({ node, path }) => {
    if (node === NO_NODE) return [];
    if (place.through.length === 0) return [{ node, path: [...path, ...place.path] }];
    const through = place.through.length > 1 ? calledParameter(solver, byCallee, node, place) : throughFunction(solver, node, place.through[0] ?? 'return');
    return [{ node: through, path: place.path }];
  });
}

function roots(call: Call, place: Place): At[] {
  const argument = (index: number): At[] => {
    if (call.spread !== undefined && index >= call.spread) return [{ node: call.args[call.spread] ?? NO_NODE, path: [ELEMENT] }];
    return [{ node: call.args[index] ?? NO_NODE, path: [] }];
  };
  switch (place.root) {
    case 'this': return [{ node: call.recv, path: [] }];
    case 'result': return [{ node: call.result, path: [] }];
    case 'last': return argument(call.args.length - 1);
    case 'args': return call.args.slice(place.from).flatMap((_, i) => argument(i + place.from));
    default: return argument(place.root);
  }
}

/** A node that stands for a parameter (it feeds it) or for the result (it is fed by it) of whatever function arrives at `node`. */
function throughFunction(solver: Solver, node: NodeId, step: number | 'return'): NodeId {
  const slot = fresh(solver);
  onFunction(solver, node, (fn) => {
    const target = solver.program.fns[fn];
    if (!target) return;
    if (step === 'return') link(solver, target.ret, slot);
    else {
      const param = target.params[step] ?? NO_NODE;
      const origin = solver.program.origins[param];
      if (origin?.k === 'param' && origin.rest) store(solver, param, ELEMENT, slot);
      link(solver, slot, param);
    }
  });
  return slot;
}

/** `arg0(0)(0)`: what the function given as argument 0 calls its first parameter with, as in `new Promise((resolve) => resolve(x))`. */
function calledParameter(solver: Solver, byCallee: ReadonlyMap<NodeId, readonly number[]>, node: NodeId, place: Place): NodeId {
  const slot = fresh(solver);
  const [param = 0, argument = 0] = place.through;
  if (param === 'return' || argument === 'return') return slot;
  onFunction(solver, node, (fn) => {
    for (const call of byCallee.get(solver.program.fns[fn]?.params[param] ?? NO_NODE) ?? []) {
      link(solver, solver.program.calls[call]?.args[argument] ?? NO_NODE, slot);
    }
  });
  return slot;
}
