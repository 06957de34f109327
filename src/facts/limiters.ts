import type { Location } from '../model/location';

/** What a limiter tells clients apart by. */
export interface LimiterKey {
  /** `header`: a header that the client, or a proxy in front, sets; `shared`: one count for everybody. */
  readonly source: 'address' | 'identity' | 'header' | 'shared' | 'unknown';
  /** Lower case. */
  readonly header?: string;
  readonly location?: Location;
}

/** Something that limits how often a client may ask. */
export interface LimiterFact {
  /** Where it is made; of a hand-written one, where it counts. */
  readonly location: Location;
  readonly kind: 'library' | 'binding' | 'hand-written';
  /** The package, the binding, or the name of the function. */
  readonly name: string;
  /** The count comes to an end: by a window, a clock, an expiry or a timer. Always true of libraries. */
  readonly resets: boolean;
  readonly key: LimiterKey;
  /** Places where requests or tool calls pass it; none when it is made and never used. */
  readonly wired: readonly Location[];
  /** The program asks it somewhere, which is not seen to be on the way of a request. */
  readonly asked?: true;
  /** Requests that one client may send in one window, where both are literals. */
  readonly max?: number;
  readonly windowSeconds?: number;
}
