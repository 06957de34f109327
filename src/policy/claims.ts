import type { Attestation, Claims, ClaimTarget, Waiver } from '../config/effective';
import type { Claim } from '../model/scorecard';

/** The claims of one revision, and the day (`YYYY-MM-DD`) on which they are asked for. */
export interface DatedClaims extends Claims {
  readonly date: string;
}

/** The attestation of a target that counts on the day. A claim counts on the day it expires and not after it. */
export function attestationOf(claims: DatedClaims, target: ClaimTarget): Attestation | undefined {
  return claims.attestations.find((claim) => matches(claim.target, target) && claim.expires >= claims.date);
}

/** The waiver of a target that counts on the day. */
export function waiverOf(claims: DatedClaims, target: ClaimTarget): Waiver | undefined {
  return claims.waivers.find((claim) => matches(claim.target, target) && claim.expires >= claims.date);
}

function matches(a: ClaimTarget, b: ClaimTarget): boolean {
  return a.kind === b.kind && a.id === b.id;
}

/**
 * What became of every claim, in the order of the file. `settles` tells whether the target has something that a claim
 * of this kind settles (`unverified` for attestations, `fail` for waivers); undefined when there is no such target.
 */
export function claimRows(claims: DatedClaims, settles: (kind: 'attestation' | 'waiver', target: ClaimTarget) => boolean | undefined): Claim[] {
  const row = (kind: 'attestation' | 'waiver', claim: Attestation | Waiver): Claim => ({
    kind,
    item: claim.target.id,
    by: 'by' in claim ? claim.by : claim.owner,
    reason: claim.reason,
    ...('evidenceUrl' in claim && { evidenceUrl: claim.evidenceUrl, date: claim.date }),
    expires: claim.expires,
    path: claim.path,
    line: claim.line,
    added: claim.added,
    effect: claim.expires < claims.date ? 'expired' : effectOf(settles(kind, claim.target)),
  });
  return [...claims.attestations.map((claim) => row('attestation', claim)), ...claims.waivers.map((claim) => row('waiver', claim))];
}

function effectOf(settled: boolean | undefined): Claim['effect'] {
  if (settled === undefined) return 'unmatched';
  return settled ? 'applied' : 'not-needed';
}

/** One sentence that says who attested, when, and until when it counts. */
export function attestedSentence(claim: Attestation): string {
  return `Attested by ${claim.by} on ${claim.date}, until ${claim.expires}: ${sentence(claim.reason)}`;
}

/** One sentence that says who accepted the failure, and until when. */
export function waivedSentence(claim: Waiver): string {
  return `Waived by ${claim.owner} until ${claim.expires}: ${sentence(claim.reason)}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
