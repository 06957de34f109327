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

/** A slice while it is being made. */
interface Cut {
  readonly names: Set<string>;
  readonly paths: Set<string>;
  readonly texts: Set<string>;
  readonly visit: (node: NodeId | undefined) => void;
}

/**
 * Follows a value backwards through assignments, members, concatenations, calls of methods on it, functions of the
 * program and parameters.
 */
export function sliceOf(analysis: Analysis, from: readonly NodeId[], options: { readonly callers?: boolean } = {}): Slice {
  const nodes = new Set<NodeId>();
  const work = [...from];
  const cut: Cut = { names: new Set(), paths: new Set(), texts: new Set(), visit: (node) => { if (node !== undefined && node !== NO_NODE) work.push(node); } };
  for (let node = work.shift(); node !== undefined && nodes.size < MAX_NODES; node = work.shift()) {
    if (node === NO_NODE || nodes.has(node)) continue;
    nodes.add(node);
    for (const path of pathsAt(analysis, node)) cut.paths.add(path);
    for (const value of literalsAt(analysis, node)) if (typeof value === 'string') cut.texts.add(value);
    visitParts(analysis, node, cut);
    visitCall(analysis, node, cut);
    visitParameter(analysis, node, options.callers === true, cut);
  }
  return { nodes, names: cut.names, paths: cut.paths, texts: cut.texts };
}

function visitParts(analysis: Analysis, node: NodeId, { names, visit }: Cut): void {
  const { program } = analysis;
  for (const source of program.assignsByTarget.get(node) ?? []) visit(source);
  for (const load of queryOf(analysis).loadsTo(node)) {
    if (load.prop !== '*' && load.prop !== '[]') names.add(load.prop);
    visit(load.from);
    visit(load.key);
  }
  for (const concat of program.concatsByResult.get(node) ?? []) for (const part of concat.parts) if (typeof part === 'number') visit(part);
}

function visitCall({ program, points }: Analysis, node: NodeId, { names, visit }: Cut): void {
  const call = program.callByResult.get(node);
  const record = call === undefined ? undefined : program.calls[call];
  if (call === undefined || !record) return;
  names.add(record.name);
  visit(record.recv);
  record.args.forEach(visit);
  for (const fn of points.targets(call)) visit(program.fns[fn]?.ret);
}

function visitParameter({ program, points }: Analysis, node: NodeId, callers: boolean, { names, visit }: Cut): void {
  const origin = program.origins[node];
  if (origin?.k !== 'param') return;
  names.add(origin.name);
  if (callers) for (const site of points.callers(origin.fn)) visit(program.calls[site]?.args[origin.index]);
}
