import { repository, text } from '../examples';
import type { ControlId } from '../ids';
import type { ControlItem } from '../item';
import { asvs, cwe, page, spec } from '../references';

const STDIO_ENTRY = `
  import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
  import { createServer } from './server.js';

  await createServer().connect(new StdioServerTransport());
`;

const ADD_SERVER = `
  import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
  import { z } from 'zod';

  export function createServer(): McpServer {
    const server = new McpServer({ name: 'notes', version: '1.0.0' });
    server.registerTool('add', { description: 'Add two numbers.', inputSchema: { a: z.number(), b: z.number() } }, async ({ a, b }) => ({
      content: [{ type: 'text', text: String(a + b) }],
    }));
    return server;
  }
`;

const SEARCH_SERVER = `
  import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
  import pg from 'pg';
  import { z } from 'zod';

  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

  export function createServer(): McpServer {
    const server = new McpServer({ name: 'notes', version: '1.0.0' });
    server.registerTool('search_notes', { description: 'Find notes by title.', inputSchema: { title: z.string().max(100) } }, async ({ title }) => {
      const result = await pool.query('SELECT id FROM notes WHERE title = $1', [title]);
      return { content: [{ type: 'text', text: JSON.stringify(result.rows) }] };
    });
    return server;
  }
`;

const CARD_SERVER = `
  import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
  import escapeHtml from 'escape-html';
  import { z } from 'zod';

  export function createServer(): McpServer {
    const server = new McpServer({ name: 'notes', version: '1.0.0' });
    server.registerTool('note_card', { description: 'A note as a page.', inputSchema: { title: z.string().max(100) } }, async ({ title }) => ({
      content: [{ type: 'resource', resource: { uri: 'ui://notes/card', mimeType: 'text/html', text: '<h1>' + escapeHtml(title) + '</h1>' } }],
    }));
    return server;
  }
`;

const HTTP_APP = `
  import express from 'express';
  import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
  import { createServer } from './server.js';

  export const app = express();
  app.use(express.json());

  app.get('/health', (req, res) => {
    res.json({ ok: true });
  });

  app.post('/mcp', async (req, res) => {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await createServer().connect(transport);
    await transport.handleRequest(req, res, req.body);
  });
`;

const HTTP_ENTRY = `
  import { app } from './app.js';

  app.listen(3000, '127.0.0.1');
`;

/** A test file whose helper connects a client to the server in memory. */
const clientTest = (body: string): string => text(`
  import { Client } from '@modelcontextprotocol/sdk/client/index.js';
  import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
  import { expect, test } from 'vitest';
  import { createServer } from '../src/server.js';

  async function connect(): Promise<Client> {
    const [mine, theirs] = InMemoryTransport.createLinkedPair();
    const client = new Client({ name: 'test', version: '1.0.0' });
    await Promise.all([createServer().connect(theirs), client.connect(mine)]);
    return client;
  }
`) + `\n${text(body)}`;

/** A stdio server in `src/server.ts` with one test file, which is printed. */
const tested = (server: string, test: string): ControlItem['good'] =>
  repository('__tests__/server.test.ts', { 'src/index.ts': STDIO_ENTRY, 'src/server.ts': server, '__tests__/server.test.ts': test });

/** Controls of the section "Testing". */
export const TESTING = {
  'tool-unit-tests': {
    title: 'All tools have unit tests',
    section: 'testing',
    level: 'required',
    gate: ['unit-tests'],
    applies: 'The repository registers tools.',
    requirement: 'Every tool is exercised by a test that asserts something about its result.',
    passes: 'Each tool is called in a test, by its name through a client or by its handler, and the test asserts.',
    fails: 'A tool is reached by no test; each such tool is named. A test without an assertion does not count.',
    why: 'A tool is called by a model that cannot tell a wrong answer from a right one. A tool without a test breaks with the next change, and nobody but its users finds out.',
    remedy: 'Connect a client to the server in memory, call each tool by its name, and assert on the result, for a good input and a bad one.',
    references: [page('MCP Inspector', 'https://modelcontextprotocol.io/docs/tools/inspector'), spec('2025-11-25', 'server/tools')],
    good: tested(
      ADD_SERVER,
      clientTest(`
        test('add adds two numbers', async () => {
          const client = await connect();
          const result = await client.callTool({ name: 'add', arguments: { a: 1, b: 2 } });
          expect(result.content).toEqual([{ type: 'text', text: '3' }]);
        });
      `),
    ),
    bad: tested(
      ADD_SERVER,
      `
      import { expect, test } from 'vitest';
      import { createServer } from '../src/server.js';

      test('the server can be made', () => {
        expect(createServer()).toBeDefined();
      });
      `,
    ),
  },

  'endpoint-integration-tests': {
    title: 'API endpoints have integration tests',
    section: 'testing',
    level: 'required',
    gate: ['integration-tests'],
    applies: 'The repository serves HTTP routes or an MCP transport.',
    requirement: 'Every route, and the MCP endpoint over its transport, is called by a test, and authentication is tested with a good and a bad credential.',
    passes: 'Each route is called by a test through supertest, inject or a listening server, and the MCP endpoint by a client over a transport.',
    fails: 'A route is reached by no test; each such route is named.',
    why: 'What stands between the tool and its caller, such as parsing, authentication and the transport, is where servers fail in the field, and unit tests of handlers do not touch it.',
    remedy: 'Start the app on port 0 in a test and call it with the client of the SDK, once with a valid token and once without.',
    references: [page('OWASP Web Security Testing Guide', 'https://owasp.org/www-project-web-security-testing-guide/v42/'), spec('2025-11-25', 'basic/transports'), spec('2026-07-28', 'basic/transports/streamable-http')],
    good: repository('__tests__/app.test.ts', {
      'src/index.ts': HTTP_ENTRY,
      'src/app.ts': HTTP_APP,
      'src/server.ts': ADD_SERVER,
      '__tests__/app.test.ts': `
        import type { AddressInfo } from 'node:net';
        import { Client } from '@modelcontextprotocol/sdk/client/index.js';
        import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
        import request from 'supertest';
        import { expect, test } from 'vitest';
        import { app } from '../src/app.js';

        test('the health route answers', async () => {
          const response = await request(app).get('/health');
          expect(response.status).toBe(200);
        });

        test('a client calls a tool over HTTP', async () => {
          const listener = app.listen(0);
          const { port } = listener.address() as AddressInfo;
          const client = new Client({ name: 'test', version: '1.0.0' });
          await client.connect(new StreamableHTTPClientTransport(new URL('http://127.0.0.1:' + port + '/mcp')));
          const result = await client.callTool({ name: 'add', arguments: { a: 1, b: 2 } });
          expect(result.content).toEqual([{ type: 'text', text: '3' }]);
          await client.close();
          listener.close();
        });
      `,
    }),
    bad: repository('__tests__/app.test.ts', {
      'src/index.ts': HTTP_ENTRY,
      'src/app.ts': HTTP_APP,
      'src/server.ts': ADD_SERVER,
      '__tests__/app.test.ts': `
        import request from 'supertest';
        import { expect, test } from 'vitest';
        import { app } from '../src/app.js';

        test('the health route answers', async () => {
          const response = await request(app).get('/health');
          expect(response.status).toBe(200);
        });
      `,
    }),
  },

  'sql-injection-tests': {
    title: 'SQL injection is tested',
    section: 'testing',
    level: 'recommended',
    gate: ['security-tests'],
    applies: 'The repository sends SQL.',
    requirement: 'A test sends an SQL injection to a tool or route and asserts what comes of it.',
    passes: 'A test sends such a payload and asserts the outcome.',
    fails: 'No test does.',
    why: 'The query that is safe today is rewritten tomorrow. A test with a payload fails on the day when somebody builds the text by hand.',
    remedy: "Call the tool with `' OR '1'='1` and assert that nothing more than the matching rows comes back.",
    references: [
      cwe(89),
      asvs('1.2.4'),
      page('OWASP WSTG, testing for SQL injection', 'https://owasp.org/www-project-web-security-testing-guide/v42/4-Web_Application_Security_Testing/07-Input_Validation_Testing/05-Testing_for_SQL_Injection'),
    ],
    good: tested(
      SEARCH_SERVER,
      clientTest(`
        test('a quote in the title stays a title', async () => {
          const client = await connect();
          const result = await client.callTool({ name: 'search_notes', arguments: { title: "' OR '1'='1" } });
          expect(result.content).toEqual([{ type: 'text', text: '[]' }]);
        });
      `),
    ),
    bad: tested(
      SEARCH_SERVER,
      clientTest(`
        test('search_notes finds a note', async () => {
          const client = await connect();
          const result = await client.callTool({ name: 'search_notes', arguments: { title: 'Shopping' } });
          expect(result.content).toEqual([{ type: 'text', text: '[{"id":1}]' }]);
        });
      `),
    ),
  },

  'xss-tests': {
    title: 'XSS is tested',
    section: 'testing',
    level: 'recommended',
    gate: ['security-tests'],
    applies: 'The repository produces HTML.',
    requirement: 'A test sends a script to what produces HTML and asserts that it comes back inert.',
    passes: 'A test sends such a payload and asserts that it is escaped or gone.',
    fails: 'No test does.',
    why: 'Escaping is lost with one change of a template. A test that looks for the script in the output notices it.',
    remedy: 'Send `<script>alert(1)</script>` and assert that the output does not contain `<script>`.',
    references: [
      cwe(79),
      asvs('1.2.1'),
      page('OWASP WSTG, testing for reflected cross-site scripting', 'https://owasp.org/www-project-web-security-testing-guide/v42/4-Web_Application_Security_Testing/07-Input_Validation_Testing/01-Testing_for_Reflected_Cross_Site_Scripting'),
    ],
    good: tested(
      CARD_SERVER,
      clientTest(`
        test('a script in the title comes back as text', async () => {
          const client = await connect();
          const result = await client.callTool({ name: 'note_card', arguments: { title: '<script>alert(1)</script>' } });
          expect(JSON.stringify(result.content)).not.toContain('<script>');
        });
      `),
    ),
    bad: tested(
      CARD_SERVER,
      clientTest(`
        test('the card shows the title', async () => {
          const client = await connect();
          const result = await client.callTool({ name: 'note_card', arguments: { title: 'Shopping' } });
          expect(JSON.stringify(result.content)).toContain('Shopping');
        });
      `),
    ),
  },
} satisfies Partial<Record<ControlId, ControlItem>>;
