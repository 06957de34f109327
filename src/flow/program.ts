import { NO_NODE, type Assign, type Call, type CatchClause, type Cls, type Comparison, type Concat, type Count, type FlowFile, type Fn, type Guard, type Load, type Loop, type NodeId, type Origin, type Presence, type Spread, type Store, type TypeRef } from '../model/flow-graph';
import type { Location } from '../model/location';

/** One file of a program: its graph, and where its numbers begin in the program's numbering. */
export interface ProgramFile {
  readonly path: string;
  readonly flow: FlowFile;
  readonly nodes: number;
  readonly fns: number;
  readonly classes: number;
  readonly calls: number;
  /** Findings and traits are raised from product files only. */
  readonly product: boolean;
}

/** How a module specifier is resolved: to a file of the program by its index, or to a package. */
export type ResolveModule = (from: string, specifier: string) => { readonly file: number } | { readonly module: string } | undefined;

/**
 * The files' graphs as one, in one numbering of nodes, functions, classes and calls. Edges are kept by the node
 * that they start from.
 */
export interface Program {
  readonly files: readonly ProgramFile[];
  readonly resolve: ResolveModule;
  readonly fns: readonly Fn[];
  readonly classes: readonly Cls[];
  readonly calls: readonly Call[];
  readonly catches: readonly CatchClause[];
  readonly loops: readonly Loop[];
  readonly comparisons: readonly Comparison[];
  readonly presences: readonly Presence[];
  readonly counts: readonly Count[];
  readonly origins: readonly (Origin | undefined)[];
  readonly owners: readonly number[];
  readonly types: readonly { readonly node: NodeId; readonly type: TypeRef }[];
  readonly assigns: readonly Assign[];
  readonly loads: readonly Load[];
  readonly stores: readonly Store[];
  readonly spreads: readonly Spread[];
  readonly concats: readonly Concat[];
  readonly concatsByResult: ReadonlyMap<NodeId, readonly Concat[]>;
  /** Sources of the plain assignments to a node. */
  readonly assignsByTarget: ReadonlyMap<NodeId, readonly NodeId[]>;
  readonly spreadsByTarget: ReadonlyMap<NodeId, readonly NodeId[]>;
  /** Members written by the literal at a node. */
  readonly initStores: ReadonlyMap<NodeId, readonly Store[]>;
  /** The load that a node is the result of. */
  readonly loadOf: ReadonlyMap<NodeId, Load>;
  readonly loadsFrom: ReadonlyMap<NodeId, readonly Load[]>;
  /** Node of a function's value. */
  readonly nodeOfFn: ReadonlyMap<number, NodeId>;
  /** Call by its result. */
  readonly callByResult: ReadonlyMap<NodeId, number>;
  readonly nodeCount: number;
}

/** Joins files into one program; shifts every index by where its file begins. */
export function joinFiles(inputs: readonly { readonly path: string; readonly flow: FlowFile; readonly product: boolean }[], resolve: ResolveModule): Program {
  const files: ProgramFile[] = [];
  const fns: Fn[] = [];
  const classes: Cls[] = [];
  const calls: Call[] = [];
  const catches: CatchClause[] = [];
  const loops: Loop[] = [];
  const comparisons: Comparison[] = [];
  const presences: Presence[] = [];
  const counts: Count[] = [];
  const origins: (Origin | undefined)[] = [];
  const owners: number[] = [];
  const types: { node: NodeId; type: TypeRef }[] = [];
  const edges = { assigns: [] as Assign[], loads: [] as Load[], stores: [] as Store[], spreads: [] as Spread[], concats: [] as Concat[] };
  for (const { path, flow, product } of inputs) {
    const base = { nodes: owners.length, fns: fns.length, classes: classes.length, calls: calls.length };
    files.push({ path, flow, product, ...base });
    const shift = shifter(base);
    for (const owner of flow.owners) owners.push(owner < 0 ? -1 : owner + base.fns);
    for (let i = 0; i < flow.owners.length; i++) {
      const origin = flow.origins[i];
      origins.push(origin && shift.origin(origin));
    }
    for (const each of flow.types) types.push({ node: each.node + base.nodes, type: { ...each.type, node: shift.node(each.type.node) } });
    for (const call of flow.calls) calls.push(shift.call(call));
    for (const fn of flow.fns) fns.push(shift.fn(fn));
    for (const cls of flow.classes) classes.push(shift.cls(cls));
    for (const each of flow.catches) catches.push({ ...each, fn: shift.fnIndex(each.fn), error: shift.node(each.error), returns: each.returns.map(shift.node) });
    for (const each of flow.loops) loops.push({ ...each, fn: shift.fnIndex(each.fn), over: shift.node(each.over) });
    for (const each of flow.comparisons) comparisons.push({ ...each, fn: shift.fnIndex(each.fn), left: shift.node(each.left), right: shift.node(each.right) });
    for (const each of flow.presences) presences.push({ ...each, fn: shift.fnIndex(each.fn), node: shift.node(each.node) });
    for (const each of flow.counts) counts.push({ ...each, fn: shift.fnIndex(each.fn), node: shift.node(each.node) });
    shiftEdges(flow, shift, edges);
  }
  return {
    files, resolve, fns, classes, calls, catches, loops, comparisons, presences, counts, origins, owners, types, ...edges, nodeCount: owners.length,
    concatsByResult: groupBy(edges.concats, (edge) => edge.to, (edge) => edge),
    assignsByTarget: groupBy(edges.assigns, (edge) => edge.to, (edge) => edge.from),
    spreadsByTarget: groupBy(edges.spreads, (edge) => edge.to, (edge) => edge.from),
    initStores: groupBy(edges.stores.filter((edge) => edge.init), (edge) => edge.base, (edge) => edge),
    loadOf: new Map(edges.loads.map((edge) => [edge.to, edge])),
    loadsFrom: groupBy(edges.loads, (edge) => edge.from, (edge) => edge),
    nodeOfFn: new Map(origins.flatMap((origin, node) => (origin?.k === 'fn' ? [[origin.fn, node] as const] : []))),
    callByResult: new Map(calls.map((call, index) => [call.result, index])),
  };
}

function groupBy<T, V>(items: readonly T[], key: (item: T) => NodeId, value: (item: T) => V): ReadonlyMap<NodeId, V[]> {
  const groups = new Map<NodeId, V[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(value(item));
    else groups.set(key(item), [value(item)]);
  }
  return groups;
}

type Shift = ReturnType<typeof shifter>;

function shifter(base: { readonly nodes: number; readonly fns: number; readonly classes: number; readonly calls: number }) {
  const node = (id: NodeId): NodeId => (id === NO_NODE ? NO_NODE : id + base.nodes);
  const fnIndex = (index: number): number => (index < 0 ? -1 : index + base.fns);
  const guard = (each: Guard): Guard => ({ ...each, by: each.by.map((step) => (typeof step === 'number' ? step + base.calls : step)), condition: condition(each.condition) });
  const condition = (each: Guard['condition']): Guard['condition'] => {
    switch (each.t) {
      case 'call': case 'result': case 'index': case 'passed': return { ...each, call: each.call + base.calls };
      case 'equals': case 'key-of': return { ...each, other: node(each.other) };
      case 'instanceof': return { ...each, type: node(each.type) };
      case 'any-of': return { ...each, branches: each.branches.map((branch) => branch.map(guard)) };
      case 'typeof': case 'absent': return each;
    }
  };
  const exitGuards = (each: Fn['exits'][number]['held']): Fn['exits'][number]['held'] => each.map((held) => ({ ...held, guard: guard(held.guard) }));
  return {
    node, fnIndex, guard,
    origin: (origin: Origin): Origin => {
      if ('fn' in origin) return { ...origin, fn: origin.fn + base.fns };
      return origin.k === 'class' ? { ...origin, cls: origin.cls + base.classes } : origin;
    },
    call: (call: Call): Call => ({ ...call, callee: node(call.callee), recv: node(call.recv), args: call.args.map(node), result: node(call.result), fn: fnIndex(call.fn) }),
    fn: (fn: Fn): Fn => ({
      ...fn, params: fn.params.map(node), self: node(fn.self), ret: node(fn.ret), ...(fn.list !== undefined && { list: node(fn.list) }), parent: fnIndex(fn.parent), cls: fn.cls < 0 ? -1 : fn.cls + base.classes,
      exits: fn.exits.map((exit) => ({ ...exit, held: exitGuards(exit.held), ...(exit.ifTrue && { ifTrue: exitGuards(exit.ifTrue) }), ...(exit.ifFalse && { ifFalse: exitGuards(exit.ifFalse) }) })),
    }),
    cls: (cls: Cls): Cls => ({ ...cls, base: node(cls.base), node: node(cls.node), instance: node(cls.instance), methods: Object.fromEntries(Object.entries(cls.methods).map(([name, fn]) => [name, fn + base.fns])) }),
  };
}

function shiftEdges(flow: FlowFile, { node, guard }: Shift, into: { assigns: Assign[]; loads: Load[]; stores: Store[]; spreads: Spread[]; concats: Concat[] }): void {
  for (const edge of flow.edges) {
    switch (edge.op) {
      case 'assign': into.assigns.push({ op: 'assign', from: node(edge.from), to: node(edge.to), ...(edge.guard && { guard: guard(edge.guard) }), ...(edge.but && { but: edge.but }) }); break;
      case 'load': into.loads.push({ ...edge, from: node(edge.from), to: node(edge.to), ...(edge.key !== undefined && { key: node(edge.key) }) }); break;
      case 'store': into.stores.push({ ...edge, base: node(edge.base), from: node(edge.from), ...(edge.after !== undefined && { after: node(edge.after) }), ...(edge.key !== undefined && { key: node(edge.key) }) }); break;
      case 'spread': into.spreads.push({ ...edge, from: node(edge.from), to: node(edge.to) }); break;
      case 'concat': into.concats.push({ op: 'concat', parts: edge.parts.map((part) => (typeof part === 'string' ? part : node(part))), to: node(edge.to) }); break;
    }
  }
}

/** The file that a node belongs to; undefined for nodes that linking added. */
export function fileOf(program: Program, node: NodeId): ProgramFile | undefined {
  return lastAtOrBefore(program.files, (file) => file.nodes, node, program.nodeCount);
}

/** The file that a call belongs to. */
export function fileOfCall(program: Program, call: number): ProgramFile | undefined {
  return lastAtOrBefore(program.files, (file) => file.calls, call, program.calls.length);
}

/** The file that a function belongs to. */
export function fileOfFn(program: Program, fn: number): ProgramFile | undefined {
  return lastAtOrBefore(program.files, (file) => file.fns, fn, program.fns.length);
}

function lastAtOrBefore(files: readonly ProgramFile[], start: (file: ProgramFile) => number, index: number, end: number): ProgramFile | undefined {
  if (index < 0 || index >= end) return undefined;
  let low = 0;
  let high = files.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const file = files[middle];
    if (file && start(file) <= index) low = middle;
    else high = middle - 1;
  }
  return files[low];
}

/** Whether the last parameter of a function takes all the arguments that are left. */
export function takesRest(program: Program, fn: Fn): boolean {
  const origin = program.origins[fn.params[fn.params.length - 1] ?? NO_NODE];
  return origin?.k === 'param' && origin.rest === true;
}

/** Where a node stands in the text. */
export function locationOf(program: Program, node: NodeId): Location | undefined {
  const file = fileOf(program, node);
  if (!file) return undefined;
  const local = node - file.nodes;
  return { path: file.path, line: file.flow.positions[2 * local] ?? 1, column: file.flow.positions[2 * local + 1] ?? 1 };
}

/** Whether a function is another, or stands in it. */
export function isInside(program: Program, fn: number, outer: number): boolean {
  for (let at = fn; at >= 0; at = program.fns[at]?.parent ?? -1) if (at === outer) return true;
  return false;
}

/** Where a call stands in the text, from its first to its last character. */
export function callLocation(program: Program, call: number): Location {
  const file = fileOfCall(program, call);
  const [line, column, endLine, endColumn] = program.calls[call]?.at ?? [1, 1, 1, 1];
  return { path: file?.path ?? '', line, column, endLine, endColumn };
}

/** The name that the text gives a node. */
export function nameOf(program: Program, node: NodeId): string | undefined {
  const file = fileOf(program, node);
  return file?.flow.names[node - file.nodes];
}
