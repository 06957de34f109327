import { CHECKLIST } from '../../../src/checklist/checklist';
import { httpServer, stdioServer } from '../../../src/checklist/examples';
import { paymentProcessor } from '../../../src/controls/pci-dss/payment-processor';
import { testControl } from '../../support/control-tester';

const pay = (url: string): string => `app.post('/pay', async (req, res) => {\n  await fetch('${url}', { method: 'POST', body: JSON.stringify({ cardNumber: req.body.cardNumber, cvv: req.body.cvv }) });\n  res.end();\n});`;

testControl(paymentProcessor, {
  pass: {
    'the good example': { files: CHECKLIST['payment-processor'].good.files },
    'Mollie': { files: httpServer("const mollie = createMollieClient({ apiKey: process.env.MOLLIE_KEY ?? '' });\napp.post('/pay', async (req, res) => {\n  const payment = await mollie.payments.create({ amount: { currency: 'EUR', value: '9.00' }, description: 'Pro' });\n  res.json(payment);\n});", { imports: "import createMollieClient from '@mollie/api-client';" }).files },
    'Braintree': { files: httpServer("const gateway = new braintree.BraintreeGateway({ environment: braintree.Environment.Production });\napp.post('/pay', async (req, res) => {\n  await gateway.transaction.sale({ amount: '9.00', paymentMethodNonce: req.body.nonce });\n  res.end();\n});", { imports: "import braintree from 'braintree';" }).files },
    'the address of a processor': { files: httpServer(pay('https://api.stripe.com/v1/payment_methods')).files },
  },
  fail: {
    'the bad example': { files: CHECKLIST['payment-processor'].bad.files, findings: ['elsewhere src/index.ts:9'] },
    'a host that only begins like a processor': { files: httpServer(pay('https://api.stripe.com.acme.io/charge')).files, findings: ['elsewhere src/index.ts:9'] },
    'an address that is made at run time': { files: httpServer("app.post('/pay', async (req, res) => {\n  await fetch(process.env.BILLING_URL ?? '', { method: 'POST', body: JSON.stringify({ cardNumber: req.body.cardNumber, cvv: req.body.cvv }) });\n  res.end();\n});").files, findings: ['elsewhere src/index.ts:9'] },
    'cards that are kept and go nowhere': { files: httpServer("const pool = new pg.Pool();\napp.post('/pay', async (req, res) => {\n  await pool.query('INSERT INTO orders (card_number, cvv) VALUES ($1, $2)', [req.body.a, req.body.b]);\n  res.end();\n});", { imports: "import pg from 'pg';" }).files, findings: ['no-processor src/index.ts:11'] },
  },
  notApplicable: {
    'no payments': { files: stdioServer("server.registerTool('ping', { description: 'Ping.' }, async () => ({ content: [] }));").files },
    'a processor that is installed and takes nothing': { files: httpServer("const stripe = new Stripe(process.env.KEY ?? '');\napp.get('/plans', async (req, res) => {\n  res.json(await stripe.prices.list());\n});", { imports: "import Stripe from 'stripe';" }).files },
  },
  unverified: {
    'columns for cards, and no code': { files: httpServer('', { files: { 'schema.sql': 'CREATE TABLE cards (card_number text, cvv text);\n' } }).files },
  },
});
