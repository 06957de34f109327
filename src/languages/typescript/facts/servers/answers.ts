import type { Analysis } from '../../../../flow/analyse';
import { literalsAt, queryOf } from '../query';

const known = new WeakMap<Analysis, Map<number, ReadonlySet<number>>>();

/** The statuses of HTTP that a function answers or throws with: numbers that it passes on or stores, not those that it compares. */
export function statusesOf(analysis: Analysis, fn: number): ReadonlySet<number> {
  let made = known.get(analysis);
  if (!made) {
    made = index(analysis);
    known.set(analysis, made);
  }
  return made.get(fn) ?? NONE;
}

const NONE: ReadonlySet<number> = new Set();

function index(analysis: Analysis): Map<number, ReadonlySet<number>> {
  const { program } = analysis;
  const found = new Map<number, Set<number>>();
  const add = (fn: number, value: unknown): void => {
    if (typeof value !== 'number' || value < 200 || value > 599) return;
    const statuses = found.get(fn);
    if (statuses) statuses.add(value);
    else found.set(fn, new Set([value]));
  };
  program.calls.forEach((call) => {
    for (const arg of call.args) if (program.origins[arg]?.k === 'const') for (const value of literalsAt(analysis, arg)) add(call.fn, value);
  });
  for (const store of program.stores) if (/^(status|statusCode|code|httpStatus)$/.test(store.prop)) for (const value of literalsAt(analysis, store.from)) add(program.owners[store.from] ?? -1, value);
  return found;
}

/** Whether any of the functions answers with one of the statuses. */
export function answersWith(analysis: Analysis, fns: Iterable<number>, ...statuses: readonly number[]): boolean {
  for (const fn of fns) {
    const own = statusesOf(analysis, fn);
    if (statuses.some((status) => own.has(status))) return true;
  }
  return false;
}

/** The headers of the request that the functions read, in lower case. */
export function headersRead(analysis: Analysis, fns: Iterable<number>): Map<string, number> {
  const { program } = analysis;
  const query = queryOf(analysis);
  const read = new Map<string, number>();
  for (const fn of fns) {
    for (const load of query.loadsIn(fn)) {
      if (query.loadsTo(load.from).some((outer) => outer.prop === 'headers' || outer.prop === 'header') && /^[\w-]+$/.test(load.prop)) read.set(load.prop.toLowerCase(), load.to);
      if (load.prop === '*' && load.key !== undefined) for (const name of literalsAt(analysis, load.key)) if (typeof name === 'string' && HEADER.test(name)) read.set(name.toLowerCase(), load.to);
    }
    for (const call of query.callsIn(fn)) {
      const record = program.calls[call];
      if (!record || !/^(get|header|getHeader|getRequestHeader|has)$/.test(record.name)) continue;
      const name = literalsAt(analysis, record.args[record.args.length - 1])[0];
      if (typeof name === 'string' && HEADER.test(name)) read.set(name.toLowerCase(), record.result);
    }
  }
  return read;
}

/** Names that are those of headers; `map.get(key)` looks like reading one. */
const HEADER = /^(authorization|cookie|origin|host|referer|user-agent|forwarded|x-[\w-]+|cf-[\w-]+|fly-[\w-]+|true-client-ip|fastly-[\w-]+|mcp-[\w-]+|[\w-]*(api[-_]?key|token|secret|signature)[\w-]*|do-connecting-ip)$/i;
