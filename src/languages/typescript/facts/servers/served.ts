import type { TlsServer } from '../../../../facts/http';
import type { Analysis } from '../../../../flow/analyse';
import { callAt, functionsOf, isObject, memberAt, pathsAt } from '../query';
import { rootsOf } from './frameworks';
import { tlsOf } from './listen';
import type { App, Step } from './wiring';

/** What a server of Node, or one that an application brings along, hands requests to. */
export interface Served {
  /** Applications that answer for it, by the calls that make them. */
  readonly serves: readonly number[];
  readonly secure: boolean;
  readonly tls?: TlsServer;
  /** Functions that answer by themselves. */
  readonly handlers: readonly Step[];
}

/** `http.createServer(app)`, `https.createServer({ key, cert }, app)`, `fastify({ https: … })`. */
export function servedBy(analysis: Analysis, app: App): Served {
  const { call, framework } = app.root;
  const record = callAt(analysis, call);
  if (!record) return { serves: [], secure: false, handlers: [] };
  if (framework !== 'node') {
    const https = memberAt(analysis, record.args[0], 'https', 'tls', 'http2SecureOptions', 'httpsOptions') ?? memberAt(analysis, record.args[1], 'httpsOptions');
    return https === undefined || !isObject(analysis, https) ? { serves: [], secure: false, handlers: [] } : { serves: [], secure: true, tls: tlsOf(analysis, call, https), handlers: [] };
  }
  const secure = analysis.points.apis(call).some((path) => /^(https|spdy)\.|createSecureServer$/.test(path));
  const serves = record.args.flatMap((arg) => rootsOf(analysis, arg)).filter((root) => root.call >= 0 && root.call !== call).map((root) => root.call);
  const fns = record.args.filter((arg) => functionsOf(analysis, arg).length > 0 || pathsAt(analysis, arg).length > 0);
  const handlers = fns.map((node): Step => ({ call, kind: 'route', method: '*', path: '*', handlers: [node], mounts: [] }));
  return { serves, secure, handlers: serves.length > 0 ? [] : handlers, ...(secure && { tls: tlsOf(analysis, call, record.args[0]) }) };
}
