import type { Location } from '../model/location';

/** Where data comes to rest, or to whom it is sent for measuring. */
export type StoreKind = 'database' | 'key-value' | 'file' | 'telemetry';

/**
 * What was done to a value before it is stored. `password-hash`: a slow hash with a salt. `fast-hash`: any other hash.
 * `named`: a function outside the program that calls itself a hash or an encryption. `fixed`: a literal.
 */
export type Protection = 'plain' | 'password-hash' | 'fast-hash' | 'encrypted' | 'named' | 'fixed';

/** One column, field or member that is written. */
export interface StoredField {
  /** As the code writes it. */
  readonly name: string;
  readonly location: Location;
  readonly protection: Protection;
  /** Of a fast hash, where it is a literal: `md5`. */
  readonly algorithm?: string;
  /** It comes from a generator that can be predicted. */
  readonly predictable?: true;
  /** An object that is stored as a whole here: `the body of the request`. */
  readonly whole?: string;
}

/** A call that stores something. */
export interface StoreWrite {
  readonly location: Location;
  readonly to: StoreKind;
  readonly operation: 'insert' | 'update';
  /** Table, collection, or event; absent where it is not a literal. */
  readonly table?: string;
  readonly callee: string;
  readonly fields: readonly StoredField[];
  /** An object that becomes the record, or is spread into it: `the body of the request`. */
  readonly whole?: string;
  /** It stays with whoever runs the program: a file below the home folder, or the settings store of a command line. */
  readonly own?: 'private' | 'readable';
  /** Some value of it comes from a request or a tool call. */
  readonly fromCaller: boolean;
  /** It ends by itself: the option or argument that says so. */
  readonly lifetime?: string;
  /** Identity of the statement, without its line. */
  readonly anchor: string;
}

/** What leads to a deletion: a route or a tool. */
export interface DeletionWay {
  readonly kind: 'route' | 'tool';
  /** `DELETE /users/me`, or the name of the tool. */
  readonly name: string;
  readonly location: Location;
  /** Somebody has to prove who they are first; always so for tools of a server over stdio. */
  readonly authenticated: boolean;
}

/** A call that deletes rows, documents or keys. */
export interface Deletion {
  readonly location: Location;
  readonly table?: string;
  /** Columns that it is filtered by. */
  readonly filters: readonly string[];
  /** It deletes what is older than some time. */
  readonly byTime: boolean;
  /** Something runs it again and again. */
  readonly scheduled: boolean;
  readonly ways: readonly DeletionWay[];
}

/** Something other than a deletion that lets data end by itself: a TTL index, a lifecycle rule, a partition that is dropped. */
export interface Expiry {
  readonly location: Location;
  readonly how: string;
  readonly table?: string;
}

/** All columns of a table, read into an answer. */
export interface WholeRead {
  readonly location: Location;
  readonly table: string;
  readonly anchor: string;
}

/** What the code stores, what lets it end, and what deletes it. */
export interface StoresFact {
  readonly writes: readonly StoreWrite[];
  readonly deletions: readonly Deletion[];
  readonly expiries: readonly Expiry[];
  readonly wholeReads: readonly WholeRead[];
  /** Names of members that the program reads, and columns that it selects, in snake case. */
  readonly reads: readonly string[];
  /** The program serves strangers: it listens beyond this machine, so that what it stores is about others. */
  readonly servesOthers: boolean;
}
