import type { Location } from '../model/location';

/** A call that issues a JSON Web Token. */
export interface IssuedToken {
  readonly location: Location;
  readonly library: string;
  /** `unknown`: options or claims come from somewhere that was not followed. */
  readonly expiry: 'given' | 'none' | 'unknown';
  /** Lifetime in seconds, where it is a literal. */
  readonly lifetime?: number;
  readonly algorithmNone: boolean;
  /** The secret is a literal of the code. */
  readonly literalSecret: boolean;
  readonly digest: number;
}

/** A call that verifies one, or only decodes it. */
export interface AcceptedToken {
  readonly location: Location;
  readonly library: string;
  readonly does: 'verify' | 'decode';
  /** Algorithms are named, or follow from the keys. */
  readonly pinned: boolean;
  readonly ignoresExpiration: boolean;
  readonly algorithmNone: boolean;
  readonly literalSecret: boolean;
  /** Issuer or audience is checked; undefined where the options were not followed. */
  readonly checksClaims?: boolean;
  readonly digest: number;
}

export interface TokensFact {
  readonly issued: readonly IssuedToken[];
  readonly accepted: readonly AcceptedToken[];
}
