import { describe, expect, test } from '@jest/globals';
import { found, wanted, type Program } from '../support/flows';

const HEAD = `const express = require('express');
const { exec, spawn } = require('child_process');
const fs = require('fs');
const path = require('path');
const util = require('util');
const app = express();
app.use(express.json());
`;
const express = (body: string, head = ''): Program => ({ 'app.js': `${HEAD}${head}\n${body}\napp.listen(3000);\n` });

/** Programs as those write them who teach security, or test analysers: flaws beside what looks like them and is none. */
const SUITE: Readonly<Record<string, Program>> = {
  'what a pattern finds': express(`
app.get('/a', (req, res) => {
  const match = /^([\\w-]+)$/.exec(req.query.id);
  if (match) exec('show ' + match[1]);
  const number = String(req.query.text).match(/id=(\\d+)/);
  exec('show ' + number[1]);
  const any = String(req.query.text).match(/id=(.+)/);
  exec('show ' + any[1]); // ! command-injection
  const either = String(req.query.text).match(/(\\d+)|(\\S+)/);
  exec('show ' + either[0]); // ! command-injection
});
function hostname(host) {
  if (!/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(host)) throw new Error('not a host');
  return host;
}
app.get('/b', (req, res) => { exec('ping ' + hostname(req.query.host)); });
`),
  'lists and promises': express(`
app.get('/a', async (req, res) => {
  const total = req.query.parts.reduce((sum, each) => sum + each.length, 0);
  exec('head -c ' + total);
  exec(req.query.parts.reduce((all, each) => all + each)); // ! command-injection
  exec(req.query.parts.reduce((all, each) => all)); // ! command-injection
  const [a, b] = await Promise.all([Promise.resolve(req.query.a), Promise.resolve('b')]);
  exec('x ' + a); // ! command-injection
  exec('x ' + b);
  const all = await Promise.all(req.query.parts.map((each) => Promise.resolve(each)));
  exec('x ' + all[1]); // ! command-injection
});
`),
  'formats': express(`
app.get('/a', (req, res) => {
  exec(util.format('show %d', req.query.id));
  exec(util.format('show %s', req.query.id)); // ! command-injection
  exec(util.format('show %i of %s', req.query.n, req.query.id)); // ! command-injection
  pool.query(format('SELECT * FROM users WHERE name = %L ORDER BY %I', req.query.name, req.query.sort));
  const statement = format('SELECT * FROM users ORDER BY %s', req.query.sort);
  pool.query(statement); // ! sql-injection
});
`, 'const format = require(\'pg-format\');\nconst { Pool } = require(\'pg\');\nconst pool = new Pool();'),
  'hosts by pattern': express(`
app.get('/a', async (req, res) => {
  const { url } = req.query;
  if (!/^https:\\/\\/[a-z]+\\.example\\.com\\//.test(url)) return res.sendStatus(400);
  axios.get(url);
});
app.get('/b', async (req, res) => {
  const { url } = req.query;
  if (!/^https:\\/\\/[^/]+\\.example\\.com\\//.test(url)) return res.sendStatus(400);
  axios.get(url); // ! ssrf
});
app.get('/c', async (req, res) => {
  const { url } = req.query;
  if (!/^https:\\/\\/[a-z]+\\.example\\.com/.test(url)) return res.sendStatus(400);
  axios.get(url); // ! ssrf
});
`, 'const axios = require(\'axios\');'),
  'paths that a callback is given': express(`
const ROOT = path.resolve('files');
app.get('/a', (req, res) => {
  fs.realpath(path.join(ROOT, req.query.file), (err, real) => {
    if (err || real.indexOf(ROOT + path.sep) !== 0) return res.sendStatus(403);
    fs.readFile(real, () => {});
  });
});
app.get('/b', (req, res) => {
  fs.realpath(path.join(ROOT, req.query.file), (err, real) => {
    if (err || real.indexOf(ROOT) !== 0) return res.sendStatus(403);
    fs.readFile(real, () => {}); // ! path-traversal
  });
});
`),
  'bytes as an answer': express(`
app.get('/a', (req, res) => { res.send(Buffer.from('<p>' + req.query.a)); });
app.get('/b', (req, res) => { res.type('html'); res.send(Buffer.from('<p>' + req.query.a)); }); // ! xss
`),
  'rows and their columns': {
    'app.js': `const Koa = require('koa');
const express = require('express');
const mysql = require('mysql2/promise');
const koa = new Koa();
koa.use(async (ctx) => {
  const connection = await mysql.createConnection({});
  const [rows] = await connection.execute('SELECT * FROM notes');
  ctx.body = rows;
  ctx.body = rows[0];
  ctx.body = rows[0].html; // ! xss
  ctx.body = rows.map((row) => '<p>' + row.text).join(''); // ! xss
});
const app = express();
app.get('/', async (req, res) => {
  const connection = await mysql.createConnection({});
  const [rows] = await connection.execute('SELECT * FROM notes');
  res.send(rows);
  res.send(rows[0].html); // ! xss
});
`,
  },
  'what leaves a handler by throwing': {
    'app.ts': `import Koa from 'koa';
import { notFound } from 'next/navigation';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
const koa = new Koa();
koa.use(async (ctx) => {
  const name = String(ctx.query.name);
  if (name.includes('/') || name.includes('..')) ctx.throw(400);
  ctx.type = 'text';
  ctx.body = await readFile('files/' + name);
});
koa.use(async (ctx) => {
  const name = String(ctx.query.name);
  if (name.includes('/') || name.includes('..')) ctx.status = 400;
  ctx.type = 'text';
  ctx.body = await readFile('files/' + name); // ! path-traversal
});
export async function GET(request: Request) {
  const name = new URL(request.url).searchParams.get('name') ?? '';
  if (!/^[a-z]+$/.test(name)) notFound();
  return new Response(await readFile('files/' + name));
}
`,
  },
  'arguments of a shell': express(`
app.get('/a', (req, res) => {
  spawn('npm', ['view', req.query.name], { shell: true }); // ! command-injection
  spawn('npm', ['view', req.query.name]); // ! argument-injection
});
`),
  'text of a tool is no operator': {
    'src/index.ts': `import { FastMCP } from 'fastmcp';
import { MongoClient } from 'mongodb';
import { z } from 'zod';
const users = new MongoClient('mongodb://localhost').db('a').collection('users');
const server = new FastMCP({ name: 's', version: '1.0.0' });
server.addTool({
  name: 'user', description: 'Finds a user',
  parameters: z.object({ mail: z.string().email(), name: z.string(), filter: z.record(z.any()), any: z.any() }),
  execute: async ({ mail, name, filter, any }) => {
    await users.findOne({ mail });
    await users.findOne({ name });
    await users.findOne(filter); // ! nosql-injection
    await users.findOne({ any }); // ! nosql-injection
    await users.findOne({ $where: 'this.name == "' + name + '"' }); // ! nosql-injection
    return '';
  },
});
`,
  },
  'slow only where nothing ends the match': express(`
app.post('/a', (req, res) => {
  req.body.text.replace(/\\*\\*(.+?)\\*\\*/g, '<b>$1</b>');
  req.body.text.replace(/<!--.*-->/g, ''); // ! redos
});
`),
};

describe('programs that teach', () => {
  test.each(Object.entries(SUITE))('%s', (_, program) => {
    expect(found(program)).toEqual(wanted(program));
  });
});
