import type { GateItemId } from '../checklist/ids';
import type { Evidence } from '../model/evidence';
import type { Profile, SettledOutcome } from '../model/scorecard';
import type { Outcome } from '../model/verdict';
import type { Attestation, Waiver } from '../config/effective';
import { attestedSentence, waivedSentence } from './claims';
import type { SettledControl } from './settle';

/** What an item's own evidence says: a test report, a load report, a statement in the documents. */
export interface ItemVerdict {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}

/** Claims on the item itself that count on the day. */
export interface ItemClaims {
  readonly attestation?: Attestation | undefined;
  readonly waiver?: Waiver | undefined;
}

/** An item's outcome. */
export interface RolledUp {
  readonly outcome: SettledOutcome;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** Controls that decided it: the applicable required ones, or the recommended ones where none is required. */
  readonly deciding: readonly SettledControl[];
  /** Recommended controls under it that fail without deciding. */
  readonly warnings: readonly string[];
  /** Something that decides could not be seen, even where a failure hides it. */
  readonly errors: boolean;
}

/** Items that ask whether tests pass: controls can show that tests are there, only a report that they passed. */
const TEST_ITEMS: ReadonlySet<GateItemId> = new Set(['unit-tests', 'integration-tests', 'security-tests']);

/** Items that only a report of measurements can show. */
const MEASURED_ITEMS: ReadonlySet<GateItemId> = new Set(['response-times', 'load-tests']);

/** Worst first: the first of these among an item's parts is the item's outcome. */
const PRECEDENCE: readonly SettledOutcome[] = ['fail', 'error', 'unverified', 'not-examined', 'waived', 'attested', 'pass'];

/** Evidence repeated on the item's row; the rows of its controls carry all of it. */
const MAX_EVIDENCE = 10;

/**
 * Rolls the controls of an item, and its own evidence where there is some, up to one outcome. A waiver of the item
 * settles what fails in it and an attestation what is unverified; what is left decides.
 */
export function rollUp(item: GateItemId, controls: readonly SettledControl[], own: ItemVerdict | undefined, profile: Profile, claims: ItemClaims = {}): RolledUp {
  const applicable = controls.filter((control) => control.outcome !== 'not-applicable');
  const required = applicable.filter((control) => control.level === 'required');
  const deciding = required.length > 0 ? required : applicable;
  const warnings = required.length > 0 ? applicable.filter((control) => control.level === 'recommended' && control.outcome === 'fail').map((control) => control.id) : [];
  const ownParts: readonly Part[] = own ? [own] : [];
  const parts = [...ownParts, ...deciding.map((control): Part => ({ outcome: control.outcome, reason: control.reason, evidence: control.verdict.evidence, control }))].map((part) => withClaims(part, claims));
  const base = { deciding, warnings, errors: parts.some((part) => part.outcome === 'error') };
  if (own?.outcome === 'not-applicable' || parts.length === 0) return { ...base, ...nothingToDecide(controls, own) };
  const outcome = PRECEDENCE.find((candidate) => parts.some((part) => part.outcome === candidate)) ?? 'not-examined';
  const decisive = parts.filter((part) => part.outcome === outcome);
  const rolled = { ...base, outcome, reason: reasonOf(outcome, decisive, controls), evidence: decisive.flatMap((part) => part.evidence).slice(0, MAX_EVIDENCE) };
  return own ? rolled : withClaims(withoutReport(item, rolled, profile), claims);
}

function withClaims<P extends Pick<Part, 'outcome' | 'reason'>>(part: P, { attestation, waiver }: ItemClaims): P {
  if (part.outcome === 'unverified' && attestation) return { ...part, outcome: 'attested', reason: attestedSentence(attestation) };
  if (part.outcome === 'fail' && waiver) return { ...part, outcome: 'waived', reason: waivedSentence(waiver) };
  return part;
}

interface Part {
  readonly outcome: SettledOutcome;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  readonly control?: SettledControl;
}

function nothingToDecide(controls: readonly SettledControl[], own: ItemVerdict | undefined): Pick<RolledUp, 'outcome' | 'reason' | 'evidence'> {
  if (own) return own;
  if (controls.length === 0) return { outcome: 'not-examined', reason: 'This version does not examine it.', evidence: [] };
  const reasons = [...new Set(controls.map((control) => control.reason))];
  return { outcome: 'not-applicable', reason: reasons.join(' '), evidence: controls.flatMap((control) => control.verdict.evidence).slice(0, MAX_EVIDENCE) };
}

function reasonOf(outcome: SettledOutcome, decisive: readonly Part[], controls: readonly SettledControl[]): string {
  const first = decisive[0]?.reason ?? '';
  const others = decisive.slice(1).flatMap((part) => (part.control ? [part.control.id] : [])).join(', ');
  const unexamined = controls.filter((control) => control.outcome === 'not-examined').map((control) => control.id);
  if (outcome === 'not-examined' && unexamined.length < controls.length) return `Not examined by this version: ${unexamined.join(', ')}. What is examined does not fail.`;
  const rest = outcome === 'pass' && unexamined.length > 0 ? ` Recommended and not examined by this version: ${unexamined.join(', ')}.` : '';
  return `${first}${others === '' ? '' : ` The same holds for ${others}.`}${rest}`;
}

/** What becomes of items that a report should show when there is no report. */
function withoutReport(item: GateItemId, rolled: RolledUp, profile: Profile): RolledUp {
  if (MEASURED_ITEMS.has(item) && rolled.outcome !== 'not-examined') {
    return { ...rolled, outcome: 'unverified', reason: 'There is no report of a measurement, and nothing else can show it.' };
  }
  if (!TEST_ITEMS.has(item) || rolled.outcome !== 'pass') return rolled;
  const reason = `Covered, not run: ${lowerFirst(rolled.reason)}`;
  if (profile === 'strict') return { ...rolled, outcome: 'unverified', reason: `${reason} The strict profile asks for a report that they passed.` };
  return { ...rolled, reason };
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
