import { indexRules } from '../../facts/knowledge/patterns';
import type { SinkRule, SourceOrigin } from '../../facts/knowledge/rules';
import type { FlowKind } from '../../model/flow-kind';
import { ANY, NO_NODE, type Call, type NodeId, type Prop, type Store } from '../../model/flow-graph';
import { callNearby, isSlowOnOneLine, nodesOf, passes, textsOf } from '../constant-tests';
import { readPlace, type Place } from '../places';
import type { PointsTo } from '../points-to/result';
import { originalOf, wayBack } from '../way-back';
import { fileOfCall, type Program } from '../program';
import { answerSinks } from './answers';
import { computedKeySinks } from './computed-keys';
import { findArgumentVectors, spawnsOf } from './argument-vectors';
import { isOfPackage } from './packaged';
import { canRedact, redactedPaths } from './redactions';

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
  /** The place takes text that is run, in a kind that is otherwise about objects. */
  readonly text?: true;
  /** Of an address, only its scheme matters here. */
  readonly scheme?: true;
  /** Name of what is called or assigned to, for people. */
  readonly callee: string;
  /** Where in the text that arrives the value must stand; anywhere when absent. */
  readonly stands?: 'first' | 'in-text';
  /** The place takes an address that is followed. */
  readonly address?: true;
  /** The only sources that count here; any when absent. */
  readonly from?: readonly SourceOrigin[];
  /** Members that the logger leaves out. */
  readonly redacted?: readonly (readonly Prop[])[];
  /** Only a text of several lines does harm. */
  readonly lines?: true;
  /** The value must have come through this node: the element of one of several lists that the call may be given. */
  readonly via?: NodeId;
}

/** Rules for assignments to a member are written `=innerHTML`. */
const ASSIGNMENT = '=';

/** Every sink of the product files, by the node that a tainted value would have to reach. */
export function findSinks(program: Program, points: PointsTo, rules: readonly SinkRule[], looksLikeSql: (text: string) => boolean): ReadonlyMap<NodeId, readonly SinkSite[]> {
  const sites = new Map<NodeId, SinkSite[]>();
  const add = (site: SinkSite): void => {
    if (isOfPackage(program, site)) return;
    const known = sites.get(site.node);
    if (!known) sites.set(site.node, [site]);
    else if (!known.some((each) => each.call === site.call && each.kind === site.kind && each.store === site.store && each.via === site.via && each.path.join() === site.path.join())) known.push(site);
  };
  const calls = indexRules(rules.filter((rule) => rule.api.length > 0));
  const byMethod = new Map<string, SinkRule[]>();
  for (const rule of rules) for (const name of rule.method ?? []) byMethod.set(name, [...(byMethod.get(name) ?? []), rule]);
  const redacted = redactedPaths(program, points);
  program.calls.forEach((call, index) => {
    if (!fileOfCall(program, index)?.product) return;
    const apis = points.apis(index);
    const found = new Set(apis.flatMap((path) => calls.find(path).filter((rule) => !(rule.notBehind ?? []).some((name) => path.includes(`.${name}()`)))));
    if (found.size === 0 && points.targets(index).length === 0) for (const rule of byMethod.get(call.name) ?? []) if ((!rule.jsx || call.kind === 'jsx') && (!rule.on || madeBy(program, call.recv, rule.on))) found.add(rule);
    const limitsOf = ({ node }: SinkSite, { kind, when = [] }: SinkRule): Partial<SinkSite> => ({
      ...(kind === 'redos' && !isSlowOnOneLine(program, points, call, when) && { lines: true }),
      ...(kind === 'sensitive-data-logged' && redacted.length > 0 && node === call.args[0] && canRedact(apis) && { redacted }),
    });
    for (const rule of found) for (const site of sitesOf(program, points, index, rule)) add({ ...site, ...limitsOf(site, rule) });
    for (const site of findArgumentVectors(program, points, call, index, apis)) add(site);
    for (const site of sqlByShape(program, points, call, index, looksLikeSql)) add(site);
  });
  addAssignments(program, points, rules, add);
  computedKeySinks(program, points).forEach(add);
  answerSinks(program, points).forEach(add);
  return sites;
}

/** The places of a call that a rule is about, where the call is as the rule wants it. */
function sitesOf(program: Program, points: PointsTo, index: number, rule: SinkRule): SinkSite[] {
  const call = program.calls[index];
  if (!call) return [];
  return givenTo(program, points, call, rule).filter(({ given }) => holds(program, points, given, rule))
    .flatMap(({ via }) => rule.places.flatMap((place) => sitesAt(call, index, rule, readPlace(place)).map((site) => ({ ...site, ...via }))));
}

/** The call as each caller of the helper around it fills it in, where the rule asks about a program and finds fault with its arguments: those of one caller say nothing of another's program. */
function givenTo(program: Program, points: PointsTo, call: Call, rule: SinkRule): { readonly given: Call; readonly via?: { readonly via: NodeId } }[] {
  const [first = NO_NODE, second = NO_NODE, ...others] = call.args;
  const asks = rule.places.every((place) => readPlace(place).root === 1) && (rule.when ?? []).some((test) => readPlace(test.place).root === 1);
  if (!asks) return [{ given: call }];
  return spawnsOf(program, points, first, second).map((spawn) => (spawn.list === second ? { given: call } : { given: { ...call, args: [spawn.program, spawn.list, ...others] }, via: { via: spawn.list } }));
}

/** Whether a receiver is the result of a call of one of some names, through variables. */
function madeBy(program: Program, node: NodeId, names: readonly string[], depth = 0): boolean {
  const made = program.calls[program.callByResult.get(node) ?? -1];
  if (made) return names.includes(made.name);
  return depth < 4 && (program.assignsByTarget.get(node) ?? []).some((from) => madeBy(program, from, names, depth + 1));
}

/** Where it depends on the system whether there is a shell, and one of the lists that the call may be given is quoted for it, that is the list for that system. */
function quotedForShell(program: Program, points: PointsTo, call: Call): boolean {
  const [, list = NO_NODE, options = NO_NODE] = call.args;
  if (list === NO_NODE || options === NO_NODE) return false;
  const shell = points.of(options).flatMap((value) => (value.k === 'object' ? (points.members(value.node).get('shell') ?? []) : []));
  if (shell.length === 0 || shell.some((node) => points.of(node).length > 0)) return false;
  return (program.assignsByTarget.get(list) ?? []).some((from) => {
    const made = program.calls[program.callByResult.get(from) ?? -1];
    return made !== undefined && made.args.some((arg) => points.of(arg).some((value) => value.k === 'fn' && /quote|escape/i.test(program.fns[value.fn]?.name ?? '')));
  });
}

function sitesAt(call: Call, index: number, rule: SinkRule, place: Place): SinkSite[] {
  const nodes = nodesOf(call, place);
  return nodes.filter(({ node }) => node !== NO_NODE).map(({ node, path }) => ({
    kind: rule.kind, node, path: [...path, ...place.path], call: index, store: -1, note: rule.note, deep: rule.deep === true, warn: rule.warn === true, callee: call.name, ...(rule.from && { from: rule.from }), ...(rule.text && { text: rule.text }), ...(rule.scheme && { scheme: rule.scheme }), ...(rule.stands && { stands: rule.stands }), ...(rule.address && { address: rule.address }),
  }));
}

/** Whether the constants of the call, and the calls around it, are as the rule wants them. */
function holds(program: Program, points: PointsTo, call: Call, rule: SinkRule): boolean {
  if (!(rule.when ?? []).every((test) => passes(program, points, call, test)) || (rule.unless ?? []).some((test) => passes(program, points, call, test))) return false;
  if (rule.kind === 'redos' && rule.places.some((place) => nodesOf(call, readPlace(place)).some(({ node }) => hasLimit(program, points, call.fn, node)))) return false;
  if (!wasMade(program, points, [call.callee, call.recv, ownerOf(program, call.recv)], rule)) return false;
  if (rule.kind === 'command-injection' && quotedForShell(program, points, call)) return false;
  return (!rule.whenCall || callNearby(program, points, call, rule.whenCall)) && !callNearby(program, points, call, rule.unlessCall ?? []);
}

/** What a node was read from: the process of `process.stdin`. */
function ownerOf(program: Program, node: NodeId): NodeId {
  return program.loadOf.get(originalOf(program, node))?.from ?? NO_NODE;
}

/** Whether a call that made one of these is as the rule wants it. */
function wasMade(program: Program, points: PointsTo, nodes: readonly NodeId[], { whenMade }: SinkRule): boolean {
  if (!whenMade) return true;
  const makers = nodes.flatMap((node) => (node === NO_NODE ? [] : points.of(node))).flatMap((value) => (value.k === 'api' ? (program.calls[value.call] ?? []) : []));
  return makers.some((maker) => whenMade.every((test) => passes(program, points, maker, test)));
}

const LEAST = 8;

/** The text was cut to a length, or the function compares how long it is with something. */
function hasLimit(program: Program, points: PointsTo, fn: number, node: NodeId): boolean {
  if ([...wayBack(program, node)].some((at) => isCut(program, points, at))) return true;
  const names = new Set(placesOf(program, node));
  return program.comparisons.some((each) => each.op === 'order' && each.fn === fn && [each.left, each.right].some((side) => {
    const load = program.loadOf.get(side);
    const other = side === each.left ? each.right : each.left;
    // So small a number is how long the text has to be at least.
    if (points.of(other).some((value) => value.k === 'const' && typeof value.value === 'number' && value.value < LEAST)) return false;
    return load?.prop === 'length' && placesOf(program, load.from).some((name) => names.has(name));
  }));
}

/** `text.slice(0, 100)`. */
function isCut(program: Program, points: PointsTo, node: NodeId): boolean {
  const call = program.calls[program.callByResult.get(node) ?? -1];
  return call !== undefined && /^(?:slice|substring|substr)$/.test(call.name) && points.of(call.args[1] ?? NO_NODE).some((value) => value.k === 'const' && typeof value.value === 'number' && value.value >= 0);
}

/** A value by the members that lead to it, and by where they begin: two reads of `req.body.name` are one. */
function placesOf(program: Program, node: NodeId, depth = 0): string[] {
  return [...wayBack(program, node)].flatMap((at) => {
    const load = depth < 4 ? program.loadOf.get(at) : undefined;
    return load && load.prop !== ANY ? placesOf(program, load.from, depth + 1).map((name) => `${name}.${load.prop}`) : [String(at)];
  });
}

const SQL_METHODS = /^(query|queryRaw|execute|executeSql|exec|raw|run|all|get|each|prepare|any|one|none|many|oneOrNone|manyOrNone|unsafe|sql|simpleQuery|batch|runQuery|runSql|executeQuery|rawQuery)$/;

/** A database that nothing is known of, called with text that is SQL by its own grammar. */
function sqlByShape(program: Program, points: PointsTo, call: Call, index: number, looksLikeSql: (text: string) => boolean): SinkSite[] {
  const [first = NO_NODE] = call.args;
  if (first === NO_NODE || !SQL_METHODS.test(call.name) || call.kind !== 'call' || points.targets(index).length > 0) return [];
  const texts = textsOf(program, points, first);
  if (!texts.some(looksLikeSql)) return [];
  return [{ kind: 'sql-injection', node: first, path: [], call: index, store: -1, note: 'the text of an SQL statement', deep: false, warn: false, callee: call.name }];
}

/** Whether another assignment of the same function says that this one does no harm. */
function isSetNearby(program: Program, points: PointsTo, store: Store, { unlessSet, unlessCall }: SinkRule): boolean {
  const fn = program.owners[store.base] ?? -1;
  if (unlessCall && callNearby(program, points, { fn }, unlessCall)) return true;
  return unlessSet !== undefined && program.stores.some((other) => program.owners[other.base] === fn
    && points.of(other.base).some((value) => value.k === 'api' && unlessSet.api.includes(`${ASSIGNMENT}${value.path}.${other.prop}`))
    && points.of(other.from).some((value) => value.k === 'const' && typeof value.value === 'string' && unlessSet.matches.test(value.value)));
}

/** A class of elements of the page. */
function isElement(program: Program, points: PointsTo, cls: number): boolean {
  return points.of(program.classes[cls]?.base ?? NO_NODE).some((value) => value.k === 'api' && /(?:^|\.)\w*Element$/.test(value.path));
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
    const own = base.some((value) => value.k === 'object' || (value.k === 'instance' && !isElement(program, points, value.cls)));
    for (const rule of found) if (!own && wasMade(program, points, [store.base], rule) && !isSetNearby(program, points, store, rule)) add({ kind: rule.kind, node: store.from, path: [], call: -1, store: index, note: rule.note, deep: false, warn: rule.warn === true, callee: store.prop, ...(rule.from && { from: rule.from }), ...(rule.stands && { stands: rule.stands }), ...(rule.address && { address: rule.address }) });
  });
}
