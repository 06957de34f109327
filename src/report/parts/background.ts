import { codeSpan, markdownProse, markdownText } from '../escape';
import type { Gap } from '../../model/seen';
import { folded } from './folded';
import { andMore, firstOf, type Page } from './page';
import { evidenceList } from './places';
import { count } from './words';

/** What could not be looked at, by reason. Empty when everything was seen. */
export function gapsPart(page: Page): string {
  const { gaps } = page.card;
  if (gaps.length === 0) return '';
  const reasons = new Map<string, Gap[]>();
  for (const gap of gaps) reasons.set(gap.why, [...(reasons.get(gap.why) ?? []), gap]);
  const { shown, left } = firstOf([...reasons], page.limits.lines);
  const lines = shown.map(([why, list]) => {
    const names = firstOf(list, page.limits.lines);
    return `- ${names.shown.map((gap) => codeSpan(gap.what, 120)).join(', ')}${names.left > 0 ? ` and ${names.left.toLocaleString('en-US')} more` : ''}: ${markdownProse(why, page.limits.text)}`;
  });
  return folded('What was not seen', count(gaps.length, 'gap'), [...lines, ...(left > 0 ? [`- ${andMore(page, left, 'reason')}`] : [])].join('\n'));
}

/** What the repository is and does, which decides what applies to it. */
export function traitsPart(page: Page): string {
  const { traits } = page.card;
  if (traits.length === 0) return '';
  const present = traits.filter((trait) => trait.present);
  const absent = traits.filter((trait) => !trait.present);
  const { shown, left } = firstOf(present, page.limits.lines);
  const lines = shown.map((trait) => {
    const [first = '', ...others] = evidenceList({ ...page, limits: { ...page.limits, evidence: 1 } }, trait.evidence, 'flow');
    return `- It **${markdownText(trait.title)}**. ${[first, ...others].join(' · ')}`;
  });
  const none = absent.length === 0 ? [] : ['', `<sub>No sign that it ${absent.map((trait) => markdownText(trait.title)).join(' · ')}</sub>`];
  return folded('What this repository is', `${present.length} of ${count(traits.length, 'trait')}, which decide what applies`, [...lines, ...(left > 0 ? [`- ${andMore(page, left, 'trait')}`] : []), ...none].join('\n'));
}

/** The items of the time after a release, which never block. */
export function followUpsPart(page: Page): string {
  const { followUps } = page.card;
  if (followUps.length === 0) return '';
  const rows = followUps.map((row) => `| ${markdownText(row.period)} | ${markdownText(row.title)} | ${row.shown === undefined ? '' : markdownProse(row.shown, page.limits.text, 'cell')} |`);
  return folded('After publishing', `${count(followUps.length, 'item')}, never blocking`, ['| When | What | Shown by the repository |', '| :-- | :-- | :-- |', ...rows].join('\n'));
}

/** Tool, policy and the pages that hold more. */
export function footerPart(page: Page, shortened: boolean): string {
  const { card, links } = page;
  const more = [links.checkRun === undefined ? '' : `[all annotations](${links.checkRun})`, links.run === undefined ? '' : `[job summary](${links.run})`].filter(Boolean);
  const cut = shortened ? [`Shortened to what GitHub takes in one page${more.length === 0 ? '; the command prints everything' : ''}`] : [];
  const parts = [...cut, ...more, `profile ${codeSpan(card.policy.profile)} · policy from ${codeSpan(card.policy.source, 200)}`, `[checklist](${card.tool.url}/blob/main/docs/checklist.md)`, `[${markdownText(card.tool.name)}](${card.tool.url}) ${codeSpan(card.tool.version, 40)}`];
  return `<sub>${parts.join(' · ')}</sub>`;
}
