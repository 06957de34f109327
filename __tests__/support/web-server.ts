import type { Files } from './control-checks';

interface WebServerOptions {
  readonly imports?: string;
  /** Stands before the MCP route. */
  readonly before?: string;
  /** Arguments of the MCP route before its handler. */
  readonly inline?: string;
  readonly after?: string;
  readonly listen?: string;
  readonly files?: Files;
}

/** A server in one file that serves MCP by Express, on all interfaces unless `listen` says otherwise. */
export function webServer({ imports = '', before = '', inline = '', after = '', listen = 'app.listen(3000);', files = {} }: WebServerOptions): Files {
  const source = [
    "import express from 'express';",
    "import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';",
    ...(imports === '' ? [] : [imports]),
    "import { createServer } from './server';",
    'const app = express();',
    ...(before === '' ? [] : [before.trim()]),
    `app.post('/mcp', ${inline}async (req, res) => {`,
    '  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });',
    '  await createServer().connect(transport);',
    '  await transport.handleRequest(req, res, req.body);',
    '});',
    ...(after === '' ? [] : [after]),
    listen,
  ].join('\n');
  const server = [
    "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';",
    'export function createServer() {',
    "  const server = new McpServer({ name: 'a', version: '1.0.0' });",
    "  server.registerTool('ping', { description: 'Ping.' }, async () => ({ content: [{ type: 'text', text: 'pong' }] }));",
    '  return server;',
    '}',
  ].join('\n');
  return { 'package.json': '{"name":"a","version":"1.0.0","type":"module"}', 'src/index.ts': `${source}\n`, 'src/server.ts': `${server}\n`, ...files };
}
