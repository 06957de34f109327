import { NO_NODE, type NodeId, type Prop } from '../../../model/flow-graph';
import { forEachArgument, forEachFurther } from '../../arguments';
import type { PointsTo } from '../../points-to/result';
import { takesRest, type Program } from '../../program';
import { readersOf } from '../carried';
import { maskOf, type KindMask } from '../kinds';
import type { TaintIndex } from '../index-program';
import type { SinkSite } from '../sinks';
import { namesWritten } from './members';

/** Kinds of flaw that a value at a node may still cause somewhere behind it. */
export type Relevance = (node: NodeId) => KindMask;

/** Kinds of which the one becomes the other on the way: what is made of a path is a path. */
const PATHS = maskOf(['path-traversal', 'zip-slip']);

/** From where to where values go, as two lists of equal length. */
interface Ways {
  readonly from: NodeId[];
  readonly to: NodeId[];
}

/** Every kind is of interest everywhere. */
export const EVERYWHERE: Relevance = () => -1;

/**
 * Which kinds lead to a sink from which node, looking backwards from the sinks along every way that a tainted value may go, whatever
 * part of it, in whatever context. What leads nowhere need not be followed, and in most programs that is nearly everything. A step
 * in this folder that hands values on along a new way has to be named here as well.
 */
export function relevanceOf(program: Program, points: PointsTo, index: TaintIndex): Relevance {
  const ways: Ways = { from: [], to: [] };
  writtenWays(program, points, ways);
  calledWays(program, points, ways);
  linkedWays(program, points, ways);
  const masks = new Int32Array(points.nodeCount);
  const work: NodeId[] = [];
  const see = (node: NodeId, kinds: KindMask): void => {
    const known = masks[node] ?? 0;
    if ((kinds & ~known) === 0) return;
    masks[node] = known | kinds;
    work.push(node);
  };
  for (const [node, sites] of index.sinks) see(node, sites.reduce((kinds, site) => kinds | kindsAt(site), 0));
  const { starts, sources } = backwards(ways, points.nodeCount);
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    const kinds = masks[node] ?? 0;
    for (let i = starts[node] ?? 0; i < (starts[node + 1] ?? 0); i++) see(sources[i] ?? 0, kinds);
  }
  return (node) => masks[node] ?? 0;
}

/** What a sink is about. Text that a database runs is as good as code. */
function kindsAt({ kind, text }: SinkSite): KindMask {
  const own = maskOf(text ? [kind, 'code-injection'] : [kind]);
  return (own & PATHS) === 0 ? own : own | PATHS;
}

function way({ from, to }: Ways, source: NodeId, target: NodeId): void {
  if (source === NO_NODE || target === NO_NODE) return;
  from.push(source);
  to.push(target);
}

/** What the text of the program says. */
function writtenWays(program: Program, points: PointsTo, ways: Ways): void {
  for (const edge of program.assigns) way(ways, edge.from, edge.to);
  for (const edge of program.loads) way(ways, edge.from, edge.to);
  for (const edge of program.spreads) way(ways, edge.from, edge.to);
  for (const edge of program.concats) for (const part of edge.parts) if (typeof part === 'number') way(ways, part, edge.to);
  for (const store of program.stores) {
    const { base, from, init, after } = store;
    way(ways, from, base);
    way(ways, from, after ?? NO_NODE);
    if (!init) for (const prop of namesWritten(points, store)) aliases(program, points, from, base, prop, ways);
  }
}

/** Where else an object is seen that is written to. */
function aliases(program: Program, points: PointsTo, from: NodeId, base: NodeId, prop: Prop, ways: Ways): void {
  for (const value of points.of(base)) {
    if (value.k === 'instance' || value.k === 'made') way(ways, from, points.field(value, prop) ?? NO_NODE);
    else if (value.k === 'object') way(ways, from, value.node);
    else if (value.k === 'api') for (const to of readersOf(program, points, base, value.path, prop)) way(ways, from, to);
  }
}

/** Into the functions that a call may run, and out of them. */
function calledWays(program: Program, points: PointsTo, ways: Ways): void {
  program.calls.forEach((call, index) => {
    for (const fn of points.targets(index)) {
      const target = program.fns[fn];
      if (!target) continue;
      way(ways, call.recv, target.self);
      forEachArgument(call, target.params.length, takesRest(program, target), (arg, param) => { way(ways, arg, target.params[param] ?? NO_NODE); });
      const { list } = target;
      if (list !== undefined) forEachFurther(call, target.params.length, (arg) => { way(ways, arg, list); });
    }
  });
  program.fns.forEach(({ ret }, fn) => { for (const call of points.callers(fn)) way(ways, ret, program.calls[call]?.result ?? NO_NODE); });
}

/** What linking found. */
function linkedWays(program: Program, points: PointsTo, ways: Ways): void {
  for (const [from, flows] of points.modelled) {
    for (const { to, toPath: [prop] } of flows) {
      way(ways, from, to);
      if (prop !== undefined) aliases(program, points, from, to, prop, ways);
    }
  }
  for (const [from, targets] of points.linked) for (const to of targets) way(ways, from, to);
  for (const links of [points.importLoads, points.instanceLoads]) for (const [from, targets] of links) for (const { to } of targets) way(ways, from, to);
}

/** The ways by where they end: those of node `n` stand from `starts[n]` on in `sources`. */
function backwards({ from, to }: Ways, nodes: number): { readonly starts: Int32Array; readonly sources: Int32Array } {
  const starts = new Int32Array(nodes + 1);
  for (const node of to) starts[node + 1] = (starts[node + 1] ?? 0) + 1;
  for (let node = 0; node < nodes; node++) starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  const filled = starts.slice();
  const sources = new Int32Array(from.length);
  to.forEach((node, i) => {
    const at = filled[node] ?? 0;
    sources[at] = from[i] ?? 0;
    filled[node] = at + 1;
  });
  return { starts, sources };
}
