import type { Git } from './git';

/**
 * Fetches, in one request, the contents that a partial clone (`filter: blob:none`) left out of these commits. Does
 * nothing in a repository that has everything. Afterwards no command needs the network.
 */
export async function completeClone(git: Git, commits: readonly string[]): Promise<void> {
  const remote = (await git.attempt(['config', '--get', 'extensions.partialClone']))?.toString('utf8').trim();
  if (remote === undefined || remote === '') return;
  const listed = await git.run(['rev-list', '--objects', '--no-walk', '--missing=print', ...commits]);
  const missing = listed.toString('utf8').split('\n').flatMap((line) => (/^\?[0-9a-f]+$/.test(line) ? [line.slice(1)] : []));
  if (missing.length === 0) return;
  const options = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--filter=blob:none'];
  await git.run(['-c', 'fetch.negotiationAlgorithm=noop', 'fetch', ...options, '--stdin', 'origin'], { input: `${missing.join('\n')}\n`, network: true, timeout: 300_000 });
}
