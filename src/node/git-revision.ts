import type { Entry, Revision } from '../revision/revision';
import { byteReader, type ByteReader } from './byte-reader';
import { ended, type Git } from './git';

/** Entries of one tree are accepted up to this many bytes of listing: some million files. */
const MAX_LISTING = 512 * 1_048_576;

/**
 * The tree of a commit, read from git's objects and never from the work tree. `under` makes a folder of it the root
 * (for a folder of a repository that is judged by itself); it is a path with `/`, without one at either end.
 */
export function gitRevision(git: Git, commit: string, under = ''): Revision {
  let listing: Promise<readonly Entry[]> | undefined;
  return {
    id: commit,
    entries: () => (listing ??= list(git, under === '' ? commit : `${commit}:${under}`)),
    read: (entries) => readBlobs(git, entries),
  };
}

async function list(git: Git, treeish: string): Promise<readonly Entry[]> {
  const output = await git.run(['ls-tree', '-r', '-z', '-l', '--full-tree', treeish], { maxBytes: MAX_LISTING });
  return parseListing(output.toString('utf8'));
}

/** Entries of `ls-tree -r -z -l`, sorted by path. Throws on a record of another form. */
export function parseListing(listing: string): readonly Entry[] {
  const entries = listing.split('\0').filter((record) => record !== '').map((record): Entry => {
    const match = /^(\d{6}) (?:blob|commit) ([0-9a-f]+) +(\d+|-)\t([^]+)$/.exec(record);
    if (!match) throw new Error('git listed a tree in a form that is not known.');
    const [, mode = '', oid = '', size = '', path = ''] = match;
    return { path, oid, size: size === '-' ? 0 : Number(size), mode: modeOf(mode) };
  });
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What git's file mode says an entry is. */
export function modeOf(mode: string): Entry['mode'] {
  if (mode === '160000') return 'submodule';
  return mode === '120000' ? 'symlink' : 'file';
}

/**
 * Contents by object id, in the order asked for, over one `cat-file --batch` for the whole call: all ids are sent at
 * once and the answers read as they come. The entries' paths play no part, so blobs of any commit can be read.
 */
async function* readBlobs(git: Git, entries: readonly Entry[]): AsyncGenerator<{ readonly entry: Entry; readonly bytes: Uint8Array }> {
  if (entries.length === 0) return;
  const child = git.start(['cat-file', '--batch']);
  const exit = ended(child, 'cat-file');
  // Whoever stops reading ends the process; how it ended is asked only after the last answer.
  exit.catch(() => undefined);
  child.stdin.on('error', () => undefined);
  child.stdin.end(entries.map((entry) => `${entry.oid}\n`).join(''));
  try {
    const reader = byteReader(child.stdout);
    for (const entry of entries) yield { entry, bytes: await answer(reader, entry, exit) };
    await exit;
  } finally {
    child.kill();
  }
}

async function answer(reader: ByteReader, entry: Entry, exit: Promise<void>): Promise<Uint8Array> {
  const header = await reader.line();
  if (header === undefined) {
    await exit;
    throw new Error(`git ended before it gave ${entry.path}.`);
  }
  const match = /^[0-9a-f]+ blob (\d+)$/.exec(header);
  if (!match) throw new Error(`The content of ${entry.path} (${entry.oid}) is not in the repository.`);
  const bytes = await reader.take(Number(match[1]));
  await reader.take(1);
  return bytes;
}
