import { CONTROL_IDS, type ControlId } from '../checklist/ids';
import type { Level, ScoredFinding, SettledOutcome } from '../model/scorecard';
import type { Verdict } from '../model/verdict';
import { attestationOf, attestedSentence, waivedSentence, waiverOf, type DatedClaims } from './claims';
import { controlLevel, type LevelRules } from './levels';

/** A control's verdict after claims, with the findings that still fail it. */
export interface SettledControl {
  readonly id: ControlId;
  readonly level: Level;
  readonly outcome: SettledOutcome;
  readonly reason: string;
  readonly verdict: Verdict;
  readonly findings: readonly ScoredFinding[];
  /** Findings of severity `fail` that no waiver covers. */
  readonly failing: readonly ScoredFinding[];
}

/**
 * Lets claims act on the verdicts of controls: an attestation settles `unverified`, a waiver settles `fail` (of the
 * control, or of each of its failing findings), and nothing settles anything else. A control without a verdict is
 * `not-examined`. In the order of the checklist.
 */
export function settleControls(verdicts: readonly Verdict[], findings: readonly ScoredFinding[], claims: DatedClaims, rules: LevelRules): SettledControl[] {
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.control, verdict]));
  const findingsOf = new Map<string, ScoredFinding[]>();
  for (const finding of findings) {
    const list = findingsOf.get(finding.control);
    if (list) list.push(finding);
    else findingsOf.set(finding.control, [finding]);
  }
  return CONTROL_IDS.map((id) => settleControl(id, verdictOf.get(id) ?? absent(id), findingsOf.get(id) ?? [], claims, controlLevel(id, rules)));
}

function settleControl(id: ControlId, verdict: Verdict, findings: readonly ScoredFinding[], claims: DatedClaims, level: Level): SettledControl {
  const failing = findings.filter((finding) => finding.severity === 'fail' && !waiverOf(claims, { kind: 'finding', id: finding.fingerprint }));
  const base = { id, level, verdict, findings };
  const attestation = verdict.outcome === 'unverified' ? attestationOf(claims, { kind: 'control', id }) : undefined;
  if (attestation) return { ...base, outcome: 'attested', reason: attestedSentence(attestation), failing };
  if (verdict.outcome !== 'fail') return { ...base, outcome: verdict.outcome, reason: verdict.reason, failing };
  const waiver = waiverOf(claims, { kind: 'control', id });
  if (waiver) return { ...base, outcome: 'waived', reason: waivedSentence(waiver), failing: [] };
  if (failing.length === 0) return { ...base, outcome: 'waived', reason: 'Each of its failing findings is waived.', failing };
  return { ...base, outcome: 'fail', reason: verdict.reason, failing };
}

function absent(control: string): Verdict {
  return { control, outcome: 'not-examined', reason: 'This version does not examine it.', evidence: [], findings: [], gaps: [] };
}
