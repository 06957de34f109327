import { indexRules } from '../facts/knowledge/patterns';
import type { CallbackRule, ConstantTest, ConventionRule, SanitizerRule } from '../facts/knowledge/rules';
import { API_MODELS } from '../facts/knowledge/propagation';
import { canonical, canonicalModule, steps } from './api-path';
import { ANY, ELEMENT, MODULE_ITSELF, NO_NODE, type Call, type NodeId, type Prop } from '../model/flow-graph';
import { applyCallModels } from './apply-models';
import { applyConventions } from './conventions';
import { nodesOf } from './constant-tests';
import { readPlace, type Place } from './places';
import { takesRest, type Program } from './program';
import { forEachArgument, isElement } from './arguments';
import { seedType } from './types';
import { internValues, type Value, type ValueId, type Values } from './values';

/** Where the values of a program may go: the result of `solve`. */
export interface PointsTo {
  readonly values: Values;
  /** What a node may be. */
  readonly of: (node: NodeId) => readonly Value[];
  /** Functions of the program that a call may run. */
  readonly targets: (call: number) => readonly number[];
  /** Ways that lead to what a call calls, outside the program: `pg.Pool().query`. */
  readonly apis: (call: number) => readonly string[];
  /** Calls that may run a function. */
  readonly callers: (fn: number) => readonly number[];
  /** Nodes of instance fields: written through `this` or an instance, read through any. */
  readonly field: (cls: number, prop: Prop) => NodeId | undefined;
  /** Members of the object made at a node, by name. */
  readonly members: (node: NodeId) => ReadonlyMap<Prop, NodeId>;
  /** Fields of the instances of a class, by name. */
  readonly fieldsOf: (cls: number) => ReadonlyMap<Prop, NodeId>;
  /** Which class and name a field node stands for. */
  readonly fieldName: (node: NodeId) => string | undefined;
  /** Edges that linking found, by node: imports and modelled values. */
  readonly linked: ReadonlyMap<NodeId, readonly NodeId[]>;
  readonly nodeCount: number;
  /** Places of calls to functions outside the program: see `apply-models.ts`. */
  readonly modelled: ReadonlyMap<NodeId, readonly ModelledFlow[]>;
  /** Named imports, by the node of the module that they are loaded from. */
  readonly importLoads: ReadonlyMap<NodeId, readonly { readonly prop: Prop; readonly to: NodeId }[]>;
  readonly instanceLoads: ReadonlyMap<NodeId, readonly { readonly to: NodeId }[]>;
}

/** One flow through a function outside the program. */
export interface ModelledFlow {
  readonly fromPath: readonly Prop[];
  readonly to: NodeId;
  readonly toPath: readonly Prop[];
  readonly call: number;
  /** The value itself arrives, or only something made of it. */
  readonly same: boolean;
  readonly normalises: boolean;
  readonly clears: readonly string[];
}

/** A node that may be more things than this is not followed any further: it tells nothing. */
const MAX_VALUES = 64;
/** Literals are kept where they are few, as in tables of commands. */
const MAX_CONSTANTS = 24;
/** A call that may be of more things of libraries than this is of none that could be named. */
const MAX_APIS = 12;
/** Members of members of members of a library are not told apart beyond this many steps. */
const MAX_API_STEPS = 9;

/** What libraries do with functions and values that they are given. */
export interface Frameworks {
  readonly callbacks: readonly CallbackRule[];
  readonly conventions: readonly ConventionRule[];
  readonly sanitizers: readonly SanitizerRule[];
}

export interface Solver {
  readonly program: Program;
  readonly values: Values;
  readonly sets: (Set<ValueId> | undefined)[];
  readonly add: (node: NodeId, value: Value) => void;
  readonly addId: (node: NodeId, value: ValueId) => void;
  /** Adds an edge for values alone. */
  readonly connect: (from: NodeId, to: NodeId) => void;
  /** Adds an edge that taint follows as well. */
  readonly link: (from: NodeId, to: NodeId) => void;
  readonly load: (from: NodeId, prop: Prop, to: NodeId, key?: NodeId) => void;
  readonly store: (base: NodeId, prop: Prop, from: NodeId) => void;
  readonly fresh: () => NodeId;
  /** Runs for every function value that arrives at a node. */
  readonly addApi: (node: NodeId, path: string, call: number) => void;
  readonly onFunction: (node: NodeId, run: (fn: number) => void) => void;
  readonly onApi: (node: NodeId, run: (path: string, call: number) => void) => void;
}

/**
 * Inclusion-based points-to analysis (Andersen 1994), sensitive to fields, insensitive to context, with functions,
 * classes, object literals and the ways into packages as values. The call graph comes with it.
 */
export function solve(program: Program, { callbacks, conventions, sanitizers }: Frameworks): PointsTo {
  const values = internValues();
  let nodeCount = program.nodeCount;
  const sets: (Set<ValueId> | undefined)[] = [];
  const constants: number[] = [];
  const successors: NodeId[][] = [];
  const edgeKeys = new Set<number>();
  const loads: { readonly prop: Prop; readonly to: NodeId; readonly key?: NodeId }[][] = [];
  const stores: { readonly prop: Prop; readonly from: NodeId }[][] = [];
  const spreads: NodeId[][] = [];
  const watchers: ((value: ValueId) => void)[][] = [];
  const work: { readonly node: NodeId; readonly value: ValueId }[] = [];
  const fields = new Map<ValueId, Map<Prop, NodeId>>();
  const readers = new Map<ValueId, { readonly elements: boolean; readonly to: NodeId }[]>();
  const spreadReaders = new Map<ValueId, NodeId[]>();
  const targets: Set<number>[] = [];
  const apis: Set<string>[] = [];
  const callers: Set<number>[] = [];
  const callsOf: number[][] = [];
  const linked = new Map<NodeId, NodeId[]>();
  const fieldNames = new Map<NodeId, string>();
  const instanceLoads = new Map<NodeId, { to: NodeId }[]>();
  const moduleNodes = new Map<number, NodeId>();
  const modelled = new Map<NodeId, ModelledFlow[]>();
  const importLoads = new Map<NodeId, { readonly prop: Prop; readonly to: NodeId }[]>();
  const instanceOf = new Map<string, number[]>();

  const fresh = (): NodeId => nodeCount++;
  const addId = (node: NodeId, value: ValueId): void => {
    if (node === NO_NODE) return;
    const set = (sets[node] ??= new Set());
    if (set.has(value) || set.size >= MAX_VALUES) return;
    if (values.of(value).k === 'const') {
      constants[node] = (constants[node] ?? 0) + 1;
      if ((constants[node] ?? 0) > MAX_CONSTANTS) return;
    }
    set.add(value);
    work.push({ node, value });
  };
  const add = (node: NodeId, value: Value): void => { addId(node, values.id(value)); };
  const connect = (from: NodeId, to: NodeId): void => {
    if (from === NO_NODE || to === NO_NODE || from === to) return;
    const key = from * 67_108_864 + to;
    if (edgeKeys.has(key)) return;
    edgeKeys.add(key);
    (successors[from] ??= []).push(to);
    for (const value of sets[from] ?? []) addId(to, value);
  };
  const link = (from: NodeId, to: NodeId): void => {
    if (from === NO_NODE || to === NO_NODE) return;
    const known = linked.get(from);
    if (known?.includes(to)) return;
    if (known) known.push(to);
    else linked.set(from, [to]);
    connect(from, to);
  };
  const field = (owner: ValueId, prop: Prop): NodeId => {
    let of = fields.get(owner);
    if (!of) fields.set(owner, (of = new Map<Prop, NodeId>()));
    const known = of.get(prop);
    if (known !== undefined) return known;
    const node = fresh();
    of.set(prop, node);
    const value = values.of(owner);
    if (value.k === 'instance') fieldNames.set(node, `${value.cls}.${prop}`);
    for (const reader of readers.get(owner) ?? []) if (!reader.elements || isElement(prop)) connect(node, reader.to);
    for (const to of spreadReaders.get(owner) ?? []) store(to, prop, node);
    return node;
  };
  const readField = (owner: ValueId, prop: Prop, to: NodeId): void => {
    if (prop === 'keys()') return;
    if (prop === ANY || prop === ELEMENT) {
      const elements = prop === ELEMENT;
      let of = readers.get(owner);
      if (!of) readers.set(owner, (of = []));
      of.push({ elements, to });
      for (const [name, node] of fields.get(owner) ?? []) if (!elements || isElement(name)) connect(node, to);
      if (elements) connect(field(owner, ELEMENT), to);
      return;
    }
    connect(field(owner, prop), to);
    connect(field(owner, ANY), to);
    if (/^\d+$/.test(prop)) connect(field(owner, ELEMENT), to);
    const getter = fields.get(owner)?.get(`get ${prop}`) ?? (values.of(owner).k === 'object' ? field(owner, `get ${prop}`) : undefined);
    if (getter !== undefined) onFunction(getter, (fn) => { link(program.fns[fn]?.ret ?? NO_NODE, to); });
  };
  const method = (cls: number, name: string, depth = 0): number | undefined => {
    const own = program.classes[cls]?.methods[name];
    if (own !== undefined || depth > 8) return own;
    for (const parent of parents(cls)) {
      const inherited = method(parent, name, depth + 1);
      if (inherited !== undefined) return inherited;
    }
    return undefined;
  };
  const parents = (cls: number): number[] => {
    const base = program.classes[cls]?.base ?? NO_NODE;
    return base === NO_NODE ? [] : [...(sets[base] ?? [])].flatMap((id) => { const value = values.of(id); return value.k === 'class' ? [value.cls] : []; });
  };
  const readInstance = (value: ValueId, cls: number, prop: Prop, to: NodeId): void => {
    const found = method(cls, prop);
    if (found !== undefined) add(to, { k: 'fn', fn: found });
    const getter = method(cls, `get ${prop}`);
    if (getter !== undefined) link(program.fns[getter]?.ret ?? NO_NODE, to);
    readField(value, prop, to);
    for (const parent of parents(cls)) readField(values.id({ k: 'instance', cls: parent }), prop, to);
    const base = program.classes[cls]?.base ?? NO_NODE;
    if (base !== NO_NODE) onApi(base, (path) => { addApi(to, `${path}().${prop}`, -1); });
    let at = instanceLoads.get(field(value, prop));
    if (!at) instanceLoads.set(field(value, prop), (at = []));
    at.push({ to });
  };
  const addApi = (node: NodeId, path: string, call: number): void => {
    const short = canonical(path);
    if (steps(short) <= MAX_API_STEPS) add(node, { k: 'api', path: short, call });
  };
  const loadFrom = (id: ValueId, prop: Prop, to: NodeId, key?: NodeId): void => {
    const value = values.of(id);
    switch (value.k) {
      case 'api':
        if (prop === 'default' || prop === 'bind') addId(to, id);
        else if (value.call >= 0 && value.path.endsWith('.shape')) load(program.calls[value.call]?.args[0] ?? NO_NODE, prop, to);
        else if (prop === 'shape' && value.call >= 0) add(to, { k: 'api', path: `${value.path}.shape`, call: value.call });
        else if (prop === ANY) {
          for (const name of key === undefined ? [] : literalsAt(key)) addApi(to, `${value.path}.${name}`, -1);
          addApi(to, `${value.path}.*`, -1);
        } else addApi(to, prop === ELEMENT || /^\d+$/.test(prop) ? `${value.path}.[]` : `${value.path}.${prop}`, -1);
        break;
      case 'object': {
        const file = exportsFile.get(value.node);
        if (prop === ANY && key !== undefined && literalsAt(key).length > 0) for (const name of literalsAt(key)) readField(id, name, to);
        else readField(id, prop, to);
        if (file !== undefined && prop !== 'default') for (const from of reexported(file)) load(from, prop, to);
        break;
      }
      case 'instance': readInstance(id, value.cls, prop, to); break;
      case 'class':
        if (prop === 'prototype') add(to, { k: 'instance', cls: value.cls });
        else {
          readField(id, prop, to);
          for (const parent of parents(value.cls)) readField(values.id({ k: 'class', cls: parent }), prop, to);
        }
        break;
      case 'fn':
        if (prop === 'prototype') add(to, { k: 'prototype', fn: value.fn });
        else readField(id, prop, to);
        break;
      case 'made':
        readField(id, prop, to);
        readField(values.id({ k: 'prototype', fn: value.fn }), prop, to);
        break;
      case 'prototype': readField(id, prop, to); break;
      case 'const': case 'regex': break;
    }
  };
  const literalsAt = (node: NodeId): string[] => {
    const found = [...(sets[node] ?? [])].map((id) => values.of(id));
    return found.length > 0 && found.every((value) => value.k === 'const') ? found.flatMap((value) => (typeof value.value === 'string' ? [value.value] : [])) : [];
  };
  const load = (from: NodeId, prop: Prop, to: NodeId, key?: NodeId): void => {
    if (from === NO_NODE || to === NO_NODE) return;
    (loads[from] ??= []).push({ prop, to, ...(key !== undefined && { key }) });
    for (const id of sets[from] ?? []) loadFrom(id, prop, to, key);
  };
  const storeInto = (id: ValueId, prop: Prop, from: NodeId): void => {
    const value = values.of(id);
    if (value.k === 'const' || value.k === 'regex' || value.k === 'api') return;
    connect(from, field(id, prop));
    if (value.k === 'instance') {
      const setter = method(value.cls, `set ${prop}`);
      if (setter !== undefined) link(from, program.fns[setter]?.params[0] ?? NO_NODE);
    }
  };
  const store = (base: NodeId, prop: Prop, from: NodeId): void => {
    if (base === NO_NODE || from === NO_NODE) return;
    (stores[base] ??= []).push({ prop, from });
    for (const id of sets[base] ?? []) storeInto(id, prop, from);
  };
  const spreadFrom = (id: ValueId, to: NodeId): void => {
    const value = values.of(id);
    if (value.k === 'api') { addId(to, id); return; }
    if (value.k !== 'object' && value.k !== 'instance') return;
    let of = spreadReaders.get(id);
    if (!of) spreadReaders.set(id, (of = []));
    if (of.includes(to)) return;
    of.push(to);
    for (const [prop, node] of fields.get(id) ?? []) store(to, /^\d+$/.test(prop) ? ELEMENT : prop, node);
  };
  const watch = (node: NodeId, run: (value: ValueId) => void): void => {
    if (node === NO_NODE) return;
    (watchers[node] ??= []).push(run);
    for (const id of [...(sets[node] ?? [])]) run(id);
  };
  const onFunction = (node: NodeId, run: (fn: number) => void): void => {
    watch(node, (id) => { const value = values.of(id); if (value.k === 'fn') run(value.fn); });
  };
  const onApi = (node: NodeId, run: (path: string, call: number) => void): void => {
    watch(node, (id) => { const value = values.of(id); if (value.k === 'api') run(value.path, value.call); });
  };

  // Modules: one node per file for its namespace.
  const exportsFile = new Map<NodeId, number>();
  program.files.forEach((file, index) => { exportsFile.set(file.flow.exports + file.nodes, index); });
  const moduleNode = (index: number): NodeId => {
    const known = moduleNodes.get(index);
    if (known !== undefined) return known;
    const file = program.files[index];
    const node = fresh();
    moduleNodes.set(index, node);
    if (file) {
      const exported = file.flow.exports + file.nodes;
      link(exported, node);
      readField(values.id({ k: 'object', node: exported }), MODULE_ITSELF, node);
    }
    return node;
  };
  const reexported = (index: number): NodeId[] => {
    const file = program.files[index];
    return (file?.flow.reexports ?? []).flatMap((specifier) => {
      const found = program.resolve(file?.path ?? '', specifier);
      if (!found) return [];
      if ('file' in found) return found.file === index ? [] : [moduleNode(found.file)];
      const node = fresh();
      addApi(node, found.module, -1);
      return [node];
    });
  };
  const importInto = (node: NodeId, path: string, specifier: string, name: string): void => {
    const found = program.resolve(path, specifier);
    if (!found) return;
    if ('module' in found) {
      addApi(node, name === '*' || name === 'default' ? found.module : `${found.module}.${name}`, -1);
      return;
    }
    const from = moduleNode(found.file);
    if (name === '*') link(from, node);
    else {
      load(from, name, node);
      importLoads.set(from, [...(importLoads.get(from) ?? []), { prop: name, to: node }]);
      if (name === 'default' && !hasDefault(found.file)) link(from, node);
    }
  };
  const hasDefault = (index: number): boolean => program.files[index]?.flow.edges.some((edge) => edge.op === 'store' && edge.base === program.files[index]?.flow.exports && edge.prop === 'default') ?? false;

  // Calls.
  const bindArguments = (call: Call, callId: number, fn: number): void => {
    const target = program.fns[fn];
    if (!target) return;
    const known = (targets[callId] ??= new Set());
    if (known.has(fn)) return;
    known.add(fn);
    (callers[fn] ??= new Set()).add(callId);
    forEachArgument(call, target.params.length, takesRest(program, target), (arg, param, viaSpread) => {
      const to = target.params[param] ?? NO_NODE;
      const origin = program.origins[to];
      if (viaSpread) load(arg, ELEMENT, to);
      else if (origin?.k === 'param' && origin.rest) store(to, ELEMENT, arg);
      else connect(arg, to);
    });
    if (call.kind === 'jsx') return;
    if (call.recv !== NO_NODE) connect(call.recv, target.self);
    if (call.kind !== 'new' && call.kind !== 'super') connect(target.ret, call.result);
  };
  const construct = (call: Call, callId: number, cls: number, depth = 0): void => {
    if (call.kind === 'new') add(call.result, { k: 'instance', cls });
    const own = program.classes[cls]?.methods['constructor'];
    if (own !== undefined) bindArguments(call, callId, own);
    else if (depth < 8) for (const parent of parents(cls)) construct({ ...call, kind: 'super' }, callId, parent, depth + 1);
  };
  const callValue = (call: Call, callId: number, id: ValueId): void => {
    const value = values.of(id);
    if (value.k === 'fn') {
      bindArguments(call, callId, value.fn);
      if (call.kind === 'new') {
        add(call.result, { k: 'made', fn: value.fn });
        add(program.fns[value.fn]?.self ?? NO_NODE, { k: 'made', fn: value.fn });
        connect(program.fns[value.fn]?.ret ?? NO_NODE, call.result);
      }
    } else if (value.k === 'class') construct(call, callId, value.cls);
    else if (value.k === 'api') {
      const known = (apis[callId] ??= new Set());
      if (known.has(value.path)) return;
      known.add(value.path);
      callBack(call, value.path);
      if (value.path === 'require') requireByValue(call);
      if (!(API_MODELS[value.path]?.values ?? []).some((flow) => flow === 'arg0 -> result')) addApi(call.result, `${value.path}()`, callId);
    }
  };

  /** `process.mainModule.require('fs')`: a package by a name that is only known as a value. */
  const requireByValue = (call: Call): void => {
    watch(call.args[0] ?? NO_NODE, (id) => {
      const value = values.of(id);
      if (value.k === 'const' && typeof value.value === 'string' && !/^[./]/.test(value.value)) addApi(call.result, canonicalModule(value.value), -1);
    });
  };

  /** A library calls the functions given to it with what the tables say. */
  const callbackIndex = indexRules(callbacks);
  const callBack = (call: Call, path: string): void => {
    for (const rule of callbackIndex.find(path)) whenHolds(call, rule.when ?? [], () => { callWith(call, rule); });
  };
  const giveTo = (node: NodeId, rule: CallbackRule): void => {
    onFunction(node, (fn) => {
      for (const [param, type] of Object.entries(rule.params)) addApi(program.fns[fn]?.params[Number(param)] ?? NO_NODE, type, -1);
    });
  };
  const callWith = (call: Call, rule: CallbackRule): void => {
    const give = (node: NodeId): void => { giveTo(node, rule); };
    if (rule.place !== undefined) {
      for (const slot of slotsAt(call, readPlace(rule.place))) give(slot);
      return;
    }
    call.args.forEach((arg, position) => {
      if (rule.arg !== undefined && rule.arg !== position) return;
      give(arg);
      for (const name of rule.object ?? []) give(memberSlot(arg, [name]));
    });
  };
  const memberSlot = (node: NodeId, path: readonly Prop[]): NodeId => path.reduce((base, prop) => {
    const slot = fresh();
    load(base, prop, slot);
    return slot;
  }, node);
  const slotsAt = (call: Call, place: Place): NodeId[] => nodesOf(call, place).map((at) => memberSlot(at.node, [...at.path, ...place.path]));
  /** Runs once all the constants have arrived that the tests want. */
  const whenHolds = (call: Call, tests: readonly ConstantTest[], run: () => void): void => {
    const [test, ...others] = tests;
    if (!test) {
      run();
      return;
    }
    let done = false;
    for (const slot of slotsAt(call, readPlace(test.place))) watch(slot, (id) => {
      const value = values.of(id);
      if (done || value.k !== 'const' || value.value === null) return;
      if (!(test.is?.includes(value.value) ?? false) && !(typeof value.value === 'string' && (test.matches?.test(value.value) ?? false))) return;
      done = true;
      whenHolds(call, others, run);
    });
  };
  const solver: Solver = { program, values, sets, add, addId, addApi, connect, link, load, store, fresh, onFunction, onApi };
  // Seeds: origins, types, edges, calls.
  program.origins.forEach((origin, node) => {
    if (!origin) return;
    switch (origin.k) {
      case 'const': add(node, origin); break;
      case 'regex': add(node, origin); break;
      case 'fn': add(node, { k: 'fn', fn: origin.fn }); break;
      case 'class': add(node, { k: 'class', cls: origin.cls }); break;
      case 'object': case 'array': case 'exports': add(node, { k: 'object', node }); break;
      case 'global': addApi(node, origin.name, -1); break;
      case 'param': if (origin.rest) add(node, { k: 'object', node }); break;
      case 'import': case 'this': case 'return': case 'caught': break;
    }
  });
  program.classes.forEach((cls, index) => {
    add(cls.instance, { k: 'instance', cls: index });
    for (const name of cls.implements) instanceOf.set(name, [...(instanceOf.get(name) ?? []), index]);
  });
  program.fns.forEach((fn) => { if (fn.cls >= 0) add(fn.self, { k: 'instance', cls: fn.cls }); });
  // A method inherited from a base class runs with instances of the derived ones.
  program.classes.forEach((cls, index) => {
    watch(cls.base, (id) => {
      const value = values.of(id);
      if (value.k !== 'class') return;
      const parent = program.classes[value.cls];
      for (const fn of Object.values(parent?.methods ?? {})) add(program.fns[fn]?.self ?? NO_NODE, { k: 'instance', cls: index });
      add(parent?.instance ?? NO_NODE, { k: 'instance', cls: index });
    });
  });
  for (const edge of program.assigns) connect(edge.from, edge.to);
  for (const edge of program.stores) {
    store(edge.base, edge.prop, edge.from);
    if (edge.after !== undefined) connect(edge.base, edge.after);
  }
  const assigned = new Set(callbacks.flatMap((rule) => rule.api.flatMap((way) => (way.startsWith('=') ? [way.slice(way.lastIndexOf('.') + 1)] : []))));
  for (const edge of program.stores) if (assigned.has(edge.prop)) onApi(edge.base, (path) => { for (const rule of callbackIndex.find(`=${path}.${edge.prop}`)) giveTo(edge.from, rule); });
  for (const edge of program.loads) load(edge.from, edge.prop, edge.to, edge.key);
  for (const edge of program.spreads) {
    add(edge.to, { k: 'object', node: edge.to });
    (spreads[edge.from] ??= []).push(edge.to);
    for (const id of sets[edge.from] ?? []) spreadFrom(id, edge.to);
  }
  program.calls.forEach((call, index) => { if (call.callee !== NO_NODE) (callsOf[call.callee] ??= []).push(index); });
  program.files.forEach((file) => {
    for (const key of Object.keys(file.flow.origins)) {
      const origin = file.flow.origins[Number(key)];
      if (origin?.k === 'import') importInto(Number(key) + file.nodes, file.path, origin.module, origin.name);
    }
  });
  for (const { node, type } of program.types) seedType(solver, node, type, instanceOf, watch);
  program.calls.forEach((call, index) => {
    const cls = call.fn >= 0 ? (program.fns[call.fn]?.cls ?? -1) : -1;
    if (call.kind === 'super' && cls >= 0) watch(program.classes[cls]?.base ?? NO_NODE, (id) => {
      const value = values.of(id);
      if (value.k === 'class') construct(call, index, value.cls);
      else if (value.k === 'fn') bindArguments(call, index, value.fn);
    });
  });
  applyConventions(solver, conventions);
  applyCallModels(solver, sanitizers, (from, flow) => {
    const known = modelled.get(from);
    if (known) known.push(flow);
    else modelled.set(from, [flow]);
  });

  for (let next = work.pop(); next; next = work.pop()) {
    const { node, value } = next;
    for (const to of successors[node] ?? []) addId(to, value);
    for (const each of loads[node] ?? []) loadFrom(value, each.prop, each.to, each.key);
    for (const each of stores[node] ?? []) storeInto(value, each.prop, each.from);
    for (const to of spreads[node] ?? []) spreadFrom(value, to);
    for (const call of callsOf[node] ?? []) { const record = program.calls[call]; if (record) callValue(record, call, value); }
    for (const run of watchers[node] ?? []) run(value);
  }
  /** Where too much flows together, as in the hubs of bundled libraries, what is called cannot be told. */
  const isVague = (call: number, most: number): boolean => (sets[program.calls[call]?.callee ?? NO_NODE]?.size ?? 0) >= most;

  return {
    values,
    of: (node) => [...(sets[node] ?? [])].map((id) => values.of(id)),
    targets: (call) => (isVague(call, MAX_VALUES) ? [] : [...(targets[call] ?? [])]),
    apis: (call) => (isVague(call, MAX_APIS) ? [] : [...(apis[call] ?? [])]),
    callers: (fn) => [...(callers[fn] ?? [])],
    field: (cls, prop) => fields.get(values.id({ k: 'instance', cls }))?.get(prop),
    members: (node) => fields.get(values.id({ k: 'object', node })) ?? new Map<Prop, NodeId>(),
    fieldsOf: (cls) => fields.get(values.id({ k: 'instance', cls })) ?? new Map<Prop, NodeId>(),
    fieldName: (node) => fieldNames.get(node),
    linked, nodeCount, modelled, instanceLoads, importLoads,
  };
}
