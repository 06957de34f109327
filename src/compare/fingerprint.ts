import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding';
import { byPlace } from '../model/location';

/** A finding with its identity. */
export interface Identified {
  readonly finding: Finding;
  /** 20 hexadecimal digits (80 bits of SHA-256), unique among the findings given. */
  readonly fingerprint: string;
  /** Identity without the occurrence index: equal for findings that only their place tells apart. */
  readonly likeness: string;
  /** The likeness that the finding has where all values that reach its place are said together. */
  readonly site?: string;
}

/**
 * Gives each finding an identity that survives added and removed lines: control, kind, path, the normalised anchor,
 * and an index among equals in the order of their places. `renamed` tells under which path a file of the base goes
 * at head, so that both revisions speak of the same file. The order of the findings is kept.
 */
export function identify(findings: readonly Finding[], renamed: (path: string) => string = (path) => path): Identified[] {
  const inOrder = findings.map((finding, index) => ({ finding, index })).sort((a, b) => compareFindings(a.finding, b.finding) || a.index - b.index);
  const counts = new Map<string, number>();
  const result: Identified[] = new Array<Identified>(findings.length);
  for (const { finding, index } of inOrder) {
    const identity = (anchor: string): string => JSON.stringify([finding.control, finding.kind, finding.location ? renamed(finding.location.path) : '', normalised(anchor)]);
    const likeness = identity(finding.anchor);
    const occurrence = counts.get(likeness) ?? 0;
    counts.set(likeness, occurrence + 1);
    const digest = createHash('sha256').update(`${likeness}\n${occurrence}`).digest('hex');
    result[index] = { finding, fingerprint: digest.slice(0, 20), likeness, ...(finding.site !== undefined && { site: identity(finding.site) }) };
  }
  return result;
}

/** White space is left out altogether, so that formatting a line anew does not make a new finding of it. */
function normalised(anchor: string): string {
  return anchor.normalize('NFC').replace(/\s+/gu, '');
}

/** Orders findings by place; those without one come first. */
export function compareFindings(a: Finding, b: Finding): number {
  if (!a.location || !b.location) return Number(Boolean(a.location)) - Number(Boolean(b.location));
  return byPlace(a.location, b.location);
}
