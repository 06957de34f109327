import type { Dialect } from '../model/database';
import { at, items, lastName, variant, type Json } from './ast';
import { classify, wordAt, type StatementKind } from './classify';
import { detectDialect } from './dialect';
import { parseTree } from './engine';
import { readRows } from './read-query';
import { splitStatements } from './split';
import { flatten, type SqlText } from './text';
import { tokenize, type Token } from './tokens';

/**
 * Functions that change something, reach out of the database or run what they are given, so that a SELECT of them
 * does more than read.
 */
const EFFECTS = /^(?:nextval|setval|set_config|pg_(?:terminate|cancel)_backend|pg_(?:read|ls|stat|write)_\w+|pg_reload_conf|pg_rotate_logfile|pg_(?:try_)?advisory_\w+|pg_notify|pg_sleep\w*|lo_\w+|dblink\w*|query_to_xml\w*|database_to_xml\w*|txid_current|load_extension|readfile|writefile|edit|fts3_tokenizer|load_file|sleep|benchmark|get_lock|release_lock|sys_exec|sys_eval|xp_\w+|openrowset|opendatasource)$/i;

/** Pragmas that only tell, with or without an argument. */
const TELLING = /^(?:table_x?info|table_list|index_list|index_x?info|foreign_key_list|foreign_key_check|database_list|collation_list|function_list|module_list|pragma_list|compile_options|integrity_check|quick_check)$/;

/**
 * Whether every statement of a text is known to change nothing: reads, SHOW, DESCRIBE, EXPLAIN of those, and pragmas
 * that tell. Not so for what cannot be read, for text with parts other than values made at run time, for
 * transaction control, which can end a read-only transaction, nor for SELECT INTO, row locks and functions with
 * effects.
 */
export function isReadOnlyStatement(text: SqlText | string, dialect?: Dialect): boolean {
  const flat = flatten(text);
  const told = dialect ?? detectDialect(flat);
  const statements = splitStatements(tokenize(flat, { mysql: told === 'mysql', brackets: told === 'mssql' || told === 'sqlite' }));
  return statements.length > 0 && statements.every((statement) => isReadOnly(statement, classify(statement), told));
}

function isReadOnly(tokens: readonly Token[], kind: StatementKind, dialect: Dialect | undefined): boolean {
  if (kind === 'show') return tokens.every((token) => token.kind !== 'hole');
  if (kind === 'pragma') return isTellingPragma(tokens);
  if (kind === 'explain') return isReadOnlyExplain(tokens, dialect);
  if (kind !== 'select') return false;
  const tree = parseTree(tokens, dialect);
  if (!tree.read || tree.dropped) return false;
  const rows = readRows(tree.statement);
  return rows?.kind === 'select' && rows.gathered.writes.length === 0 && !rows.gathered.dynamic && !hasEffects(tree.statement);
}

function isTellingPragma(tokens: readonly Token[]): boolean {
  const name = tokens[2]?.text === '.' ? wordAt(tokens, 3) : wordAt(tokens, 1);
  const argument = tokens.some((token) => token.text === '=' || token.text === '(');
  return TELLING.test(name) || (!argument && name !== '' && !/^(?:optimize|wal_checkpoint|incremental_vacuum|shrink_memory)$/.test(name));
}

/** EXPLAIN ANALYZE runs what it explains; plain EXPLAIN runs nothing. */
function isReadOnlyExplain(tokens: readonly Token[], dialect: Dialect | undefined): boolean {
  let i = 1;
  if (tokens[i]?.text === '(') i = tokens.findIndex((token) => token.text === ')') + 1;
  while (/^(?:analyze|analyse|verbose|query|plan|extended|partitions|for|format)$/.test(wordAt(tokens, i)) || tokens[i]?.text === '=') i += wordAt(tokens, i) === 'format' ? 3 : 1;
  const inner = tokens.slice(i);
  const runs = tokens.slice(0, i).some((_, at) => /^analy[sz]e$/.test(wordAt(tokens, at)));
  const kind = classify(inner);
  return runs ? isReadOnly(inner, kind, dialect) : /^(?:select|insert|update|delete)$/.test(kind);
}

function hasEffects(node: Json): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (at(node, 'into') !== undefined || items(at(node, 'locks')).length > 0 || EFFECTS.test(calledBy(node))) return true;
  return Object.values(node).some((child) => hasEffects(child));
}

/** The function that a node calls, in an expression or in the place of a table. */
function calledBy(node: Json): string {
  const [kind, body] = variant(node);
  const calls = kind === 'Function' || (kind === 'Table' && at(body, 'args') !== undefined);
  return (calls ? lastName(at(body, 'name')) : undefined) ?? '';
}
