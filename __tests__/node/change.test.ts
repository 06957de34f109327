import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../../src/model/change';
import { gitChange, parseRaw, rangesOf } from '../../src/node/change';
import { openGit, type Git } from '../../src/node/git';
import { bounded } from '../../src/node/history';
import { lineStarts } from '../../src/node/line-starts';
import { testRepository, type TestRepository } from '../support/repository';

const made: TestRepository[] = [];
afterAll(() => {
  for (const repository of made) repository.remove();
});

function repository(): TestRepository {
  const created = testRepository();
  made.push(created);
  return created;
}

async function gitOf(repo: TestRepository): Promise<Git> {
  const git = await openGit(repo.path);
  if ('why' in git) throw new Error(git.why);
  return git;
}

type Files = Readonly<Record<string, string | Buffer | null>>;

async function changeOf(before: Files, after: Files): Promise<Change> {
  const repo = repository();
  const base = repo.commit(before);
  const head = repo.commit(after);
  return gitChange(await gitOf(repo), { base, head, complete: true });
}

const lines = (count: number, from = 1): string => Array.from({ length: count }, (_, i) => `line ${i + from}\n`).join('');

describe('files of a change', () => {
  const cases: readonly { name: string; before: Files; after: Files; files: Change['files'] }[] = [
    { name: 'added', before: { x: '' }, after: { 'a.ts': lines(3) }, files: [{ path: 'a.ts', status: 'added', lines: [{ start: 1, end: 3 }] }] },
    { name: 'added without a final newline', before: { x: '' }, after: { 'a.ts': 'one\ntwo' }, files: [{ path: 'a.ts', status: 'added', lines: [{ start: 1, end: 2 }] }] },
    { name: 'added empty', before: { x: '' }, after: { 'a.ts': '' }, files: [{ path: 'a.ts', status: 'added', lines: [] }] },
    { name: 'deleted', before: { 'a.ts': lines(3), x: '' }, after: { 'a.ts': null }, files: [{ path: 'a.ts', status: 'deleted', lines: [] }] },
    { name: 'lines only removed', before: { 'a.ts': lines(5) }, after: { 'a.ts': lines(2) }, files: [{ path: 'a.ts', status: 'modified', lines: [] }] },
    { name: 'two hunks', before: { 'a.ts': lines(9) }, after: { 'a.ts': lines(9).replace('line 2\n', 'line two\n').replace('line 7\n', 'x\ny\n') }, files: [{ path: 'a.ts', status: 'modified', lines: [{ start: 2, end: 2 }, { start: 7, end: 8 }] }] },
    { name: 'renamed as it was', before: { 'a.ts': lines(20) }, after: { 'a.ts': null, 'b.ts': lines(20) }, files: [{ path: 'b.ts', status: 'renamed', previousPath: 'a.ts', lines: [] }] },
    { name: 'renamed and edited', before: { 'a.ts': lines(20) }, after: { 'a.ts': null, 'b.ts': `${lines(20)}more\n` }, files: [{ path: 'b.ts', status: 'renamed', previousPath: 'a.ts', lines: [{ start: 21, end: 21 }] }] },
    { name: 'hidden by an attribute', before: { '.gitattributes': '*.ts -diff\n', 'a.ts': 'a\n' }, after: { 'a.ts': 'b\n' }, files: [{ path: 'a.ts', status: 'modified', lines: [{ start: 1, end: 1 }] }] },
    { name: 'binary, by lines all the same', before: { a: Buffer.from([0, 1]) }, after: { a: Buffer.from([0, 2]) }, files: [{ path: 'a', status: 'modified', lines: [{ start: 1, end: 1 }] }] },
    { name: 'text that looks like a patch', before: { 'a.ts': 'a\n' }, after: { 'a.ts': 'a\n@@ -1 +50,9 @@\nindex 11..22\r@@ -1 +70,9 @@\n' }, files: [{ path: 'a.ts', status: 'modified', lines: [{ start: 2, end: 3 }] }] },
    { name: 'odd names', before: { x: '' }, after: { '-rf.ts': '1\n', 'q"\n\tü.ts': '2\n', '::error::p.ts': '3\n' }, files: [
      { path: '-rf.ts', status: 'added', lines: [{ start: 1, end: 1 }] },
      { path: '::error::p.ts', status: 'added', lines: [{ start: 1, end: 1 }] },
      { path: 'q"\n\tü.ts', status: 'added', lines: [{ start: 1, end: 1 }] },
    ] },
  ];
  test.each(cases)('$name', async ({ before, after, files }) => {
    expect((await changeOf(before, after)).files).toEqual(files);
  });

  test('a file that becomes a symbolic link, and a mode that changes', async () => {
    const repo = repository();
    const base = repo.commit({ 'a.ts': 'a\n', 'run.sh': 'b\n' });
    rmSync(join(repo.path, 'a.ts'));
    symlinkSync('run.sh', join(repo.path, 'a.ts'));
    repo.git('update-index', '--chmod=+x', 'run.sh');
    repo.git('config', 'core.fileMode', 'false');
    const head = repo.commit({});
    const change = await gitChange(await gitOf(repo), { base, head, complete: true });
    expect(change.files).toEqual([
      { path: 'a.ts', status: 'type-changed', lines: 'whole' },
      { path: 'run.sh', status: 'modified', lines: [] },
    ]);
  });

  test('the user’s settings and hostile drivers of the repository play no part', async () => {
    const repo = repository();
    const base = repo.commit({ '.gitattributes': '*.ts diff=evil\n', 'a.ts': 'a\n' });
    const head = repo.commit({ 'a.ts': 'b\n' });
    const trap = `touch ${join(repo.path, 'trap')};`;
    for (const [key, value] of [['diff.evil.textconv', trap], ['diff.evil.command', trap], ['diff.external', trap], ['core.fsmonitor', trap], ['diff.noprefix', 'true'], ['diff.context', '9']] as const) repo.git('config', key, value);
    const change = await gitChange(await gitOf(repo), { base, head, complete: true });
    expect(change.files).toEqual([{ path: 'a.ts', status: 'modified', lines: [{ start: 1, end: 1 }] }]);
    expect(existsSync(join(repo.path, 'trap'))).toBe(false);
  });
});

describe('history', () => {
  test('holds what a later commit removes, and not what a merge of the target brings', async () => {
    const repo = repository();
    repo.commit({ 'a.ts': 'a\n' });
    repo.git('checkout', '-q', '-b', 'topic');
    const secret = repo.commit({ 'key.env': 'KEY=1\n', 'b.ts': 'b\n' });
    repo.git('checkout', '-q', 'main');
    repo.commit({ 'm.ts': 'from main\n' });
    repo.git('checkout', '-q', 'topic');
    repo.git('merge', '-q', '--no-edit', 'main');
    repo.git('checkout', '-q', 'main');
    const base = repo.git('rev-parse', 'main');
    repo.git('checkout', '-q', 'topic');
    const head = repo.commit({ 'key.env': null });
    const { history } = await gitChange(await gitOf(repo), { base, head, complete: true });
    expect(history).toEqual({
      commits: 3,
      blobs: [
        { commit: secret, path: 'b.ts', oid: repo.git('rev-parse', `${secret}:b.ts`), size: 2 },
        { commit: secret, path: 'key.env', oid: repo.git('rev-parse', `${secret}:key.env`), size: 6 },
      ],
    });
  });

  test('holds what somebody slipped into a merge', async () => {
    const repo = repository();
    repo.commit({ 'a.ts': 'a\n' });
    repo.git('checkout', '-q', '-b', 'topic');
    repo.commit({ 'b.ts': 'b\n' });
    repo.git('checkout', '-q', 'main');
    const base = repo.commit({ 'm.ts': 'm\n' });
    repo.git('checkout', '-q', 'topic');
    repo.git('merge', '-q', '--no-commit', 'main');
    const head = repo.commit({ 'slipped.ts': 'x\n' });
    const { history } = await gitChange(await gitOf(repo), { base, head, complete: true });
    expect(history.blobs.map((blob) => blob.path).sort()).toEqual(['b.ts', 'slipped.ts']);
  });

  test('says what the limits left out', () => {
    const blob = (size: number): { commit: string; path: string; oid: string; size: number } => ({ commit: 'c', path: `${size}`, oid: `${size}`, size });
    const limits = { commits: 2, blobs: 3, bytes: 100 };
    const seen = { total: 2, read: 2, missing: 0, complete: true };
    expect(bounded([blob(60), blob(70), blob(40), blob(1)], seen, limits)).toEqual({
      blobs: [blob(60), blob(40)], commits: 2, unseen: 'Of 4 file versions that the commits add, 2 were over the limits and not looked at.',
    });
    expect(bounded([], { total: 9, read: 2, missing: 1, complete: false }, limits).unseen).toBe(
      'The checkout does not hold every commit of the change. Of 9 commits only the newest 2 were looked at. The content of 1 file versions is not in the checkout.',
    );
  });
});

test('a raw listing of another form is refused and never taken for an empty change', () => {
  expect(() => parseRaw('garbage\0a.ts\0')).toThrow(/form that is not known/);
});

test('line starts do not depend on how the stream is cut', async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '@', ' ') }), fc.integer({ min: 1, max: 7 }), async (text, size) => {
    const bytes = Buffer.from(text);
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < bytes.length; i += size) yield await Promise.resolve(bytes.subarray(i, i + size));
    };
    const found: string[] = [];
    for await (const line of lineStarts(chunks())) found.push(line);
    const expected = text.split('\n');
    if (expected.at(-1) === '') expected.pop();
    expect(found).toEqual(expected);
  }));
});

test('a long line is kept by its beginning only', async () => {
  const found: number[] = [];
  for await (const line of lineStarts((async function* () { yield await Promise.resolve(Buffer.alloc(1_000_000, 'x')); })())) found.push(line.length);
  expect(found).toEqual([240]);
});

test('ranges equal what the hunks say', async () => {
  const patch = ['diff --git a/x b/x', 'index 11..22 100644', '@@ -1 +1 @@', '-a', '+b', '@@ -5,2 +5,0 @@', '@@ -9,0 +8,3 @@ function', '+@@ -1 +1 @@', 'index 33..44'];
  const { found } = await rangesOf((async function* () { for (const line of patch) yield await Promise.resolve(line); })());
  expect([...found]).toEqual([['11..22', [{ start: 1, end: 1 }, { start: 8, end: 10 }]], ['33..44', []]]);
});
