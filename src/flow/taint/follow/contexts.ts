import type { NodeId, Prop } from '../../../model/flow-graph';
import type { Fact } from './fact';
import { formOf, type Caller, type Context, type Trail } from './trail';

/** The context in which a function sees this part of a parameter. */
export function contextAt({ contexts, contextIds }: Trail, fn: number, param: NodeId, path: readonly Prop[], from: Fact): { readonly id: number; readonly context: Context } {
  const key = `${param}|${formOf(from)}|${path.join('\0')}`;
  const id = contextIds.get(key);
  const known = id === undefined ? undefined : contexts[id];
  if (id !== undefined && known) return { id, context: known };
  const context: Context = { fn, callers: [], libraries: [], returns: [] };
  contextIds.set(key, contexts.length);
  return { id: contexts.push(context) - 1, context };
}

/** Whether a call was made with as much before. */
export function isKnown(callers: readonly Caller[], call: number, { context, mask }: Fact): boolean {
  return callers.some((caller) => caller.call === call && caller.fact.context === context && (caller.fact.mask & mask) === mask);
}
