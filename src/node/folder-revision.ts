import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry, Revision } from '../revision/revision';

/** Folders that hold no source of the package itself. */
const SKIPPED_FOLDERS = new Set(['node_modules', '.git']);
/** More files than this are no package, and would take minutes to hash. */
const MAX_FILES = 200_000;
const AT_ONCE = 16;

export interface FolderOptions {
  /** A commit id or a label. */
  readonly id: string;
  /** Paths relative to the folder, with `/`; the folder is walked when absent. Paths that are gone are left out. */
  readonly paths?: readonly string[];
  /**
   * Object ids as git's index has them, by path. A file that differs from its id by line ends alone (a checkout that
   * converts them) is read with `\n`, so that it counts as unchanged.
   */
  readonly indexed?: ReadonlyMap<string, string>;
}

/**
 * A folder as it is on disk. Ids are those that git would give the contents (SHA-1 of a blob), so they can be compared
 * with a commit's. Symbolic links are listed and never followed; pipes, sockets and devices are left out. Nothing is
 * executed, and git is not asked.
 */
export function folderRevision(folder: string, options: FolderOptions): Revision {
  const converted = new Set<string>();
  let listing: Promise<readonly Entry[]> | undefined;
  const list = async (): Promise<readonly Entry[]> => {
    const paths = options.paths ?? await walk(folder);
    if (paths.length > MAX_FILES) throw new Error(`The folder holds more than ${MAX_FILES} files.`);
    const entries = await inBatches(paths, (path) => entryOf(folder, path, options.indexed?.get(path), converted));
    return entries.flatMap((entry) => entry ?? []).sort((a, b) => (a.path < b.path ? -1 : 1));
  };
  return {
    id: options.id,
    entries: () => (listing ??= list()),
    async *read(entries) {
      for (const entry of entries) yield { entry, bytes: await contentOf(folder, entry, converted.has(entry.path)) };
    },
  };
}

/** Paths of all regular files and symbolic links under a folder, except under `node_modules` and `.git`. */
async function walk(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const waiting = [''];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const child of await readdir(join(folder, at), { withFileTypes: true })) {
      const path = at === '' ? child.name : `${at}/${child.name}`;
      if (child.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(child.name)) waiting.push(path);
      } else if (child.name !== '.git') found.push(path);
      if (found.length > MAX_FILES) throw new Error(`The folder holds more than ${MAX_FILES} files.`);
    }
  }
  return found;
}

async function entryOf(folder: string, path: string, indexed: string | undefined, converted: Set<string>): Promise<Entry | undefined> {
  const at = join(folder, path);
  const status = await lstat(at).catch(() => undefined);
  if (!status) return undefined;
  if (status.isSymbolicLink()) {
    const target = Buffer.from(await readlink(at));
    return { path, oid: blobId(target), size: target.length, mode: 'symlink' };
  }
  if (status.isDirectory() && indexed !== undefined) return { path, oid: indexed, size: 0, mode: 'submodule' };
  if (!status.isFile()) return undefined;
  const oid = await hashFile(at, status.size);
  if (indexed !== undefined && indexed !== oid) {
    const bytes = withoutCarriageReturns(await readRegular(at));
    if (blobId(bytes) === indexed) {
      converted.add(path);
      return { path, oid: indexed, size: bytes.length, mode: 'file' };
    }
  }
  return { path, oid, size: status.size, mode: 'file' };
}

/** The id that git gives a blob of these bytes. */
export function blobId(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

async function hashFile(at: string, size: number): Promise<string> {
  if (size <= 1_048_576) return blobId(await readRegular(at));
  const hash = createHash('sha1').update(`blob ${size}\0`);
  const file = await open(at, NO_FOLLOW);
  for await (const chunk of file.createReadStream()) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Not through a link that took the file's place since it was listed; the flag does not exist on Windows. */
const NO_FOLLOW = constants.O_RDONLY | ((constants as { readonly O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0);

async function readRegular(at: string): Promise<Buffer> {
  const file = await open(at, NO_FOLLOW);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function contentOf(folder: string, entry: Entry, convert: boolean): Promise<Uint8Array> {
  const at = join(folder, entry.path);
  if (entry.mode === 'symlink') return Buffer.from(await readlink(at));
  const bytes = await readRegular(at);
  return convert ? withoutCarriageReturns(bytes) : bytes;
}

function withoutCarriageReturns(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

/** Maps with a bounded number of files open at once, in order. */
async function inBatches<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) results.push(...await Promise.all(items.slice(at, at + AT_ONCE).map(map)));
  return results;
}
