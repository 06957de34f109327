import type { RuleIndex } from '../../../facts/knowledge/patterns';
import type { GuardRule } from '../../../facts/knowledge/rules';
import type { Call } from '../../../model/flow-graph';
import { readPlace } from '../../places';
import { ALL_KINDS, maskOf, type KindMask } from '../kinds';
import type { Steps } from './steps';

/** Guards that the knowledge tables tell of, by what is called and by its name. */
export interface GuardRules {
  readonly byApi: RuleIndex<GuardRule>;
  readonly byName: readonly GuardRule[];
}

/** What the tables say of a call that was given the value as an argument, or as its receiver (-1). */
export function rulesClear(rules: GuardRules, apis: readonly string[], call: Call, arg: number, positive: boolean, by: Steps): KindMask {
  const found = [...apis.flatMap((path) => rules.byApi.find(path)), ...rules.byName.filter((rule) => rule.name?.test(call.name))];
  return found.reduce((mask, rule) => {
    if (rule.safeWhen !== positive || !isAt(rule, arg)) return mask;
    if (rule.member && !by.members.some((member) => rule.member?.includes(member))) return mask;
    return mask | (rule.clears ? maskOf(rule.clears) : ALL_KINDS);
  }, 0);
}

function isAt(rule: GuardRule, arg: number): boolean {
  const { root } = readPlace(rule.place);
  return root === 'this' ? arg === -1 : root === arg;
}
