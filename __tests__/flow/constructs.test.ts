import { describe, expect, test } from '@jest/globals';
import { found, tool, wanted, type Program } from '../support/flows';

const run = (body: string, head = ''): Program => tool(body, head);

/** Ways that a value takes from the argument `a` to a shell; each marked line is found, and nothing else. */
const CONSTRUCTS: Readonly<Record<string, Program>> = {
  'a helper': run('  go(a);', 'function go(x) { exec(x); } // ! command-injection'),
  'a helper that returns': run('  exec(make(a)); // ! command-injection', 'const make = (x) => `ls ${x}`;'),
  'a class and its field': run('  new Job(a).go();', 'class Job {\n  constructor(x) { this.x = x; }\n  go() { exec(this.x); } // ! command-injection\n}'),
  'a class that its own file exports': run('  new Job(a).go(); Job.run(a);', 'export class Job {\n  constructor(x) { this.x = x; }\n  go() { exec(this.x); } // ! command-injection\n  static run(x) { exec(x); } // ! command-injection\n}'),
  'a parameter property': run('  new Job(a).go();', 'class Job {\n  constructor(private readonly x: string) {}\n  go() { exec(this.x); } // ! command-injection\n}'),
  'a private field': run('  new Job(a).go();', 'class Job {\n  #x = "";\n  constructor(x) { this.#x = x; }\n  go() { exec(this.#x); } // ! command-injection\n}'),
  'a getter': run('  exec(new Job(a).x); // ! command-injection', 'class Job {\n  constructor(v) { this.v = v; }\n  get x() { return `ls ${this.v}`; }\n}'),
  'the constructor of a parent': run('  new Job(a).go();', 'class Base {\n  constructor(x) { this.x = x; }\n  go() { exec(this.x); } // ! command-injection\n}\nclass Job extends Base {}'),
  'names that every object has': run('  exec(a + toString()); // ! command-injection\n  constructor(a);', 'hasOwnProperty(1);'),
  'an inherited method': run('  new Job().go(a);', 'class Base {\n  go(x) { exec(x); } // ! command-injection\n}\nclass Job extends Base {}'),
  'a static method': run('  Job.go(a);', 'class Job {\n  static go(x) { Job.run(x); }\n  static run(x) { exec(x); } // ! command-injection\n}'),
  'a closure': run('  const go = () => exec(a); // ! command-injection\n  go();'),
  'a function that makes functions': run('  maker(a)();', 'const maker = (x) => () => exec(x); // ! command-injection'),
  'array methods': run("  exec(list.filter(Boolean).map((x) => x.trim()).join(' ')); // ! command-injection"),
  reduce: run("  exec(list.reduce((all, x) => all + ' ' + x, 'ls')); // ! command-injection"),
  'the index of forEach': run("  list.forEach((x, i) => { exec(`echo ${i}`); });\n  list.forEach((x) => { exec(x); }); // ! command-injection"),
  'the key of a map': run("  new Map([[a, 1]]).forEach((n, key) => { exec(key); });\n  new URLSearchParams(a).forEach((value, key) => { exec(key); }); // ! command-injection"),
  'forEach into a variable': run("  let c = 'ls';\n  list.forEach((x) => { c += ` ${x}`; });\n  exec(c); // ! command-injection"),
  'push and join': run("  const c = ['ls'];\n  c.push(a);\n  exec(c.join(' ')); // ! command-injection"),
  'a promise': run('  Promise.resolve(a).then((x) => exec(x)); // ! command-injection'),
  'an executor': run('  const x = await new Promise((resolve) => { resolve(a); });\n  exec(x); // ! command-injection'),
  'Promise.all': run('  const [x] = await Promise.all([later(a)]);\n  exec(x); // ! command-injection', 'async function later(x) { return x; }'),
  'async iteration': run('  for await (const x of each(list)) exec(x); // ! command-injection', 'async function* each(xs) { for (const x of xs) yield x; }'),
  'destructuring with a default and another name': run("  const { a: x = 'b' } = { a };\n  exec(x); // ! command-injection"),
  'array destructuring': run('  const [, x] = [b.length, a];\n  exec(x); // ! command-injection'),
  'what a request carries along': { 's.js': "import express from 'express';\nimport { AsyncLocalStorage } from 'node:async_hooks';\nconst store = new AsyncLocalStorage();\nconst app = express();\napp.get('/', (req, res) => store.run({ base: req.query.base, other: 1 }, () => answer(res)));\nasync function answer(res) { res.json(await fetch(store.getStore()?.base)); } // ! ssrf\n" },
  spread: run('  const x = { ...{ a } };\n  exec(x.a); // ! command-injection'),
  rest: run('  go(1, a);', 'function go(...xs) { exec(xs[1]); } // ! command-injection'),
  'a spread call': run('  go(...[a]);', 'function go(x) { exec(x); } // ! command-injection'),
  'a tagged template': run('  exec(sh`ls ${a}`); // ! command-injection', 'const sh = (parts, ...values) => parts.join(values[0]);'),
  'an object literal': run('  const job = { cmd: a };\n  exec(job.cmd); // ! command-injection'),
  'a map': run("  const m = new Map();\n  m.set('x', a);\n  exec(m.get('x')); // ! command-injection"),
  'a set': run('  const s = new Set([a]);\n  for (const x of s) exec(x); // ! command-injection'),
  'a JSON round trip': run('  exec(JSON.parse(JSON.stringify({ a })).a); // ! command-injection'),
  'a buffer': run("  exec(Buffer.from(a, 'base64').toString('utf8')); // ! command-injection"),
  'a URL': run('  exec(`curl ${new URL(a).href}`); // ! command-injection'),
  'a table of handlers': run('  HANDLERS[b](a);', 'const HANDLERS = {\n  one: (x) => exec(x), // ! command-injection\n  two: (x) => x,\n};'),
  'a switch': run("  switch (b) { case 'one': exec(a); break; default: } // ! command-injection"),
  'an assignment in a condition': run('  let x;\n  if ((x = a)) exec(x); // ! command-injection'),
  'a comma': run('  exec((0, a)); // ! command-injection'),
  'or, and, ??': run("  const x = a || 'b';\n  const y = x ?? 'c';\n  exec(b && y); // ! command-injection"),
  'a ternary': run("  exec(b ? `ls ${a}` : 'ls'); // ! command-injection"),
  'a loop that comes round': run("  let x = 'ls';\n  for (let i = 0; i < 2; i++) { exec(x); x = a; } // ! command-injection"),
  'try and catch': run("  let x = 'ls';\n  try { x = a; JSON.parse(b); } catch { exec(x); } // ! command-injection"),
  finally: run("  let x = 'ls';\n  try { x = a; } finally { exec(x); } // ! command-injection"),
  'call, apply and bind': run('  go.call(null, a);\n  go.apply(null, [a]);\n  go.bind(null)(a);', 'function go(x) { exec(x); } // ! command-injection'),
  'a callback of an unknown function': run('  withSpan("x", async () => exec(a)); // ! command-injection', "import { withSpan } from 'tracing';"),
  'dependency injection by default': run('  go(a);', 'function go(x, deps = { exec }) { deps.exec(x); } // ! command-injection'),
  'a static alias': run('  Job.run(a);', 'class Job { static exec = exec; static run(x) { Job.exec(x); } } // ! command-injection'),
  'bracket access': run("  const job = { cmd: a };\n  exec(job['cmd']); // ! command-injection"),
  'a computed name': run('  const job = { [b]: a };\n  exec(job[b]); // ! command-injection'),
  'Object.assign': run('  exec(Object.assign({}, { a }).a); // ! command-injection'),
  'Object.entries': run('  for (const [, x] of Object.entries({ a })) exec(x); // ! command-injection'),
  'String methods': run("  exec(a.trim().toLowerCase().slice(1).concat('x').padEnd(9)); // ! command-injection"),
  'regular expression groups': run('  const m = /x(.*)/.exec(a);\n  if (m) exec(m[1]); // ! command-injection'),
  'a named import of promisify': run('  sh(a); // ! command-injection', "import { promisify as p } from 'util';\nconst sh = p(exec);"),
  'a namespace import': run('  cp.execSync(a); // ! command-injection', "import * as cp from 'child_process';"),
  'a dynamic import': run("  const cp = await import('child_process');\n  cp.execSync(a); // ! command-injection"),
  'require in place': run("  require('child_process').execSync(a); // ! command-injection"),
  'another file, a default export': { 'src/index.ts': tool('  go(a);', "import go from './go';"), 'src/go.ts': "import { exec } from 'child_process';\nexport default function go(x: string) { exec(x); } // ! command-injection\n" },
  'a barrel': { 'src/index.ts': tool('  go(a);', "import { go } from './lib';"), 'src/lib/index.ts': "export * from './go.js';\n", 'src/lib/go.ts': "import { exec } from 'child_process';\nexport const go = (x: string) => exec(x); // ! command-injection\n" },
  'a renamed re-export': { 'src/index.ts': tool('  go(a);', "import { go } from './lib';"), 'src/lib/index.ts': "export { run as go } from './go';\n", 'src/lib/go.ts': "import { exec } from 'child_process';\nexport function run(x: string) { exec(x); } // ! command-injection\n" },
  'CommonJS': { 'src/index.js': tool('  lib.go(a);', "const lib = require('./lib');"), 'src/lib.js': "const { exec } = require('child_process');\nexports.go = (x) => exec(x); // ! command-injection\n" },
  'module.exports': { 'src/index.js': tool('  go(a);', "const go = require('./lib');"), 'src/lib.js': "const { exec } = require('child_process');\nmodule.exports = function (x) { exec(x); }; // ! command-injection\n" },
  'compiled CommonJS': {
    'dist/index.js': `"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) { return (mod && mod.__esModule) ? mod : { "default": mod }; };
Object.defineProperty(exports, "__esModule", { value: true });
const mcp_js_1 = require("@modelcontextprotocol/sdk/server/mcp.js");
const zod_1 = require("zod");
const go_js_1 = require("./go.js");
const other_js_1 = __importDefault(require("./other.js"));
const server = new mcp_js_1.McpServer({});
server.tool("t", { a: zod_1.z.string() }, (_a) => __awaiter(void 0, [_a], void 0, function* ({ a }) {
    yield (0, go_js_1.go)(a);
    yield other_js_1.default.run(a);
}));
`,
    'dist/go.js': `"use strict";
var __awaiter = (this && this.__awaiter) || function () {};
Object.defineProperty(exports, "__esModule", { value: true });
exports.go = go;
const child_process_1 = require("child_process");
const util_1 = require("util");
const execAsync = (0, util_1.promisify)(child_process_1.exec);
function go(x) {
    return __awaiter(this, void 0, void 0, function* () {
        const { stdout } = yield execAsync(\`ls \${x}\`); // ! command-injection
        return stdout;
    });
}
`,
    'dist/other.js': `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const child_process_1 = require("child_process");
class Other { run(x) { (0, child_process_1.execSync)(x); } } // ! command-injection
exports.default = new Other();
`,
  },
  'a function handed to a library, and called with something else': run("  exec(tidy(a)); // ! command-injection\n  exec(NAMES.map(tidy).join(' '));", "const NAMES = ['ls', 'ps'];\nconst tidy = (x) => x.trim();"),
  'a function handed to a library twice': run("  exec(list.map(tidy).join(' ')); // ! command-injection\n  exec(NAMES.map(tidy).join(' '));", "const NAMES = ['ls', 'ps'];\nconst tidy = (x) => x.trim();"),
  'a callback that adds up': run("  exec(list.reduce((sum, x) => sum + x, '')); // ! command-injection"),
  'a promise in a callback of a callback': run("  const all = await Promise.all(list.map(async (x) => load(x).then((y) => y.trim())));\n  exec(all[0]); // ! command-injection", 'const load = async (x) => `ls ${x}`;'),
  'an esbuild bundle': `var __defProp = Object.defineProperty;
var __export = (target, all) => { for (var name in all) __defProp(target, name, { get: all[name], enumerable: true }); };
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { exec as exec2 } from "child_process";
var tools_exports = {};
__export(tools_exports, { one: () => one });
var one = { name: "one", schema: { a: z.string() }, run: async ({ a }) => exec2(a) }; // ! command-injection
var server = new McpServer({});
for (const t of Object.values(tools_exports)) server.tool(t.name, t.schema, t.run);
`,
};

describe('propagation', () => {
  test.each(Object.entries(CONSTRUCTS))('%s', (_, program) => {
    expect(wanted(program).length).toBeGreaterThan(0);
    expect(found(program)).toEqual(wanted(program));
  });
});
