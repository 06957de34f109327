import { NO_NODE, type NodeId } from '../../../model/flow-graph';
import type { Program } from '../../program';
import { wayBack } from '../../way-back';
import { ABSOLUTE, ALL_KINDS, type KindMask } from '../kinds';
import { namesInside, tellsFixedHost } from './hosts';
import { HOSTS, OPTIONS, POLLUTION } from './masks';
import { isHostMember, membership, wholeValue } from './steps';
import { patternClears, type ValueTest } from './value-tests';

const MEMBERSHIP = new Set(['includes', 'has', 'indexOf', 'get', 'contains', 'find', 'some', 'findIndex']);
const NUMERIC_TESTS = new Set(['isInteger', 'isSafeInteger', 'isFinite', 'isNumber']);
const NUMERIC_DENIALS = new Set(['isNaN']);

/** A test that is given the value: `list.includes(x)`, `set.has(x)`, `/…/.test(x)`, `table.hasOwnProperty(x)`. */
export function memberOf(test: ValueTest, arg: number): KindMask {
  const { call, points, positive, by } = test;
  if (call.name === 'test' || call.name === 'exec') return (by.members.some(isHostMember) && tellsHosts(test) ? HOSTS : patternClears(test, call.recv)) & wholeValue(by);
  if (!positive) return denied(call.name, arg);
  if (arg === 0 && MEMBERSHIP.has(call.name)) {
    // `text.includes(x)` on a string says little; on a list, a set or a map it is an allow-list.
    return points.of(call.recv).some((value) => value.k === 'const' && typeof value.value === 'string') ? 0 : membership(by);
  }
  if ((call.name === 'hasOwn' && arg === 1) || (call.name === 'hasOwnProperty' && arg === 0)) return ownKey(test, arg);
  return NUMERIC_TESTS.has(call.name) && arg === 0 ? ALL_KINDS & wholeValue(by) : 0;
}

/** A pattern that a host has to match, or one of the inside of a network that it must not. */
function tellsHosts({ points, call, positive }: ValueTest): boolean {
  const sources = points.of(call.recv).flatMap((value) => (value.k === 'regex' ? [value.source] : []));
  return positive ? sources.some(tellsFixedHost) : namesInside(sources);
}

/** A list of options that are refused is how argument injection is repaired. */
function denied(name: string, arg: number): KindMask {
  if (name === 'isAbsolute') return ABSOLUTE;
  if (arg !== 0) return 0;
  if (NUMERIC_DENIALS.has(name)) return ALL_KINDS;
  return MEMBERSHIP.has(name) ? OPTIONS | POLLUTION : 0;
}

/** Where the keys come from that object itself, that it has them says nothing of them. */
function ownKey({ program, call, by }: ValueTest, arg: number): KindMask {
  const object = arg === 1 ? (call.args[0] ?? NO_NODE) : call.recv;
  return enumerates(program, call.args[arg] ?? NO_NODE, object) ? 0 : membership(by);
}

/** Whether a key is one of those that `for … in` found in an object. */
export function enumerates(program: Program, key: NodeId, object: NodeId): boolean {
  const owners = wayBack(program, object);
  return [...wayBack(program, key)].some((at) => {
    const load = program.loadOf.get(at);
    return load?.prop === 'keys()' && [...wayBack(program, load.from)].some((from) => owners.has(from));
  });
}
