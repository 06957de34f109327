import type { Analysis } from '../../../../flow/analyse';
import type { Index, SchemaChange } from '../../../../model/database';
import { NO_NODE, type Call, type NodeId } from '../../../../model/flow-graph';
import { functionsOf, literalsAt, memberAt, queryOf } from '../query';
import { addedColumn, at, created, listAt, textOption, textsIn, type ColumnDraft, type Step } from './drafts';
import { callsOnParameter, linksAfter, undoing } from './links';

const KNEX_TYPES = /^(?:increments|bigIncrements|bigincrements|integer|int|tinyint|smallint|mediumint|bigint|bigInteger|text|string|varchar|char|float|double|decimal|boolean|bool|date|datetime|dateTime|time|timestamp|timestamptz|binary|enum|enu|json|jsonb|uuid|specificType|geometry|point|geography|set|tinytext|mediumtext|longtext)$/;

/** Changes that Knex, Kysely and what is built like them make: `createTable('users', (table) => …)`, `createTable('users').addColumn(…)`, `createIndex('i').on('users').column('email')`. */
export function builderMigrations(analysis: Analysis): readonly Step[] {
  const { program } = analysis;
  const back = undoing(analysis);
  return program.calls.flatMap((call, index): readonly Step[] => {
    if (call.kind !== 'call' || call.recv === NO_NODE || back.has(call.fn) || !queryOf(analysis).isProduct(index)) return [];
    const name = literalsAt(analysis, call.args[0]).find((value) => typeof value === 'string');
    if (typeof name !== 'string') return [];
    if (call.name === 'createIndex') return chainedIndex(analysis, index, name);
    if (!/^(?:createTable|createTableIfNotExists|alterTable|table|dropTable|dropTableIfExists|renameTable)$/.test(call.name)) return [];
    const fn = functionsOf(analysis, call.args[call.args.length - 1])[0];
    if (fn !== undefined) return withCallback(analysis, { index, call, table: name, fn });
    return call.args.length === 1 || /^rename/.test(call.name) ? chainedTable(analysis, index, call, name) : [];
  });
}

interface Callback {
  readonly index: number;
  readonly call: Call;
  readonly table: string;
  readonly fn: number;
}

function withCallback(analysis: Analysis, { index, call, table, fn }: Callback): readonly Step[] {
  const parts = callsOnParameter(analysis, fn).map((each) => partOf(analysis, table, each));
  const columns = parts.flatMap((part) => part.columns);
  if (columns.length === 0 && parts.every((part) => part.steps.length === 0)) return [];
  const steps = parts.flatMap((part) => part.steps);
  if (!call.name.startsWith('create')) return [...columns.flatMap((column) => addedColumn(table, column)), ...steps];
  return [created({ name: table, columns, keys: [], source: 'knex', location: at(analysis, index) }), ...steps];
}

interface Part {
  readonly columns: readonly ColumnDraft[];
  readonly steps: readonly Step[];
}

/** What one call on the table of Knex says. */
function partOf(analysis: Analysis, table: string, index: number): Part {
  const call = analysis.program.calls[index];
  const location = at(analysis, index);
  if (!call) return { columns: [], steps: [] };
  const texts = textsIn(analysis, call.args[0]);
  if (KNEX_TYPES.test(call.name)) return { columns: knexColumn(analysis, index, table, texts[0]), steps: [] };
  if (call.name === 'timestamps') return { columns: ['created_at', 'updated_at'].map((name) => ({ name, type: 'timestamp', location })), steps: [] };
  const changes = /^drop|^rename/.test(call.name) ? undoneBy(analysis, table, call, texts) : keysBy(analysis, table, index, texts);
  return { columns: [], steps: changes.map((change) => ({ at: location, change })) };
}

function keysBy(analysis: Analysis, table: string, index: number, texts: readonly string[]): readonly SchemaChange[] {
  const call = analysis.program.calls[index];
  const [column] = texts;
  if (call && /^(?:index|unique|primary)$/.test(call.name)) return [{ kind: 'add-index', table, index: keyOf(analysis, call, texts, { table, location: at(analysis, index) }) }];
  const target = call?.name === 'foreign' ? targetOf(analysis, index) : undefined;
  return target === undefined || column === undefined ? [] : [{ kind: 'add-reference', table, column, references: target }];
}

function undoneBy(analysis: Analysis, table: string, call: Call, texts: readonly string[]): readonly SchemaChange[] {
  const to = literalsAt(analysis, call.args[1]).find((value) => typeof value === 'string');
  const [column] = texts;
  switch (call.name) {
    case 'dropColumn': case 'dropColumns': return call.args.flatMap((arg) => textsIn(analysis, arg)).map((each) => ({ kind: 'drop-column', table, column: each }));
    case 'renameColumn': return column === undefined || typeof to !== 'string' ? [] : [{ kind: 'rename-column', table, column, to }];
    case 'dropIndex': case 'dropUnique': return [{ kind: 'drop-index', table, index: typeof to === 'string' ? to : defaultName(table, texts, call.name === 'dropUnique' ? 'unique' : 'index') }];
    case 'dropPrimary': return [{ kind: 'drop-primary-key', table }];
    default: return [];
  }
}

/** The name that Knex gives an index by itself. */
function defaultName(table: string, columns: readonly string[], kind: string): string {
  return `${table}_${columns.join('_')}_${kind}`.toLowerCase();
}

function keyOf(analysis: Analysis, call: Call, columns: readonly string[], { table, location }: { readonly table: string; readonly location: Index['location'] }): Index {
  const given = literalsAt(analysis, call.args[1]).find((value) => typeof value === 'string') ?? textOption(analysis, call.args[1], 'indexName');
  const name = typeof given === 'string' ? given : defaultName(table, columns, call.name);
  const method = literalsAt(analysis, call.args[2]).find((value) => typeof value === 'string') ?? textOption(analysis, call.args[2], 'indexType');
  return {
    name, columns: columns.length > 0 ? columns : ['?'], unique: call.name !== 'index', primary: call.name === 'primary', location,
    ...(typeof method === 'string' && !/^(?:btree|unique)$/i.test(method) && { method: method.toLowerCase() }),
  };
}

function knexColumn(analysis: Analysis, index: number, table: string, given: string | undefined): ColumnDraft[] {
  const type = (analysis.program.calls[index]?.name ?? '').toLowerCase();
  const counting = /^(?:big)?increments$/.test(type);
  const name = given ?? (counting ? 'id' : undefined);
  const links = linksAfter(analysis, index).links.map((link) => analysis.program.calls[link]?.name ?? '');
  if (name === undefined || links.includes('alter')) return [];
  const references = targetOf(analysis, index);
  return [{
    name, type, location: at(analysis, index), primary: counting || links.includes('primary'), unique: links.includes('unique'), index: links.includes('index'),
    keyName: defaultName(table, [name], links.includes('unique') ? 'unique' : 'index'),
    ...(references !== undefined && { references }),
  }];
}

/** The table of `.references('id').inTable('users')` and of `.references('users.id')`. */
function targetOf(analysis: Analysis, index: number): string | undefined {
  const calls = linksAfter(analysis, index).links.map((link) => analysis.program.calls[link]);
  const text = (name: string): string | undefined => { const value = literalsAt(analysis, calls.find((call) => call?.name === name)?.args[0])[0]; return typeof value === 'string' ? value : undefined; };
  const column = text('references');
  return text('inTable') ?? (column?.includes('.') === true ? column.replace(/\.[^.]*$/, '') : undefined);
}

/** Kysely: every link after `createTable` or `alterTable` is a change. */
function chainedTable(analysis: Analysis, index: number, call: Call, table: string): readonly Step[] {
  const location = at(analysis, index);
  if (/^dropTable/.test(call.name)) return [{ at: location, change: { kind: 'drop-table', table } }];
  const to = literalsAt(analysis, call.args[1]).find((value) => typeof value === 'string');
  if (call.name === 'renameTable') return typeof to === 'string' ? [{ at: location, change: { kind: 'rename-table', table, to } }] : [];
  const { links, open } = linksAfter(analysis, index);
  const calls = links.flatMap((link) => { const record = analysis.program.calls[link]; return record ? [{ record, link }] : []; });
  const columns = calls.flatMap(({ record, link }) => (record.name === 'addColumn' ? kyselyColumn(analysis, link, record) : []));
  if (columns.length === 0 && !calls.some(({ record }) => /^(?:add|drop|rename)[A-Z]/.test(record.name))) return [];
  const keys = calls.flatMap(({ record, link }): Index[] => {
    const kind = /^add(PrimaryKey|Unique|Index)/.exec(record.name)?.[1];
    return kind === undefined ? [] : [{ columns: textsIn(analysis, record.args[1]), unique: kind !== 'Index', primary: kind === 'PrimaryKey', location: at(analysis, link) }];
  });
  if (call.name !== 'alterTable') return [created({ name: table, columns, keys, source: 'kysely', location, ...(open && { uncertain: 'Its columns are put together at run time.' }) })];
  return [
    ...columns.flatMap((column) => addedColumn(table, column)),
    ...keys.map((key): Step => ({ at: key.location, change: { kind: 'add-index', table, index: key } })),
    ...calls.flatMap(({ record, link }): Step[] => { const [column] = textsIn(analysis, record.args[0]); return record.name === 'dropColumn' && column !== undefined ? [{ at: at(analysis, link), change: { kind: 'drop-column', table, column } }] : []; }),
  ];
}

function kyselyColumn(analysis: Analysis, index: number, call: Call): ColumnDraft[] {
  const [name] = textsIn(analysis, call.args[0]);
  const type = literalsAt(analysis, call.args[1]).find((value) => typeof value === 'string');
  const inside = functionsOf(analysis, call.args[2]).flatMap((fn) => queryOf(analysis).callsIn(fn)).flatMap((each) => analysis.program.calls[each] ?? []);
  const has = (link: string): boolean => inside.some((each) => each.name === link);
  const target = literalsAt(analysis, inside.find((each) => each.name === 'references')?.args[0]).find((value) => typeof value === 'string');
  return name === undefined ? [] : [{
    name, location: at(analysis, index), primary: has('primaryKey'), unique: has('unique'),
    ...(typeof type === 'string' && { type: type.toLowerCase() }), ...(typeof target === 'string' && { references: target.replace(/\.[^.]*$/, '') }),
  }];
}

/** `createIndex('name').on('users').column('email')`. */
function chainedIndex(analysis: Analysis, index: number, name: string): Step[] {
  const calls = linksAfter(analysis, index).links.flatMap((link) => analysis.program.calls[link] ?? []);
  const arg = (link: string): NodeId | undefined => calls.find((call) => call.name === link)?.args[0];
  const table = literalsAt(analysis, arg('on')).find((value) => typeof value === 'string');
  if (typeof table !== 'string') return [];
  const columns = calls.flatMap((call) => (call.name === 'column' || call.name === 'columns' ? textsIn(analysis, call.args[0]) : call.name === 'expression' ? ['?'] : [])).map((column) => column.replace(/\s+(?:asc|desc)$/i, ''));
  const method = literalsAt(analysis, arg('using')).find((value) => typeof value === 'string');
  return [{ at: at(analysis, index), change: { kind: 'add-index', table, index: {
    name, columns: columns.length > 0 ? columns : ['?'], unique: calls.some((call) => call.name === 'unique'), primary: false, location: at(analysis, index),
    ...(calls.some((call) => call.name === 'where') && { partial: true }), ...(typeof method === 'string' && method !== 'btree' && { method }),
  } } }];
}

/** Members of a list of options, each with a list of names. */
export function namesIn(analysis: Analysis, node: NodeId | undefined, ...names: readonly string[]): readonly string[] {
  const list = memberAt(analysis, node, ...names);
  return listAt(analysis, list) === undefined && literalsAt(analysis, list).length === 0 ? [] : textsIn(analysis, list);
}
