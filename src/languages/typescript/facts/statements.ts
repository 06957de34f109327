import type { DatabaseFile } from '../../../facts/database';
import type { Analysis } from '../../../flow/analyse';
import { callLocation, nameOf } from '../../../flow/program';
import type { Dialect } from '../../../model/database';
import { ELEMENT, type NodeId } from '../../../model/flow-graph';
import { readSqlText } from '../../../sql/parse';
import type { SqlText } from '../../../sql/text';
import type { CodeContext } from '../context';
import { undoing } from './database/links';
import { queryOf } from './query';
import { statementTexts } from './stores/sql-sites';

/** What the driver that a statement is sent with speaks. */
const DIALECTS: readonly (readonly [RegExp, Dialect])[] = [
  [/^(pg|postgres|slonik|@neondatabase\/|@vercel\/postgres|@electric-sql\/pglite)/, 'postgresql'],
  [/^(mysql2?|mariadb|@planetscale\/)/, 'mysql'],
  [/^(better-sqlite3|sqlite3?|node:sqlite|@libsql\/|D1Database|bun:sqlite|expo-sqlite|sql\.js)/, 'sqlite'],
  [/^(mssql|tedious)/, 'mssql'],
];
const DECLARES = /^\s*(?:create|alter)\b/i;
/** Ways in which one text may have been put together, and how deep its parts are looked into. */
const MOST_TEXTS = 6;
const DEPTH = 4;

/** The statements that code sends to a database as text, per file, read as SQL. */
export function statementFiles({ analysis }: CodeContext): readonly DatabaseFile[] {
  const files = new Map<string, DatabaseFile>();
  const seen = new Set<string>();
  const back = undoing(analysis);
  for (const { call, text: node, sink } of statementTexts(analysis)) {
    if (back.has(analysis.program.calls[call]?.fn ?? -1)) continue;
    const location = callLocation(analysis.program, call);
    const dialect = dialectOf(analysis.points.apis(sink));
    for (const text of textsAt(analysis, node, 0)) {
      const key = `${location.path}:${location.line}:${location.column ?? 0} ${JSON.stringify(text.parts)}`;
      if (seen.has(key) || !text.parts.some((part) => typeof part === 'string' && /\w/.test(part))) continue;
      seen.add(key);
      const { queries, changes, gaps: all, unread } = readSqlText(text, { locate: () => location, ...(dialect && { dialect }) });
      // A query that a dialect of its own hides says nothing of the tables; only what declares them leaves the schema unknown.
      const gaps = unread.some((statement) => DECLARES.test(statement.text)) ? all : [];
      const file = files.get(location.path) ?? { path: location.path, queries: [], changes: [], gaps: [] };
      files.set(location.path, { ...file, queries: [...file.queries, ...queries], changes: [...file.changes, ...changes], gaps: [...file.gaps, ...gaps] });
    }
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function dialectOf(apis: readonly string[]): Dialect | undefined {
  return DIALECTS.find(([pattern]) => apis.some((path) => pattern.test(path)))?.[1];
}

/** What a text may be, with a hole for each part that is not literal. */
function textsAt(analysis: Analysis, node: NodeId, depth: number): SqlText[] {
  const { program, points } = analysis;
  const listed = depth < DEPTH ? listedAt(analysis, node) : [];
  if (listed.length > 0) return listed.flatMap((each) => textsAt(analysis, each, depth + 1));
  const literal = points.of(node).flatMap((value): SqlText[] => (value.k === 'const' && typeof value.value === 'string' ? [{ parts: [value.value] }] : []));
  const built = (program.concatsByResult.get(node) ?? []).map((concat): SqlText => ({ parts: concat.parts.flatMap((part) => (typeof part === 'string' ? [part] : partAt(analysis, part, depth))) }));
  const passed = depth < DEPTH ? (program.assignsByTarget.get(node) ?? []).slice(0, MOST_TEXTS).filter((from) => from !== node).flatMap((from) => (program.concatsByResult.has(from) || program.assignsByTarget.has(from) ? textsAt(analysis, from, depth + 1) : [])) : [];
  // What a loop sends one by one is a list of statements, not one text in many forms.
  return [...literal, ...[...built, ...passed].slice(0, MOST_TEXTS)];
}

/** The elements of the list that a loop runs over: there may be more of them than a value is known to be. */
function listedAt(analysis: Analysis, node: NodeId): NodeId[] {
  const { program, points } = analysis;
  const lists = [node, ...(program.assignsByTarget.get(node) ?? [])].flatMap((each) => queryOf(analysis).loadsTo(each)).flatMap((load) => (load.prop === ELEMENT ? [load.from] : []));
  return lists.flatMap((list) => points.of(list)).flatMap((value) => (value.k === 'object' ? (program.initStores.get(value.node) ?? []) : [])).map((store) => store.from);
}

function partAt(analysis: Analysis, node: NodeId, depth: number): SqlText['parts'] {
  const texts = depth < DEPTH ? textsAt(analysis, node, depth + 1) : [];
  const [only] = texts;
  return texts.length === 1 && only ? only.parts : [{ hole: nameOf(analysis.program, node) ?? '…' }];
}
