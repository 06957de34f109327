import { NO_NODE, type Call, type Concat, type NodeId } from '../../../model/flow-graph';
import { FORMATS } from '../../../facts/knowledge/propagation';
import { isElement } from '../../arguments';
import type { PointsTo } from '../../points-to/result';
import { ALL_KINDS, maskOf, type KindMask } from '../kinds';
import { foundClears, replaceClears } from '../text/patterns';
import { partsClear, prefixEffect } from '../text/prefix';
import type { Fact } from './fact';
import { push, type Trail } from './trail';

/** A tainted value becomes part of a string. */
export function concatStep(trail: Trail, concat: Concat, fact: Fact): void {
  if (fact.path.length > 0 && !(fact.path.length === 1 && isElement(fact.path[0] ?? ''))) return;
  const prefix = prefixBefore(trail.points, concat.parts, fact.node);
  const effect = prefixEffect(prefix, fact.text === 'behind');
  push(trail, concat.to, [], fact, {
    mask: fact.mask & ~effect.clears & ~partsClear(concat.parts), normalised: fact.normalised && concat.parts.every((part) => typeof part !== 'string'), inUrlPath: fact.inUrlPath || effect.inUrlPath,
    text: fact.text === 'behind' || prefix !== '' ? 'behind' : 'text', step: { t: 'concat' },
  });
}

function prefixBefore(points: PointsTo, parts: Concat['parts'], node: NodeId): string {
  let prefix = '';
  for (const part of parts) {
    if (part === node) return prefix;
    prefix += typeof part === 'string' ? part : constantText(points, part);
  }
  return prefix;
}

function constantText(points: PointsTo, node: NodeId): string {
  const values = points.of(node);
  const [only] = values;
  return values.length === 1 && only?.k === 'const' ? String(only.value) : '\0';
}

/** The first literal that a node may be, as text. */
export function firstText(points: PointsTo, node: NodeId): string | undefined {
  return points.of(node).flatMap((value) => (value.k === 'const' ? [String(value.value)] : []))[0];
}

/** Kinds that `text.replace(…)` takes away. */
export function replaceMask(points: PointsTo, call: Call, inForm: boolean): KindMask {
  const [pattern = NO_NODE, replacement = NO_NODE] = call.args;
  const text = firstText(points, replacement);
  return points.of(pattern).reduce((mask, value) => {
    if (value.k === 'regex') return mask | replaceClears(value.source, value.flags, text, inForm);
    return value.k === 'const' && call.name === 'replaceAll' ? mask | replaceClears(String(value.value).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g', text) : mask;
  }, 0);
}

/** Kinds that what a pattern has found can no longer cause: `/^(\\w+)$/.exec(text)` gives nothing but such characters. */
export function foundMask(points: PointsTo, call: Call): KindMask {
  const patterns = points.of(call.name === 'exec' ? call.recv : (call.args[0] ?? NO_NODE));
  return patterns.length === 0 ? 0 : patterns.reduce((mask, value) => (value.k === 'regex' ? mask & foundClears(value.source) : 0), ALL_KINDS);
}

/** Places of a format that take no text, and those that quote it. */
const PLACEHOLDER = /%(?:\d+\$)?-?\d*([a-zA-Z%])/g;

/** Kinds that `util.format('%d', value)` takes away: numbers hold no text, and some formats quote what they are given. */
export function formatMask(points: PointsTo, call: Call, apis: readonly string[], node: NodeId): KindMask {
  const [only, ...others] = points.of(call.args[0] ?? NO_NODE);
  const at = call.args.indexOf(node);
  if (only?.k !== 'const' || others.length > 0 || at < 1) return 0;
  const letters = [...String(only.value).matchAll(PLACEHOLDER)].flatMap((match) => match[1] ?? []).filter((letter) => letter !== '%');
  return apis.reduce((mask, api) => mask | maskOf(FORMATS[api]?.[letters[at - 1] ?? ''] ?? []), 0);
}
