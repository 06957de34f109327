import { ELEMENT, NO_NODE, type Call, type Condition, type Exit, type Guard, type NodeId, type ParamGuard, type Prop } from '../../../model/flow-graph';
import { isElement } from '../../arguments';
import { schemaAt } from '../../schema/read';
import { ALL_KINDS, BACKSLASH, maskOf, SLASHES, type KindMask } from '../kinds';
import { INSIDE } from './hosts';
import { HOSTS, OPTIONS, PATHS, POLLUTION } from './masks';
import { memberOf } from './membership';
import { rulesClear, type GuardRules } from './rules';
import { effective, isHostMember, membership, stepsOf, wholeValue, type Steps } from './steps';
import { methodOnValue, type ValueTest } from './value-tests';

/** What weighing guards needs, and what is known already. */
export interface Weighing {
  readonly program: ValueTest['program'];
  readonly points: ValueTest['points'];
  readonly rules: GuardRules;
  /** What a guard is worth does not depend on who asks; following values asks for the same ones again and again. */
  readonly worth: { readonly plain: Map<Guard, KindMask>; readonly normalised: Map<Guard, KindMask> };
}

/** Whether the value had `..` resolved before it was tested: `startsWith(root)` says nothing of `root/../x`. */
export interface Tested {
  readonly normalised: boolean;
  /** Which part of the tested value is asked about; the whole when empty. */
  readonly part: readonly Prop[];
}

/** The whole value, as it was given. */
export const WHOLE: Tested = { normalised: false, part: [] };
/** Helpers that ask helpers that ask helpers are followed this far. */
const NESTING = 5;
/** Conditions about a function that was given the whole value: only they can say something of a part of it. */
const ABOUT_PARTS = new Set<Condition['t']>(['call', 'passed', 'result', 'any-of']);

/** Kinds that a value can no longer cause behind a guard. */
export function clears(weighing: Weighing, guard: Guard, tested: Tested, depth = 0): KindMask {
  if (tested.part.length > 0) return weigh(weighing, guard, tested, depth);
  const cached = tested.normalised ? weighing.worth.normalised : weighing.worth.plain;
  const found = cached.get(guard);
  if (found !== undefined) return found;
  const mask = weigh(weighing, guard, tested, depth);
  cached.set(guard, mask);
  return mask;
}

/** A guard that is being weighed. */
interface Weighed {
  readonly guard: Guard;
  readonly by: Steps;
  readonly tested: Tested;
  readonly depth: number;
}

function weigh(weighing: Weighing, guard: Guard, tested: Tested, depth: number): KindMask {
  const { condition } = guard;
  // Nothing is what the program could have written itself, and it has no parts; objects have no length either.
  if (condition.t === 'absent') return guard.by.length > 0 ? ALL_KINDS & ~maskOf(['nosql-injection']) : ALL_KINDS;
  if (tested.part.length > 0 && !ABOUT_PARTS.has(condition.t)) return 0;
  if (condition.t === 'any-of') {
    return condition.branches.reduce((mask, branch) => mask & branch.reduce((inner, each) => inner | clears(weighing, each, tested, depth), 0), ALL_KINDS);
  }
  const weighed: Weighed = { guard, by: stepsOf(weighing.program, weighing.points, guard), tested, depth };
  switch (condition.t) {
    case 'equals': return equalClears(weighing, condition, weighed);
    case 'typeof': return typeClears(condition.type, condition.positive) & wholeValue(weighed.by);
    case 'key-of': return condition.positive ? membership(weighed.by) & (isTable(weighing, condition.other) ? ALL_KINDS : ~POLLUTION) : 0;
    case 'instanceof': return 0;
    case 'call': return callClears(weighing, condition, condition.positive, weighed);
    case 'index': return callClears(weighing, condition, condition.found, weighed);
    case 'passed': return passedClears(weighing, condition, weighed);
    case 'result': return resultClears(weighing, condition, weighed);
  }
}

function equalClears(weighing: Weighing, condition: Condition & { readonly t: 'equals' }, { guard, by, tested }: Weighed): KindMask {
  const other = weighing.points.of(condition.other);
  if (!condition.positive && isLongWay(weighing, guard, condition.other)) return 0;
  if (!condition.positive) return unequalClears(other.flatMap((value) => (value.k === 'const' ? [value.value] : [])), guard, by);
  // One character, or one element, is not the whole; of the addresses of a host each is tested.
  if (guard.about === 'derived' && !by.members.some(isHostMember) && guard.by.some((step) => typeof step === 'string' && /^\.(?:\d+|\[\])$/.test(step))) return 0;
  const fixed = other.length > 0 && other.every((value) => value.k === 'const' && value.value !== null);
  if (fixed || by.members.length > 0) return membership(by);
  // Equal to something that is not a literal: a root, a configured value. A resolved path equal to its root is inside it.
  const resolved = by.normalises || (tested.normalised && membership(by) === ALL_KINDS);
  return guard.about === 'self' || resolved ? ALL_KINDS & ~maskOf(['sql-injection', 'command-injection']) : 0;
}

/** Whether the program made an object, to look things up in; one that it was given has the members of its prototype in it as well. */
function isTable({ points }: Weighing, node: NodeId): boolean {
  return points.of(node).some((value) => value.k === 'object');
}

/** `__proto__` is refused on a path of any length, on which `constructor` and `prototype` lead to the same place and nothing looks for them. */
function isLongWay({ program, points }: Weighing, guard: Guard, refused: NodeId): boolean {
  const is = (node: NodeId, ...keys: readonly string[]): boolean => points.of(node).some((value) => value.k === 'const' && keys.includes(String(value.value)));
  if (!is(refused, '__proto__')) return false;
  const at = program.assigns.find((assign) => assign.guard === guard)?.to;
  const fn = at === undefined ? undefined : program.owners[at];
  return program.loops.some((loop) => loop.fn === fn)
    && !program.calls.some((call, index) => call.fn === fn && points.targets(index).some((target) => target === fn))
    && !program.assigns.some(({ guard: other, to }) => program.owners[to] === fn && other?.condition.t === 'equals' && is(other.condition.other, 'constructor', 'prototype'));
}

function unequalClears(others: readonly (string | number | boolean | null)[], guard: Guard, by: Steps): KindMask {
  // Other than the key that leads to every object.
  if (others.includes('__proto__')) return POLLUTION;
  // A first character that is no dash, a first folder that is not the one above.
  if (others.includes('-') && (by.calls.some((name) => /^(charAt|at|slice|substring|substr)$/.test(name)) || guard.by.includes('.0'))) return OPTIONS;
  // A second character that is no slash.
  if (guard.by.includes('.1') || by.calls.includes('charAt')) return (others.includes('/') ? SLASHES : 0) | (others.includes('\\') ? BACKSLASH : 0);
  return others.includes('..') && by.normalises && by.calls.includes('split') ? PATHS : 0;
}

function typeClears(type: string, positive: boolean): KindMask {
  if (/^(number|boolean|bigint|undefined)$/.test(type) && positive) return ALL_KINDS;
  // What is no text is none of these.
  if (type === 'string' && !positive) return maskOf(['argument-injection', 'path-traversal', 'zip-slip']);
  return type === 'string' && positive ? maskOf(['nosql-injection']) : 0;
}

function callClears(weighing: Weighing, condition: { readonly call: number; readonly arg: number }, positive: boolean, weighed: Weighed): KindMask {
  const { program, points, rules } = weighing;
  const { by, tested, depth } = weighed;
  const call = program.calls[condition.call];
  if (!call) return 0;
  if (!positive && condition.arg === 0 && INSIDE.test(call.name) && by.members.some((member) => isHostMember(member) || member === 'address')) return HOSTS;
  const whole = tested.part.length === 0;
  const byRule = whole ? rulesClear(rules, points.apis(condition.call), call, condition.arg, positive, by) : 0;
  if (byRule !== 0) return byRule & (by.members.length > 0 ? HOSTS | PATHS : ALL_KINDS);
  const local = points.targets(condition.call);
  if (local.length > 0 && depth < NESTING) {
    const counts = (exit: Exit): boolean => exit.value === undefined || exit.value === positive;
    return allVouch(weighing, local, { param: condition.arg, tested, depth: depth + 1 }, { counts, extra: positive ? 'ifTrue' : 'ifFalse' }) & effective(by);
  }
  return whole ? onValue(weighing, call, condition.arg, positive, weighed) : onElements(weighing, call, condition.arg, positive, weighed);
}

/** None of the elements of a list is a key that it does not include. */
function onElements(weighing: Weighing, call: Call, arg: number, positive: boolean, weighed: Weighed): KindMask {
  const [part = '', ...deeper] = weighed.tested.part;
  const lacks = call.name === 'includes' && arg === -1 && !positive && deeper.length === 0 && isElement(part);
  return lacks ? onValue(weighing, call, -1, false, weighed) & POLLUTION : 0;
}

function onValue({ program, points }: Weighing, call: Call, arg: number, positive: boolean, { guard, by, tested }: Weighed): KindMask {
  const test: ValueTest = { program, points, call, positive, about: guard.about, by, normalised: tested.normalised };
  return arg === -1 ? methodOnValue(test) : memberOf(test, arg);
}

const VALIDATES = /^(parse|parseAsync|assert|validate)$/;

/** A call made for its effect that returned: a validator that throws. */
function passedClears(weighing: Weighing, condition: Condition & { readonly t: 'passed' }, { by, tested, depth }: Weighed): KindMask {
  const { program, points, rules } = weighing;
  const call = program.calls[condition.call];
  if (!call || depth >= NESTING) return 0;
  const whole = tested.part.length === 0;
  if (whole && VALIDATES.test(call.name) && condition.arg === 0 && call.recv !== -1) {
    const schema = schemaAt(program, points, call.recv);
    if (schema.type !== 'unknown') return schema.clears;
  }
  const local = points.targets(condition.call);
  // One whose result is kept may tell it by the result, unless it is in sight; a promise tells nothing before it is awaited.
  const byRule = whole && !condition.kept ? rulesClear(rules, points.apis(condition.call), call, condition.arg, true, by) : 0;
  if (local.length === 0 || byRule !== 0) return byRule;
  if (condition.kept === 'value' && local.some((fn) => program.fns[fn]?.async)) return 0;
  return allVouch(weighing, local, { param: condition.arg, tested: { normalised: false, part: tested.part }, depth: depth + 1 }, { counts: () => true }) & effective(by);
}

/** `check(x).valid`: the ways out of `check` whose object says so. */
function resultClears(weighing: Weighing, condition: Condition & { readonly t: 'result' }, { by, tested, depth }: Weighed): KindMask {
  const bySchema = tested.part.length === 0 ? safeParseClears(weighing, condition) : 0;
  if (bySchema !== 0) return bySchema & effective(by);
  const byName = tested.part.length === 0 ? namedClears(weighing, condition, by) : 0;
  if (byName !== 0) return byName;
  const local = weighing.points.targets(condition.call);
  if (local.length === 0 || depth >= NESTING) return 0;
  const counts = (exit: Exit): boolean => {
    const member = exit.members?.[condition.prop];
    if (member !== undefined) return member === condition.positive;
    return exit.members === undefined ? exit.value !== false || !condition.positive : !condition.positive || !looksBoolean(condition.prop);
  };
  return allVouch(weighing, local, { param: condition.arg, tested: { normalised: false, part: tested.part }, depth: depth + 1 }, { counts });
}

/** `schema.safeParse(x).success`: what was given is as harmless as what comes out. */
function safeParseClears({ program, points }: Weighing, { call: index, arg, prop, positive }: Condition & { readonly t: 'result' }): KindMask {
  const call = program.calls[index];
  const passed = prop === 'success' ? positive : prop === 'error' && !positive;
  if (!call || !passed || arg !== 0 || call.recv === NO_NODE || !/^safeParse(Async)?$/.test(call.name)) return 0;
  const schema = schemaAt(program, points, call.recv);
  return schema.type === 'unknown' ? 0 : schema.clears;
}

function looksBoolean(prop: string): boolean {
  return /^(ok|valid|isValid|success|allowed|isAllowed|safe|isSafe|error|errors|blocked)$/i.test(prop);
}

/** What the tables say of a function of that name whose result says that it is well. */
function namedClears({ program, points, rules }: Weighing, { call, arg, prop, positive }: Condition & { readonly t: 'result' }, by: Steps): KindMask {
  const record = program.calls[call];
  return record && looksBoolean(prop) ? rulesClear(rules, points.apis(call), record, arg, positive !== saysBad(prop), by) : 0;
}

function saysBad(prop: string): boolean {
  return /^(?:errors?|blocked)$/i.test(prop);
}

/** What is asked of a function: of which parameter it is to vouch. */
interface Question {
  readonly fn: number;
  readonly param: number;
  readonly tested: Tested;
  readonly depth: number;
}

/** Which ways out of a function the caller has seen it take, and what a condition that it returns adds. */
interface Outcome {
  readonly counts: (exit: Exit) => boolean;
  readonly extra?: 'ifTrue' | 'ifFalse';
}

function allVouch(weighing: Weighing, fns: readonly number[], question: Omit<Question, 'fn'>, outcome: Outcome): KindMask {
  return fns.reduce((mask, fn) => mask & vouches(weighing, { ...question, fn }, outcome), ALL_KINDS);
}

/** Kinds that every way out of a function that counts rules out for a parameter. */
export function vouches(weighing: Weighing, question: Question, { counts, extra }: Outcome): KindMask {
  const all = (weighing.program.fns[question.fn]?.exits ?? []).filter(counts);
  const checked = all.filter((exit) => !exit.off);
  const exits = checked.length > 0 ? checked : all;
  if (exits.length === 0 || question.param < 0) return 0;
  return exits.reduce((mask, exit) => {
    const held = [...exit.held, ...(extra && exit.value === undefined ? (exit[extra] ?? []) : [])];
    return mask & held.reduce((inner, each) => inner | heldClears(weighing, each, question), 0);
  }, ALL_KINDS);
}

function heldClears(weighing: Weighing, held: ParamGuard, { param, tested, depth }: Question): KindMask {
  return held.param === param && samePart(held.path, tested.part) ? clears(weighing, held.guard, { normalised: tested.normalised, part: [] }, depth) : 0;
}

/** Whether a guard on one part of a parameter speaks of another: elements of a list stand for each other. */
function samePart(a: readonly Prop[], b: readonly Prop[]): boolean {
  const named = (part: readonly Prop[]): string => part.filter((prop) => prop !== '').map((prop) => (isElement(prop) ? ELEMENT : prop)).join('.');
  return named(a) === named(b);
}
