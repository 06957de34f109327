import type { FlowKind } from '../../../src/model/flow-kind';

/** A small program that has one finding: what is untrusted in it, and an expression that uses a value where it must not be. */
export interface Seed {
  readonly kind: FlowKind;
  readonly imports: string;
  readonly source: string;
  readonly sink: (value: string) => string;
  /** What calls the code: a tool of an MCP server, a route, or the entries of an archive. */
  readonly frame: (body: string, schema: string) => string;
}

const toolFrame: Seed['frame'] = (body, schema) => `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
const server = new McpServer({ name: 's', version: '1' });
server.tool('t', { a: ${schema} }, async ({ a }) => {
${body}
  return { content: [] };
});`;
const routeFrame: Seed['frame'] = (body) => `import express from 'express';
const app = express();
app.use(express.json());
app.post('/x', async (req, res) => {
${body}
});
app.listen(3000);`;
const archiveFrame: Seed['frame'] = (body) => `import unzipper from 'unzipper';
fs.createReadStream('in.zip').pipe(unzipper.Parse()).on('entry', async (entry) => {
${body}
});`;

const inTool = (kind: FlowKind, sink: Seed['sink'], imports = ''): Seed => ({ kind, sink, imports, source: 'a', frame: toolFrame });
const inRoute = (kind: FlowKind, sink: Seed['sink'], imports = '', source = 'req.body.a'): Seed => ({ kind, sink, imports, source, frame: routeFrame });

/** One program of each kind of finding. */
export const SEEDS: readonly Seed[] = [
  inTool('sql-injection', (v) => `await db.query("SELECT * FROM t WHERE name = '" + ${v} + "'")`, "import pg from 'pg';\nconst db = new pg.Pool();"),
  inRoute('xss', (v) => `res.send(\`<p>\${${v}}</p>\`)`),
  inTool('command-injection', (v) => `execSync(\`ls \${${v}}\`)`, "import { execSync } from 'node:child_process';"),
  inTool('argument-injection', (v) => `execFileSync('git', ['log', ${v}])`, "import { execFileSync } from 'node:child_process';"),
  inTool('path-traversal', (v) => `fs.readFileSync(path.resolve('/srv/files', ${v}), 'utf8')`, "import fs from 'node:fs';\nimport path from 'node:path';"),
  { kind: 'zip-slip', sink: (v) => `entry.pipe(fs.createWriteStream(path.resolve('/srv/files', ${v})))`, imports: "import fs from 'node:fs';\nimport path from 'node:path';", source: 'entry.path', frame: archiveFrame },
  inTool('ssrf', (v) => `await fetch(${v})`),
  inTool('url-path-injection', (v) => `await fetch(\`https://api.example.com/users/\${${v}}/posts\`)`),
  inTool('code-injection', (v) => `eval(${v})`),
  inRoute('template-injection', (v) => `ejs.render(${v})`, "import ejs from 'ejs';"),
  inRoute('nosql-injection', (v) => `await users.findOne({ name: ${v} })`, "import { MongoClient } from 'mongodb';\nconst users = new MongoClient('mongodb://x').db('d').collection('u');"),
  inRoute('unsafe-deserialization', (v) => `serialize.unserialize(${v})`, "import serialize from 'node-serialize';"),
  inRoute('prototype-pollution', (v) => `state[${v}][req.body.key] = req.body.value`, 'const state: any = {};'),
  inTool('redos', (v) => `/^(a+)+$/.test(${v})`),
  inTool('regex-injection', (v) => `new RegExp(${v}).test('text')`),
  inRoute('open-redirect', (v) => `res.redirect(${v})`),
  inRoute('header-injection', (v) => `socket.write(\`GET /\${${v}} HTTP/1.1\\r\\n\\r\\n\`)`, "import net from 'node:net';\nconst socket = net.connect(80, 'example.com');"),
  inRoute('xxe', (v) => `libxmljs.parseXml(${v}, { noent: true })`, "import libxmljs from 'libxmljs';"),
  inRoute('sensitive-data-logged', (v) => `console.log(${v})`, '', 'process.env.API_KEY'),
];
