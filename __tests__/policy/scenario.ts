import { CHECKLIST } from '../../src/checklist/checklist';
import { FOLLOW_UPS } from '../../src/checklist/follow-ups';
import { GATE_ITEMS } from '../../src/checklist/gate';
import type { ControlId } from '../../src/checklist/ids';
import { compareVerdicts } from '../../src/compare/findings';
import { NO_CLAIMS, policyOf, type Attestation, type ClaimTarget, type EffectiveConfiguration, type Waiver } from '../../src/config/effective';
import type { Finding, Nature } from '../../src/model/finding';
import type { ItemRow } from '../../src/model/scorecard';
import type { Outcome, Verdict } from '../../src/model/verdict';
import type { ItemVerdicts } from '../../src/policy/items';
import { applyPolicy, type PolicyInput, type PolicyResult } from '../../src/policy/policy';

export const TODAY = '2026-06-15';

export const CATALOGUE = { controls: CHECKLIST, items: GATE_ITEMS, followUps: FOLLOW_UPS };

/** Anchors of failing findings; `!anchor` makes an absence of it, `~anchor` a warning. */
export type Outcomes = Readonly<Partial<Record<ControlId, Outcome | readonly string[]>>>;

export interface Scenario {
  readonly head: Outcomes;
  readonly base?: Outcomes;
  readonly configuration?: Partial<EffectiveConfiguration>;
  readonly own?: ItemVerdicts;
}

export function configuration(more: Partial<EffectiveConfiguration> = {}): EffectiveConfiguration {
  return { ...policyOf(), claims: NO_CLAIMS, baseClaims: NO_CLAIMS, source: 'defaults', changes: [], notes: [], ...more };
}

export function verdicts(outcomes: Outcomes): Verdict[] {
  return Object.entries(outcomes).map(([control, said]) => {
    const base = { control, evidence: [], gaps: [] };
    if (typeof said === 'string') return { ...base, outcome: said, reason: `${control} is ${said}.`, findings: said === 'fail' ? [finding(control, 'it')] : [] };
    const findings = said.map((anchor) => finding(control, anchor));
    const fails = findings.some((one) => one.severity === 'fail');
    return { ...base, outcome: fails ? 'fail' : 'pass', reason: `${control} was judged.`, findings };
  });
}

function finding(control: string, spelt: string): Finding {
  const nature: Nature = spelt.startsWith('!') ? 'absence' : 'defect';
  const severity = spelt.startsWith('~') ? 'warn' : 'fail';
  return { control, kind: 'wrong', severity, nature, text: 'It is wrong.', remedy: 'Repair it.', anchor: spelt, ...(nature === 'defect' && { location: { path: 'a.ts', line: 1 } }) };
}

export function policyInput({ head, base, configuration: more, own = {} }: Scenario): PolicyInput {
  const [now, before] = [verdicts(head), base && verdicts(base)];
  const { findings, fixed } = compareVerdicts(now, before);
  return {
    catalogue: CATALOGUE,
    configuration: configuration(more),
    date: TODAY,
    head: { verdicts: now, findings, items: own },
    ...(before && { base: { verdicts: before, findings: compareVerdicts(before, undefined).findings, items: own } }),
    fixed,
  };
}

export function run(scenario: Scenario): PolicyResult {
  return applyPolicy(policyInput(scenario));
}

export function item(result: PolicyResult, id: string): ItemRow {
  const row = result.items.find((candidate) => candidate.id === id);
  if (!row) throw new Error(`There is no item ${id}.`);
  return row;
}

const CLAIM = { reason: 'It is looked after.', path: 'c.yml', line: 1, added: false };

export function attestation(target: ClaimTarget, expires = '2026-12-31'): Attestation {
  return { ...CLAIM, target, expires, by: 'Ada', evidenceUrl: 'https://example.com', date: '2026-01-01' };
}

export function waiver(target: ClaimTarget, expires = '2026-12-31'): Waiver {
  return { ...CLAIM, target, expires, owner: 'Bo' };
}
