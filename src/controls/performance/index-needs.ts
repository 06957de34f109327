import { columnNamed, sameName, tableNamed } from '../../facts/database';
import type { ColumnFilter, ColumnUse, DatabaseSchema, Query, Table } from '../../facts/database';
import { isFewValued, isSmallTable } from './cardinality';

/** Columns of a table that a query needs an index for and that lead none, or an index that serves it. */
export interface IndexUse {
  readonly table: Table;
  /** The column that leads, or should lead, first. */
  readonly columns: readonly string[];
  readonly use: 'filters' | 'joins' | 'sorts';
  readonly served: boolean;
}

/** One condition on a column that the schema knows. */
interface Condition {
  readonly filter: ColumnFilter;
  readonly table: Table;
  readonly column: string;
  /** Whether an index serves it. */
  readonly served: boolean;
}

/**
 * What a query asks of indexes. A table is reached by an index when one condition that always holds is served by one,
 * or when it is joined by an indexed column to a table that is reached; the other conditions then only sift the few
 * rows found. Silent on conditions that no ordinary index serves, on columns of few values, and on tables that stay
 * small or are not known in full.
 */
export function indexUses(query: Query, schema: DatabaseSchema): readonly IndexUse[] {
  const conditions = query.filters.flatMap((filter) => conditionOf(filter, query, schema) ?? []);
  const unsure = query.filters.filter((filter) => INDEXABLE.has(filter.operator) && conditionOf(filter, query, schema) === undefined);
  // A condition on a column that the schema does not tell may be served by what it does not tell either.
  if (unsure.some((filter) => filter.table === undefined)) return [];
  const doubtful = (table: Table): boolean => unsure.some((filter) => tableNamed(schema, filter.table ?? '') === table);
  const roots = [...new Set(conditions.map(({ filter }) => filter.branch?.[0] ?? 0))];
  const uses = roots.flatMap((root) => usesOf(conditions.filter(({ filter }) => (filter.branch?.[0] ?? 0) === root), query.tables));
  return [...uses, ...sortUses(query, schema)].filter(({ table }) => isJudged(table) && !doubtful(table));
}

/** Whether enough is known of a table, and its rows can become many. */
function isJudged(table: Table): boolean {
  return table.special === undefined && table.uncertain === undefined && !isSmallTable(table.name);
}

function conditionOf(filter: ColumnFilter, query: Query, schema: DatabaseSchema): Condition | undefined {
  const owner = ownerOf(filter, query, schema);
  return owner && { filter, ...owner, served: INDEXABLE.has(filter.operator) && leads({ filter, ...owner }, schema) };
}

/** The table and column of a use; a column without a table belongs to the only table of the query that has it. */
function ownerOf(use: ColumnUse, query: Query, schema: DatabaseSchema): { readonly table: Table; readonly column: string } | undefined {
  const names = use.table === undefined ? query.tables : [use.table];
  const owners = names.flatMap((name) => {
    const table = tableNamed(schema, name);
    const column = table && columnNamed(table, use.column);
    return table && column ? [{ table, column: column.name }] : [];
  });
  return owners.length === 1 ? owners[0] : undefined;
}

/** Kinds of index that serve nothing but searches of their own. */
const SPECIAL_METHODS = /^(?:gin|gist|spgist|fulltext|spatial|hnsw|ivfflat|vector|rum|bloom|text|2d\w*)$/;

/** Why an index may be on any column of any table, if one may. */
export function doubtOf(schema: DatabaseSchema): string | undefined {
  const open = schema.somewhere?.some((index) => index.columns[0] === '?' && !SPECIAL_METHODS.test(index.method ?? ''));
  return schema.uncertain ?? (open === true ? 'An index is made on a table and column that are named at run time.' : undefined);
}

/** Whether a column, or the expression around it, leads an index, a unique constraint or the primary key. */
function leads({ table, column, filter }: Pick<Condition, 'table' | 'column'> & Partial<Condition>, schema: DatabaseSchema): boolean {
  const wanted = filter?.through ?? column;
  // An index of unknown parts may be the one; one on a table named at run time may be on this.
  if (table.indexes.some((index) => index.columns[0] === '?' || sameName(index.columns[0] ?? '', wanted))) return true;
  if (schema.somewhere?.some((index) => sameName(index.columns[0] ?? '', wanted))) return true;
  // MySQL keeps an index for each foreign key, MongoDB one for `_id`.
  return (table.dialect === 'mysql' && columnNamed(table, column)?.references !== undefined) || (table.dialect === 'mongodb' && column === '_id');
}

const INDEXABLE: ReadonlySet<ColumnFilter['operator']> = new Set(['equals', 'in', 'range', 'prefix']);

/** Whether an index on the column would leave few rows to look at. */
function isSelective({ filter, table, column }: Condition): boolean {
  if (!INDEXABLE.has(filter.operator) || filter.through !== undefined || filter.against === 'constant') return false;
  return !isFewValued(columnNamed(table, column));
}

/** Uses within one SELECT, UPDATE or DELETE. */
function usesOf(conditions: readonly Condition[], order: readonly string[]): readonly IndexUse[] {
  const always = conditions.filter(({ filter }) => (filter.branch?.length ?? 1) === 1);
  const joins = always.filter(({ filter }) => filter.against === 'column');
  const values = always.filter(({ filter }) => filter.against !== 'column');
  const reached = new Set<Table>();
  const uses: IndexUse[] = [];
  const note = (use: IndexUse): void => {
    uses.push(use);
    reached.add(use.table);
  };
  for (const condition of values.filter(({ served }) => served)) note(useOf(condition, 'filters', true));
  for (const table of servedByAlternatives(conditions)) reached.add(table);
  for (const [table, own] of byTable(values.filter(isSelective))) {
    spread(joins, reached, note);
    if (!reached.has(table)) note({ table, columns: columnsFor(own), use: 'filters', served: false });
  }
  spread(joins, reached, note);
  for (const [table, own] of byTable(alternativesOf(conditions))) {
    if (!reached.has(table)) for (const condition of own) note(useOf(condition, 'filters', condition.served));
  }
  const unserved = joins.filter((condition) => !reached.has(condition.table) && isSelective(condition) && joins.some((other) => reached.has(other.table) && isMirror(condition, other)));
  for (const condition of [...unserved, ...unservedPairs(joins, order)]) if (!reached.has(condition.table)) note(useOf(condition, 'joins', false));
  return uses;
}

function useOf({ table, column }: Condition, use: IndexUse['use'], served: boolean): IndexUse {
  return { table, columns: [column], use, served };
}

/** Whether the second is the other side of the first: the same comparison, seen from the other table. */
function isMirror(a: Condition, b: Condition): boolean {
  const { joined } = a.filter;
  return joined !== undefined && a.table !== b.table && sameName(b.filter.table ?? '', joined.table ?? '') && sameName(b.filter.column, joined.column);
}

/** Tables joined by an indexed column to a reached table are reached as well. */
function spread(joins: readonly Condition[], reached: Set<Table>, note: (use: IndexUse) => void): void {
  for (let grown = true; grown; ) {
    const next = joins.find((condition) => !reached.has(condition.table) && condition.served && joins.some((other) => reached.has(other.table) && isMirror(condition, other)));
    if (next) note(useOf(next, 'joins', true));
    grown = next !== undefined;
  }
}

/**
 * Joins of whole tables. The rows of the table that is named later are looked up for each row of the earlier one, so
 * that its column needs the index; where neither column leads one, the column that points to the other table does.
 */
function unservedPairs(joins: readonly Condition[], order: readonly string[]): readonly Condition[] {
  const position = ({ table }: Condition): number => order.findIndex((name) => [table.name, table.alias ?? table.name].some((own) => sameName(own, name)));
  const points = ({ table, column }: Condition): boolean => columnNamed(table, column)?.references !== undefined || /_?id$/i.test(column);
  return joins.filter((condition) => {
    const other = joins.find((candidate) => isMirror(condition, candidate));
    if (!other || condition.served || !isSelective(condition) || !isJudged(other.table)) return false;
    const later = position(condition) > position(other);
    return other.served || points(condition) === points(other) ? later : points(condition);
  });
}

/** Tables whose every alternative of an OR is served. */
function servedByAlternatives(conditions: readonly Condition[]): readonly Table[] {
  const inner = conditions.filter(({ filter }) => (filter.branch?.length ?? 1) > 1);
  return [...byTable(inner)].filter(([, own]) => own.every(({ served }) => served)).map(([table]) => table);
}

/** Conditions of alternatives that each stand alone in theirs; those in company are left alone. */
function alternativesOf(conditions: readonly Condition[]): readonly Condition[] {
  const key = ({ filter }: Condition): string => String(filter.branch);
  const inner = conditions.filter(({ filter }) => filter.branch?.length === 2);
  const alone = inner.filter((condition) => inner.filter((other) => key(other) === key(condition)).length === 1);
  return alone.every((condition) => condition.served || isSelective(condition)) ? alone : [];
}

function byTable(conditions: readonly Condition[]): ReadonlyMap<Table, readonly Condition[]> {
  const tables = new Map<Table, Condition[]>();
  for (const condition of conditions) tables.set(condition.table, [...(tables.get(condition.table) ?? []), condition]);
  return tables;
}

/** The columns of one index for several conditions: equal ones first, then one range. */
function columnsFor(conditions: readonly Condition[]): readonly string[] {
  const equal = conditions.filter(({ filter }) => filter.operator === 'equals' || filter.operator === 'in').map(({ column }) => column);
  const ranged = conditions.filter(({ filter }) => filter.operator === 'range' || filter.operator === 'prefix').map(({ column }) => column);
  return [...new Set([...equal.slice(0, 3), ...ranged.slice(0, 1)])];
}

/** The first rows in some order, of a table that no condition narrows. */
function sortUses(query: Query, schema: DatabaseSchema): readonly IndexUse[] {
  const [sort] = query.sorts;
  if (!sort || !query.limited || query.dynamic || query.filters.length > 0 || query.tables.length !== 1 || query.kind !== 'select') return [];
  const owner = ownerOf(sort, query, schema);
  return owner ? [{ table: owner.table, columns: [owner.column], use: 'sorts', served: leads(owner, schema) }] : [];
}
