import type { AddedBlob, Change } from '../model/change';
import { GitError, type Git } from './git';

type History = Change['history'];

/** What of a change's history is looked at. */
export interface HistoryLimits {
  readonly commits: number;
  readonly blobs: number;
  /** Of all blobs together. */
  readonly bytes: number;
}

export const HISTORY_LIMITS: HistoryLimits = { commits: 500, blobs: 5000, bytes: 32 * 1_048_576 };

/**
 * The blobs that the commits between base and head add and that base's history does not hold, with the earliest commit that has
 * each: what a later commit removes again stays in the history for everybody to read.
 */
export async function historyOf(git: Git, ends: { readonly base: string; readonly head: string; readonly complete: boolean }, limits = HISTORY_LIMITS): Promise<History> {
  const range = [ends.head, '--not', ends.base];
  const all = (await git.run(['rev-list', '--reverse', '--topo-order', ...range])).toString('utf8').split('\n').filter((line) => line !== '');
  // The newest commits are kept: what they add is what is about to be published.
  const commits = all.slice(-limits.commits);
  if (commits.length === 0) return { blobs: [], commits: 0 };
  const added = await addedBlobs(git, commits);
  const own = await objectsOf(git, range);
  const fresh = await withSizes(git, added.filter((blob) => own.has(blob.oid)));
  return bounded(fresh.blobs, { total: all.length, read: commits.length, missing: fresh.missing, complete: ends.complete }, limits);
}

interface Named {
  readonly commit: string;
  readonly path: string;
  readonly oid: string;
}

/** Per commit the blobs that differ from each of its parents, once per blob. */
async function addedBlobs(git: Git, commits: readonly string[]): Promise<readonly Named[]> {
  const output = await git.run(['diff-tree', '--stdin', '-r', '-m', '--root', '--raw', '-z', '--no-renames', '--no-ext-diff'], { input: `${commits.join('\n')}\n` });
  const found = new Map<string, Named>();
  let commit = '';
  const fields = output.toString('utf8').split('\0');
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] ?? '';
    if (/^[0-9a-f]{40,64}$/.test(field)) commit = field;
    else if (field.startsWith(':')) {
      const [, mode = '', , oid = ''] = field.split(' ');
      const path = fields[++i] ?? '';
      if (/^100/.test(mode) && !found.has(oid)) found.set(oid, { commit, path, oid });
    } else if (field !== '') throw new GitError('diff-tree', 'It listed a commit in a form that is not known.');
  }
  return [...found.values()];
}

/** Ids of all objects that the range brings. What a merge of the target brings along is not among them. */
async function objectsOf(git: Git, range: readonly string[]): Promise<ReadonlySet<string>> {
  const output = await git.run(['rev-list', '--objects', ...range], { maxBytes: 512 * 1_048_576 });
  return new Set(output.toString('utf8').split('\n').map((line) => line.split(' ', 1)[0] ?? ''));
}

async function withSizes(git: Git, blobs: readonly Named[]): Promise<{ readonly blobs: readonly AddedBlob[]; readonly missing: number }> {
  if (blobs.length === 0) return { blobs: [], missing: 0 };
  const output = await git.run(['cat-file', '--batch-check=%(objectsize)'], { input: blobs.map((blob) => `${blob.oid}\n`).join('') });
  const sizes = output.toString('utf8').split('\n');
  const present = blobs.flatMap((blob, i) => (/^\d+$/.test(sizes[i] ?? '') ? [{ ...blob, size: Number(sizes[i]) }] : []));
  return { blobs: present, missing: blobs.length - present.length };
}

/** How much of a history was there to be looked at. */
export interface HistorySeen {
  /** Commits of the change, and how many of them were read. */
  readonly total: number;
  readonly read: number;
  /** File versions whose content is not in the repository. */
  readonly missing: number;
  readonly complete: boolean;
}

/** Keeps what fits the limits, and says what did not. */
export function bounded(blobs: readonly AddedBlob[], seen: HistorySeen, limits: HistoryLimits): History {
  let bytes = 0;
  const kept = blobs.slice(0, limits.blobs).filter((blob) => {
    const fits = bytes + blob.size <= limits.bytes;
    if (fits) bytes += blob.size;
    return fits;
  });
  const left = blobs.length - kept.length;
  const reasons = [
    ...(seen.complete ? [] : ['The checkout does not hold every commit of the change.']),
    ...(seen.read < seen.total ? [`Of ${seen.total} commits only the newest ${seen.read} were looked at.`] : []),
    ...(left > 0 ? [`Of ${blobs.length} file versions that the commits add, ${left} were over the limits and not looked at.`] : []),
    ...(seen.missing > 0 ? [`The content of ${seen.missing} file versions is not in the checkout.`] : []),
  ];
  return { blobs: kept, commits: seen.read, ...(reasons.length > 0 && { unseen: reasons.join(' ') }) };
}
