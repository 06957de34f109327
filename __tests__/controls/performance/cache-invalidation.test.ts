import { PERFORMANCE } from '../../../src/checklist/controls/performance';
import { cacheInvalidation } from '../../../src/controls/performance/cache-invalidation';
import type { Files } from '../../support/control-checks';
import { testControl } from '../../support/control-tester';

const MANIFEST = '{ "name": "@acme/notes-mcp", "bin": "src/index.ts", "dependencies": { "@modelcontextprotocol/sdk": "^1", "ioredis": "^5", "lru-cache": "^11", "node-cache": "^5", "express": "^5" } }';
const file = (source: string): Files => ({ 'package.json': MANIFEST, 'src/index.ts': source });
const LRU = "import { LRUCache } from 'lru-cache';\n";
const lookUp = (name: string, write = `${name}.set(key, data);`): string => `export async function read(key: string) {\nconst known = ${name}.get(key);\nif (known) return known;\nconst data = await (await fetch('https://a.io/' + key)).json();\n${write}\nreturn data;\n}\n`;
const REDIS = "import { Redis } from 'ioredis';\nconst redis = new Redis();\n";

testControl(cacheInvalidation, {
  pass: {
    'the example': { files: PERFORMANCE['cache-invalidation'].good.files },
    'the sample of the article': { files: file(`${REDIS}export async function getCachedOrFetch<T>(key: string, fn: () => Promise<T>, ttl: number = 300): Promise<T> {\nconst cached = await redis.get(key);\nif (cached) return JSON.parse(cached);\nconst data = await fn();\nawait redis.setex(key, ttl, JSON.stringify(data));\nreturn data;\n}\n`), evidence: ['src/index.ts:7'] },
    'deleted where the data changes': { files: file(`${REDIS}${lookUp('redis', 'await redis.set(key, data);')}export async function invalidateUserCache(userId: string) { await redis.del([\`user:\${userId}\`]); }\n`) },
    'a lifetime for everything': { files: file(`${LRU}const cache = new LRUCache({ max: 100, ttl: 60_000 });\n${lookUp('cache')}`) },
    'a map with times': { files: file(`const cache = new Map();\n${lookUp('cache', 'cache.set(key, { data, at: Date.now() });')}`) },
    'a map with a limit': { files: file(`const cache = new Map();\n${lookUp('cache', 'if (cache.size > 100) cache.clear();\ncache.set(key, data);')}`) },
    'a bound and no lifetime': { files: file(`${LRU}const cache = new LRUCache({ max: 100 });\n${lookUp('cache')}`), findings: ['endlessBounded src/index.ts:7'] },
  },
  fail: {
    'the example': { files: PERFORMANCE['cache-invalidation'].bad.files, findings: ['endless src/index.ts:14'] },
    'a map that only grows': { files: file(`const cache = new Map();\n${lookUp('cache')}`), findings: ['unbounded src/index.ts:6'] },
    'no lifetime and no bound': { files: file(`import NodeCache from 'node-cache';\nconst cache = new NodeCache();\n${lookUp('cache')}`), findings: ['endless src/index.ts:7'] },
    'a key without the caller': {
      files: file("import express from 'express';\nconst app = express();\nconst cache = new Map();\nasync function notes(userId: string, page: string) {\nconst known = cache.get(page);\nif (known) return known;\nconst data = await (await fetch(`https://a.io/${userId}/notes?page=${page}`)).json();\ncache.set(page, data);\nsetTimeout(() => cache.delete(page), 1000);\nreturn data;\n}\napp.get('/notes', async (req, res) => { res.json(await notes(req.headers['x-user'], req.query.page)); });\napp.listen(3000);\n"),
      findings: ['leavesOut src/index.ts:8'],
    },
  },
  notApplicable: {
    'sessions are no cache': { files: file("const sessions = new Map();\nexport function open(id: string) { sessions.set(id, { id }); return sessions.get(id); }\n") },
    'Redis as a store': { files: file(`${REDIS}export async function save(key: string, value: string) { await redis.set(key, value); }\n`) },
  },
});
