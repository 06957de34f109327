/** What a repository's configuration tells the analysis, as plain data. None of it can decide anything by itself. */

/** Settings that controls need; they reach them as the fact `settings`. */
export interface ControlSettings {
  /** Longest lifetime of an issued access token that `jwt-expiration` accepts, in seconds. */
  readonly maxTokenLifetime: number;
}

/** A day: what the checklist accepts where nobody says otherwise. */
export const DEFAULT_CONTROL_SETTINGS: ControlSettings = { maxTokenLifetime: 86_400 };

/** A function of a package whose value is untrusted. */
export interface SourceModel {
  /** Package and members, e.g. `@acme/inbox.read`. */
  readonly api: string;
  /** `return`: what the call returns; `callback`: what it hands to the functions passed to it. */
  readonly from: 'return' | 'callback';
}

/** A function of a package that untrusted values must not reach. */
export interface SinkModel {
  readonly api: string;
  /** Positions of the dangerous arguments, from 0; all of them when absent. */
  readonly arguments?: readonly number[];
  /** Class of the finding, one of the kinds in the checklist. */
  readonly kind: string;
}

/** A function of a package that makes a value harmless. */
export interface SanitizerModel {
  readonly api: string;
  /** Classes of finding for which its result is harmless. */
  readonly kinds: readonly string[];
}

/** What a user adds to the data flow's knowledge of libraries. */
export interface FlowModels {
  readonly sources: readonly SourceModel[];
  readonly sinks: readonly SinkModel[];
  readonly sanitizers: readonly SanitizerModel[];
}

export const NO_FLOW_MODELS: FlowModels = { sources: [], sinks: [], sanitizers: [] };
