import { describe, expect, test } from '@jest/globals';
import { found, wanted, type Program } from '../support/flows';

const EXEC = "import { exec } from 'node:child_process';\n";
/** Ways in which frameworks of the web hand a request to the program; each marked line is found, and nothing else. */
const WEB: Readonly<Record<string, Program>> = {
  'a Nest controller': `import { Body, Controller, Get, Headers, Param, Post, Query, Req } from '@nestjs/common';
${EXEC}
@Controller('x')
export class Cats {
  @Get() find(@Query('q') q: string) { exec(q); } // ! command-injection
  @Get() all(@Query() query: any) { exec(query.q); } // ! command-injection
  @Get(':id') one(@Param('id') id: string) { exec(id); } // ! command-injection
  @Post() add(@Body() dto: CreateCat) { exec(dto.name); } // ! command-injection
  @Post() more(@Body('name') name: string, @Headers('x-y') h: string) { exec(name); exec(h); } // ! command-injection
  @Get() raw(@Req() req: Request) { exec(req.query.q); } // ! command-injection
}
class CreateCat { name: string; }
`,
  'a Nest controller, compiled': `"use strict";
var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) { return target; };
var __param = (this && this.__param) || function (paramIndex, decorator) { return function (target, key) { decorator(target, key, paramIndex); } };
Object.defineProperty(exports, "__esModule", { value: true });
const common_1 = require("@nestjs/common");
const child_process_1 = require("child_process");
let Cats = class Cats {
    constructor(service) { this.service = service; }
    find(q) { (0, child_process_1.exec)(q); } // ! command-injection
    add(dto) { return this.service.run(dto.name); }
};
exports.Cats = Cats;
__decorate([
    (0, common_1.Get)(),
    __param(0, (0, common_1.Query)('q'))
], Cats.prototype, "find", null);
__decorate([
    (0, common_1.Post)(),
    __param(0, (0, common_1.Body)())
], Cats.prototype, "add", null);
exports.Cats = Cats = __decorate([(0, common_1.Controller)('cats')], Cats);
`,
  'a Nest service by constructor injection': { 'src/cats.controller.ts': `import { Body, Controller, Post } from '@nestjs/common';
import { CatsService } from './cats.service';
@Controller('cats')
export class CatsController {
  constructor(private readonly cats: CatsService) {}
  @Post() add(@Body() dto: any) { return this.cats.add(dto.name); }
}
`, 'src/cats.service.ts': `import { Injectable } from '@nestjs/common';
${EXEC}@Injectable()
export class CatsService { add(name: string) { exec(name); } } // ! command-injection
` },
  'pipes that parse': `import { Controller, Get, Param, ParseIntPipe, ParseUUIDPipe } from '@nestjs/common';
${EXEC}
@Controller('x')
export class Cats {
  @Get(':id') one(@Param('id', ParseIntPipe) id: number, @Param('u', new ParseUUIDPipe()) u: string) { exec(\`x \${id} \${u}\`); }
  @Get(':id') two(@Param('name') name: string) { exec(name); } // ! command-injection
}
`,
  'an upload of Nest': `import { Controller, Post, UploadedFile } from '@nestjs/common';
import fs from 'node:fs';
@Controller('x')
export class Files {
  @Post() up(@UploadedFile() file: Express.Multer.File) { fs.writeFileSync('/data/' + file.originalname, file.buffer); } // ! path-traversal
}
`,
  'a Lambda': `${EXEC}export const handler = async (event) => { exec(event.queryStringParameters.q); exec(JSON.parse(event.body).x); }; // ! command-injection\n`,
  'a Next route': { 'app/api/x/route.ts': `import { NextRequest, NextResponse } from 'next/server';\n${EXEC}export async function POST(request: NextRequest, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  exec(id); // ! command-injection
  const body = await request.json();
  exec(body.x); // ! command-injection
  exec(request.nextUrl.searchParams.get('q')); // ! command-injection
}
` },
  'a Next route as arrow': { 'src/app/api/x/route.ts': `${EXEC}export const GET = async (req: Request) => { const { searchParams } = new URL(req.url); exec(searchParams.get('q')); }; // ! command-injection\n` },
  'Hono, inline and chained': `import { Hono } from 'hono';\n${EXEC}const app = new Hono()\n  .get('/a', (c) => { exec(c.req.query('q')); return c.text(''); }) // ! command-injection\n  .post('/b', async (c) => { const { x } = await c.req.json(); exec(x); return c.text(''); }); // ! command-injection\napp.get('/p/:id', (c) => { exec(c.req.param('id')); return c.text(''); }); // ! command-injection\nexport default app;\n`,
  'Hono, sub-apps and a handler apart': { 'src/index.ts': `import { Hono } from 'hono';\nimport { users } from './users';\nconst app = new Hono();\napp.route('/users', users);\nexport default { fetch: app.fetch };\n`, 'src/users.ts': `import { Hono, type Context } from 'hono';\n${EXEC}export const users = new Hono();\nusers.get('/:id', handler);\nasync function handler(c: Context) { exec(c.req.param('id')); } // ! command-injection\n` },
  'Hono with a validator': `import { Hono } from 'hono';\nimport { zValidator } from '@hono/zod-validator';\nimport { z } from 'zod';\n${EXEC}const app = new Hono();\napp.post('/x', zValidator('json', z.object({ a: z.string() })), (c) => { const { a } = c.req.valid('json'); exec(a); return c.text(''); }); // ! command-injection\n`,
  'Elysia': `import { Elysia, t } from 'elysia';\n${EXEC}new Elysia().get('/x', ({ query }) => { exec(query.q); }).post('/y', ({ body, params: { id } }) => { exec(body.x); exec(id); }, { body: t.Object({ x: t.String() }) }).listen(3000); // ! command-injection\n`,
  'Fastify, plugin and route object': `import Fastify from 'fastify';\n${EXEC}const app = Fastify();\napp.register(async (instance) => { instance.get('/x', async (request, reply) => { exec(request.query.q); }); }); // ! command-injection\napp.route({ method: 'POST', url: '/y', handler: async (r) => { exec(r.body.a); } }); // ! command-injection\n`,
  'Fastify, generics and destructuring': `import fastify, { type FastifyInstance } from 'fastify';\n${EXEC}export default async function routes(app: FastifyInstance) { app.post<{ Body: { a: string } }>('/x', { schema: {} }, async ({ body }) => { exec(body.a); }); } // ! command-injection\n`,
  'Koa': `import Koa from 'koa';\nimport Router from '@koa/router';\n${EXEC}const app = new Koa();\nconst router = new Router();\nrouter.get('/x/:id', async (ctx) => { exec(ctx.params.id); exec(ctx.query.q); exec(ctx.request.body.a); }); // ! command-injection\napp.use(router.routes());\napp.use(async (ctx, next) => { exec(ctx.path); await next(); }); // ! command-injection\n`,
  'Express, router and controller class': `import express, { Router } from 'express';\n${EXEC}class Controller { run = async (rq, rs) => { exec(rq.body.a); }; go(rq, rs) { exec(rq.params.id); } } // ! command-injection\nconst c = new Controller();\nconst router = Router();\nrouter.post('/x', c.run);\nrouter.get('/y/:id', c.go.bind(c));\nrouter.route('/z').get((a, b) => { exec(a.query.q); }); // ! command-injection\nexpress().use(router);\n`,
  'a Worker': `${EXEC}export default { async fetch(request: Request, env: Env, ctx: ExecutionContext) { const url = new URL(request.url); exec(url.searchParams.get('x')); } } satisfies ExportedHandler<Env>; // ! command-injection\n`,
  'a command without an extension': { 'bin/serve': "#!/usr/bin/env node\nconst http = require('http');\nconst { exec } = require('child_process');\nhttp.createServer((req, res) => { exec('ls ' + decodeURIComponent(req.url)); }).listen(80); // ! command-injection\n", 'bin/run': '#!/bin/sh\nexec node "$0.js" "$@"\n' },
  'node http': `import http from 'node:http';\n${EXEC}http.createServer((a, b) => { const url = new URL(a.url, 'http://x'); exec(url.searchParams.get('q')); let body = ''; a.on('data', (chunk) => { body += chunk; }); a.on('end', () => { exec(JSON.parse(body).x); }); }); // ! command-injection\n`,
};

/** Handlers that are not found yet. */
const KNOWN_GAPS: Readonly<Record<string, Program>> = {
  'a function whose type alone says what it handles': `import type { APIGatewayProxyEventV2, Handler } from 'aws-lambda';\n${EXEC}export const other: Handler<APIGatewayProxyEventV2> = async (e) => { exec(e.body); }; // ! command-injection\n`,
};

describe('requests', () => {
  test.each(Object.entries(WEB))('%s', (_, program) => {
    expect(wanted(program).length).toBeGreaterThan(0);
    expect(found(program)).toEqual(wanted(program));
  });
  test.each(Object.entries(KNOWN_GAPS))('known gap: %s', (_, program) => {
    expect(found(program)).not.toEqual(wanted(program));
  });
});
