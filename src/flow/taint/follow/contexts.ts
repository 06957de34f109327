import type { NodeId, Prop } from '../../../model/flow-graph';
import type { Fact } from './fact';
import { partOf, type Caller, type Context, type Trail } from './trail';

/** More than there may be facts, and so contexts, of one source. */
const MOST_CONTEXTS = 65_536;

/** The context in which a function sees this part of a parameter. */
export function contextAt(trail: Trail, fn: number, param: NodeId, path: readonly Prop[], from: Fact): { readonly id: number; readonly context: Context } {
  const { contexts, contextIds } = trail;
  const id = contextIds.numberOf({ node: param, context: 0, part: partOf(trail, path, from) }, contexts.length);
  const known = contexts[id];
  if (known) return { id, context: known };
  const context: Context = { fn, callers: [], known: new Map(), libraries: [], returns: [] };
  contexts.push(context);
  return { id, context };
}

/** Notes a call that brings a value into the context. False when it was made with as much before. */
export function addCaller({ callers, known }: Context, call: number, fact: Fact): boolean {
  const key = call * MOST_CONTEXTS + fact.context;
  const before = known.get(key) ?? 0;
  if ((before & fact.mask) === fact.mask) return false;
  known.set(key, before | fact.mask);
  callers.push({ call, fact });
  return true;
}

/** Whether a library was given as much before. */
export function isKnown(callers: readonly Caller[], call: number, { context, mask }: Fact): boolean {
  return callers.some((caller) => caller.call === call && caller.fact.context === context && (caller.fact.mask & mask) === mask);
}
