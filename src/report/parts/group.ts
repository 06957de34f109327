import type { ControlRow, ItemRow } from '../../model/scorecard';
import { docsUrl } from '../catalogue';
import { markdownLink, markdownProse, markdownText } from '../escape';
import { findingsPart } from './findings';
import { folded } from './folded';
import { andMore, findingsOf, firstOf, type Page } from './page';
import { evidenceList, placeLink } from './places';
import { barOf, emptyWords, groupsOf, type ShownGroup } from './table';
import { byUrgency, count, movementWords, OUTCOME_WORDS, signOf } from './words';

type Row = ItemRow | ControlRow;

/** Every group, folded: its rows with what they rest on, what does not apply and why, then its findings. */
export function groupParts(page: Page): string[] {
  if (!page.limits.groups) return [];
  const told = new Set<string>();
  return groupsOf(page.card).map((group) => groupPart(page, group, told));
}

/** `told` holds the ids of controls that stand above already; neither they nor their findings are shown twice. */
function groupPart(page: Page, group: ShownGroup, told: Set<string>): string {
  const rows = [...group.rows].sort(byUrgency);
  const controls = [...new Set(rows.flatMap((row) => controlsOf(page, row)))];
  const fresh = controls.filter((control) => !told.has(control.id));
  const lines = rows.filter((row) => judged(row) || controlsOf(page, row).some(judged)).flatMap((row) => rowLines(page, row, told));
  for (const control of controls) told.add(control.id);
  const table = lines.length === 0 ? [] : [['| | Item | What the verdict rests on |', '| :-: | :-- | :-- |', ...lines].join('\n')];
  const all = [...rows, ...controls];
  return folded(group.title, summary(group), [...table, ...findingsPart(page, fresh), ...notApplicable(page, all), ...notExamined(all)].join('\n\n'));
}

function judged(row: Row): boolean {
  return row.outcome !== 'not-examined' && row.outcome !== 'not-applicable';
}

function summary(group: ShownGroup): string {
  const blocking = group.rows.filter((row) => 'blocks' in row && row.blocks).length;
  const figures = group.applicable === 0 ? emptyWords(group) : `${group.passed} of ${group.applicable} pass`;
  return `${barOf(group)} ${figures}${blocking > 0 ? `, ${blocking} ${blocking === 1 ? 'blocks' : 'block'}` : ''}`;
}

function controlsOf(page: Page, row: Row): ControlRow[] {
  return 'controls' in row ? row.controls.flatMap((id) => page.control(id) ?? []) : [row];
}

/** An item with one control is one row; with several, the controls follow it. */
function rowLines(page: Page, row: Row, told: Set<string>): string[] {
  const controls = controlsOf(page, row).filter(judged).sort(byUrgency);
  if (!('controls' in row) || (controls.length < 2 && judged(row))) return [line(page, row, '', ground(page, row, ownEvidence(row, controls), controls), 'controls' in row ? controls[0] : undefined)];
  const passing = controls.filter((control) => control.outcome === 'pass' || control.outcome === 'attested').length;
  const figures = `<sub>${passing} of ${count(controls.length, judged(row) ? 'control' : 'examined control')} ${passing === 1 ? 'passes' : 'pass'}</sub>`;
  const reason = controls.some((control) => row.reason.startsWith(control.reason)) ? [figures] : [markdownProse(row.reason, page.limits.text, 'cell'), figures];
  const own = [...reason, ...evidenceList(page, ownEvidence(row, controls), 'cell')].join('<br>');
  return [line(page, row, '', own), ...controls.map((control) => {
    const again = told.has(control.id);
    told.add(control.id);
    return line(page, control, '↳ ', again ? '<sub>as above</sub>' : ground(page, control, control.evidence, [control]));
  })];
}

/** One row of the table; `control` is the only one that decides the item, named in small print. */
function line(page: Page, row: Row, indent: string, text: string, control?: ControlRow): string {
  const link = (one: Row): string => markdownLink(markdownText(one.title), docsUrl(page.card, one.id));
  const title = link(row);
  const words = [row.level === 'required' ? 'required' : 'recommended', OUTCOME_WORDS[row.outcome], movementWords(row), control === undefined || control.title === row.title ? '' : `by ${link(control)}`].filter(Boolean).join(' · ');
  return `| ${signOf(row)} | ${indent === '' ? `**${title}**` : `${indent}${title}`}<br><sub>${words}</sub> | ${text} |`;
}

/** Evidence of an item that none of the controls under it shows in a line of its own. */
function ownEvidence(row: Row, controls: readonly ControlRow[]): ItemRow['evidence'] {
  if (controls.length < 2) return row.evidence.length > 0 ? row.evidence : (controls[0]?.evidence ?? []);
  const shown = new Set(controls.flatMap((control) => control.evidence.map((one) => JSON.stringify(one))));
  return row.evidence.filter((one) => !shown.has(JSON.stringify(one)));
}

/** The reason, then the places: those of the evidence, and those of the findings that make it fail. */
function ground(page: Page, row: Row, evidence: ItemRow['evidence'], controls: readonly ControlRow[]): string {
  const others = evidence.filter((one) => one.note !== row.reason);
  const same = firstOf(evidence.flatMap((one) => (one.note === row.reason && one.location ? one.location : [])), page.limits.evidence);
  const failing = controls.flatMap((control) => (control.outcome === 'fail' ? findingsOf(page, control).filter((finding) => finding.severity === 'fail') : []));
  const faults = firstOf(failing.flatMap((finding) => finding.location ?? []), page.limits.evidence);
  const links = [...same.shown, ...faults.shown].map((location) => placeLink(page, location, 'cell'));
  const more = same.left + faults.left > 0 && links.length > 0 ? [andMore(page, same.left + faults.left, 'place')] : [];
  return [markdownProse(row.reason, page.limits.text, 'cell'), [...links, ...more].join(', '), ...evidenceList(page, others, 'cell')].filter(Boolean).join('<br>');
}

/** Rows that do not apply, by the reason why. */
function notApplicable(page: Page, rows: readonly Row[]): string[] {
  const reasons = new Map<string, Set<string>>();
  for (const row of rows.filter((one) => one.outcome === 'not-applicable')) reasons.set(row.reason, (reasons.get(row.reason) ?? new Set()).add(markdownText(row.title)));
  if (reasons.size === 0) return [];
  const lines = [...reasons].map(([reason, titles]) => `- ${[...titles].join(' · ')}<br><sub>${markdownProse(reason, page.limits.text)}</sub>`);
  return [`➖ **Does not apply**\n\n${lines.join('\n')}`];
}

function notExamined(rows: readonly Row[]): string[] {
  const titles = rows.filter((row) => row.outcome === 'not-examined').map((row) => markdownText(row.title));
  return titles.length === 0 ? [] : [`<sub>Not examined by this version: ${[...new Set(titles)].join(' · ')}</sub>`];
}
