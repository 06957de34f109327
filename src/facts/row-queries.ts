import type { Location } from '../model/location';

/** A read that runs once for each element of a list. */
export interface RowQuery {
  /** Of the call in the loop. */
  readonly location: Location;
  /** `database`: one statement could read all of it. `in-process`: so it could, but no query leaves the process. `remote`: a request to a service. */
  readonly kind: 'database' | 'in-process' | 'remote';
  /** What is called in the loop. */
  readonly callee: string;
  /** Where the query itself stands, when the loop reaches it through functions. */
  readonly query?: Location;
  /** Where the list comes from: an earlier query, the arguments of the caller, or somewhere that could not be followed. */
  readonly rows: 'query' | 'caller' | 'unknown';
  /** The list has a bound that the program sets: a slice, or a limit in the request for it. */
  readonly bounded: boolean;
}

/** Queries in loops, and how many queries there are in all. */
export interface RowQueriesFact {
  readonly queries: readonly RowQuery[];
  /** Calls that read or write, in and outside loops. */
  readonly sites: { readonly count: number; readonly first?: Location };
}
