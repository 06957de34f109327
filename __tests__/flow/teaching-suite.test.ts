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
  'objects as they were before classes': express(`
function Task(command) { this.command = command; }
Task.prototype.run = function () { exec(this.command); }; // ! command-injection
function Job(command) { this.command = command; return this; }
Job.prototype = { run: function () { exec(this.command); } }; // ! command-injection
function Work(command) { var self = this; self.command = command; this.run = function () { exec(self.command); }; } // ! command-injection
function Animal(name) { this.name = name; }
Animal.prototype.speak = function () { exec('say ' + this.name); }; // ! command-injection
function Dog(name) { Animal.call(this, name); }
Dog.prototype = Object.create(Animal.prototype);
function Fixed() { this.command = 'ls'; }
Fixed.prototype = { run() { exec(this.command); } };
app.get('/a', (req, res) => {
  new Task(req.query.a).run();
  new Job(req.query.a).run();
  new Work(req.query.a).run();
  new Dog(req.query.a).speak();
  new Fixed().run();
});
`),
  'arguments without names': express(`
function second(first) { exec(arguments[1]); } // ! command-injection
function all() { for (var i = 0; i < arguments.length; i++) exec('x ' + arguments[i]); } // ! command-injection
function named(first) { exec(first); }
function extend(target) {
  for (var i = 1; i < arguments.length; i++) {
    var source = arguments[i];
    for (var key in source) {
      if (source[key] && typeof source[key] === 'object') target[key] = extend(target[key] || {}, source[key]);
      else target[key] = source[key]; // ! prototype-pollution
    }
  }
  return target;
}
app.get('/a', (req, res) => {
  second('a', req.query.a);
  all('a', req.query.a);
  named('a', req.query.a);
  extend({}, req.body);
  Reflect.apply(exec, null, ['ls ' + req.query.a]); // ! command-injection
});
`),
  'functions out of text': express(`
app.get('/a', (req, res) => {
  const AsyncFunction = Object.getPrototypeOf(async function () {}).constructor;
  new AsyncFunction(req.query.code)(); // ! code-injection
  (() => {}).constructor(req.query.code)(); // ! code-injection
  new (Object.getPrototypeOf(new Thing()).constructor)(req.query.code);
  mathjs.eval(req.body.x); // ! code-injection
  mathjs.evaluate(req.body.x);
});
class Thing {}
`, 'const mathjs = require(\'mathjs\');'),
  'what Joi lets through': express(`
app.post('/a', (req, res) => {
  const schema = Joi.object({ id: Joi.number().required(), kind: Joi.string().valid('a', 'b'), free: Joi.string() });
  const { value, error } = schema.validate(req.body);
  if (error) return res.sendStatus(400);
  exec('id ' + value.id);
  exec('kind ' + value.kind);
  exec('free ' + value.free); // ! command-injection
});
`, 'const Joi = require(\'joi\');'),
  'paths of this server': express(`
app.get('/a', (req, res) => { const { to } = req.query; if (to.startsWith('/') && !to.startsWith('//') && !to.startsWith('/\\\\')) return res.redirect(to); res.redirect('/'); });
app.get('/b', (req, res) => { const { to } = req.query; if (!to.startsWith('/') || to.startsWith('//')) return res.redirect('/'); res.redirect(to); });
app.get('/c', (req, res) => { const { to } = req.query; if (to.startsWith('//')) return res.redirect('/'); res.redirect(to); }); // ! open-redirect
app.get('/d', (req, res) => { const { to } = req.query; if (!to.startsWith('/')) return res.redirect('/'); res.redirect(to); }); // ! open-redirect
`),
  'names of uploads and of archives': express(`
multer.diskStorage({
  destination: function (req, file, cb) { cb(null, 'uploads/' + req.body.folder); }, // ! path-traversal
  filename: function (req, file, cb) { cb(null, Date.now() + '-' + file.originalname); },
});
multer.diskStorage({ filename: (req, file, cb) => cb(null, req.body.name) }); // ! path-traversal
yauzl.open('a.zip', { lazyEntries: true, decodeStrings: false }, (err, zip) => {
  zip.on('entry', (entry) => { fs.createWriteStream('out/' + entry.fileName); }); // ! zip-slip
});
yauzl.open('a.zip', { lazyEntries: true }, (err, zip) => {
  zip.on('entry', (entry) => { fs.createWriteStream('out/' + entry.fileName); });
});
`, 'const multer = require(\'multer\');\nconst yauzl = require(\'yauzl\');'),
  'handlers of Next and of clouds': {
    'handlers.ts': `import type { S3Event, SQSEvent } from 'aws-lambda';
import { exec } from 'node:child_process';
import { readFile } from 'node:fs/promises';
export async function POST(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  await readFile('posts/' + slug); // ! path-traversal
  const { command, count } = await request.json();
  exec(command); // ! command-injection
  exec('head -n ' + Number(count));
}
export async function save(previous: unknown, formData: FormData) {
  exec('touch ' + formData.get('name')); // ! command-injection
}
export const getServerSideProps = async (context) => {
  if (context.query.to) return { redirect: { destination: context.query.to, permanent: false } }; // ! open-redirect
  return { redirect: { destination: '/' } };
};
export const onObject = async (event: S3Event) => {
  for (const record of event.Records) exec('convert ' + record.s3.object.key); // ! command-injection
};
export const onMessage = async (event: SQSEvent) => {
  event.Records.forEach((record) => { exec('work ' + JSON.parse(record.body).command); }); // ! command-injection
};
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
