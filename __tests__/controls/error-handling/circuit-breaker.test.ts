import { ERROR_HANDLING } from '../../../src/checklist/controls/error-handling';
import { circuitBreaker } from '../../../src/controls/error-handling/circuit-breaker';
import type { Files } from '../../support/control-checks';
import { testControl } from '../../support/control-tester';

const MANIFEST = '{ "name": "@acme/notes-mcp", "bin": "src/index.ts", "dependencies": { "@modelcontextprotocol/sdk": "^1", "pg": "^8", "axios": "^1", "openai": "^6", "got": "^14", "ky": "^1" } }';
const START = "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nconst server = new McpServer({ name: 'n', version: '1' });\n";
const server = (body: string, before = ''): Files => ({ 'package.json': MANIFEST, 'src/index.ts': `${START}${before}server.registerTool('notes', { description: 'd' }, async () => {\n${body}\n});\n` });

/** The sample of the checklist's article, word for word, with `after` in its place of the failed call. */
const SAMPLE = `class CircuitBreaker {
  private failures = 0;
  private threshold = 5;
  private timeout = 60000; // 1 minute
  private openedAt = 0;
  async execute<T>(fn: () => Promise<T>): Promise<T> {
    if (this.failures >= this.threshold) {
      throw new Error('Circuit breaker is open');
    }
    try {
      const result = await Promise.race([fn(), new Promise((_, reject) => setTimeout(() => reject(new Error('Timeout')), this.timeout))]);
      this.failures = 0;
      return result as T;
    } catch (error) {
      this.failures++;
      throw error;
    }
  }
}
const breaker = new CircuitBreaker();
`;

testControl(circuitBreaker, {
  pass: {
    'the example': { files: ERROR_HANDLING['circuit-breaker'].good.files },
    'a signal': { files: server("return await fetch('https://a.io', { signal: AbortSignal.timeout(5000) });") },
    'the options of an instance': { files: server("return await api.get('/notes');", "import axios from 'axios';\nconst api = axios.create({ baseURL: 'https://a.io', timeout: 5000 });\n") },
    'the default of a client': { files: server("return await ai.chat.completions.create({ model: 'm', messages: [] });", "import OpenAI from 'openai';\nconst ai = new OpenAI();\n") },
    'a pool that limits its statements': { files: server("return await pool.query('SELECT 1');", "import pg from 'pg';\nconst pool = new pg.Pool({ statement_timeout: 5000 });\n") },
    'a race with a timer, in a function of another file': { files: { ...server("return await withTimeout(() => fetch('https://a.io'));", "import { withTimeout } from './time.js';\n"), 'src/time.ts': 'export async function withTimeout<T>(run: () => Promise<T>): Promise<T> {\n  return Promise.race([run(), new Promise<never>((_, reject) => setTimeout(() => reject(new Error()), 1000))]);\n}\n' } },
    'a breaker of its own that tries again': { files: server("return await breaker.execute(() => fetch('https://a.io'));", SAMPLE.replace("throw new Error('Circuit breaker is open');", "if (Date.now() - this.openedAt < this.timeout) throw new Error('Open');")) },
    'a request of tedious, which gives up by itself': { files: server("return await new Promise((resolve, reject) => { db.execSql(new Request('SELECT 1', (error) => { if (error) reject(error); else resolve({ content: [] }); })); });", "import { Connection, Request } from 'tedious';\nconst db = new Connection({ server: 's' });\n") },
    'cockatiel': { files: server("return await policy.execute(() => fetch('https://a.io'));", "import { circuitBreaker, handleAll, ConsecutiveBreaker } from 'cockatiel';\nconst policy = circuitBreaker(handleAll, { halfOpenAfter: 1000, breaker: new ConsecutiveBreaker(5) });\n") },
  },
  fail: {
    'a helper that the server imports as well': { files: { ...server('return await sync();', "import { sync } from './sync';\n"), 'package.json': MANIFEST.replace('{ ', '{ "scripts": { "sync": "tsx src/sync.ts" }, '), 'src/sync.ts': "export async function sync() { return await fetch('https://a.io'); }\n" }, findings: ['endless src/sync.ts:1'] },
    'the example': { files: ERROR_HANDLING['circuit-breaker'].bad.files, findings: ['endless src/index.ts:8'] },
    'the sample of the article': { files: server("return await breaker.execute(() => fetch('https://a.io'));", SAMPLE), findings: ['staysOpen src/index.ts:3'] },
    'fetch without a signal': { files: server("return await fetch('https://a.io');"), findings: ['endless src/index.ts:4'] },
    'a pool without limits': { files: server("return await pool.query('SELECT 1');", "import pg from 'pg';\nconst pool = new pg.Pool();\n"), findings: ['endless src/index.ts:6'] },
    'one of two clients': { files: server("await ky.get('https://a.io');\nreturn await got('https://a.io');", "import ky from 'ky';\nimport got from 'got';\n"), findings: ['endless src/index.ts:7'] },
  },
  notApplicable: {
    'only this machine': { files: server("return await fetch('http://127.0.0.1:8080/notes');") },
    'pages are opened in a browser, which waits by rules of its own': { files: server("const page = await (await puppeteer.launch()).newPage();\nawait page.goto('https://a.io');\nreturn { content: [] };", "import puppeteer from 'puppeteer';\n") },
    'only a helper for maintainers calls': { files: { ...server('return { content: [] };'), 'package.json': MANIFEST.replace('{ ', '{ "scripts": { "sync": "tsx --no-cache src/sync.ts" }, '), 'src/sync.ts': "const answer = await fetch('https://a.io');\nconsole.log(await answer.text());\n" } },
    'nothing is called': { files: server('return { content: [] };') },
  },
  unverified: { 'a client that documents nothing': { files: server("return await app.pushMessage('x');", "import { Client } from '@line/bot-sdk';\nconst app = new Client({ channelAccessToken: 'x' });\n") } },
});
