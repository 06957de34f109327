import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Commits } from '../revision/material';
import { FaultError } from '../model/fault';
import { GitError, type Git } from './git';

/** The commits of a change, present in the repository. */
export interface Resolved {
  readonly head: string;
  /** Tip of the target branch. */
  readonly target?: string;
  /** What head is compared with. */
  readonly base?: string;
  /** Every commit between base and head is there. */
  readonly complete: boolean;
}

/** Asks somebody else (the forge) for the merge base of two commits. Undefined when there is no answer. */
export type AskMergeBase = (target: string, head: string) => Promise<string | undefined>;

/** How far history is fetched when the number of commits that the event names was not enough. */
const DEEPER = [300, 3000];
const FETCH_TIMEOUT = 180_000;

/**
 * Finds head, target and merge base, fetching from `origin` what the checkout lacks: first as many commits as the
 * change has, then what the forge says the merge base is, then deeper in bounded steps. Throws `GitError` when a fetch
 * is refused and `FaultError` when there is no merge base to be found.
 */
export async function resolveCommits(git: Git, commits: Commits, ask: AskMergeBase = () => Promise.resolve(undefined)): Promise<Resolved> {
  const { head } = commits;
  const target = await freshestTarget(git, commits);
  if (target === undefined) {
    if (!(await has(git, head))) await fetch(git, 1, [head]);
    return { head, complete: true };
  }
  if (commits.direct === true) return await direct(git, commits, target);
  return { head, target, ...await mergeBase(git, commits, target, ask) };
}

async function direct(git: Git, { head, optional, count = 0 }: Commits, target: string): Promise<Resolved> {
  if (!(await has(git, head))) await fetch(git, 1 + count, [head]);
  if (!(await has(git, target))) {
    try {
      await fetch(git, 1, [target]);
    } catch (error) {
      if (optional === true && error instanceof GitError) return { head, complete: true };
      throw error;
    }
  }
  return { head, target, base: target, complete: await reaches(git, head, head, [target]) };
}

/** The test merge's first parent is the target's tip at the time of the merge; the event's may be of an earlier day. */
async function freshestTarget(git: Git, commits: Commits): Promise<string | undefined> {
  if (commits.target === undefined || commits.merge === undefined) return commits.target;
  const text = await git.attempt(['cat-file', 'commit', commits.merge]);
  // Up to the empty line, so that nothing in the message counts; a shallow repository knows the parents' ids as well.
  const [header = ''] = text?.toString('utf8').split('\n\n', 1) ?? [];
  const parents = [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map((match) => match[1]);
  return parents[1] === commits.head ? parents[0] ?? commits.target : commits.target;
}

async function mergeBase(git: Git, commits: Commits, target: string, ask: AskMergeBase): Promise<{ base: string; complete: boolean }> {
  const { head } = commits;
  const known = await exactBase(git, target, head);
  if (known !== undefined) return { base: known, complete: true };
  await fetch(git, Math.min(2 + (commits.count ?? 30), 1000), [head, target]);
  const near = await exactBase(git, target, head);
  if (near !== undefined) return { base: near, complete: true };
  const told = await ask(target, head);
  if (told !== undefined) {
    if (!(await has(git, told))) await fetch(git, 1, [told]);
    return { base: told, complete: await reaches(git, head, head, [told]) };
  }
  for (const depth of DEEPER) {
    await fetch(git, depth, [head, target]);
    const base = await exactBase(git, target, head);
    if (base !== undefined) return { base, complete: true };
  }
  throw noMergeBase(target, head);
}

/** The merge base, where the history that is there proves that it is the right one; a shallow one can suggest an older. */
async function exactBase(git: Git, target: string, head: string): Promise<string | undefined> {
  if ((await lacking(git, [head, target])).length > 0) return undefined;
  const output = await git.attempt(['merge-base', '--all', target, head]);
  const bases = output?.toString('utf8').split('\n').filter((line) => line !== '') ?? [];
  const base = bases[0];
  return base !== undefined && await reaches(git, head, target, bases) ? base : undefined;
}

/** Whether no commit between the two tips and the bases had its parents cut off. */
async function reaches(git: Git, a: string, b: string, bases: readonly string[]): Promise<boolean> {
  const cut = await shallowCommits(git);
  if (cut.size === 0) return true;
  const between = await git.run(['rev-list', a, b, '--not', ...bases]);
  return !between.toString('utf8').split('\n').some((commit) => cut.has(commit));
}

async function shallowCommits(git: Git): Promise<ReadonlySet<string>> {
  const path = (await git.run(['rev-parse', '--git-path', 'shallow'])).toString('utf8').replace(/\r?\n$/, '');
  const text = await readFile(resolve(git.root, path), 'utf8').catch(() => '');
  return new Set(text.split('\n').filter((line) => line !== ''));
}

async function has(git: Git, commit: string): Promise<boolean> {
  return await git.attempt(['cat-file', '-e', `${commit}^{commit}`]) !== undefined;
}

async function lacking(git: Git, commits: readonly string[]): Promise<readonly string[]> {
  const present = await Promise.all(commits.map((commit) => has(git, commit)));
  return commits.filter((_, i) => !present[i]);
}

/** A depth is given to a shallow repository only: it would make a complete one shallow. */
async function fetch(git: Git, depth: number, wants: readonly string[]): Promise<void> {
  const shallow = (await shallowCommits(git)).size > 0;
  const options = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', ...(shallow ? [`--depth=${depth}`] : [])];
  await git.run(['fetch', ...options, 'origin', ...wants], { network: true, timeout: FETCH_TIMEOUT });
}

function noMergeBase(target: string, head: string): FaultError {
  return new FaultError({
    kind: 'git',
    message: `No common ancestor of the head commit ${head.slice(0, 12)} and the target branch at ${target.slice(0, 12)} was found, so there is nothing to compare with.`,
    remedy: 'Give actions/checkout `fetch-depth: 0`, or give the gate a `github-token` that may read the repository. If the two branches share no history, rebase the branch onto its target.',
  });
}
