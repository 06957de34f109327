import { scopedPermissions } from '../../../src/controls/authentication/scoped-permissions';
import { CHECKLIST } from '../../../src/checklist/checklist';
import type { Files } from '../../support/control-checks';
import { testControl } from '../../support/control-tester';
import { webServer } from '../../support/web-server';

const { good, bad } = CHECKLIST['scoped-permissions'];

const oauth = (scopes: string): Files => ({ 'package.json': '{"name":"a","version":"1.0.0","type":"module"}', 'src/index.ts': `import { OAuth2Client } from 'google-auth-library';\nconst client = new OAuth2Client();\nexport const url = () => client.generateAuthUrl({ access_type: 'offline', scope: ${scopes} });\n` });
const program = (source: string): Files => ({ 'package.json': '{"name":"a","version":"1.0.0","type":"module"}', 'src/index.ts': `${source}\n` });
const READ = "server.tool('read_note', async (extra) => { if (!extra.authInfo.scopes.includes('read')) throw new Error('no'); return { content: [] }; });";
const tools = (...lines: readonly string[]): Files => ({ 'package.json': '{"name":"a","version":"1.0.0","type":"module"}', 'src/index.ts': ["import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';", "const server = new McpServer({ name: 'a', version: '1.0.0' });", ...lines, ''].join('\n') });

testControl(scopedPermissions, {
  pass: {
    'the good example': { files: good.files },
    'a specific scope': { files: oauth("['https://www.googleapis.com/auth/calendar.readonly']") },
    'several in one text': { files: oauth("'notes:read notes:write'") },
    'a tool that only reads needs no scope of its own': { files: tools(READ, "server.tool('list_notes', async () => ({ content: [] }));") },
    'dispatcher checks': { files: program("import { Server } from '@modelcontextprotocol/sdk/server/index.js';\nimport { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';\nconst server = new Server({ name: 'a', version: '1' }, { capabilities: { tools: {} } });\nserver.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: [{ name: 'read_note', inputSchema: { type: 'object' } }, { name: 'delete_note', inputSchema: { type: 'object' } }] }));\nconst SCOPES: Record<string, string> = { read_note: 'read', delete_note: 'write' };\nserver.setRequestHandler(CallToolRequestSchema, async (request, extra) => {\n  const need = SCOPES[request.params.name] ?? '';\n  if (!extra.authInfo?.scopes.includes(need)) throw new Error('no');\n  return { content: [] };\n});") },
    'a helper that asks': { files: program("import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nconst server = new McpServer({ name: 'a', version: '1.0.0' });\nfunction requireScope(extra: { authInfo?: { scopes: string[] } }, scope: string) { if (!extra.authInfo?.scopes.includes(scope)) throw new Error('no'); }\nserver.tool('read_note', async (extra) => { requireScope(extra, 'read'); return { content: [] }; });\nserver.tool('delete_note', async (extra) => { requireScope(extra, 'delete'); return { content: [] }; });") },
    'FastMCP canAccess': { files: program("import { FastMCP } from 'fastmcp';\nconst server = new FastMCP({ name: 'a', version: '1.0.0' });\nserver.addTool({ name: 'delete_note', description: 'x', canAccess: (auth) => auth?.role === 'admin', execute: async () => 'ok' });\nserver.addTool({ name: 'remove_note', description: 'x', canAccess: (auth) => auth?.role === 'admin', execute: async () => 'ok' });") },
    'required scopes of the route': { files: program("import express from 'express';\nimport { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';\nimport { verifier } from './verifier.js';\nconst app = express();\napp.use('/mcp', requireBearerAuth({ verifier, requiredScopes: ['notes:use'] }));\napp.post('/mcp', (req, res) => { res.end(); });\napp.listen(3000);") },
    'search parameters': { files: program("export function login() {\n  const url = new URL('https://login.acme.io/authorize');\n  url.searchParams.set('client_id', 'abc');\n  url.searchParams.set('scope', 'notes:read notes:write');\n  return url;\n}") },
    'joined list': { files: program("const SCOPES = ['notes:read', 'notes:write'];\nexport const params = new URLSearchParams({ client_id: 'x', response_type: 'code', scope: SCOPES.join(' ') });") },
    'role of a user that the token names': { files: program("import express from 'express';\nconst app = express();\napp.delete('/notes/:id', (req, res) => { if (req.user.role !== 'admin') { res.status(403).end(); return; } res.end(); });\napp.listen(3000);") },
    'navigation beside a tool that asks': { files: program("import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nconst server = new McpServer({ name: 'a', version: '1.0.0' });\nserver.tool('read_note', async (extra) => { if (!extra.authInfo.scopes.includes('read')) throw new Error('no'); return { content: [] }; });\nserver.registerTool('browser_navigate', { description: 'x', annotations: { destructiveHint: true } }, async () => ({ content: [] }));") },
  },
  fail: {
    'the bad example': { files: bad.files, findings: ['unscoped-tool src/server.ts:12'] },
    'a scope for everything': { files: oauth("['https://www.googleapis.com/auth/cloud-platform']"), findings: ['wide-scope src/index.ts:3'] },
    'a wildcard': { files: oauth("['notes:*', 'notes:read']"), findings: ['wide-scope src/index.ts:3'] },
    'a tool that destroys without a check': { files: tools(READ, "server.tool('delete_note', async () => ({ content: [] }));"), findings: ['unscoped-tool src/index.ts:4'] },
    'any origin with credentials': { files: { ...webServer({ imports: "import cors from 'cors';\nimport { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';", before: 'app.use(cors({ origin: true, credentials: true }));\napp.use(requireBearerAuth({}));' }) }, findings: ['open-cors src/index.ts:7'] },
    'wildcard in parameters': { files: program("export function login() {\n  const url = new URL('https://login.acme.io/authorize');\n  url.searchParams.set('client_id', 'abc');\n  url.searchParams.set('scope', '*');\n  return url;\n}"), findings: ['wide-scope src/index.ts:4'] },
    'in the address': { files: program("export const login = (id: string) => `https://login.acme.io/authorize?response_type=code&client_id=${id}&scope=admin%20notes:read`;"), findings: ['wide-scope src/index.ts:1'] },
    'google drive, in a constant': { files: program("import { google } from 'googleapis';\nconst SCOPES = ['https://www.googleapis.com/auth/drive'];\nexport const auth = new google.auth.GoogleAuth({ keyFile: 'key.json', scopes: SCOPES });"), findings: ['wide-scope src/index.ts:3'] },
    'destroys by its hint': { files: program("import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nconst server = new McpServer({ name: 'a', version: '1.0.0' });\nserver.tool('read_note', async (extra) => { if (!extra.authInfo.scopes.includes('read')) throw new Error('no'); return { content: [] }; });\nserver.registerTool('overwrite_note', { description: 'x', annotations: { destructiveHint: true } }, async () => ({ content: [] }));"), findings: ['unscoped-tool src/index.ts:4'] },
  },
  notApplicable: {
    'nobody is told apart': { files: webServer({}) },
    'one secret for everybody': { files: webServer({ before: "app.use((req, res, next) => { if (req.headers.authorization !== process.env.SERVER_TOKEN) { res.status(401).end(); return; } next(); });" }) },
    'roles that a service answers with': { files: program("import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nconst server = new McpServer({ name: 'a', version: '1.0.0' });\nserver.tool('list_users', async () => { const answer = await fetch('https://api.acme.io/users'); const users = await answer.json(); return { content: [{ type: 'text', text: users.map((user) => user.roles.join() + user.permissions).join() }] }; });\nserver.tool('delete_user', async () => ({ content: [] }));") },
    'permissions of a browser': { files: program("import { chromium } from 'playwright';\nimport { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nconst server = new McpServer({ name: 'a', version: '1.0.0' });\nserver.registerTool('browser_navigate', { description: 'x', annotations: { destructiveHint: true } }, async () => { const browser = await chromium.launch(); const context = await browser.newContext({ permissions: ['clipboard-read'] }); await context.grantPermissions(['geolocation']); return { content: [] }; });\nserver.tool('delete_cookies', async () => ({ content: [] }));") },
    'a scope that is an argument of a tool': { files: program("import { z } from 'zod';\nimport { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nconst server = new McpServer({ name: 'a', version: '1.0.0' });\nserver.registerTool('analyse', { description: 'x', inputSchema: { scope: z.enum(['database', 'table']) } }, async ({ scope }) => ({ content: [{ type: 'text', text: JSON.stringify({ scope, note: 'x' }) }] }));") },
    'scopes that are offered': { files: program("export const metadata = { resource: 'x', scopesSupported: ['read', 'write', 'admin'] };") },
  },
});
