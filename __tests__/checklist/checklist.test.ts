import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { CHECKLIST } from '../../src/checklist/checklist';
import { flowKindInfo } from '../../src/checklist/finding-kinds';
import { FLOW_KIND_IDS } from '../../src/model/flow-kind';
import { FOLLOW_UPS } from '../../src/checklist/follow-ups';
import { GATE_ITEMS, gateItem } from '../../src/checklist/gate';
import { GROUP_ORDER, GROUPS } from '../../src/checklist/groups';
import { ARTICLE_CONTROL_IDS, BEYOND_CONTROL_IDS, CONTROL_IDS, FOLLOW_UP_IDS, GATE_ITEM_IDS, GROUP_IDS } from '../../src/checklist/ids';
import { SECTION_IDS, SECTIONS } from '../../src/checklist/sections';
import type { Level } from '../../src/model/scorecard';

/** What the article and this project promise: title, default level, and the gate items that each control rolls up to. */
const CONTROLS: readonly (readonly [string, string, Level, readonly string[]])[] = [
  ['api-key-validation', 'API keys are properly validated', 'required', ['api-keys-stored']],
  ['rate-limiting', 'Rate limiting is implemented', 'required', ['rate-limits-enforced']],
  ['jwt-expiration', 'Access tokens are JWT-based with expiration', 'required', ['api-keys-stored']],
  ['scoped-permissions', 'Permissions are properly scoped', 'required', ['api-keys-stored']],
  ['input-schemas', 'Input schemas use Zod or similar', 'required', ['input-validation']],
  ['sql-injection', 'SQL injection prevention', 'required', ['no-sql-injection', 'input-validation']],
  ['xss', 'XSS prevention', 'required', ['no-xss', 'input-validation']],
  ['file-upload-validation', 'File upload validation', 'required', ['input-validation']],
  ['secrets-management', 'Environment variables are encrypted at rest', 'required', ['api-keys-stored']],
  ['data-encryption', 'Sensitive data is encrypted in database', 'required', ['sensitive-data-encrypted']],
  ['tls', 'TLS 1.3+ is enforced', 'required', ['tls-enforced']],
  ['data-minimization', 'Only necessary data is collected', 'required', ['privacy-policy']],
  ['data-retention', 'Data retention policy is defined', 'required', ['data-deletion']],
  ['structured-logging', 'Logs are structured JSON', 'required', ['logs-clean']],
  ['log-redaction', 'Sensitive data is redacted', 'required', ['logs-clean']],
  ['error-tracking', 'Error tracking is implemented', 'recommended', ['error-handling']],
  ['circuit-breaker', 'Circuit breaker pattern is implemented', 'recommended', ['error-handling']],
  ['retry', 'Retry logic is implemented', 'recommended', ['error-handling']],
  ['consistent-errors', 'Error responses are consistent', 'required', ['error-handling']],
  ['caching', 'Redis caching is implemented', 'recommended', ['caching-implemented']],
  ['cache-invalidation', 'Cache invalidation is proper', 'required', ['caching-implemented']],
  ['database-indexes', 'Database indexes are created', 'required', ['indexes-optimized']],
  ['n-plus-one', 'N+1 queries are avoided', 'required', ['no-n-plus-one']],
  ['tool-unit-tests', 'All tools have unit tests', 'required', ['unit-tests']],
  ['endpoint-integration-tests', 'API endpoints have integration tests', 'required', ['integration-tests']],
  ['sql-injection-tests', 'SQL injection is tested', 'recommended', ['security-tests']],
  ['xss-tests', 'XSS is tested', 'recommended', ['security-tests']],
  ['endpoints-documented', 'All endpoints are documented', 'required', ['api-documentation']],
  ['formats-specified', 'Request/response formats are specified', 'required', ['api-documentation']],
  ['error-codes-documented', 'Error codes are documented', 'required', ['error-codes']],
  ['code-examples', 'Code examples are provided', 'required', ['examples']],
  ['authentication-explained', 'Authentication is explained', 'required', ['api-documentation']],
  ['rate-limits-specified', 'Rate limits are specified', 'required', ['api-documentation']],
  ['installation-instructions', 'Installation instructions are clear', 'required', ['quick-start']],
  ['first-time-setup', 'First-time setup is guided', 'required', ['quick-start']],
  ['common-errors', 'Common errors are explained', 'recommended', ['quick-start']],
  ['troubleshooting', 'Troubleshooting is comprehensive', 'recommended', ['quick-start']],
  ['example-usage', 'Example usage is provided', 'required', ['examples']],
  ['privacy-policy-published', 'Privacy policy is published', 'required', ['privacy-policy']],
  ['data-deletion-endpoint', 'Data deletion endpoint exists', 'required', ['data-deletion']],
  ['cookie-consent', 'Cookie consent is implemented', 'required', ['cookies-consented']],
  ['consent-tracked', 'User consent is tracked', 'required', ['cookies-consented']],
  ['no-raw-card-data', 'No raw card data is stored', 'required', ['pci-dss']],
  ['payment-processor', 'PCI-compliant payment processor is used', 'required', ['pci-dss']],
  ['ssl-enforced', 'SSL/TLS is enforced', 'required', ['tls-enforced']],
  ['metric-response-times', 'Response times (P50, P95, P99)', 'recommended', ['response-times']],
  ['metric-error-rates', 'Error rates (4xx, 5xx)', 'recommended', []],
  ['metric-request-volumes', 'Request volumes', 'recommended', []],
  ['metric-user-growth', 'User growth', 'recommended', []],
  ['metric-revenue', 'Revenue metrics', 'recommended', []],
  ['alert-error-rate', 'Alert on high error rate (>5%)', 'recommended', []],
  ['alert-slow-responses', 'Alert on slow response time (>500ms P95)', 'recommended', []],
  ['alert-database', 'Alert on database connection issues', 'recommended', []],
  ['alert-security-events', 'Alert on security events (rate limit breaches)', 'recommended', []],
  ['untrusted-input', 'Untrusted input reaches no dangerous call', 'required', ['input-validation']],
  ['origin-validation', 'HTTP transport validates Origin and Host', 'required', ['mcp-protocol']],
  ['network-binding', 'Local servers bind to loopback', 'required', ['mcp-protocol']],
  ['http-authentication', 'Remote access is authenticated', 'required', ['mcp-protocol']],
  ['token-passthrough', 'Inbound tokens are not passed on', 'required', ['mcp-protocol']],
  ['tool-text', 'Tool texts hold no hidden or steering instructions', 'required', ['mcp-protocol']],
  ['sdk-version', 'The MCP SDK has no known vulnerability', 'required', ['mcp-protocol']],
  ['tool-annotations', 'Tools declare their effects', 'recommended', ['mcp-protocol']],
  ['registry-metadata', 'Registry metadata is valid', 'recommended', ['mcp-protocol']],
];

const GATE: readonly (readonly [string, string, string, Level])[] = [
  ['api-keys-stored', 'API keys are stored securely', 'security', 'required'],
  ['rate-limits-enforced', 'Rate limiting is implemented', 'security', 'required'],
  ['input-validation', 'Input validation is comprehensive', 'security', 'required'],
  ['error-handling', 'Error handling is graceful', 'security', 'required'],
  ['no-sql-injection', 'SQL injection is prevented', 'security', 'required'],
  ['no-xss', 'XSS is prevented', 'security', 'required'],
  ['tls-enforced', 'TLS 1.3+ is enforced', 'security', 'required'],
  ['sensitive-data-encrypted', 'Sensitive data is encrypted', 'security', 'required'],
  ['logs-clean', "Logs don't contain sensitive data", 'security', 'required'],
  ['caching-implemented', 'Caching is implemented', 'performance', 'recommended'],
  ['indexes-optimized', 'Database indexes are optimized', 'performance', 'recommended'],
  ['no-n-plus-one', 'N+1 queries are eliminated', 'performance', 'recommended'],
  ['response-times', 'Response times are <200ms', 'performance', 'recommended'],
  ['unit-tests', 'Unit tests pass', 'testing', 'required'],
  ['integration-tests', 'Integration tests pass', 'testing', 'recommended'],
  ['security-tests', 'Security tests pass', 'testing', 'recommended'],
  ['load-tests', 'Load tests pass (1000+ concurrent users)', 'testing', 'recommended'],
  ['api-documentation', 'API documentation is complete', 'documentation', 'required'],
  ['quick-start', 'Quick start guide exists', 'documentation', 'required'],
  ['examples', 'Examples are provided', 'documentation', 'recommended'],
  ['error-codes', 'Error codes are documented', 'documentation', 'recommended'],
  ['privacy-policy', 'Privacy policy is published', 'compliance', 'required'],
  ['data-deletion', 'Data deletion is possible', 'compliance', 'required'],
  ['cookies-consented', 'Cookie consent is implemented', 'compliance', 'required'],
  ['pci-dss', 'PCI DSS compliance is met', 'compliance', 'required'],
  ['support-channel', 'Support channel is set up', 'support', 'recommended'],
  ['bug-reporting', 'Bug reporting is defined', 'support', 'required'],
  ['response-sla', 'Response SLA is set', 'support', 'recommended'],
  ['escalation-path', 'Escalation path is defined', 'support', 'recommended'],
  ['mcp-protocol', 'MCP protocol is used safely', 'mcp', 'required'],
];

const AFTER_PUBLISHING: readonly (readonly [string, string])[] = [
  ['monitor-error-rates', 'Monitor error rates'],
  ['check-response-times', 'Check response times'],
  ['respond-to-feedback', 'Respond to user feedback'],
  ['fix-critical-bugs', 'Fix critical bugs'],
  ['analyze-usage', 'Analyze usage patterns'],
  ['optimize-slow-endpoints', 'Optimize slow endpoints'],
  ['add-requested-features', 'Add requested features'],
  ['update-documentation', 'Update documentation'],
  ['scale-infrastructure', 'Scale infrastructure'],
  ['improve-security', 'Improve security'],
  ['add-premium-features', 'Add premium features'],
  ['launch-marketing', 'Launch marketing campaigns'],
];

/** Rows that rest on evidence of their own and on no control. */
const OWN_EVIDENCE_ONLY = ['load-tests', 'support-channel', 'bug-reporting', 'response-sla', 'escalation-path'];

const SENTENCE = /^[A-Z`"'0-9].*[.)]$/su;

describe('the controls', () => {
  test('are 54 of the article and 9 beyond it, in order', () => {
    expect(ARTICLE_CONTROL_IDS).toHaveLength(54);
    expect(BEYOND_CONTROL_IDS).toHaveLength(9);
    expect(Object.keys(CHECKLIST)).toEqual([...CONTROL_IDS]);
    expect(CONTROLS.map(([id]) => id)).toEqual([...CONTROL_IDS]);
  });

  test.each(CONTROLS)('%s keeps title, level and rows', (id, title, level, gate) => {
    const item = CHECKLIST[id as keyof typeof CHECKLIST];
    expect({ title: item.title, level: item.level, gate: item.gate }).toEqual({ title, level, gate });
  });

  test.each(Object.entries(CHECKLIST))('%s is told in complete sentences', (_, item) => {
    for (const text of [item.applies, item.requirement, item.passes, item.fails, item.why, item.remedy, item.warns ?? 'None.']) {
      expect(text).toMatch(SENTENCE);
      expect(text).not.toMatch(/!(?![=`])|\bTODO\b| {2}/u);
    }
  });

  test.each(Object.entries(CHECKLIST))('%s rests on authorities that can be opened, each named once', (_, item) => {
    expect(item.references.length).toBeGreaterThanOrEqual(2);
    for (const reference of item.references) {
      expect(reference.name.trim()).not.toBe('');
      const url = new URL(reference.url);
      expect(url.protocol).toBe('https:');
      expect(url.href).toBe(reference.url);
    }
    expect(new Set(item.references.map((reference) => reference.name)).size).toBe(item.references.length);
  });

  test.each(Object.entries(CHECKLIST))('%s has a good and a bad example that differ and can be shown', (_, item) => {
    for (const example of [item.good, item.bad]) {
      expect(example.files[example.show]).toMatch(/\S/u);
      const manifest = JSON.parse(example.files['package.json'] ?? '{}') as { name?: string; dependencies?: Record<string, string> };
      expect(manifest.name).toBe('@acme/notes-mcp');
      expect(Object.keys(manifest.dependencies ?? {})).toContain('@modelcontextprotocol/sdk');
    }
    expect(item.good.files).not.toEqual(item.bad.files);
  });

  test.each(Object.entries(CHECKLIST))('%s has examples that are TypeScript', (_, item) => {
    for (const [path, text] of [...Object.entries(item.good.files), ...Object.entries(item.bad.files)]) {
      if (!path.endsWith('.ts')) continue;
      const { diagnostics } = ts.transpileModule(text, { fileName: path, reportDiagnostics: true, compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } });
      expect(diagnostics?.map((diagnostic) => `${path}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`)).toEqual([]);
    }
  });

  test('of one section stand together, and every section has some', () => {
    const sections = Object.values(CHECKLIST).map((item) => item.section);
    const runs = sections.filter((section, index) => section !== sections[index - 1]);
    expect(runs).toEqual([...SECTION_IDS]);
    expect(Object.keys(SECTIONS)).toHaveLength(12);
  });
});

describe('the gate items', () => {
  test('are the 29 of the article and one of our own, in order', () => {
    expect(Object.keys(GATE_ITEMS)).toEqual([...GATE_ITEM_IDS]);
    expect(GATE.map(([id]) => id)).toEqual([...GATE_ITEM_IDS]);
    expect(GATE_ITEM_IDS).toHaveLength(30);
  });

  test.each(GATE)('%s keeps title, group and level', (id, title, group, level) => {
    expect(GATE_ITEMS[id as keyof typeof GATE_ITEMS]).toMatchObject({ title, group, level });
  });

  test('each rests on a control or on evidence of its own', () => {
    const fed = new Set(Object.values(CHECKLIST).flatMap((item) => item.gate));
    for (const id of GATE_ITEM_IDS) {
      expect(fed.has(id) || gateItem(id).evidence !== undefined).toBe(true);
      expect(fed.has(id)).toBe(!OWN_EVIDENCE_ONLY.includes(id));
    }
  });

  test('stand in the order of their groups', () => {
    const groups = GATE_ITEM_IDS.map((id) => gateItem(id).group);
    expect(groups.filter((group, index) => group !== groups[index - 1])).toEqual([...GROUP_IDS]);
    expect(GROUP_ORDER).toEqual(Object.keys(GROUPS));
  });
});

describe('the follow-ups', () => {
  test('are the twelve of the article, in order', () => {
    expect(Object.keys(FOLLOW_UPS)).toEqual([...FOLLOW_UP_IDS]);
    expect(Object.entries(FOLLOW_UPS).map(([id, item]) => [id, item.title])).toEqual(AFTER_PUBLISHING.map((row) => [...row]));
  });
});

test('no id is used twice over all kinds of item, save a finding kind that bears the name of its control', () => {
  const ids = [...CONTROL_IDS, ...GATE_ITEM_IDS, ...FOLLOW_UP_IDS];
  expect(new Set(ids).size).toBe(ids.length);
  const shared = FLOW_KIND_IDS.filter((kind) => (ids as readonly string[]).includes(kind));
  expect(shared.map((kind) => [kind, flowKindInfo(kind).control])).toEqual([['sql-injection', 'sql-injection'], ['xss', 'xss']]);
});

describe('the kinds of data-flow findings', () => {
  test.each(FLOW_KIND_IDS)('%s is told in complete sentences and belongs to a control', (kind) => {
    const info = flowKindInfo(kind);
    expect(info.explanation).toMatch(SENTENCE);
    expect(info.remedy).toMatch(SENTENCE);
    expect(info.cwe).toBeGreaterThan(0);
    expect(Object.keys(CHECKLIST)).toContain(info.control);
  });
});
