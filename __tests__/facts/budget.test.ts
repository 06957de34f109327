import { describe, expect, test } from '@jest/globals';
import { overBudget } from '../../src/facts/budget';
import { extractRevision } from '../../src/facts/extract';
import type { Extractor, FileFacts } from '../../src/facts/file-facts';
import { memoryRevision } from '../../src/revision/memory';
import type { Entry } from '../../src/revision/revision';

const reader: Extractor = { part: 'database', handles: (path) => path.endsWith('.ts'), maxBytes: 1_000, maxTotalBytes: 1_000, extract: () => undefined };
const entry = (path: string, size: number): Entry => ({ path, oid: path, size, mode: 'file' });
const leftOut = (...entries: readonly Entry[]): readonly string[] => [...(overBudget(entries, [reader]).get(reader)?.keys() ?? [])];

describe('what is left out when there is more than an extractor reads', () => {
  test.each<[string, readonly Entry[], readonly string[]]>([
    ['nothing while all fits', [entry('a.ts', 500), entry('b.ts', 500)], []],
    ['the largest', [entry('a.ts', 500), entry('b.ts', 600), entry('c.ts', 100)], ['b.ts']],
    ['tests before product code', [entry('a.ts', 600), entry('__tests__/b.ts', 500), entry('c.ts', 300)], ['__tests__/b.ts']],
    ['as much as it takes', [entry('a.ts', 900), entry('b.ts', 800), entry('c.ts', 700)], ['a.ts', 'b.ts']],
    ['of equals the first by name, so that two runs agree', [entry('b.ts', 600), entry('a.ts', 600)], ['a.ts']],
    ['nothing for files that it does not read anyway', [entry('a.ts', 600), entry('b.sql', 900), entry('c.ts', 1_001)], []],
  ])('%s', (_, entries, wanted) => {
    expect(leftOut(...entries)).toEqual(wanted);
  });

  test('an extractor without such a limit leaves nothing out', () => {
    const { maxTotalBytes: _, ...unlimited } = reader;
    expect(overBudget([entry('a.ts', 1_000), entry('b.ts', 1_000)], [unlimited]).size).toBe(0);
  });
});

test('what is left out is a gap of its file, and is not remembered for a revision where it fits', async () => {
  const cache = new Map<string, FileFacts>();
  const small = { 'a.ts': 'a'.repeat(600) };
  const both = await extractRevision(memoryRevision({ ...small, 'b.ts': 'b'.repeat(700) }), [reader], cache);
  expect(both.map((file) => [file.path, file.gaps.map((gap) => gap.why).join()])).toEqual([['a.ts', ''], ['b.ts', expect.stringContaining('one of those left out')]]);
  const alone = await extractRevision(memoryRevision({ 'b.ts': 'b'.repeat(700) }), [reader], cache);
  expect(alone.flatMap((file) => file.gaps)).toEqual([]);
});
