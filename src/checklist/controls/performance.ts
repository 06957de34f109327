import { httpServer, serverModule, stdioServer } from '../examples';
import type { ControlId } from '../ids';
import type { ControlItem } from '../item';
import { asvs, cwe, page, rfc } from '../references';

const ZOD = "import { z } from 'zod';";
const PG = "import pg from 'pg';";
const REDIS = "import { Redis } from 'ioredis';";
const POOL = 'const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });';

const TOP_NOTES_TOOL = `
  server.registerTool('top_notes', { description: 'The ten notes that are read most.' }, async () => ({
    content: [{ type: 'text', text: JSON.stringify(await topNotes()) }],
  }));
`;

const TOP_NOTES_SERVER = serverModule(TOP_NOTES_TOOL, "import { topNotes } from './notes.js';");

const NOTES_BY_AUTHOR = `
  server.registerTool(
    'notes_by_author',
    { description: 'Notes of one author.', inputSchema: { author: z.string().max(80) } },
    async ({ author }) => {
      const result = await pool.query('SELECT id, title FROM notes WHERE author = $1', [author]);
      return { content: [{ type: 'text', text: JSON.stringify(result.rows) }] };
    },
  );
`;

const NOTES_TABLE = `
  CREATE TABLE notes (
    id BIGSERIAL PRIMARY KEY,
    author TEXT NOT NULL,
    title TEXT NOT NULL
  );
`;

/** Controls of the section "Performance". */
export const PERFORMANCE = {
  caching: {
    title: 'Redis caching is implemented',
    section: 'performance',
    level: 'recommended',
    gate: ['caching-implemented'],
    applies: 'A server that serves many callers reads the same data from a database or a remote service again and again.',
    requirement: 'Data that many callers read and that changes seldom is kept close for a while.',
    passes: 'Redis or another cache, such as Keyv, lru-cache, a key-value binding of the platform or HTTP caching, stands on a path that reads.',
    fails: 'No path that reads has a cache.',
    why: 'Agents ask the same thing many times in a row. Each answer that comes from a cache costs nothing, is fast, and spares the quota of the service behind.',
    remedy: 'Look the key up in the cache before the query, and store the result with a lifetime after it.',
    references: [rfc(9111, 'HTTP caching'), page('Redis, client-side caching', 'https://redis.io/docs/latest/develop/reference/client-side-caching/'), asvs('15.2.2')],
    good: httpServer('', {
      show: 'src/notes.ts',
      server: TOP_NOTES_SERVER,
      files: {
        'src/notes.ts': `
          import { Redis } from 'ioredis';
          import pg from 'pg';

          const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
          const redis = new Redis(process.env.REDIS_URL ?? 'redis://localhost:6379');

          export async function topNotes(): Promise<unknown[]> {
            const cached = await redis.get('top-notes');
            if (cached) return JSON.parse(cached);
            const result = await pool.query('SELECT id, title FROM notes ORDER BY reads DESC LIMIT 10');
            await redis.set('top-notes', JSON.stringify(result.rows), 'EX', 300);
            return result.rows;
          }
        `,
      },
    }),
    bad: httpServer('', {
      show: 'src/notes.ts',
      server: TOP_NOTES_SERVER,
      files: {
        'src/notes.ts': `
          import pg from 'pg';

          const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

          export async function topNotes(): Promise<unknown[]> {
            const result = await pool.query('SELECT id, title FROM notes ORDER BY reads DESC LIMIT 10');
            return result.rows;
          }
        `,
      },
    }),
  },

  'cache-invalidation': {
    title: 'Cache invalidation is proper',
    section: 'performance',
    level: 'required',
    gate: ['caching-implemented'],
    applies: 'A cache is used.',
    requirement: 'What is in the cache ends: by a lifetime, or because the write of the same data deletes it. Data of one caller is never served to another.',
    passes: 'Each write to the cache has a lifetime, or the path that writes the data deletes the key.',
    fails: 'A value is set without lifetime and never deleted; a map in memory without bound serves as a cache; data of one caller is kept under a key that does not name the caller.',
    why: 'A cache that forgets nothing gives old answers and fills the memory. A key without the caller in it hands the data of one person to the next.',
    remedy: "Pass a lifetime with each write, `redis.set(key, value, 'EX', 300)`, and put the caller into keys of data that belongs to a caller.",
    references: [cwe(524), cwe(772), asvs('14.2.2'), asvs('14.2.5'), page('Redis, EXPIRE', 'https://redis.io/docs/latest/commands/expire/')],
    good: stdioServer(
      [
        "const redis = new Redis(process.env.REDIS_URL ?? 'redis://localhost:6379');",
        `
        server.registerTool('exchange_rate', { description: 'Exchange rate of a currency to the euro.', inputSchema: { currency: z.enum(['USD', 'GBP']) } }, async ({ currency }) => {
          const cached = await redis.get('rate:' + currency);
          if (cached) return { content: [{ type: 'text', text: cached }] };
          const rate = await (await fetch('https://api.rates.example/' + currency)).text();
          await redis.set('rate:' + currency, rate, 'EX', 300);
          return { content: [{ type: 'text', text: rate }] };
        });
        `,
      ],
      { imports: [REDIS, ZOD] },
    ),
    bad: stdioServer(
      [
        "const redis = new Redis(process.env.REDIS_URL ?? 'redis://localhost:6379');",
        `
        server.registerTool('exchange_rate', { description: 'Exchange rate of a currency to the euro.', inputSchema: { currency: z.enum(['USD', 'GBP']) } }, async ({ currency }) => {
          const cached = await redis.get('rate:' + currency);
          if (cached) return { content: [{ type: 'text', text: cached }] };
          const rate = await (await fetch('https://api.rates.example/' + currency)).text();
          await redis.set('rate:' + currency, rate);
          return { content: [{ type: 'text', text: rate }] };
        });
        `,
      ],
      { imports: [REDIS, ZOD] },
    ),
  },

  'database-indexes': {
    title: 'Database indexes are created',
    section: 'performance',
    level: 'required',
    gate: ['indexes-optimized'],
    applies: 'The repository holds a database schema or migrations.',
    requirement: 'Each column by which the queries of the repository filter, join or sort leads an index.',
    passes: 'Each such column leads an index, a unique constraint or a primary key in the schema as its migrations leave it.',
    fails: 'A query filters, joins or sorts by a column that leads none. The finding names the table, the column and the query.',
    why: 'Without an index the database reads the whole table for each call. That goes unnoticed with a hundred rows and stops the server with a million.',
    remedy: 'Add a migration with `CREATE INDEX` on the column that the finding names.',
    references: [page('PostgreSQL, indexes', 'https://www.postgresql.org/docs/current/indexes.html'), page('SQLite, query planning', 'https://www.sqlite.org/queryplanner.html'), cwe(1067)],
    good: stdioServer([POOL, NOTES_BY_AUTHOR], {
      imports: [PG, ZOD],
      show: 'migrations/001_notes.sql',
      files: { 'migrations/001_notes.sql': [NOTES_TABLE.trimEnd(), '  CREATE INDEX notes_author ON notes (author);', ''].join('\n') },
    }),
    bad: stdioServer([POOL, NOTES_BY_AUTHOR], {
      imports: [PG, ZOD],
      show: 'migrations/001_notes.sql',
      files: { 'migrations/001_notes.sql': NOTES_TABLE },
    }),
  },

  'n-plus-one': {
    title: 'N+1 queries are avoided',
    section: 'performance',
    level: 'required',
    gate: ['no-n-plus-one'],
    applies: 'The repository queries a database or a remote service.',
    requirement: 'The number of queries does not grow with the number of rows that an earlier query returned.',
    passes: 'No query runs once for each row. Batches, loaders, transactions of distinct work and a bounded number of distinct calls are fine.',
    fails: 'A query stands inside a loop, a `map`, a `forEach` or a recursive call over rows, also through functions in other files.',
    why: 'A list of a thousand rows becomes a thousand and one round trips. The tool works on the test data and times out on real data.',
    remedy: 'Join the tables, or fetch the rows of all keys at once with `WHERE id = ANY($1)`.',
    references: [cwe(1073), cwe(1050), page('PostgreSQL, joins', 'https://www.postgresql.org/docs/current/tutorial-join.html')],
    good: stdioServer(
      [
        POOL,
        `
        server.registerTool('orders', { description: 'Open orders with the name of the customer.' }, async () => {
          const result = await pool.query(
            "SELECT orders.id, customers.name FROM orders JOIN customers ON customers.id = orders.customer_id WHERE orders.state = 'open'",
          );
          return { content: [{ type: 'text', text: JSON.stringify(result.rows) }] };
        });
        `,
      ],
      { imports: PG },
    ),
    bad: stdioServer(
      [
        POOL,
        `
        server.registerTool('orders', { description: 'Open orders with the name of the customer.' }, async () => {
          const orders = await pool.query("SELECT id, customer_id FROM orders WHERE state = 'open'");
          const named = [];
          for (const order of orders.rows) {
            const customer = await pool.query('SELECT name FROM customers WHERE id = $1', [order.customer_id]);
            named.push({ id: order.id, name: customer.rows[0].name });
          }
          return { content: [{ type: 'text', text: JSON.stringify(named) }] };
        });
        `,
      ],
      { imports: PG },
    ),
  },
} satisfies Partial<Record<ControlId, ControlItem>>;
