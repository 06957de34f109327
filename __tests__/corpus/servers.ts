import type { ControlId } from '../../src/checklist/ids';

/** What the source of a published server shows, read by a person. */
export interface Judged {
  readonly outcome: 'pass' | 'fail';
  /** One sentence on why, from the source. */
  readonly why: string;
  /** Why the tool does not say so yet. Its verdict must differ, so that a closed gap is noticed. */
  readonly gap?: string;
}

/** A published MCP server at one version, with a verdict for each control of `CODE_CONTROLS` that applies to it. */
export interface PublishedServer {
  readonly name: string;
  readonly version: string;
  /** What it is, and why it is here. */
  readonly kind: string;
  readonly verdicts: Readonly<Partial<Record<ControlId, Judged>>>;
}

/** Controls that code alone decides; packages hold no tests and few documents. */
export const CODE_CONTROLS = [
  'rate-limiting', 'input-schemas', 'sql-injection', 'xss', 'secrets-management', 'structured-logging', 'log-redaction', 'database-indexes', 'untrusted-input',
  'api-key-validation', 'scoped-permissions', 'jwt-expiration', 'tls', 'ssl-enforced', 'file-upload-validation',
  'n-plus-one', 'data-encryption', 'data-retention', 'data-minimization', 'data-deletion-endpoint',
  'consistent-errors', 'circuit-breaker', 'retry', 'caching', 'cache-invalidation', 'error-tracking', 'metric-response-times', 'metric-error-rates', 'metric-request-volumes',
] as const satisfies readonly ControlId[];

const pass = (why: string): Judged => ({ outcome: 'pass', why });
const fail = (why: string): Judged => ({ outcome: 'fail', why });
const gap = (judged: Judged, because: string): Judged => ({ ...judged, gap: because });

const NO_SECRETS = pass('No file of the package holds a credential; keys come from the environment.');
const STDERR = pass('Everything that it logs while it speaks over standard input and output goes to standard error.');
const NOTHING_SENSITIVE = pass('Logs and results hold messages and answers of the service, and no credential.');

const KEY_ASKED = pass('The server does not start, or does not call the service, without its key.');
const CHECKED = pass('The services that it calls are called by HTTPS, and nothing switches the check of certificates off.');
const PLAIN = fail('The HTTP mode listens on all interfaces without TLS, and the package holds nothing that stands in front.');
const NOT_ENFORCED = fail('Nothing in the HTTP mode sends Strict-Transport-Security, redirects or refuses plain HTTP.');
const ONE_REQUEST = pass('Each tool sends one request to the service, or a fixed number of them.');

const NOT_OBSERVED = {
  'error-tracking': fail('Its HTTP mode reports errors to nobody: there is no tracker, no agent and no store of errors.'),
  'metric-response-times': fail('Nothing measures how long its answers over HTTP take.'), 'metric-error-rates': fail('Nothing counts its answers over HTTP by status.'),
  'metric-request-volumes': fail('Nothing counts its requests over HTTP.'),
};
const UNCAUGHT = pass('Nothing on the way to an answer catches errors, so that the SDK reports them.');
const NO_RETRY = fail('Every request is sent once, by a client that does not try again.');

export const SERVERS: readonly PublishedServer[] = [
  {
    name: 'mcp-git', version: '0.0.4', kind: 'A low-level server over stdio that runs git.',
    verdicts: {
      'input-schemas': fail('The handler checks only that there are arguments, and reads `args.repo_path` and others as they come.'),
      'secrets-management': NO_SECRETS, 'structured-logging': STDERR, 'log-redaction': NOTHING_SENSITIVE,
      'untrusted-input': fail('`git diff`, `git show` and `git checkout` get names from the caller without `--` before them, so that `--output=file` is an option.'),
      'consistent-errors': UNCAUGHT,
    },
  },
  {
    name: '@modelcontextprotocol/server-filesystem', version: '2026.8.31', kind: 'Files, over stdio, with allowed folders.',
    verdicts: {
      'input-schemas': pass('Every tool is registered with a schema of zod.'),
      'secrets-management': NO_SECRETS, 'structured-logging': STDERR, 'log-redaction': NOTHING_SENSITIVE,
      'untrusted-input': pass('Each path goes through `validatePath`, which resolves links and compares with the allowed folders.'),
      'consistent-errors': pass('What a whole call fails by is thrown; where one of many files fails, its part of the answer says so.'),
    },
  },
  {
    name: 'mcp-mongo-server', version: '3.0.1', kind: 'A document database, over stdio and HTTP.',
    verdicts: {
      'api-key-validation': pass('The token of the HTTP mode is asked for before requests are let in, and compared in constant time.'),
      tls: PLAIN, 'ssl-enforced': NOT_ENFORCED,
      'rate-limiting': fail('The HTTP mode listens on all interfaces with a token that is optional, and nothing counts requests.'),
      'input-schemas': fail('The handler checks names of operations and whether a collection is given, and reads `args.limit`, `args.sort` and others as they come.'),
      'secrets-management': NO_SECRETS,
      'structured-logging': pass('Lines on standard output are written by the HTTP mode alone.'),
      'log-redaction': pass('The log of requests holds method, address and status; the token is compared and never written.'),
      'untrusted-input': pass('Filters and pipelines of the caller reach the database because that is what the tools are declared to do; server-side script is refused.'),
      'n-plus-one': pass('Every loop works on documents that one query returned, and none asks again.'),
      'consistent-errors': pass('The functions of the tools return `isError` with the message, and one handler answers the failures of routes.'), 'circuit-breaker': pass('The driver gives up when it finds no server in time.'), retry: pass('The driver repeats reads and writes that fail for a passing reason.'),
      caching: fail('The HTTP mode asks the database for every caller anew.'), ...NOT_OBSERVED,
    },
  },
  {
    name: '@brightdata/mcp', version: '2.11.3', kind: 'A remote browser and a cloud API, over stdio.',
    verdicts: {
      'api-key-validation': KEY_ASKED, tls: CHECKED,
      'input-schemas': pass('Tools of FastMCP with schemas of zod.'),
      'secrets-management': NO_SECRETS, 'structured-logging': STDERR, 'log-redaction': NOTHING_SENSITIVE,
      'untrusted-input': pass('The browser that opens addresses of the caller runs at the service, and opening them is what the tool is for.'),
      'n-plus-one': ONE_REQUEST,
      'consistent-errors': pass('What tools throw is thrown on, and FastMCP marks it.'), 'circuit-breaker': fail('The request for the status has no timeout, and that of the others is unset by default.'), retry: fail('`base_request` tries again at once, without waiting.'),
    },
  },
  {
    name: 'hyperbrowser-mcp', version: '1.0.25', kind: 'A browser service, compiled to CommonJS, over stdio and SSE.',
    verdicts: {
      'api-key-validation': KEY_ASKED, tls: PLAIN, 'ssl-enforced': NOT_ENFORCED,
      'rate-limiting': fail('The SSE mode listens on all interfaces, and anybody who reaches it spends the owner’s key without a limit.'),
      'input-schemas': pass('Each tool is registered with a schema.'),
      'secrets-management': NO_SECRETS,
      'structured-logging': pass('The one line on standard output is written when the SSE mode is chosen.'),
      'log-redaction': NOTHING_SENSITIVE,
      'untrusted-input': pass('Addresses and tasks of the caller are sent to the service as data.'),
      'n-plus-one': ONE_REQUEST,
      'consistent-errors': pass('Tools return `isError` with the message.'), 'circuit-breaker': fail('Images are downloaded by `fetch` without a signal.'), retry: NO_RETRY, caching: fail('Lists are read from the service for every caller anew.'), ...NOT_OBSERVED,
    },
  },
  {
    name: '@line/line-bot-mcp-server', version: '0.5.0', kind: 'A cloud API that sends messages, over stdio.',
    verdicts: {
      'api-key-validation': KEY_ASKED, tls: CHECKED,
      'input-schemas': pass('Every tool has a schema of zod.'),
      'secrets-management': NO_SECRETS, 'structured-logging': STDERR, 'log-redaction': NOTHING_SENSITIVE,
      'untrusted-input': pass('Files are written under names that the server makes, and arguments travel as bodies of the API’s client.'),
      'n-plus-one': ONE_REQUEST,
      'consistent-errors': fail('`create_rich_menu` answers with the stack of the error.'), 'circuit-breaker': gap(fail('The client sends requests by `fetch` and sets no timeout.'), 'Whether that client has a timeout is not documented, so that it is unverified.'), retry: NO_RETRY,
    },
  },
  {
    name: 'tavily-mcp', version: '0.2.22', kind: 'A low-level server for a search API, over stdio.',
    verdicts: {
      'api-key-validation': pass('Where the key is missing the server says so and works in a mode of the service that needs none.'), tls: CHECKED,
      'input-schemas': fail('The cases of the handler read `args.query` and others without parsing them.'),
      'secrets-management': NO_SECRETS,
      'structured-logging': pass('Only `--list-tools` writes to standard output, and it ends the process.'),
      'log-redaction': NOTHING_SENSITIVE,
      'untrusted-input': pass('Arguments are sent as the body of requests to one fixed host.'),
      'n-plus-one': pass('The one loop around a request waits for a research to end, with a limit on how long.'),
      'consistent-errors': pass('Failures of the API are returned with `isError`, others are thrown.'), 'circuit-breaker': fail('The instance of axios is made without a timeout.'), retry: fail('One loop asks until research is done and gives up at the first failure; nothing is tried again.'),
    },
  },
  {
    name: 'mcp-server-code-runner', version: '0.1.8', kind: 'Runs code of the caller, over stdio and HTTP.',
    verdicts: {
      tls: PLAIN, 'ssl-enforced': NOT_ENFORCED,
      'rate-limiting': fail('The HTTP mode listens on all interfaces and runs code for whoever asks.'),
      'input-schemas': pass('The tool has a schema whose language is one of a list.'),
      'secrets-management': NO_SECRETS,
      'structured-logging': fail('`console.debug` in the handler writes to standard output in the stdio mode as well.'),
      'log-redaction': NOTHING_SENSITIVE,
      'untrusted-input': pass('To run the code of the caller is what the tool is declared to do; the language is one of a list and the file’s name is fixed.'),
      'consistent-errors': UNCAUGHT, ...NOT_OBSERVED,
    },
  },
  {
    name: '@elastic/mcp-server-elasticsearch', version: '0.3.1', kind: 'A search engine, over stdio.',
    verdicts: {
      'api-key-validation': pass('A schema reads key, name and password, and takes none of them for a database that asks for none.'),
      tls: gap(pass('Certificates are checked unless whoever runs the server sets ES_SSL_SKIP_VERIFY.'), 'The setting is compared around the assignment, and only a setting inside the assigned value is seen.'),
      'input-schemas': pass('Every tool has a schema of zod.'),
      'secrets-management': NO_SECRETS,
      'structured-logging': pass('Standard output is used for a usage text that ends the process.'),
      'log-redaction': NOTHING_SENSITIVE,
      'untrusted-input': pass('The query of the caller goes to the engine as the body of a search, which the tool is for; the finding is a warning.'),
      'n-plus-one': ONE_REQUEST,
      'consistent-errors': fail('The tools answer failures as text without `isError`.'), 'circuit-breaker': pass('The client is made with `requestTimeout`.'), retry: pass('The client is made with `maxRetries`.'),
    },
  },
  {
    name: '@neondatabase/mcp-server-neon', version: '0.6.5', kind: 'SQL databases of a cloud, with an OAuth server of its own, over stdio and HTTP.',
    verdicts: {
      'api-key-validation': fail('`CLIENT_SECRET` and `COOKIE_SECRET` fall back to the empty text, by which the cookie that remembers approvals is signed.'),
      'scoped-permissions': fail('A caller with an API key gets the scope `*`, and no tool asks for a scope before it acts.'),
      'jwt-expiration': gap(pass('The tokens that it issues say `expires_in`, and each request compares `expires_at` with the time.'), 'Its tokens are records of a store and no JWT, and only signed ones are known to be issued.'),
      tls: PLAIN, 'ssl-enforced': NOT_ENFORCED,
      'rate-limiting': fail('Neither the MCP route nor the routes that register clients and issue tokens count requests.'),
      'input-schemas': fail('Every tool has a schema of zod, but `/register` and `/token` take members of the body and ask at most whether they are there.'),
      'sql-injection': pass('Statements of the caller are run because the tools are there for it, and names of tables travel as parameters.'),
      xss: pass('The consent page is rendered by a template that escapes.'),
      'secrets-management': NO_SECRETS,
      'structured-logging': pass('The logger of winston writes JSON.'),
      'log-redaction': NOTHING_SENSITIVE,
      'untrusted-input': fail('The callback redirects to the address inside the `state` parameter, which nothing signs or compares with the addresses of the client.'),
      'n-plus-one': pass('Statements of the caller go to the database in one transaction, and the catalogue is asked once for each table that a plan names.'),
      'data-encryption': fail('Access tokens, refresh tokens and API keys of those who log in are put into a table as they are.'),
      'data-retention': fail('Tokens and codes are kept without a lifetime, and only a refresh deletes the pair that it replaces.'),
      'data-minimization': fail('`/register` spreads the whole body of the request into the client that it stores.'),
      'data-deletion-endpoint': fail('No route removes the account that is kept beside an API key.'),
      'consistent-errors': fail('`/register` answers with the whole error.'), 'circuit-breaker': fail('Queries over HTTP have no timeout.'), retry: NO_RETRY,
      caching: pass('What belongs to a key of the API is kept in keyv and looked up there first.'), 'cache-invalidation': gap(fail('Records of API keys are kept without a lifetime, and nothing deletes them.'), 'The stores of one library count as one, and tokens in another of them are deleted.'),
      ...NOT_OBSERVED, 'error-tracking': pass('Errors of tools are sent to Sentry.'),
    },
  },
  {
    name: 'workers-mcp', version: '0.0.13', kind: 'A bridge from stdio to a Worker, with a command line beside it.',
    verdicts: {
      tls: CHECKED,
      'input-schemas': fail('The handler passes the members of the arguments on to the Worker without a check.'),
      'secrets-management': NO_SECRETS,
      'structured-logging': gap(pass('The commands that set up and document write to standard output; the one that serves logs to standard error.'), 'All commands stand in one bundled file, whose parts are told apart by a word on the command line.'),
      'log-redaction': gap(fail('The proxy logs the whole request to the Worker, whose header holds the shared secret.'), 'The secret is read from a file, and only the environment is known to hold secrets.'),
      'untrusted-input': pass('The address of the Worker is fixed when the bridge starts, and arguments travel in the body.'),
      'n-plus-one': pass('Each call of a tool becomes one request to the Worker.'),
      'consistent-errors': fail('The Worker answers with the stack of the error.'), 'circuit-breaker': fail('The Worker is called by `fetch` without a signal.'), retry: NO_RETRY,
    },
  },
  {
    name: '@modelcontextprotocol/server-everything', version: '2026.8.31', kind: 'Every feature of the protocol, over stdio, SSE and HTTP.',
    verdicts: {
      tls: PLAIN, 'ssl-enforced': NOT_ENFORCED,
      'rate-limiting': fail('Both HTTP modes listen on all interfaces without a limit.'),
      'input-schemas': pass('Every tool has a schema of zod.'),
      'secrets-management': NO_SECRETS,
      'structured-logging': pass('The usage text ends the process, and the other line is written by the HTTP mode.'),
      'log-redaction': fail('The tool `get-env` answers with the whole environment.'),
      'untrusted-input': fail('`gzip-file-as-resource` fetches any address unless a list of domains is configured, and by default none is.'),
      'n-plus-one': pass('One tool fetches one file; the loops read its chunks or wait for a task.'),
      'consistent-errors': UNCAUGHT, 'circuit-breaker': pass('A timer aborts the one request.'), retry: NO_RETRY, caching: fail('The HTTP modes fetch the same file for every caller anew.'), ...NOT_OBSERVED,
    },
  },
  {
    name: '@modelcontextprotocol/server-puppeteer', version: '2025.5.12', kind: 'A local browser, low-level, over stdio.',
    verdicts: {
      tls: pass('The check of certificates stays on unless the caller of a tool asks for the option of the browser, and for what is dangerous, by name.'),
      'input-schemas': fail('The cases of the handler read `args.url` and others without parsing them.'),
      'secrets-management': NO_SECRETS, 'structured-logging': STDERR, 'log-redaction': NOTHING_SENSITIVE,
      'untrusted-input': pass('Opening addresses and running script in the page is what the tools are declared to do; the findings are warnings.'),
      'n-plus-one': pass('No loop asks anything of a service or a database.'),
      'consistent-errors': pass('Each action returns `isError` with the message.'),
    },
  },
  {
    name: '@auth0/auth0-mcp-server', version: '0.1.0-beta.19', kind: 'A management API with a log-in by device code, over stdio.',
    verdicts: {
      'api-key-validation': pass('A token of the environment is refused without its domain, and when it has expired.'), tls: CHECKED,
      'file-upload-validation': fail('The tools that save credentials write into any existing folder that the caller names; only `..` is refused.'),
      'input-schemas': fail('The handler refuses names that the schema does not list, but parses no value before the tools use it.'),
      'secrets-management': NO_SECRETS,
      'structured-logging': pass('Only the commands that log in and set up write to standard output.'),
      'log-redaction': pass('The log names the items of the keychain that are written and removed, and never their values.'),
      'untrusted-input': fail('The tools that save credentials read and write files in any existing folder that the caller names; only `..` is refused.'),
      'n-plus-one': pass('Tools send one request to the management API each; the loops are over settings and entries of the key chain.'),
      'consistent-errors': pass('Handlers return `isError`, and the dispatcher hands it on.'), 'circuit-breaker': fail('The log-in sends requests by `fetch` without a signal.'), retry: pass('`fetchWithOptions` tries again after a delay, a few times.'),
    },
  },
];
