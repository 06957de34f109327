import { typedAnswers } from '../../facts/knowledge/sinks/html';
import { callNearby, valuesAt } from '../constant-tests';
import type { PointsTo } from '../points-to/result';
import { fileOfFn, type Program } from '../program';
import { NO_NODE, type Call, type NodeId } from '../../model/flow-graph';
import type { SinkSite } from './sinks';

/** What Nest's decorators say of a method: the verbs make it a handler, the others say what becomes of what it returns. */
const HANDLES = /^@nestjs\/common\.(?:Get|Post|Put|Patch|Delete|Options|Head|All)$/;
const REDIRECTS = '@nestjs/common.Redirect';
const TYPES = '@nestjs/common.Header';
const PLAIN = /^(?!.*html)\w+\//i;

/** Text that a handler returns where the framework sends it as a page: hapi does so by itself, Fastify where the type was set. */
export function answerSinks(program: Program, points: PointsTo): SinkSite[] {
  const decorators = decoratorsOf(program, points);
  return program.fns.flatMap((fn, index): SinkSite[] => {
    if (!fileOfFn(program, index)?.product) return [];
    const [request, reply] = fn.params.map((param) => points.of(param).flatMap((value) => (value.k === 'api' ? [value.path] : [])));
    const hapi = request?.includes('@hapi/hapi.Request()') === true || reply?.includes('@hapi/hapi.ResponseToolkit()') === true;
    const fastify = reply?.includes('fastify.FastifyReply()') === true && typesItself(program, points, index);
    const base = { kind: 'xss' as const, node: fn.ret, call: -1, store: -1, note: 'a page that is sent to the browser', deep: false, warn: false, callee: fn.name };
    const redirect = { ...base, kind: 'open-redirect' as const, note: 'the address that a browser is sent to' };
    const decorated = decorators.get(index);
    if (decorated?.some((path) => HANDLES.test(path))) return decorated.includes(REDIRECTS) ? [{ ...redirect, path: ['url'] }] : decorated.includes(TYPES) ? [] : [{ ...base, path: [], stands: 'in-text' }];
    if (request?.includes('remix.LoaderArgs()') && /^get(?:ServerSide|Static)Props$/.test(fn.name)) return [{ ...redirect, path: ['redirect', 'destination'] }];
    // Functions in a cloud return the parts of an answer.
    if (request?.some((path) => /^aws-lambda\.|HandlerEvent\(\)$/.test(path)) === true) return [...['Location', 'location'].map((name): SinkSite => ({ ...redirect, path: ['headers', name] })), ...(returnsPage(points, fn.ret) ? [{ ...base, path: ['body'] }] : [])];
    if (!hapi && !fastify) return [];
    return [{ ...base, path: [], stands: 'in-text' }];
  });
}

/** What decorates methods, by the method; a type that is no page counts as none of markup. */
function decoratorsOf(program: Program, points: PointsTo): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  program.calls.forEach((call) => {
    const made = call.kind === 'decorator' ? program.callByResult.get(call.callee) : undefined;
    if (made === undefined) return;
    const paths = points.apis(made).filter((path) => path !== TYPES || isPlain(points, program.calls[made]));
    for (const value of points.of(call.args[0] ?? NO_NODE)) if (value.k === 'fn') found.set(value.fn, [...(found.get(value.fn) ?? []), ...paths]);
  });
  return found;
}

function isPlain(points: PointsTo, header: Call | undefined): boolean {
  return points.of(header?.args[1] ?? NO_NODE).some((value) => value.k === 'const' && PLAIN.test(String(value.value)));
}

function returnsPage(points: PointsTo, answer: NodeId): boolean {
  return ['Content-Type', 'content-type', 'Content-type'].some((name) => valuesAt(points, answer, ['headers', name]).some((value) => value.k === 'const' && /html/i.test(String(value.value))));
}

function typesItself(program: Program, points: PointsTo, fn: number): boolean {
  const here: Pick<Call, 'fn'> = { fn };
  return callNearby(program, points, here, typedAnswers('fastify.FastifyReply()', /html/i));
}
