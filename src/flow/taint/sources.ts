import { expand, indexRules } from '../../facts/knowledge/patterns';
import { VALIDATIONS } from '../../facts/knowledge/sources';
import type { SourceOrigin, SourceRule } from '../../facts/knowledge/rules';
import type { EntryPoint } from '../entries/entry';
import { NO_NODE, type NodeId, type Prop } from '../../model/flow-graph';
import type { PointsTo } from '../points-to/result';
import { fileOf, type Program } from '../program';
import type { Schema } from '../schema/schema';
import { originalOf, wayBack } from '../way-back';
import { ALL_KINDS, bitOf, maskOf, type KindMask } from './kinds';
import { validationsOf } from './validated';
import type { TaintSource } from './follow/fact';

/** Inputs of tools, resources and prompts: one source per argument that its schema does not narrow to something harmless. */
export function entrySources(entries: readonly EntryPoint[]): TaintSource[] {
  return entries.flatMap((entry) => entry.inputs.flatMap(({ node, path, note }) => {
    const base = { node, origin: 'tool' as const, ...(entry.name !== '' && { tool: entry.name }) };
    if (!entry.schema?.fields || entry.schema.open || !entry.enforced || entry.kind === 'resource') return [{ ...base, path, kinds: ALL_KINDS, note }];
    return fieldSources(entry.schema, path, ALL_KINDS).map((field) => ({ ...base, path: field.path, kinds: field.kinds, note: noteOf(entry, field.path.slice(path.length)) }));
  }));
}

function noteOf(entry: EntryPoint, path: readonly Prop[]): string {
  const name = path.filter((prop) => prop !== '[]' && prop !== '*').join('.');
  if (entry.name === '') return `argument \`${name}\` of a ${entry.kind}`;
  return entry.kind === 'tool' ? `argument \`${name}\` of tool \`${entry.name}\`` : `argument \`${name}\` of ${entry.kind} \`${entry.name}\``;
}

function fieldSources(schema: Schema, path: readonly Prop[], kinds: KindMask, depth = 0): { readonly path: readonly Prop[]; readonly kinds: KindMask }[] {
  const left = kinds & ~schema.clears;
  if (left === 0 || depth > 4) return left === 0 ? [] : [{ path, kinds: left }];
  if (schema.type === 'object' && schema.fields && !schema.open) return [...schema.fields].flatMap(([name, field]) => fieldSources(field, [...path, name], left, depth + 1));
  if (schema.type === 'array' && schema.element) return fieldSources(schema.element, [...path, '[]'], left, depth + 1);
  return [{ path, kinds: left }];
}

/** Values of libraries that are untrusted wherever they appear: parts of requests, the address bar, the command line. */
export function librarySources(program: Program, points: PointsTo, rules: readonly SourceRule[], origins: ReadonlySet<SourceOrigin>): TaintSource[] {
  const index = indexRules(rules.filter((rule) => origins.has(rule.origin)));
  const found = new Map<string, TaintSource>();
  const validated = validationsOf(program, points, VALIDATIONS);
  const handed = new Set(program.calls.flatMap((call) => call.args));
  for (let node = 0; node < program.nodeCount; node++) {
    for (const value of points.of(node)) {
      if (value.k !== 'api') continue;
      for (const rule of index.find(value.path)) {
        const key = `${node} ${rule.origin}`;
        if (rule.args !== undefined && program.calls[program.callByResult.get(node) ?? -1]?.args.length !== rule.args) continue;
        if (rule.handed && !handed.has(node)) continue;
        if (found.has(key) || isParsed(program, points, rule, value.call) || !isStranger(program, points, node, value.path)) continue;
        const base = sourceBy(rule, node);
        const schema = validated(node, value.path);
        if (schema) for (const field of fieldSources(schema, [], base.kinds)) found.set(`${key} ${field.path.join('.')}`, { ...base, ...field });
        found.set(key, schema ? { ...base, kinds: 0 } : base);
      }
    }
  }
  return [...found.values()].filter((source) => source.kinds !== 0);
}

/** Members of members of a request that are read. */
const MEMBERS = 4;

/** Whether the value is of a request that the program has made to send it: `new Request(url)`. */
function isOwnRequest(program: Program, points: PointsTo, node: NodeId, path: string): boolean {
  if (!path.startsWith(`${REQUEST}.`)) return false;
  let at: NodeId | undefined = node;
  for (let i = 0; at !== undefined && i < MEMBERS; i++) {
    const made = points.of(at).flatMap((value) => (value.k === 'api' && value.path === REQUEST ? [value.call] : []));
    if (made.length > 0) return made.every((call) => program.calls[call]?.kind === 'new');
    const first = originalOf(program, at);
    at = program.loadOf.get(first)?.from ?? program.calls[program.callByResult.get(first) ?? -1]?.recv;
  }
  return false;
}

const REQUEST = 'Request()';

/** Whether the value comes into the program at the node, in its product files, and nothing says that it is the program's own. */
function isStranger(program: Program, points: PointsTo, node: NodeId, path: string): boolean {
  if (isOwnRequest(program, points, node, path) || !isFirst(program, points, node, path)) return false;
  return fileOf(program, node)?.product === true && !(path === 'MessageEvent().data' && isVouchedFor(program, node));
}

function sourceBy(rule: SourceRule, node: NodeId): TaintSource {
  return { node, path: [], kinds: kindsOf(rule), note: rule.note, origin: rule.origin, ...(rule.oneLine && { oneLine: true }) };
}

/** Whether the call that makes the value is given something that parses it first. */
function isParsed(program: Program, points: PointsTo, rule: SourceRule, call: number): boolean {
  if (!rule.parsedBy || call < 0) return false;
  const parsers = new Set(rule.parsedBy.flatMap(expand));
  return (program.calls[call]?.args ?? []).some((arg) => points.of(arg).some((value) => value.k === 'api' && parsers.has(value.path)));
}

/** Whether the function looks at where a message comes from: its `origin` is compared, or handed to a test. */
function isVouchedFor(program: Program, node: NodeId): boolean {
  const fn = program.owners[node];
  const event = wayBack(program, program.loadOf.get(node)?.from ?? NO_NODE);
  return program.loads.some((load) => load.prop === 'origin' && program.owners[load.to] === fn && [...wayBack(program, load.from)].some((from) => event.has(from))
    && (program.comparisons.some(({ left, right }) => left === load.to || right === load.to) || program.calls.some((call) => call.fn === fn && (call.recv === load.to || call.args.includes(load.to)))));
}

/** The node where such a value first appears, and not one that it was assigned to, that a function of the program was handed it or hands it back to, or a member that it was kept in: there it may have been tested, and other values come there as well. */
function isFirst(program: Program, points: PointsTo, node: NodeId, path: string): boolean {
  const isThere = (from: NodeId): boolean => points.of(from).some((value) => value.k === 'api' && value.path === path);
  const load = program.loadOf.get(node);
  if (load && points.of(load.from).some((value) => value.k === 'object' || value.k === 'instance') && !points.of(load.from).some((value) => value.k === 'api' && path.startsWith(value.path))) return false;
  const call = program.callByResult.get(node);
  const returned = call === undefined ? [] : points.targets(call).map((fn) => program.fns[fn]?.ret ?? NO_NODE);
  return ![...(program.assignsByTarget.get(node) ?? []), ...returned, ...handedTo(program, points, node)].some(isThere);
}

/** What the calls of a function give for the parameter that a node is. */
function handedTo(program: Program, points: PointsTo, node: NodeId): NodeId[] {
  const origin = program.origins[node];
  return origin?.k === 'param' ? points.callers(origin.fn).flatMap((call) => program.calls[call]?.args[origin.index] ?? []) : [];
}

/** Secrets can be logged and nothing else; of other values the rule may say what they can cause. */
function kindsOf(rule: SourceRule): KindMask {
  if (rule.origin === 'sensitive') return bitOf('sensitive-data-logged');
  return rule.only ? maskOf(rule.only) & ALL_KINDS : ALL_KINDS;
}
