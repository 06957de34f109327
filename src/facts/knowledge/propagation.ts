import type { Model } from './model';

const TO_STRING: Model = { taints: ['this -> result', 'this.[] -> result'] };
const SAME: Model = { values: ['arg0 -> result'] };
const EACH: Model = { values: ['this.[] -> arg0(0)', 'this -> arg0(2)'] };

/**
 * Methods of the language's own types, by name alone, since the receiver's type is rarely known. A name stands here
 * only where a method of another library by the same name would do no harm.
 */
export const METHOD_MODELS: Readonly<Record<string, Model>> = {
  // String: what is cut out of a string, or made of it, is as tainted as the string.
  toString: TO_STRING, valueOf: TO_STRING, trim: TO_STRING, trimStart: TO_STRING, trimEnd: TO_STRING, trimLeft: TO_STRING, trimRight: TO_STRING, toLowerCase: TO_STRING, toUpperCase: TO_STRING,
  toLocaleLowerCase: TO_STRING, toLocaleUpperCase: TO_STRING, substring: TO_STRING, substr: TO_STRING, charAt: TO_STRING, at: { values: ['this.[] -> result'], taints: ['this -> result'] },
  padStart: { taints: ['this -> result', 'arg1 -> result'] }, padEnd: { taints: ['this -> result', 'arg1 -> result'] }, repeat: TO_STRING, normalize: TO_STRING, toWellFormed: TO_STRING,
  split: { makes: 'list', taints: ['this -> result.[]'] }, match: { makes: 'list', taints: ['this -> result.[]'] }, matchAll: { makes: 'list', taints: ['this -> result.[].[]'] },
  replace: { taints: ['this -> result', 'arg1 -> result', 'this -> arg1(0)', 'arg1() -> result'] }, replaceAll: { taints: ['this -> result', 'arg1 -> result', 'this -> arg1(0)', 'arg1() -> result'] },
  // Arrays, sets and typed arrays.
  slice: { makes: 'list', values: ['this.[] -> result.[]'], taints: ['this -> result'] },
  concat: { makes: 'list', values: ['this.[] -> result.[]', 'args.[] -> result.[]'], taints: ['this -> result', 'args -> result'] },
  join: { taints: ['this.[] -> result', 'arg0 -> result'] },
  push: { values: ['args -> this.[]'] }, unshift: { values: ['args -> this.[]'] }, add: { values: ['arg0 -> this.[]', 'this -> result'] }, enqueue: { values: ['arg0 -> this.[]'] },
  splice: { makes: 'list', values: ['this.[] -> result.[]', 'rest2 -> this.[]'] }, fill: { values: ['arg0 -> this.[]', 'this -> result'] },
  pop: { values: ['this.[] -> result'] }, shift: { values: ['this.[] -> result'] }, peek: { values: ['this.[] -> result'] },
  reverse: { values: ['this -> result'] }, sort: { values: ['this -> result'] }, toSorted: { values: ['this -> result'] }, toReversed: { values: ['this -> result'] },
  flat: { makes: 'list', values: ['this.[].[] -> result.[]', 'this.[] -> result.[]'] }, with: { values: ['this -> result', 'arg1 -> result.[]'] },
  map: { makes: 'list', values: ['this.[] -> arg0(0)', 'arg0() -> result.[]', 'this -> arg0(2)'] },
  flatMap: { makes: 'list', values: ['this.[] -> arg0(0)', 'arg0().[] -> result.[]', 'arg0() -> result.[]'] },
  filter: { makes: 'list', values: ['this.[] -> arg0(0)', 'this.[] -> result.[]'] },
  find: { values: ['this.[] -> arg0(0)', 'this.[] -> result'] }, findLast: { values: ['this.[] -> arg0(0)', 'this.[] -> result'] },
  forEach: { values: ['this.[] -> arg0(0)', 'this.[] -> arg0(1)', 'this -> arg0(2)'] }, some: EACH, every: EACH, findIndex: EACH,
  reduce: { values: ['this.[] -> arg0(1)', 'arg0() -> arg0(0)', 'arg1 -> arg0(0)', 'this.[] -> arg0(0)', 'arg0() -> result', 'arg1 -> result'] },
  reduceRight: { values: ['this.[] -> arg0(1)', 'arg0() -> arg0(0)', 'arg1 -> arg0(0)', 'arg0() -> result', 'arg1 -> result'] },
  // Map, WeakMap, URLSearchParams, FormData, Headers.
  set: { values: ['arg1 -> this.[]', 'arg1 -> this.*', 'this -> result'] }, get: { values: ['this.[] -> result'], taints: ['this -> result'] }, getAll: { makes: 'list', taints: ['this -> result.[]'] },
  values: { makes: 'list', values: ['this.[] -> result.[]'], taints: ['this -> result.[]'] }, keys: { makes: 'list', taints: ['this -> result.[]'] }, entries: { makes: 'list', values: ['this.[] -> result.[].1'], taints: ['this -> result.[].0', 'this -> result.[].1'] },
  append: { taints: ['rest0 -> this'] }, next: { values: ['this.[] -> result.value'] },
  // Promises.
  then: { values: ['this -> arg0(0)', 'arg0() -> result', 'arg1() -> result'] }, catch: { values: ['this -> result', 'arg0() -> result'] }, finally: { values: ['this -> result'] },
  // Functions.
  bind: { values: ['this -> result'] },
  // Buffers, streams, responses and messages.
  write: { taints: ['arg0 -> this'] }, text: { taints: ['this -> result'] }, json: { taints: ['this -> result'] }, arrayBuffer: { taints: ['this -> result'] }, buffer: { taints: ['this -> result'] }, blob: { taints: ['this -> result'] }, toJSON: { taints: ['this -> result'] },
  on: { taints: ['this -> arg1(0)'] }, once: { taints: ['this -> arg1(0)'] }, addListener: { taints: ['this -> arg1(0)'] }, pipe: { taints: ['this -> arg0', 'this -> result'] },
  // RegExp.
  exec: { taints: ['arg0 -> result.[]'] },
  // Schema libraries: what has been parsed is the input; narrowing is read from the schema itself.
  parse: { taints: ['arg0 -> result'] }, parseAsync: { taints: ['arg0 -> result'] }, safeParse: { makes: 'object', taints: ['arg0 -> result.data', 'arg0 -> result.value', 'arg0 -> result.output'] }, safeParseAsync: { makes: 'object', taints: ['arg0 -> result.data'] },
  validateSync: { taints: ['arg0 -> result', 'arg0 -> result.value'] }, validateAsync: { taints: ['arg0 -> result'] }, cast: { taints: ['arg0 -> result'] }, decode: { taints: ['arg0 -> result'] }, stringify: { taints: ['arg0 -> result', 'arg0.* -> result', 'arg0.[] -> result'] },
};

/** Functions by the way that leads to them; globals stand under their own name. */
export const API_MODELS: Readonly<Record<string, Model>> = {
  'Object.assign': { values: ['arg0 -> result', 'args.* -> result.*', 'args.* -> arg0.*'], taints: ['rest1 -> result'] },
  'Object.freeze': SAME, 'Object.seal': SAME, 'Object.create': SAME, 'structuredClone': SAME, 'Object.fromEntries': { makes: 'object', values: ['arg0.[].1 -> result.*'], taints: ['arg0 -> result', 'arg0.[].0 -> result'] },
  'Object.keys': { makes: 'list', taints: ['arg0 -> result.[]'] }, 'Object.values': { makes: 'list', values: ['arg0.* -> result.[]'], taints: ['arg0 -> result.[]'] },
  'Object.entries': { makes: 'list', values: ['arg0.* -> result.[].1'], taints: ['arg0 -> result.[].0', 'arg0 -> result.[].1'] },
  'Object.getOwnPropertyNames': { makes: 'list', taints: ['arg0 -> result.[]'] },
  'Array.from': { makes: 'list', values: ['arg0.[] -> result.[]', 'arg0.[] -> arg1(0)', 'arg1() -> result.[]'], taints: ['arg0 -> result.[]'] }, 'Array.of': { makes: 'list', values: ['args -> result.[]'] },
  'Set': { makes: 'list', values: ['arg0.[] -> result.[]'], taints: ['arg0 -> result.[]'] }, 'Map': { makes: 'list', values: ['arg0.[].1 -> result.[]', 'arg0.[].1 -> result.*'], taints: ['arg0 -> result'] }, 'WeakMap': { makes: 'list' }, 'WeakSet': { makes: 'list' }, 'Array': { makes: 'list', values: ['args -> result.[]'] },
  'Promise': { values: ['arg0(0)(0) -> result'] }, 'Promise.resolve': SAME, 'Promise.all': { makes: 'list', values: ['arg0.[] -> result.[]', 'arg0.0 -> result.0', 'arg0.1 -> result.1', 'arg0.2 -> result.2'] }, 'Promise.allSettled': { makes: 'list', values: ['arg0.[] -> result.[].value'] },
  'Promise.race': { values: ['arg0.[] -> result'] }, 'Promise.any': { values: ['arg0.[] -> result'] },
  'String': { taints: ['arg0 -> result', 'arg0.[] -> result'] }, 'String.raw': { taints: ['args -> result'] }, 'String.fromCharCode': { taints: ['args -> result'] }, 'Object': SAME,
  'JSON.parse': { taints: ['arg0 -> result'] }, 'JSON.stringify': { taints: ['arg0 -> result', 'arg0.* -> result', 'arg0.[] -> result', 'arg0.*.* -> result'] },
  'decodeURIComponent': { taints: ['arg0 -> result'] }, 'decodeURI': { taints: ['arg0 -> result'] }, 'unescape': { taints: ['arg0 -> result'] }, 'escape': { taints: ['arg0 -> result'] }, 'atob': { taints: ['arg0 -> result'] }, 'btoa': { taints: ['arg0 -> result'] }, 'encodeURI': { taints: ['arg0 -> result'], clears: ['xss'] },
  'encodeURIComponent': { taints: ['arg0 -> result'], clears: ['url-path-injection', 'ssrf', 'path-traversal', 'xss', 'open-redirect', 'header-injection', 'argument-injection'] },
  'Buffer.from': { taints: ['arg0 -> result', 'arg0.[] -> result'] }, 'Buffer.concat': { taints: ['arg0.[] -> result', 'arg0 -> result'] }, 'Uint8Array': { taints: ['arg0 -> result'] }, 'Blob': { taints: ['arg0.[] -> result'] },
  'TextDecoder().decode': { taints: ['arg0 -> result'] }, 'TextEncoder().encode': { taints: ['arg0 -> result'] },
  'URL': { taints: ['arg0 -> result', 'arg1 -> result'] }, 'URLSearchParams': { taints: ['arg0 -> result', 'arg0.* -> result'] }, 'Headers': { taints: ['arg0 -> result', 'arg0.* -> result'] }, 'Error': { taints: ['arg0 -> result'] },
  'Request': { taints: ['arg0 -> result'] }, 'Reflect.get': { values: ['arg0.* -> result'] }, 'Reflect.apply': {},
  'setTimeout': { values: ['rest2 -> arg0(0)'] }, 'queueMicrotask': {}, 'setImmediate': { values: ['rest1 -> arg0(0)'] },
  // node:path
  'path.join': { taints: ['args -> result'], normalises: true }, 'path.resolve': { taints: ['args -> result'], normalises: true }, 'path.normalize': { taints: ['arg0 -> result'], normalises: true },
  'path.relative': { taints: ['args -> result'], normalises: true }, 'path.dirname': { taints: ['arg0 -> result'] }, 'path.basename': { taints: ['arg0 -> result'], clears: ['path-traversal', 'zip-slip', 'url-path-injection', 'ssrf'] }, 'path.extname': { taints: ['arg0 -> result'], clears: ['path-traversal', 'zip-slip', 'url-path-injection', 'ssrf', 'argument-injection'] }, 'path.parse': { taints: ['arg0 -> result.dir', 'arg0 -> result.name', 'arg0 -> result.base'] }, 'path.format': { taints: ['arg0.* -> result'] }, 'path.toNamespacedPath': { taints: ['arg0 -> result'] },
  'fs.realpathSync': { taints: ['arg0 -> result'], normalises: true }, 'fs.realpath': { taints: ['arg0 -> result', 'arg0 -> last(1)'], normalises: true }, 'fs.realpathSync.native': { taints: ['arg0 -> result'], normalises: true },
  'url.parse': { taints: ['arg0 -> result'] }, 'url.resolve': { taints: ['args -> result'] }, 'url.format': { taints: ['arg0 -> result', 'arg0.* -> result'] }, 'url.fileURLToPath': { taints: ['arg0 -> result'] }, 'url.pathToFileURL': { taints: ['arg0 -> result'] }, 'querystring.parse': { taints: ['arg0 -> result'] }, 'querystring.stringify': { taints: ['arg0 -> result', 'arg0.* -> result'] }, 'querystring.unescape': { taints: ['arg0 -> result'] }, 'querystring.escape': { taints: ['arg0 -> result'], clears: ['url-path-injection', 'ssrf', 'path-traversal', 'xss', 'open-redirect'] },
  'util.promisify': SAME, 'util.callbackify': SAME, 'util.format': { taints: ['args -> result'] }, 'util.inspect': { taints: ['arg0 -> result', 'arg0.* -> result'] }, 'util.inherits': {},
  'process.nextTick': { values: ['rest1 -> arg0(0)'] },
  // Helpers that hand on their argument, or the functions given to them.
  'lodash.get': { values: ['arg0.* -> result'], taints: ['arg0 -> result'] }, 'lodash.map': { makes: 'list', values: ['arg0.[] -> arg1(0)', 'arg1() -> result.[]'] }, 'lodash.forEach': { values: ['arg0.[] -> arg1(0)', 'arg0.* -> arg1(0)'] }, 'lodash.cloneDeep': SAME, 'lodash.trim': { taints: ['arg0 -> result'] }, 'lodash.pick': SAME, 'lodash.omit': SAME, 'lodash.merge': { values: ['arg0 -> result', 'args.* -> result.*'], taints: ['rest1 -> result'] }, 'lodash.template': { taints: ['arg0 -> result'] },
  'p-retry': { values: ['arg0() -> result'] }, 'p-limit()': { values: ['arg0() -> result'] }, 'p-map': { makes: 'list', values: ['arg0.[] -> arg1(0)', 'arg1() -> result.[]'] },
  'react.useState': { makes: 'list', values: ['arg0 -> result.0'] }, 'react.useMemo': { values: ['arg0() -> result'] }, 'react.useCallback': SAME, 'react.memo': SAME, 'react.forwardRef': SAME,
  'zod-to-json-schema.zodToJsonSchema': {}, 'qs.parse': { taints: ['arg0 -> result'] }, 'qs.stringify': { taints: ['arg0 -> result', 'arg0.* -> result'] }, 'query-string.stringify': { taints: ['arg0 -> result', 'arg0.* -> result'] }, 'shell-quote.parse': { makes: 'list', taints: ['arg0 -> result.[]'] },
  'slash': { taints: ['arg0 -> result'] }, 'untildify': { taints: ['arg0 -> result'] }, 'normalize-path': { taints: ['arg0 -> result'] }, 'upath.join': { taints: ['args -> result'], normalises: true }, 'pathe.join': { taints: ['args -> result'], normalises: true }, 'pathe.resolve': { taints: ['args -> result'], normalises: true },
  'express-async-handler': SAME, 'asyncHandler': SAME,
};

/** Packages whose parts are named by the package alone in these tables: `drizzle-orm/node-postgres` is `drizzle-orm`. */
export const WHOLE_PACKAGES: ReadonlySet<string> = new Set([
  '@modelcontextprotocol/sdk', '@modelcontextprotocol/server', '@modelcontextprotocol/client', '@modelcontextprotocol/core', 'fastmcp', 'mcp-framework', 'drizzle-orm', 'zx', 'unzipper', 'pg', 'mysql2', 'better-sqlite3', 'mongodb', 'mongoose', 'typeorm', 'sequelize', 'sequelize-typescript', '@libsql/client', '@clickhouse/client', 'knex', 'kysely', 'undici', 'ssh2', 'jsdom', 'tar',
  'playwright', 'puppeteer', '@prisma/client', 'elysia', 'koa', 'fastify', 'express', '@neondatabase/serverless', 'commander', 'yargs', 'minimist', 'rimraf', 'execa', 'got', 'axios', 'ky', 'handlebars', 'nunjucks', 'ejs', 'pug', 'mustache', 'lit', 'vue', 'uuid', 'ipaddr.js', 'sanitize-html', 'dompurify', '@electric-sql/pglite', 'neo4j-driver', '@supabase/supabase-js', 'winston', 'pino', 'lit-html', 'quickjs-emscripten',
]);

/** Packages whose files are members of it: `lodash/merge` is `lodash.merge`. */
export const MEMBER_PACKAGES: ReadonlySet<string> = new Set(['lodash', 'lodash-es', 'lodash/fp', 'ramda', 'validator', 'underscore', 'date-fns', 'rxjs', 'es-toolkit', 'es-toolkit/compat']);

/** Packages that are another package, or part of one, under another name. */
export const MODULE_ALIASES: Readonly<Record<string, string>> = {
  'fs/promises': 'fs', 'fs-extra': 'fs', 'graceful-fs': 'fs', 'fs-promise': 'fs', 'memfs': 'fs', 'path/posix': 'path', 'path/win32': 'path', 'path-browserify': 'path', 'util/types': 'util', 'timers/promises': 'timers.promises', 'stream/promises': 'stream.promises', 'dns/promises': 'dns.promises', 'readline/promises': 'readline.promises',
  'lodash-es': 'lodash', 'underscore': 'lodash', 'lodash.defaultsdeep': 'lodash.defaultsDeep', 'lodash.mergewith': 'lodash.mergeWith',
  'mysql2/promise': 'mysql2', 'mysql2/promise.js': 'mysql2', 'mysql': 'mysql2', 'promise-mysql': 'mysql2', 'mariadb': 'mysql2', 'pg-native': 'pg', 'pg-pool': 'pg.Pool', 'zod/v4': 'zod', 'zod/v3': 'zod', 'zod/mini': 'zod', 'zod/v4-mini': 'zod', 'react/jsx-runtime': 'react.jsx-runtime', 'es-toolkit/compat': 'lodash', 'es-toolkit': 'lodash',
  'node-fetch-native': 'node-fetch', 'cross-fetch': 'node-fetch', 'isomorphic-fetch': 'node-fetch', 'whatwg-fetch': 'node-fetch', 'isomorphic-unfetch': 'node-fetch', 'undici-fetch': 'node-fetch', 'make-fetch-happen': 'node-fetch', 'express/index.js': 'express', 'playwright-core': 'playwright', '@playwright/test': 'playwright', 'puppeteer-core': 'puppeteer', 'rebrowser-puppeteer': 'puppeteer', 'patchright': 'playwright', 'sqlite3/verbose': 'sqlite3', 'promisify-child-process': 'child_process', 'child-process-promise': 'child_process', 'mz/fs': 'fs', 'mz/child_process': 'child_process', 'isomorphic-dompurify': 'dompurify', 'axios/index.js': 'axios', '@fastify/static': 'fastify-static',
  '@lydell/node-pty': 'node-pty', '@homebridge/node-pty-prebuilt-multiarch': 'node-pty', 'node-pty-prebuilt-multiarch': 'node-pty', '@clickhouse/client-web': '@clickhouse/client', '@clickhouse/client-common': '@clickhouse/client', 'koa-router': '@koa/router', 'koa-tree-router': '@koa/router', 'hapi': '@hapi/hapi', 'request-promise': 'request', 'request-promise-native': 'request', 'postman-request': 'request', '@cypress/request': 'request', 'async-request': 'request', 'mongodb-memory-server': 'mongodb', 'mongodb-legacy': 'mongodb',
  'better-sqlite3-multiple-ciphers': 'better-sqlite3', 'sqlite-async': 'sqlite3', '@vscode/sqlite3': 'sqlite3', '@journeyapps/sqlcipher': 'sqlite3', 'sequelize-typescript': 'sequelize', 'neo4j-driver-lite': 'neo4j-driver', 'xmldom': '@xmldom/xmldom', 'libxmljs2': 'libxmljs', 'libxmljs-mt': 'libxmljs', 'markdown-it/index.mjs': 'markdown-it', 'puppeteer-extra': 'puppeteer', 'playwright-extra': 'playwright', 'rebrowser-playwright': 'playwright', 'react-router-dom': 'react-router', '@remix-run/react': 'react-router', '@sindresorhus/slugify': 'slugify', 'underscore.string': 'lodash',
  'unzip-crx': 'unzip', 'eta/dist/types': 'eta', 'formidable/src': 'formidable', 'express-serve-static-core': 'express', '@vercel/node': 'express', '@tinyhttp/app': 'express', 'cross-spawn-async': 'cross-spawn', 'cross-spawn-with-kill': 'cross-spawn', 'lodash/fp': 'lodash',
};

/** Ways that lead to the same thing; the first of a call or member chain is rewritten to the second as it grows. */
export const API_ALIASES: Readonly<Record<string, string>> = {
  // Globals under their longer names.
  'window.location': 'location', 'document.location': 'location', 'globalThis.location': 'location', 'self.location': 'location', 'top.location': 'location', 'parent.location': 'location', 'window.top.location': 'location', 'window.parent.location': 'location', 'window.document': 'document', 'globalThis.document': 'document', 'self.document': 'document', 'document.defaultView': 'window', 'window.window': 'window', 'window.self': 'window', 'window.history': 'history', 'window.eval': 'eval', 'globalThis.eval': 'eval', 'global.eval': 'eval', 'self.eval': 'eval', 'window.Function': 'Function', 'globalThis.Function': 'Function', 'global.Function': 'Function', 'window.setTimeout': 'setTimeout', 'globalThis.setTimeout': 'setTimeout', 'global.setTimeout': 'setTimeout', 'window.setInterval': 'setInterval', 'globalThis.setInterval': 'setInterval', 'global.process': 'process', 'window.jQuery': '$', 'window.$': '$', 'jQuery': '$', 'jquery': '$', 'globalThis.console': 'console', 'window.console': 'console', 'window.addEventListener': 'addEventListener', 'globalThis.addEventListener': 'addEventListener', 'self.addEventListener': 'addEventListener', 'window.WebSocket': 'WebSocket', 'global.Buffer': 'Buffer', 'globalThis.Buffer': 'Buffer', 'window.URL': 'URL', 'globalThis.URL': 'URL', 'window.decodeURIComponent': 'decodeURIComponent', 'window.atob': 'atob',
  // Programs.
  'cross-spawn': 'child_process.spawn', 'child_process.spawn.spawn': 'child_process.spawn', 'child_process.spawn.sync': 'child_process.spawnSync', 'cross-spawn.spawn': 'child_process.spawn', 'cross-spawn.sync': 'child_process.spawnSync', 'simple-git.SimpleGit()': 'simple-git()', 'simple-git.simpleGit()': 'simple-git()', 'dockerode.Docker()': 'dockerode()', 'dockerode.Container()': 'dockerode().getContainer()', 'zx/core.$': 'zx.$',
  // Frameworks: types, and the ways that lead to the same object.
  'fastify.fastify()': 'fastify()', 'fastify.fastify': 'fastify', 'fastify.FastifyInstance()': 'fastify()', 'fastify().withTypeProvider()': 'fastify()', 'fastify().register()': 'fastify()', 'fastify().after()': 'fastify()', 'fastify.FastifyRequest().req': 'http.IncomingMessage()', 'fastify.FastifyRequest().raw': 'http.IncomingMessage()', 'fastify.FastifyReply().raw': 'http.ServerResponse()', 'fastify.FastifyReply().code()': 'fastify.FastifyReply()', 'fastify.FastifyReply().status()': 'fastify.FastifyReply()', 'fastify.FastifyReply().type()': 'fastify.FastifyReply()', 'fastify.FastifyReply().header()': 'fastify.FastifyReply()', 'fastify.FastifyReply().headers()': 'fastify.FastifyReply()',
  'express.Response().status()': 'express.Response()', 'express.Response().type()': 'express.Response()', 'express.Response().contentType()': 'express.Response()', 'express.Response().set()': 'express.Response()', 'express.Response().header()': 'express.Response()', 'express.Response().append()': 'express.Response()', 'express.Response().cookie()': 'express.Response()', 'express.Response().clearCookie()': 'express.Response()', 'express.Response().vary()': 'express.Response()', 'express.Response().attachment()': 'express.Response()', 'express.Response().writeHead()': 'express.Response()', 'http.ServerResponse().writeHead()': 'http.ServerResponse()', 'express.Response().req': 'express.Request()', 'express.Request().res': 'express.Response()', 'express.NextFunction()': 'express.next', 'express.IRouter()': 'express()', 
  'next.NextApiRequest()': 'express.Request()', 'next.NextApiResponse()': 'express.Response()', 'express.App()': 'express()', 'express.VercelRequest()': 'express.Request()', 'express.VercelResponse()': 'express.Response()', 'firebase-functions.Request()': 'express.Request()', 'firebase-functions.Response()': 'express.Response()', '@google-cloud/functions-framework.Request()': 'express.Request()', '@google-cloud/functions-framework.Response()': 'express.Response()', 'restify.Request()': 'express.Request()', 'restify.Response()': 'express.Response()', 'polka.Request()': 'express.Request()', '@nestjs/common.Request()': 'express.Request()',
  'next/server.NextRequest()': 'Request()', 'FetchEvent().request': 'Request()', 'Request().clone()': 'Request()', 'hono.Context().req.raw': 'Request()', 'remix.LoaderArgs().request': 'Request()', 'elysia.Context().request': 'Request()', 'h3.H3Event().req': 'http.IncomingMessage()', 'h3.H3Event().node.req': 'http.IncomingMessage()', 'h3.H3Event().node.res': 'http.ServerResponse()', '@remix-run/node.LoaderFunctionArgs()': 'remix.LoaderArgs()', '@remix-run/node.ActionFunctionArgs()': 'remix.LoaderArgs()', '@sveltejs/kit.RequestEvent()': 'remix.LoaderArgs()', 'astro.APIContext()': 'remix.LoaderArgs()', 'next.GetServerSidePropsContext()': 'remix.LoaderArgs()',
  'koa.ParameterizedContext()': 'koa.Context()', 'koa.Koa.Context()': 'koa.Context()', '@koa/router.RouterContext()': 'koa.Context()', 'koa.Context().req': 'http.IncomingMessage()', 'koa.Context().res': 'http.ServerResponse()', 'koa.DefaultContext()': 'koa.Context()', '@koa/router.Router()': '@koa/router()', '@hapi/hapi.Server()': '@hapi/hapi.server()', 'hono.Context().env.DB': 'D1Database()', 'http.OutgoingMessage()': 'http.ServerResponse()', 'http2.Http2ServerRequest()': 'http.IncomingMessage()', 'http2.Http2ServerResponse()': 'http.ServerResponse()',
  // Databases.
  'pg.PoolClient()': 'pg.Client()', 'pg.ClientBase()': 'pg.Client()', 'knex.knex': 'knex', 'knex.Knex()': 'knex()', 'knex.Knex': 'knex', 'postgres.Sql()': 'postgres()', 'postgres.TransactionSql()': 'postgres()', 'sqlite3.verbose()': 'sqlite3', 'better-sqlite3.Database()': 'better-sqlite3()', 'better-sqlite3.default()': 'better-sqlite3()', 'sequelize.Sequelize.literal': 'sequelize.literal', 'mongoose.mongoose': 'mongoose', '@prisma/client.PrismaClient().$extends()': '@prisma/client.PrismaClient()', 'mongoose.Model()': 'mongoose.model()', 
  'fs.promises': 'fs', 'fs.default': 'fs', 'path.posix': 'path', 'path.win32': 'path', 'globalThis.fetch': 'fetch', 'window.fetch': 'fetch', 'self.fetch': 'fetch', 'global.fetch': 'fetch', 'node-fetch': 'fetch', 'undici.fetch': 'fetch', 'node-fetch.default': 'fetch', 'node-fetch.fetch': 'fetch',
  'pg.native': 'pg', 'pg.Pool().connect()': 'pg.Client()', 'pg.pool': 'pg.Pool', 'mysql2.createPool()': 'mysql2.createConnection()', 'mysql2.createConnection().getConnection()': 'mysql2.createConnection()', 'mysql2.createConnection().promise()': 'mysql2.createConnection()', 'mysql2.createPoolCluster()': 'mysql2.createConnection()', 'mysql2.Connection()': 'mysql2.createConnection()', 'mysql2.Pool()': 'mysql2.createConnection()', 'mysql2.PoolConnection()': 'mysql2.createConnection()',
  'express.Router()': 'express()', 'express.application': 'express()', 'express.Application()': 'express()', 'express.Express()': 'express()', 'express.response': 'express.Response()', 'express.request': 'express.Request()', 'axios.create()': 'axios', 'axios.default': 'axios', 'axios.Axios()': 'axios', 'axios.AxiosInstance()': 'axios', 'got.extend()': 'got', 'ky.create()': 'ky', 'ky.extend()': 'ky', 'superagent.agent()': 'superagent', 'url.URL': 'URL', 'url.URLSearchParams': 'URLSearchParams', 'buffer.Buffer': 'Buffer', 'process.default': 'process', 'globalThis.process': 'process', 'util.TextDecoder': 'TextDecoder', 'http.ServerRequest()': 'http.IncomingMessage()', 'dockerode.default': 'dockerode',
  'execa.default': 'execa', 'execa.execa': 'execa', 'zx/globals.$': 'zx.$', 'lodash.each': 'lodash.forEach', 'isolated-vm.default': 'isolated-vm', 'simple-git.default': 'simple-git', 'simple-git.simpleGit': 'simple-git', 'simple-git.gitP': 'simple-git', 'mongodb.MongoClient.connect()': 'mongodb.MongoClient()', 'mongodb.MongoClient().connect()': 'mongodb.MongoClient()', 'mongodb.Db()': 'mongodb.MongoClient().db()', 'mongodb.Collection()': 'mongodb.MongoClient().db().collection()',
};
