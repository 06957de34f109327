import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseStatements, readSqlText } from '../../src/sql/parse';
import { flatten, locator } from '../../src/sql/text';
import { version } from '../../vendor/sqlparser/sqlparser.js';

const textsOf = (text: string): string[] => parseStatements(text).statements.map((statement) => statement.text);

describe('splitting', () => {
  test.each<[string, string[]]>([
    ['SELECT 1; SELECT 2;', ['SELECT 1', 'SELECT 2']],
    ["SELECT ';'; SELECT \"a;b\"; SELECT `c;d`", ["SELECT ';'", 'SELECT "a;b"', 'SELECT `c;d`']],
    ["SELECT 'it''s; so'; SELECT 2", ["SELECT 'it''s; so'", 'SELECT 2']],
    ["SELECT E'a\\';b'; SELECT 2", ["SELECT E'a\\';b'", 'SELECT 2']],
    ['SELECT 1 -- one; two\n; /* ; */ SELECT 2', ['SELECT 1', 'SELECT 2']],
    ['CREATE FUNCTION f() RETURNS trigger AS $body$ BEGIN x; END; $body$ LANGUAGE plpgsql; SELECT 2', ['CREATE FUNCTION f() RETURNS trigger AS $body$ BEGIN x; END; $body$ LANGUAGE plpgsql', 'SELECT 2']],
    ['CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO b VALUES (CASE WHEN 1 THEN 2 END); DELETE FROM c; END; SELECT 2', ['CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO b VALUES (CASE WHEN 1 THEN 2 END); DELETE FROM c; END', 'SELECT 2']],
    ['BEGIN; UPDATE a SET b = 1; COMMIT;', ['BEGIN', 'UPDATE a SET b = 1', 'COMMIT']],
    ['DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END//\nDELIMITER ;\nSELECT 3;', ['CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END', 'SELECT 3']],
    ["COPY t (a) FROM stdin;\n1;'x\n\\.\nSELECT 1;", ['COPY t (a) FROM stdin', 'SELECT 1']],
    ['\\connect other\nSELECT 1;', ['SELECT 1']],
    ['CREATE TABLE a (x int)\nGO\nCREATE TABLE b (x int)\nGO', ['CREATE TABLE a (x int)', 'CREATE TABLE b (x int)']],
    ['', []],
    [';;  ;', []],
  ])('%j', (text, statements) => expect(textsOf(text)).toEqual(statements));

  const statement = fc.constantFrom("SELECT ';' FROM a", 'INSERT INTO t VALUES (1)', 'SELECT $q$;$q$ -- x', 'UPDATE t SET a = "b;"\n', '/* ; */ DELETE FROM t', 'CREATE TRIGGER x AFTER INSERT ON y BEGIN DELETE FROM z; END');

  test('joining statements and splitting them again gives as many, each where it stands', () => {
    fc.assert(fc.property(fc.array(statement, { maxLength: 6 }), (list) => {
      const text = list.join('\n;');
      const { statements } = parseStatements(text);
      expect(statements).toHaveLength(list.length);
      for (const { start, end, text: shown } of statements) expect(text.slice(start, end).replace(/\s+/g, ' ').trim().startsWith(shown.slice(0, 20))).toBe(true);
    }));
  });
});

describe('hostile text', () => {
  test('any text is answered, statement by statement', () => {
    const word = fc.constantFrom('SELECT', 'FROM', 'WHERE', '(', ')', "'", '"', '`', '$$', '$a$', '--', '/*', '*/', ';', '?', '$1', ':a', '%s', 'AND', ',', 'CREATE TABLE', 't', '=', '\\', '[', 'E\'', 'BEGIN', 'END', '\u{1F600}', '\uF8FF');
    fc.assert(fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      for (const { reading } of parseStatements(words.join(' ')).statements) expect(reading.seen || reading.why.length > 0).toBe(true);
    }), { numRuns: 300 });
  });

  const deep = (open: string, close: string, times: number): string => `SELECT ${open.repeat(times)}1${close.repeat(times)}`;

  test.each([
    ['parentheses', deep('(', ')', 5_000)],
    ['calls', deep('f(', ')', 60)],
    ['calls, many times', `SELECT ${Array.from({ length: 400 }, () => `${'f('.repeat(12)}1${')'.repeat(12)}`).join(', ')}`],
    ['subqueries', deep('(SELECT ', ')', 2_000)],
    ['cases', deep('CASE WHEN a THEN ', ' END', 5_000)],
    ['a chain', `SELECT ${'1 + '.repeat(9_000)}1`],
    ['conditions', `SELECT * FROM t WHERE ${'a = 1 AND '.repeat(5_000)}1`],
    ['negations', deep('NOT ', '', 5_000)],
    ['intervals', deep('interval ', '', 40)],
    ['open quotes', "SELECT '".repeat(1)],
    ['open dollar tags', Array.from({ length: 20_000 }, (_, i) => `$t${i}$`).join(' ')],
    ['holes', Array.from({ length: 5_000 }, () => '\u{1F600} ').join('')],
  ])('%s are refused or read, in a time that does not explode', (_, text) => {
    const before = performance.now();
    parseStatements(text);
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(readSqlText('SELECT * FROM t WHERE a = 1').unread).toEqual([]);
  });

  test('the parser is whole again after a statement that broke it', () => {
    readSqlText(`SELECT ${'CASE WHEN a THEN '.repeat(6_000)}1${' END'.repeat(6_000)}`);
    expect(readSqlText('SELECT a FROM t').queries).toHaveLength(1);
  });

  test('of too many statements the rest is unseen', () => {
    const { statements } = parseStatements('SELECT 1;'.repeat(5_001));
    expect(statements[5_000]?.reading).toEqual({ seen: false, why: 'Only the first 5000 statements of a text are read.' });
  });
});

test('the dialect is told by what only one writes', () => {
  const dialectOf = (text: string): string | undefined => parseStatements(text).dialect;
  expect(dialectOf('CREATE TABLE t (id SERIAL, data JSONB)')).toBe('postgresql');
  expect(dialectOf('CREATE TABLE `t` (`id` INT AUTO_INCREMENT) ENGINE=InnoDB')).toBe('mysql');
  expect(dialectOf('CREATE TABLE `t` (`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL)')).toBe('sqlite');
  expect(dialectOf('SELECT TOP 5 * FROM [dbo].[t]')).toBe('mssql');
  expect(dialectOf('SELECT * FROM t')).toBeUndefined();
});

test('statements that are not wanted are listed and not read', () => {
  const { statements } = parseStatements('SELECT ((; CREATE TABLE t (a int)', { kinds: new Set(['create-table']) });
  expect(statements.map(({ kind, reading }) => [kind, reading.seen])).toEqual([['select', true], ['create-table', true]]);
});

test('rows of a dump do not use up the statements that are read', () => {
  const { changes, gaps } = readSqlText(`${'INSERT INTO t VALUES (1);'.repeat(6_000)} CREATE INDEX i ON t (a);`, { kinds: new Set(['create-index']) });
  expect([changes.length, gaps]).toEqual([1, []]);
});

test('a locator counts lines and columns from where the text begins', () => {
  const locate = locator('a.ts', 'ab\ncd', { line: 10, column: 5 });
  expect([0, 1, 3, 4].map(locate).map(({ line, column }) => `${line}:${column}`)).toEqual(['10:5', '10:6', '11:1', '11:2']);
});

test('flattening keeps one character for each, holes included', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constant({ hole: 'x' })), { maxLength: 5 }), (parts) =>
    flatten({ parts }).length === parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 1), 0)));
});

test('the parser that is carried along is the package that is declared', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: Record<string, string> };
  expect(version).toBe(manifest.devDependencies['@guanmingchiu/sqlparser-ts']);
});
