import { FOLLOW_UP_IDS, type FollowUpId } from '../checklist/ids';
import type { ControlRow, FollowUpRow, GroupRow, ItemRow } from '../model/scorecard';
import type { Catalogue } from './catalogue';

interface Rows {
  readonly items: readonly ItemRow[];
  readonly controls: readonly ControlRow[];
  readonly groups: readonly GroupRow[];
}

/**
 * What is left to do after publishing, with what this review can already show of it. What only the time after a
 * release can show (issues, answers, newer reports) is not shown here.
 */
export function followUpRows(catalogue: Catalogue, rows: Rows): FollowUpRow[] {
  return FOLLOW_UP_IDS.map((id) => {
    const { title, period } = catalogue.followUps[id];
    const shown = shownNow(id, rows);
    return { id, title, period, ...(shown !== undefined && { shown }) };
  });
}

function shownNow(id: FollowUpId, { items, controls, groups }: Rows): string | undefined {
  const groupPasses = (group: string): boolean => groups.some((row) => row.id === group && row.applicable > 0 && row.passed === row.applicable) && !items.some((item) => item.group === group && item.outcome === 'not-examined');
  switch (id) {
    case 'monitor-error-rates':
      return controls.some((row) => row.id === 'alert-error-rate' && row.outcome === 'pass') ? 'An alert on the error rate is in the repository.' : undefined;
    case 'optimize-slow-endpoints':
      return items.some((row) => row.id === 'response-times' && row.outcome === 'pass') ? 'Response times pass at this commit.' : undefined;
    case 'update-documentation':
      return groupPasses('documentation') ? 'Every documentation item passes at this commit.' : undefined;
    case 'improve-security':
      return groupPasses('security') && controls.some((row) => row.id === 'sdk-version' && row.outcome === 'pass') ? 'Every security item passes at this commit, and the MCP SDK has no known vulnerability.' : undefined;
    default:
      return undefined;
  }
}
