import { z } from 'zod';
import type { Entry, Revision } from '../revision/revision';
import { FaultError } from '../model/fault';
import { apiFailure } from './api-error';
import type { Client } from './client';

const tree = z.object({
  truncated: z.boolean().optional(),
  tree: z.array(z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string(), size: z.number().optional() })),
});
type Tree = z.infer<typeof tree>;

const blob = z.object({ content: z.string(), encoding: z.string() });

/** Trees that are asked for one by one when the whole is too large for one answer. */
const MAX_TREES = 500;
/** A workflow's token has 1000 requests an hour for the repository, and other jobs want some of them. */
const MAX_BLOBS = 800;
const AT_ONCE = 8;

/** Counts the contents that were asked for, over all revisions that share it. */
export interface BlobAllowance {
  left: number;
}

export function blobAllowance(): BlobAllowance {
  return { left: MAX_BLOBS };
}

/** Contents that are at hand without asking the API, by object id. */
export type LocalBlobs = (entries: readonly Entry[]) => Promise<ReadonlyMap<string, Uint8Array>>;

/**
 * A commit's tree by the API, for when there is no git to read it with. Contents that `local` has are not asked for.
 * Throws a `FaultError` when the repository is too large to be read that way.
 */
export function apiRevision(client: Client, commit: string, allowance: BlobAllowance, local: LocalBlobs = () => Promise.resolve(new Map())): Revision {
  let listing: Promise<readonly Entry[]> | undefined;
  return {
    id: commit,
    entries: () => (listing ??= listTree(client, commit)),
    read: (entries) => readBlobs(client, entries, allowance, local),
  };
}

async function listTree(client: Client, commit: string): Promise<readonly Entry[]> {
  const whole = await getTree(client, commit, true);
  const entries = whole.truncated === true ? await walk(client, commit) : whole.tree.flatMap((row) => entryOf(row, ''));
  return [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Folder by folder, for a tree that one answer cannot hold. */
async function walk(client: Client, commit: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  const waiting: { readonly sha: string; readonly at: string }[] = [{ sha: commit, at: '' }];
  for (let asked = 0, next = waiting.pop(); next; next = waiting.pop()) {
    if (++asked > MAX_TREES) throw tooLarge(`It has more than ${MAX_TREES} folders.`);
    const { at } = next;
    const found = await getTree(client, next.sha, false);
    if (found.truncated === true) throw tooLarge(`The folder ${at || 'at its root'} has more entries than the API gives.`);
    entries.push(...found.tree.flatMap((row) => entryOf(row, at)));
    waiting.push(...found.tree.filter((row) => row.type === 'tree').map((row) => ({ sha: row.sha, at: `${at}${row.path}/` })));
  }
  return entries;
}

function getTree(client: Client, sha: string, recursive: boolean): Promise<Tree> {
  return client.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', { tree_sha: sha, ...(recursive && { recursive: '1' }) }, tree);
}

function entryOf(row: Tree['tree'][number], under: string): readonly Entry[] {
  if (row.type === 'tree') return [];
  const mode = row.type === 'commit' ? 'submodule' : row.mode === '120000' ? 'symlink' : 'file';
  return [{ path: `${under}${row.path}`, oid: row.sha, size: row.size ?? 0, mode }];
}

async function* readBlobs(client: Client, entries: readonly Entry[], allowance: BlobAllowance, local: LocalBlobs): AsyncGenerator<{ readonly entry: Entry; readonly bytes: Uint8Array }> {
  const here = await local(entries);
  const missing = new Set(entries.filter((entry) => !here.has(entry.oid)).map((entry) => entry.oid)).size;
  if (missing > allowance.left) throw tooLarge(`${missing} files would have to be asked for one by one.`);
  allowance.left -= missing;
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    const batch = entries.slice(at, at + AT_ONCE);
    const contents = await Promise.all(batch.map(async (entry) => here.get(entry.oid) ?? await getBlob(client, entry).catch(refused)));
    for (const [i, entry] of batch.entries()) yield { entry, bytes: contents[i] ?? new Uint8Array() };
  }
}

async function getBlob(client: Client, entry: Entry): Promise<Uint8Array> {
  const { content, encoding } = await client.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { file_sha: entry.oid }, blob);
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
  if (bytes.length !== entry.size) throw new Error(`GitHub gave ${bytes.length} bytes of ${entry.path}, which has ${entry.size}.`);
  return bytes;
}

/** In the middle of a review there is nobody left who knows what a failed request means. */
function refused(error: unknown): never {
  throw new FaultError({
    kind: 'api',
    message: `The repository could not be read by the API to its end (${apiFailure(error).text}).`,
    remedy: 'Run it again. If it stays, put a step with actions/checkout before this one, so that git can read it.',
  }, { cause: error });
}

function tooLarge(why: string): FaultError {
  return new FaultError({
    kind: 'api',
    message: `The repository is too large to be read by the API, and there is no usable checkout of it. ${why}`,
    remedy: 'Put a step with actions/checkout before this one, and leave its credentials in place (`persist-credentials: true`, its default).',
  });
}
