import type { Column, DatabasePart, Dialect, Index, SchemaChange, Table } from '../../model/database';
import type { Location } from '../../model/location';
import { readBlocks, type Attribute, type Block, type Field } from './prisma-blocks';

const DIALECTS: Readonly<Record<string, Dialect>> = {
  postgresql: 'postgresql', postgres: 'postgresql', cockroachdb: 'postgresql', mysql: 'mysql', sqlite: 'sqlite', sqlserver: 'mssql', mongodb: 'mongodb',
};

const SCALARS = new Set(['String', 'Boolean', 'Int', 'BigInt', 'Float', 'Decimal', 'DateTime', 'Json', 'Bytes', 'Unsupported']);

interface Context {
  readonly path: string;
  readonly dialect: Dialect | undefined;
  readonly enums: ReadonlySet<string>;
  /** Whether the database itself keeps an index for each relation, as MySQL does for foreign keys. */
  readonly indexesRelations: boolean;
}

/**
 * The tables of a Prisma schema, as Prisma's reference describes the language. Relation fields are no columns; the
 * scalar fields behind them are.
 */
export function readPrismaSchema(path: string, text: string): DatabasePart {
  const blocks = readBlocks(text);
  const source = blocks.find((block) => block.kind === 'datasource');
  const dialect = DIALECTS[quoted(source?.settings.get('provider')) ?? ''];
  const context: Context = {
    path,
    dialect,
    enums: new Set(blocks.filter((block) => block.kind === 'enum').map((block) => block.name)),
    indexesRelations: dialect === 'mysql' && quoted(source?.settings.get('relationMode')) !== 'prisma',
  };
  const changes = blocks.filter((block) => block.kind === 'model').map((model): SchemaChange => ({ kind: 'create-table', table: tableOf(model, context) }));
  return { changes, queries: [], gaps: [] };
}

function quoted(text: string | undefined): string | undefined {
  return /^"((?:[^"\\]|\\.)*)"$/.exec(text?.trim() ?? '')?.[1];
}

function tableOf(model: Block, context: Context): Table {
  const mapped = quoted(argument(model.attributes.find((attribute) => attribute.name === 'map'), 'name'));
  const columns = model.fields.flatMap((field) => columnOf(field, model, context));
  const nameOf = (field: string): string => columns.find((column) => (column.alias ?? column.name) === field)?.name ?? field;
  const relations = context.indexesRelations ? model.fields.flatMap((field) => relationIndex(field, nameOf, context)) : [];
  return {
    name: mapped ?? model.name,
    columns,
    indexes: [
      ...model.fields.flatMap((field) => fieldKeys(field, nameOf, context)),
      ...model.attributes.flatMap((attribute) => blockIndex(attribute, nameOf, context)),
      ...relations,
    ],
    source: 'prisma',
    location: at(context, model.line),
    ...(mapped !== undefined && { alias: model.name }),
    ...(context.dialect && { dialect: context.dialect }),
  };
}

function at(context: Context, line: number): Location {
  return { path: context.path, line };
}

/** None for a relation field: its type is another model, of this file or of another one. */
function columnOf(field: Field, model: Block, context: Context): readonly Column[] {
  const isEnum = context.enums.has(field.type);
  if (!SCALARS.has(field.type) && !isEnum) return [];
  const mapped = quoted(argument(field.attributes.find((attribute) => attribute.name === 'map'), 'name'));
  const relation = model.fields.find((other) => fieldsOf(other.attributes.find((attribute) => attribute.name === 'relation')).includes(field.name));
  return [{
    name: mapped ?? field.name,
    type: `${isEnum ? 'enum' : field.type.toLowerCase()}${field.list ? '[]' : ''}`,
    location: at(context, field.line),
    ...(mapped !== undefined && { alias: field.name }),
    ...(relation && { references: relation.type }),
  }];
}

function fieldKeys(field: Field, nameOf: (field: string) => string, context: Context): readonly Index[] {
  const location = at(context, field.line);
  return field.attributes.flatMap((attribute): Index[] =>
    attribute.name === 'id' || attribute.name === 'unique' ? [{ columns: [nameOf(field.name)], unique: true, primary: attribute.name === 'id', location }] : []);
}

function blockIndex(attribute: Attribute, nameOf: (field: string) => string, context: Context): readonly Index[] {
  if (!/^(?:id|unique|index|fulltext)$/.test(attribute.name)) return [];
  const name = quoted(argument(attribute, 'map'));
  const method = attribute.name === 'fulltext' ? 'fulltext' : argument(attribute, 'type')?.trim().toLowerCase();
  return [{
    columns: fieldsOf(attribute).map(nameOf),
    unique: attribute.name === 'id' || attribute.name === 'unique',
    primary: attribute.name === 'id',
    location: at(context, attribute.line),
    ...(name !== undefined && { name }),
    ...(method !== undefined && method !== 'btree' && { method }),
  }];
}

function relationIndex(field: Field, nameOf: (field: string) => string, context: Context): readonly Index[] {
  const columns = fieldsOf(field.attributes.find((attribute) => attribute.name === 'relation')).map(nameOf);
  return columns.length === 0 ? [] : [{ columns, unique: false, primary: false, location: at(context, field.line) }];
}

/** A named argument, or the first one without a name where the attribute's main argument is asked for. */
function argument(attribute: Attribute | undefined, name: string): string | undefined {
  const named = attribute?.arguments.find((text) => new RegExp(`^\\s*${name}\\s*:`).test(text));
  if (named !== undefined) return named.slice(named.indexOf(':') + 1).trim();
  const [first] = attribute?.arguments ?? [];
  return name === 'name' || name === 'fields' ? (first === undefined || /^\s*\w+\s*:/.test(first) ? undefined : first.trim()) : undefined;
}

/** The fields of `[a, b(sort: Desc)]`, in order. */
function fieldsOf(attribute: Attribute | undefined): readonly string[] {
  const list = /^\[([\s\S]*)\]$/.exec((argument(attribute, 'fields') ?? '').trim())?.[1] ?? '';
  return list.replace(/\([^()]*\)/g, '').split(',').map((part) => part.trim()).filter((part) => part !== '');
}
