import { GATE_ITEM_IDS, type ControlId, type GateItemId } from '../checklist/ids';
import type { Level, SettledOutcome } from '../model/scorecard';
import { attestationOf, waiverOf, type DatedClaims } from './claims';
import { itemLevel, type LevelRules } from './levels';
import { rollUp, type ItemVerdict, type RolledUp } from './roll-up';
import type { SettledControl } from './settle';

/** A gate item after roll-up and claims. */
export interface SettledItem extends RolledUp {
  readonly id: GateItemId;
  readonly level: Level;
  /** All controls under it, deciding or not. */
  readonly controls: readonly ControlId[];
  /** Outcome without the claims on the item. */
  readonly rolled: SettledOutcome;
}

/** What gate items say of themselves, besides their controls. */
export type ItemVerdicts = Readonly<Partial<Record<GateItemId, ItemVerdict>>>;

/** Rolls up every gate item, with the claims on it. In the order of the checklist. */
export function settleItems(controls: readonly SettledControl[], own: ItemVerdicts, claims: DatedClaims, rules: LevelRules): SettledItem[] {
  return GATE_ITEM_IDS.map((id) => {
    const under = controls.filter((control) => rules.catalogue.controls[control.id].gate.includes(id));
    const target = { kind: 'item', id } as const;
    const unclaimed = rollUp(id, under, own[id], rules.profile);
    const rolled = rollUp(id, under, own[id], rules.profile, { attestation: attestationOf(claims, target), waiver: waiverOf(claims, target) });
    return { ...rolled, id, level: itemLevel(id, rules), controls: under.map((control) => control.id), rolled: unclaimed.outcome };
  });
}
