import type { FlowFact } from '../../facts/flows';
import type { SourceOrigin } from '../../facts/knowledge/rules';
import type { FlowStep } from '../../model/finding';
import type { NodeId } from '../../model/flow-graph';
import type { Location } from '../../model/location';
import type { Program } from '../program';
import { callLocation, fileOf, fileOfCall, locationOf } from '../program';
import type { Fact, Hit } from './follow/fact';

/** One flow from an untrusted value to a place that it must not reach. */
export interface TaintFlow extends Omit<FlowFact, 'declared' | 'doubtful'> {
  readonly warn: boolean;
  /** Call that is the sink; -1 for assignments. */
  readonly call: number;
  /** Calls and functions on the way, in order. */
  readonly through: { readonly calls: readonly number[]; readonly fns: readonly number[] };
  readonly origin: SourceOrigin;
}

/** A way of more stations leads through what many values share, and nobody can tell whether this one comes out of it. */
const MOST_STATIONS = 20;

/** Whether the way of a flow is short enough to be told, and to be believed. */
export function canBeTold({ steps }: TaintFlow): boolean {
  return steps.length <= MOST_STATIONS;
}

/** Turns a hit into the flow that people read: source, the steps that say something, sink. */
export function reportHit(program: Program, hit: Hit): TaintFlow | undefined {
  const { sink, source } = hit;
  const location = sink.call >= 0 ? callLocation(program, sink.call) : sink.store >= 0 ? storeLocation(program, sink.store) : answerLocation(program, hit.fact);
  if (!location) return undefined;
  const start = locationOf(program, source.node);
  const steps: FlowStep[] = start ? [{ location: start, note: source.note }] : [];
  for (const fact of chain(hit.fact)) {
    const step = describe(program, fact);
    const last = steps[steps.length - 1];
    if (step && (last?.location.path !== step.location.path || last.location.line !== step.location.line)) steps.push(step);
  }
  const callee = sink.callee === '' ? 'a call' : `\`${sink.callee}\``;
  const end: FlowStep = { location, note: sink.call >= 0 ? `reaches ${sink.note} in ${callee}` : `becomes ${sink.note}` };
  const last = steps[steps.length - 1];
  if (steps.length > 1 && last?.location.path === location.path && last.location.line === location.line) steps.pop();
  return {
    kind: sink.kind, location, steps: [...steps, end], source: source.note, sink: sink.note, callee: sink.callee, warn: isDoubtful(hit), call: sink.call, through: throughOf(hit.fact), whole: !chain(hit.fact).some((fact) => fact.step?.t === 'concat'),
    origin: source.origin, ...(source.tool !== undefined && { tool: source.tool }),
    anchor: `${sink.callee} ${digest(program, hit)} ${source.note}`,
  };
}

/** Most programs trust the servers that they ask. */
function isDoubtful({ sink, source }: Hit): boolean {
  return sink.warn || source.origin === 'remote';
}

/** Where what is returned was put together: the member of an object in several lines, not its beginning. */
function answerLocation(program: Program, fact: Fact): Location | undefined {
  const whole = locationOf(program, (fact.parent ?? fact).node);
  const member = chain(fact).reverse().find((each) => each.path.length < fact.path.length);
  const part = member && locationOf(program, member.node);
  return whole && part && part.path === whole.path && part.line > whole.line ? part : whole;
}

/** The nodes that a value came through, from its source on. */
export function nodesOnTheWay(hit: Hit): ReadonlySet<NodeId> {
  return new Set(chain(hit.fact).map((fact) => fact.node));
}

function throughOf(fact: Fact): TaintFlow['through'] {
  const calls: number[] = [];
  const fns: number[] = [];
  for (const { step } of chain(fact)) {
    if (step?.t === 'call') {
      calls.push(step.call);
      fns.push(step.fn);
    } else if (step?.t === 'through') calls.push(step.call);
  }
  return { calls, fns };
}

function digest(program: Program, { sink }: Hit): number {
  return sink.call >= 0 ? (program.calls[sink.call]?.digest ?? 0) : (program.stores[sink.store]?.digest ?? 0);
}

function storeLocation(program: Program, index: number): Location | undefined {
  const store = program.stores[index];
  const file = store && fileOf(program, store.base);
  return file && { path: file.path, line: store.at[0], column: store.at[1] };
}

function chain(fact: Fact): Fact[] {
  const facts: Fact[] = [];
  for (let at: Fact | undefined = fact; at; at = at.parent) facts.push(at);
  return facts.reverse();
}

function describe(program: Program, fact: Fact): FlowStep | undefined {
  const { step } = fact;
  if (!step) return undefined;
  switch (step.t) {
    case 'call': {
      const file = fileOfCall(program, step.call);
      const name = program.fns[step.fn]?.name || program.calls[step.call]?.name;
      return file && { location: callLocation(program, step.call), note: name ? `passed to \`${name}\`` : 'passed to a function' };
    }
    case 'return': {
      const name = program.calls[step.call]?.name;
      return { location: callLocation(program, step.call), note: name ? `returned by \`${name}\`` : 'returned by a function' };
    }
    case 'through': {
      const name = program.calls[step.call]?.name;
      return name ? { location: callLocation(program, step.call), note: `goes through \`${name}\`` } : undefined;
    }
    case 'concat': {
      const location = locationOf(program, fact.node);
      return location && { location, note: 'becomes part of a string' };
    }
    case 'stored': {
      const location = fact.parent && locationOf(program, fact.parent.node);
      return location && { location, note: `stored in \`${step.name}\`` };
    }
  }
}
