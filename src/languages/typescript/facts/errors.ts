import type { ErrorLeak, ErrorsFact, ErrorShape } from '../../../facts/errors';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import { callLocation, fileOfFn } from '../../../flow/program';
import { seenAt } from '../../../model/evidence';
import { byPlace, placeOf, type Location } from '../../../model/location';
import type { CodeContext } from '../context';
import { answeringFunctions, answersOf, resultFunctions, servingFunctions, type Answer } from './errors/answers';
import { hiddenFailures } from './errors/hidden';
import { leaksInto } from './errors/leaks';
import { lostPromises } from './errors/lost';
import { httpFact } from './http';
import { functionLocation } from './query';

/** How failures of tools and routes leave the server. */
export function errorsFact({ analysis }: CodeContext): ErrorsFact {
  const { program } = analysis;
  const results = resultFunctions(analysis);
  const answers = answersOf(analysis);
  const serving = servingFunctions(analysis, results, answeringFunctions(analysis, answers));
  const { hidden, marked, caught } = hiddenFailures(analysis, results, serving);
  const leaks = [
    ...results.filter(({ fn }) => fileOfFn(program, fn)?.product).flatMap(({ fn, name }) => leaksInto(analysis, program.fns[fn]?.ret ?? -1, `the result of ${name}`)),
    ...answers.flatMap((answer) => answer.nodes.flatMap((node) => leaksInto(analysis, node, 'the answer of a route'))),
  ];
  return { leaks: uniqueLeaks(leaks), hidden, lost: lostPromises(analysis, serving), shapes: shapesOf(analysis, answers), marked: [...marked].sort(byPlace), caught, handlers: errorHandlers(analysis) };
}

/** One finding for each place, whatever the number of tools it reaches. */
function uniqueLeaks(leaks: readonly ErrorLeak[]): ErrorLeak[] {
  const places = new Map<string, ErrorLeak[]>();
  for (const leak of leaks) {
    const key = `${leak.kind} ${placeOf(leak.location)}`;
    places.set(key, [...(places.get(key) ?? []), leak]);
  }
  const found = [...places.values()].flatMap((same): ErrorLeak[] => {
    const [first] = same;
    const others = new Set(same.map((leak) => leak.reaches)).size - 1;
    return first ? [{ ...first, reaches: others > 0 ? `${first.reaches} and ${others} more` : first.reaches }] : [];
  });
  return found.sort((a, b) => byPlace(a.location, b.location));
}

/** Members that come and go with what failed. */
const OPTIONAL = /^(details?|code|status|statusCode|timestamp|time|request_?id|hint|path|reason|errors|data|ok|type|stack|message_id|retryAfter|retry_after|name|id)$/;

/** The different shapes of failures of HTTP. Those that a protocol fixes, JSON-RPC's and OAuth's, are left out. */
function shapesOf(analysis: Analysis, answers: readonly Answer[]): ErrorShape[] {
  const { program } = analysis;
  const shapes = new Map<string, ErrorShape>();
  for (const { call, nodes, status } of answers) {
    if (status === undefined || status < 400) continue;
    for (const node of nodes) {
      const members = (program.initStores.get(node) ?? []).map((store) => store.prop).sort();
      if (members.length === 0 || members.some((name) => /^(jsonrpc|error_description|error_uri)$/.test(name))) continue;
      const shape = members.filter((name) => !OPTIONAL.test(name));
      const key = shape.join();
      if (shape.length > 0 && !shapes.has(key)) shapes.set(key, { location: callLocation(program, call), members });
    }
  }
  return [...shapes.values()].sort((a, b) => byPlace(a.location, b.location));
}

/** Functions with the four parameters by which Express knows them, and those given to `onError` and `setErrorHandler`. */
function errorHandlers(analysis: Analysis): Location[] {
  const { program, points } = analysis;
  const places = program.calls.flatMap((call, index): Location[] => {
    const file = fileOfFn(program, call.fn);
    if (file && !file.product) return [];
    if (/^(onError|setErrorHandler)$/.test(call.name) && points.apis(index).length > 0) return [callLocation(program, index)];
    if (call.name !== 'use' || !points.apis(index).some((path) => /express/.test(path))) return [];
    return call.args.flatMap((arg) => points.of(arg)).flatMap((value) => (value.k === 'fn' && program.fns[value.fn]?.params.length === 4 ? (functionLocation(analysis, value.fn) ?? []) : []));
  });
  return [...new Map(places.map((place) => [placeOf(place), place])).values()].sort(byPlace);
}

/** The trait that requests are answered. */
export function routeSignals(context: CodeContext): TraitSignals {
  const routes = httpFact(context).applications.flatMap((application) => application.routes);
  return { 'tools-or-routes': routes.map((route) => seenAt(route.location, `The route \`${route.path}\` is registered here.`)) };
}
