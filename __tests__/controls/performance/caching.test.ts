import { PERFORMANCE } from '../../../src/checklist/controls/performance';
import { caching } from '../../../src/controls/performance/caching';
import type { Files } from '../../support/control-checks';
import { testControl } from '../../support/control-tester';

const MANIFEST = '{ "name": "@acme/notes", "main": "src/index.ts", "dependencies": { "express": "^5", "pg": "^8", "ioredis": "^5", "lru-cache": "^11" } }';
const server = (read: string, imports = '', host = ''): Files => ({ 'package.json': MANIFEST, 'src/index.ts': `import express from 'express';\n${imports}const app = express();\nasync function notes(key: string) {\n${read}\n}\napp.get('/notes', async (req, res) => { res.json(await notes(req.query.key)); });\napp.listen(3000${host});\n` });
const FETCH = "const data = await (await fetch('https://a.io/' + key)).json();";
const keep = (name: string, write: string): string => `const known = await ${name}.get(key);\nif (known) return known;\n${FETCH}\n${write}\nreturn data;`;

testControl(caching, {
  pass: {
    'the example': { files: PERFORMANCE.caching.good.files },
    'Redis': { files: server(keep('redis', "await redis.set(key, data, 'EX', 60);"), "import { Redis } from 'ioredis';\nconst redis = new Redis();\n") },
    'in memory': { files: server(keep('cache', 'cache.set(key, data);'), "import { LRUCache } from 'lru-cache';\nconst cache = new LRUCache({ max: 9, ttl: 9 });\n") },
    'a map': { files: server(keep('cache', 'cache.set(key, data);'), 'const cache = new Map();\n') },
  },
  fail: {
    'the example': { files: PERFORMANCE.caching.bad.files, findings: ['none src/notes.ts:6'] },
    'a service': { files: server(`${FETCH}\nreturn data;`), findings: ['none src/index.ts:4'] },
    'a database': { files: server("return (await db.query('SELECT * FROM notes')).rows;", "import pg from 'pg';\nconst db = new pg.Pool();\n"), findings: ['none src/index.ts:6'] },
    'Redis that is used for something else': { files: server(`await redis.incr('hits');\n${FETCH}\nreturn data;`, "import { Redis } from 'ioredis';\nconst redis = new Redis();\n"), findings: ['none src/index.ts:7'] },
    'a map that lasts as long as one call': { files: server(keep('cache', 'cache.set(key, data);').replace('const known', 'const cache = new Map();\nconst known')), findings: ['none src/index.ts:7'] },
  },
  notApplicable: {
    'one user on this machine': { files: server(`${FETCH}\nreturn data;`, '', ", '127.0.0.1'") },
    'a database in the process': { files: server("return db.prepare('SELECT * FROM notes').all();", "import Database from 'better-sqlite3';\nconst db = new Database('notes.db');\n") },
    'nothing is read': { files: server("return key;") },
  },
});
