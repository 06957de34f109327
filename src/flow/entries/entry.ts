import type { Location } from '../../model/location';
import type { NodeId, Prop } from '../../model/flow-graph';
import type { Schema } from '../schema/schema';

/** How an entry point was registered. */
export type Registration = 'high-level' | 'low-level' | 'fastmcp' | 'class';

/** Where a caller's values arrive: a parameter, and members of it. */
export interface EntryInput {
  readonly node: NodeId;
  readonly path: readonly Prop[];
  readonly note: string;
}

/** Something that a client can call with values of its own choosing. */
export interface EntryPoint {
  readonly kind: 'tool' | 'resource' | 'prompt' | 'dispatch' | 'completion';
  readonly registration: Registration;
  /** Name as registered; empty when it is not a literal, or for the dispatcher of a low-level server. */
  readonly name: string;
  readonly description?: string;
  readonly location: Location;
  /** Functions that run, if they are known. */
  readonly handlers: readonly number[];
  /** Schema of the input; undefined when none is given. */
  readonly schema: Schema | undefined;
  /** Whether the SDK checks the input against the schema before the handler runs. */
  readonly enforced: boolean;
  readonly inputs: readonly EntryInput[];
  readonly annotations: NodeId;
  readonly outputSchema: NodeId;
}
