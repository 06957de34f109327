import { ELEMENT, NO_NODE, type Call, type NodeId, type Prop } from '../../../model/flow-graph';
import { forEachArgument, forEachFurther, isElement } from '../../arguments';
import { takesRest } from '../../program';
import type { Fact } from './fact';
import { addCaller, contextAt, contextGiven, functionsAt, parameterAt, targetsAt, type Parameter } from './contexts';
import { contextFor, push, type Trail } from './trail';

/** A tainted value that a call is given goes into the functions that it may run. */
export function callStep(trail: Trail, callId: number, arg: number, fact: Fact): void {
  const { program } = trail;
  const call = program.calls[callId];
  if (!call) return;
  for (const fn of targetsAt(trail, callId, fact)) {
    const target = program.fns[fn];
    if (!target) continue;
    if (arg === -1) {
      enter(trail, callId, fn, target.self, fact.path, fact);
      continue;
    }
    forEachArgument(call, target.params.length, takesRest(program, target), (node, param, viaSpread) => {
      const path = node === fact.node ? pathAt(trail, call, target.params[param], { param, viaSpread }, fact) : undefined;
      if (path) enter(trail, callId, fn, target.params[param] ?? -1, path, fact);
    });
    const { list } = target;
    if (list !== undefined) forEachFurther(call, target.params.length, (node, element, viaSpread) => {
      if (node === fact.node) enter(trail, callId, fn, list, viaSpread ? fact.path : [element, ...fact.path], fact);
    });
  }
}

/** What part of a parameter is tainted, when part of the argument is. */
function pathAt({ program }: Trail, call: Call, node: NodeId | undefined, { param, viaSpread }: { readonly param: number; readonly viaSpread: boolean }, { node: arg, path }: Fact): readonly Prop[] | undefined {
  if (viaSpread) {
    const [head = ELEMENT] = path;
    if (!isElement(head) || (head !== ELEMENT && Number(head) !== param - (call.spread ?? 0))) return undefined;
    return path.slice(1);
  }
  const origin = program.origins[node ?? -1];
  if (origin?.k !== 'param' || !origin.rest) return path;
  // Which of the rest it is, where the value is one argument.
  const at = call.args.indexOf(arg) - param;
  return [call.spread === undefined && at >= 0 && call.args.lastIndexOf(arg) === at + param ? String(at) : ELEMENT, ...path];
}

function enter(trail: Trail, callId: number, fn: number, param: NodeId, path: readonly Prop[], from: Fact): void {
  const { id, context } = contextAt(trail, fn, param, path, from, trail.program.calls[callId]);
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
    const mask = fact.mask & ~index.clearedByName(record.name);
    const inside = contextGiving(trail, parameterAt(program, record.callee), fn, fact) ?? contextFor(trail, record.result, fact);
    push(trail, record.result, fact.path, fact, { context: inside, mask, step: { t: 'return', call } });
  }
}

/** Helpers of helpers that hand a function on. */
const HANDED_ON = 3;

/**
 * A function that a helper was given returns a value into the helper: to go on, there, to the calls that gave it, and to no other
 * call of the helper. Undefined where it was given by no call.
 */
function contextGiving(trail: Trail, param: Parameter | undefined, fn: number, fact: Fact, depth = 0): number | undefined {
  const { program, points } = trail;
  if (!param || depth > HANDED_ON) return undefined;
  const calls = points.callers(param.fn).filter((call) => functionsAt(trail, argumentAt(program.calls[call], param.index)).includes(fn));
  if (calls.length === 0) return undefined;
  const { id, context } = contextGiven(trail, param, fn);
  for (const call of calls) {
    const record = program.calls[call];
    const handed = contextGiving(trail, parameterAt(program, argumentAt(record, param.index)), fn, fact, depth + 1);
    const from: Fact = { ...fact, context: handed ?? contextFor(trail, record?.result ?? NO_NODE, fact) };
    if (addCaller(context, call, from)) for (const returned of context.returns) leave(trail, call, from, returned);
  }
  return id;
}

function argumentAt(call: Call | undefined, index: number): NodeId {
  return call && (call.spread === undefined || index < call.spread) ? (call.args[index] ?? NO_NODE) : NO_NODE;
}
