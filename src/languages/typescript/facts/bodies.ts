import type { BodyFact } from '../../../facts/entry-points';
import type { Route } from '../../../facts/http';
import { indexRules } from '../../../facts/knowledge/patterns';
import { BODIES, BODY_CHECKS } from '../../../facts/knowledge/roles/http';
import type { Analysis } from '../../../flow/analyse';
import { callLocation, fileOf } from '../../../flow/program';
import { NO_NODE, type NodeId } from '../../../model/flow-graph';
import { byPlace, placeOf } from '../../../model/location';
import type { CodeContext } from '../context';
import { httpFact } from './http';
import { functionLocation, functionsOf, memberAt, queryOf } from './query';
import { CHECKS, readsOf, type At } from './unchecked-read';

const bodies = indexRules([{ api: BODIES }]);
const checks = indexRules([{ api: BODY_CHECKS }]);
/** Checks that stand in front of every route, wherever they are set up. */
const EVERYWHERE = /express-openapi-validator|OpenAPIBackend|powertools|@middy\/validator|express-zod-api/;
/** Pipes of Nest check what its decorators hand out, and no body that is read from a request of Express. */
const NEST_PIPES = /ValidationPipe$|JoiPipe$/;
const NEST_BODY = /^@nestjs\/common\.Body\(\)/;

/** The routes, other than those that speak MCP, whose code reads members of the body, and what of it nothing has checked. */
export function bodiesOf(context: CodeContext): BodyFact[] {
  const { analysis } = context;
  const routes = httpFact(context).applications.flatMap((application) => application.routes);
  if (routes.length === 0) return [];
  const piped = checksEverywhere(analysis, NEST_PIPES);
  const values = bodyValues(analysis).filter((node) => !piped || !analysis.points.of(node).some((value) => value.k === 'api' && NEST_BODY.test(value.path)));
  if (values.length === 0 || checksEverywhere(analysis, EVERYWHERE)) return [];
  const byPlaceOfFn = new Map(analysis.program.fns.flatMap((_, fn) => { const at = functionLocation(analysis, fn); return at ? [[placeOf(at), fn] as const] : []; }));
  const reach = (route: Route): ReadonlySet<number> => queryOf(analysis).reach(route.handlers.flatMap((at) => byPlaceOfFn.get(placeOf(at)) ?? []), 5, true);
  const ofMcp = new Set(routes.filter((route) => route.role === 'mcp').flatMap((route) => [...reach(route)]));
  const mcpPaths = new Set(routes.filter((route) => route.role === 'mcp').map((route) => route.path));
  const isBody = new Set(values);
  const found = routes.flatMap((route): BodyFact[] => {
    if (mcpPaths.has(route.path) || /^(GET|HEAD|OPTIONS)$/.test(route.method)) return [];
    const within = reach(route);
    const own = values.filter((node) => within.has(ownerOf(analysis, node)) && !ofMcp.has(ownerOf(analysis, node)));
    const { reads, unchecked } = readsOf(analysis, own.flatMap((node) => [{ node, path: [] }, ...parsed(analysis, node)]));
    if (!reads && !checksIn(analysis, within, isBody)) return [];
    const open = unchecked && !checkedInFront(analysis, route, isBody) ? unchecked : undefined;
    return [{ location: route.location, method: route.method, path: route.path, ...(open && { unchecked: open }) }];
  });
  return [...new Map(found.map((each) => [placeOf(each.unchecked ?? each.location), each])).values()].sort((a, b) => byPlace(a.location, b.location));
}

/** Where the bodies of requests first appear in product code. */
function bodyValues({ program, points }: Analysis): NodeId[] {
  const isBody = (node: NodeId): boolean => points.of(node).some((value) => value.k === 'api' && bodies.find(value.path).length > 0);
  const found: NodeId[] = [];
  for (let node = 0; node < program.nodeCount; node++) {
    if (isBody(node) && fileOf(program, node)?.product && !(program.assignsByTarget.get(node) ?? []).some(isBody)) found.push(node);
  }
  return found;
}

function ownerOf({ program }: Analysis, node: NodeId): number {
  return program.owners[node] ?? -1;
}

/** `JSON.parse(event.body)`: what the text holds. */
function parsed({ program, points }: Analysis, node: NodeId): At[] {
  const texts = new Set([node, ...program.assigns.filter((edge) => edge.from === node).map((edge) => edge.to)]);
  return program.calls.flatMap((call, index): At[] => (call.name === 'parse' && texts.has(call.args[0] ?? NO_NODE) && points.apis(index).includes('JSON.parse') ? [{ node: call.result, path: [] }] : []));
}

function checksEverywhere({ program, points }: Analysis, pattern: RegExp): boolean {
  return program.calls.some((_, index) => points.apis(index).some((path) => pattern.test(path) && checks.find(path).length > 0));
}

/** A schema stands in the registration of a route, or a function in front of its answer checks the body. */
function checkedInFront(analysis: Analysis, route: Route, isBody: ReadonlySet<NodeId>): boolean {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  return program.calls.some((call, index) => {
    if (placeOf(callLocation(program, index)) !== placeOf(route.location)) return false;
    return call.args.some((arg) => {
      if (memberAt(analysis, memberAt(analysis, arg, 'schema'), 'body') !== undefined || memberAt(analysis, memberAt(analysis, arg, 'options', 'validate'), 'payload') !== undefined || memberAt(analysis, arg, 'body') !== undefined) return true;
      if (points.of(arg).some((value) => value.k === 'api' && checks.find(value.path.replace(/\(\)$/, '')).length > 0)) return true;
      return checksIn(analysis, query.reach(functionsOf(analysis, arg), 3, true), isBody);
    });
  });
}

function checksIn(analysis: Analysis, fns: ReadonlySet<number>, isBody: ReadonlySet<NodeId>): boolean {
  return [...fns].some((fn) => queryOf(analysis).callsIn(fn).some((call) => checksBody(analysis, call, isBody)));
}

/** `schema.parse(req.body)`, whoever's schema it is. */
function checksBody({ program, points }: Analysis, index: number, isBody: ReadonlySet<NodeId>): boolean {
  const call = program.calls[index];
  if (!call || !CHECKS.test(call.name) || points.apis(index).includes('JSON.parse')) return false;
  return call.args.some((arg) => isBody.has(arg) || (program.assignsByTarget.get(arg) ?? []).some((from) => isBody.has(from)) || points.of(arg).some((value) => value.k === 'api' && bodies.find(value.path).length > 0));
}
