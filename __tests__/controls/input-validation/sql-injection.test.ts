import { CHECKLIST } from '../../../src/checklist/checklist';
import { sqlInjection } from '../../../src/controls/input-validation/sql-injection';
import { testControl } from '../../support/control-tester';

/** A server with one tool; `top` stands from line 3 on, in one line. The handler's first line is line 5. */
const tool = (top: string, body: string, schema = 'name: z.string()', name = 'find', description = 'Finds notes.'): Record<string, string> => ({
  'src/index.ts': `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
${top}
new McpServer({ name: 'notes', version: '1.0.0' }).registerTool('${name}', { description: '${description}', inputSchema: { ${schema} } }, async (args) => {
${body}
});
`,
});

const PG = "import pg from 'pg'; const pool = new pg.Pool();";
const SQLITE = "import Database from 'better-sqlite3'; const db = new Database('notes.db');";

testControl(sqlInjection, {
  pass: {
    'a parameter': { files: tool(PG, "  return pool.query('SELECT * FROM notes WHERE name = $1', [args.name]);") },
    'a prepared statement, and a number in the text': { files: tool(SQLITE, '  return db.prepare(`SELECT * FROM notes WHERE name = ? LIMIT ${args.limit}`).all(args.name);', 'name: z.string(), limit: z.number().int()') },
    'a tagged template': { files: tool("import postgres from 'postgres'; const sql = postgres();", '  return sql`SELECT * FROM notes WHERE name = ${args.name}`;') },
    'a column of a fixed list': { files: tool(`${PG} const COLUMNS = ['id', 'title'];`, "  const column = COLUMNS.includes(args.name) ? args.name : 'id';\n  return pool.query(`SELECT * FROM notes ORDER BY ${column}`);") },
    'a name of an enumeration': { files: tool(SQLITE, '  return db.prepare(`SELECT * FROM notes ORDER BY ${args.name}`).all();', "name: z.enum(['id', 'title'])") },
    'a query builder': { files: tool("import knex from 'knex'; const db = knex({ client: 'pg' });", "  return db('notes').where({ name: args.name }).orderBy('id');") },
    'a table of statements': { files: tool(`${SQLITE} const QUERIES: Record<string, string> = { all: 'SELECT * FROM notes', new: 'SELECT * FROM notes WHERE new' };`, '  return db.prepare(QUERIES[args.name] ?? QUERIES.all).all();') },
    'placeholders made of a list, values beside it': { files: tool(PG, "  const marks = args.names.map((_, i) => `$${i + 1}`).join(', ');\n  return pool.query(`SELECT * FROM notes WHERE name IN (${marks})`, args.names);", 'names: z.array(z.string())') },
    'a tool that is there to run statements, which is said and not blamed': {
      files: tool(PG, '  return pool.query(args.sql);', 'sql: z.string()', 'run_query', 'Runs an SQL query.'),
      findings: ['declared src/index.ts:5'],
    },
    'the plan of a statement of the caller, which is said and not blamed': {
      files: tool(PG, '  return pool.query(`EXPLAIN (FORMAT JSON) ${args.sql}`);', 'sql: z.string()', 'explain', 'Shows the plan.'),
      findings: ['declared src/index.ts:5'],
    },
    'a filter that only narrows what is read, which is said and not blamed': {
      files: tool("import { createClient } from '@supabase/supabase-js'; const db = createClient('https://x.supabase.co', 'k');", "  return db.from('notes').select('id').or(`name.eq.${args.name}`);"),
      findings: ['doubtful src/index.ts:5'],
    },
    'the good example': { files: CHECKLIST['sql-injection'].good.files },
  },
  fail: {
    'a template literal': { files: tool(PG, "  return pool.query(`SELECT * FROM notes WHERE name = '${args.name}'`);"), findings: ['sql-injection src/index.ts:5'] },
    'a string put together in another file, in a class': {
      files: {
        ...tool("import { Notes } from './notes'; const notes = new Notes();", '  return notes.find(args.name);'),
        'src/notes.ts': "import mysql from 'mysql2/promise';\nexport class Notes {\n  private readonly pool = mysql.createPool({});\n  async find(name: string) {\n    let statement = 'SELECT * FROM notes';\n    if (name) statement += ' WHERE name = \"' + name + '\"';\n    return this.pool.execute(statement);\n  }\n}\n",
      },
      findings: ['sql-injection src/notes.ts:7'],
    },
    'a check that looks at the beginning only': {
      files: tool(SQLITE, "  if (!args.where.toLowerCase().startsWith('name')) throw new Error('only by name');\n  return db.prepare('SELECT * FROM notes WHERE ' + args.where).all();", 'where: z.string()'),
      findings: ['sql-injection src/index.ts:6'],
    },
    'the raw part of a query builder': { files: tool("import knex from 'knex'; const db = knex({ client: 'pg' });", "  return db('notes').whereRaw(`name = '${args.name}'`);"), findings: ['sql-injection src/index.ts:5'] },
    'what an ORM says is unsafe': { files: tool("import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient();", '  return prisma.$queryRawUnsafe(`SELECT * FROM notes WHERE name = \'${args.name}\'`);'), findings: ['sql-injection src/index.ts:5'] },
    'a list joined into the text': { files: tool(PG, "  return pool.query(`SELECT * FROM notes WHERE name IN ('${args.names.join(\"','\")}')`);", 'names: z.array(z.string())'), findings: ['sql-injection src/index.ts:5'] },
    'an address of a resource': {
      files: {
        'src/index.js': `const { McpServer, ResourceTemplate } = require('@modelcontextprotocol/sdk/server/mcp.js');
const sqlite3 = require('sqlite3');
const db = new sqlite3.Database('notes.db');
const server = new McpServer({ name: 'notes', version: '1.0.0' });
server.resource('table', new ResourceTemplate('table://{name}', { list: undefined }), async (uri, { name }) => {
  return new Promise((resolve) => db.all(\`SELECT * FROM \${name}\`, (error, rows) => resolve({ contents: rows })));
});`,
      },
      findings: ['sql-injection src/index.js:6'],
    },
    'the query string of a request': {
      files: {
        'src/index.ts': "import express from 'express';\nimport pg from 'pg';\nconst pool = new pg.Pool();\nconst app = express();\napp.get('/notes', async (req, res) => {\n  res.json(await pool.query('SELECT * FROM notes ORDER BY ' + req.query.sort));\n});\napp.listen(3000);\n",
      },
      findings: ['sql-injection src/index.ts:6'],
    },
    'a part of a statement, in a tool that speaks of queries': {
      files: tool(PG, '  return pool.query(`SELECT * FROM ${args.table} LIMIT 10`);', 'table: z.string()', 'query_table', 'Runs a query on a table.'),
      findings: ['sql-injection src/index.ts:5'],
    },
    'the bad example': { files: CHECKLIST['sql-injection'].bad.files, findings: ['sql-injection src/notes.ts:6'] },
  },
  notApplicable: {
    'no statements': { files: tool('const notes = new Map();', '  return notes.get(args.name);') },
    'statements in tests alone': { files: { ...tool('const notes = new Map();', '  return notes.get(args.name);'), 'test/db.test.ts': `${PG}\ntest('x', () => pool.query('SELECT 1'));` } },
  },
});
