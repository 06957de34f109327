import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change, ChangedFile } from '../model/change';
import type { Entry, Revision } from '../revision/revision';
import { diffTrees, type TreeDifference } from '../revision/tree-diff';
import { fileOf, parseRaw, rangesOf, type RawChange } from './change';
import type { Git } from './git';
import { lineStarts } from './line-starts';

/** Larger files count as changed as a whole. */
const MAX_BYTES = 2 * 1_048_576;
/** With more differing files than this no lines are told apart. */
const MAX_FILES = 2000;

/**
 * What lies between a commit's tree and a folder on disk. Contents of files that differ are laid out beside each other
 * in a temporary folder and compared there, where no attribute, filter or setting of the repository has a say.
 */
export async function workTreeChange(git: Git, base: Revision, folder: Revision): Promise<Change> {
  const differences = diffTrees(await base.entries(), await folder.entries());
  const files = differences.length > MAX_FILES
    ? differences.map(asWhole)
    : await compare(git, base, folder, differences);
  return {
    head: folder.id,
    mergeBase: base.id,
    files: [...files].sort((a, b) => (a.path < b.path ? -1 : 1)),
    history: { blobs: [], commits: 0, unseen: 'The files on disk were judged; commits between the base and them were not looked at.' },
  };
}

/** A difference without its lines. */
export function asWhole({ path, before, after }: TreeDifference): ChangedFile {
  if (!after) return { path, status: 'deleted', lines: [] };
  if (!before) return { path, status: 'added', lines: 'whole' };
  return { path, status: before.mode === after.mode ? 'modified' : 'type-changed', lines: 'whole' };
}

function comparable({ before, after }: TreeDifference): boolean {
  return [before, after].every((entry) => !entry || (entry.mode === 'file' && entry.size <= MAX_BYTES));
}

async function compare(git: Git, base: Revision, folder: Revision, differences: readonly TreeDifference[]): Promise<readonly ChangedFile[]> {
  const pairs = differences.filter(comparable);
  const rest = differences.filter((difference) => !comparable(difference)).map(asWhole);
  if (pairs.length === 0) return rest;
  const room = await mkdtemp(join(tmpdir(), 'mcp-publish-gate-'));
  try {
    await layOut(join(room, 'a'), base, pairs.map((pair) => pair.before));
    await layOut(join(room, 'b'), folder, pairs.map((pair) => pair.after));
    return [...rest, ...await compareLaidOut(git, room, pairs)];
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

/** Writes contents under their index as name, so that the repository chooses no path here. */
async function layOut(room: string, revision: Revision, entries: readonly (Entry | undefined)[]): Promise<void> {
  await mkdir(room);
  const names = new Map(entries.flatMap((entry, i) => (entry ? [[entry.path, String(i)] as const] : [])));
  for await (const { entry, bytes } of revision.read(entries.flatMap((entry) => entry ?? []))) {
    await writeFile(join(room, names.get(entry.path) ?? ''), bytes);
  }
}

async function compareLaidOut(git: Git, room: string, pairs: readonly TreeDifference[]): Promise<readonly ChangedFile[]> {
  const diff = ['diff', '--no-index', '-M', '--no-ext-diff', '--no-textconv', '--no-color', '--inter-hunk-context=0'];
  const options = { cwd: room, accept: [1] };
  const raw = parseRaw((await git.run([...diff, '--raw', '-z', '--abbrev=40', 'a', 'b'], options)).toString('utf8'));
  const patch = await git.run([...diff, '-p', '-U0', '--text', '--full-index', 'a', 'b'], options);
  const { found } = await rangesOf(lineStarts((async function* () { yield await Promise.resolve(patch); })()));
  return raw.map((record) => fileOf(withRealNames(record, pairs), found));
}

/** The names in the temporary folder are indices; of files that exist on both sides git leaves the ids out. */
function withRealNames(record: RawChange, pairs: readonly TreeDifference[]): RawChange {
  const pairAt = (name: string | undefined): TreeDifference | undefined => pairs[Number(name?.slice(2))];
  const after = pairAt(record.path);
  const before = record.previousPath === undefined ? after : pairAt(record.previousPath);
  return {
    ...record,
    path: after?.path ?? '',
    oldOid: before?.before?.oid ?? '0'.repeat(40),
    newOid: after?.after?.oid ?? '0'.repeat(40),
    ...(before && record.previousPath !== undefined && { previousPath: before.path }),
  };
}
