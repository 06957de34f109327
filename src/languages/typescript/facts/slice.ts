import type { Analysis } from '../../../flow/analyse';
import { NO_NODE, type NodeId } from '../../../model/flow-graph';
import { literalsAt, pathsAt, queryOf } from './query';

/** What a value was made from, looking backwards from it. */
export interface Slice {
  readonly nodes: ReadonlySet<NodeId>;
  /** Names of members on the way, and of parameters at the end. */
  readonly names: ReadonlySet<string>;
  /** Ways to packages and globals. */
  readonly paths: ReadonlySet<string>;
  readonly texts: ReadonlySet<string>;
}

const MAX_NODES = 160;

/**
 * Follows a value backwards through assignments, members, concatenations, calls of methods on it, functions of the
 * program and parameters. `deep` also enters the arguments of calls.
 */
export function sliceOf(analysis: Analysis, from: readonly NodeId[], options: { readonly callers?: boolean } = {}): Slice {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const nodes = new Set<NodeId>();
  const names = new Set<string>();
  const paths = new Set<string>();
  const texts = new Set<string>();
  const work = [...from];
  const visit = (node: NodeId | undefined): unknown => node !== undefined && node !== NO_NODE && work.push(node);
  for (let node = work.shift(); node !== undefined && nodes.size < MAX_NODES; node = work.shift()) {
    if (node === NO_NODE || nodes.has(node)) continue;
    nodes.add(node);
    for (const path of pathsAt(analysis, node)) paths.add(path);
    for (const value of literalsAt(analysis, node)) if (typeof value === 'string') texts.add(value);
    for (const source of program.assignsByTarget.get(node) ?? []) visit(source);
    for (const load of query.loadsTo(node)) {
      if (load.prop !== '*' && load.prop !== '[]') names.add(load.prop);
      visit(load.from);
      visit(load.key);
    }
    for (const concat of program.concatsByResult.get(node) ?? []) for (const part of concat.parts) if (typeof part === 'number') visit(part);
    const call = program.callByResult.get(node);
    const record = call === undefined ? undefined : program.calls[call];
    if (call !== undefined && record) {
      names.add(record.name);
      visit(record.recv);
      record.args.forEach(visit);
      for (const fn of points.targets(call)) visit(program.fns[fn]?.ret);
    }
    const origin = program.origins[node];
    if (origin?.k !== 'param') continue;
    names.add(origin.name);
    if (options.callers === true) for (const site of points.callers(origin.fn)) visit(program.calls[site]?.args[origin.index]);
  }
  return { nodes, names, paths, texts };
}
