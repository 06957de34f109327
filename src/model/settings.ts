/** What a repository's configuration tells the analysis, as plain data. None of it can decide anything by itself. */

/** Settings that controls need; they reach them as the fact `settings`. */
export interface ControlSettings {
  /** Longest lifetime of an issued access token that `jwt-expiration` accepts, in seconds. */
  readonly maxTokenLifetime: number;
}

/** A day: what the checklist accepts where nobody says otherwise. */
export const DEFAULT_CONTROL_SETTINGS: ControlSettings = { maxTokenLifetime: 86_400 };

/** A function, of a package or of the program, whose value is untrusted. */
export interface SourceModel {
  /** Package and members, `@acme/inbox.read`, or file and name, `./src/inbox.ts#read`; `#read` in any file. */
  readonly api: string;
  /** `return`: what the call returns; `callback`: what it hands to the functions passed to it. */
  readonly from: 'return' | 'callback';
}

/** A function, of a package or of the program, that untrusted values must not reach. */
export interface SinkModel {
  readonly api: string;
  /** Positions of the dangerous arguments, from 0; all of them when absent. */
  readonly arguments?: readonly number[];
  /** Class of the finding, one of the kinds in the checklist. */
  readonly kind: string;
}

/** A function, of a package or of the program, that makes a value harmless. */
export interface SanitizerModel {
  readonly api: string;
  /** Classes of finding for which its result is harmless. */
  readonly kinds: readonly string[];
}

/** A function that tests a value: it returns a boolean, or throws. */
export interface GuardModel {
  readonly api: string;
  /** Classes of finding that a value can no longer cause behind it. */
  readonly kinds: readonly string[];
  /** Position of the value that is tested. */
  readonly argument: number;
  /** The value is safe where the function returns something true, or false; one that throws is safe where it returns. */
  readonly safeWhen: boolean;
}

/** What a user adds to the data flow's knowledge of libraries. */
export interface FlowModels {
  readonly sources: readonly SourceModel[];
  readonly sinks: readonly SinkModel[];
  readonly sanitizers: readonly SanitizerModel[];
  readonly guards: readonly GuardModel[];
}

export const NO_FLOW_MODELS: FlowModels = { sources: [], sinks: [], sanitizers: [], guards: [] };
