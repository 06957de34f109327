import type { ControlId } from '../../src/checklist/ids';
import { compareVerdicts } from '../../src/compare/findings';
import type { Trait } from '../../src/facts/traits';
import type { Finding } from '../../src/model/finding';
import type { Scorecard } from '../../src/model/scorecard';
import type { Verdict } from '../../src/model/verdict';
import type { ItemVerdicts } from '../../src/policy/items';
import {
  evidence, fails, faultyScorecard, finding, flowFinding, fullSet, passes, scorecardOf, traitRows, unseen, unverified, warns,
} from './scorecards';

/** What stdio servers for one user are not asked for. */
const NO_SERVICE: Readonly<Partial<Record<ControlId, Trait>>> = {
  'rate-limiting': 'http-beyond-loopback', 'jwt-expiration': 'tokens', 'scoped-permissions': 'authentication', xss: 'html', 'file-upload-validation': 'uploads',
  'data-encryption': 'sensitive-fields', 'data-minimization': 'personal-data', 'data-retention': 'personal-data-stored', 'error-tracking': 'deployment', 'circuit-breaker': 'deployment',
  caching: 'repeated-reads', 'cache-invalidation': 'cache', 'xss-tests': 'html', 'endpoint-integration-tests': 'http', 'authentication-explained': 'credentials', 'rate-limits-specified': 'limiter',
  'privacy-policy-published': 'personal-data', 'data-deletion-endpoint': 'personal-data-stored', 'cookie-consent': 'cookies', 'consent-tracked': 'consent-asked',
  'no-raw-card-data': 'payments', 'payment-processor': 'payments', 'ssl-enforced': 'payments', 'origin-validation': 'mcp-over-http', 'network-binding': 'http', 'http-authentication': 'http-beyond-loopback',
  'token-passthrough': 'inbound-tokens', 'metric-response-times': 'deployment', 'metric-error-rates': 'deployment', 'metric-request-volumes': 'deployment', 'metric-user-growth': 'deployment', 'metric-revenue': 'payments',
  'alert-error-rate': 'deployment', 'alert-slow-responses': 'deployment', 'alert-database': 'deployment', 'alert-security-events': 'deployment',
};
const { 'rate-limiting': _limits, 'rate-limits-specified': _specified, 'origin-validation': _origin, 'network-binding': _binding, 'http-authentication': _access, 'endpoint-integration-tests': _tests, 'jwt-expiration': _jwt, 'authentication-explained': _explained, ...SERVICE } = NO_SERVICE;

const SUPPORT: ItemVerdicts = {
  'support-channel': { outcome: 'pass', reason: 'README.md has a section on support.', evidence: [evidence('A section "Support" with a link to discussions.', 'README.md:88')] },
  'bug-reporting': { outcome: 'pass', reason: 'package.json says where bugs are reported.', evidence: [evidence('`bugs` names an address.', 'package.json:14')] },
  'response-sla': { outcome: 'fail', reason: 'No time to respond is stated in SECURITY.md, SUPPORT.md or README.md.', evidence: [evidence('Looked for a time to respond in SECURITY.md, SUPPORT.md and README.md.')] },
  'escalation-path': { outcome: 'pass', reason: 'SECURITY.md says who is next when the first contact does not answer.', evidence: [evidence('Names a second contact.', 'SECURITY.md:21')] },
};
const QUIET_SUPPORT: ItemVerdicts = { ...SUPPORT, 'response-sla': { outcome: 'pass', reason: 'SECURITY.md promises an answer within three working days.', evidence: [evidence('A time to respond.', 'SECURITY.md:9')] } };

const SERVICE_TRAITS = traitRows({ 'mcp-server': 'src/index.ts:14', tools: 'src/tools/orders.ts:21', 'tools-or-routes': 'src/tools/orders.ts:21', http: 'src/http.ts:9', 'http-beyond-loopback': 'src/http.ts:44', 'mcp-over-http': 'src/http.ts:30', deployment: 'Dockerfile:1', sql: 'src/db/orders.ts:40', database: 'src/db/pool.ts:5', 'database-schema': 'migrations/001_orders.sql:1', logging: 'src/log.ts:3', credentials: 'src/config.ts:8', 'mcp-sdk': 'package.json:31' });
const STDIO_TRAITS = traitRows({ 'mcp-server': 'src/index.ts:14', tools: 'src/index.ts:22', 'tools-or-routes': 'src/index.ts:22', stdio: 'src/index.ts:60', logging: 'src/index.ts:58', 'remote-calls': 'src/api.ts:12', 'mcp-sdk': 'package.json:31' });

const INJECTION = flowFinding('sql-injection', 'Argument `status` of tool `find_orders` becomes part of the text of an SQL statement.',
  ['src/tools/orders.ts:24:23', 'argument `status` of tool `find_orders`'], ['src/tools/orders.ts:26:38', 'passed to `searchOrders(filter)`'],
  ['src/db/orders.ts:38:9', 'put into the string `where`'], ['src/db/orders.ts:42:29', 'passed to `pool.query(text)`, which runs it']);
const NO_LIMITER = finding('rate-limiting', 'Nothing limits how often a client may call the MCP endpoint `POST /mcp`, which listens on 0.0.0.0.', 'src/http.ts:30:3', { remedy: 'Put a limiter such as `express-rate-limit` in front of the route: `app.use(\'/mcp\', rateLimit({ windowMs: 60_000, limit: 60 }))`.', cwe: 770 });
const LOGGED = flowFinding('sensitive-data-logged', 'The request header `authorization` is written to the log.', ['src/http.ts:52:18', 'header `authorization` of the request'], ['src/http.ts:53:5', 'passed to `log.info(fields)`']);
const UNBOUNDED = finding('input-schemas', 'The string `note` of tool `add_note` has no greatest length.', 'src/tools/notes.ts:12:9', { severity: 'warn', kind: 'unbounded', remedy: 'Add a bound such as `.max(2000)`.' });
const NO_QUICK_START = finding('first-time-setup', 'README.md does not say which settings the server needs before its first start.', undefined, { remedy: 'Add a section that lists every environment variable, with where its value comes from.' });
const OLD_INDEX = finding('database-indexes', 'Column `customer_id` of table `orders` is filtered by and leads no index.', 'src/db/orders.ts:61:20', { remedy: '`CREATE INDEX orders_customer_id ON orders (customer_id);`' });
const SECRET = finding('secrets-management', 'A live-looking Stripe key stands in the source.', 'src/pay.ts:3:15', { kind: 'secret', cwe: 798, remedy: 'Take it out, revoke it at the provider, and read it from the environment.' });

/** A service with a new injection, an old missing limiter, and something better than before. */
function blocked(): Scorecard {
  const common: Verdict[] = [warns(passes('input-schemas', 'All 14 tools parse their arguments with zod.', 'src/tools/orders.ts:21', 'src/tools/notes.ts:9'), UNBOUNDED), fails('rate-limiting', NO_LIMITER), fails('database-indexes', OLD_INDEX), unverified('scoped-permissions', 'Nothing in the repository shows which scopes the OAuth application asks for.')];
  return scorecardOf({
    verdicts: fullSet([...common, fails('sql-injection', INJECTION), passes('log-redaction', 'Nothing sensitive reaches one of 23 log calls.', 'src/log.ts:3'), passes('first-time-setup', 'README.md names all 4 settings.', 'README.md:31')], SERVICE),
    base: fullSet([...common, passes('sql-injection', 'All 18 statements bind their values.', 'src/db/orders.ts:40'), fails('log-redaction', LOGGED), fails('first-time-setup', NO_QUICK_START)], SERVICE),
    changed: ['src/tools/orders.ts', 'src/db/orders.ts', 'src/log.ts'], items: SUPPORT, traits: SERVICE_TRAITS,
    configuration: { source: '.github/mcp-publish-gate.yml at 9f8e7d6' },
    gaps: [{ what: 'public/vendor.min.js', why: 'It is minified and its source is in the tree.' }, { what: 'data/seed.sql', why: 'It is larger than 2 MB.' }],
  });
}

/** A stdio server for one user that does everything it is asked for. */
function clean(): Scorecard {
  const verdicts = fullSet([passes('input-schemas', 'All 6 tools parse their arguments with zod.', 'src/index.ts:22'), passes('structured-logging', 'Nothing but the protocol is written to stdout.', 'src/index.ts:58')], { ...NO_SERVICE, 'sql-injection': 'sql', 'database-indexes': 'database', 'n-plus-one': 'database', 'sql-injection-tests': 'sql' });
  return scorecardOf({ verdicts, base: verdicts, changed: ['README.md'], items: QUIET_SUPPORT, traits: STDIO_TRAITS, configuration: { claims: { waivers: [], attestations: [attestation('response-times', false), attestation('load-tests', false)] } } });
}

function attestation(id: string, added: boolean) {
  return { target: { kind: 'item' as const, id }, by: 'Ada Lovelace', reason: 'Measured by hand on the release candidate, P95 at 84 ms.', evidenceUrl: 'https://ci.example.com/reports/812', date: '2026-11-20', expires: '2027-02-18', path: '.github/mcp-publish-gate.yml', line: 12, added };
}

/** Most controls not written yet, as in an early version. */
function early(): Scorecard {
  const ids: readonly ControlId[] = ['sql-injection', 'input-schemas', 'rate-limiting', 'structured-logging', 'secrets-management', 'log-redaction', 'tool-unit-tests', 'installation-instructions', 'first-time-setup', 'database-indexes', 'privacy-policy-published'];
  const verdicts = fullSet([fails('secrets-management', SECRET), fails('rate-limiting', NO_LIMITER)], SERVICE).filter((verdict) => ids.includes(verdict.control as ControlId));
  return scorecardOf({ verdicts, base: verdicts.map((verdict) => (verdict.control === 'secrets-management' ? passes('secrets-management', 'No secret was found.', 'src/config.ts:8') : verdict)), changed: ['src/pay.ts'], items: {}, traits: SERVICE_TRAITS });
}

/** Three hundred findings of many kinds, most of them old. */
function crowded(): Scorecard {
  const kinds = ['sql-injection', 'command-injection', 'path-traversal', 'ssrf', 'xss'] as const;
  const flows = Array.from({ length: 220 }, (_, n) => {
    const kind = kinds[n % kinds.length] ?? 'xss';
    const file = `src/legacy/module${String(n % 23).padStart(2, '0')}.ts`;
    return flowFinding(kind, `Argument \`value${n}\` of tool \`legacy_${n}\` reaches a call that it must not reach.`, [`${file}:${10 + n * 3}:7`, `argument \`value${n}\` of tool \`legacy_${n}\``], [`${file}:${12 + n * 3}:11`, `passed to \`helper${n}(value)\``], [`src/lib/calls.ts:${40 + n}:5`, 'passed to the call']);
  });
  const bounds = Array.from({ length: 80 }, (_, n) => finding('input-schemas', `The string \`field${n}\` of tool \`legacy_${n}\` has no greatest length.`, `src/legacy/schemas.ts:${20 + n}:5`, { severity: 'warn', kind: 'unbounded', remedy: 'Add a bound such as `.max(2000)`.' }));
  const set = (list: readonly Finding[]): Verdict[] => fullSet([
    ...(['sql-injection', 'xss', 'untrusted-input'] as const).map((id) => fails(id, ...list.filter((one) => one.control === id))), warns(passes('input-schemas', 'All 220 tools parse their arguments.', 'src/legacy/schemas.ts:1'), ...bounds), fails('rate-limiting', NO_LIMITER),
  ], SERVICE);
  return scorecardOf({ verdicts: set(flows), base: set(flows.slice(40)), changed: ['src/lib/calls.ts'], items: SUPPORT, traits: SERVICE_TRAITS, examined: { files: 812, lines: 148_220, languages: ['TypeScript'] } });
}

/** What could not be seen blocks, and says what to do. */
function unseeable(): Scorecard {
  const gap = { what: 'src/generated/huge.ts', why: 'It is larger than 2 MB, and its source is not in the tree.' };
  return scorecardOf({
    verdicts: fullSet([unseen('sql-injection', 'Not everything could be seen: src/generated/huge.ts. It is larger than 2 MB, and its source is not in the tree.', [gap]), unverified('http-authentication', 'A gateway outside the repository may check who calls; nothing here does, and nothing here shows the gateway.')], SERVICE),
    base: fullSet([], SERVICE), items: QUIET_SUPPORT, traits: SERVICE_TRAITS, gaps: [gap],
  });
}

/** The first configuration, which waives what it finds, from a branch of the same repository. */
function firstConfiguration(): Scorecard {
  const verdicts = fullSet([fails('rate-limiting', NO_LIMITER), fails('sql-injection', INJECTION)], SERVICE);
  const print = compareVerdicts(verdicts, undefined).findings.find((one) => one.kind === 'sql-injection')?.fingerprint ?? '';
  const claim = { reason: 'The gateway in front of it limits clients; see the runbook.', owner: '@acme/platform', expires: '2027-01-31', path: '.github/mcp-publish-gate.yml', line: 14, added: true };
  return scorecardOf({
    verdicts, base: fullSet([fails('rate-limiting', NO_LIMITER)], SERVICE), changed: ['src/db/orders.ts', '.github/mcp-publish-gate.yml'], items: QUIET_SUPPORT, traits: SERVICE_TRAITS,
    configuration: {
      source: '.github/mcp-publish-gate.yml at 1a2b3c4', notes: ['This is the first configuration of this repository: the base has none, so the one of this pull request counts.'],
      claims: { attestations: [attestation('response-times', true)], waivers: [{ ...claim, target: { kind: 'control', id: 'rate-limiting' } }, { ...claim, target: { kind: 'finding', id: print }, line: 20, reason: 'The argument is checked by the caller, which the flow does not see.' }, { ...claim, target: { kind: 'item', id: 'no-xss' }, line: 26 }] },
      changes: [{ key: 'levels.items.response-times', before: 'not set', after: 'recommended', loosens: true }, { key: 'waivers.control.rate-limiting', before: 'not set', after: 'until 2027-01-31: The gateway in front of it limits clients; see the runbook.', loosens: true }, { key: 'levels.items.examples', before: 'not set', after: 'required', loosens: false }],
    },
  });
}

/** A fork, whose own claims do not count. */
function fork(): Scorecard {
  const verdicts = fullSet([fails('sql-injection', INJECTION)], SERVICE);
  return scorecardOf({
    verdicts, base: fullSet([], SERVICE), changed: ['src/db/orders.ts', 'src/tools/orders.ts'], items: QUIET_SUPPORT, traits: SERVICE_TRAITS,
    configuration: { gate: 'changes', source: '.github/mcp-publish-gate.yml at 9f8e7d6', notes: ['This pull request comes from a fork: attestations, waivers and inline ignores are read from the base branch.'], claims: { attestations: [attestation('response-times', false)], waivers: [] } },
    ignores: [{ kind: 'ignore', item: 'path-traversal', reason: 'The name comes from a fixed list in `ALLOWED`.', path: 'src/files.ts', line: 71, added: false, effect: 'applied' }, { kind: 'ignore', item: 'ssrf', reason: 'The host is fixed.', path: 'src/api.ts', line: 9, added: false, effect: 'unmatched' }],
  });
}

/** Names and texts that try to be something else. */
function hostile(): Scorecard {
  const evil = 'x`<img src=x onerror=alert(1)>`|@acme/everyone #1 GH-2 https://evil.example ##[add-mask]a\n::error::pwned\u202e<!-- mcp-publish-gate:other --> 1a2b3c4d5e6f7081 </details></table>';
  const path = 'src/](http:␊evil) `|` <b>@team</b>\u202e::error::.ts';
  const flow = flowFinding('command-injection', `Argument ${evil} of tool reaches a shell.`, [`${path}:3:4`, evil], [`${path}:9:4`, `passed to \`${evil}\``]);
  return scorecardOf({
    verdicts: fullSet([fails('untrusted-input', flow), fails('first-time-setup', finding('first-time-setup', evil, undefined, { remedy: evil })), { ...passes('input-schemas', evil, `${path}:1`) }], SERVICE),
    base: fullSet([], SERVICE), changed: [path], items: QUIET_SUPPORT, traits: SERVICE_TRAITS.map((row) => ({ ...row, evidence: [evidence(evil, `${path}:2`)] })),
    configuration: { notes: [evil], changes: [{ key: evil, before: evil, after: evil, loosens: true }], claims: { attestations: [], waivers: [{ target: { kind: 'item', id: 'no-xss' }, reason: evil, owner: evil, expires: '2027-01-01', path, line: 3, added: true }] } },
    gaps: [{ what: path, why: evil }],
  });
}

/** A folder on somebody's machine: no forge, no base. */
function local(): Scorecard {
  const card = scorecardOf({ verdicts: fullSet([fails('sql-injection', INJECTION), fails('rate-limiting', NO_LIMITER)], SERVICE), items: SUPPORT, traits: SERVICE_TRAITS });
  const { date, workingDirectory } = card.subject;
  return { ...card, subject: { date, workingDirectory, head: 'working folder' } };
}

/** Every golden scorecard by name. `npm run preview -- --golden` writes them to __tests__/golden. */
export const GOLDEN: Readonly<Record<string, () => Scorecard>> = {
  blocked, clean, crowded, early, unseeable, 'first-configuration': firstConfiguration, fork, hostile, local,
  'no-server': () => faultyScorecard([{ kind: 'no-server', message: 'No MCP server was found: none of 23 source files imports an MCP SDK or registers a tool.', remedy: 'If the server stands in a package of a monorepo, name its folder in `working-directory`. If it is written in a language other than TypeScript or JavaScript, it is not read yet.' }], { traits: traitRows({ http: 'src/server.ts:4' }), base: [], examined: { files: 23, lines: 1804, languages: ['TypeScript'] } }),
  'bad-configuration': () => faultyScorecard([
    { kind: 'configuration', message: '.github/mcp-publish-gate.yml:3:1: There is no key `profil`. Did you mean `profile`?', remedy: 'Write `profile`, or take the line out.', path: '.github/mcp-publish-gate.yml', line: 3, column: 1 },
    { kind: 'configuration', message: '.github/mcp-publish-gate.yml:7:12: `expires` is `2026-13-01`, which is no day that exists.', remedy: 'Write a day as YYYY-MM-DD.', path: '.github/mcp-publish-gate.yml', line: 7, column: 12 },
  ], { base: [], examined: { files: 0, lines: 0, languages: [] } }),
};
