import type { ts } from 'ts-morph';
import { NO_NODE, type NodeId } from '../../../model/flow-graph';
import { join, type Assumption, type Held, type Lowering, type State } from './state';

export function copyState(state: State): State {
  return { values: new Map(state.values), held: state.held, alive: state.alive, ...(state.off && { off: true }) };
}

/** Merges the states in which control can arrive here; where they disagree on a value, either may hold. */
export function mergeStates(L: Lowering, at: ts.Node, states: readonly State[]): State {
  const living = states.filter((state) => state.alive);
  const [first, ...rest] = living;
  if (!first) return { values: new Map(), held: undefined, alive: false };
  if (rest.length === 0) return first;
  const keys = new Set(living.flatMap((state) => [...state.values.keys()]));
  const values = new Map<string, NodeId>();
  for (const key of keys) {
    const found = living.map((state) => state.values.get(key) ?? fallback(L, key));
    if (found.some((value) => value === undefined)) continue;
    const node = commonOrigin(L, found as NodeId[]) ?? join(L, at, found as NodeId[]);
    values.set(key, node);
    hold(L, node, key);
  }
  const tail = commonTail(living.map((state) => state.held));
  const merged: State = { values, held: tail, alive: true, ...(living.every((state) => state.off) && { off: true }) };
  keepAlternatives(L, at, merged, living.filter((state) => !state.off), tail);
  return merged;
}

/** More assumptions in a branch than this are not kept as one alternative: such branches test many things, and seldom the same. */
const MAX_ALTERNATIVE = 8;

/** Tests that are kept as one alternative: each case of a switch that falls through to the next adds one to those before it. */
const MAX_TESTS = 128;

function sizeOf({ condition }: Assumption): number {
  return condition.t === 'either' ? condition.branches.reduce((sum, branch) => branch.reduce((inner, each) => inner + sizeOf(each), sum), 0) : 1;
}

/** Where every branch tested something, one of the tests holds behind them. */
function keepAlternatives(L: Lowering, at: ts.Node, merged: State, living: readonly State[], tail: Held | undefined): void {
  if (living.length < 2) return;
  const branches = living.map((state) => assumptionsSince(state.held, tail));
  if (branches.some((branch) => branch.length === 0 || branch.length > MAX_ALTERNATIVE)) return;
  if (branches.flat().reduce((sum, assumption) => sum + sizeOf(assumption), 0) > MAX_TESTS) return;
  const before = L.act.state;
  L.act.state = merged;
  L.visit.assume(L, at, [{ subject: NO_NODE, condition: { t: 'either', branches } }]);
  L.act.state = before;
}

/** Assumptions in force that were not at an earlier point, each once. */
export function assumptionsSince(held: Held | undefined, since: Held | undefined): Assumption[] {
  const found = new Set<Assumption>();
  for (let at = held; at && at !== since; at = at.before) found.add(at.assumption);
  return [...found];
}

/** The value that all are refinements of: where branches only tested it, it is what it was before. */
function commonOrigin(L: Lowering, values: readonly NodeId[]): NodeId | undefined {
  const [first = [], ...others] = values.map((value) => (value === NO_NODE ? [] : identities(L, value)));
  return first.find((node) => others.every((chain) => chain.includes(node)));
}

function identities(L: Lowering, value: NodeId): NodeId[] {
  const chain = [value];
  for (let at = L.derivations.get(value); at?.step === undefined && at !== undefined && chain.length < REACH; at = L.derivations.get(at.from)) chain.push(at.from);
  return chain;
}

/** The value behind a key that a state says nothing of: the variable's single definition; members have none. */
function fallback(L: Lowering, key: string): NodeId | undefined {
  if (key.includes('.')) return undefined;
  return L.variables.get(Number(key))?.def ?? NO_NODE;
}

function commonTail(lists: readonly (Held | undefined)[]): Held | undefined {
  let [tail] = lists;
  for (const list of lists.slice(1)) {
    let other = list;
    while (tail !== other) {
      if ((tail?.length ?? 0) >= (other?.length ?? 0)) tail = tail?.before;
      else other = other?.before;
    }
  }
  return tail;
}

/** Notes that an access path holds a node, so that a condition on the node can refine the path. */
export function hold(L: Lowering, node: NodeId, key: string): void {
  if (node === NO_NODE) return;
  const keys = L.holders.get(node);
  if (keys) {
    if (!keys.includes(key)) keys.push(key);
    return;
  }
  L.holders.set(node, [key]);
  let at = L.derivations.get(node);
  for (let i = 0; i < REACH && at; i++) {
    const made = L.madeFrom.get(at.from);
    if (made) made.push(node);
    else L.madeFrom.set(at.from, [node]);
    at = L.derivations.get(at.from);
  }
}

/** How far a guard reaches along the steps by which one value was made from another; each refinement is a step as well. */
export const REACH = 32;
