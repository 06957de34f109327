import { describe, expect, test } from '@jest/globals';
import { databaseDocuments, databaseExtractor } from '../../../src/documents/database/extractor';
import { columnNamed, databaseSignals, linkDatabase, tableNamed } from '../../../src/facts/database';
import { extractRevision } from '../../../src/facts/extract';
import type { DatabaseSchema } from '../../../src/model/database';
import { memoryRevision } from '../../../src/revision/memory';

async function link(files: Readonly<Record<string, string>>) {
  const documents = databaseDocuments(await extractRevision(memoryRevision(files), [databaseExtractor], new Map()));
  return { ...linkDatabase(documents), signals: databaseSignals(documents) };
}

/** Each table in one line: columns, then indexes. */
const shown = (schema: DatabaseSchema): string[] => schema.tables.map((table) =>
  `${table.name}(${table.columns.map((column) => column.name).join(' ')}) ${table.indexes.map((index) => `${index.primary ? '!' : index.unique ? '=' : ''}${index.columns.join('+')}`).join(' ')}${table.uncertain === undefined ? '' : ' ?'}`.trim());

describe('migrations', () => {
  test.each<[string, Readonly<Record<string, string>>, string[]]>([
    ['numbers are compared as numbers', {
      'migrations/2_index.sql': 'CREATE INDEX i ON users (email);',
      'migrations/10_drop.sql': 'DROP INDEX i;',
      'migrations/1_users.sql': 'CREATE TABLE users (id int PRIMARY KEY, email text);',
    }, ['users(id email) !id']],
    ['columns are added, renamed and dropped with their indexes', {
      'migrations/1.sql': 'CREATE TABLE users (id int PRIMARY KEY, a text, b text); CREATE INDEX ia ON users (a); CREATE INDEX ib ON users (b, id);',
      'migrations/2.sql': 'ALTER TABLE users RENAME COLUMN a TO c; ALTER TABLE users DROP COLUMN b; ALTER TABLE users ADD COLUMN d text UNIQUE;',
    }, ['users(id c d) !id c =d']],
    ['a table rebuilt as SQLite wants it', {
      'migrations/1.sql': 'CREATE TABLE users (id INTEGER PRIMARY KEY, a TEXT); CREATE INDEX ia ON users (a);',
      'migrations/2.sql': 'CREATE TABLE users_new (id INTEGER PRIMARY KEY, a TEXT, b TEXT); INSERT INTO users_new SELECT id, a, 1 FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users; CREATE INDEX ib ON users (b);',
    }, ['users(id a b) !id b']],
    ['the way back is left out, in files of its own and in sections', {
      'db/migrations/1_a.up.sql': 'CREATE TABLE a (id int PRIMARY KEY);',
      'db/migrations/1_a.down.sql': 'DROP TABLE a;',
      'db/migrations/2_b.sql': '-- migrate:up\nCREATE TABLE b (id int PRIMARY KEY);\n\n-- migrate:down\nDROP TABLE b;\n',
      'db/migrations/3_c.sql': '-- +goose Up\nCREATE TABLE c (id int PRIMARY KEY);\n-- +goose Down\nDROP TABLE a;\nDROP TABLE c;\n',
      'db/migrations/4_d.sql': '-- Up Migration\nCREATE TABLE d (id int);\n-- Down Migration\nDROP TABLE d;',
    }, ['a(id) !id', 'b(id) !id', 'c(id) !id', 'd(id)']],
    ['Prisma, Drizzle and Flyway name their files each in their way', {
      'prisma/migrations/20240102000000_two/migration.sql': 'CREATE UNIQUE INDEX "User_email_key" ON "User"("email");',
      'prisma/migrations/20240101000000_one/migration.sql': 'CREATE TABLE "User" ("id" SERIAL NOT NULL, "email" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
      'drizzle/0001_b.sql': 'CREATE INDEX `posts_user` ON `posts` (`user_id`);--> statement-breakpoint\nCREATE INDEX `posts_at` ON `posts` (`at`);',
      'drizzle/0000_a.sql': 'CREATE TABLE `posts` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`user_id` integer,\n\t`at` integer\n);\n',
      'flyway/V2__b.sql': 'ALTER TABLE logs ADD COLUMN b int;',
      'flyway/V1__a.sql': 'CREATE TABLE logs (a int);',
    }, ['logs(a b)', 'posts(id user_id at) !id user_id at', 'User(id email) !id =email']],
    ['a statement that cannot be read leaves its table uncertain', {
      'schema.sql': 'CREATE TABLE a (id int PRIMARY KEY);\nALTER TABLE a ADD COLUMN ((;\nCREATE TABLE b (id int);',
    }, ['a(id) !id ?', 'b(id)']],
  ])('%s', async (_, files, tables) => expect(shown((await link(files)).schema)).toEqual(tables));
});

describe('files that stand for themselves', () => {
  test('an index in one of them reaches the table of another, whichever comes first', async () => {
    const { schema } = await link({ 'a-indexes.sql': 'CREATE INDEX i ON users (email);', 'schema.sql': 'CREATE TABLE users (id int PRIMARY KEY, email text);' });
    expect(shown(schema)).toEqual(['users(id email) !id email']);
  });

  test('a dump and migrations that say the same make one table', async () => {
    const text = 'CREATE TABLE users (id int PRIMARY KEY, email text); CREATE INDEX i ON users (email);';
    expect(shown((await link({ 'structure.sql': text, 'migrations/001.sql': text })).schema)).toEqual(['users(id email) !id email']);
  });

  test('tests, examples and vendored files do not count; scripts do', async () => {
    const files = Object.fromEntries(['tests/a.sql', 'examples/b.sql', 'node_modules/x/c.sql', 'scripts/d.sql'].map((path) => [path, `CREATE TABLE t_${path[0]} (id int);`]));
    expect(shown((await link(files)).schema)).toEqual(['t_s(id)']);
  });
});

test('what could not be read is a gap with its place', async () => {
  const { gaps } = await link({ 'schema.sql': 'CREATE TABLE ok (id int);\nCREATE TABLE a (id int,, b);' });
  expect(gaps).toEqual([{ what: 'schema.sql:2', why: expect.stringContaining('The SQL parser does not read it: Expected: ') as unknown }]);
});

test('rows of a dump are not read, whatever they hold', async () => {
  const { schema, gaps, queries } = await link({ 'dump.sql': "CREATE TABLE t (a text);\nCOPY t (a) FROM stdin;\nit's; CREATE TABLE u (x int);\n\\.\nINSERT INTO t VALUES ('CREATE TABLE v (x int);');\nINSERT INTO t SELECT ((;" });
  expect([shown(schema), gaps, queries]).toEqual([['t(a)'], [], []]);
});

test('queries that files name for code to call are queries', async () => {
  const { queries, signals } = await link({ 'queries/users.sql': '-- name: GetUser :one\nSELECT * FROM users WHERE email = $1;\n', 'seed.sql': 'INSERT INTO users VALUES (1);' });
  expect(queries.map(({ tables, location }) => [tables, location])).toEqual([[['users'], { path: 'queries/users.sql', line: 2, column: 1 }]]);
  expect(signals.sql?.map(({ location }) => location?.line)).toEqual([2]);
});

describe('Prisma', () => {
  const SCHEMA = `
datasource db {
  provider = "postgresql" // the family
  url      = env("DATABASE_URL")
}

/// A person.
model User {
  id        Int      @id @default(autoincrement())
  email     String   @unique
  role      Role     @default(USER)
  tags      String[]
  createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(6)
  posts     Post[]   // back relation

  @@index([createdAt(sort: Desc), role])
  @@map("users")
}

model Post {
  authorId Int
  slug     String @default("a // b ] (")
  body     Json?
  author   User   @relation(fields: [authorId], references: [id], onDelete: Cascade)

  @@id([authorId, slug])
  @@unique(
    fields: [slug,
             authorId],
    map: "slug_author"
  )
  @@index([body], type: Gin)
}

enum Role {
  USER
  ADMIN
}
`;

  test('models are tables, mapped names the names', async () => {
    const { schema } = await link({ 'prisma/schema.prisma': SCHEMA });
    expect(shown(schema)).toEqual(['Post(authorId slug body) !authorId+slug =slug+authorId body', 'users(id email role tags created_at) !id =email created_at+role']);
    const users = tableNamed(schema, 'user');
    expect(users).toMatchObject({ name: 'users', alias: 'User', dialect: 'postgresql', source: 'prisma', location: { path: 'prisma/schema.prisma', line: 8 } });
    expect(users && columnNamed(users, 'createdAt')).toMatchObject({ name: 'created_at', alias: 'createdAt', type: 'datetime', location: { line: 13 } });
    expect(users?.columns.find((column) => column.name === 'role')?.type).toBe('enum');
    const posts = tableNamed(schema, 'post');
    expect(posts?.columns[0]).toMatchObject({ name: 'authorId', references: 'User' });
    expect(posts?.indexes.map(({ name, method }) => [name, method])).toEqual([[undefined, undefined], ['slug_author', undefined], [undefined, 'gin']]);
  });

  test('MySQL keeps an index for each relation, unless Prisma emulates them', async () => {
    const withProvider = (lines: string): string => SCHEMA.replace('provider = "postgresql" // the family', lines);
    const indexesOf = async (text: string): Promise<number> => tableNamed((await link({ 'a.prisma': text })).schema, 'Post')?.indexes.length ?? 0;
    expect(await indexesOf(withProvider('provider = "mysql"'))).toBe(4);
    expect(await indexesOf(withProvider('provider = "mysql"\n  relationMode = "prisma"'))).toBe(3);
    expect(await indexesOf(SCHEMA)).toBe(3);
  });

  test('the trait shows the place', async () => expect((await link({ 'a.prisma': SCHEMA })).signals['database-schema']?.map(({ location }) => location?.line)).toEqual([8, 20]));

  test('broken text gives what it can', async () => {
    expect(shown((await link({ 'a.prisma': 'model A {\n  id Int @id(\n' })).schema)).toEqual(['A()']);
    expect(shown((await link({ 'a.prisma': '}}} model {{ @@ \n model B {\n ??? \n id Int @id\n}' })).schema)).toEqual(['B(id) !id']);
  });
});
