import type { CallbackRule, ConstantTest } from '../../facts/knowledge/rules';
import { NO_NODE, type Call, type NodeId, type Prop } from '../../model/flow-graph';
import { nodesOf } from '../constant-tests';
import { readPlace, type Place } from '../places';
import { load } from './loads';
import { addApi, fresh, onFunction, watch, type Solver } from './solver';

/** A library calls the functions given to it with what the tables say. */
export function callBack(solver: Solver, call: Call, path: string): void {
  for (const rule of solver.callbacks.find(path)) whenHolds(solver, call, rule.when ?? [], () => { callWith(solver, call, rule); });
}

function callWith(solver: Solver, call: Call, rule: CallbackRule): void {
  if (rule.place !== undefined) {
    for (const slot of slotsAt(solver, call, readPlace(rule.place))) give(solver, rule, slot);
    return;
  }
  call.args.forEach((arg, position) => {
    if (rule.arg !== undefined && rule.arg !== position) return;
    give(solver, rule, arg);
    for (const name of rule.object ?? []) give(solver, rule, memberSlot(solver, arg, [name]));
  });
}

/** Gives the functions that may be at a node what the rule calls them with. */
export function give(solver: Solver, rule: CallbackRule, node: NodeId): void {
  onFunction(solver, node, (fn) => {
    if (rule.self !== undefined) addApi(solver, solver.program.fns[fn]?.self ?? NO_NODE, rule.self, -1);
    for (const [param, type] of Object.entries(rule.params)) addApi(solver, solver.program.fns[fn]?.params[Number(param)] ?? NO_NODE, type, -1);
  });
}

function memberSlot(solver: Solver, node: NodeId, path: readonly Prop[]): NodeId {
  return path.reduce((base, prop) => {
    const slot = fresh(solver);
    load(solver, base, prop, slot);
    return slot;
  }, node);
}

function slotsAt(solver: Solver, call: Call, place: Place): NodeId[] {
  return nodesOf(call, place).map((at) => memberSlot(solver, at.node, [...at.path, ...place.path]));
}

/** Runs once all the constants have arrived that the tests want. */
function whenHolds(solver: Solver, call: Call, tests: readonly ConstantTest[], run: () => void): void {
  const [test, ...others] = tests;
  if (!test) {
    run();
    return;
  }
  let done = false;
  for (const slot of slotsAt(solver, call, readPlace(test.place))) watch(solver, slot, (id) => {
    const value = solver.values.of(id);
    if (done || value.k !== 'const' || value.value === null) return;
    if (!(test.is?.includes(value.value) ?? false) && !(typeof value.value === 'string' && (test.matches?.test(value.value) ?? false))) return;
    done = true;
    whenHolds(solver, call, others, run);
  });
}
