import type { HttpFramework, Listener } from '../../../../facts/http';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation, locationOf } from '../../../../flow/program';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import type { Location } from '../../../../model/location';
import type { CodeContext } from '../../context';
import { callAt, functionLocation, functionsOf, literalsAt, memberAt, pathsAt, queryOf, storedAt, textAt } from '../query';
import type { FetchServer } from './fetch-servers';
import { rootsOf } from './frameworks';
import { bindingOf, platformListener } from './hosts';
import type { Limiters } from './limiters';
import { serverOf } from './platforms';
import { guardsAt, guardsIn } from './roles';
import { answersMcp, speaksMcp, type ApplicationDraft, type RouteDraft } from './routes';
import type { App } from './wiring';

/** Applications that no framework's `listen` starts: exported handlers, functions of platforms, servers that configuration starts. */
export function conventionApplications(context: CodeContext, limiters: Limiters, apps: ReadonlyMap<number, App>): ApplicationDraft[] {
  return [...exportedHandlers(context, limiters), ...configured(context.analysis), ...sockets(context.analysis, apps), ...proxied(context.analysis)];
}

/** A route that a whole function answers. */
export function routeOfFunctions(analysis: Analysis, limiters: Limiters, fns: readonly number[], answer: NodeId, location: Location, path = '*', method = '*'): RouteDraft {
  return {
    location, method, path, fns, late: [], role: speaksMcp(analysis, fns, answer) ? 'mcp' : 'data',
    guards: [...guardsIn(analysis, limiters, fns, location), ...(answer === NO_NODE ? [] : guardsAt(analysis, limiters, answer, location))],
    handlers: fns.flatMap((fn) => functionLocation(analysis, fn) ?? []),
  };
}

function draft(framework: HttpFramework, location: Location, listeners: readonly Listener[], routes: readonly RouteDraft[]): ApplicationDraft {
  return { framework, location, listeners, routes, cors: [] };
}

/** What each product file exports as its default, and under which path. */
function defaultExports({ analysis }: CodeContext): { readonly path: string; readonly node: NodeId }[] {
  const { program, points } = analysis;
  return program.files.flatMap((file) => {
    const node = file.product ? points.members(file.flow.exports + file.nodes).get('default') : undefined;
    return node === undefined ? [] : [{ path: file.path, node }];
  });
}

/** Whether the repository holds a Worker: its configuration, or an import that only Workers have. */
function isWorker({ files, analysis }: CodeContext): boolean {
  return files.some((file) => file.parts.deployment?.format === 'wrangler') || analysis.program.files.some((file) => file.product && file.flow.imports.some((specifier) => /^(cloudflare:workers|agents(\/mcp)?|@cloudflare\/workers-oauth-provider|workers-mcp)$/.test(specifier)));
}

/** Whether the repository is run by what serves the default export of a module: Workers, Bun, Deno. */
function servesExports(context: CodeContext): boolean {
  return isWorker(context) || context.files.some((file) => /(^|\/)(bunfig\.toml|bun\.lockb?|deno\.jsonc?|vercel\.json)$/.test(file.path));
}

/** `export default app`, `export default { fetch: app.fetch }`: applications of frameworks that the platform starts. */
export function exportedRoots(context: CodeContext): FetchServer[] {
  const { analysis } = context;
  const byPlatform = isWorker(context) || context.files.some((file) => file.parts.deployment?.format === 'vercel');
  const serves = servesExports(context);
  return defaultExports(context).flatMap(({ path, node }): FetchServer[] => {
    const port = memberAt(analysis, node, 'port');
    const fetch = memberAt(analysis, node, 'fetch');
    const server = serverOf(analysis, 'workers', [node, ...storedAt(analysis, node, 'fetch')], placeOfExport(analysis, path, node, []));
    // Bun and Deno serve what has a `fetch`, which an application of Express has not.
    const fetches = byPlatform || storedAt(analysis, node, 'fetch').length > 0 || rootsOf(analysis, node).every((root) => /^(hono|elysia|h3|workers)$/.test(root.framework));
    const made = fetches && server.targets.length > 0 && (serves || port !== undefined) && functionsOf(analysis, fetch).length === 0;
    return made ? [{ ...server, listener: byPlatform ? server.listener : exportedListener(analysis, node, server.listener.location) }] : [];
  });
}

/** Bun listens on all interfaces unless the export names a host. */
function exportedListener(analysis: Analysis, node: NodeId, location: Location): Listener {
  return { location, host: bindingOf(analysis, memberAt(analysis, node, 'hostname'), 'all'), protocol: 'http', mode: [], shortLived: false };
}

/** Workers serve what the entry exports; elsewhere it must speak MCP where exports are served, or name its port. */
function isServed(context: CodeContext, worker: boolean, node: NodeId, mcp: NodeId): boolean {
  return worker || (mcp !== NO_NODE && servesExports(context)) || memberAt(context.analysis, node, 'port') !== undefined;
}

/** `export default { fetch }`, or a provider of OAuth as default export: the entry of a Worker, or of Bun with a port. */
function exportedHandlers(context: CodeContext, limiters: Limiters): ApplicationDraft[] {
  const { analysis } = context;
  const worker = isWorker(context);
  return defaultExports(context).flatMap(({ path, node }): ApplicationDraft[] => {
    const fetch = memberAt(analysis, node, 'fetch');
    const provider = pathsAt(analysis, node).find((each) => /^@cloudflare\/workers-oauth-provider(\.\w+)?\(\)$/.test(each));
    const mcp = [fetch, node].find((each) => each !== undefined && answersMcp(analysis, each)) ?? NO_NODE;
    const fns = [...functionsOf(analysis, fetch), ...classMethods(analysis, node, 'fetch')];
    const answers = provider !== undefined || mcp !== NO_NODE || fetch !== undefined || fns.length > 0;
    if (!answers || !isServed(context, worker, node, mcp)) return [];
    const agents = agentRoutes(analysis, provider !== undefined);
    if (fns.length === 0 && agents.length === 0 && storedAt(analysis, node, 'fetch').some((each) => rootsOf(analysis, each).length > 0)) return [];
    const location = placeOfExport(analysis, path, node, fns);
    const listener = worker ? platformListener(location) : exportedListener(analysis, node, location);
    const own = fns.length > 0 || mcp !== NO_NODE ? [routeOfFunctions(analysis, limiters, fns, mcp, location)] : [];
    const shared = own[0]?.guards ?? [];
    return [draft(worker ? 'workers' : 'bun', location, [listener], agents.length > 0 ? agents.map((route) => ({ ...route, guards: [...route.guards, ...shared] })) : own)];
  });
}

/** Members of modules have no place of their own: the function that answers, or what is exported, has one. */
function placeOfExport(analysis: Analysis, path: string, node: NodeId, fns: readonly number[]): Location {
  const made = analysis.points.of(node).flatMap((value) => (value.k === 'object' ? (locationOf(analysis.program, value.node) ?? []) : value.k === 'api' && value.call >= 0 ? [callLocation(analysis.program, value.call)] : []));
  return (fns[0] === undefined ? undefined : functionLocation(analysis, fns[0])) ?? made[0] ?? { path, line: 1 };
}

function classMethods({ points, program }: Analysis, node: NodeId, name: string): number[] {
  return points.of(node).flatMap((value) => (value.k === 'class' ? (program.classes[value.cls]?.methods[name] ?? []) : []));
}

/** `MyMCP.serve('/mcp')`, `MyMCP.mount('/sse')` of an agent class; a provider of OAuth stands in front of what it is given. */
function agentRoutes(analysis: Analysis, authenticated: boolean): RouteDraft[] {
  const { program, points } = analysis;
  return program.calls.flatMap((call, index): RouteDraft[] => {
    if (!/^(serve|mount|serveSSE)$/.test(call.name) || call.recv === NO_NODE || !queryOf(analysis).isProduct(index)) return [];
    const agent = points.of(call.recv).some((value) => value.k === 'class' && pathsAt(analysis, program.classes[value.cls]?.base).some((path) => /^agents(\/mcp)?\.McpAgent/.test(path)));
    if (!agent) return [];
    const location = callLocation(program, index);
    const guards = authenticated ? [{ role: 'authentication' as const, location, by: '@cloudflare/workers-oauth-provider' }] : [];
    return [{ location, method: '*', path: textAt(analysis, call.args[0]) ?? '*', role: 'mcp', guards, late: [], handlers: [], fns: [] }];
  });
}

/** Servers whose constructor is told to speak HTTP: `new MCPServer({ transport: { type: 'http-stream' } })`. */
function configured(analysis: Analysis): ApplicationDraft[] {
  const { program } = analysis;
  return program.calls.flatMap((call, index): ApplicationDraft[] => {
    if (!queryOf(analysis).isProduct(index) || !analysis.points.apis(index).includes('mcp-framework.MCPServer')) return [];
    const transport = memberAt(analysis, call.args[0], 'transport');
    if (!literalsAt(analysis, memberAt(analysis, transport, 'type')).some((type) => type === 'http-stream' || type === 'sse')) return [];
    const options = memberAt(analysis, transport, 'options');
    const location = callLocation(program, index);
    const auth = memberAt(analysis, options, 'auth');
    const guards = auth === undefined ? [] : [{ role: 'authentication' as const, location: locationOf(program, auth) ?? location, by: 'mcp-framework' }];
    const listener: Listener = { location, host: bindingOf(analysis, memberAt(analysis, options, 'host'), 'all'), protocol: 'http', mode: [], shortLived: false };
    return [draft('mcp-framework', location, [listener], [{ location, method: '*', path: textAt(analysis, memberAt(analysis, options, 'endpoint')) ?? '/mcp', role: 'mcp', guards, late: [], handlers: [], fns: [] }])];
  });
}

/** The endpoint that FastMCP serves by itself where it listens. */
export function endpointOfFastMcp(analysis: Analysis, app: App): RouteDraft[] {
  if (app.root.framework !== 'fastmcp') return [];
  return app.listens.slice(0, 1).map((listen) => {
    const location = callLocation(analysis.program, listen);
    const options = callAt(analysis, app.root.call)?.args[0];
    const asks = memberAt(analysis, options, 'authenticate', 'auth');
    const guards = asks === undefined ? [] : [{ role: 'authentication' as const, location: locationOf(analysis.program, asks) ?? location, by: 'the `authenticate` of fastmcp' }];
    const path = textAt(analysis, memberAt(analysis, memberAt(analysis, callAt(analysis, listen)?.args[0], 'httpStream', 'sse'), 'endpoint')) ?? '/mcp';
    return { location, method: '*', path, role: 'mcp', guards, late: [], handlers: [], fns: [] };
  });
}

/** `new WebSocketServer({ port })` listens by itself. */
function sockets(analysis: Analysis, apps: ReadonlyMap<number, App>): ApplicationDraft[] {
  return [...apps.values()].flatMap((app): ApplicationDraft[] => {
    const options = callAt(analysis, app.root.call)?.args[0];
    if (app.root.framework !== 'websocket' || memberAt(analysis, options, 'port') === undefined) return [];
    const location = callLocation(analysis.program, app.root.call);
    const port = literalsAt(analysis, memberAt(analysis, options, 'port')).map(Number).find((each) => Number.isInteger(each));
    const listener: Listener = { location, host: bindingOf(analysis, memberAt(analysis, options, 'host'), 'all'), protocol: 'websocket', mode: [], shortLived: false, ...(port !== undefined && { port }) };
    return [draft('websocket', location, [listener], [{ location, method: '*', path: '*', role: 'socket', guards: [], late: [], handlers: [], fns: [] }])];
  });
}

/** Functions that put MCP on HTTP whole: `startHTTPServer({ createServer, port })`. */
function proxied(analysis: Analysis): ApplicationDraft[] {
  return analysis.program.calls.flatMap((call, index): ApplicationDraft[] => {
    if (!queryOf(analysis).isProduct(index) || !analysis.points.apis(index).some((path) => /^mcp-proxy\.(startHTTPServer|startSSEServer|startHTTPStreamServer)$/.test(path))) return [];
    const location = callLocation(analysis.program, index);
    const listener: Listener = { location, host: bindingOf(analysis, memberAt(analysis, call.args[0], 'host'), 'all'), protocol: 'http', mode: [], shortLived: false };
    return [draft('other', location, [listener], [{ location, method: '*', path: textAt(analysis, memberAt(analysis, call.args[0], 'streamEndpoint')) ?? '/mcp', role: 'mcp', guards: [], late: [], handlers: [], fns: [] }])];
  });
}
