import { NO_NODE, type Call, type Guard, type NodeId } from '../../../model/flow-graph';
import type { PointsTo } from '../../points-to/result';
import type { Program } from '../../program';
import { looksBehind } from '../behind-prefix';
import { wayBack } from '../../way-back';
import { ABSOLUTE, BACKSLASH, bitOf, maskOf, SCHEME, SCRIPT_ADDRESS, SLASHES, type KindMask } from '../kinds';
import { absenceClears, matchClears } from '../text/patterns';
import { namesInside } from './hosts';
import { CLIMBING, HOSTS, OPTIONS, PATHS, POLLUTION } from './masks';
import { isHostMember, wholeValue, type Steps } from './steps';

/** A call whose result says something of a value. */
export interface ValueTest {
  readonly program: Program;
  readonly points: PointsTo;
  readonly call: Call;
  /** The result was truthy. */
  readonly positive: boolean;
  readonly about: Guard['about'];
  readonly by: Steps;
  /** `..` was resolved before. */
  readonly normalised: boolean;
}

/** A test that the value itself makes: `x.startsWith(y)`, `x.includes('..')`, `x.match(/…/)`. */
export function methodOnValue(test: ValueTest): KindMask {
  const { call, points, positive, by } = test;
  const [first = NO_NODE] = call.args;
  const fixed = points.of(first).flatMap((value) => (value.k === 'const' && typeof value.value === 'string' ? [value.value] : []));
  switch (call.name) {
    case 'startsWith': case 'indexOf':
      return positive ? startsWithClears(test, first, fixed) | (call.name === 'startsWith' ? (fixedStart(fixed) | slashFirst(fixed)) & wholeValue(by) : 0) : otherBeginning(test, first, fixed);
    case 'includes':
      return positive ? 0 : (withoutText(fixed) | (fixed.includes('__proto__') && refusesDetour(test) ? POLLUTION : 0)) & wholeValue(by);
    case 'match': case 'search':
      return patternClears(test, first) & wholeValue(by);
    case 'endsWith':
      // A host that ends in `.example.com`, dot included, is a host of example.com.
      return positive && by.members.some(isHostMember) && (fixed.length > 0 ? fixed : [beginningOf(test, first)]).every((text) => text.startsWith('.')) ? HOSTS : 0;
    default: return 0;
  }
}

/** What the regular expressions at a node rule out, matched or looked for in vain. */
export function patternClears({ program, points, positive }: ValueTest, node: NodeId): KindMask {
  const patterns = points.of(node).flatMap((value) => {
    // `new RegExp(/…/)` is another object of the same pattern.
    const copied = value.k === 'api' && value.path === 'RegExp()' ? points.of(program.calls[value.call]?.args[0] ?? NO_NODE) : [value];
    return copied.flatMap((each) => (each.k === 'regex' ? [each] : []));
  });
  return patterns.reduce((mask, { source, flags }) => mask | (positive ? matchClears(source, flags) : absenceClears(source)), 0);
}

function otherBeginning(test: ValueTest, argument: NodeId, fixed: readonly string[]): KindMask {
  const { call, by, normalised } = test;
  if (by.members.some(isHostMember) && namesInside(fixed)) return HOSTS;
  if (fixed.includes('//') && beginsAtRoot(test)) return LOCAL & wholeValue(by);
  if (call.name === 'indexOf') return (withoutText(fixed) | withoutPrefix(fixed, true, by)) & wholeValue(by);
  return withoutPrefix(fixed.length > 0 ? fixed : [beginningOf(test, argument)], normalised || by.normalises, by) & wholeValue(by);
}

/** What begins with one slash leads nowhere but to this server. */
const LOCAL = maskOf(['open-redirect']);

/** Whether the function asks as well that the text begins with a slash. */
function beginsAtRoot({ program, points, call }: ValueTest): boolean {
  const tested = wayBack(program, call.recv);
  return program.calls.some((other) => other !== call && other.fn === call.fn && other.name === 'startsWith'
    && points.of(other.args[0] ?? NO_NODE).some((value) => value.k === 'const' && value.value === '/') && [...wayBack(program, other.recv)].some((node) => tested.has(node)));
}

/** The literal text that a string put together begins with. */
function beginningOf({ program }: ValueTest, node: NodeId): string {
  const [part] = program.concatsByResult.get(node)?.[0]?.parts ?? [];
  return typeof part === 'string' ? part : '';
}

/** On a path, `constructor` and `prototype` lead to where `__proto__` does: one of them is looked for as well. */
function refusesDetour({ program, points, call }: ValueTest): boolean {
  return program.calls.some((other) => other.fn === call.fn && other.name === 'includes' && points.of(other.args[0] ?? NO_NODE).some((value) => value.k === 'const' && /^(?:constructor|prototype)$/.test(String(value.value))));
}

/** What begins with a text that is no dash is read as no option, with a slash or a scheme of the web runs no script, and with one slash and more is a path. */
function fixedStart(fixed: readonly string[]): KindMask {
  const all = (pattern: RegExp): boolean => fixed.length > 0 && fixed.every((text) => pattern.test(text));
  return (all(/^[^-]/) ? OPTIONS : 0) | (all(/^https?/i) ? SCHEME : 0) | (all(/^(?:https?:|mailto:|tel:|[/#?])/i) ? SCRIPT_ADDRESS : 0)
    | (all(/^\/(?!\/)/) ? bitOf('open-redirect') : 0) | (all(/^\/[^/\\]/) ? SLASHES | BACKSLASH : 0);
}

/** What a text cannot do in which none of these was found. */
function withoutText(fixed: readonly string[]): KindMask {
  if (fixed.some((text) => text === '/')) return PATHS;
  if (fixed.includes('//')) return SLASHES;
  if (fixed.includes('\\')) return BACKSLASH;
  return fixed.some((text) => text === '..' || text === '../' || text === './') ? CLIMBING : 0;
}

/** What a text cannot do that begins with none of these. `a/../..` begins with no dots, unless it is in normal form. */
function withoutPrefix(fixed: readonly string[], normalised: boolean, by: Steps): KindMask {
  if (fixed.some((text) => text.startsWith('-'))) return OPTIONS;
  if (fixed.some((text) => text === '/')) return ABSOLUTE | SLASHES | BACKSLASH;
  if (fixed.includes('//')) return SLASHES;
  if (fixed.includes('/\\')) return BACKSLASH;
  if (!normalised || !fixed.some((text) => text.startsWith('..'))) return 0;
  // A path from one folder to another begins at no root.
  return by.calls.includes('relative') ? PATHS : CLIMBING;
}

/** What begins with a slash is the path of whatever address stands before it; with two, another host. */
function slashFirst(fixed: readonly string[]): KindMask {
  if (fixed.length === 0 || !fixed.every((text) => text.startsWith('/') && !/^\/[/\\]/.test(text))) return 0;
  return fixed.every((text) => text.length > 1) ? HOSTS : maskOf(['ssrf']);
}

function startsWithClears(test: ValueTest, argument: NodeId, fixed: readonly string[]): KindMask {
  if (fixed.length > 0 && fixed.every((text) => /^[a-z][a-z0-9+.-]*:\/\/[^/]+\//i.test(text))) return HOSTS | OPTIONS;
  return (test.normalised || test.by.normalises) && endsInSeparator(test, argument, fixed) ? PATHS : 0;
}

/** A prefix without a separator at its end lets `/data-secret` pass for `/data`. */
function endsInSeparator(test: ValueTest, node: NodeId, fixed: readonly string[]): boolean {
  if (fixed.length > 0 && fixed.every((text) => /[/\\]$/.test(text))) return true;
  if (isSeparator(test, node) || looksBehind(test.program, node)) return true;
  return test.program.concatsByResult.get(node)?.some((concat) => {
    const last = concat.parts[concat.parts.length - 1];
    if (typeof last === 'string') return /[/\\]$/.test(last);
    return last !== undefined && isSeparator(test, last);
  }) ?? reachesSeparator(test, node);
}

function isSeparator({ points }: ValueTest, node: NodeId): boolean {
  return points.of(node).some((value) => (value.k === 'api' && /(^|\.)sep$/.test(value.path)) || (value.k === 'const' && /^[/\\]$/.test(String(value.value))));
}

/** The prefix may come through a variable that was given its separator earlier: `const base = root.endsWith(sep) ? root : root + sep`. */
function reachesSeparator(test: ValueTest, node: NodeId, depth = 0): boolean {
  if (depth > 4) return false;
  const { assignsByTarget, concatsByResult } = test.program;
  return (assignsByTarget.get(node) ?? []).some((from) => (concatsByResult.has(from) ? endsInSeparator(test, from, []) : reachesSeparator(test, from, depth + 1)));
}
