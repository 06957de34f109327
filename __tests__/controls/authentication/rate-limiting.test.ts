import { rateLimiting } from '../../../src/controls/authentication/rate-limiting';
import { CHECKLIST } from '../../../src/checklist/checklist';
import type { Files } from '../../support/control-checks';
import { testControl } from '../../support/control-tester';
import { webServer } from '../../support/web-server';

const { good, bad } = CHECKLIST['rate-limiting'];

/** The sample of the article, called where requests arrive. */
const ARTICLE = `
const rateLimit = new Map();
const MAX_REQUESTS = 1000; // Per minute

function checkRateLimit(userId) {
  const userRequests = rateLimit.get(userId) || 0;
  if (userRequests >= MAX_REQUESTS) {
    throw new Error('Rate limit exceeded');
  }
  rateLimit.set(userId, userRequests + 1);
  return true;
}
`;

const fastmcp = (httpStream: string): Files => ({ 'package.json': '{"name":"a","version":"1.0.0","type":"module"}', 'src/index.ts': `import { FastMCP } from 'fastmcp';\nconst server = new FastMCP({ name: 'a', version: '1.0.0' });\nawait server.start({ transportType: 'httpStream', httpStream: ${httpStream} });\n` });

const worker = (body: string): Files => ({ 'package.json': '{"name":"a","version":"1.0.0","type":"module"}', 'wrangler.jsonc': '{ "name": "a", "main": "src/index.ts", "ratelimits": [{ "name": "LIMITER", "namespace_id": "1", "simple": { "limit": 10, "period": 60 } }] }', 'src/index.ts': `export default { async fetch(request, env) { ${body} return fetch('https://api.acme.io/x'); } };\n` });

const LAMBDA: Files = { 'package.json': '{"name":"a","version":"1.0.0","type":"module"}', 'src/index.js': "export const handler = async (event) => {\n  const answer = await fetch('https://api.acme.io/x', { method: 'POST', body: event.body });\n  return { statusCode: 200, body: await answer.text() };\n};\n" };

const WINDOW = `
const windows = new Map();
function allow(ip) {
  const now = Date.now();
  const entry = windows.get(ip);
  if (!entry || now > entry.resetAt) {
    windows.set(ip, { count: 1, resetAt: now + 60000 });
    return true;
  }
  entry.count++;
  return entry.count <= 100;
}
app.use((req, res, next) => {
  if (!allow(req.ip)) { res.status(429).json({ error: 'Too many requests.' }); return; }
  next();
});
`;

testControl(rateLimiting, {
  pass: {
    'the good example': { files: good.files },
    'a limiter on the whole application': { files: webServer({ imports: "import rateLimit from 'express-rate-limit';", before: 'app.use(rateLimit({ windowMs: 60000, max: 100 }));' }) },
    'a limiter among the arguments of the route': { files: webServer({ imports: "import rateLimit from 'express-rate-limit';\nconst limiter = rateLimit({ windowMs: 60000, max: 100 });", inline: 'limiter, ' }) },
    'a window for each client, written by hand': { files: webServer({ before: WINDOW }) },
    'limits of nginx in front': { files: { ...webServer({}), 'nginx.conf': 'limit_req_zone $binary_remote_addr zone=a:10m rate=10r/s;\nserver {\n  listen 443 ssl;\n  location / {\n    limit_req zone=a;\n    proxy_pass http://app:3000;\n  }\n}\n' } },
    'rate-limiter-flexible in middleware': { files: webServer({ imports: "import { RateLimiterMemory } from 'rate-limiter-flexible';\nconst limiter = new RateLimiterMemory({ points: 10, duration: 1 });", before: "app.use(async (req, res, next) => { try { await limiter.consume(req.ip); next(); } catch { res.status(429).end(); } });" }) },
    'CommonJS, on a router that is mounted': {
      files: {
        'package.json': '{"name":"a","version":"1.0.0","main":"index.js"}',
        'index.js': "const express = require('express');\nconst rateLimit = require('express-rate-limit');\nconst { mcp } = require('./mcp');\nconst app = express();\napp.use('/api', rateLimit({ windowMs: 1000, max: 5 }), mcp);\napp.listen(3000);\n",
        'mcp.js': "const express = require('express');\nconst { StreamableHTTPServerTransport } = require('@modelcontextprotocol/sdk/server/streamableHttp.js');\nconst mcp = express.Router();\nmcp.post('/mcp', async (req, res) => { const transport = new StreamableHTTPServerTransport({}); await transport.handleRequest(req, res, req.body); });\nmodule.exports = { mcp };\n",
      },
    },
    'a binding of Workers': { files: worker("const { success } = await env.LIMITER.limit({ key: request.headers.get('cf-connecting-ip') }); if (!success) return new Response('', { status: 429 });") },
    'a function of Lambda behind a gateway that limits': { files: { ...LAMBDA, 'template.yaml': 'AWSTemplateFormatVersion: "2010-09-09"\nTransform: AWS::Serverless-2016-10-31\nResources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: prod\n      MethodSettings:\n        - HttpMethod: "*"\n          ResourcePath: "/*"\n          ThrottlingRateLimit: 10\n          ThrottlingBurstLimit: 20\n' } },
    'a forwarded address behind a trusted proxy': { files: webServer({ imports: "import rateLimit from 'express-rate-limit';", before: "app.set('trust proxy', 1);\napp.use(rateLimit({ windowMs: 1000, max: 5, keyGenerator: (req) => req.headers['x-forwarded-for'] }));" }) },
  },
  fail: {
    'the bad example': { files: bad.files, findings: ['never-resets src/index.ts:9'] },
    'nothing at all': { files: webServer({}), findings: ['no-limiter src/index.ts:5'] },
    'installed and never wired': { files: webServer({ imports: "import rateLimit from 'express-rate-limit';", before: 'const limiter = rateLimit({ windowMs: 60000, max: 100 });' }), findings: ['not-wired src/index.ts:6'] },
    'wired after the route': { files: webServer({ imports: "import rateLimit from 'express-rate-limit';", after: 'app.use(rateLimit({ windowMs: 60000, max: 100 }));' }), findings: ['wired-late src/index.ts:11'] },
    'the sample of the article never resets': { files: webServer({ before: `${ARTICLE}\napp.use((req, res, next) => { checkRateLimit(req.ip); next(); });` }), findings: ['never-resets src/index.ts:8'] },
    'keyed by a header that anybody can send': { files: webServer({ imports: "import rateLimit from 'express-rate-limit';", before: "app.use(rateLimit({ windowMs: 1000, max: 5, keyGenerator: (req) => req.headers['x-forwarded-for'] }));" }), findings: ['spoofable-key src/index.ts:6'] },
    'FastMCP on all interfaces': { files: fastmcp("{ port: 8080, host: process.env.HOST || '0.0.0.0' }"), findings: ['no-limiter src/index.ts:3'] },
    'a binding that nobody asks': { files: worker(''), findings: ['no-limiter src/index.ts:1'] },
    'a function of Lambda': { files: LAMBDA, findings: ['no-limiter src/index.js:1'] },
    'a gateway that limits nothing': { files: { ...LAMBDA, 'serverless.yml': 'service: a\nfunctions:\n  a:\n    handler: src/index.handler\n    events:\n      - httpApi: "*"\n' }, findings: ['no-limiter src/index.js:1'] },
    'another path is limited': { files: webServer({ imports: "import rateLimit from 'express-rate-limit';", before: "app.use('/login', rateLimit({ windowMs: 1000, max: 5 }));" }), findings: ['not-wired src/index.ts:6'] },
    'opened by a composition of containers': { files: { ...webServer({ listen: "app.listen(3000, process.env.HOST ?? '127.0.0.1');" }), Dockerfile: 'FROM node:24\nENV HOST=0.0.0.0\nCMD ["node", "dist/index.js"]\n', 'compose.yaml': 'services:\n  app:\n    build: .\n    ports:\n      - "3000:3000"\n    environment:\n      HOST: 0.0.0.0\n' }, findings: ['no-limiter src/index.ts:5'] },
  },
  notApplicable: {
    'FastMCP on loopback': { files: fastmcp('{ port: 8080 }') },
    'FastMCP over stdio': { files: { ...fastmcp('{}'), 'src/index.ts': "import { FastMCP } from 'fastmcp';\nconst server = new FastMCP({ name: 'a', version: '1.0.0' });\nawait server.start({ transportType: 'stdio' });\n" } },
    'loopback': { files: webServer({ listen: "app.listen(3000, '127.0.0.1');" }) },
    'a host that can be configured': { files: webServer({ listen: "app.listen(3000, process.env.HOST ?? 'localhost');" }) },
    'a health route alone': { files: { 'package.json': '{"name":"a","version":"1.0.0"}', 'src/index.ts': "import express from 'express';\nconst app = express();\napp.get('/health', (req, res) => res.json({ ok: true }));\napp.listen(3000);\n" } },
    'the server of a test': { files: { 'package.json': '{"name":"a","version":"1.0.0"}', 'tests/server.test.ts': webServer({})['src/index.ts'] ?? '' } },
  },
  unverified: {
    'a port that is opened, and no code that listens': { files: { 'package.json': '{"name":"a","version":"1.0.0"}', 'src/index.ts': 'export const a = 1;\n', 'compose.yaml': 'services:\n  app:\n    build: .\n    ports:\n      - "3000:3000"\n' } },
  },
});
