import { HOLE } from '../../../../sql/text';
import { tokenize, type Token } from '../../../../sql/tokens';

/** One column that a statement sets, with what it is set to. */
export interface Binding {
  readonly column: string;
  /** Names of the functions around the value, in lower case: `crypt`, `pgp_sym_encrypt`. */
  readonly functions: readonly string[];
  /** Position among the placeholders, from 0. */
  readonly position?: number;
  /** Name of a named placeholder. */
  readonly name?: string;
  /** Position among the holes of the text, from 0. */
  readonly hole?: number;
}

/** The columns of `INSERT INTO t (…) VALUES (…)` and `UPDATE t SET …`, each with its value. */
export function bindingsOf(text: string): readonly Binding[] {
  const tokens = tokenize(text);
  const counters = countersOf(tokens);
  const insert = tokens.findIndex((token) => /^(insert|replace)$/i.test(token.text) && token.kind === 'word');
  const set = tokens.findIndex((token) => token.kind === 'word' && /^set$/i.test(token.text));
  const pairs = insert >= 0 ? insertPairs(tokens, insert) : set >= 0 ? updatePairs(tokens, set + 1) : [];
  return pairs.flatMap(([column, value]) => bindingOf(column, value, counters));
}

type Counters = ReadonlyMap<Token, number>;

/** Which placeholder, or which hole, each of them is. */
function countersOf(tokens: readonly Token[]): Counters {
  const counters = new Map<Token, number>();
  let holes = 0;
  let placeholders = 0;
  for (const token of tokens) {
    if (token.text.includes(HOLE)) counters.set(token, holes++);
    else if (token.kind === 'placeholder') counters.set(token, placeholders++);
  }
  return counters;
}

function insertPairs(tokens: readonly Token[], from: number): (readonly [string, readonly Token[]])[] {
  const open = tokens.findIndex((token, index) => index > from && token.text === '(');
  const values = tokens.findIndex((token, index) => index > open && /^values$/i.test(token.text));
  if (open < 0 || values < 0) return [];
  const columns = groups(tokens, open);
  const second = tokens.findIndex((token, index) => index > values && token.text === '(');
  if (second < 0) return [];
  return groups(tokens, second).flatMap((value, index) => {
    const [column] = columns[index] ?? [];
    return column && (column.kind === 'word' || column.kind === 'quoted') ? [[unquoted(column.text), value] as const] : [];
  });
}

function updatePairs(tokens: readonly Token[], from: number): (readonly [string, readonly Token[]])[] {
  const end = tokens.findIndex((token, index) => index > from && token.kind === 'word' && /^(where|returning|from)$/i.test(token.text));
  return splitTop(tokens.slice(from, end < 0 ? undefined : end)).flatMap((part) => {
    const equals = part.findIndex((token) => token.text === '=');
    const column = part[equals - 1];
    return equals > 0 && column ? [[unquoted(column.text), part.slice(equals + 1)] as const] : [];
  });
}

/** What stands between a bracket and its partner, divided by commas. */
function groups(tokens: readonly Token[], open: number): (readonly Token[])[] {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const text = tokens[i]?.text;
    if (text === '(') depth++;
    else if (text === ')' && --depth === 0) return splitTop(tokens.slice(open + 1, i));
  }
  return splitTop(tokens.slice(open + 1));
}

function splitTop(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (token.text === ',' && depth === 0) parts.push([]);
    else parts[parts.length - 1]?.push(token);
  }
  return parts;
}

function bindingOf(column: string, value: readonly Token[], counters: Counters): Binding[] {
  const functions = value.flatMap((token, index) => (token.kind === 'word' && value[index + 1]?.text === '(' ? [token.text.toLowerCase()] : []));
  const token = value.find((each) => counters.has(each));
  if (!token) return [{ column, functions }];
  const index = counters.get(token) ?? 0;
  if (token.text.includes(HOLE)) return [{ column, functions, hole: index }];
  const numbered = /^[$?](\d+)$/.exec(token.text)?.[1];
  if (numbered !== undefined) return [{ column, functions, position: Number(numbered) - 1 }];
  const name = /^[:@$]([A-Za-z_]\w*)$/.exec(token.text)?.[1];
  return [{ column, functions, ...(name === undefined ? { position: index } : { name }) }];
}

function unquoted(text: string): string {
  return text.replace(/^["`[]|["`\]]$/g, '');
}
