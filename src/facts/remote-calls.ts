import type { Location } from '../model/location';

/** How long a call to another service can take. `unknown`: that is not documented, or the options could not be followed. */
export type TimeLimit = 'explicit' | 'default' | 'none' | 'unknown';

/** A call to a service or to a database on another machine. */
export interface RemoteCall {
  readonly location: Location;
  /** Package or global that sends it. */
  readonly client: string;
  readonly kind: 'http' | 'sdk' | 'database';
  readonly limit: TimeLimit;
  /** The default of the client in words, for `default`. */
  readonly after?: string;
  /** It runs inside a breaker. */
  readonly breaker: boolean;
  /** It is tried again: by the client itself, or by something around it. */
  readonly retried: boolean;
}

/** A breaker of the program's own. */
export interface OwnBreaker {
  readonly location: Location;
  readonly name: string;
  /** It tries again after a while. */
  readonly recovers: boolean;
}

/** Something that tries remote calls again. */
export interface RetryFact {
  readonly location: Location;
  /** A package, or a function of the program. */
  readonly by: string;
  readonly bounded: boolean;
  readonly delay: 'growing' | 'fixed' | 'none';
  /** A call in it that must not happen twice and carries no key against that. */
  readonly repeats?: Location;
}

export interface RemoteCallsFact {
  readonly calls: readonly RemoteCall[];
  readonly breakers: readonly OwnBreaker[];
  readonly retries: readonly RetryFact[];
}
