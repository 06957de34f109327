import type { FlowFile } from '../model/flow-graph';

/** What one source file says: its flow graph, or why it could not be read whole. */
export interface CodePart {
  readonly flow: FlowFile;
  /** The parser had to guess; the graph holds what it made of it. */
  readonly broken?: { readonly message: string; readonly line: number };
}
