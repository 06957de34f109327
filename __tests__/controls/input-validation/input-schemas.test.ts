import { CHECKLIST } from '../../../src/checklist/checklist';
import { inputSchemas } from '../../../src/controls/input-validation/input-schemas';
import { testControl } from '../../support/control-tester';

const SERVER = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
const server = new McpServer({ name: 'notes', version: '1.0.0' });
`;

/** A high-level server; `body` begins on line 4. */
const server = (body: string): Record<string, string> => ({ 'src/index.ts': `${SERVER}${body}\n` });

/** A low-level server whose handler's body begins on line 6. */
const lowLevel = (body: string, top = '', field = "{ type: 'string', maxLength: 100 }"): Record<string, string> => ({
  'src/index.ts': `import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'; ${top}
const server = new Server({ name: 'notes', version: '1.0.0' }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: [{ name: 'find', inputSchema: { type: 'object', properties: { word: ${field} } } }] }));
server.setRequestHandler(CallToolRequestSchema, async (request) => {
${body}
});
`,
});

/** A server of Express whose route saves a note; what the handlers are begins on line 5. */
const express = (handlers: string, top = ''): Record<string, string> => ({
  'src/index.ts': `import express from 'express'; ${top}
const app = express();
const notes = new Map();
app.use(express.json());
app.post('/notes', ${handlers});
app.listen(3000);
`,
});
/** A low-level handler that checks the arguments with `check`, from a library. */
const checkedBy = (top: string, check: string): Record<string, string> => lowLevel(`  ${check}\n  return { content: [{ type: 'text', text: input.word }] };`, top);
const SAVE = "notes.set(input.id, input.title); res.status(204).end();";

const RESULT = "{ content: [{ type: 'text', text: word }] }";

testControl(inputSchemas, {
  pass: {
    'bounds on every field': { files: server("server.registerTool('find', { inputSchema: { word: z.string().max(100), kind: z.enum(['a', 'b']), id: z.uuid() } }, async ({ word }) => ({ content: [{ type: 'text', text: word }] }));"), evidence: ['src/index.ts:4'] },
    'a tool without arguments': { files: server("server.registerTool('ping', {}, async () => ({ content: [] }));"), evidence: ['src/index.ts:4'] },
    'a schema from another file': {
      files: { ...server("import { shape } from './schemas';\nserver.tool('find', 'Finds.', shape, async ({ word }) => ({ content: [{ type: 'text', text: word }] }));"), 'src/schemas.ts': "import { z } from 'zod';\nexport const shape = { word: z.string().min(1).max(20).describe('A word.') };\n" },
    },
    'names that stand in a table of their own': {
      files: server("const NAMES = { find: 'notes_find', list: 'notes_list' };\nserver.tool(NAMES.find, 'Finds.', { word: z.string().max(9) }, async ({ word }) => ({ content: [{ type: 'text', text: word }] }));\nserver.tool(NAMES.list, 'Lists.', { from: z.string().max(9) }, async ({ from }) => ({ content: [{ type: 'text', text: from }] }));"),
      evidence: ['src/index.ts:5', 'src/index.ts:6'],
    },
    'a server that another package made around the SDK': {
      files: { 'src/index.ts': "import { startTunnel } from '@acme/mcp-tunnel';\nimport { z } from 'zod';\nconst server = startTunnel();\nserver.registerTool('find', { inputSchema: { word: z.string().max(9) } }, async ({ word }) => ({ content: [{ type: 'text', text: word }] }));\n" },
      evidence: ['src/index.ts:4'],
    },
    'a low-level handler that parses': { files: lowLevel(`  const { word } = Find.parse(request.params.arguments);\n  return ${RESULT};`, "import { z } from 'zod'; const Find = z.object({ word: z.string().max(10) });") },
    'a low-level handler that parses in a function of another file': {
      files: { ...lowLevel('  return find(request.params.arguments);', "import { find } from './find';"), 'src/find.ts': "import { z } from 'zod';\nconst Find = z.object({ word: z.string().max(10) });\nexport function find(input: unknown) {\n  const parsed = Find.safeParse(input);\n  if (!parsed.success) throw new Error('input');\n  return { content: [{ type: 'text', text: parsed.data.word }] };\n}\n" },
    },
    'a low-level handler that compiles the listed schema': { files: lowLevel(`  if (!validate(request.params.arguments)) throw new Error('input');\n  const { word } = request.params.arguments as { word: string };\n  return ${RESULT};`, "import { Ajv } from 'ajv'; const validate = new Ajv().compile({ type: 'object', properties: { word: { type: 'string' } } });") },
    'arguments that are unwrapped first and then parsed': { files: lowLevel(`  const args = request.params.arguments;\n  const raw = args && 'params' in args ? args.params : args;\n  const { word } = Find.parse(raw);\n  return ${RESULT};`, "import { z } from 'zod'; const Find = z.object({ word: z.string().max(10) });") },
    'a check of the type by hand': { files: lowLevel(`  const word = request.params.arguments?.word;\n  if (typeof word !== 'string' || word.length > 100) throw new Error('word');\n  return ${RESULT};`) },
    'a predicate of its own': { files: lowLevel("  const args = request.params.arguments;\n  if (!isFind(args)) throw new Error('input');\n  return { content: [{ type: 'text', text: args.word }] };", "const isFind = (x: unknown): x is { word: string } => typeof x === 'object' && x !== null && 'word' in x && typeof x.word === 'string';") },
    'no bounds, which is said and not blamed': { files: server("server.registerTool('find', { inputSchema: { word: z.string(), list: z.array(z.string()) } }, async ({ word }) => ({ content: [{ type: 'text', text: word }] }));"), findings: ['unbounded src/index.ts:4'] },
    'anything, which goes nowhere': { files: server("server.registerTool('keep', { inputSchema: { value: z.any() } }, async ({ value }) => ({ content: [{ type: 'text', text: JSON.stringify(value) }] }));") },
    'a schema of valibot': { files: checkedBy("import * as v from 'valibot'; const Find = v.object({ word: v.pipe(v.string(), v.maxLength(9)) });", 'const input = v.parse(Find, request.params.arguments);') },
    'a schema of Joi': { files: checkedBy("import Joi from 'joi'; const Find = Joi.object({ word: Joi.string().max(9) });", 'const { value: input } = Find.validate(request.params.arguments);') },
    'a schema of yup': { files: checkedBy("import * as yup from 'yup'; const Find = yup.object({ word: yup.string().max(9) });", 'const input = await Find.validate(request.params.arguments);') },
    'a type of ArkType': { files: checkedBy("import { type } from 'arktype'; const Find = type({ word: 'string<9' });", 'const input = Find(request.params.arguments);') },
    'a schema of Effect': { files: checkedBy("import { Schema } from 'effect'; const Find = Schema.Struct({ word: Schema.String });", 'const input = Schema.decodeUnknownSync(Find)(request.params.arguments);') },
    'a schema of TypeBox': { files: checkedBy("import { Type } from '@sinclair/typebox'; import { Value } from '@sinclair/typebox/value'; const Find = Type.Object({ word: Type.String() });", 'const input = Value.Parse(Find, request.params.arguments);') },
    'any standard schema': { files: checkedBy("import { schema } from '@acme/schemas';", "const { value: input } = await schema['~standard'].validate(request.params.arguments);") },
    'a table of schemas by the name of the tool': { files: checkedBy("import { z } from 'zod'; const SCHEMAS = { find: z.object({ word: z.string().max(9) }) };", 'const input = SCHEMAS[request.params.name].parse(request.params.arguments ?? {});') },
    'a table of tools, each with a schema': {
      files: lowLevel('  const tool = TOOLS.find((each) => each.name === request.params.name);\n  return tool.run(tool.schema.parse(request.params.arguments));', "import { z } from 'zod'; const TOOLS = [{ name: 'find', schema: z.object({ word: z.string().max(9) }), run: async (input) => ({ content: [{ type: 'text', text: input.word }] }) }];"),
    },
    'a body that the handler parses': { files: express(`(req, res) => { const input = Note.parse(req.body); ${SAVE} }`, "import { z } from 'zod'; const Note = z.object({ id: z.string().max(9), title: z.string().max(99) });"), evidence: ['src/index.ts:5'] },
    'a body that middleware of the program checks': { files: express(`check(Note), (req, res) => { const input = req.body; ${SAVE} }`, "import { z } from 'zod'; const Note = z.object({ id: z.string() }); const check = (schema) => (req, res, next) => { req.body = schema.parse(req.body); next(); };"), evidence: ['src/index.ts:5'] },
    'a body that celebrate checks': { files: express(`celebrate({ body: Joi.object({ id: Joi.string() }) }), (req, res) => { const input = req.body; ${SAVE} }`, "import { celebrate, Joi } from 'celebrate';"), evidence: ['src/index.ts:5'] },
    'a body whose members are tested by hand': { files: express("(req, res) => { const { id, title } = req.body; if (typeof id !== 'string' || typeof title !== 'string') { res.status(400).end(); return; } notes.set(id, title); res.status(204).end(); }"), evidence: ['src/index.ts:5'] },
    'Fastify, which checks what its schema says': {
      files: { 'src/index.ts': "import Fastify from 'fastify';\nconst app = Fastify();\nconst notes = new Map();\napp.post('/notes', { schema: { body: { type: 'object', properties: { id: { type: 'string' } } } } }, async (request) => { notes.set(request.body.id, request.body.title); return {}; });\nawait app.listen({ port: 3000 });\n" },
      evidence: ['src/index.ts:4'],
    },
    'Nest with a pipe that checks': {
      files: {
        'src/main.ts': "import { NestFactory } from '@nestjs/core';\nimport { ValidationPipe } from '@nestjs/common';\nimport { Notes } from './notes';\nimport { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nnew McpServer({ name: 'n', version: '1' }).registerTool('ping', {}, async () => ({ content: [] }));\nconst app = await NestFactory.create(Notes);\napp.useGlobalPipes(new ValidationPipe());\nawait app.listen(3000);\n",
        'src/notes.ts': "import { Body, Controller, Post } from '@nestjs/common';\nconst notes = new Map();\n@Controller('notes')\nexport class Notes {\n  @Post()\n  save(@Body() input) { notes.set(input.id, input.title); }\n}\n",
      },
    },
    'FastMCP': { files: { 'src/index.ts': "import { FastMCP } from 'fastmcp';\nimport { z } from 'zod';\nconst server = new FastMCP({ name: 'x', version: '1.0.0' });\nserver.addTool({ name: 'find', description: 'Finds.', parameters: z.object({ word: z.string().max(9) }), execute: async (args) => args.word });\nserver.start({ transportType: 'stdio' });\n" } },
    'the good example': { files: CHECKLIST['input-schemas'].good.files },
  },
  fail: {
    'a pipe of Nest, and a body that is read from a request of Express': {
      files: {
        'src/main.ts': "import express from 'express';\nimport { NestFactory } from '@nestjs/core';\nimport { ValidationPipe } from '@nestjs/common';\nimport { Notes } from './notes';\nconst nest = await NestFactory.create(Notes);\nnest.useGlobalPipes(new ValidationPipe());\nconst notes = new Map();\nconst app = express();\napp.post('/notes', (req, res) => { notes.set(req.body.id, req.body.title); res.json({}); });\napp.listen(3000);\n",
        'src/notes.ts': "import { Body, Controller, Post } from '@nestjs/common';\nconst notes = new Map();\n@Controller('notes')\nexport class Notes {\n  @Post()\n  save(@Body() input) { notes.set(input.id, input.title); }\n}\n",
      },
      findings: ['unparsedBody src/main.ts:9'],
    },
    'a Worker': {
      files: { 'src/index.ts': "import { env } from 'cloudflare:workers';\nexport default {\n  async fetch(request: Request): Promise<Response> {\n    const input = await request.json();\n    await env.NOTES.put(input.id, input.title);\n    return new Response('ok');\n  },\n};\n" },
      findings: ['unparsedBody src/index.ts:5'],
    },
    'a cast': { files: lowLevel(`  const { word } = request.params.arguments as { word: string };\n  return ${RESULT};`), findings: ['unparsed src/index.ts:6'] },
    'arguments that are unwrapped and used as they are': { files: lowLevel(`  const args = request.params.arguments;\n  const raw = args && 'params' in args ? args.params : args;\n  const word = raw.word;\n  return ${RESULT};`), findings: ['unparsed src/index.ts:8'] },
    'a switch that reads members': { files: lowLevel("  switch (request.params.name) {\n    case 'find': return { content: [{ type: 'text', text: String(request.params.arguments?.word) }] };\n    default: throw new Error('unknown');\n  }"), findings: ['unparsed src/index.ts:7'] },
    'members read in another file': {
      files: { ...lowLevel('  const args = request.params.arguments;\n  return find(args);', "import { find } from './find';"), 'src/find.ts': "export function find(input: any) {\n  return { content: [{ type: 'text', text: input.word }] };\n}\n" },
      findings: ['unparsed src/find.ts:2'],
    },
    'compiled CommonJS that only destructures': {
      files: {
        'dist/index.js': `"use strict";
const index_js_1 = require("@modelcontextprotocol/sdk/server/index.js");
const types_js_1 = require("@modelcontextprotocol/sdk/types.js");
const server = new index_js_1.Server({ name: "x", version: "1" }, { capabilities: { tools: {} } });
server.setRequestHandler(types_js_1.CallToolRequestSchema, async (request) => {
    const { name, arguments: args } = request.params;
    return { content: [{ type: "text", text: args.word }] };
});
`,
      },
      findings: ['unparsed dist/index.js:7'],
    },
    'members read in a function that gets the request in an object': {
      files: lowLevel('  return handle({ request, now: 1 });\n});\nasync function handle({ request }: any) {\n  const { arguments: args = {} } = request.params;\n  return { content: [{ type: "text", text: args.word }] };\n}\nserver.onclose = (() => {', ''),
      findings: ['unparsed src/index.ts:10'],
    },
    'only whether it is there': { files: lowLevel("  const args = request.params.arguments as { word?: string };\n  if (!args.word) throw new Error('word');\n  return { content: [{ type: 'text', text: args.word }] };"), findings: ['unparsed src/index.ts:7'] },
    'a body that is read as it comes': { files: express(`(req, res) => { const input = req.body;\n${SAVE} }`), findings: ['unparsedBody src/index.ts:6'] },
    'a body of which only is asked whether it is there': { files: express("(req, res) => { const { id, title } = req.body; if (!id) { res.status(400).end(); return; } notes.set(id, title); res.status(204).end(); }"), findings: ['unparsedBody src/index.ts:5'] },
    'a body that a function of another file reads': {
      files: { ...express('(req, res) => { save(req.body); res.end(); }', "import { save } from './save';"), 'src/save.ts': "const notes = new Map();\nexport function save(input) {\n  notes.set(input.id, input.title);\n}\n" },
      findings: ['unparsedBody src/save.ts:3'],
    },
    'Fastify without a schema': {
      files: { 'src/index.ts': "import Fastify from 'fastify';\nconst app = Fastify();\nconst notes = new Map();\napp.post('/notes', async (request) => {\n  notes.set(request.body.id, request.body.title);\n  return {};\n});\nawait app.listen({ port: 3000 });\n" },
      findings: ['unparsedBody src/index.ts:5'],
    },
    'Hono': {
      files: { 'src/index.ts': "import { Hono } from 'hono';\nimport { serve } from '@hono/node-server';\nconst app = new Hono();\nconst notes = new Map();\napp.post('/notes', async (c) => {\n  const input = await c.req.json();\n  notes.set(input.id, input.title);\n  return c.json({});\n});\nserve({ fetch: app.fetch, port: 3000 });\n" },
      findings: ['unparsedBody src/index.ts:7'],
    },
    'Koa': {
      files: { 'src/index.ts': "import Koa from 'koa';\nimport Router from '@koa/router';\nconst app = new Koa();\nconst router = new Router();\nconst notes = new Map();\nrouter.post('/notes', async (ctx) => {\n  const { id, title } = ctx.request.body;\n  notes.set(id, title);\n  ctx.body = {};\n});\napp.use(router.routes());\napp.listen(3000);\n" },
      findings: ['unparsedBody src/index.ts:7'],
    },
    'a route of Next': {
      files: { 'package.json': '{ "name": "n", "dependencies": { "next": "^15" } }', 'app/api/notes/route.ts': "const notes = new Map();\nexport async function POST(request: Request) {\n  const input = await request.json();\n  notes.set(input.id, input.title);\n  return Response.json({});\n}\n" },
      findings: ['unparsedBody app/api/notes/route.ts:4'],
    },
    'anything, into a shell': {
      files: server("import { exec } from 'node:child_process';\nserver.registerTool('look', { inputSchema: { value: z.any() } }, async ({ value }) => {\n  exec(`id ${value}`);\n  return { content: [] };\n});"),
      findings: ['anyField src/index.ts:5'],
    },
    'the bad example': { files: CHECKLIST['input-schemas'].bad.files, findings: ['unparsed src/index.ts:18'] },
  },
  notApplicable: {
    'an endpoint of MCP alone': { files: { 'src/index.ts': "import express from 'express';\nimport { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';\nimport { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';\nimport { server } from './server';\nconst app = express();\napp.use(express.json());\napp.post('/mcp', async (req, res) => {\n  if (isInitializeRequest(req.body)) console.error(req.body.method);\n  const transport = new StreamableHTTPServerTransport({});\n  await server.connect(transport);\n  await transport.handleRequest(req, res, req.body);\n});\napp.delete('/mcp', (req, res) => { res.status(400).json({ jsonrpc: '2.0', id: req.body?.id ?? null }); });\napp.listen(3000);\n" } },
    'no tools and no bodies': { files: { 'src/index.ts': "import express from 'express';\nconst app = express();\napp.get('/health', (req, res) => { res.json({ ok: true }); });\napp.listen(3000);\n" } },
  },
});
