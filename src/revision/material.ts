import type { Change } from '../model/change';
import type { Revision } from './revision';

/** The commits that an event speaks of, before anything was read. */
export interface Commits {
  /** Commit that is judged. */
  readonly head: string;
  /** Tip of the branch that the change goes to, as the event knows it. Absent: nothing to compare with. */
  readonly target?: string;
  /** The test merge of both, where the event has one: its first parent is a fresher tip of the target branch. */
  readonly merge?: string;
  /** `true`: compare with `target` itself and not with the merge base (a push, a merge queue). */
  readonly direct?: boolean;
  /** `true`: when `target` cannot be had, head is judged without a comparison. */
  readonly optional?: boolean;
  /** How many commits the change has, where the event says so. */
  readonly count?: number;
  readonly pullRequest?: NonNullable<Change['pullRequest']>;
}

/** What a review is made from: trees of blobs and what changed between them. */
export interface Material {
  readonly head: Revision;
  /** The merge base (or the commit compared with directly). */
  readonly base?: Revision;
  /** Tip of the target branch: the policy is read from it. */
  readonly target?: Revision;
  readonly change?: Change;
  /** Sentences that the reader of the log should see, such as that files were read by API. */
  readonly notes: readonly string[];
}

/** Text of one regular file of a revision, or undefined when it has none there. Throws what `read` throws. */
export async function readText(revision: Revision, path: string, maxBytes = 1_048_576): Promise<string | undefined> {
  const entry = (await revision.entries()).find((candidate) => candidate.path === path);
  if (!entry) return undefined;
  if (entry.mode !== 'file') throw new Error(`${path} is a ${entry.mode === 'symlink' ? 'symbolic link' : 'submodule'} and not a regular file.`);
  if (entry.size > maxBytes) throw new Error(`${path} is ${entry.size} bytes long; at most ${maxBytes} are read.`);
  for await (const { bytes } of revision.read([entry])) return new TextDecoder().decode(bytes);
  return undefined;
}
