import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expand, indexRules } from '../../src/facts/knowledge/patterns';
import { API_ALIASES, API_MODELS, METHOD_MODELS, MODULE_ALIASES } from '../../src/facts/knowledge/propagation';
import type { ConstantTest, SinkRule } from '../../src/facts/knowledge/rules';
import { GUARDS, SANITIZERS } from '../../src/facts/knowledge/sanitizers';
import { SINKS } from '../../src/facts/knowledge/sinks/all';
import { CALLBACKS, CONVENTIONS, SOURCES } from '../../src/facts/knowledge/sources';
import { canonical, canonicalModule } from '../../src/flow/api-path';
import { readFlow, readPlace } from '../../src/flow/places';
import { FLOW_KIND_IDS } from '../../src/model/flow-kind';

/** A package or global, then calls, members, elements or any member; once, a chain of any length. */
const STEP = String.raw`(?:\(\)|\.[\w$]+(?:-[\w$]+)*|\.\[\]|\.\*)`;
const GRAMMAR = new RegExp(String.raw`^=?(?:@[\w.-]+\/)?[\w$:-]+(?:[/.][\w$-]+)*${STEP}*(?:\.\.[\w$]+(?:\(\))?)?$`);

const tables: readonly (readonly [string, readonly string[]])[] = [
  ['sinks', SINKS.flatMap(({ api, whenCall = [], unlessCall = [] }) => [...api, ...[...whenCall, ...unlessCall].flatMap((call) => call.api)])],
  ['sources', SOURCES.flatMap(({ api }) => api)],
  ['callbacks', CALLBACKS.flatMap(({ api, params }) => [...api, ...Object.values(params)])],
  ['conventions', CONVENTIONS.flatMap(({ params }) => Object.values(params))],
  ['sanitizers', SANITIZERS.flatMap(({ api }) => api)],
  ['guards', GUARDS.flatMap(({ api }) => api)],
];
const ways = tables.flatMap(([table, patterns]) => [...new Set(patterns)].flatMap((pattern) => expand(pattern).map((way) => ({ table, pattern, way }))));

/** Ways on the way to a way, from the package on: `pg`, `pg.Pool`, `pg.Pool()`. */
function prefixes(way: string): string[] {
  const start = way.split('..')[0] ?? way;
  const ends = [...start.matchAll(/\(\)|\.(?!\/)/g)].flatMap((match) => [match.index, match.index + match[0].length * Number(match[0] === '()')]);
  return [...new Set([...ends, start.length])].map((end) => start.slice(0, end)).filter((prefix) => prefix !== '');
}

/** Prefixes that are looked up as they grow; of an assignment, only those of what has the member. */
function lookedUp(way: string): string[] {
  return way.startsWith('=') ? prefixes(way.slice(1)).filter((prefix) => prefix !== way.slice(1)) : prefixes(way);
}

/** A value as text, regular expressions included. */
const text = (value: unknown): string => JSON.stringify(value, (_, each: unknown) => (each instanceof RegExp ? String(each) : each));

function repeated(keys: readonly string[]): string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.size === seen.add(key).size);
}

describe('patterns', () => {
  test.each([
    ['fs.readFile', ['fs.readFile']],
    ['fs.{read,write}File', ['fs.readFile', 'fs.writeFile']],
    ['{http,https}.{get,request}', ['http.get', 'http.request', 'https.get', 'https.request']],
  ])('%s stands for %j', (pattern, expected) => { expect(expand(pattern)).toEqual(expected); });

  test('a brace that is not closed is refused', () => { expect(() => expand('fs.{read,write')).toThrow('not closed'); });

  test('are found by a whole way, and by where a chain begins and ends', () => {
    const rules = [{ api: ['knex()..{raw,whereRaw}'] }, { api: ['knex.raw'] }, { api: ['pg.Pool().query'] }];
    const { find } = indexRules(rules);
    expect(find('knex().where().andWhere().whereRaw')).toEqual([rules[0]]);
    expect(find('knex().raw')).toEqual([rules[0]]);
    expect(find('knex.raw')).toEqual([rules[1]]);
    expect(find('pg.Pool().query')).toEqual([rules[2]]);
    for (const other of ['knex2().raw', 'knex().raw()', 'pg.Pool().query.bind', 'raw', 'knex', '']) expect(find(other)).toEqual([]);
  });

  test('a chain is found whatever stands between', () => {
    const rule = { api: ['@scope/db.connect()..run'] };
    const { find } = indexRules([rule]);
    const step = fc.constantFrom('.where', '.a()', '.[]', '.*', '.then()', '()');
    fc.assert(fc.property(fc.array(step, { maxLength: 6 }), (middle) => find(`@scope/db.connect()${middle.join('')}.run`).includes(rule)));
  });

  test('each rule is found once, in the order of the table', () => {
    const rules = [{ api: ['a()..x', 'a().x', 'a().{x,y}'] }, { api: ['a().x'] }];
    expect(indexRules(rules).find('a().x')).toEqual(rules);
  });
});

describe('tables', () => {
  test.each(tables)('every pattern of the %s can be read', (_, patterns) => {
    expect([...new Set(patterns)].flatMap(expand).filter((way) => !GRAMMAR.test(way) || way.endsWith('_'))).toEqual([]);
  });

  test('no pattern speaks of a way that is rewritten before it is looked up', () => {
    const rewritten = ways.flatMap(({ table, way }) => lookedUp(way).filter((prefix) => canonical(prefix) !== prefix).map((prefix) => `${table}: ${way} (${prefix} is ${canonical(prefix)})`));
    expect(rewritten).toEqual([]);
  });

  test('no pattern begins with a package that is known under another name', () => {
    const packages = ways.flatMap(({ way }) => prefixes(way.replace(/^=/, '')).filter((prefix) => !prefix.includes('(') && (Object.hasOwn(MODULE_ALIASES, prefix) || (prefix.includes('/') && canonicalModule(prefix) !== prefix))).map((prefix) => `${way} (${prefix} is ${canonicalModule(prefix)})`));
    expect([...new Set(packages)]).toEqual([]);
  });

  test('aliases lead to their end in one step', () => {
    expect(Object.values(API_ALIASES).filter((way) => canonical(way) !== way)).toEqual([]);
    expect(Object.values(MODULE_ALIASES).filter((name) => canonicalModule(name) !== name)).toEqual([]);
    expect(Object.entries({ ...API_ALIASES, ...MODULE_ALIASES }).filter(([from, to]) => from === to)).toEqual([]);
  });

  test('every place can be read', () => {
    const tests = SINKS.flatMap(({ when = [], unless = [], whenCall = [], unlessCall = [] }): readonly ConstantTest[] => [...when, ...unless, ...[...whenCall, ...unlessCall].flatMap((call) => call.when ?? [])]);
    const places = [
      ...SINKS.flatMap((rule) => rule.places), ...tests.map((each) => each.place), ...SANITIZERS.flatMap(({ from }) => (from === undefined ? [] : [from])), ...GUARDS.map((rule) => rule.place),
      ...CALLBACKS.flatMap((rule) => [...(rule.place === undefined ? [] : [rule.place]), ...(rule.when ?? []).map((each) => each.place)]),
    ];
    for (const place of new Set(places)) expect(() => readPlace(place)).not.toThrow();
    for (const model of [...Object.values(API_MODELS), ...Object.values(METHOD_MODELS)]) for (const flow of [...(model.values ?? []), ...(model.taints ?? [])]) expect(() => readFlow(flow)).not.toThrow();
  });

  test('every kind of finding has a sink', () => {
    const kinds = new Set(SINKS.map((rule) => rule.kind));
    expect(FLOW_KIND_IDS.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  test('every sink is named by a way or a method, has a place, and completes a sentence', () => {
    const wrong = SINKS.filter((rule) => (rule.api.length === 0 && (rule.method ?? []).length === 0) || rule.places.length === 0 || !/^(?:an?|the|code|options|text|what) /.test(`${rule.note} `) || rule.note.endsWith('.'));
    expect(wrong).toEqual([]);
  });

  test('assignments are written without braces, and their value is argument 0', () => {
    const assignments = SINKS.filter((rule) => rule.api.some((pattern) => pattern.startsWith('=')));
    expect(assignments.length).toBeGreaterThan(0);
    for (const rule of assignments) {
      expect(rule.api.filter((pattern) => !pattern.startsWith('=') || pattern.includes('{'))).toEqual([]);
      expect(rule.places).toEqual(['arg0']);
    }
  });

  test('nothing is said twice', () => {
    const conditions = ({ when, unless, whenCall, unlessCall, whenMade, from }: SinkRule): string => text([when, unless, whenCall, unlessCall, whenMade, from]);
    expect(repeated(SINKS.flatMap((rule) => [...rule.api.flatMap(expand), ...(rule.method ?? []).map((name) => `#${name}`)].flatMap((way) => rule.places.map((place) => `${way} ${place} ${rule.kind} ${conditions(rule)}`))))).toEqual([]);
    expect(repeated(SOURCES.flatMap((rule) => rule.api.flatMap(expand).map((way) => `${way} ${String(rule.origin === 'sensitive')}`)))).toEqual([]);
    expect(repeated(SANITIZERS.flatMap((rule) => rule.api.flatMap(expand)))).toEqual([]);
    expect(repeated(GUARDS.flatMap((rule) => rule.api.flatMap(expand)))).toEqual([]);
    expect(repeated(CALLBACKS.flatMap((rule) => rule.api.flatMap(expand).map((way) => `${way} ${String(rule.arg)} ${String(rule.place)} ${text([rule.object, rule.when])}`)))).toEqual([]);
  });

  test('a function is not both a sanitizer and something that hands its argument on unchanged', () => {
    expect(SANITIZERS.flatMap((rule) => rule.api.flatMap(expand)).filter((way) => (API_MODELS[way]?.values ?? []).some((flow) => flow.endsWith('-> result')))).toEqual([]);
  });
});

describe('names of helpers', () => {
  const cleared = (name: string): readonly string[] => SANITIZERS.filter((rule) => rule.name?.test(name)).flatMap((rule) => rule.clears ?? []);
  test.each([
    ['escapeHtml', 'xss'], ['escapeHTML', 'xss'], ['htmlEscape', 'xss'], ['sanitizeHtml', 'xss'], ['escapeXml', 'xss'],
    ['quoteIdentifier', 'sql-injection'], ['escapeIdent', 'sql-injection'], ['quoteIdent', 'sql-injection'], ['escapeSqlLiteral', 'sql-injection'], ['sqlEscape', 'sql-injection'],
    ['shellEscape', 'command-injection'], ['escapeShellArg', 'command-injection'], ['quoteForShell', 'command-injection'], ['shellQuote', 'command-injection'], ['escapeRegExp', 'regex-injection'], ['escapeRegex', 'regex-injection'], ['encodePathSegment', 'url-path-injection'],
  ])('%s clears %s', (name, kind) => { expect(cleared(name)).toContain(kind); });
  test.each(['escape', 'sanitize', 'sanitizeInput', 'clean', 'quote', 'encode', 'validate', 'normalizePath', 'escapeRoute', 'formatHtml', 'html', 'renderHtml', 'identifier', 'checkSql', 'buildSql'])('%s clears nothing', (name) => { expect(cleared(name)).toEqual([]); });
});

describe('sources', () => {
  const { find } = indexRules(SOURCES);
  test.each([
    ['express.Request().query', 'request'], ['express.Request().params', 'request'], ['http.IncomingMessage().url', 'request'], ['fastify.FastifyRequest().body', 'request'], ['koa.Context().request.body', 'request'], ['hono.Context().req.query()', 'request'], ['Request().json()', 'request'],
    ['aws-lambda.APIGatewayProxyEvent().body', 'request'], ['location.hash', 'browser'], ['document.referrer', 'browser'], ['process.argv', 'command-line'], ['process.env', 'environment'], ['multer.File().originalname', 'upload'], ['adm-zip().getEntries().[].entryName', 'file'], ['@modelcontextprotocol/sdk.McpServer().server.elicitInput()', 'tool'],
  ])('%s comes from: %s', (way, origin) => { expect(find(way).map((rule) => rule.origin)).toContain(origin); });
  test.each(['express.Request().method', 'express.Request()', 'express.Response().locals', 'location.reload', 'location.protocol', 'document.title', 'express.Request().get'])('%s is none', (way) => { expect(find(way)).toEqual([]); });
});

describe('sinks', () => {
  const { find } = indexRules(SINKS);
  const kinds = (way: string): readonly string[] => find(way).map((rule) => rule.kind);
  test.each([
    ['pg.Client().query', 'sql-injection'], ['postgres().unsafe', 'sql-injection'], ['mysql2.createConnection().execute', 'sql-injection'], ['better-sqlite3().prepare', 'sql-injection'], ['sqlite.DatabaseSync().exec', 'sql-injection'], ['sqlite3.Database().all', 'sql-injection'], ['mssql.connect().request().query', 'sql-injection'],
    ['oracledb.getConnection().execute', 'sql-injection'], ['knex().select().whereRaw', 'sql-injection'], ['@prisma/client.PrismaClient().$queryRawUnsafe', 'sql-injection'], ['drizzle-orm.sql.raw', 'sql-injection'], ['typeorm.DataSource().getRepository().createQueryBuilder().where', 'sql-injection'], ['sequelize.Sequelize().query', 'sql-injection'], ['kysely.sql.raw', 'sql-injection'],
    ['duckdb.Database().all', 'sql-injection'], ['@google-cloud/bigquery.BigQuery().query', 'sql-injection'], ['snowflake-sdk.createConnection().execute', 'sql-injection'], ['D1Database().prepare', 'sql-injection'], ['neo4j-driver.driver().session().run', 'sql-injection'], ['mongoose.model().findOne', 'nosql-injection'], ['redis.createClient().eval', 'code-injection'],
    ['child_process.exec', 'command-injection'], ['child_process.spawn', 'command-injection'], ['shelljs.exec', 'command-injection'], ['ssh2.Client().exec', 'command-injection'], ['dockerode().getContainer().exec', 'command-injection'], ['simple-git().clone', 'argument-injection'], ['simple-git().cwd().raw', 'argument-injection'],
    ['fs.readFile', 'path-traversal'], ['express.Response().sendFile', 'path-traversal'], ['tar.x', 'path-traversal'], ['fs.createWriteStream', 'zip-slip'], ['fetch', 'ssrf'], ['fetch', 'url-path-injection'], ['axios.get', 'ssrf'], ['got', 'ssrf'], ['http.request', 'ssrf'], ['playwright.chromium.launch().newPage().goto', 'ssrf'], ['puppeteer.launch().newPage().goto', 'ssrf'],
    ['eval', 'code-injection'], ['Function', 'code-injection'], ['vm.runInNewContext', 'code-injection'], ['vm2.VM().run', 'code-injection'], ['ejs.render', 'template-injection'], ['handlebars.compile', 'template-injection'], ['node-serialize.unserialize', 'unsafe-deserialization'], ['lodash.merge', 'prototype-pollution'], ['RegExp', 'regex-injection'],
    ['express.Response().redirect', 'open-redirect'], ['http.ServerResponse().setHeader', 'header-injection'], ['libxmljs.parseXml', 'xxe'], ['express.Response().send', 'xss'], ['=innerHTML', 'xss'], ['document.write', 'xss'], ['$().html', 'xss'], ['console.log', 'log-injection'], ['console.log', 'sensitive-data-logged'],
  ])('%s is one of %s', (way, kind) => { expect(kinds(way)).toContain(kind); });
  test.each(['postgres()', 'fs.existsSync', 'fs.stat', 'fs.realpath', '@prisma/client.PrismaClient().$queryRaw', 'drizzle-orm.sql', 'kysely.sql', 'JSON.parse', 'yaml.parse', 'express.Response().json', 'hono.Context().text', 'path.join', 'URL', 'xml2js.parseString', 'crypto.createHash', '$().text', 'knex().where', 'zx.$', 'execa.$'])('%s is none', (way) => { expect(kinds(way)).toEqual([]); });
});
