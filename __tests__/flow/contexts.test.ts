import { describe, expect, test } from '@jest/globals';
import { found, tool, wanted, type Program } from '../support/flows';

const IN_PARALLEL = `async function inParallel(items: string[], limit: number, run: (item: string) => unknown) {
  let next = 0;
  async function worker() {
    while (next < items.length) {
      const item = items[next++];
      await run(item);
    }
  }
  await Promise.all(Array(limit).fill(null).map(() => worker()));
}`;

const SDK = "class McpServer {\n  _registeredTools = {};\n  _registeredPrompts = {};\n  tool(name, schema, callback) { this._registeredTools[name] = { schema, callback }; this.setToolRequestHandlers(); }\n  prompt(name, schema, callback) { this._registeredPrompts[name] = { schema, callback }; this.setPromptRequestHandlers(); }\n  setToolRequestHandlers() {\n    this.server.setRequestHandler(A, async (request, extra) => {\n      const tool = this._registeredTools[request.params.name];\n      const parsed = await tool.schema.safeParseAsync(request.params.arguments);\n      return tool.callback(parsed.data, extra);\n    });\n  }\n  setPromptRequestHandlers() {\n    this.server.setRequestHandler(B, async (request, extra) => {\n      const prompt = this._registeredPrompts[request.params.name];\n      const parsed = await prompt.schema.safeParseAsync(request.params.arguments);\n      return prompt.callback(parsed.data, extra);\n    });\n  }\n}\nconst METHOD = 'tools/call';\n";

/** A value that is handed through as many functions. */
const handedThrough = (count: number): string => Array.from({ length: count }, (_, i) => `function f${i}(x) {\n  return f${i + 1}(x);\n}`).join('\n');

/** What one caller hands over is not mixed up with what another does; each marked line is found, and nothing else. */
const CASES: Readonly<Record<string, Program>> = {
  'a helper that runs what it is given': tool("  each(list, (x) => exec(x)); // ! command-injection\n  each(['a'], (x) => eval(x));", 'function each(items: string[], run: (x: string) => unknown) { for (const item of items) run(item); }'),
  'a helper that runs it in a function inside': tool("  await inParallel(list, 2, (x) => exec(x)); // ! command-injection\n  await inParallel(['a'], 2, (x) => eval(x));", IN_PARALLEL),
  'a helper that runs it in a callback': tool("  retry(a, (x) => exec(x)); // ! command-injection\n  retry('b', (x) => eval(x));", 'function retry(value: string, run: (x: string) => unknown) { return [1, 2].map(() => run(value)); }'),
  'a helper of a helper': tool("  each(list, (x) => exec(x)); // ! command-injection\n  each(['a'], (x) => eval(x));", 'function each(items: string[], run: (x: string) => unknown) { for (const item of items) once(item, run); }\nfunction once(item: string, run: (x: string) => unknown) { run(item); }'),
  'what a helper gives back': tool("  exec(await withLock(() => a)); // ! command-injection\n  exec(await withLock(() => 'b'));", 'async function withLock(run: () => string) { const result = await run(); return result; }'),
  'programs and lists of a helper': tool("  run('adb', ['shell', a]);\n  run('osascript', ['-e', 'beep']);", "function run(program: string, args: string[]) {\n  return execFile(program, args); // ! argument-injection\n}"),
  'a shell among the programs of a helper': tool("  run('ls', ['-c', a]);\n  run('sh', ['-c', 'ls']);", 'function run(program: string, args: string[]) {\n  return execFile(program, args);\n}'),
  'a command for the shell of a helper': tool("  run('sh', ['-c', a]);\n  run('ls', ['-l']);", 'function run(program: string, args: string[]) {\n  return execFile(program, args); // ! command-injection\n}'),
  'a list made in a helper': tool("  run('git', [a]);", 'function run(program: string, args: string[]) {\n  return execFile(program, args); // ! argument-injection\n}'),
  'a body beside the settings of the program': { 's.js': "const express = require('express');\nconst { execSync } = require('child_process');\nfunction modeOf(config) { return config.mode; }\nconst app = express();\napp.post('/', (req, res) => { res.json(modeOf(req.body)); });\nexecSync(`start ${modeOf({ mode: 'safe' })}`);\n" },
  'a body that is kept': { 's.js': "const express = require('express');\nconst { execSync } = require('child_process');\nclass Store {\n  constructor(config) { this.config = config; }\n  run() { execSync(`start ${this.config.mode}`); } // ! command-injection\n}\nexpress().post('/', (req, res) => { new Store(req.body).run(); });\n" },
  'a way that can be told': tool('  f0(a);', `${handedThrough(10)}\nfunction f10(x) { exec(x); } // ! command-injection`),
  'a way too long to be told': tool('  f0(a);', `${handedThrough(25)}\nfunction f25(x) { exec(x); }`),
  'prompts of an SDK that was bundled': { 'dist/index.js': `${SDK}import { z } from 'zod';\nimport { exec } from 'child_process';\nconst server = new McpServer();\nserver.tool('t', { a: z.number() }, async ({ a }) => exec(String(a)));\nserver.prompt('p', { b: z.string() }, async ({ b }) => b);\n` },
};

describe('what belongs to one call', () => {
  test.each(Object.entries(CASES))('%s', (_, program) => {
    expect(found(program)).toEqual(wanted(program));
  });
});
