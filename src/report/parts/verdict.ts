import type { Fault, Scorecard } from '../../model/scorecard';
import { codeSpan, markdownLink, markdownProse, markdownText } from '../escape';
import type { Page } from './page';
import { permalink } from './places';
import { changeWords, count, isOpen } from './words';

const FAULT_WORDS: Readonly<Record<Fault['kind'], string>> = {
  configuration: 'the configuration is not valid',
  git: 'the commits could not be read',
  'no-server': 'no MCP server was found',
  language: 'the server is written in a language that is not read yet',
  api: 'GitHub did not answer as needed',
  internal: 'the tool itself broke',
};

/** The verdict in one line of plain text, for headings, titles of check runs and the end of a terminal report. */
export function headline(card: Scorecard): string {
  const { decision } = card;
  if (decision.result === 'could-not-evaluate') return `Could not evaluate: ${FAULT_WORDS[card.faults[0]?.kind ?? 'internal']}`;
  if (decision.result === 'blocked') return `Blocked: ${count(decision.blocking.length, 'required item')} ${decision.blocking.length === 1 ? 'does' : 'do'} not pass`;
  const open = card.items.filter(isOpen).length;
  return open === 0 ? 'Fit to publish' : `Fit to publish, with ${count(open, 'item')} left open`;
}

const SIGNS = { pass: '✅', blocked: '⛔', 'could-not-evaluate': '⚠️' } as const;

/** The heading, then one line with the figures that the verdict rests on. */
export function verdictPart(page: Page): string {
  const { card } = page;
  return [`## ${SIGNS[card.decision.result]} ${headline(card)}`, figures(page), faults(page)].filter(Boolean).join('\n\n');
}

function figures(page: Page): string {
  const { card } = page;
  const { subject, policy, examined } = card;
  const passed = card.groups.reduce((sum, group) => sum + group.passed, 0);
  const applicable = card.groups.reduce((sum, group) => sum + group.applicable, 0);
  return [
    card.score === undefined ? '' : `**Score ${card.score}** of 100`,
    applicable === 0 ? '' : `${passed} of ${count(applicable, 'applicable item')} pass`,
    `${revision(page, subject.head)}${subject.mergeBase === undefined ? ', with nothing to compare with' : ` compared with ${revision(page, subject.mergeBase)}`}`,
    examined.files === 0 ? '' : `${count(examined.files, 'file')}, ${count(examined.lines, 'line')}`,
    policy.gate === 'changes' ? `only what ${changeWords(card)} makes worse blocks` : '',
  ].filter(Boolean).join(' · ');
}

/** A commit by its first seven digits, linked where the forge is known. */
export function revision(page: Page, id: string): string {
  const { serverUrl, repository } = page.card.subject;
  const commit = /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(id);
  const known = commit && serverUrl !== undefined && repository !== undefined && /^[\w.-]+\/[\w.-]+$/.test(repository);
  return markdownLink(codeSpan(commit ? id.slice(0, 7) : id, 60), known ? `${serverUrl}/${repository}/commit/${id}` : undefined);
}

/** The message, its leading `path:line:column` linked to the line. */
function faultMessage(page: Page, fault: Fault): string {
  const place = fault.path === undefined || fault.line === undefined ? '' : `${fault.path}:${fault.line}${fault.column === undefined ? '' : `:${fault.column}`}`;
  if (place === '' || !fault.message.startsWith(`${place}:`)) return markdownProse(fault.message, 1000);
  const link = markdownLink(codeSpan(place), permalink(page.card.subject, { path: fault.path ?? '', line: fault.line ?? 1 }));
  return `${link} ${markdownProse(fault.message.slice(place.length + 1).trim(), 1000)}`;
}

/** Why there is no scorecard, and what to do. */
function faults(page: Page): string {
  const { faults: list } = page.card;
  if (list.length === 0) return '';
  const lines = list.slice(0, 20).map((fault) => `> - ${faultMessage(page, fault)}<br>**What to do:** ${markdownProse(fault.remedy, 1000)}`);
  const more = list.length > 20 ? [`> - ${markdownText(`And ${count(list.length - 20, 'more problem')}.`)}`] : [];
  const consequence = page.card.decision.result === 'could-not-evaluate' ? '\n>\n> Nothing was published as passed: the job fails until this is repaired.' : '';
  return `> [!WARNING]\n${[...lines, ...more].join('\n')}${consequence}`;
}
