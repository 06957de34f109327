import { wordAt } from './classify';
import { flatten, type SqlText } from './text';
import { tokenize, type Token } from './tokens';

/**
 * Whether a text is an SQL statement, or the beginning of one that code goes on to build. Precise rather than
 * complete: a verb must come with the words that the grammar gives it, and a sentence such as "Select a file from
 * the list" is none, although a parser reads it as one. Fragments that do not begin with a verb are not recognised.
 */
export function looksLikeSql(text: SqlText | string): boolean {
  const flat = flatten(text);
  if (!VERB.test(flat.slice(0, 2_000))) return false;
  const tokens = tokenize(flat.slice(0, 20_000));
  const first = tokens.findIndex((token) => token.text !== '(');
  return first !== -1 && !endsLikeSentence(flat) && statementAt(tokens.slice(first));
}

const VERB = /^(?:\s|\(|--[^\n]*\n|\/\*[^*]*\*\/|#[^\n]*\n)*(?:select|insert|update|delete|replace|merge|with|create|alter|drop|truncate|pragma|explain|show|describe|begin|start|savepoint|grant|revoke|copy|attach|vacuum|analyze|call|set|values|rename|lock|refresh|comment)\b/i;

function endsLikeSentence(flat: string): boolean {
  return /[a-z]\s*[.!?:]\s*$|[a-z][.!?]\s+[A-Z][a-z]/.test(flat) && !/['"`;]/.test(flat.slice(-3));
}

/** Words that stand before a noun in a sentence and are no names of tables or columns. */
const ARTICLES = new Set('the an your this that these those our my their its some any each every another multiple several one more your which what when how new existing current whether if all'.split(' '));
/** Words of the grammar, which are no names either. */
const RESERVED = new Set('select from where set values into table index by and or not null is as on join left right inner outer cross full group order limit offset having union with using when then else end in exists like between case to for of default returning do if'.split(' '));
const AFTER_TABLE = new Set('where join left right inner outer cross full natural group order having limit offset union intersect except for as fetch window on using returning set tablesample indexed use force final qualify with values default select'.split(' '));

interface Style {
  readonly upper: boolean;
  readonly uniform: boolean;
}

function styleOf(...words: readonly (Token | undefined)[]): Style {
  const texts = words.map((word) => word?.text ?? '');
  const upper = texts.every((text) => text === text.toUpperCase());
  return { upper, uniform: upper || texts.every((text) => text === text.toLowerCase()) };
}

function statementAt(tokens: readonly Token[]): boolean {
  const check = Object.hasOwn(CHECKS, wordAt(tokens, 0)) ? CHECKS[wordAt(tokens, 0)] : undefined;
  return check?.(tokens) ?? false;
}

const ALTERED = /^(?:index|view|policy|type|user|role|sequence|schema|database|function|procedure|extension|publication|trigger|system|default|materialized)$/;

type Check = (tokens: readonly Token[]) => boolean;

const CHECKS: Readonly<Record<string, Check>> = {
  select: isSelect,
  insert: isInsert,
  replace: isInsert,
  merge: (tokens) => wordAt(tokens, 1) === 'into' && afterName(tokens, 2) > 2 && topLevel(tokens, 'on', topLevel(tokens, 'using', 3)) !== -1,
  update: isUpdate,
  delete: (tokens) => wordAt(tokens, 1) === 'from' && isTableClause(tokens, 2, styleOf(tokens[0], tokens[1])),
  with: isWith,
  create: isCreate,
  alter: (tokens) => (styleOf(tokens[0], tokens[1]).upper && ALTERED.test(wordAt(tokens, 1)) && afterName(tokens, 2) > 2) || wordAt(tokens, 1) === 'table' && /^(?:add|drop|rename|alter|modify|change|enable|disable|set|owner|attach|detach|validate|engine|auto_increment|convert|replica|comment)$/.test(wordAt(tokens, afterName(tokens, skip(tokens, 2, 'if', 'exists', 'only')))),
  drop: isDrop,
  truncate: (tokens) => {
    const from = skip(tokens, 1, 'table', 'only');
    return (from > 1 || styleOf(tokens[0]).upper) && afterName(tokens, from) > from && endsAt(tokens, afterName(tokens, from), ['restart', 'cascade', 'continue']);
  },
  pragma: (tokens) => afterName(tokens, 1) > 1 && (/^[=(]$/.test(tokens[afterName(tokens, 1)]?.text ?? '') || (styleOf(tokens[0]).uniform && endsAt(tokens, afterName(tokens, 1)))),
  explain: (tokens) => statementAt(tokens.slice(skip(tokens, 1, 'analyze', 'verbose', 'query', 'plan', 'extended'))),
  show: (tokens) => styleOf(tokens[0], tokens[1]).uniform && /^(?:tables|databases|schemas|columns|index|indexes|indices|create|full|variables|status|processlist|keys|grants)$/.test(wordAt(tokens, 1)) && (styleOf(tokens[0]).upper || endsAt(tokens, 2, ['from', 'like', 'where', 'table'])),
  describe: (tokens) => styleOf(tokens[0]).upper && afterName(tokens, 1) > 1 && endsAt(tokens, afterName(tokens, 1)),
  begin: (tokens) => /^(?:transaction|immediate|exclusive|deferred)$/.test(wordAt(tokens, 1)) && styleOf(tokens[0], tokens[1]).uniform && (endsAt(tokens, 2) || styleOf(tokens[0]).upper),
  start: (tokens) => wordAt(tokens, 1) === 'transaction' && styleOf(tokens[0], tokens[1]).upper,
  savepoint: (tokens) => styleOf(tokens[0]).upper && endsAt(tokens, afterName(tokens, 1)) && tokens.length > 1,
  grant: isGrant,
  revoke: isGrant,
  copy: (tokens) => styleOf(tokens[0]).upper && tokens.some((_, i) => /^(?:stdin|stdout)$/.test(wordAt(tokens, i))),
  attach: (tokens) => (wordAt(tokens, 1) === 'database' || tokens[1]?.kind === 'string') && tokens.some((_, i) => wordAt(tokens, i) === 'as'),
  vacuum: (tokens) => styleOf(tokens[0]).upper && endsAt(tokens, 1, ['full', 'analyze', 'into']),
  analyze: (tokens) => styleOf(tokens[0]).upper && endsAt(tokens, afterName(tokens, 1)),
  call: (tokens) => styleOf(tokens[0]).upper && tokens[afterName(tokens, 1)]?.text === '(',
  set: (tokens) => styleOf(tokens[0], tokens[1]).upper && /^(?:session|local|names|search_path|transaction|statement_timeout|role|foreign_key_checks)$/.test(wordAt(tokens, 1)),
  values: (tokens) => tokens[1]?.text === '(' && styleOf(tokens[0]).upper,
  rename: (tokens) => wordAt(tokens, 1) === 'table' && afterName(tokens, 2) > 2 && wordAt(tokens, afterName(tokens, 2)) === 'to' && styleOf(tokens[0], tokens[1]).uniform,
  lock: (tokens) => /^tables?$/.test(wordAt(tokens, 1)) && styleOf(tokens[0], tokens[1]).upper && afterName(tokens, 2) > 2,
  refresh: (tokens) => wordAt(tokens, 1) === 'materialized' && wordAt(tokens, 2) === 'view',
  comment: (tokens) => wordAt(tokens, 1) === 'on' && /^(?:table|column|index|schema|function|view)$/.test(wordAt(tokens, 2)) && tokens.some((_, i) => wordAt(tokens, i) === 'is'),
};

function isGrant(tokens: readonly Token[]): boolean {
  return styleOf(tokens[0]).upper && tokens.some((_, i) => wordAt(tokens, i) === 'on') && tokens.some((_, i) => /^(?:to|from)$/.test(wordAt(tokens, i)));
}

/** The index after a run of optional words. */
function skip(tokens: readonly Token[], from: number, ...words: readonly string[]): number {
  let i = from;
  while (words.includes(wordAt(tokens, i))) i++;
  return i;
}

/** The index after a name, dotted or not; `from` itself when no name stands there. */
function afterName(tokens: readonly Token[], from: number): number {
  let i = from;
  for (;;) {
    const token = tokens[i];
    const word = wordAt(tokens, i);
    const isName = token?.kind === 'hole' || token?.kind === 'quoted' || (word !== '' && !RESERVED.has(word) && !ARTICLES.has(word) && !(word === 'a' && isPlainWord(tokens, i + 1)));
    if (!isName) return from;
    i++;
    // `${schema}"${table}"`: the dot is in the hole.
    while (tokens[i - 1]?.kind === 'hole' && (tokens[i]?.kind === 'hole' || tokens[i]?.kind === 'quoted')) i++;
    if (tokens[i]?.text !== '.') return i;
    i++;
  }
}

/** A word that is none of the grammar. */
function isPlainWord(tokens: readonly Token[], i: number): boolean {
  const word = wordAt(tokens, i);
  return word !== '' && !RESERVED.has(word) && !AFTER_TABLE.has(word);
}

/** Whether the statement ends at an index, or goes on with one of the words given. */
function endsAt(tokens: readonly Token[], i: number, words: readonly string[] = []): boolean {
  const token = tokens[i];
  return token === undefined || token.text === ';' || token.text === ')' || token.kind === 'hole' || words.includes(wordAt(tokens, i));
}

/** What no sentence holds: parameters, comparisons, quoted names, calls, lists of columns, names with an underscore. */
function isTechnical(tokens: readonly Token[]): boolean {
  return tokens.some((token, i) => token.kind === 'placeholder' || token.kind === 'hole' || token.kind === 'quoted' || /^[*=<>;]$/.test(token.text) || (token.kind === 'word' && /_|\d/.test(token.text)) || (token.text === '.' && tokens[i + 1]?.start === token.end) || (token.text === '(' && tokens[i - 1]?.end === token.start));
}

/** A table after FROM, and what may follow a table; lower-case text needs something technical besides. */
function isTableClause(tokens: readonly Token[], from: number, style: Style): boolean {
  if (tokens[from]?.text === '(') return /^(?:select|with|values)$/.test(wordAt(tokens, from + 1)) || isTechnical(tokens.slice(from));
  let next = tokens[from]?.kind === 'placeholder' ? from + 1 : afterName(tokens, skip(tokens, from, 'only', 'lateral'));
  if (next <= from) return from >= tokens.length && style.upper;
  if (tokens[next]?.text === '(') return true;
  const aliased = tokens[next]?.kind === 'quoted' || (tokens[next]?.kind === 'word' && !AFTER_TABLE.has(wordAt(tokens, next)));
  if (aliased) next = afterName(tokens, next) > next ? next + 1 : tokens.length + 1;
  const follows = endsAt(tokens, next) || tokens[next]?.text === ',' || AFTER_TABLE.has(wordAt(tokens, next));
  return next <= tokens.length && follows && (style.upper || (style.uniform && /^(?:id|name|count|key|value|email)$/.test(wordAt(tokens, 1))) || isTechnical(tokens));
}

function isSelect(tokens: readonly Token[]): boolean {
  const start = skip(tokens, 1, 'distinct', 'all');
  const from = topLevel(tokens, 'from', start);
  if (from === -1) return isSelectAlone(tokens, start);
  return from > start && isSelectList(tokens.slice(start, from)) && isTableClause(tokens, from + 1, styleOf(tokens[0], tokens[from]));
}

/** SELECT without FROM: a literal, a parameter, a call, or the list that code goes on from. */
function isSelectAlone(tokens: readonly Token[], start: number): boolean {
  const { upper, uniform } = styleOf(tokens[0]);
  const item = tokens[start];
  const next = tokens[start + 1];
  if (item === undefined || !uniform) return false;
  if (item.text === '(') return wordAt(tokens, start + 1) === 'select';
  if (tokens[afterName(tokens, start)]?.text === '(' && item.kind === 'hole') return true;
  if (item.text === '*' || item.kind === 'placeholder') return upper || next === undefined;
  if (item.kind === 'number' || item.kind === 'string') return endsAt(tokens, start + 1, ['as']) || next?.text === ',';
  if (next?.text === '(' && next.start === item.end) return upper || /^(?:now|version|count|exists|current_\w+|last_insert_\w+|changes|pg_\w+|sqlite_version|database|set_config|nextval)$/i.test(item.text);
  return upper && item.kind !== 'symbol' && isSelectList(tokens.slice(start)) && (next?.text === ',' || (endsAt(tokens, start + 1) && isTechnical(tokens.slice(start))));
}

/** Items between commas, none of which reads like words of a sentence in a row. */
function isSelectList(tokens: readonly Token[]): boolean {
  let words = 0;
  for (const [i, token] of tokens.entries()) {
    const word = wordAt(tokens, i);
    if (word === '' || /^(?:as|and|or|not|is|null|when|then|else|case|end|in|like|over|partition|order|by|asc|desc|between|filter|where|interval|cast|at|time|zone|from|for|distinct|collate|escape|using|separator|within|group|top|select|with|ties|exists|all)$/.test(word)) words = 0;
    else if (ARTICLES.has(word) || (word === 'a' && tokens[i + 1]?.kind === 'word' && wordAt(tokens, i + 1) !== 'as')) return false;
    else if (++words > 2) return false;
    if (token.kind === 'string' && !/'$/.test(token.text)) return false;
  }
  return true;
}

function topLevel(tokens: readonly Token[], word: string, from: number): number {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    if (tokens[i]?.text === '(') depth++;
    else if (tokens[i]?.text === ')') depth--;
    else if (depth === 0 && wordAt(tokens, i) === word) return i;
  }
  return -1;
}

function isInsert(tokens: readonly Token[]): boolean {
  let i = 1;
  if (wordAt(tokens, i) === 'or') i += 2;
  i = skip(tokens, i, 'ignore', 'delayed', 'low_priority', 'high_priority');
  if (wordAt(tokens, i) !== 'into') return false;
  const next = afterName(tokens, i + 1);
  if (next === i + 1) return false;
  if (/^(?:values|select|default|set|with|as)$/.test(wordAt(tokens, next)) || tokens[next]?.kind === 'hole') return true;
  const { upper } = styleOf(tokens[0], tokens[i]);
  if (tokens[next]?.text !== '(') return upper && endsAt(tokens, next);
  const close = tokens.findIndex((token, index) => index > next && token.text === ')');
  return upper || (close !== -1 && /^(?:values|select|with)$/.test(wordAt(tokens, close + 1)));
}

function isUpdate(tokens: readonly Token[]): boolean {
  const from = skip(tokens, wordAt(tokens, 1) === 'or' ? 3 : 1, 'only', 'low_priority', 'ignore');
  const next = afterName(tokens, from);
  if (next === from) return false;
  const set = topLevel(tokens, 'set', next);
  if (set === -1) return styleOf(tokens[0]).upper && tokens[next]?.kind === 'hole';
  const target = tokens[set + 1];
  if (target === undefined || target.kind === 'hole' || target.text === '(') return set - next <= 20;
  return afterName(tokens, set + 1) > set + 1 && tokens[afterName(tokens, set + 1)]?.text === '=';
}

function isWith(tokens: readonly Token[]): boolean {
  const from = skip(tokens, 1, 'recursive');
  let next = afterName(tokens, from);
  if (next === from) return false;
  if (tokens[next]?.text === '(') next = tokens.findIndex((token, i) => i > next && token.text === ')') + 1;
  if (next === 0 || wordAt(tokens, next) !== 'as') return false;
  next = skip(tokens, next + 1, 'not', 'materialized');
  return tokens[next]?.text === '(' && (/^(?:select|insert|update|delete|values|with)$/.test(wordAt(tokens, next + 1)) || tokens[next + 1]?.kind === 'hole');
}

function isCreate(all: readonly Token[]): boolean {
  // `CREATE ${unique} INDEX`: holes before the object are its modifiers.
  const from = all.findIndex((token, i) => i > 0 && token.kind !== 'hole');
  const tokens = from > 1 ? [...all.slice(0, 1), ...all.slice(from)] : all;
  const object = skip(tokens, 1, 'or', 'replace', 'temp', 'temporary', 'unlogged', 'unique', 'fulltext', 'spatial', 'materialized', 'virtual', 'global', 'local');
  const name = skip(tokens, object + 1, 'concurrently', 'if', 'not', 'exists');
  const next = afterName(tokens, name);
  const guarded = name > object + 1;
  switch (wordAt(tokens, object)) {
    case 'table': return next > name && (tokens[next]?.text === '(' || tokens[next]?.kind === 'hole' || /^(?:as|using|like|partition)$/.test(wordAt(tokens, next)));
    case 'index': return topLevel(tokens, 'on', name) !== -1 && topLevel(tokens, 'on', name) <= next && /^(?:\(|using)$/i.test(tokens[afterName(tokens, topLevel(tokens, 'on', name) + 1)]?.text ?? '');
    case 'view': return next > name && topLevel(tokens, 'as', next) !== -1;
    case 'trigger': return next > name && /^(?:before|after|instead|for)$/.test(wordAt(tokens, next));
    case 'function': case 'procedure': return next > name && tokens[next]?.text === '(';
    case 'extension': case 'schema': case 'database': case 'sequence': case 'type': case 'role': case 'user':
      return next > name && (guarded || (styleOf(tokens[0], tokens[object]).upper && (endsAt(tokens, next) || wordAt(tokens, next) !== '')));
    default: return false;
  }
}

function isDrop(tokens: readonly Token[]): boolean {
  const object = skip(tokens, 1, 'materialized');
  if (!/^(?:table|index|view|database|schema|trigger|function|type|sequence|extension|procedure|role|user|policy|constraint|column|domain|publication|owned)$/.test(wordAt(tokens, object))) return false;
  const name = skip(tokens, object + 1, 'concurrently', 'if', 'exists');
  const next = afterName(tokens, name);
  const { upper, uniform } = styleOf(tokens[0], tokens[object]);
  if (next === name) return upper && name > object + 1 && name >= tokens.length;
  const guarded = wordAt(tokens, object + 1) === 'if' || wordAt(tokens, object + 2) === 'if';
  const ends = endsAt(tokens, next, ['cascade', 'restrict', 'on']) || tokens[next]?.text === ',' || tokens[next]?.text === '(';
  return ends && (guarded || upper || (uniform && /^(?:table|index)$/.test(wordAt(tokens, object))));
}

