import type { Analysis } from '../../../../flow/analyse';
import type { Dialect, Index } from '../../../../model/database';
import { NO_NODE, type Call, type NodeId } from '../../../../model/flow-graph';
import { functionsOf, literalsAt, queryOf } from '../query';
import { chainOf, memberName, tableAt } from '../stores/chain';
import { at, created, listAt, memberPlace, writtenAt, type ColumnDraft, type Step, type Written } from './drafts';

const TABLE = /^(?:drizzle-orm\.)(?:(pg|sqlite|mysql|singlestore|mssql)TableCreator\(\)|(pg|sqlite|mysql|singlestore|mssql)Table|(pg|mysql|singlestore|mssql)Schema\(\)\.table)$/;
const DIALECTS: Readonly<Record<string, Dialect>> = { pg: 'postgresql', sqlite: 'sqlite', mysql: 'mysql', singlestore: 'mysql', mssql: 'mssql' };

/** Tables that drizzle declares: `pgTable('users', columns, keys)` and its relatives. */
export function drizzleTables(analysis: Analysis): readonly Step[] {
  const { program, points } = analysis;
  return program.calls.flatMap((call, index): Step[] => {
    if (call.kind !== 'call' || !queryOf(analysis).isProduct(index)) return [];
    const found = points.apis(index).map((path) => TABLE.exec(path)).find((match) => match !== null);
    const name = literalsAt(analysis, call.args[0]).find((value) => typeof value === 'string');
    if (!found || typeof name !== 'string') return [];
    return [tableOf(analysis, index, call, name, DIALECTS[found[1] ?? found[2] ?? found[3] ?? ''])];
  });
}

function tableOf(analysis: Analysis, index: number, call: Call, name: string, dialect: Dialect | undefined): Step {
  const body = writtenAt(analysis, call.args[1]);
  const spread = body?.open === true ? membersBehind(analysis, call.args[1]) : [];
  const columns = [...(body?.members ?? []), ...spread].map((member) => columnOf(analysis, index, member));
  const keys = keysOf(analysis, index, call.args[2]);
  const alias = exportedName(analysis, call.result);
  const uncertain = body === undefined || keys === undefined ? 'Its columns or indexes are put together at run time.' : undefined;
  return created({
    name, columns, keys: keys ?? [], source: 'drizzle', location: at(analysis, index),
    ...(alias !== undefined && { alias }), ...(dialect && { dialect }), ...(uncertain !== undefined && { uncertain }),
  });
}

/** Columns that are spread into others: `...timestamps`. */
function membersBehind(analysis: Analysis, node: NodeId | undefined): readonly Written[] {
  const { program, points } = analysis;
  const objects = node === undefined ? [] : points.of(node).flatMap((value) => (value.k === 'object' ? [value.node] : []));
  return objects.flatMap((object) => program.spreadsByTarget.get(object) ?? []).flatMap((from) => writtenAt(analysis, from)?.members ?? []);
}

function columnOf(analysis: Analysis, call: number, member: Written): ColumnDraft {
  const made = analysis.program.callByResult.get(member.node);
  const chain = made === undefined ? [] : chainOf(analysis, made).calls;
  const first = chain[chain.length - 1];
  const given = literalsAt(analysis, first?.args[0]).find((value) => typeof value === 'string');
  const has = (name: string): boolean => chain.some((link) => link.name === name);
  const target = chain.find((link) => link.name === 'references')?.args[0];
  const references = target === undefined ? undefined : functionsOf(analysis, target).map((fn) => ownerOf(analysis, analysis.program.fns[fn]?.ret ?? NO_NODE)).find((table) => table !== undefined);
  return {
    name: given ?? member.name, alias: member.name, location: memberPlace(analysis, call, member),
    primary: has('primaryKey'), unique: has('unique'),
    ...(first !== undefined && { type: first.name.toLowerCase() }), ...(references !== undefined && { references }),
  };
}

/** The table of `users.id`. */
function ownerOf(analysis: Analysis, node: NodeId): string | undefined {
  const { program } = analysis;
  for (const each of [node, ...(program.assignsByTarget.get(node) ?? [])]) {
    const load = program.loadOf.get(each);
    if (load) return tableAt(analysis, load.from);
  }
  return undefined;
}

/** The keys that the third argument declares: an object or a list, or a function that gives one. */
function keysOf(analysis: Analysis, table: number, node: NodeId | undefined): readonly Index[] | undefined {
  if (node === undefined) return [];
  const { program } = analysis;
  const fns = functionsOf(analysis, node);
  const roots = fns.length > 0 ? fns.map((fn) => program.fns[fn]?.ret ?? NO_NODE) : [node];
  const parts = roots.flatMap((root) => listAt(analysis, root) ?? writtenAt(analysis, root)?.members.map((member) => member.node) ?? []);
  if (parts.length === 0) return fns.length > 0 || listAt(analysis, node)?.length === 0 ? [] : undefined;
  return parts.flatMap((part) => keyOf(analysis, table, part));
}

/** `index('name').on(t.a, t.b)`, `uniqueIndex().on(…).where(…)`, `unique().on(…)`, `primaryKey({ columns: […] })`. */
function keyOf(analysis: Analysis, table: number, node: NodeId): Index[] {
  const call = analysis.program.callByResult.get(node);
  if (call === undefined) return [];
  const { calls } = chainOf(analysis, call);
  const first = calls[calls.length - 1];
  if (!first || !/^(?:index|uniqueIndex|unique|primaryKey)$/.test(first.name)) return [];
  const on = calls.find((link) => /^(?:on|onOnly|using)$/.test(link.name));
  const options = writtenAt(analysis, first.args[0])?.members.find((member) => member.name === 'columns');
  const parts = on ? on.args.slice(on.name === 'using' ? 1 : 0) : options ? (listAt(analysis, options.node) ?? []) : first.args;
  const columns = parts.map((part) => columnAt(analysis, part));
  const name = literalsAt(analysis, first.args[0]).find((value) => typeof value === 'string');
  const method = on?.name === 'using' ? literalsAt(analysis, on.args[0]).find((value) => typeof value === 'string') : undefined;
  const primary = first.name === 'primaryKey';
  return columns.length === 0 ? [] : [{
    columns, unique: primary || first.name.startsWith('unique'), primary, location: at(analysis, analysis.program.calls[call] ? call : table),
    ...(name !== undefined && { name }), ...(method !== undefined && method !== 'btree' && { method: method.toLowerCase() }), ...(calls.some((link) => link.name === 'where') && { partial: true }),
  }];
}

/** `t.email`, `t.email.desc()`; what is made of text is not read. */
function columnAt(analysis: Analysis, node: NodeId): string {
  const call = analysis.program.callByResult.get(node);
  const record = call === undefined ? undefined : analysis.program.calls[call];
  if (record === undefined) return memberName(analysis, node) ?? '?';
  return record.kind === 'tagged' || record.recv === NO_NODE ? '?' : (memberName(analysis, chainOf(analysis, call ?? -1).base) ?? '?');
}

/** The name under which a value is exported. */
export function exportedName({ program }: Analysis, node: NodeId): string | undefined {
  return program.stores.find((store) => store.from === node && program.origins[store.base]?.k === 'exports' && /^\w+$/.test(store.prop))?.prop;
}
