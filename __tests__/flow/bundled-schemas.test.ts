import { describe, expect, test } from '@jest/globals';
import { found, wanted } from '../support/flows';

const HEAD = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { exec } from 'node:child_process';
const server = new McpServer({ name: 's', version: '1' });
`;
const LIBRARY = `class Any { constructor(def) { this.def = def; } min(n) { return new this.constructor({ ...this.def, n }); } regex(r) { return new this.constructor({ ...this.def, r }); } optional() { return new this.constructor(this.def); } get shape() { return this.def.shape(); } }
class Text extends Any {} class Count extends Any {} class Choice extends Any {} class Shape extends Any {}
Text.create = (d) => new Text({ ...d }); Count.create = (d) => new Count({ ...d }); Choice.create = (v, d) => new Choice({ v, ...d }); Shape.create = (s, d) => new Shape({ shape: () => s, ...d });
`;
const USES = (n: string): string => `server.tool('a', { id: ${n}number().min(1), text: ${n}string().optional() }, async ({ id, text }) => {
exec('go ' + id);
exec('go ' + text); // ! command-injection
});
const way = ${n}object({ kind: ${n}enum(['a', 'b']).optional(), name: ${n}string().regex(/^[a-z]+$/), text: ${n}string() });
server.tool('b', way.shape, async ({ kind, name, text }) => {
exec('go ' + kind);
exec('go ' + name);
exec('go ' + text); // ! command-injection
});
server.tool('c', { path: ${n}object({ room: ${n}number(), text: ${n}string() }) }, async ({ path }) => {
exec('go ' + path.room);
exec('go ' + path.text); // ! command-injection
});
`;
/** Libraries of schemas that a bundler put into the package. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'a namespace that is frozen': `${HEAD}${LIBRARY}var l = Text.create, n = Object.freeze({ __proto__: null, string: l, number: Count.create, enum: Choice.create, object: Shape.create });\n${USES('n.')}`,
  'a namespace that is not in sight': `${HEAD}import { n } from './chunk';\n${USES('n.')}`,
  'a member of a module': `${HEAD}var lib = load();\n${USES('lib.z.')}`,
  'functions of their own': `${HEAD}${LIBRARY}var stringType = Text.create, numberType = Count.create, enumType = Choice.create, objectType = Shape.create;\n${USES('').replace(/(number|enum|string|object)\(/g, '$1Type(')}`,
  'no schemas: members are made by another': `${HEAD}var n = load(), m = load();
const way = n.object({ id: m.number(), name: m.string() });
server.tool('a', way, async ({ id }) => {
exec('go ' + id); // ! command-injection
});
`,
  'the dispatcher of a server that was bundled': `${HEAD}import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js';
class Served {
  constructor(server) { this.server = server; this._registeredTools = {}; }
  start() { this.server.setRequestHandler(CallToolRequestSchema, async (request) => { const tool = this._registeredTools[request.params.name]; return await tool.callback(request.params.arguments); }); }
  tool(name, schema, callback) { this._registeredTools[name] = { schema, callback }; this.start(); }
}
new Served(server).tool('a', {}, async (args) => { exec(String(args)); });
`,
};

describe('schemas of bundled libraries', () => {
  test.each(Object.entries(PROGRAMS))('%s', (_, program) => {
    expect(found(program)).toEqual(wanted(program));
  });
});
