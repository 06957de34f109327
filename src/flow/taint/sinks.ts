import { indexRules } from '../../facts/knowledge/patterns';
import type { ConstantTest, SinkRule } from '../../facts/knowledge/rules';
import type { FlowKind } from '../../model/flow-kind';
import { NO_NODE, type Call, type NodeId, type Prop } from '../../model/flow-graph';
import { readPlace, type Place } from '../places';
import type { PointsTo } from '../points-to';
import { fileOfCall, type Program } from '../program';
import { findArgumentVectors } from './argument-vectors';

/** A place in the program that an untrusted value must not reach. */
export interface SinkSite {
  readonly kind: FlowKind;
  readonly node: NodeId;
  readonly path: readonly Prop[];
  /** Call that it is a place of; -1 for assignments. */
  readonly call: number;
  /** Index into `program.stores`, for assignments; -1 for calls. */
  readonly store: number;
  /** Completes "reaches …". */
  readonly note: string;
  readonly deep: boolean;
  readonly warn: boolean;
  /** Name of what is called or assigned to, for people. */
  readonly callee: string;
}

/** Rules for assignments to a member are written `=innerHTML`. */
const ASSIGNMENT = '=';

/** Every sink of the product files, by the node that a tainted value would have to reach. */
export function findSinks(program: Program, points: PointsTo, rules: readonly SinkRule[], looksLikeSql: (text: string) => boolean): ReadonlyMap<NodeId, readonly SinkSite[]> {
  const sites = new Map<NodeId, SinkSite[]>();
  const add = (site: SinkSite): void => {
    const known = sites.get(site.node);
    if (!known) sites.set(site.node, [site]);
    else if (!known.some((each) => each.call === site.call && each.kind === site.kind && each.store === site.store && each.path.join() === site.path.join())) known.push(site);
  };
  const calls = indexRules(rules.filter((rule) => rule.api.length > 0));
  const byMethod = new Map<string, SinkRule[]>();
  for (const rule of rules) for (const name of rule.method ?? []) byMethod.set(name, [...(byMethod.get(name) ?? []), rule]);
  program.calls.forEach((call, index) => {
    if (!fileOfCall(program, index)?.product) return;
    const apis = points.apis(index);
    const found = new Set(apis.flatMap((path) => calls.find(path)));
    if (found.size === 0 && points.targets(index).length === 0) for (const rule of byMethod.get(call.name) ?? []) found.add(rule);
    for (const rule of found) if (holds(points, call, rule)) for (const place of rule.places) for (const site of sitesAt(call, index, rule, readPlace(place))) add(site);
    for (const site of findArgumentVectors(program, points, call, index, apis)) add(site);
    for (const site of sqlByShape(program, points, call, index, looksLikeSql)) add(site);
  });
  addAssignments(program, points, rules, add);
  return sites;
}

function sitesAt(call: Call, index: number, rule: SinkRule, place: Place): SinkSite[] {
  const nodes = nodesOf(call, place);
  return nodes.filter(({ node }) => node !== NO_NODE).map(({ node, path }) => ({
    kind: rule.kind, node, path: [...path, ...place.path], call: index, store: -1, note: rule.note, deep: rule.deep === true, warn: rule.warn === true, callee: call.name,
  }));
}

function nodesOf(call: Call, place: Place): { readonly node: NodeId; readonly path: readonly Prop[] }[] {
  const at = (i: number): { node: NodeId; path: readonly Prop[] } =>
    call.spread !== undefined && i >= call.spread ? { node: call.args[call.spread] ?? NO_NODE, path: ['[]'] } : { node: call.args[i] ?? NO_NODE, path: [] };
  if (place.root === 'this') return [{ node: call.recv, path: [] }];
  if (place.root === 'result') return [{ node: call.result, path: [] }];
  if (place.root === 'last') return [at(call.args.length - 1)];
  if (place.root === 'args') return call.args.slice(place.from).map((_, i) => at(i + place.from));
  return [at(place.root)];
}

/** Whether the constants of the call are as the rule wants them. */
function holds(points: PointsTo, call: Call, rule: SinkRule): boolean {
  return (rule.when ?? []).every((test) => passes(points, call, test)) && !(rule.unless ?? []).some((test) => passes(points, call, test));
}

function passes(points: PointsTo, call: Call, test: ConstantTest): boolean {
  const place = readPlace(test.place);
  const nodes = nodesOf(call, place).filter(({ node }) => node !== NO_NODE);
  const values = nodes.flatMap(({ node, path }) => constantsAt(points, node, [...path, ...place.path]));
  if (test.absent) return nodes.length === 0 || (place.path.length > 0 && values.length === 0);
  if (test.is) return values.some((value) => test.is?.includes(value));
  if (test.not) return values.length > 0 && values.every((value) => !test.not?.includes(value));
  if (test.matches) return values.some((value) => typeof value === 'string' && test.matches?.test(value));
  return true;
}

/** Literals that a place may hold. */
export function constantsAt(points: PointsTo, node: NodeId, path: readonly Prop[]): (string | number | boolean)[] {
  const [head, ...rest] = path;
  if (head === undefined) return points.of(node).flatMap((value) => (value.k === 'const' && value.value !== null ? [value.value] : []));
  return points.of(node).flatMap((value) => {
    if (value.k !== 'object') return [];
    const members = points.members(value.node);
    const next = head === '[]' ? [...members].filter(([name]) => name === '[]' || /^\d+$/.test(name)).map(([, member]) => member) : [members.get(head) ?? NO_NODE];
    return next.flatMap((member) => (member === NO_NODE ? [] : constantsAt(points, member, rest)));
  });
}

const SQL_METHODS = /^(query|queryRaw|execute|executeSql|exec|raw|run|all|get|each|prepare|any|one|none|many|oneOrNone|manyOrNone|unsafe|sql|simpleQuery|batch|runQuery|runSql|executeQuery|rawQuery)$/;

/** A database that nothing is known of, called with text that is SQL by its own grammar. */
function sqlByShape(program: Program, points: PointsTo, call: Call, index: number, looksLikeSql: (text: string) => boolean): SinkSite[] {
  const [first = NO_NODE] = call.args;
  if (first === NO_NODE || !SQL_METHODS.test(call.name) || call.kind !== 'call' || points.targets(index).length > 0) return [];
  const texts = textsOf(program, points, first, 0);
  if (!texts.some(looksLikeSql)) return [];
  return [{ kind: 'sql-injection', node: first, path: [], call: index, store: -1, note: 'the text of an SQL statement', deep: false, warn: false, callee: call.name }];
}

/** What a string may look like, with `?` where a value goes in. */
export function textsOf(program: Program, points: PointsTo, node: NodeId, depth: number): string[] {
  const texts = points.of(node).flatMap((value) => (value.k === 'const' && typeof value.value === 'string' ? [value.value] : []));
  for (const concat of program.concatsByResult.get(node) ?? []) {
    texts.push(concat.parts.map((part) => (typeof part === 'string' ? part : (depth < 3 ? textsOf(program, points, part, depth + 1)[0] : undefined) ?? '?')).join(''));
  }
  if (depth < 4) for (const from of (program.assignsByTarget.get(node) ?? []).slice(0, 4)) texts.push(...textsOf(program, points, from, depth + 1).slice(0, 4));
  return texts.slice(0, 12);
}

function addAssignments(program: Program, points: PointsTo, rules: readonly SinkRule[], add: (site: SinkSite) => void): void {
  const byProp = new Map<string, SinkRule[]>();
  for (const rule of rules) for (const pattern of rule.api) if (pattern.startsWith(ASSIGNMENT)) byProp.set(pattern.slice(1), [...(byProp.get(pattern.slice(1)) ?? []), rule]);
  program.stores.forEach((store, index) => {
    if (store.init) return;
    const base = points.of(store.base);
    const apis = base.flatMap((value) => (value.k === 'api' ? [value.path] : []));
    const found = [...(byProp.get(store.prop) ?? []), ...apis.flatMap((path) => byProp.get(`${path}.${store.prop}`) ?? [])];
    // Objects of the program's own may have a member of that name; the DOM's are never among them.
    const own = base.some((value) => value.k === 'object' || value.k === 'instance');
    for (const rule of found) if (!own) add({ kind: rule.kind, node: store.from, path: [], call: -1, store: index, note: rule.note, deep: false, warn: rule.warn === true, callee: store.prop });
  });
}
