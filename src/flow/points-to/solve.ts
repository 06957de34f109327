import { expand, indexRules } from '../../facts/knowledge/patterns';
import type { CallbackRule } from '../../facts/knowledge/rules';
import { NO_NODE, type NodeId, type Prop } from '../../model/flow-graph';
import type { Program } from '../program';
import { bundledMakers, seedBundledSchemas } from './bundled-schemas';
import { callSupers, callValue } from './calls';
import { applyConventions, applyNames } from './conventions';
import { applyEvents } from './events';
import { handPageData } from './page-data';
import { spreadFrom, storeInto } from './fields';
import { loadFrom } from './loads';
import { applyCallModels } from './models';
import { pairs } from './pairs';
import type { PointsTo } from './result';
import { seed } from './seeds';
import { addId, MAX_VALUES, valuesAt, type Frameworks, type Solver } from './solver';
import { internValues, type Value, type ValueId } from './values';

/** A call that may be of more things of libraries than this is of none that could be named. */
const MAX_APIS = 12;

/**
 * Inclusion-based points-to analysis (Andersen 1994), sensitive to fields, insensitive to context, with functions,
 * classes, object literals and the ways into packages as values. The call graph comes with it.
 */
export function solve(program: Program, { callbacks, conventions, sanitizers, own }: Frameworks): PointsTo {
  const solver = begin(program, callbacks, own);
  seed(solver);
  callSupers(solver);
  seedBundledSchemas(solver);
  applyConventions(solver, conventions);
  applyNames(solver);
  handPageData(solver);
  applyCallModels(solver, sanitizers);
  applyEvents(solver);
  const { nodes, values } = solver.work;
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) arrive(solver, node, values.pop() ?? 0);
  return resultOf(solver);
}

function begin(program: Program, callbacks: readonly CallbackRule[], own: Frameworks['own']): Solver {
  const assigned = callbacks.flatMap((rule) => rule.api.flatMap(expand).flatMap((way) => (way.startsWith('=') ? [way.slice(way.lastIndexOf('.') + 1)] : [])));
  // Lists that grow from within get slow: made in one piece they are not.
  const room = <T>(): (T | undefined)[] => new Array<T | undefined>(program.nodeCount);
  return {
    program, bundled: bundledMakers(program), values: internValues(), callbacks: indexRules(callbacks), own, assignable: new Set(assigned), nodes: { count: program.nodeCount },
    sets: room(), constants: room(), successors: room(), edges: pairs(), loads: room(), loadsInto: room(), stores: room(), spreads: room(), watchers: room(), work: { nodes: [], values: [] },
    fields: new Map(), readers: new Map(), spreadReaders: new Map(), targets: [], apis: [], callers: [], callsOf: room(),
    linked: new Map(), fieldNames: new Map(), instanceLoads: new Map(), moduleNodes: new Map(), modelled: new Map(), importLoads: new Map(),
    exportsFile: new Map(program.files.map((file, index) => [file.flow.exports + file.nodes, index])),
  };
}

/** Hands a value that has arrived at a node on to all that wait there. */
function arrive(solver: Solver, node: NodeId, value: ValueId): void {
  for (const to of solver.successors[node] ?? []) addId(solver, to, value);
  for (const each of solver.loads[node] ?? []) loadFrom(solver, value, each.prop, each.to, each.key);
  for (const each of solver.stores[node] ?? []) storeInto(solver, value, each.prop, each.from);
  for (const to of solver.spreads[node] ?? []) spreadFrom(solver, value, to);
  for (const call of solver.callsOf[node] ?? []) {
    const record = solver.program.calls[call];
    if (record && !(solver.bundled.has(record) && solver.values.of(value).k !== 'api')) callValue(solver, record, call, value);
  }
  for (const run of solver.watchers[node] ?? []) run(value);
}

function resultOf(solver: Solver): PointsTo {
  const { program, values, sets, targets, apis, callers, fields, fieldNames, linked, modelled, instanceLoads, importLoads } = solver;
  /** Where too much flows together, as in the hubs of bundled libraries, what is called cannot be told. */
  const isVague = (call: number, most: number): boolean => (sets[program.calls[call]?.callee ?? NO_NODE]?.length ?? 0) >= most;
  const fieldsOf = (owner: Value): ReadonlyMap<Prop, NodeId> | undefined => fields.get(values.id(owner));
  return {
    values,
    of: remember(solver.nodes.count, (node) => valuesAt(solver, node)),
    targets: remember(program.calls.length, (call) => (isVague(call, MAX_VALUES) ? [] : [...(targets[call] ?? [])])),
    apis: remember(program.calls.length, (call) => (isVague(call, MAX_APIS) ? [] : [...(apis[call] ?? [])])),
    callers: remember(program.fns.length, (fn) => [...(callers[fn] ?? [])]),
    field: (owner, prop) => fieldsOf(owner)?.get(prop),
    members: (node) => fieldsOf({ k: 'object', node }) ?? new Map<Prop, NodeId>(),
    fieldsOf: (cls) => fieldsOf({ k: 'instance', cls }) ?? new Map<Prop, NodeId>(),
    fieldName: (node) => fieldNames.get(node),
    linked, nodeCount: solver.nodes.count, modelled, instanceLoads, importLoads,
  };
}

/** Keeps answers by the number that was asked about: the same few are asked for again and again, and most are empty. */
function remember<T>(count: number, answer: (index: number) => readonly T[]): (index: number) => readonly T[] {
  const none: readonly T[] = [];
  const known = new Array<readonly T[] | undefined>(count);
  return (index) => {
    if (index < 0) return none;
    const before = known[index];
    if (before) return before;
    const found = answer(index);
    return (known[index] = found.length === 0 ? none : found);
  };
}
