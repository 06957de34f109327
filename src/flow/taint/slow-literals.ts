import { NO_NODE, type NodeId } from '../../model/flow-graph';
import type { PointsTo } from '../points-to/result';
import { fileOf, locationOf, type Program } from '../program';
import { growthOf } from '../regex/slow';
import type { TaintFlow } from './report';

/** Methods that match a text with a pattern: of the pattern itself, and of the text. */
const OF_PATTERN = /^(?:test|exec)$/;
const OF_TEXT = /^(?:match|matchAll|search|replace|replaceAll|split)$/;

/**
 * Regular expressions that take exponential time and that nothing in sight matches a text with: they are exported, or
 * handed to a library that does. What they are matched with is for others to choose.
 */
export function slowLiterals(program: Program, points: PointsTo): TaintFlow[] {
  const slow = program.origins.flatMap((origin, node) => (origin?.k === 'regex' && fileOf(program, node)?.product && growthOf(origin.source, origin.flags) === 'exponential' ? [{ node, source: origin.source, flags: origin.flags }] : []));
  if (slow.length === 0) return [];
  const applied = appliedPatterns(program, points);
  return slow.flatMap(({ node, source, flags }) => (applied.has(`${flags}/${source}`) ? [] : flowOf(program, node, source)));
}

/** The patterns that some call of the program matches a text with. */
function appliedPatterns(program: Program, points: PointsTo): ReadonlySet<string> {
  const nodes: NodeId[] = program.calls.flatMap((call) => (OF_PATTERN.test(call.name) ? [call.recv] : OF_TEXT.test(call.name) ? [call.args[0] ?? NO_NODE] : []));
  return new Set(nodes.filter((node) => node !== NO_NODE).flatMap((node) => points.of(node)).flatMap((value) => (value.k === 'regex' ? [`${value.flags}/${value.source}`] : [])));
}

function flowOf(program: Program, node: NodeId, source: string): TaintFlow[] {
  const location = locationOf(program, node);
  if (!location) return [];
  const text = 'a text that is matched out of sight';
  const note = 'a regular expression that takes exponential time with some texts';
  return [{
    kind: 'redos', location, steps: [{ location, note }], source: text, sink: note, callee: source, warn: true, call: -1, through: { calls: [], fns: [] }, whole: true, origin: 'library', anchor: `redos ${source}`,
  }];
}
