import { describe, expect, test } from '@jest/globals';
import { found, wanted, type Program } from '../../support/flows';

/** Routes that check requests before their handlers run; each marked line is found, and nothing else. */
const ROUTES: Readonly<Record<string, Program>> = {
  'express-validator, its outcome looked at or not': `const express = require('express');
const { body, param, query, validationResult, matchedData, checkSchema } = require('express-validator');
const { exec } = require('child_process');
const app = express();
app.get('/a/:id', param('id').isInt(), query('q').isString(), (req, res) => {
  const errors = validationResult(req);
  if (!errors.isEmpty()) return res.status(400).json({});
  exec('x ' + req.params.id);
  exec('x ' + req.query.q); // ! command-injection
});
app.get('/b/:id', param('id').isInt(), (req, res) => {
  const { id } = req.params;
  const errors = validationResult(req);
  if (!errors.isEmpty()) { res.status(400).json({}); return; }
  exec('x ' + id);
});
app.get('/c/:id', param('id').isInt(), (req, res) => {
  exec('x ' + req.params.id); // ! command-injection
});
app.get('/d/:id', param('id').isInt(), (req, res) => {
  const errors = validationResult(req);
  if (!errors.isEmpty()) console.log('x');
  exec('x ' + req.params.id); // ! command-injection
});
const check = (req, res, next) => {
  const errors = validationResult(req);
  if (errors.isEmpty()) return next();
  res.status(400).json({});
};
app.get('/e/:id', [param('id').isInt()], check, (req, res) => {
  exec('x ' + req.params.id);
});
`,
  'chains in lists, in schemas, and what is handed over of them': `import express from 'express';
import { exec } from 'node:child_process';
import { body, check, checkSchema, matchedData, oneOf, param, query, validationResult } from 'express-validator';
const app = express();
const validate = (chains) => async (req, res, next) => {
  for (const chain of chains) await chain.run(req);
  const errors = validationResult(req);
  if (errors.isEmpty()) { next(); } else { res.status(400).json({ errors: errors.array() }); }
};
const rules = [body('name').trim().notEmpty().matches(/^[a-z]+$/), body('text').isString().isLength({ max: 20 }), body('user.id').optional().isUUID(), body('ids.*').isInt()];
app.post('/a', validate(rules), async (req, res) => {
  const { name, text, user, ids } = req.body;
  exec('x ' + name);
  exec('x ' + text); // ! command-injection
  exec('x ' + user.id);
  exec('x ' + user.name); // ! command-injection
  for (const id of ids) exec('x ' + id);
});
app.post('/b', body('a').isIn(['x', 'y']), body('b').isAlphanumeric(), async (req, res, next) => {
  try {
    const errors = validationResult(req);
    if (!errors.isEmpty()) { return res.status(400).json({ errors: errors.array() }); }
    exec('x ' + req.body.a);
    run(req);
  } catch (e) { next(e); }
});
function run(request) { exec('x ' + request.body.b); exec('x ' + request.body.c); } // ! command-injection
app.post('/c', body('a').isInt(), body('b').isEmail(), (req, res) => {
  const data = matchedData(req);
  exec('x ' + data.a);
  exec('x ' + data.b); // ! command-injection
});
app.post('/d/:id', checkSchema({ id: { in: ['params'], isInt: true, errorMessage: 'no' }, name: { in: 'body', matches: { options: [/^\\w+$/] } }, free: { in: ['body'], isLength: { options: { max: 3 } } } }), (req, res) => {
  validationResult(req).throw();
  exec('x ' + req.params.id);
  exec('x ' + req.body.name);
  exec('x ' + req.body.free); // ! command-injection
});
app.post('/e/:id', param('id').not().isInt(), param('n').toInt(), (req, res) => {
  validationResult(req).throw();
  exec('x ' + req.params.id); // ! command-injection
  exec('x ' + req.params.n);
});
const shared = (req, res) => { exec('x ' + req.params.id); }; // ! command-injection
app.get('/f/:id', param('id').isInt(), (req, res, next) => { validationResult(req).throw(); next(); }, shared);
app.get('/g/:id', shared);
const mine = (req, res) => { exec('x ' + req.params.id); };
app.get('/h/:id', param('id').isInt(), (req, res, next) => { validationResult(req).throw(); next(); }, mine);
app.get('/i/:id', (req, res, next) => { exec(req.params.id); next(); }, param('id').isInt(), (req, res, next) => { validationResult(req).throw(); next(); }, mine); // ! command-injection
app.get('/j/:id', query('id').isInt(), (req, res) => {
  validationResult(req).throw();
  exec('x ' + req.params.id); // ! command-injection
  exec('x ' + req.query.id);
});
`,
  'schemas of routes': `import express from 'express';
import Fastify from 'fastify';
import Hapi from '@hapi/hapi';
import Joi from 'joi';
import { Hono } from 'hono';
import { zValidator } from '@hono/zod-validator';
import { Elysia, t } from 'elysia';
import { Type } from '@sinclair/typebox';
import { celebrate, Joi as CJoi, Segments } from 'celebrate';
import { validateRequest } from 'zod-express-middleware';
import { z } from 'zod';
import { exec } from 'node:child_process';
const app = express();
app.post('/a/:id', celebrate({ [Segments.PARAMS]: CJoi.object({ id: CJoi.number().integer() }), body: CJoi.object({ name: CJoi.string().alphanum(), text: CJoi.string() }) }), (req, res) => {
  exec('x ' + req.params.id + req.body.name);
  exec('x ' + req.body.text); // ! command-injection
});
app.post('/b', validateRequest({ body: z.object({ name: z.enum(['a', 'b']), text: z.string() }) }), (req, res) => {
  exec('x ' + req.body.name);
  exec('x ' + req.body.text); // ! command-injection
});
const fastify = Fastify();
fastify.get('/a/:id', { schema: { params: { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string', pattern: '^[a-z]+$' }, text: { type: 'string' } } } } }, async (request, reply) => {
  exec('x ' + request.params.id + request.params.name);
  exec('x ' + request.params.text); // ! command-injection
  exec('x ' + request.query.id); // ! command-injection
});
fastify.route({ method: 'POST', url: '/b', schema: { body: Type.Object({ n: Type.Integer(), s: Type.String() }) }, handler: async (request) => { exec('x ' + request.body.n); } });
fastify.route({ method: 'POST', url: '/c', schema: { body: Type.Object({ n: Type.Integer(), s: Type.String() }) }, handler: async (request) => { exec('x ' + request.body.s); } }); // ! command-injection
fastify.post('/d', { attachValidation: true, schema: { body: Type.Object({ n: Type.Integer() }) } }, async (request) => { exec('x ' + request.body.n); }); // ! command-injection
const server = Hapi.server({ port: 1 });
server.route({ method: 'GET', path: '/{id}', options: { validate: { params: Joi.object({ id: Joi.string().guid() }), query: Joi.object({ q: Joi.string() }) }, handler: (request, h) => { exec('x ' + request.params.id); return h.response(); } } });
server.route({ method: 'GET', path: '/a', handler: (request, h) => { exec('x ' + request.query.q); return h.response(); }, options: { validate: { query: Joi.object({ q: Joi.string() }) } } }); // ! command-injection
server.route({ method: 'GET', path: '/b', handler: (request, h) => { exec('x ' + request.query.q); return h.response(); }, options: { validate: { query: Joi.object({ q: Joi.number() }), failAction: 'ignore' } } }); // ! command-injection
const hono = new Hono();
hono.post('/x', zValidator('json', z.object({ a: z.string(), n: z.number() })), zValidator('param', z.object({ a: z.string().uuid() })), (c) => {
  const { a, n } = c.req.valid('json');
  exec('x ' + n);
  exec('x ' + a); // ! command-injection
  exec('x ' + c.req.valid('param').a);
  return c.text('');
});
new Elysia().post('/y', ({ body, params: { id } }) => {
  exec('x ' + body.x); // ! command-injection
  exec('x ' + body.n);
  exec('x ' + id);
}, { body: t.Object({ x: t.String(), n: t.Number() }), params: t.Object({ id: t.Numeric() }) }).listen(3000);
`,
};

describe('what routes have checked', () => {
  test.each(Object.entries(ROUTES))('%s', (_, program) => {
    expect(wanted(program).length).toBeGreaterThan(0);
    expect(found(program)).toEqual(wanted(program));
  });
});
