import type { ControlId } from '../checklist/ids';
import type { FactName, FactTable } from '../facts/facts';
import type { Trait } from '../facts/traits';
import type { Evidence } from '../model/evidence';
import type { Finding, FlowStep, Nature, Severity } from '../model/finding';
import type { Location } from '../model/location';

/** One thing that a control can say. Text and remedy may hold `{name}` placeholders, filled from the data given. */
export interface Message {
  readonly severity: Severity;
  readonly nature: Nature;
  /** What is wrong: one sentence, capital first, full stop last. */
  readonly text: string;
  /** What to do about it: one or two sentences. */
  readonly remedy: string;
  readonly cwe?: number;
}

/** What a finding adds to its message. */
export interface Saying {
  readonly at?: Location;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly flow?: readonly FlowStep[];
  /** Identity across revisions, without line numbers; defaults to the filled-in text. */
  readonly anchor?: string;
  /** Identity of the place alone: see `Finding.site`. */
  readonly site?: string;
  /** Overrides the finding's kind, which is the message id otherwise: for messages that several kinds share. */
  readonly kind?: string;
  /** Overrides the message's CWE, for messages that speak of several weaknesses. */
  readonly cwe?: number;
}

export type Say<M extends string> = (message: M, saying?: Saying) => Finding;

/**
 * What a control concludes. `findings` of severity `fail` make the outcome a fail, whatever else is given;
 * otherwise `unverified` decides, otherwise it is a pass, which must bring evidence.
 */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
  /** One sentence that sums up; made from the findings when absent. */
  readonly reason?: string;
  /** Why there is no machine evidence either way. */
  readonly unverified?: string;
  /** What is missing for the control to apply, where a trait alone cannot tell, e.g. "tools that take arguments". */
  readonly notApplicable?: string;
}

/**
 * One control: the facts it needs, the messages it can say, and how it judges. A pure function of facts: no file
 * system, no syntax tree, no network, no clock, no configuration.
 */
export interface Control<N extends FactName = FactName, M extends string = string> {
  readonly id: ControlId;
  readonly needs: readonly N[];
  /** The traits of which one must be present; `always` for controls that apply to every repository. */
  readonly applies: 'always' | readonly Trait[];
  /**
   * Whether a pass claims that nothing is wrong anywhere (the usual case): then a source file that could not be
   * read turns the pass into an error. `false` where one good place is enough.
   */
  readonly exhaustive: boolean;
  readonly messages: Readonly<Record<M, Message>>;
  readonly judge: (facts: { readonly [K in N]: FactTable[K] }, say: Say<M>) => Judgement;
}

/** Declares a control; exists so that `needs` and `messages` type the arguments of `judge`. */
export function control<const N extends FactName, const M extends string>(spec: Control<N, M>): Control<N, M> {
  return spec;
}
