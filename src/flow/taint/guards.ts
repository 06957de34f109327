import { indexRules } from '../../facts/knowledge/patterns';
import type { GuardRule } from '../../facts/knowledge/rules';
import { isElement } from '../arguments';
import { ELEMENT, NO_NODE, type Call, type Condition, type Exit, type Guard, type NodeId, type ParamGuard, type Prop } from '../../model/flow-graph';
import { readPlace } from '../places';
import type { PointsTo } from '../points-to';
import type { Program } from '../program';
import { schemaAt } from '../schema';
import { wayBack } from '../way-back';
import { looksBehind } from './behind-prefix';
import { ABSOLUTE, ALL_KINDS, bitOf, DOTS, maskOf, type KindMask } from './kinds';
import { absenceClears, matchClears } from './strings';

/** Whether the value had `..` resolved before it was tested: `startsWith(root)` says nothing of `root/../x`. */
export interface Tested {
  readonly normalised: boolean;
  /** Which part of the tested value is asked about; the whole when empty. */
  readonly part: readonly Prop[];
}

const WHOLE: Tested = { normalised: false, part: [] };

export interface Guards {
  /** Kinds that a value can no longer cause behind a guard. */
  readonly clears: (guard: Guard, tested: Tested) => KindMask;
  /** Kinds that a call's result no longer carries, since the function called vouches for its parameter before it returns. */
  readonly returns: (fn: number, param: number) => KindMask;
  /** Kinds that a value can no longer cause which a function has accepted: elements that a filter lets through. */
  readonly accepts: (fn: number) => KindMask;
}

const PATHS = maskOf(['path-traversal', 'zip-slip']);
/** Climbing by `..`; a path that begins at the root needs none. */
const CLIMBING = DOTS | bitOf('zip-slip');
const HOSTS = maskOf(['ssrf', 'open-redirect']);
const OPTIONS = maskOf(['argument-injection']);
const POLLUTION = maskOf(['prototype-pollution']);
const NESTING = 5;

/** Decides what guards are worth: which kinds of flaw a test rules out for the value it tests. */
export function guardsOf(program: Program, points: PointsTo, rules: readonly GuardRule[]): Guards {
  const byApi = indexRules(rules);
  const byName = rules.filter((rule) => rule.name !== undefined);
  const known = new Map<string, KindMask>();

  // What a guard is worth does not depend on who asks; following values asks for the same ones again and again.
  const worth = { plain: new Map<Guard, KindMask>(), normalised: new Map<Guard, KindMask>() };

  const clears = (guard: Guard, tested: Tested, depth = 0): KindMask => {
    if (tested.part.length > 0) return weigh(guard, tested, depth);
    const cached = tested.normalised ? worth.normalised : worth.plain;
    const found = cached.get(guard);
    if (found !== undefined) return found;
    const mask = weigh(guard, tested, depth);
    cached.set(guard, mask);
    return mask;
  };

  const weigh = (guard: Guard, tested: Tested, depth: number): KindMask => {
    const { condition } = guard;
    if (condition.t === 'any-of') return anyOf(condition.branches, tested, depth);
    const by = stepsOf(program, guard);
    // Of a part of the value only a function that was given the whole can say something.
    if (tested.part.length > 0 && condition.t !== 'call' && condition.t !== 'passed' && condition.t !== 'result') return 0;
    switch (condition.t) {
      case 'equals': return equalClears(condition, guard, by);
      case 'typeof': return typeClears(condition.type, condition.positive) & wholeValue(by);
      case 'key-of': return condition.positive ? membership(by) : 0;
      case 'instanceof': return 0;
      case 'call': return callClears(condition, condition.positive, guard, by, tested, depth);
      case 'index': return callClears(condition, condition.found, guard, by, tested, depth);
      case 'passed': return passedClears(condition, by, depth, tested);
      case 'result': return resultClears(condition, depth, tested);
    }
  };

  const anyOf = (branches: readonly (readonly Guard[])[], tested: Tested, depth: number): KindMask =>
    branches.reduce((mask, branch) => mask & branch.reduce((inner, guard) => inner | clears(guard, tested, depth), 0), ALL_KINDS);

  const equalClears = (condition: Condition & { readonly t: 'equals' }, guard: Guard, by: Steps): KindMask => {
    const other = points.of(condition.other);
    if (!condition.positive) return unequalClears(other.flatMap((value) => (value.k === 'const' ? [value.value] : [])), guard, by);
    // One character, or one element, is not the whole; of the addresses of a host each is tested.
    if (guard.about === 'derived' && !by.members.some((member) => HOST_MEMBERS.has(member)) && guard.by.some((step) => typeof step === 'string' && /^\.(?:\d+|\[\])$/.test(step))) return 0;
    const fixed = other.length > 0 && other.every((value) => value.k === 'const' && value.value !== null);
    if (fixed || by.members.length > 0) return membership(by);
    // Equal to something that is not a literal: a root, a configured value. A resolved path equal to its root is inside it.
    return guard.about === 'self' || by.normalises ? ALL_KINDS & ~maskOf(['sql-injection', 'command-injection']) : 0;
  };

  const unequalClears = (others: readonly (string | number | boolean | null)[], guard: Guard, by: Steps): KindMask => {
    // Other than the key that leads to every object.
    if (others.includes('__proto__')) return POLLUTION;
    // A first character that is no dash, a first folder that is not the one above.
    if (others.includes('-') && (by.calls.some((name) => /^(charAt|at|slice|substring|substr)$/.test(name)) || guard.by.includes('.0'))) return OPTIONS;
    return others.includes('..') && by.normalises && by.calls.includes('split') ? PATHS : 0;
  };

  const callClears = (condition: { readonly call: number; readonly arg: number }, positive: boolean, guard: Guard, by: Steps, tested: Tested, depth: number): KindMask => {
    const call = program.calls[condition.call];
    if (!call) return 0;
    const byRule = tested.part.length > 0 ? 0 : ruleClears(condition.call, call, condition.arg, positive, by);
    if (!positive && condition.arg === 0 && INSIDE.test(call.name) && by.members.some((member) => HOST_MEMBERS.has(member) || member === 'address')) return HOSTS;
    if (byRule !== 0) return byRule & (by.members.length > 0 ? HOSTS | PATHS : ALL_KINDS);
    const local = points.targets(condition.call);
    if (local.length > 0 && depth < NESTING) return local.reduce((mask, fn) => mask & vouches(fn, condition.arg, (exit) => exit.value === undefined || exit.value === positive, positive ? 'ifTrue' : 'ifFalse', depth + 1, tested), ALL_KINDS) & effective(by);
    if (tested.part.length > 0) return 0;
    return condition.arg === -1 ? methodOnValue(call, positive, guard, by, tested) : memberOf(call, condition.arg, positive, by);
  };

  /** A test that the value itself makes: `x.startsWith(y)`, `x.includes('..')`, `x.match(/…/)`. */
  const methodOnValue = (call: Call, positive: boolean, guard: Guard, by: Steps, tested: Tested): KindMask => {
    const [first = NO_NODE] = call.args;
    const fixed = points.of(first).flatMap((value) => (value.k === 'const' && typeof value.value === 'string' ? [value.value] : []));
    switch (call.name) {
      case 'startsWith': case 'indexOf':
        if (positive) return startsWithClears(first, fixed, guard, by, tested) | (call.name === 'startsWith' ? fixedStart(fixed) & wholeValue(by) : 0);
        if (by.members.some((member) => HOST_MEMBERS.has(member)) && namesInside(fixed)) return HOSTS;
        if (call.name === 'indexOf') return (withoutText(fixed) | withoutPrefix(fixed, true, by)) & wholeValue(by);
        return withoutPrefix(fixed.length > 0 ? fixed : [beginningOf(first)], tested.normalised || by.normalises, by) & wholeValue(by);
      case 'includes':
        return positive ? 0 : withoutText(fixed) & wholeValue(by);
      case 'match': case 'search':
        return points.of(first).reduce((mask, value) => (value.k === 'regex' ? mask | (positive ? matchClears(value.source, value.flags) : absenceClears(value.source)) : mask), 0) & wholeValue(by);
      case 'endsWith':
        // A host that ends in `.example.com`, dot included, is a host of example.com.
        return positive && by.members.some((member) => HOST_MEMBERS.has(member)) && (fixed.length > 0 ? fixed : [beginningOf(first)]).every((text) => text.startsWith('.')) ? HOSTS : 0;
      default: return 0;
    }
  };

  /** The literal text that a string put together begins with. */
  const beginningOf = (node: NodeId): string => {
    const [part] = program.concatsByResult.get(node)?.[0]?.parts ?? [];
    return typeof part === 'string' ? part : '';
  };

  const startsWithClears = (argument: NodeId, fixed: readonly string[], guard: Guard, by: Steps, tested: Tested): KindMask => {
    if (fixed.length > 0 && fixed.every((text) => /^[a-z][a-z0-9+.-]*:\/\/[^/]+\//i.test(text))) return HOSTS | OPTIONS;
    const normalised = tested.normalised || by.normalises || guard.about === 'derived' && by.normalises;
    if (!normalised) return 0;
    return endsInSeparator(argument, fixed) ? PATHS : 0;
  };

  /** A prefix without a separator at its end lets `/data-secret` pass for `/data`. */
  const endsInSeparator = (node: NodeId, fixed: readonly string[]): boolean => {
    if (fixed.length > 0 && fixed.every((text) => /[/\\]$/.test(text))) return true;
    if (isSeparator(node) || looksBehind(program, node)) return true;
    return program.concatsByResult.get(node)?.some((concat) => {
      const last = concat.parts[concat.parts.length - 1];
      if (typeof last === 'string') return /[/\\]$/.test(last);
      return last !== undefined && isSeparator(last);
    }) ?? reachesSeparator(node);
  };

  const isSeparator = (node: NodeId): boolean => points.of(node).some((value) => (value.k === 'api' && /(^|\.)sep$/.test(value.path)) || (value.k === 'const' && /^[/\\]$/.test(String(value.value))));

  /** The prefix may come through a variable that was given its separator earlier: `const base = root.endsWith(sep) ? root : root + sep`. */
  const reachesSeparator = (node: NodeId, depth = 0): boolean => {
    if (depth > 4) return false;
    return (program.assignsByTarget.get(node) ?? []).some((from) => program.concatsByResult.has(from) ? endsInSeparator(from, []) : reachesSeparator(from, depth + 1));
  };

  /** `list.includes(x)`, `set.has(x)`, `/…/.test(x)`, `table.hasOwnProperty(x)`. */
  const memberOf = (call: Call, arg: number, positive: boolean, by: Steps): KindMask => {
    const receiver = points.of(call.recv);
    if (call.name === 'test' || call.name === 'exec') {
      if (positive && by.members.some((member) => HOST_MEMBERS.has(member)) && receiver.some((value) => value.k === 'regex' && FIXED_HOST.test(value.source))) return HOSTS;
      if (!positive && by.members.some((member) => HOST_MEMBERS.has(member)) && namesInside(receiver.flatMap((value) => (value.k === 'regex' ? [value.source] : [])))) return HOSTS;
      return receiver.reduce((mask, value) => (value.k === 'regex' ? mask | (positive ? matchClears(value.source, value.flags) : absenceClears(value.source)) : mask), 0) & regexOn(by);
    }
    if (!positive || arg !== 0 || !MEMBERSHIP.has(call.name)) return call.name === 'isAbsolute' && !positive ? ABSOLUTE : objectMembership(call, arg, positive, by);
    // `text.includes(x)` on a string says little; on a list, a set or a map it is an allow-list.
    return receiver.some((value) => value.k === 'const' && typeof value.value === 'string') ? 0 : membership(by);
  };

  const objectMembership = (call: Call, arg: number, positive: boolean, by: Steps): KindMask => {
    // A list of options that are refused is how argument injection is repaired.
    if (!positive) return NUMERIC_DENIALS.has(call.name) && arg === 0 ? ALL_KINDS : arg === 0 && MEMBERSHIP.has(call.name) ? OPTIONS | POLLUTION : 0;
    if ((call.name === 'hasOwn' && arg === 1) || (call.name === 'hasOwnProperty' && arg === 0)) {
      // Where the keys come from that object itself, that it has them says nothing of them.
      return enumerates(program, call.args[arg] ?? NO_NODE, arg === 1 ? (call.args[0] ?? NO_NODE) : call.recv) ? 0 : membership(by);
    }
    return NUMERIC_TESTS.has(call.name) && arg === 0 ? ALL_KINDS & wholeValue(by) : 0;
  };

  const ruleClears = (index: number, call: Call, arg: number, positive: boolean, by: Steps): KindMask => {
    const apis = points.apis(index);
    const rulesFor = [...apis.flatMap((path) => byApi.find(path)), ...byName.filter((rule) => rule.name?.test(call.name))];
    return rulesFor.reduce((mask, rule) => {
      const place = readPlace(rule.place);
      const here = place.root === 'this' ? arg === -1 : place.root === arg;
      if (rule.member && !by.members.some((member) => rule.member?.includes(member))) return mask;
      return here && rule.safeWhen === positive ? mask | (rule.clears ? maskOf(rule.clears) : ALL_KINDS) : mask;
    }, 0);
  };

  /** A call made for its effect that returned: a validator that throws. */
  const passedClears = (condition: { readonly call: number; readonly arg: number }, by: Steps, depth: number, tested: Tested): KindMask => {
    const call = program.calls[condition.call];
    if (!call || depth >= NESTING) return 0;
    if (tested.part.length === 0 && /^(parse|parseAsync|assert|validate)$/.test(call.name) && condition.arg === 0 && call.recv !== NO_NODE) {
      const schema = schemaAt(program, points, call.recv);
      if (schema.type !== 'unknown') return schema.clears;
    }
    const local = points.targets(condition.call);
    if (local.length === 0) return tested.part.length > 0 ? 0 : ruleClears(condition.call, call, condition.arg, true, by);
    return local.reduce((mask, fn) => mask & vouches(fn, condition.arg, () => true, undefined, depth + 1, { normalised: false, part: tested.part }), ALL_KINDS) & effective(by);
  };

  /** `check(x).valid`: the ways out of `check` whose object says so. */
  const resultClears = (condition: Condition & { readonly t: 'result' }, depth: number, tested: Tested): KindMask => {
    const local = points.targets(condition.call);
    if (local.length === 0 || depth >= NESTING) return 0;
    return local.reduce((mask, fn) => mask & vouches(fn, condition.arg, (exit) => {
      const member = exit.members?.[condition.prop];
      if (member !== undefined) return member === condition.positive;
      return exit.members === undefined ? exit.value !== false || !condition.positive : !condition.positive || !looksBoolean(condition.prop);
    }, undefined, depth + 1, { normalised: false, part: tested.part }), ALL_KINDS);
  };

  /** Kinds that every way out of a function that counts rules out for a parameter. */
  const vouches = (fn: number, param: number, counts: (exit: Exit) => boolean, extra: 'ifTrue' | 'ifFalse' | undefined, depth: number, tested: Tested): KindMask => {
    const all = (program.fns[fn]?.exits ?? []).filter(counts);
    const checked = all.filter((exit) => !exit.off);
    const exits = checked.length > 0 ? checked : all;
    if (exits.length === 0 || param < 0) return 0;
    return exits.reduce((mask, exit) => mask & [...exit.held, ...(extra && exit.value === undefined ? (exit[extra] ?? []) : [])].reduce((inner, held) => inner | heldClears(held, param, depth, tested), 0), ALL_KINDS);
  };

  const heldClears = (held: ParamGuard, param: number, depth: number, tested: Tested): KindMask => (held.param === param && samePart(held.path, tested.part) ? clears(held.guard, { normalised: tested.normalised, part: [] }, depth) : 0);

  return {
    clears: (guard, tested) => clears(guard, tested),
    accepts: (fn) => vouches(fn, 0, (exit) => exit.value !== false, 'ifTrue', 1, WHOLE),
    returns: (fn, param) => {
      const key = `${fn} ${param}`;
      const cached = known.get(key);
      if (cached !== undefined) return cached;
      const mask = vouches(fn, param, () => true, undefined, 1, WHOLE);
      known.set(key, mask);
      return mask;
    },
  };
}

/** Whether a key is one of those that `for … in` found in an object. */
function enumerates(program: Program, key: NodeId, object: NodeId): boolean {
  const owners = wayBack(program, object);
  return [...wayBack(program, key)].some((at) => {
    const load = program.loadOf.get(at);
    return load?.prop === 'keys()' && [...wayBack(program, load.from)].some((from) => owners.has(from));
  });
}

/** Whether a guard on one part of a parameter speaks of another: elements of a list stand for each other. */
function samePart(a: readonly Prop[], b: readonly Prop[]): boolean {
  const named = (part: readonly Prop[]): string => part.filter((prop) => prop !== '').map((prop) => (isElement(prop) ? ELEMENT : prop)).join('.');
  return named(a) === named(b);
}

/** Functions that tell addresses of the inside of a network, and names that must not be asked for. */
const INSIDE = /private|internal|loopback|reserved|link_?local|local_?(host|ip|addr|network)|blocked|bogon|restricted|forbidden|disallowed|denied|non_?public|metadata/i;
const MEMBERSHIP = new Set(['includes', 'has', 'indexOf', 'get', 'contains', 'find', 'some', 'findIndex']);
const NUMERIC_TESTS = new Set(['isInteger', 'isSafeInteger', 'isFinite', 'isNumber']);
const NUMERIC_DENIALS = new Set(['isNaN']);
/** A pattern of a host: a fixed name up to the end, alone or behind a dot. */
const FIXED_HOST = /^(?:\^(?:\((?:\?:)?[^()|]*\\\.\)[?*+]?|[^()|^$]*\\\.)?|\\\.)[\w-]+(?:\\\.[\w-]+)+\$$/;
const HOST_MEMBERS = new Set(['hostname', 'host', 'origin']);
/** Members and calls that keep enough of a value that a test on the result is a test on it. */
const FAITHFUL = new Set(['trim', 'toLowerCase', 'toUpperCase', 'toString', 'String', 'normalize', 'decodeURIComponent', 'replace', 'data', 'value']);
const NORMALISING = new Set(['resolve', 'normalize', 'realpath', 'realpathSync', 'join', 'relative']);

/** What begins with a text that is no dash is read as no option. */
function fixedStart(fixed: readonly string[]): KindMask {
  return fixed.length > 0 && fixed.every((text) => text !== '' && !text.startsWith('-')) ? OPTIONS : 0;
}

/** What a text cannot do in which none of these was found. */
function withoutText(fixed: readonly string[]): KindMask {
  if (fixed.some((text) => text === '/')) return PATHS;
  return fixed.some((text) => text === '..' || text === '../' || text === './') ? CLIMBING : 0;
}

/** What a text cannot do that begins with none of these. `a/../..` begins with no dots, unless it is in normal form. */
function withoutPrefix(fixed: readonly string[], normalised: boolean, by: Steps): KindMask {
  if (fixed.some((text) => text.startsWith('-'))) return OPTIONS;
  if (fixed.some((text) => text === '/')) return ABSOLUTE;
  if (!normalised || !fixed.some((text) => text.startsWith('..'))) return 0;
  // A path from one folder to another begins at no root.
  return by.calls.includes('relative') ? PATHS : CLIMBING;
}

interface Steps {
  /** Members taken on the way: `hostname`, `length`. */
  readonly members: readonly string[];
  readonly calls: readonly string[];
  /** `..` was resolved on the way. */
  readonly normalises: boolean;
}

function stepsOf(program: Program, guard: Guard): Steps {
  const members: string[] = [];
  const calls: string[] = [];
  for (const step of guard.by) {
    if (typeof step === 'number') calls.push(program.calls[step]?.name ?? '');
    else if (step.startsWith('.') && !/^\.(\[\]|\*|\d+|data|value)$/.test(step)) members.push(step.slice(1));
  }
  // From origin to value: what was made of the tested value afterwards does not change what the test says of its parts.
  if (guard.about === 'origin') return { members: [], calls: [], normalises: false };
  return { members, calls, normalises: calls.some((name) => NORMALISING.has(name)) };
}

/** Whether prefixes or patterns name addresses of the inside of a network: at least two of its ranges. */
function namesInside(patterns: readonly string[]): boolean {
  const text = patterns.join(' ').replace(/\\/g, '');
  return [/\b10\./, /\b192\.168/, /\b172\./, /\b127\./, /\b169\.254/].filter((range) => range.test(text)).length > 1;
}

/** What membership in a fixed list rules out, by what of the value is a member. */
function membership(by: Steps): KindMask {
  if (by.members.some((member) => HOST_MEMBERS.has(member))) return HOSTS;
  // What has a scheme begins with no dash.
  if (by.members.includes('protocol')) return OPTIONS;
  if (by.members.length > 0 || by.calls.some((name) => !FAITHFUL.has(name) && !NORMALISING.has(name))) return 0;
  return ALL_KINDS;
}

function wholeValue(by: Steps): KindMask {
  return by.members.length === 0 ? ALL_KINDS : by.members.some((member) => HOST_MEMBERS.has(member)) ? HOSTS : 0;
}

/** A helper that takes the parsed host, or the resolved path, speaks of the whole for that purpose. */
function effective(by: Steps): KindMask {
  if (by.members.some((member) => HOST_MEMBERS.has(member) || member === 'href')) return HOSTS;
  return by.members.length === 0 ? ALL_KINDS : 0;
}

function regexOn(by: Steps): KindMask {
  return wholeValue(by);
}

function typeClears(type: string, positive: boolean): KindMask {
  if ((type === 'number' || type === 'boolean' || type === 'bigint') && positive) return ALL_KINDS;
  // What is no text is none of these.
  if (type === 'string' && !positive) return maskOf(['argument-injection', 'path-traversal', 'zip-slip']);
  return type === 'string' && positive ? maskOf(['nosql-injection', 'prototype-pollution']) : 0;
}

function looksBoolean(prop: string): boolean {
  return /^(ok|valid|isValid|success|allowed|isAllowed|safe|isSafe|error|errors|blocked)$/i.test(prop);
}
