import { z } from 'zod';
import type { AddedBlob, Change, ChangedFile } from '../model/change';
import type { Revision } from '../revision/revision';
import { diffTrees, type TreeDifference } from '../revision/tree-diff';
import { apiFailure } from './api-error';
import type { Client } from './client';
import { addedLines } from './patch';

const fileRow = z.object({
  filename: z.string(),
  status: z.string(),
  sha: z.string().nullish(),
  previous_filename: z.string().optional(),
  patch: z.string().optional(),
});
type FileRow = z.infer<typeof fileRow>;
const commitRow = z.object({ sha: z.string(), parents: z.array(z.object({ sha: z.string() })).optional() });

/** The API gives no more files of a pull request, and no more commits. */
const MAX_FILES = 3000;
const MAX_COMMITS = 250;
/** Each commit is a request of its own. */
const COMMITS_READ = 30;
/** Contents that are at head no more have to be asked for to know their size. */
const GONE_READ = 60;

export interface ApiEnds {
  readonly head: Revision;
  readonly base: Revision;
  readonly pullRequest?: NonNullable<Change['pullRequest']>;
}

/**
 * What lies between two commits, by the API. Which files differ is told by the two trees, which are complete; the list
 * of a pull request's files, which ends at 3000 and leaves patches out, only adds lines and moves to it.
 */
export async function apiChange(client: Client, ends: ApiEnds): Promise<Change> {
  const { head, base, pullRequest } = ends;
  const differences = diffTrees(await base.entries(), await head.entries());
  const rows = pullRequest ? await filesOf(client, pullRequest.number) : [];
  return {
    head: head.id,
    mergeBase: base.id,
    files: changedFiles(differences, rows),
    history: pullRequest ? await historyOf(client, pullRequest.number, ends) : { blobs: [], commits: 0, unseen: 'Without git only the last commit was looked at.' },
    ...(pullRequest && { pullRequest }),
  };
}

/** Rows of the list whose content is that of the head commit; the list may be of a later one. A list that fails is none. */
async function filesOf(client: Client, number: number): Promise<readonly FileRow[]> {
  try {
    return await client.list('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', { pull_number: number }, (answer) => answer, fileRow, MAX_FILES);
  } catch {
    return [];
  }
}

/** Files of the trees' difference, with lines from rows of the very same content; the others count as a whole. */
export function changedFiles(differences: readonly TreeDifference[], rows: readonly FileRow[]): readonly ChangedFile[] {
  const rowAt = new Map(rows.map((row) => [row.filename, row]));
  const known = (path: string, oid: string | undefined): FileRow | undefined => (rowAt.get(path)?.sha === oid ? rowAt.get(path) : undefined);
  const gone = new Set(differences.filter(({ after }) => !after).map(({ path }) => path));
  const files = differences.map((difference): ChangedFile => {
    const row = known(difference.path, difference.after?.oid);
    const from = row?.status === 'renamed' && row.previous_filename !== undefined && gone.has(row.previous_filename) ? row.previous_filename : undefined;
    return changedFile(difference, row, from);
  });
  const moved = new Set(files.flatMap((file) => file.previousPath ?? []));
  return files.filter((file) => !(file.status === 'deleted' && moved.has(file.path)));
}

function changedFile({ path, before, after }: TreeDifference, row: FileRow | undefined, from: string | undefined): ChangedFile {
  if (!after) return { path, status: 'deleted', lines: [] };
  const lines = row?.patch === undefined ? 'whole' : addedLines(row.patch) ?? 'whole';
  if (from !== undefined) return { path, status: 'renamed', previousPath: from, lines };
  if (!before) return { path, status: 'added', lines };
  return before.mode === after.mode ? { path, status: 'modified', lines } : { path, status: 'type-changed', lines: 'whole' };
}

interface Named {
  readonly commit: string;
  readonly path: string;
  readonly oid: string;
}

/** Blobs that the commits add and that the base's tree does not hold. */
async function historyOf(client: Client, number: number, ends: ApiEnds): Promise<Change['history']> {
  try {
    const all = await client.list('GET /repos/{owner}/{repo}/pulls/{pull_number}/commits', { pull_number: number }, (answer) => answer, commitRow, MAX_COMMITS);
    const commits = all.slice(-COMMITS_READ);
    const inBase = new Set((await ends.base.entries()).map((entry) => entry.oid));
    const added = new Map<string, Named>();
    // A merge's files are those of the branch that it brings in.
    for (const { sha } of commits.filter((commit) => (commit.parents?.length ?? 1) < 2)) {
      for (const blob of await addedBy(client, sha)) if (!inBase.has(blob.oid) && !added.has(blob.oid)) added.set(blob.oid, blob);
    }
    const { blobs, left } = await withSizes(client, [...added.values()], ends.head);
    const reasons = [
      ...(commits.length < all.length ? [`Of ${all.length >= MAX_COMMITS ? 'at least ' : ''}${all.length} commits only the newest ${commits.length} were looked at.`] : []),
      ...(left > 0 ? [`Of ${added.size} file versions that the commits add, ${left} were over the limits and not looked at.`] : []),
    ];
    return { blobs, commits: commits.length, ...(reasons.length > 0 && { unseen: reasons.join(' ') }) };
  } catch (error) {
    return { blobs: [], commits: 0, unseen: `The commits of the pull request could not be read: ${apiFailure(error).text}.` };
  }
}

async function addedBy(client: Client, commit: string): Promise<readonly Named[]> {
  const rows = (answer: unknown): unknown => (answer as { files?: unknown } | null)?.files;
  const files = await client.list('GET /repos/{owner}/{repo}/commits/{ref}', { ref: commit }, rows, fileRow, MAX_FILES);
  return files.flatMap(({ filename, sha, status }) => (status === 'removed' || typeof sha !== 'string' ? [] : [{ commit, path: filename, oid: sha }]));
}

/** The head's tree knows the sizes of what is still there; the rest is asked for, up to a limit. */
async function withSizes(client: Client, named: readonly Named[], head: Revision): Promise<{ readonly blobs: readonly AddedBlob[]; readonly left: number }> {
  const sizes = new Map((await head.entries()).map((entry) => [entry.oid, entry.size]));
  const gone = named.filter((blob) => !sizes.has(blob.oid));
  for (const { oid } of gone.slice(0, GONE_READ)) {
    const { size } = await client.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { file_sha: oid }, z.object({ size: z.number() }));
    sizes.set(oid, size);
  }
  const blobs = named.flatMap((blob) => {
    const size = sizes.get(blob.oid);
    return size === undefined ? [] : [{ ...blob, size }];
  });
  return { blobs, left: Math.max(0, gone.length - GONE_READ) };
}
