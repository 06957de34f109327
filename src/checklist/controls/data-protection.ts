import { httpServer, stdioServer } from '../examples';
import type { ControlId } from '../ids';
import type { ControlItem } from '../item';
import { asvs, cheatSheet, cwe, gdpr, mcpTop10, pci, rfc } from '../references';

const PG = "import pg from 'pg';";
const POOL = 'const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });';

const COUNT_TOOL = `
  server.registerTool('count_notes', { description: 'Count the notes.' }, async () => {
    const result = await pool.query('SELECT count(*) AS total FROM notes');
    return { content: [{ type: 'text', text: String(result.rows[0].total) }] };
  });
`;

const ACCOUNT = `
  import { z } from 'zod';

  export const Account = z.object({ email: z.email(), password: z.string().min(12).max(200) });
`;

const USERS_TABLE = `
  import { pgTable, serial, text } from 'drizzle-orm/pg-core';

  export const users = pgTable('users', {
    id: serial('id').primaryKey(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    phone: text('phone'),
    birthDate: text('birth_date'),
  });
`;

const USERS_IMPORTS = [
  "import { drizzle } from 'drizzle-orm/node-postgres';",
  "import { users } from './schema.js';",
];

const USAGE_TABLE = `
  CREATE TABLE usage_logs (
    id BIGSERIAL PRIMARY KEY,
    user_id TEXT NOT NULL,
    tool TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
  );
  CREATE INDEX usage_logs_created_at ON usage_logs (created_at);
`;

const RECORD_USAGE = `
  app.use('/mcp', async (req, res, next) => {
    await pool.query('INSERT INTO usage_logs (user_id, tool) VALUES ($1, $2)', [req.get('x-user-id'), req.body.params?.name]);
    next();
  });
`;

/** Controls of the section "Data protection". */
export const DATA_PROTECTION = {
  'secrets-management': {
    title: 'Environment variables are encrypted at rest',
    section: 'data-protection',
    level: 'required',
    gate: ['api-keys-stored'],
    applies: 'Always.',
    requirement: 'No secret stands in the repository or in what a commit of the pull request adds. Secrets come from a secret manager, an encrypted file or the platform.',
    passes:
      'No secret is found in the tree, nor in anything that a commit of the pull request adds. An ignored `.env`, a secret manager, an encrypted file or a platform that holds the secrets is shown beside it when seen.',
    fails:
      'Something that looks like a live credential stands in source, configuration, a manifest, a workflow, a Dockerfile, a compose file or the configuration of a client; a `.env` with values is committed; a secret is passed as an argument of a command or baked into an image with ARG or ENV. Placeholders, examples and test fixtures do not count.',
    warns: 'A server is deployed and nothing shows where its secrets come from.',
    why: 'A secret that was committed once stays in the history, in every clone and in every published package, also after it is removed. Published packages are searched for credentials within minutes.',
    remedy: 'Revoke the credential and make a new one, read it from the environment, and let a secret manager or the platform fill the environment.',
    references: [cwe(798), cwe(312), asvs('13.3.1'), mcpTop10(1), pci('8.6.2'), cheatSheet('Secrets_Management')],
    good: stdioServer([POOL, COUNT_TOOL], { imports: PG, files: { '.gitignore': '.env\nnode_modules/\n', '.env.example': 'DATABASE_URL=\n' } }),
    bad: stdioServer(["const pool = new pg.Pool({ connectionString: 'postgres://notes:vK7pQ2xWm9LzT4@db.acme-notes.io:5432/notes' });", COUNT_TOOL], { imports: PG }),
  },

  'data-encryption': {
    title: 'Sensitive data is encrypted in database',
    section: 'data-protection',
    level: 'required',
    gate: ['sensitive-data-encrypted'],
    applies: 'Sensitive fields are stored: passwords, tokens, keys, or data on health, cards or identity.',
    requirement: 'Passwords are stored through a slow password hash, and other sensitive fields through encryption that also detects changes.',
    passes: 'Passwords go through argon2, scrypt or bcrypt. Other sensitive fields go through authenticated encryption, a key service or the encryption of the column.',
    fails:
      'A sensitive field is stored as it is; encryption uses ECB, a fixed or repeated initialization vector, a key in the source, or `createCipher`; a password goes through MD5, SHA-1 or another fast hash; a secret is made with `Math.random`.',
    why: 'Databases leak, through an injection, a backup or a snapshot. What then matters is whether the passwords and tokens in them can be used.',
    remedy: 'Hash passwords with argon2id. Encrypt other fields with AES-256-GCM, a fresh random initialization vector for each value, and a key from a key service.',
    references: [cwe(256), cwe(327), cwe(916), cwe(338), asvs('11.3.2'), asvs('11.4.2'), asvs('11.5.1'), gdpr('32'), pci('3.5.1'), cheatSheet('Password_Storage')],
    good: httpServer(
      [
        POOL,
        `
        app.post('/accounts', async (req, res) => {
          const { email, password } = Account.parse(req.body);
          const passwordHash = await argon2.hash(password);
          await pool.query('INSERT INTO accounts (email, password_hash) VALUES ($1, $2)', [email, passwordHash]);
          res.status(201).end();
        });
        `,
      ],
      { imports: ["import argon2 from 'argon2';", PG, "import { Account } from './account.js';"], files: { 'src/account.ts': ACCOUNT } },
    ),
    bad: httpServer(
      [
        POOL,
        `
        app.post('/accounts', async (req, res) => {
          const { email, password } = Account.parse(req.body);
          const passwordHash = createHash('md5').update(password).digest('hex');
          await pool.query('INSERT INTO accounts (email, password_hash) VALUES ($1, $2)', [email, passwordHash]);
          res.status(201).end();
        });
        `,
      ],
      { imports: ["import { createHash } from 'node:crypto';", PG, "import { Account } from './account.js';"], files: { 'src/account.ts': ACCOUNT } },
    ),
  },

  tls: {
    title: 'TLS 1.3+ is enforced',
    section: 'data-protection',
    level: 'required',
    gate: ['tls-enforced'],
    applies: 'The MCP endpoint, or a route with effects or data, listens beyond loopback, or the server calls out.',
    requirement: 'Traffic beyond the machine is encrypted: what the server answers with TLS 1.3 or later, what it calls with certificates checked.',
    passes:
      'A server that ends TLS itself sets a floor of 1.3, or a proxy in the repository does. A platform that ends TLS passes, and its floor is shown as not seen. Calls out use https with checks on.',
    fails:
      'A server that ends TLS has a lower floor; checks of certificates are switched off; `http://` is used to a host that is neither loopback nor private; a plain listener beyond loopback has nothing in front of it.',
    warns: 'A server that ends TLS sets no floor.',
    why: 'Tokens, tool arguments and results travel over this connection. Without TLS anyone on the way reads and changes them; with checks switched off TLS protects against nobody.',
    remedy: "Set `minVersion: 'TLSv1.3'` on the server or in the proxy, and remove `rejectUnauthorized: false` and `NODE_TLS_REJECT_UNAUTHORIZED=0`.",
    references: [cwe(319), cwe(295), asvs('12.1.1'), asvs('12.2.1'), asvs('12.3.2'), rfc(8446, 'TLS 1.3'), pci('4.2.1'), cheatSheet('Transport_Layer_Security')],
    good: stdioServer(
      `
      server.registerTool('status', { description: 'Tell whether the notes service is up.' }, async () => {
        const response = await fetch('https://api.acme-notes.io/status');
        return { content: [{ type: 'text', text: await response.text() }] };
      });
      `,
    ),
    bad: stdioServer(
      `
      const agent = new https.Agent({ rejectUnauthorized: false });

      server.registerTool('status', { description: 'Tell whether the notes service is up.' }, async () => {
        const response = await axios.get('https://api.acme-notes.io/status', { httpsAgent: agent });
        return { content: [{ type: 'text', text: JSON.stringify(response.data) }] };
      });
      `,
      { imports: ["import https from 'node:https';", "import axios from 'axios';"] },
    ),
  },

  'data-minimization': {
    title: 'Only necessary data is collected',
    section: 'data-protection',
    level: 'required',
    gate: ['privacy-policy'],
    applies: 'Data of people other than the local user is stored or sent to a third party.',
    requirement: 'Only the fields that the server uses are stored or sent on, and each is named.',
    passes: 'Fields are listed one by one.',
    fails:
      'A whole request, user or environment is stored or sent on, for example a body spread into an insert; a fingerprint, location or address is collected and never read.',
    warns: 'All columns of a table are read into an answer.',
    why: 'What is stored must be protected, explained, handed out and deleted on request, and it leaks when something else fails. A body that is stored whole also lets a caller set fields that were never meant for them.',
    remedy: 'Name the fields that you store, and drop the rest at the schema.',
    references: [gdpr('5(1)(c)'), gdpr('25'), cwe(915), cwe(359), asvs('15.3.3'), asvs('15.3.1'), mcpTop10(10)],
    good: httpServer(
      [
        "const db = drizzle(process.env.DATABASE_URL ?? 'postgres://localhost/notes');",
        `
        app.post('/users', async (req, res) => {
          await db.insert(users).values({ email: String(req.body.email), name: String(req.body.name) });
          res.status(201).end();
        });
        `,
      ],
      { imports: USERS_IMPORTS, files: { 'src/schema.ts': USERS_TABLE } },
    ),
    bad: httpServer(
      [
        "const db = drizzle(process.env.DATABASE_URL ?? 'postgres://localhost/notes');",
        `
        app.post('/users', async (req, res) => {
          await db.insert(users).values({ ...req.body });
          res.status(201).end();
        });
        `,
      ],
      { imports: USERS_IMPORTS, files: { 'src/schema.ts': USERS_TABLE } },
    ),
  },

  'data-retention': {
    title: 'Data retention policy is defined',
    section: 'data-protection',
    level: 'required',
    gate: ['data-deletion'],
    applies: 'Data of people other than the local user, or data on usage, is stored.',
    requirement: 'Stored data ends by itself after a period that suits its purpose.',
    passes:
      'Rows or keys expire: a scheduled deletion, a TTL index, the expiry of a key, a partition that is dropped, or a rule of lifecycle. A period that only a document states leaves the item unverified.',
    fails: 'A store grows with use and nothing in it ever expires.',
    why: 'Data that nobody needs any more can still leak, and must still be found when a person asks for it. The law limits how long it may be kept.',
    remedy: 'Delete rows older than the period in a scheduled job, or set a lifetime when you write them.',
    references: [gdpr('5(1)(e)'), gdpr('17'), asvs('14.2.7'), pci('3.2.1')],
    good: httpServer(
      [
        POOL,
        RECORD_USAGE,
        `
        setInterval(async () => {
          await pool.query("DELETE FROM usage_logs WHERE created_at < now() - interval '90 days'");
        }, 24 * 60 * 60 * 1000);
        `,
      ],
      { imports: PG, files: { 'migrations/001_usage.sql': USAGE_TABLE } },
    ),
    bad: httpServer([POOL, RECORD_USAGE], { imports: PG, files: { 'migrations/001_usage.sql': USAGE_TABLE } }),
  },
} satisfies Partial<Record<ControlId, ControlItem>>;
