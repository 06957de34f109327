import type { Scorecard } from '../model/scorecard';
import { fitted } from './fit';
import { capBytes } from './escape';
import { followUpsPart, footerPart, gapsPart, traitsPart } from './parts/background';
import { blockersPart } from './parts/blockers';
import { changesPart } from './parts/changes';
import { claimsPart } from './parts/claims';
import { groupParts } from './parts/group';
import { howToPart } from './parts/how-to';
import type { Links, Page } from './parts/page';
import { reviewPart } from './parts/review';
import { tablePart } from './parts/table';
import { headline, verdictPart } from './parts/verdict';

/** GitHub refuses a comment over 65,536 characters; the margin is for what a proxy or a later edit may add. */
export const COMMENT_LIMIT = 65_536 - 1_024;

export interface CommentOptions {
  /** Tells apart several gates on one pull request, e.g. one for each package. */
  readonly instance: string;
  readonly links?: Links;
  /** Budget in UTF-8 bytes and in UTF-16 units. */
  readonly maxBytes?: number;
}

/** The first line of a sticky comment, by which it is found again. */
export function commentMarker(instance: string): string {
  return `<!-- mcp-publish-gate:${encodeURIComponent(instance.replace(/\p{Cs}/gu, '\ufffd')).replace(/-(?=-|$)/g, '%2D')} -->`;
}

/** The sticky comment: Markdown, the marker first and the verdict right after it. */
export function renderComment(card: Scorecard, options: CommentOptions): string {
  const marker = commentMarker(options.instance);
  return fitted(
    card, options.links ?? {}, options.maxBytes ?? COMMENT_LIMIT,
    (page, shortened) => `${marker}\n${pageText(page, shortened)}\n`,
    (page) => `${marker}\n${bareText(page)}\n`,
  );
}

/** The whole page: what must be seen at a glance, then everything else, folded. */
export function pageText(page: Page, shortened: boolean): string {
  return joined([...frontParts(page), ...groupParts(page), ...backParts(page), footerPart(page, shortened)]);
}

/** Verdict, reasons, changes, scorecard. */
export function frontParts(page: Page): string[] {
  return [verdictPart(page), blockersPart(page), changesPart(page), reviewPart(page), tablePart(page)];
}

/** Claims, what was not seen, what the repository is, and what to do. */
export function backParts(page: Page): string[] {
  return [claimsPart(page), gapsPart(page), traitsPart(page), followUpsPart(page), howToPart(page)];
}

/** Parts with an empty line between them; a part that has nothing to say is left out. */
export function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** What fits in any budget. */
export function bareText(page: Page): string {
  return joined([`## ${capBytes(headline(page.card), 200)}`, footerPart(page, true)]);
}
