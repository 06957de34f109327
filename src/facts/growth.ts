import type { Location } from '../model/location';

/** A metric or an event of analytics that counts something. */
export interface CountFact {
  readonly location: Location;
  /** Name of the metric or event, or of the variable that holds it. */
  readonly name: string;
  readonly by: 'metric' | 'event';
  /** Function that holds it, as `path:line`; absent at module level. */
  readonly within?: string;
}

/** A place where an account is made. */
export interface SignUpFact {
  readonly location: Location;
  readonly by: string;
  readonly within?: string;
}

/** Accounts, and what is counted. */
export interface GrowthFact {
  readonly signUps: readonly SignUpFact[];
  readonly counts: readonly CountFact[];
  /** Functions in which payments are taken, as `path:line`. */
  readonly paying: readonly string[];
}
