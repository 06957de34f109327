import type { Analysis } from '../../../../flow/analyse';
import { callLocation } from '../../../../flow/program';
import type { ColumnFilter, ColumnUse, DatabaseSource, Query, QueryKind } from '../../../../model/database';
import { NO_NODE, type Call, type NodeId } from '../../../../model/flow-graph';
import { isObject, literalsAt, memberAt, queryOf } from '../query';
import { basePaths, chainOf, type Chain } from '../stores/chain';
import { ofMapper } from '../stores/builders';
import { aliasOf, columnAt, conditionsAt, joined, sortsAt, textConditions, type Scope } from './conditions';
import { listAt, writtenAt } from './drafts';
import { linksAfter } from './links';
import { operatorOf } from './operators';
import { collectionAt, entityAt, entityByName } from './owner';

const SOURCES: readonly (readonly [RegExp, DatabaseSource])[] = [
  [/^drizzle-orm/, 'drizzle'], [/prisma/i, 'prisma'], [/^(?:typeorm|@nestjs\/typeorm)/, 'typeorm'], [/^sequelize/, 'sequelize'], [/^knex/, 'knex'], [/^kysely/, 'kysely'],
  [/^(?:mongoose|@nestjs\/mongoose|@typegoose\/)/, 'mongoose'], [/^mongodb/, 'mongodb'], [/^@mikro-orm/, 'mikro-orm'], [/^@supabase\//, 'supabase'],
];

/** Methods of mappers that read, change or delete rows by a condition; `one` asks for one row. */
const METHODS: Readonly<Record<string, { readonly kind: QueryKind; readonly one?: true }>> = {
  ...Object.fromEntries(['find', 'findAll', 'findMany', 'findAndCount', 'findAndCountAll', 'findBy', 'findAndCountBy', 'count', 'countBy', 'countDocuments', 'aggregate', 'distinct', 'groupBy', 'exists', 'existsBy'].map((name) => [name, { kind: 'select' as const }])),
  ...Object.fromEntries(['findOne', 'findOneBy', 'findOneOrFail', 'findOneByOrFail', 'findFirst', 'findFirstOrThrow', 'findUnique', 'findUniqueOrThrow'].map((name) => [name, { kind: 'select' as const, one: true as const }])),
  ...Object.fromEntries(['update', 'updateOne', 'updateMany', 'findOneAndUpdate', 'replaceOne', 'nativeUpdate'].map((name) => [name, { kind: 'update' as const }])),
  ...Object.fromEntries(['delete', 'deleteOne', 'deleteMany', 'destroy', 'softDelete', 'findOneAndDelete', 'nativeDelete'].map((name) => [name, { kind: 'delete' as const }])),
};
/** Names that no other kind of object has. */
const ONLY_MAPPERS = /^(?:findMany|findUnique|findUniqueOrThrow|findFirstOrThrow|findFirst|findAndCountAll|countDocuments)$/;
/** What gives a chain of a builder its table. */
const STARTS = /^(?:from|table|selectFrom|updateTable|deleteFrom|update|delete|createQueryBuilder)$/;
const BUILDER_LINKS = /^(?:select|where\w*|andWhere|orWhere\w*|eq|neq|in|match|first|del|delete|update|insert|order|orderBy|limit|filter|set|returning|count|is|gte?|lte?|innerJoin|leftJoin|join)$/;

/** Queries that the code builds from calls of a library. */
export function builtQueries(analysis: Analysis): readonly Query[] {
  const { program, points } = analysis;
  return program.calls.flatMap((call, index): Query[] => {
    if (call.kind !== 'call' || !queryOf(analysis).isProduct(index) || points.targets(index).length > 0) return [];
    const chain = chainOf(analysis, index);
    const query = mapped(analysis, index, call, chain) ?? built(analysis, index, call, chain);
    return query ? [query] : [];
  });
}

/** What reading a query gathers. */
interface Draft {
  readonly tables: string[];
  readonly aliases: Map<string, string>;
  /** Conditions in the order in which they are added; `or` begins an alternative to those before. */
  readonly groups: { readonly or: boolean; readonly filters: readonly ColumnFilter[] }[];
  readonly sorts: ColumnUse[];
  kind: QueryKind;
  limited: boolean;
  dynamic: boolean;
}

function queryFrom(analysis: Analysis, index: number, draft: Draft, paths: readonly string[]): Query {
  const source = SOURCES.find(([pattern]) => paths.some((path) => pattern.test(path)))?.[1] ?? 'builder';
  const alternatives = draft.groups.some((group) => group.or);
  let segment = 0;
  const filters = draft.groups.flatMap(({ or, filters: own }) => {
    if (or) segment++;
    return alternatives ? own.map((filter) => ({ ...filter, branch: [0, segment, ...(filter.branch ?? [0]).slice(1)] })) : own;
  });
  return {
    kind: draft.kind, tables: draft.tables, writes: draft.kind === 'select' ? [] : draft.tables.slice(0, 1), filters, sorts: draft.sorts,
    selected: [], written: [], limited: draft.limited, dynamic: draft.dynamic, source, location: callLocation(analysis.program, index),
    ...((source === 'mongodb' || source === 'mongoose') && { dialect: 'mongodb' as const }),
  };
}

/** `users.findOne({ where })`, `User.find(filter).sort(order)`, `prisma.user.findMany({ where, orderBy })`. */
function mapped(analysis: Analysis, index: number, call: Call, chain: Chain): Query | undefined {
  const method = Object.hasOwn(METHODS, call.name) ? METHODS[call.name] : undefined;
  if (!method || call.recv === NO_NODE) return undefined;
  const options = call.args.slice(0, 2).find((arg) => memberAt(analysis, arg, 'where', 'orderBy', 'order') !== undefined);
  const sure = ofMapper(analysis, chain) || collectionAt(analysis, index) !== undefined;
  if (!sure && !(ONLY_MAPPERS.test(call.name) && options !== undefined)) return undefined;
  const table = collectionAt(analysis, index) ?? entityByName(analysis, chain.base);
  if (table === undefined) return undefined;
  const draft: Draft = { tables: [table], aliases: new Map([[table, table]]), groups: [], sorts: [], kind: method.kind, limited: method.one === true, dynamic: false };
  const scope: Scope = { table, aliases: draft.aliases };
  const where = options === undefined ? firstCondition(analysis, call) : memberAt(analysis, options, 'where');
  draft.groups.push({ or: false, filters: conditionsIn(analysis, where, scope) });
  draft.dynamic = writtenAt(analysis, where)?.open === true || (where !== undefined && writtenAt(analysis, where) === undefined && listAt(analysis, where) === undefined);
  draft.sorts.push(...sortsAt(analysis, memberAt(analysis, options, 'orderBy', 'order'), scope));
  draft.limited ||= memberAt(analysis, options, 'take', 'limit', 'first') !== undefined;
  addLinks(analysis, index, draft, scope);
  return queryFrom(analysis, index, draft, basePaths(analysis, chain));
}

/** The condition of a document database comes first; a pipeline begins with it. */
function firstCondition(analysis: Analysis, call: Call): NodeId | undefined {
  const node = call.args[call.name === 'distinct' ? 1 : 0];
  return call.name === 'aggregate' ? memberAt(analysis, listAt(analysis, node)?.[0], '$match') : node;
}

/** A list of conditions is a list of alternatives. */
function conditionsIn(analysis: Analysis, node: NodeId | undefined, scope: Scope): readonly ColumnFilter[] {
  const list = listAt(analysis, node);
  return list ? list.flatMap((part, i) => conditionsAt(analysis, part, scope, [0, i + 1])) : conditionsAt(analysis, node, scope);
}

/** `db.select().from(users).where(…)`, `knex('users').where(…)`, `db.selectFrom('users')`, `repository.createQueryBuilder('u')`. */
function built(analysis: Analysis, index: number, call: Call, chain: Chain): Query | undefined {
  const paths = basePaths(analysis, chain);
  const direct = call.recv === NO_NODE && paths.some((path) => /^knex\(\)$|^knex\.knex\(\)$/.test(path) || path === 'knex()');
  if (!direct && (!STARTS.test(call.name) || call.recv === NO_NODE)) return undefined;
  const named = startOf(analysis, index, call, chain, paths);
  const { links, open } = linksAfter(analysis, index);
  const names = links.map((link) => analysis.program.calls[link]?.name ?? '');
  const before = chain.calls.slice(1).map((link) => link.name);
  if (!named || !(names.some((name) => BUILDER_LINKS.test(name)) || before.some((name) => /^select/.test(name)))) return undefined;
  if (names.some((name) => /^(?:insert|upsert|values)$/.test(name))) return undefined;
  const [table, alias] = named;
  const draft: Draft = { tables: [table], aliases: new Map([[table, table], [alias, table]]), groups: [], sorts: [], kind: kindOf([call.name, ...names]), limited: false, dynamic: open };
  addLinks(analysis, index, draft, { table, aliases: draft.aliases });
  return queryFrom(analysis, index, draft, paths);
}

function kindOf(names: readonly string[]): QueryKind {
  if (names.some((name) => /^(?:delete|del|deleteFrom|softDelete)$/.test(name))) return 'delete';
  return names.some((name) => /^(?:update|updateTable|set)$/.test(name)) ? 'update' : 'select';
}

/** The table that a chain begins with, and what the query calls it. */
function startOf(analysis: Analysis, index: number, call: Call, chain: Chain, paths: readonly string[]): readonly [string, string] | undefined {
  const text = literalsAt(analysis, call.args[0]).find((value) => typeof value === 'string');
  if (call.name === 'createQueryBuilder') {
    const table = collectionAt(analysis, index) ?? (ofMapper(analysis, chain) ? entityByName(analysis, chain.base) : undefined) ?? entityAt(analysis, call.args[0]);
    const alias = literalsAt(analysis, call.args[call.args.length > 1 ? 1 : 0]).find((value) => typeof value === 'string');
    return table === undefined ? undefined : [table, typeof alias === 'string' ? alias : table];
  }
  if (typeof text === 'string') return /^(?:update|delete)$/.test(call.name) || !/^["`\w.]+(?:\s+(?:as\s+)?["`\w]+)?$/i.test(text) ? undefined : aliasOf(text);
  const table = entityAt(analysis, call.args[0]);
  const drizzle = paths.some((path) => path.startsWith('drizzle-orm')) || analysis.points.of(call.args[0] ?? NO_NODE).some((value) => value.k === 'api' && value.path.startsWith('drizzle-orm'));
  return table !== undefined && drizzle && !isObject(analysis, call.args[0]) ? [table, table] : undefined;
}

/** Reads the links of a chain into the draft. */
function addLinks(analysis: Analysis, index: number, draft: Draft, scope: Scope): void {
  const { links, open } = linksAfter(analysis, index);
  draft.dynamic ||= open;
  for (const link of links) {
    const call = analysis.program.calls[link];
    if (!call) continue;
    if (/^(?:order|orderBy|sort|addOrderBy)$/.test(call.name)) draft.sorts.push(...sortsAt(analysis, call.args[0], scope));
    else if (/^(?:limit|first|single|maybeSingle|range|take|executeTakeFirst|executeTakeFirstOrThrow|getOne|findOne)$/.test(call.name)) draft.limited = true;
    else if (/join/i.test(call.name)) draft.groups.push({ or: false, filters: joinConditions(analysis, call, draft, scope) });
    else {
      const filters = linkConditions(analysis, call, scope);
      if (filters.length > 0) draft.groups.push({ or: /^or[A-Z]/.test(call.name) && draft.groups.length > 0, filters });
    }
  }
}

/** Conditions that one link states. */
function linkConditions(analysis: Analysis, call: Call, scope: Scope): readonly ColumnFilter[] {
  const [first, second] = call.args;
  const text = literalsAt(analysis, first).find((value) => typeof value === 'string');
  if (/^(?:or|not|filter|having\w*|whereRaw|orWhereRaw|whereExists|text|textSearch|\$if|callback)$/.test(call.name)) return call.name === 'filter' && call.args.length === 3 ? pair(analysis, call.args, scope) : [{ column: '?', operator: 'equals', against: 'value', branch: [0] }];
  const own = operatorOf(call.name);
  if (own !== undefined && typeof text === 'string') return pair(analysis, [first, undefined, second], scope, own);
  if (!/^(?:and|or)?where$|^match$|^find$/i.test(call.name)) return [];
  if (typeof text !== 'string') return call.args.length > 1 ? conditionsAt(analysis, first, scope) : conditionsIn(analysis, first, scope);
  if (/[\s=<>(]/.test(text.trim())) return textConditions(text, scope);
  if (call.args.length === 1) return [];
  return pair(analysis, call.args.length > 2 ? call.args : [first, undefined, second], scope);
}

/** `where('email', value)` and `where('email', '>', value)`. */
function pair(analysis: Analysis, [left, word, right]: readonly (NodeId | undefined)[], scope: Scope, known?: ColumnFilter['operator']): readonly ColumnFilter[] {
  const use = columnAt(analysis, left, scope);
  const sign = literalsAt(analysis, word).find((value) => typeof value === 'string');
  const operator = known ?? (typeof sign === 'string' ? (operatorOf(sign) ?? 'other') : 'equals');
  if (!use) return [];
  const constant = right !== undefined && literalsAt(analysis, right).length > 0 && literalsAt(analysis, right).length === analysis.points.of(right).length;
  return [{ ...use, operator, against: constant ? 'constant' : 'value', branch: [0] }];
}

/** `innerJoin(posts, eq(posts.userId, users.id))`, `join('posts', 'posts.user_id', '=', 'users.id')`. */
function joinConditions(analysis: Analysis, call: Call, draft: Draft, scope: Scope): readonly ColumnFilter[] {
  const [target, ...rest] = call.args;
  const text = literalsAt(analysis, target).find((value) => typeof value === 'string');
  const named = typeof text === 'string' ? aliasOf(text) : undefined;
  const table = named?.[0] ?? entityAt(analysis, target);
  if (table === undefined || (typeof text === 'string' && text.includes('.'))) return [];
  draft.tables.push(table);
  draft.aliases.set(named?.[1] ?? table, table).set(table, table);
  const texts = rest.map((node) => literalsAt(analysis, node).find((value) => typeof value === 'string')).filter((value) => typeof value === 'string' && operatorOf(value) === undefined);
  const sides = texts.length === 2 ? rest.flatMap((node) => { const use = columnAt(analysis, node, scope); return use && operatorOf(use.column) === undefined ? [use] : []; }) : [];
  const [a, b] = sides;
  if (a && b) return joined(a, b);
  return texts.length === 0 ? conditionsAt(analysis, rest[0], scope) : [];
}
