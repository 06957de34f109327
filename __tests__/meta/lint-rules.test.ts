import { describe, expect, test } from '@jest/globals';
import { Linter } from 'eslint';
import { branches } from '../../scripts/lint/branches.js';

function decisions(code: string): string[] {
  const messages = new Linter().verify(code, [{ plugins: { house: { rules: { branches } } }, rules: { 'house/branches': ['error', { max: 2 }] } }]);
  return messages.map((message) => message.message);
}

describe('how decisions are counted', () => {
  test.each<[code: string, refused: number]>([
    ['const f = (a) => (a ? 1 : 2);', 0],
    ['const f = (a, b) => (a && b ? 1 : 2);', 1],
    ['const f = (a, b = 1) => a?.b?.c ?? b ?? 3;', 0],
    ['function f(a) { if (a) return 1; for (const b of a) b(); }', 1],
    ['function f(a) { switch (a) { case 1: return 1; case 2: return 2; case 3: return 3; } }', 0],
    ['function f(a) { if (a) return 1; return a.map((b) => (b ? 1 : 2)); }', 0],
    ['function f(a) { while (a) { try { a(); } catch { a = 0; } } }', 1],
  ])('%s', (code, refused) => {
    expect(decisions(code)).toHaveLength(refused);
  });

  test('the message names the function and the numbers', () => {
    expect(decisions('const f = (a, b) => (a || b ? 1 : 2);')).toEqual(['`f` takes 3 decisions; at most 2 are allowed. Give a part of it a name of its own.']);
  });
});
