import { ERROR_HANDLING } from '../../../src/checklist/controls/error-handling';
import { retry } from '../../../src/controls/error-handling/retry';
import type { Files } from '../../support/control-checks';
import { testControl } from '../../support/control-tester';

const MANIFEST = '{ "name": "@acme/notes-mcp", "bin": "src/index.ts", "dependencies": { "@modelcontextprotocol/sdk": "^1", "axios": "^1", "openai": "^6", "got": "^14" } }';
const START = "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nconst server = new McpServer({ name: 'n', version: '1' });\n";
const server = (body: string, before = ''): Files => ({ 'package.json': MANIFEST, 'src/index.ts': `${START}${before}server.registerTool('notes', { description: 'd' }, async () => {\n${body}\n});\n` });

const SAMPLE = `async function retry<T>(
  fn: () => Promise<T>,
  maxRetries = 3,
  delayMs = 1000
): Promise<T> {
  for (let i = 0; i < maxRetries; i++) {
    try {
      return await fn();
    } catch (error) {
      if (i === maxRetries - 1) throw error;
      await new Promise(r => setTimeout(r, delayMs * (i + 1)));
    }
  }
  throw new Error('Max retries exceeded');
}
`;

testControl(retry, {
  pass: {
    'the example': { files: ERROR_HANDLING.retry.good.files },
    'the sample of the article': { files: server("return await retry(() => fetch('https://a.io'));", SAMPLE) },
    'a client that does it': { files: server("return await got('https://a.io').json();", "import got from 'got';\n") },
    'an SDK that does it': { files: server("return await ai.models.list();", "import OpenAI from 'openai';\nconst ai = new OpenAI();\n") },
    'a growing delay in a variable': { files: server("let delay = 100;\nlet attempt = 0;\nwhile (attempt < 4) {\ntry { return await fetch('https://a.io'); } catch { attempt++; await sleep(delay); delay *= 2; }\n}", 'const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));\n') },
    'a function that calls itself': { files: server("return await get('https://a.io', 3);", "async function get(url: string, left: number): Promise<unknown> {\n  try {\n    return await fetch(url);\n  } catch (error) {\n    if (left <= 0) throw error;\n    await new Promise((r) => setTimeout(r, 1000 / left));\n    return get(url, left - 1);\n  }\n}\n") },
    'an equal delay': { files: server("for (let i = 0; i < 3; i++) {\ntry { return await fetch('https://a.io'); } catch { await new Promise((r) => setTimeout(r, 500)); }\n}"), findings: ['fixedDelay src/index.ts:4'] },
    'a payment with a key': { files: server("return await retry(() => fetch('https://a.io/payments', { method: 'POST', headers: { 'Idempotency-Key': 'k' } }));", SAMPLE) },
  },
  fail: {
    'the example': { files: ERROR_HANDLING.retry.bad.files, findings: ['unbounded src/index.ts:7', 'noDelay src/index.ts:7'] },
    'none': { files: server("return await fetch('https://a.io');"), findings: ['none src/index.ts:4'] },
    'no delay': { files: server("for (let i = 0; i < 3; i++) {\ntry { return await fetch('https://a.io'); } catch { continue; }\n}"), findings: ['noDelay src/index.ts:4'] },
    'one address after another is no second try': { files: server("for (let i = 0; i < mirrors.length; i++) {\ntry { return await fetch(mirrors[i]); } catch { continue; }\n}", "const mirrors = ['https://a.io', 'https://b.io'];\n"), findings: ['none src/index.ts:6'] },
    'asking until the work is done is no second try': {
      files: server("for (let i = 0; i < 9; i++) {\ntry { const job = await fetch('https://a.io/jobs/1'); if (job.ok) return job; await new Promise((r) => setTimeout(r, 500 * i)); } catch (error) { console.error(error); throw error; }\n}"),
      findings: ['none src/index.ts:5'],
    },
    'no bound': { files: server("while (true) {\ntry { return await fetch('https://a.io'); } catch { await new Promise((r) => setTimeout(r, 1000 * Math.random())); }\n}"), findings: ['unbounded src/index.ts:4'] },
    'a payment': { files: server("return await retry(() => fetch('https://a.io/payments', { method: 'POST' }));", SAMPLE), findings: ['repeats src/index.ts:19'] },
  },
  notApplicable: { 'nothing is called': { files: server('return { content: [] };') } },
});
