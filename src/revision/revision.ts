/** One entry of a tree: a blob by its git object id. Symbolic links and submodules are listed, never followed. */
export interface Entry {
  readonly path: string;
  /** Object id; equal ids mean equal content, so facts can be shared between revisions. */
  readonly oid: string;
  /** Bytes. */
  readonly size: number;
  readonly mode: 'file' | 'symlink' | 'submodule';
}

/** A tree of blobs: from git objects, the GitHub API, a folder, or memory. The whole outside world of the analysis. */
export interface Revision {
  /** A commit id, or a label such as `work tree` where there is no commit. */
  readonly id: string;
  /** Every entry, sorted by path. */
  entries(): Promise<readonly Entry[]>;
  /** Contents, in the order asked for. Throws when a blob is missing. */
  read(entries: readonly Entry[]): AsyncIterable<{ readonly entry: Entry; readonly bytes: Uint8Array }>;
}
