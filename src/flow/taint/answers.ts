import { typedAnswers } from '../../facts/knowledge/sinks/html';
import { callNearby, valuesAt } from '../constant-tests';
import type { PointsTo } from '../points-to/result';
import { fileOfFn, type Program } from '../program';
import type { Call, NodeId } from '../../model/flow-graph';
import type { SinkSite } from './sinks';

/** Text that a handler returns where the framework sends it as a page: hapi does so by itself, Fastify where the type was set. */
export function answerSinks(program: Program, points: PointsTo): SinkSite[] {
  return program.fns.flatMap((fn, index): SinkSite[] => {
    if (!fileOfFn(program, index)?.product) return [];
    const [request, reply] = fn.params.map((param) => points.of(param).flatMap((value) => (value.k === 'api' ? [value.path] : [])));
    const hapi = request?.includes('@hapi/hapi.Request()') === true || reply?.includes('@hapi/hapi.ResponseToolkit()') === true;
    const fastify = reply?.includes('fastify.FastifyReply()') === true && typesItself(program, points, index);
    const base = { kind: 'xss' as const, node: fn.ret, call: -1, store: -1, note: 'a page that is sent to the browser', deep: false, warn: false, callee: fn.name };
    // Functions in a cloud return the parts of an answer.
    if (request?.some((path) => /^aws-lambda\.|HandlerEvent\(\)$/.test(path)) === true && returnsPage(points, fn.ret)) return [{ ...base, path: ['body'] }];
    // Next sends a browser on where the data of a page say so.
    if (fn.name === 'getServerSideProps') return [{ ...base, kind: 'open-redirect', path: ['redirect', 'destination'], note: 'the address that a browser is sent to' }];
    if (!hapi && !fastify) return [];
    return [{ ...base, path: [], stands: 'in-text' }];
  });
}

function returnsPage(points: PointsTo, answer: NodeId): boolean {
  return ['Content-Type', 'content-type', 'Content-type'].some((name) => valuesAt(points, answer, ['headers', name]).some((value) => value.k === 'const' && /html/i.test(String(value.value))));
}

function typesItself(program: Program, points: PointsTo, fn: number): boolean {
  const here: Pick<Call, 'fn'> = { fn };
  return callNearby(program, points, here, typedAnswers('fastify.FastifyReply()', /html/i));
}
