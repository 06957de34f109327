import { CHECKLIST } from '../../../src/checklist/checklist';
import { httpServer, stdioServer } from '../../../src/checklist/examples';
import { metricRevenue } from '../../../src/controls/monitoring/metric-revenue';
import { testControl } from '../../support/control-tester';

const STRIPE = "import Stripe from 'stripe';";
const CLIENT = "const stripe = new Stripe(process.env.KEY ?? '');";
const charge = (after: string): string => `app.post('/charge', async (req, res) => {\n  await stripe.paymentIntents.create({ amount: 900, currency: 'eur' });\n  ${after}\n  res.end();\n});`;

testControl(metricRevenue, {
  pass: {
    'the good example': { files: CHECKLIST['metric-revenue'].good.files },
    'an event of analytics': { files: httpServer(["const mixpanel = Mixpanel.init('x');", CLIENT, charge("mixpanel.track('Purchase', { amount: 900 });")], { imports: [STRIPE, "import Mixpanel from 'mixpanel';"] }).files },
    'a histogram of OpenTelemetry, in the webhook': { files: httpServer(["const paid = metrics.getMeter('notes').createHistogram('payment.amount');", CLIENT, charge(''), "app.post('/webhook', (req, res) => {\n  paid.record(req.body.amount);\n  res.end();\n});"], { imports: [STRIPE, "import { metrics } from '@opentelemetry/api';"] }).files },
    'a statistic by name': { files: httpServer(['const stats = new StatsD();', CLIENT, charge("stats.increment('revenue', 900);")], { imports: [STRIPE, "import { StatsD } from 'hot-shots';"] }).files },
  },
  fail: {
    'the bad example': { files: CHECKLIST['metric-revenue'].bad.files, findings: ['uncounted src/index.ts:12'] },
    'a counter of something else': { files: httpServer(["const calls = new Counter({ name: 'calls_total', help: 'Calls.' });", CLIENT, charge(''), "app.get('/x', (req, res) => {\n  calls.inc();\n  res.end();\n});"], { imports: [STRIPE, "import { Counter } from 'prom-client';"] }).files, findings: ['uncounted src/index.ts:15'] },
    'a counter that nothing increments': { files: httpServer(["const revenue = new Counter({ name: 'revenue_total', help: 'Revenue.' });", CLIENT, charge('')], { imports: [STRIPE, "import { Counter } from 'prom-client';"] }).files, findings: ['uncounted src/index.ts:15'] },
    'a log is no metric': { files: httpServer([CLIENT, charge("console.log('revenue', 900);")], { imports: STRIPE }).files, findings: ['uncounted src/index.ts:12'] },
  },
  notApplicable: {
    'no payments': { files: httpServer('').files },
    'the tools of a processor': { files: stdioServer([CLIENT, "server.registerTool('refund', { description: 'Refund.', inputSchema: { charge: z.string() } }, async ({ charge }) => {\n  await stripe.refunds.create({ charge });\n  return { content: [] };\n});"], { imports: [STRIPE, "import { z } from 'zod';"] }).files },
  },
});
