import { apiFailure } from './github/api-error';
import { apiMaterial, mergeBase } from './github/api-material';
import type { Client } from './github/client';
import type { Occasion } from './github/event';
import { branchTip } from './github/pull-request';
import { FaultError } from './model/fault';
import { GitError, openGit, type Git } from './node/git';
import { gitMaterial } from './node/git-material';
import { localBlobs } from './node/local-blobs';
import type { Commits, Material } from './revision/material';

/**
 * Brings together what a review needs for an event: with git from the checkout, which fetches what it lacks; where
 * that fails, with the API. Throws a `FaultError` that names the fix when neither can.
 */
export async function gather(occasion: Occasion, workspace: string, client: Client | undefined): Promise<Material> {
  const git = await openGit(workspace, true);
  const commits = occasion.event === 'pull_request_target' ? await withFreshTarget(occasion, client) : occasion.commits;
  let why: string;
  if ('why' in git) why = git.why;
  else {
    try {
      return await gitMaterial(git, commits, client && ((target, head) => mergeBase(client, target, head).catch(() => undefined)));
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      why = error.fault.message;
    }
  }
  if (!client) throw noWay(why, 'There is no `github-token` to read it by the API either.');
  return byApi(occasion, client, 'why' in git ? undefined : git, why);
}

async function byApi(occasion: Occasion, client: Client, git: Git | undefined, why: string): Promise<Material> {
  try {
    const commits = await withFreshTarget(occasion, client);
    const material = await apiMaterial(client, commits, git && ((entries) => localBlobs(git, entries)));
    await material.head.entries();
    return { ...material, notes: [`Files were read by the API, since git could not give them (${why}).`] };
  } catch (error) {
    if (error instanceof FaultError) throw error;
    throw noWay(why, `The API did not give it either (${apiFailure(error).text}).`);
  }
}

/** The event's tip of the target branch is as old as the event. Policy must be that of the branch as it is now. */
async function withFreshTarget({ commits, pullRequest }: Occasion, client: Client | undefined): Promise<Commits> {
  if (!pullRequest || !client) return commits;
  const target = await branchTip(client, pullRequest.baseRef).catch(() => commits.target);
  return { ...commits, ...(target !== undefined && { target }) };
}

function noWay(why: string, also: string): FaultError {
  return new FaultError({
    kind: 'git',
    message: `The commits to judge could not be read. ${why} ${also}`,
    remedy: 'Put a step with actions/checkout before this one and give it `fetch-depth: 0`, or give this action a `github-token` with `permissions: contents: read`.',
  });
}
