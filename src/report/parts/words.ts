import type { ItemRow, Movement, Scorecard, SettledOutcome } from '../../model/scorecard';

/** A settled outcome as a reader knows it. */
export const OUTCOME_WORDS: Readonly<Record<SettledOutcome, string>> = {
  pass: 'passes',
  fail: 'fails',
  'not-applicable': 'does not apply',
  unverified: 'unverified',
  error: 'could not be judged',
  'not-examined': 'not examined',
  attested: 'attested',
  waived: 'waived',
};

const OUTCOME_SIGNS: Readonly<Record<SettledOutcome, string>> = {
  pass: '✅', fail: '❌', 'not-applicable': '➖', unverified: '❓', error: '🚫', 'not-examined': '・', attested: '☑️', waived: '🏳️',
};

const OUTCOME_SQUARES: Readonly<Record<SettledOutcome, string>> = {
  pass: '🟩', fail: '🟧', 'not-applicable': '▫️', unverified: '🟨', error: '🟧', 'not-examined': '・', attested: '🟦', waived: '🟦',
};

/** What each square of a bar means, in the order in which bars show them. */
export const SQUARE_WORDS: readonly (readonly [string, string])[] = [
  ['🟥', 'blocks'], ['🟧', 'fails, does not block'], ['🟨', 'unverified, does not block'], ['🟩', 'passes'], ['🟦', 'attested or waived'], ['▫️', 'does not apply'], ['・', 'not examined by this version'],
];

interface Judged {
  readonly outcome: SettledOutcome;
  readonly blocks?: boolean;
}

/** The sign before a row: what blocks looks different from what merely fails. */
export function signOf(row: Judged): string {
  return row.blocks === true ? '⛔' : OUTCOME_SIGNS[row.outcome];
}

/** The coloured square of a row in the bar of its group. */
export function squareOf(row: Judged): string {
  return row.blocks === true ? '🟥' : OUTCOME_SQUARES[row.outcome];
}

const ORDER: readonly SettledOutcome[] = ['error', 'fail', 'unverified', 'waived', 'attested', 'pass', 'not-applicable', 'not-examined'];

/** What needs a reader first comes first; within that, the order of the checklist. */
export function byUrgency(a: Judged, b: Judged): number {
  return Number(b.blocks === true) - Number(a.blocks === true) || ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome);
}

const PAST_WORDS: Readonly<Record<SettledOutcome, string>> = {
  pass: 'passed', fail: 'failed', 'not-applicable': 'did not apply', unverified: 'was unverified', error: 'could not be judged', 'not-examined': 'was not examined', attested: 'was attested', waived: 'was waived',
};

/** `passed before`, where a row did something else at the merge base. */
export function movementWords(row: { readonly movement: Movement; readonly outcome: SettledOutcome; readonly before?: SettledOutcome }): string {
  if (row.before === undefined || row.before === row.outcome || row.movement === 'same' || row.movement === 'new') return '';
  return `${PAST_WORDS[row.before]} before`;
}

/** Whether a row says that something is left to do. */
export function isOpen(row: ItemRow): boolean {
  return row.blocks || ['fail', 'error', 'unverified'].includes(row.outcome);
}

/** What the head is compared as: a pull request, or a plain comparison on the command line. */
export function changeWords(card: Scorecard): string {
  return card.subject.pullRequest === undefined ? 'this change' : 'this pull request';
}

/** `1 finding`, `1,234 findings`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? noun : plural}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** The text with its first letter as a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
