import type { Scorecard } from '../model/scorecard';
import { backParts, bareText, frontParts, joined } from './comment';
import { capBytes } from './escape';
import { fitted } from './fit';
import { footerPart } from './parts/background';
import { groupParts } from './parts/group';
import type { Links } from './parts/page';
import { headline } from './parts/verdict';

/** GitHub refuses a summary of more bytes, and silently cuts a text of more. */
export const CHECK_RUN_LIMIT = 65_535;

export interface CheckRunOutput {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly conclusion: 'success' | 'failure';
}

/** What a check run shows: the glance as its summary, the folded rest as its text. */
export function renderCheckRun(card: Scorecard, options: { readonly links?: Links; readonly maxBytes?: number } = {}): CheckRunOutput {
  const { links = {}, maxBytes = CHECK_RUN_LIMIT } = options;
  const score = card.score === undefined ? '' : ` · score ${card.score} of 100`;
  return {
    title: capBytes(`${headline(card)}${score}`, 255),
    summary: fitted(card, links, maxBytes, (page) => joined(frontParts(page)), bareText),
    text: fitted(card, links, maxBytes, (page, shortened) => joined([...groupParts(page), ...backParts(page), footerPart(page, shortened)]), bareText),
    conclusion: card.decision.exitCode === 0 ? 'success' : 'failure',
  };
}
