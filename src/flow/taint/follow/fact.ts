import type { SourceOrigin } from '../../../facts/knowledge/rules';
import type { NodeId, Prop } from '../../../model/flow-graph';
import type { KindMask } from '../kinds';
import type { SinkSite } from '../sinks';

/** A place in the program where untrusted values enter. */
export interface TaintSource {
  readonly node: NodeId;
  readonly path: readonly Prop[];
  readonly kinds: KindMask;
  /** What a reader would call it. */
  readonly note: string;
  /** What kind of stranger it comes from. */
  readonly origin: SourceOrigin;
  /** It holds no line break. */
  readonly oneLine?: true;
  /** Name of the tool, where it is an argument of one. */
  readonly tool?: string;
  /** Kinds that count only where the value has become part of a longer text. */
  readonly inText?: KindMask;
}

/** A tainted value somewhere: which part of it, what it can still cause, and how it got here. */
export interface Fact {
  readonly node: NodeId;
  readonly path: readonly Prop[];
  readonly context: number;
  /** `..` was resolved: a test on the prefix counts. */
  readonly normalised: boolean;
  /** Stands in the path of a URL. */
  readonly inUrlPath: boolean;
  /** Put into a string, and then no longer an object that a query could take operators from; `behind` something else, and then not at its beginning. */
  readonly text: '' | 'text' | 'behind';
  mask: KindMask;
  readonly parent: Fact | undefined;
  /** What happened on the way here, for people; undefined for steps that say nothing. */
  readonly step: Step | undefined;
}

/** What happened to a value on one step of its way. */
export type Step =
  | { readonly t: 'call'; readonly call: number; readonly fn: number }
  | { readonly t: 'return'; readonly call: number }
  | { readonly t: 'through'; readonly call: number }
  | { readonly t: 'concat' }
  | { readonly t: 'stored'; readonly name: string };

/** What a step changes of a fact; what is not named stays as it was. */
export type Change = Partial<Pick<Fact, 'context' | 'mask' | 'normalised' | 'inUrlPath' | 'text' | 'step'>>;

/** A tainted value at a sink. */
export interface Hit {
  readonly source: TaintSource;
  readonly sink: SinkSite;
  readonly fact: Fact;
}
