import { describe, expect, test } from '@jest/globals';
import { found, wanted, type Program } from '../support/flows';

const app = (route: string, head = ''): Program => ({ 'server.js': `const express = require('express');\nconst fs = require('fs');\nconst path = require('path');\nconst cp = require('child_process');\n${head}\nconst app = express();\n${route}\n` });
const get = (body: string, head = ''): Program => app(`app.get('/', (req, res) => {\n${body}\n});`, head);
const file = (text: string): Program => ({ 'x.js': text });

/** Paths: what a test, or a call that changes a path, leaves of the two ways out of a folder. */
const PATHS: Readonly<Record<string, Program>> = {
  'dots refused, root left open': get("  if (req.query.f.includes('..')) return;\n  fs.readFileSync(req.query.f); // ! path-traversal"),
  'dots refused, folder in front': get("  if (req.query.f.includes('..')) return;\n  fs.readFileSync('/srv/' + req.query.f);"),
  'dots refused before decoding': get("  const f = req.query.f;\n  if (f.includes('..')) return;\n  fs.readFileSync('/srv/' + decodeURIComponent(f)); // ! path-traversal"),
  'dots refused after decoding': get("  const f = decodeURIComponent(req.query.f);\n  if (f.includes('..')) return;\n  fs.readFileSync('/srv/' + f);"),
  'dots looked for where they are resolved already': get("  const full = path.resolve('/srv', req.query.f);\n  if (full.includes('..')) return;\n  fs.readFileSync(full); // ! path-traversal"),
  'dots at the beginning alone': get("  const f = req.query.f;\n  if (f.startsWith('..')) return;\n  fs.readFileSync('/srv/' + f); // ! path-traversal"),
  'dots at the beginning of a path in normal form': get("  const f = path.normalize(req.query.f);\n  if (f.startsWith('..')) return;\n  fs.readFileSync(path.join('/srv', f));"),
  'resolved against the root, then put behind a folder': get("  fs.readFileSync('/srv' + path.normalize('/' + req.query.f));\n  fs.readFileSync(path.join('/srv', path.join('/', req.query.f)));"),
  'leading dots cut off a path in normal form': get("  const f = path.normalize(req.query.f).replace(/^(\\.\\.(\\/|\\\\|$))+/, '');\n  fs.readFileSync(path.join('/srv', f));"),
  'no separator': get("  if (req.query.f.includes('/')) return;\n  res.sendFile(path.resolve('ftp/', req.query.f));"),
  'not absolute': get("  if (path.isAbsolute(req.query.f)) return;\n  fs.readFileSync(req.query.f); // ! path-traversal"),
  'the last part alone': get('  fs.readFileSync(path.parse(req.query.f).base);\n  fs.readFileSync(path.parse(req.query.f).dir); // ! path-traversal'),
  'joined lists are no paths': get("  fs.readFileSync(path.join('/srv', req.query.f.split('/').join('/'))); // ! path-traversal"),
};

/** Lists of arguments, put together in every way. */
const LISTS: Readonly<Record<string, Program>> = {
  'pushed': get("  const args = ['fetch'];\n  args.push(req.query.r);\n  cp.execFile('git', args); // ! argument-injection"),
  'pushed behind a double dash': get("  const args = ['fetch', '--'];\n  args.push(req.query.r);\n  cp.execFile('git', args);"),
  'pushed for a shell': get("  const args = [];\n  args.push('-c');\n  args.push(req.query.r);\n  cp.execFile('sh', args); // ! command-injection"),
  'joined with another list': get("  cp.execFile('git', ['clone', req.query.r].concat(['x'])); // ! argument-injection"),
  'given as a whole': get("  cp.execFile('git', req.query.args); // ! argument-injection\n  cp.execFile('ls', req.query.args);"),
  'spread out': get("  cp.execFile('git', ['clone', ...req.query.list]); // ! argument-injection\n  cp.execFile('git', ['clone', '--', ...req.query.list]);"),
  'arguments of a script': get("  cp.spawn('sh', ['-c', 'echo \"$1\"', '--', req.query.r]);\n  cp.spawn('cmd', ['/c', 'echo', req.query.r]); // ! command-injection"),
  'a fixed beginning': get("  if (!req.query.r.startsWith('https://')) return;\n  cp.execFile('git', ['clone', req.query.r]);"),
  'behind an option without a value': get("  cp.spawn('rsync', ['-a', req.query.r, '/x']); // ! argument-injection\n  cp.spawn('git', ['commit', '-m', req.query.m]);"),
};

/** What suites and small programs do that servers seldom do. */
const OTHERS: Readonly<Record<string, Program>> = {
  'the environment, and where a program is installed': file("const cp = require('child_process');\nconst path = require('path');\ncp.execSync('rm -rf ' + path.join(__dirname, 'temp')); // ! command-injection\ncp.execSync('echo ' + process.env.NAME); // ! command-injection\ncp.execFileSync('rm', ['-rf', path.join(__dirname, 'temp')]);\ncp.execSync('ls', { cwd: __dirname, env: process.env });\ncp.spawn(path.join(__dirname, 'x'), ['y']);"),
  'what a library offers': file("const cp = require('child_process');\nmodule.exports.remove = (name) => cp.exec(`rm -rf ${name}`); // ! command-injection\nmodule.exports.run = (command) => cp.exec(command);\nmodule.exports.get = function (p) { return eval('window.' + p); } // ! code-injection\nclass Tool { show(file) { cp.exec('cat ' + file); } } // ! command-injection\nmodule.exports.Tool = Tool;\nfunction inside(x) { cp.exec('cat ' + x); }\ninside('a');"),
  'a function without callers': file("function show(name) {\n  db.query(`SELECT * FROM t WHERE name = '${name}'`); // ! sql-injection\n  eval(name); // ! code-injection\n}\nfunction used(name) { eval(name); }\nregister(used);"),
  'operators inside $eq are text': get("  users.findOne({ a: { $eq: req.query.a } });\n  users.findOne({ a: req.query.a }); // ! nosql-injection", "const { MongoClient } = require('mongodb');\nconst users = new MongoClient('x').db('d').collection('u');"),
  'text of $where': get("  users.find({ $where: `this.a == '${req.params.a}'` }); // ! nosql-injection\n  users.find({ a: `${req.params.a}` });", "const { MongoClient } = require('mongodb');\nconst users = new MongoClient('x').db('d').collection('u');"),
  'a collection of a database that is not known': get("  db.collection('users').findOne({ a: req.query.a }); // ! nosql-injection\n  list.find(req.query.a);"),
  'a prepared statement': get("  const s = db.prepare('INSERT INTO t VALUES (?)');\n  s.run(req.query.a);\n  db.run(`DELETE FROM t WHERE a = ${req.query.a}`); // ! sql-injection", "const sqlite3 = require('sqlite3');\nconst db = new sqlite3.Database('x');"),
  'JSON in code': get("  eval('x[' + JSON.stringify(req.query.a) + ']');\n  eval('x[' + req.query.a + ']'); // ! code-injection"),
  'a module by a computed name': app("app.get('/', async (req) => { await import(`./${req.query.m}.js`); }); // ! code-injection"),
  'require as a member': get("  global.process.mainModule.require('child_process').exec(req.query.c); // ! command-injection"),
  'parameters that decorators name': { 'c.ts': "import { Controller, Get, ParseIntPipe, Query } from '@nestjs/common';\nimport { DataSource } from 'typeorm';\n@Controller('x')\nexport class X {\n  constructor(private db: DataSource) {}\n  @Get()\n  find(@Query('a') a: string, @Query('b', ParseIntPipe) b: number) {\n    this.db.query(`SELECT * FROM t WHERE b = ${b}`);\n    return this.db.query(`SELECT * FROM t WHERE a = '${a}'`); // ! sql-injection\n  }\n}\n" },
  'a handler that is assigned': file("window.onmessage = (e) => { eval(e.data); }; // ! code-injection\nonmessage = function (e) { eval(e.data.x); }; // ! code-injection"),
  'a member left on the request': app("app.use((req, res, next) => { req.target = req.query.t; next(); });\napp.get('/', (req, res) => { cp.exec(req.target); }); // ! command-injection"),
  'a body that a schema has passed': get("  if (!validate(req.body)) return;\n  users.findOne({ a: req.body.a });", "const { MongoClient } = require('mongodb');\nconst users = new MongoClient('x').db('d').collection('u');\nconst Ajv = require('ajv');\nconst validate = new Ajv().compile({ type: 'object' });"),
  'a test of one member says nothing of another': get("  if (req.body.a.startsWith('-')) return;\n  cp.execFile('git', ['fetch', req.body.b]); // ! argument-injection\n  cp.execFile('git', ['fetch', req.body.a]);"),
  'the folder of a function without callers': file("const fs = require('fs');\nconst path = require('path');\nfunction read(dir, name) {\n  fs.readFileSync(path.join(dir, 'x'));\n  fs.readFileSync('/data/' + name); // ! path-traversal\n}"),
  'expressions of AngularJS': file("angular.module('x').controller('c', function ($scope, $parse) {\n  $scope.$eval(location.hash); // ! code-injection\n  $parse(location.hash); // ! template-injection\n  $scope.$apply(() => 1);\n});"),
};

describe('fragments', () => {
  test.each([...Object.entries(PATHS), ...Object.entries(LISTS), ...Object.entries(OTHERS)])('%s', (_, program) => {
    expect(found(program)).toEqual(wanted(program));
  });
});
