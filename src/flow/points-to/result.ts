import type { NodeId, Prop } from '../../model/flow-graph';
import type { Value, Values } from './values';

/** Where the values of a program may go: the result of `solve`. */
export interface PointsTo {
  readonly values: Values;
  /** What a node may be. */
  readonly of: (node: NodeId) => readonly Value[];
  /** Functions of the program that a call may run. */
  readonly targets: (call: number) => readonly number[];
  /** Ways that lead to what a call calls, outside the program: `pg.Pool().query`. */
  readonly apis: (call: number) => readonly string[];
  /** Calls that may run a function. */
  readonly callers: (fn: number) => readonly number[];
  /** Nodes of the fields of instances, and of what `new` makes of a plain function: written through `this` or any of them, read through any. */
  readonly field: (owner: Value & { readonly k: 'instance' | 'made' }, prop: Prop) => NodeId | undefined;
  /** Members of the object made at a node, by name. */
  readonly members: (node: NodeId) => ReadonlyMap<Prop, NodeId>;
  /** Fields of the instances of a class, by name. */
  readonly fieldsOf: (cls: number) => ReadonlyMap<Prop, NodeId>;
  /** Which class and name a field node stands for. */
  readonly fieldName: (node: NodeId) => string | undefined;
  /** Edges that linking found, by node: imports and modelled values. */
  readonly linked: ReadonlyMap<NodeId, readonly NodeId[]>;
  readonly nodeCount: number;
  /** Places of calls to functions outside the program: see `models.ts`. */
  readonly modelled: ReadonlyMap<NodeId, readonly ModelledFlow[]>;
  /** Named imports, by the node of the module that they are loaded from. */
  readonly importLoads: ReadonlyMap<NodeId, readonly { readonly prop: Prop; readonly to: NodeId }[]>;
  readonly instanceLoads: ReadonlyMap<NodeId, readonly { readonly to: NodeId }[]>;
}

/** One flow through a function outside the program. */
export interface ModelledFlow {
  readonly fromPath: readonly Prop[];
  readonly to: NodeId;
  readonly toPath: readonly Prop[];
  readonly call: number;
  /** The value itself arrives, or only something made of it. */
  readonly same: boolean;
  readonly normalises: boolean;
  readonly clears: readonly string[];
}
