import { expect, test } from '@jest/globals';
import { ignoreClaims } from '../../src/review/ignores';
import type { IgnoreFact } from '../../src/facts/flows';

const ignore = (kind: string, reason: string, silenced: number): IgnoreFact => ({ kind, reason, silenced, location: { path: 'src/a.ts', line: 3 } });

test.each<[string, IgnoreFact, string]>([
  ['silences something', ignore('xss', 'escaped by the template', 1), 'applied'],
  ['silences nothing', ignore('xss', 'escaped by the template', 0), 'unmatched'],
  ['gives no reason', ignore('xss', '', 0), 'no-reason'],
  ['names no kind', ignore('xxs', 'escaped by the template', 0), 'unknown-kind'],
])('an ignore that %s', (_, fact, effect) => {
  expect(ignoreClaims([fact], undefined).map((claim) => claim.effect)).toEqual([effect]);
});
