import type { ControlRow, GroupRow, ItemRow, SettledOutcome } from '../model/scorecard';
import { GROUP_ORDER, GROUPS } from '../checklist/groups';

interface Countable {
  readonly outcome: SettledOutcome;
}

/** Whether an outcome counts towards the share at all: what does not apply and what was not examined does not. */
function counts({ outcome }: Countable): boolean {
  return outcome !== 'not-applicable' && outcome !== 'not-examined';
}

function good({ outcome }: Countable): boolean {
  return outcome === 'pass' || outcome === 'attested';
}

/** 0 to 100: the share of applicable gate items that pass or are attested, a required one counting twice. Undefined when none applies. */
export function score(items: readonly Pick<ItemRow, 'outcome' | 'level'>[]): number | undefined {
  const weight = (list: typeof items): number => list.reduce((sum, item) => sum + (item.level === 'required' ? 2 : 1), 0);
  const applicable = items.filter(counts);
  return applicable.length === 0 ? undefined : Math.round((100 * weight(applicable.filter(good))) / weight(applicable));
}

/** The groups of the scorecard with their counts. Monitoring has no gate items: it counts its controls, and never blocks. */
export function groupRows(items: readonly ItemRow[], controls: readonly ControlRow[]): GroupRow[] {
  return GROUP_ORDER.map((id) => {
    const members: readonly Countable[] = id === 'monitoring' ? controls.filter((control) => control.section === id) : items.filter((item) => item.group === id);
    const applicable = members.filter(counts);
    return {
      id,
      title: GROUPS[id],
      items: items.filter((item) => item.group === id).map((item) => item.id),
      passed: applicable.filter(good).length,
      applicable: applicable.length,
    };
  });
}
