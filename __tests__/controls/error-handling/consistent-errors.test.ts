import { consistentErrors } from '../../../src/controls/error-handling/consistent-errors';
import { ERROR_HANDLING } from '../../../src/checklist/controls/error-handling';
import type { Files } from '../../support/control-checks';
import { testControl } from '../../support/control-tester';

const MANIFEST = '{ "name": "@acme/notes-mcp", "bin": "src/index.ts", "dependencies": { "@modelcontextprotocol/sdk": "^1", "axios": "^1", "express": "^5" } }';
const START = "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport axios from 'axios';\nconst server = new McpServer({ name: 'n', version: '1' });\n";

/** A server with one tool; its handler begins at line 5. */
const tool = (handler: string, before = ''): Files => ({ 'package.json': MANIFEST, 'src/index.ts': `${START}${before}server.registerTool('save', { description: 'd' },\n${handler});\n` });
const http = (routes: string): Files => ({ 'package.json': MANIFEST, 'src/index.ts': `import express from 'express';\nconst app = express();\n${routes}\napp.listen(3000);\n` });

const DISPATCH = "import { Server } from '@modelcontextprotocol/sdk/server/index.js';\nimport { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js';\nimport axios from 'axios';\nconst server = new Server({ name: 'n', version: '1' }, { capabilities: { tools: {} } });\nasync function run(name: string) { try { return { content: [{ type: 'text', text: (await axios.get('https://a.io/x')).data }], isError: false }; } catch (error) { return { content: [{ type: 'text', text: `Error: ${error}` }], isError: true }; } }\n";
/** A dispatcher whose answer begins at line 8. */
const dispatch = (answer: string): Files => ({ 'package.json': MANIFEST, 'src/index.ts': `${DISPATCH}server.setRequestHandler(CallToolRequestSchema, async (request) => {\nconst result = await run(request.params.name);\n${answer}\n});\n` });

testControl(consistentErrors, {
  pass: {
    'the example': { files: ERROR_HANDLING['consistent-errors'].good.files },
    'a message alone, marked': { files: tool("async () => { try { await axios.post('https://a.io/x'); return { content: [] }; } catch (error) { return { isError: true, content: [{ type: 'text', text: error instanceof Error ? error.message : String(error) }] }; } }") },
    'a result handed on as it is': { files: dispatch('return result;') },
    'a result built anew with its mark': { files: dispatch('return { content: result.content, isError: result.isError };') },
    'a result spread': { files: dispatch('return { ...result, content: result.content };') },
    'a marked result thrown': { files: dispatch("if (result.isError) throw new Error('It failed.');\nreturn { content: result.content };") },
    'nothing is caught': { files: tool("async () => { const r = await axios.get('https://a.io/x'); return { content: [{ type: 'text', text: r.data }] }; }"), evidence: ['src/index.ts:4'] },
    'thrown again': { files: tool("async () => { try { await axios.post('https://a.io/x'); return { content: [] }; } catch (error) { console.error(error.stack); throw new Error('It failed.'); } }") },
    'a helper that marks': { files: tool("async () => { try { await axios.post('https://a.io/x'); return { content: [] }; } catch (error) { return failed(error); } }", 'function failed(error: unknown) { return { isError: true, content: [{ type: \'text\', text: `Error: ${error}` }] }; }\n') },
    'another answer stands in': { files: tool("async () => { try { return { content: [{ type: 'text', text: (await axios.get('https://a.io/x')).data }] }; } catch { return { content: [{ type: 'text', text: (await axios.get('https://b.io/x')).data }] }; } }") },
    'work that reports its own failure': { files: tool("async () => { void axios.post('https://a.io/x').catch((error) => console.error(error)); return { content: [] }; }") },
    'a stream that is read by events': { files: tool("async () => {\nconst stream = await store.getContent('x');\nconst text = await new Promise((resolve, reject) => { stream.setEncoding('utf8'); stream.pipe(process.stderr); stream.on('end', () => resolve('')); stream.on('error', reject); });\nreturn { content: [{ type: 'text', text }] }; }", "import { WebApi } from 'azure-devops-node-api';\nconst store = await new WebApi('u', 'h').getBuildApi();\n") },
    'what is put into a map stays here': { files: tool("async () => {\nconst found = new Map();\nconst { data } = await drive.files.list({ q: 'x' });\ndata.files.forEach((file) => { found.set(file.id, file); });\nreturn { content: [{ type: 'text', text: String(found.size) }] }; }", "import { google } from 'googleapis';\nconst drive = google.drive({ version: 'v3' });\n") },
    'a request of tedious that answers a callback': { files: tool("async () => new Promise((resolve, reject) => {\nconst request = new Request('SELECT 1', (error) => { if (error) reject(error); else resolve({ content: [] }); });\ndb.execSql(request); })", "import { Connection, Request } from 'tedious';\nconst db = new Connection({ server: 's' });\n") },
    'a route that cannot fail': { files: http("app.get('/a', (req, res) => { res.json({ ok: true }); });") },
    'one shape for all routes': { files: http("app.get('/a', (req, res) => { res.status(404).json({ error: 'No.' }); });\napp.get('/b', (req, res) => { res.status(400).json({ error: 'Bad.', details: [] }); });\napp.use((err, req, res, next) => { res.status(500).json({ error: err.message }); });") },
    'the query of a failed call': {
      files: tool("async () => { try { await axios.post('https://a.io/x'); return { content: [] }; } catch (error) {\nreturn { isError: true, content: [{ type: 'text', text: `${error.message}: ${error.sql}` }] }; } }"),
      findings: ['internals src/index.ts:6'],
    },
    'an empty list for a failed read': {
      files: tool("async () => ({ content: [{ type: 'text', text: JSON.stringify(await list()) }] })", "async function list() { try { return (await axios.get('https://a.io/x')).data; } catch { return []; } }\n"),
      findings: ['emptied src/index.ts:4'],
    },
    'routes with two shapes': {
      files: http("app.get('/a', (req, res) => { res.status(404).json({ error: 'No.' }); });\napp.get('/b', (req, res) => { res.status(400).json({ message: 'Bad.', success: false }); });"),
      findings: ['shapes src/index.ts:4'],
    },
  },
  fail: {
    'a result built anew without its mark': { files: dispatch('return { content: result.content };'), findings: ['dropped src/index.ts:8'] },
    'a result built anew in a variable': { files: dispatch('const answer: Record<string, unknown> = { content: result.content };\nif (result.structuredContent) answer.structuredContent = result.structuredContent;\nreturn answer;'), findings: ['dropped src/index.ts:8'] },
    'the example': { files: ERROR_HANDLING['consistent-errors'].bad.files, findings: ['stack src/index.ts:11', 'unmarked src/index.ts:10'] },
    'the error as text, not marked': {
      files: tool("async () => { try { await axios.post('https://a.io/x'); return { content: [] };\n} catch (error) { return { content: [{ type: 'text', text: `Failed: ${error.message}` }] }; } }"),
      findings: ['unmarked src/index.ts:6'],
    },
    'the whole error': {
      files: tool("async () => { try { await axios.post('https://a.io/x'); return { content: [] };\n} catch (error) { return { isError: true, content: [{ type: 'text', text: JSON.stringify(error) }] }; } }"),
      findings: ['wholeError src/index.ts:6'],
    },
    'a stack through a function of another file': {
      files: { ...tool("async () => { try { await axios.post('https://a.io/x'); return { content: [] }; } catch (error) { return { isError: true, content: [{ type: 'text', text: describe(error) }] }; } }", "import { describe } from './errors';\n"), 'src/errors.ts': 'export function describe(error: Error) {\n  return error.stack ?? error.message;\n}\n' },
      findings: ['stack src/errors.ts:2'],
    },
    'a change that failed goes on': {
      files: tool("async () => { try { await axios.post('https://a.io/x');\n} catch (error) { console.error(error); }\nreturn { content: [{ type: 'text', text: 'Saved.' }] }; }"),
      findings: ['ignored src/index.ts:6'],
    },
    'nobody waits': {
      files: tool("async () => {\nsave();\nreturn { content: [{ type: 'text', text: 'Saved.' }] }; }", "async function save() { await axios.post('https://a.io/x'); }\n"),
      findings: ['lost src/index.ts:7'],
    },
    'forEach with an asynchronous function': {
      files: tool("async ({ ids }) => {\nids.forEach(async (id) => { await axios.delete('https://a.io/' + id); });\nreturn { content: [{ type: 'text', text: 'Gone.' }] }; }"),
      findings: ['lostEach src/index.ts:6'],
    },
    'one function that hands the whole error out for two tools is one finding': {
      files: tool("async () => { try { await axios.post('https://a.io/x'); return { content: [] }; } catch (error) { return failed(error); } });\nserver.registerTool('drop', { description: 'd' }, async () => { try { await axios.delete('https://a.io/x'); return { content: [] }; } catch (error) { return failed(error); } }", "function failed(error) {\n  return { isError: true, content: [{ type: 'text', text: JSON.stringify({ message: error.message, error }) }] };\n}\n"),
      findings: ['wholeError src/index.ts:4'],
    },
    'a route that answers with the stack': {
      files: http("app.get('/a', async (req, res) => { try { res.json({}); } catch (err) {\nres.status(500).json({ error: err.stack }); } });"),
      findings: ['stack src/index.ts:4'],
    },
  },
  notApplicable: { 'no tools and no routes': { files: { 'package.json': MANIFEST, 'src/index.ts': 'export const x = 1;\n' } } },
});
