import type { SchemaChange, Table } from '../model/database';
import { identifier, namedTable, wordAt } from './classify';
import type { Locate } from './text';
import { tokenize, type Token } from './tokens';

/**
 * What the parser does not read and what is short enough to be read from the words: SQLite's virtual tables,
 * single operations of ALTER TABLE, and the statements inside PostgreSQL's anonymous blocks.
 */

/** `CREATE VIRTUAL TABLE name USING module(columns, option=value)`. */
export function readVirtualTable(tokens: readonly Token[], locate: Locate): readonly SchemaChange[] {
  const name = namedTable(tokens, 'create-virtual-table');
  const token = tokens.find((candidate) => identifier(candidate) === name);
  if (name === undefined || token === undefined) return [];
  const open = tokens.findIndex((candidate) => candidate.text === '(');
  const columns = open === -1 ? [] : splitAtCommas(tokens.slice(open + 1, -1)).flatMap((part) => {
    const column = part.some((candidate) => candidate.text === '=') ? undefined : identifier(part[0]);
    return column === undefined ? [] : [{ name: column, location: locate(part[0]?.start ?? 0) }];
  });
  const table: Table = { name, columns, indexes: [], source: 'sql', dialect: 'sqlite', special: 'virtual', location: locate(token.start) };
  return [{ kind: 'create-table', table }];
}

/** Runs of tokens between commas outside parentheses. */
export function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    if (token.text === ',' && depth === 0) parts.push([]);
    else parts[parts.length - 1]?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

/** Operations of ALTER TABLE that change neither columns nor indexes, by their first words. */
const HARMLESS = /^(?:attach|detach|set|reset|owner|enable|disable|cluster|inherit|no|not|of|replica|validate|engine|auto_increment|comment|convert|default|charset|character|collate|order|force|algorithm|lock|row_format|modify|alter|partition|switch|with|nocheck|check)\b|^drop (?:check|partition|default)\b|^add (?:partition|period)\b/;

/** An ALTER TABLE as its head (`ALTER TABLE name`) and its operations, so that each can be read alone. */
export function alterOperations(tokens: readonly Token[]): { readonly head: readonly Token[]; readonly operations: readonly (readonly Token[])[] } {
  let i = 2;
  for (; /^(?:if|exists|only)$/.test(wordAt(tokens, i)); i++);
  while (tokens[i + 1]?.text === '.') i += 2;
  const end = tokens[i + 1]?.text === '*' ? i + 2 : i + 1;
  return { head: tokens.slice(0, end), operations: splitAtCommas(tokens.slice(end)) };
}

/** What one operation of ALTER TABLE changes, read from its words; undefined when they do not tell. */
export function readOperationWords(table: string, operation: readonly Token[]): readonly SchemaChange[] | undefined {
  const words = `${wordAt(operation, 0)} ${wordAt(operation, 1)}`;
  const [index, to] = [identifier(operation[2]), identifier(operation[4])];
  if (index !== undefined && to !== undefined && /^rename (?:index|key)$/.test(words)) return [{ kind: 'rename-index', index, to }];
  if (index !== undefined && /^drop (?:index|key)$/.test(words)) return [{ kind: 'drop-index', table, index }];
  return HARMLESS.test(words) ? [] : undefined;
}

/**
 * The schema statements inside `DO $$ BEGIN … END $$`, each from its verb on, with offsets of the whole text. What
 * stands around them, such as the test whether the constraint exists already, is of no account.
 */
export function blockStatements(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const body = tokens.find((token) => token.kind === 'string' && token.text.startsWith('$'));
  const tag = /^\$\w*\$/.exec(body?.text ?? '')?.[0];
  if (body === undefined || tag === undefined) return [];
  const inner = body.text.slice(tag.length, -tag.length);
  const offset = body.start + tag.length;
  const shifted = tokenize(inner).map((token) => ({ ...token, start: token.start + offset, end: token.end + offset }));
  const statements: Token[][] = [[]];
  for (const token of shifted) {
    if (token.text === ';') statements.push([]);
    else statements[statements.length - 1]?.push(token);
  }
  return statements.flatMap((statement) => {
    const from = statement.findIndex((_, i) => startsSchemaStatement(statement, i));
    return from === -1 ? [] : [statement.slice(from)];
  });
}

function startsSchemaStatement(tokens: readonly Token[], i: number): boolean {
  const before = wordAt(tokens, i - 1);
  if (i > 0 && !/^(?:begin|then|else|loop)$/.test(before)) return false;
  return /^(?:alter|create|drop)$/.test(wordAt(tokens, i)) && /^(?:table|unique|index)$/.test(wordAt(tokens, i + 1));
}

/** The tokens of an INSERT without all rows but the first: their columns are the same, and there may be thousands. */
export function firstRowOnly(tokens: readonly Token[]): readonly Token[] {
  const values = tokens.findIndex((_, i) => wordAt(tokens, i) === 'values');
  if (values === -1) return tokens;
  const firstEnd = rowEnd(tokens, values + 1);
  let end = firstEnd;
  while (tokens[end]?.text === ',') end = rowEnd(tokens, end + 1);
  return [...tokens.slice(0, firstEnd), ...tokens.slice(end)];
}

/** The index after a row in parentheses; of what is none, the index after its first token. */
function rowEnd(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    if (tokens[i]?.text === '(') depth++;
    else if (tokens[i]?.text === ')') depth--;
    if (depth <= 0) return i + 1;
  }
  return tokens.length;
}

/** Which way an index is kept, where CREATE INDEX says so before the word INDEX. */
export function indexMethod(tokens: readonly Token[]): string | undefined {
  const word = wordAt(tokens, 1);
  return word === 'fulltext' || word === 'spatial' ? word : undefined;
}
