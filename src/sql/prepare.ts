import { HOLE } from './text';
import { isOperand, type Token } from './tokens';

/** How a hole is written for the parser: as a name, as nothing, or as what the grammar wants where it stands. */
export type HoleForm = 'name' | 'nothing' | 'assignment' | 'row' | 'query' | 'number' | 'where' | 'operator';

/** A statement as the parser gets it, and the way back. */
export interface Prepared {
  readonly text: string;
  /** The offset in the original text of the token that stands at an offset of `text`. */
  readonly originOf: (offset: number) => number;
  /** Index among the statement's holes of the last hole at or before an offset of `text`; -1 when there is none. */
  readonly holeBefore: (offset: number) => number;
}

const NAME = '__hole__';

/** Whether a name that the parser gives back holds what code puts in, so that it is not known. */
export function isHole(name: string): boolean {
  return name.includes(NAME) || name.includes(HOLE);
}

/** Forms by the word or sign before a hole, where that settles it. */
const BY_WORD: Readonly<Record<string, readonly HoleForm[]>> = {
  set: ['assignment', 'name', 'nothing'],
  values: ['row', 'name', 'nothing'],
  top: ['number'],
  '(': ['name', 'query', 'nothing'],
};

/** The forms that suit a hole by what stands around it, the likeliest first. */
export function formsOf(tokens: readonly Token[], index: number): readonly HoleForm[] {
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  const word = before?.text.toLowerCase() ?? '';
  // `${schema}"${table}"`: what touches a hole is the rest of the same name or clause.
  if (after !== undefined && after.start === tokens[index]?.end && /^(?:quoted|hole)$/.test(after.kind)) return ['nothing', word === 'set' ? 'assignment' : 'name'];
  if (before === undefined) return ['nothing', 'name'];
  if (Object.hasOwn(BY_WORD, word)) return BY_WORD[word] ?? [];
  return !isOperand(before) || KEYWORDS.has(word) ? ['name', 'nothing'] : formsAfterOperand(after);
}

/** After something complete a hole is an operator, the beginning of a condition, or a clause of its own. */
function formsAfterOperand(after: Token | undefined): readonly HoleForm[] {
  if (/^(?:and|or)$/i.test(after?.text ?? '')) return ['where', 'nothing', 'name'];
  return /^(?:string|number|placeholder)$/.test(after?.kind ?? '') ? ['operator', 'nothing', 'name'] : ['nothing', 'name'];
}

const KEYWORDS = new Set('from into update table join on as only exists index column add drop rename using'.split(' '));

/** Writes a statement for the parser: holes in the given forms, parameters in one style that every dialect reads, and without what the parser stumbles over. */
export function prepare(tokens: readonly Token[], forms: readonly HoleForm[]): Prepared {
  const skipped = skippable(tokens);
  const starts: number[] = [];
  const origins: number[] = [];
  const holes: number[] = [];
  let text = '';
  let end: number | undefined;
  for (const [i, token] of tokens.entries()) {
    if (end !== undefined && token.start > end) text += ' ';
    end = token.end;
    starts.push(text.length);
    origins.push(token.start);
    if (token.kind === 'hole') {
      text += holeText(forms[holes.length] ?? 'name', text);
      holes.push(starts[starts.length - 1] ?? 0);
    } else if (skipped.has(i)) text += ' ';
    else text += tokenText(token, tokens[i + 1]);
  }
  const lastAtOrBefore = (list: readonly number[], offset: number): number => {
    let found = -1;
    for (let i = 0; i < list.length && (list[i] ?? 0) <= offset; i++) found = i;
    return found;
  };
  return {
    text,
    originOf: (offset) => origins[Math.max(lastAtOrBefore(starts, offset), 0)] ?? 0,
    holeBefore: (offset) => lastAtOrBefore(holes, offset),
  };
}

const HOLE_TEXT: Readonly<Record<HoleForm, string>> = {
  name: NAME, nothing: ' ', assignment: `${NAME} = 0`, row: `(${NAME})`, query: 'SELECT 1', number: '1', where: `WHERE ${NAME}`, operator: '=',
};

function holeText(form: HoleForm, before: string): string {
  return /\w$/.test(before) ? ` ${HOLE_TEXT[form]}` : HOLE_TEXT[form];
}

function tokenText(token: Token, next: Token | undefined): string {
  if (token.kind === 'placeholder') return '$1';
  // SQLite compares with IS as others do with =.
  if (next?.kind === 'placeholder' && /^is$/i.test(token.text)) return '=';
  const text = token.text.replaceAll(HOLE, token.kind === 'string' ? HOLE : NAME);
  return token.kind === 'word' && text.toLowerCase() === 'glob' ? 'LIKE' : text;
}

/** A statement as its words, for rules that look at words alone. */
interface Words {
  readonly at: (index: number) => string;
  readonly tokens: readonly Token[];
  readonly creates: boolean;
  /** It is an INSERT with a SELECT. */
  readonly insertsSelected: boolean;
}

/**
 * Tokens that say nothing of tables and columns and that the parser does not read. Each rule gives how many tokens
 * from one on are left out.
 */
const LEFT_OUT: readonly ((words: Words, i: number) => number)[] = [
  // SQLite: `UNIQUE (a) ON CONFLICT REPLACE`.
  ({ at, creates }, i) => (creates && at(i) === 'on' && at(i + 1) === 'conflict' ? 3 : 0),
  // After a SELECT the parser takes ON CONFLICT for the condition of a join.
  ({ at, tokens, insertsSelected }, i) => (insertsSelected && at(i) === 'on' && at(i + 1) === 'conflict' ? until(at, 'returning', tokens.length, i) : 0),
  // `ON CONFLICT (a) WHERE b IS NULL DO …`: the condition of the partial index that is meant.
  ({ at, tokens }, i) => (at(i) === 'where' && tokens[i - 1]?.text === ')' && at(openerOf(tokens, i - 1) - 1) === 'conflict' ? until(at, 'do', tokens.length, i) : 0),
  // SQLite: `FROM a INDEXED BY i`, `FROM a NOT INDEXED`.
  ({ at }, i) => (at(i) === 'indexed' && at(i + 1) === 'by' ? 3 : 0),
  ({ at }, i) => (at(i) === 'not' && at(i + 1) === 'indexed' ? 2 : 0),
  // PostgreSQL: `FROM ONLY a`, `DROP INDEX CONCURRENTLY i`, `LIKE a INCLUDING ALL`.
  ({ at, tokens }, i) => (at(i) === 'only' && /^(?:from|update|table|join|on)$/.test(at(i - 1)) && isName(tokens[i + 1]) ? 1 : 0),
  ({ at }, i) => (at(i) === 'concurrently' && at(0) === 'drop' ? 1 : 0),
  ({ at, creates }, i) => (creates && /^(?:including|excluding)$/.test(at(i)) ? 2 : 0),
  // MySQL and SQL Server: `CREATE FULLTEXT INDEX`, `CREATE UNIQUE CLUSTERED INDEX`.
  ({ at, creates }, i) => (creates && i < 3 && /^(?:fulltext|spatial|clustered|nonclustered)$/.test(at(i)) ? 1 : 0),
];

function until(at: (index: number) => string, word: string, length: number, from: number): number {
  let i = from;
  while (i < length && at(i) !== word) i++;
  return i - from;
}

/** The index of the parenthesis that the one at an index closes. */
function openerOf(tokens: readonly Token[], close: number): number {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    if (tokens[i]?.text === ')') depth++;
    else if (tokens[i]?.text === '(' && --depth === 0) return i;
  }
  return 0;
}

function skippable(tokens: readonly Token[]): ReadonlySet<number> {
  const skipped = new Set<number>();
  const at = (i: number): string => (tokens[i]?.kind === 'word' ? tokens[i].text.toLowerCase() : '');
  const words: Words = { at, tokens, creates: at(0) === 'create', insertsSelected: at(0) === 'insert' && tokens.some((_, i) => at(i) === 'select') };
  for (let i = 0; i < tokens.length; i++) {
    const count = Math.max(...LEFT_OUT.map((rule) => rule(words, i)));
    for (let j = i; j < i + count; j++) skipped.add(j);
  }
  return skipped;
}

function isName(token: Token | undefined): boolean {
  return token?.kind === 'quoted' || token?.kind === 'hole' || (token?.kind === 'word' && !/^(?:where|set|as|order|limit)$/i.test(token.text));
}
