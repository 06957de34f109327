import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FaultError } from '../model/fault';
import { folderRevision } from '../node/folder-revision';
import { openGit, type Git } from '../node/git';
import { gitRevision } from '../node/git-revision';
import { folderInTree, workTree } from '../node/work-tree';
import { workTreeChange } from '../node/work-tree-change';
import type { Material } from '../revision/material';

/**
 * What a review of a folder on disk is made from. In a git repository that is what is tracked, and what is new and not
 * ignored; anywhere else everything but dependencies. Throws a `FaultError` for a folder or base that is none.
 */
export async function localMaterial(path: string, base: string | undefined): Promise<Material> {
  const folder = resolve(path);
  const status = await stat(folder).catch(() => undefined);
  if (!status?.isDirectory()) throw new FaultError({ kind: 'configuration', message: `${JSON.stringify(path)} is no folder.`, remedy: 'Give the folder of the server’s package or repository.' });
  const git = await openGit(folder);
  const tree = 'why' in git ? undefined : await workTree(git, folder);
  if ('why' in git || !tree) {
    if (base !== undefined) throw noBase(base, 'why' in git ? git.why : 'git ignores the folder.');
    return { head: folderRevision(folder, { id: 'folder' }), notes: ['why' in git ? `Read as a plain folder: ${git.why}` : 'Read as a plain folder, since git ignores it.'] };
  }
  return base === undefined ? { head: tree, notes: [] } : compared(git, { folder, tree, base });
}

async function compared(git: Git, { folder, tree, base }: { readonly folder: string; readonly tree: Material['head']; readonly base: string }): Promise<Material> {
  const target = await answer(git, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${base}^{commit}`]);
  if (target === undefined) throw noBase(base, 'There is no such commit.');
  const mergeBase = await answer(git, ['merge-base', target, 'HEAD']);
  if (mergeBase === undefined) throw noBase(base, 'It has no common ancestor with HEAD.');
  const under = await folderInTree(git, folder);
  const revision = gitRevision(git, mergeBase, under);
  return {
    head: tree,
    base: revision,
    target: gitRevision(git, target, under),
    change: await workTreeChange(git, revision, tree),
    notes: [],
  };
}

async function answer(git: Git, args: readonly string[]): Promise<string | undefined> {
  const text = (await git.attempt(args))?.toString('utf8').trim();
  return text === '' ? undefined : text;
}

function noBase(base: string, why: string): FaultError {
  return new FaultError({ kind: 'git', message: `There is nothing to compare with: --base ${JSON.stringify(base)}. ${why}`, remedy: 'Give a branch, tag or commit of the repository, with its history fetched, or leave --base out.' });
}
