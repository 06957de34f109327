import type { Evidence } from './evidence';
import type { Finding } from './finding';
import type { Gap } from './seen';

/**
 * What a control says of a repository.
 * - `unverified`: no machine evidence either way; a person must attest.
 * - `error`: a fact that the control needs could not be seen, or the control broke. It blocks in every profile.
 * - `not-examined`: this version has no such control yet. Never shown as a pass, never blocks.
 */
export type Outcome = 'pass' | 'fail' | 'not-applicable' | 'unverified' | 'error' | 'not-examined';

export interface Verdict {
  readonly control: string;
  readonly outcome: Outcome;
  /** Why, in one sentence; for `not-applicable` it names the missing trait, for `error` what could not be seen and what to do. */
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** Warnings may accompany any outcome; a `fail` has at least one finding of severity `fail`. */
  readonly findings: readonly Finding[];
  /** What stayed out of sight without preventing the verdict. */
  readonly gaps: readonly Gap[];
}
