import type { GuardRole, HttpFramework } from '../../../../facts/http';
import type { Analysis } from '../../../../flow/analyse';
import { NO_NODE, type Call, type NodeId } from '../../../../model/flow-graph';
import { elementsAt, functionsOf, literalsAt, memberAt, pathsAt, patternAt, queryOf, textAt } from '../query';
import { rootsOf, type Root } from './frameworks';
import { compareOrder } from './order';

/** One thing that is wired into an application, in the order of the program. */
export interface Step {
  readonly call: number;
  readonly kind: 'use' | 'route' | 'mount';
  /** Upper case; `*` for all. */
  readonly method: string;
  /** As given; empty for the whole application. */
  readonly path: string;
  /** Middleware and, last, what answers. */
  readonly handlers: readonly NodeId[];
  /** Routers that are mounted here. */
  readonly mounts: readonly number[];
  /** What stands in front of all routes and lets this one pass, as `@SkipThrottle()` says. */
  readonly without?: GuardRole;
}

/** An application, router or server as the program makes it. */
export interface App {
  readonly root: Root;
  readonly steps: Step[];
  /** Calls that begin to listen. */
  readonly listens: number[];
  readonly closes: number[];
  readonly others: number[];
}

const VERBS = /^(get|post|put|patch|delete|del|head|options|opts|all|any)$/;
const MIDDLEWARE = /^(use|pre|addHook|derive|resolve|onBeforeHandle|onRequest|guard|ext|useGlobalGuards|useGlobalInterceptors|enableCors|onError|setErrorHandler|useGlobalFilters)$/;

/** Every application of the product with what is wired into it. */
export function wire(analysis: Analysis): App[] {
  const apps = new Map<number, App>();
  const { program } = analysis;
  const query = queryOf(analysis);
  const orphans: { readonly framework: HttpFramework; readonly add: (app: App) => void }[] = [];
  const appOf = (root: Root): App => {
    const known = apps.get(root.call);
    if (known) return known;
    const made: App = { root, steps: [], listens: [], closes: [], others: [] };
    apps.set(root.call, made);
    return made;
  };
  program.calls.forEach((call, index) => {
    if (!query.isProduct(index)) return;
    for (const root of rootsOf(analysis, call.result)) if (root.call === index) appOf(root);
    if (call.recv === NO_NODE || call.name === '') return;
    const roots = rootsOf(analysis, call.recv);
    if (roots.length === 0) return;
    const put = wiringOf(analysis, index, call, roots[0]?.framework ?? 'other');
    if (!put) return;
    for (const root of roots) {
      if (root.call >= 0) put(appOf(root));
      else orphans.push({ framework: root.framework, add: put });
    }
  });
  attach([...apps.values()], orphans, appOf);
  for (const app of apps.values()) app.steps.sort((a, b) => compareOrder(analysis, a.call, b.call) || a.call - b.call);
  return [...apps.values()];
}

/** What is wired into a value of which only the type is known belongs to the application of that framework, if there is one. */
function attach(apps: readonly App[], orphans: readonly { readonly framework: HttpFramework; readonly add: (app: App) => void }[], appOf: (root: Root) => App): void {
  for (const { framework, add } of orphans) {
    const same = apps.filter((app) => app.root.framework === framework && app.root.call >= 0);
    add(same.find((app) => app.listens.length > 0) ?? same[0] ?? appOf({ framework, call: -1 }));
  }
}

function wiringOf(analysis: Analysis, index: number, call: Call, framework: HttpFramework): ((app: App) => void) | undefined {
  const { name } = call;
  if (/^(listen|listenAsync|start|startHTTPServer)$/.test(name)) return (app) => { app.listens.push(index); };
  if (/^(close|closeAllConnections|stop|shutdown|destroy)$/.test(name)) return (app) => { app.closes.push(index); };
  const steps = stepsOf(analysis, index, call, framework);
  if (steps.length > 0) return (app) => { app.steps.push(...steps); };
  return /^(set|enable|disable|register|decorate|on)$/.test(name) ? (app) => { app.others.push(index); } : undefined;
}

function stepsOf(analysis: Analysis, index: number, call: Call, framework: HttpFramework): Step[] {
  const { name, args } = call;
  const own = OWN_WAYS[`${framework}.${name}`];
  if (own) return own(analysis, index, call);
  if (name === 'openapi') return described(analysis, index, call);
  if (VERBS.test(name) && framework !== 'node' && framework !== 'websocket') return verbSteps(analysis, index, call, framework);
  if (name === 'mount' || name === 'group') return [mountStep(analysis, index, textAt(analysis, args[0]) ?? '', args)];
  return MIDDLEWARE.test(name) ? useSteps(analysis, index, call) : [];
}

/** Methods that mean something else in one framework than in the others. */
const OWN_WAYS: Readonly<Record<string, (analysis: Analysis, index: number, call: Call) => Step[]>> = {
  'fastify.register': registered,
  'nest.register': registered,
  'fastify.route': described,
  'hapi.route': described,
  'hono.route': (analysis, index, { args }) => [mountStep(analysis, index, textAt(analysis, args[0]) ?? '', args.slice(1))],
  'hono.on': methodSteps,
  'node.on': requestSteps,
};

/** Hono's `app.on(['GET', 'POST'], '/x', handler)`. */
function methodSteps(analysis: Analysis, index: number, { args }: Call): Step[] {
  const methods = elementsAt(analysis, args[0] ?? NO_NODE).flatMap((method) => literalsAt(analysis, method));
  return methods.map((method) => ({ call: index, kind: 'route', method: String(method).toUpperCase(), path: pathOf(analysis, args[1]) ?? '*', handlers: args.slice(2), mounts: [] }));
}

/** Node's `server.on('request', handler)`. */
function requestSteps(analysis: Analysis, index: number, { args }: Call): Step[] {
  return textAt(analysis, args[0]) === 'request' ? [{ call: index, kind: 'route', method: '*', path: '*', handlers: args.slice(1), mounts: [] }] : [];
}

/** `app.get('/x', a, b)`; `app.route('/x').get(a)`. Express reads a setting by `app.get('name')`. */
function verbSteps(analysis: Analysis, index: number, call: Call, framework: HttpFramework): Step[] {
  const method = /^(all|any)$/.test(call.name) ? '*' : call.name.replace('del', 'delete').replace('deleteete', 'delete').replace('opts', 'options').toUpperCase();
  const chained = routeOfChain(analysis, call);
  const given = pathsOf(analysis, call.args[0]);
  const handlers = chained !== undefined || given.length === 0 ? call.args : call.args.slice(1);
  const flat = handlers.flatMap((node) => elementsAt(analysis, node));
  if (flat.length === 0 || (call.args.length < 2 && chained === undefined && given.length > 0)) return [];
  if (flat.every((node) => node === NO_NODE) && framework === 'express') return [];
  const paths = chained !== undefined ? [chained] : given.length > 0 ? given : ['*'];
  return paths.map((path) => ({ call: index, kind: 'route', method, path, handlers: flat, mounts: [] }));
}

function routeOfChain(analysis: Analysis, call: Call): string | undefined {
  for (const value of analysis.points.of(call.recv)) {
    if (value.k !== 'api' || value.call < 0) continue;
    const before = analysis.program.calls[value.call];
    if (before?.name === 'route') return pathOf(analysis, before.args[0]) ?? '*';
    if (before && /\.route\(\)\./.test(value.path)) return routeOfChain(analysis, before);
  }
  return undefined;
}

function useSteps(analysis: Analysis, index: number, call: Call): Step[] {
  const given = pathsOf(analysis, call.args[0]);
  const handlers = (given.length > 0 ? call.args.slice(1) : call.args).flatMap((node) => elementsAt(analysis, node));
  const scopes = given.length > 0 ? given : [''];
  return scopes.map((path) => {
    const mounts = handlers.flatMap((node) => rootsOf(analysis, node)).filter((root) => root.call >= 0).map((root) => root.call);
    return { call: index, kind: mounts.length > 0 ? 'mount' : 'use', method: '*', path: call.name === 'addHook' ? '' : path, handlers, mounts };
  });
}

function mountStep(analysis: Analysis, index: number, path: string, nodes: readonly NodeId[]): Step {
  const mounts = nodes.flatMap((node) => rootsOf(analysis, node)).filter((root) => root.call >= 0).map((root) => root.call);
  return { call: index, kind: mounts.length > 0 ? 'mount' : 'use', method: '*', path, handlers: nodes, mounts };
}

/** `fastify.register(plugin, { prefix })`: a plugin of a library is middleware; one of the program wires for itself. */
function registered(analysis: Analysis, index: number, call: Call): Step[] {
  const [plugin = NO_NODE] = call.args;
  if (functionsOf(analysis, plugin).length > 0) return [];
  return pathsAt(analysis, plugin).length === 0 ? [] : [{ call: index, kind: 'use', method: '*', path: '', handlers: [plugin], mounts: [] }];
}

/** Routes that are described by an object: `{ method, url, preHandler, handler }`. */
function described(analysis: Analysis, index: number, call: Call): Step[] {
  const nodes = elementsAt(analysis, call.args[0] ?? NO_NODE);
  return nodes.flatMap((node): Step[] => {
    const path = pathOf(analysis, memberAt(analysis, node, 'url', 'path')) ?? '*';
    const methods = memberAt(analysis, node, 'method');
    const named = methods === undefined ? [] : elementsAt(analysis, methods).flatMap((each) => literalsAt(analysis, each)).map(String);
    const hooks = ['onRequest', 'preHandler', 'preValidation'].map((name) => memberAt(analysis, node, name)).filter((each) => each !== undefined).flatMap((each) => elementsAt(analysis, each));
    const handler = memberAt(analysis, node, 'handler') ?? call.args[1];
    return (named.length > 0 ? named : ['*']).map((method) => ({ call: index, kind: 'route', method: method.toUpperCase(), path, handlers: [...hooks, ...(handler === undefined ? [] : [handler])], mounts: [] }));
  });
}

/** The paths that a first argument names; none where it is a function or an application. */
function pathsOf(analysis: Analysis, node: NodeId | undefined): string[] {
  if (node === undefined || node === NO_NODE) return [];
  if (functionsOf(analysis, node).length > 0 || rootsOf(analysis, node).length > 0) return [];
  const elements = elementsAt(analysis, node);
  const found = elements.flatMap((each) => pathOf(analysis, each) ?? []);
  return [...new Set(found)];
}

function pathOf(analysis: Analysis, node: NodeId | undefined): string | undefined {
  if (node === undefined || node === NO_NODE) return undefined;
  const text = patternAt(analysis, node);
  if (text !== undefined) return text;
  const regex = analysis.points.of(node).find((value) => value.k === 'regex');
  if (regex?.k === 'regex') return regex.source.replace(/\\\//g, '/').replace(/^\^|\$$/g, '');
  const paths = pathsAt(analysis, node);
  // A path that is configured: `app.post(config.path, handler)`.
  return paths.some((path) => /^process\.env|(^|\.)(\w*(path|endpoint|route|url)\w*)$/i.test(path)) ? '*' : undefined;
}
