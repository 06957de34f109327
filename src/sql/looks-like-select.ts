import { wordAt } from './classify';
import { afterName, ARTICLES, endsAt, goesOn, isTechnical, skip, styleOf, topLevel, type Style } from './sentence';
import type { Token } from './tokens';

/** Functions that are called without a table. */
const LONE_FUNCTIONS = /^(?:now|version|count|exists|current_\w+|last_insert_\w+|changes|pg_\w+|sqlite_version|database|set_config|nextval)$/i;

/** Words inside a select list that join others into one item. */
const JOINING = new Set('as and or not is null when then else case end in like over partition order by asc desc between filter where interval cast at time zone from for distinct collate escape using separator within group top select with ties exists all'.split(' '));

/** Names of columns that are so common that `select id from users` can be nothing else. */
const COMMON_COLUMNS = /^(?:id|name|count|key|value|email)$/;

/** Whether tokens that begin with SELECT are a statement. */
export function isSelect(tokens: readonly Token[]): boolean {
  const start = skip(tokens, 1, 'distinct', 'all');
  const from = topLevel(tokens, 'from', start);
  if (from === -1) return isSelectAlone(tokens, start);
  return from > start && isSelectList(tokens.slice(start, from)) && isTableClause(tokens, from + 1, styleOf(tokens[0], tokens[from]));
}

/** A table after FROM, and what may follow a table; lower-case text needs something technical besides. */
export function isTableClause(tokens: readonly Token[], from: number, style: Style): boolean {
  if (tokens[from]?.text === '(') return /^(?:select|with|values)$/.test(wordAt(tokens, from + 1)) || isTechnical(tokens.slice(from));
  const table = tokens[from]?.kind === 'placeholder' ? from + 1 : afterName(tokens, skip(tokens, from, 'only', 'lateral'));
  if (table <= from) return from >= tokens.length && style.upper;
  const next = tokens[table]?.text === '(' ? table : afterAlias(tokens, table);
  return next !== undefined && followsTable(tokens, next) && isPlain(tokens, style);
}

/** Whether a text that could be a sentence as well is written as only SQL is. */
function isPlain(tokens: readonly Token[], style: Style): boolean {
  return style.upper || isTechnical(tokens) || (style.uniform && COMMON_COLUMNS.test(wordAt(tokens, 1)));
}

/** The index after an alias that may stand there; undefined for a word that is none. */
function afterAlias(tokens: readonly Token[], table: number): number | undefined {
  if (tokens[table]?.kind === 'quoted') return table + 1;
  if (tokens[table]?.kind !== 'word' || goesOn(tokens, table)) return table;
  return afterName(tokens, table) > table ? table + 1 : undefined;
}

function followsTable(tokens: readonly Token[], i: number): boolean {
  return endsAt(tokens, i) || /^[,(]$/.test(tokens[i]?.text ?? '') || goesOn(tokens, i);
}

/** SELECT without FROM: a literal, a parameter, a call, a subquery, or the list that code goes on from. */
function isSelectAlone(tokens: readonly Token[], start: number): boolean {
  const { upper, uniform } = styleOf(tokens[0]);
  const item = tokens[start];
  if (item === undefined || !uniform) return false;
  const ends = upper || tokens.length === start + 1;
  switch (item.kind) {
    case 'symbol': return item.text === '(' ? wordAt(tokens, start + 1) === 'select' : item.text === '*' && ends;
    case 'placeholder': return ends;
    case 'number': case 'string': return endsAt(tokens, start + 1, ['as']) || tokens[start + 1]?.text === ',';
    default: return calls(tokens, start, upper) || (upper && isListAlone(tokens.slice(start)));
  }
}

/** A call right after SELECT; a sentence may put a plural in parentheses, `option(s)`. */
function calls(tokens: readonly Token[], start: number, upper: boolean): boolean {
  const open = tokens[start]?.kind === 'hole' ? afterName(tokens, start) : start + 1;
  if (tokens[open]?.text !== '(') return false;
  return tokens[start]?.kind === 'hole' || LONE_FUNCTIONS.test(tokens[start]?.text ?? '') || (upper && tokens[open].start === tokens[open - 1]?.end);
}

/** A list of which the first item is over at once. */
function isListAlone(tokens: readonly Token[]): boolean {
  const next = tokens[afterName(tokens, 0)];
  const over = next === undefined || /^(?:[,.(*]|as)$/i.test(next.text) || next.kind === 'quoted';
  return over && isSelectList(tokens) && (next?.text === ',' || isTechnical(tokens));
}

/** Items between commas, none of which reads like words of a sentence in a row. */
function isSelectList(tokens: readonly Token[]): boolean {
  let words = 0;
  return tokens.every((token, i) => {
    const word = wordAt(tokens, i);
    words = word === '' || JOINING.has(word) ? 0 : words + 1;
    // An open quote is the apostrophe of a sentence.
    if (token.kind === 'string') return token.text.endsWith("'");
    return words <= 2 && !isArticle(tokens, i);
  });
}

function isArticle(tokens: readonly Token[], i: number): boolean {
  const [word, next] = [wordAt(tokens, i), wordAt(tokens, i + 1)];
  return !JOINING.has(word) && (ARTICLES.has(word) || (word === 'a' && next !== '' && next !== 'as'));
}
