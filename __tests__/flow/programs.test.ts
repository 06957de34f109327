import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { found } from '../support/flows';

const ROOT = join(process.cwd(), '__tests__/flow/programs');

/**
 * Programs in the manners of many authors, as text so that nothing compiles or lints them: the page, frameworks of pages and of
 * servers, queues, programs of the desktop, merges, and regular expressions. Marks at the ends of lines: `// ! kind` is
 * found; `// gap kind` is a flaw that is not found yet, `// false kind` a finding that should not be; `// ? kind` is open to argument.
 */
const PROGRAMS: Readonly<Record<string, Readonly<Record<string, string>>>> = Object.fromEntries(readdirSync(ROOT).map((folder) => [folder, filesOf(folder)]));

function filesOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txt'));
  return Object.fromEntries(names.map((name) => [`${folder}/${name.replace(/\.txt$/, '')}`, readFileSync(join(ROOT, folder, name), 'utf8')]));
}

function marked(program: Readonly<Record<string, string>>, ...marks: readonly string[]): string[] {
  const lines = Object.entries(program).flatMap(([path, text]) => text.split('\n').map((line, index) => ({ line, place: `${path}:${index + 1}` })));
  return lines.flatMap(({ line, place }) => [...line.matchAll(/\/\/ (!|\?|gap|false) ([a-z -]+?)(?=\s*(?:\/\/|-->|$))/g)].flatMap(([, mark = '', kinds = '']) => (marks.includes(mark) ? kinds.split(' ').map((kind) => `${kind} ${place}`) : [])));
}

describe('flaws in programs of many manners', () => {
  test.each(Object.entries(PROGRAMS))('%s', (_, program) => {
    const argued = new Set(marked(program, '?'));
    expect(found(program).filter((finding) => !argued.has(finding))).toEqual(marked(program, '!', 'false').sort());
  });

  test('most flaws are found, and most findings are right', () => {
    const count = (mark: string): number => Object.values(PROGRAMS).flatMap((program) => marked(program, mark)).length;
    expect(count('!') / (count('!') + count('gap'))).toBeGreaterThan(0.95);
    expect(count('!') / (count('!') + count('false'))).toBeGreaterThan(0.98);
  });
});
