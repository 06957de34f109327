import type { GateItem } from './item';
import type { GateItemId } from './ids';

const TEST_EVIDENCE = 'A JUnit report, or the conclusion of a named check on the same commit. Zero tests do not pass.';

/** The rows of the pre-publish scorecard: the 29 of the article and one of our own, in their order. */
export const GATE_ITEMS = {
  'api-keys-stored': {
    title: 'API keys are stored securely',
    group: 'security',
    level: 'required',
    requirement: 'Credentials are kept out of the repository, checked before use, limited in time and limited in scope.',
  },
  'rate-limits-enforced': {
    title: 'Rate limiting is implemented',
    group: 'security',
    level: 'required',
    requirement: 'One caller cannot use up the server or what stands behind it.',
  },
  'input-validation': {
    title: 'Input validation is comprehensive',
    group: 'security',
    level: 'required',
    requirement: 'Everything that comes from outside is parsed, bounded, and kept away from calls that can do harm.',
  },
  'error-handling': {
    title: 'Error handling is graceful',
    group: 'security',
    level: 'required',
    requirement: 'Failures are told as failures, in one shape, without showing the inside of the server.',
  },
  'no-sql-injection': {
    title: 'SQL injection is prevented',
    group: 'security',
    level: 'required',
    requirement: 'No untrusted value becomes part of the text of a query.',
  },
  'no-xss': {
    title: 'XSS is prevented',
    group: 'security',
    level: 'required',
    requirement: 'No untrusted value becomes markup or script of a page.',
  },
  'tls-enforced': {
    title: 'TLS 1.3+ is enforced',
    group: 'security',
    level: 'required',
    requirement: 'Traffic beyond the machine is encrypted, and nobody can fall back to plain HTTP.',
  },
  'sensitive-data-encrypted': {
    title: 'Sensitive data is encrypted',
    group: 'security',
    level: 'required',
    requirement: 'Passwords are hashed with a slow hash, and other sensitive fields are encrypted where they are stored.',
  },
  'logs-clean': {
    title: "Logs don't contain sensitive data",
    group: 'security',
    level: 'required',
    requirement: 'Logs are structured, stay off the stream of the protocol, and hold no secrets.',
  },
  'caching-implemented': {
    title: 'Caching is implemented',
    group: 'performance',
    level: 'recommended',
    requirement: 'Data that is read often is cached, and the cache forgets in time.',
  },
  'indexes-optimized': {
    title: 'Database indexes are optimized',
    group: 'performance',
    level: 'recommended',
    requirement: 'Each column that queries filter, join or sort by leads an index.',
  },
  'no-n-plus-one': {
    title: 'N+1 queries are eliminated',
    group: 'performance',
    level: 'recommended',
    requirement: 'The number of queries does not grow with the number of rows.',
  },
  'response-times': {
    title: 'Response times are <200ms',
    group: 'performance',
    level: 'recommended',
    requirement: '95 of 100 answers come within 200 milliseconds under load.',
    evidence:
      'A load report whose 95th percentile is under 200 ms, by k6, autocannon, Artillery, vegeta, wrk2, Gatling or JMeter. Without a report the row is unverified in every profile, whatever its controls say.',
  },
  'unit-tests': {
    title: 'Unit tests pass',
    group: 'testing',
    level: 'required',
    requirement: 'Every tool has a unit test, and the unit tests pass.',
    evidence: TEST_EVIDENCE,
  },
  'integration-tests': {
    title: 'Integration tests pass',
    group: 'testing',
    level: 'recommended',
    requirement: 'Every route has an integration test, and the integration tests pass.',
    evidence: TEST_EVIDENCE,
  },
  'security-tests': {
    title: 'Security tests pass',
    group: 'testing',
    level: 'recommended',
    requirement: 'Tests send attacks and assert that nothing comes of them, and they pass.',
    evidence: TEST_EVIDENCE,
  },
  'load-tests': {
    title: 'Load tests pass (1000+ concurrent users)',
    group: 'testing',
    level: 'recommended',
    requirement: 'The server holds its own thresholds with a thousand users at once.',
    evidence: 'A load report with 1000 or more concurrent users whose own thresholds are met. Without a report the row is unverified in every profile.',
  },
  'api-documentation': {
    title: 'API documentation is complete',
    group: 'documentation',
    level: 'required',
    requirement: 'Tools, parameters, results, credentials and limits are documented.',
  },
  'quick-start': {
    title: 'Quick start guide exists',
    group: 'documentation',
    level: 'required',
    requirement: 'Somebody new can install, configure and call the server from the documents alone.',
  },
  examples: {
    title: 'Examples are provided',
    group: 'documentation',
    level: 'recommended',
    requirement: 'The documents show the server in use, with examples that are correct.',
  },
  'error-codes': {
    title: 'Error codes are documented',
    group: 'documentation',
    level: 'recommended',
    requirement: 'Each code or message with which a call fails is listed with what it means.',
  },
  'privacy-policy': {
    title: 'Privacy policy is published',
    group: 'compliance',
    level: 'required',
    requirement: 'People can read what is done with data about them, and no more of it is collected than is needed.',
  },
  'data-deletion': {
    title: 'Data deletion is possible',
    group: 'compliance',
    level: 'required',
    requirement: 'Data about a person ends after a period, and earlier when the person asks.',
  },
  'cookies-consented': {
    title: 'Cookie consent is implemented',
    group: 'compliance',
    level: 'required',
    requirement: 'Cookies that are not needed wait for a consent that is recorded.',
  },
  'pci-dss': {
    title: 'PCI DSS compliance is met',
    group: 'compliance',
    level: 'required',
    requirement: 'Payments go through a certified processor, and the server never touches the data of a card.',
  },
  'support-channel': {
    title: 'Support channel is set up',
    group: 'support',
    level: 'recommended',
    requirement: 'Users can find where to ask.',
    evidence: 'SUPPORT.md, a section of the README, the metadata of the package, or a link to discussions, a chat or a mail address. It fails when none of these says it.',
  },
  'bug-reporting': {
    title: 'Bug reporting is defined',
    group: 'support',
    level: 'required',
    requirement: 'Users can find where to report a bug.',
    evidence: 'An issue template, `bugs` in package.json, CONTRIBUTING.md, SECURITY.md, or a line of the README that says where to report. It fails when none of these says it.',
  },
  'response-sla': {
    title: 'Response SLA is set',
    group: 'support',
    level: 'recommended',
    requirement: 'Users know how long an answer may take.',
    evidence: 'A time to respond, stated in SECURITY.md, SUPPORT.md or the README. It fails when none of these says it.',
  },
  'escalation-path': {
    title: 'Escalation path is defined',
    group: 'support',
    level: 'recommended',
    requirement: 'Users know whom to turn to when the first contact does not answer.',
    evidence: 'Who is next and how they are reached, stated in SECURITY.md, SUPPORT.md or the README. It fails when none of these says it.',
  },
  'mcp-protocol': {
    title: 'MCP protocol is used safely',
    group: 'mcp',
    level: 'required',
    requirement: 'Transport, authentication, tokens, tool texts and the SDK follow what the specification demands.',
  },
} as const satisfies Readonly<Record<GateItemId, GateItem>>;

/** One row of the pre-publish scorecard, with its optional fields typed as such. */
export function gateItem(id: GateItemId): GateItem {
  return GATE_ITEMS[id];
}
