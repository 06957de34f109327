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

/**
 * Head as it will be once merged, for the files that `speaks` names: a file that the change leaves as it is at the
 * merge base is taken from the target's tip. Otherwise a branch that is merely old would seem to undo what the target
 * has changed since.
 */
export function headOnTarget({ head, base, target }: Material, speaks: (path: string) => boolean): Revision {
  if (!base || !target || base.id === target.id) return head;
  return {
    id: head.id,
    entries: async () => {
      const [ours, before, theirs] = await Promise.all([head, base, target].map(async (revision) => new Map((await revision.entries()).filter((entry) => speaks(entry.path)).map((entry) => [entry.path, entry]))));
      const untouched = (path: string): boolean => ours?.get(path)?.oid === before?.get(path)?.oid;
      const kept = [...ours?.values() ?? []].filter((entry) => !untouched(entry.path));
      const merged = [...theirs?.values() ?? []].filter((entry) => untouched(entry.path));
      return [...kept, ...merged].sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    // Contents are known by their ids, whichever commit they come from.
    read: (entries) => head.read(entries),
  };
}
