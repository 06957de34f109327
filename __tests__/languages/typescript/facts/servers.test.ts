import { describe, expect, test } from '@jest/globals';
import type { Files } from '../../../support/control-checks';
import { factsOf } from '../../../support/control-tester';

interface Case {
  readonly files: Files;
  /** `framework reach: METHOD path role [roles of guards]` for each route, in the order of the program. */
  readonly served: readonly string[];
}

const manifest = (dependencies: Readonly<Record<string, string>> = {}): Files => ({ 'package.json': JSON.stringify({ name: 'a', version: '1.0.0', type: 'module', dependencies }) });
const CALL = "await fetch('https://api.acme.io/x', { method: 'POST', body: BODY })";
const call = (body: string): string => CALL.replace('BODY', body);

const LAMBDA: Readonly<Record<string, Case>> = {
  'a handler whose event has a type of the gateway': {
    files: { ...manifest(), 'src/index.ts': `import type { APIGatewayProxyEventV2 } from 'aws-lambda';\nexport const handler = async (event: APIGatewayProxyEventV2) => {\n  const answer = ${call('event.body')};\n  return { statusCode: 200, body: await answer.text() };\n};\n` },
    served: ['serverless beyond: * * data []'],
  },
  'a handler without types that reads the request': {
    files: { ...manifest(), 'src/index.js': `exports.handler = async function (event, context) {\n  const answer = ${call('event.body')};\n  return { statusCode: 200, body: await answer.text() };\n};\n` },
    served: ['serverless beyond: * * data []'],
  },
  'a handler of a queue answers no request': {
    files: { ...manifest(), 'src/index.js': `exports.handler = async (event) => {\n  for (const record of event.Records) ${call('record.body')};\n};\n` },
    served: [],
  },
  'middy around a function': {
    files: { ...manifest(), 'src/index.ts': `import middy from '@middy/core';\nconst work = async (event) => { const answer = ${call('event.body')}; return { statusCode: 200, body: await answer.text() }; };\nexport const handler = middy(work);\n` },
    served: ['serverless beyond: * * data []'],
  },
  'middy that is given its function last': {
    files: { ...manifest(), 'src/index.ts': `import middy from '@middy/core';\nimport cors from '@middy/http-cors';\nexport const handler = middy().use(cors()).handler(async (event) => { const answer = ${call('event.body')}; return { statusCode: 200, body: await answer.text() }; });\n` },
    served: ['serverless beyond: * * data []'],
  },
  'a streamed answer': {
    files: { ...manifest(), 'src/index.mjs': `export const handler = awslambda.streamifyResponse(async (event, stream) => { const answer = ${call('event.body')}; stream.end(await answer.text()); });\n` },
    served: ['serverless beyond: * * data []'],
  },
  'an application of Express behind an adapter': {
    files: { ...manifest(), 'src/app.ts': `import express from 'express';\nexport const app = express();\napp.post('/x', async (req, res) => { const answer = ${call('req.body')}; res.send(await answer.text()); });\n`, 'src/lambda.ts': "import serverlessExpress from '@vendia/serverless-express';\nimport { app } from './app';\nexport const handler = serverlessExpress({ app });\n" },
    served: ['express beyond: POST /x data []'],
  },
  'serverless-http with a limiter in the application': {
    files: { ...manifest(), 'src/index.ts': `import express from 'express';\nimport serverless from 'serverless-http';\nimport rateLimit from 'express-rate-limit';\nconst app = express();\napp.use(rateLimit({ windowMs: 1000, limit: 5 }));\napp.post('/x', async (req, res) => { const answer = ${call('req.body')}; res.send(await answer.text()); });\nexport const handler = serverless(app);\n` },
    served: ['express beyond: POST /x data [limiter]'],
  },
  'an application of Hono': {
    files: { ...manifest(), 'src/index.ts': `import { Hono } from 'hono';\nimport { handle } from 'hono/aws-lambda';\nconst app = new Hono();\napp.post('/x', async (c) => c.text(await (${call('c.req.raw.body')}).text()));\nexport const handler = handle(app);\n` },
    served: ['hono beyond: POST /x data []'],
  },
};

const NEST_MODULE = "import { Module } from '@nestjs/common';\nimport { Xs } from './xs';\n@Module({ controllers: [Xs], providers: [PROVIDERS] })\nexport class AppModule {}\n";
const nest = (parts: { readonly main?: string; readonly providers?: string; readonly imports?: string; readonly cls?: string; readonly method?: string; readonly head?: string } = {}): Files => ({
  ...manifest(),
  'src/main.ts': `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module';\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule);\n  ${parts.main ?? ''}\n  await app.listen(3000);\n}\nbootstrap();\n`,
  'src/app.module.ts': `${parts.imports ?? ''}\n${NEST_MODULE.replace('PROVIDERS', parts.providers ?? '')}`,
  'src/xs.ts': `import { Controller, Get, Post, Body, UseGuards } from '@nestjs/common';\n${parts.head ?? ''}\n@Controller('xs')\n${parts.cls ?? ''}\nexport class Xs {\n  @Get('health')\n  health() { return 'ok'; }\n  @Post('make')\n  ${parts.method ?? ''}\n  async make(@Body() body: string) { return (${call('body')}).text(); }\n}\n`,
});
const THROTTLER = "import { APP_GUARD } from '@nestjs/core';\nimport { ThrottlerGuard } from '@nestjs/throttler';";

const NEST: Readonly<Record<string, Case>> = {
  'routes of a controller': { files: nest(), served: ['nest beyond: GET /xs/health health []', 'nest beyond: POST /xs/make data []'] },
  'a prefix for all': { files: nest({ main: "app.setGlobalPrefix('api');" }), served: ['nest beyond: GET /api/xs/health health []', 'nest beyond: POST /api/xs/make data []'] },
  'a limiter as guard of the application': { files: nest({ imports: THROTTLER, providers: '{ provide: APP_GUARD, useClass: ThrottlerGuard }' }), served: ['nest beyond: GET /xs/health health [limiter]', 'nest beyond: POST /xs/make data [limiter]'] },
  'a class that extends the limiter': { files: nest({ imports: `${THROTTLER}\nclass ByUser extends ThrottlerGuard { async getTracker(req) { return req.user.id; } }`, providers: '{ provide: APP_GUARD, useClass: ByUser }' }), served: ['nest beyond: GET /xs/health health [limiter]', 'nest beyond: POST /xs/make data [limiter]'] },
  'a method that does without the limiter': { files: nest({ imports: THROTTLER, providers: '{ provide: APP_GUARD, useClass: ThrottlerGuard }', head: "import { SkipThrottle } from '@nestjs/throttler';", method: '@SkipThrottle()' }), served: ['nest beyond: GET /xs/health health [limiter]', 'nest beyond: POST /xs/make data []'] },
  'guards of a class': { files: nest({ head: "import { ThrottlerGuard } from '@nestjs/throttler';", cls: '@UseGuards(ThrottlerGuard)' }), served: ['nest beyond: GET /xs/health health [limiter]', 'nest beyond: POST /xs/make data [limiter]'] },
  'a guard of the program that reads the key': { files: nest({ head: "class Keys {\n  canActivate(context) { const request = context.switchToHttp().getRequest(); return request.headers['x-api-key'] === process.env.API_KEY; }\n}", method: '@UseGuards(Keys)' }), served: ['nest beyond: GET /xs/health health []', 'nest beyond: POST /xs/make data [authentication]'] },
  'middleware of Express': { files: nest({ main: "app.use(require('express-rate-limit')({ windowMs: 1000, limit: 5 }));" }), served: ['nest beyond: GET /xs/health health [limiter]', 'nest beyond: POST /xs/make data [limiter]'] },
  'MCP as a module': { files: { ...nest(), 'src/app.module.ts': "import { Module } from '@nestjs/common';\nimport { McpModule } from '@rekog/mcp-nest';\n@Module({ imports: [McpModule.forRoot({ name: 'a', version: '1.0.0' })] })\nexport class AppModule {}\n", 'src/xs.ts': 'export const a = 1;\n' }, served: ['nest beyond: * /mcp mcp []'] },
  'modules without a server': { files: { ...nest(), 'src/main.ts': "import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module';\nNestFactory.createApplicationContext(AppModule);\n" }, served: [] },
};

const V2_SERVER = "import { McpServer, createMcpHandler } from '@modelcontextprotocol/server';\nconst handler = createMcpHandler(() => new McpServer({ name: 'a', version: '1.0.0' }));\n";

const SDK: Readonly<Record<string, Case>> = {
  'the adapter of Express': { files: { ...manifest(), 'src/index.ts': `${V2_SERVER}import { createMcpExpressApp } from '@modelcontextprotocol/express';\nimport { toNodeHandler } from '@modelcontextprotocol/node';\nconst app = createMcpExpressApp();\nconst node = toNodeHandler(handler);\napp.all('/mcp', (req, res) => void node(req, res, req.body));\napp.listen(3000);\n` }, served: ['express beyond: * /mcp mcp []'] },
  'the adapter of Fastify': { files: { ...manifest(), 'src/index.ts': `${V2_SERVER}import { createMcpFastifyApp } from '@modelcontextprotocol/fastify';\nimport { toNodeHandler } from '@modelcontextprotocol/node';\nconst app = createMcpFastifyApp({ host: '0.0.0.0' });\nconst node = toNodeHandler(handler);\napp.all('/mcp', (request, reply) => node(request.raw, reply.raw, request.body));\nawait app.listen({ port: 3000, host: '0.0.0.0' });\n` }, served: ['fastify beyond: * /mcp mcp []'] },
  'the adapter of Hono': { files: { ...manifest(), 'src/index.ts': `${V2_SERVER}import { createMcpHonoApp } from '@modelcontextprotocol/hono';\nimport { serve } from '@hono/node-server';\nconst app = createMcpHonoApp();\napp.all('/mcp', (c) => handler.fetch(c.req.raw));\nserve({ fetch: app.fetch, port: 3000 });\n` }, served: ['hono beyond: * /mcp mcp []'] },
  'a server of Node': { files: { ...manifest(), 'src/index.ts': `${V2_SERVER}import { createServer } from 'node:http';\nimport { toNodeHandler } from '@modelcontextprotocol/node';\ncreateServer(toNodeHandler(handler)).listen(3000);\n` }, served: ['node beyond: * * mcp []'] },
  'a Worker': { files: { ...manifest(), 'wrangler.jsonc': '{ "name": "a", "main": "src/index.ts" }', 'src/index.ts': `${V2_SERVER}export default handler;\n` }, served: ['workers beyond: * * mcp []'] },
  'the fetch of the handler, in a Worker': { files: { ...manifest(), 'wrangler.jsonc': '{ "name": "a", "main": "src/index.ts" }', 'src/index.ts': `${V2_SERVER}export default { fetch: handler.fetch };\n` }, served: ['workers beyond: * * mcp []'] },
  Deno: { files: { ...manifest(), 'src/index.ts': `${V2_SERVER}Deno.serve({ port: 3000 }, handler.fetch);\n` }, served: ['deno beyond: * * mcp []'] },
};

const handle = `export async function POST(request) { const answer = ${call('await request.text()')}; return new Response(await answer.text()); }\n`;
const MCP_ROUTE = "import { createMcpHandler } from 'mcp-handler';\nconst handler = createMcpHandler((server) => { server.tool('x', {}, async () => ({ content: [] })); });\nexport { handler as GET, handler as POST };\n";

const FILES: Readonly<Record<string, Case>> = {
  'a route of Next': { files: { ...manifest({ next: '16.0.0' }), 'src/app/api/x/route.ts': handle }, served: ['next beyond: POST /api/x data []'] },
  'MCP as a route of Next': { files: { ...manifest({ next: '16.0.0' }), 'app/[transport]/route.ts': MCP_ROUTE }, served: ['next beyond: GET /[transport] mcp []', 'next beyond: POST /[transport] mcp []'] },
  'a limiter in the middleware of Next': {
    files: { ...manifest({ next: '16.0.0' }), 'app/api/x/route.ts': handle, 'middleware.ts': "import { Ratelimit } from '@upstash/ratelimit';\nimport { Redis } from '@upstash/redis';\nconst ratelimit = new Ratelimit({ redis: Redis.fromEnv(), limiter: Ratelimit.slidingWindow(5, '10 s') });\nexport async function middleware(request) { const { success } = await ratelimit.limit(request.ip); if (!success) return new Response('', { status: 429 }); }\n" },
    served: ['next beyond: POST /api/x data [limiter]'],
  },
  'middleware of Next for other paths': {
    files: { ...manifest({ next: '16.0.0' }), 'app/api/x/route.ts': handle, 'middleware.ts': "import { Ratelimit } from '@upstash/ratelimit';\nimport { Redis } from '@upstash/redis';\nconst ratelimit = new Ratelimit({ redis: Redis.fromEnv(), limiter: Ratelimit.slidingWindow(5, '10 s') });\nexport async function middleware(request) { const { success } = await ratelimit.limit(request.ip); if (!success) return new Response('', { status: 429 }); }\nexport const config = { matcher: '/login/:path*' };\n" },
    served: ['next beyond: POST /api/x data []'],
  },
  'a function of Vercel': { files: { ...manifest({ '@vercel/node': '5.0.0' }), 'api/x.ts': `export default async function (req, res) { const answer = ${call('req.body')}; res.send(await answer.text()); }\n` }, served: ['serverless beyond: * /api/x data []'] },
  'MCP as a function of Vercel': { files: { ...manifest({ 'mcp-handler': '1.0.0' }), 'api/server.ts': MCP_ROUTE.replace('GET', 'GET').replace('app', 'api') }, served: ['serverless beyond: GET /api/server mcp []', 'serverless beyond: POST /api/server mcp []'] },
  'an application as a function of Vercel': { files: { ...manifest(), 'vercel.json': '{ "rewrites": [{ "source": "/(.*)", "destination": "/api" }] }', 'api/index.ts': `import express from 'express';\nconst app = express();\napp.post('/x', async (req, res) => { const answer = ${call('req.body')}; res.send(await answer.text()); });\nexport default app;\n` }, served: ['express beyond: POST /x data []'] },
  'a folder that only has the name': { files: { ...manifest(), 'src/api/x.ts': 'export default async function load(id) { return fetch(`https://api.acme.io/${id}`); }\n' }, served: [] },
  'a function of Netlify': { files: { ...manifest(), 'netlify/functions/x.ts': `export default async (request) => { const answer = ${call('await request.text()')}; return new Response(await answer.text()); };\n` }, served: ['serverless beyond: * /x data []'] },
  'an older function of Netlify': { files: { ...manifest(), 'netlify/functions/x.js': `exports.handler = async (event) => { const answer = ${call('event.body')}; return { statusCode: 200, body: await answer.text() }; };\n` }, served: ['serverless beyond: * /x data []'] },
  'a route of SvelteKit': { files: { ...manifest({ '@sveltejs/kit': '2.0.0' }), 'src/routes/api/x/+server.ts': `export const POST = async ({ request }) => { const answer = ${call('await request.text()')}; return new Response(await answer.text()); };\n` }, served: ['other beyond: POST /api/x data []'] },
  'a route of Nuxt': { files: { ...manifest({ nuxt: '4.0.0' }), 'server/api/x.post.ts': `export default defineEventHandler(async (event) => { const answer = ${call('await readBody(event)')}; return answer.text(); });\n` }, served: ['h3 beyond: POST /api/x data []'] },
};

const PLATFORMS: Readonly<Record<string, Case>> = {
  'a function of Supabase': { files: { ...manifest(), 'supabase/functions/x/index.ts': `Deno.serve(async (request) => { const answer = ${call('await request.text()')}; return new Response(await answer.text()); });\n` }, served: ['deno beyond: * * data []'] },
  'a function of Google Cloud': { files: { ...manifest(), 'src/index.ts': `import * as functions from '@google-cloud/functions-framework';\nfunctions.http('x', async (req, res) => { const answer = ${call('req.body')}; res.send(await answer.text()); });\n` }, served: ['serverless beyond: * * data []'] },
  'an application as a function of Firebase': { files: { ...manifest(), 'src/index.ts': `import { onRequest } from 'firebase-functions/v2/https';\nimport express from 'express';\nconst app = express();\napp.post('/x', async (req, res) => { const answer = ${call('req.body')}; res.send(await answer.text()); });\nexport const api = onRequest({ cors: true }, app);\n` }, served: ['express beyond: POST /x data []'] },
  'a function of Azure': { files: { ...manifest(), 'src/index.ts': `import { app } from '@azure/functions';\napp.http('x', { methods: ['POST'], handler: async (request) => { const answer = ${call('await request.text()')}; return { body: await answer.text() }; } });\n` }, served: ['serverless beyond: * * data []'] },
  'an application of Hono as a Worker': { files: { ...manifest(), 'wrangler.jsonc': '{ "name": "a", "main": "src/index.ts" }', 'src/index.ts': `import { Hono } from 'hono';\nconst app = new Hono();\napp.post('/x', async (c) => c.text(await (${call('c.req.raw.body')}).text()));\nexport default app;\n` }, served: ['hono beyond: POST /x data []'] },
  'an application of Hono for Bun': { files: { ...manifest(), 'src/index.ts': `import { Hono } from 'hono';\nconst app = new Hono();\napp.post('/x', async (c) => c.text(await (${call('c.req.raw.body')}).text()));\nexport default { port: 3000, fetch: app.fetch };\n` }, served: ['hono beyond: POST /x data []'] },
  'an application that is exported, and listens on loopback elsewhere': { files: { ...manifest(), 'bun.lock': '{}', 'src/app.ts': `import { Hono } from 'hono';\nconst app = new Hono();\napp.post('/x', async (c) => c.text(await (${call('c.req.raw.body')}).text()));\nexport default app;\n`, 'src/index.ts': "import { serve } from '@hono/node-server';\nimport app from './app';\nserve({ fetch: app.fetch, port: 3000, hostname: '127.0.0.1' });\n" }, served: ['hono loopback: POST /x data []'] },
  'an application of Express that is exported, where Bun is only the package manager': { files: { ...manifest(), 'bun.lock': '{}', 'src/app.ts': `import express from 'express';\nconst app = express();\napp.post('/x', async (req, res) => { const answer = ${call('req.body')}; res.send(await answer.text()); });\nexport default app;\n` }, served: ['express : POST /x data []'] },
  'a listener of events in a Worker': { files: { ...manifest(), 'wrangler.jsonc': '{ "name": "a", "main": "src/index.ts" }', 'src/index.js': `addEventListener('fetch', (event) => event.respondWith(answer(event.request)));\nasync function answer(request) { const answer = ${call('await request.text()')}; return new Response(await answer.text()); }\n` }, served: ['workers beyond: * * data []'] },
};

describe.each(Object.entries({ Lambda: LAMBDA, Nest: NEST, 'the SDK of MCP, version 2': SDK, 'routes by their files': FILES, 'platforms and fetch': PLATFORMS }))('servers of HTTP: %s', (_, cases) => {
  test.each(Object.entries(cases))('%s', async (_name, { files, served }) => {
    const { http } = await factsOf(files);
    const shown = http.seen ? http.value.applications.flatMap((application) => application.routes.map((route) =>
      `${application.framework} ${application.listeners.map((listener) => listener.host.reach).join(' ')}: ${route.method} ${route.path} ${route.role} [${route.guards.map((guard) => guard.role).filter((role) => role !== 'origin').join(' ')}]`)) : ['not seen'];
    expect(shown).toEqual(served);
  });
});
