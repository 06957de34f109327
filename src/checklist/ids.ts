/** Ids are unique over all kinds of item and permanent: an item whose meaning changes gets a new id. */

/** The 54 controls of the article, in its order. */
export const ARTICLE_CONTROL_IDS = [
  'api-key-validation', 'rate-limiting', 'jwt-expiration', 'scoped-permissions',
  'input-schemas', 'sql-injection', 'xss', 'file-upload-validation',
  'secrets-management', 'data-encryption', 'tls', 'data-minimization', 'data-retention',
  'structured-logging', 'log-redaction', 'error-tracking',
  'circuit-breaker', 'retry', 'consistent-errors',
  'caching', 'cache-invalidation', 'database-indexes', 'n-plus-one',
  'tool-unit-tests', 'endpoint-integration-tests', 'sql-injection-tests', 'xss-tests',
  'endpoints-documented', 'formats-specified', 'error-codes-documented', 'code-examples', 'authentication-explained', 'rate-limits-specified',
  'installation-instructions', 'first-time-setup', 'common-errors', 'troubleshooting', 'example-usage',
  'privacy-policy-published', 'data-deletion-endpoint', 'cookie-consent', 'consent-tracked',
  'no-raw-card-data', 'payment-processor', 'ssl-enforced',
  'metric-response-times', 'metric-error-rates', 'metric-request-volumes', 'metric-user-growth', 'metric-revenue',
  'alert-error-rate', 'alert-slow-responses', 'alert-database', 'alert-security-events',
] as const;

/** Our own nine, on what only MCP servers get wrong. */
export const BEYOND_CONTROL_IDS = [
  'untrusted-input', 'origin-validation', 'network-binding', 'http-authentication', 'token-passthrough',
  'tool-text', 'sdk-version', 'tool-annotations', 'registry-metadata',
] as const;

export const CONTROL_IDS = [...ARTICLE_CONTROL_IDS, ...BEYOND_CONTROL_IDS] as const;
export type ControlId = (typeof CONTROL_IDS)[number];

/** The 29 rows of the pre-publish checklist and our one, by group. */
export const GATE_ITEM_IDS = [
  'api-keys-stored', 'rate-limits-enforced', 'input-validation', 'error-handling', 'no-sql-injection', 'no-xss',
  'tls-enforced', 'sensitive-data-encrypted', 'logs-clean',
  'caching-implemented', 'indexes-optimized', 'no-n-plus-one', 'response-times',
  'unit-tests', 'integration-tests', 'security-tests', 'load-tests',
  'api-documentation', 'quick-start', 'examples', 'error-codes',
  'privacy-policy', 'data-deletion', 'cookies-consented', 'pci-dss',
  'support-channel', 'bug-reporting', 'response-sla', 'escalation-path',
  'mcp-protocol',
] as const;
export type GateItemId = (typeof GATE_ITEM_IDS)[number];

export const GROUP_IDS = ['security', 'performance', 'testing', 'documentation', 'compliance', 'support', 'mcp'] as const;
export type GroupId = (typeof GROUP_IDS)[number];

/** The 12 items of "After Publishing": tracked after a release, never part of the merge gate. */
export const FOLLOW_UP_IDS = [
  'monitor-error-rates', 'check-response-times', 'respond-to-feedback', 'fix-critical-bugs',
  'analyze-usage', 'optimize-slow-endpoints', 'add-requested-features', 'update-documentation',
  'scale-infrastructure', 'improve-security', 'add-premium-features', 'launch-marketing',
] as const;
export type FollowUpId = (typeof FOLLOW_UP_IDS)[number];
