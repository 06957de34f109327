import type { Location } from '../model/location';

/** One test of the repository's own: what it calls, and whether it asserts anything. */
export interface TestFact {
  readonly location: Location;
  /** Something is expected: a test without an assertion shows nothing. */
  readonly asserts: boolean;
  /** Literal names and texts that it hands to calls, such as the name of a tool. */
  readonly literals: readonly string[];
  /** Functions of the product that it runs, directly or through others. */
  readonly reaches: readonly Location[];
}

/** The tests of a repository, and the files that hold them. */
export interface TestsFact {
  readonly tests: readonly TestFact[];
  readonly files: readonly string[];
}
