import type { HostBinding, HttpFramework, Listener, TlsServer } from '../../../../facts/http';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation } from '../../../../flow/program';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { callAt, functionsOf, isObject, literalsAt, memberAt, textAt, queryOf } from '../query';
import { bindingOf, type DefaultHost } from './hosts';
import type { App } from './wiring';

/** Frameworks that listen on loopback unless they are told otherwise; Node listens on all interfaces. */
const DEFAULTS: Readonly<Partial<Record<HttpFramework, DefaultHost>>> = { fastify: 'loopback', fastmcp: 'loopback' };

/** A call of `listen`, by the framework's own order of arguments; undefined when it listens on no network. */
export function listenerOf(analysis: Analysis, call: number, app: App, tls: TlsServer | undefined, secure: boolean): Listener | undefined {
  const record = callAt(analysis, call);
  if (!record) return undefined;
  const { framework } = app.root;
  const host = framework === 'fastmcp' ? fastmcpHost(analysis, record.args[0]) : hostOf(analysis, record.args, DEFAULTS[framework] ?? 'all');
  if (!host) return undefined;
  const port = portOf(analysis, framework === 'fastmcp' ? memberAt(analysis, record.args[0], 'httpStream', 'sse') : record.args[0]);
  return {
    location: callLocation(analysis.program, call), host, protocol: framework === 'websocket' ? 'websocket' : secure ? 'https' : 'http', mode: modeOf(analysis, call), shortLived: false,
    ...(port !== undefined && { port }), ...(tls && { tls }),
  };
}

/** `listen(port, host?, backlog?, callback?)`, `listen({ port, host })`; a path is a socket of the file system. */
export function hostOf(analysis: Analysis, args: readonly NodeId[], unset: DefaultHost): HostBinding | undefined {
  const [first, second] = args;
  if (first !== undefined && isObject(analysis, first)) {
    if (memberAt(analysis, first, 'path') !== undefined) return undefined;
    return bindingOf(analysis, memberAt(analysis, first, 'host', 'hostname'), unset);
  }
  const socket = textAt(analysis, first);
  if (socket !== undefined && /[/\\]/.test(socket)) return undefined;
  if (second === undefined || functionsOf(analysis, second).length > 0 || literalsAt(analysis, second).some((value) => typeof value === 'number')) return bindingOf(analysis, undefined, unset);
  return bindingOf(analysis, second, unset);
}

function portOf(analysis: Analysis, node: NodeId | undefined): number | undefined {
  const ports = [...literalsAt(analysis, node), ...literalsAt(analysis, memberAt(analysis, node, 'port'))].map(Number);
  return ports.find((port) => Number.isInteger(port) && port >= 0 && port < 65_536);
}

/** FastMCP listens when it is started with a transport of HTTP. */
function fastmcpHost(analysis: Analysis, options: NodeId | undefined): HostBinding | undefined {
  const transports = literalsAt(analysis, memberAt(analysis, options, 'transportType'));
  if (!transports.some((value) => value === 'httpStream' || value === 'sse')) return undefined;
  return bindingOf(analysis, memberAt(analysis, memberAt(analysis, options, 'httpStream', 'sse'), 'host'), 'loopback');
}

/** Literals under which a call is reached, and under which the functions around it are called. */
export function modeOf(analysis: Analysis, call: number, depth = 0): string[] {
  const record = callAt(analysis, call);
  if (!record || depth > 4) return [];
  const own = (record.under ?? []).filter((text) => !text.startsWith('!'));
  const site = record.fn < 0 ? undefined : analysis.points.callers(record.fn)[0];
  return [...new Set([...own, ...(site === undefined ? [] : modeOf(analysis, site, depth + 1))])].slice(0, 4);
}

/** TLS settings of `https.createServer(options)` and what is like it. */
export function tlsOf(analysis: Analysis, call: number, options: NodeId | undefined): TlsServer {
  const minimum = textAt(analysis, memberAt(analysis, options, 'minVersion')) ?? byProtocol(textAt(analysis, memberAt(analysis, options, 'secureProtocol')));
  return { location: callLocation(analysis.program, call), ...(minimum !== undefined && { minimum }) };
}

/** `TLSv1_2_method` allows that version alone. */
function byProtocol(name: string | undefined): string | undefined {
  const version = /^TLSv1(?:_(\d))?_/.exec(name ?? '');
  return version ? `TLSv1.${version[1] ?? '0'}` : undefined;
}

/** Whether something that runs for a request ends the listening: a server that waits for one answer of a browser does. */
export function endsItself(analysis: Analysis, app: App, handlers: readonly number[]): boolean {
  const reached = queryOf(analysis).reach(handlers, 4, true);
  return app.closes.some((call) => reached.has(callAt(analysis, call)?.fn ?? -2));
}

/** `NO_NODE` for a missing argument. */
export function argumentAt(analysis: Analysis, call: number, index: number): NodeId {
  return callAt(analysis, call)?.args[index] ?? NO_NODE;
}
