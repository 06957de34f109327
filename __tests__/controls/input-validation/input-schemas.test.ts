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
    'a check of the type by hand': { files: lowLevel(`  const word = request.params.arguments?.word;\n  if (typeof word !== 'string' || word.length > 100) throw new Error('word');\n  return ${RESULT};`) },
    'a predicate of its own': { files: lowLevel("  const args = request.params.arguments;\n  if (!isFind(args)) throw new Error('input');\n  return { content: [{ type: 'text', text: args.word }] };", "const isFind = (x: unknown): x is { word: string } => typeof x === 'object' && x !== null && 'word' in x && typeof x.word === 'string';") },
    'no bounds, which is said and not blamed': { files: server("server.registerTool('find', { inputSchema: { word: z.string(), list: z.array(z.string()) } }, async ({ word }) => ({ content: [{ type: 'text', text: word }] }));"), findings: ['unbounded src/index.ts:4'] },
    'anything, which goes nowhere': { files: server("server.registerTool('keep', { inputSchema: { value: z.any() } }, async ({ value }) => ({ content: [{ type: 'text', text: JSON.stringify(value) }] }));") },
    'FastMCP': { files: { 'src/index.ts': "import { FastMCP } from 'fastmcp';\nimport { z } from 'zod';\nconst server = new FastMCP({ name: 'x', version: '1.0.0' });\nserver.addTool({ name: 'find', description: 'Finds.', parameters: z.object({ word: z.string().max(9) }), execute: async (args) => args.word });\nserver.start({ transportType: 'stdio' });\n" } },
    'the good example': { files: CHECKLIST['input-schemas'].good.files },
  },
  fail: {
    'a cast': { files: lowLevel(`  const { word } = request.params.arguments as { word: string };\n  return ${RESULT};`), findings: ['unparsed src/index.ts:6'] },
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
    'anything, into a shell': {
      files: server("import { exec } from 'node:child_process';\nserver.registerTool('look', { inputSchema: { value: z.any() } }, async ({ value }) => {\n  exec(`id ${value}`);\n  return { content: [] };\n});"),
      findings: ['anyField src/index.ts:5'],
    },
    'the bad example': { files: CHECKLIST['input-schemas'].bad.files, findings: ['unparsed src/index.ts:18'] },
  },
  notApplicable: { 'no tools and no bodies': { files: { 'src/index.ts': "import express from 'express';\nconst app = express();\napp.get('/health', (req, res) => { res.json({ ok: true }); });\napp.listen(3000);\n" } } },
  knownGaps: {
    'a route that reads its body': {
      files: { 'src/index.ts': "import express from 'express';\nconst app = express();\napp.use(express.json());\nconst notes = new Map();\napp.post('/notes', (req, res) => {\n  notes.set(req.body.id, req.body.title);\n  res.status(204).end();\n});\napp.listen(3000);\n" },
      expected: 'fail',
      because: 'The facts about routes do not say which parts of the body a handler reads.',
    },
  },
});
