import { CHECKLIST } from '../../../src/checklist/checklist';
import { toolUnitTests } from '../../../src/controls/testing/tool-unit-tests';
import { testControl } from '../../support/control-tester';

const SERVER = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';

export async function add({ a, b }: { a: number; b: number }) {
  return { content: [{ type: 'text', text: String(a + b) }] };
}

export function register(server: Pick<McpServer, 'registerTool'>): void {
  server.registerTool('add', { inputSchema: { a: z.number(), b: z.number() } }, add);
  server.registerTool('ping', {}, async () => ({ content: [{ type: 'text', text: 'pong' }] }));
}

export function createServer(): McpServer {
  const server = new McpServer({ name: 'sums', version: '1.0.0' });
  register(server);
  return server;
}
`;

const LOW_LEVEL = `import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { addNumbers } from './add';
const server = new Server({ name: 'sums', version: '1.0.0' }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: [{ name: 'add', inputSchema: { type: 'object', properties: { a: { type: 'number' } } } }] }));
server.setRequestHandler(CallToolRequestSchema, async (request) => {
  if (request.params.name === 'add') return addNumbers(request.params.arguments);
  throw new Error('unknown tool');
});
`;

const CLIENT = `import { expect, test } from 'vitest';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { createServer } from '../src/server';
async function connect() {
  const [mine, theirs] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'test', version: '1.0.0' });
  await Promise.all([createServer().connect(theirs), client.connect(mine)]);
  return client;
}
`;

/** The server with one file of tests. */
const tested = (test: string, path = 'test/server.test.ts'): Record<string, string> => ({ 'src/server.ts': SERVER, [path]: test });

testControl(toolUnitTests, {
  pass: {
    'called by name through a client': {
      files: tested(`${CLIENT}test('add', async () => {
  const client = await connect();
  expect(await client.callTool({ name: 'add', arguments: { a: 1, b: 2 } })).toBeDefined();
  expect(await client.callTool({ name: 'ping' })).toBeDefined();
});`),
      evidence: ['test/server.test.ts:11', 'test/server.test.ts:11'],
    },
    'a table of names': {
      files: tested(`${CLIENT}test.each([['add', { a: 1, b: 2 }], ['ping', {}]])('%s answers', async (name, args) => {
  const client = await connect();
  expect(await client.callTool({ name, arguments: args })).toBeDefined();
});`),
    },
    'a loop over names, in a group': {
      files: tested(`${CLIENT}import { describe, it } from 'vitest';
describe('tools', () => {
  for (const name of ['add', 'ping']) {
    it('answers ' + name, async () => {
      const client = await connect();
      expect(await client.callTool({ name })).toBeDefined();
    });
  }
});`),
    },
    'a helper that calls and one that asserts': {
      files: tested(`${CLIENT}async function call(name: string, args = {}) {
  return (await connect()).callTool({ name, arguments: args });
}
function succeeds(result: unknown) {
  expect(result).toMatchObject({ content: expect.anything() });
}
test('add', async () => { succeeds(await call('add', { a: 1, b: 1 })); });
test('ping', async () => { succeeds(await call('ping')); });`),
    },
    'the handler itself, and a request as JSON, with the runner of Node': {
      files: tested(`import test from 'node:test';
import assert from 'node:assert/strict';
import { add } from '../src/server';
test('add', async () => { assert.deepEqual(await add({ a: 1, b: 2 }), { content: [{ type: 'text', text: '3' }] }); });
test('ping', async () => {
  const response = await fetch('http://127.0.0.1:3000/mcp', { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'ping', arguments: {} } }) });
  assert.equal(response.status, 200);
});`),
    },
    'tests beside the source, of a compiled CommonJS server, with mocha': {
      files: {
        'lib/server.js': `const { McpServer } = require('@modelcontextprotocol/sdk/server/mcp.js');
const server = new McpServer({ name: 'x', version: '1' });
async function ping() { return { content: [] }; }
server.tool('ping', ping);
module.exports = { server, ping };`,
        'lib/server.spec.js': `const { expect } = require('chai');
const { ping } = require('./server');
describe('ping', function () {
  it('answers', async function () { expect(await ping()).to.deep.equal({ content: [] }); });
});`,
      },
    },
    'an object that describes the test': {
      files: {
        'src/server.ts': SERVER.replace("server.registerTool('ping', {}, async () => ({ content: [{ type: 'text', text: 'pong' }] }));", ''),
        'src/server.test.ts': `import { add } from './server';
Deno.test({ name: 'add', async fn() { assertEquals((await add({ a: 1, b: 1 })).content.length, 1); } });`,
      },
    },
    'the good example': { files: CHECKLIST['tool-unit-tests'].good.files },
  },
  fail: {
    'no tests': { files: { 'src/server.ts': SERVER }, findings: ['untested src/server.ts:9', 'untested src/server.ts:10'] },
    'one of two': {
      files: tested(`${CLIENT}test('add', async () => { expect(await (await connect()).callTool({ name: 'add' })).toBeDefined(); });`),
      findings: ['untested src/server.ts:10'],
    },
    'only listed': {
      files: tested(`${CLIENT}test('lists', async () => {
  const { tools } = await (await connect()).listTools();
  expect(tools.map((tool) => tool.name)).toEqual(['add', 'ping']);
  expect(tools.map((tool) => tool.name)).toContain('add');
});`),
      findings: ['untested src/server.ts:9', 'untested src/server.ts:10'],
    },
    'called, and nothing is expected': {
      files: tested(`${CLIENT}test('runs', async () => {
  const client = await connect();
  await client.callTool({ name: 'add', arguments: { a: 1, b: 2 } });
  await client.callTool({ name: 'ping' });
});`),
      findings: ['assertsNothing src/server.ts:9', 'assertsNothing src/server.ts:10'],
    },
    'only the names of tests speak of them': {
      files: tested(`import { describe, expect, test } from 'vitest';
import { createServer } from '../src/server';
describe('add', () => { test('ping', () => { expect(createServer()).toBeDefined(); }); });`),
      findings: ['untested src/server.ts:9', 'untested src/server.ts:10'],
    },
    'a low-level server whose helper alone is tested under another name': {
      files: {
        'src/server.ts': LOW_LEVEL, 'src/add.ts': 'export function addNumbers(x: unknown) {\n  return { content: [{ type: "text", text: String(x) }] };\n}\nexport function other() {\n  return 1;\n}',
        'test/add.test.ts': "import { other } from '../src/add';\ntest('other', () => { expect(other()).toBe(1); });",
      },
      findings: ['untested src/server.ts:5'],
    },
    'a file of tests that is never run as one': {
      files: { 'src/server.ts': SERVER, 'examples/try.ts': `${CLIENT}test('add', async () => { expect(await (await connect()).callTool({ name: 'add' })).toBeDefined(); });` },
      findings: ['untested src/server.ts:9', 'untested src/server.ts:10'],
    },
    'the bad example': { files: CHECKLIST['tool-unit-tests'].bad.files, findings: ['untested src/server.ts:6'] },
  },
  notApplicable: { 'no tools': { files: { 'src/server.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nexport const server = new McpServer({ name: 'x', version: '1' });" } } },
  unverified: {
    'tools that cannot be told apart': {
      files: {
        'src/server.ts': `import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { run } from 'tools-of-others';
const server = new Server({ name: 'x', version: '1' }, { capabilities: { tools: {} } });
server.setRequestHandler(CallToolRequestSchema, async (request) => run(request.params.name));`,
      },
    },
  },
});
