import type { Analysis } from '../../../../flow/analyse';
import { callsWithin } from '../../../../flow/entries/handlers';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { literalsAt, memberAt, queryOf } from '../query';

/** Functions whose result is what a client sees, with what it is the result of. */
export interface ResultFunction {
  readonly fn: number;
  readonly name: string;
  /** A plain string is the whole result, as in FastMCP. */
  readonly text: boolean;
}

const MAX_CALLERS = 3;

/** The handlers of tools, resources and dispatchers, and the functions around them that hand their results on. */
export function resultFunctions(analysis: Analysis): ResultFunction[] {
  const { points, program } = analysis;
  const found = new Map<number, ResultFunction>();
  for (const entry of analysis.entries) {
    const name = entry.kind === 'dispatch' ? 'a tool call' : `the ${entry.kind} \`${entry.name}\``;
    let edge = [...entry.handlers];
    for (let level = 0; level <= MAX_CALLERS; level++) {
      const next: number[] = [];
      for (const fn of edge) {
        if (found.has(fn)) continue;
        found.set(fn, { fn, name, text: entry.registration === 'fastmcp' || entry.registration === 'class' });
        for (const site of points.callers(fn)) {
          const call = program.calls[site];
          if (call && call.fn >= 0 && call.use === 'awaited') next.push(call.fn);
        }
      }
      edge = next;
    }
  }
  return [...found.values()];
}

/** Functions that run for a call of a tool or a request. */
export function servingFunctions(analysis: Analysis, results: readonly ResultFunction[], routes: readonly number[]): ReadonlySet<number> {
  return queryOf(analysis).reach([...results.map(({ fn }) => fn), ...routes], 6, true);
}

/** A call that answers a request, and the nodes that go out with it. */
export interface Answer {
  readonly call: number;
  readonly nodes: readonly NodeId[];
  /** Status of HTTP, where it is literal. */
  readonly status?: number;
}

const RESPONSES = /^(express\.Response\(\)|http\.ServerResponse\(\)|fastify\.FastifyReply\(\)|hono\.Context\(\)|koa\.Context\(\)|elysia\.Context\(\)|next\/server\.NextResponse)(\.status\(\)|\.code\(\)|\.type\(\))?\.(json|send|end|write|body|text|html|jsonp)$|^Response(\.json)?$|^next\/server\.NextResponse$/;

/** The calls of product code that answer requests. */
export function answersOf(analysis: Analysis): Answer[] {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  return program.calls.flatMap((call, index): Answer[] => {
    if (!query.isProduct(index) || call.args.length === 0 || !points.apis(index).some((path) => RESPONSES.test(path))) return [];
    const status = statusOf(analysis, index);
    return [{ call: index, nodes: call.args.slice(0, 1), ...(status !== undefined && { status }) }];
  });
}

function statusOf(analysis: Analysis, index: number): number | undefined {
  const { program } = analysis;
  const call = program.calls[index];
  if (!call) return undefined;
  const before = program.callByResult.get(call.recv);
  const chained = before === undefined ? undefined : program.calls[before];
  const nodes = [chained && /^(status|code|writeHead)$/.test(chained.name) ? chained.args[0] : undefined, call.args[1], memberAt(analysis, call.args[1], 'status')];
  return nodes.flatMap((node) => (node === undefined || node === NO_NODE ? [] : literalsAt(analysis, node))).find((value): value is number => typeof value === 'number' && value >= 100);
}

/** Functions that routes run: those that answer, and those around them. */
export function answeringFunctions(analysis: Analysis, answers: readonly Answer[]): number[] {
  return [...new Set(answers.flatMap(({ call }) => { const fn = analysis.program.calls[call]?.fn ?? -1; return fn < 0 ? [] : [fn]; }))];
}

/** Calls of a function and of those inside it. */
export function callsOf(analysis: Analysis, fn: number): readonly number[] {
  return callsWithin(analysis.program, fn);
}
