import type { Scorecard } from '../model/scorecard';
import { utf8Length } from './escape';
import { pageOf, type Limits, type Links, type Page } from './parts/page';

/** From everything to the bare verdict. Each rung renders whole tables, fences and folds, so nothing is cut in two. */
const LADDER: readonly Limits[] = [
  { blockers: 30, findingsPerBlocker: 3, changes: 100, groups: true, evidence: 5, findingsPerGroup: 1000, flowSteps: 40, lines: 200, text: 600 },
  { blockers: 30, findingsPerBlocker: 3, changes: 50, groups: true, evidence: 3, findingsPerGroup: 200, flowSteps: 12, lines: 50, text: 400 },
  { blockers: 30, findingsPerBlocker: 3, changes: 30, groups: true, evidence: 3, findingsPerGroup: 60, flowSteps: 8, lines: 30, text: 300 },
  { blockers: 30, findingsPerBlocker: 3, changes: 20, groups: true, evidence: 2, findingsPerGroup: 25, flowSteps: 6, lines: 20, text: 300 },
  { blockers: 20, findingsPerBlocker: 2, changes: 10, groups: true, evidence: 1, findingsPerGroup: 10, flowSteps: 0, lines: 10, text: 240 },
  { blockers: 15, findingsPerBlocker: 2, changes: 5, groups: true, evidence: 0, findingsPerGroup: 0, flowSteps: 0, lines: 5, text: 160 },
  { blockers: 10, findingsPerBlocker: 1, changes: 3, groups: false, evidence: 0, findingsPerGroup: 0, flowSteps: 0, lines: 3, text: 160 },
  { blockers: 3, findingsPerBlocker: 1, changes: 0, groups: false, evidence: 0, findingsPerGroup: 0, flowSteps: 0, lines: 0, text: 120 },
];

/** The longest page within the budget, in UTF-16 units and in UTF-8 bytes alike; `last` is what always fits. */
export function fitted(card: Scorecard, links: Links, max: number, render: (page: Page, shortened: boolean) => string, last: (page: Page) => string): string {
  const page = pageOf(card, NOTHING, links);
  for (const [rung, limits] of LADDER.entries()) {
    const text = render({ ...page, limits }, rung > 0);
    if (text.length <= max && utf8Length(text) <= max) return text;
  }
  return last(page);
}

const NOTHING: Limits = { blockers: 0, findingsPerBlocker: 0, changes: 0, groups: false, evidence: 0, findingsPerGroup: 0, flowSteps: 0, lines: 0, text: 100 };
