import type { Example } from './item';

/** Versions of the packages that examples import, so that each manifest lists what its sources need. */
const VERSIONS: Readonly<Record<string, string>> = {
  '@modelcontextprotocol/sdk': '^1.32.0',
  '@sentry/node': '^10.0.0',
  argon2: '^0.44.0',
  axios: '^1.13.0',
  'cookie-parser': '^1.4.7',
  'drizzle-orm': '^0.45.0',
  'escape-html': '^1.0.3',
  express: '^5.2.0',
  'express-rate-limit': '^8.2.0',
  helmet: '^8.1.0',
  ioredis: '^5.9.0',
  jose: '^6.1.0',
  jsonwebtoken: '^9.0.3',
  multer: '^2.0.2',
  opossum: '^9.0.0',
  'p-retry': '^7.1.0',
  pg: '^8.18.0',
  pino: '^10.3.0',
  'prom-client': '^15.1.3',
  stripe: '^20.3.0',
  zod: '^4.3.0',
};

/** Versions of the packages that only tests import. */
const DEV_VERSIONS: Readonly<Record<string, string>> = { supertest: '^7.2.0', vitest: '^4.0.0' };

/** Text without the indentation that all its lines share, without the first line break, and with one at its end. */
export function text(raw: string): string {
  const lines = raw.replace(/^\n/, '').trimEnd().split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return `${lines.map((line) => line.slice(indent).trimEnd()).join('\n')}\n`;
}

/** A repository of an MCP server with a manifest that names what the sources import; `show` is the file to print. */
export function repository(show: string, sources: Readonly<Record<string, string>>, manifest: Readonly<Record<string, unknown>> = {}): Example {
  const files = Object.fromEntries(Object.entries(sources).map(([path, raw]) => [path, text(raw)]));
  return { files: { 'package.json': packageJson(files, manifest), ...files }, show };
}

/** A server in one file that speaks stdio. `body` registers what it offers; `imports` comes first. */
export function stdioServer(body: Code, options: ServerOptions = {}): Example {
  return repository(options.show ?? 'src/index.ts', { 'src/index.ts': stdioSource(body, options.imports), ...options.files }, options.manifest);
}

/** A server that listens for HTTP, on all interfaces unless `host` says otherwise. `routes` stands before the MCP route, `tools` in a file of its own. */
export function httpServer(routes: Code, options: HttpOptions = {}): Example {
  return repository(
    options.show ?? 'src/index.ts',
    { 'src/index.ts': httpSource(routes, options), 'src/server.ts': options.server ?? serverModule(), ...options.files },
    options.manifest,
  );
}

/** A piece of source, or several that a blank line divides. Each may be indented as its surroundings are. */
type Code = string | readonly string[];

interface ServerOptions {
  readonly imports?: Code;
  /** The file to print; `src/index.ts` when absent. */
  readonly show?: string;
  /** More files, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Fields that replace those of package.json. */
  readonly manifest?: Readonly<Record<string, unknown>>;
}

interface HttpOptions extends ServerOptions {
  /** Source of `src/server.ts`, which exports `createServer`. */
  readonly server?: string;
  /** Stands after the MCP route and before the server listens. */
  readonly after?: Code;
  /** The address to listen on; all interfaces when absent. */
  readonly host?: string;
}

/** Source of a module that exports `createServer`, with one tool that only answers unless other tools are given. */
export function serverModule(tools: Code = PING_TOOL, imports?: Code): string {
  return join(
    "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';",
    block(imports, 0, ''),
    '',
    'export function createServer(): McpServer {',
    "  const server = new McpServer({ name: 'notes', version: '1.0.0' });",
    block(tools, 2),
    '  return server;',
    '}',
  );
}

const PING_TOOL = `
  server.registerTool('ping', { description: 'Tell whether the server answers.' }, async () => ({
    content: [{ type: 'text', text: 'The server answers.' }],
  }));
`;

function stdioSource(body: Code, imports?: Code): string {
  return join(
    "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';",
    "import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';",
    block(imports, 0, ''),
    '',
    "const server = new McpServer({ name: 'notes', version: '1.0.0' });",
    '',
    block(body),
    '',
    'await server.connect(new StdioServerTransport());',
  );
}

function httpSource(routes: Code, { imports, after, host = '0.0.0.0' }: HttpOptions): string {
  return join(
    "import express from 'express';",
    "import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';",
    block(imports, 0, ''),
    "import { createServer } from './server.js';",
    '',
    'const app = express();',
    'app.use(express.json());',
    ...paragraph(routes),
    '',
    "app.post('/mcp', async (req, res) => {",
    '  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });',
    '  await createServer().connect(transport);',
    '  await transport.handleRequest(req, res, req.body);',
    '});',
    ...paragraph(after),
    '',
    `app.listen(3000, '${host}');`,
  );
}

/** Blocks of a source, their own indentation replaced by `columns` spaces; undefined when there is nothing in them. */
function block(code: Code = [], columns = 0, between = '\n'): string | undefined {
  const blocks = (typeof code === 'string' ? [code] : code).filter((raw) => raw.trim() !== '').map((raw) => text(raw).trimEnd());
  if (blocks.length === 0) return undefined;
  const pad = ' '.repeat(columns);
  return blocks.join(`${between}\n`).split('\n').map((line) => (line === '' ? line : pad + line)).join('\n');
}

/** Blocks with a blank line before them; nothing when there is nothing in them. */
function paragraph(code: Code | undefined): readonly (string | undefined)[] {
  const blocks = block(code);
  return blocks === undefined ? [] : ['', blocks];
}

function join(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('\n');
}

function packageJson(files: Readonly<Record<string, string>>, manifest: Readonly<Record<string, unknown>>): string {
  const imported = new Set(Object.values(files).flatMap((source) => [...source.matchAll(/\bfrom '((?:@[\w.-]+\/)?[\w.-]+)/g)].map((match) => match[1] ?? '')));
  const pick = (versions: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(versions).filter(([name]) => imported.has(name)));
  const dev = pick(DEV_VERSIONS);
  const value = {
    name: '@acme/notes-mcp',
    version: '1.0.0',
    type: 'module',
    bin: { 'notes-mcp': 'dist/index.js' },
    dependencies: pick(VERSIONS),
    ...(Object.keys(dev).length > 0 && { devDependencies: dev }),
    ...manifest,
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
