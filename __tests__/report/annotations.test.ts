import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { annotations, commandLines, remarks } from '../../src/report/annotations';
import { utf8Length } from '../../src/report/escape';
import type { Finding } from '../../src/model/finding';
import type { Scorecard } from '../../src/model/scorecard';
import { GOLDEN } from '../support/golden';
import { hostileText } from '../support/hostile';
import { readCommand } from '../support/runner';
import { fails, faultyScorecard, finding, fullSet, passes, scorecardOf, warns } from '../support/scorecards';

function card(name: string): Scorecard {
  return GOLDEN[name]?.() ?? faultyScorecard([]);
}

/** A required control that fails in so many places, and has so many warnings. */
function counted(failing: number, warnings = 0): Scorecard {
  const bad = Array.from({ length: failing }, (_, n) => finding('sql-injection', `Flaw ${n}.`, `src/a.ts:${n + 1}:3`));
  const weak = Array.from({ length: warnings }, (_, n) => finding('input-schemas', `Bound ${n}.`, `src/b.ts:${n + 1}`, { severity: 'warn' }));
  return scorecardOf({ verdicts: fullSet([...(failing > 0 ? [fails('sql-injection', ...bad)] : []), warns(passes('input-schemas', 'All tools have a schema.', 'src/b.ts:1'), ...weak)]) });
}

describe('annotations', () => {
  test('what blocks comes first, new before existing, warnings last', () => {
    expect(annotations(card('blocked')).map(({ level, title }) => `${level}: ${title}`)).toEqual([
      'failure: SQL injection',
      'failure: Not met: Rate limiting is implemented (existing)',
      'warning: Not met: Database indexes are created (existing)',
      'notice: Not met: Input schemas use Zod or similar (existing)',
    ]);
  });

  test('each says what is wrong, why it matters, what to do, and the way of the value', () => {
    const [first, second] = annotations(card('blocked'));
    expect(first?.message.split('\n')).toEqual([
      'Argument `status` of tool `find_orders` becomes part of the text of an SQL statement.',
      expect.stringMatching(/^Why it matters: Untrusted text becomes part of an SQL statement/),
      expect.stringMatching(/^What to do: Put a placeholder/),
      'CWE-89. https://github.com/acme/mcp-publish-gate/blob/main/docs/checklist.md#sql-injection',
    ]);
    expect(first?.rawDetails?.split('\n')).toEqual([
      '1. source src/tools/orders.ts:24  argument `status` of tool `find_orders`',
      '2. step   src/tools/orders.ts:26  passed to `searchOrders(filter)`',
      '3. step   src/db/orders.ts:38  put into the string `where`',
      '4. sink   src/db/orders.ts:42  passed to `pool.query(text)`, which runs it',
    ]);
    expect(second?.message).toContain('This is existing');
    expect(second).not.toHaveProperty('rawDetails');
  });

  test('several values that reach one place are one remark, and those of another place another', () => {
    const reaching = (value: string, place: string): Finding => finding('sql-injection', `${value} reaches the statement.`, place, { site: `query ${place}` });
    const bad = [reaching('A', 'src/a.ts:4:3'), reaching('B', 'src/a.ts:4:3'), reaching('C', 'src/a.ts:9:3'), finding('sql-injection', 'D is put there.', 'src/a.ts:4:3')];
    const found = annotations(scorecardOf({ verdicts: fullSet([fails('sql-injection', ...bad)]) })).map(({ startLine, message }) => [startLine, message.split('\n').slice(0, 2)]);
    expect(found).toEqual([
      [4, ['A reaches the statement.', 'B reaches the statement.']],
      [9, ['C reaches the statement.', expect.stringMatching(/^Why it matters/)]],
      [4, ['D is put there.', expect.stringMatching(/^Why it matters/)]],
    ]);
  });

  test('among equals, changed lines come first', () => {
    const both: Finding[] = [finding('sql-injection', 'Far away.', 'src/far.ts:3'), finding('sql-injection', 'Right here.', 'src/near.ts:9')];
    const subject = scorecardOf({ verdicts: fullSet([fails('sql-injection', ...both)]), base: fullSet([]), changed: ['src/near.ts'] });
    expect(annotations(subject).map((one) => one.path)).toEqual(['src/near.ts', 'src/far.ts']);
  });

  test('what a waiver covers is a notice and says so', () => {
    const waived = annotations(card('first-configuration')).find((one) => one.title.startsWith('SQL injection'));
    expect(waived).toMatchObject({ level: 'notice', title: 'SQL injection (waived)' });
    expect(waived?.message).toContain('It does not count: The argument is checked by the caller');
  });

  test('in gate mode changes, what was there before does not fail', () => {
    const old = finding('sql-injection', 'Old.', 'src/a.ts:1');
    const fresh = finding('sql-injection', 'New.', 'src/a.ts:2');
    const subject = scorecardOf({ verdicts: fullSet([fails('sql-injection', old, fresh)]), base: fullSet([fails('sql-injection', old)]), configuration: { gate: 'changes' } });
    expect(annotations(subject).map((one) => `${one.level} ${one.title}`)).toEqual(['failure SQL injection prevention', 'warning SQL injection prevention (existing)'].map((title) => title.replace('SQL', 'Not met: SQL')));
  });

  test('findings without a place are remarks and not annotations', () => {
    const subject = scorecardOf({ verdicts: fullSet([fails('first-time-setup', finding('first-time-setup', 'Nothing is said.'))]) });
    expect(annotations(subject)).toEqual([]);
    expect(remarks(subject)).toHaveLength(1);
    expect(commandLines(subject)[0]).toMatch(/^::error title=Not met%3A First-time setup is guided::Nothing is said\./);
  });

  test('faults of the configuration stand at their line', () => {
    expect(annotations(card('bad-configuration'))[0]).toMatchObject({ path: '.github/mcp-publish-gate.yml', startLine: 3, endLine: 3, startColumn: 1, level: 'failure', title: 'Could not evaluate' });
  });

  test.each([
    [{ path: 'a', line: 0 }, { startLine: 1, endLine: 1 }],
    [{ path: 'a', line: 5, endLine: 3 }, { startLine: 5, endLine: 5 }],
    [{ path: 'a', line: 5, column: 3, endLine: 7, endColumn: 2 }, { startLine: 5, endLine: 7 }],
    [{ path: 'a', line: 5, column: 8, endLine: 5, endColumn: 2 }, { startLine: 5, endLine: 5, startColumn: 8, endColumn: 8 }],
    [{ path: 'a', line: 5, column: 2, endColumn: 9 }, { startLine: 5, endLine: 5, startColumn: 2, endColumn: 9 }],
  ])('%j becomes lines and columns that the forge takes', (location, span) => {
    const subject = scorecardOf({ verdicts: fullSet([fails('sql-injection', finding('sql-injection', 'X.', 'a:1', { location }))]) });
    const { path, level, title, message, ...rest } = annotations(subject)[0] ?? { path: '', level: '', title: '', message: '' };
    expect([path, level, title.length > 0, message.length > 0]).toEqual(['a', 'failure', true, true]);
    expect(rest).toEqual(span);
  });

  test('limits hold whatever the text', () => {
    const text = '日本😀'.repeat(60_000);
    const step = { location: { path: text, line: 1 }, note: text };
    const subject = scorecardOf({ verdicts: fullSet([fails('sql-injection', finding('sql-injection', text, 'a:1', { remedy: text, flow: Array.from({ length: 300 }, () => step) }))]) });
    const [one] = annotations(subject);
    expect(utf8Length(one?.message ?? '')).toBeLessThanOrEqual(64_000);
    expect(utf8Length(one?.rawDetails ?? '')).toBeLessThanOrEqual(64_000);
    expect(one?.title.length).toBeLessThanOrEqual(255);
    expect(JSON.stringify(annotations(subject))).not.toMatch(/\p{Cs}/u);
  });
});

describe('workflow commands', () => {
  test.each([[0, 0], [1, 1], [9, 9], [10, 10], [11, 10], [50, 10], [120, 10]])('%d findings are %d commands', (number, lines) => {
    const commands = commandLines(counted(number));
    expect(commands).toHaveLength(lines);
    expect(annotations(counted(number))).toHaveLength(number);
    if (number > 10) expect(commands.at(-1)).toBe(`::error title=${number - 9} more::${number - 9} more of this kind stand in the job summary.`);
  });

  test('each level has a limit of its own', () => {
    const names = commandLines(counted(12, 15)).map((line) => readCommand(line)?.name);
    expect([names.filter((name) => name === 'error').length, names.filter((name) => name === 'notice').length]).toEqual([10, 10]);
  });

  test('every command is read back as the remark it is', () => {
    fc.assert(fc.property(hostileText, hostileText, (text, path) => {
      const subject = scorecardOf({ verdicts: fullSet([fails('sql-injection', finding('sql-injection', text, 'a:1', { remedy: text, location: { path: `x${path}`, line: 4, column: 2 }, flow: [{ location: { path, line: 1 }, note: text }] }))]) });
      const lines = commandLines(subject);
      expect(lines).toHaveLength(1);
      expect(lines[0]).not.toMatch(/[\r\n]/);
      const command = readCommand(lines[0] ?? '');
      expect(command).toMatchObject({ name: 'error', properties: { line: '4', col: '2' } });
      expect(command?.data.length).toBeLessThanOrEqual(4_096);
    }), { numRuns: 30 });
  });
});
