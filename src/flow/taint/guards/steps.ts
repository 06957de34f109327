import type { Guard } from '../../../model/flow-graph';
import type { Program } from '../../program';
import { ALL_KINDS, type KindMask } from '../kinds';
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

/** Reads the steps of a guard. */
export function stepsOf(program: Program, guard: Guard): Steps {
  // From origin to value: what was made of the tested value afterwards does not change what the test says of its parts.
  if (guard.about === 'origin') return { members: [], calls: [], normalises: false };
  const members: string[] = [];
  const calls: string[] = [];
  for (const step of guard.by) {
    if (typeof step === 'number') calls.push(program.calls[step]?.name ?? '');
    else if (step.startsWith('.') && !/^\.(\[\]|\*|\d+|data|value)$/.test(step)) members.push(step.slice(1));
  }
  return { members, calls, normalises: calls.some((name) => NORMALISING.has(name)) };
}

/** Whether a member of a URL tells where it leads. */
export function isHostMember(member: string): boolean {
  return HOST_MEMBERS.has(member);
}

/** What membership in a fixed list rules out, by what of the value is a member. */
export function membership(by: Steps): KindMask {
  if (by.members.some(isHostMember)) return HOSTS;
  // What has a scheme begins with no dash.
  if (by.members.includes('protocol')) return OPTIONS;
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
