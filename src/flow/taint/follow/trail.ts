import { NO_NODE, type NodeId, type Prop } from '../../../model/flow-graph';
import type { PointsTo } from '../../points-to/result';
import { isInside, type Program } from '../../program';
import type { Guards } from '../guards/guards';
import type { TaintIndex } from '../index-program';
import type { KindMask } from '../kinds';
import type { Change, Fact, Hit, TaintSource } from './fact';
import type { FactTable, PathNumbers } from './fact-table';
import type { Relevance } from './relevance';

/** Entries into a function with equal facts: where from, and what came out. */
export interface Context {
  readonly fn: number;
  /** Of a function written inside another: the context in which that one runs; 0 when it is not known. */
  readonly outer: number;
  /** Functions that it was given, by position, as far as they are known. */
  readonly given: readonly (readonly number[])[];
  readonly callers: Caller[];
  /** Kinds that were tainted when calls were made, by call and context of the caller. */
  readonly known: Map<number, KindMask>;
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
  /** Kinds that are worth following from where. */
  readonly relevance: Relevance;
  readonly paths: PathNumbers;
  readonly facts: Fact[];
  readonly factIds: FactTable;
  readonly contexts: Context[];
  readonly contextIds: FactTable;
  /** Numbers of the runs of functions that are told apart. */
  readonly activations: Map<string, number>;
  readonly work: Fact[];
  readonly hits: Map<string, Hit>;
}

/** More than there are forms. */
const FORMS = 16;
/** Longer access paths are cut: what is under the cut counts as tainted as a whole. A secret among much else is given up, for what is written of the whole is rarely it. */
const MAX_PATH = 5;

/** Says that part of a node is tainted by what `from` says, with what changed on the way. */
export function push(trail: Trail, node: NodeId, path: readonly Prop[], from: Fact, change: Change = {}): void {
  if (node === NO_NODE) return;
  const mask = (change.mask ?? from.mask) & trail.relevance(node);
  if (mask === 0 || (path.length > MAX_PATH && isSecret(trail.source))) return;
  insert(trail, {
    node, path: path.length > MAX_PATH ? path.slice(0, MAX_PATH) : path, mask, parent: from, step: change.step,
    context: change.context ?? contextFor(trail, node, from),
    normalised: change.normalised ?? from.normalised, inUrlPath: change.inUrlPath ?? from.inUrlPath, text: change.text ?? from.text,
  });
}

function isSecret({ origin }: TaintSource): boolean {
  return origin === 'sensitive' || origin === 'named';
}

/** Crossing into another function other than by a call forgets which call we came from, unless it is written inside the one that was called. */
export function contextFor({ program, index, contexts }: Trail, node: NodeId, from: Fact): number {
  if (from.context === 0) return 0;
  const owner = index.ownerOf(node);
  if (owner === index.ownerOf(from.node)) return from.context;
  for (let at = from.context; at !== 0; at = contexts[at]?.outer ?? 0) if (isInside(program, owner, contexts[at]?.fn ?? -1)) return at;
  return 0;
}

/** Adds a fact to what is known, and to what is to be looked at if it says something new. */
export function insert(trail: Trail, fact: Fact): void {
  const id = trail.factIds.numberOf({ node: fact.node, context: fact.context, part: partOf(trail, fact.path, fact) }, trail.facts.length);
  const known = trail.facts[id];
  if (!known) {
    trail.facts.push(fact);
    trail.work.push(fact);
    return;
  }
  const added = fact.mask & ~known.mask;
  if (added === 0) return;
  known.mask |= added;
  trail.work.push({ ...fact, mask: added });
}

/** Which part of a value is tainted and what is known of its form, as part of a key. */
export function partOf({ paths }: Trail, path: readonly Prop[], { normalised, inUrlPath, text }: Fact): number {
  const form = (normalised ? 1 : 0) + (inUrlPath ? 2 : 0) + (text === '' ? 0 : text === 'text' ? 4 : 8);
  return paths.of(path) * FORMS + form;
}
