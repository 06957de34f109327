import { ANY, ELEMENT, NO_NODE, type Prop } from '../../model/flow-graph';
import { valuesAt } from '../constant-tests';
import type { PointsTo } from '../points-to/result';
import type { Program } from '../program';

/** Loggers that leave out members of what they are given, and where their options say which. */
const OPTIONS: ReadonlyMap<string, readonly (readonly Prop[])[]> = new Map([
  ['pino', [[]]], ['pino-http', [[], ['logger']]], ['fastify', [['logger']]], ['fastify.fastify', [['logger']]],
]);
/** Where a list of paths stands in such an option. */
const LISTS: readonly (readonly Prop[])[] = [['redact', ELEMENT], ['redact', 'paths', ELEMENT]];
/** Loggers by the way that leads to them. */
const LOGGER = /^(?:pino|pino-http|fastify)(?:\.|\(|$)/;

/** Members of logged objects that the program's loggers leave out: `headers.authorization`, as paths. */
export function redactedPaths(program: Program, points: PointsTo): readonly (readonly Prop[])[] {
  const texts = program.calls.flatMap((call, index) => {
    const [options = NO_NODE] = call.args;
    const places = options === NO_NODE ? [] : points.apis(index).flatMap((path) => OPTIONS.get(path) ?? []);
    return places.flatMap((place) => LISTS.flatMap((list) => valuesAt(points, options, [...place, ...list]))).flatMap((value) => (value.k === 'const' && typeof value.value === 'string' ? [value.value] : []));
  });
  return [...new Set(texts)].map(readPath);
}

/** Whether a call logs by a logger that can leave members out. */
export function canRedact(apis: readonly string[]): boolean {
  return apis.some((path) => LOGGER.test(path));
}

/** Whether a member, or what it stands in, is left out. */
export function isLeftOut(redacted: readonly (readonly Prop[])[], path: readonly Prop[]): boolean {
  return redacted.some((each) => each.length <= path.length && each.every((prop, i) => prop === path[i] || prop === ANY));
}

/** Reads `a["x-b"][*].c`. */
function readPath(text: string): readonly Prop[] {
  return [...text.matchAll(/\[(?:"([^"]*)"|'([^']*)'|([^\]]*))\]|[^.[\]]+/g)].map(([whole, double, single, bare]) => double ?? single ?? bare ?? whole);
}
