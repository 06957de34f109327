import type { Analysis } from '../../../../flow/analyse';
import type { Call, NodeId } from '../../../../model/flow-graph';
import { functionsOf, queryOf } from '../query';
import { callsOn } from '../stores/chain';

/** Links of one chain; longer ones are put together at run time. */
const MAX_LINKS = 30;

/** The calls that are chained to a call in one expression, in order. What is called on a variable later is not among them. */
export function linksAfter(analysis: Analysis, index: number): { readonly links: readonly number[]; readonly open: boolean } {
  const { program } = analysis;
  const links: number[] = [];
  let at = index;
  for (let count = 0; count < MAX_LINKS; count++) {
    const call = program.calls[at];
    const next = call ? callsOn(analysis, call.result).filter((other) => !ENDS.test(program.calls[other]?.name ?? '')) : [];
    const chained = next.find((other) => sameStart(call, program.calls[other]));
    if (chained === undefined) return { links, open: next.length > 0 };
    links.push(chained);
    at = chained;
  }
  return { links, open: true };
}

/** Methods of promises and of results, which end a chain of a builder. */
const ENDS = /^(?:then|catch|finally|map|forEach|filter|find|toArray|reduce|push|toString|length)$/;

/** The links of a chain begin where it begins. */
function sameStart(a: Call | undefined, b: Call | undefined): boolean {
  return a !== undefined && b !== undefined && a.at[0] === b.at[0] && a.at[1] === b.at[1];
}

/** Calls in a function, and in functions written in it, whose receiver is its first parameter. */
export function callsOnParameter(analysis: Analysis, fn: number): readonly number[] {
  const query = queryOf(analysis);
  const param = analysis.program.fns[fn]?.params[0];
  return param === undefined ? [] : [...query.reach([fn], 1, true)].flatMap((each) => query.callsIn(each)).filter((call) => isThis(analysis, analysis.program.calls[call]?.recv ?? -1, param));
}

function isThis({ program }: Analysis, node: NodeId, param: NodeId): boolean {
  return node === param || (program.assignsByTarget.get(node) ?? []).includes(param);
}

const known = new WeakMap<Analysis, ReadonlySet<number>>();

/** Functions that undo a migration, with those that stand in them. */
export function undoing(analysis: Analysis): ReadonlySet<number> {
  const found = known.get(analysis);
  if (found) return found;
  const { program } = analysis;
  const UNDO = /^(?:down|rollback|revert)$/;
  const start = [
    ...program.fns.flatMap((fn, index) => (UNDO.test(fn.name) ? [index] : [])),
    ...program.classes.flatMap((cls) => Object.entries(cls.methods).flatMap(([name, fn]) => (UNDO.test(name) ? [fn] : []))),
    ...program.stores.flatMap((store) => (UNDO.test(store.prop) ? functionsOf(analysis, store.from) : [])),
  ];
  const made = new Set(start);
  // Inner functions come after those that they stand in, or before: go on until nothing is added.
  for (let size = -1; size !== made.size; ) {
    size = made.size;
    program.fns.forEach((fn, index) => { if (fn.parent >= 0 && made.has(fn.parent)) made.add(index); });
  }
  known.set(analysis, made);
  return made;
}
