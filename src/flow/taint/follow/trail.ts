import { NO_NODE, type NodeId, type Prop } from '../../../model/flow-graph';
import type { PointsTo } from '../../points-to/result';
import type { Program } from '../../program';
import type { Guards } from '../guards/guards';
import type { TaintIndex } from '../index-program';
import type { Change, Fact, Hit, TaintSource } from './fact';

/** Entries into a function with equal facts: where from, and what came out. */
export interface Context {
  readonly fn: number;
  readonly callers: Caller[];
  /** Calls of libraries that hand the value to the function: `list.map(fn)`. */
  readonly libraries: Caller[];
  readonly returns: Fact[];
}

/** A call, and what was tainted when it was made. */
export interface Caller {
  readonly call: number;
  readonly fact: Fact;
}

/** One source that is being followed: what is tainted so far, and what has not been looked at yet. */
export interface Trail {
  readonly program: Program;
  readonly points: PointsTo;
  readonly index: TaintIndex;
  readonly guards: Guards;
  readonly source: TaintSource;
  /** Nodes that stand for what calls of libraries hand to functions and get from them. */
  readonly libraries: ReadonlyMap<NodeId, number>;
  readonly facts: Map<NodeId, Map<string, Fact>>;
  readonly contexts: Context[];
  readonly contextIds: Map<string, number>;
  readonly work: Fact[];
  readonly hits: Map<string, Hit>;
  readonly count: { facts: number };
}

/** Longer access paths are cut: what is under the cut counts as tainted as a whole. */
const MAX_PATH = 5;

/** Says that part of a node is tainted by what `from` says, with what changed on the way. */
export function push(trail: Trail, node: NodeId, path: readonly Prop[], from: Fact, change: Change = {}): void {
  if (node === NO_NODE) return;
  const mask = change.mask ?? from.mask;
  if (mask === 0) return;
  insert(trail, {
    node, path: path.length > MAX_PATH ? path.slice(0, MAX_PATH) : path, mask, parent: from, step: change.step,
    context: change.context ?? contextFor(trail, node, from),
    normalised: change.normalised ?? from.normalised, inUrlPath: change.inUrlPath ?? from.inUrlPath, text: change.text ?? from.text,
  });
}

/** Crossing into another function other than by a call forgets which call we came from. */
export function contextFor({ index }: Trail, node: NodeId, from: Fact): number {
  if (from.context === 0) return 0;
  return index.ownerOf(node) === index.ownerOf(from.node) ? from.context : 0;
}

/** Adds a fact to what is known, and to what is to be looked at if it says something new. */
export function insert(trail: Trail, fact: Fact): void {
  let here = trail.facts.get(fact.node);
  if (!here) trail.facts.set(fact.node, (here = new Map<string, Fact>()));
  const key = `${fact.context}|${formOf(fact)}|${fact.path.join('\0')}`;
  const known = here.get(key);
  if (!known) {
    here.set(key, fact);
    trail.work.push(fact);
    trail.count.facts++;
    return;
  }
  const added = fact.mask & ~known.mask;
  if (added === 0) return;
  known.mask |= added;
  trail.work.push({ ...fact, mask: added });
}

/** What is known of the form of a value, as part of a key. */
export function formOf(fact: Fact): string {
  return `${fact.normalised ? 1 : 0}${fact.inUrlPath ? 1 : 0}${fact.text}`;
}
