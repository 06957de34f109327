import { FORMATS } from '../../../facts/knowledge/propagation';
import { ELEMENT, NO_NODE, type Call, type NodeId, type Prop } from '../../../model/flow-graph';
import { isElement } from '../../arguments';
import type { ModelledFlow } from '../../points-to/result';
import { schemaAt } from '../../schema/read';
import type { Schema } from '../../schema/schema';
import { ALL_KINDS, type KindMask } from '../kinds';
import { pathAfter } from '../paths';
import { encodedClears } from '../text/characters';
import type { Fact } from './fact';
import { writeThrough } from './members';
import { consume, matches } from './access-paths';
import { firstText, foundMask, formatMask, replaceMask } from './texts';
import { contextFor, push, type Trail } from './trail';

/** Methods that hand on elements which a function accepts. */
const PICKS = new Set(['filter', 'find', 'findLast']);
const REPLACE = new Set(['replace', 'replaceAll']);
/** Methods that give what a pattern has found. */
const FINDS = new Set(['exec', 'match', 'matchAll']);
const PARSERS = /^(validate|parse|safeParse|parseAsync|safeParseAsync|validateSync|validateAsync|decode|cast)$/;
/** Calls that leave a path in normal form if it was. */
const KEEPS_FORM = new Set(['toString', 'trim', 'toLowerCase', 'toUpperCase', 'String', 'slice', 'substring', 'charAt']);
const OWN_ADDRESS = /(?:^location\.(?:href|origin)|^document\.(?:URL|baseURI)|Request\(\)\.(?:url|nextUrl))$/;
/** Calls that put their values into a text. */
const JOINS = new Set(['join', 'concat', 'format']);
/** Functions whose result holds the members of their argument, tainted or not. */
const PASSES_WHOLE = /^(stringify|inspect|format|assign|freeze|cloneDeep|structuredClone|then|parse|toString)$/;

/** A tainted value goes through a function outside the program. */
export function modelStep(trail: Trail, flow: ModelledFlow, fact: Fact): void {
  const call = trail.program.calls[flow.call];
  const rest = consume(flow.fromPath, fact.path);
  if (rest === undefined || (!flow.same && rest.length > 0 && flow.fromPath.length === 0 && !PASSES_WHOLE.test(call?.name ?? ''))) return;
  const path = [...placeOf(trail, flow, fact), ...rest];
  const mask = maskAfter(trail, flow, call, fact);
  const schema = call && parserSchema(trail, flow, call);
  if (schema) {
    narrow(trail, schema, path, flow.to, { ...fact, mask }, rest.length);
    return;
  }
  const context = trail.libraries.has(flow.to) || trail.libraries.has(fact.node) ? fact.context : contextFor(trail, flow.to, fact);
  push(trail, flow.to, path, fact, { context, mask, normalised: isNormalised(trail, flow, call, fact), step: { t: 'through', call: flow.call }, ...(joins(flow, call) && { text: fact.text === '' ? 'text' : fact.text }) });
  if (flow.toPath.length > 0 && call && flow.to !== call.result) writeThrough(trail, flow.to, path, fact, call.name);
}

/** Where in the result a value arrives: at the place that it had, where a call keeps the order of a list. */
function placeOf({ points }: Trail, flow: ModelledFlow, fact: Fact): readonly Prop[] {
  const [at] = fact.path;
  const inOrder = at !== undefined && at !== ELEMENT && isElement(at) && flow.fromPath.join() === ELEMENT && flow.toPath[0] === ELEMENT;
  return inOrder && points.apis(flow.call).some((path) => path === 'Promise.all' || path === 'Promise.allSettled') ? [at, ...flow.toPath.slice(1)] : flow.toPath;
}

function isNormalised(trail: Trail, flow: ModelledFlow, call: Call | undefined, fact: Fact): boolean {
  // `path.join` is no `join` of a list, though both go by that name.
  if (flow.normalises || trail.points.apis(flow.call).includes('path.join')) return true;
  return (flow.same || KEEPS_FORM.has(call?.name ?? '')) && fact.normalised;
}

/** Whether a call puts its values into a text. */
function joins(flow: ModelledFlow, call: Call | undefined): boolean {
  return !flow.same && flow.toPath.length === 0 && JOINS.has(call?.name ?? '');
}

/** What a value can still cause behind a call that hands it on. */
function maskAfter(trail: Trail, flow: ModelledFlow, call: Call | undefined, fact: Fact): KindMask {
  const mask = fact.mask & (call && isCopied(trail, call) ? ALL_KINDS : ~trail.index.maskOf(flow.clears));
  if (!call || flow.to !== call.result) return mask;
  return pathAfter(trail.program, trail.points, call, flow, fact.node, mask) & ~clearedBy(trail, flow, call, fact);
}

/** `JSON.parse(JSON.stringify(x))` is a copy of x: what the text could not cause, the copy can. */
function isCopied({ program, index }: Trail, call: Call): boolean {
  const uses = call.name === 'stringify' ? index.uses[call.result] ?? [] : [];
  return uses.length > 0 && uses.every((use) => program.calls[use.call]?.name === 'parse');
}

/** Kinds that a call takes away from what it hands on, by what it was given: a pattern, a function that picks. */
function clearedBy(trail: Trail, flow: ModelledFlow, call: Call, fact: Fact): KindMask {
  const { points, guards, index } = trail;
  if (REPLACE.has(call.name) && fact.node === call.recv) return replaceMask(points, call, fact.normalised);
  if (FINDS.has(call.name)) return foundMask(points, call);
  const formats = points.apis(flow.call).filter((path) => Object.hasOwn(FORMATS, path));
  if (formats.length > 0) return formatMask(points, call, formats, fact.node);
  if (call.name === 'toString') return encodedClears(firstText(points, call.args[0] ?? NO_NODE));
  // The base that a relative address is resolved against, where it is the program's own address.
  if (call.name === 'URL' && fact.node === call.args[1] && points.of(fact.node).some((value) => value.k === 'api' && OWN_ADDRESS.test(value.path))) return index.hostKinds;
  if (!PICKS.has(call.name)) return 0;
  const fns = points.of(call.args[0] ?? NO_NODE).flatMap((value) => (value.k === 'fn' ? [value.fn] : []));
  return fns.length === 0 ? 0 : fns.reduce((kinds, fn) => kinds & guards.accepts(fn), ALL_KINDS);
}

/** The schema whose parse the call is. */
function parserSchema({ program, points }: Trail, flow: ModelledFlow, call: Call): Schema | undefined {
  if (call.recv === NO_NODE || flow.to !== call.result || !PARSERS.test(call.name)) return undefined;
  const schema = schemaAt(program, points, call.recv);
  return schema.type === 'unknown' ? undefined : schema;
}

/** What comes out of a schema's parse: member by member, without what the schema rules out. */
function narrow(trail: Trail, schema: Schema, path: readonly Prop[], to: NodeId, fact: Fact, depth: number): void {
  if (!schema.fields || schema.open) {
    push(trail, to, path, fact, { mask: fact.mask & ~schema.clears });
    return;
  }
  const prefix = path.slice(0, path.length - depth);
  const [head, ...rest] = path.slice(path.length - depth);
  for (const [name, field] of schema.fields) {
    if (head === undefined || matches(name, head)) narrow(trail, field, [...prefix, name, ...rest], to, fact, rest.length);
  }
}
