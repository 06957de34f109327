import { describe, expect, test } from '@jest/globals';
import { applyChange, columnNamed, databaseSignals, linkDatabase, tableNamed, type DatabaseFile, type SchemaChange } from '../../src/facts/database';
import { readSqlText } from '../../src/sql/parse';
import { locator } from '../../src/sql/text';

/** A file that says what its SQL says, whatever kind of file it is. */
function file(path: string, text: string): DatabaseFile {
  return { ...readSqlText(text, { locate: locator(path, text) }), path };
}

const shown = (files: readonly DatabaseFile[]): string[] => linkDatabase(files).schema.tables.map((table) =>
  `${table.name}(${table.columns.map((column) => column.name).join(' ')}) ${table.indexes.map((index) => index.columns.join('+')).join(' ')}`.trim());

describe('what code does to its tables', () => {
  test('a table that some function drops is still there', () => {
    expect(shown([file('src/db.ts', 'CREATE TABLE a (id int PRIMARY KEY); DROP TABLE a;')])).toEqual(['a(id) id']);
  });

  test('in a migration it is gone, in code as in SQL', () => {
    const text = 'CREATE TABLE a (id int); CREATE TABLE b (id int); DROP TABLE a;';
    expect(shown([file('migrations/1_a.ts', text)])).toEqual(['b(id)']);
    expect(shown([file('schema.sql', text)])).toEqual(['b(id)']);
  });

  test('what is added to a table of another file is added, what is dropped there is not', () => {
    const base = file('src/db.ts', 'CREATE TABLE a (id int PRIMARY KEY, b text); CREATE INDEX ib ON a (b);');
    expect(shown([base, file('migrations/1.ts', 'ALTER TABLE a ADD COLUMN c text; CREATE INDEX ic ON a (c); DROP INDEX ib;')])).toEqual(['a(id b c) id b c']);
    expect(shown([file('migrations/1.ts', 'DROP TABLE a; CREATE TABLE a2 (x int);'), base])).toEqual(['a(id b) id b', 'a2(x)']);
  });

  test('the order of the files is of no account', () => {
    const files = [file('src/b.ts', 'CREATE INDEX i ON a (b);'), file('src/a.ts', 'CREATE TABLE a (b int);'), file('db/0002.sql', 'ALTER TABLE x ADD COLUMN z int;'), file('db/0001.sql', 'CREATE TABLE x (y int);')];
    expect(shown([...files].reverse())).toEqual(shown(files));
    expect(shown(files)).toEqual(['a(b) b', 'x(y z)']);
  });
});

describe('what is named at run time', () => {
  test('an index may be on any table', () => {
    const { schema } = linkDatabase([{ ...readSqlText({ parts: ['CREATE INDEX i ON ', { hole: 't' }, ' (b)'] }), path: 'src/a.ts' }]);
    expect(schema).toMatchObject({ tables: [], somewhere: [{ columns: ['b'] }] });
  });

  test('a change that cannot be read may be of any table', () => {
    const unclear: SchemaChange = { kind: 'unclear', why: 'It cannot be read.' };
    expect(linkDatabase([{ path: 'a.ts', changes: [unclear], queries: [], gaps: [] }]).schema.uncertain).toBe('It cannot be read.');
  });
});

test('each change does what it says', () => {
  const [created] = file('a.sql', 'CREATE TABLE a (id int PRIMARY KEY, b text, c text); ').changes;
  const start = applyChange({ tables: [] }, created ?? { kind: 'drop-table', table: '' });
  const after = (text: string): string[] => {
    const { tables } = file('a.sql', text).changes.reduce(applyChange, start);
    return tables.map((table) => `${table.name}(${table.columns.map((column) => column.name).join(' ')}) ${table.indexes.map((index) => `${index.name ?? ''}:${index.columns.join('+')}`).join(' ')}`);
  };
  expect(after('ALTER TABLE A RENAME TO z')).toEqual(['z(id b c) :id']);
  expect(after('CREATE INDEX i ON a (b, c); ALTER TABLE a RENAME COLUMN B TO d')).toEqual(['a(id d c) :id i:d+c']);
  expect(after('CREATE INDEX i ON a (b, c); ALTER TABLE a DROP COLUMN c')).toEqual(['a(id b) :id']);
  expect(after('CREATE INDEX i ON a (b); ALTER INDEX i RENAME TO j; CREATE INDEX k ON a (c); DROP INDEX k')).toEqual(['a(id b c) :id j:b']);
  expect(after('ALTER TABLE a DROP PRIMARY KEY, ADD PRIMARY KEY (b)')).toEqual(['a(id b c) :b']);
  expect(after('DROP TABLE a')).toEqual([]);
  expect(after('ALTER TABLE other ADD COLUMN x int; DROP TABLE other')).toEqual(['a(id b c) :id']);
});

test('names are found whatever their case, and by what code calls them', () => {
  const location = { path: 'a', line: 1 };
  const table = { name: 'users', alias: 'User', columns: [{ name: 'created_at', alias: 'createdAt', location }], indexes: [], source: 'prisma' as const, location };
  expect(tableNamed({ tables: [table] }, 'USERS')).toBe(table);
  expect(tableNamed({ tables: [table] }, 'user')).toBe(table);
  expect(tableNamed({ tables: [table] }, 'posts')).toBeUndefined();
  expect(columnNamed(table, 'createdat')?.name).toBe('created_at');
  expect(columnNamed(table, 'x')).toBeUndefined();
});

test('signals show tables, SQL and queries with their places', () => {
  const signals = databaseSignals([file('a.ts', 'CREATE TABLE a (id int);\nCREATE TEMP TABLE b (id int);\nSELECT * FROM a;')]);
  expect(signals['database-schema']?.map(({ location }) => location?.line)).toEqual([1]);
  expect(signals.sql?.map(({ location }) => location?.line)).toEqual([3]);
  expect(signals.database).toHaveLength(1);
});
