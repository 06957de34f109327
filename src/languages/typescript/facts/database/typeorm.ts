import { snake } from '../../../../facts/knowledge/personal-names';
import type { Analysis } from '../../../../flow/analyse';
import type { Index } from '../../../../model/database';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { functionsOf, isObject, literalsAt, memberAt, queryOf } from '../query';
import { decoratedClasses, decorations, type Decorated } from './decorated';
import { at, created, isSet, listAt, memberPlace, textOption, textsIn, writtenAt, type ColumnDraft, type Step } from './drafts';

const COLUMNS = /^(?:Column|PrimaryColumn|PrimaryGeneratedColumn|CreateDateColumn|UpdateDateColumn|DeleteDateColumn|VersionColumn|ObjectIdColumn|ViewColumn|Property|PrimaryKey|SerializedPrimaryKey|Enum|Formula)$/;
const PRIMARY = /^(?:PrimaryColumn|PrimaryGeneratedColumn|ObjectIdColumn|PrimaryKey)$/;
const OWNING = /^(?:ManyToOne|OneToOne)$/;
const MAPPERS = /^(?:typeorm|@mikro-orm\/)/;

/** Tables that TypeORM and MikroORM declare: entities with decorators, and schemas of entities. */
export function typeormTables(analysis: Analysis): readonly Step[] {
  const entities = decoratedClasses(analysis, MAPPERS, /^(?:Entity|ChildEntity)$/).map(({ cls, head, all }) => entityOf(analysis, cls, head, all));
  return [...entities, ...entitySchemas(analysis)];
}

function sourceOf({ apis }: Decorated): 'typeorm' | 'mikro-orm' {
  return apis.some((path) => path.startsWith('@mikro-orm')) ? 'mikro-orm' : 'typeorm';
}

function entityOf(analysis: Analysis, cls: number, head: Decorated, own: readonly Decorated[]): Step {
  const { program } = analysis;
  const alias = program.classes[cls]?.name ?? '';
  const given = literalsAt(analysis, head.args[0]).find((value) => typeof value === 'string') ?? textOption(analysis, head.args[0], 'name', 'tableName');
  const all = [...own, ...inherited(analysis, cls)];
  const columns = all.flatMap((each) => (each.property === undefined ? [] : columnOf(analysis, each, all, each.property)));
  return created({ name: typeof given === 'string' ? given : snake(alias), alias, columns, keys: all.flatMap((each) => keysOf(analysis, each)), source: sourceOf(head), location: at(analysis, head.call) });
}

/** Decorators of the classes that an entity extends. */
function inherited(analysis: Analysis, cls: number, depth = 0): readonly Decorated[] {
  const { program, points } = analysis;
  const base = program.classes[cls]?.base ?? NO_NODE;
  if (base === NO_NODE || depth > 4) return [];
  return points.of(base).flatMap((value) => (value.k === 'class' ? [...decorations(analysis).filter((each) => each.cls === value.cls && each.property !== undefined), ...inherited(analysis, value.cls, depth + 1)] : []));
}

function columnOf(analysis: Analysis, { name, args, call }: Decorated, all: readonly Decorated[], property: string): ColumnDraft[] {
  const beside = all.filter((each) => each.property === property);
  const join = beside.find((each) => each.name === 'JoinColumn');
  const options = args.find((arg) => isObject(analysis, arg));
  const location = at(analysis, call);
  if (OWNING.test(name)) {
    if (name === 'OneToOne' && !join && !isSet(analysis, options, 'owner')) return [];
    const target = functionsOf(analysis, args[0]).map((fn) => className(analysis, analysis.program.fns[fn]?.ret ?? NO_NODE)).find((found) => found !== undefined);
    const column = textOption(analysis, join?.args[0], 'name') ?? textOption(analysis, options, 'joinColumn', 'fieldName') ?? `${property}Id`;
    // An owner of one-to-one has a unique constraint.
    return [{ name: column, alias: property, location, unique: name === 'OneToOne', ...(target !== undefined && { references: target }) }];
  }
  if (!COLUMNS.test(name)) return [];
  const type = literalsAt(analysis, args[0]).find((value) => typeof value === 'string') ?? textOption(analysis, options, 'type', 'columnType');
  return [{
    name: textOption(analysis, options, 'name', 'fieldName') ?? property, alias: property, location,
    primary: PRIMARY.test(name) || isSet(analysis, options, 'primary'), unique: isSet(analysis, options, 'unique'), index: isSet(analysis, options, 'index'),
    ...(typeof type === 'string' && { type: type.toLowerCase() }),
  }];
}

function className({ points, program }: Analysis, node: NodeId): string | undefined {
  return node === NO_NODE ? undefined : points.of(node).flatMap((value) => (value.k === 'class' ? [program.classes[value.cls]?.name ?? ''] : []))[0];
}

/** `@Index()` and `@Unique()` of a property; `@Index('name', ['a', 'b'], { unique: true })` of a class. */
function keysOf(analysis: Analysis, { name, args, property, call }: Decorated): Index[] {
  if (!/^(?:Index|Unique)$/.test(name)) return [];
  const options = args.find((arg) => isObject(analysis, arg) && listAt(analysis, arg) === undefined);
  const list = args.map((arg) => listAt(analysis, arg)).find((found) => found !== undefined);
  const listed = list?.map((element) => literalsAt(analysis, element).find((value) => typeof value === 'string') ?? '?') ?? (options ? textsIn(analysis, memberAt(analysis, options, 'properties')) : []);
  const shown = functionsOf(analysis, args.find((arg) => functionsOf(analysis, arg).length > 0)).length > 0 ? ['?'] : [];
  const columns = property !== undefined ? [property] : listed.length > 0 ? listed : shown;
  if (columns.length === 0) return [];
  return [{
    columns, unique: name === 'Unique' || isSet(analysis, options, 'unique'), primary: false, location: at(analysis, call),
    ...(isSet(analysis, options, 'where') && { partial: true }), ...(isSet(analysis, options, 'fulltext') && { method: 'fulltext' }), ...(isSet(analysis, options, 'spatial') && { method: 'spatial' }),
  }];
}

/** `new EntitySchema({ name, tableName, columns, indices, uniques })`. */
function entitySchemas(analysis: Analysis): Step[] {
  const { program, points } = analysis;
  return program.calls.flatMap((call, index): Step[] => {
    if (call.kind !== 'new' || call.name !== 'EntitySchema' || !queryOf(analysis).isProduct(index) || !points.apis(index).some((path) => MAPPERS.test(path))) return [];
    const [options] = call.args;
    const name = textOption(analysis, options, 'name');
    if (name === undefined) return [];
    const columns = (writtenAt(analysis, memberAt(analysis, options, 'columns', 'properties'))?.members ?? []).map((member): ColumnDraft => {
      const type = textOption(analysis, member.node, 'type');
      return {
        name: textOption(analysis, member.node, 'name', 'fieldName') ?? member.name, alias: member.name, location: memberPlace(analysis, index, member),
        primary: isSet(analysis, member.node, 'primary'), unique: isSet(analysis, member.node, 'unique'), index: isSet(analysis, member.node, 'index'), ...(type !== undefined && { type: type.toLowerCase() }),
      };
    });
    const keys = ['indices', 'indexes', 'uniques'].flatMap((list) => (listAt(analysis, memberAt(analysis, options, list)) ?? []).map((item): Index => ({
      columns: textsIn(analysis, memberAt(analysis, item, 'columns', 'properties')), unique: list === 'uniques' || isSet(analysis, item, 'unique'), primary: false, location: at(analysis, index),
    })));
    return [created({ name: textOption(analysis, options, 'tableName') ?? snake(name), alias: name, columns, keys, source: 'typeorm', location: at(analysis, index) })];
  });
}
