import type { Claim } from '../../model/scorecard';
import { codeSpan, markdownLink, markdownProse, markdownText, safeUrl } from '../escape';
import { folded } from './folded';
import { andMore, firstOf, type Page } from './page';
import { placeLink } from './places';
import { changeWords, count, listed } from './words';

const NOUNS: Readonly<Record<Claim['kind'], string>> = { attestation: 'attestation', waiver: 'waiver', ignore: 'inline ignore' };

const EFFECTS: Readonly<Record<Claim['effect'], string>> = {
  applied: '',
  expired: '**expired, without effect**',
  unmatched: '**matches nothing, remove it**',
  'not-needed': '**not needed, remove it**',
  'no-reason': '**gives no reason, without effect**',
  'unknown-kind': '**names no kind of finding, without effect**',
};

/** Everything that people have signed for, accepted or silenced. Empty when there is none. */
export function claimsPart(page: Page): string {
  const { claims } = page.card;
  if (claims.length === 0) return '';
  const { shown, left } = firstOf(claims, page.limits.lines);
  const added = claims.filter((claim) => claim.added).length;
  const kinds = (['attestation', 'waiver', 'ignore'] as const).map((kind) => claims.filter((claim) => claim.kind === kind)).filter((list) => list.length > 0);
  const title = `${listed(kinds.map((list) => count(list.length, NOUNS[list[0]?.kind ?? 'ignore'])))}${added > 0 ? `, ${added.toLocaleString('en-US')} added by ${changeWords(page.card)}` : ''}`;
  const lines = shown.map((claim) => `- ${claim.added ? '🆕 ' : ''}${claimLine(page, claim)}`);
  return folded('People\'s word', title, [...lines, ...(left > 0 ? [`- ${andMore(page, left, 'claim')}`] : [])].join('\n'));
}

/** One claim: what it speaks of, why, who, until when, where it stands, and whether it did anything. */
export function claimLine(page: Page, claim: Claim): string {
  const parts = [
    `${NOUNS[claim.kind]} of **${subjectOf(page, claim)}**`,
    claim.by === undefined ? '' : `by ${codeSpan(claim.by, 80)}`,
    claim.date === undefined ? '' : `on ${markdownText(claim.date, 20)}`,
    claim.expires === undefined ? '' : `until ${markdownText(claim.expires, 20)}`,
    evidenceLink(claim.evidenceUrl),
    placeLink(page, { path: claim.path, line: claim.line }),
    EFFECTS[claim.effect],
  ];
  return `${parts.filter(Boolean).join(' · ')}<br>${markdownProse(claim.reason, page.limits.text)}`;
}

/** The label names the host that the link really leads to. */
function evidenceLink(url: string | undefined): string {
  const href = safeUrl(url ?? '');
  return href === undefined ? '' : markdownLink(`evidence on ${markdownText(new URL(href).host, 80)}`, href);
}

function subjectOf(page: Page, claim: Claim): string {
  const title = page.item(claim.item)?.title ?? page.control(claim.item)?.title;
  if (title !== undefined) return markdownText(title);
  const finding = page.finding(claim.item);
  return finding?.location ? placeLink(page, finding.location) : codeSpan(claim.item, 80);
}
