import type { ColumnFilter, ColumnUse } from '../model/database';
import { at, eachQuery, items, textAt, variant, type Json } from './ast';
import { bare, columnOf, columnsIn, isPrefixPattern, normalForm, valueOf, type NamedColumn } from './expression';
import { isHole } from './prepare';
import { isOwn, resolve, type Scope } from './scope';

/** What reading a statement gathers. */
export interface Gathered {
  readonly tables: string[];
  readonly writes: string[];
  readonly filters: ColumnFilter[];
  readonly sorts: ColumnUse[];
  readonly selected: ColumnUse[];
  readonly written: ColumnUse[];
  dynamic: boolean;
  limited: boolean;
  /** The number of branches given out so far. */
  branches: number;
}

/** A fresh branch inside another one, or a root. */
export function newBranch(gathered: Gathered, outer: readonly number[] = []): readonly number[] {
  return [...outer, gathered.branches++];
}

type Operator = ColumnFilter['operator'];
const COMPARISONS: Readonly<Record<string, Operator>> = { Eq: 'equals', Spaceship: 'equals', Lt: 'range', LtEq: 'range', Gt: 'range', GtEq: 'range' };

/** Gathers the filters of a condition. Subqueries inside it are left to the caller. */
export function readCondition(condition: Json | undefined, scope: Scope, branch: readonly number[], into: Gathered): void {
  const expr = bare(condition);
  const [kind, body] = variant(expr);
  const test = testOf(kind, body);
  if (kind === 'BinaryOp') readBinary(body, scope, branch, into);
  else if (kind === 'UnaryOp') readNegation(body, scope, branch, into);
  else if (columnOf(expr)) emitFilter(expr, 'flag', undefined, { scope, branch, into });
  else if (test) emitFilter(test.side, test.operator, test.other, { scope, branch, into });
  else for (const column of columnsIn(expr)) note(column, into, scope, branch);
}

/** One side of a test, and what it is held against. */
interface Test {
  readonly side: Json | undefined;
  readonly operator: Operator;
  readonly other?: Json | undefined;
}

/** The tests that are neither comparisons nor joined by AND and OR. */
function testOf(kind: string, body: Json): Test | undefined {
  const side = at(body, 'expr');
  const pattern = at(body, 'pattern');
  switch (kind) {
    case 'Between': return { side, operator: negatable(body, 'range'), other: at(body, 'low') };
    case 'InList': return { side, operator: negatable(body, 'in'), other: items(at(body, 'list'))[0] };
    case 'InSubquery': return { side, operator: negatable(body, 'in'), other: body };
    case 'InUnnest': return { side, operator: negatable(body, 'in'), other: at(body, 'array_expr') };
    case 'AnyOp': return { side: at(body, 'left'), operator: textAt(body, 'compare_op') === 'Eq' ? 'in' : 'other', other: at(body, 'right') };
    case 'Like': return { side, operator: negatable(body, isPrefixPattern(pattern) ? 'prefix' : 'pattern'), other: pattern };
    case 'ILike': case 'SimilarTo': case 'RLike': return { side, operator: 'pattern', other: pattern };
    case 'IsNull': case 'IsNotNull': return { side: body, operator: 'null' };
    case 'IsTrue': case 'IsFalse': case 'IsNotTrue': case 'IsNotFalse': return { side: body, operator: 'flag' };
    default: return undefined;
  }
}

function negatable(body: Json, operator: Operator): Operator {
  return at(body, 'negated') === true ? 'other' : operator;
}

/** NOT of a bare column is a flag; of anything else it is served by no index. */
function readNegation(body: Json, scope: Scope, branch: readonly number[], into: Gathered): void {
  const inner = at(body, 'expr');
  if (columnOf(inner)) emitFilter(inner, 'flag', undefined, { scope, branch, into });
  else for (const column of columnsIn(inner)) note(column, into, scope, branch);
}

function note(column: NamedColumn, into: Gathered, scope: Scope, branch: readonly number[]): void {
  if (isHole(column.name)) into.dynamic = true;
  const use = isHole(column.name) ? undefined : resolve(column, scope);
  if (use) into.filters.push({ ...use, operator: 'other', against: 'value', branch });
}

function readBinary(body: Json, scope: Scope, branch: readonly number[], into: Gathered): void {
  const op = textAt(body, 'op');
  const left = at(body, 'left');
  const right = at(body, 'right');
  if (op === 'And') {
    readCondition(left, scope, branch, into);
    readCondition(right, scope, branch, into);
  } else if (op === 'Or') readAlternatives(alternatives(body), scope, branch, into);
  else if (COMPARISONS[op]) readComparison(COMPARISONS[op], left, right, { scope, branch, into });
  else for (const column of [...columnsIn(left), ...columnsIn(right)]) note(column, into, scope, branch);
}

function alternatives(body: Json): readonly Json[] {
  return [at(body, 'left'), at(body, 'right')].flatMap((side) => {
    const [kind, inner] = variant(bare(side));
    return kind === 'BinaryOp' && at(inner, 'op') === 'Or' ? alternatives(inner) : side === undefined ? [] : [side];
  });
}

/**
 * Each alternative is a branch of its own. Where one of them names no column (`$1 IS NULL OR status = $1`), the
 * condition is switched on and off at run time, and nothing is said of what an index would do for it.
 */
function readAlternatives(sides: readonly Json[], scope: Scope, branch: readonly number[], into: Gathered): void {
  const optional = sides.some((side) => columnsIn(side).every((column) => isHole(column.name)));
  for (const side of sides) {
    if (optional) for (const column of columnsIn(side)) note(column, into, scope, branch);
    else readCondition(side, scope, newBranch(into, branch), into);
  }
}

interface Where {
  readonly scope: Scope;
  readonly branch: readonly number[];
  readonly into: Gathered;
}

function readComparison(operator: Operator, left: Json | undefined, right: Json | undefined, where: Where): void {
  const [first, second] = [left, right].map((side) => variant(bare(side)));
  if (first?.[0] === 'Tuple' && second?.[0] === 'Tuple') readTuples(operator, items(first[1]), items(second[1]), where);
  else if (isText(right) || columnsIn(left).length > 0) {
    emitFilter(left, operator, right, where);
    if (columnOf(left) && isKnownColumn(right)) emitFilter(right, operator, left, where);
  } else emitFilter(right, operator, left, where);
}

/** `(a, b) < (?, ?)`: only the first column is compared whatever the others are. */
function readTuples(operator: Operator, left: readonly Json[], right: readonly Json[], where: Where): void {
  for (const [i, side] of left.entries()) emitFilter(side, i === 0 ? operator : 'other', right[i], where);
}

function isKnownColumn(side: Json | undefined): boolean {
  const column = columnOf(side);
  return column !== undefined && !isHole(column.name) && !isText(side);
}

/** Double quotes around what stands alone on the right: text, except to PostgreSQL, where it is never compared so. */
function isText(side: Json | undefined): boolean {
  const column = columnOf(side);
  return column?.quoted === true && column.qualifier === undefined;
}

function emitFilter(side: Json | undefined, operator: Operator, other: Json | undefined, { scope, branch, into }: Where): void {
  const columns = columnsIn(side);
  const [column] = columns;
  if (columns.some((candidate) => isHole(candidate.name))) into.dynamic = true;
  if (column === undefined || columns.length > 1 || isHole(column.name) || !isOwn(column, scope)) return;
  const use = resolve(column, scope);
  if (use === undefined) return;
  const through = columnOf(side) ? undefined : (normalForm(side) ?? '?');
  into.filters.push({ ...use, operator, ...against(other, scope), ...(through !== undefined && { through }), branch });
}

/** What a column is compared with. */
function against(other: Json | undefined, scope: Scope): Pick<ColumnFilter, 'against' | 'constant' | 'joined'> {
  const column = columnOf(other);
  if (other === undefined) return { against: 'constant' };
  if (hasQuery(other)) return { against: 'query' };
  if (isText(other)) return { against: 'constant', constant: column?.name ?? '' };
  return againstValue(other) ?? againstColumn(column, scope);
}

function hasQuery(node: Json): boolean {
  let found = false;
  eachQuery(node, () => { found = true; });
  return found;
}

function againstValue(other: Json): Pick<ColumnFilter, 'against' | 'constant'> | undefined {
  const value = valueOf(other);
  if (value?.constant !== undefined) return { against: 'constant', constant: value.constant };
  return value && { against: 'value' };
}

/** A column of an outer query is a given value to the inner one. */
function againstColumn(column: NamedColumn | undefined, scope: Scope): Pick<ColumnFilter, 'against' | 'joined'> {
  if (column && !isOwn(column, scope)) return { against: 'value' };
  const joined = column && resolve(column, scope);
  return { against: 'column', ...(joined && { joined }) };
}
