import { nPlusOne } from '../../../src/controls/performance/n-plus-one';
import { PERFORMANCE } from '../../../src/checklist/controls/performance';
import type { Files } from '../../support/control-checks';
import { testControl } from '../../support/control-tester';

const MANIFEST = '{ "name": "@acme/notes-mcp", "bin": "src/index.ts", "dependencies": { "@modelcontextprotocol/sdk": "^1", "pg": "^8", "axios": "^1", "mongodb": "^6", "@prisma/client": "^6", "dataloader": "^2", "p-limit": "^6" } }';
const START = "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport pg from 'pg'; import { z } from 'zod';\nconst db = new pg.Pool();\nconst server = new McpServer({ name: 'n', version: '1' });\n";
const ORDERS = "const orders = await db.query('SELECT id, user_id FROM orders');\n";

/** A server with one tool, whose handler begins at line 6. */
const tool = (body: string, before = ''): Files => ({ 'package.json': MANIFEST, 'src/index.ts': `${START}server.registerTool('orders', { description: 'd', inputSchema: { ids: z.array(z.string()) } }, async ({ ids }) => {\n${body}\nreturn { content: [] };\n});\n${before}` });

testControl(nPlusOne, {
  pass: {
    'the example': { files: PERFORMANCE['n-plus-one'].good.files },
    'a join': { files: tool("const rows = await db.query(`SELECT o.*, u.name AS user_name FROM orders o JOIN users u ON o.user_id = u.id WHERE o.status = 'active'`);\nfor (const row of rows.rows) console.error(row.name);") },
    'one query for all': { files: tool(`${ORDERS}const users = await db.query('SELECT * FROM users WHERE id = ANY($1)', [orders.rows.map((o) => o.user_id)]);`) },
    'distinct work in a transaction': { files: tool(`${ORDERS}await db.query('BEGIN');\nfor (const order of orders.rows) await db.query('UPDATE orders SET done = true WHERE id = $1', [order.id]);\nawait db.query('COMMIT');`) },
    'pages': { files: tool("let cursor;\ndo {\nconst page = await db.query('SELECT * FROM orders WHERE id > $1 LIMIT 100', [cursor]);\ncursor = page.rows.at(-1)?.id;\n} while (cursor);") },
    'trying again': { files: tool("for (let i = 0; i < 3; i++) {\ntry { await db.query('SELECT * FROM orders WHERE id = $1', [ids]); break; } catch { await new Promise((r) => setTimeout(r, 100 * i)); }\n}") },
    'a list that stands in the code': { files: tool("for (const state of ['open', 'closed']) await db.query('SELECT count(*) FROM orders WHERE state = $1', [state]);") },
    'one query for each table, whose name is part of it': { files: tool("const tables = await db.query('SELECT name FROM tables');\nfor (const table of tables.rows) await db.query(`SELECT count(*) FROM ${table.name}`);") },
    'a loader': { files: tool(`${ORDERS}await Promise.all(orders.rows.map((order) => loader.load(order.user_id)));`, "import DataLoader from 'dataloader';\nconst loader = new DataLoader(async (keys) => (await db.query('SELECT * FROM users WHERE id = ANY($1)', [keys])).rows);\n") },
    'ids that the caller gives': { files: tool("for (const id of ids) {\nawait db.query('SELECT * FROM orders WHERE id = $1', [id]);\n}"), findings: ['perArgument src/index.ts:7'] },
    'the first few of a service': { files: tool("const list = (await axios.get('https://a.io/ids')).data.slice(0, 10);\nawait Promise.all(list.map((id) => axios.get('https://a.io/items/' + id)));", "import axios from 'axios';\n") },
    'a write that a function makes for each row': {
      files: { 'package.json': MANIFEST, 'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { drizzle } from 'drizzle-orm/node-postgres'; import { hooks, deliveries } from './schema';\nconst db = drizzle('postgres://db');\nconst server = new McpServer({ name: 'n', version: '1' });\nserver.registerTool('a', {}, async () => {\nconst rows = await db.select().from(hooks);\nfor (const row of rows) {\nawait record(row.id);\n}\nreturn { content: [] };\n});\nasync function record(id: string) {\n  await db.insert(deliveries).values({ id });\n}\n" },
    },
    'words of the caller, kept one by one in SQLite': {
      files: { 'package.json': MANIFEST, 'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { prepare, run } from './sqlite';\nconst server = new McpServer({ name: 'n', version: '1' });\nserver.registerTool('a', {}, async ({ text }) => {\nconst keep = prepare('INSERT OR IGNORE INTO words (word) VALUES (?)');\nconst all = prepare('SELECT word FROM words');\nfor (const word of all.all().map((row) => row.word)) run(keep, word);\nreturn { content: [] };\n});\n", 'src/sqlite.ts': "import Database from 'better-sqlite3';\nconst db = new Database('a.db');\nexport function prepare(text: string) {\n  return db.prepare(text);\n}\nexport function run(statement: any, ...values: unknown[]) {\n  return statement.run(...values);\n}\n" },
    },
    'one database for each file': {
      files: { 'package.json': MANIFEST, 'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport Database from 'better-sqlite3'; import fs from 'node:fs';\nconst server = new McpServer({ name: 'n', version: '1' });\nserver.registerTool('a', {}, async () => {\nfor (const file of fs.readdirSync('dbs')) {\nconst db = new Database(file);\ncount(db);\ndb.prepare('SELECT count(*) FROM sources').get();\n}\nreturn { content: [] };\n});\nfunction count(db: Database.Database) {\n  return db.prepare('SELECT count(*) FROM chunks').get();\n}\n" },
    },
    'a database in the process': { files: { 'package.json': MANIFEST, 'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport Database from 'better-sqlite3'; const db = new Database('a.db');\nconst server = new McpServer({ name: 'n', version: '1' });\nserver.registerTool('a', {}, async () => {\nconst rows = db.prepare('SELECT id FROM orders').all();\nfor (const row of rows) db.prepare('SELECT * FROM users WHERE id = ?').get(row.id);\nreturn { content: [] };\n});\n" }, findings: ['perRowInProcess src/index.ts:6'] },
    'a client that opens a file': { files: { 'package.json': MANIFEST, 'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { createClient } from '@libsql/client'; import os from 'node:os'; const db = createClient({ url: `file:${os.homedir()}/a.db` });\nconst server = new McpServer({ name: 'n', version: '1' });\nserver.registerTool('a', {}, async () => {\nconst rows = await db.execute('SELECT id FROM orders');\nfor (const row of rows.rows) await db.execute({ sql: 'SELECT * FROM users WHERE id = ?', args: [row.id] });\nreturn { content: [] };\n});\n" }, findings: ['perRowInProcess src/index.ts:6'] },
    'a builder on a database in the process': { files: { 'package.json': MANIFEST, 'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { drizzle } from 'drizzle-orm/better-sqlite3'; import Database from 'better-sqlite3'; import { eq } from 'drizzle-orm'; import { projects, documents } from './schema'; const db = drizzle(new Database('a.db'));\nconst server = new McpServer({ name: 'n', version: '1' });\nserver.registerTool('a', {}, async () => {\nconst rows = await db.select().from(projects);\nfor (const row of rows) await db.select().from(documents).where(eq(documents.projectId, row.id));\nreturn { content: [] };\n});\n" }, findings: ['perRowInProcess src/index.ts:6'] },
    'a builder that is told its driver': { files: { 'package.json': MANIFEST, 'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport knex from 'knex'; const db = knex({ client: 'better-sqlite3', connection: { filename: 'a.db' } });\nconst server = new McpServer({ name: 'n', version: '1' });\nserver.registerTool('a', {}, async () => {\nconst rows = await db('orders').select('id');\nfor (const row of rows) await db('users').where({ id: row.id }).first();\nreturn { content: [] };\n});\n" }, findings: ['perRowInProcess src/index.ts:6'] },
    'elements of the caller, in the process': { files: { 'package.json': MANIFEST, 'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { DatabaseSync } from 'node:sqlite'; import { z } from 'zod'; const db = new DatabaseSync('a.db');\nconst server = new McpServer({ name: 'n', version: '1' });\nserver.registerTool('a', { inputSchema: { ids: z.array(z.string()) } }, async ({ ids }) => {\nconst one = db.prepare('SELECT * FROM users WHERE id = ?');\nfor (const id of ids) one.get(id);\nreturn { content: [] };\n});\n" } },
    'as many of a service as its parameters ask for': { files: tool("const params = { search: 'a', per_page: Math.min(ids.length, 50) };\nconst list = (await axios.get('https://a.io/ids', { params })).data;\nawait Promise.all(list.map((id) => axios.get('https://a.io/items/' + id)));", "import axios from 'axios';\n") },
    'a pool': { files: tool("const list = (await axios.get('https://a.io/ids')).data;\nconst limit = pLimit(4);\nawait Promise.all(list.map((id) => limit(() => axios.get('https://a.io/items/' + id))));", "import axios from 'axios';\nimport pLimit from 'p-limit';\n") },
  },
  fail: {
    'the example': { files: PERFORMANCE['n-plus-one'].bad.files, findings: ['perRow src/index.ts:13'] },
    'a callback for each row': { files: tool(`${ORDERS}await Promise.all(orders.rows.map(async (order) =>\ndb.query('SELECT * FROM users WHERE id = $1', [order.user_id])));`), findings: ['perRow src/index.ts:8'] },
    'through a function of another file': {
      files: { ...tool(`${ORDERS}for (const order of orders.rows) {\nawait userOf(order.user_id);\n}`, "import { userOf } from './users.js';\n"), 'src/users.ts': "import pg from 'pg';\nconst db = new pg.Pool();\nexport async function userOf(id: string) {\n  return find(id);\n}\nasync function find(id: string) {\n  const result = await db.query('SELECT * FROM users WHERE id = $1', [id]);\n  return result.rows[0];\n}\n" },
      findings: ['perRow src/index.ts:8'],
    },
    'a loop that counts': { files: tool(`${ORDERS}for (let i = 0; i < orders.rows.length; i++) {\nconst order = orders.rows[i];\nawait db.query('SELECT * FROM users WHERE id = $1', [order.user_id]);\n}`), findings: ['perRow src/index.ts:9'] },
    'documents': { files: { 'package.json': MANIFEST, 'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { MongoClient } from 'mongodb';\nconst db = new MongoClient('mongodb://db').db();\nconst server = new McpServer({ name: 'n', version: '1' });\nserver.registerTool('a', {}, async () => {\nconst orders = await db.collection('orders').find({}).toArray();\nfor (const order of orders) {\nawait db.collection('users').findOne({ _id: order.user });\n}\nreturn { content: [] };\n});\n" }, findings: ['perRow src/index.ts:8'] },
    'a model': { files: { 'package.json': MANIFEST, 'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nconst server = new McpServer({ name: 'n', version: '1' });\nserver.registerTool('a', {}, async () => {\nconst orders = await prisma.order.findMany();\nfor (const order of orders) {\nawait prisma.user.findUnique({ where: { id: order.userId } });\n}\nreturn { content: [] };\n});\n" }, findings: ['perRow src/index.ts:8'] },
    'a tree, one level at a time': {
      files: tool("await walk('root');", "async function walk(id: string) {\nconst rows = await db.query('SELECT id FROM nodes WHERE parent = $1', [id]);\nfor (const row of rows.rows) {\nawait walk(row.id);\n}\n}\n"),
      findings: ['perRow src/index.ts:12'],
    },
    'a statement with its values in one object': {
      files: { 'package.json': MANIFEST, 'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { createClient } from '@libsql/client';\nconst db = createClient({ url: process.env.DATABASE_URL ?? 'file:a.db' });\nconst server = new McpServer({ name: 'n', version: '1' });\nserver.registerTool('a', {}, async () => {\nconst found = await db.execute({ sql: 'SELECT name FROM entities LIMIT ?', args: [10] });\nfor (const row of found.rows) {\nawait db.execute({ sql: 'SELECT content FROM observations WHERE entity = ?', args: [row.name] });\n}\nreturn { content: [] };\n});\n" },
      findings: ['perRow src/index.ts:8'],
    },
    'a builder, behind a function': {
      files: { 'package.json': MANIFEST, 'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { drizzle } from 'drizzle-orm/node-postgres'; import { eq } from 'drizzle-orm'; import { projects, documents } from './schema';\nconst db = drizzle('postgres://db');\nconst server = new McpServer({ name: 'n', version: '1' });\nserver.registerTool('a', {}, async () => {\nconst rows = await db.select().from(projects);\nfor (const row of rows) {\nawait statsOf(row.id);\n}\nreturn { content: [] };\n});\nasync function statsOf(id: string) {\n  return db.select().from(documents).where(eq(documents.projectId, id));\n}\n" },
      findings: ['perRow src/index.ts:8'],
    },
    'a service, without a limit': { files: tool("const list = (await axios.get('https://a.io/ids')).data;\nawait Promise.all(list.map((id) =>\naxios.get('https://a.io/items/' + id)));", "import axios from 'axios';\n"), findings: ['perRowRemote src/index.ts:8'] },
  },
  notApplicable: { 'nothing is asked': { files: { 'package.json': MANIFEST, 'src/index.ts': 'export const x = 1;\n' } } },
});
