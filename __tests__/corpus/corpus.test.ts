import { describe, expect, test } from '@jest/globals';
import { NO_CLAIMS, policyOf } from '../../src/config/effective';
import type { Control } from '../../src/controls/control';
import { CONTROLS } from '../../src/controls/registry';
import { runControl } from '../../src/controls/run';
import { placeOf } from '../../src/model/location';
import type { Verdict } from '../../src/model/verdict';
import { folderRevision } from '../../src/node/folder-revision';
import { lookWith } from '../../src/review/look';
import { READERS } from '../../src/review/readers';
import { packageFolder } from './packages';
import { CODE_CONTROLS, SERVERS, type PublishedServer } from './servers';

const look = lookWith(READERS);
const MINUTE = 60_000;
const [first] = SERVERS;
const hasRegistry = first !== undefined && await packageFolder(first.name, first.version) !== undefined;

/** The verdicts of the code controls on a published package. */
async function verdictsOf({ name, version }: PublishedServer): Promise<readonly Verdict[]> {
  const folder = await packageFolder(name, version);
  if (folder === undefined) throw new Error(`The registry no longer has ${name}@${version}.`);
  const head = folderRevision(folder, { id: version });
  const configuration = { ...policyOf(), claims: NO_CLAIMS, baseClaims: NO_CLAIMS, source: 'defaults', changes: [], notes: [] };
  const { facts } = await look(head, { head, subject: { head: version, workingDirectory: '', date: '2026-01-01' }, configuration, cache: new Map() });
  return CODE_CONTROLS.map((id) => runControl(CONTROLS[id] as unknown as Control, facts));
}

/** A verdict with the places of what fails, so that a failing test says where to look. */
function shown({ control, outcome, reason, findings }: Verdict): string {
  const fails = findings.filter((finding) => finding.severity === 'fail').slice(0, 5);
  return [`${control} is ${outcome}: ${reason}`, ...fails.map((finding) => `  ${finding.kind} ${finding.location ? placeOf(finding.location) : ''}`)].join('\n');
}

/** What differs from what a person read in the source. */
function differences({ verdicts }: PublishedServer, given: readonly Verdict[]): string[] {
  return given.flatMap((verdict) => {
    const judged = verdicts[verdict.control as keyof typeof verdicts];
    if (!judged) return verdict.outcome === 'not-applicable' ? [] : [`Nobody has judged this one: ${shown(verdict)}`];
    const right = verdict.outcome === judged.outcome;
    if (judged.gap !== undefined) return right ? [`The gap is closed, so remove it: ${verdict.control} (${judged.gap})`] : [];
    return right ? [] : [`It should be ${judged.outcome}: ${judged.why}\n${shown(verdict)}`];
  });
}

describe('published servers', () => {
  if (!hasRegistry) {
    test.skip('skipped, because no package registry answers', () => undefined);
    return;
  }

  test.each(SERVERS.map((server) => [`${server.name}@${server.version}`, server] as const))('%s', async (_, server) => {
    expect(differences(server, await verdictsOf(server)).join('\n')).toBe('');
  }, MINUTE);
});

test('the page holds servers of every kind, each with reasons', () => {
  expect(SERVERS.length).toBeGreaterThanOrEqual(10);
  for (const { verdicts } of SERVERS) for (const { why, gap } of Object.values(verdicts)) for (const text of [why, gap ?? why]) expect(text).toMatch(/^[A-Z`].*\.$/);
});
