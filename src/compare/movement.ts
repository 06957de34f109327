import type { Movement, SettledOutcome } from '../model/scorecard';

/** How good an outcome is. A pass, a signed pass and nothing to ask are equally good. */
const GOODNESS: Readonly<Record<SettledOutcome, number>> = {
  pass: 4, 'not-applicable': 4, attested: 4, waived: 3, unverified: 2, fail: 1, error: 0, 'not-examined': 4,
};

export interface RowComparison {
  readonly before: SettledOutcome | undefined;
  readonly after: SettledOutcome;
  /** Failing findings under the row that the base does not have, and those of the base that are gone. */
  readonly introduced: number;
  readonly fixed: number;
}

/**
 * How a row moved. A row that fails before and after has regressed when a failing finding came in, even when another
 * went. Where the base has no verdict (no base, a control that this version lacks, a fact unseen) the row is `new`.
 */
export function movementOf({ before, after, introduced, fixed }: RowComparison): Movement {
  if (before === undefined || (before === 'error' && after !== 'error')) return 'new';
  if ((before === 'not-examined') !== (after === 'not-examined')) return 'new';
  const difference = GOODNESS[after] - GOODNESS[before];
  if (difference !== 0) return difference > 0 ? 'improved' : 'regressed';
  if (after !== 'fail') return 'same';
  if (introduced > 0) return 'regressed';
  return fixed > 0 ? 'improved' : 'same';
}
