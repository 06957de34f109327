import { API_MODELS } from '../../facts/knowledge/propagation';
import { ELEMENT, NO_NODE, type Call, type Fn } from '../../model/flow-graph';
import { canonicalModule } from '../api-path';
import { forEachArgument, forEachFurther } from '../arguments';
import type { OwnName } from '../own-functions';
import { takesRest } from '../program';
import { callBack } from './callbacks';
import { MAX_INHERITANCE, ownMethod, parents } from './classes';
import { store } from './fields';
import { load } from './loads';
import { add, addApi, connect, fresh, watch, type Solver } from './solver';
import type { ValueId } from './values';

/** A call whose callee may be this value. */
export function callValue(solver: Solver, call: Call, callId: number, id: ValueId): void {
  const value = solver.values.of(id);
  if (value.k === 'fn') callFunction(solver, call, callId, value.fn);
  else if (value.k === 'class') construct(solver, call, callId, value.cls);
  else if (value.k === 'api') callApi(solver, call, callId, value.path);
}

function callFunction(solver: Solver, call: Call, callId: number, fn: number): void {
  bindArguments(solver, call, callId, fn);
  if (call.kind !== 'new') return;
  const target = solver.program.fns[fn];
  add(solver, call.result, { k: 'made', fn });
  add(solver, target?.self ?? NO_NODE, { k: 'made', fn });
  connect(solver, target?.ret ?? NO_NODE, call.result);
}

function callApi(solver: Solver, call: Call, callId: number, path: string): void {
  const known = (solver.apis[callId] ??= new Set());
  if (known.has(path)) return;
  known.add(path);
  callBack(solver, call, path);
  if (path === 'require') requireByValue(solver, call);
  if (CONTAINERS.test(path)) resolveClass(solver, call);
  const model = Object.hasOwn(API_MODELS, path) ? API_MODELS[path] : undefined;
  if (!(model?.values ?? []).some((flow) => flow === 'arg0 -> result')) addApi(solver, call.result, `${path}()`, callId);
}

/** Containers that are asked for an instance of a class. */
const CONTAINERS = /^(?:tsyringe\.container\.resolve|typedi\.Container\.get|inversify\.Container\(\)\.(?:get|resolve))$/;

function resolveClass(solver: Solver, call: Call): void {
  watch(solver, call.args[0] ?? NO_NODE, (id) => {
    const value = solver.values.of(id);
    if (value.k === 'class') add(solver, call.result, { k: 'instance', cls: value.cls });
  });
}

/** `process.mainModule.require('fs')`: a package by a name that is only known as a value. */
function requireByValue(solver: Solver, call: Call): void {
  watch(solver, call.args[0] ?? NO_NODE, (id) => {
    const value = solver.values.of(id);
    if (value.k === 'const' && typeof value.value === 'string' && !/^[./]/.test(value.value)) addApi(solver, call.result, canonicalModule(value.value), -1);
  });
}

function bindArguments(solver: Solver, call: Call, callId: number, fn: number): void {
  const { program } = solver;
  const target = program.fns[fn];
  if (!target) return;
  const known = (solver.targets[callId] ??= new Set());
  if (known.has(fn)) return;
  known.add(fn);
  (solver.callers[fn] ??= new Set()).add(callId);
  forEachArgument(call, target.params.length, takesRest(program, target), (arg, param, viaSpread) => {
    const to = target.params[param] ?? NO_NODE;
    const origin = program.origins[to];
    if (viaSpread) load(solver, arg, ELEMENT, to);
    else if (origin?.k === 'param' && origin.rest) store(solver, to, ELEMENT, arg);
    else connect(solver, arg, to);
  });
  listArguments(solver, call, target);
  for (const name of solver.own.get(fn) ?? []) callOwn(solver, call, callId, name);
  if (call.kind === 'jsx') return;
  if (call.recv !== NO_NODE) connect(solver, call.recv, target.self);
  if (call.kind !== 'new' && call.kind !== 'super') connect(solver, target.ret, call.result);
}

/** A call of a function that rules speak of as if it were of a library. */
function callOwn(solver: Solver, call: Call, callId: number, { api, gives }: OwnName): void {
  (solver.apis[callId] ??= new Set()).add(api);
  callBack(solver, call, api);
  if (gives) addApi(solver, call.result, `${api}()`, callId);
}

/** What a function finds in its `arguments` behind the parameters that it names. */
function listArguments(solver: Solver, call: Call, { list, params }: Fn): void {
  if (list === undefined) return;
  forEachFurther(call, params.length, (arg, element, viaSpread) => {
    const from = viaSpread ? fresh(solver) : arg;
    if (viaSpread) load(solver, arg, ELEMENT, from);
    store(solver, list, element, from);
  });
}

function construct(solver: Solver, call: Call, callId: number, cls: number, depth = 0): void {
  if (call.kind === 'new') add(solver, call.result, { k: 'instance', cls });
  const own = ownMethod(solver, cls, 'constructor');
  if (own !== undefined) bindArguments(solver, call, callId, own);
  else if (depth < MAX_INHERITANCE) for (const parent of parents(solver, cls)) construct(solver, { ...call, kind: 'super' }, callId, parent, depth + 1);
}

/** `super(…)` runs the constructor of whatever the class extends. */
export function callSupers(solver: Solver): void {
  const { calls, fns, classes } = solver.program;
  calls.forEach((call, index) => {
    const cls = call.fn >= 0 ? (fns[call.fn]?.cls ?? -1) : -1;
    if (call.kind !== 'super' || cls < 0) return;
    watch(solver, classes[cls]?.base ?? NO_NODE, (id) => {
      const value = solver.values.of(id);
      if (value.k === 'class') construct(solver, call, index, value.cls);
      else if (value.k === 'fn') bindArguments(solver, call, index, value.fn);
    });
  });
}
