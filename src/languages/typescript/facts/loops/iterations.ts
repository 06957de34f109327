import type { Analysis } from '../../../../flow/analyse';
import { ELEMENT, NO_NODE, type Extent, type NodeId } from '../../../../model/flow-graph';
import { within } from '../errors/hidden';
import { functionsOf, queryOf } from '../query';

/** Something that runs once for each element of a list. */
export interface Iteration {
  /** The list. */
  readonly over: NodeId;
  /** Nodes that hold an element. */
  readonly elements: ReadonlySet<NodeId>;
  /** Calls that run for each element, in this function and in those written in it. */
  readonly calls: readonly number[];
}

const EACH = /^(forEach|map|flatMap|filter|some|every|find|findIndex|findLast|each|eachSeries|mapSeries|forEachSeries)$/;
const FOLDS = /^(reduce|reduceRight)$/;

/** Loops over lists, in statements and in calls with a function. Loops that count, wait, try again or turn pages are none. */
export function iterationsOf(analysis: Analysis): Iteration[] {
  const { program } = analysis;
  const query = queryOf(analysis);
  const statements = program.loops.flatMap((loop): Iteration[] => {
    const fns = loop.fn < 0 ? [] : [loop.fn, ...nestedWithin(analysis, loop.fn, loop.at)];
    const calls = fns.flatMap((fn) => query.callsIn(fn)).filter((call) => { const at = program.calls[call]?.at; return at !== undefined && within(loop.at, at); });
    if (calls.length === 0) return [];
    if (loop.kind === 'each') return [{ over: loop.over, elements: elementsOf(analysis, loop.over), calls }];
    const taken = loop.kind === 'while' ? takenFrom(analysis, calls) : indexed(analysis, loop.fn, loop.at);
    return taken ? [{ ...taken, calls }] : [];
  });
  const callbacks = program.calls.flatMap((call, index): Iteration[] => {
    const position = EACH.test(call.name) ? 0 : FOLDS.test(call.name) ? 1 : -1;
    if (position === -1 || call.recv === NO_NODE || !query.isProduct(index)) return [];
    return functionsOf(analysis, call.args[0]).slice(0, 3).flatMap((fn): Iteration[] => {
      const element = program.fns[fn]?.params[position];
      const calls = [...query.reach([fn], 0, true), ...nestedIn(analysis, fn)].flatMap((each) => query.callsIn(each));
      return element === undefined || calls.length === 0 ? [] : [{ over: call.recv, elements: new Set([element]), calls: [...new Set(calls)] }];
    });
  });
  return [...statements, ...callbacks];
}

function elementsOf({ program }: Analysis, over: NodeId): Set<NodeId> {
  return new Set((program.loadsFrom.get(over) ?? []).filter((load) => load.prop === ELEMENT || load.prop === 'keys()').map((load) => load.to));
}

/** `while (queue.length > 0) { const next = queue.shift(); … }`. */
function takenFrom({ program }: Analysis, calls: readonly number[]): Pick<Iteration, 'over' | 'elements'> | undefined {
  for (const index of calls) {
    const call = program.calls[index];
    if (call && /^(shift|pop)$/.test(call.name) && call.recv !== NO_NODE && call.args.length === 0) return { over: call.recv, elements: new Set([call.result]) };
  }
  return undefined;
}

/** `for (let i = 0; i < rows.length; i++) { rows[i] … }`. */
function indexed(analysis: Analysis, fn: number, at: Extent): Pick<Iteration, 'over' | 'elements'> | undefined {
  const query = queryOf(analysis);
  const header = query.comparisonsIn(fn).filter((each) => each.op === 'order' && each.at[0] === at[0]);
  for (const each of header) {
    const length = [...query.loadsTo(each.right), ...query.loadsTo(each.left)].find((load) => load.prop === 'length');
    if (!length) continue;
    const over = length.from;
    return { over, elements: new Set(query.loadsIn(fn).filter((load) => load.key !== undefined && load.prop === '*' && sameList(analysis, load.from, over)).map((load) => load.to)) };
  }
  return undefined;
}

function sameList({ program }: Analysis, a: NodeId, b: NodeId): boolean {
  return a === b || (program.assignsByTarget.get(a) ?? []).includes(b) || (program.assignsByTarget.get(b) ?? []).includes(a);
}

function nestedIn(analysis: Analysis, fn: number): number[] {
  return queryOf(analysis).nestedIn(fn).flatMap((inner) => [inner, ...nestedIn(analysis, inner)]);
}

function nestedWithin(analysis: Analysis, fn: number, extent: Extent): number[] {
  return nestedIn(analysis, fn).filter((inner) => { const at = analysis.program.fns[inner]?.at; return at !== undefined && within(extent, at); });
}
