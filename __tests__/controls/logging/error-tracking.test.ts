import { errorTracking } from '../../../src/controls/logging/error-tracking';
import { CHECKLIST } from '../../../src/checklist/checklist';
import { testControl } from '../../support/control-tester';
import { webServer } from '../../support/web-server';

const { good, bad } = CHECKLIST['error-tracking'];

/** The sample of the article. */
const STORE = `
async function trackError(error, context) {
  await db.insert('errors', {
    message: error.message,
    stack: error.stack,
    context: JSON.stringify(context),
    created_at: new Date(),
  });
}
`;

testControl(errorTracking, {
  pass: {
    'the good example': { files: good.files },
    'the sample of the article, called where errors are caught': { files: webServer({ imports: "import { db } from './db';", before: `${STORE}\napp.use((error, req, res, next) => { void trackError(error, {}); res.status(500).end(); });`, files: { 'src/db.ts': 'export const db = { async insert(table, row) { await fetch("https://db.acme.io", { method: "POST", body: JSON.stringify({ table, row }) }); } };\n' } }) },
    'OpenTelemetry': { files: webServer({ imports: "import { NodeSDK } from '@opentelemetry/sdk-node';\nnew NodeSDK({}).start();" }) },
    'an agent that an import starts': { files: webServer({ imports: "import 'newrelic';" }) },
    'Rollbar with its handler': { files: webServer({ imports: "import Rollbar from 'rollbar';\nconst rollbar = new Rollbar({ accessToken: process.env.ROLLBAR_TOKEN });", after: 'app.use(rollbar.errorHandler());' }) },
  },
  fail: {
    'the bad example': { files: bad.files, findings: ['none'] },
    'nothing': { files: webServer({}), findings: ['none'] },
    'made and never used': { files: webServer({ imports: "import Rollbar from 'rollbar';\nconst rollbar = new Rollbar({ accessToken: process.env.ROLLBAR_TOKEN });" }), findings: ['never-reached src/index.ts:4'] },
    'a store that nothing calls': { files: webServer({ imports: "import { db } from './db';", before: STORE, files: { 'src/db.ts': 'export const db = { async insert(table, row) { await fetch("https://db.acme.io", { method: "POST", body: JSON.stringify({ table, row }) }); } };\n' } }), findings: ['never-reached src/index.ts:7'] },
    'a log line alone': { files: webServer({ after: 'app.use((error, req, res, next) => { console.error(error); res.status(500).end(); });' }), findings: ['none'] },
  },
  notApplicable: {
    'stdio': { files: { 'package.json': '{"name":"a","version":"1.0.0"}', 'src/index.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nexport const server = new McpServer({ name: 'a', version: '1' });\n" } },
  },
});
