import type { ts } from 'ts-morph';
import {
  NO_NODE, type Call, type CatchClause, type Comparison, type Count, type Cls, type Condition, type Edge, type Exit, type Fn, type Loop, type NodeId, type Origin, type Presence, type ParamGuard, type TypeRef,
} from '../../../model/flow-graph';
import type { Names, Variable } from './scan';

/** A statement about one value that holds where a condition is known to be true. */
export interface Assumption {
  readonly subject: NodeId;
  readonly condition: Condition | { readonly t: 'either'; readonly branches: readonly (readonly Assumption[])[] };
}

/** What a condition says when it is true, and when it is false. */
export interface Truth {
  readonly ifTrue: readonly Assumption[];
  readonly ifFalse: readonly Assumption[];
  /** On this side somebody has switched a check off: what is not checked there was not meant to be. */
  readonly off?: boolean;
  /** On this side a check does not apply. */
  readonly moot?: boolean;
}

/** An expression evaluated as a condition and as a value at once. */
export interface Evaluated {
  readonly truth: Truth;
  readonly value: NodeId;
}

export const NOTHING: Truth = { ifTrue: [], ifFalse: [] };

/** Guards in force, newest first; a list shared between states, so that a join is the longest common tail. */
export interface Held {
  readonly assumption: Assumption;
  /** The same as a guard on a parameter of the function, when it is one. */
  readonly guard: ParamGuard | undefined;
  readonly before: Held | undefined;
  readonly length: number;
}

/** What is known at one point of a function. `values` holds what differs from the variables' single definitions. */
export interface State {
  readonly values: Map<string, NodeId>;
  held: Held | undefined;
  /** False after return, throw, break and continue. */
  alive: boolean;
  /** Somebody has switched a check off on the way here. */
  off?: boolean;
}

/** Where `break` and `continue` go, by label; each collects the states that leave. */
export interface JumpTarget {
  readonly label?: string;
  readonly breaks: State[];
  readonly continues?: State[];
}

/** The function being lowered. */
export interface Activation {
  readonly index: number;
  readonly home: ts.Node;
  readonly params: NodeId[];
  readonly self: NodeId;
  readonly ret: NodeId;
  readonly exits: Exit[];
  readonly jumps: JumpTarget[];
  readonly parent: Activation | undefined;
  /** Generators hand out elements; those that a down-levelled `async` runs await instead. */
  readonly yields: 'elements' | 'awaits';
  /** Bodies of function and class declarations, lowered when all definitions around them are known. */
  readonly later: (() => void)[];
  loop: number;
  tries: number;
  state: State;
  /** The state machine that its body was compiled to. */
  machine?: Machine;
  /** Node of `this`, when it is not the function's own (arrow functions). */
  readonly lexicalThis: NodeId | undefined;
}

/** A state machine that a compiler made of a body, while it is lowered. */
export interface Machine {
  /** Name of its state. */
  readonly state: string;
  /** States that go on at a label, by the label. */
  readonly arriving: Map<number, State[]>;
  /** Where it goes on after a pause. */
  next: number;
  /** What was known where it last left a clause. */
  last: State;
}

/** How a value was made from one other value, for telling what a guard on the one says of the other. */
export interface Derivation {
  readonly from: NodeId;
  /** `.name` for a member, the index of a call, or undefined for the same value. */
  readonly step: string | number | undefined;
}

/** The file being lowered: what has been built so far, and how to add to it. */
export interface Lowering {
  readonly file: ts.SourceFile;
  readonly names: Names;
  readonly positions: number[];
  readonly owners: number[];
  readonly origins: Record<NodeId, Origin>;
  readonly labels: Record<NodeId, string>;
  readonly types: { readonly node: NodeId; readonly type: TypeRef }[];
  readonly edges: Edge[];
  readonly calls: Call[];
  readonly fns: Fn[];
  readonly classes: Cls[];
  readonly catches: CatchClause[];
  readonly loops: Loop[];
  readonly comparisons: Comparison[];
  readonly presences: Presence[];
  readonly counts: Count[];
  readonly imports: string[];
  readonly importsUnder: { readonly specifier: string; readonly under: readonly string[] }[];
  readonly reexports: string[];
  readonly exportsNode: NodeId;
  readonly constants: Map<string, NodeId>;
  readonly globals: Map<string, NodeId>;
  readonly derivations: Map<NodeId, Derivation>;
  /** Node → index of the call whose result it is. */
  readonly callOf: Map<NodeId, number>;
  /** Node → access paths (`id.member…`) that hold it. */
  readonly holders: Map<NodeId, string[]>;
  /** Node → values held by variables that were made from it. */
  readonly madeFrom: Map<NodeId, NodeId[]>;
  readonly variables: Map<number, Variable>;
  /** Expressions that were lowered already and must not be lowered again. */
  readonly evaluated: Map<ts.Expression, NodeId>;
  /** Classes by their declaration, before the variable that names them is defined. */
  readonly typeNodes: Map<ts.Node, NodeId>;
  /** What each function's returns say, for callbacks such as that of `list.some`. */
  readonly returned: Map<ts.Node, Returned[]>;
  /** Function node by the value it has, to find a callback's returns. */
  readonly fnNodes: Map<NodeId, ts.Node>;
  /** The list of all its arguments, by the function that speaks of it. */
  readonly lists: Map<number, NodeId>;
  readonly logical: Map<ts.BinaryExpression, Evaluated>;
  readonly visit: Visitors;
  act: Activation;
}

/** One return of a function, in terms of values rather than parameters. */
export interface Returned {
  readonly truth: Truth;
  readonly constant: boolean | undefined;
  readonly held: readonly Assumption[];
}

/** How the parts of the lowering call each other; a table, because expressions, functions and statements nest in each other. */
export interface Visitors {
  /** The value of an expression. */
  readonly expression: (L: Lowering, node: ts.Expression) => NodeId;
  /** Evaluates an expression as a condition. */
  readonly condition: (L: Lowering, node: ts.Expression) => Truth;
  readonly statement: (L: Lowering, node: ts.Statement) => void;
  readonly statements: (L: Lowering, nodes: readonly ts.Statement[]) => void;
  /** The value of a function; its body is lowered now (`inline`) or when the definitions around it are known. */
  readonly fn: (L: Lowering, node: ts.FunctionLikeDeclaration, options: FnOptions) => NodeId;
  readonly cls: (L: Lowering, node: ts.ClassLikeDeclaration) => NodeId;
  /** Binds the names of a declaration to a value. */
  readonly bind: (L: Lowering, name: ts.BindingName, value: NodeId) => void;
  /** Assigns to an expression: variable, member, or destructuring pattern. */
  readonly assign: (L: Lowering, target: ts.Expression, value: NodeId) => void;
  readonly jsx: (L: Lowering, node: ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment) => NodeId;
  /** Takes conditions as true from here on. */
  readonly assume: (L: Lowering, at: ts.Node, assumptions: readonly Assumption[]) => void;
}

export interface FnOptions {
  readonly when: 'inline' | 'later';
  /** Class whose member it is. */
  readonly cls?: number;
  readonly yields?: 'awaits';
  /** It runs once per element of this list. */
  readonly elementOf?: NodeId;
}

/** Adds a value at the place of a syntax node. */
export function addNode(L: Lowering, at: ts.Node, origin?: Origin, name?: string): NodeId {
  const id = L.owners.length;
  const { line, character } = L.file.getLineAndCharacterOfPosition(at.getStart(L.file));
  L.positions.push(line + 1, character + 1);
  L.owners.push(L.act.index);
  if (origin) L.origins[id] = origin;
  if (name) L.labels[id] = name;
  return id;
}

export function addEdge(L: Lowering, edge: Edge): void {
  if (edge.op === 'assign' && (edge.from === NO_NODE || edge.to === NO_NODE || edge.from === edge.to)) return;
  L.edges.push(edge);
}

/** A value that is one of several; the single one when they agree. */
export function join(L: Lowering, at: ts.Node, values: readonly NodeId[]): NodeId {
  const distinct = [...new Set(values.filter((value) => value !== NO_NODE))];
  if (distinct.length <= 1) return distinct[0] ?? NO_NODE;
  const node = addNode(L, at);
  for (const from of distinct) addEdge(L, { op: 'assign', from, to: node });
  return node;
}

/** The node of a literal; equal literals of a file share one. */
export function constant(L: Lowering, at: ts.Node, value: string | number | boolean | null): NodeId {
  const key = `${typeof value}:${String(value)}`;
  const known = L.constants.get(key);
  if (known !== undefined) return known;
  const node = addNode(L, at, { k: 'const', value });
  L.constants.set(key, node);
  return node;
}

/** A global by name; `process` in two places is one node. */
export function globalNode(L: Lowering, at: ts.Node, name: string): NodeId {
  const known = L.globals.get(name);
  if (known !== undefined) return known;
  const node = addNode(L, at, { k: 'global', name }, name);
  L.globals.set(name, node);
  return node;
}

export function place(L: Lowering, node: ts.Node): [number, number, number, number] {
  const start = L.file.getLineAndCharacterOfPosition(node.getStart(L.file));
  const end = L.file.getLineAndCharacterOfPosition(node.end);
  return [start.line + 1, start.character + 1, end.line + 1, end.character + 1];
}

/** Hash (FNV-1a) of a node's text without white space, over its first 240 characters: identity that survives moving and reformatting. */
export function digestOf(L: Lowering, node: ts.Node): number {
  let hash = 0x811c9dc5;
  let taken = 0;
  for (let i = node.getStart(L.file); i < node.end && taken < 240; i++) {
    const code = L.file.text.charCodeAt(i);
    if (code <= 32) continue;
    hash = Math.imul(hash ^ code, 0x01000193);
    taken++;
  }
  return hash >>> 0;
}
