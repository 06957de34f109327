import type { Location } from '../model/location';

/** Something that receives errors: a service of error tracking, or a store of the program's own. */
export interface TrackerFact {
  readonly name: string;
  readonly location: Location;
  readonly kind: 'service' | 'store';
  /** Where errors reach it; none where it is only initialised. */
  readonly reached: readonly Location[];
  /** It installs handlers of its own when it is initialised. */
  readonly automatic: boolean;
}

/** Something that measures: a metric of a library, or an agent that measures requests by itself. */
export interface MetricFact {
  readonly name: string;
  readonly location: Location;
  readonly kind: 'counter' | 'histogram' | 'gauge' | 'agent';
  /** What the metric and its labels are called. */
  readonly words: readonly string[];
  /** Where values are recorded; an agent records by itself. */
  readonly recorded: readonly Location[];
}

export interface ObservabilityFact {
  readonly trackers: readonly TrackerFact[];
  readonly metrics: readonly MetricFact[];
}
