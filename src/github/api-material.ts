import { z } from 'zod';
import type { Commits, Material } from '../revision/material';
import { apiChange } from './api-change';
import { apiRevision, blobAllowance, type LocalBlobs } from './api-revision';
import type { Client } from './client';

/**
 * Trees and change of an event's commits by the API alone: for when there is no checkout, or git cannot get what the
 * checkout lacks. Throws what a refused request throws, and a `FaultError` for what is too large.
 */
export async function apiMaterial(client: Client, commits: Commits, local?: LocalBlobs): Promise<Material> {
  const allowance = blobAllowance();
  const revision = (commit: string): Material['head'] => apiRevision(client, commit, allowance, local);
  const head = revision(commits.head);
  const target = commits.target;
  const baseCommit = await baseOf(client, commits);
  if (target === undefined || baseCommit === undefined) return { head, notes: [] };
  const base = revision(baseCommit);
  const change = await apiChange(client, { head, base, ...(commits.pullRequest && { pullRequest: commits.pullRequest }) });
  return { head, base, target: target === baseCommit ? base : revision(target), change, notes: [] };
}

async function baseOf(client: Client, { head, target, direct, optional }: Commits): Promise<string | undefined> {
  if (target === undefined) return undefined;
  if (direct !== true) return mergeBase(client, target, head);
  if (optional !== true) return target;
  // After a forced push the commit before it may be gone.
  return exists(client, target).then((there) => (there ? target : undefined));
}

const comparison = z.object({ merge_base_commit: z.object({ sha: z.string().regex(/^[0-9a-f]{40,64}$/) }) });

/** The merge base as GitHub has it. The second page is asked for because it comes without the files. */
export async function mergeBase(client: Client, target: string, head: string): Promise<string> {
  const answer = await client.request('GET /repos/{owner}/{repo}/compare/{basehead}', { basehead: `${target}...${head}`, per_page: 1, page: 2 }, comparison);
  return answer.merge_base_commit.sha;
}

async function exists(client: Client, commit: string): Promise<boolean> {
  try {
    await client.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', { tree_sha: commit }, z.unknown());
    return true;
  } catch {
    return false;
  }
}
