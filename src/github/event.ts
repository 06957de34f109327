import { z } from 'zod';
import { FaultError } from '../model/fault';
import type { Commits } from '../revision/material';

/** A pull request as its event told of it; by the time it is read the real one may have moved on. */
export interface EventPullRequest {
  readonly number: number;
  readonly headSha: string;
  readonly baseRef: string;
}

/** What made the action run, reduced to what the gate needs. */
export interface Occasion {
  readonly event: string;
  readonly owner: string;
  readonly repo: string;
  readonly commits: Commits;
  readonly pullRequest?: EventPullRequest;
}

/** What the runner says besides the event's payload. */
export interface EventEnvironment {
  /** `GITHUB_EVENT_NAME`. */
  readonly name: string;
  /** `GITHUB_REPOSITORY`, `owner/name`. */
  readonly repository: string;
  /** `GITHUB_SHA`. */
  readonly sha: string;
}

const sha = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);
const repository = z.object({ full_name: z.string() });

const pullRequestEvent = z.object({
  pull_request: z.object({
    number: z.int().positive(),
    title: z.string(),
    body: z.string().nullish(),
    user: z.object({ login: z.string() }).nullish(),
    commits: z.int().nonnegative().optional(),
    head: z.object({ sha, repo: repository.nullish() }),
    base: z.object({ sha, ref: z.string(), repo: repository }),
  }),
});
const mergeGroupEvent = z.object({ merge_group: z.object({ head_sha: sha, base_sha: sha }) });
const pushEvent = z.object({ before: sha, after: sha, deleted: z.boolean().optional() });

/** Events that name no change: the commit of the run is judged, with nothing to compare with. */
const COMMIT_EVENTS = new Set(['workflow_dispatch', 'schedule', 'repository_dispatch', 'release', 'create']);

/**
 * Reads the event that made the action run. Throws a `FaultError` for an event that it cannot judge and for a payload
 * that does not hold what GitHub documents.
 */
export function parseEvent(payload: unknown, environment: EventEnvironment): Occasion {
  const [owner = '', repo = '', ...rest] = environment.repository.split('/');
  if (owner === '' || repo === '' || rest.length > 0) throw malformed('GITHUB_REPOSITORY', 'It is not of the form owner/name.');
  const place = { event: environment.name, owner, repo };
  switch (environment.name) {
    case 'pull_request':
    case 'pull_request_target':
      return { ...place, ...ofPullRequest(read(pullRequestEvent, payload, environment.name), environment) };
    case 'merge_group': {
      const { merge_group: group } = read(mergeGroupEvent, payload, environment.name);
      return { ...place, commits: { head: group.head_sha, target: group.base_sha, direct: true } };
    }
    case 'push':
      return { ...place, commits: ofPush(read(pushEvent, payload, 'push')) };
    default:
      if (!COMMIT_EVENTS.has(environment.name)) throw unsupported(environment.name);
      return { ...place, commits: { head: read(sha, environment.sha, environment.name) } };
  }
}

function ofPullRequest({ pull_request: pull }: z.infer<typeof pullRequestEvent>, environment: EventEnvironment): Pick<Occasion, 'commits' | 'pullRequest'> {
  // A deleted fork has no repository any more; only a known equal name is the same repository.
  const fork = pull.head.repo?.full_name !== pull.base.repo.full_name;
  return {
    commits: {
      head: pull.head.sha,
      target: pull.base.sha,
      // Under pull_request_target the commit of the run is the default branch's and no test merge.
      ...(environment.name === 'pull_request' && sha.safeParse(environment.sha).success && { merge: environment.sha }),
      ...(pull.commits !== undefined && { count: pull.commits }),
      pullRequest: { number: pull.number, title: pull.title, body: pull.body ?? '', author: pull.user?.login ?? '', fork },
    },
    pullRequest: { number: pull.number, headSha: pull.head.sha, baseRef: pull.base.ref },
  };
}

function ofPush({ before, after, deleted }: z.infer<typeof pushEvent>): Commits {
  if (deleted === true || /^0+$/.test(after)) {
    throw new FaultError({ kind: 'configuration', message: 'The push deleted a branch, so there is no commit to judge.', remedy: 'Leave deletions out with `if: ${{ !github.event.deleted }}` on the job.' });
  }
  // A new branch has nothing before it; after a forced push what was before may be gone.
  return { head: after, ...(!/^0+$/.test(before) && { target: before, direct: true, optional: true }) };
}

function read<T>(schema: z.ZodType<T>, payload: unknown, event: string): T {
  const result = schema.safeParse(payload);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw malformed(`the event \`${event}\``, `At ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'unexpected content'}.`);
}

function malformed(what: string, why: string): FaultError {
  return new FaultError({ kind: 'configuration', message: `What the runner hands over as ${what} could not be read. ${why}`, remedy: 'Run the action on an event of GitHub itself; a runner that imitates one must give the same payload.' });
}

function unsupported(event: string): FaultError {
  return new FaultError({
    kind: 'configuration',
    message: `The event \`${event}\` names no commit that could be judged safely.`,
    remedy: `Run the action on pull_request, pull_request_target, merge_group, push, or ${[...COMMIT_EVENTS].join(', ')}.`,
  });
}
