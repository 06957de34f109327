import type { HttpFramework, Listener } from '../../../../facts/http';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation } from '../../../../flow/program';
import type { NodeId } from '../../../../model/flow-graph';
import { functionsOf, literalsAt, memberAt, pathsAt, queryOf, storedAt } from '../query';
import { rootsOf } from './frameworks';
import { bindingOf } from './hosts';
import { modeOf } from './listen';

/** A server that is made from a function of requests: who answers, and where it listens. */
export interface FetchServer {
  readonly targets: readonly number[];
  readonly fns: readonly number[];
  readonly node: NodeId;
  readonly framework: HttpFramework;
  readonly listener: Listener;
}

const SERVE = /^(@hono\/node-server\.(serve|createAdaptorServer)|srvx\.serve|h3\.serve|Bun\.serve|Deno\.serve|std\/http\.serve)$/;

/** `serve({ fetch: app.fetch, port })`, `Bun.serve({ fetch })`, `Deno.serve(handler)`. All of them listen on all interfaces unless told otherwise. */
export function fetchServers(analysis: Analysis): FetchServer[] {
  const { program, points } = analysis;
  return program.calls.flatMap((call, index): FetchServer[] => {
    const api = points.apis(index).find((path) => SERVE.test(path));
    if (api === undefined || !queryOf(analysis).isProduct(index)) return [];
    const members = call.args.map((arg) => memberAt(analysis, arg, 'fetch', 'handler')).filter((node) => node !== undefined);
    const candidates = [...call.args, ...members, ...call.args.flatMap((arg) => storedAt(analysis, arg, 'fetch', 'handler'))];
    const host = call.args.map((arg) => memberAt(analysis, arg, 'hostname', 'host')).find((node) => node !== undefined);
    const port = call.args.flatMap((arg) => literalsAt(analysis, memberAt(analysis, arg, 'port'))).map(Number).find((each) => Number.isInteger(each));
    return [{
      targets: [...new Set(candidates.flatMap((node) => rootsOf(analysis, node)).filter((root) => root.call >= 0 && root.call !== index).map((root) => root.call))],
      fns: [...new Set(candidates.flatMap((node) => functionsOf(analysis, node)))], node: members[0] ?? call.args.find((arg) => functionsOf(analysis, arg).length > 0 || pathsAt(analysis, arg).length > 0) ?? -1,
      framework: api.startsWith('Bun') ? 'bun' : api.startsWith('Deno') ? 'deno' : 'node',
      listener: { location: callLocation(program, index), host: bindingOf(analysis, host, 'all'), protocol: 'http', mode: modeOf(analysis, index), shortLived: false, ...(port !== undefined && { port }) },
    }];
  });
}
