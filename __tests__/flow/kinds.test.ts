import { describe, expect, test } from '@jest/globals';
import { found, tool, wanted, type Program } from '../support/flows';

const app = (route: string, head = ''): Program => ({ 'server.js': `const express = require('express');\n${head}\nconst app = express();\n${route}\n` });
const page = (code: string): Program => ({ 'page.js': code });

/** One case or two of each kind of finding, in servers, pages and programs; each marked line is found, and nothing else. */
const CASES: Readonly<Record<string, Program>> = {
  'prototype pollution by two keys': app("app.post('/', (req, res) => {\n  const o = {};\n  o[req.body.a][req.body.b] = req.body.c; // ! prototype-pollution\n  res.json(o);\n});"),
  'prototype pollution by a merge': app("app.post('/', (req, res) => res.json(merge({}, req.body)));", "function merge(to, from) {\n  for (const key in from) {\n    if (typeof from[key] === 'object') merge(to[key], from[key]);\n    else to[key] = from[key]; // ! prototype-pollution\n  }\n  return to;\n}"),
  'a merge that refuses prototypes': app("app.post('/', (req, res) => res.json(merge({}, req.body)));", "function merge(to, from) {\n  for (const key in from) {\n    if (key === '__proto__' || key === 'constructor') continue;\n    if (typeof from[key] === 'object') merge(to[key], from[key]);\n    else to[key] = from[key];\n  }\n  return to;\n}"),
  'one key': app("app.post('/', (req, res) => { const o = {}; o[req.body.a] = 1; res.json(o); });"),
  'a slow pattern': app("app.get('/', (req, res) => res.json(/^(a+)+$/.test(req.query.a))); // ! redos"),
  'a pattern that is slow over lines alone, with a header': app("app.get('/', (req, res) => res.json(/^Bearer\\s+(.+)$/i.exec(req.headers.authorization)));"),
  'a pattern that is slow over lines alone, with a body': app("app.post('/', (req, res) => res.json(/^Bearer\\s+(.+)$/i.exec(req.body.a))); // ! redos"),
  'a pattern that is slow in one line, with a header': app("app.get('/', (req, res) => res.json(/^Bearer\\s+(.+) *x$/i.exec(req.headers.authorization))); // ! redos"),
  'a slow pattern of a bundled package': app("// src/index.js\napp.get('/', (req, res) => res.json(/^(a+)+$/.test(req.query.a) || isMail(req.query.b))); // ! redos\n// node_modules/mail/index.js\nvar isMail = (text) => /^(a+)+$/.test(text);\nvar ask = (to) => fetch(to); // ! ssrf\n// src/other.js\nvar slow = (text) => /^(a+)+$/.test(text); // ! redos\napp.get('/x', (req, res) => { slow(req.query.a); ask(req.query.to); res.end(); });"),
  'a comment that names a file of a package': app("// node_modules/mail/index.js\napp.get('/', (req, res) => res.json(/^(a+)+$/.test(req.query.a))); // ! redos"),
  'a region of a bundled package': app("//#region node_modules/.pnpm/mail@1/node_modules/mail/index.js\nvar isMail = (text) => /^(a+)+$/.test(text);\n//#endregion\n//#region src/index.js\napp.get('/', (req, res) => res.json(isMail(req.query.b)));\n//#endregion"),
  'a quick pattern': app("app.get('/', (req, res) => res.json(/^a+$/.test(req.query.a)));"),
  'a pattern from outside': app("app.get('/', (req, res) => res.json(new RegExp(req.query.a).test('x'))); // ! regex-injection"),
  'script in a page': app("app.get('/', (req, res) => res.send(`<p>${req.query.a}</p>`)); // ! xss"),
  'JSON is no page': app("app.get('/', (req, res) => res.json({ a: req.query.a }));"),
  'a redirect': app("app.get('/', (req, res) => res.redirect(req.query.to)); // ! open-redirect"),
  'a redirect inside': app("app.get('/', (req, res) => res.redirect(`/x/${req.query.to}`));"),
  'code': app("app.get('/', (req, res) => res.json(eval(req.query.a))); // ! code-injection"),
  'operators in a filter': app("app.post('/', async (req, res) => res.json(await users.findOne({ name: req.body.name }))); // ! nosql-injection", "const { MongoClient } = require('mongodb');\nconst users = new MongoClient('x').db('d').collection('u');"),
  'text in a filter': app("app.post('/', async (req, res) => res.json(await users.findOne({ name: String(req.body.name) })));", "const { MongoClient } = require('mongodb');\nconst users = new MongoClient('x').db('d').collection('u');"),
  'serialised functions': app("app.post('/', (req, res) => res.json(serialize.unserialize(req.body.x))); // ! unsafe-deserialization", "const serialize = require('node-serialize');"),
  'markup of the address': page('document.getElementById("x").innerHTML = location.hash.slice(1); // ! xss\n'),
  'text of the address': page('document.getElementById("x").textContent = location.hash.slice(1);\n'),
  'a command line': { 'cli.js': "const { exec } = require('child_process');\nexec(`ls ${process.argv[2]}`); // ! command-injection\n" },
  'names in archives': { 'x.js': "const fs = require('fs');\nconst path = require('path');\nconst unzipper = require('unzipper');\nfs.createReadStream('a.zip').pipe(unzipper.Parse()).on('entry', (entry) => {\n  entry.pipe(fs.createWriteStream(path.join('/out', entry.path))); // ! zip-slip\n});\n" },
  'a raw server': { 's.js': "const http = require('http');\nconst fs = require('fs');\nhttp.createServer((req, res) => {\n  fs.createReadStream('.' + req.url).pipe(res); // ! path-traversal\n}).listen(1);\n" },
  'fastify': { 's.js': "import Fastify from 'fastify';\nimport { execSync } from 'child_process';\nconst app = Fastify();\napp.get('/', async (request) => execSync(request.query.a)); // ! command-injection\n" },
  'koa': { 's.js': "const Koa = require('koa');\nconst { execSync } = require('child_process');\nconst app = new Koa();\napp.use(async (ctx) => { execSync(ctx.query.a); }); // ! command-injection\n" },
  'hono': { 's.ts': "import { Hono } from 'hono';\nimport { execSync } from 'child_process';\nconst app = new Hono();\napp.get('/', (c) => { execSync(c.req.query('a')); return c.text('ok'); }); // ! command-injection\n" },
  'Next': { 'app/api/x/route.ts': "import { execSync } from 'child_process';\nexport async function POST(request: Request) {\n  const body = await request.json();\n  execSync(body.a); // ! command-injection\n}\n" },
  'a worker': { 's.ts': "export default {\n  async fetch(request: Request) {\n    return fetch(new URL(request.url).searchParams.get('u')); // ! ssrf\n  },\n};\n" },
  'a tool of the second line of the SDK': { 's.ts': "import { McpServer } from '@modelcontextprotocol/server';\nimport { z } from 'zod';\nimport { exec } from 'child_process';\nconst server = new McpServer({ name: 's', version: '1' });\nserver.registerTool('t', { inputSchema: z.object({ a: z.string() }) }, async ({ a }) => { exec(a); }); // ! command-injection\n" },
  'a described tool': { 's.ts': "import { MCPServer } from '@mastra/mcp';\nimport { z } from 'zod';\nimport { exec } from 'child_process';\nconst one = { name: 'one', description: 'd', parameters: z.object({ a: z.string() }), execute: async (args) => { exec(args.a); } }; // ! command-injection\nnew MCPServer({ name: 's', version: '1', tools: { one } });\n" },
  'a table of handlers beside a table of tools': { 's.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { z } from 'zod';\nimport { exec } from 'child_process';\nconst TOOLS = [{ name: 'one', schema: { a: z.string() } }, { name: 'two', schema: { a: z.number() } }];\nconst HANDLERS = {\n  one: async ({ params }) => { exec(`x ${params.a}`); }, // ! command-injection\n  two: async ({ params }) => { exec(`y ${params.a}`); },\n};\nconst server = new McpServer({});\nTOOLS.forEach((tool) => {\n  const handler = HANDLERS[tool.name];\n  server.tool(tool.name, tool.name, { params: z.object(tool.schema) }, handler);\n});\n" },
  'a statement of many pieces': tool(`  let q = \`SELECT x FROM \${a} WHERE 1 = 1\`;\n${Array.from({ length: 30 }, (_, i) => `  if (list[${i}]) q += \` AND c${i} = '\${list[${i}]}'\`;\n`).join('')}  return conn.query(q); // ! sql-injection`, "import { connect } from './connect.js';\nconst conn = await connect();"),
  'a search of Salesforce': tool("  return conn.search(`FIND {${a}} IN ALL FIELDS`); // ! sql-injection", "import jsforce from 'jsforce';\nconst conn = new jsforce.Connection({});"),
  'nothing of a tool': tool("  return { content: [{ type: 'text', text: a }] };"),
};

describe('kinds of findings', () => {
  test.each(Object.entries(CASES))('%s', (_, program) => {
    expect(found(program)).toEqual(wanted(program));
  });
});
