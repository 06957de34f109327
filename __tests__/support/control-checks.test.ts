import { describe, expect, test } from '@jest/globals';
import { control, type Control } from '../../src/controls/control';
import type { Facts } from '../../src/facts/facts';
import { mergeTraits } from '../../src/facts/merge-traits';
import { searched } from '../../src/model/evidence';
import { seen } from '../../src/model/seen';
import { controlChecks, type ControlCases, type Files } from './control-checks';

/** Facts in which every line with `FLAW` or `SMELL` is a credential. */
function factsOf(files: Files): Promise<Facts> {
  const found = Object.entries(files).flatMap(([path, text]) =>
    text.split('\n').flatMap((line, index) => (line === '' ? [] : [{ kind: line, fingerprint: line, confidence: 'certain', place: 'source', fileKind: 'product', location: { path, line: index + 1 } }])));
  const sql = 'sql.ts' in files ? { sql: [searched('It is there.')] } : {};
  return Promise.resolve({
    traits: seen(mergeTraits([sql], { source: 1, other: 0 })),
    secrets: seen({ found, files: Object.keys(files).length, signs: [], environmentFiles: [] }),
  } as unknown as Facts);
}

const good = control({
  id: 'secrets-management',
  needs: ['secrets'],
  applies: ['sql'],
  exhaustive: true,
  messages: {
    flaw: { severity: 'fail', nature: 'defect', text: 'There is a flaw.', remedy: 'Remove it.' },
    smell: { severity: 'warn', nature: 'defect', text: 'There is a smell.', remedy: 'Remove it.' },
  },
  judge: ({ secrets }, say) => ({
    findings: secrets.found.flatMap((fact) => (fact.kind === 'FLAW' ? [say('flaw', { at: fact.location })] : fact.kind === 'SMELL' ? [say('smell', { at: fact.location })] : [])),
    evidence: [searched('Searched.')],
    ...(secrets.found.some((fact) => fact.kind === 'UNSURE') && { unverified: 'Nobody can tell.' }),
  }),
}) as Control;

const cases: ControlCases = {
  pass: { clean: { files: { 'sql.ts': '' }, evidence: [] }, smelling: { files: { 'sql.ts': 'SMELL' }, findings: ['smell sql.ts:1'] } },
  fail: { flawed: { files: { 'sql.ts': '\nFLAW' }, findings: ['flaw sql.ts:2'] } },
  notApplicable: { other: { files: { 'a.ts': 'FLAW' } } },
  unverified: { unsure: { files: { 'sql.ts': 'UNSURE' } } },
  knownGaps: { spelt: { files: { 'sql.ts': 'flaw' }, expected: 'fail', because: 'It reads capitals only.' } },
};

async function problems(subject: Control, table: ControlCases): Promise<string> {
  const results = await Promise.all(controlChecks(subject, table, factsOf).map(async (check) => (await check.run()).map((problem) => `${check.name}: ${problem}`)));
  return results.flat().join('\n');
}

test('a good control with a whole table has no problems', async () => {
  expect(await problems(good, cases)).toBe('');
});

describe('the tester is strict about tables', () => {
  test.each<[name: string, table: Partial<ControlCases>, problem: RegExp]>([
    ['no pass', { pass: {} }, /There is no case that passes/],
    ['no fail', { fail: {} }, /There is no case that fails/],
    ['a message never said', { pass: { clean: { files: { 'sql.ts': '' } } } }, /No case makes the control say `smell`/],
    ['a fail without a failing message', { fail: { x: { files: { 'sql.ts': '\nFLAW' }, findings: ['smell sql.ts:2'] } } }, /"x" lists no finding of severity fail/],
    ['a wrong line', { fail: { x: { files: { 'sql.ts': '\nFLAW' }, findings: ['flaw sql.ts:1'] } } }, /flaw sql\.ts:2\nand should be\n {2}flaw sql\.ts:1/],
    ['a finding too many', { fail: { x: { files: { 'sql.ts': 'FLAW' }, findings: ['flaw sql.ts:1', 'flaw sql.ts:1'] } } }, /should be\n {2}flaw sql\.ts:1\n {2}flaw sql\.ts:1/],
    ['a finding in a passing case that is not listed', { pass: { x: { files: { 'sql.ts': 'SMELL' } } } }, /smell sql\.ts:1\nand should be\n {2}\(none\)/],
    ['a wrong outcome', { pass: { x: { files: { 'sql.ts': 'FLAW' }, findings: ['flaw sql.ts:1'] } } }, /The outcome is fail and should be pass/],
    ['evidence elsewhere', { pass: { x: { files: { 'sql.ts': '' }, evidence: ['sql.ts:1'] } } }, /The evidence are\n {2}\(none\)/],
    ['the same files twice', { unverified: { twice: { files: { 'sql.ts': 'SMELL' } } } }, /"smelling" and "twice" have the same files/],
    ['a gap that is closed', { knownGaps: { x: { files: { 'sql.ts': 'FLAW' }, expected: 'fail', because: 'It was open.' } } }, /The gap is closed: .* Move the case to `fail`/],
  ])('%s', async (_, table, problem) => {
    expect(await problems(good, { ...cases, ...table })).toMatch(problem);
  });
});

describe('the tester is strict about controls', () => {
  let calls = 0;
  test.each<[name: string, change: Partial<Control>, problem: RegExp]>([
    ['one that changes its mind', { judge: () => ({ findings: [], evidence: [searched(`Call ${calls++}.`)] }) }, /gave another verdict the second time/],
    ['one that changes the facts', { judge: (facts) => ((facts.secrets.found as unknown as { length: number }).length = 0, { findings: [], evidence: [searched('Searched.')] }) }, /changed the facts/],
    ['one without evidence', { judge: () => ({ findings: [], evidence: [] }) }, /The outcome is error and should be pass: The control passed without evidence/],
    ['one that stammers', { judge: () => ({ findings: [], evidence: [searched('Searched')], reason: 'searched' }) }, /no whole sentence: searched/],
    ['one that points nowhere', { judge: (_, say) => ({ findings: [say('flaw')], evidence: [] }) }, /The defect flaw has no place/],
    ['one that throws', { judge: () => { throw new Error('No'); } }, /The control broke: No/],
  ])('%s', async (_, change, problem) => {
    expect(await problems({ ...good, ...change }, cases)).toMatch(problem);
  });
});
