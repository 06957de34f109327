import type { Analysis } from '../../../../flow/analyse';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { elementsAt, functionsOf, memberAt, pathsAt, queryOf, textAt } from '../query';
import type { App, Step } from './wiring';

/** A decorator of Nest with what it decorates. */
interface Decoration {
  readonly call: number;
  /** As the package calls it: `Get`, `UseGuards`. */
  readonly name: string;
  readonly args: readonly NodeId[];
  /** The decorated value: the class, or the method. */
  readonly value: NodeId;
  readonly cls: number;
  readonly method: boolean;
}

const FROM_NEST = /^@nestjs\/(?:common|throttler)\.(\w+)(?:\(\))?$/;
const VERB = /^(Get|Post|Put|Patch|Delete|Options|Head|All|Sse|Search)$/;

/** Wires what Nest finds by decorators and modules into its applications: routes of controllers, guards for all of them, middleware of modules, MCP. */
export function wireControllers(analysis: Analysis, apps: Iterable<App>): void {
  const nest = [...apps].filter((app) => app.root.framework === 'nest' && app.listens.length > 0);
  if (nest.length === 0) return;
  const decorations = decorationsOf(analysis);
  const prefix = calls(analysis, /^setGlobalPrefix$/).flatMap(({ args }) => textAt(analysis, args[0]) ?? [])[0] ?? '';
  for (const app of nest) {
    app.steps.push(
      ...appGuards(analysis).map((node): Step => ({ call: app.root.call, kind: 'use', method: '*', path: '', handlers: [node], mounts: [] })),
      ...ofModules(analysis), ...ofMcp(analysis, prefix), ...decorations.flatMap((each) => routesOf(analysis, decorations, each, prefix)),
    );
  }
}

function decorationsOf(analysis: Analysis): Decoration[] {
  const { program, points } = analysis;
  return program.calls.flatMap((call, index): Decoration[] => {
    const [value] = call.args;
    if (call.kind !== 'decorator' || value === undefined || !queryOf(analysis).isProduct(index)) return [];
    const name = pathsAt(analysis, call.callee).flatMap((path) => FROM_NEST.exec(path)?.[1] ?? [])[0];
    const [fn] = functionsOf(analysis, value);
    const cls = fn === undefined ? points.of(value).flatMap((each) => (each.k === 'class' ? [each.cls] : []))[0] : program.fns[fn]?.cls;
    return name === undefined || cls === undefined ? [] : [{ call: index, name, args: program.calls[program.callByResult.get(call.callee) ?? -1]?.args ?? [], value, cls, method: fn !== undefined }];
  });
}

/** The route that `@Post('x')` makes of a method in a class of `@Controller('xs')`. */
function routesOf(analysis: Analysis, all: readonly Decoration[], verb: Decoration, prefix: string): Step[] {
  const controller = all.find((each) => each.cls === verb.cls && !each.method && each.name === 'Controller');
  if (!verb.method || !VERB.test(verb.name) || !controller) return [];
  const own = all.filter((each) => each.cls === verb.cls && (!each.method || sameMethod(analysis, each, verb)));
  const guards = own.filter((each) => each.name === 'UseGuards').sort((a, b) => Number(a.method) - Number(b.method)).flatMap((each) => each.args);
  const skips = own.some((each) => each.name === 'SkipThrottle');
  const method = /^(All|Search)$/.test(verb.name) ? '*' : verb.name === 'Sse' ? 'GET' : verb.name.toUpperCase();
  const path = [prefix, pathOf(analysis, controller.args[0]), pathOf(analysis, verb.args[0])].map((part) => part.replace(/^\/|\/$/g, '')).filter((part) => part !== '').join('/');
  return [{ call: verb.call, kind: 'route', method, path: `/${path}`, handlers: [...guards, verb.value], mounts: [], ...(skips && { without: 'limiter' as const }) }];
}

function sameMethod(analysis: Analysis, a: Decoration, b: Decoration): boolean {
  const fns = new Set(functionsOf(analysis, a.value));
  return functionsOf(analysis, b.value).some((fn) => fns.has(fn));
}

/** `'xs'`, `{ path: 'xs' }`, `['xs', 'ys']`. */
function pathOf(analysis: Analysis, node: NodeId | undefined): string {
  if (node === undefined || node === NO_NODE) return '';
  return textAt(analysis, memberAt(analysis, node, 'path') ?? elementsAt(analysis, node)[0]) ?? '';
}

/** `{ provide: APP_GUARD, useClass: ThrottlerGuard }`: guards of every route. */
function appGuards(analysis: Analysis): NodeId[] {
  const { program, points } = analysis;
  return program.stores.filter((store) => store.prop === 'provide' && pathsAt(analysis, store.from).includes('@nestjs/core.APP_GUARD'))
    .flatMap((store) => ['useClass', 'useExisting', 'useValue', 'useFactory'].flatMap((name) => points.members(store.base).get(name) ?? []));
}

/** `consumer.apply(limiter).forRoutes('xs')` of a module. */
function ofModules(analysis: Analysis): Step[] {
  return calls(analysis, /^apply$/).filter(({ index }) => analysis.points.apis(index).some((path) => /^@nestjs\/common\.MiddlewareConsumer\(\)\./.test(path))).flatMap(({ index, args }) => {
    const result = analysis.program.calls[index]?.result;
    const paths = calls(analysis, /^forRoutes$/).filter((each) => analysis.program.calls[each.index]?.recv === result).flatMap((each) => each.args.map((arg) => pathOf(analysis, arg)));
    return (paths.length > 0 ? paths : ['']).map((path): Step => ({ call: index, kind: 'use', method: '*', path, handlers: args, mounts: [] }));
  });
}

/** `McpModule.forRoot({ guards })` serves MCP by controllers of its own, unless it is told to speak over standard input and output alone. */
function ofMcp(analysis: Analysis, prefix: string): Step[] {
  return calls(analysis, /^forRoot(Async)?$/).filter(({ index }) => analysis.points.apis(index).some((path) => /^@rekog\/mcp-nest\.McpModule\./.test(path))).flatMap(({ index, args }): Step[] => {
    const transports = [memberAt(analysis, args[0], 'transport') ?? NO_NODE].flatMap((node) => elementsAt(analysis, node)).flatMap((node) => pathsAt(analysis, node));
    if (transports.length > 0 && transports.every((path) => path.endsWith('.STDIO'))) return [];
    const guards = memberAt(analysis, args[0], 'guards');
    const path = [prefix, textAt(analysis, memberAt(analysis, args[0], 'mcpEndpoint')) ?? 'mcp'].map((part) => part.replace(/^\/|\/$/g, '')).filter((part) => part !== '').join('/');
    return [{ call: index, kind: 'route', method: '*', path: `/${path}`, handlers: [...(guards === undefined ? [] : elementsAt(analysis, guards)), analysis.program.calls[index]?.result ?? NO_NODE], mounts: [] }];
  });
}

function calls(analysis: Analysis, name: RegExp): { readonly index: number; readonly args: readonly NodeId[] }[] {
  return analysis.program.calls.flatMap((call, index) => (name.test(call.name) && queryOf(analysis).isProduct(index) ? [{ index, args: call.args }] : []));
}
