import { CHECKLIST } from '../../../src/checklist/checklist';
import { untrustedInput } from '../../../src/controls/mcp/untrusted-input';
import { testControl } from '../../support/control-tester';

interface Tool {
  /** In one line, line 3. */
  readonly top?: string;
  /** From line 5 on. */
  readonly body: string;
  readonly schema?: string;
  readonly name?: string;
  readonly description?: string;
}

/** A server over stdio with one tool. */
const tool = ({ top = '', body, schema = 'value: z.string()', name = 'look', description = 'Looks at something.' }: Tool): Record<string, string> => ({
  'src/index.ts': `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
${top}
new McpServer({ name: 'tools', version: '1.0.0' }).registerTool('${name}', { description: '${description}', inputSchema: { ${schema} } }, async ({ value }) => {
${body}
});
`,
});

/** An Express app with one route, whose body begins on line 5. */
const route = (body: string, top = ''): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\n${top}\nconst app = express();\napp.get('/x', async (req, res) => {\n${body}\n});\napp.listen(3000, '127.0.0.1');\n` });

const CHILD = "import { exec, execFile, spawn } from 'node:child_process';";
const FILES = "import { readFile, writeFile } from 'node:fs/promises'; import { basename, join, relative, resolve, sep } from 'node:path';";

testControl(untrustedInput, {
  pass: {
    'arguments as a list, behind two dashes': { files: tool({ top: CHILD, body: "  execFile('git', ['log', '--', value]);" }) },
    'a log that only its own user reads': {
      files: { ...route('  console.log(`asked for ${req.query.name}`);\n  res.json({});'), ...tool({ body: '  return { content: [] };' }) },
    },
    'a form that leaves no room': { files: tool({ top: CHILD, body: '  exec(`id ${value}`);', schema: 'value: z.string().regex(/^[a-z0-9]+$/)' }) },
    'a path that is held inside a root': {
      files: tool({ top: FILES, body: "  const root = resolve('/srv/notes');\n  const path = resolve(root, value);\n  if (!path.startsWith(root + sep)) throw new Error('outside');\n  return readFile(path, 'utf8');" }),
    },
    'only the last part of a path': { files: tool({ top: FILES, body: "  return readFile(join('/srv/notes', basename(value)), 'utf8');" }) },
    'a host of a fixed list': {
      files: tool({ body: "  const url = new URL(value);\n  if (!['api.example.com', 'cdn.example.com'].includes(url.hostname)) throw new Error('host');\n  return fetch(url);" }),
    },
    'an encoded part of an address': { files: tool({ body: '  return fetch(`https://api.example.com/notes/${encodeURIComponent(value)}/body`);' }) },
    'an operation of a table': { files: tool({ top: 'const OPERATIONS = new Map([["up", (text: string) => text.toUpperCase()]]);', body: '  return OPERATIONS.get(value)?.(value);' }) },
    'an escaped expression': { files: tool({ top: 'const escape = (text: string) => text.replace(/[.*+?^${}()|[\\]\\\\]/g, "\\\\$&");', body: '  return new RegExp(escape(value)).test("notes");' }) },
    'options of a program that does nothing dangerous by them': { files: tool({ top: CHILD, body: "  execFile('adb', ['install', value]);" }), findings: ['doubtful src/index.ts:5'] },
    'what the tool is there for, which is said and not blamed': {
      files: tool({ top: CHILD, body: '  exec(value);', name: 'run_command', description: 'Runs a shell command.' }),
      findings: ['declared src/index.ts:5'],
    },
    'the files of the own machine, which is said and not blamed': {
      files: tool({ top: FILES, body: "  return readFile(value, 'utf8');", name: 'read_file', description: 'Reads a file.' }),
      findings: ['declared src/index.ts:5'],
    },
    'a page that a browser opens, which is said and not blamed': {
      files: tool({ top: "import { chromium } from 'playwright';", body: '  const page = await (await chromium.launch()).newPage();\n  await page.goto(value);', name: 'open_page', description: 'Opens a web page.' }),
      findings: ['declared src/index.ts:6'],
    },
    'a file that a case of a dispatcher reads with a retry': {
      files: { 'src/index.ts': `import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { readFile, stat } from 'node:fs/promises';
const retry = async (work: () => Promise<unknown>) => { try { return await work(); } catch { return work(); } };
const server = new Server({ name: 'files', version: '1.0.0' });
server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: [{ name: 'look', description: 'Looks.', inputSchema: {} }, { name: 'read_file', description: 'Reads a file.', inputSchema: {} }] }));
server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
  switch (params.name) {
    case 'look': return retry(async () => stat('/'));
    case 'read_file': return retry(async () => readFile(params.arguments.path, 'utf8'));
  }
});
` },
      findings: ['declared src/index.ts:10'],
    },
    'a pattern that a search on the own machine is there for': {
      files: tool({ name: 'grep', description: 'Searches files by a regular expression.', body: "  return { content: [{ type: 'text', text: String(new RegExp(value).test('a')) }] };" }),
      findings: ['declared src/index.ts:5'],
    },
    'a page that another service reads, which is said and not blamed': {
      files: tool({ body: '  return fetch(`https://reader.example.com/${value}`);', name: 'read_web_page', description: 'Reads a web page.' }),
      findings: ['declared src/index.ts:5'],
    },
    'a log of lines, which is said and not blamed': { files: route('  console.log(`asked for ${req.query.name}`);\n  res.json({});'), findings: ['doubtful src/app.ts:5'] },
    'a key that is compared first': { files: tool({ top: 'const settings: Record<string, Record<string, string>> = {};', body: "  const [section, key] = value.split('.');\n  if (section === '__proto__') throw new Error('key');\n  settings[section][key] = value;" }) },
    'a flow that a comment with a reason silences': {
      files: tool({ top: CHILD, body: '  // mcp-publish-gate-ignore command-injection -- The value is checked by the gateway in front.\n  exec(`id ${value}`);' }),
    },
    'the flaw in a test': { files: { ...tool({ body: '  return value;' }), 'test/x.test.ts': `${CHILD}\nexport const run = (x: string) => exec(x);` } },
    'the good example': { files: CHECKLIST['untrusted-input'].good.files },
  },
  fail: {
    'a shell command': { files: tool({ top: CHILD, body: '  exec(`id ${value}`);' }), findings: ['command-injection src/index.ts:5'] },
    'a shell that spawn starts': { files: tool({ top: CHILD, body: "  spawn('convert ' + value, { shell: true });" }), findings: ['command-injection src/index.ts:5'] },
    'an option of git, for a shell to read': { files: tool({ top: "import { spawn } from 'node:child_process';", body: "  spawn('git', ['log', value], { shell: true });" }), findings: ['command-injection src/index.ts:5'] },
    'an option of git': { files: tool({ top: CHILD, body: "  execFile('git', ['log', value]);" }), findings: ['argument-injection src/index.ts:5'] },
    'a path, joined': { files: tool({ top: FILES, body: "  return readFile(join('/srv/notes', value), 'utf8');", name: 'note', description: 'Gives a note.' }), findings: ['path-traversal src/index.ts:5'] },
    'a root without a separator behind it': {
      files: tool({ top: FILES, body: "  const path = resolve('/srv/notes', value);\n  if (!path.startsWith('/srv/notes')) throw new Error('outside');\n  return readFile(path, 'utf8');", name: 'note', description: 'Gives a note.' }),
      findings: ['path-traversal src/index.ts:7'],
    },
    'entries of an archive': {
      files: tool({ top: `${FILES} import AdmZip from 'adm-zip';`, body: "  for (const entry of new AdmZip('upload.zip').getEntries()) {\n    await writeFile(join('/srv/notes', entry.entryName), entry.getData());\n  }", name: 'unpack', description: 'Unpacks.' }),
      findings: ['zip-slip src/index.ts:6'],
    },
    'the host of a request': { files: tool({ body: '  return (await fetch(value)).text();', name: 'preview', description: 'Previews.' }), findings: ['ssrf src/index.ts:5'] },
    'a host that is searched for somewhere in the text': {
      files: tool({ body: "  if (!value.includes('example.com')) throw new Error('host');\n  return (await fetch(value)).text();", name: 'preview', description: 'Previews.' }),
      findings: ['ssrf src/index.ts:6'],
    },
    'a part of the path of a request': { files: tool({ body: "  return fetch(`https://api.example.com/notes/${value}/body`, { headers: { authorization: process.env.KEY ?? '' } });" }), findings: ['url-path-injection src/index.ts:5'] },
    'code': { files: tool({ body: '  return eval(value);', name: 'sum', description: 'Sums.' }), findings: ['code-injection src/index.ts:5'] },
    'a template': { files: tool({ top: "import Handlebars from 'handlebars';", body: '  return Handlebars.compile(value)({});' }), findings: ['template-injection src/index.ts:5'] },
    'a query of a document database': { files: route("  res.json(await users.findOne({ name: req.query.name, password: req.query.password }));", "import { MongoClient } from 'mongodb'; const users = new MongoClient('mongodb://localhost').db().collection('users');"), findings: ['nosql-injection src/app.ts:5'] },
    'a parser that makes functions': { files: tool({ top: "import { unserialize } from 'node-serialize';", body: '  return unserialize(value);' }), findings: ['unsafe-deserialization src/index.ts:5'] },
    'the key of an object': { files: tool({ top: 'const settings: Record<string, Record<string, string>> = {};', body: '  const [section, key] = value.split(".");\n  settings[section][key] = value;' }), findings: ['prototype-pollution src/index.ts:6'] },
    'an expression that takes for ever': { files: tool({ body: '  return /^(\\w+\\s?)+$/.test(value);' }), findings: ['redos src/index.ts:5'] },
    'an expression of the caller': { files: tool({ body: '  return new RegExp(value).test("notes");' }), findings: ['regex-injection src/index.ts:5'] },
    'a redirect': { files: route('  res.redirect(String(req.query.next));'), findings: ['open-redirect src/app.ts:5'] },
    'a header': { files: route('  res.setHeader(String(req.query.name), String(req.query.value));\n  res.json({});'), findings: ['header-injection src/app.ts:5'] },
    'a document with entities': { files: tool({ top: "import libxml from 'libxmljs2';", body: '  return libxml.parseXml(value, { noent: true });' }), findings: ['xxe src/index.ts:5'] },
    'through a low-level handler, a table of handlers and another file': {
      files: {
        'src/index.ts': `import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { handlers } from './handlers';
const server = new Server({ name: 'x', version: '1' }, { capabilities: { tools: {} } });
server.setRequestHandler(CallToolRequestSchema, async (request) => {
  const handler = handlers[request.params.name];
  return handler(request.params.arguments ?? {});
});
`,
        'src/handlers.ts': "import { execSync } from 'node:child_process';\nexport const handlers: Record<string, (args: any) => unknown> = {\n  branch: ({ name }) => execSync(`git checkout ${name}`),\n};\n",
      },
      findings: ['command-injection src/handlers.ts:3'],
    },
    'files of the machine, for callers from elsewhere': {
      files: {
        ...tool({ top: FILES, body: "  return readFile(value, 'utf8');", name: 'read_file', description: 'Reads a file.' }),
        'src/http.ts': "import express from 'express';\nconst app = express();\napp.get('/health', (req, res) => { res.json({ ok: true }); });\napp.listen(3000, '0.0.0.0');\n",
      },
      findings: ['path-traversal src/index.ts:5'],
    },
    'an inline comment without a reason': { files: tool({ top: CHILD, body: '  // mcp-publish-gate-ignore command-injection\n  exec(`id ${value}`);' }), findings: ['command-injection src/index.ts:6'] },
    'compiled CommonJS': {
      files: {
        'dist/index.js': `"use strict";
const child_process_1 = require("child_process");
const util_1 = require("util");
const mcp_js_1 = require("@modelcontextprotocol/sdk/server/mcp.js");
const zod_1 = require("zod");
const run = (0, util_1.promisify)(child_process_1.exec);
const server = new mcp_js_1.McpServer({ name: "x", version: "1" });
server.tool("look", "Looks.", { value: zod_1.z.string() }, async ({ value }) => {
    const { stdout } = await run(\`id \${value}\`);
    return { content: [{ type: "text", text: stdout }] };
});
`,
      },
      findings: ['command-injection dist/index.js:9'],
    },
    'the bad example': { files: CHECKLIST['untrusted-input'].bad.files, findings: ['command-injection src/index.ts:12'] },
  },
  notApplicable: { 'nothing that a stranger can call': { files: { 'src/index.ts': `${CHILD}\nexec('id');` } } },
});
