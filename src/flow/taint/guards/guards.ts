import { indexRules } from '../../../facts/knowledge/patterns';
import type { GuardRule } from '../../../facts/knowledge/rules';
import type { Guard } from '../../../model/flow-graph';
import type { PointsTo } from '../../points-to/result';
import type { Program } from '../../program';
import type { KindMask } from '../kinds';
import { clears, vouches, WHOLE, type Tested, type Weighing } from './weigh';

/** What tests are worth in one program. */
export interface Guards {
  /** Kinds that a value can no longer cause behind a guard. */
  readonly clears: (guard: Guard, tested: Tested) => KindMask;
  /** Kinds that a value can no longer cause which a function has accepted: elements that a filter lets through. */
  readonly accepts: (fn: number) => KindMask;
}

/** Decides what guards are worth: which kinds of flaw a test rules out for the value it tests. */
export function guardsOf(program: Program, points: PointsTo, rules: readonly GuardRule[]): Guards {
  const weighing: Weighing = {
    program, points,
    rules: { byApi: indexRules(rules), byName: rules.filter((rule) => rule.name !== undefined) },
    worth: { plain: new Map(), normalised: new Map() },
  };
  return {
    clears: (guard, tested) => clears(weighing, guard, tested),
    accepts: (fn) => vouches(weighing, { fn, param: 0, tested: WHOLE, depth: 1 }, { counts: (exit) => exit.value !== false, extra: 'ifTrue' }),
  };
}
