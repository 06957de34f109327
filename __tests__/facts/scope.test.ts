import { expect, test } from '@jest/globals';
import { fileKind } from '../../src/facts/file-kind';
import type { FileFacts } from '../../src/facts/file-facts';
import { inScope } from '../../src/facts/scope';

function files(...paths: string[]): FileFacts[] {
  return paths.map((path) => ({ path, oid: path, size: 1, kind: fileKind(path), lines: 1, parts: {}, gaps: [] }));
}

function shown(list: readonly FileFacts[]): string[] {
  return list.map((file) => `${file.path} ${file.kind}`);
}

test.each([
  ['test.js', 'test'], ['lib/tests.mjs', 'test'], ['example.js', 'example'], ['benchmark.js', 'benchmark'], ['bench.ts', 'benchmark'], ['contest.js', 'product'], ['latest.ts', 'product'],
] as const)('a file called %s is %s', (path, kind) => {
  expect(fileKind(path)).toBe(kind);
});

test('without a folder everything counts as it is', () => {
  const all = files('a.ts', 'examples/b.ts');
  expect(inScope(all, '')).toBe(all);
});

test('shared files stay where the package has none of the same name', () => {
  const all = files('README.md', 'LICENSE', 'SECURITY.md', '.github/workflows/ci.yml', 'docs/setup.md', 'packages/a/README.rst', 'packages/a/src/i.ts', 'packages/b/README.md', 'packages/b/Dockerfile');
  expect(shown(inScope(all, 'packages/a'))).toEqual([
    '.github/workflows/ci.yml script', 'LICENSE product', 'SECURITY.md product', 'docs/setup.md example', 'packages/a/README.rst product', 'packages/a/src/i.ts product',
  ]);
});

test('code and manifests of other packages stay for resolving, without being product', () => {
  const all = files('package.json', 'tsconfig.base.json', 'pnpm-lock.yaml', 'packages/a/package.json', 'packages/a/i.ts', 'packages/b/package.json', 'packages/b/src/i.ts', 'packages/b/test/i.ts', 'server.ts');
  expect(shown(inScope(all, 'packages/a'))).toEqual([
    'package.json product', 'packages/a/i.ts product', 'packages/a/package.json product', 'packages/b/package.json product', 'packages/b/src/i.ts script', 'packages/b/test/i.ts test', 'pnpm-lock.yaml product', 'server.ts script', 'tsconfig.base.json product',
  ]);
});

test('inside the folder the kind is told from the folder on', () => {
  expect(shown(inScope(files('examples/a/src/i.ts', 'examples/a/test/i.ts', 'examples/ab/i.ts'), 'examples/a'))).toEqual([
    'examples/a/src/i.ts product', 'examples/a/test/i.ts test', 'examples/ab/i.ts example',
  ]);
});
