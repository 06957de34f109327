import { relative, sep } from 'node:path';
import { realpath } from 'node:fs/promises';
import type { Revision } from '../revision/revision';
import { folderRevision } from './folder-revision';
import type { Git } from './git';

/** Label of a revision that is the folder on disk and no commit. */
export const WORK_TREE = 'work tree';

/**
 * What is on disk in a folder of a git repository: tracked files, and untracked ones that are not ignored. Undefined
 * when git tracks nothing there and would ignore all of it: then the folder is no part of the repository.
 */
export async function workTree(git: Git, folder: string): Promise<Revision | undefined> {
  const under = await folderInTree(git, folder);
  const tracked = parseIndex(await git.run(['ls-files', '-s', '-z', ...inFolder(under)]), under);
  const listed = (await git.run(['ls-files', '-o', '-z', '--exclude-standard', ...inFolder(under)])).toString('utf8');
  const untracked = listed.split('\0').flatMap((path) => (path === '' || path.endsWith('/') || /(^|\/)node_modules\//.test(path) ? [] : [strip(path, under)]));
  if (tracked.size + untracked.length === 0) return undefined;
  return folderRevision(folder, { id: WORK_TREE, paths: [...tracked.keys(), ...untracked], indexed: tracked });
}

/** The folder's path in the repository, with `/`; empty for its root. */
export async function folderInTree(git: Git, folder: string): Promise<string> {
  return relative(git.root, await realpath(folder)).split(sep).join('/');
}

function inFolder(under: string): readonly string[] {
  return under === '' ? [] : ['--', under];
}

function strip(path: string, under: string): string {
  return under === '' ? path : path.slice(under.length + 1);
}

/** Object ids by path of `ls-files -s -z`, relative to the folder. Of a conflict's three stages any one stands for the path. */
function parseIndex(output: Buffer, under: string): ReadonlyMap<string, string> {
  const records = output.toString('utf8').split('\0');
  return new Map(records.flatMap((record) => {
    const match = /^\d{6} ([0-9a-f]+) \d\t([^]+)$/.exec(record);
    return match ? [[strip(match[2] ?? '', under), match[1] ?? ''] as const] : [];
  }));
}
