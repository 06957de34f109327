import type { Analysis } from '../../../flow/analyse';
import { fileOfCall, fileOfFn } from '../../../flow/program';
import { ELEMENT, NO_NODE, type Call, type Comparison, type Concat, type Count, type Load, type NodeId, type Prop, type Store } from '../../../model/flow-graph';
import type { Location } from '../../../model/location';

/** Functions looked through from one place; what lies further away says little about it. */
const MAX_REACH = 400;

/** Questions about an analysed program that several facts ask, answered from indexes that are made once. */
export interface Query {
  readonly analysis: Analysis;
  readonly callsIn: (fn: number) => readonly number[];
  /** Loads that give a node its value. */
  readonly loadsTo: (node: NodeId) => readonly Load[];
  readonly loadsIn: (fn: number) => readonly Load[];
  readonly comparisonsIn: (fn: number) => readonly Comparison[];
  readonly countsIn: (fn: number) => readonly Count[];
  readonly concatsIn: (fn: number) => readonly Concat[];
  /** Literals that stand in a function. */
  readonly literalsIn: (fn: number) => readonly (string | number)[];
  readonly nestedIn: (fn: number) => readonly number[];
  /** A function and those that it calls, up to `depth` calls away. With `nested`, also the functions that stand in them. */
  readonly reach: (fns: readonly number[], depth: number, nested: boolean) => ReadonlySet<number>;
  readonly isProduct: (call: number) => boolean;
}

const known = new WeakMap<Analysis, Query>();

/** The questions about one program. */
export function queryOf(analysis: Analysis): Query {
  const found = known.get(analysis);
  if (found) return found;
  const made = makeQuery(analysis);
  known.set(analysis, made);
  return made;
}

function makeQuery(analysis: Analysis): Query {
  const { program, points } = analysis;
  const calls = new Map<number, number[]>();
  const files = new Map(program.files.map((file, index) => [file, index]));
  program.calls.forEach((call, index) => {
    const file = call.fn < 0 ? fileOfCall(program, index) : undefined;
    push(calls, call.fn < 0 ? -1 - ((file && files.get(file)) ?? 0) : call.fn, index);
  });
  const loads = new Map<NodeId, Load[]>();
  const loadsByFn = new Map<number, Load[]>();
  for (const load of program.loads) {
    push(loads, load.to, load);
    push(loadsByFn, program.owners[load.to] ?? -1, load);
  }
  const literals = new Map<number, (string | number)[]>();
  program.origins.forEach((origin, node) => {
    if (origin?.k === 'const' && typeof origin.value !== 'boolean' && origin.value !== null) push(literals, program.owners[node] ?? -1, origin.value);
  });
  for (const concat of program.concats) for (const part of concat.parts) if (typeof part === 'string') push(literals, program.owners[concat.to] ?? -1, part);
  const comparisons = groupByFn(program.comparisons, (each) => each.fn);
  const counts = groupByFn(program.counts, (each) => each.fn);
  const concats = groupByFn(program.concats, (each) => program.owners[each.to] ?? -1);
  const nested = new Map<number, number[]>();
  program.fns.forEach((fn, index) => { if (fn.parent >= 0) push(nested, fn.parent, index); });
  // What a tool does when it is called is no part of the request that carries the call.
  const entryHandlers = new Set(analysis.entries.flatMap((entry) => entry.handlers));
  return {
    analysis,
    callsIn: (fn) => calls.get(fn) ?? [],
    loadsTo: (node) => loads.get(node) ?? [],
    loadsIn: (fn) => loadsByFn.get(fn) ?? [],
    comparisonsIn: (fn) => comparisons.get(fn) ?? [],
    countsIn: (fn) => counts.get(fn) ?? [],
    concatsIn: (fn) => concats.get(fn) ?? [],
    literalsIn: (fn) => literals.get(fn) ?? [],
    nestedIn: (fn) => nested.get(fn) ?? [],
    isProduct: (call) => fileOfCall(program, call)?.product === true,
    reach: (fns, depth, withNested) => {
      const seen = new Set(fns);
      let edge = [...fns];
      for (let level = 0; level < depth && edge.length > 0 && seen.size < MAX_REACH; level++) {
        const next: number[] = [];
        for (const fn of edge) {
          const called = (calls.get(fn) ?? []).flatMap((call) => points.targets(call));
          for (const target of withNested ? [...called, ...(nested.get(fn) ?? [])] : called) {
            if (seen.has(target) || entryHandlers.has(target)) continue;
            seen.add(target);
            next.push(target);
          }
        }
        edge = next;
      }
      return seen;
    },
  };
}

function groupByFn<T>(items: readonly T[], fnOf: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) push(groups, fnOf(item), item);
  return groups;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The literals that a node may hold. */
export function literalsAt({ points }: Analysis, node: NodeId | undefined): (string | number | boolean)[] {
  if (node === undefined || node === NO_NODE) return [];
  return points.of(node).flatMap((value) => (value.k === 'const' && value.value !== null ? [value.value] : []));
}

/** The first string that a node may hold. */
export function textAt(analysis: Analysis, node: NodeId | undefined): string | undefined {
  return literalsAt(analysis, node).find((value) => typeof value === 'string');
}

/** Ways to packages that a node may hold. */
export function pathsAt({ points }: Analysis, node: NodeId | undefined): string[] {
  if (node === undefined || node === NO_NODE) return [];
  return points.of(node).flatMap((value) => (value.k === 'api' ? [value.path] : []));
}

/** Functions of the program that a node may hold. */
export function functionsOf({ points }: Analysis, node: NodeId | undefined): number[] {
  if (node === undefined || node === NO_NODE) return [];
  return points.of(node).flatMap((value) => (value.k === 'fn' ? [value.fn] : []));
}

/** The member of the objects that a node may hold; undefined when none has it. */
export function memberAt({ points }: Analysis, node: NodeId | undefined, ...names: readonly Prop[]): NodeId | undefined {
  if (node === undefined || node === NO_NODE) return undefined;
  for (const value of points.of(node)) {
    if (value.k !== 'object') continue;
    const members = points.members(value.node);
    for (const name of names) {
      const member = members.get(name);
      if (member !== undefined) return member;
    }
  }
  return undefined;
}

/** What code writes into a member of the objects that a node may hold, from before it is mixed with what else goes there. */
export function storedAt({ points, program }: Analysis, node: NodeId | undefined, ...names: readonly Prop[]): NodeId[] {
  if (node === undefined || node === NO_NODE) return [];
  const objects = new Set(points.of(node).flatMap((value) => (value.k === 'object' ? [value.node] : [])));
  return objects.size === 0 ? [] : program.stores.flatMap((store) => (objects.has(store.base) && names.includes(store.prop) ? [store.from] : []));
}

const NAMED = new WeakMap<Analysis, Map<RegExp, readonly Store[]>>();

/** What is written to members of some names. The pattern is a constant of whoever asks: the answer is kept under it. */
export function storesNamed(analysis: Analysis, pattern: RegExp): readonly Store[] {
  let byPattern = NAMED.get(analysis);
  if (!byPattern) NAMED.set(analysis, (byPattern = new Map<RegExp, readonly Store[]>()));
  let found = byPattern.get(pattern);
  if (!found) byPattern.set(pattern, (found = analysis.program.stores.filter((store) => pattern.test(store.prop))));
  return found;
}

/** Whether a node holds an object of the program. */
export function isObject({ points }: Analysis, node: NodeId | undefined): boolean {
  return node !== undefined && node !== NO_NODE && points.of(node).some((value) => value.k === 'object');
}

/** The elements of the lists that a node may hold; the node itself where it holds none. */
export function elementsAt({ points, program }: Analysis, node: NodeId): NodeId[] {
  const lists = points.of(node).flatMap((value) => (value.k === 'object' && program.origins[value.node]?.k === 'array' ? [value.node] : []));
  if (lists.length === 0) return [node];
  return lists.flatMap((list) => [...points.members(list)].filter(([name]) => name === ELEMENT || /^\d+$/.test(name)).map(([, member]) => member));
}

/** Where a function stands. */
export function functionLocation({ program }: Analysis, fn: number): Location | undefined {
  const file = fileOfFn(program, fn);
  const at = program.fns[fn]?.at;
  return file && at && { path: file.path, line: at[0], column: at[1], endLine: at[2], endColumn: at[3] };
}

/** A string as far as it is known: unknown parts are `*`. */
export function patternAt(analysis: Analysis, node: NodeId | undefined, depth = 0): string | undefined {
  if (node === undefined || node === NO_NODE || depth > 4) return undefined;
  const text = textAt(analysis, node);
  if (text !== undefined) return text;
  const { program } = analysis;
  const sources = [node, ...(program.assignsByTarget.get(node) ?? [])];
  for (const source of sources) {
    const concat = program.concatsByResult.get(source)?.[0];
    if (concat) return concat.parts.map((part) => (typeof part === 'string' ? part : (patternAt(analysis, part, depth + 1) ?? '*'))).join('');
  }
  return undefined;
}

/** The record of a call. */
export function callAt({ program }: Analysis, call: number): Call | undefined {
  return program.calls[call];
}
