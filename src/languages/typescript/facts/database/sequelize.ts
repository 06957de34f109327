import { snake } from '../../../../facts/knowledge/personal-names';
import type { Analysis } from '../../../../flow/analyse';
import type { Index } from '../../../../model/database';
import { NO_NODE, type Call, type NodeId } from '../../../../model/flow-graph';
import { functionsOf, literalsAt, memberAt, queryOf } from '../query';
import { chainOf, tableAt } from '../stores/chain';
import { decoratedClasses, type Decorated } from './decorated';
import { at, created, isSet, listAt, memberPlace, textOption, writtenAt, type ColumnDraft, type Step } from './drafts';
import { pluralOf } from './plural';

/** Tables that Sequelize declares: `define`, `Model.init`, and classes with decorators. */
export function sequelizeTables(analysis: Analysis): readonly Step[] {
  const { program } = analysis;
  const calls = program.calls.flatMap((call, index): Step[] => (queryOf(analysis).isProduct(index) ? declared(analysis, index, call) : []));
  return [...calls, ...decoratedClasses(analysis, /^sequelize-typescript/, /^Table$/).map(({ cls, head, all }) => classOf(analysis, cls, head, all))];
}

function declared(analysis: Analysis, index: number, call: Call): Step[] {
  const [first, second, third] = call.args;
  if (call.name === 'define' && analysis.points.apis(index).some((path) => path.startsWith('sequelize'))) {
    const name = literalsAt(analysis, first).find((value) => typeof value === 'string');
    return typeof name === 'string' ? [modelOf(analysis, index, { name, attributes: second, options: third })] : [];
  }
  const cls = call.name === 'init' && call.recv !== NO_NODE ? modelClass(analysis, call.recv) : undefined;
  if (cls === undefined) return [];
  return [modelOf(analysis, index, { name: textOption(analysis, second, 'modelName') ?? analysis.program.classes[cls]?.name ?? '', attributes: first, options: second })];
}

/** A class that extends the model of Sequelize; `super.init()` counts as well. */
function modelClass({ points, program }: Analysis, node: NodeId): number | undefined {
  return points.of(node).flatMap((value) => (value.k === 'class' ? [value.cls] : [])).find((cls) => {
    const base = program.classes[cls]?.base ?? NO_NODE;
    return base !== NO_NODE && points.of(base).some((value) => value.k === 'api' && /^sequelize.*(?:^|\.)Model$/.test(value.path));
  });
}

interface Model {
  readonly name: string;
  readonly attributes: NodeId | undefined;
  readonly options: NodeId | undefined;
}

function modelOf(analysis: Analysis, index: number, { name, attributes, options }: Model): Step {
  const underscored = isSet(analysis, options, 'underscored');
  const body = writtenAt(analysis, attributes);
  const columns = (body?.members ?? []).map((member) => attributeOf(analysis, member.node, { name: member.name, underscored, location: memberPlace(analysis, index, member) }));
  const location = at(analysis, index);
  const keys = (listAt(analysis, memberAt(analysis, options, 'indexes')) ?? []).map((item) => indexOf(analysis, item, location));
  const all = withDefaults(columns, location, { underscored, timestamps: !literalsAt(analysis, memberAt(analysis, options, 'timestamps')).includes(false) });
  return created({
    name: tableName(analysis, name, options), alias: name, columns: all, keys, source: 'sequelize', location,
    ...(body === undefined || body.open ? { uncertain: 'Its attributes are put together at run time.' } : {}),
  });
}

function tableName(analysis: Analysis, model: string, options: NodeId | undefined): string {
  const given = textOption(analysis, options, 'tableName');
  if (given !== undefined) return given;
  if (isSet(analysis, options, 'freezeTableName')) return model;
  return pluralOf(isSet(analysis, options, 'underscored') ? snake(model) : model);
}

interface Attribute {
  readonly name: string;
  readonly underscored: boolean;
  readonly location: ColumnDraft['location'];
}

function attributeOf(analysis: Analysis, node: NodeId, { name, underscored, location }: Attribute): ColumnDraft {
  const references = memberAt(analysis, node, 'references');
  const target = tableAt(analysis, memberAt(analysis, references, 'model', 'table') ?? references);
  const type = typeOf(analysis, memberAt(analysis, node, 'type') ?? node);
  return {
    name: textOption(analysis, node, 'field') ?? (underscored ? snake(name) : name), alias: name, location,
    primary: isSet(analysis, node, 'primaryKey'), unique: isSet(analysis, node, 'unique'), ...(type !== undefined && { type }),
    ...(references !== undefined && target !== undefined && { references: target }),
  };
}

/** `DataTypes.STRING(40)` is `string`. */
export function typeOf({ points }: Analysis, node: NodeId): string | undefined {
  return points.of(node).flatMap((value) => (value.k === 'api' ? [/(?:DataTypes|Sequelize|DataType)\.([A-Z_]+)/.exec(value.path)?.[1]?.toLowerCase() ?? []].flat() : []))[0];
}

/** The key and the times that Sequelize adds by itself. */
function withDefaults(columns: readonly ColumnDraft[], location: ColumnDraft['location'], { underscored, timestamps }: { readonly underscored: boolean; readonly timestamps: boolean }): readonly ColumnDraft[] {
  const missing = (alias: string): boolean => !columns.some((column) => column.alias === alias || column.name === alias);
  const key: ColumnDraft[] = columns.some((column) => column.primary === true) ? [] : [{ name: 'id', primary: true, location }];
  const times = timestamps ? ['createdAt', 'updatedAt'].filter(missing).map((alias): ColumnDraft => ({ name: underscored ? snake(alias) : alias, alias, location, type: 'date' })) : [];
  return [...key, ...columns, ...times];
}

/** `{ unique: true, fields: ['email', { name: 'created_at', order: 'DESC' }], where }`. */
export function indexOf(analysis: Analysis, node: NodeId, location: Index['location']): Index {
  const fields = listAt(analysis, memberAt(analysis, node, 'fields')) ?? [];
  const columns = fields.map((field) => literalsAt(analysis, field).find((value) => typeof value === 'string') ?? textOption(analysis, field, 'name', 'attribute') ?? '?').map(String);
  const name = textOption(analysis, node, 'name');
  const method = textOption(analysis, node, 'using', 'type')?.toLowerCase();
  return {
    columns: columns.length > 0 ? columns : ['?'], unique: isSet(analysis, node, 'unique') || method === 'unique', primary: false, location,
    ...(name !== undefined && { name }), ...(isSet(analysis, node, 'where') && { partial: true }), ...(method !== undefined && !/^(?:btree|unique)$/.test(method) && { method }),
  };
}

/** `@Table class User extends Model { @Column @Index declare email: string }`. */
function classOf(analysis: Analysis, cls: number, head: Decorated, all: readonly Decorated[]): Step {
  const name = analysis.program.classes[cls]?.name ?? '';
  const [options] = head.args;
  const location = at(analysis, head.call);
  const underscored = isSet(analysis, options, 'underscored');
  const properties = [...new Set(all.flatMap((each) => (each.property !== undefined && /^(?:Column|PrimaryKey|ForeignKey|Index|Unique|CreatedAt|UpdatedAt)$/.test(each.name) ? [each.property] : [])))];
  const columns = properties.map((property): ColumnDraft => {
    const own = all.filter((each) => each.property === property);
    const column = own.find((each) => each.name === 'Column');
    const target = functionsOf(analysis, own.find((each) => each.name === 'ForeignKey')?.args[0]).flatMap((fn) => tableAt(analysis, analysis.program.fns[fn]?.ret) ?? [])[0];
    const base = attributeOf(analysis, column?.args[0] ?? NO_NODE, { name: property, underscored, location: at(analysis, own[0]?.call ?? head.call) });
    return { ...base, primary: base.primary === true || own.some((each) => each.name === 'PrimaryKey'), unique: base.unique === true || own.some((each) => each.name === 'Unique'), index: own.some((each) => each.name === 'Index'), ...(target !== undefined && { references: target }) };
  });
  const keys = (listAt(analysis, memberAt(analysis, options, 'indexes')) ?? []).map((item) => indexOf(analysis, item, location));
  return created({ name: tableName(analysis, name, options), alias: name, columns: withDefaults(columns, location, { underscored, timestamps: isSet(analysis, options, 'timestamps') }), keys, source: 'sequelize', location });
}

/** Calls of `queryInterface` in migrations. */
export function isQueryInterface(analysis: Analysis, call: number): boolean {
  const { base, calls } = chainOf(analysis, call);
  return calls.length === 1 && (/query_?interface/i.test(nameBehind(analysis, base)) || analysis.points.apis(call).some((path) => /^sequelize.*(?:QueryInterface\(\)|getQueryInterface\(\))\./.test(path)));
}

function nameBehind({ program }: Analysis, node: NodeId): string {
  const origin = program.origins[node];
  return origin?.k === 'param' ? origin.name : (program.loadOf.get(node)?.prop ?? '');
}
