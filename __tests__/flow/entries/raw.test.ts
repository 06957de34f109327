import { describe, expect, test } from '@jest/globals';
import { extractFile } from '../../../src/facts/extract';
import { typescriptExtractors } from '../../../src/languages/typescript/extract';
import { linkTypescript } from '../../../src/languages/typescript/link';
import { NO_FLOW_MODELS } from '../../../src/model/settings';
import { filesOf, wanted, type Program } from '../../support/flows';

/** Servers that read JSON-RPC line by line, without an SDK. */
const SERVERS: Readonly<Record<string, Program>> = {
  'a switch on the method of a message': `#!/usr/bin/env node
const readline = require('readline');
const { exec } = require('child_process');
const fs = require('fs');
const TOOLS = [{ name: 'ping', description: 'Pings a host', inputSchema: { type: 'object', properties: { host: { type: 'string' } } } }];
const rl = readline.createInterface({ input: process.stdin });
const send = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
rl.on('line', async (line) => {
  const msg = JSON.parse(line);
  switch (msg.method) {
    case 'initialize': return send({ id: msg.id, result: { protocolVersion: '2025-06-18', capabilities: { tools: {} } } });
    case 'tools/list': return send({ id: msg.id, result: { tools: TOOLS } });
    case 'tools/call': return send({ id: msg.id, result: await call(msg.params.name, msg.params.arguments) });
  }
});
function call(name, args) {
  if (name === 'ping') exec('ping -c 1 ' + args.host); // ! command-injection
  if (name === 'ping') exec('ping -c 1 example.com');
}
`,
  'parameters handed on beside the method': `import { execSync } from 'node:child_process';
let buffer = '';
process.stdin.on('data', (chunk) => {
  buffer += chunk;
  const lines = buffer.split('\\n');
  buffer = lines.pop() ?? '';
  for (const line of lines) { const { id, method, params } = JSON.parse(line); handle(id, method, params); }
});
function handle(id: number, method: string, params: any) {
  if (method === 'initialize') reply(id, {});
  else if (method === 'tools/list') reply(id, { tools: [] });
  else if (method === 'tools/call') reply(id, run(params));
}
const run = ({ name, arguments: args }: any) => {
  switch (name) {
    case 'grep': return execSync(\`grep \${args.pattern} file\`).toString(); // ! command-injection
    case 'date': return execSync('date').toString();
  }
};
function reply(id: number, result: unknown) { console.log(JSON.stringify({ jsonrpc: '2.0', id, result })); }
`,
  'a table of methods': `import { createInterface } from 'node:readline';
import { execSync } from 'node:child_process';
const handlers: Record<string, (params: any) => unknown> = {
  initialize: () => ({}),
  'tools/list': () => ({ tools: [] }),
  'tools/call': async ({ name, arguments: args }) => execSync('show ' + args.what), // ! command-injection
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const request = JSON.parse(line);
  const handler = handlers[request.method];
  if (handler) console.log(JSON.stringify(handler(request.params)));
});
`,
};

/** Programs that speak of the same methods and answer none. */
const OTHERS: Readonly<Record<string, Program>> = {
  'a client': `import { execSync, spawn } from 'node:child_process';
const child = spawn('server', []);
export function call(name: string, args: unknown) { child.stdin.write(JSON.stringify({ jsonrpc: '2.0', method: 'tools/call', params: { name, arguments: args } }) + '\\n'); }
export function list() { child.stdin.write(JSON.stringify({ jsonrpc: '2.0', method: 'tools/list' }) + '\\n'); }
export function date() { return execSync('date'); }
`,
  'a table of limits': `export const LIMITS = { initialize: 1000, 'tools/list': 1000, 'tools/call': 60_000 };\n`,
};

function linked(program: Program) {
  const files = Object.entries(filesOf(program)).map(([path, text]) => {
    const bytes = new TextEncoder().encode(text);
    return extractFile({ path, oid: path, size: bytes.length, mode: 'file' }, bytes, typescriptExtractors);
  });
  return linkTypescript(files, NO_FLOW_MODELS);
}

describe('servers without an SDK', () => {
  test.each(Object.entries(SERVERS))('%s', (_, program) => {
    const { context: { analysis }, signals } = linked(program);
    expect(analysis.flows.map((flow) => `${flow.kind} ${flow.location.path}:${flow.location.line}`)).toEqual(wanted(program));
    expect(analysis.flows.map((flow) => flow.source)).toEqual(['an argument of a tool call']);
    expect(signals['mcp-server']).not.toEqual([]);
    expect(signals.tools).not.toEqual([]);
    expect(signals.stdio).not.toEqual([]);
  });
  test.each(Object.entries(OTHERS))('none: %s', (_, program) => {
    const { context: { analysis }, signals } = linked(program);
    expect(analysis.entries).toEqual([]);
    expect(signals['mcp-server']).toEqual([]);
  });
});
