import type { Analysis } from '../../../../flow/analyse';
import type { Index } from '../../../../model/database';
import { NO_NODE, type Call, type NodeId } from '../../../../model/flow-graph';
import { literalsAt, memberAt, queryOf } from '../query';
import { decoratedClasses, decorations, type Decorated } from './decorated';
import { at, created, isSet, listAt, memberPlace, textOption, writtenAt, type ColumnDraft, type Step, type Written } from './drafts';
import { collectionAt } from './owner';
import { pluralOf } from './plural';

const NEST = /^(?:mongoose|@nestjs\/mongoose|@typegoose\/)/;

/** Collections that mongoose declares, and indexes that the driver of MongoDB is told to make. */
export function documentTables(analysis: Analysis): readonly Step[] {
  const { program } = analysis;
  const schemas = new Map(program.calls.flatMap((call, index) => (call.kind === 'new' && queryOf(analysis).isProduct(index) && analysis.points.apis(index).some((path) => /^mongoose.*(?:^|\.)Schema$/.test(path)) ? [[index, call] as const] : [])));
  const keys = keysOn(analysis, 'index');
  const declared = modelsOf(analysis).flatMap(({ model, collection, schema, index }): Step[] => {
    const body = schemas.get(schema);
    if (!body) return [];
    const columns = (writtenAt(analysis, body.args[0])?.members ?? []).flatMap((member) => pathsOf(analysis, schema, member, ''));
    const options = body.args[1];
    return [collectionOf({ model, collection: collection ?? textOption(analysis, options, 'collection'), columns: timed(columns, isSet(analysis, options, 'timestamps'), at(analysis, schema)), keys: keys.get(schema) ?? [], location: at(analysis, index) })];
  });
  return [...declared, ...nestCollections(analysis, keys), ...driverIndexes(analysis)];
}

interface Collection {
  readonly model: string;
  readonly collection: string | undefined;
  readonly columns: readonly ColumnDraft[];
  readonly keys: readonly Index[];
  readonly location: ColumnDraft['location'];
}

function collectionOf({ model, collection, columns, keys, location }: Collection): Step {
  const id: ColumnDraft[] = columns.some((column) => column.name === '_id') ? [] : [{ name: '_id', primary: true, location }];
  return created({ name: collection ?? pluralOf(model.toLowerCase()), alias: model, columns: [...id, ...columns], keys, dialect: 'mongodb', source: 'mongoose', location });
}

interface Model {
  readonly model: string;
  readonly collection?: string;
  /** Call that made the schema. */
  readonly schema: number;
  readonly index: number;
}

/** `mongoose.model('User', schema, 'people')`. */
function modelsOf(analysis: Analysis): Model[] {
  const { program } = analysis;
  return program.calls.flatMap((call, index): Model[] => {
    if (call.name !== 'model' || !queryOf(analysis).isProduct(index)) return [];
    const model = literalsAt(analysis, call.args[0]).find((value) => typeof value === 'string');
    const collection = literalsAt(analysis, call.args[2]).find((value) => typeof value === 'string');
    const schema = callBehind(analysis, call.args[1]);
    return typeof model !== 'string' || schema === undefined ? [] : [{ model, schema, index, ...(typeof collection === 'string' && { collection }) }];
  });
}

/** The call that made what a node holds. */
function callBehind({ points }: Analysis, node: NodeId | undefined): number | undefined {
  if (node === undefined || node === NO_NODE) return undefined;
  const made = points.of(node).find((value) => value.k === 'api' && value.call >= 0);
  return made?.k === 'api' ? made.call : undefined;
}

/** `schema.index({ email: 1 }, { unique: true })`, by the call that made the schema. */
function keysOn(analysis: Analysis, name: string): ReadonlyMap<number, readonly Index[]> {
  const keys = new Map<number, Index[]>();
  analysis.program.calls.forEach((call, index) => {
    if (call.name !== name || call.recv === NO_NODE || !queryOf(analysis).isProduct(index)) return;
    const schema = callBehind(analysis, call.recv);
    const key = keyOf(analysis, call.args[0], call.args[1], index);
    if (schema !== undefined && key) keys.set(schema, [...(keys.get(schema) ?? []), key]);
  });
  return keys;
}

/** `{ email: 1, created: -1 }` with its options. */
function keyOf(analysis: Analysis, fields: NodeId | undefined, options: NodeId | undefined, call: number): Index | undefined {
  const text = literalsAt(analysis, fields).find((value) => typeof value === 'string');
  const body = writtenAt(analysis, fields);
  const columns = typeof text === 'string' ? [text] : (body?.members ?? []).map((member) => (member.name === '*' ? '?' : member.name));
  if (columns.length === 0) return undefined;
  const kind = body?.members.map((member) => literalsAt(analysis, member.node).find((value) => typeof value === 'string')).find((value) => value !== undefined);
  const name = textOption(analysis, options, 'name');
  return {
    columns: body?.open === true ? [...columns, '?'] : columns, unique: isSet(analysis, options, 'unique'), primary: false, location: at(analysis, call),
    ...(typeof kind === 'string' && { method: kind }), ...(name !== undefined && { name }), ...(isSet(analysis, options, 'partialFilterExpression') && { partial: true }),
  };
}

/** Fields of a schema; what is nested has its path as name. */
function pathsOf(analysis: Analysis, schema: number, member: Written, prefix: string, depth = 0): ColumnDraft[] {
  const name = `${prefix}${member.name}`;
  const inner = writtenAt(analysis, listAt(analysis, member.node)?.[0] ?? member.node);
  const isField = inner === undefined || inner.members.some((each) => each.name === 'type') || inner.members.length === 0;
  if (!isField && depth < 3) return inner.members.flatMap((each) => pathsOf(analysis, schema, each, `${name}.`, depth + 1));
  const options = listAt(analysis, member.node)?.[0] ?? member.node;
  const type = nameOfType(analysis, memberAt(analysis, options, 'type') ?? options);
  return [{
    name, location: memberPlace(analysis, schema, member), unique: isSet(analysis, options, 'unique'),
    index: isSet(analysis, options, 'index') || isSet(analysis, options, 'expires') || (isSet(analysis, options, 'text') && 'text'), ...(type !== undefined && { type }),
  }];
}

function nameOfType({ points }: Analysis, node: NodeId): string | undefined {
  return points.of(node).flatMap((value) => (value.k === 'api' ? [value.path.replace(/^.*\./, '').toLowerCase()] : []))[0];
}

function timed(columns: readonly ColumnDraft[], timestamps: boolean, location: ColumnDraft['location']): readonly ColumnDraft[] {
  return timestamps ? [...columns, ...['createdAt', 'updatedAt'].map((name): ColumnDraft => ({ name, type: 'date', location }))] : columns;
}

/** Classes of NestJS and Typegoose: `@Schema() class User { @Prop({ index: true }) email: string }`. */
function nestCollections(analysis: Analysis, keys: ReadonlyMap<number, readonly Index[]>): Step[] {
  const { program } = analysis;
  const factories = program.calls.flatMap((call, index) => (/^(?:createForClass|getModelForClass|buildSchema)$/.test(call.name) ? [{ call, index }] : []));
  const heads = decoratedClasses(analysis, NEST, /^(?:Schema|modelOptions|ModelOptions)$/).map(({ cls }) => cls);
  const classes = new Set([...heads, ...factories.flatMap(({ call }) => classAt(analysis, call.args[0]) ?? [])]);
  const all = decorations(analysis).filter((each) => each.apis.some((path) => NEST.test(path)));
  return [...classes].flatMap((cls): Step[] => {
    const own = all.filter((each) => each.cls === cls);
    const columns = own.flatMap((each) => propOf(analysis, each));
    const [first] = own;
    if (columns.length === 0 || !first) return [];
    const made = factories.filter(({ call }) => classAt(analysis, call.args[0]) === cls).flatMap(({ index }) => keys.get(index) ?? []);
    const listed = own.flatMap((each) => (each.property === undefined && /^index$/i.test(each.name) ? (keyOf(analysis, each.args[0], each.args[1], each.call) ?? []) : []));
    const options = own.find((each) => /^Schema$/.test(each.name))?.args[0];
    return [collectionOf({ model: program.classes[cls]?.name ?? '', collection: textOption(analysis, options, 'collection'), columns: timed(columns, isSet(analysis, options, 'timestamps'), at(analysis, first.call)), keys: [...made, ...listed], location: at(analysis, first.call) })];
  });
}

function classAt({ points }: Analysis, node: NodeId | undefined): number | undefined {
  return node === undefined || node === NO_NODE ? undefined : points.of(node).flatMap((value) => (value.k === 'class' ? [value.cls] : []))[0];
}

function propOf(analysis: Analysis, { name, property, args, call }: Decorated): ColumnDraft[] {
  if (property === undefined || !/^prop$/i.test(name)) return [];
  const [options] = args;
  const type = nameOfType(analysis, memberAt(analysis, options, 'type') ?? NO_NODE);
  return [{ name: property, location: at(analysis, call), unique: isSet(analysis, options, 'unique'), index: isSet(analysis, options, 'index') || isSet(analysis, options, 'expires'), ...(type !== undefined && { type }) }];
}

/** `collection.createIndex({ email: 1 })` and `createIndexes([{ key: { email: 1 } }])`. Which fields there are shows in the queries alone. */
function driverIndexes(analysis: Analysis): Step[] {
  return analysis.program.calls.flatMap((call, index): Step[] => {
    if (!/^(?:createIndex|createIndexes|ensureIndex)$/.test(call.name) || call.recv === NO_NODE || !queryOf(analysis).isProduct(index)) return [];
    const keys = driverKeys(analysis, call, index);
    const table = collectionAt(analysis, index);
    if (keys.length === 0) return [];
    const location = at(analysis, index);
    if (table === undefined) return keys.map((key) => ({ at: location, change: { kind: 'add-index-somewhere', index: key } }));
    return [created({ name: table, columns: [{ name: '_id', primary: true, location }], keys, dialect: 'mongodb', source: 'mongodb', location })];
  });
}

function driverKeys(analysis: Analysis, call: Call, index: number): readonly Index[] {
  const list = call.name === 'createIndexes' ? listAt(analysis, call.args[0]) : undefined;
  if (call.name === 'createIndexes') return (list ?? []).flatMap((item) => keyOf(analysis, memberAt(analysis, item, 'key'), item, index) ?? []);
  const key = keyOf(analysis, call.args[0], call.args[1], index);
  return key ? [key] : [];
}
