import type { Claim, ControlRow, Scorecard, ScoredFinding } from '../model/scorecard';

/** The claim under which a finding counts no more, if there is one. */
export type Silencer = (finding: ScoredFinding) => Claim | undefined;

/**
 * Indexes the claims that had an effect: a waiver of the finding itself, of its control, or of every failing item that
 * the control counts for; or an ignore on the finding's line or the line before.
 */
export function silencer(card: Scorecard): Silencer {
  const applied = card.claims.filter((claim) => claim.effect === 'applied');
  if (applied.length === 0) return () => undefined;
  const waivers = new Map(applied.filter((claim) => claim.kind === 'waiver').reverse().map((claim) => [claim.item, claim]));
  const byControl = new Map(card.controls.map((row) => [row.id, waivers.get(row.id) ?? itemWaiver(card, row, waivers)]));
  const ignores = new Map<string, Claim[]>();
  for (const claim of applied.filter((one) => one.kind === 'ignore')) ignores.set(claim.path, [...(ignores.get(claim.path) ?? []), claim]);
  return (finding) => waivers.get(finding.fingerprint) ?? byControl.get(finding.control) ?? ignores.get(finding.location?.path ?? '')?.find((claim) => ignoresIt(claim, finding));
}

/** A waived item silences a control only where no other item fails for it. */
function itemWaiver(card: Scorecard, { gate }: ControlRow, waivers: ReadonlyMap<string, Claim>): Claim | undefined {
  const id = gate.find((item) => waivers.has(item));
  const failing = card.items.some((item) => gate.includes(item.id) && item.outcome === 'fail');
  return id === undefined || failing ? undefined : waivers.get(id);
}

function ignoresIt(claim: Claim, { location, kind, control }: ScoredFinding): boolean {
  return location !== undefined && (claim.item === kind || claim.item === control) && (claim.line === location.line || claim.line === location.line - 1);
}
