import { ELEMENT, type NodeId, type Prop } from '../../../model/flow-graph';
import { forEachArgument, forEachFurther, isElement } from '../../arguments';
import { takesRest } from '../../program';
import type { Fact } from './fact';
import { addCaller, contextAt } from './contexts';
import { push, type Trail } from './trail';

/** A tainted value that a call is given goes into the functions that it may run. */
export function callStep(trail: Trail, callId: number, arg: number, fact: Fact): void {
  const { program, points } = trail;
  const call = program.calls[callId];
  if (!call) return;
  for (const fn of points.targets(callId)) {
    const target = program.fns[fn];
    if (!target) continue;
    if (arg === -1) {
      enter(trail, callId, fn, target.self, fact.path, fact);
      continue;
    }
    forEachArgument(call, target.params.length, takesRest(program, target), (node, param, viaSpread) => {
      const path = node === fact.node ? pathAt(trail, target.params[param], viaSpread, fact.path) : undefined;
      if (path) enter(trail, callId, fn, target.params[param] ?? -1, path, fact);
    });
    const { list } = target;
    if (list !== undefined) forEachFurther(call, target.params.length, (node, element, viaSpread) => {
      if (node === fact.node) enter(trail, callId, fn, list, viaSpread ? fact.path : [element, ...fact.path], fact);
    });
  }
}

/** What part of a parameter is tainted, when part of the argument is. */
function pathAt({ program }: Trail, param: NodeId | undefined, viaSpread: boolean, path: readonly Prop[]): readonly Prop[] | undefined {
  if (viaSpread) {
    if (path.length === 0) return [];
    return isElement(path[0] ?? '') ? path.slice(1) : undefined;
  }
  const origin = program.origins[param ?? -1];
  return origin?.k === 'param' && origin.rest ? [ELEMENT, ...path] : path;
}

function enter(trail: Trail, callId: number, fn: number, param: NodeId, path: readonly Prop[], from: Fact): void {
  const { id, context } = contextAt(trail, fn, param, path, from);
  if (addCaller(context, callId, from)) {
    for (const returned of context.returns) leave(trail, callId, from, returned);
  }
  push(trail, param, path, from, { context: id, step: { t: 'call', call: callId, fn } });
}

function leave(trail: Trail, callId: number, caller: Fact, returned: Fact): void {
  const call = trail.program.calls[callId];
  if (!call || call.kind === 'new' || call.kind === 'super') return;
  const mask = returned.mask & caller.mask & ~trail.index.clearedByName(call.name);
  push(trail, call.result, returned.path, returned, { context: caller.context, mask, step: { t: 'return', call: callId } });
}

/** A tainted value that a function returns: to the calls that it came from, or to all when that is not known. */
export function returnFrom(trail: Trail, fn: number, fact: Fact): void {
  const { program, points, index } = trail;
  const context = trail.contexts[fact.context];
  if (fact.context !== 0 && context?.fn === fn) {
    context.returns.push(fact);
    for (const caller of [...context.callers]) leave(trail, caller.call, caller.fact, fact);
    return;
  }
  for (const call of points.callers(fn)) {
    const record = program.calls[call];
    if (!record || record.kind === 'new' || record.kind === 'super') continue;
    push(trail, record.result, fact.path, fact, { context: 0, mask: fact.mask & ~index.clearedByName(record.name), step: { t: 'return', call } });
  }
}
