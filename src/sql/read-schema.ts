import type { Column, Dialect, Index, SchemaChange, Table } from '../model/database';
import type { Location } from '../model/location';
import { at, items, lastName, nameOf, textAt, variant, type Json } from './ast';
import { columnOf, normalForm } from './expression';
import { isHole } from './prepare';

/** What a reading of a schema statement is made with. */
export interface SchemaReading {
  /** Where a node of the tree stands in the repository. */
  readonly place: (node: Json | undefined) => Location;
  /** The word that follows an identifier in the text. */
  readonly wordAfter: (node: Json | undefined) => string | undefined;
  readonly dialect?: Dialect | undefined;
  /** Part of the statement was left out of what the parser read. */
  readonly dropped: boolean;
  /** How the index is kept, where the word that says so was taken out before parsing. */
  readonly method?: string | undefined;
}

const RUN_TIME = 'Part of its definition is made at run time.';

/** The changes that a statement makes to the schema, in order; none for statements that make none. */
export function readSchemaChanges(statement: Json, reading: SchemaReading): readonly SchemaChange[] {
  const [kind, body] = variant(statement);
  switch (kind) {
    case 'CreateTable': return readCreateTable(body, reading);
    case 'CreateIndex': return readCreateIndex(body, reading);
    case 'AlterTable': return readAlterTable(body, reading);
    case 'Drop': return readDrop(body);
    case 'AlterIndex': return renamed(lastName(at(body, 'name')), lastName(at(body, 'operation', 'RenameIndex', 'index_name')), (index, to) => ({ kind: 'rename-index', index, to }));
    case 'RenameTable': return items(body).flatMap((pair) => renamed(lastName(at(pair, 'old_name')), lastName(at(pair, 'new_name')), (table, to) => ({ kind: 'rename-table', table, to })));
    default: return [];
  }
}

function renamed(from: string | undefined, to: string | undefined, make: (from: string, to: string) => SchemaChange): readonly SchemaChange[] {
  return from === undefined || to === undefined ? [] : [make(from, to)];
}

function readCreateTable(body: Json, reading: SchemaReading): readonly SchemaChange[] {
  const name = lastName(at(body, 'name'));
  if (name === undefined || isHole(name)) return [];
  const definitions = items(at(body, 'columns'));
  const columns = definitions.flatMap((definition) => readColumn(definition, reading));
  const constraints = items(at(body, 'constraints'));
  const references = new Map(constraints.flatMap((constraint) => readForeignKey(constraint)));
  const indexes = [
    ...definitions.flatMap((definition) => readColumnKeys(definition, reading)),
    ...constraints.flatMap((constraint) => readConstraint(constraint, reading) ?? []),
  ];
  const uncertain = uncertainty(body, columns.length < definitions.length || reading.dropped);
  const table: Table = {
    name,
    columns: columns.map((column) => ({ ...column, ...(references.has(column.name) && { references: references.get(column.name) ?? '' }) })),
    indexes,
    source: 'sql',
    location: reading.place(at(body, 'name')),
    ...(reading.dialect && { dialect: reading.dialect }),
    ...(at(body, 'temporary') === true && { special: 'temporary' as const }),
    ...(uncertain !== undefined && { uncertain }),
  };
  return [{ kind: 'create-table', table }];
}

function uncertainty(body: Json, partial: boolean): string | undefined {
  if (partial) return RUN_TIME;
  if (at(body, 'query') !== undefined) return 'It is made from the result of a query.';
  if (at(body, 'like') !== undefined || at(body, 'clone') !== undefined) return 'It is made like another table.';
  return at(body, 'partition_of') !== undefined || at(body, 'inherits') !== undefined ? 'It takes its columns and indexes from another table.' : undefined;
}

/** None for a column whose name is made at run time. */
function readColumn(definition: Json, reading: SchemaReading): readonly Column[] {
  const name = nameOf(at(definition, 'name'));
  if (name === undefined || isHole(name)) return [];
  const type = typeOf(definition, reading);
  const references = optionsOf(definition).map(([kind, option]) => (kind === 'ForeignKey' ? lastName(at(option, 'foreign_table')) : undefined)).find((table) => table !== undefined);
  return [{ name, location: reading.place(at(definition, 'name')), ...(type !== undefined && { type }), ...(references !== undefined && { references }) }];
}

function optionsOf(definition: Json): readonly (readonly [string, Json])[] {
  return items(at(definition, 'options')).map((option) => variant(at(option, 'option')));
}

/** A type in lower case, as the schema writes it: its first word, with the length where that makes it a flag. */
function typeOf(definition: Json, reading: SchemaReading): string | undefined {
  const type = at(definition, 'data_type');
  const [kind, body] = variant(type);
  if (kind === '' || kind === 'Unspecified') return undefined;
  const word = reading.wordAfter(at(definition, 'name'));
  if (word === undefined || isHole(word)) return undefined;
  const flag = kind === 'TinyInt' && body === 1 ? '(1)' : '';
  return `${word.toLowerCase()}${flag}${kind === 'Array' ? '[]' : ''}`;
}

function readColumnKeys(definition: Json, reading: SchemaReading): readonly Index[] {
  const name = nameOf(at(definition, 'name'));
  if (name === undefined || isHole(name)) return [];
  const location = reading.place(at(definition, 'name'));
  return optionsOf(definition).flatMap(([kind, option]): Index[] => {
    if (kind === 'PrimaryKey' || (kind === 'Unique' && at(option, 'is_primary') === true)) return [{ columns: [name], unique: true, primary: true, location }];
    if (kind === 'Unique') return [{ columns: [name], unique: true, primary: false, location }];
    // InnoDB keeps an index for each foreign key by itself; not for one that a column declares, which it ignores.
    return [];
  });
}

function readForeignKey(constraint: Json): readonly (readonly [string, string])[] {
  const [kind, body] = variant(constraint);
  const table = lastName(at(body, 'foreign_table'));
  const [column] = items(at(body, 'columns')).map(nameOf);
  return kind === 'ForeignKey' && table !== undefined && column !== undefined ? [[column, table]] : [];
}

/** The index that a constraint brings with it, if it does. */
function readConstraint(constraint: Json, reading: SchemaReading): Index | undefined {
  const [kind, body] = variant(constraint);
  const name = nameOf(at(body, 'name')) ?? nameOf(at(body, 'index_name')) ?? nameOf(at(body, 'opt_index_name'));
  const location = reading.place(at(body, 'columns') ?? body);
  const base = { location, ...(name !== undefined && !isHole(name) && { name }) };
  const columns = items(at(body, 'columns')).map((part) => indexPart(part, reading));
  switch (kind) {
    case 'PrimaryKey': return { ...base, columns, unique: true, primary: true };
    case 'Unique': return { ...base, columns, unique: true, primary: false };
    case 'Index': return { ...base, columns, unique: false, primary: false };
    case 'FulltextOrSpatial': return { ...base, columns, unique: false, primary: false, method: at(body, 'fulltext') === true ? 'fulltext' : 'spatial' };
    // InnoDB keeps an index for each foreign key by itself; no other family does.
    case 'ForeignKey': return reading.dialect === 'mysql' ? { ...base, columns: items(at(body, 'columns')).map((column) => nameOf(column) ?? '?'), unique: false, primary: false } : undefined;
    default: return undefined;
  }
}

/** One part of an index: a column, MySQL's prefix of one, or an expression. */
function indexPart(part: Json, reading: SchemaReading): string {
  const expression = at(part, 'column', 'expr');
  const column = columnOf(expression)?.name;
  if (column !== undefined) return isHole(column) ? '?' : column;
  const [kind, body] = variant(expression);
  const args = items(at(body, 'args', 'List', 'args'));
  const prefix = kind === 'Function' && args.length === 1 && at(args[0], 'Unnamed', 'Expr', 'Value', 'value', 'Number') !== undefined;
  if (prefix && reading.dialect !== 'postgresql') return lastName(at(body, 'name')) ?? '?';
  return normalForm(expression) ?? '?';
}

function readCreateIndex(body: Json, reading: SchemaReading): readonly SchemaChange[] {
  const table = lastName(at(body, 'table_name'));
  const name = lastName(at(body, 'name'));
  const [using, custom] = variant(at(body, 'using'));
  const method = reading.method ?? (using === 'Custom' ? nameOf(custom) : using)?.toLowerCase() ?? '';
  const index: Index = {
    columns: items(at(body, 'columns')).map((part) => indexPart(part, reading)),
    unique: at(body, 'unique') === true,
    primary: false,
    location: reading.place(at(body, 'table_name')),
    ...(name !== undefined && !isHole(name) && { name }),
    ...(at(body, 'predicate') !== undefined && { partial: true }),
    ...(!/^(?:btree)?$/.test(method) && !isHole(method) && { method }),
  };
  return table === undefined || isHole(table) ? [{ kind: 'add-index-somewhere', index }] : [{ kind: 'add-index', table, index }];
}

function readAlterTable(body: Json, reading: SchemaReading): readonly SchemaChange[] {
  const table = lastName(at(body, 'name'));
  if (table === undefined || isHole(table)) return [];
  const changes = items(at(body, 'operations')).flatMap((operation) => readOperation(table, operation, reading));
  return reading.dropped ? [...changes, { kind: 'unclear', table, why: RUN_TIME }] : changes;
}

function readOperation(table: string, operation: Json, reading: SchemaReading): readonly SchemaChange[] {
  const [kind, body] = variant(operation);
  switch (kind) {
    case 'AddColumn': return addedColumn(table, at(body, 'column_def') ?? null, reading);
    case 'DropColumn': return items(at(body, 'column_names')).flatMap((column) => named(column, (name) => ({ kind: 'drop-column', table, column: name })));
    case 'RenameColumn': return renamed(nameOf(at(body, 'old_column_name')), nameOf(at(body, 'new_column_name')), (column, to) => ({ kind: 'rename-column', table, column, to }));
    case 'ChangeColumn': return renamed(nameOf(at(body, 'old_name')), nameOf(at(body, 'new_name')), (column, to) => ({ kind: 'rename-column', table, column, to }));
    case 'RenameTable': return named(at(variant(at(body, 'table_name'))[1] ?? undefined) ?? null, (to) => ({ kind: 'rename-table', table, to }));
    case 'AddConstraint': return addedConstraint(table, at(body, 'constraint') ?? null, reading);
    case 'DropConstraint': case 'DropIndex': return named(at(body, 'name') ?? null, (index) => ({ kind: 'drop-index', table, index }));
    case 'DropPrimaryKey': return [{ kind: 'drop-primary-key', table }];
    case 'RenameConstraint': return renamed(nameOf(at(body, 'old_name')), nameOf(at(body, 'new_name')), (index, to) => ({ kind: 'rename-index', index, to }));
    default: return [];
  }
}

function named(node: Json, make: (name: string) => SchemaChange): readonly SchemaChange[] {
  const name = nameOf(node) ?? lastName(node);
  return name === undefined ? [] : [make(name)];
}

function addedColumn(table: string, definition: Json, reading: SchemaReading): readonly SchemaChange[] {
  const columns = readColumn(definition, reading);
  if (columns.length === 0) return [{ kind: 'unclear', table, why: RUN_TIME }];
  return [
    ...columns.map((column) => ({ kind: 'add-column' as const, table, column })),
    ...readColumnKeys(definition, reading).map((index) => ({ kind: 'add-index' as const, table, index })),
  ];
}

function addedConstraint(table: string, constraint: Json, reading: SchemaReading): readonly SchemaChange[] {
  const index = readConstraint(constraint, reading);
  const references = readForeignKey(constraint);
  return [
    ...references.map(([column, to]) => ({ kind: 'add-reference' as const, table, column, references: to })),
    ...(index ? [{ kind: 'add-index' as const, table, index }] : []),
  ];
}

const DROPPED: Readonly<Record<string, (name: string, table: string | undefined) => SchemaChange>> = {
  Table: (table) => ({ kind: 'drop-table', table }),
  Index: (index, table) => ({ kind: 'drop-index', index, ...(table !== undefined && { table }) }),
};

function readDrop(body: Json): readonly SchemaChange[] {
  const make = DROPPED[textAt(body, 'object_type')];
  const table = lastName(at(body, 'table'));
  return make ? items(at(body, 'names')).flatMap((name) => named(name, (text) => make(text, table))) : [];
}
