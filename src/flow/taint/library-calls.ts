import type { NodeId } from '../../model/flow-graph';
import type { PointsTo } from '../points-to/result';
import type { Program } from '../program';

const known = new WeakMap<PointsTo, ReadonlyMap<NodeId, number>>();

/**
 * Nodes that stand for a parameter, or for the result, of whatever function a library is given, by the call that gives
 * it: what `list.map(fn)` hands to `fn`, and what it gets back.
 */
export function libraryCalls(program: Program, points: PointsTo): ReadonlyMap<NodeId, number> {
  const before = known.get(points);
  if (before) return before;
  const calls = new Map<NodeId, number>();
  for (const [from, flows] of points.modelled) {
    for (const { to, call } of flows) for (const node of [from, to]) if (node >= program.nodeCount) calls.set(node, call);
  }
  known.set(points, calls);
  return calls;
}
