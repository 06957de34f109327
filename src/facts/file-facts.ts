import type { Gap } from '../model/seen';
import type { FileKind } from './file-kind';

/**
 * What can be learnt from one file alone, by kind. Plain data that survives `JSON.stringify`, so that it can be
 * kept in a cache under the blob's object id. A module that reads a new kind of file adds its part here.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- grows with the modules that read files
export interface FilePartTable {
}

export type FilePart = keyof FilePartTable;

/** Everything known of one file of a revision. */
export interface FileFacts {
  readonly path: string;
  readonly oid: string;
  /** Bytes. */
  readonly size: number;
  readonly kind: FileKind;
  /** Lines of text; 0 for what is no text. */
  readonly lines: number;
  readonly parts: { readonly [K in FilePart]?: FilePartTable[K] };
  /** Why a part that should be there is not: too large, broken, out of time. */
  readonly gaps: readonly Gap[];
}

/** Reads one kind of file. It depends on that file alone: no other file, no configuration, no clock. */
export interface Extractor<K extends FilePart = FilePart> {
  readonly part: K;
  /** Whether this extractor reads the file at this path. */
  readonly handles: (path: string) => boolean;
  /** Files larger than this many bytes are a gap. */
  readonly maxBytes: number;
  /** Throws to say that the file could not be read; the message becomes the gap's reason. */
  readonly extract: (path: string, text: string) => FilePartTable[K];
}
