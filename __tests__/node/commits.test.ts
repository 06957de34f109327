import { afterAll, describe, expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import { resolveCommits } from '../../src/node/commits';
import { openGit, type Git } from '../../src/node/git';
import { checkoutOf, gitIn, shallowCheckout, temporaryFolder, testRepository, type TestRepository } from '../support/repository';

const made: string[] = [];
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

function repository(): TestRepository {
  const created = testRepository();
  made.push(created.path);
  return created;
}

async function gitAt(path: string): Promise<Git> {
  made.push(path);
  const git = await openGit(path);
  if ('why' in git) throw new Error(git.why);
  return git;
}

/** main: `before` commits, the fork point, then `after` commits; topic: `own` commits from the fork point. */
function forked(before: number, own: number, after: number): { origin: TestRepository; base: string; head: string; target: string } {
  const origin = repository();
  for (let i = 0; i < before; i++) origin.commit({ 'old.txt': `${i}\n` });
  const base = origin.commit({ 'a.ts': 'one\n' });
  origin.git('checkout', '-q', '-b', 'topic');
  let head = base;
  for (let i = 0; i < own; i++) head = origin.commit({ [`own-${i}.ts`]: `${i}\n` });
  origin.git('checkout', '-q', 'main');
  let target = base;
  for (let i = 0; i < after; i++) target = origin.commit({ 'main.txt': `${i}\n` });
  return { origin, base, head, target };
}

describe('the merge base of a depth-1 checkout of the test merge', () => {
  test.each([
    { before: 0, own: 1, after: 0 },
    { before: 5, own: 1, after: 1 },
    { before: 3, own: 12, after: 7 },
    { before: 3, own: 2, after: 60 },
  ])('%j', async (shape) => {
    const { origin, base, head, target } = forked(shape.before, shape.own, shape.after);
    const { path, merge } = checkoutOf(origin, { number: 1, base: target, head });
    const git = await gitAt(path);
    const resolved = await resolveCommits(git, { head, target: base, merge, count: shape.own });
    expect(resolved).toEqual({ head, target, base, complete: true });
  });

  test('is asked of the forge when the commits that the event counts do not reach it, before fetching deeper', async () => {
    const { origin, base, head, target } = forked(2, 3, 40);
    const { path, merge } = checkoutOf(origin, { number: 1, base: target, head });
    const git = await gitAt(path);
    const asked: string[][] = [];
    const resolved = await resolveCommits(git, { head, target, merge, count: 3 }, (a, b) => {
      asked.push([a, b]);
      return Promise.resolve(base);
    });
    expect(resolved).toEqual({ head, target, base, complete: true });
    expect(asked).toEqual([[target, head]]);
  });

  test('is never an older common ancestor that a shallow history suggests', async () => {
    // Head merged main late. Main then went on, and merged a side branch that starts at a much older commit: with
    // history cut in between, that old commit is the only common ancestor in sight.
    const origin = repository();
    const old = origin.commit({ 'a.ts': '0\n' });
    for (let i = 0; i < 6; i++) origin.commit({ 'main.txt': `${i}\n` });
    const late = origin.git('rev-parse', 'HEAD');
    origin.git('checkout', '-q', '-b', 'topic', old);
    origin.commit({ 'topic.ts': '1\n' });
    origin.git('merge', '-q', '--no-edit', late);
    const head = origin.commit({ 'topic.ts': '2\n' });
    origin.git('checkout', '-q', '-b', 'side', old);
    origin.commit({ 'side.ts': '1\n' });
    origin.git('checkout', '-q', 'main');
    for (let i = 0; i < 5; i++) origin.commit({ 'main2.txt': `${i}\n` });
    origin.git('merge', '-q', '--no-edit', 'side');
    const target = origin.git('rev-parse', 'HEAD');
    for (let count = 0; count < 5; count++) {
      const { path, merge } = checkoutOf(origin, { number: 1, base: target, head });
      const resolved = await resolveCommits(await gitAt(path), { head, target, merge, count });
      expect(resolved.base).toBe(late);
    }
  });

  test('needs no fetch in a complete clone, and the clone stays complete', async () => {
    const { origin, base, head, target } = forked(2, 2, 2);
    const { path, merge } = checkoutOf(origin, { number: 1, base: target, head, depth: 0 });
    gitIn(path, 'remote', 'set-url', 'origin', 'file:///nowhere');
    const resolved = await resolveCommits(await gitAt(path), { head, target, merge });
    expect(resolved).toEqual({ head, target, base, complete: true });
    expect(gitIn(path, 'rev-parse', '--is-shallow-repository')).toBe('false');
  });

  test('without common history is a fault that names the fix', async () => {
    const origin = repository();
    const target = origin.commit({ 'a.ts': '1\n' });
    origin.git('checkout', '-q', '--orphan', 'alone');
    const head = origin.commit({ 'b.ts': '2\n' });
    const path = shallowCheckout(origin, 'refs/heads/alone', 0);
    await expect(resolveCommits(await gitAt(path), { head, target })).rejects.toMatchObject({ fault: { kind: 'git', remedy: expect.stringContaining('fetch-depth: 0') } });
  });
});

test('a target that cannot be fetched is git’s own error, without the credentials of the remote', async () => {
  const { origin, head, target } = forked(1, 1, 1);
  const { path } = checkoutOf(origin, { number: 1, base: target, head });
  gitIn(path, 'remote', 'set-url', 'origin', 'http://user:secret-token@127.0.0.1:1/x.git');
  const failure = resolveCommits(await gitAt(path), { head, target });
  await expect(failure).rejects.toThrow(/^git fetch: /);
  await expect(failure).rejects.not.toThrow(/secret-token/);
});

test('a test merge of other commits does not change the target', async () => {
  const { origin, base, head, target } = forked(1, 2, 2);
  const { path, merge } = checkoutOf(origin, { number: 1, base: target, head: origin.git('rev-parse', `${head}^`) });
  const resolved = await resolveCommits(await gitAt(path), { head, target: base, merge, count: 2 });
  expect(resolved).toMatchObject({ target: base, base });
});

test('a direct comparison takes the target itself', async () => {
  const { origin, base, head, target } = forked(1, 1, 2);
  const path = shallowCheckout(origin, 'refs/heads/topic');
  const resolved = await resolveCommits(await gitAt(path), { head, target, direct: true });
  expect(resolved).toMatchObject({ head, target, base: target });
  expect(base).not.toBe(target);
});

test('a target that is gone is left out where it may be', async () => {
  const { origin, head } = forked(1, 1, 0);
  const path = shallowCheckout(origin, 'refs/heads/topic');
  const git = await gitAt(path);
  const target = '1'.repeat(40);
  expect(await resolveCommits(git, { head, target, direct: true, optional: true })).toEqual({ head, complete: true });
  await expect(resolveCommits(git, { head, target, direct: true })).rejects.toThrow(/^git fetch: /);
});

test('without a target there is only a head', async () => {
  const { origin, head } = forked(1, 1, 0);
  const path = shallowCheckout(origin, 'refs/heads/main');
  expect(await resolveCommits(await gitAt(path), { head })).toEqual({ head, complete: true });
});

test('a folder without repository is told apart', async () => {
  const path = temporaryFolder();
  made.push(path);
  expect(await openGit(path)).toEqual({ why: expect.stringContaining('not a git repository') });
});
