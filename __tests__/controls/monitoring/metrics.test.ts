import { CHECKLIST } from '../../../src/checklist/checklist';
import type { Control } from '../../../src/controls/control';
import { metricErrorRates } from '../../../src/controls/monitoring/metric-error-rates';
import { metricRequestVolumes } from '../../../src/controls/monitoring/metric-request-volumes';
import { metricResponseTimes } from '../../../src/controls/monitoring/metric-response-times';
import type { Files } from '../../support/control-checks';
import { testControl } from '../../support/control-tester';
import { webServer } from '../../support/web-server';

const histogram = (labels: string, use: string): Files => webServer({
  imports: "import { Histogram } from 'prom-client';\nconst duration = new Histogram({ name: 'http_request_duration_seconds', help: 'Duration.', labelNames: [" + labels + '] });',
  before: `app.use((req, res, next) => { const end = duration.startTimer(); res.on('finish', () => ${use}); next(); });`,
});
const counter = (labels: string, use: string): Files => webServer({ imports: `import { Counter } from 'prom-client';\nconst requests = new Counter({ name: 'http_requests_total', help: 'Requests.', labelNames: [${labels}] });`, before: use });
const STDIO: Files = { 'package.json': '{"name":"a","version":"1.0.0"}', 'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nexport const server = new McpServer({ name: 'a', version: '1' });\n" };
const otel = (make: string, use: string): Files => webServer({ imports: `import { metrics } from '@opentelemetry/api';\nconst meter = metrics.getMeter('a');\nconst metric = ${make};`, before: `app.use((req, res, next) => { res.on('finish', () => ${use}); next(); });` });
const agent = webServer({ imports: "import promBundle from 'express-prom-bundle';", before: 'app.use(promBundle({ includeMethod: true }));' });
const unused = counter("'status'", '');
const bare = webServer({});
const outbound = webServer({ imports: "import { Gauge } from 'prom-client';\nnew Gauge({ name: 'sessions', help: 'Sessions.' }).set(1);" });

const subject = (control: unknown): Control => control as Control;

testControl(subject(metricResponseTimes), {
  pass: {
    'the good example': { files: CHECKLIST['metric-response-times'].good.files },
    'prom-client': { files: histogram('', 'end()') },
    'OpenTelemetry': { files: otel("meter.createHistogram('http.server.duration')", 'metric.record(5)') },
    'an agent': { files: agent },
  },
  fail: {
    'the bad example': { files: CHECKLIST['metric-response-times'].bad.files, findings: ['none'] },
    'nothing': { files: bare, findings: ['none'] },
    'a counter has no durations': { files: counter('', 'app.use((req, res, next) => { requests.inc(); next(); });'), findings: ['none'] },
    'a gauge': { files: outbound, findings: ['none'] },
  },
  notApplicable: { 'stdio': { files: STDIO } },
});

testControl(subject(metricErrorRates), {
  pass: {
    'the good example': { files: CHECKLIST['metric-error-rates'].good.files },
    'a histogram with the status': { files: histogram("'status'", 'end({ status: res.statusCode })') },
    'OpenTelemetry': { files: otel("meter.createCounter('http.responses')", "metric.add(1, { 'http.response.status_code': res.statusCode })") },
    'an agent': { files: agent },
  },
  fail: {
    'the bad example': { files: CHECKLIST['metric-error-rates'].bad.files, findings: ['none'] },
    'nothing': { files: bare, findings: ['none'] },
    'a counter without the status': { files: counter("'method'", 'app.use((req, res, next) => { requests.inc({ method: req.method }); next(); });'), findings: ['none'] },
    'a counter that nothing increments': { files: unused, findings: ['none'] },
  },
  notApplicable: { 'stdio': { files: STDIO } },
});

testControl(subject(metricRequestVolumes), {
  pass: {
    'the good example': { files: CHECKLIST['metric-request-volumes'].good.files },
    'a counter': { files: counter('', 'app.use((req, res, next) => { requests.inc(); next(); });') },
    'a histogram of durations counts as well': { files: histogram('', 'end()') },
    'an agent': { files: agent },
  },
  fail: {
    'the bad example': { files: CHECKLIST['metric-request-volumes'].bad.files, findings: ['none'] },
    'nothing': { files: bare, findings: ['none'] },
    'a counter that nothing increments': { files: unused, findings: ['none'] },
    'a gauge': { files: outbound, findings: ['none'] },
  },
  notApplicable: { 'stdio': { files: STDIO } },
});
