import { CHECKLIST } from '../../../src/checklist/checklist';
import { structuredLogging } from '../../../src/controls/logging/structured-logging';
import { testControl } from '../../support/control-tester';

const SERVER = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
const server = new McpServer({ name: 'notes', version: '1.0.0' });
`;
const CONNECT = 'await server.connect(new StdioServerTransport());\n';

/** The body of a server that speaks over stdio; it begins on line 4. */
const stdio = (body: string): Record<string, string> => ({ 'src/index.ts': `${SERVER}${body}\n${CONNECT}` });

testControl(structuredLogging, {
  pass: {
    'standard error is free': { files: stdio("console.error('ready');") },
    'the protocol has notifications for it': { files: stdio("console.error('x');\nawait server.server.sendLoggingMessage({ level: 'info', data: 'ready' });") },
    'usage texts end the program': { files: stdio("if (process.argv.includes('--help')) {\n  console.log('usage: notes');\n  process.exit(0);\n}\nconsole.error('ready');") },
    'the HTTP mode has its standard output for itself': {
      files: {
        'src/index.ts': `${SERVER}import express from 'express';
import pino from 'pino';
async function http() {
  const log = pino({ level: 'info', transport: { target: 'pino/file', options: { destination: 2 } } });
  log.info('http');
  const app = express();
  app.listen(3000, '127.0.0.1', () => { console.log('listening'); });
}
if (process.argv[2] === 'http') { await http(); } else { ${CONNECT} }`,
      },
    },
    'the console is redirected': { files: stdio("console.log = console.error;\nconsole.log('ready');") },
    'a tool of the repository is not the server': { files: { ...stdio("console.error('ready');"), 'scripts/release.ts': "console.log('released');" } },
    'a command of its own prints its answer': {
      files: { ...stdio("console.error('ready');"), 'src/doctor.ts': "console.log('all is well');" },
    },
    'pino writes to standard error when told to': { files: stdio("import pino from 'pino';\nconst log = pino({ level: 'info' }, pino.destination(2));\nlog.info('ready');") },
    'an option of the command line selects the HTTP mode, which another file sets up': {
      files: {
        'src/index.ts': `${SERVER}import { listen } from './listen';
const useSse = process.argv.includes('--sse');
if (useSse) { await listen(); } else { ${CONNECT} }`,
        'src/listen.ts': "import express from 'express';\nexport async function listen() {\n  console.log('setting up');\n  express().listen(3000);\n}",
      },
      findings: ['plain src/listen.ts:3'],
    },
    'a switch with a name of its own': {
      files: stdio("import { parseArgs } from 'node:util';\nconst { values: { http: useHttp } } = parseArgs({ options: { http: { type: 'boolean' } } });\nif (useHttp) {\n  console.log('HTTP it is');\n  process.exitCode = 1;\n}"),
    },
    'a logger that writes only where the server listens': {
      files: stdio("class Log {\n  on = process.env.HTTP_SERVER === 'true' || process.env.SSE_LOCAL === 'true';\n  info(text) { if (this.on) { console.log(text); } }\n}\nnew Log().info('ready');"),
    },
    'what is not for the stdio mode': {
      files: stdio("const mode = process.env.MODE;\nif (mode !== 'stdio') { console.log('listening soon'); }"),
    },
    'the console stands in where no logger is given, and one is': {
      files: stdio("class Service {\n  constructor(options) { this.log = options.log ?? console; }\n  start() { this.log.info('ready'); }\n}\nconst log = { info: (text) => console.error(text) };\nnew Service({ log }).start();"),
    },
    'statements that a minifier joined by commas end the program': {
      files: stdio("const a = process.argv.slice(2);\n(a.includes('-v') || a.includes('--version')) && (!function () { console.log('1.0.0'); }(), process.exit(0));"),
    },
    'the case of a switch that ends the program': { files: stdio("switch (process.argv[2]) {\n  case undefined: break;\n  default: console.log('Modes: stdio'); process.exit(1);\n}") },
    'either of two options': {
      files: stdio("function about() { console.log('1.0.0'); }\nasync function main() {\n  if (process.argv[2] === '-v' || process.argv[2] === '--version') { about(); return; }\n  console.error('ready');\n}\nawait main();"),
    },
    'a module that is imported in another mode alone': {
      files: {
        'src/index.ts': "switch (process.argv[2]) {\n  case 'stdio': await import('./stdio'); break;\n  case 'sse': await import('./sse'); break;\n}\n",
        'src/stdio.ts': `${SERVER}${CONNECT}`,
        'src/sse.ts': "import express from 'express';\nconsole.log('starting');\nexpress().listen(3000, '127.0.0.1');\n",
      },
      findings: ['plain src/sse.ts:2'],
    },
    'an option that checks the set-up and ends': {
      files: stdio("const verify = async () => { console.log('all is well'); };\nprocess.argv.includes('--verify') && (await verify(), process.exit(0));"),
    },
    'the good example': { files: CHECKLIST['structured-logging'].good.files },
  },
  fail: {
    'either of two options, one of which is of the stdio mode': {
      files: stdio("if (process.argv.includes('--stdio') || process.argv.includes('--verbose')) { console.log('ready'); }"),
      findings: ['stdout src/index.ts:4'],
    },
    'a module that is imported in the stdio mode': {
      files: { 'src/index.ts': "switch (process.argv[2]) {\n  case 'stdio': await import('./stdio'); break;\n}\n", 'src/stdio.ts': `${SERVER}console.log('starting');\n${CONNECT}` },
      findings: ['stdout src/stdio.ts:4'],
    },
    'a greeting': { files: stdio("console.log('ready');"), findings: ['stdout src/index.ts:4'] },
    'in the handler of a tool': {
      files: stdio("server.registerTool('add', { inputSchema: {} }, async () => {\n  console.info('called');\n  return { content: [] };\n});"),
      findings: ['stdout src/index.ts:5'],
    },
    'in a helper in another file': {
      files: { 'src/index.ts': `${SERVER}import { load } from './load';\nload();\n${CONNECT}`, 'src/load.ts': "export function load() {\n  process.stdout.write('loading');\n}" },
      findings: ['stdout src/load.ts:2'],
    },
    'when a module is loaded': {
      files: { 'src/index.ts': `${SERVER}import './settings';\n${CONNECT}`, 'src/settings.ts': "console.log('settings read');" },
      findings: ['stdout src/settings.ts:1'],
    },
    'a switch for more words is no other mode': { files: stdio("if (process.argv.includes('--verbose')) { console.log('ready'); }"), findings: ['stdout src/index.ts:4'] },
    'one of two switches is no mode': { files: stdio("const debug = !!process.env.DEBUG;\nconst useHttp = false;\nif (debug || useHttp) { console.log('ready'); }"), findings: ['stdout src/index.ts:6'] },
    'the console where no logger is given': { files: stdio("class Service {\n  constructor(options) { this.log = options.log ?? console; }\n  start() { this.log.info('ready'); }\n}\nnew Service({}).start();"), findings: ['stdout src/index.ts:6'] },
    'the default of pino': { files: stdio("import pino from 'pino';\nconst log = pino();\nlog.info('ready');"), findings: ['stdout src/index.ts:5'] },
    'compiled code': {
      files: { 'build/index.js': `"use strict";
const stdio_js_1 = require("@modelcontextprotocol/sdk/server/stdio.js");
const mcp_js_1 = require("@modelcontextprotocol/sdk/server/mcp.js");
async function main() {
    const server = new mcp_js_1.McpServer({ name: 'x', version: '1' });
    console.log("starting");
    await server.connect(new stdio_js_1.StdioServerTransport());
}
main();` },
      findings: ['stdout build/index.js:6'],
    },
    'text in a server that listens, beside the protocol': {
      files: { 'src/index.ts': `${SERVER}import express from 'express';
const app = express();
app.get('/', (req, res) => { console.error('asked'); res.json({}); });
app.listen(3000);
console.log('up');
${CONNECT}` },
      findings: ['stdout src/index.ts:8', 'plain src/index.ts:6'],
    },
    'the bad example': { files: CHECKLIST['structured-logging'].bad.files, findings: ['stdout src/index.ts:8'] },
  },
  notApplicable: { 'nothing is written': { files: stdio('') } },
});
