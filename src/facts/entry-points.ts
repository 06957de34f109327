import type { Location } from '../model/location';

/** One argument of a tool, as its schema has it. */
export interface SchemaField {
  readonly name: string;
  readonly type: 'string' | 'number' | 'boolean' | 'literal' | 'array' | 'object' | 'record' | 'any' | 'unknown';
  /** It has an upper bound or a fixed form. */
  readonly bounded: boolean;
  readonly described: boolean;
}

/** The schema of an input. `unknown` means that there is one and it could not be read. */
export interface InputSchema {
  readonly type: SchemaField['type'];
  readonly fields: readonly SchemaField[];
  /** Members that the schema does not name come through. */
  readonly open: boolean;
  /** The library that checks it; empty for a plain JSON Schema. */
  readonly library: string;
}

/** A tool, resource or prompt that a client can call. */
export interface EntryPointFact {
  readonly kind: 'tool' | 'resource' | 'prompt';
  /** Empty when the name is not a literal. */
  readonly name: string;
  readonly description?: string;
  readonly location: Location;
  /** The functions that run, in order of the text. */
  readonly handlers: readonly Location[];
  readonly schema?: InputSchema;
  /** The SDK, or the handler itself, checks the input against the schema before it is used. */
  readonly checked: boolean;
  /** The handler reads values of the caller. */
  readonly readsInput: boolean;
  /** Hints of the tool's annotations that are literal. */
  readonly hints: Readonly<Record<string, boolean>>;
  readonly hasOutputSchema: boolean;
}

/** A low-level handler that receives the calls of every tool. */
export interface DispatchFact {
  readonly location: Location;
  /** Every value it takes from the arguments passes a schema first; where it does not, the first such place. */
  readonly unchecked?: Location;
}

/** A route of HTTP, other than those that speak MCP, whose code takes members out of the body of the request. */
export interface BodyFact {
  readonly location: Location;
  readonly method: string;
  readonly path: string;
  /** The first member that is read without a schema or a test of its type before. */
  readonly unchecked?: Location;
}

/** Everything that a client can reach by MCP, and the bodies that routes of HTTP read beside it. */
export interface EntryPointsFact {
  readonly entries: readonly EntryPointFact[];
  readonly dispatchers: readonly DispatchFact[];
  readonly bodies: readonly BodyFact[];
}
