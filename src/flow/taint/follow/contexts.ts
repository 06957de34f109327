import { NO_NODE, type Call, type NodeId, type Prop } from '../../../model/flow-graph';
import { isInside, type Program } from '../../program';
import { originalOf } from '../../way-back';
import type { Fact } from './fact';
import type { FactKey } from './fact-table';
import { partOf, type Caller, type Context, type Trail } from './trail';

/** More than there may be facts, and so contexts, of one source. */
const MOST_CONTEXTS = 1_048_576;
/** Stands for the part of a result, where a part of a parameter stands otherwise. */
const RESULT = -1;

/** A context and its number. */
interface Entered {
  readonly id: number;
  readonly context: Context;
}

/** A parameter of a function. */
export interface Parameter {
  readonly fn: number;
  readonly index: number;
}

/** The context in which a function sees this part of a parameter, when a call, or a library that a call gives the function to, hands it the value. */
export function contextAt(trail: Trail, fn: number, param: NodeId, path: readonly Prop[], from: Fact, call?: Call): Entered {
  const given = call ? functionsGiven(trail, call, from.context) : [];
  const outer = outerOf(trail, fn, from.context);
  return contextOf(trail, { node: param, context: activationOf(trail, outer, given), part: partOf(trail, path, from) }, { fn, outer, given });
}

/** The context of a function that was given another, whose result comes back into it. */
export function contextGiven(trail: Trail, { fn, index }: Parameter, given: number): Entered {
  const functions: (readonly number[])[] = [];
  functions[index] = [given];
  return contextOf(trail, { node: trail.program.fns[fn]?.params[index] ?? NO_NODE, context: activationOf(trail, 0, functions), part: RESULT }, { fn, outer: 0, given: functions });
}

function contextOf({ contexts, contextIds }: Trail, key: FactKey, made: Pick<Context, 'fn' | 'outer' | 'given'>): Entered {
  const id = contextIds.numberOf(key, contexts.length);
  const known = contexts[id];
  if (known) return { id, context: known };
  const context: Context = { ...made, callers: [], known: new Map(), libraries: [], returns: [] };
  contexts.push(context);
  return { id, context };
}

/** Runs of a function that are told apart: by the run of the function around it, and by the functions that it was given. */
function activationOf({ activations }: Trail, outer: number, given: Context['given']): number {
  if (outer === 0 && given.length === 0) return 0;
  const key = `${outer} ${given.map((fns) => fns.join()).join(';')}`;
  const known = activations.get(key) ?? activations.size + 1;
  activations.set(key, known);
  return known;
}

/** The nearest context of a function around another, from the context that the other is entered in. */
function outerOf({ program, contexts }: Trail, fn: number, from: number): number {
  for (let at = from; at !== 0; at = contexts[at]?.outer ?? 0) {
    const around = contexts[at]?.fn ?? -1;
    if (around !== fn && isInside(program, fn, around)) return at;
  }
  return 0;
}

/** Which functions a call hands over, by position: what runs them must not run those of another call. */
function functionsGiven(trail: Trail, call: Call, context: number): readonly (readonly number[])[] {
  const given = call.args.slice(0, call.spread).map((arg) => functionsIn(trail, arg, context));
  while (given.length > 0 && given[given.length - 1]?.length === 0) given.pop();
  return given;
}

/** The functions that a node may be where a value has come in some context: of a parameter, those that were handed over. */
function functionsIn(trail: Trail, node: NodeId, context: number): readonly number[] {
  const fns = functionsAt(trail, node);
  return fns.length < 2 ? fns : (handedOver(trail, parameterAt(trail.program, node), context) ?? fns);
}

/** The functions that a node may be. */
export function functionsAt({ points }: Trail, node: NodeId): readonly number[] {
  return node === NO_NODE ? [] : points.of(node).flatMap((value) => (value.k === 'fn' ? [value.fn] : []));
}

/** What a parameter of the function of a context, or of one around it, was given there; undefined when that is not known. */
function handedOver({ contexts }: Trail, param: Parameter | undefined, from: number): readonly number[] | undefined {
  for (let at = param ? from : 0; at !== 0; at = contexts[at]?.outer ?? 0) {
    const given = contexts[at]?.fn === param?.fn ? (contexts[at]?.given[param?.index ?? -1] ?? []) : [];
    if (given.length > 0) return given;
  }
  return undefined;
}

/** The parameter that a node is, through variables of one value. */
export function parameterAt(program: Program, node: NodeId): Parameter | undefined {
  const origin = program.origins[originalOf(program, node)];
  return origin?.k === 'param' && origin.rest !== true ? origin : undefined;
}

/**
 * The functions that a call may run where a value has come. What calls its own parameter, or that of a function around it, runs
 * what was handed over by the call that the value came by, and not what other calls hand over.
 */
export function targetsAt(trail: Trail, callId: number, from: Fact): readonly number[] {
  const { program, points } = trail;
  const targets = points.targets(callId);
  if (targets.length < 2 || from.context === 0) return targets;
  const given = handedOver(trail, parameterAt(program, program.calls[callId]?.callee ?? NO_NODE), from.context);
  return given ? targets.filter((fn) => given.includes(fn)) : targets;
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
