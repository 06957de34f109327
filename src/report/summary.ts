import type { Scorecard } from '../model/scorecard';
import { bareText, pageText } from './comment';
import { fitted } from './fit';
import type { Links } from './parts/page';

/** The runner drops a whole step summary that is over 1 MiB. */
export const SUMMARY_LIMIT = 1024 * 1024 - 4_096;

/** The job summary: the same page as the comment, with more room. */
export function renderSummary(card: Scorecard, options: { readonly links?: Links; readonly maxBytes?: number } = {}): string {
  return fitted(card, options.links ?? {}, options.maxBytes ?? SUMMARY_LIMIT, (page, shortened) => `${pageText(page, shortened)}\n`, (page) => `${bareText(page)}\n`);
}
