import type { NodeId } from '../../model/flow-graph';
import type { TaintFlow } from './report';

/** A flow, the place that it ends at, and the nodes that it begins at and comes through. */
export interface Reached {
  readonly flow: TaintFlow;
  readonly place: string;
  readonly source: NodeId;
  readonly way: ReadonlySet<NodeId>;
}

/** Without flows that are the end of another one: where that one comes by, this one begins. */
export function saidOnce(all: readonly Reached[]): TaintFlow[] {
  const byPlace = new Map<string, Reached[]>();
  for (const each of all) byPlace.set(each.place, [...(byPlace.get(each.place) ?? []), each]);
  const kept = new Set(all);
  for (const each of all) {
    if ((byPlace.get(each.place) ?? []).some((other) => kept.has(other) && other.source !== each.source && other.way.has(each.source))) kept.delete(each);
  }
  return [...kept].map(({ flow }) => flow);
}
