import { touches, type Change } from '../model/change';
import type { Finding } from '../model/finding';
import type { ScoredFinding } from '../model/scorecard';
import type { Verdict } from '../model/verdict';
import { identify, type Identified } from './fingerprint';

/** The findings of the head as they stand against the base, and those of the base that are gone. */
export interface ComparedFindings {
  readonly findings: readonly ScoredFinding[];
  readonly fixed: readonly ScoredFinding[];
}

/**
 * Tells introduced findings from existing ones. Where the base could not be judged there is nothing to compare with,
 * and a finding of the head counts as introduced; where the head could not be, nothing of the base counts as fixed.
 */
export function compareVerdicts(head: readonly Verdict[], base: readonly Verdict[] | undefined, change?: Change): ComparedFindings {
  const now = identify(head.flatMap((verdict) => verdict.findings));
  const comparable = (base ?? []).filter((verdict) => judged(verdict));
  const before = identify(comparable.flatMap((verdict) => verdict.findings), renames(change));
  const existing = matched(now, before, change);
  return {
    findings: now.map((one) => scored(one, existing.has(one.fingerprint) ? 'existing' : 'introduced', change)),
    fixed: gone(before, now, head).map((one) => scored(one, 'existing', undefined)),
  };
}

function judged(verdict: Verdict): boolean {
  return verdict.outcome !== 'error' && verdict.outcome !== 'not-examined';
}

/** Path at head of a file of the merge base. */
function renames(change: Change | undefined): (path: string) => string {
  const moved = new Map<string, string>();
  for (const file of change?.files ?? []) if (file.status === 'renamed' && file.previousPath !== undefined) moved.set(file.previousPath, file.path);
  return (path) => moved.get(path) ?? path;
}

/**
 * Fingerprints of the head's findings that the base has too. Of several equal ones, as many exist as the base has;
 * those on lines that the change does not touch come first, whatever their order in the file.
 */
function matched(now: readonly Identified[], before: readonly Identified[], change: Change | undefined): ReadonlySet<string> {
  const left = countBy(before);
  const untouchedFirst = [...now].sort((a, b) => Number(inDiff(a.finding, change)) - Number(inDiff(b.finding, change)));
  const existing = new Set<string>();
  for (const { likeness, fingerprint } of untouchedFirst) {
    const count = left.get(likeness) ?? 0;
    if (count > 0) existing.add(fingerprint);
    left.set(likeness, count - 1);
  }
  // Where the base says many values together and the head few apart, those few are what is left of the many.
  const crowded = new Set(before.filter(isTogether).map(({ site }) => site));
  for (const { site, fingerprint } of now) if (site !== undefined && crowded.has(site)) existing.add(fingerprint);
  return existing;
}

/** Whether the finding stands for all the values that reach its place. */
function isTogether({ likeness, site }: Identified): boolean {
  return site === likeness;
}

function gone(before: readonly Identified[], now: readonly Identified[], head: readonly Verdict[]): Identified[] {
  const left = countBy(now);
  const reached = new Set(now.map(({ site }) => site));
  const crowded = new Set(now.filter(isTogether).map(({ site }) => site));
  const unseen = new Map(head.map((verdict) => [verdict.control, judged(verdict) ? new Set(verdict.gaps.map((gap) => gap.what)) : undefined]));
  return before.filter((one) => {
    const { finding, likeness, site } = one;
    const count = left.get(likeness) ?? 0;
    left.set(likeness, count - 1);
    if (site !== undefined && (isTogether(one) ? reached : crowded).has(site)) return false;
    const gaps = unseen.get(finding.control);
    return count <= 0 && gaps !== undefined && !(finding.location && gaps.has(finding.location.path));
  });
}

function countBy(findings: readonly Identified[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { likeness } of findings) counts.set(likeness, (counts.get(likeness) ?? 0) + 1);
  return counts;
}

function scored({ finding, fingerprint }: Identified, state: ScoredFinding['state'], change: Change | undefined): ScoredFinding {
  return { ...finding, fingerprint, state, inDiff: inDiff(finding, change) };
}

function inDiff({ location }: Finding, change: Change | undefined): boolean {
  if (!location || !change) return false;
  const end = Math.min(location.endLine ?? location.line, location.line + 200);
  for (let line = location.line; line <= end; line++) if (touches(change, location.path, line)) return true;
  return false;
}
