import type { Analysis } from '../../../../flow/analyse';
import type { ColumnFilter, ColumnUse } from '../../../../model/database';
import { NO_NODE, type Call, type NodeId } from '../../../../model/flow-graph';
import { readSqlText } from '../../../../sql/parse';
import { functionsOf, literalsAt, pathsAt } from '../query';
import { listAt, writtenAt, type Written } from './drafts';
import { joinOf, operatorOf, type Operator } from './operators';
import { entityAt } from './owner';

/** What names in a condition stand for. */
export interface Scope {
  /** The table that a column without one belongs to. */
  readonly table: string;
  /** Tables by the names that the query gives them. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** Where a condition stands: see `ColumnFilter.branch`. */
type Branch = readonly number[];
const MAX_DEPTH = 6;

/** A condition that could not be read. It may be one that an index serves. */
const UNREAD: ColumnFilter = { column: '?', operator: 'equals', against: 'value' };

/** The conditions that an argument states: an object, a call of `and` and `eq`, a function that gives one. */
export function conditionsAt(analysis: Analysis, node: NodeId | undefined, scope: Scope, branch: Branch = [0], depth = 0): readonly ColumnFilter[] {
  if (node === undefined || node === NO_NODE || depth > MAX_DEPTH) return [];
  const { program } = analysis;
  const made = program.callByResult.get(node);
  const call = made === undefined ? undefined : program.calls[made];
  if (call) return callConditions(analysis, call, scope, branch, depth);
  const object = writtenAt(analysis, node);
  if (object) return object.members.flatMap((member) => memberConditions(analysis, member, scope, branch, depth));
  const fns = functionsOf(analysis, node);
  if (fns.length > 0) {
    const inner = fns.flatMap((fn) => conditionsAt(analysis, program.fns[fn]?.ret, scope, branch, depth + 1));
    return inner.length > 0 ? inner : [{ ...UNREAD, branch }];
  }
  const [only, ...others] = program.assignsByTarget.get(node) ?? [];
  return only !== undefined && others.length === 0 ? conditionsAt(analysis, only, scope, branch, depth + 1) : [];
}

/** `and(a, b)`, `or([a, b])`, `eq(users.email, value)`, `eb('email', '=', value)`. */
function callConditions(analysis: Analysis, call: Call, scope: Scope, branch: Branch, depth: number): readonly ColumnFilter[] {
  const join = joinOf(call.name);
  const parts = call.args.flatMap((arg) => listAt(analysis, arg) ?? [arg]);
  if (join === 'and') return parts.flatMap((part) => conditionsAt(analysis, part, scope, branch, depth + 1));
  if (join === 'or') return parts.flatMap((part, i) => conditionsAt(analysis, part, scope, [...branch, alternative(depth, i)], depth + 1));
  if (join === 'not') return [];
  const [left, middle, right] = call.args;
  const word = literalsAt(analysis, middle).find((value) => typeof value === 'string');
  if (call.args.length === 3 && typeof word === 'string' && operatorOf(word) !== undefined) return compared(analysis, { left, right, operator: operatorOf(word) ?? 'other' }, scope, branch);
  const operator = call.kind === 'tagged' ? undefined : operatorOf(call.name);
  return operator === undefined ? [{ ...UNREAD, branch }] : compared(analysis, { left, right: middle, operator }, scope, branch);
}

/** A number for an alternative that no other one of the query has. */
function alternative(depth: number, index: number): number {
  return (depth + 1) * 100 + index;
}

/** `{ email: value }`, `{ age: { gt: 3 } }`, `{ OR: [a, b] }`, `{ [Op.or]: [a, b] }`. */
function memberConditions(analysis: Analysis, member: Written, scope: Scope, branch: Branch, depth: number): readonly ColumnFilter[] {
  const name = nameOfMember(analysis, member);
  if (name === undefined || /^\$(?:text|where|expr|jsonSchema)$/.test(name)) return [{ ...UNREAD, branch }];
  const join = joinOf(name);
  const parts = listAt(analysis, member.node) ?? [member.node];
  if (join === 'and') return parts.flatMap((part) => conditionsAt(analysis, part, scope, branch, depth + 1));
  if (join === 'or') return parts.flatMap((part, i) => conditionsAt(analysis, part, scope, [...branch, alternative(depth, i)], depth + 1));
  if (join === 'not' || name.startsWith('$')) return [];
  const use = columnNamed(name, scope);
  return use ? valueFilter(analysis, use, member.node, branch) : [{ ...UNREAD, branch }];
}

/** A name as written, or that of `[Op.gt]`. */
function nameOfMember(analysis: Analysis, { name, key }: Written): string | undefined {
  if (name !== '*') return name;
  const path = pathsAt(analysis, key).map((each) => /\bOp\.(\w+)$/.exec(each)?.[1]).find((found) => found !== undefined);
  return path ?? literalsAt(analysis, key).find((value) => typeof value === 'string')?.toString();
}

/** What one column is compared with, by the value that stands behind its name. */
function valueFilter(analysis: Analysis, use: ColumnUse, node: NodeId, branch: Branch): readonly ColumnFilter[] {
  const { program } = analysis;
  const object = writtenAt(analysis, node);
  if (object && object.members.length > 0) {
    const words = object.members.flatMap((member) => { const word = nameOfMember(analysis, member); const operator = word === undefined ? undefined : operatorOf(word); return operator === undefined ? [] : [{ operator, node: member.node }]; });
    const [first] = words.filter(({ operator }) => operator !== 'other');
    if (first) return [filterOf(analysis, use, first.operator, first.node, branch)];
    return words.length > 0 ? [] : [{ ...UNREAD, branch }];
  }
  const call = program.calls[program.callByResult.get(node) ?? -1];
  const operator = call && call.recv === NO_NODE ? operatorOf(call.name) : undefined;
  if (call && operator !== undefined) return [filterOf(analysis, use, operator, call.args[0] ?? NO_NODE, branch)];
  if (call && /^(?:Not|Raw|literal|fn)$/.test(call.name)) return call.name === 'Not' ? [] : [{ ...UNREAD, branch }];
  if (program.origins[node]?.k === 'regex') return [filterOf(analysis, use, 'pattern', node, branch)];
  return [filterOf(analysis, use, listAt(analysis, node) ? 'in' : 'equals', node, branch)];
}

interface Compared {
  readonly left: NodeId | undefined;
  readonly right: NodeId | undefined;
  readonly operator: Operator;
}

function compared(analysis: Analysis, { left, right, operator }: Compared, scope: Scope, branch: Branch): readonly ColumnFilter[] {
  const use = columnAt(analysis, left, scope);
  if (!use) return [{ ...UNREAD, branch }];
  const other = right === undefined || operator !== 'equals' ? undefined : columnOfTable(analysis, right);
  return other ? joined(use, other, branch) : [filterOf(analysis, use, operator, right ?? NO_NODE, branch)];
}

/** Both sides of a join. */
export function joined(a: ColumnUse, b: ColumnUse, branch: Branch = [0]): readonly ColumnFilter[] {
  return [{ ...a, operator: 'equals', against: 'column', joined: b, branch }, { ...b, operator: 'equals', against: 'column', joined: a, branch }];
}

function filterOf(analysis: Analysis, use: ColumnUse, operator: Operator, value: NodeId, branch: Branch): ColumnFilter {
  const literals = literalsAt(analysis, value);
  const isNull = value !== NO_NODE && analysis.points.of(value).length > 0 && analysis.points.of(value).every((each) => each.k === 'const' && each.value === null);
  const constant = literals.length > 0 && literals.length === analysis.points.of(value).length;
  return { ...use, operator: isNull && operator === 'equals' ? 'null' : operator, against: constant ? 'constant' : 'value', branch };
}

/** The column that a text, `users.email` of a schema, or `u.email` of a callback names. */
export function columnAt(analysis: Analysis, node: NodeId | undefined, scope: Scope): ColumnUse | undefined {
  if (node === undefined || node === NO_NODE) return undefined;
  const text = literalsAt(analysis, node).find((value) => typeof value === 'string');
  if (typeof text === 'string') return columnNamed(text, scope);
  const own = columnOfTable(analysis, node);
  if (own) return own;
  const load = loadAt(analysis, node);
  return load && analysis.program.origins[load.from]?.k === 'param' ? { table: scope.table, column: load.prop } : undefined;
}

/** `users.email`, where `users` is what a library made of a table. */
function columnOfTable(analysis: Analysis, node: NodeId): ColumnUse | undefined {
  const load = loadAt(analysis, node);
  if (!load || !pathsAt(analysis, load.from).some((path) => /(?:Table|Schema\(\)\.table|TableCreator\(\))\(\)$/.test(path))) return undefined;
  const table = entityAt(analysis, load.from);
  return table === undefined ? undefined : { table, column: load.prop };
}

function loadAt({ program }: Analysis, node: NodeId): { readonly from: NodeId; readonly prop: string } | undefined {
  for (const each of [node, ...(program.assignsByTarget.get(node) ?? [])]) {
    const load = program.loadOf.get(each);
    if (load && /^\w+$/.test(load.prop)) return load;
  }
  return undefined;
}

/** `email`, `users.email`, `u.email`; a document's own paths keep their dots. */
export function columnNamed(text: string, { table, aliases }: Scope): ColumnUse | undefined {
  const plain = text.replace(/["`[\]]/g, '').trim();
  const dotted = /^(\w+)\.(\w+)$/.exec(plain);
  const owner = dotted ? aliases.get(dotted[1] ?? '') : undefined;
  if (dotted && owner !== undefined) return { table: owner, column: dotted[2] ?? '' };
  return /^[\w.$-]+$/.test(plain) ? { table, column: plain } : undefined;
}

/** Conditions that a text states, as `where('u.email = :email')` of TypeORM does. */
export function textConditions(text: string, { table, aliases }: Scope): readonly ColumnFilter[] {
  const alias = [...aliases].find(([name, of]) => of === table && name !== table)?.[0];
  const { queries } = readSqlText(`SELECT * FROM "${table.replaceAll('"', '')}"${alias === undefined ? '' : ` AS "${alias}"`} WHERE ${text.replaceAll(/:\.\.\./g, ':')}`);
  const [query] = queries;
  if (!query) return [UNREAD];
  return query.filters.map((filter) => ({ ...filter, ...(filter.table === undefined && { table }) }));
}

/** Columns by which an argument sorts: a text, a list, an object with directions, `desc(users.created)`. */
export function sortsAt(analysis: Analysis, node: NodeId | undefined, scope: Scope, depth = 0): readonly ColumnUse[] {
  if (node === undefined || node === NO_NODE || depth > 3) return [];
  const list = listAt(analysis, node);
  if (list) return list.flatMap((element) => sortsAt(analysis, element, scope, depth + 1)).slice(0, 3);
  const direct = columnAt(analysis, node, scope);
  if (direct) return /^(?:asc|desc)$/i.test(direct.column) ? [] : [{ ...direct, column: direct.column.replace(/^-/, '') }];
  const object = writtenAt(analysis, node);
  if (object) return object.members.flatMap((member) => (member.name === '*' ? [] : (columnNamed(member.name, scope) ?? []))).filter((use) => !/^\$/.test(use.column)).slice(0, 3);
  const call = analysis.program.calls[analysis.program.callByResult.get(node) ?? -1];
  if (call && /^(?:asc|desc)$/.test(call.name)) return sortsAt(analysis, call.args[0] ?? call.recv, scope, depth + 1);
  return functionsOf(analysis, node).flatMap((fn) => sortsAt(analysis, analysis.program.fns[fn]?.ret, scope, depth + 1));
}

/** What a text or variable calls something, for tables that are named `users as u`. */
export function aliasOf(text: string): readonly [table: string, alias: string] {
  const named = /^["`]?([\w.]+)["`]?(?:\s+(?:as\s+)?["`]?(\w+)["`]?)?$/i.exec(text.trim());
  const table = (named?.[1] ?? text).replace(/^.*\./, '');
  return [table, named?.[2] ?? table];
}
