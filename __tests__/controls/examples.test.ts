import { describe, expect, test } from '@jest/globals';
import { CHECKLIST } from '../../src/checklist/checklist';
import { CONTROL_IDS } from '../../src/checklist/ids';
import type { Control } from '../../src/controls/control';
import { CONTROLS, notExamined, type NotExamined } from '../../src/controls/registry';
import { runControl } from '../../src/controls/run';
import { placeOf } from '../../src/model/location';
import { factsOf } from '../support/control-tester';

const controls = CONTROLS as Readonly<Record<string, Control | NotExamined>>;
const examined = CONTROL_IDS.flatMap((id) => {
  const subject = controls[id];
  return subject === undefined || subject === notExamined ? [] : [[id, subject] as const];
});

/** Outcome and reason, and where the findings are, so that a failing test says why. */
async function judged(subject: Control, files: Readonly<Record<string, string>>): Promise<string> {
  const { outcome, reason, findings } = runControl(subject, await factsOf(files));
  return [`${outcome}: ${reason}`, ...findings.map((finding) => `${finding.kind} ${finding.location ? placeOf(finding.location) : ''}`)].join('\n');
}

describe('the examples that the generated page prints', () => {
  test.each(examined)('%s: the good one passes', async (id, subject) => {
    expect(await judged(subject, CHECKLIST[id].good.files)).toMatch(/^pass: /);
  });

  test.each(examined)('%s: the bad one fails', async (id, subject) => {
    expect(await judged(subject, CHECKLIST[id].bad.files)).toMatch(/^fail: /);
  });
});

test('the registry holds each control under its own id', () => {
  for (const [id, subject] of examined) expect(subject.id).toBe(id);
});
