import type { Token } from './tokens';

export type StatementKind =
  | 'select' | 'insert' | 'update' | 'delete'
  | 'create-table' | 'create-virtual-table' | 'create-index' | 'create-view' | 'alter-table' | 'alter-index' | 'drop' | 'rename'
  | 'explain' | 'show' | 'pragma' | 'transaction' | 'do' | 'other';

/** The text of a word token in lower case, an empty string for any other. */
export function wordAt(tokens: readonly Token[], index: number): string {
  const token = tokens[index];
  return token?.kind === 'word' ? token.text.toLowerCase() : '';
}

const BY_VERB: Readonly<Record<string, StatementKind>> = {
  select: 'select', values: 'select', table: 'select', insert: 'insert', replace: 'insert', update: 'update', merge: 'update', delete: 'delete', truncate: 'delete',
  explain: 'explain', describe: 'show', desc: 'show', show: 'show', pragma: 'pragma', do: 'do',
  begin: 'transaction', start: 'transaction', commit: 'transaction', rollback: 'transaction', savepoint: 'transaction', release: 'transaction', end: 'transaction', abort: 'transaction',
};
const CREATE_MODIFIERS = /^(?:or|replace|global|local|temp|temporary|unlogged|unique|fulltext|spatial|clustered|nonclustered|materialized|recursive|virtual|external|online|offline|if|not|exists)$/;

/** What kind of statement it is, told by its first words alone; it need not be complete or correct. */
export function classify(tokens: readonly Token[]): StatementKind {
  let first = 0;
  while (tokens[first]?.text === '(') first++;
  const verb = wordAt(tokens, first);
  if (verb === 'with') return kindOfWith(tokens);
  if (verb === 'create') return kindOfCreate(tokens);
  return BY_OBJECT[`${verb} ${wordAt(tokens, first + 1)}`] ?? (Object.hasOwn(BY_VERB, verb) ? BY_VERB[verb] : undefined) ?? 'other';
}

const BY_OBJECT: Readonly<Record<string, StatementKind>> = {
  'alter table': 'alter-table', 'alter index': 'alter-index', 'drop table': 'drop', 'drop index': 'drop', 'rename table': 'rename',
};

/** The verb after the common table expressions: the first one outside their parentheses. */
function kindOfWith(tokens: readonly Token[]): StatementKind {
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    else if (depth === 0 && /^(?:select|insert|update|delete|merge|values|replace)$/.test(wordAt(tokens, i))) return BY_VERB[wordAt(tokens, i)] ?? 'select';
  }
  return 'select';
}

function kindOfCreate(tokens: readonly Token[]): StatementKind {
  let i = 1;
  let virtual = false;
  for (; CREATE_MODIFIERS.test(wordAt(tokens, i)); i++) virtual ||= wordAt(tokens, i) === 'virtual';
  const object = wordAt(tokens, i);
  if (object === 'table') return virtual ? 'create-virtual-table' : 'create-table';
  if (object === 'index') return 'create-index';
  return object === 'view' ? 'create-view' : 'other';
}

/** Kinds whose text must go through the parser; of the others nothing is asked. */
export const PARSED_KINDS: ReadonlySet<StatementKind> = new Set<StatementKind>([
  'select', 'insert', 'update', 'delete', 'create-table', 'create-index', 'alter-table', 'alter-index', 'drop', 'rename',
]);

/** Kinds that change tables or indexes. */
export const SCHEMA_KINDS: ReadonlySet<StatementKind> = new Set<StatementKind>([
  'create-table', 'create-virtual-table', 'create-index', 'alter-table', 'alter-index', 'drop', 'rename', 'do',
]);

/** An identifier token as a name: without its quotes; undefined for what is no identifier. */
export function identifier(token: Token | undefined): string | undefined {
  if (token?.kind === 'word') return token.text;
  if (token?.kind !== 'quoted') return undefined;
  const quote = token.text[0] ?? '';
  const close = quote === '[' ? ']' : quote;
  return token.text.slice(1, token.text.endsWith(close) ? -1 : undefined).replaceAll(close + close, close);
}

/** The table that a schema statement speaks of, read from its words, for statements that the parser does not read. */
export function namedTable(tokens: readonly Token[], kind: StatementKind): string | undefined {
  let i = tokens.findIndex((_, index) => wordAt(tokens, index) === (kind === 'create-index' ? 'on' : 'table'));
  if (i === -1) return undefined;
  for (i++; /^(?:if|not|exists|only)$/.test(wordAt(tokens, i)); i++);
  while (tokens[i + 1]?.text === '.') i += 2;
  return identifier(tokens[i]);
}
