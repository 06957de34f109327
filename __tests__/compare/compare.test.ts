import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareVerdicts } from '../../src/compare/findings';
import { identify } from '../../src/compare/fingerprint';
import { movementOf } from '../../src/compare/movement';
import type { Change, ChangedFile } from '../../src/model/change';
import type { Finding } from '../../src/model/finding';
import type { Movement, SettledOutcome } from '../../src/model/scorecard';
import type { Outcome, Verdict } from '../../src/model/verdict';

function finding(anchor: string, path: string, line: number, more: Partial<Finding> = {}): Finding {
  return { control: 'xss', kind: 'xss', severity: 'fail', nature: 'defect', text: 'It is wrong.', remedy: 'Repair it.', anchor, location: { path, line }, ...more };
}

function verdict(findings: readonly Finding[], more: Partial<Verdict> = {}): Verdict {
  return { control: 'xss', outcome: findings.length > 0 ? 'fail' : 'pass', reason: 'So it is.', evidence: [], findings, gaps: [], ...more };
}

function change(...files: ChangedFile[]): Change {
  return { head: 'h', mergeBase: 'm', files, history: { blobs: [], commits: 1 } };
}

/** `anchor@path:line state` of each finding of the head, then of each that is gone. */
function shown(head: readonly Verdict[], base: readonly Verdict[] | undefined, by?: Change): { findings: string[]; fixed: string[] } {
  const place = (one: Finding): string => `${one.anchor}@${one.location?.path ?? ''}:${one.location?.line ?? 0}`;
  const compared = compareVerdicts(head, base, by);
  return { findings: compared.findings.map((one) => `${place(one)} ${one.state}${one.inDiff ? ' in diff' : ''}`), fixed: compared.fixed.map(place) };
}

describe('introduced, existing, fixed', () => {
  test('without a base everything is introduced', () => {
    expect(shown([verdict([finding('a', 'x.ts', 1)])], undefined)).toEqual({ findings: ['a@x.ts:1 introduced'], fixed: [] });
  });

  test('a finding that only moved down is the same one', () => {
    expect(shown([verdict([finding('a', 'x.ts', 9)])], [verdict([finding('a', 'x.ts', 1)])])).toEqual({ findings: ['a@x.ts:9 existing'], fixed: [] });
  });

  test('a finding follows its file through a rename', () => {
    const renamed = change({ path: 'y.ts', previousPath: 'x.ts', status: 'renamed', lines: [] });
    expect(shown([verdict([finding('a', 'y.ts', 1)])], [verdict([finding('a', 'x.ts', 1)])], renamed)).toEqual({ findings: ['a@y.ts:1 existing'], fixed: [] });
    expect(shown([verdict([finding('a', 'y.ts', 1)])], [verdict([finding('a', 'x.ts', 1)])])).toEqual({ findings: ['a@y.ts:1 introduced'], fixed: ['a@x.ts:1'] });
  });

  test('a second finding like one that was there is introduced, and it is the one in the diff', () => {
    const added = change({ path: 'x.ts', status: 'modified', lines: [{ start: 1, end: 2 }] });
    const head = [verdict([finding('a', 'x.ts', 1), finding('a', 'x.ts', 8)])];
    expect(shown(head, [verdict([finding('a', 'x.ts', 6)])], added)).toEqual({ findings: ['a@x.ts:1 introduced in diff', 'a@x.ts:8 existing'], fixed: [] });
  });

  test('one of two alike that goes is fixed', () => {
    expect(shown([verdict([finding('a', 'x.ts', 1)])], [verdict([finding('a', 'x.ts', 1), finding('a', 'x.ts', 2)])]).fixed).toHaveLength(1);
  });

  test('formatting a line anew changes nothing', () => {
    expect(shown([verdict([finding('run( a,\n b )', 'x.ts', 1)])], [verdict([finding('run(a, b)', 'x.ts', 1)])]).findings[0]).toMatch(/existing$/);
  });

  test.each<Outcome>(['error', 'not-examined'])('a base that is %s compares with nothing', (outcome) => {
    expect(shown([verdict([finding('a', 'x.ts', 1)])], [verdict([], { outcome })]).findings).toEqual(['a@x.ts:1 introduced']);
  });

  test('what the head could not see is not fixed', () => {
    const base = [verdict([finding('a', 'x.ts', 1), finding('b', 'y.ts', 1)])];
    expect(shown([verdict([], { outcome: 'error' })], base).fixed).toEqual([]);
    expect(shown([verdict([finding('c', 'z.ts', 1)], { gaps: [{ what: 'x.ts', why: 'It is too large.' }] })], base).fixed).toEqual(['b@y.ts:1']);
  });

  const apart = (...values: string[]): Verdict[] => [verdict(values.map((value) => finding(`run ${value}`, 'x.ts', 1, { site: 'run several values' })))];

  test('of many values said together at one place, the few that are left are there since, and nothing is fixed', () => {
    expect(shown(apart('a', 'b'), apart('several values'))).toEqual({ findings: ['run a@x.ts:1 existing', 'run b@x.ts:1 existing'], fixed: [] });
  });

  test('few values that become many are one finding more, and none is fixed', () => {
    expect(shown(apart('several values'), apart('a', 'b'))).toEqual({ findings: ['run several values@x.ts:1 introduced'], fixed: [] });
  });

  test('one value more, and one less, where few are', () => {
    expect(shown(apart('a', 'c'), apart('a', 'b'))).toEqual({ findings: ['run a@x.ts:1 existing', 'run c@x.ts:1 introduced'], fixed: ['run b@x.ts:1'] });
  });

  test('many values at one place that are all gone are fixed', () => {
    expect(shown(apart(), apart('several values')).fixed).toHaveLength(1);
  });

  test('a finding over several lines is in the diff when one of them is', () => {
    const touched = change({ path: 'x.ts', status: 'modified', lines: [{ start: 4, end: 4 }] });
    expect(shown([verdict([finding('a', 'x.ts', 2, { location: { path: 'x.ts', line: 2, endLine: 5 } })])], [], touched).findings).toEqual(['a@x.ts:2 introduced in diff']);
  });
});

const places = fc.array(fc.record({ anchor: fc.constantFrom('a', 'b', 'c'), path: fc.constantFrom('x.ts', 'y.ts'), line: fc.integer({ min: 1, max: 50 }) }), { maxLength: 20 });

describe('properties of fingerprints', () => {
  test('they are unique, and inserting lines above changes none', () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 9 }), (list, at, count) => {
        const findings = list.map(({ anchor, path, line }) => finding(anchor, path, line));
        const shifted = list.map(({ anchor, path, line }) => finding(anchor, path, line >= at ? line + count : line));
        const prints = identify(findings).map((one) => one.fingerprint);
        expect(new Set(prints).size).toBe(list.length);
        expect(identify(shifted).map((one) => one.fingerprint)).toEqual(prints);
      }),
    );
  });

  test('a revision compared with itself has nothing new and nothing fixed', () => {
    fc.assert(
      fc.property(places, (list) => {
        const verdicts = [verdict(list.map(({ anchor, path, line }) => finding(anchor, path, line)))];
        const { findings, fixed } = compareVerdicts(verdicts, verdicts);
        expect(findings.every((one) => one.state === 'existing')).toBe(true);
        expect(fixed).toEqual([]);
      }),
    );
  });

  test('introduced less fixed is the growth', () => {
    fc.assert(
      fc.property(places, places, (before, after) => {
        const of = (list: typeof before): Verdict[] => [verdict(list.map(({ anchor, path, line }) => finding(anchor, path, line)))];
        const { findings, fixed } = compareVerdicts(of(after), of(before));
        expect(findings.filter((one) => one.state === 'introduced').length - fixed.length).toBe(after.length - before.length);
      }),
    );
  });
});

test.each<[SettledOutcome | undefined, SettledOutcome, number, number, Movement]>([
  [undefined, 'fail', 1, 0, 'new'],
  ['pass', 'fail', 1, 0, 'regressed'],
  ['fail', 'pass', 0, 1, 'improved'],
  ['fail', 'fail', 0, 0, 'same'],
  ['fail', 'fail', 1, 1, 'regressed'],
  ['fail', 'fail', 0, 1, 'improved'],
  ['fail', 'waived', 0, 0, 'improved'],
  ['pass', 'waived', 0, 0, 'regressed'],
  ['unverified', 'attested', 0, 0, 'improved'],
  ['pass', 'unverified', 0, 0, 'regressed'],
  ['not-applicable', 'fail', 1, 0, 'regressed'],
  ['not-applicable', 'pass', 0, 0, 'same'],
  ['error', 'fail', 1, 0, 'new'],
  ['fail', 'error', 0, 0, 'regressed'],
  ['error', 'error', 0, 0, 'same'],
  ['not-examined', 'fail', 1, 0, 'new'],
  ['not-examined', 'not-examined', 0, 0, 'same'],
])('from %s to %s with %i in and %i out is %s', (before, after, introduced, fixed, movement) => {
  expect(movementOf({ before, after, introduced, fixed })).toBe(movement);
});
