import type { Analysis } from '../../../../flow/analyse';
import { NO_NODE, type Call, type NodeId } from '../../../../model/flow-graph';
import { isObject, literalsAt, memberAt, queryOf } from '../query';
import { basePaths, callsOn, chainOf, memberName, tableAt, type Chain } from './chain';
import { membersOf, type DeleteDraft, type WriteDraft } from './drafts';

const ORM = /^(?:mongoose|typeorm|sequelize|@mikro-orm\/|@nestjs\/(?:mongoose|typeorm|sequelize)|objection|bookshelf|waterline|nedb|@seald-io\/nedb|lowdb|mongodb|pouchdb|nano|surrealdb|@typegoose\/|papr|monk|rethinkdb)/;
const START = /^(?:from|table|into|insert|insertInto|insert_into|replaceInto|update|updateTable|delete|deleteFrom|collection|knex|getRepository|model|del)$/;

/** What is called like a table and picks parts of a page. */
const PAGES = /^(?:cheerio|jquery|jsdom|linkedom|\$)/;

/** Writes and deletions through query builders, mappers and document databases, by the shape of the call. */
export function builderDrafts(analysis: Analysis): { readonly writes: readonly WriteDraft[]; readonly deletions: readonly DeleteDraft[] } {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const writes: WriteDraft[] = [];
  const deletions: DeleteDraft[] = [];
  program.calls.forEach((call, index) => {
    if (!query.isProduct(index) || call.kind === 'jsx' || call.kind === 'decorator' || points.targets(index).length > 0) return;
    const write = Object.hasOwn(WRITES, call.name) ? WRITES[call.name]?.(analysis, index, call) : call.kind === 'new' ? constructed(analysis, index, call) : undefined;
    if (write) writes.push(write);
    const deletion = DELETES.test(call.name) ? deletionOf(analysis, index, call) : undefined;
    if (deletion) deletions.push(deletion);
  });
  return { writes, deletions };
}

type Reader = (analysis: Analysis, index: number, call: Call) => WriteDraft | undefined;

const arg = (call: Call, index: number): NodeId => call.args[index] ?? NO_NODE;

function draft(analysis: Analysis, call: number, operation: WriteDraft['operation'], table: string | undefined, records: readonly NodeId[]): WriteDraft | undefined {
  const given = records.filter((node) => node !== NO_NODE);
  if (given.length === 0) return undefined;
  return { call, to: 'database', operation, ...(table !== undefined && { table }), records: given, fields: given.flatMap((node) => membersOf(analysis, node)) };
}

/** The table that a chain names at its beginning. */
function tableOf(analysis: Analysis, chain: Chain): string | undefined {
  for (const call of chain.calls.slice(1)) if (START.test(call.name) || (call.recv === NO_NODE && !basePaths(analysis, chain).some((path) => PAGES.test(path)))) return tableAt(analysis, call.args[0]);
  return undefined;
}

function begins(chain: Chain, ...names: readonly string[]): boolean {
  return chain.calls.slice(1).some((call) => names.includes(call.name));
}

/** `insert(users).values(row)`, `insertInto('users').values(row)`, `update(users).set(row)`. */
const values: Reader = (analysis, index, call) => {
  const chain = chainOf(analysis, index);
  if (call.name === 'values' && begins(chain, 'insert', 'insertInto', 'replaceInto', 'into')) return draft(analysis, index, 'insert', tableOf(analysis, chain), [arg(call, 0)]);
  if (call.name === 'set' && begins(chain, 'update', 'updateTable')) return draft(analysis, index, 'update', tableOf(analysis, chain), [arg(call, 0)]);
  if (call.name === 'set' && begins(chain, 'doc', 'collection') && isObject(analysis, arg(call, 0))) return draft(analysis, index, 'insert', tableOf(analysis, chain), [arg(call, 0)]);
  return undefined;
};

/** `insert('users', row)`, `from('users').insert(row)`, `knex('users').insert(row)`, `repository.insert(row)`. */
const insert: Reader = (analysis, index, call) => {
  const operation = call.name === 'update' ? 'update' : 'insert';
  const [first] = call.args;
  if (first === undefined) return undefined;
  const literal = literalsAt(analysis, first).find((value) => typeof value === 'string');
  if (typeof literal === 'string' && call.args.length > 1 && /^\w+$/.test(literal)) return draft(analysis, index, operation, literal, [arg(call, 1)]);
  const data = prismaRecords(analysis, call);
  if (data) return draft(analysis, index, operation, memberName(analysis, call.recv), data);
  return chained(analysis, index, call, operation);
};

/** Writes by a method of a table, a collection or a repository that the chain before it names. */
function chained(analysis: Analysis, index: number, call: Call, operation: WriteDraft['operation']): WriteDraft | undefined {
  const chain = chainOf(analysis, index);
  const table = tableOf(analysis, chain);
  const [, behind] = chain.calls;
  const named = behind !== undefined && table !== undefined && begins(chain, 'from', 'table', 'into', 'collection', 'knex', 'getRepository', 'db', 'doc');
  const knex = behind?.recv === NO_NODE && table !== undefined && basePaths(analysis, chain).some((path) => path.startsWith('knex'));
  if (named || knex) return draft(analysis, index, operation, table, [arg(call, 0)]);
  if (!ofMapper(analysis, chain)) return undefined;
  const second = call.name === 'update' && call.args.length > 1 && !isMapperFirst(analysis, chain);
  return draft(analysis, index, operation, tableFromBase(analysis, chain), [arg(call, second ? 1 : 0)]);
}

/** Sequelize gives the values first, TypeORM the condition. */
function isMapperFirst(analysis: Analysis, chain: Chain): boolean {
  return basePaths(analysis, chain).some((path) => path.startsWith('sequelize'));
}

/** `{ data }`, and `{ create, update }` of an upsert. */
function prismaRecords(analysis: Analysis, call: Call): NodeId[] | undefined {
  const data = memberAt(analysis, call.args[0], 'data');
  if (data !== undefined && (call.recv !== NO_NODE)) return [data];
  const create = memberAt(analysis, call.args[0], 'create');
  const update = memberAt(analysis, call.args[0], 'update');
  return call.name === 'upsert' && create !== undefined ? [create, ...(update === undefined ? [] : [update])] : undefined;
}

/** Whether a chain begins with something that a mapper or a document database made. */
export function ofMapper(analysis: Analysis, chain: Chain): boolean {
  return basePaths(analysis, chain).some((path) => ORM.test(path)) || chain.calls.some((call) => analysis.points.of(call.recv).some((value) => value.k === 'class' && extendsModel(analysis, value.cls)));
}

function extendsModel({ program, points }: Analysis, cls: number): boolean {
  const base = program.classes[cls]?.base ?? NO_NODE;
  return base !== NO_NODE && points.of(base).some((value) => value.k === 'api' && /(?:^|\.)(?:Model|BaseEntity)$/.test(value.path));
}

function tableFromBase(analysis: Analysis, chain: Chain): string | undefined {
  return tableOf(analysis, chain) ?? tableAt(analysis, chain.base);
}

/** `Model.create(row)`, `prisma.user.create({ data })`, `insertMany`, `save`. */
const create: Reader = (analysis, index, call) => {
  const data = prismaRecords(analysis, call);
  if (data) return draft(analysis, index, /^update/.test(call.name) ? 'update' : 'insert', memberName(analysis, call.recv), data);
  if (call.args.length === 0) return undefined;
  const chain = chainOf(analysis, index);
  return ofMapper(analysis, chain) ? draft(analysis, index, 'insert', tableFromBase(analysis, chain), [arg(call, 0)]) : undefined;
};

/** `insertOne(row)`, `insertMany(rows)`, `replaceOne(filter, row)`. */
const mongoInsert: Reader = (analysis, index, call) => draft(analysis, index, 'insert', tableFromBase(analysis, chainOf(analysis, index)), [arg(call, call.name === 'replaceOne' ? 1 : 0)]);

/** `updateOne(filter, { $set: row })`. */
const mongoUpdate: Reader = (analysis, index, call) => {
  const data = prismaRecords(analysis, call);
  if (data) return draft(analysis, index, 'update', memberName(analysis, call.recv), data);
  const records = ['$set', '$setOnInsert', '$push', '$addToSet'].flatMap((name) => memberAt(analysis, call.args[1], name) ?? []);
  const chain = chainOf(analysis, index);
  if (records.length > 0) return draft(analysis, index, 'update', tableFromBase(analysis, chain), records);
  return ofMapper(analysis, chain) ? draft(analysis, index, 'update', tableFromBase(analysis, chain), [arg(call, 1)]) : undefined;
};

/** Firestore: `collection('users').add(row)`. */
const add: Reader = (analysis, index, call) => {
  const chain = chainOf(analysis, index);
  return begins(chain, 'collection') ? draft(analysis, index, 'insert', tableOf(analysis, chain), [arg(call, 0)]) : undefined;
};

/** DynamoDB: `put({ TableName, Item })`. */
const put: Reader = (analysis, index, call) => {
  const item = memberAt(analysis, call.args[0], 'Item');
  return item === undefined ? undefined : draft(analysis, index, 'insert', tableAt(analysis, memberAt(analysis, call.args[0], 'TableName')), [item]);
};

const WRITES: Readonly<Record<string, Reader>> = {
  values, set: values, insert, upsert: insert, update: insert, insertGetId: insert,
  create, createMany: create, createManyAndReturn: create, bulkCreate: create, save: create, build: create,
  insertOne: mongoInsert, insertMany: mongoInsert, replaceOne: mongoInsert,
  updateOne: mongoUpdate, updateMany: mongoUpdate, findOneAndUpdate: mongoUpdate, findByIdAndUpdate: mongoUpdate,
  add, put,
};

/** `new User(row)` of a document mapper, and `new PutCommand({ TableName, Item })`. */
function constructed(analysis: Analysis, index: number, call: Call): WriteDraft | undefined {
  const apis = analysis.points.apis(index);
  if (apis.some((path) => /\.(?:PutCommand|PutItemCommand)$/.test(path))) return put(analysis, index, call);
  if (!apis.some((path) => /^(?:mongoose|@nestjs\/mongoose|@typegoose\/).*model\(\)$/i.test(path) || path === 'mongoose.model()')) return undefined;
  return draft(analysis, index, 'insert', tableAt(analysis, call.callee), [arg(call, 0)]);
}

const DELETES = /^(?:delete|deleteFrom|deleteOne|deleteMany|del|destroy|remove|findByIdAndDelete|findOneAndDelete|delete_from|truncate|softDelete|deleteUser)$/;

function deletionOf(analysis: Analysis, index: number, call: Call): DeleteDraft | undefined {
  const chain = chainOf(analysis, index);
  const paths = basePaths(analysis, chain);
  if (paths.some((path) => /^(?:Map|Set|WeakMap|WeakSet|Headers|URLSearchParams|FormData)\(\)/.test(path))) return undefined;
  const where = memberAt(analysis, call.args[0], 'where');
  const later = laterCalls(analysis, call);
  const filterNodes = where === undefined ? (call.name === 'delete' || call.name === 'deleteFrom' ? [] : call.args.filter((node) => isObject(analysis, node))) : [where];
  const filters = [...filterNodes.flatMap((node) => membersOf(analysis, node).map((field) => field.name)), ...later.flatMap((other) => filtersOf(analysis, other)), ...chain.calls.slice(1).flatMap((other) => filtersOf(analysis, other))];
  const byTime = /"?\$?(?:lt|lte)"?/.test(operatorsOf(analysis, filterNodes)) || [...later, ...chain.calls.slice(1)].some((other) => comparesTime(analysis, other));
  const table = where !== undefined ? memberName(analysis, call.recv) : deletedTable(analysis, chain, call);
  if (table === undefined && !paths.some((path) => ORM.test(path))) return undefined;
  return { call: index, filters, byTime, ...(table !== undefined && { table }) };
}

/** The table of `delete(users)`, `from('users').delete()` and `User.deleteMany()`. */
function deletedTable(analysis: Analysis, chain: Chain, call: Call): string | undefined {
  const [first] = call.args;
  if (/^(?:delete|deleteFrom)$/.test(call.name) && first !== undefined && !isObject(analysis, first)) return tableAt(analysis, first);
  return tableOf(analysis, chain) ?? (ofMapper(analysis, chain) || /One|Many|ById/.test(call.name) ? tableAt(analysis, chain.base) : undefined);
}

/** Calls on what a call returned, as `.where()` after `.delete()`. */
function laterCalls(analysis: Analysis, call: Call): Call[] {
  const later: Call[] = [];
  let result = call.result;
  for (let i = 0; i < 6; i++) {
    const next = analysis.program.calls[callsOn(analysis, result)[0] ?? -1];
    if (!next) break;
    later.push(next);
    result = next.result;
  }
  return later;
}

/** Columns that `.eq('user_id', id)`, `.where('user_id', id)`, `.where(and(eq(users.id, id), …))` and `.where({ id })` filter by. */
function filtersOf(analysis: Analysis, call: Call): string[] {
  if (!/^(?:eq|where|andWhere|lt|lte|match|in|filter|whereIn|orWhere)$/.test(call.name)) return [];
  const literal = literalsAt(analysis, call.args[0]).find((value) => typeof value === 'string');
  return typeof literal === 'string' ? [literal] : call.args.slice(0, 1).flatMap((node) => columnsIn(analysis, node, 0));
}

/** Columns that a condition names, through `and` and `or`. */
function columnsIn(analysis: Analysis, node: NodeId, depth: number): string[] {
  const inner = analysis.program.calls[analysis.program.callByResult.get(node) ?? -1];
  if (!inner) return membersOf(analysis, node).map((field) => field.name);
  if (/^(?:and|or)$/.test(inner.name) && depth < 4) return inner.args.flatMap((arg) => columnsIn(analysis, arg, depth + 1));
  return inner.args.slice(0, 1).flatMap((arg) => memberName(analysis, arg) ?? []);
}

function comparesTime(analysis: Analysis, call: Call): boolean {
  if (/^(?:lt|lte)$/.test(call.name)) return true;
  const inner = analysis.program.callByResult.get(call.args[0] ?? NO_NODE);
  if (inner !== undefined && /^(?:lt|lte)$/.test(analysis.program.calls[inner]?.name ?? '')) return true;
  return /^(?:where|andWhere)$/.test(call.name) && literalsAt(analysis, call.args[1]).some((value) => value === '<' || value === '<=');
}

/** Names of operators one and two levels into a filter: `{ createdAt: { $lt: cutoff } }`, TypeORM's `LessThan()`. */
function operatorsOf(analysis: Analysis, nodes: readonly NodeId[]): string {
  return nodes.flatMap((node) => membersOf(analysis, node)).flatMap(({ node }) => (node === undefined ? [] : [...membersOf(analysis, node).map((field) => field.name), ...analysis.points.of(node).flatMap((value) => (value.k === 'api' && /LessThan/.test(value.path) ? ['lt'] : []))])).join(' ');
}
