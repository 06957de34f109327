import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { CHECKLIST } from '../../src/checklist/checklist';
import { FLOW_KIND_IDS } from '../../src/model/flow-kind';
import { renderSarif } from '../../src/report/sarif';
import type { Scorecard } from '../../src/model/scorecard';
import { GOLDEN } from '../support/golden';
import { hostileText } from '../support/hostile';
import { readCommands } from '../support/runner';
import { fails, faultyScorecard, finding, flowFinding, fullSet, scorecardOf } from '../support/scorecards';

interface Region { startLine: number; startColumn?: number; endLine?: number; endColumn?: number }
interface Place { physicalLocation: { artifactLocation: { uri: string; uriBaseId: string }; region: Region } }
interface Result {
  ruleId: string; ruleIndex: number; level: string; message: { text: string }; locations: Place[]; partialFingerprints: Record<string, string>; baselineState?: string;
  codeFlows?: { threadFlows: { locations: { location: Place & { message: { text: string } } }[] }[] }[]; suppressions?: { kind: string; status: string; justification: string }[];
}
interface Notification { level: string; message: { text: string }; associatedRule?: { id: string } }
interface Run {
  tool: { driver: { rules: { id: string; helpUri: string; properties: { tags: string[] } }[] } }; results: Result[]; automationDetails: { id: string };
  invocations: { executionSuccessful: boolean; toolExecutionNotifications?: Notification[]; toolConfigurationNotifications?: Notification[] }[];
}

function card(name: string): Scorecard {
  return GOLDEN[name]?.() ?? faultyScorecard([]);
}

function run(subject: Scorecard): Run {
  const log = JSON.parse(renderSarif(subject)) as { runs: Run[] };
  expect(log.runs).toHaveLength(1);
  return log.runs[0] as Run;
}

describe('rules', () => {
  test.each(Object.keys(GOLDEN))('%s has every rule, once', (name) => {
    const ids = run(card(name)).tool.driver.rules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of [...Object.keys(CHECKLIST), ...FLOW_KIND_IDS]) expect(ids).toContain(id);
  });

  test('weaknesses are tags of three digits, within the limit of tags', () => {
    const { rules } = run(card('clean')).tool.driver;
    expect(rules.find((rule) => rule.id === 'xss')?.properties.tags).toContain('external/cwe/cwe-079');
    expect(rules.find((rule) => rule.id === 'command-injection')?.properties.tags).toEqual(expect.arrayContaining(['security', 'external/cwe/cwe-078', 'external/cwe/cwe-077']));
    for (const rule of rules) expect(rule.properties.tags.length).toBeLessThanOrEqual(20);
  });
});

describe('results', () => {
  const { results, tool } = run(card('blocked'));

  test('each finding is one, under the rule that its index says', () => {
    expect(results.map((one) => one.partialFingerprints['mcpPublishGate/v1']).sort()).toEqual(card('blocked').findings.map((one) => one.fingerprint).sort());
    for (const one of results) expect(tool.driver.rules[one.ruleIndex]?.id).toBe(one.ruleId);
    expect(results.map((one) => `${one.ruleId} ${one.level} ${one.baselineState ?? ''}`).sort()).toEqual(['database-indexes error unchanged', 'input-schemas note unchanged', 'rate-limiting error unchanged', 'sql-injection error new']);
  });

  test('a data flow is a code flow, step by step', () => {
    const flow = results.find((one) => one.ruleId === 'sql-injection')?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(flow.map((step) => `${step.location.physicalLocation.artifactLocation.uri}:${step.location.physicalLocation.region.startLine} ${step.location.message.text}`)).toEqual([
      'src/tools/orders.ts:24 argument `status` of tool `find_orders`', 'src/tools/orders.ts:26 passed to `searchOrders(filter)`',
      'src/db/orders.ts:38 put into the string `where`', 'src/db/orders.ts:42 passed to `pool.query(text)`, which runs it',
    ]);
  });

  test('a class of data flow has its own rule', () => {
    const subject = scorecardOf({ verdicts: fullSet([fails('untrusted-input', flowFinding('path-traversal', 'A path.', ['src/a.ts:1', 'x'], ['src/a.ts:2', 'y']))]) });
    expect(run(subject).results.map((one) => one.ruleId)).toEqual(['path-traversal']);
  });

  test('waivers and ignores are suppressions with their reason', () => {
    const waived = run(card('first-configuration')).results.map((one) => one.suppressions?.[0]);
    expect(waived.map((one) => `${one?.kind ?? ''} ${one?.status ?? ''}`)).toEqual(['external accepted', 'external accepted']);
    const ignored: Scorecard = { ...card('blocked'), claims: [{ kind: 'ignore', item: 'sql-injection', reason: 'It is a constant.', path: 'src/db/orders.ts', line: 41, added: false, effect: 'applied' }] };
    expect(run(ignored).results.flatMap((one) => one.suppressions ?? [])).toMatchObject([{ kind: 'inSource', justification: 'It is a constant.' }]);
  });

  test('a finding on the whole stands in the manifest, or is a notification where there is none', () => {
    const absent = fullSet([fails('first-time-setup', finding('first-time-setup', 'Nothing is said.'))]);
    const withManifest = scorecardOf({ verdicts: absent, traits: [{ id: 'mcp-sdk', title: 'depends on an MCP SDK', present: true, evidence: [{ kind: 'seen', note: 'Here.', location: { path: 'package.json', line: 4 } }] }] });
    expect(run(withManifest).results[0]?.locations[0]?.physicalLocation).toMatchObject({ artifactLocation: { uri: 'package.json' }, region: { startLine: 1 } });
    const without = run(scorecardOf({ verdicts: absent }));
    expect(without.results).toEqual([]);
    expect(without.invocations[0]?.toolExecutionNotifications).toEqual([expect.objectContaining({ level: 'error', associatedRule: { id: 'first-time-setup' } })]);
  });

  test('faults are notifications of their kind, and gaps are told', () => {
    const broken = run(card('bad-configuration'));
    expect(broken.invocations[0]?.executionSuccessful).toBe(false);
    expect(broken.invocations[0]?.toolConfigurationNotifications).toHaveLength(2);
    expect(run(card('unseeable')).invocations[0]?.toolExecutionNotifications?.[0]?.message.text).toContain('Not seen: src/generated/huge.ts');
  });

  test('packages of a monorepo are told apart', () => {
    const subject = { ...card('clean'), subject: { ...card('clean').subject, workingDirectory: 'packages/a b' } };
    expect(run(subject).automationDetails.id).toBe('mcp-publish-gate/packages/a%20b/');
  });

  test('hostile names stay addresses, hostile texts stay texts', () => {
    fc.assert(fc.property(hostileText, hostileText, fc.integer({ min: -3, max: 9 }), fc.integer({ min: -3, max: 9 }), (path, text, line, column) => {
      const location = { path: `x${path}`, line, column, endLine: line - 1, endColumn: column - 1 };
      const subject = scorecardOf({ verdicts: fullSet([fails('sql-injection', finding('sql-injection', text, 'a:1', { location, remedy: text, flow: [{ location, note: text }] }))]) });
      const [one] = run(subject).results;
      expect(one?.locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^[\w/.~%-]+$/);
      expect(one?.locations[0]?.physicalLocation.region.startLine).toBeGreaterThanOrEqual(1);
      expect(one?.message.text).not.toMatch(/\]\(|\p{Cc}/u);
      expect(readCommands(renderSarif(subject))).toEqual([]);
    }), { numRuns: 30 });
  });
});

/** Microsoft's validator, of which npm installs the build for this machine where there is one. */
function validator(): string | undefined {
  try {
    const path = createRequire(import.meta.url)('@microsoft/sarif-multitool') as string;
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

describe('the validator of the standard', () => {
  let folder = '';
  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'sarif-')); });
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
  const tool = validator();

  /** Errors and warnings of the rules of SARIF and of GitHub's; the tool ends with 0 whatever it finds. */
  function complaints(names: readonly string[], text: (name: string) => string): string[] {
    chmodSync(tool ?? '', 0o755);
    const files = names.map((name) => join(folder, `${name}.sarif`));
    names.forEach((name, at) => writeFileSync(files[at] ?? '', text(name)));
    const output = join(folder, 'validation.json');
    execFileSync(tool ?? '', ['validate', ...files, '--output', output, '--rule-kind', 'Sarif;Gh', '--log', 'ForceOverwrite'], { stdio: 'pipe' });
    const log = JSON.parse(readFileSync(output, 'utf8').replace(/^\ufeff/, '')) as { runs: { results?: { ruleId: string; level?: string; message: unknown }[] }[] };
    return log.runs.flatMap((one) => one.results ?? []).filter((one) => one.level !== 'note').map((one) => `${one.ruleId} ${JSON.stringify(one.message)}`);
  }

  (tool === undefined ? test.skip : test)('has nothing to say against any golden scorecard', () => {
    expect(complaints(Object.keys(GOLDEN), (name) => renderSarif(card(name)))).toEqual([]);
  });

  (tool === undefined ? test.skip : test)('would say something against a wrong one', () => {
    expect(complaints(['wrong'], () => renderSarif(card('blocked')).replace(/"startLine": \d+/, '"startLine": 0'))).not.toEqual([]);
  });
});
