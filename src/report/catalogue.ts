import { CHECKLIST } from '../checklist/checklist';
import { FLOW_KINDS, type FlowKindInfo } from '../checklist/finding-kinds';
import type { ControlItem } from '../checklist/item';
import type { Scorecard, ScoredFinding } from '../model/scorecard';

/** The catalogue's text on a control, if it knows the id. */
export function controlText(id: string): ControlItem | undefined {
  return Object.hasOwn(CHECKLIST, id) ? CHECKLIST[id as keyof typeof CHECKLIST] : undefined;
}

/** What a class of data-flow finding is, if the kind is one. */
export function flowText(kind: string): FlowKindInfo | undefined {
  return Object.hasOwn(FLOW_KINDS, kind) ? FLOW_KINDS[kind as keyof typeof FLOW_KINDS] : undefined;
}

/** Why a finding matters: its class if it has one, else its control. */
export function whyOf(finding: Pick<ScoredFinding, 'control' | 'kind'>): string {
  return flowText(finding.kind)?.explanation ?? controlText(finding.control)?.why ?? '';
}

/** What a finding is called in a title. */
export function titleOf(finding: Pick<ScoredFinding, 'control' | 'kind'>): string {
  return flowText(finding.kind)?.title ?? controlText(finding.control)?.title ?? finding.control;
}

/** The section of the generated checklist page on an item. */
export function docsUrl(card: Scorecard, id: string): string {
  return `${card.tool.url}/blob/main/docs/checklist.md#${encodeURIComponent(id)}`;
}
