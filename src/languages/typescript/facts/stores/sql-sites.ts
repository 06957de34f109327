import type { Analysis } from '../../../../flow/analyse';
import { ELEMENT, NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { HOLE } from '../../../../sql/text';
import { literalsAt, queryOf } from '../query';

/** A statement as code hands it to a database, with the nodes of what is put into its text and of what is bound to it. */
export interface SqlSite {
  readonly call: number;
  /** Holes stand as `HOLE`. */
  readonly text: string;
  readonly holes: readonly NodeId[];
  readonly positional: readonly NodeId[];
  /** Objects whose members are bound by name. */
  readonly named: readonly NodeId[];
}

const MAX_DEPTH = 5;
const VERB = /^\s*(?:--[^\n]*\n\s*)*(?:insert|update|delete|replace|merge|with|select|alter|truncate|drop)\b/i;
const RUNS = /^(run|all|get|each|iterate|pluck|bind|execute|first|raw|values|query)$/;

const known = new WeakMap<Analysis, readonly SqlSite[]>();

/** Every statement of product code whose text could be read, through one wrapper of the program. */
export function sqlSites(analysis: Analysis): readonly SqlSite[] {
  const found = known.get(analysis);
  if (found) return found;
  const made = makeSites(analysis);
  known.set(analysis, made);
  return made;
}

function makeSites(analysis: Analysis): readonly SqlSite[] {
  const { program } = analysis;
  const query = queryOf(analysis);
  const sites: SqlSite[] = [];
  for (const sink of analysis.sinks) if (sink.kind === 'sql-injection' && sink.call >= 0) sites.push(...sitesAt(analysis, sink.call, textNode(analysis, sink.node, sink.path), sink.node));
  program.calls.forEach((call, index) => {
    const [text] = call.args;
    if (call.kind !== 'tagged' || text === undefined || !query.isProduct(index)) return;
    const literal = literalsAt(analysis, text)[0];
    if (typeof literal === 'string' && VERB.test(literal)) sites.push({ call: index, text: literal, holes: [], positional: call.args.slice(1), named: [] });
  });
  return [...new Map(sites.filter((site) => VERB.test(site.text)).map((site) => [`${site.call} ${site.text}`, site])).values()];
}

/** A text that code hands to a database: the call that gives it, and the call that sends it. */
export interface StatementText {
  readonly call: number;
  readonly text: NodeId;
  readonly sink: number;
}

/** Every text that is sent as a statement, where it is given: through members of options and through wrappers of the program. */
export function statementTexts(analysis: Analysis): readonly StatementText[] {
  const sinks = analysis.sinks.flatMap((sink) => (sink.kind === 'sql-injection' && sink.call >= 0 ? nodesOnPath(analysis, sink.node, sink.path).map((text) => ({ call: sink.call, text })) : []));
  const tagged = analysis.program.calls.flatMap((call, index) => {
    const literal = call.kind === 'tagged' && queryOf(analysis).isProduct(index) ? literalsAt(analysis, call.args[0])[0] : undefined;
    return typeof literal === 'string' && (VERB.test(literal) || /^\s*create\b/i.test(literal)) ? [{ call: index, text: call.args[0] ?? NO_NODE }] : [];
  });
  return [...sinks, ...tagged].flatMap(({ call, text }) => givenAt(analysis, call, text, 0).map((given) => ({ ...given, sink: call })));
}

/** The calls that give a text which is a parameter; the call itself where it is not. */
function givenAt(analysis: Analysis, call: number, text: NodeId, depth: number): { readonly call: number; readonly text: NodeId }[] {
  if (text === NO_NODE) return [];
  const param = depth < 2 ? paramBehind(analysis, text) : undefined;
  if (!param) return [{ call, text }];
  const given = analysis.points.callers(param.fn).flatMap((site) => {
    const arg = analysis.program.calls[site]?.args[param.index];
    return arg === undefined || arg === NO_NODE ? [] : givenAt(analysis, site, arg, depth + 1);
  });
  return given.length > 0 ? given : [{ call, text }];
}

/** What stands at the end of a path of members; of a list every element. */
function nodesOnPath(analysis: Analysis, node: NodeId, path: readonly string[]): readonly NodeId[] {
  const { points } = analysis;
  return path.reduce<readonly NodeId[]>((nodes, step) => nodes.flatMap((at) => points.of(at).flatMap((value) => (value.k !== 'object' ? [] : step === ELEMENT ? elementsOf(analysis, value.node) : (points.members(value.node).get(step) ?? [])))), [node]);
}

function elementsOf({ points }: Analysis, list: NodeId): readonly NodeId[] {
  return [...points.members(list)].flatMap(([name, member]) => (name === ELEMENT || /^\d+$/.test(name) ? [member] : []));
}

function textNode(analysis: Analysis, node: NodeId, path: readonly string[]): NodeId {
  return nodesOnPath(analysis, node, path)[0] ?? NO_NODE;
}

function sitesAt(analysis: Analysis, call: number, text: NodeId, argument: NodeId, depth = 0): SqlSite[] {
  const { program, points } = analysis;
  const record = program.calls[call];
  if (!record || text === NO_NODE) return [];
  const param = paramBehind(analysis, text);
  if (param && depth < 2) {
    return points.callers(param.fn).flatMap((site) => {
      const arg = program.calls[site]?.args[param.index];
      return arg === undefined || arg === NO_NODE ? [] : sitesAt(analysis, site, arg, arg, depth + 1);
    });
  }
  const built = builtText(analysis, text, 0);
  if (!built) return [];
  const others = record.args.filter((arg) => arg !== argument && arg !== NO_NODE);
  // `{ text, values }` and `{ sql, args }` bring their values along.
  const beside = argument === text ? [] : [textNode(analysis, argument, ['values']), textNode(analysis, argument, ['args'])].filter((node) => node !== NO_NODE);
  const later = record.name === 'prepare' || others.length === 0 ? runsOf(analysis, call) : [];
  return [{ call, ...built, ...boundBy(analysis, [...beside, ...others, ...later]) }];
}

/** The parameter that a node is, through plain assignments. */
function paramBehind({ program }: Analysis, node: NodeId): { readonly fn: number; readonly index: number } | undefined {
  for (const each of [node, ...(program.assignsByTarget.get(node) ?? [])]) {
    const origin = program.origins[each];
    if (origin?.k === 'param') return { fn: origin.fn, index: origin.index };
  }
  return undefined;
}

function builtText(analysis: Analysis, node: NodeId, depth: number): { readonly text: string; readonly holes: readonly NodeId[] } | undefined {
  const { program } = analysis;
  if (depth > MAX_DEPTH || node === NO_NODE) return undefined;
  const concat = program.concatsByResult.get(node)?.[0];
  if (concat) {
    const holes: NodeId[] = [];
    const text = concat.parts.map((part) => {
      if (typeof part === 'string') return part;
      const inner = builtText(analysis, part, depth + 1);
      holes.push(...(inner?.holes ?? [part]));
      return inner?.text ?? HOLE;
    }).join('');
    return { text, holes };
  }
  const literals = literalsAt(analysis, node).filter((value) => typeof value === 'string');
  const [only] = literals;
  if (only !== undefined && literals.length === 1) return { text: only, holes: [] };
  for (const from of program.assignsByTarget.get(node) ?? []) {
    const built = builtText(analysis, from, depth + 1);
    if (built) return built;
  }
  return only === undefined ? undefined : { text: only, holes: [] };
}

/** Arguments of calls on what a call returned: `prepare(text).bind(a).run(b)`. */
function runsOf(analysis: Analysis, call: number): NodeId[] {
  const { program, points } = analysis;
  const result = program.calls[call]?.result ?? NO_NODE;
  const forward = forwardFrom(analysis, result);
  return program.calls.filter((other) => RUNS.test(other.name) && other.recv !== NO_NODE && (forward.has(other.recv) || points.of(other.recv).some((value) => value.k === 'api' && value.call === call))).flatMap((other) => other.args.filter((arg) => arg !== NO_NODE));
}

function forwardFrom({ program }: Analysis, node: NodeId): ReadonlySet<NodeId> {
  const reached = new Set([node]);
  for (let grown = true, rounds = 0; grown && rounds < 3; rounds++) {
    grown = false;
    for (const edge of program.assigns) {
      if (!reached.has(edge.from) || reached.has(edge.to)) continue;
      reached.add(edge.to);
      grown = true;
    }
  }
  return reached;
}

function boundBy(analysis: Analysis, nodes: readonly NodeId[]): Pick<SqlSite, 'positional' | 'named'> {
  const positional: NodeId[] = [];
  const named: NodeId[] = [];
  for (const node of nodes) {
    const objects = analysis.points.of(node).flatMap((value) => (value.k === 'object' ? [value.node] : []));
    const list = objects.find((object) => analysis.program.origins[object]?.k === 'array');
    if (list !== undefined) positional.push(...elementsInOrder(analysis, list));
    else if (objects.some((object) => analysis.program.origins[object]?.k === 'object')) named.push(node);
    else positional.push(node);
  }
  return { positional, named };
}

function elementsInOrder({ program, points }: Analysis, list: NodeId): NodeId[] {
  const written = (program.initStores.get(list) ?? []).filter((store) => /^\d+$/.test(store.prop)).sort((a, b) => Number(a.prop) - Number(b.prop)).map((store) => store.from);
  return written.length > 0 ? written : [...points.members(list)].filter(([name]) => /^\d+$/.test(name)).sort(([a], [b]) => Number(a) - Number(b)).map(([, member]) => member);
}
