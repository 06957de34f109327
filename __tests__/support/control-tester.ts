import { describe, expect, test } from '@jest/globals';
import { NO_CLAIMS, policyOf } from '../../src/config/effective';
import type { Control } from '../../src/controls/control';
import type { FactName, Facts } from '../../src/facts/facts';
import { lookWith } from '../../src/review/look';
import { READERS } from '../../src/review/readers';
import { memoryRevision } from '../../src/revision/memory';
import { controlChecks, type ControlCases, type Files } from './control-checks';

const look = lookWith(READERS);

/** The facts of a repository `{ path: text }`, read and linked as in a review with the default configuration. */
export async function factsOf(files: Files): Promise<Facts> {
  const configuration = { ...policyOf(), claims: NO_CLAIMS, baseClaims: NO_CLAIMS, source: 'defaults', changes: [], notes: [] };
  const head = memoryRevision(files);
  const { facts } = await look(head, { head, subject: { head: 'memory', workingDirectory: '', date: '2026-01-01' }, configuration, cache: new Map() });
  return facts;
}

/** Tests a control by a table of tiny repositories, and is strict about the table; see `control-checks.ts`. */
export function testControl<N extends FactName, M extends string>(subject: Control<N, M>, cases: ControlCases<M>): void {
  describe(subject.id, () => {
    test.each(controlChecks(subject as unknown as Control, cases, factsOf).map((check) => [check.name, check.run] as const))('%s', async (_, run) => {
      expect((await run()).join('\n')).toBe('');
    });
  });
}

