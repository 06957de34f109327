import type { Column, DatabasePart, DatabaseSchema, Index, Query, SchemaChange, Table } from '../model/database';
import type { Gap } from '../model/seen';
import { seenAt } from '../model/evidence';
import type { TraitSignals } from './traits';
import { byMigrationOrder, isUndoing, sequenceOf } from './migrations';

/** The nouns stand in the model, since the reading of SQL needs them as well. */
export type { Column, ColumnFilter, ColumnUse, DatabasePart, DatabaseSchema, DatabaseSource, Dialect, Index, Query, QueryKind, SchemaChange, Table } from '../model/database';

/** What one file says of a database, with its path, which decides when its changes are applied. */
export interface DatabaseFile extends DatabasePart {
  readonly path: string;
}

/** The schema as migrated and the queries, with what could not be read of each. */
export interface LinkedDatabase {
  readonly schema: DatabaseSchema;
  readonly queries: readonly Query[];
  readonly gaps: readonly Gap[];
}

/**
 * Joins what the files say. Files of one folder of migrations are applied in their order; every other file stands for
 * itself, and the results are laid over each other: a table that several places declare has the columns and indexes of
 * all of them. Changes to tables that another place declares come last.
 */
export function linkDatabase(files: readonly DatabaseFile[]): LinkedDatabase {
  const pending: SchemaChange[] = [];
  const merged: Tables = new Map();
  for (const members of sequencesOf(files)) {
    const tables: Tables = new Map();
    for (const change of members.flatMap(stepsOf)) if (!apply(tables, change)) pending.push(change);
    for (const table of tables.values()) add(merged, table);
  }
  for (const change of pending) if (ADDING.has(change.kind)) apply(merged, change);
  return { schema: schemaOf(merged, files), queries: files.flatMap((file) => file.queries), gaps: files.flatMap((file) => file.gaps) };
}

/** Files that belong together, each group in the order in which it is applied. */
function sequencesOf(files: readonly DatabaseFile[]): readonly (readonly DatabaseFile[])[] {
  const sequences = new Map<string, DatabaseFile[]>();
  for (const file of files) {
    if (isUndoing(file.path)) continue;
    const { name } = sequenceOf(file.path);
    sequences.set(name, [...(sequences.get(name) ?? []), file]);
  }
  return [...sequences].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, members]) => members.sort((a, b) => byMigrationOrder(a.path, b.path)));
}

function stepsOf(file: DatabaseFile): readonly SchemaChange[] {
  return file.changes.filter((change) => !isRepeatable(file.path, change));
}

function schemaOf(tables: Tables, files: readonly DatabaseFile[]): DatabaseSchema {
  const changes = files.flatMap((file) => file.changes);
  const somewhere = changes.flatMap((change) => (change.kind === 'add-index-somewhere' ? [change.index] : []));
  const [why] = changes.flatMap((change) => (change.kind === 'unclear' && change.table === undefined ? [change.why] : []));
  return {
    tables: [...tables.values()].sort((a, b) => (keyOf(a.name) < keyOf(b.name) ? -1 : 1)),
    ...(somewhere.length > 0 && { somewhere }),
    ...(why !== undefined && { uncertain: why }),
  };
}

/**
 * A schema after a change. A change of a table that the schema does not hold leaves it as it is.
 */
export function applyChange(schema: DatabaseSchema, change: SchemaChange): DatabaseSchema {
  const tables: Tables = new Map(schema.tables.map((table) => [keyOf(table.name), table]));
  apply(tables, change);
  return { ...schema, tables: [...tables.values()] };
}

/** The table of a name or of what code calls it, whatever the case. */
export function tableNamed(schema: DatabaseSchema, name: string): Table | undefined {
  return schema.tables.find((table) => sameName(table.name, name)) ?? schema.tables.find((table) => sameName(table.alias ?? '', name));
}

/** The column of a name or of what code calls it, whatever the case. */
export function columnNamed(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => sameName(column.name, name)) ?? table.columns.find((column) => sameName(column.alias ?? '', name));
}

/** What the files show of a repository: that it holds a schema, sends SQL, uses a database. */
export function databaseSignals(files: readonly DatabaseFile[]): TraitSignals {
  const tables = files.flatMap((file) => file.changes.flatMap((change) => (change.kind === 'create-table' && change.table.special !== 'temporary' ? [change.table] : [])));
  const queries = files.flatMap((file) => file.queries);
  return {
    'database-schema': tables.map((table) => seenAt(table.location, `The table \`${table.name}\` is declared here.`)),
    sql: queries.flatMap((query) => (query.source === 'sql' ? [seenAt(query.location, 'SQL is sent to a database here.')] : [])),
    database: queries.map((query) => seenAt(query.location, 'A database is queried here.')),
  };
}

/** Whether two names of tables or columns are the same to a database. */
export function sameName(a: string, b: string): boolean {
  return keyOf(a) === keyOf(b);
}

type Tables = Map<string, Table>;

/**
 * Changes that reach a table of another place. What is dropped or renamed there is not: whether that came before or
 * after cannot be told.
 */
const ADDING: ReadonlySet<SchemaChange['kind']> = new Set<SchemaChange['kind']>(['add-column', 'add-index', 'add-reference', 'unclear']);

function keyOf(name: string): string {
  return name.toLowerCase();
}

/**
 * Outside migrations a program's code does not say when it drops something: in a reset, a test, the rebuilding of a
 * table. It is not taken for the state that the program leaves.
 */
function isRepeatable(path: string, change: SchemaChange): boolean {
  return change.kind.startsWith('drop-') && !/\.(?:sql|prisma)$/i.test(path) && !sequenceOf(path).migrations;
}

/** Applies a change; false when it is of a table that is not there. */
function apply(tables: Tables, change: SchemaChange): boolean {
  switch (change.kind) {
    case 'create-table': add(tables, change.table); return true;
    case 'add-index-somewhere': return true;
    case 'drop-table': return tables.delete(keyOf(change.table));
    case 'rename-table': return rename(tables, change.table, change.to);
    case 'rename-index': return onIndex(tables, undefined, change.index, (index) => ({ ...index, name: change.to }));
    case 'drop-index': return onIndex(tables, change.table, change.index, () => undefined);
    case 'unclear': return change.table !== undefined && update(tables, change.table, (table) => ({ ...table, uncertain: table.uncertain ?? change.why }));
    default: return update(tables, change.table, (table) => changed(table, change));
  }
}

type TableChange = Exclude<SchemaChange, { kind: 'create-table' | 'drop-table' | 'rename-table' | 'rename-index' | 'drop-index' | 'add-index-somewhere' | 'unclear' }>;

function changed(table: Table, change: TableChange): Table {
  switch (change.kind) {
    case 'add-column': return { ...table, columns: [...table.columns.filter((column) => !sameName(column.name, change.column.name)), change.column] };
    case 'drop-column': return { ...table, columns: table.columns.filter((column) => !sameName(column.name, change.column)), indexes: table.indexes.filter((index) => !index.columns.some((column) => sameName(column, change.column))) };
    case 'rename-column': return renameColumn(table, change.column, change.to);
    case 'add-index': return { ...table, indexes: [...table.indexes, change.index] };
    case 'drop-primary-key': return { ...table, indexes: table.indexes.filter((index) => !index.primary) };
    case 'add-reference': return { ...table, columns: table.columns.map((column) => (sameName(column.name, change.column) ? { ...column, references: change.references } : column)) };
  }
}

function renameColumn(table: Table, from: string, to: string): Table {
  const renamed = (name: string): string => (sameName(name, from) ? to : name);
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, name: renamed(column.name) })),
    indexes: table.indexes.map((index) => ({ ...index, columns: index.columns.map(renamed) })),
  };
}

function update(tables: Tables, name: string, make: (table: Table) => Table): boolean {
  const table = tables.get(keyOf(name));
  if (table) tables.set(keyOf(name), make(table));
  return table !== undefined;
}

function rename(tables: Tables, from: string, to: string): boolean {
  const table = tables.get(keyOf(from));
  if (!table) return false;
  tables.delete(keyOf(from));
  add(tables, { ...table, name: to });
  return true;
}

/** Names of indexes are unique within a schema, save in MySQL, whose statements name the table as well. */
function onIndex(tables: Tables, tableName: string | undefined, name: string, make: (index: Index) => Index | undefined): boolean {
  const owner = [...tables.values()].find((table) => (tableName === undefined || sameName(table.name, tableName)) && table.indexes.some((index) => sameName(index.name ?? '', name)));
  if (!owner) return false;
  return update(tables, owner.name, (table) => ({ ...table, indexes: table.indexes.flatMap((index) => (sameName(index.name ?? '', name) ? (make(index) ?? []) : [index])) }));
}

/** Adds a table, or what another place says of one that is there. */
function add(tables: Tables, table: Table): void {
  const known = tables.get(keyOf(table.name));
  tables.set(keyOf(table.name), known ? joined(known, table) : table);
}

function joined(a: Table, b: Table): Table {
  const columns = new Map<string, Column>();
  for (const column of [...a.columns, ...b.columns]) columns.set(keyOf(column.name), { ...column, ...columns.get(keyOf(column.name)) });
  const identity = (index: Index): string => JSON.stringify([index.columns.map(keyOf), index.unique, index.primary, index.partial ?? false]);
  const indexes = new Map([...b.indexes, ...a.indexes].map((index) => [identity(index), index]));
  return { ...b, ...a, columns: [...columns.values()], indexes: [...indexes.values()] };
}
