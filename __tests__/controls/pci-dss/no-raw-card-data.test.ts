import { CHECKLIST } from '../../../src/checklist/checklist';
import { httpServer, stdioServer } from '../../../src/checklist/examples';
import { noRawCardData } from '../../../src/controls/pci-dss/no-raw-card-data';
import { testControl } from '../../support/control-tester';

const STRIPE = "import Stripe from 'stripe';";
const CHECKOUT = `
  const stripe = new Stripe(process.env.STRIPE_SECRET_KEY ?? '');
  app.post('/checkout', async (req, res) => {
    const session = await stripe.checkout.sessions.create({ mode: 'payment', line_items: [{ price: 'price_pro', quantity: 1 }] });
    res.json({ url: session.url });
  });
`;
const ZOD = "import { z } from 'zod';";

testControl(noRawCardData, {
  pass: {
    'the good example': { files: CHECKLIST['no-raw-card-data'].good.files },
    'a page of the processor takes the card': { files: httpServer(CHECKOUT, { imports: STRIPE }).files },
    'the last four digits and the brand': {
      files: httpServer([CHECKOUT, "const pool = new pg.Pool();\napp.post('/paid', async (req, res) => {\n  await pool.query('INSERT INTO payments (payment_method_id, last4, brand) VALUES ($1, $2, $3)', [req.body.id, req.body.last4, req.body.brand]);\n  res.end();\n});"], { imports: [STRIPE, "import pg from 'pg';"] }).files,
    },
    'numbers of test cards in the tests': { files: httpServer(CHECKOUT, { imports: STRIPE, files: { '__tests__/pay.test.ts': "test('pays', () => { pay('4242424242424242'); });" } }).files },
  },
  fail: {
    'the bad example': { files: CHECKLIST['no-raw-card-data'].bad.files, findings: ['stored src/index.ts:24'] },
    'a column': {
      files: httpServer(CHECKOUT, { imports: STRIPE, files: { 'migrations/001.sql': 'CREATE TABLE cards (\n  id serial primary key,\n  card_number text,\n  cvv text\n);\n' } }).files,
      findings: ['column migrations/001.sql:3', 'column migrations/001.sql:4'],
    },
    'an argument of a tool': {
      files: stdioServer("server.registerTool('book', { description: 'Book a flight.', inputSchema: { flight: z.string(), cardNumber: z.string(), expiry: z.string(), cvv: z.string() } }, async ({ flight }) => ({ content: [{ type: 'text', text: flight }] }));", { imports: ZOD }).files,
      findings: ['argument src/index.ts:7'],
    },
    'a schema of the body': {
      files: httpServer("const Card = z.object({ creditCardNumber: z.string(), expiryMonth: z.number() });\napp.post('/pay', (req, res) => {\n  Card.parse(req.body);\n  res.end();\n});", { imports: ZOD }).files,
      findings: ['schema src/index.ts:9'],
    },
    'sent to the processor by hand, still through this server': {
      files: httpServer("app.post('/pay', async (req, res) => {\n  await fetch('https://api.stripe.com/v1/tokens', { method: 'POST', body: JSON.stringify({ card_number: req.body.number, cvc: req.body.cvc }) });\n  res.end();\n});").files,
      findings: ['sent src/index.ts:9'],
    },
    'taken from a request': {
      files: httpServer("app.post('/pay', async (req, res) => {\n  const { cardNumber, cvc } = req.body;\n  await charge(cardNumber, cvc);\n  res.end();\n});", { imports: "import { charge } from './charge.js';", files: { 'src/charge.ts': 'export async function charge(a: string, b: string) {\n  return a.length + b.length;\n}\n' } }).files,
      findings: ['read src/index.ts:10'],
    },
    'the number of a test card in product code': {
      files: httpServer([CHECKOUT, "const DEMO_CARD = '4242 4242 4242 4242';\napp.get('/demo', (req, res) => {\n  res.json({ card: DEMO_CARD });\n});"], { imports: STRIPE }).files,
      findings: ['test-card src/index.ts:15'],
    },
    'written to a log': {
      files: httpServer("app.post('/pay', async (req, res) => {\n  const { cardNumber, cvv } = req.body;\n  console.log(cardNumber);\n  res.end(String(cvv.length));\n});").files,
      findings: ['logged src/index.ts:10', 'read src/index.ts:9'],
    },
  },
  notApplicable: {
    'no payments': { files: stdioServer("server.registerTool('ping', { description: 'Ping.' }, async () => ({ content: [] }));").files },
    'cards of a board': { files: stdioServer("server.registerTool('card', { description: 'Read a card.', inputSchema: { cardNumber: z.number() } }, async ({ cardNumber }) => ({ content: [{ type: 'text', text: String(cardNumber) }] }));", { imports: ZOD }).files },
    'the tools of a processor for its own customer': {
      files: stdioServer("const stripe = new Stripe(process.env.STRIPE_SECRET_KEY ?? '');\nserver.registerTool('link', { description: 'Create a payment link.', inputSchema: { price: z.string() } }, async ({ price }) => {\n  const link = await stripe.paymentLinks.create({ line_items: [{ price, quantity: 1 }] });\n  return { content: [{ type: 'text', text: link.url }] };\n});", { imports: [STRIPE, ZOD] }).files,
    },
  },
  knownGaps: {
    'a type that nothing reads': { files: httpServer([CHECKOUT, 'interface Card { cardNumber: string; cvv: string }\nexport type Cards = Card[];'], { imports: STRIPE }).files, expected: 'fail', because: 'Members of interfaces are no part of the flow graph.' },
  },
});
