import type { ClaimTarget, EffectiveConfiguration } from '../config/effective';
import { movementOf } from '../compare/movement';
import type { Claim, ControlRow, Decision, FollowUpRow, GroupRow, ItemRow, ScoredFinding, SettledOutcome } from '../model/scorecard';
import type { Verdict } from '../model/verdict';
import type { Catalogue } from './catalogue';
import { claimRows, type DatedClaims } from './claims';
import { decide } from './decide';
import { followUpRows } from './follow-ups';
import { settleItems, type ItemVerdicts, type SettledItem } from './items';
import { groupRows, score } from './score';
import { settleControls, type SettledControl } from './settle';

/** One revision as its controls see it. */
export interface JudgedRevision {
  readonly verdicts: readonly Verdict[];
  /** With the fingerprints under which this revision's claims speak of them. */
  readonly findings: readonly ScoredFinding[];
  readonly items: ItemVerdicts;
}

export interface PolicyInput {
  readonly catalogue: Catalogue;
  readonly configuration: EffectiveConfiguration;
  /** The day of judgement, `YYYY-MM-DD`. */
  readonly date: string;
  readonly head: JudgedRevision;
  readonly base?: JudgedRevision;
  /** Findings of the base that are gone at head. */
  readonly fixed: readonly ScoredFinding[];
}

/** The parts of the scorecard that policy makes. */
export interface PolicyResult {
  readonly decision: Decision;
  readonly score?: number;
  readonly groups: readonly GroupRow[];
  readonly items: readonly ItemRow[];
  readonly controls: readonly ControlRow[];
  readonly claims: readonly Claim[];
  readonly followUps: readonly FollowUpRow[];
}

interface Settled {
  readonly controls: readonly SettledControl[];
  readonly items: readonly SettledItem[];
}

/** Levels, claims, roll-up, movement, decision: everything between verdicts and scorecard. Both revisions are held to the same policy. */
export function applyPolicy(input: PolicyInput): PolicyResult {
  const { configuration, date, head, base, catalogue } = input;
  const claims = { ...configuration.claims, date };
  const now = settle(input, head, claims);
  const before = base && settle(input, base, { ...configuration.baseClaims, date });
  const controls = now.controls.map((control) => controlRow(control, before, input));
  const items = now.items.map((item) => ({ item, row: itemRow(item, before, input) }));
  const decision = decide(items.map(({ item, row }) => ({ ...row, worse: worse(item, before), errors: item.errors, failing: failingOf(item) })), [], configuration);
  const rows = items.map(({ row }) => ({ ...row, blocks: decision.blocking.includes(row.id) }));
  const groups = groupRows(rows, controls);
  const points = score(rows);
  return {
    decision,
    ...(points !== undefined && { score: points }),
    groups,
    items: rows,
    controls,
    claims: claimRows(claims, (kind, target) => settles(kind, target, now, head.findings)),
    followUps: followUpRows(catalogue, { items: rows, controls, groups }),
  };
}

function settle({ catalogue, configuration }: PolicyInput, revision: JudgedRevision, claims: DatedClaims): Settled {
  const rules = { catalogue, profile: configuration.profile, levels: configuration.levels };
  const controls = settleControls(revision.verdicts, revision.findings, claims, rules);
  return { controls, items: settleItems(controls, revision.items, claims, rules) };
}

function controlRow(control: SettledControl, before: Settled | undefined, { catalogue, fixed }: PolicyInput): ControlRow {
  const { title, section, gate } = catalogue.controls[control.id];
  const previous = before?.controls.find((candidate) => candidate.id === control.id)?.outcome;
  return {
    id: control.id,
    title,
    section,
    level: control.level,
    outcome: control.outcome,
    ...(previous !== undefined && { before: previous }),
    movement: movementOf({ before: previous, after: control.outcome, ...flux([control], fixed) }),
    reason: control.reason,
    evidence: control.verdict.evidence,
    findings: control.findings.map((finding) => finding.fingerprint),
    gaps: control.verdict.gaps,
    gate,
  };
}

function itemRow(item: SettledItem, before: Settled | undefined, { catalogue, fixed }: PolicyInput): Omit<ItemRow, 'blocks'> {
  const previous = previousItem(item, before)?.outcome;
  return {
    id: item.id,
    title: catalogue.items[item.id].title,
    group: catalogue.items[item.id].group,
    level: item.level,
    outcome: item.outcome,
    ...(previous !== undefined && { before: previous }),
    movement: movementOf({ before: previous, after: item.outcome, ...flux(item.deciding, fixed) }),
    reason: item.reason,
    evidence: item.evidence,
    controls: item.controls,
    warnings: item.warnings,
  };
}

function previousItem(item: SettledItem, before: Settled | undefined): SettledItem | undefined {
  return before?.items.find((candidate) => candidate.id === item.id);
}

/** Failing findings that came into the controls, and those that went. */
function flux(controls: readonly SettledControl[], fixed: readonly ScoredFinding[]): { readonly introduced: number; readonly fixed: number } {
  const ids = new Set<string>(controls.map((control) => control.id));
  return {
    introduced: controls.flatMap((control) => control.failing).filter((finding) => finding.state === 'introduced').length,
    fixed: fixed.filter((finding) => finding.severity === 'fail' && ids.has(finding.control)).length,
  };
}

function failingOf(item: SettledItem): readonly ScoredFinding[] {
  return item.deciding.filter((control) => control.outcome === 'fail').flatMap((control) => control.failing);
}

/** Whether an outcome is worse than at the base, of the item or of a control that decides it; findings are told apart one by one. */
function worse(item: SettledItem, before: Settled | undefined): boolean {
  const controls = item.deciding.filter((control) => control.outcome === 'fail' || control.outcome === 'unverified');
  return (
    fell(previousItem(item, before)?.outcome, item.outcome) ||
    controls.some((control) => fell(before?.controls.find((candidate) => candidate.id === control.id)?.outcome, control.outcome))
  );
}

function fell(before: SettledOutcome | undefined, after: SettledOutcome): boolean {
  const movement = movementOf({ before, after, introduced: 0, fixed: 0 });
  return movement === 'regressed' || movement === 'new';
}

/** Whether a target has what a claim of the kind settles; undefined when there is no such target. */
function settles(kind: 'attestation' | 'waiver', { kind: what, id }: ClaimTarget, { controls, items }: Settled, findings: readonly ScoredFinding[]): boolean | undefined {
  const wanted = kind === 'attestation' ? 'unverified' : 'fail';
  if (what === 'finding') {
    const finding = findings.find((candidate) => candidate.fingerprint === id);
    return finding && finding.severity === wanted;
  }
  if (what === 'control') return controls.find((control) => control.id === id)?.verdict.outcome === wanted;
  return items.find((item) => item.id === id)?.rolled === wanted;
}
