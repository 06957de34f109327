import { IN_PROCESS, IN_PROCESS_DIALECT } from '../../../../facts/knowledge/roles/remote';
import type { Analysis } from '../../../../flow/analyse';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { literalsAt, memberAt, pathsAt, patternAt } from '../query';
import { sliceOf } from '../slice';
import type { RemoteSite } from './sites';

/** A file or the memory of the process, as clients that also speak to servers are told. */
const LOCAL_ADDRESS = /^(?:file:|:memory:)/i;
const ENVIRONMENT = /^(?:process\.env|import\.meta\.env|Deno\.env|Bun\.env)\b/;
const OPTIONS: readonly string[] = ['url', 'client', 'dialect', 'type', 'connection', 'driver'];
const DEPTH = 8;

/** Whether a query is answered within the process, so that it costs no round trip. */
export function runsInProcess(analysis: Analysis, site: RemoteSite): boolean {
  if (site.role.kind !== 'database') return false;
  if (IN_PROCESS.test(site.path)) return true;
  const opened = openedBy(analysis, site.call);
  return opened.length > 0 && opened.every((call) => opensInProcess(analysis, call, 0));
}

/** The calls that made the clients at the root of a chain. */
function openedBy({ program, points }: Analysis, site: number): number[] {
  const roots = new Set<number>();
  const seen = new Set<number>();
  const work = [{ call: site, depth: 0 }];
  for (let next = work.pop(); next; next = work.pop()) {
    const { call, depth } = next;
    const record = program.calls[call];
    // Of `db('users')` the function itself is the client.
    const from = record?.recv === NO_NODE ? record.callee : (record?.recv ?? NO_NODE);
    const makers = from === NO_NODE || depth > DEPTH ? [] : points.of(from).flatMap((value) => (value.k === 'api' && value.call >= 0 ? [value.call] : []));
    if (makers.length === 0 && call !== site) roots.add(call);
    for (const maker of makers) {
      if (seen.has(maker)) continue;
      seen.add(maker);
      work.push({ call: maker, depth: depth + 1 });
    }
  }
  return [...roots];
}

/** `createClient({ url: 'file:a.db' })`, `knex({ client: 'better-sqlite3' })`, `drizzle(new Database('a.db'))`. */
function opensInProcess(analysis: Analysis, call: number, depth: number): boolean {
  return (analysis.program.calls[call]?.args ?? []).slice(0, 2).some((arg) => {
    return [arg, ...optionsAt(analysis, arg)].some((part) => isLocalPart(analysis, part, depth));
  });
}

/** What an object of options holds, as it is written and as it is known. */
function optionsAt(analysis: Analysis, arg: NodeId): NodeId[] {
  const written = analysis.points.of(arg).flatMap((value) => (value.k === 'object' ? (analysis.program.initStores.get(value.node) ?? []) : [])).flatMap((store) => (OPTIONS.includes(store.prop) ? [store.from] : []));
  return written.length > 0 ? written : OPTIONS.flatMap((name) => memberAt(analysis, arg, name) ?? []);
}

function isLocalPart(analysis: Analysis, node: NodeId, depth: number): boolean {
  if (pathsAt(analysis, node).some((path) => IN_PROCESS.test(path))) return true;
  const texts = literalsAt(analysis, node).filter((value): value is string => typeof value === 'string');
  if (texts.some((text) => IN_PROCESS_DIALECT.test(text))) return true;
  const address = texts[0] ?? patternAt(analysis, node);
  if (address !== undefined && LOCAL_ADDRESS.test(address)) return texts.every((text) => LOCAL_ADDRESS.test(text)) && !isConfigured(analysis, node);
  const makers = depth > 1 ? [] : analysis.points.of(node).flatMap((value) => (value.k === 'api' && value.call >= 0 ? [value.call] : []));
  return makers.some((maker) => opensInProcess(analysis, maker, depth + 1));
}

/** `process.env.DATABASE_URL ?? 'file:a.db'` may as well be a server; an environment that only fills in the name of a file may not. */
function isConfigured(analysis: Analysis, node: NodeId): boolean {
  const { assignsByTarget, concatsByResult } = analysis.program;
  const plain = [node, ...(assignsByTarget.get(node) ?? [])].filter((each) => !concatsByResult.has(each));
  return plain.length > 0 && [...sliceOf(analysis, plain.filter((each) => each !== node || plain.length === 1), { callers: true }).paths].some((path) => ENVIRONMENT.test(path));
}
