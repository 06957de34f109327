import { CHECKLIST } from '../../../src/checklist/checklist';
import { httpServer, stdioServer } from '../../../src/checklist/examples';
import { consentTracked } from '../../../src/controls/gdpr/consent-tracked';
import { testControl } from '../../support/control-tester';

const PG = "import pg from 'pg';";
const POOL = 'const pool = new pg.Pool();';
const BANNER = "app.get('/', (req, res) => {\n  res.send('<form method=post action=/consent><p>Do you accept analytics cookies?</p><button name=a value=yes>Yes</button></form>');\n});";
const post = (body: string): string => `app.post('/consent', async (req, res) => {\n  ${body}\n  res.end();\n});`;

testControl(consentTracked, {
  pass: {
    'the good example': { files: CHECKLIST['consent-tracked'].good.files },
    'through a mapper, the time filled in by the database': { files: httpServer(['const prisma = new PrismaClient();', BANNER, post("await prisma.consent.create({ data: { userId: req.body.id, granted: req.body.a === 'yes', policyVersion: '3' } });")], { imports: "import { PrismaClient } from '@prisma/client';", files: { 'prisma/schema.prisma': 'model Consent {\n  id Int @id\n  userId String\n  granted Boolean\n  policyVersion String\n  createdAt DateTime @default(now())\n}\n' } }).files },
    'columns of the person': { files: httpServer([POOL, BANNER, post("await pool.query('UPDATE users SET analytics_consent = $1, consent_at = now(), consent_version = $2 WHERE id = $3', [true, 'v1', req.body.id]);")], { imports: PG }).files },
    'a document database': { files: httpServer([BANNER, post("await db.collection('consents').insertOne({ user: req.body.id, answer: true, answeredAt: new Date(), textVersion: '1' });")], { imports: "import { db } from 'database';" }).files },
  },
  fail: {
    'the bad example': { files: CHECKLIST['consent-tracked'].bad.files, findings: ['not-stored src/index.ts:11'] },
    'only in a cookie': { files: httpServer([BANNER, post("res.cookie('consent', req.body.a);")]).files, findings: ['not-stored src/index.ts:9'] },
    'without time and version': { files: httpServer([POOL, BANNER, post("await pool.query('INSERT INTO consents (visitor, answer) VALUES ($1, $2)', [req.body.id, true]);")], { imports: PG }).files, findings: ['incomplete src/index.ts:16'] },
    'without a version': { files: httpServer([POOL, BANNER, post("await pool.query('INSERT INTO consents (visitor, answer, answered_at) VALUES ($1, $2, now())', [req.body.id, true]);")], { imports: PG }).files, findings: ['incomplete src/index.ts:16'] },
  },
  notApplicable: {
    'nothing is asked': { files: stdioServer("server.registerTool('ping', { description: 'Ping.' }, async () => ({ content: [] }));").files },
    'a consent screen of OAuth': { files: httpServer("app.get('/authorize', (req, res) => {\n  res.send('<form method=post><p>Allow this client to read your notes?</p><button>Approve</button></form>');\n});").files },
  },
});
