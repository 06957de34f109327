import type { EntryPoint } from '../entries/entry';
import { ANY, NO_NODE, type Call, type Load, type NodeId } from '../../model/flow-graph';
import type { PointsTo } from '../points-to/result';
import { fileOf, nameOf, type Program } from '../program';
import { originalOf, wayBack } from '../way-back';
import { bitOf } from './kinds';
import type { SinkSite } from './sinks';
import type { TaintSource } from './follow/fact';

const KIND = bitOf('sensitive-data-logged');

/** Names of environment variables that hold a secret. Public keys, names of secrets and switches do not. */
const SECRET_VARIABLE = /(^|_)(API_?KEY|APIKEY|SECRET|TOKEN|PASSWORD|PASSWD|PWD|PASS|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIALS?|AUTH|CLIENT_?SECRET|PAT|CONNECTION_?STRING|DATABASE_URL|DB_URL|MONGO(DB)?_?UR[IL]|REDIS_URL)(_|$)/i;
const NO_SECRET = /(^|_)(PUBLIC|NAME|ID|URL|PATH|FILE|ENDPOINT|ENABLED?|DISABLED?|TTL|EXPIR\w*|TYPE|MODE|LIMIT|MAX|MIN|COUNT|HEADER|PREFIX|REGION|SCOPES?|AUDIENCE|ISSUER|METHOD|PROVIDER|REQUIRED|DIR|COMMAND|CMD|SCRIPT|HOST|PORT|DOMAIN|SERVER|SERVICE|REALM|STORE|STORAGE|BACKEND|STRATEGY|VERSION|FLOW|GRANTS?|TIMEOUT|INTERVAL|DELAY|RETRIES|SIZE|LENGTH|ALG|ALGORITHM|USER|USERNAME|EMAIL|CALLBACK|REDIRECT)$/i;
const CONNECTION = /(DATABASE_URL|DB_URL|MONGO(DB)?_?UR[IL]|REDIS_URL|CONNECTION_?STRING)$/i;

/** Whether a variable of that name holds a secret. */
export function isSecretVariable(name: string): boolean {
  return SECRET_VARIABLE.test(name) && (CONNECTION.test(name) || !NO_SECRET.test(name));
}

/** What the last words of a name say when it is that of a secret: of a member, a parameter, or a function that gives one. */
const SECRET_WORDS = /(?:^| )(?:password|passwd|pwd|passphrase|passcode|secret|(?:api|private|secret|access|encryption|signing) ?key|apikey|(?:access|refresh|auth|bearer|id|session|api|oauth|jwt|csrf|reset) token|auth header|credit card(?: number)?|card number|cvv|cvc|ssn|social security number)(?: (?:confirm|confirmation|again|repeat|plain))?$/;
/** Words that make it something about a secret, or what is left of one. */
const NO_SECRET_WORDS = /(?:^| )(?:has|have|is|no|not|forgot|forgotten|hash|hashed|encrypted|masked|redacted|obfuscated|show|hide|hidden|require|requires|required|valid|invalid|check|verify|validate|compare|change|missing|wrong|public|use|uses|with|set|reset password|generate|on|can|should|needs|wants|csrf)(?: |$)/;
/** Whose `token` is one that opens something. */
const TOKEN_OWNER = /^(?:user|currentUser|auth|session|account|credentials?|login|config|secrets?|oauth)$/;
const SECRET_HEADERS = ['authorization', 'cookie', 'x-api-key', 'proxy-authorization'];
/** Fields of credentials in objects that are handed on whole: what a whole environment holds. */
const WHOLE = '\u0001secret';

/** Values that must not be written down: secrets of the environment, of requests, and members named like one. */
export function sensitiveSources(program: Program, points: PointsTo): TaintSource[] {
  const found = new Map<string, TaintSource>();
  const add = (node: NodeId, path: readonly string[], note: string): void => {
    const key = `${node} ${path.join('.')}`;
    if (!found.has(key) && fileOf(program, node)?.product) found.set(key, { node, path, kinds: KIND, note, origin: 'sensitive' });
  };
  const bases = new Set(program.loads.map((load) => load.from));
  for (const load of program.loads) {
    const paths = points.of(load.to).flatMap((value) => (value.k === 'api' ? [value.path] : []));
    if (points.of(load.from).some((value) => value.k === 'api' && ENVIRONMENT.test(value.path))) {
      if (load.prop === ANY) for (const { node, name } of computedVariables(program, points, load)) add(node, [], `the secret \`${name}\` of the environment`);
      else if (isSecretVariable(load.prop)) add(load.to, [], `the secret \`${load.prop}\` of the environment`);
    } else if (!bases.has(load.to) && paths.some(isSecretAsWhole)) add(load.to, ...wholeOf(paths));
    else if (paths.some((path) => /\.Request\(\)\.headers$|IncomingMessage\(\)\.headers$/.test(path))) for (const header of SECRET_HEADERS) add(load.to, [header], `the header \`${header}\` of the request`);
    else if (isKnown(points, load)) continue;
    else if (isSecretName(load.prop) || (load.prop === 'token' && [...wayBack(program, load.from)].some((node) => TOKEN_OWNER.test(nameOf(program, node) ?? '')))) add(load.to, [], `\`${load.prop}\``);
  }
  return [...found.values(), ...namedSources(program, points)];
}

/** Whether a member is no secret, whatever it is called: a constant such as the name that a secret is kept under or a count of secrets, or a part of an address that was taken apart. */
function isKnown(points: PointsTo, load: Load): boolean {
  const values = points.of(load.to);
  return (values.length > 0 && values.every((value) => value.k === 'const' && value.value !== '' && value.value !== null))
    || points.of(load.from).some((value) => value.k === 'api' && value.path === 'URL()');
}

function isSecretAsWhole(path: string): boolean {
  return path === 'process.env' || COOKIES.test(path);
}

function wholeOf(paths: readonly string[]): [path: readonly string[], note: string] {
  return paths.includes('process.env') ? [[WHOLE], 'the whole environment'] : [[], 'the cookies of the request'];
}

/** Parameters that are called what secrets are called, and results of functions that say that they give one. */
function namedSources(program: Program, points: PointsTo): TaintSource[] {
  const source = (node: NodeId, name: string): TaintSource[] => (isSecretName(name) && fileOf(program, node)?.product ? [{ node, path: [], kinds: KIND, note: `\`${name}\``, origin: 'named' }] : []);
  const named = [
    ...program.fns.flatMap((fn) => fn.params.flatMap((node) => { const origin = program.origins[node]; return origin?.k === 'param' ? source(node, origin.name) : []; })),
    ...program.calls.flatMap((call) => (call.kind === 'call' && /^(?:get|read|ask|prompt|load|fetch)[A-Z_]/.test(call.name) && !asksForNoSecret(points, call) ? source(call.result, call.name) : [])),
  ];
  if (named.length === 0) return [];
  const objects = readByMember(program);
  return named.filter(({ node }) => !objects.has(node));
}

/** `getSecret('client-id')`: what a store of secrets keeps under a name that is no secret's. */
function asksForNoSecret(points: PointsTo, call: Call): boolean {
  const names = namesAt(points, call.args[0] ?? NO_NODE);
  return names.length > 0 && names.every((name) => NO_SECRET.test(name.replace(/[^A-Za-z0-9]+/g, '_')));
}

/** Members of text. */
const OF_TEXT = /^(?:length|trim\w*|slice|substr(?:ing)?|split|replace(?:All)?|to\w+|starts\w+|ends\w+|includes|indexOf|match|concat|pad\w+|at|charAt|then|catch|finally|\d+)$/;

/** Values that members are read of: an object that holds a secret among other things, and is none itself. */
function readByMember(program: Program): ReadonlySet<NodeId> {
  return new Set(program.loads.flatMap((load) => (load.prop === ANY || OF_TEXT.test(load.prop) ? [] : [...wayBack(program, load.from)])));
}

/** Whether a member or variable of that name holds a secret. */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ').toLowerCase();
  return SECRET_WORDS.test(words) && !NO_SECRET_WORDS.test(words);
}

/** Members under which an answer or a box holds the secret that it is about. */
const HOLDS = /^(?:data|value|values|secrets?\w*|tokens?|credentials?|creds|auth|result|results|response|body|text|content|raw|payload|items?|json|plain|current|default|key|keys|string\w*|binary|bytes|_\w+)$/i;

/** Whether a member of a secret is no secret: `credentials.accountId` of what a key chain gave. */
export function isBesideSecret(prop: string): boolean {
  return /^[A-Za-z]/.test(prop) && !OF_TEXT.test(prop) && !HOLDS.test(prop) && !isSecretName(prop);
}

/** All at once: one by its name may be a theme. */
const COOKIES = /^(?:express|fastify)\.(?:Fastify)?Request\(\)\.(?:cookies|signedCookies)$/;
const ENVIRONMENT = /^(?:process|Deno|Bun|import\.meta)\.env$/;

/**
 * Secrets read under a computed name, `process.env[name]`: one variable, and never the whole environment. A helper that is
 * given the name reads whatever each of its callers names, so that the secret is what comes back where a secret is named.
 */
function computedVariables(program: Program, points: PointsTo, load: Load): { readonly node: NodeId; readonly name: string }[] {
  const key = originalOf(program, load.key ?? NO_NODE);
  const origin = program.origins[key];
  if (origin?.k !== 'param') {
    const names = namesAt(points, load.key ?? NO_NODE);
    const [first] = names;
    return first !== undefined && names.every(isSecretVariable) ? [{ node: load.to, name: first }] : [];
  }
  const fn = program.owners[key] ?? -1;
  const param = program.fns[fn]?.params.indexOf(key) ?? -1;
  return points.callers(fn).flatMap((index) => {
    const call = program.calls[index];
    const name = call && namesAt(points, call.args[param] ?? NO_NODE).find(isSecretVariable);
    return call && name !== undefined ? [{ node: call.result, name }] : [];
  });
}

function namesAt(points: PointsTo, node: NodeId): string[] {
  return node === NO_NODE ? [] : points.of(node).flatMap((value) => (value.k === 'const' && typeof value.value === 'string' ? [value.value] : []));
}

/** What a tool hands to its caller: a model reads it, and what models read is kept and passed on. */
export function resultSinks(program: Program, entries: readonly EntryPoint[]): SinkSite[] {
  return entries.filter((entry) => entry.kind === 'tool' || entry.kind === 'dispatch' || entry.kind === 'resource').flatMap((entry) => entry.handlers.flatMap((fn) => {
    const node = program.fns[fn]?.ret;
    return node === undefined ? [] : [{ kind: 'sensitive-data-logged' as const, node, path: ['content'], call: -1, store: -1, note: 'the result of a tool', deep: true, warn: false, callee: entry.name, from: ['sensitive' as const] }];
  }));
}
