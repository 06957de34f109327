import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { looksLikeSql } from '../../src/sql/looks-like';

const STATEMENTS = [
  'SELECT * FROM users',
  'select * from users where id = $1',
  'select id from users',
  '  \n  SELECT name FROM sqlite_master WHERE type=\'table\'',
  '-- every user\nSELECT u.id, u.name FROM users u JOIN posts p ON p.user_id = u.id',
  '/* hint */ SELECT 1',
  'SELECT NOW()',
  'SELECT version()',
  'SELECT 1 AS ok',
  'select count(*) from messages',
  'SELECT DISTINCT city FROM addresses ORDER BY city',
  'SELECT COUNT(*) AS total, AVG(price) FROM "order-items" GROUP BY sku',
  'SELECT CASE WHEN a > 1 THEN 2 ELSE 3 END AS x FROM t',
  '(SELECT a FROM b) UNION (SELECT c FROM d)',
  'SELECT id, name, ',
  'SELECT * FROM ',
  'INSERT INTO users (name, email) VALUES (?, ?)',
  'insert into logs values (1, 2)',
  'INSERT OR REPLACE INTO kv (k, v) VALUES (?, ?)',
  'REPLACE INTO kv (k, v) VALUES (?, ?)',
  'INSERT INTO users (',
  'UPDATE users SET name = $1 WHERE id = $2',
  'update "user" set a = 1',
  'DELETE FROM sessions',
  'delete from sessions where expires_at < ?',
  'WITH recent AS (SELECT * FROM t) SELECT * FROM recent',
  'WITH RECURSIVE tree(id) AS (VALUES (1)) SELECT * FROM tree',
  'CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY)',
  'create table t (a int)',
  'CREATE UNIQUE INDEX i ON t (a)',
  'CREATE INDEX IF NOT EXISTS idx_a ON "t" USING btree (a)',
  'CREATE INDEX ON t (a)',
  'CREATE VIRTUAL TABLE notes USING fts5(title)',
  'CREATE EXTENSION IF NOT EXISTS vector',
  'CREATE OR REPLACE VIEW v AS SELECT 1',
  'ALTER TABLE users ADD COLUMN age INT',
  'DROP TABLE IF EXISTS users',
  'drop table users',
  'DROP INDEX i',
  'TRUNCATE TABLE users',
  'TRUNCATE users',
  'PRAGMA journal_mode = WAL',
  'PRAGMA foreign_keys',
  'pragma table_info(users)',
  'EXPLAIN ANALYZE SELECT * FROM t',
  'EXPLAIN QUERY PLAN SELECT * FROM t',
  'SHOW TABLES',
  'show tables',
  'DESCRIBE users',
  'BEGIN TRANSACTION',
  'BEGIN IMMEDIATE',
  'START TRANSACTION READ ONLY',
  'GRANT SELECT ON t TO reader',
  'VACUUM',
  'MERGE INTO a USING b ON a.x = b.x WHEN MATCHED THEN DELETE',
];

const SENTENCES = [
  'Select a file from the list',
  'Select files from your device.',
  'select an item from list',
  'Select all rows from the table and copy them',
  'Select one or more items',
  'Select the database to use',
  'Select option(s)',
  'Select 3 items',
  'Selected',
  'select',
  'Select name from menu',
  'Select a value from (1, 2)',
  'Update your settings',
  'Update the user and set their name',
  'Update available',
  'Update user settings',
  'update',
  'Delete from cart',
  'Delete the file',
  'Delete from the index all documents that match',
  'Insert into the document at the cursor',
  'Insert text into a file',
  'Create a table with columns (id, name)',
  'Create table',
  'Create index for faster search',
  'Create a new view as the current user',
  'Create database',
  'Drop files here',
  'Drop table',
  'Drop database connection and retry',
  'Alter the table',
  'Alter table settings',
  'With this tool you can select rows from a table',
  'With great power (as they say)',
  'Show tables and figures',
  'Show databases',
  'Describe the image',
  'Begin transaction processing',
  'Explain the query',
  'Explain select statements',
  'Replace into the clipboard',
  'Values (optional)',
  'Set local time zone',
  'Truncate long lines',
  'Truncate',
  'Call the API (again)',
  'Comment on the pull request',
  'Analyze',
  'Copy from the clipboard to stdout',
  'Grant access on behalf of the user to the app',
  'Merge into main',
  'Merge into main using squash',
  'Lock tables and rows',
  'Rename table columns to match',
  'Vacuum cleaner',
  'Pragma once',
  "Select the user's favourite from the list",
  'Select columns from a table. Returns rows.',
  'SELECT',
  'DELETE',
  'GET /users',
  '',
  '   ',
];

describe('looksLikeSql', () => {
  test.each(STATEMENTS)('takes %p for SQL', (text) => expect(looksLikeSql(text)).toBe(true));
  test.each(SENTENCES)('takes %p for no SQL', (text) => expect(looksLikeSql(text)).toBe(false));

  test('reads through holes', () => {
    expect(looksLikeSql({ parts: ['SELECT ', { hole: 'columns' }, ' FROM ', { hole: 'table' }] })).toBe(true);
    expect(looksLikeSql({ parts: ['UPDATE users SET ', { hole: 'sets' }, ' WHERE id = ?'] })).toBe(true);
    expect(looksLikeSql({ parts: ['INSERT INTO ', { hole: 'table' }, ' (', { hole: 'columns' }, ') VALUES (', { hole: 'marks' }, ')'] })).toBe(true);
    expect(looksLikeSql({ parts: ['DROP TABLE ', { hole: 'table' }] })).toBe(true);
    expect(looksLikeSql({ parts: ['Select ', { hole: 'what' }, ' from the list'] })).toBe(false);
    expect(looksLikeSql({ parts: ['Update ', { hole: 'name' }, ' to version ', { hole: 'version' }] })).toBe(false);
    expect(looksLikeSql({ parts: ['Delete ', { hole: 'name' }, '?'] })).toBe(false);
  });

  const name = fc.constantFrom('users', 'usage_logs', 'orders', 'mcp_servers', 't', 'chat_messages');
  const column = fc.constantFrom('id', 'user_id', 'email', 'created_at', 'price', 'status');
  const placeholder = fc.constantFrom('?', '$1', ':id', '@id', '%s');
  const statement = fc.oneof(
    fc.tuple(column, column, name, column, placeholder).map(([a, b, t, c, p]) => `SELECT ${a}, ${b} FROM ${t} WHERE ${c} = ${p}`),
    fc.tuple(name, column, placeholder).map(([t, c, p]) => `DELETE FROM ${t} WHERE ${c} < ${p}`),
    fc.tuple(name, column, placeholder, column).map(([t, c, p, d]) => `UPDATE ${t} SET ${c} = ${p} WHERE ${d} = ${p}`),
    fc.tuple(name, column, placeholder).map(([t, c, p]) => `INSERT INTO ${t} (${c}) VALUES (${p})`),
    fc.tuple(name, column).map(([t, c]) => `CREATE TABLE ${t} (${c} TEXT NOT NULL)`),
    fc.tuple(name, column).map(([t, c]) => `CREATE INDEX idx_${t}_${c} ON ${t} (${c})`),
  );

  test('is true of every generated statement, in either case, however it is spaced and commented', () => {
    fc.assert(fc.property(statement, fc.boolean(), fc.constantFrom('', ' ', '\n  ', '-- note\n', '/* note */ '), (text, lower, lead) =>
      looksLikeSql(lead + (lower ? text.toLowerCase() : text)) && looksLikeSql(lead + text.replace(/ /g, '\n  '))));
  });

  const noun = fc.constantFrom('file', 'list', 'menu', 'user', 'table', 'database', 'row', 'column', 'settings', 'query', 'index', 'view', 'item');
  const article = fc.constantFrom('a', 'the', 'your', 'this', 'any', 'each');
  const sentence = fc.oneof(
    fc.tuple(article, noun, article, noun).map(([a, n, b, m]) => `Select ${a} ${n} from ${b} ${m}`),
    fc.tuple(article, noun).map(([a, n]) => `Update ${a} ${n}`),
    fc.tuple(article, noun, article, noun).map(([a, n, b, m]) => `Insert ${a} ${n} into ${b} ${m}`),
    fc.tuple(article, noun).map(([a, n]) => `Delete from ${a} ${n}`),
    fc.tuple(article, noun, noun).map(([a, n, m]) => `Create ${a} ${n} on ${a} ${m}`),
    fc.tuple(article, noun).map(([a, n]) => `Drop ${a} ${n}`),
    fc.tuple(article, noun).map(([a, n]) => `With ${a} ${n} as context`),
  );

  test('is false of every generated sentence', () => {
    fc.assert(fc.property(sentence, fc.constantFrom('', '.', ' now', ' and continue.'), fc.boolean(), (text, end, lower) => !looksLikeSql((lower ? text.toLowerCase() : text) + end)));
  });

  test('answers for any text without throwing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('SELECT ', 'INSERT INTO ', 'with ', 'create table ', ''), (text, verb) => typeof looksLikeSql(verb + text) === 'boolean'));
  });
});
