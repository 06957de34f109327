import type { ItemRow } from '../../model/scorecard';
import { flowText } from '../catalogue';
import { codeSpan, fencedBlock, oneLine } from '../escape';
import { placeOf } from '../../model/location';
import { blockingFindings } from './blockers';
import { folded } from './folded';
import type { Page } from './page';
import { isOpen } from './words';

const FILE = '.github/mcp-publish-gate.yml';

/** How to settle what a machine cannot: entries ready to paste, made for what is open here. Empty when nothing is. */
export function howToPart(page: Page): string {
  const open = page.card.items.filter(isOpen).sort((a, b) => Number(b.blocks) - Number(a.blocks));
  const unverified = open.find((row) => row.outcome === 'unverified');
  const failing = open.find((row) => row.outcome === 'fail');
  const ignorable = page.card.findings.find((finding) => flowText(finding.kind) !== undefined && finding.location !== undefined);
  const parts = [
    unverified === undefined ? '' : attesting(page, unverified),
    failing === undefined ? '' : waiving(page, failing),
    ignorable === undefined ? '' : `**A finding that is wrong** is silenced where it stands, with a reason:\n\n${fencedBlock(`// mcp-publish-gate-ignore ${ignorable.kind} -- why the value is harmless here`, 'ts')}`,
  ].filter(Boolean);
  if (parts.length === 0) return '';
  return folded('How to attest or waive', 'for what only a person can settle', [...parts, trust(page)].join('\n\n'));
}

function attesting(page: Page, row: ItemRow): string {
  const entry = ['attestations:', `  - item: ${row.id}`, '    by: Your name', '    reason: What you looked at, and what you saw.', '    evidence: https://example.com/report', ...dates(page)];
  return `**Attest** what no machine could verify, such as ${codeSpan(row.title)}, in ${codeSpan(FILE)}:\n\n${fencedBlock(entry.join('\n'), 'yaml')}`;
}

function waiving(page: Page, row: ItemRow): string {
  const finding = blockingFindings(page, row)[0];
  const subject = finding === undefined ? `  - item: ${row.id}` : `  - finding: ${finding.fingerprint} # ${oneLine(finding.location ? placeOf(finding.location) : row.id, 100)}`;
  const entry = ['waivers:', subject, '    reason: Why it is acceptable, and what will be done about it.', '    owner: Your name', ...dates(page).slice(1)];
  return `**Waive** a failure for a time: one finding, one \`control\` or one whole \`item\`, in ${codeSpan(FILE)}:\n\n${fencedBlock(entry.join('\n'), 'yaml')}`;
}

/** Signed today, good for three months. */
function dates(page: Page): string[] {
  const { date } = page.card.subject;
  return [`    date: ${date}`, `    expires: ${quarterLater(date)}`];
}

/** The same day three months on, the 28th at the latest, so that it exists in every month. */
function quarterLater(date: string): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return date;
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${year + (month > 9 ? 1 : 0)}-${two(((month + 2) % 12) + 1)}-${two(Math.min(day, 28))}`;
}

function trust(page: Page): string {
  const some = page.card.claims.length > 0;
  return `<sub>Every entry is listed on the scorecard with its reason${some ? ', as above' : ''}. From a fork, only entries of the base branch count.</sub>`;
}
