import { indexRules } from '../facts/knowledge/patterns';
import type { CallTest, ConstantTest } from '../facts/knowledge/rules';
import { ELEMENT, NO_NODE, type Call, type NodeId, type Prop } from '../model/flow-graph';
import { isElement } from './arguments';
import { readPlace, type Place } from './places';
import type { PointsTo } from './points-to/result';
import type { Program } from './program';
import { growthOf, growthOnOneLine } from './regex/slow';
import type { Value } from './points-to/values';

/** A node of a call, and a path into what it holds. */
export interface PlaceNode {
  readonly node: NodeId;
  readonly path: readonly Prop[];
}

/** The nodes that a place of a call means; behind a spread, elements of what is spread. */
export function nodesOf(call: Call, place: Place): PlaceNode[] {
  const at = (i: number): PlaceNode =>
    call.spread !== undefined && i >= call.spread ? { node: call.args[call.spread] ?? NO_NODE, path: [ELEMENT] } : { node: call.args[i] ?? NO_NODE, path: [] };
  if (place.root === 'this') return [{ node: call.recv, path: [] }];
  if (place.root === 'result') return [{ node: call.result, path: [] }];
  if (place.root === 'last') return [at(call.args.length - 1)];
  if (place.root === 'args') return call.args.slice(place.from).map((_, i) => at(i + place.from));
  return [at(place.root)];
}

/** Whether the constants of a call are as a rule wants them. */
export function passes(program: Program, points: PointsTo, call: Call, test: ConstantTest): boolean {
  const place = readPlace(test.place);
  const nodes = nodesOf(call, place).filter(({ node }) => node !== NO_NODE);
  const values = nodes.flatMap(({ node, path }) => valuesAt(points, node, [...path, ...place.path]));
  if (test.absent) return nodes.length === 0 || (place.path.length > 0 && values.length === 0 && !nodes.some(({ node, path }) => isGiven(program, points, node, [...path, ...place.path])));
  if (test.is) return values.some((value) => isOne(program, points, value, test));
  const constants = values.flatMap((value) => (value.k === 'const' && value.value !== null ? [value.value] : []));
  if (test.not) return constants.length > 0 && constants.every((value) => !test.not?.includes(value));
  if (test.matches) return [...constants, ...nodes.flatMap(({ node }) => (place.path.length === 0 ? textsOf(program, points, node) : []))].some((value) => typeof value === 'string' && test.matches?.test(value));
  return true;
}

const API_TESTS = new WeakMap<ConstantTest, ReturnType<typeof indexRules>>();

function isOne(program: Program, points: PointsTo, value: Value, test: ConstantTest): boolean {
  if (value.k === 'const') return value.value !== null && (test.is?.includes(value.value) ?? false);
  if (test.grows !== undefined) return expressionsOf(program, points, value).some(([source, flags]) => growthOf(source, flags) === test.grows);
  if (value.k !== 'api' || !test.api) return false;
  let index = API_TESTS.get(test);
  if (!index) API_TESTS.set(test, (index = indexRules([{ api: test.api }])));
  return index.find(value.path).length > 0;
}

/** Whether a regular expression of a call is as slow as a rule wants it with a text of one line, too. */
export function isSlowOnOneLine(program: Program, points: PointsTo, call: Call, tests: readonly ConstantTest[]): boolean {
  return tests.some((test) => test.grows !== undefined && nodesOf(call, readPlace(test.place)).some(({ node }) => points.of(node).some((value) =>
    expressionsOf(program, points, value).some(([source, flags]) => growthOf(source, flags) === test.grows && growthOnOneLine(source, flags) !== 'linear'))));
}

/** The regular expressions that a value may be, with their flags. */
function expressionsOf(program: Program, points: PointsTo, value: Value): [source: string, flags: string][] {
  if (value.k === 'regex') return [[value.source, value.flags]];
  return value.k === 'api' && value.path === 'RegExp()' ? builtFrom(program, points, value.call) : [];
}

/** The literals that `new RegExp(source, flags)` is given. */
function builtFrom(program: Program, points: PointsTo, call: number): [source: string, flags: string][] {
  const [source = NO_NODE, flags = NO_NODE] = program.calls[call]?.args ?? [];
  const texts = (node: NodeId): string[] => points.of(node).flatMap((value) => (value.k === 'const' && typeof value.value === 'string' ? [value.value] : []));
  return texts(source).map((text) => [text, texts(flags)[0] ?? '']);
}

/** Whether one of some calls stands in the same function as a call. */
export function callNearby(program: Program, points: PointsTo, call: Pick<Call, 'fn'>, tests: readonly CallTest[]): boolean {
  if (tests.length === 0) return false;
  const near = callsIn(program, call.fn);
  return tests.some((test) => near.some((index) => {
    const other = program.calls[index];
    return other !== undefined && matchesApi(points, index, test) && (test.when ?? []).every((when) => passes(program, points, other, when));
  }));
}

const CALL_TESTS = new WeakMap<CallTest, ReturnType<typeof indexRules>>();

function matchesApi(points: PointsTo, call: number, test: CallTest): boolean {
  const index = CALL_TESTS.get(test) ?? indexRules([test]);
  CALL_TESTS.set(test, index);
  return points.apis(call).some((path) => index.find(path).length > 0);
}

const BY_FUNCTION = new WeakMap<Program, Map<number, number[]>>();

function callsIn(program: Program, fn: number): readonly number[] {
  let byFunction = BY_FUNCTION.get(program);
  if (!byFunction) {
    byFunction = new Map();
    for (const [index, each] of program.calls.entries()) {
      const known = byFunction.get(each.fn);
      if (known) known.push(index);
      else byFunction.set(each.fn, [index]);
    }
    BY_FUNCTION.set(program, byFunction);
  }
  return byFunction.get(fn) ?? [];
}

/** What a place may hold. */
export function valuesAt(points: PointsTo, node: NodeId, path: readonly Prop[]): readonly Value[] {
  const [head, ...rest] = path;
  const values = points.of(node);
  if (head === undefined) return values;
  return values.flatMap((value) => {
    if (value.k !== 'object') return [];
    const members = points.members(value.node);
    const next = head === ELEMENT ? [...members].filter(([name]) => isElement(name)).map(([, member]) => member) : [members.get(head) ?? NO_NODE];
    return next.flatMap((member) => (member === NO_NODE ? [] : valuesAt(points, member, rest)));
  });
}

/** Whether an object literal has a member, known or not. */
function isGiven(program: Program, points: PointsTo, node: NodeId, path: readonly Prop[]): boolean {
  const [head, ...rest] = path;
  if (head === undefined) return true;
  return points.of(node).some((value) => value.k === 'object' && (program.initStores.get(value.node) ?? []).some((store) => store.prop === head && (rest.length === 0 || isGiven(program, points, store.from, rest))));
}

/** How many nodes are looked at for what one string may look like. */
const MOST_NODES = 400;

/** What a string may look like, with `?` where a value goes in. */
export function textsOf(program: Program, points: PointsTo, node: NodeId): string[] {
  return textsAt({ program, points, known: new Map() }, node, 0);
}

interface Reading {
  readonly program: Program;
  readonly points: PointsTo;
  /** What each node was found to be, so that a text that many branches add to is read once. */
  readonly known: Map<NodeId, string[]>;
}

function textsAt(reading: Reading, node: NodeId, depth: number): string[] {
  const { program, points, known } = reading;
  const found = known.get(node);
  if (found) return found;
  const texts = points.of(node).flatMap((value) => (value.k === 'const' && typeof value.value === 'string' ? [value.value] : []));
  // Until it is read, a text that is made of itself is what is known of it.
  known.set(node, texts);
  if (known.size > MOST_NODES) return texts.slice(0, 12);
  for (const { parts } of program.concatsByResult.get(node) ?? []) {
    // A text that grows piece by piece, `sql += …`, has its beginning far back.
    texts.push(parts.map((part, at) => (typeof part === 'string' ? part : (at === 0 || depth < 3 ? textsAt(reading, part, at === 0 ? depth : depth + 1)[0] : undefined) ?? '?')).join(''));
  }
  if (depth < 4) for (const from of (program.assignsByTarget.get(node) ?? []).slice(0, 4)) texts.push(...textsAt(reading, from, depth).slice(0, 4));
  const most = texts.slice(0, 12);
  known.set(node, most);
  return most;
}
