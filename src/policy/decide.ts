import type { Decision, Fault, GateMode, Level, Profile, ScoredFinding, SettledOutcome } from '../model/scorecard';

/** A gate item as the decision sees it. */
export interface DecidableItem {
  readonly id: string;
  readonly level: Level;
  readonly outcome: SettledOutcome;
  /** Its outcome, or that of a control that decides it, is worse than at the merge base, or there is none to compare with. */
  readonly worse: boolean;
  /** Something that decides it could not be seen, even where a failure hides it. */
  readonly errors: boolean;
  /** Findings that fail it and that no waiver covers. */
  readonly failing: readonly Pick<ScoredFinding, 'nature' | 'state'>[];
}

export interface DecisionRules {
  readonly profile: Profile;
  readonly gate: GateMode;
}

/**
 * The one function that decides, and the one place where the decision becomes an exit code: 0 when the merge may go
 * on, 1 when a required item blocks it, 2 when no scorecard could be made.
 */
export function decide(items: readonly DecidableItem[], faults: readonly Fault[], rules: DecisionRules): Decision {
  if (faults.length > 0) return { result: 'could-not-evaluate', exitCode: 2, blocking: [] };
  const blocking = items.filter((item) => blocks(item, rules)).map((item) => item.id);
  return blocking.length > 0 ? { result: 'blocked', exitCode: 1, blocking } : { result: 'pass', exitCode: 0, blocking };
}

/** Whether an item stands in the way. An error does in every profile and gate mode: nobody knows what is behind it. */
function blocks({ level, outcome, worse, errors, failing }: DecidableItem, { profile, gate }: DecisionRules): boolean {
  if (level !== 'required') return false;
  if (outcome === 'error' || errors) return true;
  if (outcome !== 'fail' && outcome !== 'unverified') return false;
  const everything = gate === 'head' || worse;
  const counting = failing.filter((finding) => everything || finding.state === 'introduced');
  if (profile === 'minimal') return outcome === 'fail' && counting.some((finding) => finding.nature === 'defect');
  return everything || counting.length > 0;
}
