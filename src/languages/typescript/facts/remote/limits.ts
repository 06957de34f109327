import type { TimeLimit } from '../../../../facts/remote-calls';
import type { Analysis } from '../../../../flow/analyse';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { memberAt, pathsAt, queryOf, storesNamed } from '../query';
import type { RemoteSite } from './sites';

const OPTIONS = ['timeout', 'signal', 'abortSignal', 'requestTimeout', 'timeoutMs', 'timeoutMillis', 'query_timeout', 'statement_timeout', 'connectionTimeoutMillis', 'commandTimeout', 'socketTimeoutMS', 'socketTimeout', 'headersTimeout', 'bodyTimeout', 'maxTimeMS', 'timeoutMS', 'dispatcher', 'cancelToken', 'httpOptions', 'requestHandler', 'timeout_ms', 'request_timeout', 'queryTimeout', 'connect_timeout', 'idle_timeout'] as const;

/** How long a call may take by its own options, those of its client, and the client's default. */
export function limitOf(analysis: Analysis, site: RemoteSite): TimeLimit {
  const { program, points } = analysis;
  const call = program.calls[site.call];
  if (!call) return 'unknown';
  if (/timeout/i.test(site.path) || call.args.some((arg) => hasOption(analysis, arg)) || clientsOf(analysis, site).some((made) => (program.calls[made]?.args ?? []).some((arg) => hasOption(analysis, arg)))) return 'explicit';
  if (hasGlobalLimit(analysis, site.client)) return 'explicit';
  if (site.role.timeout === 'unknown') return 'unknown';
  if (site.role.timeout !== 'none') return 'default';
  const options = call.args.slice(1).filter((arg) => arg !== NO_NODE);
  const unclear = options.some((arg) => points.of(arg).length === 0 && program.origins[arg]?.k === 'param') || call.spread !== undefined;
  const spread = options.some((arg) => (program.spreadsByTarget.get(arg) ?? []).some((from) => points.of(from).length === 0));
  return unclear || spread ? 'unknown' : 'none';
}

function hasOption(analysis: Analysis, node: NodeId): boolean {
  return memberAt(analysis, node, ...OPTIONS) !== undefined;
}

/** The calls that made the client: those that the receiver comes from, and for SDKs and databases all of the package. */
function clientsOf(analysis: Analysis, site: RemoteSite): number[] {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const own: number[] = [];
  for (let at = program.calls[site.call]?.recv ?? NO_NODE, steps = 0; at !== NO_NODE && steps < 8; steps++) {
    const made = points.of(at).flatMap((value) => (value.k === 'api' && value.call >= 0 ? [value.call] : []));
    own.push(...made);
    at = query.loadsTo(at)[0]?.from ?? (made[0] === undefined ? NO_NODE : (program.calls[made[0]]?.recv ?? NO_NODE));
  }
  return site.role.kind === 'http' ? own : [...own, ...madeOf(analysis, site.client)];
}

const makers = new WeakMap<Analysis, Map<string, number[]>>();

function madeOf(analysis: Analysis, client: string): readonly number[] {
  let index = makers.get(analysis);
  if (!index) {
    index = new Map();
    for (const [position, call] of analysis.program.calls.entries()) {
      if (call.args.length === 0) continue;
      for (const path of analysis.points.apis(position)) {
        const name = /^(@[^/]+\/[^.(]+|[^.(]+)/.exec(path)?.[0] ?? path;
        if (path.split('.').length > 4 || path.includes('()')) continue;
        index.set(name, [...(index.get(name) ?? []), position]);
      }
    }
    makers.set(analysis, index);
  }
  return index.get(client) ?? [];
}

const TIMEOUT = /^timeout$/;

/** `axios.defaults.timeout = …`, `setGlobalDispatcher(new Agent({ headersTimeout: … }))`. */
function hasGlobalLimit(analysis: Analysis, client: string): boolean {
  const { program } = analysis;
  if (client === 'fetch' || client === 'undici') return program.calls.some((call, index) => call.name === 'setGlobalDispatcher' && queryOf(analysis).isProduct(index));
  return storesNamed(analysis, TIMEOUT).some((store) => pathsAt(analysis, store.base).some((path) => path === `${client}.defaults`));
}
