import type { Location } from '../model/location';

/** Something that the server writes to standard output while it may be speaking the protocol there. */
export interface StdoutWrite {
  readonly location: Location;
  /** `console.log`, `process.stdout.write`, or a logger whose default it is. */
  readonly by: string;
  /** How it comes to run: "when the module is loaded", "in the handler of a tool". */
  readonly when: string;
}

export interface LoggerFact {
  readonly location: Location;
  readonly name: string;
  readonly structured: boolean;
  readonly stream: 'stdout' | 'stderr' | 'none' | 'file' | 'unknown';
}

/** What a program writes about itself, and where. */
export interface LoggingFact {
  readonly stdoutWrites: readonly StdoutWrite[];
  /** Writes to standard output that a stdio server never reaches: usage texts, the HTTP mode. */
  readonly exempt: number;
  readonly loggers: readonly LoggerFact[];
  /** Calls of the console, by stream. */
  readonly console: { readonly count: number; readonly first?: Location };
  /** Messages sent through the protocol's own logging notifications. */
  readonly protocol: readonly Location[];
}
