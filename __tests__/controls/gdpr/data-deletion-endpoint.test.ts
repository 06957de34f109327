import { CHECKLIST } from '../../../src/checklist/checklist';
import { httpServer, stdioServer } from '../../../src/checklist/examples';
import { dataDeletionEndpoint } from '../../../src/controls/gdpr/data-deletion-endpoint';
import { testControl } from '../../support/control-tester';

const PG = "import pg from 'pg';";
const POOL = 'const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });';
const ADD = "app.post('/users', async (req, res) => {\n  await pool.query('INSERT INTO users (email) VALUES ($1)', [req.body.email]);\n  await pool.query('INSERT INTO usage_logs (user_id) VALUES ($1)', [req.body.id]);\n  res.end();\n});";
const ARTICLE = "app.delete('/api/user/data', async (req, res) => {\n  await db.query('DELETE FROM users WHERE id = $1', [req.userId]);\n  await db.query('DELETE FROM usage_logs WHERE user_id = $1', [req.userId]);\n  res.json({ success: true });\n});";
const AUTH = "app.use(auth({ audience: 'notes', issuerBaseURL: 'https://login.acme.example' }));";
const IMPORTS = [PG, "import { auth } from 'express-oauth2-jwt-bearer';"];

testControl(dataDeletionEndpoint, {
  pass: {
    'the good example': { files: CHECKLIST['data-deletion-endpoint'].good.files },
    'the sample of the article, behind authentication': { files: httpServer([AUTH, POOL.replace('pool', 'db'), ADD.replaceAll('pool', 'db'), ARTICLE], { imports: IMPORTS }).files },
    'a foreign key takes the rest along': {
      files: httpServer([AUTH, POOL, ADD, "app.delete('/me', async (req, res) => {\n  await pool.query('DELETE FROM users WHERE id = $1', [req.auth.payload.sub]);\n  res.end();\n});"], { imports: IMPORTS, files: { 'migrations/001.sql': 'CREATE TABLE users (id serial primary key, email text);\nCREATE TABLE usage_logs (id serial primary key, user_id int REFERENCES users (id) ON DELETE CASCADE);\n' } }).files,
    },
    'through a mapper and a service in another file': {
      files: httpServer([AUTH, "app.post('/users', async (req, res) => {\n  await prisma.user.create({ data: { email: req.body.email } });\n  res.end();\n});\napp.delete('/me', async (req, res) => {\n  await forget(req.auth.payload.sub);\n  res.end();\n});"], { imports: [...IMPORTS, "import { forget, prisma } from './people.js';"], files: { 'src/people.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\nexport async function forget(id: string) {\n  await prisma.user.delete({ where: { id } });\n}\n" } }).files,
    },
    'a builder whose condition has parts': {
      files: httpServer([AUTH, "app.post('/users', async (req, res) => {\n  await db.insert(users).values({ email: req.body.email });\n  res.end();\n});\napp.delete('/me', async (req, res) => {\n  await db.delete(users).where(and(eq(users.id, req.auth.payload.sub), eq(users.active, true)));\n  res.end();\n});"], { imports: [...IMPORTS, "import { and, eq } from 'drizzle-orm';", "import { drizzle } from 'drizzle-orm/node-postgres';", "import { pgTable, text } from 'drizzle-orm/pg-core';", "const users = pgTable('users', { id: text('id').primaryKey(), email: text('email') });", "const db = drizzle('postgres://db');"] }).files,
    },
  },
  fail: {
    'the bad example': { files: CHECKLIST['data-deletion-endpoint'].bad.files, findings: ['none'] },
    'one table is left out': { files: httpServer([AUTH, POOL, ADD, "app.delete('/me', async (req, res) => {\n  await pool.query('DELETE FROM users WHERE id = $1', [req.auth.payload.sub]);\n  res.end();\n});"], { imports: IMPORTS }).files, findings: ['left-out src/index.ts:21'] },
    'anybody may call it': { files: httpServer([POOL.replace('pool', 'db'), ADD.replaceAll('pool', 'db'), ARTICLE], { imports: PG }).files, findings: ['open src/index.ts:17'] },
    'only what is old is deleted': { files: httpServer([POOL, ADD, "setInterval(async () => {\n  await pool.query('DELETE FROM usage_logs WHERE created_at < $1', [new Date(0)]);\n}, 1000);"], { imports: PG }).files, findings: ['none'] },
    'a function that no route leads to': { files: httpServer([POOL, ADD, "export async function forget(id: string) {\n  await pool.query('DELETE FROM users WHERE id = $1', [id]);\n  await pool.query('DELETE FROM usage_logs WHERE user_id = $1', [id]);\n}"], { imports: PG }).files, findings: ['none'] },
  },
  notApplicable: {
    'the contacts of the one user': { files: stdioServer([POOL, "server.registerTool('add', { description: 'Add a contact.', inputSchema: { email: z.string() } }, async ({ email }) => {\n  await pool.query('INSERT INTO contacts (email) VALUES ($1)', [email]);\n  return { content: [] };\n});"], { imports: [PG, "import { z } from 'zod';"] }).files },
    'nothing is stored': { files: httpServer('').files },
  },
});
