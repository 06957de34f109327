import { GROUP_ORDER } from '../../checklist/groups';
import type { ControlRow, GroupRow, ItemRow, Scorecard } from '../../model/scorecard';
import { markdownText } from '../escape';
import { firstOf, type Page } from './page';
import { byUrgency, count, SQUARE_WORDS, squareOf } from './words';

/** A group as reports show it: the gate's groups, and Monitoring, whose rows are controls and never block. */
export interface ShownGroup {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly (ItemRow | ControlRow)[];
  readonly passed: number;
  readonly applicable: number;
}

/** The groups of a scorecard in order, Monitoring last. */
export function groupsOf(card: Scorecard): ShownGroup[] {
  const items = new Map(card.items.map((row) => [row.id, row]));
  const order = (group: GroupRow): number => (GROUP_ORDER as readonly string[]).indexOf(group.id);
  return [...card.groups].sort((a, b) => order(a) - order(b)).map((group) => ({
    ...group,
    rows: group.id === 'monitoring' ? card.controls.filter((row) => row.section === 'monitoring') : group.items.flatMap((id) => items.get(id) ?? []),
  }));
}

/** One square for each row of a group, what is urgent first. */
export function barOf(group: ShownGroup, joiner = ''): string {
  return [...group.rows].sort(byUrgency).map(squareOf).join(joiner);
}

/** Keeps a bar on one line in a narrow column. */
const WORD_JOINER = '\u2060';

/** The groups in a table, each with its bar, its figures and what is open in it. */
export function tablePart(page: Page): string {
  const groups = groupsOf(page.card);
  if (groups.length === 0) return '';
  const rows = groups.map((group) => `| **${markdownText(group.title)}** | ${barOf(group, WORD_JOINER)} | ${figures(group)} | ${open(group)} |`);
  const title = page.card.score === undefined ? '### Scorecard' : `### Scorecard: ${page.card.score} of 100`;
  return [title, '', '| Group | | Passed | Open |', '| :-- | :-- | :-- | :-- |', ...rows, '', `<sub>${legend(groups)}</sub>`, ...notExamined(page)].join('\n');
}

function figures(group: ShownGroup): string {
  return group.applicable === 0 ? '–' : `${group.passed} of ${group.applicable}`;
}

function open(group: ShownGroup): string {
  const rows = [...group.rows].sort(byUrgency).filter((row) => ['fail', 'error', 'unverified'].includes(row.outcome));
  const { shown, left } = firstOf(rows, 3);
  const titles = shown.map((row) => ('blocks' in row && row.blocks ? `**${markdownText(row.title)}**` : markdownText(row.title)));
  const never = [group.applicable === 0 ? emptyWords(group) : '', group.id === 'monitoring' ? 'never blocks' : ''].filter(Boolean).map((word) => `<sub>${word}</sub>`);
  return [...titles, ...(left > 0 ? [`${left} more`] : []), ...never].join(', ');
}

/** Why a group has nothing to count. */
export function emptyWords(group: ShownGroup): string {
  return group.rows.some((row) => row.outcome === 'not-applicable') ? 'nothing applies' : 'not examined by this version';
}

function legend(groups: readonly ShownGroup[]): string {
  const used = new Set(groups.flatMap((group) => group.rows.map(squareOf)));
  return SQUARE_WORDS.filter(([square]) => used.has(square)).map(([square, words]) => `${square} ${words}`).join('&ensp;');
}

/** What this version cannot judge yet is neither a pass nor a failure, and is said in one line. */
function notExamined(page: Page): string[] {
  const rows = page.card.controls.filter((row) => row.outcome === 'not-examined');
  return rows.length === 0 ? [] : ['', `<sub>${count(rows.length, 'control')} of ${page.card.controls.length} ${rows.length === 1 ? 'is' : 'are'} not examined by this version: neither passed nor blocking.</sub>`];
}
