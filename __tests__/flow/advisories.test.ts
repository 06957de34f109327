import { describe, expect, test } from '@jest/globals';
import { found, tool, wanted, type Program } from '../support/flows';

interface Advisory {
  readonly id: string;
  readonly what: string;
  readonly before: Program;
  readonly after: Program;
}

const lowLevel = (cases: string, head = ''): string => `import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { execFileSync, exec, spawn } from 'child_process';
import { promisify } from 'util';
import fs from 'fs/promises';
import path from 'path';
${head}
const server = new Server({ name: 's', version: '1' }, { capabilities: { tools: {} } });
server.setRequestHandler(CallToolRequestSchema, async (request) => {
  const { name, arguments: args = {} } = request.params;
  switch (name) {
${cases}
    default: throw new Error('unknown');
  }
});
`;

const contained = `
async function vetted(p) {
  const full = path.resolve(p);
  const inside = roots.some((root) => full === root || full.startsWith(root + path.sep));
  if (!inside) throw new Error('outside');
  return full;
}`;

const authorising = (body: string, head = ''): string => `import open from 'open';
import { z } from 'zod';
${head}
const Metadata = z.object({ authorization_endpoint: z.string() }).passthrough();
async function discover(server, fetchFn = fetch) {
  const response = await fetchFn(new URL('/.well-known/oauth-authorization-server', server));
  if (!response.ok) throw new Error('none');
  return Metadata.parse(await response.json());
}
class Provider {
  async redirect(url) {
${body}
  }
}
async function auth(provider, server) {
  const metadata = await discover(server);
  const url = metadata ? new URL(metadata.authorization_endpoint) : new URL('/authorize', server);
  url.searchParams.set('response_type', 'code');
  await provider.redirect(url);
}
auth(new Provider(), process.argv[2]);
`;

const opener = (check: string): Program => ({ 'index.js': `"use strict";
function _connect() { const data = _interop(require("connect")); _connect = function () { return data; }; return data; }
function _open() { const data = _interop(require("open")); _open = function () { return data; }; return data; }
function _interop(obj) { return obj && obj.__esModule ? obj : { default: obj }; }
async function openAddress(req, res, next) {
  if (req.method === 'POST') {
    const { url } = req.body;
${check}    await (0, _open().default)(url);${check === '' ? ' // ! command-injection' : ''}
    res.end();
  }
  next();
}
exports.default = (0, _connect().default)().use(openAddress);
` });

/** The essence of published flaws and of their repairs, in words of our own. */
const ADVISORIES: readonly Advisory[] = [
  {
    id: 'CVE-2025-53967', what: 'an address interpolated into curl',
    before: tool('  return download(`https://api.example.com/files/${a}`);', `import { promisify } from 'node:util';
const run = promisify(exec);
async function download(url) {
  try { return await fetch(url, {}); } // ! url-path-injection
  catch { return run(\`curl -s "\${url}"\`); } // ! command-injection
}`, '{ a: z.string(), b: z.string(), list: z.array(z.string()) }'),
    after: tool('  return download(`https://api.example.com/files/${a}`);', `import { promisify } from 'node:util';
const run = promisify(execFile);
async function download(url) {
  try { return await fetch(url, {}); } catch { return run('curl', ['-s', url]); }
}`, '{ a: z.string().regex(/^[a-zA-Z0-9]+$/), b: z.string(), list: z.array(z.string()) }'),
  },
  {
    id: 'CVE-2025-66404', what: 'a shell given to another shell',
    before: lowLevel(`    case 'exec': {
      const shell = args.shell || '/bin/sh';
      return new k8s.Exec(config).exec(args.namespace, args.pod, '', [shell, '-c', args.command], process.stdout); // ! command-injection
    }`, "import * as k8s from '@kubernetes/client-node';\nconst config = new k8s.KubeConfig();"),
    after: lowLevel(`    case 'exec': {
      if (!Array.isArray(args.command)) throw new Error('a list');
      const argv = ['exec', '-n', args.namespace, '--', args.pod];
      argv.push('--', ...args.command);
      return execFileSync('kubectl', argv);
    }`),
  },
  {
    id: 'CVE-2026-39884', what: 'a command cut at blanks',
    before: lowLevel(`    case 'forward': {
      let command = 'kubectl port-forward';
      command += \` -n \${args.namespace}\`;
      const [program, ...rest] = command.split(' ');
      return spawn('kubectl', rest); // ! argument-injection
    }`),
    after: lowLevel(`    case 'forward': return spawn('kubectl', ['port-forward', '-n', args.namespace]);`),
  },
  {
    id: 'CVE-2026-47250', what: 'flags that the caller names',
    before: lowLevel("    case 'generic': return execFileSync('kubectl', [args.command]); // ! argument-injection"),
    after: lowLevel("    case 'generic': return safely('kubectl', [args.command]);", `const REFUSED = new Set(['--kubeconfig', '--server']);
function refuse(flag) { throw new Error(flag); }
function vet(argv) {
  for (const each of argv) {
    if (typeof each !== 'string') continue;
    if (!each.startsWith('-')) continue;
    if (REFUSED.has(each.split('=')[0])) refuse(each);
  }
}
function safely(file, argv) { vet(argv); return execFileSync(file, argv); }`),
  },
  {
    id: 'CVE-2025-53110', what: 'a prefix without its separator',
    before: lowLevel("    case 'read': return fs.readFile(await vetted(args.path), 'utf8'); // ! path-traversal", `const roots = process.argv.slice(2).map((each) => path.resolve(each));${contained.replace('full === root || full.startsWith(root + path.sep)', 'full.startsWith(root)')}`),
    after: lowLevel("    case 'read': return fs.readFile(await vetted(args.path), 'utf8');", `const roots = process.argv.slice(2).map((each) => path.resolve(each));${contained}`),
  },
  {
    id: 'CVE-2026-33989', what: 'a file saved anywhere',
    before: tool("  fs.writeFileSync(a, Buffer.from('x')); // ! path-traversal"),
    after: tool("  check(a);\n  fs.writeFileSync(a, Buffer.from('x'));", `function check(file) {
  const full = path.resolve(file);
  const roots = [process.cwd(), '/tmp'];
  if (!roots.some((root) => full.startsWith(root + path.sep))) throw new Error('outside');
}`),
  },
  {
    id: 'CVE-2025-52573', what: 'a device named on a command line',
    before: tool('  return run(`idb ui tap --udid ${await device(a)}`); // ! command-injection', "import { promisify } from 'node:util';\nconst run = promisify(exec);\nasync function device(id) { let found = id; if (!found) { found = 'booted'; } return found; }"),
    after: tool("  return execFile('idb', ['ui', 'tap', '--udid', a]);"),
  },
  {
    id: 'CVE-2025-53107', what: 'file names between double quotes',
    before: tool('  const files = list.map((file) => `"${file.replace(/"/g, \'\\\\"\')}"`).join(\' \');\n  exec(`git add -- ${files}`); // ! command-injection'),
    after: tool("  execFile('git', ['add', '--', ...list]);"),
  },
  {
    id: 'CVE-2025-53372', what: 'a container named in a handler of another file',
    before: {
      'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport stop, { argSchema as schema } from './stop.js';\nconst server = new McpServer({});\nserver.tool('stop', 'Stops.', schema, stop);\n",
      'src/stop.ts': "import { execSync } from 'node:child_process';\nimport { z } from 'zod';\nexport const argSchema = { id: z.string() };\nexport default async function stop({ id }: { id: string }) {\n  execSync(`docker rm -f ${id}`); // ! command-injection\n}\n",
    },
    after: {
      'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport stop, { argSchema as schema } from './stop.js';\nconst server = new McpServer({});\nserver.tool('stop', 'Stops.', schema, stop);\n",
      'src/stop.ts': "import { execFileSync } from 'node:child_process';\nimport { z } from 'zod';\nimport { clean } from './clean';\nexport const argSchema = { id: z.string() };\nexport default async function stop({ id }: { id: string }) {\n  const safe = clean(id);\n  if (!safe) return { isError: true };\n  execFileSync('docker', ['rm', '-f', safe]);\n}\n",
      'src/clean.ts': 'export function clean(id: string): string | null {\n  return /^[a-zA-Z0-9_][a-zA-Z0-9_.-]+$/.test(id) ? id : null;\n}\n',
    },
  },
  {
    id: 'CVE-2025-54073', what: 'a package documented by the shell, in a class',
    before: `import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { exec } from 'child_process';
import { promisify } from 'util';
const run = promisify(exec);
const isArgs = (args: unknown): args is { package: string } => typeof (args as { package: string }).package === 'string';
class Docs {
  private server: Server;
  constructor() { this.server = new Server({}, {}); this.handle(); }
  private handle() {
    this.server.setRequestHandler(CallToolRequestSchema, async (request) => {
      switch (request.params.name) {
        case 'doc':
          if (!isArgs(request.params.arguments)) throw new Error('bad');
          return this.lookUp(request.params.arguments.package);
      }
    });
  }
  private async lookUp(name: string) { return run(\`go doc \${name}\`); } // ! command-injection
}
new Docs();
`,
    after: `import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { execFile } from 'child_process';
import { promisify } from 'util';
const run = promisify(execFile);
class Docs {
  private server = new Server({}, {});
  constructor() { this.server.setRequestHandler(CallToolRequestSchema, async (request) => this.lookUp(request.params.arguments.package)); }
  private async lookUp(name: string) { return run('go', ['doc', '--', name]); }
}
new Docs();
`,
  },
  {
    id: 'CVE-2025-59834', what: 'a schema by its shape, options behind the handler',
    before: `const McpServerModule = require('@modelcontextprotocol/sdk/server/mcp.js');
import { z } from 'zod';
import { exec } from 'child_process';
import { promisify } from 'util';
const run = promisify(exec);
const Shape = z.object({ command: z.string(), device: z.string().optional(), times: z.number() });
const server = new McpServerModule.McpServer({});
const on = (device?: string) => (device ? \`-s \${device} \` : '');
async function adb(command: string) { return run(command); } // ! command-injection
server.tool('shell', Shape.shape, async (args) => adb(\`adb \${on(args.device)}shell "\${args.command.replace(/"/g, '\\\\"')}" \${args.times}\`), { description: 'Runs.' });
`,
    after: `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { execFile } from 'child_process';
import { promisify } from 'util';
const run = promisify(execFile);
const Shape = z.object({ command: z.string(), device: z.string().optional() });
const server = new McpServer({});
const on = (device?: string) => (device ? ['-s', device] : []);
async function adb(args: string[]) { return run('adb', args); }
server.tool('shell', 'Runs.', Shape.shape, async (args) => adb([...on(args.device), 'shell', '--', args.command]));
`,
  },
  {
    id: 'GHSA-4h5r-5jm8-jxjm', what: 'arguments of a shell that only some systems have',
    before: tool("  spawn('gemini', list.map((each) => each.trim()), { shell: process.platform === 'win32' }); // ! command-injection"),
    after: tool("  spawn('gemini', list.map(quoteForCmd), { shell: process.platform === 'win32' });", `function quoteForCmd(arg) { return \`"\${String(arg).replace(/(\\\\*)"/g, '$1$1""').replace(/(\\\\+)$/, '$1$1')}"\`; }`),
  },
  {
    id: 'railway-mcp-server 19', what: 'options joined to a command',
    before: {
      'src/index.js': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport * as tools from './tools.js';\nconst server = new McpServer({});\nObject.values(tools).forEach((tool) => {\n  server.registerTool(tool.name, { title: tool.title, inputSchema: tool.inputSchema }, tool.handler);\n});\n",
      'src/tools.js': "import { z } from 'zod';\nimport { run } from './run.js';\nexport const setTool = {\n  name: 'set', title: 'Set', inputSchema: { variables: z.array(z.string()) },\n  handler: async ({ variables }) => {\n    let command = 'railway variables';\n    variables.forEach((each) => { command += ` --set \"${each}\"`; });\n    return run(command, '/');\n  },\n};\n",
      'src/run.js': "import { exec } from 'child_process';\nimport { promisify } from 'util';\nconst execAsync = promisify(exec);\nexport const run = async (command, cwd) => {\n  return execAsync(command, { cwd }); // ! command-injection\n};\n",
    },
    after: {
      'src/index.js': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport * as tools from './tools.js';\nconst server = new McpServer({});\nObject.values(tools).forEach((tool) => {\n  server.registerTool(tool.name, { title: tool.title, inputSchema: tool.inputSchema }, tool.handler);\n});\n",
      'src/tools.js': "import { z } from 'zod';\nimport { run } from './run.js';\nexport const setTool = {\n  name: 'set', title: 'Set', inputSchema: { variables: z.array(z.string()) },\n  handler: async ({ variables }) => {\n    const args = ['variables'];\n    for (const each of variables) args.push('--set', each);\n    return run(args, '/');\n  },\n};\n",
      'src/run.js': "import { execFile } from 'child_process';\nimport { promisify } from 'util';\nconst execFileAsync = promisify(execFile);\nexport const run = async (args, cwd) => execFileAsync('railway', args, { cwd });\n",
    },
  },
  {
    id: 'CVE-2026-49987', what: 'a branch that git reads as an option',
    before: tool("  await checkOut(a);", "async function checkOut(branch, deps = { execFile }) {\n  await deps.execFile('git', ['-C', '/srv', 'checkout', branch]); // ! argument-injection\n}"),
    after: tool("  await checkOut(a);", "function vet(ref) { if (ref.startsWith('-')) throw new Error('option'); }\nasync function checkOut(branch, deps = { execFile }) {\n  vet(branch);\n  await deps.execFile('git', ['-C', '/srv', 'checkout', '--end-of-options', branch]);\n}"),
  },
  {
    id: 'CVE-2025-5276', what: 'a page of the inside of the network',
    before: tool('  return fetch(a); // ! ssrf'),
    after: tool('  return follow(a);', `import isPrivate from 'private-ip';
function vet(url) {
  const parsed = new URL(url);
  if (!['http:', 'https:'].includes(parsed.protocol)) throw new Error('scheme');
  if (isPrivate(parsed.hostname)) throw new Error('inside');
}
async function follow(url) {
  let current = url;
  for (let i = 0; i < 5; i++) {
    vet(current);
    const answer = await fetch(current, { redirect: 'manual' });
    if (answer.status < 300) return answer;
    current = new URL(answer.headers.get('location'), current).toString();
  }
}`),
  },
  {
    id: 'CVE-2025-65513', what: 'a test of the host given the whole address',
    before: tool("  if (isPrivate(a)) throw new Error('inside');\n  return fetch(a); // ! ssrf", "import isPrivate from 'private-ip';"),
    after: tool("  if (isPrivate(new URL(a).hostname)) throw new Error('inside');\n  return fetch(a);", "import isPrivate from 'private-ip';"),
  },
  {
    id: 'CVE-2026-54688', what: 'a check that is off until it is switched on',
    before: tool('  const url = new URL(a);\n  vet(url);\n  return fetch(url); // ! ssrf', `const settings = { harden: process.env.HARDEN === 'true', allowPrivateUrls: process.env.ALLOW_PRIVATE === 'true' };
function isPrivateHost(host) { return host === 'localhost' || host.startsWith('10.'); }
function vet(url) {
  if (!settings.harden || settings.allowPrivateUrls) return;
  if (isPrivateHost(url.hostname)) throw new Error('inside');
}`),
    after: tool('  const url = new URL(a);\n  vet(url);\n  return fetch(url);', `const settings = { allowPrivateUrls: process.env.ALLOW_PRIVATE === 'true' };
function isPrivateHost(host) { return host === 'localhost' || host.startsWith('10.'); }
function vet(url) {
  if (settings.allowPrivateUrls) return;
  if (isPrivateHost(url.hostname)) throw new Error('inside');
}`),
  },
  {
    id: 'CVE-2026-46341', what: 'an allow-list of prefixes of addresses',
    before: tool("  const allowed = DOMAINS.some((each) => a.startsWith(each));\n  if (!allowed) return { isError: true };\n  return fetch(a); // ! ssrf", "const DOMAINS = ['https://docs.example.com'];"),
    after: tool('  const allowed = isAllowed(a);\n  if (!allowed) return { isError: true };\n  return fetch(a);', `const HOSTS = new Set(['https://docs.example.com'].map((each) => new URL(each).hostname));
function isAllowed(url) {
  let parsed;
  try { parsed = new URL(url); } catch { return false; }
  if (parsed.protocol !== 'https:') return false;
  return HOSTS.has(parsed.hostname);
}`),
  },
  {
    id: 'CVE-2026-61462', what: 'a segment of a path that is not encoded',
    before: tool('  return fetch(new URL(`https://git.example.com/api/projects/${encodeURIComponent(a)}/jobs/${b}`).toString()); // ! url-path-injection'),
    after: tool('  return fetch(new URL(`https://git.example.com/api/projects/${encodeURIComponent(a)}/jobs/${segment(b)}`).toString());', `function segment(value) {
  const decoded = decodeURIComponent(String(value));
  if (decoded === '.' || decoded === '..') throw new Error('dots');
  return encodeURIComponent(decoded);
}`),
  },
  {
    id: 'CVE-2026-61560', what: 'a file that is only asked whether it exists',
    before: tool("  if (!fs.existsSync(a)) throw new Error('missing');\n  return fs.readFileSync(a); // ! path-traversal"),
    after: tool('  return readInside(a);', `const base = fs.realpathSync(process.cwd());
function isInside(file, root) { return file === root || file.startsWith(root + path.sep); }
function readInside(input) {
  const full = path.resolve(base, input);
  if (!isInside(full, base)) throw new Error('outside');
  const real = fs.realpathSync(full);
  if (!isInside(real, base)) throw new Error('outside');
  return fs.readFileSync(real);
}`),
  },
  {
    id: 'CVE-2025-61685', what: 'the nearest folder that exists',
    before: tool("  const parts = a.split('/');\n  while (parts.length > 0) {\n    const full = path.join('/srv/docs', parts.join('/'));\n    if (fs.existsSync(full)) return fs.readdirSync(full); // ! path-traversal\n    parts.pop();\n  }"),
    after: tool("  const full = path.resolve(path.join('/srv/docs', a));\n  const relative = path.relative('/srv/docs', full);\n  if (relative.startsWith('..') || path.isAbsolute(relative)) return { found: false };\n  return fs.readdirSync(full);"),
  },
  {
    id: 'mcp-sqlite 1.0.9', what: 'names of tables and columns',
    before: tool("  const sql = `INSERT INTO ${a} VALUES (?)`;\n  db.all(sql, [b], () => {}); // ! sql-injection", "import sqlite3 from 'sqlite3';\nconst db = new sqlite3.Database('x');"),
    after: tool("  const sql = `INSERT INTO ${quoteIdentifier(a)} VALUES (?)`;\n  db.all(sql, [b], () => {});", "import sqlite3 from 'sqlite3';\nconst db = new sqlite3.Database('x');\nfunction quoteIdentifier(name) { return `\"${name.replace(/\"/g, '\"\"')}\"`; }"),
  },
  {
    id: 'CVE-2025-59333', what: 'a statement that must begin with SELECT',
    before: tool("  if (!a.trim().toLowerCase().startsWith('select')) throw new Error('read only');\n  return db.query(a); // ! sql-injection", "import pg from 'pg';\nconst db = new pg.Pool();"),
    after: tool("  return db.query('SELECT * FROM t WHERE a = $1', [a]);", "import pg from 'pg';\nconst db = new pg.Pool();"),
  },
  {
    id: 'CVE-2025-6514', what: 'an address out of the description of a server, opened by the system',
    before: authorising('    await open(url.toString()); // ! command-injection'),
    after: authorising(`    await open(vetted(url.toString()));`, `function vetted(raw) {
  const abort = () => { throw new Error(raw); };
  let url;
  try { url = new URL(raw); } catch { abort(); }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') abort();
  url.pathname = url.pathname.slice(0, 1) + encodeURIComponent(url.pathname.slice(1));
  return url.href;
}`),
  },
  {
    id: 'CVE-2025-6514', what: 'the same by a command of our own',
    before: authorising('    exec(`xdg-open "${url}"`); // ! command-injection', "import { exec } from 'node:child_process';"),
    after: authorising("    execFile('xdg-open', [url.toString()]);", "import { execFile } from 'node:child_process';"),
  },
  {
    id: 'CVE-2025-11953', what: 'an address that a page asks the system to open',
    before: opener(''),
    after: opener(`    try {
      const parsed = new URL(url);
      if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') { res.writeHead(400); res.end(); return; }
    } catch (error) { res.writeHead(400); res.end(); return; }
`),
  },
];

describe('advisories', () => {
  test.each(ADVISORIES.map((each) => [`${each.id}: ${each.what}`, each] as const))('%s', (_, { before, after }) => {
    expect(wanted(before).length).toBeGreaterThan(0);
    expect(found(before)).toEqual(wanted(before));
    expect(found(after)).toEqual([]);
  });
});
