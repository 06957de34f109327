import type { ControlId, FollowUpId, GateItemId } from '../checklist/ids';
import type { ControlItem, FollowUp, GateItem } from '../checklist/item';

/** What policy needs to know of the checklist. The whole checklist fits; tests bring small ones of their own. */
export interface Catalogue {
  readonly controls: Readonly<Record<ControlId, Pick<ControlItem, 'title' | 'section' | 'level' | 'gate'>>>;
  readonly items: Readonly<Record<GateItemId, Pick<GateItem, 'title' | 'group' | 'level'>>>;
  readonly followUps: Readonly<Record<FollowUpId, Pick<FollowUp, 'title' | 'period'>>>;
}
