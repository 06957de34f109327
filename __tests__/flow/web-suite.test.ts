import { describe, expect, test } from '@jest/globals';
import { found, wanted, type Program } from '../support/flows';

const express = (body: string, head = ''): Program => ({ 'app.js': `const express = require('express');\n${head}\nconst app = express();\napp.use(express.json());\n${body}\napp.listen(3000);\n` });

/** Servers, pages and libraries with one labelled flaw, or none, to a line. */
const SUITE: Readonly<Record<string, Program>> = {
  'express pages': express(`
app.get('/a', (req, res) => { res.send('Hello ' + req.query.name); }); // ! xss
app.get('/b', (req, res) => { res.json({ name: req.query.name }); });
app.get('/c', function (req, res) {
  const { name } = req.params;
  res.status(404).send(\`<h1>No \${name}</h1>\`); // ! xss
});
app.get('/d', (req, res) => { res.type('text/plain').send('No ' + req.query.name); });
app.get('/e', (req, res) => { res.send(escape(req.query.name)); });
app.get('/f', (req, res) => { res.send(lodash.escape(req.query.name)); });
app.get('/g', (req, res) => { res.send(Number(req.query.name) + ' items'); });
app.get('/h', (req, res) => {
  let out = '<ul>';
  for (const each of req.body.items) out += '<li>' + each.title;
  res.send(out); // ! xss
});
app.get('/i', (req, res) => { res.send(sanitizeHtml(req.body.text)); });
app.get('/j', (req, res) => { res.write('<p>' + req.cookies.theme); res.end(); });
app.use((err, req, res, next) => { res.status(500).send('Failed: ' + req.originalUrl); }); // ! xss
app.get('/k', (req, res) => { res.set('Content-Type', 'text/html'); res.end(Buffer.concat([Buffer.from('<p>'), Buffer.from(req.query.a)])); }); // ! xss
app.get('/l', (req, res) => { res.send(marked.parse(req.body.text)); }); // ! xss
app.get('/m', (req, res) => { res.send(DOMPurify.sanitize(marked.parse(req.body.text))); });
app.get('/n', (req, res) => { res.send([req.query.a, 'b'].join(' ')); }); // ! xss
app.get('/o', (req, res) => { res.send(req.query.a.replace(/[<>&"']/g, (c) => '&#' + c.charCodeAt(0) + ';')); });
app.get('/p', (req, res) => { res.send(req.query.a.replace('<', '&lt;')); }); // ! xss
app.use((req, res, next) => { res.locals.q = req.query.q; next(); });
app.get('/q', (req, res) => { res.send('<p>' + res.locals.q); }); // ! xss
app.get('/r', (req, res) => { if (!['a', 'b'].includes(req.query.tab)) return res.status(400).end(); res.send(req.query.tab); });
`, "const lodash = require('lodash'); const sanitizeHtml = require('sanitize-html'); const { marked } = require('marked'); const DOMPurify = require('isomorphic-dompurify'); const escape = require('escape-html');"),
  'express redirects': express(`
app.get('/a', (req, res) => { res.redirect(req.query.next); }); // ! open-redirect
app.get('/b', (req, res) => { res.redirect(302, req.query.next); }); // ! open-redirect
app.get('/c', (req, res) => { res.redirect('/home?next=' + encodeURIComponent(req.query.next)); });
app.get('/d', (req, res) => { res.redirect('https://' + req.params.tenant + '.example.com/'); }); // ! open-redirect
app.get('/e', (req, res) => { const to = new URL(req.query.next, 'https://example.com'); if (to.origin === 'https://example.com') res.redirect(to.href); });
app.get('/f', (req, res) => { if (req.query.next.startsWith('/')) res.redirect(req.query.next); }); // ! open-redirect
app.get('/g', (req, res) => { res.setHeader('Location', req.query.next); res.status(302).end(); }); // ! open-redirect
app.get('/h', (req, res) => { res.writeHead(302, { Location: req.body.to }); res.end(); }); // ! open-redirect
app.get('/i', (req, res) => { const targets = { a: '/x', b: '/y' }; res.redirect(targets[req.query.to] || '/'); });
app.get('/j', (req, res) => { res.redirect(\`\${req.baseUrl}/done\`); });
app.get('/k', (req, res) => { res.redirect(req.get('Referrer') || '/'); });
app.get('/l', (req, res) => { const back = req.session.returnTo || '/'; res.redirect(back); });
app.get('/m', (req, res) => { res.location(req.query.url).sendStatus(301); }); // ! open-redirect
app.get('/n', (req, res) => { let u = req.query.u; if (!/^https:\\/\\/example\\.com\\//.test(u)) u = '/'; res.redirect(u); });
app.get('/o', (req, res) => { let u = req.query.u; if (!/^https:\\/\\/example\\.com/.test(u)) u = '/'; res.redirect(u); }); // ! open-redirect
app.get('/p', (req, res) => { res.writeHead(200, req.body); res.end(); }); // ! header-injection
`),
  'requests to anywhere': express(`
app.get('/a', async (req, res) => { res.json(await axios.get(req.query.url)); }); // ! ssrf
app.get('/b', async (req, res) => { res.json(await fetch('https://api.example.com/items/' + encodeURIComponent(req.query.id))); });
app.get('/c', async (req, res) => { res.json(await fetch(\`http://\${req.query.host}/status\`)); }); // ! ssrf
app.get('/d', (req, res) => { http.get({ hostname: req.query.host, path: '/' }, (r) => r.pipe(res)); }); // ! ssrf
app.get('/e', async (req, res) => { const u = new URL(req.query.url); if (!ALLOWED.has(u.hostname)) return res.sendStatus(400); res.json(await fetch(u)); });
app.get('/f', async (req, res) => { res.json(await got(req.body.hook, { method: 'POST' })); }); // ! ssrf
app.get('/g', async (req, res) => { const hosts = { eu: 'https://eu.example.com', us: 'https://us.example.com' }; res.json(await fetch(hosts[req.query.region])); });
app.get('/h', async (req, res) => { const client = axios.create({ baseURL: req.body.base }); res.json(await client.get('/x')); }); // ! ssrf
app.get('/i', async (req, res) => { res.json(await axios({ url: req.body.url, method: 'get' })); }); // ! ssrf
app.get('/j', async (req, res) => { res.json(await fetch('https://example.com/search?q=' + req.query.q)); });
app.get('/k', async (req, res) => { const p = await puppeteer.launch(); const page = await p.newPage(); await page.goto(req.query.url); }); // ! ssrf
app.get('/l', async (req, res) => { superagent.post(req.body.callback).send({ ok: true }).end(); }); // ! ssrf
`, "const axios = require('axios'); const http = require('http'); const got = require('got'); const puppeteer = require('puppeteer'); const superagent = require('superagent'); const ALLOWED = new Set(['a.example.com']);"),
  'logs': express(`
app.post('/login', (req, res) => {
  const { user, password } = req.body;
  console.log('Login of ' + user); // ! log-injection
  console.log('Login of', JSON.stringify(user));
  console.log('Password ' + password); // ! sensitive-data-logged log-injection
  logger.info({ user, password }); // ! sensitive-data-logged
  logger.info({ user, password: '***' });
  console.log('Login of ' + user.replace(/[\\r\\n]/g, ''));
  console.log('Login of ' + user.replaceAll('\\n', ' ').replaceAll('\\r', ' '));
  console.error(\`Refused \${user.trim()}\`); // ! log-injection
  console.log(\`\${Object.keys(req.body).length} fields\`);
  console.log(user.replace(/./g, '*'));
  console.log(\`Hash \${bcrypt.hashSync(password, 10)}\`);
  console.info('user=%s', user); // ! log-injection
});
app.get('/h', (req, res) => {
  console.log(req.headers.authorization); // ! sensitive-data-logged
  console.log('Agent', req.headers['user-agent']);
  console.log('Key', process.env.API_KEY); // ! sensitive-data-logged
  console.log('Has key', Boolean(process.env.API_KEY));
  console.log(process.env); // ! sensitive-data-logged
  console.log('Port', process.env.PORT);
  console.log('Key set:', process.env.API_KEY ? 'yes' : 'no');
  console.log(req.cookies); // ! sensitive-data-logged
});
function connect(config) {
  console.debug('Connecting as ' + config.username + ':' + config.password); // ! sensitive-data-logged
  console.debug('Connecting to ' + config.host);
  console.debug('token count', config.tokens.length);
}
module.exports = connect;
`, "const logger = require('pino')(); const bcrypt = require('bcrypt');"),
  'patterns of callers': express(`
app.get('/a', (req, res) => { res.json(items.filter((each) => new RegExp(req.query.q).test(each))); }); // ! regex-injection
app.get('/b', (req, res) => { res.json(items.filter((each) => new RegExp(escapeRegExp(req.query.q), 'i').test(each))); });
app.get('/c', (req, res) => { const q = req.query.q.replace(/[.*+?^\${}()|[\\]\\\\]/g, '\\\\$&'); res.json(items.filter((each) => new RegExp('^' + q).test(each))); });
app.get('/d', (req, res) => { res.json('abc'.search(req.body.q)); }); // ! regex-injection
app.get('/e', (req, res) => { res.json(items.filter((each) => each.includes(req.query.q))); });
app.get('/f', (req, res) => { res.json(new RegExp('\\\\b' + req.params.word + '\\\\b', 'g').exec(text)); }); // ! regex-injection
app.get('/g', (req, res) => { res.json(/^([a-z]+)+$/.test(req.query.q)); }); // ! redos
app.get('/h', (req, res) => { res.json(/^[a-z]+$/.test(req.query.q)); });
app.get('/i', (req, res) => { res.json(req.body.mail.match(/^([\\w.]+)+@example\\.com$/)); }); // ! redos
app.get('/j', (req, res) => { res.json(req.body.text.replace(/\\s+$/, '')); }); // ! redos
app.get('/k', (req, res) => { res.json(req.body.text.slice(0, 100).replace(/\\s+$/, '')); });
app.get('/l', (req, res) => { res.json(/(a|a)*b/.test(req.body.text)); }); // ! redos
app.get('/m', (req, res) => { res.json(/^(?:\\d{1,3}\\.){3}\\d{1,3}$/.test(req.body.text)); });
app.get('/n', (req, res) => { res.json(req.body.text.split(/,\\s*/)); });
app.get('/o', (req, res) => { res.json(req.body.text.match(/"[^"]*"/g)); });
app.get('/p', (req, res) => { res.json(/<!--.*?-->/s.exec(req.body.text)); }); // ! redos
`, "const escapeRegExp = require('lodash/escapeRegExp'); const items = ['a']; const text = 'a b';"),
  'koa': { 'k.js': `const Koa = require('koa');
const Router = require('@koa/router');
const app = new Koa();
const router = new Router();
router.get('/a', async (ctx) => { ctx.body = '<p>' + ctx.query.q; }); // ! xss
router.get('/b', async (ctx) => { ctx.body = { q: ctx.query.q }; });
router.get('/c', async (ctx) => { ctx.redirect(ctx.query.to); }); // ! open-redirect
router.get('/d', async (ctx) => { ctx.redirect('back'); });
router.post('/e', async (ctx) => { const { url } = ctx.request.body; ctx.body = await fetch(url).then((r) => r.json()); }); // ! ssrf
router.post('/f', async (ctx) => { ctx.set(ctx.request.body.name, '1'); }); // ! header-injection
router.get('/g', async (ctx) => { ctx.type = 'text/plain'; ctx.body = 'a ' + ctx.params.b; });
router.get('/h', async (ctx) => { console.log('q=' + ctx.query.q); }); // ! log-injection
app.use(router.routes());
app.listen(1);
` },
  'hapi': { 'h.js': `const Hapi = require('hapi');
const server = new Hapi.Server();
server.route({ method: 'GET', path: '/a', handler: function (request, reply) { reply('<p>' + request.query.a); } }); // ! xss
server.route({ method: 'GET', path: '/b', handler: function (request, reply) { reply({ a: request.query.a }); } });
server.route({ method: 'GET', path: '/c', handler: (request, h) => h.response('<p>' + request.params.a) }); // ! xss
server.route({ method: 'GET', path: '/d', handler: (request, h) => h.redirect(request.query.to) }); // ! open-redirect
server.route({ method: 'GET', path: '/e', handler: (request, h) => h.response('a ' + request.params.a).type('text/plain') });
server.route({ method: 'GET', path: '/f', handler: function (request, reply) { reply.redirect(request.query.to); } }); // ! open-redirect
server.route([{ method: 'POST', path: '/g', config: { handler: async (request) => fetch(request.payload.url) } }]); // ! ssrf
` },
  'http': { 's.js': `const http = require('http');
const url = require('url');
const libxml = require('libxmljs');
http.createServer((req, res) => {
  const { query, pathname } = url.parse(req.url, true);
  res.writeHead(200, { 'Content-Type': 'text/html' });
  res.write('<p>' + query.a); // ! xss
  res.end('<p>' + query.b); // ! xss
}).listen(1);
http.createServer((req, res) => {
  const { searchParams } = new URL(req.url, 'http://localhost');
  res.setHeader('Content-Type', 'application/json');
  res.end('{"a":"' + searchParams.get('a') + '"}');
}).listen(2);
http.createServer((req, res) => {
  let body = '';
  req.on('data', (chunk) => { body += chunk; });
  req.on('end', () => {
    libxml.parseXml(body, { noent: true }); // ! xxe
    libxml.parseXml(body);
    res.setHeader('X-Name', body);
    res.setHeader(body, '1'); // ! header-injection
    console.log(body); // ! log-injection
  });
}).listen(3);
` },
  'react': { 'a.jsx': `import { useSearchParams, useParams } from 'react-router-dom';
import DOMPurify from 'dompurify';
import { useEffect, useRef } from 'react';
export function A() { const [params] = useSearchParams(); return <p dangerouslySetInnerHTML={{ __html: params.get('q') }} />; } // ! xss
export function B() { const [params] = useSearchParams(); return <p>{params.get('q')}</p>; }
export function C() { const { id } = useParams(); return <p dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(id) }} />; }
export function D() { const [params] = useSearchParams(); return <a href={params.get('to')}>x</a>; } // ! xss
export function E() { const ref = useRef(null); useEffect(() => { ref.current.innerHTML = decodeURIComponent(window.location.hash.slice(1)); }); return <p ref={ref} />; } // ! xss
export function F() { const ref = useRef(null); useEffect(() => { ref.current.textContent = window.location.hash; }); return <p ref={ref} />; }
export function G() { useEffect(() => { const to = new URLSearchParams(window.location.search).get('to'); window.location.href = to; }); return null; } // ! open-redirect
export function H() { const q = new URLSearchParams(window.location.search).get('q'); return <iframe srcDoc={q} />; } // ! xss
` },
  'jquery': { 'j.js': `var hash = window.location.hash.substring(1);
$('#a').html(hash); // ! xss
$('#a').text(hash);
$('#b').append('<li>' + decodeURI(hash)); // ! xss
$('<div>' + hash + '</div>').appendTo('body'); // ! xss
$(hash.length ? '#x' : '#y').hide();
$('#c').attr('title', hash);
$('#d').attr('href', hash); // ! xss
$.parseHTML(hash); // ! xss
$('#e').val(hash);
$('#f').html($('<i>').text(hash));
$('#g').html(parseInt(hash, 10));
$.get('/x/' + hash); // ! url-path-injection
$('#h').after(document.referrer); // ! xss
eval(hash); // ! code-injection
` },
  'browser': { 'b.js': `const params = new URLSearchParams(document.location.search);
document.getElementById('a').innerHTML = params.get('q'); // ! xss
document.getElementById('a').innerText = params.get('q');
document.write(\`<p>\${params.get('q')}\`); // ! xss
document.body.insertAdjacentHTML('beforeend', params.get('q')); // ! xss
const el = document.createElement('a');
el.href = params.get('q'); // ! xss
el.setAttribute('data-q', params.get('q'));
location.replace(params.get('to')); // ! open-redirect
window.open('/a?b=' + params.get('to'));
location.assign('/x/' + encodeURIComponent(params.get('to')));
window.addEventListener('message', (e) => { document.body.innerHTML = e.data.html; }); // ! xss
window.addEventListener('message', (e) => { if (e.origin === 'https://a.example') document.body.innerHTML = e.data.html; });
const found = /[?&]q=([^&]*)/.exec(location.search);
if (found) document.body.innerHTML = unescape(found[1]); // ! xss
setTimeout(params.get('q'), 1); // ! code-injection
document.body.innerHTML = '<b>' + String(params.has('q')) + '</b>';
const safe = document.createTextNode(params.get('q'));
document.body.appendChild(safe);
localStorage.setItem('q', params.get('q'));
document.querySelector('iframe').src = params.get('q'); // ! xss
` },
  'library': { 'index.js': `exports.set = function (object, path, value) {
  var parts = path.split('.');
  while (parts.length > 1) {
    var part = parts.shift();
    if (part === '__proto__') return;
    object = object[part] = object[part] || {};
  }
  object[parts[0]] = value; // ! prototype-pollution
};
exports.safe = function (object, path, value) {
  var parts = path.split('.');
  while (parts.length > 1) {
    var part = parts.shift();
    if (part === '__proto__' || part === 'constructor') return;
    object = object[part] = object[part] || {};
  }
  object[parts[0]] = value;
};
var own = Object.prototype.hasOwnProperty;
exports.merge = function merge(to, from) {
  for (var key in from) {
    if (own.call(to, key) && isObject(to[key]) && isObject(from[key])) merge(to[key], from[key]);
    else to[key] = from[key];
  }
  return to;
};
exports.deep = function deep(to, from) {
  Object.entries(from).forEach(([key, value]) => {
    if (value && typeof value === 'object') deep(to[key] = to[key] || {}, value);
    else to[key] = value; // ! prototype-pollution
  });
};
exports.mapped = function (from, fn) { const to = {}; for (const key in from) to[key] = fn(from[key]); return to; };
exports.group = function (list, by) { const out = {}; for (const each of list) { const k = by(each); out[k] = out[k] || []; out[k].push(each); } return out; };
exports.trim = function (s) { return s.replace(/^\\s+|\\s+$/g, ''); }; // ! redos
exports.words = function (s) { return s.split(/\\W+/); };
exports.isMail = function (s) { return /^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$/.test(s); }; // ! redos
` },
  'merges of bodies': express(`
app.post('/a', (req, res) => { _.merge(settings, req.body); res.end(); }); // ! prototype-pollution
app.post('/b', (req, res) => { Object.assign(settings, req.body); res.end(); });
app.post('/c', (req, res) => { _.set(settings, req.body.path, req.body.value); res.end(); }); // ! prototype-pollution
app.post('/d', (req, res) => { settings[req.body.a][req.body.b] = req.body.c; res.end(); }); // ! prototype-pollution
app.post('/e', (req, res) => { settings[req.body.a] = req.body.c; res.end(); });
app.post('/f', (req, res) => { $.extend(true, settings, req.body); res.end(); }); // ! prototype-pollution
app.post('/g', (req, res) => { settings['x-' + req.body.a][req.body.b] = 1; res.end(); });
app.post('/h', (req, res) => { const map = new Map(); map.set(req.body.a, req.body.b); res.end(); });
app.post('/i', (req, res) => { if (req.body.a === '__proto__') return res.end(); settings[req.body.a][req.body.b] = 1; res.end(); });
app.post('/j', (req, res) => { _.merge({}, JSON.parse(req.body.text)); res.end(); }); // ! prototype-pollution
`, "const _ = require('lodash'); const $ = require('jquery'); const settings = {};"),
};

describe('flaws of the web, in programs', () => {
  test.each(Object.entries(SUITE))('%s', (_, program) => {
    expect(found(program)).toEqual(wanted(program));
  });
});
