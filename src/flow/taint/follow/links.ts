import type { NodeId } from '../../../model/flow-graph';
import { contextAt, isKnown } from './contexts';
import type { Fact } from './fact';
import { push, type Trail } from './trail';

/** Along an edge that linking found; `returned` is the function whose result the fact is of. */
export function linkStep(trail: Trail, to: NodeId, fact: Fact, returned: number | undefined): void {
  const { libraries, program, index } = trail;
  const into = libraries.get(fact.node);
  const out = libraries.get(to);
  if (into !== undefined && program.fns[index.ownerOf(to)]?.params.includes(to)) enterFromLibrary(trail, into, to, fact);
  else if (out !== undefined && returned !== undefined) for (const from of leaving(trail, returned, fact, out)) push(trail, to, from.path, from, { context: from.context });
  else push(trail, to, fact.path, fact, { context: 0 });
}

/** A library calls the function with the value: what comes back goes where that call puts it, and nowhere else. */
function enterFromLibrary(trail: Trail, callId: number, param: NodeId, from: Fact): void {
  const { points, libraries, index } = trail;
  const { id, context } = contextAt(trail, index.ownerOf(param), param, from.path, from);
  if (!isKnown(context.libraries, callId, from)) {
    context.libraries.push({ call: callId, fact: from });
    for (const returned of context.returns) {
      for (const to of points.linked.get(returned.node) ?? []) {
        if (libraries.get(to) === callId) push(trail, to, returned.path, returned, { context: from.context, mask: returned.mask & from.mask });
      }
    }
  }
  push(trail, param, from.path, from, { context: id });
}

/** What a returned value is to a library that called the function: nothing, where another call brought the value in. */
function leaving({ contexts }: Trail, fn: number, fact: Fact, callId: number): Fact[] {
  const context = contexts[fact.context];
  if (fact.context === 0 || context?.fn !== fn) return [fact];
  return context.libraries.filter((caller) => caller.call === callId).map((caller) => ({ ...fact, context: caller.fact.context, mask: fact.mask & caller.fact.mask }));
}
