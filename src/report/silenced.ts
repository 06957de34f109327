import type { Claim, Scorecard, ScoredFinding } from '../model/scorecard';

/**
 * The claim under which a finding counts no more: a waiver of the finding itself, of its control, or of every failing
 * item that it counts for; or an ignore on its line or the line before. `undefined` when it counts.
 */
export function silencedBy(card: Scorecard, finding: ScoredFinding): Claim | undefined {
  const control = card.controls.find((row) => row.id === finding.control);
  const items = card.items.filter((item) => control?.gate.includes(item.id) === true);
  return card.claims.find((claim) => {
    if (claim.effect !== 'applied') return false;
    if (claim.kind === 'ignore') return ignores(claim, finding);
    if (claim.kind !== 'waiver') return false;
    if (claim.item === finding.fingerprint || claim.item === finding.control) return true;
    return items.some((item) => item.id === claim.item) && items.every((item) => item.outcome !== 'fail');
  });
}

function ignores(claim: Claim, { location, kind, control }: ScoredFinding): boolean {
  if (location === undefined || claim.path !== location.path) return false;
  return (claim.item === kind || claim.item === control) && (claim.line === location.line || claim.line === location.line - 1);
}
