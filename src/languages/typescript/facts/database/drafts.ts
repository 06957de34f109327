import { columnNamed } from '../../../../facts/database';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation } from '../../../../flow/program';
import type { Column, DatabaseSource, Dialect, Index, SchemaChange, Table } from '../../../../model/database';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import type { Location } from '../../../../model/location';
import { literalsAt, memberAt } from '../query';

/** A change of the schema, with the place that makes it. */
export interface Step {
  readonly at: Location;
  readonly change: SchemaChange;
}

/** A column with what its own declaration says of keys. */
export interface ColumnDraft extends Column {
  readonly primary?: boolean;
  readonly unique?: boolean;
  /** It has an index of its own; a text is the kind of index. */
  readonly index?: boolean | string;
  /** Name of the index or constraint that these make. */
  readonly keyName?: string;
}

/** A table as a library declares it. Keys name columns as the code does. */
export interface TableDraft {
  readonly name: string;
  readonly alias?: string;
  readonly columns: readonly ColumnDraft[];
  readonly keys: readonly Index[];
  readonly dialect?: Dialect;
  readonly source: DatabaseSource;
  readonly uncertain?: string;
  readonly location: Location;
}

/** The step that creates a drafted table. */
export function created(draft: TableDraft): Step {
  const { columns: drafts, keys, ...rest } = draft;
  const columns = drafts.map(columnOf);
  const bare: Table = { ...rest, columns, indexes: [] };
  const nameOf = (name: string): string => columnNamed(bare, name)?.name ?? name;
  const indexes = [...drafts.flatMap(ownKeys), ...keys.map((key) => ({ ...key, columns: key.columns.map(nameOf) }))];
  return { at: draft.location, change: { kind: 'create-table', table: { ...bare, indexes } } };
}

/** The keys that a column's own declaration makes. */
export function ownKeys({ name, location, primary, unique, index, keyName }: ColumnDraft): readonly Index[] {
  const named = keyName === undefined ? {} : { name: keyName };
  if (primary === true || unique === true) return [{ columns: [name], unique: true, primary: primary === true, location, ...named }];
  if (index === undefined || index === false) return [];
  return [{ columns: [name], unique: false, primary: false, location, ...named, ...(typeof index === 'string' && { method: index }) }];
}

/** The steps that add a drafted column to a table. */
export function addedColumn(table: string, draft: ColumnDraft): readonly Step[] {
  return [
    { at: draft.location, change: { kind: 'add-column', table, column: columnOf(draft) } },
    ...ownKeys(draft).map((index): Step => ({ at: draft.location, change: { kind: 'add-index', table, index } })),
  ];
}

function columnOf({ name, alias, type, references, location }: ColumnDraft): Column {
  return { name, location, ...(alias !== undefined && alias !== name && { alias }), ...(type !== undefined && { type }), ...(references !== undefined && { references }) };
}

/** The text that a member of an options object holds. */
export function textOption(analysis: Analysis, node: NodeId | undefined, ...names: readonly string[]): string | undefined {
  return literalsAt(analysis, memberAt(analysis, node, ...names)).find((value) => typeof value === 'string');
}

/** Whether a member of an options object is there and not switched off. */
export function isSet(analysis: Analysis, node: NodeId | undefined, ...names: readonly string[]): boolean {
  const member = memberAt(analysis, node, ...names);
  return member !== undefined && !literalsAt(analysis, member).some((value) => value === false);
}

/** The texts of a list, in order; one text alone is a list of one. */
export function textsIn(analysis: Analysis, node: NodeId | undefined): readonly string[] {
  if (node === undefined || node === NO_NODE) return [];
  const list = listAt(analysis, node);
  return (list ?? [node]).map((element) => literalsAt(analysis, element).find((value) => typeof value === 'string') ?? '?');
}

/** The elements of the list literal that a node is, in order. */
export function listAt({ points, program }: Analysis, node: NodeId | undefined): readonly NodeId[] | undefined {
  if (node === undefined || node === NO_NODE) return undefined;
  const lists = points.of(node).flatMap((value) => (value.k === 'object' && program.origins[value.node]?.k === 'array' ? [value.node] : []));
  const [list] = lists;
  if (list === undefined || lists.length > 1) return undefined;
  return (program.initStores.get(list) ?? []).filter((store) => /^\d+$/.test(store.prop)).sort((a, b) => Number(a.prop) - Number(b.prop)).map((store) => store.from);
}

/** One member as an object literal writes it. */
export interface Written {
  readonly name: string;
  readonly node: NodeId;
  /** Of a computed name. */
  readonly key?: NodeId;
  readonly line: number;
  readonly column: number;
}

/** The members that the one object literal at a node writes, and whether it may have others. */
export function writtenAt({ points, program }: Analysis, node: NodeId | undefined): { readonly members: readonly Written[]; readonly open: boolean } | undefined {
  if (node === undefined || node === NO_NODE) return undefined;
  const objects = points.of(node).flatMap((value) => (value.k === 'object' && program.origins[value.node]?.k === 'object' ? [value.node] : []));
  const [object] = objects;
  if (object === undefined || objects.length > 1) return undefined;
  const members = (program.initStores.get(object) ?? []).map((store): Written => ({ name: store.prop, node: store.from, line: store.at[0], column: store.at[1], ...(store.key !== undefined && { key: store.key }) }));
  const later = program.stores.some((store) => store.base === object && store.init !== true);
  return { members, open: later || program.spreadsByTarget.has(object) };
}

/** Where a call stands. */
export function at({ program }: Analysis, call: number): Location {
  return callLocation(program, call);
}

/** Where a member is written, in the file of the call that it is an argument of. */
export function memberPlace({ program }: Analysis, call: number, member: Written): Location {
  return { path: callLocation(program, call).path, line: member.line, column: member.column };
}
