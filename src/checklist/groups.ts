import { GROUP_IDS, type GroupId } from './ids';

/** The groups of gate items, and the group of controls that are shown and never block. */
export type ShownGroupId = GroupId | 'monitoring';

/** Titles of the groups of the scorecard. */
export const GROUPS = {
  security: 'Security',
  performance: 'Performance',
  testing: 'Testing',
  documentation: 'Documentation',
  compliance: 'Compliance',
  support: 'Support',
  mcp: 'MCP protocol',
  monitoring: 'Monitoring',
} as const satisfies Record<ShownGroupId, string>;

/** The order in which reports list the groups; `monitoring` has no gate items and comes last. */
export const GROUP_ORDER: readonly ShownGroupId[] = [...GROUP_IDS, 'monitoring'];
