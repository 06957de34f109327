import type { QueryKind } from '../model/database';
import { at, eachQuery, items, lastName, nameOf, variant, type Json } from './ast';
import { columnOf, columnsIn, type NamedColumn } from './expression';
import { isHole } from './prepare';
import { newBranch, readCondition, type Gathered } from './read-conditions';
import { innerScope, resolve, type Scope } from './scope';

/** What a statement that reads or writes rows does; undefined for other statements. */
export function readRows(statement: Json): { readonly kind: QueryKind; readonly gathered: Gathered } | undefined {
  const gathered: Gathered = {
    tables: [], writes: [], filters: [], sorts: [], selected: [], written: [], dynamic: false, limited: false, branches: 0,
  };
  const kind = readStatement(statement, undefined, gathered, true);
  return kind && { kind, gathered };
}

function readStatement(statement: Json, outer: Scope | undefined, into: Gathered, outermost: boolean): QueryKind | undefined {
  const [kind, body] = variant(statement);
  switch (kind) {
    case 'Query': return readQuery(body, outer, into, outermost);
    case 'Insert': readInsert(body, outer, into); return 'insert';
    case 'Update': readUpdate(body, outer, into); return 'update';
    case 'Delete': readDelete(body, outer, into); return 'delete';
    case 'Merge': readMerge(body, outer, into); return 'update';
    case 'Truncate': readTruncate(body, into); return 'delete';
    default: return undefined;
  }
}

function readQuery(query: Json, outer: Scope | undefined, into: Gathered, outermost: boolean): QueryKind {
  const ctes = items(at(query, 'with', 'cte_tables'));
  const names = ctes.flatMap((cte) => nameOf(at(cte, 'alias', 'name'))?.toLowerCase() ?? []);
  const scope = innerScope(outer, names);
  for (const cte of ctes) readQuery(at(cte, 'query') ?? null, scope, into, false);
  const sorts = items(at(query, 'order_by', 'kind', 'Expressions')).map((sort) => at(sort, 'expr'));
  if (outermost && (at(query, 'limit_clause') !== undefined || at(query, 'fetch') !== undefined)) into.limited = true;
  return readBody(at(query, 'body'), scope, into, outermost, sorts);
}

function readBody(body: Json | undefined, scope: Scope, into: Gathered, outermost: boolean, sorts: readonly (Json | undefined)[]): QueryKind {
  const [kind, content] = variant(body);
  if (kind === 'Select') {
    readSelect(content, scope, into, outermost, outermost ? sorts : []);
  } else if (kind === 'Query') {
    return readQuery(content, scope, into, outermost);
  } else if (kind === 'SetOperation') {
    readBody(at(content, 'left'), scope, into, outermost, []);
    readBody(at(content, 'right'), scope, into, false, []);
  } else if (kind === 'Table') {
    addTable(at(content, 'table_name'), undefined, innerScope(scope), into);
  } else if (kind === 'Values') {
    readSubqueries(content, scope, into);
  } else if (kind !== '') {
    return readStatement(content, scope, into, false) ?? 'select';
  }
  return 'select';
}

function readSelect(select: Json, outer: Scope, into: Gathered, outermost: boolean, sorts: readonly (Json | undefined)[]): void {
  const scope = innerScope(outer);
  const branch = newBranch(into);
  readFrom(at(select, 'from'), scope, into, branch);
  readCondition(at(select, 'selection'), scope, branch, into);
  if (outermost && at(select, 'top') !== undefined) into.limited = true;
  if (outermost) readSelected(at(select, 'projection'), scope, into);
  const aliases = aliasesOf(at(select, 'projection'));
  for (const sort of sorts) readSort(sort, aliases, scope, into);
  for (const part of ['projection', 'selection', 'having', 'group_by', 'qualify']) readSubqueries(at(select, part), scope, into);
}

/** Subqueries anywhere in an expression. */
function readSubqueries(node: Json | undefined, scope: Scope, into: Gathered): void {
  eachQuery(node, (query) => readQuery(query, scope, into, false));
}

function readFrom(from: Json | undefined, scope: Scope, into: Gathered, branch: readonly number[]): void {
  for (const source of items(from)) readJoined(source, scope, into, branch);
}

function readJoined(source: Json | undefined, scope: Scope, into: Gathered, branch: readonly number[]): void {
  addRelation(at(source, 'relation'), scope, into, branch);
  const joins = items(at(source, 'joins'));
  for (const join of joins) addRelation(at(join, 'relation'), scope, into, branch);
  for (const join of joins) {
    const [, constraint] = variant(at(join, 'join_operator'));
    const [kind, body] = variant(constraint);
    if (kind === 'On') {
      readCondition(body, scope, branch, into);
      readSubqueries(body, scope, into);
    } else if (kind === 'Using') readUsing(items(body), at(join, 'relation'), scope, into, branch);
  }
}

/** `JOIN b USING (id)` compares the column of the joined table with that of a table before it. */
function readUsing(columns: readonly Json[], relation: Json | undefined, scope: Scope, into: Gathered, branch: readonly number[]): void {
  const tables = [...scope.tables.values()];
  const table = lastName(at(relation, 'Table', 'name'));
  const [first] = tables;
  for (const entry of columns) {
    const column = lastName(entry) ?? nameOf(entry);
    if (column === undefined || table === undefined || tables.length !== 2 || typeof first !== 'string') continue;
    into.filters.push({ table, column, operator: 'equals', against: 'column', joined: { table: first, column }, branch });
    into.filters.push({ table: first, column, operator: 'equals', against: 'column', joined: { table, column }, branch });
  }
}

function addRelation(relation: Json | undefined, scope: Scope, into: Gathered, branch: readonly number[]): void {
  const [kind, body] = variant(relation);
  const alias = nameOf(at(body, 'alias', 'name'));
  if (kind === 'Table' && at(body, 'args') === undefined) addTable(lastName(at(body, 'name')), alias, scope, into);
  else if (kind === 'NestedJoin') readJoined(at(body, 'table_with_joins'), scope, into, branch);
  else {
    readSubqueries(body, scope, into);
    scope.tables.set((alias ?? lastName(at(body, 'name')) ?? `#${scope.tables.size}`).toLowerCase(), null);
  }
}

function addTable(name: Json | undefined, alias: string | undefined, scope: Scope, into: Gathered): void {
  if (typeof name !== 'string') return;
  const known = !isHole(name) && !scope.derived.has(name.toLowerCase());
  if (isHole(name)) into.dynamic = true;
  if (known && !into.tables.includes(name)) into.tables.push(name);
  scope.tables.set((alias ?? name).toLowerCase(), known ? name : null);
}

function aliasesOf(projection: Json | undefined): ReadonlyMap<string, Json | undefined> {
  return new Map(items(projection).flatMap((item) => {
    const alias = nameOf(at(item, 'ExprWithAlias', 'alias'));
    return alias === undefined ? [] : [[alias.toLowerCase(), at(item, 'ExprWithAlias', 'expr')] as const];
  }));
}

/** A sort by the alias of an expression sorts by that expression; only plain columns are noted. */
function readSort(sort: Json | undefined, aliases: ReadonlyMap<string, Json | undefined>, scope: Scope, into: Gathered): void {
  let column = columnOf(sort);
  if (column && column.qualifier === undefined && aliases.has(column.name.toLowerCase())) column = columnOf(aliases.get(column.name.toLowerCase()));
  if (columnsIn(sort).some((candidate) => isHole(candidate.name))) into.dynamic = true;
  const use = column && !isHole(column.name) ? resolve(column, scope) : undefined;
  if (use) into.sorts.push(use);
}

function readSelected(projection: Json | undefined, scope: Scope, into: Gathered): void {
  for (const item of items(projection)) {
    const [kind, body] = variant(item);
    if (kind === 'Wildcard') for (const table of scope.tables.values()) into.selected.push({ ...(table !== null && { table }), column: '*' });
    else if (kind === 'QualifiedWildcard') into.selected.push(resolve({ qualifier: lastName(at(items(body)[0], 'ObjectName')) ?? '', name: '*', quoted: false }, scope) ?? { column: '*' });
    else for (const column of columnsIn(kind === 'ExprWithAlias' ? at(body, 'expr') : body)) readSelectedColumn(column, scope, into);
  }
}

function readSelectedColumn(column: NamedColumn, scope: Scope, into: Gathered): void {
  if (isHole(column.name)) into.dynamic = true;
  const use = isHole(column.name) ? undefined : resolve(column, scope);
  if (use) into.selected.push(use);
}

function readInsert(insert: Json, outer: Scope | undefined, into: Gathered): void {
  const scope = innerScope(outer);
  const table = lastName(at(insert, 'table', 'TableName'));
  addTable(table, undefined, scope, into);
  addWrite(table, into);
  for (const column of items(at(insert, 'columns'))) addWritten(lastName(column) ?? nameOf(column), table, into);
  readAssignments(at(insert, 'assignments'), table, scope, into);
  if (at(insert, 'source') !== undefined) readQuery(at(insert, 'source') ?? null, outer, into, false);
  const conflict = at(insert, 'on');
  readAssignments(at(conflict, 'DuplicateKeyUpdate') ?? at(conflict, 'OnConflict', 'action', 'DoUpdate', 'assignments'), table, scope, into);
  readSelected(at(insert, 'returning'), scope, into);
}

function readUpdate(update: Json, outer: Scope | undefined, into: Gathered): void {
  const scope = innerScope(outer);
  const branch = newBranch(into);
  const table = lastName(at(update, 'table', 'relation', 'Table', 'name'));
  readJoined(at(update, 'table'), scope, into, branch);
  const [, from] = variant(at(update, 'from'));
  readFrom(from, scope, into, branch);
  addWrite(table, into);
  readAssignments(at(update, 'assignments'), table, scope, into);
  readCondition(at(update, 'selection'), scope, branch, into);
  readSubqueries(at(update, 'selection'), scope, into);
  readSelected(at(update, 'returning'), scope, into);
}

function readDelete(deletion: Json, outer: Scope | undefined, into: Gathered): void {
  const scope = innerScope(outer);
  const branch = newBranch(into);
  const [, from] = variant(at(deletion, 'from'));
  readFrom(from, scope, into, branch);
  const named = items(at(deletion, 'tables')).map(lastName);
  const first = lastName(at(items(from)[0], 'relation', 'Table', 'name'));
  for (const table of named.length > 0 ? named : [first]) addWrite(table === undefined ? undefined : (scope.tables.get(table.toLowerCase()) ?? table), into);
  readFrom(at(deletion, 'using'), scope, into, branch);
  readCondition(at(deletion, 'selection'), scope, branch, into);
  readSubqueries(at(deletion, 'selection'), scope, into);
  readSelected(at(deletion, 'returning'), scope, into);
}

function readMerge(merge: Json, outer: Scope | undefined, into: Gathered): void {
  const scope = innerScope(outer);
  const branch = newBranch(into);
  addRelation(at(merge, 'table'), scope, into, branch);
  addRelation(at(merge, 'source'), scope, into, branch);
  addWrite(lastName(at(merge, 'table', 'Table', 'name')), into);
  readCondition(at(merge, 'on'), scope, branch, into);
}

function readTruncate(truncate: Json, into: Gathered): void {
  for (const target of items(at(truncate, 'table_names'))) {
    const table = lastName(at(target, 'name'));
    addTable(table, undefined, innerScope(undefined), into);
    addWrite(table, into);
  }
}

function readAssignments(assignments: Json | undefined, table: string | undefined, scope: Scope, into: Gathered): void {
  for (const assignment of items(assignments)) {
    const target = at(assignment, 'target');
    const names = at(target, 'Tuple') === undefined ? [at(target, 'ColumnName')] : items(at(target, 'Tuple'));
    for (const name of names) addWritten(lastName(name), table, into);
    readSubqueries(at(assignment, 'value'), scope, into);
  }
}

function addWrite(table: string | undefined, into: Gathered): void {
  if (table !== undefined && !isHole(table) && !into.writes.includes(table)) into.writes.push(table);
}

function addWritten(column: string | undefined, table: string | undefined, into: Gathered): void {
  if (column === undefined) return;
  if (isHole(column)) into.dynamic = true;
  else into.written.push({ ...(table !== undefined && !isHole(table) && { table }), column });
}
