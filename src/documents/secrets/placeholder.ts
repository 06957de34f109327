/**
 * Tells a stand-in from a credential. A stand-in says so in words, stands for a variable, repeats itself or counts;
 * a credential is random.
 */

const WORDS = /your|example|sample|placeholder|change[-_ ]?(me|it|this)|replace|insert|dummy|fake|mock|redacted|secret[-_]?here|goes[-_]?here|[-_]here$|todo|fixme|foobar|lorem|xxxx|xxx-|-xxx|\*\*\*|\.\.\.|…|•|not[-_]?(a[-_]?)?real|invalid|testing|(^|[-_])test([-_]|$)|demo|deadbeef|cafebabe|hello|abc123|123abc|qwerty|hunter2|s3cr3t|sekret|notasecret|do[-_]?not[-_]?use|revoked|null|undefined|none$/i;

const REFERENCES = /\$\{|\$\(|\{\{|<%|^\$[A-Za-z_]|^%[A-Za-z_]+%$|^<.*>$|^\[.*\]$|^\{.*\}$|process\.env|import\.meta|os\.environ|getenv|^env[.:]|^(op|vault|sm|ssm|secret|secretsmanager|gcpsm|azurekv|bws|ref\+\w+|arn|file|keyring|doppler):|^@Microsoft\.KeyVault|^ENC\[|^encrypted:|^\$ANSIBLE_VAULT|^!vault|^AgB[A-Za-z0-9+/]{80}/;

/** Tokens printed in the documentation of their own providers. */
const KNOWN = new Set([
  'AKIAIOSFODNN7EXAMPLE', 'AKIAI44QH8DHBEXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '16C7e42F292c6912E7710c838347Ae178B4a',
]);

/**
 * Whether a value stands in for a credential. Give the value without the fixed prefix of its provider, so that the
 * prefix's own words do not count.
 */
export function isPlaceholder(value: string): boolean {
  if (value.length === 0 || KNOWN.has(value) || isReference(value)) return true;
  // Long encodings hold short words and runs of A by chance; their structure was looked at where they were found.
  if (value.length > 120) return /([^A])\1{9}|\.\.\.|…|\*\*\*/.test(value);
  return WORDS.test(value) || repeats(value) || counts(value);
}

/** Whether a value names where the secret comes from instead of being one. */
export function isReference(value: string): boolean {
  return REFERENCES.test(value);
}

/** Five equal characters in a row, or hardly any different ones. */
function repeats(value: string): boolean {
  if (/(.)\1{4}/.test(value)) return true;
  const distinct = new Set(value).size;
  return value.length >= 12 && distinct <= Math.max(4, value.length / 12);
}

/** Six characters in a row that count up or down by one, such as `abcdef` or `987654`, or along a keyboard's row of digits. */
function counts(value: string): boolean {
  let up = 1;
  let down = 1;
  for (let i = 1; i < value.length; i++) {
    const step = value.charCodeAt(i) - value.charCodeAt(i - 1);
    up = step === 1 ? up + 1 : 1;
    down = step === -1 ? down + 1 : 1;
    if (up >= 6 || down >= 6) return true;
  }
  return value.includes('1234567890') || value.includes('0123456789');
}

/** Shannon entropy in bits per character. */
export function entropy(value: string): number {
  const counted = new Map<string, number>();
  for (const character of value) counted.set(character, (counted.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counted.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/**
 * Whether a value looks drawn at random and not written by a person: enough different characters, digits among
 * letters, and a change between the kinds of character every few places, which names and sentences do not have.
 */
export function isRandom(value: string): boolean {
  if (value.length < 16 || value.length > 512 || !/^[\w+/=.~!@#$%^&*:-]+$/.test(value)) return false;
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return new Set(value).size >= 10;
  if (/^[0-9a-f]+$/i.test(value)) return value.length >= 24 && /[a-f]/i.test(value) && entropy(value) >= 3;
  if ((value.match(/\d/g)?.length ?? 0) < 2 || !/[A-Za-z]/.test(value)) return false;
  return entropy(value) >= 3.5 && changes(value) / value.length >= 0.28;
}

/** A password that a person made up: three kinds of character or more, ten characters or more, and no blank. */
export function isStrongPassword(value: string): boolean {
  if (value.length < 10 || value.length > 64 || !/^[\x21-\x7e]+$/.test(value) || /[{}$<>()\\]/.test(value)) return false;
  return [/[a-z]/, /[A-Z]/, /\d/, /[!@#%^&*?+=_~-]/].filter((kind) => kind.test(value)).length >= 4 || (/[A-Z]/.test(value) && /\d/.test(value) && /[!@#%^&*?+=]/.test(value));
}

/** How often the kind of character changes from one place to the next: lower, upper, digit, other. */
function changes(value: string): number {
  const kind = (character: string): number => (/[a-z]/.test(character) ? 0 : /[A-Z]/.test(character) ? 1 : /\d/.test(character) ? 2 : 3);
  let count = 0;
  for (let i = 1; i < value.length; i++) {
    const before = kind(value[i - 1] ?? '');
    const after = kind(value[i] ?? '');
    // A capital at the start of a word is spelling, and punctuation between words is too.
    if (before !== after && after !== 3 && before !== 3 && !(before === 1 && after === 0)) count++;
  }
  return count;
}
