import type { ErrorLeak, LeakKind } from '../../../../facts/errors';
import type { Analysis } from '../../../../flow/analyse';
import { fileOf, locationOf } from '../../../../flow/program';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { functionsOf, pathsAt, queryOf } from '../query';

const MAX_STEPS = 1500;
const MAX_DEPTH = 12;

/** Members of an error that say what happened, or that the service on the other end said. */
const INTERNALS = new Set(['sql', 'sqlMessage', 'query', 'config', 'request']);
const SAME_TEXT = /^(trim|slice|substring|substr|replace|replaceAll|split|join|concat|toLowerCase|toUpperCase|padEnd|normalize|filter|map)$/;

interface Step {
  readonly node: NodeId;
  /** Whether the object itself goes out, or only its text. */
  readonly whole: boolean;
  /** Calls through which the search went into functions: where their parameters come from. */
  readonly calls: readonly number[];
  readonly depth: number;
}

/** What of errors arrives at a place, looking backwards from it. */
export function leaksInto(analysis: Analysis, from: NodeId, reaches: string): ErrorLeak[] {
  const { program, points } = analysis;
  const found = new Map<string, ErrorLeak>();
  const seen = new Set<string>();
  const work: Step[] = [{ node: from, whole: true, calls: [], depth: 0 }];
  const leak = (kind: LeakKind, node: NodeId): void => {
    const location = locationOf(program, node);
    if (location && fileOf(program, node)?.product && !found.has(kind)) found.set(kind, { kind, location, reaches });
  };
  for (let step = work.pop(); step && seen.size < MAX_STEPS; step = work.pop()) {
    const { node, whole, calls, depth } = step;
    const key = `${node} ${whole} ${calls.join()}`;
    if (node === NO_NODE || depth > MAX_DEPTH * 3 || seen.has(key)) continue;
    seen.add(key);
    if (provenOther(analysis).has(node)) continue;
    const go = (next: NodeId | undefined, how: Partial<Step> = {}): void => { if (next !== undefined && next !== NO_NODE) work.push({ node: next, whole, calls, depth: depth + 1, ...how }); };
    if (isError(analysis, node)) {
      if (whole) leak('object', node);
      continue;
    }
    for (const source of program.assignsByTarget.get(node) ?? []) go(source);
    for (const source of program.spreadsByTarget.get(node) ?? []) go(source);
    for (const store of program.initStores.get(node) ?? []) go(store.from);
    for (const concat of program.concatsByResult.get(node) ?? []) for (const part of concat.parts) if (typeof part === 'number') go(part, { whole: false });
    const load = program.loadOf.get(node);
    if (load) {
      const ofError = comesFromError(analysis, load.from, calls);
      if (load.prop === 'stack' && ofError && !onlyWhileDeveloping(analysis, node)) leak('stack', node);
      else if (ofError && INTERNALS.has(load.prop)) leak('internals', node);
      else if (!ofError && load.prop !== 'stack') for (const value of points.of(load.from)) if (value.k === 'object') go(points.members(value.node).get(load.prop));
    }
    const origin = program.origins[node];
    if (origin?.k === 'param') {
      const last = calls[calls.length - 1];
      if (last !== undefined && points.targets(last).includes(origin.fn)) go(program.calls[last]?.args[origin.index], { calls: calls.slice(0, -1) });
      else if (last === undefined) for (const site of points.callers(origin.fn).slice(0, 8)) go(program.calls[site]?.args[origin.index]);
    }
    const index = program.callByResult.get(node);
    if (index !== undefined) visitCall(analysis, index, step, go, leak);
  }
  return [...found.values()];
}

function visitCall(analysis: Analysis, index: number, { calls, whole }: Step, go: (node: NodeId | undefined, how?: Partial<Step>) => void, leak: (kind: LeakKind, node: NodeId) => void): void {
  const { program, points } = analysis;
  const call = program.calls[index];
  if (!call) return;
  const [first] = call.args;
  const apis = points.apis(index);
  if (apis.includes('JSON.stringify')) {
    const all = call.args[1] !== undefined && pathsAt(analysis, call.args[1]).some((path) => path.startsWith('Object.getOwnPropertyNames'));
    if (all && first !== undefined && comesFromError(analysis, first, calls)) leak('stack', call.result);
    else go(first, { whole: true });
    return;
  }
  if (apis.some((path) => /^util\.(inspect|format)$/.test(path) || /^serialize-error(\.serializeError)?$/.test(path))) {
    if (call.args.some((arg) => comesFromError(analysis, arg, calls))) leak('stack', call.result);
    return;
  }
  if (apis.includes('String') || call.name === 'toString') { go(first ?? call.recv, { whole: false }); return; }
  const targets = points.targets(index).slice(0, 4);
  for (const fn of targets) if (calls.length < 6 && !calls.includes(index)) go(program.fns[fn]?.ret, { calls: [...calls, index] });
  if (targets.length > 0) return;
  if (call.name === 'catch' || call.name === 'then') {
    for (const arg of call.args) for (const fn of functionsOf(analysis, arg)) go(program.fns[fn]?.ret);
    go(call.recv);
  } else if (SAME_TEXT.test(call.name)) go(call.recv, { whole });
}

/** A caught error: of a clause, of `.catch(error => …)`, or of a function that handles the errors of all routes. */
export function isError(analysis: Analysis, node: NodeId): boolean {
  const { program } = analysis;
  const origin = program.origins[node];
  if (origin?.k === 'caught') return true;
  if (origin?.k !== 'param' || !/^_?(e|er|err|error|ex|exception|reason|cause)$/i.test(origin.name)) return false;
  const count = program.fns[origin.fn]?.params.length ?? 0;
  if (origin.index === 0 && count === 4) return true;
  if (origin.index !== 0) return false;
  return catchers(analysis).has(origin.fn);
}

const known = new WeakMap<Analysis, ReadonlySet<number>>();

const others = new WeakMap<Analysis, ReadonlySet<NodeId>>();

/** Values where a test has shown that they are no error object: `error instanceof Error ? … : here`, `typeof error === 'string'`. */
function provenOther(analysis: Analysis): ReadonlySet<NodeId> {
  const found = others.get(analysis);
  if (found) return found;
  const made = new Set(analysis.program.assigns.flatMap(({ to, guard }) => {
    const test = guard?.about === 'self' ? guard.condition : undefined;
    return (test?.t === 'instanceof' && !test.positive) || (test?.t === 'typeof' && test.positive && test.type !== 'object') ? [to] : [];
  }));
  others.set(analysis, made);
  return made;
}

/** Functions that are given to `.catch`. */
function catchers(analysis: Analysis): ReadonlySet<number> {
  const found = known.get(analysis);
  if (found) return found;
  const made = new Set(analysis.program.calls.flatMap((call) => (call.name === 'catch' || call.name === 'onError' || call.name === 'setErrorHandler' ? functionsOf(analysis, call.args[0]) : [])));
  known.set(analysis, made);
  return made;
}

/** Whether a value is an error: caught, or given as one by a call on the way. */
function comesFromError(analysis: Analysis, from: NodeId, calls: readonly number[]): boolean {
  const { program, points } = analysis;
  const seen = new Set<NodeId>();
  const work = [{ node: from, calls }];
  for (let step = work.pop(); step && seen.size < 200; step = work.pop()) {
    const { node } = step;
    if (node === NO_NODE || seen.has(node)) continue;
    seen.add(node);
    if (isError(analysis, node)) return true;
    for (const source of program.assignsByTarget.get(node) ?? []) work.push({ node: source, calls: step.calls });
    const origin = program.origins[node];
    if (origin?.k !== 'param') continue;
    const last = step.calls[step.calls.length - 1];
    const sites = last !== undefined && points.targets(last).includes(origin.fn) ? [last] : last === undefined ? points.callers(origin.fn).slice(0, 8) : [];
    for (const site of sites) work.push({ node: program.calls[site]?.args[origin.index] ?? NO_NODE, calls: step.calls.slice(0, -1) });
  }
  return false;
}

/** The function asks for the environment or a switch first: `process.env.NODE_ENV !== 'production'`. */
function onlyWhileDeveloping(analysis: Analysis, node: NodeId): boolean {
  const fn = analysis.program.owners[node] ?? -1;
  return queryOf(analysis).loadsIn(fn).some((load) => /^(NODE_ENV|DEBUG|VERBOSE|LOG_LEVEL|debug|isDev|isDevelopment|isProduction|verbose|includeStack|showStack|exposeStack)$/.test(load.prop));
}
