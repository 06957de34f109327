import type { IgnoreComment } from './ignore-comment';

/**
 * The flow graph of one file: values as nodes, and the operations between them. It is what a language hands to the data flow, and
 * nothing in it names a parser. Plain data that depends on one file alone; joining files is the work of `flow/program.ts`.
 * Every read of a variable is a direct edge from the definitions that reach it (static single assignment with joins).
 */

/** Index of a value in its file's `nodes`; -1 stands for a value that nothing can be said of. */
export type NodeId = number;
export const NO_NODE: NodeId = -1;

/** A property name, or one of the two pseudo names for what cannot be named. */
export type Prop = string;
/** An element of an array, set, map or iterable; some property whose name is computed. */
export const ELEMENT: Prop = '[]';
export const ANY: Prop = '*';
/** Prop under which a CommonJS module keeps the value assigned to `module.exports` as a whole. */
export const MODULE_ITSELF: Prop = '=';

/** Where a node's value comes from, when not from edges alone. */
export type Origin =
  | { readonly k: 'const'; readonly value: string | number | boolean | null }
  | { readonly k: 'regex'; readonly source: string; readonly flags: string }
  | { readonly k: 'global'; readonly name: string }
  /** `name` is `*` for the namespace, `default` for the default import. */
  | { readonly k: 'import'; readonly module: string; readonly name: string }
  | { readonly k: 'fn'; readonly fn: number }
  | { readonly k: 'class'; readonly cls: number }
  | { readonly k: 'object' }
  | { readonly k: 'array' }
  | { readonly k: 'exports' }
  | { readonly k: 'param'; readonly fn: number; readonly index: number; readonly name: string; readonly rest?: true }
  | { readonly k: 'this'; readonly fn: number }
  | { readonly k: 'return'; readonly fn: number }
  | { readonly k: 'caught' };

/** A type annotation, as far as it names something: the members of a union, promises unwrapped. */
export interface TypeRef {
  /** Node that the name resolves to (an import, a class), or NO_NODE with `name` for an interface of this file. */
  readonly node: NodeId;
  readonly name: string;
  /** Members after the first name, for `ns.Type`. */
  readonly members?: readonly string[];
  /** The annotated value is an array of it. */
  readonly array?: true;
}

/** `to` takes the value of `from`; with a guard, only where the condition held; `but` members that were replaced. */
export interface Assign {
  readonly op: 'assign';
  readonly from: NodeId;
  readonly to: NodeId;
  readonly guard?: Guard;
  readonly but?: readonly Prop[];
}

/** `to = from.prop`; `key` is the node of a computed name. */
export interface Load {
  readonly op: 'load';
  readonly from: NodeId;
  readonly prop: Prop;
  readonly to: NodeId;
  readonly key?: NodeId;
}

/** `base.prop = from`. `init` marks the members of an object or array literal; `after` is the base as it is afterwards. */
export interface Store {
  readonly op: 'store';
  readonly base: NodeId;
  readonly prop: Prop;
  readonly from: NodeId;
  readonly init?: true;
  readonly after?: NodeId;
  readonly key?: NodeId;
  readonly at: readonly [line: number, column: number];
  /** Hash of the statement's text without white space: what a finding at this place is anchored to. */
  readonly digest: number;
}

/** All members of `from` become members of `to`: object or array spread. */
export interface Spread {
  readonly op: 'spread';
  readonly from: NodeId;
  readonly to: NodeId;
  readonly but?: readonly Prop[];
}

/** A string put together: template literal, `+`, join of a literal array. Literal parts are strings. */
export interface Concat {
  readonly op: 'concat';
  readonly parts: readonly (NodeId | string)[];
  readonly to: NodeId;
}

export type Edge = Assign | Load | Store | Spread | Concat;

/** A call, construction, tagged template, JSX element or decorator. */
export interface Call {
  readonly kind: 'call' | 'new' | 'tagged' | 'jsx' | 'super' | 'decorator';
  readonly callee: NodeId;
  /** Receiver of a method call. */
  readonly recv: NodeId;
  /** Name of the method, or of the function called, as written; empty when computed. */
  readonly name: string;
  readonly args: readonly NodeId[];
  /** Index of the first argument that is a spread; from there on positions are not known. */
  readonly spread?: number;
  readonly result: NodeId;
  /** Index of the function that contains the call; -1 at module level. */
  readonly fn: number;
  readonly at: readonly [line: number, column: number, endLine: number, endColumn: number];
  /** Hash of the call's text without white space: what a finding at this place is anchored to. */
  readonly digest: number;
  /** How many loops and per-element callbacks of this function surround it. */
  readonly loop?: number;
  /**
   * Literals that something was found equal to on the way here: the case of a switch, the name in an if-chain, an option of the
   * command line, options joined by `|` of which one will do; with `!` before it, what it was not; `http` for a switch for that.
   */
  readonly under?: readonly string[];
  /** The statements around it end the program: usage texts, fatal errors. */
  readonly exits?: true;
  /** It stands in a `try` block that has a `catch`. */
  readonly inTry?: true;
  /** `statement`: its value is not used; `awaited`: it is awaited or returned. */
  readonly use?: 'statement' | 'awaited';
  /** It is a statement of its own that nothing awaits: nobody sees what it returns, nor that a promise fails. */
  readonly dropped?: true;
}

/** One conjunct of a condition, about one value. */
export type Condition =
  /** The call's result is truthy (`positive`) or falsy; the value is argument `arg`, or the receiver (-1). */
  | { readonly t: 'call'; readonly call: number; readonly arg: number; readonly positive: boolean }
  /** A property of the call's result is truthy or falsy, as in `check(x).valid`. */
  | { readonly t: 'result'; readonly call: number; readonly arg: number; readonly prop: string; readonly positive: boolean }
  /** The call's result compares with a number, as in `list.indexOf(x) >= 0`; `found` says that the call found something. */
  | { readonly t: 'index'; readonly call: number; readonly arg: number; readonly found: boolean }
  /** The call returned normally: a validator that throws. `kept` where its result is kept: `awaited`, or the `value` that was returned at once. */
  | { readonly t: 'passed'; readonly call: number; readonly arg: number; readonly kept?: 'value' | 'awaited' }
  /** Equal, or not equal, to another value. */
  | { readonly t: 'equals'; readonly other: NodeId; readonly positive: boolean } | { readonly t: 'typeof'; readonly type: string; readonly positive: boolean }
  /** `absent`: nothing is there, which is no value, an empty text, zero. */
  | { readonly t: 'instanceof'; readonly type: NodeId; readonly positive: boolean } | { readonly t: 'absent' }
  /** `value in other`, or `other[value]` is truthy: the value is a key of `other`. */
  | { readonly t: 'key-of'; readonly other: NodeId; readonly positive: boolean }
  /** One of several branches held; in each, all of its guards, which are about this same value. */
  | { readonly t: 'any-of'; readonly branches: readonly (readonly Guard[])[] };

/** How the value that a condition speaks of relates to the value that is refined. */
export interface Guard {
  readonly condition: Condition;
  /**
   * `self`: the same value. `derived`: the condition speaks of something made from the refined value, by the steps
   * in `by`. `origin`: the refined value was made from what the condition speaks of, by the steps in `by`.
   */
  readonly about: 'self' | 'derived' | 'origin';
  /** Property names (`.hostname`) and calls (index of the call) between the two, from the original on. */
  readonly by: readonly (string | number)[];
}

/** One way out of a function, for deciding what a boolean helper or a validator guarantees. */
export interface Exit {
  /** Literal outcome, if it is one; an object literal's boolean members in `members`. */
  readonly value?: boolean;
  readonly members?: Readonly<Record<string, boolean>>;
  /** What held on the way there, about the function's parameters. */
  readonly held: readonly ParamGuard[];
  /** What a truthy (falsy) result adds, when the returned expression is a condition. */
  readonly ifTrue?: readonly ParamGuard[];
  readonly ifFalse?: readonly ParamGuard[];
  /** It is taken where somebody has switched a check off. */
  readonly off?: true;
}

export interface ParamGuard {
  readonly param: number;
  /** Members of the parameter between it and the value, e.g. `['path']` for `args.path`. */
  readonly path: readonly Prop[];
  readonly guard: Guard;
}

export interface Fn {
  readonly name: string;
  /** Nodes of the parameters, before destructuring. */
  readonly params: readonly NodeId[];
  readonly self: NodeId;
  readonly ret: NodeId;
  /** The list of its arguments, where it speaks of `arguments` as a whole. */
  readonly list?: NodeId;
  /** Enclosing function; -1 at module level. */
  readonly parent: number;
  /** Class whose method or constructor it is; -1 otherwise. */
  readonly cls: number;
  readonly async: boolean;
  readonly generator: boolean;
  readonly at: readonly [line: number, column: number, endLine: number, endColumn: number];
  readonly exits: readonly Exit[];
}

export interface Cls {
  readonly name: string;
  /** The superclass expression, or NO_NODE. */
  readonly base: NodeId;
  /** Interfaces it implements, by name as written in this file. */
  readonly implements: readonly string[];
  /** Methods and accessors by name; the constructor under `constructor`. */
  readonly methods: Readonly<Record<string, number>>;
  /** Node of the class value itself. */
  readonly node: NodeId;
  /** Node of `this` in field initialisers. */
  readonly instance: NodeId;
  readonly at: readonly [line: number, column: number];
}

/** `catch` clauses, for controls on errors. */
export interface CatchClause {
  readonly at: readonly [line: number, column: number];
  readonly fn: number;
  readonly error: NodeId;
  readonly does: readonly ('throw' | 'return' | 'log' | 'call' | 'assign' | 'leave' | 'nothing')[];
  /** Extent of the clause. */
  readonly block: Extent;
  /** Extent of the `try` block whose errors it catches. */
  readonly body: Extent;
  /** Values that it returns from its function. */
  readonly returns: readonly NodeId[];
}

/** From where to where something stands in the text. */
export type Extent = readonly [line: number, column: number, endLine: number, endColumn: number];

/** A loop statement. `each` is `for … of` and `for … in`, `count` the `for` with three parts, `while` the rest. */
export interface Loop {
  readonly kind: 'each' | 'count' | 'while';
  /** What `each` goes through; NO_NODE for the others. */
  readonly over: NodeId;
  readonly fn: number;
  readonly at: Extent;
}

/** Two values that are compared. `order` stands for the four operators of order. */
export interface Comparison {
  readonly op: 'equal' | 'order';
  readonly left: NodeId;
  readonly right: NodeId;
  readonly fn: number;
  readonly at: readonly [line: number, column: number];
  readonly digest: number;
}

/** A value that a branch asks whether it is there: `if (x)`, `x === undefined`, `x ? a : b`. A fallback (`x ?? y`) asks nothing. */
export interface Presence {
  readonly node: NodeId;
  readonly fn: number;
  readonly at: readonly [line: number, column: number];
  /** What happens where it is missing; `goes-on`: only the other branch does something, `answers`: the caller is told. */
  readonly missing?: 'leaves' | 'logs' | 'goes-on' | 'answers' | 'other';
}

/** A value that is counted up or down in place: `x++`, `x -= 1`. */
export type Count = Omit<Presence, 'missing'>;

/** The flow graph of one file. */
export interface FlowFile {
  readonly language: string;
  /** Of node i, the line is at `2 * i` and the column behind it. */
  readonly positions: readonly number[];
  /** Function that owns node i; -1 at module level. */
  readonly owners: readonly number[];
  readonly origins: Readonly<Record<NodeId, Origin>>;
  /** Names for people: variables, members, callee text. */
  readonly names: Readonly<Record<NodeId, string>>;
  readonly types: readonly { readonly node: NodeId; readonly type: TypeRef }[];
  readonly edges: readonly Edge[];
  readonly calls: readonly Call[];
  readonly fns: readonly Fn[];
  readonly classes: readonly Cls[];
  readonly exports: NodeId;
  /** `export * from 'x'`. */
  readonly reexports: readonly string[];
  /** Specifiers in order; `importsUnder`: those imported under a condition, as in `Call.under`. */
  readonly imports: readonly string[];
  readonly importsUnder?: readonly { readonly specifier: string; readonly under: readonly string[] }[];
  /** What the file says of itself before anything else: `use server`. */
  readonly directives?: readonly string[];
  readonly catches: readonly CatchClause[];
  readonly loops: readonly Loop[];
  readonly comparisons: readonly Comparison[];
  readonly presences: readonly Presence[];
  readonly counts: readonly Count[];
  readonly ignores: readonly IgnoreComment[];
  /** Lines that a bundler took from packages. */
  readonly packaged?: readonly (readonly [first: number, last: number])[];
}
