import type { Gap } from '../model/seen';
import type { CodePart } from './code';
import type { DatabasePart } from './database';
import type { DeploymentPart } from './deployment';
import type { ClientConfigPart, DocumentPart } from './documents';
import type { FileKind } from './file-kind';
import type { LockPart, ManifestPart, OtherManifestPart, RegistryManifestPart, TsconfigPart } from './package';
import type { SecretsPart } from './secrets';

/**
 * What can be learnt from one file alone, by kind. Plain data that survives `JSON.stringify`, so that it can be
 * kept in a cache under the blob's object id. A module that reads a new kind of file adds its part here.
 */
export interface FilePartTable {
  readonly code: CodePart;
  readonly document: DocumentPart;
  readonly clientConfig: ClientConfigPart;
  readonly manifest: ManifestPart;
  readonly lock: LockPart;
  readonly tsconfig: TsconfigPart;
  readonly otherManifest: OtherManifestPart;
  readonly registryManifest: RegistryManifestPart;
  /** Null for a file that only has the name of one. */
  readonly deployment: DeploymentPart | null;
  readonly secrets: SecretsPart;
  readonly database: DatabasePart;
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
  /** Bytes of one revision that are read altogether; no limit when absent. What is left out is a gap. */
  readonly maxTotalBytes?: number;
  /** Throws to say that the file could not be read; the message becomes the gap's reason. Undefined when the file holds nothing of the kind. */
  readonly extract: (path: string, text: string) => FilePartTable[K] | undefined;
  /**
   * The text as the other extractors are given it: of the same length, with the same lines, and without what must not be
   * kept anywhere. At most one extractor has it.
   */
  readonly mask?: (path: string, text: string) => string;
}
