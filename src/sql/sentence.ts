import { wordAt } from './classify';
import type { Token } from './tokens';

/** What tells the grammar of SQL from that of sentences, for `looksLikeSql`. */

/** Words that stand before a noun in a sentence and are no names of tables or columns. */
export const ARTICLES: ReadonlySet<string> = new Set('the an your this that these those our my their its some any each every another multiple several one more your which what when how new existing current whether if all'.split(' '));

/** Words of the grammar, which are no names either. */
const RESERVED = new Set('select from where set values into table index by and or not null is as on join left right inner outer cross full group order limit offset having union with using when then else end in exists like between case to for of default returning do if'.split(' '));

/** Words that go on after a table. */
const AFTER_TABLE = new Set('where join left right inner outer cross full natural group order having limit offset union intersect except for as fetch window on using returning set tablesample indexed use force final qualify with values default select'.split(' '));

/** How the keywords of a text are written. */
export interface Style {
  readonly upper: boolean;
  /** All upper or all lower case; sentences begin with a capital and go on without. */
  readonly uniform: boolean;
}

export function styleOf(...words: readonly (Token | undefined)[]): Style {
  const texts = words.map((word) => word?.text ?? '');
  const upper = texts.every((text) => text === text.toUpperCase());
  return { upper, uniform: upper || texts.every((text) => text === text.toLowerCase()) };
}

/** The index after a run of optional words. */
export function skip(tokens: readonly Token[], from: number, ...words: readonly string[]): number {
  let i = from;
  while (words.includes(wordAt(tokens, i))) i++;
  return i;
}

/** The index after a name, dotted or not; `from` itself when no name stands there. */
export function afterName(tokens: readonly Token[], from: number): number {
  let i = from;
  while (isNamePart(tokens, i)) {
    i++;
    // `${schema}"${table}"`: the dot is in the hole.
    while (tokens[i - 1]?.kind === 'hole' && isHoleOrQuoted(tokens[i])) i++;
    if (tokens[i]?.text !== '.') return i;
    i++;
  }
  return from;
}

function isHoleOrQuoted(token: Token | undefined): boolean {
  return token?.kind === 'hole' || token?.kind === 'quoted';
}

function isNamePart(tokens: readonly Token[], i: number): boolean {
  const word = wordAt(tokens, i);
  if (word === '') return isHoleOrQuoted(tokens[i]);
  return !RESERVED.has(word) && !ARTICLES.has(word) && !(word === 'a' && isPlainWord(tokens, i + 1));
}

/** A word that is none of the grammar. */
function isPlainWord(tokens: readonly Token[], i: number): boolean {
  const word = wordAt(tokens, i);
  return word !== '' && !RESERVED.has(word) && !goesOn(tokens, i);
}

/** Whether a word that follows a table stands at an index. */
export function goesOn(tokens: readonly Token[], i: number): boolean {
  return AFTER_TABLE.has(wordAt(tokens, i));
}

/** Whether the statement ends at an index, or goes on with one of the words given. */
export function endsAt(tokens: readonly Token[], i: number, words: readonly string[] = []): boolean {
  const token = tokens[i];
  return token === undefined || /^[;)]$/.test(token.text) || token.kind === 'hole' || words.includes(wordAt(tokens, i));
}

/** The index of a word outside parentheses; -1 when there is none. */
export function topLevel(tokens: readonly Token[], word: string, from: number): number {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    if (tokens[i]?.text === '(') depth++;
    else if (tokens[i]?.text === ')') depth--;
    else if (depth === 0 && wordAt(tokens, i) === word) return i;
  }
  return -1;
}

/** Whether there is something that no sentence holds: parameters, comparisons, quoted names, calls, names with an underscore. */
export function isTechnical(tokens: readonly Token[]): boolean {
  return tokens.some((token, i) => {
    const touches = (other: Token | undefined): boolean => other !== undefined && (other.start === token.end || other.end === token.start);
    if (token.text === '.') return touches(tokens[i + 1]);
    if (token.text === '(') return touches(tokens[i - 1]);
    return /^(?:placeholder|hole|quoted)$/.test(token.kind) || /^[*=<>;]$/.test(token.text) || (token.kind === 'word' && /[_\d]/.test(token.text));
  });
}

/** Whether a text ends as sentences do, or holds the end of one and the beginning of the next. */
export function endsLikeSentence(text: string): boolean {
  return /[a-z]\s*[.!?:]\s*$|[a-z][.!?]\s+[A-Z][a-z]/.test(text) && !/['"`;]/.test(text.slice(-3));
}
