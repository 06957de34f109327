import type { Claim, PolicyChange } from '../../model/scorecard';
import { codeSpan, markdownProse } from '../escape';
import { claimLine } from './claims';
import { andMore, firstOf, type Page } from './page';
import { changeWords, count } from './words';

/** What a reviewer must see and no machine can judge: changes of policy, claims that this pull request adds, notes. */
export function reviewPart(page: Page): string {
  const { card, limits } = page;
  const added = card.claims.filter((claim) => claim.added);
  const loosening = card.policy.changes.filter((change) => change.loosens);
  const tightening = card.policy.changes.filter((change) => !change.loosens);
  const lines = [
    ...card.policy.notes.map((note) => `- ℹ️ ${markdownProse(note, 1000)}`),
    ...group(page, `⚠️ **${count(loosening.length, 'change')} of policy that would let more through**`, loosening, (change) => changeLine(change, limits.text)),
    ...group(page, `🖊️ **${count(added.length, 'claim')} added by ${changeWords(card)}**`, added, (claim: Claim) => claimLine(page, claim)),
    ...group(page, `${count(tightening.length, 'other change')} of policy`, tightening, (change) => changeLine(change, limits.text)),
  ];
  if (lines.length === 0) return '';
  // The source names the commit that the policy was read at; the head's own policy counts only as the first one.
  const fromBase = !card.policy.source.includes(card.subject.head.slice(0, 7));
  const effect = card.policy.changes.length > 0 && fromBase ? '\n\n<sub>This verdict rests on the policy of the base. Changes of policy count from the moment they are merged.</sub>' : '';
  return `### For the reviewer\n\n${lines.join('\n')}${effect}`;
}

function group<T>(page: Page, title: string, list: readonly T[], line: (one: T) => string): string[] {
  if (list.length === 0) return [];
  const { shown, left } = firstOf(list, page.limits.lines);
  return [`- ${title}`, ...shown.map((one) => `  - ${line(one)}`), ...(left > 0 ? [`  - ${andMore(page, left, 'line')}`] : [])];
}

function changeLine(change: PolicyChange, max: number): string {
  return `${codeSpan(change.key, 120)}: ${codeSpan(change.before, max)} → ${codeSpan(change.after, max)}`;
}
