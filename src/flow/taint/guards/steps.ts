import { NO_NODE, type Guard } from '../../../model/flow-graph';
import type { PointsTo } from '../../points-to/result';
import type { Program } from '../../program';
import { wayBack } from '../../way-back';
import { ALL_KINDS, SCHEME, SCRIPT_ADDRESS, type KindMask } from '../kinds';
import { HOSTS, OPTIONS } from './masks';

/** Members and calls that keep enough of a value that a test on the result is a test on it. */
const FAITHFUL = new Set(['trim', 'toLowerCase', 'toUpperCase', 'toString', 'String', 'normalize', 'decodeURIComponent', 'replace', 'data', 'value']);
const NORMALISING = new Set(['resolve', 'normalize', 'realpath', 'realpathSync', 'join', 'relative']);
const HOST_MEMBERS = new Set(['hostname', 'host', 'origin']);

/** What lies between the value that a condition speaks of and the value that is refined. */
export interface Steps {
  /** Members taken on the way: `hostname`, `length`. */
  readonly members: readonly string[];
  readonly calls: readonly string[];
  /** `..` was resolved on the way. */
  readonly normalises: boolean;
}

/** Methods that a helper may consist of and still say of its result what holds of its parameter. */
const SPELLING = new Set(['trim', 'toLowerCase', 'toUpperCase', 'toLocaleLowerCase', 'normalize', 'toString', 'String']);
/** Helpers that call helpers are read this deep. */
const NESTING = 2;

/** Reads the steps of a guard. */
export function stepsOf(program: Program, points: PointsTo, guard: Guard): Steps {
  // From origin to value: what was made of the tested value afterwards does not change what the test says of its parts.
  if (guard.about === 'origin') return { members: [], calls: [], normalises: false };
  const members: string[] = [];
  const calls: string[] = [];
  for (const step of guard.by) {
    if (typeof step === 'number') calls.push(...namesOf(program, points, step));
    else if (step.startsWith('.') && !/^\.(\[\]|\*|\d+|data|value)$/.test(step)) members.push(step.slice(1));
  }
  return { members, calls, normalises: calls.some((name) => NORMALISING.has(name)) };
}

/** What a call does: a helper of the program that only changes the spelling of its parameter does what it calls. */
function namesOf(program: Program, points: PointsTo, index: number, depth = 0): readonly string[] {
  const name = program.calls[index]?.name ?? '';
  const [fn, ...others] = points.targets(index);
  if (fn === undefined || others.length > 0 || depth > NESTING) return [name];
  return spellingOf(program, points, fn, depth) ?? [name];
}

/** Calls between the first parameter of a function and what it returns; undefined when they do more than spell it otherwise. */
function spellingOf(program: Program, points: PointsTo, fn: number, depth: number): readonly string[] | undefined {
  const target = program.fns[fn];
  const names: string[] = [];
  const nodes = new Set(target && target.ret !== NO_NODE ? [target.ret] : []);
  for (const start of nodes) {
    for (const node of wayBack(program, start)) {
      if ((program.assignsByTarget.get(node) ?? []).length > 0 || node === target?.params[0]) continue;
      const made = program.callByResult.get(node);
      const call = made === undefined ? undefined : program.calls[made];
      if (made === undefined || !call) return undefined;
      const inner = namesOf(program, points, made, depth + 1);
      if (!inner.every((each) => SPELLING.has(each))) return undefined;
      names.push(...inner);
      nodes.add(SPELLING.has(call.name) && call.recv !== NO_NODE ? call.recv : (call.args[0] ?? NO_NODE));
    }
  }
  return nodes.size === 0 || nodes.has(NO_NODE) ? undefined : names;
}

/** Whether a member of a URL tells where it leads. */
export function isHostMember(member: string): boolean {
  return HOST_MEMBERS.has(member);
}

/** What membership in a fixed list rules out, by what of the value is a member. */
export function membership(by: Steps): KindMask {
  if (by.members.some(isHostMember)) return HOSTS;
  // What has a scheme begins with no dash.
  if (by.members.includes('protocol')) return OPTIONS | SCHEME | SCRIPT_ADDRESS;
  return by.members.length > 0 || by.calls.some((name) => !FAITHFUL.has(name) && !NORMALISING.has(name)) ? 0 : ALL_KINDS;
}

/** What a test that speaks of the whole value may rule out, by what of the value was tested. */
export function wholeValue(by: Steps): KindMask {
  if (by.members.length === 0) return ALL_KINDS;
  return by.members.some(isHostMember) ? HOSTS : 0;
}

/** A helper that takes the parsed host, or the resolved path, speaks of the whole for that purpose. */
export function effective(by: Steps): KindMask {
  if (by.members.some((member) => isHostMember(member) || member === 'href')) return HOSTS;
  return by.members.length === 0 ? ALL_KINDS : 0;
}
