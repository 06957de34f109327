import { describe, expect, test } from '@jest/globals';
import type { Index, SchemaChange } from '../../src/model/database';
import type { ParseOptions } from '../../src/sql/parse';
import { readSqlText } from '../../src/sql/parse';

function changesOf(text: string, options?: ParseOptions): readonly SchemaChange[] {
  const { changes, unread } = readSqlText(text, options);
  expect(unread).toEqual([]);
  return changes;
}

const index = (i: Index): string => [i.name ?? '-', `(${i.columns.join(', ')})`, i.primary ? 'primary' : i.unique ? 'unique' : '', i.partial ? 'partial' : '', i.method ?? ''].filter((word) => word !== '').join(' ');

/** A change in one line. */
function shown(change: SchemaChange): string {
  switch (change.kind) {
    case 'create-table': {
      const { name, columns, indexes, special, uncertain } = change.table;
      const fields = columns.map((c) => `${c.name}${c.type === undefined ? '' : ` ${c.type}`}${c.references === undefined ? '' : ` > ${c.references}`}`);
      return `table ${name} [${fields.join(', ')}] ${indexes.map(index).join('; ')}${special ? ` ${special}` : ''}${uncertain === undefined ? '' : ' uncertain'}`.trim();
    }
    case 'add-column': return `add ${change.table}.${change.column.name} ${change.column.type ?? ''}`.trim();
    case 'add-index': return `index ${change.table} ${index(change.index)}`;
    case 'unclear': return `unclear ${change.table ?? 'any'}`;
    default: return Object.values(change).join(' ');
  }
}
const shownOf = (text: string, options?: ParseOptions): string[] => changesOf(text, options).map(shown);

describe('CREATE TABLE', () => {
  test.each<[string, string]>([
    ['CREATE TABLE users (id serial PRIMARY KEY, email varchar(255) NOT NULL UNIQUE, at timestamptz DEFAULT now())', 'table users [id serial, email varchar, at timestamptz] - (id) primary; - (email) unique'],
    ['CREATE TABLE IF NOT EXISTS "public"."Users" ("id" uuid, CONSTRAINT pk PRIMARY KEY ("id"))', 'table Users [id uuid] pk (id) primary'],
    ['CREATE TABLE t (a int, b int REFERENCES u(id), UNIQUE (a, b), FOREIGN KEY (a) REFERENCES v(x))', 'table t [a int > v, b int > u] - (a, b) unique'],
    ['CREATE TABLE `t` (`id` int unsigned AUTO_INCREMENT, `n` enum("a"), `ok` tinyint(1), PRIMARY KEY (`id`), KEY `k` (`n`(10), id DESC), UNIQUE KEY `u` (`n`), FULLTEXT KEY f (n), CONSTRAINT `fk` FOREIGN KEY (`n`) REFERENCES `v` (`x`)) ENGINE=InnoDB', 'table t [id int, n enum > v, ok tinyint(1)] - (id) primary; k (n, id); u (n) unique; f (n) fulltext; fk (n)'],
    ['CREATE TABLE t (a, b TEXT UNIQUE ON CONFLICT REPLACE, PRIMARY KEY (a) ON CONFLICT IGNORE) WITHOUT ROWID', 'table t [a, b text] - (b) unique; - (a) primary'],
    ['CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT DEFAULT (datetime(\'now\'))) STRICT', 'table t [id integer, x text] - (id) primary'],
    ['CREATE TEMP TABLE t (a int)', 'table t [a int]  temporary'],
    ['CREATE TABLE t AS SELECT * FROM u', 'table t []  uncertain'],
    ['CREATE TABLE t (LIKE u INCLUDING ALL)', 'table t []  uncertain'],
    ['CREATE TABLE p PARTITION OF t FOR VALUES FROM (1) TO (2)', 'table p []  uncertain'],
    ['CREATE TABLE t (a int, tags text[], v vector(3))', 'table t [a int, tags text[], v vector]'],
    ['CREATE VIRTUAL TABLE notes_fts USING fts5(title, body, content=\'notes\', tokenize = "porter")', 'table notes_fts [title, body]  virtual'],
  ])('%s', (text, table) => expect(shownOf(text)).toEqual([table]));

  test('holes leave a table uncertain, and a table named at run time out', () => {
    const { changes } = readSqlText({ parts: ['CREATE TABLE t (a int, ', { hole: 'more' }, ')'] });
    expect(changes.map(shown)).toEqual(['table t [a int]  uncertain']);
    expect(readSqlText({ parts: ['CREATE TABLE ', { hole: 'name' }, ' (a int)'] })).toMatchObject({ changes: [], unread: [] });
    expect(readSqlText({ parts: ['CREATE INDEX i ON ', { hole: 'name' }, ' (a)'] }).changes).toMatchObject([{ kind: 'add-index-somewhere', index: { name: 'i', columns: ['a'] } }]);
  });
});

describe('other changes', () => {
  test.each<[string, string[]]>([
    ['CREATE INDEX idx ON t (a, b DESC)', ['index t idx (a, b)']],
    ['CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS idx ON s.t USING btree (lower(a)) WHERE b IS NULL', ['index t idx (lower(a)) unique partial']],
    ['CREATE INDEX ON t USING gin (tags)', ['index t - (tags) gin']],
    ['CREATE FULLTEXT INDEX f ON t (a)', ['index t f (a) fulltext']],
    ["CREATE INDEX i ON t (a COLLATE NOCASE, json_extract(b, '$.x'))", ["index t i (a, json_extract(b,'$.x'))"]],
    ['CREATE NONCLUSTERED INDEX i ON dbo.t (a)', ['index t i (a)']],
    ['ALTER TABLE t ADD COLUMN a int UNIQUE', ['add t.a int', 'index t - (a) unique']],
    ['ALTER TABLE ONLY public.t ADD CONSTRAINT pk PRIMARY KEY (id)', ['index t pk (id) primary']],
    ['ALTER TABLE t DROP COLUMN a, RENAME COLUMN b TO c', ['drop-column t a', 'rename-column t b c']],
    ['ALTER TABLE t RENAME TO u', ['rename-table t u']],
    ['ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id)', ['add-reference t a u']],
    ['ALTER TABLE t ADD INDEX i (a, b), ADD UNIQUE KEY u (c)', ['index t i (a, b)', 'index t u (c) unique']],
    ['ALTER TABLE t DROP INDEX i, DROP KEY k, RENAME INDEX a TO b, ENGINE=InnoDB, DROP PRIMARY KEY', ['drop-index t i', 'drop-index t k', 'rename-index a b', 'drop-primary-key t']],
    ['ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1)', []],
    ['ALTER TABLE t OWNER TO me', []],
    ['ALTER INDEX i RENAME TO j', ['rename-index i j']],
    ['RENAME TABLE a TO b', ['rename-table a b']],
    ['DROP TABLE IF EXISTS a, b CASCADE', ['drop-table a', 'drop-table b']],
    ['DROP INDEX CONCURRENTLY IF EXISTS i', ['drop-index i']],
    ['DROP INDEX i ON t', ['drop-index i t']],
    ['DO $$ BEGIN\n ALTER TABLE "a" ADD CONSTRAINT "u" UNIQUE ("x");\nEXCEPTION WHEN duplicate_object THEN null;\nEND $$;', ['index a u (x) unique']],
    ['DO $$ BEGIN IF NOT EXISTS (SELECT 1) THEN CREATE INDEX i ON t (a); END IF; END $$', ['index t i (a)']],
    ['CREATE EXTENSION vector; GRANT SELECT ON t TO r; COMMENT ON TABLE t IS \'x\'; SET search_path = x; VACUUM; PRAGMA foreign_keys = ON; REFRESH MATERIALIZED VIEW v', []],
  ])('%s', (text, changes) => expect(shownOf(text)).toEqual(changes));

  test('foreign keys bring an index on MySQL alone', () => {
    const text = 'CREATE TABLE t (a int, FOREIGN KEY (a) REFERENCES u (id))';
    expect(shownOf(text, { dialect: 'mysql' })).toEqual(['table t [a int > u] - (a)']);
    expect(shownOf(text, { dialect: 'postgresql' })).toEqual(['table t [a int > u]']);
  });

  test('what cannot be read leaves its table unclear and says why', () => {
    const { changes, unread } = readSqlText('CREATE TABLE ok (a int);\nALTER TABLE t ADD COLUMN ((;\nCREATE TABLE u (a int,, b int);');
    expect(changes.map(shown)).toEqual(['table ok [a int]', 'unclear t', 'unclear u']);
    expect(unread.map(({ text }) => text)).toEqual(['ALTER TABLE t ADD COLUMN ((', 'CREATE TABLE u (a int,, b int)']);
    expect(unread.every(({ why }) => why.startsWith('The SQL parser does not read it: Expected: '))).toBe(true);
  });

  test('places are those of the names', () => {
    const [change] = changesOf('-- users\nCREATE TABLE\n  users (\n  id int,\n  email text -- unique\n);');
    const table = change?.kind === 'create-table' ? change.table : undefined;
    expect(table?.location).toEqual({ path: '', line: 3, column: 3 });
    expect(table?.columns.map(({ location }) => `${location.line}:${location.column}`)).toEqual(['4:3', '5:3']);
  });
});
