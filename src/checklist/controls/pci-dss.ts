import { httpServer } from '../examples';
import type { ControlId } from '../ids';
import type { ControlItem } from '../item';
import { asvs, cwe, page, pci, rfc } from '../references';

const PG = "import pg from 'pg';";
const POOL = 'const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });';
const STRIPE = "import Stripe from 'stripe';";
const STRIPE_CLIENT = "const stripe = new Stripe(process.env.STRIPE_SECRET_KEY ?? '');";

const CHECKOUT = `
  app.post('/checkout', async (req, res) => {
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price: 'price_notes_pro', quantity: 1 }],
      success_url: 'https://notes.acme.example/paid',
    });
    res.json({ url: session.url });
  });
`;

/** Controls of the section "Compliance: PCI DSS". */
export const PCI_DSS = {
  'no-raw-card-data': {
    title: 'No raw card data is stored',
    section: 'pci-dss',
    level: 'required',
    gate: ['pci-dss'],
    applies: 'Payments are taken.',
    requirement: 'The server handles tokens of a payment processor and never the data of a card.',
    passes: 'Only tokens of a processor are handled.',
    fails: 'A card number, a verification code or track data stands in a schema, a column, a log, a type or the arguments of a tool, or test card numbers stand outside tests.',
    why: 'A server that touches card data falls under the whole of PCI DSS, and one leak of it ends the business. A card number in the argument of a tool also stays in the conversation.',
    remedy: 'Let the page of the processor take the card, and store the token that it returns.',
    references: [pci('3.3.1'), pci('3.5.1'), pci('6.5.6'), cwe(312), cwe(311), asvs('14.2.6')],
    good: httpServer(
      [
        POOL,
        STRIPE_CLIENT,
        CHECKOUT,
        `
        app.post('/paid', async (req, res) => {
          await pool.query('INSERT INTO payments (session_id, payment_method_id) VALUES ($1, $2)', [req.body.sessionId, req.body.paymentMethodId]);
          res.status(204).end();
        });
        `,
      ],
      { imports: [PG, STRIPE] },
    ),
    bad: httpServer(
      [
        POOL,
        STRIPE_CLIENT,
        CHECKOUT,
        `
        app.post('/cards', async (req, res) => {
          await pool.query('INSERT INTO cards (card_number, cvv, expiry) VALUES ($1, $2, $3)', [req.body.cardNumber, req.body.cvv, req.body.expiry]);
          res.status(204).end();
        });
        `,
      ],
      { imports: [PG, STRIPE] },
    ),
  },

  'payment-processor': {
    title: 'PCI-compliant payment processor is used',
    section: 'pci-dss',
    level: 'required',
    gate: ['pci-dss'],
    applies: 'Payments are taken.',
    requirement: 'Payments go through a processor that is certified for it.',
    passes: 'Stripe, Adyen, Braintree, Square, PayPal, Paddle, Mollie or a similar processor takes the payment.',
    fails: 'Card data is sent to anything else.',
    why: 'Whoever passes card data on answers for where it goes. A service that is not certified puts its duties on you.',
    remedy: 'Create the payment with the client library of a certified processor.',
    references: [pci('12.8.2'), pci('12.8.4'), page('Visa, list of registered service providers', 'https://www.visa.com/splisting/searchGrsp.do')],
    good: httpServer([STRIPE_CLIENT, CHECKOUT], { imports: STRIPE }),
    bad: httpServer(
      `
      app.post('/checkout', async (req, res) => {
        const response = await fetch('https://billing.acme-notes.io/charge', {
          method: 'POST',
          body: JSON.stringify({ cardNumber: req.body.cardNumber, cvv: req.body.cvv, amount: 900, currency: 'EUR' }),
        });
        res.status(response.status).end();
      });
      `,
    ),
  },

  'ssl-enforced': {
    title: 'SSL/TLS is enforced',
    section: 'pci-dss',
    level: 'required',
    gate: ['tls-enforced'],
    applies: 'The MCP endpoint, or a route with effects or data, listens for HTTP beyond loopback.',
    requirement: 'Nobody can use the server over plain HTTP by mistake.',
    passes: 'Plain HTTP is redirected or refused, the Strict-Transport-Security header is set, or the platform enforces it.',
    fails: 'None of these is there.',
    why: 'A client that is configured with `http://` sends its token in the clear once, and once is enough.',
    remedy: 'Set the Strict-Transport-Security header, for example with helmet, and redirect or refuse plain HTTP.',
    references: [rfc(6797, 'HTTP Strict Transport Security'), cwe(319), cwe(523), asvs('3.4.1'), asvs('4.1.2'), pci('4.2.1')],
    good: httpServer('app.use(helmet({ strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: true } }));', { imports: "import helmet from 'helmet';" }),
    bad: httpServer(''),
  },
} satisfies Partial<Record<ControlId, ControlItem>>;
