import { AUTHENTICATION } from './controls/authentication';
import { DATA_PROTECTION } from './controls/data-protection';
import { DOCUMENTATION } from './controls/documentation';
import { ERROR_HANDLING } from './controls/error-handling';
import { GDPR } from './controls/gdpr';
import { INPUT_VALIDATION } from './controls/input-validation';
import { LOGGING } from './controls/logging';
import { MCP } from './controls/mcp';
import { MONITORING } from './controls/monitoring';
import { PCI_DSS } from './controls/pci-dss';
import { PERFORMANCE } from './controls/performance';
import { TESTING } from './controls/testing';
import type { ControlId } from './ids';
import type { ControlItem } from './item';

/** Every control by id, in the order of the checklist. A missing id and a misspelt one do not compile. */
export const CHECKLIST: Readonly<Record<ControlId, ControlItem>> = {
  ...AUTHENTICATION,
  ...INPUT_VALIDATION,
  ...DATA_PROTECTION,
  ...LOGGING,
  ...ERROR_HANDLING,
  ...PERFORMANCE,
  ...TESTING,
  ...DOCUMENTATION,
  ...GDPR,
  ...PCI_DSS,
  ...MONITORING,
  ...MCP,
} satisfies Record<ControlId, ControlItem>;
