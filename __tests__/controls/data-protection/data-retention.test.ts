import { CHECKLIST } from '../../../src/checklist/checklist';
import { httpServer, stdioServer } from '../../../src/checklist/examples';
import { dataRetention } from '../../../src/controls/data-protection/data-retention';
import { testControl } from '../../support/control-tester';

const PG = "import pg from 'pg';";
const POOL = 'const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });';
const RECORD = "app.use('/mcp', async (req, res, next) => {\n  await pool.query('INSERT INTO usage_logs (user_id, tool) VALUES ($1, $2)', [req.get('x-user'), req.body.method]);\n  next();\n});";
const CLEANUP = "async function cleanupOldData() {\n  await pool.query(\n    'DELETE FROM usage_logs WHERE created_at < $1',\n    [new Date(Date.now() - 90 * 24 * 60 * 60 * 1000)] // 90 days\n  );\n}";

testControl(dataRetention, {
  pass: {
    'the good example': { files: CHECKLIST['data-retention'].good.files },
    'the sample of the article, which nothing calls': { files: httpServer([POOL, RECORD, CLEANUP], { imports: PG }).files, findings: ['never-run src/index.ts:17'] },
    'the sample of the article with a timer': { files: httpServer([POOL, RECORD, CLEANUP, 'setInterval(cleanupOldData, 86_400_000);'], { imports: PG }).files },
    'a key that expires': { files: httpServer(["const redis = new Redis();", "app.use('/mcp', async (req, res, next) => {\n  await redis.set(`visits:${req.ip}`, JSON.stringify({ ip: req.ip, user_id: req.get('x-user') }), 'EX', 3600);\n  next();\n});"], { imports: "import Redis from 'ioredis';" }).files },
    'a TTL index': { files: httpServer(["const schema = new mongoose.Schema({ userId: String, createdAt: Date });\nschema.index({ createdAt: 1 }, { expireAfterSeconds: 7_776_000 });\nconst Usage = mongoose.model('usage_logs', schema);", "app.use('/mcp', async (req, res, next) => {\n  await Usage.create({ userId: req.get('x-user'), createdAt: new Date() });\n  next();\n});"], { imports: "import mongoose from 'mongoose';" }).files },
    'a mapper that deletes what is older': { files: httpServer(['const prisma = new PrismaClient();', "app.use('/mcp', async (req, res, next) => {\n  await prisma.usageLog.create({ data: { userId: req.get('x-user') } });\n  next();\n});", 'setInterval(async () => {\n  await prisma.usageLog.deleteMany({ where: { createdAt: { lt: cutoff() } } });\n}, 3_600_000);\nfunction cutoff() {\n  return new Date(Date.now() - 1e9);\n}'], { imports: "import { PrismaClient } from '@prisma/client';" }).files },
  },
  fail: {
    'the bad example': { files: CHECKLIST['data-retention'].bad.files, findings: ['forever src/index.ts:12'] },
    'one log is ended and another is not': { files: httpServer([POOL, RECORD, CLEANUP, 'setInterval(cleanupOldData, 86_400_000);', "app.get('/x', async (req, res) => {\n  await pool.query('INSERT INTO audit_logs (user_id, what) VALUES ($1, $2)', [req.get('x-user'), 'x']);\n  res.end();\n});"], { imports: PG }).files, findings: ['forever src/index.ts:26'] },
    'a key without a lifetime': { files: httpServer(["const redis = new Redis();", "app.use('/mcp', async (req, res, next) => {\n  await redis.set(`visits:${req.ip}`, JSON.stringify({ ip_address: req.ip, user_id: req.get('x-user') }));\n  next();\n});"], { imports: "import Redis from 'ioredis';" }).files, findings: ['forever src/index.ts:12'] },
    'accounts that are deleted by nothing': { files: httpServer([POOL, "app.post('/users', async (req, res) => {\n  await pool.query('INSERT INTO users (email) VALUES ($1)', [req.body.email]);\n  res.end();\n});"], { imports: PG }).files, findings: ['forever src/index.ts:12'] },
  },
  notApplicable: {
    'notes of the one user': { files: stdioServer([POOL, "server.registerTool('add', { description: 'Add a note.', inputSchema: { text: z.string() } }, async ({ text }) => {\n  await pool.query('INSERT INTO usage_logs (text) VALUES ($1)', [text]);\n  return { content: [] };\n});"], { imports: [PG, "import { z } from 'zod';"] }).files },
    'nothing is stored': { files: httpServer('').files },
  },
  unverified: {
    'a period that only a document states': { files: httpServer([POOL, RECORD], { imports: PG, files: { 'PRIVACY.md': '# Privacy\n\nUsage logs are deleted after 90 days.\n' } }).files },
  },
});
