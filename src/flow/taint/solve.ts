import { ANY, ELEMENT, NO_NODE, type Call, type Guard, type NodeId, type Prop } from '../../model/flow-graph';
import { forEachArgument, isElement } from '../arguments';
import type { ModelledFlow, PointsTo } from '../points-to';
import type { SourceOrigin } from '../../facts/knowledge/rules';
import { ADDRESS_OF_PAGE } from '../../facts/knowledge/sources';
import { takesRest, type Program } from '../program';
import { schemaAt, type Schema } from '../schema';
import { readersOf } from './carried';
import type { Guards } from './guards';
import type { TaintIndex } from './index-program';
import { ABSOLUTE, DOTS, type KindMask } from './kinds';
import { libraryCalls } from './library-calls';
import { pathAfter } from './paths';
import type { SinkSite } from './sinks';
import { encodedClears, partsClear, prefixEffect, replaceClears } from './strings';

/** A place in the program where untrusted values enter. */
export interface TaintSource {
  readonly node: NodeId;
  readonly path: readonly Prop[];
  readonly kinds: KindMask;
  /** What a reader would call it. */
  readonly note: string;
  /** What kind of stranger it comes from. */
  readonly origin: SourceOrigin;
  /** Name of the tool, where it is an argument of one. */
  readonly tool?: string;
  /** Kinds that count only where the value has become part of a longer text. */
  readonly inText?: KindMask;
}

/** A tainted value somewhere: which part of it, what it can still cause, and how it got here. */
export interface Fact {
  readonly node: NodeId;
  readonly path: readonly Prop[];
  readonly context: number;
  /** `..` was resolved: a test on the prefix counts. */
  readonly normalised: boolean;
  /** Stands in the path of a URL. */
  readonly inUrlPath: boolean;
  /** Put into a string, and then no longer an object that a query could take operators from; `behind` something else, and then not at its beginning. */
  readonly text: '' | 'text' | 'behind';
  mask: KindMask;
  readonly parent: Fact | undefined;
  /** What happened on the way here, for people; undefined for steps that say nothing. */
  readonly step: Step | undefined;
}

export type Step =
  | { readonly t: 'call'; readonly call: number; readonly fn: number }
  | { readonly t: 'return'; readonly call: number }
  | { readonly t: 'through'; readonly call: number }
  | { readonly t: 'concat' }
  | { readonly t: 'stored'; readonly name: string };

/** A tainted value at a sink. */
export interface Hit {
  readonly source: TaintSource;
  readonly sink: SinkSite;
  readonly fact: Fact;
}

/** Longer access paths are cut: what is under the cut counts as tainted as a whole. */
const MAX_PATH = 5;
/** Facts that one source may spread to before it is given up as telling nothing. */
const MAX_FACTS = 60_000;

interface Context {
  readonly fn: number;
  readonly callers: Caller[];
  /** Calls of libraries that hand the value to the function: `list.map(fn)`. */
  readonly libraries: Caller[];
  readonly returns: Fact[];
}

interface Caller {
  readonly call: number;
  readonly fact: Fact;
}

/**
 * Follows one source forward through the whole program: calls and returns matched by summaries per entry fact
 * (Reps, Horwitz and Sagiv 1995), members by access paths, kinds of flaw as bits that sanitizers and guards take away.
 * Returns the sinks reached, and whether it was given up.
 */
export function follow(program: Program, points: PointsTo, index: TaintIndex, guards: Guards, source: TaintSource): { readonly hits: readonly Hit[]; readonly exhausted: boolean } {
  const facts = new Map<NodeId, Map<string, Fact>>();
  const contexts: Context[] = [{ fn: -2, callers: [], libraries: [], returns: [] }];
  const contextIds = new Map<string, number>();
  const work: Fact[] = [];
  const hits = new Map<string, Hit>();
  const libraries = libraryCalls(program, points);
  let count = 0;

  const push = (node: NodeId, path: readonly Prop[], from: Fact, change: Partial<Pick<Fact, 'context' | 'mask' | 'normalised' | 'inUrlPath' | 'text' | 'step'>> = {}): void => {
    if (node === NO_NODE) return;
    const mask = change.mask ?? from.mask;
    if (mask === 0) return;
    const cut = path.length > MAX_PATH ? path.slice(0, MAX_PATH) : path;
    const context = change.context ?? contextFor(node, from);
    const fact: Fact = {
      node, path: cut, context, mask, parent: from, step: change.step,
      normalised: change.normalised ?? from.normalised, inUrlPath: change.inUrlPath ?? from.inUrlPath, text: change.text ?? from.text,
    };
    insert(fact);
  };

  /** Crossing into another function other than by a call forgets which call we came from. */
  const contextFor = (node: NodeId, from: Fact): number => {
    if (from.context === 0) return 0;
    return index.ownerOf(node) === index.ownerOf(from.node) ? from.context : 0;
  };

  const insert = (fact: Fact): void => {
    let here = facts.get(fact.node);
    if (!here) facts.set(fact.node, (here = new Map<string, Fact>()));
    const key = `${fact.context}|${fact.normalised ? 1 : 0}${fact.inUrlPath ? 1 : 0}${fact.text}|${fact.path.join('\0')}`;
    const known = here.get(key);
    if (!known) {
      here.set(key, fact);
      work.push(fact);
      count++;
      return;
    }
    const added = fact.mask & ~known.mask;
    if (added === 0) return;
    known.mask |= added;
    work.push({ ...fact, mask: added });
  };

  /** The context in which a function sees this part of a parameter. */
  const contextAt = (fn: number, param: NodeId, path: readonly Prop[], from: Fact): number => {
    const key = `${param}|${from.normalised ? 1 : 0}${from.inUrlPath ? 1 : 0}${from.text}|${path.join('\0')}`;
    const known = contextIds.get(key);
    if (known !== undefined) return known;
    contextIds.set(key, contexts.length);
    return contexts.push({ fn, callers: [], libraries: [], returns: [] }) - 1;
  };

  const enter = (callId: number, fn: number, param: NodeId, path: readonly Prop[], from: Fact): void => {
    const id = contextAt(fn, param, path, from);
    const context = contexts[id];
    if (!context) return;
    if (!isKnown(context.callers, callId, from)) {
      context.callers.push({ call: callId, fact: from });
      for (const returned of context.returns) leave(callId, from, returned);
    }
    push(param, path, from, { context: id, step: { t: 'call', call: callId, fn } });
  };

  /** A library calls the function with the value: what comes back goes where that call puts it, and nowhere else. */
  const enterFromLibrary = (callId: number, param: NodeId, from: Fact): void => {
    const id = contextAt(index.ownerOf(param), param, from.path, from);
    const context = contexts[id];
    if (context && !isKnown(context.libraries, callId, from)) {
      context.libraries.push({ call: callId, fact: from });
      for (const returned of context.returns) {
        for (const to of points.linked.get(returned.node) ?? []) if (libraries.get(to) === callId) push(to, returned.path, returned, { context: from.context, mask: returned.mask & from.mask });
      }
    }
    push(param, from.path, from, { context: id });
  };

  const linkStep = (to: NodeId, fact: Fact, returned: number | undefined): void => {
    const into = libraries.get(fact.node);
    const out = libraries.get(to);
    if (into !== undefined && program.fns[index.ownerOf(to)]?.params.includes(to)) enterFromLibrary(into, to, fact);
    else if (out !== undefined && returned !== undefined) for (const from of leaving(returned, fact, out)) push(to, from.path, from, { context: from.context });
    else push(to, fact.path, fact, { context: 0 });
  };

  /** What a returned value is to a library that called the function: nothing, where another call brought the value in. */
  const leaving = (fn: number, fact: Fact, callId: number): Fact[] => {
    const context = contexts[fact.context];
    if (fact.context === 0 || context?.fn !== fn) return [fact];
    return context.libraries.filter((caller) => caller.call === callId).map((caller) => ({ ...fact, context: caller.fact.context, mask: fact.mask & caller.fact.mask }));
  };

  const leave = (callId: number, caller: Fact, returned: Fact): void => {
    const call = program.calls[callId];
    if (!call || call.kind === 'new' || call.kind === 'super') return;
    push(call.result, returned.path, returned, { context: caller.context, mask: returned.mask & caller.mask & ~index.clearedByName(call.name), step: { t: 'return', call: callId } });
  };

  const returnFrom = (fn: number, fact: Fact): void => {
    const context = contexts[fact.context];
    if (fact.context === 0 || context?.fn !== fn) {
      for (const call of points.callers(fn)) {
        const record = program.calls[call];
        if (record && record.kind !== 'new' && record.kind !== 'super') push(record.result, fact.path, fact, { context: 0, mask: fact.mask & ~index.clearedByName(record.name), step: { t: 'return', call } });
      }
      return;
    }
    context.returns.push(fact);
    for (const caller of [...context.callers]) leave(caller.call, caller.fact, fact);
  };

  const step = (arrived: Fact): void => {
    const { node, path } = arrived;
    const returned = index.returnOf.get(node);
    const vouched = returned === undefined ? 0 : index.clearedByName(program.fns[returned]?.name ?? '');
    if ((arrived.mask & ~vouched) === 0) return;
    const fact = vouched === 0 ? arrived : { ...arrived, mask: arrived.mask & ~vouched };
    for (const site of index.sinks.get(node) ?? []) reach(site, fact);
    for (const edge of index.assigns[node] ?? []) {
      if (edge.but?.includes(path[0] ?? '')) continue;
      const guard = edge.guard && guardFor(edge.guard, path);
      push(edge.to, path, fact, guard ? { mask: fact.mask & ~guards.clears(guard, { normalised: fact.normalised, part: guard === edge.guard ? path : [] }) } : {});
    }
    for (const load of index.loads[node] ?? []) loadStep(load.prop, load.to, fact);
    for (const store of index.stores[node] ?? []) storeStep(store, fact);
    for (const spread of index.spreads[node] ?? []) if (!spread.but?.includes(path[0] ?? '')) push(spread.to, path.length === 0 || !isElement(path[0] ?? '') ? path : [ELEMENT, ...path.slice(1)], fact);
    for (const concat of index.concats[node] ?? []) concatStep(concat, fact);
    for (const use of index.uses[node] ?? []) callStep(use.call, use.arg, fact);
    for (const flow of points.modelled.get(node) ?? []) modelStep(flow, fact);
    for (const to of points.linked.get(node) ?? []) linkStep(to, fact, returned);
    for (const load of points.importLoads.get(node) ?? []) loadStep(load.prop, load.to, fact);
    for (const load of points.instanceLoads.get(node) ?? []) push(load.to, path, fact, { context: 0 });
    if (returned !== undefined) returnFrom(returned, fact);
  };

  const loadStep = (prop: Prop, to: NodeId, fact: Fact): void => {
    if (fact.path.length === 0) {
      if (!HARMLESS.has(prop)) push(to, [], fact, urlMember(prop, fact));
      return;
    }
    if (matches(prop, fact.path[0] ?? '')) push(to, fact.path.slice(1), fact);
  };

  const storeStep = (store: TaintIndex['stores'][number] extends (infer S)[] | undefined ? S : never, fact: Fact): void => {
    const path = [store.prop, ...fact.path];
    if (store.init) {
      push(store.base, path, fact);
      return;
    }
    if (store.after !== undefined) push(store.after, path, fact);
    // A closure writes to a variable of the function around it, which reads it whenever.
    if (store.after !== undefined && index.ownerOf(store.after) !== index.ownerOf(store.base)) push(store.base, path, fact);
    writeThrough(store.base, path, fact, store.prop);
    if (URL_MEMBERS.has(store.prop) && points.of(store.base).some((value) => value.k === 'api' && value.path === 'URL()')) {
      push(store.after ?? store.base, [], fact, store.prop === 'pathname' || store.prop === 'search' || store.prop === 'hash' ? { mask: fact.mask & ~index.hostKinds, inUrlPath: store.prop === 'pathname' } : {});
    }
  };

  /** A write through an alias: the object is tainted wherever else it is seen, an instance's field in every method. */
  const writeThrough = (base: NodeId, path: readonly Prop[], fact: Fact, name: string): void => {
    for (const value of points.of(base)) {
      if (value.k === 'instance') {
        const field = points.field(value.cls, path[0] ?? '');
        if (field !== undefined) push(field, path.slice(1), fact, { context: 0, step: { t: 'stored', name } });
      } else if (value.k === 'object' && value.node !== base && (index.ownerOf(value.node) !== index.ownerOf(base) || !index.hasAfter(base))) {
        push(value.node, path, fact, { step: { t: 'stored', name } });
      } else if (value.k === 'api') {
        for (const to of readersOf(program, points, base, value.path, path[0] ?? '')) push(to, path.slice(1), fact, { context: 0, step: { t: 'stored', name } });
      }
    }
  };

  const concatStep = (concat: { readonly parts: readonly (NodeId | string)[]; readonly to: NodeId }, fact: Fact): void => {
    if (fact.path.length > 0 && !(fact.path.length === 1 && isElement(fact.path[0] ?? ''))) return;
    const prefix = prefixBefore(concat.parts, fact.node);
    const effect = prefixEffect(prefix, fact.text === 'behind');
    push(concat.to, [], fact, { mask: fact.mask & ~effect.clears & ~partsClear(concat.parts), normalised: fact.normalised && concat.parts.every((part) => typeof part !== 'string'), inUrlPath: fact.inUrlPath || effect.inUrlPath, text: fact.text === 'behind' || prefix !== '' ? 'behind' : 'text', step: { t: 'concat' } });
  };

  const prefixBefore = (parts: readonly (NodeId | string)[], node: NodeId): string => {
    let prefix = '';
    for (const part of parts) {
      if (part === node) return prefix;
      if (typeof part === 'string') prefix += part;
      else {
        const values = points.of(part);
        const [only] = values;
        prefix += values.length === 1 && only?.k === 'const' ? String(only.value) : '\0';
      }
    }
    return prefix;
  };

  const callStep = (callId: number, arg: number, fact: Fact): void => {
    const call = program.calls[callId];
    if (!call) return;
    for (const fn of points.targets(callId)) {
      const target = program.fns[fn];
      if (!target) continue;
      if (arg === -1) {
        enter(callId, fn, target.self, fact.path, fact);
        continue;
      }
      forEachArgument(call, target.params.length, takesRest(program, target), (node, param, viaSpread) => {
        if (node !== fact.node) return;
        const to = target.params[param] ?? NO_NODE;
        const origin = program.origins[to];
        if (viaSpread) {
          if (fact.path.length === 0) enter(callId, fn, to, [], fact);
          else if (isElement(fact.path[0] ?? '')) enter(callId, fn, to, fact.path.slice(1), fact);
        } else enter(callId, fn, to, origin?.k === 'param' && origin.rest ? [ELEMENT, ...fact.path] : fact.path, fact);
      });
    }
  };

  const modelStep = (flow: ModelledFlow, fact: Fact): void => {
    const rest = consume(flow.fromPath, fact.path);
    if (rest === undefined || (!flow.same && rest.length > 0 && flow.fromPath.length === 0 && !passesWhole(program.calls[flow.call]?.name ?? ''))) return;
    const call = program.calls[flow.call];
    let mask = fact.mask & ~index.maskOf(flow.clears);
    if (call && flow.to === call.result) mask = pathAfter(program, points, call, flow, fact.node, mask);
    if (call && REPLACE.has(call.name) && flow.to === call.result && fact.node === call.recv) mask &= ~replaceMask(call, fact.normalised);
    if (call?.name === 'toString' && flow.to === call.result) mask &= ~encodedClears(points.of(call.args[0] ?? NO_NODE).flatMap((value) => (value.k === 'const' ? [String(value.value)] : []))[0]);
    // The base that a relative address is resolved against, where it is the program's own address.
    if (call?.name === 'URL' && fact.node === call.args[1] && points.of(fact.node).some((value) => value.k === 'api' && OWN_ADDRESS.test(value.path))) mask &= ~index.hostKinds;
    if (call && PICKS.has(call.name) && flow.to === call.result) {
      const fns = points.of(call.args[0] ?? NO_NODE).flatMap((value) => (value.k === 'fn' ? [value.fn] : []));
      if (fns.length > 0) mask &= ~fns.reduce((kinds, fn) => kinds & guards.accepts(fn), mask);
    }
    if (call && call.recv !== NO_NODE && PARSERS.test(call.name) && flow.to === call.result) {
      const schema = schemaAt(program, points, call.recv);
      if (schema.type !== 'unknown') {
        narrow(schema, [...flow.toPath, ...rest], flow.to, { ...fact, mask }, rest.length);
        return;
      }
    }
    // `path.join` is no `join` of a list, though both go by that name.
    const normalised = flow.normalises || points.apis(flow.call).includes('path.join') ? true : flow.same ? fact.normalised : KEEPS_FORM.has(call?.name ?? '') && fact.normalised;
    const context = libraries.has(flow.to) || libraries.has(fact.node) ? fact.context : contextFor(flow.to, fact);
    push(flow.to, [...flow.toPath, ...rest], fact, { context, mask, normalised, step: { t: 'through', call: flow.call }, ...(joins(flow, call?.name ?? '') && { text: fact.text === '' ? 'text' : fact.text }) });
    if (flow.toPath.length > 0 && call && flow.to !== call.result) writeThrough(flow.to, [...flow.toPath, ...rest], fact, call.name);
  };

  /** What comes out of a schema's parse: member by member, without what the schema rules out. */
  const narrow = (schema: Schema, path: readonly Prop[], to: NodeId, fact: Fact, depth: number): void => {
    const prefix = path.slice(0, path.length - depth);
    const inner = path.slice(path.length - depth);
    const [head, ...rest] = inner;
    if (schema.fields && !schema.open) {
      for (const [name, field] of schema.fields) {
        if (head !== undefined && !matches(name, head)) continue;
        narrow(field, [...prefix, name, ...rest], to, fact, rest.length);
      }
    } else push(to, path, fact, { mask: fact.mask & ~schema.clears });
  };

  const replaceMask = (call: Call, inForm: boolean): KindMask => {
    const [pattern = NO_NODE, replacement = NO_NODE] = call.args;
    const text = points.of(replacement).flatMap((value) => (value.k === 'const' ? [String(value.value)] : []))[0];
    return points.of(pattern).reduce((mask, value) => {
      if (value.k === 'regex') return mask | replaceClears(value.source, value.flags, text, inForm);
      return value.k === 'const' && call.name === 'replaceAll' ? mask | replaceClears(String(value.value).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g', text) : mask;
    }, 0);
  };

  /** What a member of a URL can still do: scheme and port nothing, the host no more than lead elsewhere, what follows it no more than change the path. */
  const urlMember = (prop: Prop, fact: Fact): Partial<Pick<Fact, 'mask' | 'inUrlPath'>> => {
    if (!PARSED_MEMBERS.has(prop) || !points.of(fact.node).some((value) => value.k === 'api' && value.path === 'URL()')) return {};
    if (prop === 'protocol' || prop === 'port') return { mask: 0 };
    if (prop === 'host' || prop === 'hostname' || prop === 'origin') return { mask: fact.mask & index.hostKinds };
    return { mask: fact.mask & ~index.hostKinds };
  };

  const reach = (site: SinkSite, fact: Fact): void => {
    const bit = bitsOf(site);
    if ((fact.mask & bit) === 0 || !placeMatches(site, fact.path)) return;
    if (((source.inText ?? 0) & bit) !== 0 && !standsInText(site, fact)) return;
    if (site.from && !site.from.includes(source.origin)) return;
    if (site.via !== undefined && !cameThrough(fact, site.via)) return;
    if ((site.stands === 'first' && fact.text === 'behind') || (site.stands === 'in-text' && fact.text === '')) return;
    if (site.kind === 'open-redirect' && source.note === ADDRESS_OF_PAGE && !isCut(program, fact)) return;
    if (site.kind === 'url-path-injection' && !fact.inUrlPath) return;
    if (site.text ? fact.path.length < site.path.length : site.kind === 'nosql-injection' && (fact.text !== '' || fact.path.includes('$eq'))) return;
    const key = `${site.kind} ${site.call} ${site.store} ${site.call < 0 && site.store < 0 ? site.node : ''}`;
    if (!hits.has(key)) hits.set(key, { source, sink: site, fact });
  };

  /** Text that a database runs is as good as code; a path escapes by dots or from the root. */
  const bitsOf = (site: SinkSite): KindMask => {
    if (site.text) return index.bitOf(site.kind) | index.bitOf('code-injection');
    return site.kind === 'path-traversal' ? DOTS | ABSOLUTE : index.bitOf(site.kind);
  };

  insert({ node: source.node, path: source.path, context: 0, normalised: false, inUrlPath: false, text: '', mask: source.kinds, parent: undefined, step: undefined });
  for (let next = work.pop(); next && count < MAX_FACTS; next = work.pop()) step(next);
  return { hits: [...hits.values()], exhausted: count >= MAX_FACTS };
}

function isKnown(callers: readonly Caller[], call: number, { context, mask }: Fact): boolean {
  return callers.some((caller) => caller.call === call && caller.fact.context === context && (caller.fact.mask & mask) === mask);
}

/** Members that say how much there is, and nothing of what it is. */
const HARMLESS = new Set(['length', 'size', 'byteLength', 'index', 'lastIndex', 'constructor', 'prototype']);
const PARSED_MEMBERS = new Set(['protocol', 'port', 'host', 'hostname', 'origin', 'pathname', 'search', 'hash']);
const URL_MEMBERS = new Set(['host', 'hostname', 'href', 'pathname', 'search', 'hash', 'port', 'protocol']);
/** Methods that hand on elements which a function accepts. */
const PICKS = new Set(['filter', 'find', 'findLast']);
const OWN_ADDRESS = /(?:^location\.(?:href|origin)|^document\.(?:URL|baseURI)|Request\(\)\.(?:url|nextUrl))$/;
/** Calls that leave an address what it was, as a whole. */
const WHOLE = new Set(['replace', 'replaceAll', 'toString', 'trim', 'toLowerCase', 'concat', 'String']);
const REPLACE = new Set(['replace', 'replaceAll']);
const PARSERS = /^(parse|safeParse|parseAsync|safeParseAsync|validateSync|validateAsync|decode|cast)$/;
/** Calls that leave a path in normal form if it was. */
const KEEPS_FORM = new Set(['toString', 'trim', 'toLowerCase', 'toUpperCase', 'String', 'slice', 'substring', 'charAt']);

/** Part of a longer text; of a path, behind a folder, for the folder itself is the caller's to choose. */
function standsInText(site: SinkSite, fact: Fact): boolean {
  return site.kind === 'path-traversal' ? (fact.mask & ABSOLUTE) === 0 : fact.text !== '' || fact.normalised;
}

/** Calls that put their values into a text. */
function joins(flow: ModelledFlow, name: string): boolean {
  return !flow.same && flow.toPath.length === 0 && /^(join|concat|format)$/.test(name);
}

const STRIPPED = new WeakMap<Guard, Map<number, Guard>>();

/** The guard as it speaks of the tainted part of a value: of `x.path` when the test was on `x.path` or made from it. Undefined when it speaks of another part. */
function guardFor(guard: Guard, path: readonly Prop[]): Guard | undefined {
  if (path.length === 0 || guard.about !== 'derived') return guard;
  for (const [i, prop] of path.entries()) {
    const step = guard.by[i];
    if (typeof step !== 'string' || !step.startsWith('.') || !matches(step.slice(1), prop)) return undefined;
    // That one element equals something says nothing of the others.
    if (guard.condition.t === 'equals' && prop === ELEMENT && /^\.\d+$/.test(step)) return undefined;
  }
  let byLength = STRIPPED.get(guard);
  if (!byLength) STRIPPED.set(guard, (byLength = new Map<number, Guard>()));
  const known = byLength.get(path.length);
  if (known) return known;
  const by = guard.by.slice(path.length);
  const stripped: Guard = { ...guard, by, about: by.length === 0 ? 'self' : 'derived' };
  byLength.set(path.length, stripped);
  return stripped;
}

/** Functions whose result holds the members of their argument, tainted or not. */
function passesWhole(name: string): boolean {
  return /^(stringify|inspect|format|assign|freeze|cloneDeep|structuredClone|then|parse|toString)$/.test(name);
}

/** Whether reading `prop` may see what was written under `written`. */
function matches(prop: Prop, written: Prop): boolean {
  if (prop === written || written === ANY || prop === ANY) return prop !== 'keys()';
  return (prop === ELEMENT && isElement(written)) || (written === ELEMENT && isElement(prop));
}

/** Whether a function has made something of the value on the way: cut it, read it, parsed it. */
function isCut(program: Program, fact: Fact): boolean {
  for (let at: Fact | undefined = fact; at; at = at.parent) if (at.step?.t === 'through' && !WHOLE.has(program.calls[at.step.call]?.name ?? '')) return true;
  return false;
}

function cameThrough(fact: Fact, node: NodeId): boolean {
  for (let at: Fact | undefined = fact; at; at = at.parent) if (at.node === node) return true;
  return false;
}

/** What is left of a fact's path behind a flow's path; undefined when the flow reads another part. */
function consume(wanted: readonly Prop[], path: readonly Prop[]): readonly Prop[] | undefined {
  for (let i = 0; i < wanted.length; i++) {
    const have = path[i];
    if (have === undefined) return [];
    if (!matches(wanted[i] ?? '', have)) return undefined;
  }
  return path.slice(wanted.length);
}

/** Whether a tainted part is (part of) what the sink reads; a deep sink reads everything under its place. */
function placeMatches(site: SinkSite, path: readonly Prop[]): boolean {
  const shared = Math.min(site.path.length, path.length);
  for (let i = 0; i < shared; i++) if (!matches(site.path[i] ?? '', path[i] ?? '')) return false;
  return path.length <= site.path.length || site.deep;
}
