/** The classes of data-flow finding, in the order of the checklist. An id is permanent: it stands in fingerprints, ignores and SARIF rules. */
export const FLOW_KIND_IDS = [
  'sql-injection', 'xss', 'command-injection', 'argument-injection', 'path-traversal', 'zip-slip', 'ssrf', 'url-path-injection', 'code-injection',
  'template-injection', 'nosql-injection', 'unsafe-deserialization', 'prototype-pollution', 'redos', 'regex-injection', 'open-redirect',
  'header-injection', 'xxe', 'sensitive-data-logged', 'log-injection',
] as const;
export type FlowKind = (typeof FLOW_KIND_IDS)[number];
