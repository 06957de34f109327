import type { Entry } from '../revision/revision';
import type { Git } from './git';
import { gitRevision } from './git-revision';

/**
 * Contents that a checkout holds although it lacks the commits in question: of a test merge's tree nearly every file
 * is head's as well. What is not there is left out.
 */
export async function localBlobs(git: Git, entries: readonly Entry[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  if (entries.length === 0) return found;
  const checked = await git.attempt(['cat-file', '--batch-check=%(objecttype)'], { input: entries.map((entry) => `${entry.oid}\n`).join('') });
  const types = checked?.toString('utf8').split('\n') ?? [];
  const here = entries.filter((_, i) => types[i] === 'blob');
  for await (const { entry, bytes } of gitRevision(git, '').read(here)) found.set(entry.oid, bytes);
  return found;
}
