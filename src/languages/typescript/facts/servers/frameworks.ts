import type { HttpFramework } from '../../../../facts/http';
import type { Analysis } from '../../../../flow/analyse';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { queryOf } from '../query';

/** Ways to what makes an application, a router or a server, and whose it is. */
const CREATIONS: readonly (readonly [RegExp, HttpFramework])[] = [
  [/^express\(\)$/, 'express'],
  [/^@modelcontextprotocol\/(sdk|server|express)\.createMcpExpressApp\(\)$/, 'express'],
  [/^(polka|restify\.createServer|router|connect|find-my-way|0http|express-promise-router|@tinyhttp\/app\.App|@feathersjs\/express|ultimate-express|hyper-express\.(Server|Router))\(\)$/, 'express'],
  [/^fastify\(\)$|^@modelcontextprotocol\/fastify\.createMcpFastifyApp\(\)$/, 'fastify'],
  [/^(koa|@koa\/router)\(\)$/, 'koa'],
  [/^(hono|hono\/(tiny|quick)|@hono\/zod-openapi)\.(Hono|OpenAPIHono)\(\)$|^@modelcontextprotocol\/hono\.createMcpHonoApp\(\)$/, 'hono'],
  [/^elysia(\.Elysia)?\(\)$/, 'elysia'],
  [/^h3\.(createApp|createRouter|H3)\(\)$/, 'h3'],
  [/^@hapi\/hapi\.(server|Server)\(\)$/, 'hapi'],
  [/^@nestjs\/core\.NestFactory\.create\(\)$/, 'nest'],
  [/^(http|https|http2|spdy)\.(createServer|createSecureServer|Server)\(\)$/, 'node'],
  [/^(itty-router|@cloudflare\/itty-router)\.(Router|AutoRouter|IttyRouter)\(\)$/, 'workers'],
  [/^fastmcp\.FastMCP\(\)$/, 'fastmcp'],
  [/^mcp-framework\.MCPServer\(\)$/, 'mcp-framework'],
  [/^ws(\.(WebSocketServer|Server|WebSocket\.Server))?\(\)$/, 'websocket'],
];

/** The framework whose application a way leads to. */
export function frameworkOf(path: string): HttpFramework | undefined {
  return CREATIONS.find(([pattern]) => pattern.test(path))?.[1];
}

/** What makes an application: the call, or only its type where the value comes from somewhere that was not followed. */
export interface Root {
  readonly framework: HttpFramework;
  /** Index of the call that makes it; -1 when only the type is known. */
  readonly call: number;
}

const known = new WeakMap<Analysis, Map<NodeId, readonly Root[]>>();

/** The applications that a node may hold, through chains of calls such as `app.use(a).get(b)` and members such as `app.fetch`. */
export function rootsOf(analysis: Analysis, node: NodeId | undefined): readonly Root[] {
  if (node === undefined || node === NO_NODE) return NONE;
  let roots = known.get(analysis);
  if (!roots) known.set(analysis, (roots = new Map<NodeId, readonly Root[]>()));
  const before = roots.get(node);
  if (before) return before;
  // A value that is made of itself adds nothing to what it is.
  roots.set(node, NONE);
  const found = findRoots(analysis, node);
  roots.set(node, found);
  return found;
}

const NONE: readonly Root[] = [];

function findRoots(analysis: Analysis, node: NodeId): readonly Root[] {
  const { points, program } = analysis;
  const values = points.of(node).flatMap((value) => (value.k === 'api' ? [value] : []));
  if (!values.some((value) => frameworkOf(value.path) !== undefined || beginsAsApplication(value.path))) return NONE;
  const found = new Map<number, Root>();
  const add = (root: Root): unknown => found.set(root.call, root);
  for (const value of values) {
    const framework = frameworkOf(value.path);
    if (framework === undefined && !beginsAsApplication(value.path)) continue;
    const recv = value.call >= 0 ? (program.calls[value.call]?.recv ?? NO_NODE) : NO_NODE;
    const behind = recv === NO_NODE || recv === node ? NONE : rootsOf(analysis, recv);
    if (behind.length > 0) behind.forEach(add);
    else if (framework !== undefined) add({ framework, call: value.call });
    else for (const load of queryOf(analysis).loadsTo(node)) rootsOf(analysis, load.from).forEach(add);
  }
  if (found.size === 0) for (const from of program.assignsByTarget.get(node) ?? []) rootsOf(analysis, from).forEach(add);
  const made = [...found.values()].filter((root) => root.call >= 0);
  return made.length > 0 ? made : [...found.values()];
}

function beginsAsApplication(path: string): boolean {
  const end = path.indexOf(').') + 1;
  return end > 0 && frameworkOf(path.slice(0, end)) !== undefined;
}
