import type { HttpFact, Listener, Route } from '../../../facts/http';
import type { LimiterFact } from '../../../facts/limiters';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import { callLocation } from '../../../flow/program';
import { seenAt } from '../../../model/evidence';
import { byPlace, placeOf, type Location } from '../../../model/location';
import type { CodeContext } from '../context';
import { corsOf, trustProxyOf } from './servers/cors';
import { conventionApplications, endpointOfFastMcp, exportedRoots, routeOfFunctions } from './servers/conventions';
import { wireControllers } from './servers/controllers';
import { fetchServers } from './servers/fetch-servers';
import { findLimiters, type Limiters } from './servers/limiters';
import { endsItself, listenerOf } from './servers/listen';
import { outboundCalls, plainRequests, uncheckedCertificates } from './servers/outbound';
import { platformServers } from './servers/platforms';
import { guardsIn } from './servers/roles';
import { exportedApplications, routeFiles } from './servers/route-files';
import { routesOf, type ApplicationDraft, type RouteDraft } from './servers/routes';
import { servedBy } from './servers/served';
import { wire, type App } from './servers/wiring';

interface Http {
  readonly fact: HttpFact;
  readonly limiters: readonly LimiterFact[];
}

const known = new WeakMap<Analysis, Http>();

/** Applications of HTTP with their routes, middleware and listeners, and the calls to other services. */
export function httpFact(context: CodeContext): HttpFact {
  return httpOf(context).fact;
}

/** Everything that limits how often a client may ask, and where it is wired. */
export function limitersFact(context: CodeContext): readonly LimiterFact[] {
  return httpOf(context).limiters;
}

function httpOf(context: CodeContext): Http {
  const found = known.get(context.analysis);
  if (found) return found;
  const made = makeHttp(context);
  known.set(context.analysis, made);
  return made;
}

function makeHttp(context: CodeContext): Http {
  const { analysis } = context;
  const limiters = findLimiters(analysis);
  const apps = new Map(wire(analysis).map((app) => [app.root.call, app]));
  wireControllers(analysis, apps.values());
  const drafts = [...applications(context, limiters, apps), ...conventionApplications(context, limiters, apps), ...routeFiles(context, limiters)];
  const tools = toolGuards(analysis, limiters);
  const all = drafts.map((application) => ({ ...application, routes: application.routes.map((route) => finished(route, tools)) }));
  const fact: HttpFact = {
    applications: all.sort((a, b) => byPlace(a.location, b.location)),
    uncheckedCertificates: uncheckedCertificates(analysis), plainRequests: plainRequests(analysis), outbound: outboundCalls(analysis),
  };
  return { fact, limiters: limiters.all.map((limiter, index) => ({ ...limiter, wired: wiredAt(all, tools, index) })) };
}

function applications(context: CodeContext, limiters: Limiters, apps: ReadonlyMap<number, App>): ApplicationDraft[] {
  const { analysis } = context;
  const listeners = new Map<number, Listener[]>();
  const give = (call: number, listener: Listener | undefined): void => {
    if (listener) listeners.set(call, [...(listeners.get(call) ?? []), listener]);
  };
  for (const app of apps.values()) {
    const { tls, serves, secure, handlers } = servedBy(analysis, app);
    for (const listen of app.listens) for (const target of serves.length > 0 ? serves : [app.root.call]) give(target, listenerOf(analysis, listen, app, tls, secure));
    if (handlers.length > 0) app.steps.push(...handlers);
  }
  const mounted = new Set([...apps.values()].flatMap((app) => app.steps.flatMap((step) => step.mounts)));
  const byPlatform = [...platformServers(context), ...exportedApplications(context)].filter((server) => !server.targets.some((target) => mounted.has(target)));
  const alone: ApplicationDraft[] = [];
  for (const server of [...fetchServers(analysis), ...byPlatform]) {
    for (const target of server.targets) if (server.listener.host.by !== 'platform' || !listeners.get(target)?.some((each) => each.host.by === 'platform')) give(target, server.listener);
    if (server.targets.length === 0) alone.push({ framework: server.framework, location: server.listener.location, listeners: [server.listener], routes: [routeOfFunctions(analysis, limiters, server.fns, server.node, server.listener.location)], cors: [] });
  }
  // What listens by itself is exported for others to import.
  for (const server of exportedRoots(context)) for (const target of server.targets) if (!mounted.has(target) && !listeners.has(target)) give(target, server.listener);
  const framed = [...apps.values()].flatMap((app): ApplicationDraft[] => {
    const own = listeners.get(app.root.call) ?? [];
    if (mounted.has(app.root.call) && own.length === 0) return [];
    const routes = [...routesOf(analysis, limiters, apps, app), ...(own.length > 0 ? endpointOfFastMcp(analysis, app) : [])];
    if (own.length === 0 && routes.length === 0) return [];
    const ends = endsItself(analysis, app, routes.flatMap((route) => route.fns));
    const trustProxy = trustProxyOf(analysis, app);
    const location = app.root.call >= 0 ? callLocation(analysis.program, app.root.call) : (own[0]?.location ?? routes[0]?.location);
    if (!location) return [];
    return [{
      framework: app.root.framework, location, listeners: own.map((listener) => ({ ...listener, shortLived: ends })), routes, cors: corsOf(analysis, app),
      ...(trustProxy && { trustProxy }),
    }];
  });
  return [...framed, ...alone];
}

/** Limiters that every tool passes when it is called stand in front of the MCP endpoint as well. */
function toolGuards(analysis: Analysis, limiters: Limiters): Route['guards'] {
  const dispatchers = analysis.entries.filter((entry) => entry.kind === 'dispatch');
  const tools = dispatchers.length > 0 ? dispatchers : analysis.entries.filter((entry) => entry.kind === 'tool');
  const perTool = tools.map((entry) => guardsIn(analysis, limiters, entry.handlers, entry.location).filter((guard) => guard.role === 'limiter'));
  return perTool.length > 0 && perTool.every((guards) => guards.length > 0) ? (perTool[0] ?? []) : [];
}

function finished({ fns: _, ...route }: RouteDraft, tools: Route['guards']): Route {
  return route.role === 'mcp' ? { ...route, guards: [...route.guards, ...tools] } : route;
}

function wiredAt(all: readonly { readonly routes: readonly Route[] }[], tools: Route['guards'], index: number): Location[] {
  const guards = [...all.flatMap((application) => application.routes.flatMap((route) => [...route.guards, ...route.late])), ...tools];
  const places = guards.filter((guard) => guard.limiter === index).map((guard) => guard.location);
  return [...new Map(places.map((place) => [placeOf(place), place])).values()].sort(byPlace);
}

/** Traits that servers and clients of HTTP show. */
export function httpSignals(context: CodeContext): TraitSignals {
  const { fact, limiters } = httpOf(context);
  const served = fact.applications.flatMap((application) => application.listeners.map((listener) => ({ application, listener })));
  const mcp = fact.applications.filter((application) => application.routes.some((route) => route.role === 'mcp'));
  return {
    http: served.map(({ listener }) => seenAt(listener.location, 'The server listens for HTTP here.')),
    'http-beyond-loopback': served.filter(({ listener }) => listener.host.reach === 'beyond').map(({ listener }) => seenAt(listener.location, beyondNote(listener))),
    'mcp-over-http': mcp.flatMap((application) => application.routes.filter((route) => route.role === 'mcp')).map((route) => seenAt(route.location, `MCP is served over HTTP at \`${route.path}\`.`)),
    'tools-or-routes': fact.applications.flatMap((application) => application.routes.filter((route) => route.role === 'mcp' || route.role === 'data')).map((route) => seenAt(route.location, `The route ${route.method} \`${route.path}\` is served here.`)),
    deployment: served.filter(({ listener }) => listener.host.by === 'platform').map(({ listener }) => seenAt(listener.location, 'A platform runs this code as a service.')),
    limiter: limiters.filter((limiter) => limiter.wired.length > 0).map((limiter) => seenAt(limiter.location, `Requests are limited by ${limiter.name}.`)),
    'remote-calls': fact.outbound.map((call) => seenAt(call.location, `Another service is called by \`${call.callee}\`.`)),
    authentication: authenticated(fact).map((guard) => seenAt(guard.location, `Callers are told apart by ${guard.by}.`)),
  };
}

function beyondNote({ host }: Listener): string {
  if (host.by === 'platform') return 'A platform makes the server reachable from the network.';
  if (host.text !== undefined) return `The server listens on \`${host.text}\` by default.`;
  return 'No host is given, so that the server listens on all interfaces.';
}

function authenticated(fact: HttpFact): Route['guards'] {
  return fact.applications.flatMap((application) => application.routes.flatMap((route) => route.guards.filter((guard) => guard.role === 'authentication')));
}

