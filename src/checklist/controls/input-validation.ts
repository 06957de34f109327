import { httpServer, repository, stdioServer } from '../examples';
import type { ControlId } from '../ids';
import type { ControlItem } from '../item';
import { asvs, cheatSheet, cwe, mcpTop10, spec } from '../references';

const ZOD = "import { z } from 'zod';";

const SEARCH_TOOL = `
  server.registerTool(
    'search_notes',
    { description: 'Find notes by a word in their title.', inputSchema: { word: z.string().min(1).max(100) } },
    async ({ word }) => ({ content: [{ type: 'text', text: JSON.stringify(await findNotes(word)) }] }),
  );
`;

const NOTE_PAGE = `
  const notes = new Map<string, { title: string }>();

  app.post('/notes/:id', (req, res) => {
    notes.set(req.params.id, { title: String(req.body.title) });
    res.status(204).end();
  });
`;

/** Controls of the section "Input validation". */
export const INPUT_VALIDATION = {
  'input-schemas': {
    title: 'Input schemas use Zod or similar',
    section: 'input-validation',
    level: 'required',
    gate: ['input-validation'],
    applies: 'The repository registers MCP tools, or HTTP routes that read a body.',
    requirement: 'Each tool and each route parses what it receives with a schema before it uses any of it.',
    passes: 'Input goes through a schema library such as zod, valibot, TypeBox with ajv, joi or yup, or through a JSON Schema that the SDK enforces.',
    fails:
      'A tool without a schema reads its arguments; a handler of `tools/call` casts the arguments to a type instead of parsing them; a field of type any, unknown or passthrough reaches a call that can do harm.',
    warns: 'Strings, arrays or numbers have no bounds.',
    why: 'The arguments are written by a model, and what the model read may have been written by an attacker. A TypeScript type is gone when the program runs, so a cast checks nothing.',
    remedy: 'Give each tool an `inputSchema` with bounds on every field, and parse the body of each route with the same library.',
    references: [cwe(20), cwe(1287), asvs('2.2.1'), asvs('2.2.2'), mcpTop10(5), spec('2025-11-25', 'server/tools'), spec('2026-07-28', 'server/tools')],
    good: stdioServer(
      `
      server.registerTool(
        'add',
        { description: 'Add two numbers.', inputSchema: { a: z.number().min(-1e9).max(1e9), b: z.number().min(-1e9).max(1e9) } },
        async ({ a, b }) => ({ content: [{ type: 'text', text: String(a + b) }] }),
      );
      `,
      { imports: ZOD },
    ),
    bad: repository('src/index.ts', {
      'src/index.ts': `
        import { Server } from '@modelcontextprotocol/sdk/server/index.js';
        import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
        import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

        const server = new Server({ name: 'notes', version: '1.0.0' }, { capabilities: { tools: {} } });

        server.setRequestHandler(ListToolsRequestSchema, async () => ({
          tools: [
            {
              name: 'add',
              description: 'Add two numbers.',
              inputSchema: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } }, required: ['a', 'b'] },
            },
          ],
        }));

        server.setRequestHandler(CallToolRequestSchema, async (request) => {
          const { a, b } = request.params.arguments as { a: number; b: number };
          return { content: [{ type: 'text', text: String(a + b) }] };
        });

        await server.connect(new StdioServerTransport());
      `,
    }),
  },

  'sql-injection': {
    title: 'SQL injection prevention',
    section: 'input-validation',
    level: 'required',
    gate: ['no-sql-injection', 'input-validation'],
    applies: 'The repository sends SQL.',
    requirement: 'No untrusted value becomes part of the text of a query. Values travel as parameters; names of tables and columns come from a fixed list.',
    passes: 'Queries are parameterized, built by a query builder or a tagged template, or hold only constants, numbers and identifiers of a fixed list.',
    fails: 'A tool argument, a field of a request, a resource URI or another untrusted value reaches the text of a query, through any number of functions and files.',
    warns:
      'A tool whose declared purpose is to run SQL of the caller does so on a connection that the database does not hold read-only or restricted. With a restricted connection or transaction it passes.',
    why: 'Whoever can write part of a query can write another query: read every table, change rows, or delete them. Tool arguments are such text, and checking that they begin with SELECT does not help.',
    remedy: 'Put `$1` or `?` in the query and pass the value in the list of parameters.',
    references: [cwe(89), asvs('1.2.4'), mcpTop10(5), cheatSheet('Query_Parameterization'), spec('2026-07-28', 'server/tools')],
    good: stdioServer(SEARCH_TOOL, {
      imports: [ZOD, "import { findNotes } from './notes.js';"],
      files: {
        'src/notes.ts': `
          import pg from 'pg';

          const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

          export async function findNotes(word: string): Promise<unknown[]> {
            const result = await pool.query('SELECT id, title FROM notes WHERE title LIKE $1', ['%' + word + '%']);
            return result.rows;
          }
        `,
      },
      show: 'src/notes.ts',
    }),
    bad: stdioServer(SEARCH_TOOL, {
      imports: [ZOD, "import { findNotes } from './notes.js';"],
      files: {
        'src/notes.ts': `
          import pg from 'pg';

          const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

          export async function findNotes(word: string): Promise<unknown[]> {
            const result = await pool.query("SELECT id, title FROM notes WHERE title LIKE '%" + word + "%'");
            return result.rows;
          }
        `,
      },
      show: 'src/notes.ts',
    }),
  },

  xss: {
    title: 'XSS prevention',
    section: 'input-validation',
    level: 'required',
    gate: ['no-xss', 'input-validation'],
    applies: 'The repository produces HTML, such as pages, error pages, `ui://` resources or consent screens, or runs in a browser.',
    requirement: 'Untrusted text is escaped for the place where it stands, or sanitized, before it becomes part of a page.',
    passes: 'The template engine escapes the output, or a sanitizer stands before it.',
    fails: 'An untrusted value reaches HTML, a script, an unescaped slot of a template, or a link of the form `javascript:`.',
    why: 'Text with markup in it becomes part of the page and runs with the rights of whoever opens it: it can read their tokens, or press the button of a consent screen.',
    remedy: 'Escape the value with the template engine or a library such as escape-html, or sanitize markup that must stay with DOMPurify.',
    references: [cwe(79), asvs('1.2.1'), asvs('1.3.1'), asvs('3.2.2'), cheatSheet('Cross_Site_Scripting_Prevention')],
    good: httpServer(
      [
        NOTE_PAGE,
        `
        app.get('/notes/:id', (req, res) => {
          const title = notes.get(req.params.id)?.title ?? req.params.id;
          res.send('<!doctype html><h1>' + escapeHtml(title) + '</h1>');
        });
        `,
      ],
      { imports: "import escapeHtml from 'escape-html';" },
    ),
    bad: httpServer([
      NOTE_PAGE,
      `
      app.get('/notes/:id', (req, res) => {
        const title = notes.get(req.params.id)?.title ?? req.params.id;
        res.send('<!doctype html><h1>' + title + '</h1>');
      });
      `,
    ]),
  },

  'file-upload-validation': {
    title: 'File upload validation',
    section: 'input-validation',
    level: 'required',
    gate: ['input-validation'],
    applies: 'A caller supplies bytes that are stored, or names the path where the server writes.',
    requirement: 'Uploads have a largest size and a list of allowed types, and are stored under a name that the server chooses or at a path that is held inside a folder.',
    passes: 'Size is limited, the type is checked on content or extension against a list, and the name is chosen by the server or its path is contained.',
    fails: 'Over HTTP: there is no limit of size, no check of type, or the file name of the client decides the path. Over stdio: the path is not contained.',
    why: 'Without a limit one upload fills the disk; without a check of type a page or a program is stored and later opened; a file name such as `../../.ssh/authorized_keys` is written where it says.',
    remedy: 'Set `limits.fileSize`, refuse types that are not on a list, and store under a random name.',
    references: [cwe(434), cwe(22), asvs('5.2.1'), asvs('5.2.2'), asvs('5.3.2'), cheatSheet('File_Upload')],
    good: httpServer(
      `
      const ALLOWED = new Set(['.png', '.jpg']);
      const upload = multer({
        storage: multer.diskStorage({
          destination: '/var/lib/notes/images',
          filename: (req, file, done) => done(null, randomUUID()),
        }),
        limits: { fileSize: 5 * 1024 * 1024 },
        fileFilter: (req, file, done) => done(null, ALLOWED.has(extname(file.originalname))),
      });

      app.post('/images', upload.single('image'), (req, res) => {
        res.json({ name: req.file?.filename });
      });
      `,
      { imports: ["import { randomUUID } from 'node:crypto';", "import { extname } from 'node:path';", "import multer from 'multer';"] },
    ),
    bad: httpServer(
      `
      const upload = multer({
        storage: multer.diskStorage({
          destination: '/var/lib/notes/images',
          filename: (req, file, done) => done(null, file.originalname),
        }),
      });

      app.post('/images', upload.single('image'), (req, res) => {
        res.json({ name: req.file?.filename });
      });
      `,
      { imports: "import multer from 'multer';" },
    ),
  },
} satisfies Partial<Record<ControlId, ControlItem>>;
