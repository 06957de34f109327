/** A run of lines that exist at head and not at the merge base, both ends included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

export interface ChangedFile {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'renamed' | 'deleted' | 'type-changed';
  /** Where the file was at the merge base, if elsewhere. */
  readonly previousPath?: string;
  /** Lines added or changed at head; `'whole'` when no hunks were to be had (binary, too large, attributes). */
  readonly lines: readonly LineRange[] | 'whole';
}

/** A blob that one of the pull request's commits adds, whether or not it is still there at head. */
export interface AddedBlob {
  readonly commit: string;
  readonly path: string;
  readonly oid: string;
  readonly size: number;
}

/** What a pull request (or a comparison on the command line) changes. */
export interface Change {
  /** Commit that is judged. */
  readonly head: string;
  /** Merge base of head and the target branch. */
  readonly mergeBase: string;
  readonly files: readonly ChangedFile[];
  /** Bounded; `history.unseen` says what was left out. */
  readonly history: { readonly blobs: readonly AddedBlob[]; readonly commits: number; readonly unseen?: string };
  readonly pullRequest?: {
    readonly number: number;
    readonly title: string;
    readonly body: string;
    readonly author: string;
    /** The head branch lives in another repository. */
    readonly fork: boolean;
  };
}

/** Whether a line of the head revision is part of the change. */
export function touches(change: Change, path: string, line: number): boolean {
  const file = change.files.find((candidate) => candidate.path === path && candidate.status !== 'deleted');
  if (!file) return false;
  return file.lines === 'whole' || file.lines.some((range) => range.start <= line && line <= range.end);
}
