import { NO_NODE, type NodeId } from '../model/flow-graph';
import type { PointsTo } from './points-to/result';
import type { Program } from './program';

/** How many nodes back a variable is followed. */
const STEPS = 24;

/** Nodes that a value may have come from through variables, itself included; with `results`, through what functions of the program return as well. */
export function wayBack(program: Program, node: NodeId, results?: PointsTo): ReadonlySet<NodeId> {
  const seen = new Set<NodeId>(node === NO_NODE ? [] : [node]);
  for (const at of seen) {
    if (seen.size > STEPS) break;
    for (const from of program.assignsByTarget.get(at) ?? []) seen.add(from);
    const call = results ? program.callByResult.get(at) : undefined;
    if (!results || call === undefined) continue;
    for (const fn of results.targets(call)) seen.add(program.fns[fn]?.ret ?? NO_NODE);
    const made = program.calls[call];
    if (made?.name === 'reduce') for (const value of results.of(made.args[0] ?? NO_NODE)) if (value.k === 'fn') seen.add(program.fns[value.fn]?.ret ?? NO_NODE);
  }
  return seen;
}

/** How many nodes back a variable is followed that was given one value. */
const SINGLE_STEPS = 12;

/** The node that a value was first in, before tests and joins of one: what a variable was given. */
export function originalOf(program: Program, node: NodeId): NodeId {
  let at = node;
  for (let i = 0; i < SINGLE_STEPS; i++) {
    const from: readonly NodeId[] = program.assignsByTarget.get(at) ?? [];
    const [only] = from;
    if (from.length !== 1 || only === undefined) break;
    at = only;
  }
  return at;
}
