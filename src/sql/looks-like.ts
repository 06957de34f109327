import { wordAt } from './classify';
import { isSelect, isTableClause } from './looks-like-select';
import { afterName, endsAt, endsLikeSentence, skip, styleOf, topLevel } from './sentence';
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

type Check = (tokens: readonly Token[]) => boolean;

function statementAt(tokens: readonly Token[]): boolean {
  const verb = wordAt(tokens, 0);
  return Object.hasOwn(CHECKS, verb) ? (CHECKS[verb]?.(tokens) ?? false) : false;
}

const upper = (tokens: readonly Token[], words = 1): boolean => styleOf(...tokens.slice(0, words)).upper;
const uniform = (tokens: readonly Token[], words = 1): boolean => styleOf(...tokens.slice(0, words)).uniform;
const has = (tokens: readonly Token[], words: RegExp): boolean => tokens.some((_, i) => words.test(wordAt(tokens, i)));
const word = (tokens: readonly Token[], i: number, words: RegExp): boolean => words.test(wordAt(tokens, i));

/** By verb. Verbs that are common in sentences want capitals or a grammar that sentences do not have. */
const CHECKS: Readonly<Record<string, Check>> = {
  select: isSelect,
  insert: isInsert,
  replace: isInsert,
  merge: (tokens) => word(tokens, 1, /^into$/) && afterName(tokens, 2) > 2 && topLevel(tokens, 'on', topLevel(tokens, 'using', 3)) !== -1,
  update: isUpdate,
  delete: (tokens) => word(tokens, 1, /^from$/) && isTableClause(tokens, 2, styleOf(tokens[0], tokens[1])),
  with: isWith,
  create: isCreate,
  alter: isAlter,
  drop: isDrop,
  truncate: isTruncate,
  pragma: (tokens) => afterName(tokens, 1) > 1 && (/^[=(]$/.test(tokens[afterName(tokens, 1)]?.text ?? '') || (uniform(tokens) && endsAt(tokens, afterName(tokens, 1)))),
  explain: (tokens) => statementAt(tokens.slice(skip(tokens, 1, 'analyze', 'verbose', 'query', 'plan', 'extended'))),
  show: (tokens) => uniform(tokens, 2) && word(tokens, 1, /^(?:tables|databases|schemas|columns|index|indexes|indices|create|full|variables|status|processlist|keys|grants)$/) && (upper(tokens) || endsAt(tokens, 2, ['from', 'like', 'where', 'table'])),
  describe: (tokens) => upper(tokens) && afterName(tokens, 1) > 1 && endsAt(tokens, afterName(tokens, 1)),
  begin: (tokens) => word(tokens, 1, /^(?:transaction|immediate|exclusive|deferred)$/) && uniform(tokens, 2) && (endsAt(tokens, 2) || upper(tokens)),
  start: (tokens) => word(tokens, 1, /^transaction$/) && upper(tokens, 2),
  savepoint: (tokens) => upper(tokens) && tokens.length > 1 && endsAt(tokens, afterName(tokens, 1)),
  grant: isGrant,
  revoke: isGrant,
  copy: (tokens) => upper(tokens) && has(tokens, /^(?:stdin|stdout)$/),
  attach: (tokens) => (word(tokens, 1, /^database$/) || tokens[1]?.kind === 'string') && has(tokens, /^as$/),
  vacuum: (tokens) => upper(tokens) && endsAt(tokens, 1, ['full', 'analyze', 'into']),
  analyze: (tokens) => upper(tokens) && endsAt(tokens, afterName(tokens, 1)),
  call: (tokens) => upper(tokens) && tokens[afterName(tokens, 1)]?.text === '(',
  set: (tokens) => upper(tokens, 2) && word(tokens, 1, /^(?:session|local|names|search_path|transaction|statement_timeout|role|foreign_key_checks)$/),
  values: (tokens) => upper(tokens) && tokens[1]?.text === '(',
  rename: (tokens) => uniform(tokens, 2) && word(tokens, 1, /^table$/) && word(tokens, afterName(tokens, 2), /^to$/),
  lock: (tokens) => upper(tokens, 2) && word(tokens, 1, /^tables?$/) && afterName(tokens, 2) > 2,
  refresh: (tokens) => word(tokens, 1, /^materialized$/) && word(tokens, 2, /^view$/),
  comment: (tokens) => word(tokens, 1, /^on$/) && word(tokens, 2, /^(?:table|column|index|schema|function|view)$/) && has(tokens, /^is$/),
};

function isGrant(tokens: readonly Token[]): boolean {
  return upper(tokens) && has(tokens, /^on$/) && has(tokens, /^(?:to|from)$/);
}

function isInsert(tokens: readonly Token[]): boolean {
  const into = skip(tokens, word(tokens, 1, /^or$/) ? 3 : 1, 'ignore', 'delayed', 'low_priority', 'high_priority');
  const next = afterName(tokens, into + 1);
  if (!word(tokens, into, /^into$/) || next === into + 1) return false;
  if (word(tokens, next, /^(?:values|select|default|set|with|as)$/) || tokens[next]?.kind === 'hole') return true;
  const capitals = styleOf(tokens[0], tokens[into]).upper;
  if (tokens[next]?.text !== '(') return capitals && endsAt(tokens, next);
  const close = tokens.findIndex((token, index) => index > next && token.text === ')');
  return capitals || (close !== -1 && word(tokens, close + 1, /^(?:values|select|with)$/));
}

function isUpdate(tokens: readonly Token[]): boolean {
  const from = skip(tokens, word(tokens, 1, /^or$/) ? 3 : 1, 'only', 'low_priority', 'ignore');
  const next = afterName(tokens, from);
  if (next === from) return false;
  const set = topLevel(tokens, 'set', next);
  if (set === -1) return upper(tokens) && tokens[next]?.kind === 'hole';
  const target = tokens[set + 1];
  if (target === undefined || target.kind === 'hole' || target.text === '(') return set - next <= 20;
  const assigned = afterName(tokens, set + 1);
  return assigned > set + 1 && tokens[assigned]?.text === '=';
}

function isWith(tokens: readonly Token[]): boolean {
  const from = skip(tokens, 1, 'recursive');
  const name = afterName(tokens, from);
  if (name === from) return false;
  const columnsEnd = tokens[name]?.text === '(' ? tokens.findIndex((token, i) => i > name && token.text === ')') + 1 : name;
  if (columnsEnd === 0 || !word(tokens, columnsEnd, /^as$/)) return false;
  const open = skip(tokens, columnsEnd + 1, 'not', 'materialized');
  return tokens[open]?.text === '(' && (word(tokens, open + 1, /^(?:select|insert|update|delete|values|with)$/) || tokens[open + 1]?.kind === 'hole');
}

const ALTERED = /^(?:index|view|policy|type|user|role|sequence|schema|database|function|procedure|extension|publication|trigger|system|default|materialized)$/;
const OPERATIONS = /^(?:add|drop|rename|alter|modify|change|enable|disable|set|owner|attach|detach|validate|engine|auto_increment|convert|replica|comment)$/;

function isAlter(tokens: readonly Token[]): boolean {
  if (word(tokens, 1, /^table$/)) return word(tokens, afterName(tokens, skip(tokens, 2, 'if', 'exists', 'only')), OPERATIONS);
  return upper(tokens, 2) && word(tokens, 1, ALTERED) && afterName(tokens, 2) > 2;
}

function isTruncate(tokens: readonly Token[]): boolean {
  const from = skip(tokens, 1, 'table', 'only');
  const next = afterName(tokens, from);
  return (from > 1 || upper(tokens)) && next > from && endsAt(tokens, next, ['restart', 'cascade', 'continue']);
}

const CREATE_MODIFIERS = ['or', 'replace', 'temp', 'temporary', 'unlogged', 'unique', 'fulltext', 'spatial', 'materialized', 'virtual', 'global', 'local'];

function isCreate(all: readonly Token[]): boolean {
  // `CREATE ${unique} INDEX`: holes before the object are its modifiers.
  const from = all.findIndex((token, i) => i > 0 && token.kind !== 'hole');
  const tokens = from > 1 ? [...all.slice(0, 1), ...all.slice(from)] : all;
  const object = skip(tokens, 1, ...CREATE_MODIFIERS);
  const name = skip(tokens, object + 1, 'concurrently', 'if', 'not', 'exists');
  const next = afterName(tokens, name);
  if (wordAt(tokens, object) === 'index') return isIndexOn(tokens, topLevel(tokens, 'on', name), next);
  return next > name && isCreated(tokens, object, name, next);
}

/** `CREATE INDEX [name] ON table (…`. */
function isIndexOn(tokens: readonly Token[], on: number, afterIndex: number): boolean {
  return on !== -1 && on <= afterIndex && /^(?:\(|using)$/i.test(tokens[afterName(tokens, on + 1)]?.text ?? '');
}

function isCreated(tokens: readonly Token[], object: number, name: number, next: number): boolean {
  const following = tokens[next];
  switch (wordAt(tokens, object)) {
    case 'table': return following?.text === '(' || following?.kind === 'hole' || word(tokens, next, /^(?:as|using|like|partition)$/);
    case 'view': return topLevel(tokens, 'as', next) !== -1;
    case 'trigger': return word(tokens, next, /^(?:before|after|instead|for)$/);
    case 'function': case 'procedure': return following?.text === '(';
    case 'extension': case 'schema': case 'database': case 'sequence': case 'type': case 'role': case 'user':
      return name > object + 1 || (styleOf(tokens[0], tokens[object]).upper && (endsAt(tokens, next) || following?.kind === 'word'));
    default: return false;
  }
}

const DROPPED = /^(?:table|index|view|database|schema|trigger|function|type|sequence|extension|procedure|role|user|policy|constraint|column|domain|publication|owned)$/;

function isDrop(tokens: readonly Token[]): boolean {
  const object = skip(tokens, 1, 'materialized');
  if (!word(tokens, object, DROPPED)) return false;
  const name = skip(tokens, object + 1, 'concurrently', 'if', 'exists');
  const next = afterName(tokens, name);
  const style = styleOf(tokens[0], tokens[object]);
  if (next === name) return style.upper && name > object + 1 && name >= tokens.length;
  const ends = endsAt(tokens, next, ['cascade', 'restrict', 'on']) || /^[,(]$/.test(tokens[next]?.text ?? '');
  const guarded = tokens.slice(object, name).some((_, i) => wordAt(tokens, object + i) === 'if');
  return ends && (guarded || style.upper || (style.uniform && word(tokens, object, /^(?:table|index)$/)));
}
