import { isStandIn } from './addresses';
import { basicPassword } from './checks';
import { isPlaceholder, isRandom, isStrongPassword } from './placeholder';
import type { Suspect } from './preset';

/** Words that make a name speak of a secret. `key` alone does not: maps, keyboards and caches have keys. */
const TELLING = /secret|token|passw(?:or)?d|passwd|passphrase|(?<![a-z])pwd|api[-_ ]?key|(?:access|private|auth|signing|encryption|encrypt|master|storage|service|account|crypt|jwt|session|cookie|license|admin|bot|webhook)[-_]?key|credential|authorization|bearer/gi;

/** What follows the telling word when the name speaks of something about the secret and not of the secret. */
const ABOUT = /^[-_.]?(?:ids?|names?|types?|ur[il]s?|endpoint|path|fields?|prefix|suffix|headers?|param|length|len|size|limits?|count|max|min|expir|ttl|life|hash|digest|format|pattern|regex|label|title|desc|text|messages?|msg|error|placeholder|hint|selector|class|style|colou?r|kind|policy|scopes?|algo?|file|dir|folder|store|manager|arn|version|provider|issuer|ref|env|var|mask|table|column|locator|template|required|enabled|icon|group|usage|budget|s?_?per_|ize|iz|is|ed|isation|address|program|contract|mint|symbol|account|chain|index|position|start|end|value_?from|list|map|set|schema|option|input|button|form|page|screen|view|modal|link|help|doc|info|meta|stat|state|status|event|action|method|func|callback|handler|service|server|client_?id|response|request|result|object|data_?type|rotation|source|sha|checksum|fingerprint|thumbprint|preview|last|tests?|sandbox|example|sample|dummy|fake|mock)/i;

/** What precedes the telling word when the value is meant to be seen. */
const PUBLIC = /version|public|publishable|anon|captcha|csrf|xsrf|example|sample|dummy|fake|mock|test|demo|cancel(?:lation)?|next[-_]?page|page|continuation|continue|cursor|sync|design|css|theme|color|lexer|parse|syntax|stop|eos|bos|pad|sep|mask|unk|special|hash|sha\d*|md5|measurement|analytics|posthog|segment|amplitude|mixpanel|(?<![a-z])local(?![a-z])/i;

/** Keys that their providers give out to stand in web pages and programs. */
const PUBLISHED = /^(phc_|pk[._]|sb_publishable_|pub-|rzp_|G-[A-Z0-9]{8,12}$|UA-\d|ca-pub-)/;

/** Files in which values stand without quotes. */
const BARE = /(^|\/)(\.env[\w.-]*|[\w.-]*\.env|\.envrc|\.dev\.vars|\.npmrc|\.pypirc|\.netrc|_netrc|\.pgpass|Procfile|Dockerfile[\w.-]*|[\w.-]*\.dockerfile|Makefile)$|\.(ini|cfg|conf|properties|ya?ml|sh|bash|zsh|fish|ps1|bat|cmd|tfvars)$/i;

/** Whether a name speaks of a secret, in all its parts. */
export function tellsSecret(name: string): boolean {
  return [...name.matchAll(TELLING)].some((match) => {
    const left = name.slice(0, match.index);
    const right = name.slice(match.index + match[0].length);
    return !ABOUT.test(right) && !PUBLIC.test(left);
  });
}

/**
 * Values beside a name that speaks of a secret: `API_KEY=…`, `"password": "…"`, `token: '…'`, `--api-key …`,
 * `process.env.TOKEN ?? '…'`. Entropy alone is never enough: hashes, ids and pictures are random too.
 */
export function namedSuspects(path: string, text: string): readonly Suspect[] {
  const bare = BARE.test(path);
  const found: Suspect[] = [];
  for (const match of text.matchAll(TELLING)) {
    const assigned = assignmentAt(text, match.index, match.index + match[0].length, bare);
    if (assigned) found.push(...suspectsOf(text, assigned));
  }
  return found;
}

interface Assigned {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function suspectsOf(text: string, { name, start, end }: Assigned): readonly Suspect[] {
  const value = text.slice(start, end);
  const scheme = /^(?:Bearer|Basic|token)\s+/i.exec(value)?.[0] ?? '';
  const secret = value.slice(scheme.length);
  if (/^basic/i.test(scheme)) {
    const password = basicPassword(secret);
    if (password === undefined || isStandIn(password, '')) return [];
    return [{ start: start + scheme.length, end, kind: 'a user name with its password', confidence: 'likely', name }];
  }
  if (PUBLISHED.test(secret) || isPlaceholder(secret) || isIdentifier(secret)) return [];
  if (!isRandom(secret) && !(/passw|pwd|passphrase/i.test(name) && isStrongPassword(secret))) return [];
  if (isPublicHere(text, start)) return [];
  return [{ start: start + scheme.length, end, kind: kindOf(name), confidence: 'possible', name }];
}

function kindOf(name: string): string {
  if (/passw|pwd|passphrase/i.test(name)) return 'a password';
  if (/api[-_ ]?key/i.test(name)) return 'an API key';
  if (/token|bearer|authorization/i.test(name)) return 'a token';
  return 'a secret';
}

/** Keys of a documentation search and tokens of public downloads are meant to be seen. */
function isPublicHere(text: string, start: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf('\n', start) + 1, start - 400), start);
  if (/[?&]token=$/.test(line)) return true;
  return /algolia|indexName|docsearch/i.test(text.slice(Math.max(0, start - 400), start + 400));
}

/** A path, an address, a dotted or dashed name, a call: written by a person to be read by one. */
function isIdentifier(value: string): boolean {
  if (/^(https?:|\/|\.\/|~\/|[A-Z]:\\|#|urn:|data:|\w+\()/i.test(value)) return true;
  if (/^\w+(\.\w+)+$/.test(value) && !/\d{3}/.test(value)) return true;
  const words = value.split(/[-_.:/]/);
  return words.length > 1 && words.every((word) => /^([a-z]*|[A-Z]*|[A-Z][a-z]+|\d{1,4}|v\d+)$/.test(word));
}

/** The value that is assigned to the name around `[from, to)`, if what follows is an assignment of a literal. */
function assignmentAt(text: string, from: number, to: number, bare: boolean): Assigned | undefined {
  const left = /[\w$.-]{0,48}$/.exec(text.slice(Math.max(0, from - 48), from))?.[0] ?? '';
  const right = /^[\w$-]{0,32}/.exec(text.slice(to, to + 32))?.[0] ?? '';
  if (ABOUT.test(right) || PUBLIC.test(left)) return undefined;
  const name = left + text.slice(from, to) + right;
  const after = text.slice(to + right.length, to + right.length + 640);
  const before = text.slice(Math.max(0, from - 49), from);
  const flag = /(^|[^\w])--?[\w-]*$/.test(before);
  const match = operatorOf(after, flag);
  if (match === undefined) return undefined;
  const start = to + right.length + match;
  // In addresses, flags and headers the value stands bare inside somebody else's quotes.
  const inside = flag || /[?&][\w-]*$/.test(before) || /^(?:Bearer|Basic) /.test(text.slice(start, start + 7));
  return valueAt(text, start, bare || inside, name);
}

/** Length of what stands between a name and its value, or undefined when that is no assignment. */
function operatorOf(after: string, flag: boolean): number | undefined {
  const quoted = /^["'`\]]{1,2}\s{0,4}(?:=>|:|,|=(?!=))\s{0,8}/.exec(after);
  if (quoted) return quoted[0].length;
  const typed = /^[?!]?\s{0,4}:\s{0,4}(?:string|String|str)(?:\s{0,4}\|\s{0,4}(?:undefined|null))?\s{0,4}=\s{0,8}/.exec(after);
  if (typed) return typed[0].length;
  const plain = /^["'`\])]{0,2}\s{0,4}(?:=>|:=|\?\?=?|\|\|=?|={1,3}|!==?|:)\s{0,8}/.exec(after);
  if (plain && plain[0].trim() !== '') return plain[0].length;
  const blank = flag ? /^ {1,4}/.exec(after) : null;
  return blank?.[0].length;
}

/** The literal at `start`: between quotes, or, in files where values need none, up to the next blank. */
function valueAt(text: string, start: number, bare: boolean, name: string): Assigned | undefined {
  const quote = text[start];
  if (quote === '"' || quote === "'" || quote === '`') {
    const end = text.indexOf(quote, start + 1);
    if (end === -1 || end - start > 600 || text.slice(start + 1, end).includes('\n')) return undefined;
    return { name, start: start + 1, end };
  }
  if (!bare) return undefined;
  const value = /^(?:(?:Bearer|Basic) )?[^\s"'`,;(){}[\]<>#&|]{8,512}/.exec(text.slice(start, start + 530))?.[0];
  return value === undefined ? undefined : { name, start, end: start + value.length };
}
