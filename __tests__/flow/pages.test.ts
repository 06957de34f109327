import { describe, expect, test } from '@jest/globals';
import { found, wanted, type Program } from '../support/flows';

const route = (body: string, head = ''): Program => ({ 'server.js': `const express = require('express');\n${head}\nconst app = express();\napp.post('/', (req, res) => {\n${body}\n});\n` });
const page = (code: string): Program => ({ 'page.js': `${code}\n` });

/** Pages, answers, redirects and logs: each marked line is found, and nothing else. */
const CASES: Readonly<Record<string, Program>> = {
  'text that hapi sends as a page': { 's.js': "const Hapi = require('@hapi/hapi');\nconst server = Hapi.server();\nserver.route({ method: 'GET', path: '/', handler: (request) => {\n  return `<p>${request.query.a}</p>`; // ! xss\n} });\nserver.route({ method: 'GET', path: '/b', handler: (request) => ({ a: request.query.a }) });\n" },
  'text that Fastify sends as a page': { 's.js': "const app = require('fastify')();\napp.get('/', async (request, reply) => {\n  reply.type('text/html');\n  return '<p>' + request.query.a; // ! xss\n});\napp.get('/b', async (request) => '<p>' + request.query.a);\n" },
  'a page of a function in a cloud': { 's.js': "exports.handler = async (event) => {\n  const { a } = event.queryStringParameters;\n  return { statusCode: 200, headers: { 'Content-Type': 'text/html' }, body: `<p>${a}` }; // ! xss\n};\n" },
  'a type that is no page': { 's.js': "const Koa = require('koa');\nconst app = new Koa();\napp.use((ctx) => { ctx.type = 'json'; ctx.body = '[' + ctx.query.a; });\napp.use((ctx) => { ctx.body = '<p>' + ctx.query.a; }); // ! xss\n" },
  'parameters with decorators': { 's.ts': "import { Controller, Get, Query, Res } from '@nestjs/common';\nimport { Response } from 'express';\n@Controller()\nexport class Page {\n  @Get() show(@Query('q') q: string, @Res() res: Response) { res.send(`<p>${q}`); } // ! xss\n}\n" },
  'names of files': route("  fs.readdir('/x', (error, names) => res.send(names.join())); // ! xss", "const fs = require('fs');"),
  'what was thrown': route("  try { throw new Error('No ' + req.body.a); } catch (error) {\n    res.send(error.message); // ! xss\n  }"),
  'bytes in base 64': route("  res.send(Buffer.from(req.body.a).toString('base64'));"),
  'templates that put text in as it is': route("  res.send(ejs.render('<%- a %>', { a: req.body.a })); // ! xss\n  res.send(ejs.render('<%= a %>', { a: req.body.a }));", "const ejs = require('ejs');"),
  'a state': { 'p.jsx': "import { useEffect, useState } from 'react';\nexport function Page() {\n  const [html, setHtml] = useState('');\n  useEffect(() => { setHtml(location.hash); });\n  return <p dangerouslySetInnerHTML={{ __html: html }} />; // ! xss\n}\n" },
  'addresses of links': { 'p.jsx': "const to = new URLSearchParams(location.search).get('to');\nexport const A = () => <a href={to} />; // ! xss\nexport const B = () => <a href={'/x/' + to} title={to} />;\n" },
  'a selector, and an element': page("const a = location.search.slice(1);\n$('#' + a);\n$('<p>' + a); // ! xss"),
  'what a page asks for': page("$('#a').html($('#b').val()); // ! xss\n$('#a').append($('<p>').text(location.hash));"),
  'elements that a function of any name makes': page("const view = { hash: location.hash };\nh('p', { innerHTML: location.hash }); // ! xss\nh(view, location, scroll);"),
  'messages of any window': page("addEventListener('message', (event) => { document.body.innerHTML = event.data; }); // ! xss\naddEventListener('message', (event) => {\n  if (event.origin !== 'https://a.example') return;\n  document.body.innerHTML = event.data;\n});"),
  'members that a closure wrote': page("const q = {};\nlocation.search.slice(1).split('&').forEach((pair) => { const kv = pair.split('='); q[kv[0]] = kv[1]; });\ndocument.body.innerHTML = q.a; // ! xss"),
  'redirects of a page': page("location = new URL(location).searchParams.get('to'); // ! open-redirect\nlocation.href = location.href;\nlocation.href = location.pathname + '?a';\nlocation.href = location.href.replace('http:', 'https:');"),
  'a path behind a slash': route("  res.redirect('/' + req.body.a); // ! open-redirect\n  res.redirect('/a/' + req.body.a);"),
  'a first character': route("  if (req.body.a[0] === '/') res.redirect(req.body.a); // ! open-redirect"),
  'a path behind the address of a service': route("  let path = req.body.a;\n  if (!path.startsWith('/')) path = '/' + path;\n  if (!path.startsWith('/2.0')) path = '/2.0' + path;\n  fetch(`https://a.example${path.replaceAll('..', '')}`); // ! url-path-injection\n  fetch(`https://a.example${req.body.a}`); // ! ssrf"),
  'a path of one word': route("  if (/^\\/[a-z]+$/.test(req.body.a)) res.redirect(req.body.a);"),
  'a host by its end': route("  const url = new URL(req.body.a);\n  if (/^(.+\\.)?a\\.example$/.test(url.hostname)) fetch(url);\n  if (/a\\.example$/.test(url.hostname)) fetch(url); // ! ssrf"),
  'JSON without a type': { 's.js': "require('http').createServer((req, res) => {\n  const q = new URL(req.url, 'http://a').searchParams.get('q');\n  res.end(JSON.stringify({ q }));\n  res.end('<p>' + JSON.stringify({ q })); // ! xss\n}).listen(1);\n" },
  'a handler of hapi that calls reply': { 's.js': "const server = new (require('hapi').Server)();\nserver.route({ method: 'GET', path: '/', handler: (request, reply) => { reply('<p>' + request.query.a); } }); // ! xss\nserver.route({ method: 'GET', path: '/b', handler: (request, reply) => { reply({ a: request.query.a }); } });\n" },
  'all headers of an answer': route("  res.writeHead(200, req.body); // ! header-injection"),
  'addresses and masks in a log': route("  console.log(req.originalUrl, req.path, req.url);\n  console.log(`${req.path} ${req.body.a.replace(/./g, '*')}`);\n  console.log(req.cookies); // ! sensitive-data-logged"),
  'text that was cut': route("  /^(a+)+$/.test(req.body.a.slice(0, 20));\n  /^(a+)+$/.test(req.body.a.slice(20)); // ! redos"),
  'headers that a tool is told to answer with': { 's.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport express from 'express';\nimport { z } from 'zod';\nlet name = '';\nnew McpServer({ name: 's', version: '1' }).tool('t', { a: z.string() }, async ({ a }) => { name = a; return { content: [] }; });\nexpress().get('/', (req, res) => { res.setHeader(name, '1'); });\n" },
  'a header under a constant name': route("  console.log(JSON.stringify(req.headers[NAMES.session]));\n  console.log(JSON.stringify(req.headers[NAMES.key])); // ! sensitive-data-logged", "const NAMES = { session: 'mcp-session-id', key: 'x-api-key' };"),
  'headers in a log': route("  console.log(req.headers['x-a']);"),
  'lines of a log': route("  console.log('User', req.body.a); // ! log-injection\n  console.log('User ' + JSON.stringify(req.body.a));\n  console.log('All', req.body);\n  console.log('User ' + encodeURI(req.body.a));"),
  'names of secrets': page("function connect(password, passwordPolicy, hasPassword) {\n  console.log(password); // ! sensitive-data-logged\n  console.log(passwordPolicy, hasPassword);\n}\nconsole.log(getPassword()); // ! sensitive-data-logged\nconsole.log(user.creditCardNumber); // ! sensitive-data-logged\nconsole.log(user.passwordHash, user.tokenType);"),
  'answers that hold a secret among other things': page("async function ask() {\n  const answer = await getIdToken();\n  if (answer.type === 'error') console.log(answer.error);\n  const key = await getApiKey();\n  console.log(key.slice(1)); // ! sensitive-data-logged\n}"),
  'slow patterns': route("  /\\s+$/.test(req.body.a); // ! redos\n  new RegExp('^(a+)+$').test(req.body.a); // ! redos\n  if (req.body.b.length > 9) return;\n  /^(a+)+$/.test(req.body.b);"),
  'slow patterns of a library': { 'index.js': "exports.trim = (text) => text.replace(/\\s+$/, ''); // ! redos\nexports.start = (text) => text.replace(/^\\s+/, '');\n" },
  'text that becomes a pattern': route("  'a'.match(req.body.a); // ! regex-injection\n  list.search(req.body.a);"),
};

describe('flaws of pages and servers', () => {
  test.each(Object.entries(CASES))('%s', (_, program) => {
    expect(found(program)).toEqual(wanted(program));
  });
});
