import type { Location } from '../model/location';

/** What of an error goes out with an answer: its stack, the whole object, or the statement or path that it carries. */
export type LeakKind = 'stack' | 'object' | 'internals';

/** An error that reaches the caller with more than its message. */
export interface ErrorLeak {
  readonly kind: LeakKind;
  readonly location: Location;
  /** What it reaches, to complete "reaches …": "the result of the tool `x`". */
  readonly reaches: string;
}

/** A failure that is answered in a way that looks like a success. */
export interface HiddenFailure {
  /**
   * `unmarked`: a result that speaks of the error without `isError`. `ignored`: a change that failed is caught, and the
   * function goes on. `emptied`: a read that failed gives an empty list. `dropped`: a result is made of the content of one
   * that was marked, without the mark.
   */
  readonly kind: 'unmarked' | 'ignored' | 'emptied' | 'dropped';
  readonly location: Location;
  /** Tool, or function of the program. */
  readonly where: string;
}

/** A promise that nobody waits for, on the way to a result. */
export interface LostPromise {
  readonly location: Location;
  readonly callee: string;
  /** `forEach` with an asynchronous function waits for none of them. */
  readonly each: boolean;
}

/** The members of the objects that routes answer failures with. */
export interface ErrorShape {
  readonly location: Location;
  /** Sorted. */
  readonly members: readonly string[];
}

/** How failures leave the server. */
export interface ErrorsFact {
  readonly leaks: readonly ErrorLeak[];
  readonly hidden: readonly HiddenFailure[];
  readonly lost: readonly LostPromise[];
  /** Different shapes, each with the first place that answers so. */
  readonly shapes: readonly ErrorShape[];
  /** Places that answer a failure as a failure. */
  readonly marked: readonly Location[];
  /** How many places catch errors on the way to an answer. */
  readonly caught: number;
  /** Functions that handle the errors of all routes. */
  readonly handlers: readonly Location[];
}
