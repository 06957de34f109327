import type { HttpFact } from '../../../../facts/http';
import type { DeletionWay } from '../../../../facts/stores';
import type { Analysis } from '../../../../flow/analyse';
import { isExposed } from '../../../../facts/http';
import { placeOf, type Location } from '../../../../model/location';
import { functionLocation, functionsOf, queryOf } from '../query';

/** Who leads to a function: routes, tools, timers. */
export interface Reach {
  /** It answers a request or a tool call, or stands in a function that does. */
  readonly isHandler: (fn: number) => boolean;
  /** Something runs the call: it is not in a function that nothing calls. */
  readonly isScheduled: (call: number) => boolean;
  readonly waysTo: (fn: number) => readonly DeletionWay[];
}

const DEPTH = 5;

const known = new WeakMap<Analysis, Reach>();

/** Finds who leads to the functions of a program. */
export function reachOf(analysis: Analysis, http: HttpFact): Reach {
  const found = known.get(analysis);
  if (found) return found;
  const made = makeReach(analysis, http);
  known.set(analysis, made);
  return made;
}

function makeReach(analysis: Analysis, http: HttpFact): Reach {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const byPlace = new Map(program.fns.map((_, fn) => [keyOf(functionLocation(analysis, fn)), fn]));
  const routes = http.applications.flatMap((application) => application.routes).map((route) => ({ route, fns: route.handlers.flatMap((place) => byPlace.get(keyOf(place)) ?? []) }));
  const mcp = http.applications.filter((application) => application.listeners.some(isExposed)).flatMap((application) => application.routes.filter((route) => route.role === 'mcp'));
  const toolsAuthenticated = mcp.every((route) => route.guards.some((guard) => guard.role === 'authentication'));
  const ways = [
    ...routes.map(({ route, fns }) => ({ fns, way: { kind: 'route' as const, name: `${route.method} ${route.path}`, location: route.location, authenticated: route.guards.some((guard) => guard.role === 'authentication') } })),
    ...analysis.entries.filter((entry) => entry.kind === 'tool' || entry.kind === 'dispatch').map((entry) => ({ fns: entry.handlers, way: { kind: 'tool' as const, name: entry.name, location: entry.location, authenticated: toolsAuthenticated } })),
  ];
  const reached = ways.map(({ fns, way }) => ({ way, fns: query.reach(fns, DEPTH, true) }));
  const handlers = new Set(ways.flatMap(({ fns }) => fns));
  const given = new Set(program.calls.flatMap((call) => call.args.flatMap((arg) => functionsOf(analysis, arg))));
  const parents = (fn: number): number[] => {
    const line: number[] = [];
    for (let at = fn; at >= 0; at = program.fns[at]?.parent ?? -1) line.push(at);
    return line;
  };
  const isRun = (fn: number): boolean => {
    const record = program.fns[fn];
    return handlers.has(fn) || given.has(fn) || points.callers(fn).length > 0 || record?.name === 'scheduled' || (record?.cls ?? -1) >= 0;
  };
  return {
    isHandler: (fn) => parents(fn).some((each) => handlers.has(each)),
    isScheduled: (call) => parents(program.calls[call]?.fn ?? -1).every(isRun),
    waysTo: (fn) => reached.filter(({ fns }) => fns.has(fn)).map(({ way }) => way),
  };
}

function keyOf(location: Location | undefined): string {
  return location ? `${placeOf(location)}:${location.column ?? 0}` : '';
}
