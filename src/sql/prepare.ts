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

/** The forms that suit a hole by what stands before it, the likeliest first. */
export function formsOf(tokens: readonly Token[], index: number): readonly HoleForm[] {
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  const word = before?.kind === 'word' ? before.text.toLowerCase() : (before?.text ?? '');
  // `${schema}"${table}"`: what touches a hole is the rest of the same name or clause.
  if (after !== undefined && after.start === tokens[index]?.end && /^(?:quoted|hole)$/.test(after.kind)) return ['nothing', word === 'set' ? 'assignment' : 'name'];
  if (word === 'set') return ['assignment', 'name', 'nothing'];
  if (word === 'values') return ['row', 'name', 'nothing'];
  if (word === 'top') return ['number'];
  if (word === '(') return ['name', 'query', 'nothing'];
  if (before === undefined) return ['nothing', 'name'];
  if (!isOperand(before) || KEYWORDS.has(word)) return ['name', 'nothing'];
  if (/^(?:and|or)$/i.test(after?.text ?? '')) return ['where', 'nothing', 'name'];
  return after !== undefined && /^(?:string|number|placeholder)$/.test(after.kind) ? ['operator', 'nothing', 'name'] : ['nothing', 'name'];
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

/**
 * Tokens that say nothing of tables and columns and that the parser does not read: SQLite's ON CONFLICT on a
 * constraint and INDEXED BY, ON CONFLICT after a SELECT, which it takes for a join, PostgreSQL's ONLY, CONCURRENTLY on
 * DROP INDEX, and the kinds of CREATE INDEX.
 */
function skippable(tokens: readonly Token[]): ReadonlySet<number> {
  const skipped = new Set<number>();
  const word = (i: number): string => (tokens[i]?.kind === 'word' ? (tokens[i]?.text.toLowerCase() ?? '') : '');
  const verb = word(0);
  const create = verb === 'create';
  const selects = verb === 'insert' && tokens.some((_, i) => word(i) === 'select');
  for (let i = 0; i < tokens.length; i++) {
    const here = word(i);
    if (here === 'on' && word(i + 1) === 'conflict' && create && word(i + 2) !== 'do') for (const j of [i, i + 1, i + 2]) skipped.add(j);
    else if (here === 'on' && word(i + 1) === 'conflict' && selects) for (let j = i; j < tokens.length && word(j) !== 'returning'; j++) skipped.add(j);
    else if (here === 'indexed' && word(i + 1) === 'by') for (const j of [i, i + 1, i + 2]) skipped.add(j);
    else if (here === 'not' && word(i + 1) === 'indexed') for (const j of [i, i + 1]) skipped.add(j);
    else if (here === 'only' && /^(?:from|update|table|join|on)$/.test(word(i - 1)) && isName(tokens[i + 1])) skipped.add(i);
    else if (here === 'concurrently' && verb === 'drop') skipped.add(i);
    else if (create && i === 1 && /^(?:fulltext|spatial|clustered|nonclustered)$/.test(here)) skipped.add(i);
    else if (create && i === 2 && /^(?:clustered|nonclustered)$/.test(here)) skipped.add(i);
    else if (/^(?:including|excluding)$/.test(here) && create) for (const j of [i, i + 1]) skipped.add(j);
  }
  return skipped;
}

function isName(token: Token | undefined): boolean {
  return token?.kind === 'quoted' || token?.kind === 'hole' || (token?.kind === 'word' && !/^(?:where|set|as|order|limit)$/i.test(token.text));
}
