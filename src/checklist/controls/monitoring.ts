import { httpServer } from '../examples';
import type { ControlId } from '../ids';
import type { ControlItem, Example } from '../item';
import { asvs, mcpTop10, page } from '../references';

const HISTOGRAM = "import { Histogram, register } from 'prom-client';";
const COUNTER = "import { Counter, register } from 'prom-client';";
const PG = "import pg from 'pg';";
const POOL = 'const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });';

const EXPOSE = `
  app.get('/metrics', async (req, res) => {
    res.type(register.contentType).send(await register.metrics());
  });
`;

const DOCKERFILE = `
  FROM node:24-slim
  WORKDIR /app
  COPY . .
  RUN npm ci
  EXPOSE 3000
  CMD ["node", "dist/index.js"]
`;

const PROMETHEUS = page('Prometheus, alerting rules', 'https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/');
const SRE_MONITORING = page('Site Reliability Engineering, monitoring distributed systems', 'https://sre.google/sre-book/monitoring-distributed-systems/');
const HTTP_METRICS = page('OpenTelemetry, HTTP metrics', 'https://opentelemetry.io/docs/specs/semconv/http/http-metrics/');

/** A server in a container with a file of Prometheus rules, which is printed. */
const alerting = (rule: string, options: { readonly routes?: string; readonly imports?: string } = {}): Example =>
  httpServer(options.routes ?? '', {
    ...(options.imports !== undefined && { imports: options.imports }),
    show: 'monitoring/alerts.yml',
    files: { Dockerfile: DOCKERFILE, 'monitoring/alerts.yml': `groups:\n  - name: notes\n    rules:\n${rule}` },
  });

/** One rule of a group, as it stands in a file of rules. */
const rule = (name: string, expression: string): string =>
  [`      - alert: ${name}`, `        expr: ${expression}`, '        for: 5m', '        labels:', '          severity: page', ''].join('\n');

const DISK_RULE = rule('DiskAlmostFull', 'node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1');

const SIGN_UP = [
  POOL,
  `
  app.post('/signup', async (req, res) => {
    await pool.query('INSERT INTO accounts (email) VALUES ($1)', [req.body.email]);
    res.status(201).end();
  });
  `,
];

const STRIPE_CLIENT = "const stripe = new Stripe(process.env.STRIPE_SECRET_KEY ?? '');";

const COUNT_ROUTE = `
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

  app.get('/count', async (req, res) => {
    const result = await pool.query('SELECT count(*) AS total FROM notes');
    res.json({ total: result.rows[0].total });
  });
`;

/** Controls of the section "Monitoring and alerts". */
export const MONITORING = {
  'metric-response-times': {
    title: 'Response times (P50, P95, P99)',
    section: 'monitoring',
    level: 'recommended',
    gate: ['response-times'],
    applies: 'The server listens for HTTP.',
    requirement: 'The server measures how long its answers take, in a form that gives percentiles.',
    passes: 'A histogram or summary of durations stands around the handlers: prom-client, OpenTelemetry, or the agent of a platform.',
    fails: 'There is none.',
    why: 'An average hides the slow calls. One call in twenty that takes ten seconds is what people remember.',
    remedy: 'Observe the duration of each request in a histogram and expose it to the collector.',
    references: [HTTP_METRICS, SRE_MONITORING],
    good: httpServer(
      [
        "const duration = new Histogram({ name: 'http_request_duration_seconds', help: 'Duration of requests.', labelNames: ['route', 'status'] });",
        `
        app.use((req, res, next) => {
          const end = duration.startTimer();
          res.on('finish', () => end({ route: req.path, status: res.statusCode }));
          next();
        });
        `,
        EXPOSE,
      ],
      { imports: HISTOGRAM },
    ),
    bad: httpServer(''),
  },

  'metric-error-rates': {
    title: 'Error rates (4xx, 5xx)',
    section: 'monitoring',
    level: 'recommended',
    gate: [],
    applies: 'The server listens for HTTP.',
    requirement: 'The server counts its answers by status.',
    passes: 'A counter or histogram carries the status as a label.',
    fails: 'There is none.',
    why: 'Without a count by status nobody sees that one call in ten fails, until people stop calling.',
    remedy: 'Count each answer with its status as a label.',
    references: [HTTP_METRICS, SRE_MONITORING, mcpTop10(8)],
    good: httpServer(
      [
        "const responses = new Counter({ name: 'http_responses_total', help: 'Answers by status.', labelNames: ['status'] });",
        `
        app.use((req, res, next) => {
          res.on('finish', () => responses.inc({ status: res.statusCode }));
          next();
        });
        `,
        EXPOSE,
      ],
      { imports: COUNTER },
    ),
    bad: httpServer(''),
  },

  'metric-request-volumes': {
    title: 'Request volumes',
    section: 'monitoring',
    level: 'recommended',
    gate: [],
    applies: 'The server listens for HTTP.',
    requirement: 'The server counts its requests.',
    passes: 'A counter counts requests.',
    fails: 'There is none.',
    why: 'A load that doubles, or that is gone, is the first sign of a client in a loop, an attack, or an outage.',
    remedy: 'Increment a counter in a middleware before the routes.',
    references: [HTTP_METRICS, SRE_MONITORING],
    good: httpServer(
      [
        "const requests = new Counter({ name: 'http_requests_total', help: 'Requests.', labelNames: ['method'] });",
        `
        app.use((req, res, next) => {
          requests.inc({ method: req.method });
          next();
        });
        `,
        EXPOSE,
      ],
      { imports: COUNTER },
    ),
    bad: httpServer(''),
  },

  'metric-user-growth': {
    title: 'User growth',
    section: 'monitoring',
    level: 'recommended',
    gate: [],
    applies: 'Accounts exist.',
    requirement: 'New accounts are counted.',
    passes: 'A metric or an event of analytics is recorded on sign-up, or an attestation names the dashboard that shows it.',
    fails: 'There is none.',
    why: 'Growth decides when the database and the quotas become too small, and a jump may be somebody who makes accounts by the thousand.',
    remedy: 'Increment a counter where the account is made.',
    references: [SRE_MONITORING, page('Prometheus, metric types', 'https://prometheus.io/docs/concepts/metric_types/')],
    good: httpServer(
      [
        POOL,
        "const signups = new Counter({ name: 'signups_total', help: 'New accounts.' });",
        `
        app.post('/signup', async (req, res) => {
          await pool.query('INSERT INTO accounts (email) VALUES ($1)', [req.body.email]);
          signups.inc();
          res.status(201).end();
        });
        `,
        EXPOSE,
      ],
      { imports: [PG, COUNTER] },
    ),
    bad: httpServer(SIGN_UP, { imports: PG }),
  },

  'metric-revenue': {
    title: 'Revenue metrics',
    section: 'monitoring',
    level: 'recommended',
    gate: [],
    applies: 'Payments are taken.',
    requirement: 'Payments are counted.',
    passes: 'A metric or an event of analytics is recorded on payment, or an attestation names the dashboard that shows it.',
    fails: 'There is none.',
    why: 'Payments that silently stop are the most expensive outage, and no error rate shows them.',
    remedy: 'Increment a counter by the amount where the payment is confirmed.',
    references: [SRE_MONITORING, page('Prometheus, metric types', 'https://prometheus.io/docs/concepts/metric_types/')],
    good: httpServer(
      [
        STRIPE_CLIENT,
        "const revenue = new Counter({ name: 'revenue_cents_total', help: 'Revenue in cents.' });",
        `
        app.post('/charge', async (req, res) => {
          const payment = await stripe.paymentIntents.create({ amount: 900, currency: 'eur', payment_method: req.body.paymentMethodId, confirm: true });
          revenue.inc(payment.amount);
          res.json({ id: payment.id });
        });
        `,
        EXPOSE,
      ],
      { imports: [COUNTER, "import Stripe from 'stripe';"] },
    ),
    bad: httpServer(
      [
        STRIPE_CLIENT,
        `
        app.post('/charge', async (req, res) => {
          const payment = await stripe.paymentIntents.create({ amount: 900, currency: 'eur', payment_method: req.body.paymentMethodId, confirm: true });
          res.json({ id: payment.id });
        });
        `,
      ],
      { imports: "import Stripe from 'stripe';" },
    ),
  },

  'alert-error-rate': {
    title: 'Alert on high error rate (>5%)',
    section: 'monitoring',
    level: 'recommended',
    gate: [],
    applies: 'The server is deployed over HTTP.',
    requirement: 'Somebody is told when more than 5 % of the answers are errors.',
    passes: 'A rule in the repository alerts on the ratio of errors at 5 % or lower: Prometheus, Grafana, Datadog, CloudWatch, Azure, Google Cloud, Terraform or code.',
    fails: 'There is none, or its threshold is higher.',
    why: 'A metric that nobody looks at does not wake anybody up.',
    remedy: 'Add a rule that fires when errors divided by requests exceed 0.05 for some minutes.',
    references: [PROMETHEUS, SRE_MONITORING, asvs('16.4.3')],
    good: alerting(rule('HighErrorRate', 'sum(rate(http_responses_total{status=~"5.."}[5m])) / sum(rate(http_responses_total[5m])) > 0.05')),
    bad: alerting(rule('HighErrorRate', 'sum(rate(http_responses_total{status=~"5.."}[5m])) / sum(rate(http_responses_total[5m])) > 0.25')),
  },

  'alert-slow-responses': {
    title: 'Alert on slow response time (>500ms P95)',
    section: 'monitoring',
    level: 'recommended',
    gate: [],
    applies: 'The server is deployed over HTTP.',
    requirement: 'Somebody is told when one answer in twenty takes longer than half a second.',
    passes: 'A rule in the repository alerts on the 95th percentile of durations at 500 ms or lower.',
    fails: 'There is none, or its threshold is higher.',
    why: 'Agents call tools in sequence, so each slow call adds up. Slowness also comes before failure.',
    remedy: 'Add a rule on `histogram_quantile(0.95, …)` above 0.5 seconds.',
    references: [PROMETHEUS, SRE_MONITORING],
    good: alerting(rule('SlowResponses', 'histogram_quantile(0.95, sum(rate(http_request_duration_seconds_bucket[5m])) by (le)) > 0.5')),
    bad: alerting(rule('SlowResponses', 'histogram_quantile(0.95, sum(rate(http_request_duration_seconds_bucket[5m])) by (le)) > 5')),
  },

  'alert-database': {
    title: 'Alert on database connection issues',
    section: 'monitoring',
    level: 'recommended',
    gate: [],
    applies: 'A database is used.',
    requirement: 'Somebody is told when the server cannot reach its database or runs out of connections.',
    passes: 'A rule alerts on failed connections or on an exhausted pool.',
    fails: 'There is none.',
    why: 'Without its database the server answers every call with an error, and its own process looks healthy.',
    remedy: 'Add a rule on the connections in use against their maximum, or on the health of the database.',
    references: [PROMETHEUS, page('PostgreSQL, monitoring statistics', 'https://www.postgresql.org/docs/current/monitoring-stats.html')],
    good: alerting(rule('DatabaseConnectionsExhausted', 'pg_stat_activity_count / pg_settings_max_connections > 0.8'), { routes: COUNT_ROUTE, imports: PG }),
    bad: alerting(DISK_RULE, { routes: COUNT_ROUTE, imports: PG }),
  },

  'alert-security-events': {
    title: 'Alert on security events (rate limit breaches)',
    section: 'monitoring',
    level: 'recommended',
    gate: [],
    applies: 'The server is deployed over HTTP.',
    requirement: 'Somebody is told when callers are refused in numbers.',
    passes: 'A rule alerts on answers with status 429 or 401, or on refusals of the limiter.',
    fails: 'There is none.',
    why: 'Many refusals mean that somebody tries keys or runs a client in a loop. Both are cheap to stop early.',
    remedy: 'Add a rule on the rate of answers with status 429 and 401.',
    references: [PROMETHEUS, mcpTop10(8), asvs('16.3.3')],
    good: alerting(rule('RateLimitBreaches', 'sum(rate(http_responses_total{status=~"429|401"}[5m])) > 10')),
    bad: alerting(DISK_RULE),
  },
} satisfies Partial<Record<ControlId, ControlItem>>;
