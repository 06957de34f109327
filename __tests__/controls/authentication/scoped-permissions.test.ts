import { scopedPermissions } from '../../../src/controls/authentication/scoped-permissions';
import { CHECKLIST } from '../../../src/checklist/checklist';
import type { Files } from '../../support/control-checks';
import { testControl } from '../../support/control-tester';
import { webServer } from '../../support/web-server';

const { good, bad } = CHECKLIST['scoped-permissions'];

const oauth = (scopes: string): Files => ({ 'package.json': '{"name":"a","version":"1.0.0","type":"module"}', 'src/index.ts': `import { OAuth2Client } from 'google-auth-library';\nconst client = new OAuth2Client();\nexport const url = () => client.generateAuthUrl({ access_type: 'offline', scope: ${scopes} });\n` });
const READ = "server.tool('read_note', async (extra) => { if (!extra.authInfo.scopes.includes('read')) throw new Error('no'); return { content: [] }; });";
const tools = (...lines: readonly string[]): Files => ({ 'package.json': '{"name":"a","version":"1.0.0","type":"module"}', 'src/index.ts': ["import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';", "const server = new McpServer({ name: 'a', version: '1.0.0' });", ...lines, ''].join('\n') });

testControl(scopedPermissions, {
  pass: {
    'the good example': { files: good.files },
    'a specific scope': { files: oauth("['https://www.googleapis.com/auth/calendar.readonly']") },
    'several in one text': { files: oauth("'notes:read notes:write'") },
    'a tool that only reads needs no scope of its own': { files: tools(READ, "server.tool('list_notes', async () => ({ content: [] }));") },
  },
  fail: {
    'the bad example': { files: bad.files, findings: ['unscoped-tool src/server.ts:12'] },
    'a scope for everything': { files: oauth("['https://www.googleapis.com/auth/cloud-platform']"), findings: ['wide-scope src/index.ts:3'] },
    'a wildcard': { files: oauth("['notes:*', 'notes:read']"), findings: ['wide-scope src/index.ts:3'] },
    'a tool that destroys without a check': { files: tools(READ, "server.tool('delete_note', async () => ({ content: [] }));"), findings: ['unscoped-tool src/index.ts:4'] },
    'any origin with credentials': { files: { ...webServer({ imports: "import cors from 'cors';\nimport { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';", before: 'app.use(cors({ origin: true, credentials: true }));\napp.use(requireBearerAuth({}));' }) }, findings: ['open-cors src/index.ts:7'] },
  },
  notApplicable: {
    'nobody is told apart': { files: webServer({}) },
    'one secret for everybody': { files: webServer({ before: "app.use((req, res, next) => { if (req.headers.authorization !== process.env.SERVER_TOKEN) { res.status(401).end(); return; } next(); });" }) },
  },
});
