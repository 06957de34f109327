import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CONTROL_IDS, GATE_ITEM_IDS, type ControlId } from '../../src/checklist/ids';
import type { ClaimTarget, Claims } from '../../src/config/effective';
import type { GateMode, Profile, SettledOutcome } from '../../src/model/scorecard';
import type { Outcome } from '../../src/model/verdict';
import { decide } from '../../src/policy/decide';
import { applyPolicy } from '../../src/policy/policy';
import { attestation, item, policyInput, run, waiver, type Outcomes, type Scenario } from './scenario';

/** Every control examined and well, so that one outcome at a time can be looked at. */
const WELL = Object.fromEntries(CONTROL_IDS.map((id) => [id, 'pass'])) as Record<ControlId, Outcome>;

describe('roll-up', () => {
  test.each<[name: string, head: Outcomes, id: string, outcome: SettledOutcome]>([
    ['all pass', { 'sql-injection': 'pass' }, 'no-sql-injection', 'pass'],
    ['one required control fails', { ...WELL, xss: 'fail' }, 'input-validation', 'fail'],
    ['fail goes before error', { ...WELL, xss: 'fail', 'sql-injection': 'error' }, 'input-validation', 'fail'],
    ['error goes before unverified', { ...WELL, xss: 'unverified', 'sql-injection': 'error' }, 'input-validation', 'error'],
    ['unverified goes before what is not examined', { 'sql-injection': 'unverified' }, 'input-validation', 'unverified'],
    ['what passes in part is not a pass', { 'sql-injection': 'pass' }, 'input-validation', 'not-examined'],
    ['what does not apply does not count', { ...WELL, xss: 'not-applicable' }, 'input-validation', 'pass'],
    ['none applies', { xss: 'not-applicable' }, 'no-xss', 'not-applicable'],
    ['a recommended control that fails only warns', { ...WELL, retry: 'fail' }, 'error-handling', 'pass'],
    ['recommended controls decide where no required one applies', { ...WELL, 'consistent-errors': 'not-applicable', retry: 'fail' }, 'error-handling', 'fail'],
    ['recommended controls decide where there is no required one', { ...WELL, 'sql-injection-tests': 'fail' }, 'security-tests', 'fail'],
    ['a recommended control that is not examined takes nothing away', { 'installation-instructions': 'pass', 'first-time-setup': 'pass' }, 'quick-start', 'pass'],
    ['nothing is examined', {}, 'api-keys-stored', 'not-examined'],
    ['an item without a control', { ...WELL }, 'support-channel', 'not-examined'],
    ['a measured item whose metric passes', { ...WELL }, 'response-times', 'unverified'],
    ['a measured item that does not apply', { ...WELL, 'metric-response-times': 'not-applicable' }, 'response-times', 'not-applicable'],
    ['a measured item that nothing reads', { ...WELL }, 'load-tests', 'not-examined'],
  ])('%s', (_, head, id, outcome) => {
    expect(item(run({ head }), id).outcome).toBe(outcome);
  });

  test('names what warns, what decides and what was not examined', () => {
    const row = item(run({ head: { ...WELL, retry: 'fail', 'circuit-breaker': 'fail' } }), 'error-handling');
    expect(row.warnings).toEqual(['circuit-breaker', 'retry']);
    expect(row.controls).toEqual(['error-tracking', 'circuit-breaker', 'retry', 'consistent-errors']);
    const partly = item(run({ head: { 'installation-instructions': 'pass', 'first-time-setup': 'pass' } }), 'quick-start');
    expect(partly.reason).toBe('installation-instructions is pass. The same holds for first-time-setup. Recommended and not examined by this version: common-errors, troubleshooting.');
    expect(item(run({ head: { 'sql-injection': 'pass' } }), 'input-validation').reason).toMatch(/^Not examined by this version: input-schemas, xss, file-upload-validation, untrusted-input\. /);
    expect(item(run({ head: { xss: 'not-applicable' } }), 'no-xss').reason).toBe('xss is not-applicable.');
  });

  test('tests that are there and were not run', () => {
    expect(item(run({ head: WELL }), 'unit-tests')).toMatchObject({ outcome: 'pass', reason: expect.stringMatching(/^Covered, not run: /), blocks: false });
    expect(item(run({ head: WELL, configuration: { profile: 'strict' } }), 'unit-tests')).toMatchObject({ outcome: 'unverified', blocks: true });
    expect(item(run({ head: { ...WELL, 'tool-unit-tests': 'fail' }, configuration: { profile: 'strict' } }), 'unit-tests').outcome).toBe('fail');
  });

  test('evidence of an item itself', () => {
    const report = { outcome: 'pass' as const, reason: 'All 12 tests pass.', evidence: [] };
    const strict = { profile: 'strict' as const };
    expect(item(run({ head: WELL, configuration: strict, own: { 'unit-tests': report } }), 'unit-tests').outcome).toBe('pass');
    expect(item(run({ head: WELL, own: { 'unit-tests': { ...report, outcome: 'error', reason: 'The report is stale.' } } }), 'unit-tests')).toMatchObject({ outcome: 'error', reason: 'The report is stale.', blocks: true });
    expect(item(run({ head: WELL, own: { 'bug-reporting': { ...report, outcome: 'fail' } } }), 'bug-reporting')).toMatchObject({ outcome: 'fail', blocks: true });
    expect(item(run({ head: WELL, own: { 'load-tests': { ...report, outcome: 'not-applicable' } } }), 'load-tests').outcome).toBe('not-applicable');
  });
});

describe('levels and profiles', () => {
  test.each<[profile: Profile, head: Outcomes, blocking: readonly string[]]>([
    ['standard', { ...WELL, 'n-plus-one': ['q'] }, []],
    ['strict', { ...WELL, 'n-plus-one': ['q'] }, ['no-n-plus-one', 'response-times', 'unit-tests', 'integration-tests', 'security-tests']],
    ['minimal', { ...WELL, 'n-plus-one': ['q'], xss: ['x'] }, ['input-validation', 'no-xss']],
    ['minimal', { ...WELL, xss: ['!x'] }, []],
    ['minimal', { ...WELL, xss: ['!x', 'y'] }, ['input-validation', 'no-xss']],
    ['minimal', { ...WELL, xss: 'unverified' }, []],
    ['minimal', { ...WELL, xss: 'error' }, ['input-validation', 'no-xss']],
    ['standard', { ...WELL, xss: 'unverified' }, ['input-validation', 'no-xss']],
    ['standard', { ...WELL, xss: ['~w'] }, []],
    ['standard', { ...WELL, caching: 'error' }, []],
    ['standard', {}, []],
  ])('%s with %j blocks on %j', (profile, head, blocking) => {
    const { decision } = run({ head, configuration: { profile } });
    expect(decision).toEqual({ result: blocking.length > 0 ? 'blocked' : 'pass', exitCode: blocking.length > 0 ? 1 : 0, blocking });
  });

  test('levels of the configuration win over the profile', () => {
    const levels = { items: { 'no-xss': 'recommended', 'no-n-plus-one': 'required' }, controls: { retry: 'required' } } as const;
    const head = { ...WELL, xss: 'fail', 'n-plus-one': 'fail', retry: 'fail' } as const;
    expect(run({ head, configuration: { levels } }).decision.blocking).toEqual(['input-validation', 'error-handling', 'no-n-plus-one']);
    expect(run({ head, configuration: { levels, profile: 'strict' } }).decision.blocking).not.toContain('no-xss');
  });
});

describe('claims', () => {
  const control = (id: string): ClaimTarget => ({ kind: 'control', id });
  const gate = (id: string): ClaimTarget => ({ kind: 'item', id });
  const claims = (more: Partial<Claims>): Scenario['configuration'] => ({ claims: { attestations: [], waivers: [], ...more } });

  test.each<[name: string, head: Outcomes, settings: Scenario['configuration'], outcome: SettledOutcome, effects: readonly string[]]>([
    ['an attested control', { ...WELL, xss: 'unverified' }, claims({ attestations: [attestation(control('xss'))] }), 'attested', ['applied']],
    ['an attested item', { ...WELL, xss: 'unverified' }, claims({ attestations: [attestation(gate('no-xss'))] }), 'attested', ['applied']],
    ['an attestation does not settle a fail', { ...WELL, xss: 'fail' }, claims({ attestations: [attestation(control('xss')), attestation(gate('no-xss'))] }), 'fail', ['not-needed', 'not-needed']],
    ['an attestation does not settle an error', { ...WELL, xss: 'error' }, claims({ attestations: [attestation(gate('no-xss'))] }), 'error', ['not-needed']],
    ['a waiver does not settle what is unverified', { ...WELL, xss: 'unverified' }, claims({ waivers: [waiver(control('xss')), waiver(gate('no-xss'))] }), 'unverified', ['not-needed', 'not-needed']],
    ['a waived control', { ...WELL, xss: 'fail' }, claims({ waivers: [waiver(control('xss'))] }), 'waived', ['applied']],
    ['a waived item', { ...WELL, xss: 'fail' }, claims({ waivers: [waiver(gate('no-xss'))] }), 'waived', ['applied']],
    ['a waiver on its last day', { ...WELL, xss: 'fail' }, claims({ waivers: [waiver(control('xss'), '2026-06-15')] }), 'waived', ['applied']],
    ['a waiver on the day after', { ...WELL, xss: 'fail' }, claims({ waivers: [waiver(control('xss'), '2026-06-14')] }), 'fail', ['expired']],
    ['an expired attestation', { ...WELL, xss: 'unverified' }, claims({ attestations: [attestation(control('xss'), '2026-06-14')] }), 'unverified', ['expired']],
    ['a waiver of a finding that is not there', { ...WELL, xss: 'fail' }, claims({ waivers: [waiver({ kind: 'finding', id: '0'.repeat(20) })] }), 'fail', ['unmatched']],
    ['a waiver that is not needed', WELL, claims({ waivers: [waiver(control('xss'))] }), 'pass', ['not-needed']],
  ])('%s', (_, head, settings, outcome, effects) => {
    const result = run({ head, ...(settings && { configuration: settings }) });
    expect(item(result, 'no-xss').outcome).toBe(outcome);
    expect(result.claims.map((claim) => claim.effect)).toEqual(effects);
  });

  test('a waiver of one finding leaves the others, and of all of them settles', () => {
    const head = { ...WELL, xss: ['a', 'b', '~w'] };
    const prints = policyInput({ head }).head.findings.map((finding) => finding.fingerprint);
    const waive = (ids: readonly string[]): ReturnType<typeof run> => run({ head, configuration: { claims: { attestations: [], waivers: ids.map((id) => waiver({ kind: 'finding', id })) } } });
    expect(item(waive(prints.slice(0, 1)), 'no-xss').outcome).toBe('fail');
    const all = waive(prints);
    expect(item(all, 'no-xss')).toMatchObject({ outcome: 'waived', blocks: false });
    expect(all.claims.map((claim) => claim.effect)).toEqual(['applied', 'applied', 'not-needed']);
  });

  test('a waiver of an item does not cover what could not be seen behind the failure', () => {
    const result = run({ head: { ...WELL, xss: 'fail', 'sql-injection': 'error' }, configuration: { claims: { attestations: [], waivers: [waiver(gate('input-validation'))] } } });
    expect(item(result, 'input-validation')).toMatchObject({ outcome: 'error', blocks: true });
  });

  test('an item that only a report can show is settled by a signature', () => {
    const result = run({ head: WELL, configuration: { profile: 'strict', claims: { attestations: [attestation(gate('response-times')), attestation(gate('unit-tests'))], waivers: [] } } });
    expect([item(result, 'response-times').outcome, item(result, 'unit-tests').outcome]).toEqual(['attested', 'attested']);
  });

  test('a row says who signed, until when and why', () => {
    const result = run({ head: { ...WELL, xss: 'unverified', 'sql-injection': 'fail' }, configuration: { claims: { attestations: [attestation(control('xss'))], waivers: [waiver(control('sql-injection'))] } } });
    expect(item(result, 'no-xss').reason).toBe('Attested by Ada on 2026-01-01, until 2026-12-31: It is looked after.');
    expect(item(result, 'no-sql-injection').reason).toBe('Waived by Bo until 2026-12-31: It is looked after.');
  });
});

describe('what the pull request makes worse', () => {
  test.each<[name: string, base: Outcomes, head: Outcomes, profile: Profile, blocking: boolean]>([
    ['an existing failure', { ...WELL, xss: ['a'] }, { ...WELL, xss: ['a'] }, 'standard', false],
    ['one failure more', { ...WELL, xss: ['a'] }, { ...WELL, xss: ['a', 'b'] }, 'standard', true],
    ['one failure for another', { ...WELL, xss: ['a'] }, { ...WELL, xss: ['b'] }, 'standard', true],
    ['one failure less', { ...WELL, xss: ['a', 'b'] }, { ...WELL, xss: ['a'] }, 'standard', false],
    ['a new failure', WELL, { ...WELL, xss: ['a'] }, 'standard', true],
    ['an error that was there', { ...WELL, xss: 'error' }, { ...WELL, xss: 'error' }, 'standard', true],
    ['a failure behind an error', { ...WELL, xss: 'error' }, { ...WELL, xss: ['a'] }, 'standard', true],
    ['what was unverified', { ...WELL, xss: 'unverified' }, { ...WELL, xss: 'unverified' }, 'standard', false],
    ['what is no longer verified', WELL, { ...WELL, xss: 'unverified' }, 'standard', true],
    ['an absence more, in minimal', { ...WELL, xss: ['a'] }, { ...WELL, xss: ['a', '!b'] }, 'minimal', false],
    ['a defect more, in minimal', { ...WELL, xss: ['!a'] }, { ...WELL, xss: ['!a', 'b'] }, 'minimal', true],
  ])('%s', (_, base, head, profile, blocking) => {
    const result = run({ base, head, configuration: { profile, gate: 'changes' } });
    expect(item(result, 'no-xss').blocks).toBe(blocking);
  });

  test('without a base everything counts as introduced', () => {
    expect(item(run({ head: { ...WELL, xss: ['a'] }, configuration: { gate: 'changes' } }), 'no-xss')).toMatchObject({ blocks: true, movement: 'new' });
  });

  test('a waiver that goes makes it worse', () => {
    const base = { ...WELL, xss: ['a'] };
    const result = run({ base, head: base, configuration: { gate: 'changes', baseClaims: { attestations: [], waivers: [waiver({ kind: 'control', id: 'xss' })] } } });
    expect(item(result, 'no-xss')).toMatchObject({ before: 'waived', outcome: 'fail', movement: 'regressed', blocks: true });
  });
});

describe('score, groups and follow-ups', () => {
  test('the score counts required items twice, and what does not apply not at all', () => {
    const none = Object.fromEntries(CONTROL_IDS.map((id) => [id, 'not-applicable'])) as Outcomes;
    expect(run({ head: none }).score).toBeUndefined();
    expect(run({ head: { ...none, xss: 'pass' } }).score).toBe(100);
    // no-xss and input-validation pass (2 each), no-n-plus-one fails (1).
    expect(run({ head: { ...none, xss: 'pass', 'n-plus-one': 'fail' } }).score).toBe(80);
    expect(run({ head: {} }).score).toBeUndefined();
  });

  test('groups list their items, and monitoring its controls', () => {
    const { groups } = run({ head: { ...WELL, 'alert-database': 'fail', xss: 'fail' } });
    expect(groups.map(({ id, passed, applicable }) => [id, passed, applicable])).toEqual([
      ['security', 7, 9], ['performance', 3, 4], ['testing', 3, 3], ['documentation', 4, 4], ['compliance', 4, 4], ['support', 0, 0], ['mcp', 1, 1], ['monitoring', 8, 9],
    ]);
    expect(groups.flatMap((group) => group.items)).toEqual(GATE_ITEM_IDS);
  });

  test('follow-ups say what can be shown already, and nothing else', () => {
    const shown = (head: Outcomes): string[] => run({ head }).followUps.filter((row) => row.shown !== undefined).map((row) => row.id);
    expect(shown(WELL)).toEqual(['monitor-error-rates', 'update-documentation', 'improve-security']);
    expect(shown({ ...WELL, 'sdk-version': 'fail', 'alert-error-rate': 'fail', troubleshooting: 'fail' })).toEqual(['update-documentation']);
    expect(shown({})).toEqual([]);
    expect(run({ head: {} }).followUps).toHaveLength(12);
  });
});

test('a fault is no decision about the merge', () => {
  const fault = { kind: 'internal', message: 'It broke.', remedy: 'Report it.' } as const;
  expect(decide([], [fault], { profile: 'standard', gate: 'head' })).toEqual({ result: 'could-not-evaluate', exitCode: 2, blocking: [] });
});

const outcome = fc.constantFrom<Outcome | readonly string[]>('pass', 'not-applicable', 'unverified', 'error', 'not-examined', ['a'], ['!a'], ['a', '!b'], ['~w']);
const outcomes = fc.record(Object.fromEntries(CONTROL_IDS.map((id) => [id, outcome])) as Record<ControlId, typeof outcome>, { requiredKeys: [] });
const profile = fc.constantFrom<Profile>('minimal', 'standard', 'strict');
const mode = fc.constantFrom<GateMode>('head', 'changes');
const target = fc.oneof(
  fc.constantFrom(...CONTROL_IDS).map((id): ClaimTarget => ({ kind: 'control', id })),
  fc.constantFrom(...GATE_ITEM_IDS).map((id): ClaimTarget => ({ kind: 'item', id })),
);

describe('properties', () => {
  const within = (few: readonly string[], many: readonly string[]): void => expect(few.filter((id) => !many.includes(id))).toEqual([]);

  test('a stricter profile and a stricter mode never unblock', () => {
    fc.assert(
      fc.property(outcomes, outcomes, mode, (head, base, gate) => {
        const of = (name: Profile, by: GateMode): readonly string[] => run({ head, base, configuration: { profile: name, gate: by } }).decision.blocking;
        within(of('minimal', gate), of('standard', gate));
        within(of('standard', gate), of('strict', gate));
        within(of('standard', 'changes'), of('standard', 'head'));
        within(of('minimal', 'changes'), of('minimal', 'head'));
      }),
      { numRuns: 60 },
    );
  });

  test('a waiver or an attestation never blocks, and never turns a pass into anything else', () => {
    fc.assert(
      fc.property(outcomes, profile, target, fc.boolean(), (head, name, at, waives) => {
        const claims = waives ? { attestations: [], waivers: [waiver(at)] } : { attestations: [attestation(at)], waivers: [] };
        const [without, withClaim] = [run({ head, configuration: { profile: name } }), run({ head, configuration: { profile: name, claims } })];
        within(withClaim.decision.blocking, without.decision.blocking);
        for (const [index, row] of without.items.entries()) {
          const after = withClaim.items[index]?.outcome;
          if (row.outcome !== 'fail' && row.outcome !== 'unverified') expect(after).toBe(row.outcome);
          else expect([row.outcome, 'unverified', 'error', 'not-examined', 'waived', 'attested']).toContain(after);
          if (row.outcome === 'unverified') expect(after).not.toBe('waived');
        }
      }),
      { numRuns: 100 },
    );
  });

  test('errors of required items block in every profile and mode, and the decision is the rows', () => {
    fc.assert(
      fc.property(outcomes, profile, mode, (head, name, gate) => {
        const { items, decision } = run({ head, base: head, configuration: { profile: name, gate } });
        for (const row of items) if (row.outcome === 'error' && row.level === 'required') expect(row.blocks).toBe(true);
        expect(items.filter((row) => row.blocks).map((row) => row.id)).toEqual(decision.blocking);
        expect(items.every((row) => !row.blocks || ['fail', 'unverified', 'error'].includes(row.outcome))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('the same input gives the same result', () => {
    fc.assert(
      fc.property(outcomes, outcomes, (head, base) => {
        const scenario = { head, base };
        expect(JSON.stringify(applyPolicy(policyInput(scenario)))).toBe(JSON.stringify(applyPolicy(policyInput(scenario))));
      }),
      { numRuns: 20 },
    );
  });
});
