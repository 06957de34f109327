import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gather } from '../../src/gather';
import { apiMaterial } from '../../src/github/api-material';
import { createClient, type Client } from '../../src/github/client';
import type { Occasion } from '../../src/github/event';
import { addedLines } from '../../src/github/patch';
import { openGit } from '../../src/node/git';
import { gitMaterial } from '../../src/node/git-material';
import type { Commits, Material } from '../../src/revision/material';
import type { Revision } from '../../src/revision/revision';
import { fakeGitHub, type FakeGitHub } from '../support/fake-github/server';
import { checkoutOf, gitIn, temporaryFolder, testRepository, type TestRepository } from '../support/repository';

let origin: TestRepository;
let fake: FakeGitHub;
let client: Client;
let commits: Commits & { readonly target: string };
let made: string[];

const lines = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i}\n`).join('');

beforeEach(async () => {
  made = [];
  origin = testRepository();
  origin.commit({ 'old.txt': 'old\n' });
  origin.commit({ 'a.ts': lines(40), 'same.ts': 'same\n', 'moved.ts': lines(30), 'gone.ts': 'gone\n' });
  origin.git('checkout', '-q', '-b', 'topic');
  origin.commit({ 'a.ts': lines(40).replace('line 3\n', 'LINE 3\n').replace('line 30\n', 'x\ny\n'), 'key.env': 'KEY=1\n' });
  symlinkSync('/etc/passwd', join(origin.path, 'link'));
  const head = origin.commit({ 'moved.ts': null, 'sub/moved.ts': `${lines(30)}end\n`, 'gone.ts': null, 'new.ts': 'n\n', 'key.env': null });
  origin.git('checkout', '-q', 'main');
  const target = origin.commit({ 'main.txt': 'm\n' });
  commits = { head, target, count: 2, pullRequest: { number: 7, title: 'T', body: 'B', author: 'ann', fork: false } };
  fake = await fakeGitHub({ repository: origin.path });
  fake.state.pulls.push({ number: 7, headSha: head, baseSha: target, baseRef: 'main', state: 'open', locked: false });
  client = createClient({ token: fake.state.token, owner: 'acme', repo: 'server', apiUrl: fake.url, second: 1 });
});
afterEach(async () => {
  await fake.close();
  origin.remove();
  made.forEach((path) => { rmSync(path, { recursive: true, force: true }); });
});

async function contents(revision: Revision | undefined): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  if (!revision) return found;
  for await (const { entry, bytes } of revision.read((await revision.entries()).filter((one) => one.mode === 'file'))) found[entry.path] = Buffer.from(bytes).toString('utf8');
  return found;
}

async function byGit(): Promise<Material> {
  const git = await openGit(origin.path);
  if ('why' in git) throw new Error(git.why);
  return gitMaterial(git, commits);
}

describe('the API gives what git gives', () => {
  test('trees, contents, changed lines, moves and history', async () => {
    const [api, git] = [await apiMaterial(client, commits), await byGit()];
    for (const side of ['head', 'base', 'target'] as const) {
      expect(api[side]?.id).toBe(git[side]?.id);
      expect(await api[side]?.entries()).toEqual(await git[side]?.entries());
      expect(await contents(api[side])).toEqual(await contents(git[side]));
    }
    const inOrder = (change: Material['change']): unknown => [...change?.history.blobs ?? []].sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ path, oid, size }) => ({ path, oid, size }));
    // Of the symbolic link git says that it changed as a whole, and the API shows its target as a line.
    const files = (change: Material['change']): unknown => change?.files.filter((file) => file.path !== 'link');
    expect(files(api.change)).toEqual(files(git.change));
    expect(inOrder(api.change)).toEqual(expect.arrayContaining(inOrder(git.change) as unknown[]));
    expect(api.change?.history).toMatchObject({ commits: 2 });
    expect(fake.problems).toEqual([]);
  });

  test('without patches, files count as changed as a whole', async () => {
    fake.state.withPatches = false;
    const { change } = await apiMaterial(client, commits);
    expect(change?.files.find((file) => file.path === 'a.ts')).toEqual({ path: 'a.ts', status: 'modified', lines: 'whole' });
  });

  test('a list of files that ends early hides none', async () => {
    fake.state.maxFiles = 1;
    const { change } = await apiMaterial(client, commits);
    expect(change?.files.map((file) => file.path)).toEqual(['a.ts', 'gone.ts', 'link', 'moved.ts', 'new.ts', 'sub/moved.ts']);
    expect(change?.files.filter((file) => file.lines === 'whole').map((file) => file.path)).toEqual(['link', 'new.ts', 'sub/moved.ts']);
  });

  test('a list of files that fails hides none', async () => {
    fake.refuse({ route: 'GET /repos/{}/{}/pulls/{}/files', status: 500 });
    expect((await apiMaterial(client, commits)).change?.files).toHaveLength(6);
  });

  test('commits that cannot be listed are said to be unseen', async () => {
    fake.refuse({ route: 'GET /repos/{}/{}/pulls/{}/commits', status: 404, message: 'Not Found' });
    expect((await apiMaterial(client, commits)).change?.history).toEqual({ blobs: [], commits: 0, unseen: expect.stringContaining('could not be read') });
  });

  test('a tree that one answer cannot hold is read folder by folder', async () => {
    fake.state.maxTree = 6;
    const [api, git] = [await apiMaterial(client, commits), await byGit()];
    expect(await api.head.entries()).toEqual(await git.head.entries());
    expect(fake.requests.filter(({ route }) => route.includes('/git/trees/')).length).toBeGreaterThan(3);
  });

  test('a folder that is cut is a fault, and no shorter folder', async () => {
    fake.state.maxTree = 3;
    await expect(apiMaterial(client, commits)).rejects.toMatchObject({ fault: { kind: 'api', message: expect.stringContaining('too large') } });
  });

  test('a content that cannot be had is a fault', async () => {
    const { head } = await apiMaterial(client, commits);
    fake.refuse({ route: 'GET /repos/{}/{}/git/blobs/{}', status: 502 });
    await expect(contents(head)).rejects.toMatchObject({ fault: { kind: 'api' } });
  });
});

describe('gathering', () => {
  const occasion = (event = 'pull_request'): Occasion => ({ event, owner: 'acme', repo: 'server', commits, pullRequest: { number: 7, headSha: commits.head, baseRef: 'main' } });
  const checkout = (): string => {
    const { path } = checkoutOf(origin, { number: 7, base: commits.target, head: commits.head });
    made.push(path);
    return path;
  };
  const empty = (): string => {
    const path = temporaryFolder();
    made.push(path);
    return path;
  };

  test('asks the API nothing when git can do it', async () => {
    const material = await gather(occasion(), checkout(), client);
    expect(material.base?.id).toBe((await byGit()).base?.id);
    expect(fake.requests).toEqual([]);
  });

  test('without a checkout goes by the API, with the target as it is now', async () => {
    const later = origin.commit({ 'policy.yml': 'x\n' });
    const material = await gather(occasion(), empty(), client);
    expect(material.target?.id).toBe(later);
    expect(material.notes).toEqual([expect.stringContaining('not a git repository')]);
    expect(await contents(material.head)).toHaveProperty(['sub/moved.ts']);
  });

  test('with a checkout that cannot fetch goes by the API, and takes from the checkout what is there', async () => {
    const path = checkout();
    gitIn(path, 'remote', 'set-url', 'origin', 'file:///nowhere');
    const material = await gather(occasion(), path, client);
    expect(await contents(material.head)).toEqual(await contents((await byGit()).head));
    // The test merge's tree has every file of head.
    expect(fake.requests.filter(({ route }) => route.includes('/git/blobs/')).length).toBeLessThanOrEqual(1);
  });

  test('under pull_request_target takes the tip of the branch as it is now', async () => {
    const later = origin.commit({ 'policy.yml': 'x\n' });
    const material = await gather(occasion('pull_request_target'), checkout(), client);
    expect(material.target?.id).toBe(later);
  });

  test.each([
    ['without a token', false],
    ['with an API that refuses', true],
  ])('%s and without a checkout is a fault that names the fix', async (_, withClient) => {
    if (withClient) fake.refuse({ route: '*', status: 403, message: 'Resource not accessible by integration' });
    await expect(gather(occasion(), empty(), withClient ? client : undefined)).rejects.toMatchObject({
      fault: { kind: 'git', message: expect.stringMatching(/not a git repository/), remedy: expect.stringMatching(/actions\/checkout.*fetch-depth: 0.*contents: read/) },
    });
  });
});

describe('lines of a patch', () => {
  test.each([
    ['one hunk', '@@ -1,3 +1,4 @@\n a\n+b\n+c\n-d\n e', [{ start: 2, end: 3 }]],
    ['two hunks', '@@ -1 +1 @@\n-a\n+b\n@@ -9,2 +9,3 @@ f()\n x\n+y\n z', [{ start: 1, end: 1 }, { start: 10, end: 10 }]],
    ['no final newline', '@@ -0,0 +1 @@\n+a\n\\ No newline at end of file', [{ start: 1, end: 1 }]],
    ['text that looks like a hunk', '@@ -1,2 +1,2 @@\n-a\n+@@ -1 +50,9 @@\n b', [{ start: 1, end: 1 }]],
    ['only removals', '@@ -1,2 +1 @@\n-a\n b', []],
    ['cut in the middle', '@@ -1,3 +1,4 @@\n a\n+b', undefined],
  ])('%s', (_, patch, expected) => {
    expect(addedLines(patch)).toEqual(expected);
  });

  test('are never lines that the patch does not hold', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('+', '-', ' ')), (kinds) => {
      const patch = [`@@ -1,${kinds.filter((kind) => kind !== '+').length} +1,${kinds.filter((kind) => kind !== '-').length} @@`, ...kinds.map((kind) => `${kind}x`)].join('\n');
      const after = kinds.filter((kind) => kind !== '-');
      const marked = after.map((_, i) => (addedLines(patch) ?? []).some((range) => range.start <= i + 1 && i + 1 <= range.end));
      expect(marked).toEqual(after.map((kind) => kind === '+'));
    }));
  });
});
