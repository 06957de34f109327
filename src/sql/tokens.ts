import { HOLE } from './text';

/**
 * One token. `quoted`: an identifier in double quotes, backticks or brackets; `string`: single or dollar quotes;
 * `placeholder`: a bound parameter of any driver's style.
 */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'placeholder' | 'hole' | 'symbol';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What the families read differently. */
export interface Lexing {
  /** MySQL: backslashes escape in strings, `#` begins a comment, and `$$` quotes nothing. */
  readonly mysql: boolean;
  /** SQL Server and SQLite: `[name]` is an identifier. */
  readonly brackets: boolean;
}

const SPACE = /\s/;
const WORD_START = /[A-Za-z_\u00A1-\u1FFF\u2C00-\uFFFE]/;
const WORD = /[\w$\u00A1-\u1FFF\u2C00-\uFFFE]*/y;
const NUMBER = /(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_]\w*)?\$/y;
const PLACEHOLDER = /\?\d*|\$(?:\d+|\uF8FF|[A-Za-z_]\w*)|:[A-Za-z_]\w*|@[A-Za-z_]\w*|%s|%\([A-Za-z_]\w*\)s|#\{\w+\}/y;

/** Keywords after which a `?` or `%s` is a parameter although the word before looks like an operand. */
const NO_OPERAND = new Set(
  'select where and or not in like ilike between limit offset values set on having then else when case by is return returning any all top fetch using escape regexp similar to from interval'.split(' '),
);

/** The tokens of a text, without spaces and comments. Linear in its length; unclosed quotes run to the end. */
export function tokenize(text: string, lexing: Lexing = { mysql: false, brackets: false }): readonly Token[] {
  const tokens: Token[] = [];
  const openTags = new Set<string>();
  let at = 0;
  while (at < text.length) {
    const skipped = skipBlank(text, at, lexing);
    if (skipped > at) at = skipped;
    else {
      const token = tokenAt(text, at, lexing, tokens[tokens.length - 1], openTags);
      tokens.push(token);
      at = token.end;
    }
  }
  return tokens;
}

/** The offset after spaces and comments. */
function skipBlank(text: string, from: number, lexing: Lexing): number {
  let at = from;
  for (;;) {
    const char = text[at];
    if (char === undefined) return at;
    if (SPACE.test(char)) at++;
    else if ((char === '-' && text[at + 1] === '-') || (lexing.mysql && char === '#')) at = endOf(text, '\n', at, 0);
    else if (char === '/' && text[at + 1] === '*') at = endOf(text, '*/', at + 2, 2);
    else return at;
  }
}

function endOf(text: string, needle: string, from: number, length: number): number {
  const found = text.indexOf(needle, from);
  return found === -1 ? text.length : found + length;
}

/** Where a token is sought. */
interface Site {
  readonly text: string;
  readonly start: number;
  readonly char: string;
  readonly next: string;
  readonly lexing: Lexing;
  readonly before: Token | undefined;
  /** Dollar tags that were found open. */
  readonly openTags: Set<string>;
}

type Read = readonly [Token['kind'], number] | undefined;

/** The kinds of token in the order in which they are tried. */
const READERS: readonly ((site: Site) => Read)[] = [readString, readQuoted, readDollarQuoted, readWord, readNumber, readPlaceholder];

function tokenAt(text: string, start: number, lexing: Lexing, before: Token | undefined, openTags: Set<string>): Token {
  const site: Site = { text, start, char: text[start] ?? '', next: text[start + 1] ?? ' ', lexing, before, openTags };
  for (const reader of READERS) {
    const found = reader(site);
    if (found) return { kind: found[0], start, end: found[1], text: text.slice(start, found[1]) };
  }
  const end = start + (site.char === ':' && site.next === ':' ? 2 : 1);
  return { kind: 'symbol', start, end, text: text.slice(start, end) };
}

/** `'text'`, and with a letter before it that says how it is written. */
function readString({ text, start, char, next, lexing }: Site): Read {
  if (char === "'") return ['string', quoteEnd(text, start, "'", lexing.mysql)];
  if (next !== "'" || !/[ENXB]/i.test(char)) return undefined;
  return ['string', quoteEnd(text, start + 1, "'", lexing.mysql || /e/i.test(char))];
}

function readQuoted({ text, start, char, lexing, before }: Site): Read {
  if (char === '"') return ['quoted', quoteEnd(text, start, '"', lexing.mysql)];
  if (char === '`') return ['quoted', quoteEnd(text, start, '`', false)];
  return char === '[' && lexing.brackets && !isOperand(before) ? ['quoted', endOf(text, ']', start, 1)] : undefined;
}

function readDollarQuoted({ text, start, char, lexing, openTags }: Site): Read {
  const end = char === '$' && !lexing.mysql ? dollarEnd(text, start, openTags) : undefined;
  return end === undefined ? undefined : ['string', end];
}

function readWord({ text, start, char }: Site): Read {
  return WORD_START.test(char) ? wordAt(text, start) : undefined;
}

function readNumber({ text, start, char, next, before }: Site): Read {
  const begins = /\d/.test(char) || (char === '.' && /\d/.test(next) && before?.end !== start);
  return begins ? ['number', start + Math.max(match(NUMBER, text, start), 1)] : undefined;
}

function readPlaceholder({ text, start, char, before }: Site): Read {
  const length = match(PLACEHOLDER, text, start);
  return length > 0 && isPlaceholder(text, start, char, before) ? ['placeholder', start + length] : undefined;
}

/** A word, or a hole that is no part of one. */
function wordAt(text: string, start: number): [Token['kind'], number] {
  const end = start + match(WORD, text, start);
  const hole = text.indexOf(HOLE, start);
  if (hole === -1 || hole >= end) return ['word', end];
  if (hole === start) return end === start + 1 || text[start + 1] === HOLE || KEYWORDS.test(text.slice(start + 1, end)) ? ['hole', start + 1] : ['word', end];
  return KEYWORDS.test(text.slice(start, hole)) ? ['word', hole] : ['word', end];
}

/** Words that are no part of a name when a hole touches them: `CREATE ${unique}INDEX`, `VALUES${rows}`. */
const KEYWORDS = /^(?:select|from|where|set|values|into|table|index|view|and|or|on|join|order|group|by|limit|offset|returning|update|insert|delete|as|in|using|trigger|policy|schema|function|if|desc|asc|not|null|top|distinct|between|like|is|when|then|else|end)$/i;

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** The offset after a quoted run; the quote doubled stands for itself, and so does what follows an escaping backslash. */
function quoteEnd(text: string, start: number, quote: string, backslash: boolean): number {
  let at = start + 1;
  while (at < text.length) {
    const char = text[at];
    if (backslash && char === '\\') at += 2;
    else if (char !== quote) at++;
    else if (text[at + 1] === quote) at += 2;
    else return at + 1;
  }
  return text.length;
}

/** The offset after a dollar-quoted run, if one begins here and is closed. A tag found open once is not sought again. */
function dollarEnd(text: string, start: number, openTags: Set<string>): number | undefined {
  const length = match(DOLLAR_TAG, text, start);
  if (length === 0) return undefined;
  const tag = text.slice(start, start + length);
  // Each tag found open costs a search to the end of the text, so that their number is bounded.
  if (openTags.has(tag) || openTags.size > 32) return undefined;
  const end = text.indexOf(tag, start + length);
  if (end === -1) openTags.add(tag);
  return end === -1 ? undefined : end + length;
}

/** Tells parameters from the operators that look like them: JSON `?`, modulo `%`, the slices of arrays. */
function isPlaceholder(text: string, start: number, char: string, before: Token | undefined): boolean {
  if (char === '?' || char === '%') return !isOperand(before);
  if (char === ':') return !/[\w\]):]/.test(text[start - 1] ?? ' ');
  if (char === '@') return text[start - 1] !== '@';
  return true;
}

/** Whether a token ends an expression, so that what follows it is an operator. */
export function isOperand(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === 'symbol') return token.text === ')' || token.text === ']';
  return token.kind !== 'word' || !NO_OPERAND.has(token.text.toLowerCase());
}
