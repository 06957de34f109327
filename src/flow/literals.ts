import type { NodeId } from '../model/flow-graph';
import type { PointsTo } from './points-to/result';

/** The single literal that a node holds. */
export function constantAt(points: PointsTo, node: NodeId | undefined): string | number | boolean | null | undefined {
  if (node === undefined) return undefined;
  const values = points.of(node);
  const [only] = values;
  return values.length === 1 && only?.k === 'const' ? only.value : undefined;
}
