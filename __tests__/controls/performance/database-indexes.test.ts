import { describe, expect, test } from '@jest/globals';
import type { Control } from '../../../src/controls/control';
import { databaseIndexes } from '../../../src/controls/performance/database-indexes';
import { runControl } from '../../../src/controls/run';
import { databaseDocuments, databaseExtractor } from '../../../src/documents/database/extractor';
import { databaseSignals, linkDatabase } from '../../../src/facts/database';
import { extractRevision } from '../../../src/facts/extract';
import type { Facts } from '../../../src/facts/facts';
import { mergeTraits } from '../../../src/facts/merge-traits';
import { seen } from '../../../src/model/seen';
import { memoryRevision } from '../../../src/revision/memory';
import { controlChecks, type ControlCases, type Files } from '../../support/control-checks';

/** Facts of schemas and of the queries that files of SQL name, so that the control is tested apart from any language. */
async function factsOf(files: Files): Promise<Facts> {
  const read = await extractRevision(memoryRevision(files), [databaseExtractor], new Map());
  const documents = databaseDocuments(read);
  const { schema, queries, gaps } = linkDatabase(documents);
  const facts: Partial<Facts> = {
    traits: seen(mergeTraits([databaseSignals(documents)], { source: 0, other: read.length })),
    schema: seen(schema, gaps), queries: seen(queries),
  };
  return facts as Facts;
}

const SCHEMA = `CREATE TABLE users (
  id serial PRIMARY KEY,
  email text NOT NULL UNIQUE,
  name text,
  status text,
  admin boolean,
  org_id int REFERENCES orgs (id),
  created_at timestamptz
);
CREATE TABLE posts (
  id serial PRIMARY KEY,
  user_id int REFERENCES users (id),
  slug text,
  body text,
  created_at timestamptz
);
CREATE INDEX posts_slug ON posts (slug, created_at);
CREATE TABLE settings (key text, value text);
`;

/** One schema, and queries of which each stands on a line of its own, from line 1 on. */
const repository = (schema: string, ...queries: readonly string[]): Files => ({
  'db/schema.sql': schema,
  'db/queries.sql': queries.map((query, i) => `/* @name q${i} */ ${query};`).join('\n'),
});
const on = (...queries: readonly string[]): Files => repository(SCHEMA, ...queries);
const missing = (...lines: readonly number[]): string[] => lines.map((line) => `missing-index db/queries.sql:${line}`);

const cases: ControlCases = {
  pass: {
    'primary key, unique constraint and leading column': {
      files: on('SELECT * FROM users WHERE id = $1', 'SELECT * FROM users WHERE email = $1', 'SELECT * FROM posts WHERE slug = $1'),
      evidence: ['db/schema.sql:2', 'db/schema.sql:3', 'db/schema.sql:17'],
    },
    'one condition that is served is enough': { files: on('SELECT * FROM users WHERE email = $1 AND name = $2 AND created_at > $3') },
    'a second column of an index behind the first': { files: on('SELECT * FROM posts WHERE created_at > $1 AND slug = $2') },
    'alternatives that are each served': { files: on('SELECT * FROM users WHERE id = $1 OR email = $2') },
    'columns of few values': { files: on("SELECT * FROM users WHERE status = $1 AND admin = true", 'SELECT count(*) FROM users WHERE admin') },
    'constants, nulls, patterns and inequalities': { files: on("SELECT * FROM users WHERE name = 'root'", 'SELECT * FROM users WHERE org_id IS NULL', "SELECT * FROM users WHERE name LIKE '%' || $1 || '%'", 'SELECT * FROM users WHERE name <> $1') },
    'a column inside a function, which a plain index would not serve': { files: on('SELECT * FROM users WHERE lower(name) = $1') },
    'an index on an expression': { files: repository(`${SCHEMA}CREATE INDEX ON users (lower(name));`, 'SELECT * FROM users u WHERE lower(u.name) = $1') },
    'conditions that are switched off at run time': { files: on('SELECT * FROM users WHERE ($1 IS NULL OR name = $1)') },
    'a table that stays small': { files: on('SELECT * FROM settings WHERE key = $1') },
    'a table reached through an indexed join': {
      files: on('SELECT * FROM posts p JOIN users u ON u.id = p.user_id WHERE p.slug = $1 AND u.name = $2'),
      evidence: ['db/schema.sql:17', 'db/schema.sql:2'],
    },
    'whole tables, joined to a primary key': { files: on('SELECT u.name, p.slug FROM posts p JOIN users u ON u.id = p.user_id') },
    'everything, sorted': { files: on('SELECT * FROM users ORDER BY name') },
    'sorted by an indexed column': { files: on('SELECT * FROM posts ORDER BY slug LIMIT 10') },
    'sorted behind a served filter': { files: on('SELECT * FROM posts WHERE slug = $1 ORDER BY body LIMIT 1') },
    'tables that the schema does not hold': { files: on('SELECT * FROM users WHERE id = $1', 'SELECT * FROM information_schema.tables WHERE table_name = $1') },
    'a column that the schema does not hold': { files: on('SELECT * FROM users WHERE rowid = $1 AND name = $2') },
    'a table that was not read in full': { files: repository('CREATE TABLE logs AS SELECT * FROM old; CREATE TABLE users (id int PRIMARY KEY);', 'SELECT * FROM logs WHERE a = $1', 'SELECT * FROM users WHERE id = $1') },
    'a temporary and a virtual table': { files: repository('CREATE TEMP TABLE t (a int); CREATE VIRTUAL TABLE f USING fts5(b); CREATE TABLE u (id int);', 'SELECT * FROM t WHERE a = $1', 'SELECT * FROM f WHERE b = $1') },
    'a foreign key of MySQL': {
      files: repository('CREATE TABLE `posts` (`id` int AUTO_INCREMENT, `user_id` int, PRIMARY KEY (`id`), CONSTRAINT `f` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)) ENGINE=InnoDB;', 'SELECT * FROM posts WHERE user_id = ?'),
    },
    'an index that a later migration adds': {
      files: {
        'migrations/001_a.sql': 'CREATE TABLE logs (id serial PRIMARY KEY, mcp_id text);',
        'migrations/002_b.sql': 'CREATE INDEX logs_mcp ON logs (mcp_id);',
        'queries.sql': '-- name: Logs :many\nSELECT * FROM logs WHERE mcp_id = $1;',
      },
      evidence: ['migrations/002_b.sql:1'],
    },
    'an index of a Prisma model, whose names the database does not use': {
      files: {
        'prisma/schema.prisma': 'model Post {\n  id Int @id\n  authorId Int @map("author_id")\n  @@index([authorId])\n  @@map("posts")\n}\n',
        'queries.sql': '-- name: Posts :many\nSELECT * FROM posts WHERE author_id = $1;',
      },
      evidence: ['prisma/schema.prisma:4'],
    },
    'an INSERT': { files: on('INSERT INTO posts (user_id, body) VALUES ($1, $2)') },
  },
  fail: {
    'the column of a filter': { files: on('SELECT * FROM users WHERE id = $1', 'SELECT * FROM users WHERE name = $1'), findings: missing(2) },
    'by alias, by range, in a list': { files: on('SELECT * FROM users u WHERE u.created_at > $1', 'SELECT * FROM posts WHERE user_id IN ($1, $2)'), findings: missing(1, 2) },
    'a column that only follows another in the index': { files: on('SELECT * FROM posts WHERE created_at < $1'), findings: missing(1) },
    'updates and deletions': { files: on('UPDATE users SET name = $1 WHERE org_id = $2', 'DELETE FROM posts WHERE user_id = $1'), findings: missing(1, 2) },
    'one column is named once, at its first query': { files: on('SELECT 1 FROM posts WHERE user_id = $1', 'SELECT 2 FROM posts WHERE user_id = $1 AND body = $2'), findings: missing(1) },
    'the column of a join behind a filter that is served': { files: on('SELECT * FROM users u JOIN posts p ON p.user_id = u.id WHERE u.email = $1'), findings: missing(1) },
    'a join of whole tables that looks up a column without an index': { files: on('SELECT u.name, count(*) FROM users u LEFT JOIN posts p ON p.user_id = u.id GROUP BY u.name'), findings: missing(1) },
    'a join of two columns without an index': { files: repository('CREATE TABLE a (id int PRIMARY KEY, code text); CREATE TABLE b (id int PRIMARY KEY, a_id text);', 'SELECT * FROM a JOIN b ON b.a_id = a.code'), findings: missing(1) },
    'a correlated subquery': { files: on('SELECT * FROM users u WHERE u.id = $1 AND EXISTS (SELECT 1 FROM posts p WHERE p.user_id = u.id)'), findings: missing(1) },
    'a subquery and a common table expression': { files: on('SELECT * FROM users WHERE id IN (SELECT user_id FROM posts WHERE created_at > $1)', 'WITH mine AS (SELECT * FROM posts WHERE user_id = $1) SELECT * FROM mine'), findings: missing(1, 2) },
    'one alternative that is not served': { files: on('SELECT * FROM users WHERE id = $1 OR name = $2'), findings: missing(1) },
    'the first rows in an order that no index keeps': { files: on('SELECT * FROM posts ORDER BY created_at DESC LIMIT 20'), findings: missing(1) },
    'a foreign key of PostgreSQL brings no index': { files: repository('CREATE TABLE posts (id serial PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id));', 'SELECT * FROM posts WHERE user_id = $1'), findings: missing(1) },
    'an index that a later migration drops': {
      files: {
        'migrations/001_a.sql': 'CREATE TABLE logs (id serial PRIMARY KEY, mcp_id text); CREATE INDEX logs_mcp ON logs (mcp_id);',
        'migrations/002_b.sql': 'DROP INDEX logs_mcp;',
        'queries.sql': '-- name: Logs :many\nSELECT * FROM logs WHERE mcp_id = $1;',
      },
      findings: ['missing-index queries.sql:2'],
    },
    'SQLite in one file': { files: repository('CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT, body TEXT);', 'SELECT * FROM notes WHERE project = ?'), findings: missing(1) },
    'a Prisma model': {
      files: { 'prisma/schema.prisma': 'model Post {\n  id Int @id\n  authorId Int @map("author_id")\n  @@map("posts")\n}\n', 'queries.sql': '-- name: Posts :many\nSELECT * FROM posts WHERE author_id = $1;' },
      findings: ['missing-index queries.sql:2'],
    },
  },
  notApplicable: {
    'no schema': { files: { 'queries.sql': '-- name: A :one\nSELECT * FROM users WHERE name = $1;' } },
    'the schema of a test': { files: { 'tests/schema.sql': SCHEMA } },
    'temporary tables alone': { files: { 'a.sql': 'CREATE TEMP TABLE t (a int);' } },
  },
  unverified: {
    'a schema without queries': { files: { 'schema.sql': SCHEMA } },
  },
};

describe('database-indexes', () => {
  // The tester speaks of any control; this one needs two facts.
  const subject = databaseIndexes as unknown as Control;
  test.each(controlChecks(subject, cases, factsOf).map((check) => [check.name, check.run] as const))('%s', async (_, run) => expect(await run()).toEqual([]));

  const firstFinding = async (files: Files) => runControl(subject, await factsOf(files)).findings[0];

  test('the finding names table, column, query and the statement that helps', async () => {
    expect(await firstFinding(on('SELECT * FROM posts p WHERE p.body = $1 AND p.user_id = $2 AND p.created_at > $3', 'DELETE FROM posts WHERE body = $1'))).toMatchObject({
      text: 'This query filters the table `posts` by the column `body`, which leads no index (1 more query asks for it): `SELECT * FROM posts p WHERE p.body = $1 AND p.user_id = $2 AND p.created_at > $3`.',
      remedy: 'Without an index the database reads the whole table each time. Add a migration with `CREATE INDEX idx_posts_body_user_id_created_at ON posts (body, user_id, created_at);`.',
      anchor: 'posts.body',
      cwe: 1067,
    });
  });

  test('names that need quotes get them, and Prisma its own words', async () => {
    const files = { 'schema.prisma': 'model Post {\n  id Int @id\n  authorId Int\n}\n', 'queries.sql': '-- name: Posts :many\nSELECT * FROM "Post" WHERE "authorId" = $1;' };
    expect((await firstFinding(files))?.remedy).toContain('`CREATE INDEX idx_post_authorid ON "Post" ("authorId");`, which `@@index([authorId])` in the model `Post` makes.');
  });

  test('a schema that could not be read in full is no pass', async () => {
    const facts = await factsOf({ ...on('SELECT * FROM users WHERE id = $1'), 'more.sql': 'CREATE TABLE x (a int,, b int);' });
    expect(runControl(subject, facts)).toMatchObject({ outcome: 'error', reason: expect.stringContaining('more.sql:1') as unknown });
  });

  test('an index on a table that is named at run time leaves it open', async () => {
    const facts = await factsOf(on('SELECT * FROM users WHERE name = $1'));
    const schema = facts.schema.seen ? { ...facts.schema.value, uncertain: 'An index is made on a table that is named at run time.' } : { tables: [] };
    expect(runControl(subject, { ...facts, schema: seen(schema) })).toMatchObject({ outcome: 'unverified', findings: [], reason: 'Which columns are indexed cannot be told: An index is made on a table that is named at run time.' });
  });
});
