import { CHECKLIST } from '../../../src/checklist/checklist';
import { httpServer, stdioServer } from '../../../src/checklist/examples';
import { metricUserGrowth } from '../../../src/controls/monitoring/metric-user-growth';
import { testControl } from '../../support/control-tester';

const PG = "import pg from 'pg';";
const POOL = 'const pool = new pg.Pool();';
const signUp = (after: string): string => `app.post('/signup', async (req, res) => {\n  await pool.query('INSERT INTO users (email) VALUES ($1)', [req.body.email]);\n  ${after}\n  res.end();\n});`;

testControl(metricUserGrowth, {
  pass: {
    'the good example': { files: CHECKLIST['metric-user-growth'].good.files },
    'an event of analytics': { files: httpServer(["const posthog = new PostHog('phc');", POOL, signUp("posthog.capture({ distinctId: req.body.email, event: 'user signed up' });")], { imports: [PG, "import { PostHog } from 'posthog-node';"] }).files },
    'an instrument of OpenTelemetry': { files: httpServer(["const joined = metrics.getMeter('notes').createCounter('accounts.created');", POOL, signUp('joined.add(1);')], { imports: [PG, "import { metrics } from '@opentelemetry/api';"] }).files },
    'a measurement in the same function': { files: httpServer(["const events = new Counter({ name: 'events_total', help: 'Events.', labelNames: ['kind'] });", POOL, signUp("events.inc({ kind: 'new' });")], { imports: [PG, "import { Counter } from 'prom-client';"] }).files },
  },
  fail: {
    'the bad example': { files: CHECKLIST['metric-user-growth'].bad.files, findings: ['uncounted src/index.ts:12'] },
    'a counter of something else': { files: httpServer(["const calls = new Counter({ name: 'calls_total', help: 'Calls.' });", POOL, signUp(''), "app.get('/x', (req, res) => {\n  calls.inc();\n  res.end();\n});"], { imports: [PG, "import { Counter } from 'prom-client';"] }).files, findings: ['uncounted src/index.ts:15'] },
    'a counter that nothing increments': { files: httpServer(["const signups = new Counter({ name: 'signups_total', help: 'New accounts.' });", POOL, signUp('')], { imports: [PG, "import { Counter } from 'prom-client';"] }).files, findings: ['uncounted src/index.ts:15'] },
    'accounts of a mapper': { files: httpServer(['const prisma = new PrismaClient();', "app.post('/signup', async (req, res) => {\n  await prisma.user.create({ data: { email: req.body.email } });\n  res.end();\n});"], { imports: "import { PrismaClient } from '@prisma/client';" }).files, findings: ['uncounted src/index.ts:12'] },
  },
  notApplicable: {
    'no accounts': { files: httpServer('').files },
    'the users of somebody else’s database': { files: stdioServer([POOL, "server.registerTool('add', { description: 'Add a user.', inputSchema: { email: z.string() } }, async ({ email }) => {\n  await pool.query('INSERT INTO users (email) VALUES ($1)', [email]);\n  return { content: [] };\n});"], { imports: [PG, "import { z } from 'zod';"] }).files },
  },
});
