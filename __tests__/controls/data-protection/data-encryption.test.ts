import { CHECKLIST } from '../../../src/checklist/checklist';
import { httpServer, stdioServer } from '../../../src/checklist/examples';
import { dataEncryption } from '../../../src/controls/data-protection/data-encryption';
import type { Files } from '../../support/control-checks';
import { testControl } from '../../support/control-tester';

const PG = "import pg from 'pg';";
const POOL = 'const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });';
const CRYPTO = "import crypto from 'node:crypto';";
const http = (imports: readonly string[], ...code: readonly string[]): Files => httpServer(code, { imports }).files;

/** The article's own sample, put to use. */
const ENCRYPT = `
  function encrypt(text: string, key: string): string {
    const iv = crypto.randomBytes(16);
    const cipher = crypto.createCipheriv('aes-256-cbc', key, iv);
    const encrypted = Buffer.concat([cipher.update(text), cipher.final()]);
    return iv.toString('hex') + ':' + encrypted.toString('hex');
  }
`;
const SAVE_SSN = `
  app.post('/patients', async (req, res) => {
    await pool.query('INSERT INTO patients (name, ssn) VALUES ($1, $2)', [req.body.name, encrypt(req.body.ssn, process.env.DATA_KEY!)]);
    res.status(201).end();
  });
`;

testControl(dataEncryption, {
  pass: {
    'the good example': { files: CHECKLIST['data-encryption'].good.files },
    'the sample of the article: it passes, and what it lacks is said': { files: http([CRYPTO, PG], POOL, ENCRYPT, SAVE_SSN), findings: ['unauthenticated src/index.ts:14'] },
    'bcrypt in another file, through a mapper': {
      files: {
        ...http(["import { PrismaClient } from '@prisma/client';", "import { hashed } from './passwords.js';"], 'const prisma = new PrismaClient();', `
          app.post('/users', async (req, res) => {
            await prisma.user.create({ data: { email: req.body.email, password: await hashed(req.body.password) } });
            res.status(201).end();
          });
        `),
        'src/passwords.ts': "import bcrypt from 'bcrypt';\nexport async function hashed(password: string) {\n  return bcrypt.hash(password, 12);\n}\n",
      },
    },
    'the database hashes': {
      files: http([PG], POOL, `
        app.post('/users', async (req, res) => {
          await pool.query("INSERT INTO users (email, password) VALUES ($1, crypt($2, gen_salt('bf', 12)))", [req.body.email, req.body.password]);
          res.status(201).end();
        });
      `),
    },
    'a hook hashes before each save': {
      files: http(["import mongoose from 'mongoose';", "import argon2 from 'argon2';"], `
        const schema = new mongoose.Schema({ email: String, password: String });
        schema.pre('save', async function () {
          this.password = await argon2.hash(this.password);
        });
        const User = mongoose.model('User', schema);
        app.post('/users', async (req, res) => {
          await User.create({ email: req.body.email, password: req.body.password });
          res.status(201).end();
        });
      `),
    },
    'authenticated encryption of a token': {
      files: http([CRYPTO, PG], POOL, `
        function seal(text: string, key: Buffer): string {
          const iv = crypto.randomBytes(12);
          const cipher = crypto.createCipheriv('aes-256-gcm', key, iv);
          return Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64');
        }
        app.post('/link', async (req, res) => {
          await pool.query('UPDATE accounts SET access_token = $1 WHERE id = $2', [seal(req.body.token, await keyFromService()), req.body.id]);
          res.status(204).end();
        });
      `),
    },
    'a token kept as its hash, which is fast and enough for it': {
      files: http([CRYPTO, PG], POOL, `
        app.post('/keys', async (req, res) => {
          const key = crypto.randomBytes(32).toString('hex');
          const hashed = crypto.createHash('sha256').update(key).digest('hex');
          await pool.query('INSERT INTO api_keys (owner, api_key_hash) VALUES ($1, $2)', [req.body.owner, hashed]);
          res.json({ key });
        });
      `),
    },
    'the log-in of a server that listens, which only its owner may read': {
      files: http(["import { writeFileSync } from 'node:fs';", "import { homedir } from 'node:os';", "import { join } from 'node:path';"], `
        async function logIn() {
          const answer = await fetch('https://api.example.com/device', { method: 'POST' });
          const { token } = await answer.json();
          writeFileSync(join(homedir(), '.notes.json'), JSON.stringify({ access_token: token }), { mode: 0o600 });
        }
        logIn();
      `),
    },
    'the log-in of a server that listens, which others on the machine may read': {
      files: http(["import { writeFileSync } from 'node:fs';", "import { homedir } from 'node:os';", "import { join } from 'node:path';"], `
        async function logIn() {
          const answer = await fetch('https://api.example.com/device', { method: 'POST' });
          const { token } = await answer.json();
          writeFileSync(join(homedir(), '.notes.json'), JSON.stringify({ access_token: token }));
        }
        logIn();
      `),
      findings: ['own-file src/index.ts:14'],
    },
    'a MAC beside CBC': {
      files: http([CRYPTO, PG], POOL, `
        function encrypt(text: string, key: Buffer, macKey: Buffer): string {
          const iv = crypto.randomBytes(16);
          const cipher = crypto.createCipheriv('aes-256-cbc', key, iv);
          const body = Buffer.concat([iv, cipher.update(text), cipher.final()]);
          return crypto.createHmac('sha256', macKey).update(body).digest('hex') + body.toString('hex');
        }
        app.post('/patients', async (req, res) => {
          await pool.query('INSERT INTO patients (ssn) VALUES ($1)', [encrypt(req.body.ssn, await keys.a(), await keys.b())]);
          res.status(201).end();
        });
      `),
    },
  },
  fail: {
    'the bad example': { files: CHECKLIST['data-encryption'].bad.files, findings: ['fast-password src/index.ts:15'] },
    'a password as it is': {
      files: http([PG], POOL, `
        app.post('/users', async (req, res) => {
          await pool.query('INSERT INTO users (email, password) VALUES ($1, $2)', [req.body.email, req.body.password]);
          res.status(201).end();
        });
      `),
      findings: ['plain src/index.ts:12'],
    },
    'a token as it is, through a query builder, over stdio': {
      files: stdioServer(["const db = knex({ client: 'pg' });", `
        server.registerTool('link', { description: 'Link an account.', inputSchema: { account: z.string(), accessToken: z.string() } }, async ({ account, accessToken }) => {
          await db('accounts').insert({ account, access_token: accessToken });
          return { content: [{ type: 'text', text: 'Linked.' }] };
        });
      `], { imports: ["import knex from 'knex';", "import { z } from 'zod';"] }).files,
      findings: ['plain src/index.ts:11'],
    },
    'tokens of callers, in a file below the home folder': {
      files: http(["import { writeFileSync } from 'node:fs';", "import { homedir } from 'node:os';", "import { join } from 'node:path';"], `
        app.post('/link', (req, res) => {
          writeFileSync(join(homedir(), req.body.user + '.json'), JSON.stringify({ access_token: req.body.token }));
          res.status(204).end();
        });
      `),
      findings: ['plain src/index.ts:12'],
    },
    'ECB': {
      files: http([CRYPTO, PG], POOL, `
        function encrypt(text: string, key: Buffer): string {
          const cipher = crypto.createCipheriv('aes-256-ecb', key, null);
          return Buffer.concat([cipher.update(text), cipher.final()]).toString('hex');
        }
        app.post('/patients', async (req, res) => {
          await pool.query('INSERT INTO patients (ssn) VALUES ($1)', [encrypt(req.body.ssn, await key())]);
          res.status(201).end();
        });
      `),
      findings: ['ecb src/index.ts:13'],
    },
    'a key in the source and a fixed vector': {
      files: http([CRYPTO, PG], POOL, `
        const KEY = Buffer.from('0123456789abcdef0123456789abcdef');
        const IV = Buffer.alloc(16, 0);
        function encrypt(text: string): string {
          const cipher = crypto.createCipheriv('aes-256-gcm', KEY, IV);
          return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('hex');
        }
        app.post('/patients', async (req, res) => {
          await pool.query('INSERT INTO patients (ssn) VALUES ($1)', [encrypt(req.body.ssn)]);
          res.status(201).end();
        });
      `),
      findings: ['literal-key src/index.ts:15', 'fixed-vector src/index.ts:15'],
    },
    'createCipher': {
      files: http([CRYPTO, PG], POOL, `
        function encrypt(text: string): string {
          const cipher = crypto.createCipher('aes-256-cbc', process.env.DATA_KEY!);
          return cipher.update(text, 'utf8', 'hex') + cipher.final('hex');
        }
        app.post('/patients', async (req, res) => {
          await pool.query('INSERT INTO patients (ssn) VALUES ($1)', [encrypt(req.body.ssn)]);
          res.status(201).end();
        });
      `),
      findings: ['legacy-cipher src/index.ts:13'],
    },
    'a token that can be guessed': {
      files: http([CRYPTO, PG], POOL, `
        app.post('/reset', async (req, res) => {
          const resetToken = Math.random().toString(36).slice(2);
          await pool.query('UPDATE users SET reset_token_hash = $1 WHERE email = $2', [crypto.createHash('sha256').update(resetToken).digest('hex'), req.body.email]);
          res.status(204).end();
        });
      `),
      findings: ['predictable src/index.ts:14'],
    },
    'a wrapper around the database in another file': {
      files: {
        ...http(["import { run } from './database.js';"], `
          app.post('/users', async (req, res) => {
            await run('INSERT INTO users (email, password) VALUES (?, ?)', [req.body.email, req.body.password]);
            res.status(201).end();
          });
        `),
        'src/database.ts': "import mysql from 'mysql2/promise';\nconst pool = mysql.createPool(process.env.DATABASE_URL!);\nexport async function run(text: string, values: unknown[]) {\n  return pool.execute(text, values);\n}\n",
      },
      findings: ['plain src/index.ts:10'],
    },
  },
  notApplicable: {
    'settings of a command line': {
      files: stdioServer(["const settings = new Conf({ projectName: 'notes' });", `
        server.registerTool('login', { description: 'Log in.', inputSchema: { token: z.string() } }, async ({ token }) => {
          settings.set('accessToken', token);
          return { content: [] };
        });
      `], { imports: ["import Conf from 'conf';", "import { z } from 'zod';"] }).files,
    },
    'no sensitive field': { files: stdioServer("server.registerTool('ping', { description: 'Ping.' }, async () => ({ content: [] }));").files },
    'counts of tokens are no tokens': {
      files: http([PG], POOL, `
        app.post('/usage', async (req, res) => {
          await pool.query('INSERT INTO usage (model, token_count, max_tokens) VALUES ($1, $2, $3)', [req.body.model, req.body.tokens, req.body.max]);
          res.status(201).end();
        });
      `),
    },
    'a hash that is the key of a cache': {
      files: stdioServer(`
        server.registerTool('cached', { description: 'Answer from a cache.', inputSchema: { text: z.string() } }, async ({ text }) => {
          const key = createHash('md5').update(text).digest('hex');
          return { content: [{ type: 'text', text: key }] };
        });
      `, { imports: ["import { createHash } from 'node:crypto';", "import { z } from 'zod';"] }).files,
    },
    'the log-in of the one user, in a file of his own': {
      files: stdioServer(`
        server.registerTool('login', { description: 'Log in.', inputSchema: { token: z.string() } }, async ({ token }) => {
          await writeFile(join(homedir(), '.notes.json'), JSON.stringify({ access_token: token }), { mode: 0o600 });
          return { content: [] };
        });
      `, { imports: ["import { writeFile } from 'node:fs/promises';", "import { homedir } from 'node:os';", "import { join } from 'node:path';", "import { z } from 'zod';"] }).files,
    },
  },
});
