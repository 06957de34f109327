import type { Location } from '../model/location';

/** A cookie, or a measurement of a visitor, that the service does not need to work. */
export interface TrackerFact {
  readonly location: Location;
  readonly kind: 'cookie' | 'browser-analytics';
  /** Name of the cookie, or what measures. */
  readonly name: string;
  /** A condition on somebody's consent stands before it. */
  readonly gated: boolean;
  readonly anchor: string;
}

/** A place that asks people for consent. */
export interface ConsentRequest {
  readonly location: Location;
  /** The library, or `a form`. */
  readonly by: string;
  /** The library holds back what it was told of until the answer. */
  readonly library: boolean;
}

/** Cookies, measurements and questions for consent. */
export interface ConsentFact {
  readonly trackers: readonly TrackerFact[];
  readonly requests: readonly ConsentRequest[];
  /** Cookies that the service needs: sessions, the state of a log-in, choices of the person. */
  readonly necessary: number;
}
