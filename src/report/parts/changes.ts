import type { ControlRow, ItemRow, ScoredFinding } from '../../model/scorecard';
import { flowText } from '../catalogue';
import { markdownProse, markdownText } from '../escape';
import { andMore, firstOf, type Page } from './page';
import { placeLink } from './places';
import { capital, changeWords, count, listed, OUTCOME_WORDS } from './words';

/** What this pull request changed: items that moved, findings that came and went. Empty without a base. */
export function changesPart(page: Page): string {
  const { card } = page;
  if (card.subject.mergeBase === undefined || card.decision.result === 'could-not-evaluate') return '';
  const rows = [...card.items, ...card.controls.filter((row) => row.section === 'monitoring')];
  const worse = rows.filter((row) => row.movement === 'regressed');
  const better = rows.filter((row) => row.movement === 'improved');
  const fresh = card.findings.filter((finding) => finding.state === 'introduced');
  const parts = [
    moved(page, '🔻', 'worse', worse),
    moved(page, '✅', 'better', better),
    findingList(page, '🆕', 'new finding', fresh),
    findingList(page, '🧹', 'fixed finding', card.fixed, card.subject.mergeBase),
  ].filter((part) => part !== '');
  const title = card.subject.pullRequest === undefined ? '### What changes' : '### What this pull request changes';
  if (parts.length === 0) return `${title}\n\nNothing that the checklist looks at: every item stands as it did, with no finding more or less.`;
  return `${title}\n\n${parts.join('\n')}${untouched(page, fresh.length)}`;
}

/** Items by what happened to them: `passes → fails: A, B`. */
function moved(page: Page, sign: string, word: string, rows: readonly (ItemRow | ControlRow)[]): string {
  if (rows.length === 0) return '';
  const { shown, left } = firstOf(rows, page.limits.changes);
  const kinds = new Map<string, string[]>();
  for (const row of shown) kinds.set(transition(row), [...(kinds.get(transition(row)) ?? []), `**${markdownText(row.title)}**`]);
  const lines = [...kinds].map(([kind, titles]) => `${listed(titles)} (${kind})`).concat(left > 0 ? [andMore(page, left, 'item')] : []);
  const title = `- ${sign} ${capital(count(rows.length, 'item'))} ${word}`;
  return lines.length < 2 ? [title, ...lines].join(': ') : [title, ...lines.map((line) => `  - ${line}`)].join('\n');
}

function transition(row: ItemRow | ControlRow): string {
  const now = OUTCOME_WORDS[row.outcome];
  return row.before === undefined || row.before === row.outcome ? `${now}, with other findings than before` : `${OUTCOME_WORDS[row.before]} → ${now}`;
}

/** Up to three findings stand open; a longer list is folded. */
function findingList(page: Page, sign: string, noun: string, findings: readonly ScoredFinding[], commit?: string): string {
  if (findings.length === 0) return '';
  const { shown, left } = firstOf(findings, page.limits.changes);
  const lines = shown.map((finding) => findingLine(page, finding, commit));
  const title = `${sign} ${count(findings.length, noun)}${severities(findings)}`;
  if (shown.length === 0) return `- ${title}`;
  if (findings.length === 1) return `- ${title}: ${lines.join('')}`;
  if (findings.length <= 3) return [`- ${title}`, ...lines.map((line) => `  - ${line}`)].join('\n');
  const more = left > 0 ? [`  - ${andMore(page, left, noun)}`] : [];
  return [`- <details><summary>${title}</summary>`, '', ...lines.map((line) => `  - ${line}`), ...more, '', '  </details>'].join('\n');
}

function severities(findings: readonly ScoredFinding[]): string {
  const warnings = findings.filter((finding) => finding.severity === 'warn').length;
  return warnings === 0 ? '' : `, of which ${count(warnings, 'is a warning', 'are warnings')}`;
}

/** One finding on one line: its place and class where it has both, else what is wrong. */
function findingLine(page: Page, finding: ScoredFinding, commit?: string): string {
  const where = finding.location ? `${placeLink(page, finding.location, 'flow', commit)} ` : '';
  const name = finding.location && flowText(finding.kind)?.title;
  return `${finding.severity === 'warn' ? '⚠️ ' : ''}${where}${name === undefined ? markdownProse(finding.text, page.limits.text) : markdownText(name)}`;
}

/** What was there before is not laid at the door of this change. */
function untouched(page: Page, fresh: number): string {
  const existing = page.card.findings.length - fresh;
  const inDiff = page.card.findings.filter((finding) => finding.state === 'existing' && finding.inDiff).length;
  const notes = [
    existing > 0 ? `${count(existing, 'finding')} ${existing === 1 ? 'was' : 'were'} there before` : '',
    inDiff > 0 ? `${inDiff.toLocaleString('en-US')} of ${existing === 1 ? 'it' : 'them'} on lines that ${changeWords(page.card)} touches` : '',
  ].filter(Boolean);
  return notes.length === 0 ? '' : `\n\n<sub>${notes.join(', ')}.</sub>`;
}
