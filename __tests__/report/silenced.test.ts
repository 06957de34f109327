import { describe, expect, test } from '@jest/globals';
import { silencer } from '../../src/report/silenced';
import type { Claim, Scorecard } from '../../src/model/scorecard';
import { fails, finding, flowFinding, fullSet, scorecardOf } from '../support/scorecards';

const INJECTION = flowFinding('sql-injection', 'A value reaches a statement.', ['src/a.ts:1', 'argument'], ['src/a.ts:9', 'query']);

function waiver(kind: 'item' | 'control' | 'finding', id: string, expires = '2027-01-01') {
  return { target: { kind, id }, reason: 'Accepted for now.', owner: 'ada', expires, path: 'c.yml', line: 1, added: false };
}

function card(...waivers: ReturnType<typeof waiver>[]): Scorecard {
  return scorecardOf({ verdicts: fullSet([fails('sql-injection', INJECTION)]), configuration: { claims: { attestations: [], waivers } } });
}

function silenced(subject: Scorecard): boolean {
  const [first] = subject.findings;
  return first !== undefined && silencer(subject)(first) !== undefined;
}

describe('claims under which a finding counts no more', () => {
  const print = card().findings[0]?.fingerprint ?? '';

  test.each([
    ['a waiver of the finding', card(waiver('finding', print)), true],
    ['a waiver of its control', card(waiver('control', 'sql-injection')), true],
    ['waivers of every item that it fails', card(waiver('item', 'no-sql-injection'), waiver('item', 'input-validation')), true],
    ['a waiver of one item while another still fails', card(waiver('item', 'no-sql-injection')), false],
    ['a waiver that has expired', card(waiver('control', 'sql-injection', '2020-01-01')), false],
    ['a waiver of something else', card(waiver('control', 'rate-limiting')), false],
    ['no claim', card(), false],
  ])('%s: %#', (_, subject, expected) => expect(silenced(subject)).toBe(expected));

  test.each([[9, 'src/a.ts', true], [8, 'src/a.ts', true], [7, 'src/a.ts', false], [10, 'src/a.ts', false], [9, 'src/b.ts', false]])('an ignore at line %d of %s', (line, path, expected) => {
    const ignore: Claim = { kind: 'ignore', item: 'sql-injection', reason: 'It is a constant.', path, line, added: false, effect: 'applied' };
    expect(silenced({ ...card(), claims: [ignore] })).toBe(expected);
    expect(silenced({ ...card(), claims: [{ ...ignore, effect: 'unmatched' }] })).toBe(false);
    expect(silenced({ ...card(), claims: [{ ...ignore, item: 'xss' }] })).toBe(false);
  });

  test('a finding without a place is not ignored in place', () => {
    const subject = scorecardOf({ verdicts: fullSet([fails('rate-limiting', finding('rate-limiting', 'There is no limiter.'))]) });
    expect(silenced({ ...subject, claims: [{ kind: 'ignore', item: 'rate-limiting', reason: 'No need.', path: '', line: 0, added: false, effect: 'applied' }] })).toBe(false);
  });
});
