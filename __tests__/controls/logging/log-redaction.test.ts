import { CHECKLIST } from '../../../src/checklist/checklist';
import { logRedaction } from '../../../src/controls/logging/log-redaction';
import { testControl } from '../../support/control-tester';

const SERVER = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
const server = new McpServer({ name: 'notes', version: '1.0.0' });
`;

/** The body of a server; it begins on line 4. */
const server = (body: string): Record<string, string> => ({ 'src/index.ts': `${SERVER}${body}` });

testControl(logRedaction, {
  pass: {
    'only whether it is set': { files: server("console.error(process.env.API_KEY ? 'key set' : 'no key');") },
    'only its end': { files: server("console.error('key', process.env.API_KEY?.slice(-4));") },
    'where it belongs: in a header': { files: server("const key = process.env.API_KEY;\nawait fetch('https://api.example.com', { headers: { authorization: key } });\nconsole.error('asked');") },
    'settings that are no secret': { files: server("console.error('port', process.env.PORT, process.env.LOG_LEVEL, process.env.TOKEN_LIMIT);") },
    'masked by a helper': { files: server("const maskKey = (key: string) => '*'.repeat(key.length);\nconsole.error(maskKey(process.env.API_KEY ?? ''));") },
    'a setting read by a helper that reads secrets too': { files: server("function setting(name: string, fallback = '') {\n  return process.env[name] || fallback;\n}\nconst token = setting('API_TOKEN');\nconst level = setting('LOG_LEVEL');\nconsole.error('level', level, token === '');") },
    'a copy whose secret is replaced if it has one': { files: server("const settings = { key: process.env.API_KEY, port: 1 };\nconst shown = { ...settings };\nif (shown.key) {\n  shown.key = '[redacted]';\n}\nconsole.error(JSON.stringify(shown));") },
    'a copy whose secret is deleted': { files: server("const settings = { key: process.env.API_KEY, port: 1 };\nconst shown = { ...settings };\ndelete shown.key;\nconsole.error(JSON.stringify(shown));") },
    'the rest of the settings': { files: server("const settings = { key: process.env.API_KEY, port: 1 };\nconst { key, ...shown } = settings;\nconsole.error(JSON.stringify(shown), key === '');") },
    'names of variables that are missing': { files: server("for (const name of ['API_KEY', 'PORT']) {\n  const value = process.env[name];\n  if (!value) console.error(`${name} is not set`);\n}") },
    'names found in the text of the settings': { files: server("const settings = { key: process.env.API_KEY, url: '{{HOST}}' };\nconst [, name] = /\\{\\{(\\w+)\\}\\}/.exec(JSON.stringify(settings)) ?? [];\nconsole.error(`no ${name}`);") },
    'left out by the logger': { files: server("import pino from 'pino';\nconst logger = pino({ redact: { paths: ['token', 'headers[\"x-api-key\"]', '*.password'] } });\nlogger.info({ token: process.env.API_TOKEN, headers: { 'x-api-key': process.env.API_KEY }, user: { password: process.env.PASSWORD } }, 'asked');") },
    'the good example': { files: CHECKLIST['log-redaction'].good.files },
  },
  fail: {
    'a key of the environment': { files: server("const key = process.env.API_KEY;\nconsole.error('key', key);"), findings: ['sensitive-data-logged src/index.ts:5'] },
    'inside the settings': { files: server("const settings = { key: process.env.API_KEY, port: 1 };\nconsole.error('settings', settings);"), findings: ['sensitive-data-logged src/index.ts:5'] },
    'a copy of which another member is replaced': { files: server("const settings = { key: process.env.API_KEY, token: process.env.API_TOKEN };\nconst shown = { ...settings };\nif (shown.key) shown.key = '[redacted]';\nconsole.error(JSON.stringify(shown));"), findings: ['sensitive-data-logged src/index.ts:7'] },
    'a secret read by a helper': { files: server("function setting(name: string) {\n  return process.env[name];\n}\nconst token = setting('API_TOKEN');\nconsole.error('token', token, setting('LOG_LEVEL'));"), findings: ['sensitive-data-logged src/index.ts:8'] },
    'a secret read under a constant name': { files: server("const NAME = 'API_TOKEN';\nconsole.error(process.env[NAME]);"), findings: ['sensitive-data-logged src/index.ts:5'] },
    'the whole environment': { files: server('console.error(JSON.stringify(process.env));'), findings: ['sensitive-data-logged src/index.ts:4'] },
    'through a helper in another file': {
      files: { 'src/index.ts': `${SERVER}import { report } from './report';\nreport(process.env.DB_PASSWORD);`, 'src/report.ts': 'export function report(what: unknown) {\n  console.error(`using ${what}`);\n}' },
      findings: ['sensitive-data-logged src/report.ts:2'],
    },
    'in the result of a tool': {
      files: server("console.error('x');\nserver.registerTool('info', { inputSchema: { a: z.string() } }, async ({ a }) => {\n  return { content: [{ type: 'text', text: `${a} ${process.env.API_TOKEN}` }] };\n});"),
      findings: ['sensitive-data-logged src/index.ts:6'],
    },
    'beside what the logger leaves out': { files: server("import pino from 'pino';\nconst logger = pino({ redact: ['token'] });\nlogger.info({ token: process.env.API_TOKEN, key: process.env.API_KEY });"), findings: ['sensitive-data-logged src/index.ts:6'] },
    'once, where a function gives what it reads': { files: server("const getSessionToken = () => process.env.API_TOKEN;\nconsole.error(getSessionToken());"), findings: ['sensitive-data-logged src/index.ts:5'] },
    'the bad example': { files: CHECKLIST['log-redaction'].bad.files, findings: ['sensitive-data-logged src/index.ts:10'] },
  },
  notApplicable: { 'nothing is logged': { files: server('') } },
});
