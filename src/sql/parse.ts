import type { DatabasePart, Dialect, Query, SchemaChange } from '../model/database';
import { placeOf } from '../model/location';
import { seen, unseen, type Maybe } from '../model/seen';
import { offsetAt, placeIn, type Json } from './ast';
import { classify, namedTable, PARSED_KINDS, SCHEMA_KINDS, type StatementKind } from './classify';
import { detectDialect } from './dialect';
import { parseTree, type Tree } from './engine';
import { alterOperations, blockStatements, firstRowOnly, indexMethod, readOperationWords, readVirtualTable } from './lift';
import { readRows } from './read-query';
import { readSchemaChanges } from './read-schema';
import { splitStatements, withoutClientLines } from './split';
import { excerpt, flatten, HOLE, locator, type Locate, type SqlText } from './text';
import { tokenize, type Token } from './tokens';

/** What a statement says. Statements that touch neither rows nor tables say nothing, and are read all the same. */
export interface Reading {
  readonly query?: Query;
  readonly changes: readonly SchemaChange[];
}

export interface ParsedStatement {
  readonly kind: StatementKind;
  /** Offsets in the text, holes being one character long. */
  readonly start: number;
  readonly end: number;
  /** For people: one line, bounded, holes as `${…}`. */
  readonly text: string;
  /** Unseen, with the reason, where the statement could not be read. */
  readonly reading: Maybe<Reading>;
}

export interface ParsedSql {
  /** The family that it is written for, where something tells. */
  readonly dialect?: Dialect;
  readonly statements: readonly ParsedStatement[];
}

export interface ParseOptions {
  /** Overrides what the text itself tells. */
  readonly dialect?: Dialect | undefined;
  /** Where an offset stands; by default lines and columns of the text, in a file without a name. */
  readonly locate?: Locate;
  /** Kinds that are wanted; the others are listed and not read. All by default. */
  readonly kinds?: ReadonlySet<StatementKind>;
}

/** Beyond this many statements of one text, the rest is unseen. */
const MAX_STATEMENTS = 5_000;

/**
 * Reads SQL, from a file or from code: PostgreSQL, MySQL, SQLite, and what SQL Server shares with them. It never
 * throws: what cannot be read is unseen, statement by statement.
 */
export function parseStatements(text: SqlText | string, options: ParseOptions = {}): ParsedSql {
  const script = withoutClientLines(flatten(text));
  const told = options.dialect ?? detectDialect(script.text);
  const dialect = script.delimiters.size > 0 ? 'mysql' : told;
  const tokens = tokenize(script.text, { mysql: dialect === 'mysql', brackets: dialect === 'mssql' || dialect === 'sqlite' });
  const context: Context = { dialect, locate: options.locate ?? locator('', script.text) };
  let wantedSoFar = 0;
  const statements = splitStatements(tokens, script.delimiters).map((statement): ParsedStatement => {
    const kind = classify(statement);
    const start = statement[0]?.start ?? 0;
    const end = statement[statement.length - 1]?.end ?? start;
    const shown = excerpt(text, start, end);
    if (options.kinds && !options.kinds.has(kind)) return { kind, start, end, text: shown, reading: seen({ changes: [] }) };
    const reading = wantedSoFar++ < MAX_STATEMENTS ? read(statement, kind, shown, context) : unseen(`Only the first ${MAX_STATEMENTS} statements of a text are read.`);
    return { kind, start, end, text: shown, reading };
  });
  return { statements, ...(dialect && { dialect }) };
}

interface Context {
  readonly dialect: Dialect | undefined;
  readonly locate: Locate;
}

function read(tokens: readonly Token[], kind: StatementKind, shown: string, context: Context): Maybe<Reading> {
  if (kind === 'create-virtual-table') return seen({ changes: readVirtualTable(tokens, context.locate) });
  if (kind === 'do') return joined(blockStatements(tokens).map((statement) => readSchema(statement, classify(statement), context)));
  if (!PARSED_KINDS.has(kind) || (kind === 'select' && tokens.every((token) => token.kind === 'hole'))) return seen({ changes: [] });
  return SCHEMA_KINDS.has(kind) ? readSchema(tokens, kind, context) : readQuery(tokens, shown, context);
}

function joined(readings: readonly Maybe<Reading>[]): Maybe<Reading> {
  const failed = readings.find((reading) => !reading.seen);
  return failed ?? seen({ changes: readings.flatMap((reading) => (reading.seen ? reading.value.changes : [])) });
}

function readQuery(tokens: readonly Token[], shown: string, { dialect, locate }: Context): Maybe<Reading> {
  const tree = parseTree(firstRowOnly(tokens), dialect);
  if (!tree.read) return unseen(tree.why);
  const rows = readRows(tree.statement);
  if (!rows) return seen({ changes: [] });
  const { branches: _, ...gathered } = rows.gathered;
  return seen({
    changes: [],
    query: {
      ...gathered, kind: rows.kind, dynamic: gathered.dynamic || tree.dropped, text: shown, source: 'sql', location: locate(tokens[0]?.start ?? 0), ...(dialect && { dialect }),
    },
  });
}

function readSchema(tokens: readonly Token[], kind: StatementKind, context: Context): Maybe<Reading> {
  const tree = parseTree(tokens, context.dialect);
  if (tree.read) return seen({ changes: changesOf(tree, tokens, context) });
  return kind === 'alter-table' ? readAlterPiecemeal(tokens, tree.why, context) : unseen(tree.why);
}

function changesOf(tree: Extract<Tree, { read: true }>, tokens: readonly Token[], { dialect, locate }: Context): readonly SchemaChange[] {
  const { text, originOf } = tree.prepared;
  const offsetOf = (node: Json | undefined, end: 'start' | 'end'): number | undefined => offsetAt(text, placeIn(node, end));
  return readSchemaChanges(tree.statement, {
    place: (node) => locate(originOf(offsetOf(node, 'start') ?? 0)),
    wordAfter: (node) => {
      const offset = offsetOf(node, 'end');
      return offset === undefined ? undefined : /^\s*"?(\w+)/.exec(text.slice(offset, offset + 200))?.[1];
    },
    dialect, dropped: tree.dropped, method: indexMethod(tokens),
  });
}

/** Each operation of an ALTER TABLE alone, so that one that is not read does not hide the others. */
function readAlterPiecemeal(tokens: readonly Token[], why: string, context: Context): Maybe<Reading> {
  const { head, operations } = alterOperations(tokens);
  const table = namedTable(tokens, 'alter-table') ?? '';
  const changes = operations.map((operation): readonly SchemaChange[] | undefined => {
    const words = readOperationWords(table, operation);
    if (words) return words;
    const statement = [...head, ...operation];
    const tree = parseTree(statement, context.dialect);
    return tree.read ? changesOf(tree, statement, context) : undefined;
  });
  if (changes.length === 0 || changes.includes(undefined)) return unseen(why);
  return seen({ changes: changes.flatMap((change) => change ?? []) });
}

/** What all statements of a text say together, and what of it could not be read. */
export interface SqlReading extends DatabasePart {
  readonly dialect?: Dialect;
  readonly unread: readonly { readonly text: string; readonly start: number; readonly why: string }[];
}

/**
 * Reads SQL as facts: the queries it makes, and the changes to the schema in order, where a statement that could not
 * be read is an `unclear` change of its table. Its gaps are the statements that could not be read though no part of
 * them is made at run time.
 */
export function readSqlText(text: SqlText | string, options: ParseOptions = {}): SqlReading {
  const { statements, dialect } = parseStatements(text, options);
  const flat = flatten(text);
  const locate = options.locate ?? locator('', flat);
  const unread = statements.flatMap(({ reading, text: shown, start, end }) => (reading.seen ? [] : [{ text: shown, start, end, why: reading.why }]));
  return {
    queries: statements.flatMap(({ reading }) => (reading.seen && reading.value.query ? [reading.value.query] : [])),
    changes: statements.flatMap((statement): readonly SchemaChange[] => {
      if (statement.reading.seen) return statement.reading.value.changes;
      return SCHEMA_KINDS.has(statement.kind) ? unclear(statement, flat, statement.reading.why) : [];
    }),
    unread,
    gaps: unread.flatMap(({ start, end, why }) => (flat.slice(start, end).includes(HOLE) ? [] : [{ what: placeOf(locate(start)), why }])),
    ...(dialect && { dialect }),
  };
}

/** A statement on a table that is named at run time is of account only where it may make an index. */
function unclear(statement: ParsedStatement, flat: string, why: string): readonly SchemaChange[] {
  const words = flat.slice(statement.start, Math.min(statement.end, statement.start + 2_000));
  const table = namedTable(tokenize(words), statement.kind);
  if (table !== undefined) return [{ kind: 'unclear', table, why }];
  return /\b(?:index|key|unique)\b/i.test(words) ? [{ kind: 'unclear', why }] : [];
}
