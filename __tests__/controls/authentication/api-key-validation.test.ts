import { apiKeyValidation } from '../../../src/controls/authentication/api-key-validation';
import { CHECKLIST } from '../../../src/checklist/checklist';
import { testControl } from '../../support/control-tester';
import type { Files } from '../../support/control-checks';
import { webServer } from '../../support/web-server';

const { good, bad } = CHECKLIST['api-key-validation'];

const program = (source: string, files: Files = {}): Files => ({ 'package.json': '{"name":"a","version":"1.0.0","type":"module"}', 'src/index.ts': `${source.trim()}\n`, ...files });

const CALL = "export const call = () => fetch('https://api.acme.io/x', { headers: { Authorization: `Bearer ${key}` } });";

testControl(apiKeyValidation, {
  pass: {
    'the good example': { files: good.files },
    'the sample of the article': { files: program(`if (!process.env.API_KEY || process.env.API_KEY.length < 32) {\n  throw new Error('Invalid API key');\n}\nconst key = process.env.API_KEY;\n${CALL}`) },
    'after an empty fallback': { files: program(`const key = process.env.API_KEY ?? '';\nif (key.length < 20) throw new Error('API_KEY is missing.');\n${CALL}`) },
    'a schema of the environment': { files: program(`import { z } from 'zod';\nconst env = z.object({ API_KEY: z.string().min(20) }).parse(process.env);\nconst key = process.env.API_KEY;\nvoid env;\n${CALL}`) },
    'a helper in another file': {
      files: program(`import { need } from './need';\nconst key = need('API_KEY');\n${CALL}`, { 'src/need.ts': "export function need(name: string): string {\n  const value = process.env[name];\n  if (!value || value.length < 8) throw new Error(`${name} is missing.`);\n  return value;\n}\n" }),
    },
    'the constructor of a client that throws': { files: program("import OpenAI from 'openai';\nexport const client = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });") },
    'an optional credential': { files: program("const key = process.env.API_KEY;\nexport const call = () => fetch('https://api.acme.io/x', { headers: key ? { Authorization: `Bearer ${key}` } : {} });") },
    'inbound keys in constant time': {
      files: webServer({ imports: "import { timingSafeEqual, createHash } from 'node:crypto';\nconst key = process.env.SERVER_API_KEY;\nif (!key || key.length < 32) throw new Error('SERVER_API_KEY is missing.');\nconst hash = (text) => createHash('sha256').update(text).digest();", before: "app.use((req, res, next) => {\n  if (!timingSafeEqual(hash(req.get('x-api-key') ?? ''), hash(key))) { res.status(401).end(); return; }\n  next();\n});" }),
    },
  },
  fail: {
    'the bad example': { files: bad.files, findings: ['unchecked src/index.ts:7'] },
    'used without a check': { files: program(`const key = process.env.API_KEY;\n${CALL}`), findings: ['unchecked src/index.ts:1'] },
    'a literal in its place': { files: program(`const key = process.env.API_KEY || 'dev-key';\n${CALL}`), findings: ['literal-fallback src/index.ts:1'] },
    'an empty fallback without a check': { files: program(`const key = process.env.API_KEY ?? '';\n${CALL}`), findings: ['unchecked src/index.ts:1'] },
    'a schema that accepts the empty text': { files: program(`import { z } from 'zod';\nconst env = z.object({ API_KEY: z.string() }).parse(process.env);\nconst key = process.env.API_KEY;\nvoid env;\n${CALL}`), findings: ['accepts-empty src/index.ts:2'] },
    'an inbound key compared by its characters': {
      files: webServer({ imports: "const key = process.env.SERVER_API_KEY;\nif (!key) throw new Error('SERVER_API_KEY is missing.');", before: "app.use((req, res, next) => {\n  if (req.headers['x-api-key'] !== key) { res.status(401).end(); return; }\n  next();\n});" }),
      findings: ['plain-comparison src/index.ts:8', 'no-form src/index.ts:4'],
    },
    'CommonJS': { files: { 'package.json': '{"name":"a","version":"1.0.0","main":"index.js"}', 'index.js': "const key = process.env.API_TOKEN;\nexports.call = () => fetch('https://api.acme.io/x', { headers: { Authorization: 'Bearer ' + key } });\n" }, findings: ['unchecked index.js:1'] },
  },
  notApplicable: {
    'no credential': { files: program('export const port = process.env.PORT;') },
    'a variable that only sounds like one': { files: program("export const max = process.env.MAX_TOKENS;\nexport const path = process.env.KEY_FILE;\nconsole.log(`${max} ${path}`);") },
  },
});
