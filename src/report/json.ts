import type { Scorecard } from '../model/scorecard';
import { inertJson } from './escape';

/** The scorecard as JSON: two spaces, keys in order, a line break at the end; the same bytes for the same scorecard. */
export function renderJson(card: Scorecard): string {
  return `${stableStringify(card, 2)}\n`;
}

/** JSON with the keys of every object sorted by code unit, and no character in it that could act in a log. */
export function stableStringify(value: unknown, space?: number): string {
  return inertJson(JSON.stringify(value, (_, part: unknown) => (isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : Number(a > b)))) : part), space));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
