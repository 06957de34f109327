import type { Guard, HttpApplication, Route, RouteRole } from '../../../../facts/http';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation, nameOf } from '../../../../flow/program';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { functionLocation, functionsOf, pathsAt, queryOf } from '../query';
import { answersWith } from './answers';
import type { Limiters } from './limiters';
import { guardsAt, guardsIn } from './roles';
import type { App, Step } from './wiring';

/** A route with the functions that answer, before guards that tools bring are added. */
export type RouteDraft = Route & { readonly fns: readonly number[] };

/** What an application becomes before its routes lose what only the linking needs. */
export type ApplicationDraft = Omit<HttpApplication, 'routes'> & { readonly routes: readonly RouteDraft[] };

interface Scoped extends Guard {
  readonly scope: string;
}

const MAX_ROUTES = 400;

/** The routes of an application, each with the middleware in front of it, through mounted routers. */
export function routesOf(analysis: Analysis, limiters: Limiters, apps: ReadonlyMap<number, App>, app: App): RouteDraft[] {
  const found: RouteDraft[] = [];
  walk(analysis, limiters, apps, app, '', [], new Set(), found);
  return found;
}

function walk(analysis: Analysis, limiters: Limiters, apps: ReadonlyMap<number, App>, app: App, prefix: string, inherited: readonly Scoped[], open: ReadonlySet<number>, found: RouteDraft[]): void {
  if (open.has(app.root.call)) return;
  const inside = new Set([...open, app.root.call]);
  const active: Scoped[] = [...inherited];
  const everywhere = app.root.framework === 'fastify' || app.root.framework === 'nest' || app.root.framework === 'fastmcp';
  const scoped = app.steps.map((step) => (step.kind === 'route' ? [] : guardsOfStep(analysis, limiters, step).map((guard): Scoped => ({ ...guard, scope: join(prefix, step.path) }))));
  // Plugins and hooks of these frameworks act on every route, wherever they are registered.
  if (everywhere) active.push(...scoped.flat());
  app.steps.forEach((step, index) => {
    if (found.length >= MAX_ROUTES) return;
    if (step.kind === 'route') {
      const later = everywhere ? [] : scoped.slice(index + 1).flat();
      found.push(routeOf(analysis, limiters, step, join(prefix, step.path), active, later));
      return;
    }
    if (!everywhere) active.push(...(scoped[index] ?? []));
    for (const mount of step.mounts) {
      const router = apps.get(mount);
      if (router) walk(analysis, limiters, apps, router, join(prefix, step.path), active, inside, found);
    }
    if (step.kind === 'use') found.push(...answeringMiddleware(analysis, limiters, step, join(prefix, step.path), active));
  });
}

function guardsOfStep(analysis: Analysis, limiters: Limiters, step: Step): Guard[] {
  const at = callLocation(analysis.program, step.call);
  return step.handlers.flatMap((node) => guardsAt(analysis, limiters, node, at));
}

function routeOf(analysis: Analysis, limiters: Limiters, step: Step, path: string, active: readonly Scoped[], later: readonly Scoped[]): RouteDraft {
  const at = callLocation(analysis.program, step.call);
  const answer = step.handlers[step.handlers.length - 1] ?? NO_NODE;
  const inline = step.handlers.slice(0, -1).flatMap((node) => guardsAt(analysis, limiters, node, at));
  const fns = answering(analysis, answer);
  const own = guardsIn(analysis, limiters, fns, at);
  const covers = (guard: Scoped): boolean => covered(guard.scope, path);
  return {
    location: at, method: step.method, path: path === '' ? '*' : path, role: roleOf(analysis, step.method, path, fns, answer), fns,
    guards: [...active.filter((guard) => covers(guard) && guard.role !== step.without).map(plain), ...inline, ...own], late: later.filter(covers).map(plain),
    handlers: fns.flatMap((fn) => functionLocation(analysis, fn) ?? []),
  };
}

function plain({ scope: _, ...guard }: Scoped): Guard {
  return guard;
}

/** `app.use('/mcp', handler)`: middleware that answers by itself is a route. */
function answeringMiddleware(analysis: Analysis, limiters: Limiters, step: Step, path: string, active: readonly Scoped[]): RouteDraft[] {
  const route = routeOf(analysis, limiters, step, path, active, []);
  return route.role === 'mcp' ? [route] : [];
}

/** The functions that a value answers with, its own or those that a wrapper of a library was given. */
export function answering(analysis: Analysis, node: NodeId): number[] {
  const own = functionsOf(analysis, node);
  return own.length > 0 ? own : wrapped(analysis, node);
}

/** The functions given to a wrapper of a library: `asyncHandler(async (req, res) => …)`. */
function wrapped(analysis: Analysis, node: NodeId, depth = 0): number[] {
  if (depth > 3) return [];
  return analysis.points.of(node).flatMap((value) => {
    if (value.k !== 'api' || value.call < 0) return [];
    const args = analysis.program.calls[value.call]?.args ?? [];
    return args.flatMap((arg) => [...functionsOf(analysis, arg), ...wrapped(analysis, arg, depth + 1)]);
  });
}

const MCP_TRANSPORT = /^@modelcontextprotocol\/[^.]*\.(StreamableHTTPServerTransport|SSEServerTransport|NodeStreamableHTTPServerTransport|WebStandardStreamableHTTPServerTransport|createMcpHandler|toNodeHandler|handleMcpRequest|serveHttp)|^(mcp-handler|@vercel\/mcp-adapter)(\.\w+)?(\(\)|$)|^@hono\/mcp\.StreamableHTTPTransport|^agents(\/mcp)?\.createMcpHandler|^mcp-lite\.StreamableHttpTransport|^fetch-to-node|^@rekog\/mcp-nest\.McpModule\.|^middy-mcp/;

/** Whether a value of a library answers requests by speaking MCP. */
export function answersMcp(analysis: Analysis, node: NodeId): boolean {
  return pathsAt(analysis, node).some((path) => MCP_TRANSPORT.test(path));
}

/** Whether functions, or a value that answers, speak MCP. */
export function speaksMcp(analysis: Analysis, fns: readonly number[], answer: NodeId): boolean {
  if (answersMcp(analysis, answer)) return true;
  const query = queryOf(analysis);
  for (const fn of query.reach(fns, 5, true)) {
    for (const call of query.callsIn(fn)) {
      const record = analysis.program.calls[call];
      if (analysis.points.apis(call).some((path) => MCP_TRANSPORT.test(path))) return true;
      if (record && /^(handleRequest|handlePostMessage)$/.test(record.name) && /transport/i.test(nameBehind(analysis, record.recv))) return true;
    }
  }
  return false;
}

function nameBehind(analysis: Analysis, node: NodeId): string {
  return nameOf(analysis.program, node) ?? '';
}

function roleOf(analysis: Analysis, method: string, path: string, fns: readonly number[], answer: NodeId): RouteRole {
  if (speaksMcp(analysis, fns, answer)) return 'mcp';
  if (/\.well-known\/|openapi\.(json|ya?ml)|swagger|llms\.txt|robots\.txt|favicon/i.test(path)) return 'metadata';
  if (/(^|\/)metrics$/i.test(path)) return 'metrics';
  if (/(^|\/)(health\w*|healthz|livez?|readyz?|ready|liveness|readiness|ping|status|version|heartbeat|up)(\/|$)/i.test(path)) return 'health';
  if (/callback|redirect/i.test(path) && /^(GET|\*)$/.test(method)) return 'callback';
  if (fns.length === 0) return 'fixed';
  return costs(analysis, fns) || (!/^(GET|HEAD|OPTIONS)$/.test(method) && !refusesOnly(analysis, fns)) ? 'data' : 'fixed';
}

/** Reads or changes something outside: a database, a file, another service, a program. */
function costs(analysis: Analysis, fns: readonly number[]): boolean {
  const query = queryOf(analysis);
  const reached = query.reach(fns, 5, true);
  return analysis.sinks.some((sink) => sink.call >= 0 && COSTLY.has(sink.kind) && reached.has(analysis.program.calls[sink.call]?.fn ?? -2));
}

const COSTLY: ReadonlySet<string> = new Set(['sql-injection', 'nosql-injection', 'command-injection', 'argument-injection', 'path-traversal', 'ssrf', 'code-injection']);

/** `app.delete('/mcp', (req, res) => res.status(405).end())`. */
function refusesOnly(analysis: Analysis, fns: readonly number[]): boolean {
  return answersWith(analysis, queryOf(analysis).reach(fns, 1, true), 404, 405, 410, 501) && !answersWith(analysis, fns, 200, 201, 202, 204);
}

/** `/api` + `/x`. */
function join(prefix: string, path: string): string {
  if (path === '' || path === '*') return prefix === '' ? path : prefix;
  if (prefix === '' || prefix === '*') return path;
  return `${prefix.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
}

/** Whether middleware under a path runs for requests of another. */
export function covered(scope: string, path: string): boolean {
  if (scope === '' || scope === '*' || scope === '/' || scope === '/*' || path === '*' || path === '') return true;
  const parts = scope.replace(/(\/\*|\/\(\.\*\)|\*)$/, '').split('/').filter((part) => part !== '');
  const own = path.split('/').filter((part) => part !== '');
  return parts.every((part, i) => part === own[i] || part === '*' || part.startsWith(':') || own[i]?.startsWith(':') === true || own[i]?.startsWith('*') === true);
}
