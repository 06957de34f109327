import { CONTROL_IDS, type ControlId } from '../checklist/ids';
import type { Facts } from '../facts/facts';
import type { Verdict } from '../model/verdict';
import type { Control } from './control';
import type { NotExamined } from './registry';
import { runControl } from './run';

/** Judges a revision by every control, in the order of the checklist. An item without a control is not examined. */
export function judgeAll(controls: Readonly<Record<ControlId, Control | NotExamined>>, facts: Facts): Verdict[] {
  return CONTROL_IDS.map((id) => {
    const subject = controls[id];
    return subject === 'not-examined' ? absent(id) : runControl(subject, facts);
  });
}

function absent(control: ControlId): Verdict {
  return { control, outcome: 'not-examined', reason: 'This version does not examine it.', evidence: [], findings: [], gaps: [] };
}
