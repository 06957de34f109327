import type { Location } from '../model/location';

/**
 * From where a listener can be reached by default. `unknown`: the host comes from somewhere that could not be followed;
 * it is shown and counts as neither.
 */
export type Reach = 'loopback' | 'beyond' | 'unknown';

/** The address that a server listens on. */
export interface HostBinding {
  readonly reach: Reach;
  /** `literal` stands in the code; `default` is the library's where nothing is given; `platform` chooses it; `computed` was not followed. */
  readonly by: 'literal' | 'default' | 'platform' | 'computed';
  /** The address as written, where it is one. */
  readonly text?: string;
  /** What can change it: an environment variable or an option, e.g. `process.env.HOST`. */
  readonly configuredBy?: string;
}

/** A place where the program begins to listen. */
export interface Listener {
  readonly location: Location;
  readonly host: HostBinding;
  readonly port?: number;
  readonly protocol: 'http' | 'https' | 'websocket';
  /** TLS is terminated here. */
  readonly tls?: TlsServer;
  /** Literals that select it, such as the transport named on the command line. */
  readonly mode: readonly string[];
  /** The call ends its own listening, as a server does that waits for one answer of a browser. */
  readonly shortLived: boolean;
}

/** Settings of a server that terminates TLS. `minimum` is absent when it sets no floor. */
export interface TlsServer {
  readonly location: Location;
  readonly minimum?: string;
}

/** What a piece of middleware, or a call on the way of a request, is there for. */
export type GuardRole =
  | 'limiter' | 'authentication' | 'cors' | 'origin' | 'hsts' | 'https-redirect' | 'metrics' | 'tracker' | 'logger' | 'body' | 'error-handler';

/** Something that a request passes, or should have passed, before it is answered. */
export interface Guard {
  readonly role: GuardRole;
  readonly location: Location;
  /** What it is in words: a package, or the function of the program. */
  readonly by: string;
  /** Index in `limiters` of the fact of that name; only for `limiter`. */
  readonly limiter?: number;
  /** It rejects nothing where a variable is missing, such as a key that is only compared when one is set. */
  readonly optional?: boolean;
}

/**
 * What a route does. `mcp` speaks the protocol; `data` reads or changes something; the others cost nothing worth a limit:
 * fixed answers, health, files, metadata, metrics, and the answer of a browser in a log-in.
 */
export type RouteRole = 'mcp' | 'data' | 'fixed' | 'health' | 'static' | 'metadata' | 'metrics' | 'callback' | 'socket';

/** One route of an application, with what stands in front of it. */
export interface Route {
  readonly location: Location;
  /** Upper case; `*` for all. */
  readonly method: string;
  /** With the prefixes under which it is mounted; `*` for every path. */
  readonly path: string;
  readonly role: RouteRole;
  /** In the order in which a request passes them. */
  readonly guards: readonly Guard[];
  /** Wired for this path, but after the route, so that no request of it arrives there. */
  readonly late: readonly Guard[];
  /** The functions that answer. */
  readonly handlers: readonly Location[];
}

export type HttpFramework =
  | 'express' | 'fastify' | 'koa' | 'hono' | 'nest' | 'next' | 'node' | 'workers' | 'bun' | 'deno' | 'elysia' | 'h3' | 'hapi' | 'fastmcp' | 'mcp-framework' | 'serverless' | 'websocket' | 'other';

/** One application: what listens, and what answers. */
export interface HttpApplication {
  readonly framework: HttpFramework;
  readonly location: Location;
  readonly listeners: readonly Listener[];
  readonly routes: readonly Route[];
  readonly cors: readonly CorsSetting[];
  /** Where a proxy's headers are trusted, e.g. `app.set('trust proxy', 1)`. */
  readonly trustProxy?: Location;
}

/** What browsers of other origins may do. */
export interface CorsSetting {
  readonly location: Location;
  /** `any`: a literal `*`; `reflected`: whatever origin asks; `listed`: fixed or computed by a check. */
  readonly origin: 'any' | 'reflected' | 'listed' | 'unknown';
  readonly credentials: boolean;
}

/** A call that switches off the check of certificates. */
export interface UncheckedCertificate {
  readonly location: Location;
  /** As written: `rejectUnauthorized: false`, `NODE_TLS_REJECT_UNAUTHORIZED`. */
  readonly by: string;
  /** A setting of the user decides; the default keeps the check on. */
  readonly optional: boolean;
  readonly digest: number;
}

/** A call to another host by plain HTTP. */
export interface PlainRequest {
  readonly location: Location;
  readonly host: string;
  readonly digest: number;
}

/** A call to another service. */
export interface OutboundCall {
  readonly location: Location;
  readonly callee: string;
}

/** Servers and clients of HTTP in the code. */
export interface HttpFact {
  readonly applications: readonly HttpApplication[];
  readonly uncheckedCertificates: readonly UncheckedCertificate[];
  readonly plainRequests: readonly PlainRequest[];
  readonly outbound: readonly OutboundCall[];
}

/** Whether a route is worth a limit, a log-in or encryption: it speaks MCP, or it reads or changes something. */
export function matters(route: Route): boolean {
  return route.role === 'mcp' || route.role === 'data';
}

/** Applications that listen beyond loopback by default, on a listener that stays, with what they serve there. */
export function exposedApplications(http: HttpFact): readonly HttpApplication[] {
  return http.applications.filter((application) => application.listeners.some(isExposed));
}

/** A listener that other machines reach by default. One that waits for a browser's one answer is closed again. */
export function isExposed(listener: Listener): boolean {
  return listener.host.reach === 'beyond' && !listener.shortLived;
}
