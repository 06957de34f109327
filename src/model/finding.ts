import type { Location } from './location';

/** `fail` fails the control; `warn` is shown and never fails it. */
export type Severity = 'fail' | 'warn';

/** `defect`: something wrong at a place in the code. `absence`: something that should be there and is not. */
export type Nature = 'defect' | 'absence';

/** One stop of a value on its way from source to sink. */
export interface FlowStep {
  readonly location: Location;
  /** What happens here, e.g. "argument `path` of tool `read_file`" or "passed to `run(command)`". */
  readonly note: string;
}

/** A control's statement about one place (`defect`) or about the whole (`absence`). */
export interface Finding {
  readonly control: string;
  /** The message id within the control; for data-flow controls the flow's class, e.g. `command-injection`. */
  readonly kind: string;
  /** The message id, where the kind is another. */
  readonly message?: string;
  readonly severity: Severity;
  readonly nature: Nature;
  /** What is wrong, one sentence. Quotes the repository: escape before showing. */
  readonly text: string;
  /** What to do about this one, one or two sentences. */
  readonly remedy: string;
  readonly location?: Location;
  /** The weakness in MITRE's enumeration, where one applies: 89 for CWE-89. */
  readonly cwe?: number;
  /** From source to sink, both included; only on findings of the data flow. */
  readonly flow?: readonly FlowStep[];
  /**
   * What identifies the finding across revisions: no line number in it. Reporters and `compare` add an
   * occurrence index for equal ones. Usually the text of the offending line, normalised.
   */
  readonly anchor: string;
  /**
   * Identity of the place alone, where several values that reach one place are a finding each while they are few, and
   * one together when they are many: the anchor of that one.
   */
  readonly site?: string;
}
