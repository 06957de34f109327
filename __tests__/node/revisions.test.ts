import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { chownSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { byteReader } from '../../src/node/byte-reader';
import { folderRevision } from '../../src/node/folder-revision';
import { openGit, type Git } from '../../src/node/git';
import { gitMaterial } from '../../src/node/git-material';
import { gitRevision, parseListing } from '../../src/node/git-revision';
import { workTree } from '../../src/node/work-tree';
import { workTreeChange } from '../../src/node/work-tree-change';
import type { Revision } from '../../src/revision/revision';
import { checkoutOf, gitIn, temporaryFolder, testRepository, writeFiles, type TestRepository } from '../support/repository';

const made: string[] = [];
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

function repository(): TestRepository {
  const created = testRepository();
  made.push(created.path);
  return created;
}

function folder(files: Readonly<Record<string, string | Buffer>>): string {
  const path = temporaryFolder();
  made.push(path);
  writeFiles(path, files);
  return path;
}

async function gitAt(path: string): Promise<Git> {
  const git = await openGit(path);
  if ('why' in git) throw new Error(git.why);
  return git;
}

async function contents(revision: Revision): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const files = (await revision.entries()).filter((entry) => entry.mode === 'file');
  for await (const { entry, bytes } of revision.read(files)) found[entry.path] = Buffer.from(bytes).toString('utf8');
  return found;
}

const paths = async (revision: Revision): Promise<readonly string[]> => (await revision.entries()).map((entry) => entry.path);

describe('a commit', () => {
  test('is read from git’s objects, whatever is on disk, with links and submodules listed', async () => {
    const repo = repository();
    writeFiles(repo.path, { 'a.ts': 'a\n', 'src/b.ts': '', 'ü "q\n.ts': 'odd\n' });
    symlinkSync('/etc/passwd', join(repo.path, 'link'));
    repo.git('add', '-A');
    const other = repo.commit({});
    repo.git('update-index', '--add', '--cacheinfo', `160000,${other},sub`);
    repo.git('commit', '-q', '-m', 'x');
    writeFiles(repo.path, { 'a.ts': 'changed on disk\n' });
    const revision = gitRevision(await gitAt(repo.path), repo.git('rev-parse', 'HEAD'));
    expect((await revision.entries()).map(({ path, size, mode }) => ({ path, size, mode }))).toEqual([
      { path: 'a.ts', size: 2, mode: 'file' },
      { path: 'link', size: 11, mode: 'symlink' },
      { path: 'src/b.ts', size: 0, mode: 'file' },
      { path: 'sub', size: 0, mode: 'submodule' },
      { path: 'ü "q\n.ts', size: 4, mode: 'file' },
    ]);
    expect(await contents(revision)).toEqual({ 'a.ts': 'a\n', 'src/b.ts': '', 'ü "q\n.ts': 'odd\n' });
  });

  test('can be read from one of its folders', async () => {
    const repo = repository();
    const commit = repo.commit({ 'a.ts': 'a', 'pkg/one/b.ts': 'b' });
    expect(await contents(gitRevision(await gitAt(repo.path), commit, 'pkg/one'))).toEqual({ 'b.ts': 'b' });
  });

  test('gives many and large files in the order asked for, and none that is missing', async () => {
    const repo = repository();
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}.txt`, `${'x'.repeat((i * 7919) % 90_000)}${i}\n`]));
    const revision = gitRevision(await gitAt(repo.path), repo.commit(files));
    const entries = [...await revision.entries()].reverse();
    const read: string[] = [];
    for await (const { entry, bytes } of revision.read(entries)) {
      expect(Buffer.from(bytes).toString('utf8')).toBe(files[entry.path]);
      read.push(entry.path);
    }
    expect(read).toEqual(entries.map((entry) => entry.path));
    const gone = { path: 'gone.ts', oid: '1'.repeat(40), size: 1, mode: 'file' as const };
    await expect(contents({ ...revision, entries: () => Promise.resolve([gone]) })).rejects.toThrow('The content of gone.ts');
  });

  test('may be left half read', async () => {
    const repo = repository();
    const revision = gitRevision(await gitAt(repo.path), repo.commit({ a: '1', b: '2', c: 'x'.repeat(300_000) }));
    for await (const { entry } of revision.read(await revision.entries())) {
      expect(entry.path).toBe('a');
      break;
    }
    expect(Object.keys(await contents(revision))).toEqual(['a', 'b', 'c']);
  });

  test('a listing of another form is refused', () => {
    expect(() => parseListing('garbage\0')).toThrow(/form that is not known/);
  });
});

describe('a folder', () => {
  test('has git’s ids, skips what it depends on, and follows no link', async () => {
    const path = folder({ 'a.ts': 'a\n', 'src/b.ts': 'b\n', 'node_modules/x/index.js': 'x', '.git/config': 'x', 'big.bin': Buffer.alloc(1_500_000, 7) });
    symlinkSync('/etc', join(path, 'etc'));
    symlinkSync('a.ts', join(path, 'link.ts'));
    execFileSync('mkfifo', [join(path, 'pipe')]);
    const revision = folderRevision(path, { id: 'folder' });
    expect((await revision.entries()).map((entry) => `${entry.mode} ${entry.path}`)).toEqual(['file a.ts', 'file big.bin', 'symlink etc', 'symlink link.ts', 'file src/b.ts']);
    for (const entry of await revision.entries()) {
      if (entry.mode === 'file') expect(entry.oid).toBe(gitIn(path, 'hash-object', '--no-filters', entry.path));
    }
    expect(Object.keys(await contents(revision))).toEqual(['a.ts', 'big.bin', 'src/b.ts']);
  });

  test('a file that became a link after the listing is not read', async () => {
    const path = folder({ 'a.ts': 'a\n' });
    const revision = folderRevision(path, { id: 'folder' });
    const entries = await revision.entries();
    rmSync(join(path, 'a.ts'));
    symlinkSync('/etc/hostname', join(path, 'a.ts'));
    await expect((async () => { for await (const _ of revision.read(entries)) expect(_).toBeUndefined(); })()).rejects.toThrow(/ELOOP/);
  });
});

describe('the work tree', () => {
  test('is what is tracked and what is new and not ignored', async () => {
    const repo = repository();
    repo.commit({ '.gitignore': 'out/\n', 'a.ts': 'a\n', 'gone.ts': 'g\n' });
    writeFiles(repo.path, { 'new.ts': 'n\n', 'out/x.js': 'x', 'a.ts': 'a2\n', 'gone.ts': null, 'node_modules/d/i.js': 'd' });
    const tree = await workTree(await gitAt(repo.path), repo.path);
    expect(tree && await contents(tree)).toEqual({ '.gitignore': 'out/\n', 'a.ts': 'a2\n', 'new.ts': 'n\n' });
  });

  test('of a folder has paths relative to it; a folder that git ignores is none', async () => {
    const repo = repository();
    repo.commit({ '.gitignore': 'out/\n', 'pkg/a.ts': 'a\n' });
    writeFiles(repo.path, { 'pkg/b.ts': 'b\n', 'out/x.js': 'x' });
    const git = await gitAt(repo.path);
    const tree = await workTree(git, join(repo.path, 'pkg'));
    expect(tree && await paths(tree)).toEqual(['a.ts', 'b.ts']);
    expect(await workTree(git, join(repo.path, 'out'))).toBeUndefined();
  });

  test('with converted line ends is the same as the commit', async () => {
    const repo = repository();
    const commit = repo.commit({ 'a.ts': 'a\nb\n', 'crlf.bat': 'x\r\n' });
    writeFiles(repo.path, { 'a.ts': 'a\r\nb\r\n' });
    const git = await gitAt(repo.path);
    const tree = await workTree(git, repo.path);
    expect(await tree?.entries()).toEqual(await gitRevision(git, commit).entries());
    expect(tree && await contents(tree)).toEqual({ 'a.ts': 'a\nb\n', 'crlf.bat': 'x\r\n' });
  });

  test('is compared with a commit by lines, moves included, with no file written into the repository', async () => {
    const repo = repository();
    const lines = Array.from({ length: 30 }, (_, i) => `${i}\n`).join('');
    const commit = repo.commit({ 'same.ts': 's\n', 'a.ts': 'a\nb\nc\n', 'old.ts': lines, 'dead.ts': 'd\n', '.gitattributes': '* -diff\n' });
    writeFiles(repo.path, { 'a.ts': 'a\nB\nc\nd\n', 'old.ts': null, 'sub/moved.ts': `${lines}end\n`, 'dead.ts': null, 'new.ts': '1\n2' });
    symlinkSync('a.ts', join(repo.path, 'link'));
    const before = repo.git('count-objects');
    const git = await gitAt(repo.path);
    const tree = await workTree(git, repo.path);
    if (!tree) throw new Error('There is a work tree.');
    const change = await workTreeChange(git, gitRevision(git, commit), tree);
    expect(change.files).toEqual([
      { path: 'a.ts', status: 'modified', lines: [{ start: 2, end: 2 }, { start: 4, end: 4 }] },
      { path: 'dead.ts', status: 'deleted', lines: [] },
      { path: 'link', status: 'added', lines: 'whole' },
      { path: 'new.ts', status: 'added', lines: [{ start: 1, end: 2 }] },
      { path: 'sub/moved.ts', status: 'renamed', previousPath: 'old.ts', lines: [{ start: 31, end: 31 }] },
    ]);
    expect(change).toMatchObject({ head: 'work tree', mergeBase: commit });
    expect(repo.git('count-objects')).toBe(before);
  });
});

test('a partial clone gets its contents in one fetch, and then reads without the network', async () => {
  const origin = repository();
  const base = origin.commit({ 'a.ts': 'a\n', 'b.ts': 'b\n' });
  origin.git('checkout', '-q', '-b', 'topic');
  const head = origin.commit({ 'a.ts': 'a2\n' });
  const { path, merge } = checkoutOf(origin, { number: 1, base, head, extra: ['--filter=blob:none'] });
  made.push(path);
  const material = await gitMaterial(await gitAt(path), { head, target: base, merge, count: 1 });
  gitIn(path, 'remote', 'set-url', 'origin', 'file:///nowhere');
  expect(await contents(material.head)).toEqual({ 'a.ts': 'a2\n', 'b.ts': 'b\n' });
  expect(material.base && await contents(material.base)).toEqual({ 'a.ts': 'a\n', 'b.ts': 'b\n' });
  expect(material.change?.files).toEqual([{ path: 'a.ts', status: 'modified', lines: [{ start: 1, end: 1 }] }]);
  expect(material.change?.history).toMatchObject({ commits: 1, blobs: [{ path: 'a.ts' }] });
});

test('a repository whose work tree is elsewhere is not used', async () => {
  const repo = repository();
  repo.commit({ 'a.ts': 'a' });
  const outside = folder({ 'secret.txt': 's' });
  repo.git('config', 'core.worktree', outside);
  expect(await openGit(repo.path)).toMatchObject({ why: expect.stringMatching(/work tree elsewhere|not a git repository/) });
});

/** Only root can give a file away. */
const asRoot = process.getuid?.() === 0 ? test : test.skip;

asRoot('a repository of another user is used where a runner vouches for it, and nowhere else', async () => {
  const repo = repository();
  repo.commit({ 'a.ts': 'a' });
  for (const path of [repo.path, join(repo.path, '.git')]) chownSync(path, 4321, 4321);
  expect(await openGit(repo.path)).toMatchObject({ why: expect.stringContaining('dubious ownership') });
  expect(await openGit(repo.path, true)).toMatchObject({ root: repo.path });
});

test('bytes come out as they went in, however the stream is cut', async () => {
  const records = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
  await fc.assert(fc.asyncProperty(records, fc.integer({ min: 1, max: 9 }), async (blobs, size) => {
    const all = Buffer.concat(blobs.map((blob) => Buffer.concat([Buffer.from(`${blob.length}\n`), blob])));
    const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.subarray(i * size, (i + 1) * size));
    const reader = byteReader(Readable.from(chunks, { objectMode: true }));
    for (const blob of blobs) {
      const length = Number(await reader.line());
      expect(Buffer.from(await reader.take(length))).toEqual(Buffer.from(blob));
    }
    expect(await reader.line()).toBeUndefined();
  }));
});
