import type { ControlId, GateItemId } from '../checklist/ids';
import type { LevelOverrides } from '../config/effective';
import type { Level, Profile } from '../model/scorecard';
import type { Catalogue } from './catalogue';

/** What decides levels. */
export interface LevelRules {
  readonly catalogue: Catalogue;
  readonly profile: Profile;
  readonly levels: LevelOverrides;
}

/** Level of a control: what the configuration says of it, else what the checklist says. Profiles do not change it. */
export function controlLevel(id: ControlId, { catalogue, levels }: LevelRules): Level {
  return levels.controls[id] ?? catalogue.controls[id].level;
}

/** Level of a gate item: what the configuration says of it, else `required` in the strict profile, else the checklist's. */
export function itemLevel(id: GateItemId, { catalogue, profile, levels }: LevelRules): Level {
  return levels.items[id] ?? (profile === 'strict' ? 'required' : catalogue.items[id].level);
}
