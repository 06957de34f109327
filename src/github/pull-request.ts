import { z } from 'zod';
import type { Client } from './client';

/** A pull request as it stands now. */
export interface CurrentPullRequest {
  readonly headSha: string;
  readonly open: boolean;
  readonly locked: boolean;
}

const schema = z.object({ state: z.string(), locked: z.boolean().optional(), head: z.object({ sha: z.string() }) });

/** Asks anew, since an event's payload is as old as the event and a re-run brings it back days later. */
export async function currentPullRequest(client: Client, number: number): Promise<CurrentPullRequest> {
  const pull = await client.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { pull_number: number }, schema);
  return { headSha: pull.head.sha, open: pull.state === 'open', locked: pull.locked === true };
}

/** Tip of a branch now. */
export async function branchTip(client: Client, branch: string): Promise<string> {
  const answer = await client.request('GET /repos/{owner}/{repo}/git/ref/{ref}', { ref: `heads/${branch}` }, z.object({ object: z.object({ sha: z.string() }) }));
  return answer.object.sha;
}
