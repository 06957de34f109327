import { describe, expect, test } from '@jest/globals';
import { ts } from 'ts-morph';
import { filesOf, flowsIn, found, wanted, type Program } from '../support/flows';

const SDK = `import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { exec, execSync } from 'node:child_process';
const server = new McpServer({ name: 's', version: '1' });
`;
const LOW = `import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, CompleteRequestSchema, GetPromptRequestSchema, ListToolsRequestSchema, ReadResourceRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { exec, execSync } from 'node:child_process';
const server = new Server({ name: 's', version: '1' }, { capabilities: { tools: {} } });
`;
/** Ways in which libraries are told of tools, resources and prompts; each marked line is found, and nothing else. */
const FORMS: Readonly<Record<string, Program>> = {
  'tool(name, handler) has no arguments': `${SDK}server.tool('t', async (extra) => { exec(extra.sessionId); return { content: [] }; });
server.tool('u', { a: z.string() }, async ({ a }) => { exec(a); }); // ! command-injection
`,
  'tool(name, description, schema, handler)': `${SDK}server.tool('t', 'Says it', { a: z.string() }, async ({ a }) => { exec(a); }); // ! command-injection\n`,
  'tool(name, description, schema, hints, handler)': `${SDK}server.tool('t', 'Says it', { a: z.string() }, { readOnlyHint: true }, async (args) => { exec(args.a); }); // ! command-injection\n`,
  'tool(name, schema, hints, handler)': `${SDK}server.tool('t', { a: z.string() }, { title: 'T' }, async (args) => { exec(args.a); }); // ! command-injection\n`,
  registerTool: `${SDK}server.registerTool('t', { title: 'T', inputSchema: { a: z.string() } }, async (args) => { const { a } = args; exec(a); }); // ! command-injection\n`,
  'registerTool with z.object': `${SDK}server.registerTool('t', { inputSchema: z.object({ a: z.string() }).strict() }, async ({ a }) => { exec(a); }); // ! command-injection\n`,
  'registerTool with a method': `${SDK}class Tools {\n  async run(args: { a: string }) { exec(args.a); } // ! command-injection\n}\nconst tools = new Tools();\nserver.registerTool('t', { inputSchema: { a: z.string() } }, tools.run.bind(tools));\n`,
  'registerTool with this.method.bind': `${SDK}class Tools {\n  constructor(private server: McpServer) { this.server.registerTool('t', { inputSchema: { a: z.string() } }, this.run.bind(this)); }\n  async run(args: { a: string }) { exec(args.a); } // ! command-injection\n}\nnew Tools(server);\n`,
  'registerTool in a class with arrow': `${SDK}export class App {\n  private server: McpServer;\n  constructor() { this.server = new McpServer({}); this.setup(); }\n  setup() { this.server.registerTool('t', { inputSchema: { a: z.string() } }, (args) => this.run(args)); }\n  async run({ a }: { a: string }) { exec(a); } // ! command-injection\n}\n`,
  registerResource: `${SDK}server.registerResource('r', new ResourceTemplate('files://{+path}', { list: undefined }), {}, async (uri, { path }) => { exec(path); }); // ! command-injection\n`,
  'registerResource, its address': `${SDK}server.registerResource('r', new ResourceTemplate('files://{+path}', { list: undefined }), {}, async (uri) => { exec(uri.pathname); }); // ! command-injection\n`,
  'resource with a template': `${SDK}server.resource('r', new ResourceTemplate('files://{+path}', { list: undefined }), async (uri, vars) => { exec(vars.path); }); // ! command-injection\n`,
  'a completer of a template': `${SDK}server.resource('r', new ResourceTemplate('files://{x}', { list: undefined, complete: { x: async (value) => { exec(value); return []; } } }), async (uri) => ({ contents: [] })); // ! command-injection\n`,
  'a completable argument': `import { completable } from '@modelcontextprotocol/sdk/server/completable.js';\n${SDK}server.registerPrompt('p', { argsSchema: { a: completable(z.string(), async (value) => { exec(value); return []; }) } }, async () => ({ messages: [] })); // ! command-injection\n`,
  prompt: `${SDK}server.prompt('p', { a: z.string() }, async ({ a }) => { exec(a); }); // ! command-injection\n`,
  'prompt with a description': `${SDK}server.prompt('p', 'says', { a: z.string() }, async ({ a }) => { exec(a); }); // ! command-injection\n`,
  registerPrompt: `${SDK}server.registerPrompt('p', { argsSchema: { a: z.string() } }, async ({ a }) => { exec(a); }); // ! command-injection\n`,
  'low-level, switch': `${LOW}server.setRequestHandler(CallToolRequestSchema, async (request) => {
  const { name, arguments: args } = request.params;
  switch (name) {
    case 'one': exec(args.a); break; // ! command-injection
    default: throw new Error('no');
  }
});
`,
  'low-level, if-chain': `${LOW}server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
  if (params.name === 'one') { const { a } = params.arguments as { a: string }; exec(a); } // ! command-injection
});
`,
  'low-level, map of handlers': `${LOW}const handlers = new Map<string, (args: any) => unknown>();
handlers.set('one', async (args) => exec(args.a)); // ! command-injection
server.setRequestHandler(CallToolRequestSchema, async (request) => {
  const handler = handlers.get(request.params.name);
  if (!handler) throw new Error('no');
  return handler(request.params.arguments ?? {});
});
`,
  'low-level, map from entries': `${LOW}const handlers = new Map([['one', { run: async (args) => exec(args.a) }]]); // ! command-injection
server.setRequestHandler(CallToolRequestSchema, async (request) => handlers.get(request.params.name)!.run(request.params.arguments));
`,
  'low-level, object table': `${LOW}const handlers: Record<string, (args: any) => unknown> = { one: ({ a }) => exec(a), two: () => 1 }; // ! command-injection
server.setRequestHandler(CallToolRequestSchema, async (request) => handlers[request.params.name](request.params.arguments));
`,
  'low-level, array of tools and find': `${LOW}const tools = [{ name: 'one', inputSchema: { type: 'object', properties: { a: { type: 'string' } } }, handler: async (args: any) => exec(args.a) }]; // ! command-injection
server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools }));
server.setRequestHandler(CallToolRequestSchema, async (request) => {
  const tool = tools.find((t) => t.name === request.params.name);
  return tool.handler(request.params.arguments);
});
`,
  'low-level, class with methods': `${LOW}class Handlers {
  async handle(name: string, args: any) { switch (name) { case 'one': return this.one(args); } }
  private async one({ a }: { a: string }) { exec(a); } // ! command-injection
}
const h = new Handlers();
server.setRequestHandler(CallToolRequestSchema, async (request) => h.handle(request.params.name, request.params.arguments));
`,
  'low-level, bound method': `${LOW}class App {
  constructor(private server: Server) { this.server.setRequestHandler(CallToolRequestSchema, this.call.bind(this)); }
  async call(request: any) { exec(request.params.arguments.a); } // ! command-injection
}
new App(server);
`,
  'low-level, tool classes in a registry': { 'src/index.ts': `${LOW}import { registry } from './registry.js';
server.setRequestHandler(CallToolRequestSchema, async (request) => {
  const tool = registry.get(request.params.name);
  return tool.execute(request.params.arguments);
});
`, 'src/registry.ts': `import { One } from './one.js';
import type { Tool } from './tool.js';
class Registry {
  private tools = new Map<string, Tool>();
  register(tool: Tool) { this.tools.set(tool.name, tool); }
  get(name: string) { return this.tools.get(name); }
}
export const registry = new Registry();
registry.register(new One());
`, 'src/tool.ts': `export interface Tool { name: string; execute(args: any): Promise<unknown>; }\nexport abstract class BaseTool implements Tool { abstract name: string; async execute(args: any) { return this.run(args); } protected abstract run(args: any): Promise<unknown>; }\n`, 'src/one.ts': `import { exec } from 'child_process';
import { BaseTool } from './tool.js';
export class One extends BaseTool {
  name = 'one';
  protected async run(args: any) { exec(args.a); } // ! command-injection
}
` },
  'low-level, schema parse': `${LOW}import { z } from 'zod';
const Args = z.object({ a: z.string(), n: z.number() });
server.setRequestHandler(CallToolRequestSchema, async (request) => {
  const args = Args.parse(request.params.arguments);
  exec(args.a); // ! command-injection
  exec(\`x \${args.n}\`);
});
`,
  'low-level, resources, prompts and completions': `${LOW}server.setRequestHandler(ReadResourceRequestSchema, async (request) => { exec(request.params.uri); }); // ! command-injection
server.setRequestHandler(GetPromptRequestSchema, async (request) => { exec(request.params.arguments.a); }); // ! command-injection
server.setRequestHandler(CompleteRequestSchema, async (request) => { exec(request.params.argument.value); }); // ! command-injection
`,
  'the server below McpServer': `${SDK}import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js';\nserver.server.setRequestHandler(CallToolRequestSchema, async (request) => { exec(request.params.arguments.a); }); // ! command-injection\n`,
  'a wrapper around the handler': `${SDK}const withErrors = (handler: any) => async (args: any) => { try { return await handler(args); } catch (e) { return { isError: true }; } };
server.tool('t', { a: z.string() }, withErrors(async ({ a }) => { exec(a); })); // ! command-injection
server.tool('u', { b: z.string() }, withErrors(async ({ b }) => ({ content: [] })));
`,
  'a wrapper with a name before': `${SDK}function wrap(name: string, handler: (args: any, extra: any) => any) { return async (args: any, extra: any) => handler(args, extra); }
server.registerTool('t', { inputSchema: { a: z.string() } }, wrap('t', async (args) => exec(args.a))); // ! command-injection
`,
  'a wrapper that spreads': `${SDK}const safe = (fn: any) => async (...args: any[]) => { try { return await fn(...args); } catch { return {}; } };
server.registerTool('t', { inputSchema: { a: z.string() } }, safe(async ({ a }) => exec(a))); // ! command-injection
`,
  'array of tools in a loop': `${SDK}const tools = [{ name: 'one', description: 'd', schema: { a: z.string() }, handler: async ({ a }) => exec(a) }]; // ! command-injection
for (const tool of tools) server.tool(tool.name, tool.description, tool.schema, tool.handler);
`,
  'array of tools, forEach and destructuring': `${SDK}const tools = [{ name: 'one', config: { description: 'd', inputSchema: { a: z.string() } }, handler: async ({ a }) => exec(a) }]; // ! command-injection
tools.forEach(({ name, config, handler }) => { server.registerTool(name, config, handler); });
`,
  'array of tools, wrapped in the loop': `${SDK}const tools = [{ name: 'one', schema: z.object({ a: z.string() }), run: async ({ a }) => exec(a) }]; // ! command-injection
for (const t of tools) server.registerTool(t.name, { inputSchema: t.schema.shape }, async (args) => { const out = await t.run(args); return { content: [{ type: 'text', text: String(out) }] }; });
`,
  'registration helpers in other files': { 'src/index.ts': `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { registerAll } from './tools/index.js';\nconst server = new McpServer({ name: 's', version: '1' });\nregisterAll(server);\n`,
    'src/tools/index.ts': `import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { registerOne } from './one.js';\nexport function registerAll(server: McpServer) { [registerOne].forEach((register) => register(server)); }\n`,
    'src/tools/one.ts': `import { z } from 'zod';\nimport { exec } from 'child_process';\nimport { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nexport const registerOne = (server: McpServer) => {\n  server.registerTool('one', { inputSchema: { a: z.string() } }, async ({ a }) => exec(a)); // ! command-injection\n};\n` },
  'helpers with an untyped server': { 'src/index.js': `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport register from './one.js';\nconst server = new McpServer({ name: 's', version: '1' });\nregister(server, {});\n`,
    'src/one.js': `import { z } from 'zod';\nimport { exec } from 'child_process';\nexport default function register(server, api) {\n  server.registerTool('one', { inputSchema: { a: z.string() } }, async ({ a }) => exec(a)); // ! command-injection\n}\n` },
  'tool modules by namespace': { 'src/index.ts': `${SDK}import * as one from './one.js';\nimport * as two from './two.js';\nfor (const tool of [one, two]) server.registerTool(tool.name, { description: tool.description, inputSchema: tool.schema }, tool.handler);\n`,
    'src/one.ts': `import { z } from 'zod';\nimport { exec } from 'child_process';\nexport const name = 'one';\nexport const description = 'd';\nexport const schema = { a: z.string() };\nexport async function handler({ a }) { exec(a); } // ! command-injection\n`,
    'src/two.ts': `import { z } from 'zod';\nexport const name = 'two';\nexport const description = 'd';\nexport const schema = { b: z.string() };\nexport async function handler({ b }) { return b; }\n` },
  'a factory of tools': `${SDK}function defineTool(def: any) { return def; }
const one = defineTool({ name: 'one', schema: { a: z.string() }, handler: async ({ a }) => exec(a) }); // ! command-injection
server.tool(one.name, one.schema, one.handler);
`,
  'a server factory': `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { exec } from 'child_process';
export function createServer(deps: any) {
  const server = new McpServer({ name: 's', version: '1' });
  server.registerTool('t', { inputSchema: { a: z.string() } }, async ({ a }) => exec(a)); // ! command-injection
  return server;
}
`,
  'tool classes with a register method': `${SDK}abstract class BaseTool { abstract name: string; abstract schema: any; abstract execute(args: any): Promise<unknown>; register(server: McpServer) { server.registerTool(this.name, { inputSchema: this.schema }, async (args) => this.execute(args)); } }
class One extends BaseTool { name = 'one'; schema = { a: z.string() };
  async execute({ a }) { return exec(a); } // ! command-injection
}
[new One()].forEach((tool) => tool.register(server));
`,
  'SDK v2': `import { McpServer } from '@modelcontextprotocol/server';
import { createMcpExpressApp } from '@modelcontextprotocol/express';
import { z } from 'zod';
import { exec } from 'child_process';
const app = createMcpExpressApp();
app.post('/mcp', async (req, res) => {
  const server = new McpServer({ name: 's', version: '1' });
  server.registerTool('t', { inputSchema: z.object({ a: z.string() }) }, async ({ a }, ctx) => { exec(a); }); // ! command-injection
  exec(req.body.x); // ! command-injection
});
`,
  'SDK v2, low-level by method': `import { Server } from '@modelcontextprotocol/server';
import { exec } from 'child_process';
const server = new Server({}, {});
server.setRequestHandler('tools/call', async (request) => { exec(request.params.arguments.a); }); // ! command-injection
server.setRequestHandler('resources/read', async (request, ctx) => { exec(request.params.uri); }); // ! command-injection
server.setRequestHandler('prompts/get', async (request, ctx) => { exec(request.params.arguments.x); }); // ! command-injection
server.setRequestHandler('completion/complete', async (request, ctx) => { exec(request.params.argument.value); }); // ! command-injection
`,
  'SDK v2, a method of its own': `import { Server } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { exec } from 'child_process';
const server = new Server({}, {});
server.setRequestHandler('acme/search', { params: z.object({ query: z.string() }) }, async (params) => { exec(params.query); }); // ! command-injection
`,
  'SDK v2 with Fastify': `import { McpServer } from '@modelcontextprotocol/server';
import { createMcpFastifyApp } from '@modelcontextprotocol/fastify';
import { exec } from 'child_process';
const app = createMcpFastifyApp();
app.post('/x', async (request, reply) => { exec(request.body.a); }); // ! command-injection
`,
  'SDK v2 with Hono': `import { McpServer } from '@modelcontextprotocol/server';
import { createMcpHonoApp } from '@modelcontextprotocol/hono';
import { exec } from 'child_process';
const app = createMcpHonoApp();
app.post('/x', async (c) => { const body = await c.req.json(); exec(body.a); }); // ! command-injection
`,
  'SDK v2, input asked for': `import { McpServer, inputRequired, acceptedContent } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { exec } from 'child_process';
const server = new McpServer({ name: 's', version: '1' });
server.registerTool('t', { inputSchema: z.object({}) }, async (_, ctx) => {
  const answer = acceptedContent(ctx.mcpReq.inputResponses, 'confirm');
  exec(answer.branch); // ! command-injection
});
server.registerTool('u', { inputSchema: z.object({}) }, async (_, ctx) => {
  const answer = await ctx.mcpReq.elicitInput({ message: 'm', requestedSchema: {} });
  exec(answer.content.branch); // ! command-injection
});
`,
  'elicitation': `${SDK}server.tool('t', {}, async () => {
  const answer = await server.server.elicitInput({ message: 'Which?', requestedSchema: { type: 'object', properties: { a: { type: 'string' } } } });
  if (answer.action === 'accept') exec(answer.content.a); // ! command-injection
});
`,
  'sampling': `${SDK}server.tool('t', {}, async () => {
  const answer = await server.server.createMessage({ messages: [], maxTokens: 10 });
  if (answer.content.type === 'text') exec(answer.content.text); // ! command-injection
});
`,
  'FastMCP tool': `import { FastMCP } from 'fastmcp';
import { z } from 'zod';
import { exec } from 'child_process';
const server = new FastMCP({ name: 's', version: '1.0.0' });
server.addTool({ name: 't', description: 'd', parameters: z.object({ a: z.string() }), execute: async (args, { log }) => { exec(args.a); return ''; } }); // ! command-injection
`,
  'FastMCP resource template': `import { FastMCP } from 'fastmcp';
import { exec } from 'child_process';
const server = new FastMCP({ name: 's', version: '1.0.0' });
server.addResourceTemplate({ uriTemplate: 'x://{name}', name: 'x', arguments: [{ name: 'name', required: true }], async load({ name }) { exec(name); return { text: '' }; } }); // ! command-injection
server.addResource({ uri: 'x://y', name: 'y', async load() { return { text: '' }; } });
`,
  'FastMCP prompt': `import { FastMCP } from 'fastmcp';
import { exec } from 'child_process';
const server = new FastMCP({ name: 's', version: '1.0.0' });
server.addPrompt({ name: 'p', arguments: [{ name: 'a', required: true, complete: async (value) => { exec(value); return { values: [] }; } }], load: async (args) => { exec(args.a); return ''; } }); // ! command-injection
`,
  'LiteMCP': `import { LiteMCP } from 'litemcp';
import { z } from 'zod';
import { exec } from 'child_process';
const server = new LiteMCP('demo', '1.0.0');
server.addTool({ name: 'add', description: 'd', parameters: z.object({ a: z.string() }), execute: async (args) => exec(args.a) }); // ! command-injection
server.addPrompt({ name: 'p', arguments: [{ name: 'a' }], load: async (args) => { exec(args.a); return ''; } }); // ! command-injection
`,
  'mcp-framework': { 'src/tools/One.ts': `import { MCPTool } from 'mcp-framework';
import { z } from 'zod';
import { exec } from 'child_process';
class One extends MCPTool<{ a: string }> {
  name = 'one';
  description = 'd';
  schema = { a: { type: z.string(), description: 'x' } };
  async execute(input: { a: string }) { exec(input.a); return ''; } // ! command-injection
}
export default One;
`, 'src/prompts/P.ts': `import { MCPPrompt } from 'mcp-framework';
import { z } from 'zod';
import { exec } from 'child_process';
export default class P extends MCPPrompt<{ a: string }> {
  name = 'p';
  description = 'd';
  schema = { a: { type: z.string(), description: 'x', required: true } };
  async generateMessages({ a }: { a: string }) { exec(a); return []; } // ! command-injection
}
`, 'src/index.ts': `import { MCPServer } from 'mcp-framework';\nnew MCPServer().start();\n` },
  'mcp-framework with z.object': `import { MCPTool, MCPInput } from 'mcp-framework';
import { z } from 'zod';
import { exec } from 'child_process';
const schema = z.object({ a: z.string().describe('x') });
export default class One extends MCPTool {
  name = 'one';
  description = 'd';
  schema = schema;
  async execute(input: MCPInput<this>) { exec(input.a); return ''; } // ! command-injection
}
`,
  'xmcp': { 'src/tools/greet.ts': `import { z } from 'zod';
import { exec } from 'child_process';
import { type InferSchema, type ToolMetadata } from 'xmcp';
export const schema = { name: z.string().describe('x') };
export const metadata: ToolMetadata = { name: 'greet', description: 'd' };
export default async function greet({ name }: InferSchema<typeof schema>) { exec(name); return ''; } // ! command-injection
`, 'src/prompts/p.ts': `import { z } from 'zod';
import { exec } from 'child_process';
import { type InferSchema, type PromptMetadata } from 'xmcp';
export const schema = { code: z.string() };
export const metadata: PromptMetadata = { name: 'p', title: 'P', description: 'd', role: 'user' };
export default function p({ code }: InferSchema<typeof schema>) { exec(code); return ''; } // ! command-injection
`, 'src/resources/(users)/[userId]/profile.ts': `import { z } from 'zod';
import { exec } from 'child_process';
import { type ResourceMetadata, type InferSchema } from 'xmcp';
export const schema = { userId: z.string() };
export const metadata: ResourceMetadata = { name: 'profile', title: 'P', description: 'd' };
export default function handler({ userId }: InferSchema<typeof schema>) { exec(userId); return ''; } // ! command-injection
` },
  'mcp-handler': `import { createMcpHandler } from 'mcp-handler';
import { z } from 'zod';
import { exec } from 'child_process';
const handler = createMcpHandler((server) => {
  server.tool('roll', 'd', { a: z.string() }, async ({ a }) => { exec(a); }); // ! command-injection
  server.registerTool('roll2', { inputSchema: z.object({ a: z.string() }) }, async ({ a }) => { exec(a); }); // ! command-injection
}, {}, { basePath: '/api' });
export { handler as GET, handler as POST };
`,
  '@vercel/mcp-adapter': `import { createMcpHandler } from '@vercel/mcp-adapter';
import { z } from 'zod';
import { exec } from 'child_process';
export const POST = createMcpHandler(async (server) => { await setup(server); });
async function setup(server) { server.tool('roll', { a: z.string() }, async ({ a }) => { exec(a); }); } // ! command-injection
`,
  'Cloudflare McpAgent': `import { McpAgent } from 'agents/mcp';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import OAuthProvider from '@cloudflare/workers-oauth-provider';
import { z } from 'zod';
import { exec } from 'child_process';
export class MyMCP extends McpAgent<Env, unknown, Props> {
  server = new McpServer({ name: 'x', version: '1.0.0' });
  async init() {
    this.server.tool('add', { a: z.string() }, async ({ a }) => { exec(a); }); // ! command-injection
    this.server.registerTool('sub', { inputSchema: { a: z.string() } }, async ({ a }) => this.go(a));
  }
  private go(x: string) { exec(x); } // ! command-injection
}
export default new OAuthProvider({ apiHandlers: { '/sse': MyMCP.serveSSE('/sse') }, defaultHandler: { fetch: async (request: Request, env: Env) => { exec(new URL(request.url).searchParams.get('x')); } } }); // ! command-injection
`,
  '@rekog/mcp-nest': `import { Injectable } from '@nestjs/common';
import { Tool, Resource, ResourceTemplate, Prompt, Context } from '@rekog/mcp-nest';
import { z } from 'zod';
import { exec } from 'child_process';
@Injectable()
export class Greeting {
  @Tool({ name: 'one', description: 'd', parameters: z.object({ a: z.string() }) })
  async one({ a }, context: Context, request: Request) { exec(a); } // ! command-injection
  @ResourceTemplate({ name: 'r', uriTemplate: 'mcp://x/{a}' })
  async res({ uri, a }) { exec(a); } // ! command-injection
  @Prompt({ name: 'p', description: 'd', parameters: z.object({ a: z.string() }) })
  async prompt({ a }) { exec(a); } // ! command-injection
}
`,
  '@rekog/mcp-nest controllers': `import { McpController, Tool, McpContext } from '@rekog/mcp-nest';
import { Ctx, Payload } from '@nestjs/microservices';
import { z } from 'zod';
import { exec } from 'child_process';
@McpController()
export class Greeting {
  @Tool({ name: 'one', description: 'd', parameters: z.object({ a: z.string() }) })
  async one(@Ctx() ctx: McpContext, @Payload() { a }: { a: string }) { exec(a); } // ! command-injection
}
`,
  'EasyMCP': `import EasyMCP from 'easy-mcp';
import { exec } from 'child_process';
const mcp = EasyMCP.create('s', { version: '0.1.0' });
mcp.tool({ name: 'hello', description: 'd', parameters: [{ name: 'a', type: 'string' }], fn: async ({ a }) => { exec(a); } }); // ! command-injection
mcp.template({ uriTemplate: 'file://{a}/x', name: 'n', fn: async ({ a }) => { exec(a); } }); // ! command-injection
mcp.prompt({ name: 'p', args: [{ name: 'a' }], fn: async ({ a }) => { exec(a); } }); // ! command-injection
`,
  'EasyMCP decorators': `import EasyMCP from 'easy-mcp';
import { Tool, Resource, Prompt } from 'easy-mcp/decorators';
import { exec } from 'child_process';
class My extends EasyMCP {
  @Tool({ description: 'd' })
  addNumbers(a: string, b: number) { exec(a); } // ! command-injection
  @Resource('x/{b}')
  res({ b }: { b: string }) { exec(b); } // ! command-injection
  @Prompt()
  p(name: string) { exec(name); } // ! command-injection
}
`,
  'muppet': `import { Hono } from 'hono';
import { describeTool, mValidator, muppet } from 'muppet';
import { z } from 'zod';
import { exec } from 'child_process';
const app = new Hono();
app.post('/hello', describeTool({ name: 'greet', description: 'd' }), mValidator('json', z.object({ a: z.string() })), (c) => { const { a } = c.req.valid('json'); exec(a); return c.json([]); }); // ! command-injection
muppet(app, { name: 'x', version: '1' });
`,
  'tmcp': `import { McpServer } from 'tmcp';
import { ZodJsonSchemaAdapter } from '@tmcp/adapter-zod';
import { z } from 'zod';
import { exec } from 'child_process';
const server = new McpServer({ name: 's' }, { adapter: new ZodJsonSchemaAdapter(), capabilities: {} });
server.tool({ name: 'c', description: 'd', schema: z.object({ a: z.string() }) }, async ({ a }) => { exec(a); }); // ! command-injection
server.prompt({ name: 'p', description: '', schema: z.object({ a: z.string() }) }, async ({ a }) => { exec(a); }); // ! command-injection
server.template({ name: 'u', description: 'd', uri: 'users/{id}' }, async (uri, { id }) => { exec(id); }); // ! command-injection
server.resource({ name: 'r', description: 'd', uri: 'users/all' }, async (uri) => { exec(uri); });
`,
  'tmcp, defined apart': `import { defineTool } from 'tmcp/tool';
import { McpServer } from 'tmcp';
import { z } from 'zod';
import { exec } from 'child_process';
export const one = defineTool({ name: 'one', description: 'd', schema: z.object({ a: z.string() }) }, async ({ a }) => { exec(a); }); // ! command-injection
const server = new McpServer({ name: 's' }, {});
server.tools([one]);
`,
  'mcp-lite': `import { McpServer } from 'mcp-lite';
import { z } from 'zod';
import { exec } from 'child_process';
const server = new McpServer({ name: 's', version: '1' });
server.tool('search', { description: 'd', inputSchema: z.object({ a: z.string() }), handler: (args) => { exec(args.a); return { content: [] }; } }); // ! command-injection
server.resource('file://{path}', { name: 'x' }, async (uri, { path }) => { exec(path); }); // ! command-injection
server.prompt('p', { arguments: z.object({ a: z.string() }), handler: (args) => { exec(args.a); } }); // ! command-injection
`,
  'mcp-use': `import { MCPServer, text } from 'mcp-use/server';
import { z } from 'zod';
import { exec } from 'child_process';
const server = new MCPServer({ name: 's', version: '1' });
server.tool({ name: 'w', description: 'd', schema: z.object({ city: z.string() }) }, async ({ city }) => { exec(city); }); // ! command-injection
server.tool({ name: 'v', inputs: [{ name: 'a', type: 'string' }], cb: async ({ a }) => { exec(a); } }); // ! command-injection
server.prompt({ name: 'p', schema: z.object({ a: z.string() }) }, async ({ a }) => { exec(a); }); // ! command-injection
server.resourceTemplate({ name: 'r', uriTemplate: 'x://{id}' }, async (uri, { id }) => { exec(id); }); // ! command-injection
`,
  '@mastra/mcp': `import { MCPServer } from '@mastra/mcp';
import { createTool } from '@mastra/core/tools';
import { z } from 'zod';
import { exec } from 'child_process';
const one = createTool({ id: 'one', description: 'd', inputSchema: z.object({ a: z.string() }), execute: async ({ context }) => { exec(context.a); } }); // ! command-injection
const two = createTool({ id: 'two', description: 'd', inputSchema: z.object({ a: z.string() }), execute: async ({ a }) => { exec(a); } }); // ! command-injection
new MCPServer({ name: 's', version: '1', tools: { one, two }, resources: { getResourceContent: async ({ uri }) => { exec(uri); } }, prompts: { getPromptMessages: async ({ name, args }) => { exec(args.x); } } }).startStdio(); // ! command-injection
`,
  'workers-mcp': `import { WorkerEntrypoint } from 'cloudflare:workers';
import { ProxyToSelf } from 'workers-mcp';
import { exec } from 'child_process';
export default class Mine extends WorkerEntrypoint<Env> {
  async say(name: string) { exec(name); } // ! command-injection
  async fetch(request: Request) { return new ProxyToSelf(this).fetch(request); }
}
`,
  'registerAppTool of MCP apps': `${SDK}import { registerAppTool, registerAppResource } from '@modelcontextprotocol/ext-apps/server';
registerAppTool(server, 't', { description: 'd', inputSchema: { a: z.string() }, _meta: { ui: {} } }, async ({ a }) => { exec(a); }); // ! command-injection
`,
  'low-level, methods by name': `${LOW}class Handlers {
  [key: string]: any;
  async one({ a }: { a: string }) { exec(a); } // ! command-injection
}
const h = new Handlers();
server.setRequestHandler(CallToolRequestSchema, async (request) => h[request.params.name](request.params.arguments));
`,
};

const { ES2015, ES2022 } = ts.ScriptTarget;
const { CommonJS, ESNext } = ts.ModuleKind;

/** The program as `tsc` writes it. */
function compiled(program: Program, target: ts.ScriptTarget, module: ts.ModuleKind): Program {
  const options = { target, module, esModuleInterop: true, experimentalDecorators: true, emitDecoratorMetadata: true };
  return Object.fromEntries(Object.entries(filesOf(program)).map(([path, text]) => [path.replace(/\.ts$/, '.js'), ts.transpileModule(text, { compilerOptions: options }).outputText]));
}

/** How many places are flawed, and of which kinds; lines are others after compiling. */
function kindsIn(program: Program): readonly string[] {
  return [...new Map(flowsIn(program).map((flow) => [`${flow.kind} ${flow.location.path}:${flow.location.line}:${flow.location.column ?? 0}`, flow.kind])).values()].sort();
}

/** Told by the import of a type alone, which compiling takes away. */
const ONLY_IN_SOURCE = new Set(['xmcp']);
const COMPILED = Object.entries(FORMS).filter(([name]) => !ONLY_IN_SOURCE.has(name));

/** As esbuild's minifier leaves them: one letter for each name, helpers among them. */
const MINIFIED: Readonly<Record<string, Program>> = {
  'a downlevelled async handler': `import{McpServer as m}from"@modelcontextprotocol/sdk/server/mcp.js";import{z as i}from"zod";import{exec as c}from"child_process";
var a=(e,t,o)=>new Promise((s,n)=>{o.apply(e,t).next()}),r=new m({name:"s"});class T{run(e){return a(this,arguments,function*({x:t}){
c(t)})}} // ! command-injection
var u=new T;r.tool("t",{x:i.string()},e=>u.run(e));
`,
  'a table of exports': `import{McpServer as m}from"@modelcontextprotocol/sdk/server/mcp.js";import{z as i}from"zod";import{exec as c}from"child_process";var d=Object.defineProperty,h=(e,t)=>{for(var o in t)d(e,o,{get:t[o],enumerable:!0})};var l={};h(l,{handler:()=>f,name:()=>p,schema:()=>g});var p="one",g={x:i.string()};async function f({x:e}){
c(e)} // ! command-injection
var r=new m({name:"s"});for(let e of[l])r.tool(e.name,e.schema,e.handler);
`,
  'decorators': `import{Tool as t,McpController as n}from"@rekog/mcp-nest";import{Payload as p}from"@nestjs/microservices";import{exec as c}from"child_process";var y=(a,e,x,n)=>{for(var s=e,o=a.length-1;o>=0;o--)s=a[o](e,x,s)||s;return s},q=(a,e)=>(x,n)=>e(x,n,a);let l=class{async one(k,{a:e}){
c(e)}}; // ! command-injection
y([t({name:"one",description:"d"}),q(1,p())],l.prototype,"one",1),l=y([n()],l);export{l as G};
`,
  'an imported helper by another name': `import{defineTool as d}from"tmcp/tool";import{z as i}from"zod";import{exec as c}from"child_process";export var o=d({name:"one",description:"d",schema:i.object({a:i.string()})},async({a:e})=>{
c(e)}); // ! command-injection
`,
};

describe('registration', () => {
  test.each(Object.entries(MINIFIED))('minified: %s', (_, program) => {
    expect(found(program)).toEqual(wanted(program));
  });
  test.each(Object.entries(FORMS))('%s', (_, program) => {
    expect(wanted(program).length).toBeGreaterThan(0);
    expect(found(program)).toEqual(wanted(program));
  });
  test('a tool whose name is not known is called a tool', () => {
    const flows = flowsIn(`${SDK}const add = ({ name }) => server.tool(name, { a: z.string() }, async ({ a }) => { exec(a); });\nfor (const each of await load()) add(each);\n`);
    expect(flows.map((flow) => flow.source)).toEqual(['argument `a` of a tool']);
  });
  test.each(COMPILED)('%s, compiled to modules', (_, program) => {
    expect(kindsIn(compiled(program, ES2022, ESNext))).toEqual(kindsIn(program));
  });
  test.each(COMPILED)('%s, compiled to CommonJS without async functions', (_, program) => {
    expect(kindsIn(compiled(program, ES2015, CommonJS))).toEqual(kindsIn(program));
  });
});
