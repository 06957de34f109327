import { ELEMENT } from '../../../model/flow-graph';
import { isElement } from '../../arguments';
import type { PointsTo } from '../../points-to/result';
import type { Program } from '../../program';
import type { Guards } from '../guards/guards';
import type { TaintIndex } from '../index-program';
import { libraryCalls } from '../library-calls';
import { callStep, returnFrom } from './calls';
import type { Fact, Hit, TaintSource } from './fact';
import { linkStep } from './links';
import { factTable, pathNumbers } from './fact-table';
import { loadStep, nameRead, storeStep } from './members';
import { modelStep } from './models';
import { guardFor } from './access-paths';
import type { Relevance } from './relevance';
import { reach } from './sinks';
import { concatStep } from './texts';
import { insert, push, type Trail } from './trail';

const NONE: readonly never[] = [];
/** Facts that one source may spread to before it is given up as telling nothing. */
const MAX_FACTS = 60_000;

/**
 * Follows one source forward through the whole program: calls and returns matched by summaries per entry fact
 * (Reps, Horwitz and Sagiv 1995), members by access paths, kinds of flaw as bits that sanitizers and guards take away.
 * Returns the sinks reached, and whether it was given up.
 */
export function follow(program: Program, points: PointsTo, index: TaintIndex, guards: Guards, relevance: Relevance, source: TaintSource): { readonly hits: readonly Hit[]; readonly exhausted: boolean } {
  const mask = source.kinds & relevance(source.node);
  if (mask === 0) return { hits: [], exhausted: false };
  const trail: Trail = {
    program, points, index, guards, source, libraries: libraryCalls(program, points),
    relevance, paths: pathNumbers(), facts: [], factIds: factTable(), contexts: [{ fn: -2, outer: 0, given: [], callers: [], known: new Map(), libraries: [], returns: [] }], contextIds: factTable(), activations: new Map(), work: [], hits: new Map(),
  };
  insert(trail, { node: source.node, path: source.path, context: 0, normalised: false, inUrlPath: false, text: '', mask, parent: undefined, step: undefined });
  // Breadth first, so that of several ways to a place a short one is told.
  for (const next of trail.work) {
    if (trail.facts.length >= MAX_FACTS) break;
    step(trail, next);
  }
  return { hits: [...trail.hits.values()], exhausted: trail.facts.length >= MAX_FACTS };
}

/** Looks at everything that a tainted value may go on to from where it is. */
function step(trail: Trail, arrived: Fact): void {
  const { program, index } = trail;
  const returned = index.returnOf.get(arrived.node);
  const vouched = returned === undefined ? 0 : index.clearedByName(program.fns[returned]?.name ?? '') | index.clearedBy(returned);
  if ((arrived.mask & ~vouched) === 0) return;
  const fact = vouched === 0 ? arrived : { ...arrived, mask: arrived.mask & ~vouched };
  for (const site of index.sinks.get(fact.node) ?? NONE) reach(trail, site, fact);
  edgeSteps(trail, fact);
  linkSteps(trail, fact, returned);
  if (returned !== undefined) returnFrom(trail, returned, fact);
}

/** Along what the text of the program says. */
function edgeSteps(trail: Trail, fact: Fact): void {
  const { index, guards } = trail;
  const { node, path } = fact;
  for (const edge of index.assigns[node] ?? NONE) {
    if (edge.but?.includes(path[0] ?? '')) continue;
    const guard = edge.guard && guardFor(edge.guard, path);
    const cleared = (guard ? guards.clears(guard, { normalised: fact.normalised, part: guard === edge.guard ? path : [] }) : 0) | (index.isMasked(edge.to) ? index.bitOf('sensitive-data-logged') : 0);
    push(trail, edge.to, path, fact, { mask: fact.mask & ~cleared });
  }
  for (const load of index.loads[node] ?? NONE) loadStep(trail, nameRead(trail, load), load.to, fact);
  for (const store of index.stores[node] ?? NONE) storeStep(trail, store, fact);
  for (const spread of index.spreads[node] ?? NONE) {
    if (!spread.but?.includes(path[0] ?? '')) push(trail, spread.to, path.length === 0 || !isElement(path[0] ?? '') ? path : [ELEMENT, ...path.slice(1)], fact);
  }
  for (const concat of index.concats[node] ?? NONE) concatStep(trail, concat, fact);
  for (const use of index.uses[node] ?? NONE) callStep(trail, use.call, use.arg, fact);
}

/** Along what linking found: functions outside the program, imports, inherited members. */
function linkSteps(trail: Trail, fact: Fact, returned: number | undefined): void {
  const { points } = trail;
  const { node, path } = fact;
  for (const flow of points.modelled.get(node) ?? NONE) modelStep(trail, flow, fact);
  for (const to of points.linked.get(node) ?? NONE) linkStep(trail, to, fact, returned);
  for (const load of points.importLoads.get(node) ?? NONE) loadStep(trail, load.prop, load.to, fact);
  for (const load of points.instanceLoads.get(node) ?? NONE) push(trail, load.to, path, fact, { context: 0 });
}
