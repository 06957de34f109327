import type { DatabasePart } from '../../model/database';
import { SCHEMA_KINDS } from '../../sql/classify';
import { readSqlText } from '../../sql/parse';
import { locator } from '../../sql/text';

/** Where a migration tool begins the way back and the way forward within one file: dbmate, goose, sql-migrate, node-pg-migrate, MyBatis. */
const MARKER = /^[ \t]*--[ \t]*(?:\/\/[ \t]*@(undo)\b|migrate:(up|down)\b|\+(?:goose|migrate)[ \t]+(up|down)\b|(up|down)[ \t]+migration\b)/i;

/** Queries that are compiled into code: sqlc (`-- name: GetUser :one`), PgTyped (`/* @name GetUser *\/`), Yesql. */
const NAMED_QUERY = /^[ \t]*(?:--[ \t]*name:[ \t]*\w+|\/\*+[ \t]*@name\b)/im;

/** What a file of SQL says of the schema, and the queries that it names for code to call. Data that it fills in is not looked at. */
export function readSqlFile(path: string, text: string): DatabasePart {
  const forward = withoutWayBack(text);
  const locate = locator(path, forward);
  const named = NAMED_QUERY.test(forward);
  const { changes, queries, gaps } = readSqlText(forward, { locate, ...(!named && { kinds: SCHEMA_KINDS }) });
  return { changes, queries, gaps };
}

/** The text with the sections that undo a migration blotted out, lines kept. */
function withoutWayBack(text: string): string {
  if (!/^[ \t]*--.*(?:down|undo)\b/im.test(text)) return text;
  let back = false;
  return text.split('\n').map((line) => {
    const marker = MARKER.exec(line);
    const word = (marker?.[1] ?? marker?.[2] ?? marker?.[3] ?? marker?.[4])?.toLowerCase();
    if (word !== undefined) back = word !== 'up';
    return back ? '' : line;
  }).join('\n');
}
