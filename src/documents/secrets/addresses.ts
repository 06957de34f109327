import type { SecretConfidence } from '../../facts/secrets';
import { isPlaceholder, isRandom, isStrongPassword } from './placeholder';
import type { Suspect } from './preset';

/** Any address with a user and a password before its host (RFC 3986, 3.2.1), from its `://` on. All repetitions are bounded. */
const ADDRESS = /:\/\/([^\s:/?#@"'`<>()\\,]{0,128}):([^\s/@"'`<>()\\,]{3,200})@([A-Za-z0-9_.-]{1,200}|\[[0-9a-f:]{2,40}\])/g;

/** Connection strings as .NET and ODBC write them. */
const PAIRS = /\b(?:password|pwd)\s?=\s?([^;"'`\s]{6,128});/gi;

/** `curl -u user:password`, whose address is not in one piece with the password. */
const CURL = /\bcurl\b[^\n]{0,200}\s(?:-u|--user)[\s=]["']?([\w.@-]{1,64}):([^\s"'`]{6,100})/g;

/** Passwords that are what the user name says, or what every tutorial says. */
const TUTORIAL = /^(pass(word)?\d*|passw0rd|secret\d*|postgres(ql)?|mysql|mongo(db)?|redis|rabbitmq|guest|root|admin\d*|user(name)?|pwd|token|key|api_?key|test\d*|dev|local(host)?|docker|neo4j|minio(admin)?|elastic|toor|1234\d*|letmein|welcome\d*|default|pass:?|p@ss(w0rd)?|prisma|app|db|x+)$/i;

/** Hosts that are nobody's or only this machine. */
const NO_HOST = /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|host|hostname|server|host\.docker\.internal)$|\.(localhost|test|example|invalid)$|(^|\.)(example|yourdomain|mydomain|your-?\w+|my-?(host|server|domain|company))\.\w+$/i;

/** Hosts of compositions (`db`, `redis`) and of tutorials: a password there counts only when it is a strong one. */
const NEAR_HOST = /^[\w-]+$|(^|\.)(domain|foo|server|host|company|corp|test)\.(com|org|net|io|dev|local)$/i;

/** Addresses and connection strings that carry a password of a host that is reachable from elsewhere. */
export function addressSuspects(text: string, present: ReadonlySet<string>): readonly Suspect[] {
  return [
    ...(present.has('://') ? addresses(text) : []),
    ...(present.has('curl') ? curls(text) : []),
    ...(present.has('password') || present.has('pwd') ? pairs(text) : []),
  ];
}

/** What `addressSuspects` looks for. */
export const ADDRESS_HINTS: readonly string[] = ['://', 'curl', 'password', 'pwd'];

function addresses(text: string): readonly Suspect[] {
  return [...text.matchAll(ADDRESS)].flatMap((match) => {
    const [whole, user = '', password = '', host = ''] = match;
    const scheme = /[a-z][a-z0-9+.-]{1,24}$/.exec(text.slice(Math.max(0, match.index - 25), match.index))?.[0];
    const confidence = judge(password, user, host);
    if (scheme === undefined || confidence === undefined) return [];
    const start = match.index + whole.length - host.length - 1 - password.length;
    return [{ start, end: start + password.length, kind: `the password in ${article(scheme)} ${scheme} address`, confidence }];
  });
}

function curls(text: string): readonly Suspect[] {
  return [...text.matchAll(CURL)].flatMap((match) => {
    const [whole, user = '', password = ''] = match;
    if (isStandIn(password, user) || !isRandom(password)) return [];
    const end = match.index + whole.length;
    return [{ start: end - password.length, end, kind: 'the password of a curl command', confidence: 'likely' as const }];
  });
}

function pairs(text: string): readonly Suspect[] {
  return [...text.matchAll(PAIRS)].flatMap((match) => {
    const password = match[1] ?? '';
    const around = text.slice(Math.max(0, match.index - 300), match.index + 300);
    const host = /\b(?:server|data source|host|addr)\s?=\s?(?:tcp:)?([^;,"'`\s]+)/i.exec(around)?.[1];
    const confidence = host === undefined ? undefined : judge(password, '', host);
    if (confidence === undefined) return [];
    const start = match.index + match[0].length - 1 - password.length;
    return [{ start, end: start + password.length, kind: 'the password in a connection string', confidence }];
  });
}

/** How sure it is that this is a password of something real; undefined when it is none. */
function judge(password: string, user: string, host: string): SecretConfidence | undefined {
  if (NO_HOST.test(host) || isPlaceholder(host)) return undefined;
  const strong = isStrongPassword(password) || isRandom(password);
  // A made-up password may hold the word itself; only a strong one is then more than an example.
  if (isStandIn(password, user)) return strong && !isPlaceholder(password) && !TUTORIAL.test(password) && !/[{}$%<>*]/.test(password) ? 'possible' : undefined;
  return NEAR_HOST.test(host) && !strong ? undefined : 'likely';
}

/** Whether a password is none: a placeholder, a variable, the user's own name, or a tutorial's. */
export function isStandIn(password: string, user: string): boolean {
  if (password === user || TUTORIAL.test(password) || isPlaceholder(password)) return true;
  return /[{}$%<>*]|password|passwd|secret|token|(^|[-_])key([-_]|$)/i.test(password);
}

function article(word: string): string {
  return /^[aeiou]/i.test(word) ? 'an' : 'a';
}
