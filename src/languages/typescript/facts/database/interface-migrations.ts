import type { Analysis } from '../../../../flow/analyse';
import type { Index, SchemaChange } from '../../../../model/database';
import { NO_NODE, type Call, type NodeId } from '../../../../model/flow-graph';
import { literalsAt, memberAt, queryOf } from '../query';
import { tableAt } from '../stores/chain';
import { namesIn } from './builder-migrations';
import { addedColumn, at, created, isSet, listAt, memberPlace, textOption, textsIn, writtenAt, type ColumnDraft, type Step } from './drafts';
import { undoing } from './links';
import { indexOf, isQueryInterface, typeOf } from './sequelize';

/** Changes by calls that each name their table: `queryInterface.addIndex('users', ['email'])` of Sequelize, `queryRunner.createIndex('users', new TableIndex({ … }))` of TypeORM. */
export function interfaceMigrations(analysis: Analysis): readonly Step[] {
  const { program } = analysis;
  const back = undoing(analysis);
  return program.calls.flatMap((call, index): readonly Step[] => {
    if (call.kind !== 'call' || call.recv === NO_NODE || back.has(call.fn) || !queryOf(analysis).isProduct(index)) return [];
    if (isQueryInterface(analysis, index)) return SEQUELIZE[call.name]?.(analysis, index, call) ?? [];
    return Object.hasOwn(TYPEORM, call.name) && isRunner(analysis, index, call) ? (TYPEORM[call.name]?.(analysis, index, call) ?? []) : [];
  });
}

type Reader = (analysis: Analysis, index: number, call: Call) => readonly Step[];

function isRunner(analysis: Analysis, index: number, call: Call): boolean {
  const origin = analysis.program.origins[call.recv];
  return (origin?.k === 'param' && /query_?runner/i.test(origin.name)) || analysis.points.apis(index).some((path) => /^typeorm\..*(?:QueryRunner\(\)|createQueryRunner\(\))\.\w+$/.test(path));
}

/** A reader for calls whose first argument names the table. */
const on = (make: (analysis: Analysis, call: Call, table: string, index: number) => readonly SchemaChange[]): Reader => (analysis, index, call) => {
  const table = tableAt(analysis, call.args[0]) ?? textOption(analysis, call.args[0], 'tableName', 'name');
  return table === undefined ? [] : make(analysis, call, table, index).map((change) => ({ at: at(analysis, index), change }));
};

const text = (analysis: Analysis, node: NodeId | undefined): string | undefined => literalsAt(analysis, node).find((value) => typeof value === 'string');

const dropTable = on((_, __, table) => [{ kind: 'drop-table', table }]);
const renameTable = on((analysis, call, table) => { const to = text(analysis, call.args[1]); return to === undefined ? [] : [{ kind: 'rename-table', table, to }]; });
const dropColumn = on((analysis, call, table) => textsIn(analysis, call.args[1]).map((column) => ({ kind: 'drop-column', table, column })));
const renameColumn = on((analysis, call, table) => { const [column, to] = [text(analysis, call.args[1]), text(analysis, call.args[2])]; return column === undefined || to === undefined ? [] : [{ kind: 'rename-column', table, column, to }]; });

function attribute(analysis: Analysis, node: NodeId, name: string, location: ColumnDraft['location']): ColumnDraft {
  const references = memberAt(analysis, node, 'references');
  const target = tableAt(analysis, memberAt(analysis, references, 'model', 'table') ?? references);
  const type = typeOf(analysis, memberAt(analysis, node, 'type') ?? node);
  return { name, location, primary: isSet(analysis, node, 'primaryKey'), unique: isSet(analysis, node, 'unique'), ...(type !== undefined && { type }), ...(references !== undefined && target !== undefined && { references: target }) };
}

const SEQUELIZE: Readonly<Record<string, Reader>> = {
  createTable: (analysis, index, call) => {
    const name = tableAt(analysis, call.args[0]);
    const body = writtenAt(analysis, call.args[1]);
    if (name === undefined || !body) return [];
    const columns = body.members.map((member) => attribute(analysis, member.node, textOption(analysis, member.node, 'field') ?? member.name, memberPlace(analysis, index, member)));
    return [created({ name, columns, keys: [], source: 'sequelize', location: at(analysis, index), ...(body.open && { uncertain: 'Its columns are put together at run time.' }) })];
  },
  addColumn: (analysis, index, call) => {
    const [table, name] = [tableAt(analysis, call.args[0]), text(analysis, call.args[1])];
    return table === undefined || name === undefined ? [] : addedColumn(table, attribute(analysis, call.args[2] ?? NO_NODE, name, at(analysis, index)));
  },
  addIndex: on((analysis, call, table, index) => {
    const listed = listAt(analysis, call.args[1]) === undefined ? undefined : textsIn(analysis, call.args[1]);
    const options = listed ? call.args[2] : call.args[1];
    const read = indexOf(analysis, options ?? NO_NODE, at(analysis, index));
    const columns = listed ?? read.columns;
    return [{ kind: 'add-index', table, index: { name: [table, ...columns].join('_'), ...read, columns } }];
  }),
  addConstraint: on((analysis, call, table, index) => {
    const options = call.args.find((arg) => memberAt(analysis, arg, 'fields') !== undefined);
    const kind = textOption(analysis, options, 'type')?.toLowerCase() ?? '';
    const columns = namesIn(analysis, options, 'fields');
    const target = tableAt(analysis, memberAt(analysis, memberAt(analysis, options, 'references'), 'table', 'model'));
    if (/foreign/.test(kind) && target !== undefined) return columns.map((column) => ({ kind: 'add-reference', table, column, references: target }));
    return /unique|primary/.test(kind) ? [{ kind: 'add-index', table, index: { columns, unique: true, primary: kind.startsWith('primary'), location: at(analysis, index) } }] : [];
  }),
  removeIndex: on((analysis, call, table) => {
    const name = text(analysis, call.args[1]) ?? [table, ...textsIn(analysis, call.args[1])].join('_');
    return [{ kind: 'drop-index', table, index: name }];
  }),
  dropTable, renameTable, removeColumn: dropColumn, renameColumn,
};

/** `new TableIndex({ name, columnNames, isUnique })`, and what constraints of TypeORM share with it. */
function keyOf(analysis: Analysis, node: NodeId, location: Index['location'], unique: boolean): Index {
  const options = optionsOf(analysis, node);
  const name = textOption(analysis, options, 'name');
  const columns = namesIn(analysis, options, 'columnNames');
  return {
    columns: columns.length > 0 ? columns : ['?'], unique: unique || isSet(analysis, options, 'isUnique'), primary: false, location,
    ...(name !== undefined && { name }), ...(isSet(analysis, options, 'where') && { partial: true }), ...(isSet(analysis, options, 'isFulltext') && { method: 'fulltext' }),
  };
}

/** The options that `new Table(…)` and its parts are made with; plain objects are taken as well. */
function optionsOf({ points, program }: Analysis, node: NodeId): NodeId {
  const made = points.of(node).find((value) => value.k === 'api' && value.call >= 0);
  return made?.k === 'api' ? (program.calls[made.call]?.args[0] ?? node) : node;
}

function columnOf(analysis: Analysis, node: NodeId, location: ColumnDraft['location']): ColumnDraft[] {
  const options = optionsOf(analysis, node);
  const name = textOption(analysis, options, 'name');
  const type = textOption(analysis, options, 'type');
  return name === undefined ? [] : [{ name, location, primary: isSet(analysis, options, 'isPrimary'), unique: isSet(analysis, options, 'isUnique'), ...(type !== undefined && { type: type.toLowerCase() }) }];
}

const keysFrom = (unique: boolean): Reader => on((analysis, call, table, index) => (listAt(analysis, call.args[1]) ?? call.args.slice(1, 2)).map((node) => ({ kind: 'add-index', table, index: keyOf(analysis, node, at(analysis, index), unique) })));

const addColumns: Reader = (analysis, index, call) => {
  const table = tableAt(analysis, call.args[0]);
  return table === undefined ? [] : (listAt(analysis, call.args[1]) ?? call.args.slice(1, 2)).flatMap((node) => columnOf(analysis, node, at(analysis, index))).flatMap((column) => addedColumn(table, column));
};

const references: Reader = on((analysis, call, table) => (listAt(analysis, call.args[1]) ?? call.args.slice(1, 2)).flatMap((node): SchemaChange[] => {
  const options = optionsOf(analysis, node);
  const target = textOption(analysis, options, 'referencedTableName');
  return target === undefined ? [] : namesIn(analysis, options, 'columnNames').map((column) => ({ kind: 'add-reference', table, column, references: target }));
}));

const TYPEORM: Readonly<Record<string, Reader>> = {
  createTable: (analysis, index, call) => {
    const options = optionsOf(analysis, call.args[0] ?? NO_NODE);
    const name = textOption(analysis, options, 'name');
    const location = at(analysis, index);
    if (name === undefined) return [];
    const columns = (listAt(analysis, memberAt(analysis, options, 'columns')) ?? []).flatMap((node) => columnOf(analysis, node, location));
    const keys = ['indices', 'uniques'].flatMap((list) => (listAt(analysis, memberAt(analysis, options, list)) ?? []).map((node) => keyOf(analysis, node, location, list === 'uniques')));
    return [created({ name, columns, keys, source: 'typeorm', location })];
  },
  createIndex: keysFrom(false), createIndices: keysFrom(false), createUniqueConstraint: keysFrom(true), createUniqueConstraints: keysFrom(true),
  addColumn: addColumns, addColumns, createForeignKey: references, createForeignKeys: references,
  dropIndex: on((analysis, call, table) => { const name = text(analysis, call.args[1]); return name === undefined ? [] : [{ kind: 'drop-index', table, index: name }]; }),
  dropTable, renameTable, dropColumn, dropColumns: dropColumn, renameColumn,
};
