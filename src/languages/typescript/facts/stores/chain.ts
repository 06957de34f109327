import type { Analysis } from '../../../../flow/analyse';
import { nameOf } from '../../../../flow/program';
import { NO_NODE, type Call, type NodeId } from '../../../../model/flow-graph';
import { literalsAt, pathsAt } from '../query';

/** A call with those that its receiver is the result of: `db.insert(users).values(row)` is `values`, `insert`. */
export interface Chain {
  readonly calls: readonly Call[];
  /** Call that makes the beginning, where the chain begins with one: `knex('users')`. */
  readonly indexes: readonly number[];
  /** What the first call is a method of, e.g. `prisma.user`. */
  readonly base: NodeId;
}

const MAX_LENGTH = 12;

/** Walks from a call back along its receivers. */
export function chainOf({ program }: Analysis, call: number): Chain {
  const calls: Call[] = [];
  const indexes: number[] = [];
  let at: number | undefined = call;
  let base: NodeId = NO_NODE;
  while (at !== undefined && calls.length < MAX_LENGTH && !indexes.includes(at)) {
    const record: Call | undefined = program.calls[at];
    if (!record) break;
    calls.push(record);
    indexes.push(at);
    base = record.recv;
    const recv: NodeId = record.recv === NO_NODE ? record.callee : record.recv;
    at = callBehind(program, recv);
  }
  return { calls, indexes, base };
}

const byReceiver = new WeakMap<Analysis, ReadonlyMap<NodeId, readonly number[]>>();

/** Calls that are methods of what a node holds directly, such as those on the result of a call. */
export function callsOn(analysis: Analysis, node: NodeId): readonly number[] {
  let index = byReceiver.get(analysis);
  if (!index) {
    const made = new Map<NodeId, number[]>();
    analysis.program.calls.forEach((call, at) => { if (call.recv !== NO_NODE) made.set(call.recv, [...(made.get(call.recv) ?? []), at]); });
    byReceiver.set(analysis, (index = made));
  }
  return index.get(node) ?? [];
}

function callBehind(program: Analysis['program'], node: NodeId): number | undefined {
  const direct = program.callByResult.get(node);
  if (direct !== undefined) return direct;
  for (const from of program.assignsByTarget.get(node) ?? []) {
    const behind = program.callByResult.get(from);
    if (behind !== undefined) return behind;
  }
  return undefined;
}

/** The table that a node names: a literal, or what a schema library made with one. */
export function tableAt(analysis: Analysis, node: NodeId | undefined): string | undefined {
  if (node === undefined || node === NO_NODE) return undefined;
  const literal = literalsAt(analysis, node).find((value) => typeof value === 'string');
  if (typeof literal === 'string') return /^[\w.$"`-]+$/.test(literal) ? literal.replace(/["`]/g, '').replace(/^.*\./, '') : undefined;
  const { program, points } = analysis;
  for (const value of points.of(node)) {
    const made = value.k === 'api' && value.call >= 0 ? program.calls[value.call]?.args[0] : undefined;
    const name = made === undefined ? undefined : literalsAt(analysis, made).find((each) => typeof each === 'string');
    if (typeof name === 'string') return name;
    if (value.k === 'class') return program.classes[value.cls]?.name;
  }
  return nameOf(program, node)?.replace(/^.*\./, '');
}

/** Ways to packages that the receiver, or what it is a member of, may be. */
export function basePaths(analysis: Analysis, { base, indexes }: Chain): string[] {
  return [...pathsAt(analysis, base), ...indexes.flatMap((index) => analysis.points.apis(index))];
}

/** Name of the member that the chain begins with: `user` of `prisma.user.create()`. */
export function memberName({ program }: Analysis, base: NodeId): string | undefined {
  for (const node of [base, ...(program.assignsByTarget.get(base) ?? [])]) {
    const load = program.loadOf.get(node);
    if (load && /^\w+$/.test(load.prop)) return load.prop;
  }
  return nameOf(program, base)?.replace(/^.*\./, '');
}
