import type { Section } from './item';

/** Titles of the sections, in the order in which pages and tables list them. */
export const SECTIONS = {
  authentication: 'Authentication and authorization',
  'input-validation': 'Input validation',
  'data-protection': 'Data protection',
  logging: 'Logging',
  'error-handling': 'Error handling',
  performance: 'Performance',
  testing: 'Testing',
  documentation: 'Documentation',
  gdpr: 'Compliance: GDPR',
  'pci-dss': 'Compliance: PCI DSS',
  monitoring: 'Monitoring and alerts',
  mcp: 'MCP protocol',
} as const satisfies Record<Section, string>;

/** Every section, in order. */
export const SECTION_IDS = Object.keys(SECTIONS) as readonly Section[];
