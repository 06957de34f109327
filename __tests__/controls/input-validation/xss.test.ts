import { CHECKLIST } from '../../../src/checklist/checklist';
import { xss } from '../../../src/controls/input-validation/xss';
import { testControl } from '../../support/control-tester';

/** An Express app of one route; `imports` stands on line 2 and the body of the route on line 5. */
const route = (body: string, imports = '', files: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'src/app.ts': `import express from 'express';
${imports}
const app = express();
app.get('/hello', async (req, res) => {
${body}
});
app.listen(3000);
`,
  ...files,
});

const SERVER = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
const server = new McpServer({ name: 'cards', version: '1.0.0' });
`;

testControl(xss, {
  pass: {
    'escaped by a library': { files: route("  res.send('<p>' + escapeHtml(String(req.query.name)) + '</p>');", "import escapeHtml from 'escape-html';") },
    'sanitized': { files: route("  res.send(`<div>${DOMPurify.sanitize(String(req.query.text))}</div>`);", "import DOMPurify from 'isomorphic-dompurify';") },
    'the sample of the article, on the way of a page': { files: route('  res.send(`<div>${sanitizeHTML(String(req.query.text))}</div>`);', "import DOMPurify from 'dompurify';\nfunction sanitizeHTML(html: string): string {\n  return DOMPurify.sanitize(html);\n}") },
    'a template that escapes': { files: route("  res.render('hello', { name: req.query.name });") },
    'a number': { files: route('  res.send(`<p>${Number(req.query.count)}</p>`);') },
    'escaped by hand, every character': {
      files: route("  res.send('<p>' + clean(String(req.query.name)) + '</p>');", "const clean = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\"/g, '&quot;').replace(/'/g, '&#39;');"),
    },
    'React, which escapes': {
      files: {
        'src/page.tsx': "import { renderToString } from 'react-dom/server';\nimport express from 'express';\nconst app = express();\napp.get('/', (req, res) => {\n  res.send(renderToString(<p>{String(req.query.name)}</p>));\n});\napp.listen(3000);\n",
      },
    },
    'the page has nothing of a stranger, and JSON has': { files: route("  if (req.query.json) res.json({ name: req.query.name });\n  else res.send('<h1>Hello</h1>');") },
    'text, beside a page': { files: route("  res.type('text/plain').send(`Hello ${req.query.name}`);", "import { readFileSync } from 'node:fs';", { 'src/page.html': '<h1>Hello</h1>' }) },
    'an address that may be a script, which is said and not blamed': {
      files: { 'src/page.ts': "const link = document.createElement('a');\nlink.href = new URLSearchParams(location.search).get('next') ?? '/';\ndocument.body.append(link);\n", 'src/page.html': '<script src="page.js"></script>' },
      findings: ['doubtful src/page.ts:2'],
    },
    'the good example': { files: CHECKLIST.xss.good.files },
  },
  fail: {
    'the query in a page': { files: route("  res.send('<h1>Hello ' + req.query.name + '</h1>');"), findings: ['xss src/app.ts:5'] },
    'through a function in another file, with a status before': {
      files: route('  res.status(400).send(errorPage(String(req.query.error)));', "import { errorPage } from './pages';", { 'src/pages.ts': 'export function errorPage(message: string): string {\n  return `<!doctype html><p>${message}</p>`;\n}\n' }),
      findings: ['xss src/app.ts:5'],
    },
    'escaped for the wrong place': { files: route('  res.send(`<a href="${encodeURI(String(req.query.next))}">x</a><p>${String(req.query.name).trim()}</p>`);'), findings: ['xss src/app.ts:5'] },
    'the sample of the article, which nothing calls': { files: route('  res.send(`<div>${req.query.text}</div>`);', "import DOMPurify from 'dompurify';\nfunction sanitizeHTML(html: string): string {\n  return DOMPurify.sanitize(html);\n}"), findings: ['xss src/app.ts:8'] },
    'only brackets of one kind, once': { files: route("  res.send('<p>' + String(req.query.name).replace('<', '&lt;') + '</p>');"), findings: ['xss src/app.ts:5'] },
    'a raw answer of Node': {
      files: {
        'src/app.js': "const http = require('http');\nhttp.createServer((req, res) => {\n  const url = new URL(req.url, 'http://x');\n  res.writeHead(200, { 'Content-Type': 'text/html' });\n  res.end(`<p>${url.searchParams.get('error')}</p>`);\n}).listen(3000);\n",
      },
      findings: ['xss src/app.js:5'],
    },
    'Hono': {
      files: { 'src/app.ts': "import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/consent', (c) => {\n  return c.html(`<h1>${c.req.query('client_name')}</h1>`);\n});\nexport default app;\n" },
      findings: ['xss src/app.ts:4'],
    },
    'markup that React is told to trust': {
      files: { 'src/page.tsx': "import React from 'react';\nexport function Page() {\n  const name = new URLSearchParams(location.search).get('name') ?? '';\n  return <p dangerouslySetInnerHTML={{ __html: name }} />;\n}\n" },
      findings: ['xss src/page.tsx:4'],
    },
    'the DOM': { files: { 'src/page.ts': "document.querySelector('#hello')!.innerHTML = decodeURIComponent(location.hash.slice(1));\n" }, findings: ['xss src/page.ts:1'] },
    'the bad example': { files: CHECKLIST.xss.bad.files, findings: ['xss src/index.ts:17', 'xss src/index.ts:17'] },
  },
  notApplicable: {
    'no pages': { files: { 'src/index.ts': `${SERVER}server.registerTool('hello', { inputSchema: { name: z.string() } }, async ({ name }) => ({ content: [{ type: 'text', text: 'Hello ' + name }] }));` } },
    'answers that are no pages': { files: route("  if (!req.query.session) res.status(400).send('No session.');\n  else res.json({ ok: true });") },
    'pages that are read, not made': { files: { 'src/index.ts': `${SERVER}server.registerTool('read', { inputSchema: { page: z.enum(['a', 'b']) } }, async ({ page }) => ({ content: [{ type: 'text', text: await (await fetch('https://example.com/' + page, { headers: { accept: 'text/html' } })).text() }] }));` } },
  },
  knownGaps: {
    'a page as a resource of a tool': {
      files: {
        'src/index.ts': `${SERVER}server.registerTool('card', { inputSchema: { title: z.string() } }, async ({ title }) => ({
  content: [{ type: 'resource', resource: { uri: 'ui://cards/one', mimeType: 'text/html', text: '<h1>' + title + '</h1>' } }],
}));`,
      },
      expected: 'fail',
      because: 'No rule names the text of a resource whose type is that of a page as a place where markup is made.',
    },
  },
});
