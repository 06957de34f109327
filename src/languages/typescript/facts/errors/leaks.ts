import type { ErrorLeak, LeakKind } from '../../../../facts/errors';
import type { Analysis } from '../../../../flow/analyse';
import { fileOf, locationOf } from '../../../../flow/program';
import { NO_NODE, type Call, type NodeId } from '../../../../model/flow-graph';
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
  /** The parameter by which the error came into a function that answers for many: that is the place to mend. */
  readonly by?: NodeId;
}

/** The search: what it found, and how it goes on from a step. */
interface Search {
  readonly analysis: Analysis;
  readonly go: (step: Step, next: NodeId | undefined, how?: Partial<Step>) => void;
  readonly leak: (kind: LeakKind, node: NodeId) => void;
}

/** What of errors arrives at a place, looking backwards from it. */
export function leaksInto(analysis: Analysis, from: NodeId, reaches: string): ErrorLeak[] {
  const { program } = analysis;
  const found = new Map<string, ErrorLeak>();
  const seen = new Set<string>();
  const work: Step[] = [{ node: from, whole: true, calls: [], depth: 0 }];
  const search: Search = {
    analysis,
    go: (step, next, how = {}) => { if (next !== undefined && next !== NO_NODE) work.push({ ...step, node: next, depth: step.depth + 1, ...how }); },
    leak: (kind, node) => {
      const location = locationOf(program, node);
      if (location && fileOf(program, node)?.product && !found.has(kind)) found.set(kind, { kind, location, reaches });
    },
  };
  for (let step = work.pop(); step && seen.size < MAX_STEPS; step = work.pop()) {
    const { node, whole, calls, depth } = step;
    const key = `${node} ${whole} ${calls.join()}`;
    if (node === NO_NODE || depth > MAX_DEPTH * 3 || seen.has(key)) continue;
    seen.add(key);
    if (provenOther(analysis).has(node)) continue;
    if (!isError(analysis, node)) visitStep(search, step);
    else if (whole) search.leak('object', step.by ?? node);
  }
  return [...found.values()];
}

function visitStep(search: Search, step: Step): void {
  const { program } = search.analysis;
  const { node } = step;
  for (const source of program.assignsByTarget.get(node) ?? []) search.go(step, source);
  for (const source of program.spreadsByTarget.get(node) ?? []) search.go(step, source);
  for (const store of program.initStores.get(node) ?? []) search.go(step, store.from);
  for (const concat of program.concatsByResult.get(node) ?? []) for (const part of concat.parts) if (typeof part === 'number') search.go(step, part, { whole: false });
  visitLoad(search, step);
  visitParameter(search, step);
  const index = program.callByResult.get(node);
  if (index !== undefined) visitCall(search, step, index);
}

/** A member of an error is a leak by its name; of another object, it is what was put there. */
function visitLoad({ analysis, go, leak }: Search, step: Step): void {
  const { program, points } = analysis;
  const load = program.loadOf.get(step.node);
  if (!load) return;
  const ofError = comesFromError(analysis, load.from, step.calls);
  if (load.prop === 'stack' && ofError && !onlyWhileDeveloping(analysis, step.node)) leak('stack', step.node);
  else if (ofError && INTERNALS.has(load.prop)) leak('internals', step.node);
  else if (!ofError && load.prop !== 'stack') for (const value of points.of(load.from)) if (value.k === 'object') go(step, points.members(value.node).get(load.prop));
}

/** A parameter is what the call gave that the search came in by; without one, what any caller gives. */
function visitParameter({ analysis, go }: Search, step: Step): void {
  const { program, points } = analysis;
  const { calls } = step;
  const origin = program.origins[step.node];
  if (origin?.k !== 'param') return;
  const last = calls[calls.length - 1];
  if (last === undefined) for (const site of points.callers(origin.fn).slice(0, 8)) go(step, program.calls[site]?.args[origin.index]);
  else if (points.targets(last).includes(origin.fn)) {
    const given = program.calls[last]?.args[origin.index] ?? NO_NODE;
    const direct = [given, ...(program.assignsByTarget.get(given) ?? [])].some((node) => isError(analysis, node));
    go(step, given, { calls: calls.slice(0, -1), ...(direct && { by: step.by ?? step.node }) });
  }
}

function visitCall(search: Search, step: Step, index: number): void {
  const { program, points } = search.analysis;
  const call = program.calls[index];
  if (!call || visitPrinting(search, step, call, points.apis(index))) return;
  const targets = points.targets(index).slice(0, 4);
  if (step.calls.length < 6 && !step.calls.includes(index)) for (const fn of targets) search.go(step, program.fns[fn]?.ret, { calls: [...step.calls, index] });
  if (targets.length > 0) return;
  if (call.name === 'catch' || call.name === 'then') {
    for (const arg of call.args) for (const fn of functionsOf(search.analysis, arg)) search.go(step, program.fns[fn]?.ret);
    search.go(step, call.recv);
  } else if (SAME_TEXT.test(call.name)) search.go(step, call.recv);
}

/** Calls that print a value; says whether it was one. */
function visitPrinting({ analysis, go, leak }: Search, step: Step, call: Call, apis: readonly string[]): boolean {
  const [first] = call.args;
  if (apis.includes('JSON.stringify')) {
    const all = call.args[1] !== undefined && pathsAt(analysis, call.args[1]).some((path) => path.startsWith('Object.getOwnPropertyNames'));
    if (all && first !== undefined && comesFromError(analysis, first, step.calls)) leak('stack', call.result);
    else go(step, first, { whole: true });
    return true;
  }
  if (apis.some((path) => /^util\.(inspect|format)$/.test(path) || /^serialize-error(\.serializeError)?$/.test(path))) {
    if (call.args.some((arg) => comesFromError(analysis, arg, step.calls))) leak('stack', call.result);
    return true;
  }
  if (!apis.includes('String') && call.name !== 'toString') return false;
  go(step, first ?? call.recv, { whole: false });
  return true;
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
