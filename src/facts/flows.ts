import type { FlowKind } from '../model/flow-kind';
import type { FlowStep } from '../model/finding';
import type { Location } from '../model/location';

/** An untrusted value that reaches a place it must not reach. */
export interface FlowFact {
  readonly kind: FlowKind;
  /** The sink. */
  readonly location: Location;
  /** From source to sink, both included. */
  readonly steps: readonly FlowStep[];
  /** What a reader would call the source: "argument `path` of tool `read_file`". */
  readonly source: string;
  /** Completes "reaches …": "a shell command". */
  readonly sink: string;
  /** Name of what is called or assigned to. */
  readonly callee: string;
  /** Name of the tool whose argument it is, where it is one. */
  readonly tool?: string;
  /** The tool's own description says that it runs the caller's command, code or SQL, or reads the caller's files. */
  readonly declared: boolean;
  /** The knowledge tables hold it for doubtful. */
  readonly doubtful: boolean;
  /** The caller names what is reached as a whole: the value arrives as it was given. */
  readonly whole: boolean;
  /** Identity of the offending statement, without its line. */
  readonly anchor: string;
}

/** What was followed, and where it led. */
export interface FlowsFact {
  readonly flows: readonly FlowFact[];
  /** Untrusted values that were followed, and an example of their places. */
  readonly sources: { readonly count: number; readonly first?: Location };
  /** Calls and assignments of each class that were watched. */
  readonly sinks: Readonly<Partial<Record<FlowKind, { readonly count: number; readonly first: Location }>>>;
  /** Values that spread so far that following them was given up. */
  readonly abandoned: number;
  /** Names under which the configuration speaks of functions of the repository, and that lead to none. */
  readonly unmatched: readonly string[];
  /** Inline comments that silence findings, and whether they matched one. */
  readonly ignores: readonly IgnoreFact[];
}

/** A comment `mcp-publish-gate-ignore <kind> -- reason`. */
export interface IgnoreFact {
  readonly location: Location;
  readonly kind: string;
  readonly reason: string;
  /** Findings that it silences; none when it stands in vain. */
  readonly silenced: number;
}
