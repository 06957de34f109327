import type { Git } from './git';

/**
 * Fetches, in one request, the contents that a partial clone (`filter: blob:none`) left out: of these commits, and of
 * those between `head` and `base`. Does nothing in a repository that has everything. Afterwards no command needs the network.
 */
export async function completeClone(git: Git, head: string, others: readonly string[]): Promise<void> {
  if (await git.attempt(['config', '--get-regexp', '^remote\\..*\\.promisor$']) === undefined) return;
  const trees = await missing(git, ['--no-walk', head, ...others]);
  const between = others.length === 0 ? [] : await missing(git, [head, '--not', ...others]);
  const wanted = [...new Set([...trees, ...between])];
  if (wanted.length === 0) return;
  const options = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--filter=blob:none'];
  await git.run(['-c', 'fetch.negotiationAlgorithm=noop', 'fetch', ...options, '--stdin', 'origin'], { input: `${wanted.join('\n')}\n`, network: true, timeout: 300_000 });
}

async function missing(git: Git, commits: readonly string[]): Promise<readonly string[]> {
  const listed = await git.run(['rev-list', '--objects', '--missing=print', ...commits]);
  return listed.toString('utf8').split('\n').flatMap((line) => (/^\?[0-9a-f]+$/.test(line) ? [line.slice(1)] : []));
}
