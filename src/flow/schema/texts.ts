import type { NodeId } from '../../model/flow-graph';
import { constantAt } from '../literals';
import type { PointsTo } from '../points-to/result';
import { maskOf, type KindMask } from '../taint/kinds';
import { matchClears } from '../taint/text/patterns';

const TEXTS = /^(string|email|url|httpUrl|uuid|guid|cuid2?|ulid|nanoid|ipv[46]|cidrv[46]|base64(url)?|jwt|emoji|isoDate|isoDateTime|iso|String|templateLiteral|stringFormat|hostname)$/;

/** Text is no object that could bring operators of its own into a query. */
export const TEXT_CLEARS: KindMask = maskOf(['nosql-injection']);

/** Whether a function or method of this name makes a schema of text. */
export function isTextName(name: string): boolean {
  return TEXTS.test(name);
}

/** What the regular expressions at a node rule out for text that matches one of them. */
export function regexClears(points: PointsTo, node: NodeId): KindMask {
  return points.of(node).reduce((mask, value) => (value.k === 'regex' ? mask | matchClears(value.source, value.flags) : mask), 0);
}

/** `Type.String({ pattern: '^[a-z]+$' })`. */
export function optionsClear(points: PointsTo, options: NodeId): KindMask {
  return points.of(options).reduce((mask, value) => {
    if (value.k !== 'object') return mask;
    const pattern = constantAt(points, points.members(value.node).get('pattern'));
    return typeof pattern === 'string' ? mask | matchClears(pattern, '') : mask;
  }, 0);
}
