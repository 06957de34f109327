import type { RuleIndex } from '../../facts/knowledge/patterns';
import type { CallbackRule, ConventionRule, SanitizerRule } from '../../facts/knowledge/rules';
import { NO_NODE, type Call, type NodeId, type Prop } from '../../model/flow-graph';
import { canonical, steps } from '../api-path';
import type { OwnName } from '../own-functions';
import type { Program } from '../program';
import type { Pairs } from './pairs';
import type { ModelledFlow } from './result';
import type { Value, ValueId, Values } from './values';

/** What libraries do with functions and values that they are given. */
export interface Frameworks {
  readonly callbacks: readonly CallbackRule[];
  readonly conventions: readonly ConventionRule[];
  readonly sanitizers: readonly SanitizerRule[];
  /** Functions of the program that rules speak of by name. */
  readonly own: ReadonlyMap<number, readonly OwnName[]>;
}

/** `to = node.prop`, kept with the node that it reads; `key` is the node of a computed name. */
export interface PendingLoad {
  readonly prop: Prop;
  readonly to: NodeId;
  readonly key?: NodeId;
}

/** What the analysis knows so far. Lists are by node, by call or by function; every set only grows. */
export interface Solver {
  readonly program: Program;
  /** Calls that make schemas of a library that was bundled: what they run there is not followed. */
  readonly bundled: ReadonlySet<Call>;
  readonly values: Values;
  readonly callbacks: RuleIndex<CallbackRule>;
  readonly own: Frameworks['own'];
  /** Names of members that libraries call the function of which is assigned to them. */
  readonly assignable: ReadonlySet<string>;
  /** Nodes of the program and those that were added. */
  readonly nodes: { count: number };
  /** What a node may be, and how many literals are among it. */
  readonly sets: (ValueId[] | undefined)[];
  readonly constants: (number | undefined)[];
  readonly successors: (NodeId[] | undefined)[];
  readonly edges: Pairs;
  readonly loads: (PendingLoad[] | undefined)[];
  /** The same by the node that they give a value. */
  readonly loadsInto: ({ readonly from: NodeId; readonly prop: Prop; readonly key?: NodeId }[] | undefined)[];
  readonly stores: ({ readonly prop: Prop; readonly from: NodeId }[] | undefined)[];
  readonly spreads: (NodeId[] | undefined)[];
  readonly watchers: (((value: ValueId) => void)[] | undefined)[];
  /** Values that have arrived and not been handed on. */
  readonly work: { readonly nodes: NodeId[]; readonly values: ValueId[] };
  /** Nodes of the members of an object, by object and name. */
  readonly fields: Map<ValueId, Map<Prop, NodeId>>;
  /** Who reads members of an object whose names are not known. */
  readonly readers: Map<ValueId, { readonly elements: boolean; readonly to: NodeId }[]>;
  readonly spreadReaders: Map<ValueId, NodeId[]>;
  readonly targets: Set<number>[];
  readonly apis: Set<string>[];
  readonly callers: Set<number>[];
  readonly callsOf: (number[] | undefined)[];
  readonly linked: Map<NodeId, NodeId[]>;
  readonly fieldNames: Map<NodeId, string>;
  readonly instanceLoads: Map<NodeId, { readonly to: NodeId }[]>;
  /** Node of a file's namespace, by file, and the file of a node of exports. */
  readonly moduleNodes: Map<number, NodeId>;
  readonly exportsFile: ReadonlyMap<NodeId, number>;
  readonly modelled: Map<NodeId, ModelledFlow[]>;
  readonly importLoads: Map<NodeId, { readonly prop: Prop; readonly to: NodeId }[]>;
}

/** A node that may be more things than this is not followed any further: it tells nothing. */
export const MAX_VALUES = 64;
/** Literals are kept where they are few, as in tables of commands. */
const MAX_CONSTANTS = 24;
/** Members of members of members of a library are not told apart beyond this many steps. */
const MAX_API_STEPS = 9;

const NONE: readonly ValueId[] = [];

/** Adds a node of which nothing is known yet. */
export function fresh(solver: Solver): NodeId {
  return solver.nodes.count++;
}

/** Says that a node may be a value. */
export function addId(solver: Solver, node: NodeId, value: ValueId): void {
  if (node === NO_NODE) return;
  const set = (solver.sets[node] ??= []);
  if (set.length >= MAX_VALUES || set.includes(value)) return;
  if (solver.values.isLiteral(value)) {
    const count = (solver.constants[node] ?? 0) + 1;
    solver.constants[node] = count;
    if (count > MAX_CONSTANTS) return;
  }
  set.push(value);
  solver.work.nodes.push(node);
  solver.work.values.push(value);
}

/** Says that a node may be a value. */
export function add(solver: Solver, node: NodeId, value: Value): void {
  addId(solver, node, solver.values.id(value));
}

/** Says that a node may be something of a library. */
export function addApi(solver: Solver, node: NodeId, path: string, call: number): void {
  const short = canonical(path);
  if (steps(short) <= MAX_API_STEPS) add(solver, node, { k: 'api', path: short, call });
}

/** Adds an edge for values alone. */
export function connect(solver: Solver, from: NodeId, to: NodeId): void {
  if (from === NO_NODE || to === NO_NODE || from === to) return;
  if (!solver.edges.add(from, to)) return;
  (solver.successors[from] ??= []).push(to);
  for (const value of solver.sets[from] ?? NONE) addId(solver, to, value);
}

/** Adds an edge that taint follows as well. */
export function link(solver: Solver, from: NodeId, to: NodeId): void {
  if (from === NO_NODE || to === NO_NODE) return;
  const known = solver.linked.get(from);
  if (known?.includes(to)) return;
  if (known) known.push(to);
  else solver.linked.set(from, [to]);
  connect(solver, from, to);
}

/** Runs for every value that arrives at a node. */
export function watch(solver: Solver, node: NodeId, run: (value: ValueId) => void): void {
  if (node === NO_NODE) return;
  (solver.watchers[node] ??= []).push(run);
  for (const id of [...(solver.sets[node] ?? [])]) run(id);
}

/** Runs for every function value that arrives at a node. */
export function onFunction(solver: Solver, node: NodeId, run: (fn: number) => void): void {
  watch(solver, node, (id) => { const value = solver.values.of(id); if (value.k === 'fn') run(value.fn); });
}

/** Runs for every thing of a library that arrives at a node. */
export function onApi(solver: Solver, node: NodeId, run: (path: string, call: number) => void): void {
  watch(solver, node, (id) => { const value = solver.values.of(id); if (value.k === 'api') run(value.path, value.call); });
}

/** What a node may be, so far. */
export function valuesAt(solver: Solver, node: NodeId): Value[] {
  return (solver.sets[node] ?? NONE).map((id) => solver.values.of(id));
}
