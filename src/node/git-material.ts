import type { Commits, Material } from '../revision/material';
import { gitChange } from './change';
import { resolveCommits, type AskMergeBase } from './commits';
import type { Git } from './git';
import { gitRevision } from './git-revision';
import { completeClone } from './partial-clone';

/**
 * Trees and change of an event's commits from a git repository. Throws `GitError` when git cannot get what it lacks,
 * and `FaultError` when it has everything and there is still nothing to compare with.
 */
export async function gitMaterial(git: Git, commits: Commits, ask?: AskMergeBase): Promise<Material> {
  const { head, target, base, complete } = await resolveCommits(git, commits, ask);
  await completeClone(git, head, [...new Set([target, base])].flatMap((commit) => commit ?? []));
  if (target === undefined || base === undefined) return { head: gitRevision(git, head), notes: [] };
  const ends = { base, head, complete, ...(commits.pullRequest && { pullRequest: commits.pullRequest }) };
  return {
    head: gitRevision(git, head),
    base: gitRevision(git, base),
    target: gitRevision(git, target),
    change: await gitChange(git, ends),
    notes: [],
  };
}
