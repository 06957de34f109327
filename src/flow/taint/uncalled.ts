import { UNCALLED } from '../../facts/knowledge/sources';
import { NO_NODE, type NodeId } from '../../model/flow-graph';
import type { PointsTo } from '../points-to/result';
import { fileOfFn, type Program } from '../program';
import { maskOf } from './kinds';
import type { TaintSource } from './follow/fact';

const IN_TEXT = maskOf(UNCALLED.inText);
const KINDS = maskOf(UNCALLED.kinds) | IN_TEXT;

/** Parameters of named functions that nothing calls, exports or mentions: in a fragment, their callers were left out. */
export function uncalledParameters(program: Program, points: PointsTo): TaintSource[] {
  const mentioned = mentionedNodes(program);
  return program.fns.flatMap((fn, index) => {
    const node = program.nodeOfFn.get(index);
    const alone = fn.name !== '' && fn.cls < 0 && node !== undefined && !mentioned.has(node) && points.callers(index).length === 0;
    return alone && fileOfFn(program, index)?.product ? fn.params.flatMap((param) => sourceAt(program, points, param)) : [];
  });
}

function sourceAt(program: Program, points: PointsTo, node: NodeId): TaintSource[] {
  const origin = program.origins[node];
  // What libraries and the program itself hand to functions is no text of a caller's.
  if (origin?.k !== 'param' || UNCALLED.handed.test(origin.name) || points.of(node).some((value) => value.k !== 'const' && value.k !== 'regex')) return [];
  return [{ node, path: [], kinds: KINDS, inText: IN_TEXT, note: 'an argument of a function whose callers are not in sight', origin: 'library' }];
}

/** Nodes that something is done with: a function among them may be called by whatever it is given to. */
function mentionedNodes(program: Program): ReadonlySet<NodeId> {
  const found = new Set<NodeId>();
  for (const edges of [program.assigns, program.loads, program.stores, program.spreads]) for (const edge of edges) found.add(edge.from);
  for (const call of program.calls) for (const node of [call.callee, call.recv, ...call.args]) if (node !== NO_NODE) found.add(node);
  return found;
}
