import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ColumnFilter, ColumnUse, Query } from '../../src/model/database';
import { readSqlText } from '../../src/sql/parse';
import type { SqlText } from '../../src/sql/text';

function queryOf(text: SqlText | string): Query {
  const { queries, unread } = readSqlText(text);
  expect(unread).toEqual([]);
  const [query] = queries;
  if (!query) throw new Error('There is no query.');
  return query;
}

const use = ({ table, column }: ColumnUse): string => `${table ?? '?'}.${column}`;
const filter = (f: ColumnFilter): string => {
  const other = f.joined ? use(f.joined) : f.constant === undefined ? f.against : `'${f.constant}'`;
  return `${f.through === undefined ? use(f) : `${f.table ?? '?'}:${f.through}`} ${f.operator} ${other}`;
};
const filtersOf = (text: SqlText | string): string[] => queryOf(text).filters.map(filter);

/** Text with `${…}` as holes. */
function withHoles(text: string): SqlText {
  return { parts: text.split(/(\$\{[^}]*\})/).filter((part) => part !== '').map((part) => (part.startsWith('${') ? { hole: part.slice(2, -1) } : part)) };
}

describe('filters', () => {
  test.each<[string, string[]]>([
    ['SELECT * FROM users WHERE email = $1', ['users.email equals value']],
    ['SELECT * FROM users WHERE $1 = email', ['users.email equals value']],
    ['SELECT * FROM users u WHERE u.age >= ? AND u.age < ?', ['users.age range value', 'users.age range value']],
    ['SELECT * FROM users WHERE age BETWEEN ? AND ?', ['users.age range value']],
    ['SELECT * FROM users WHERE id IN (?, ?)', ['users.id in value']],
    ['SELECT * FROM users WHERE id = ANY($1::int[])', ['users.id in value']],
    ['SELECT * FROM users WHERE id NOT IN (?)', ['users.id other value']],
    ['SELECT * FROM users WHERE id <> ?', ['users.id other value']],
    ["SELECT * FROM users WHERE status = 'active'", ["users.status equals 'active'"]],
    ['SELECT * FROM users WHERE status = "active"', ["users.status equals 'active'"]],
    ['SELECT * FROM users WHERE deleted_at IS NULL', ['users.deleted_at null constant']],
    ['SELECT * FROM users WHERE enabled AND NOT banned', ['users.enabled flag constant', 'users.banned flag constant']],
    ["SELECT * FROM users WHERE name LIKE 'A%'", ["users.name prefix 'A%'"]],
    ["SELECT * FROM users WHERE name LIKE '%a%'", ["users.name pattern '%a%'"]],
    ["SELECT * FROM users WHERE name LIKE ? || '%'", ['users.name prefix value']],
    ["SELECT * FROM users WHERE name LIKE '%' || ? || '%'", ['users.name pattern value']],
    ["SELECT * FROM files WHERE path GLOB 'src/*'", ["files.path prefix 'src/*'"]],
    ['SELECT * FROM users WHERE name ILIKE $1', ['users.name pattern value']],
    ['SELECT * FROM users WHERE lower(email) = ?', ['users:lower(email) equals value']],
    ["SELECT * FROM users WHERE data->>'id' = $1", ["users:data->>'id' equals value"]],
    ["SELECT * FROM logs WHERE created_at < now() - interval '30 days'", ['logs.created_at range value']],
    ["DELETE FROM logs WHERE created_at < datetime('now', '-30 days')", ['logs.created_at range value']],
    ['SELECT * FROM t WHERE (a, b) = (?, ?)', ['t.a equals value', 't.b other value']],
    ['SELECT * FROM t WHERE id IN (SELECT t_id FROM u WHERE v = ?)', ['t.id in query', 'u.v equals value']],
    ['SELECT * FROM t WHERE a IS ?', ['t.a equals value']],
    ['UPDATE users SET name = ? WHERE id = ?', ['users.id equals value']],
    ['DELETE FROM users WHERE id = ?', ['users.id equals value']],
    ['SELECT a FROM t WHERE x = :x OR y = @y', ['t.x equals value', 't.y equals value']],
    ['SELECT a FROM t WHERE x = %s AND y = %(name)s', ['t.x equals value', 't.y equals value']],
    ['SELECT * FROM t WHERE ($1 IS NULL OR status = $1) AND id = $2', ['t.status other value', 't.id equals value']],
  ])('%s', (text, filters) => expect(filtersOf(text)).toEqual(filters));

  test('joins name both columns, by alias or by table', () => {
    expect(filtersOf('SELECT * FROM orders o JOIN users u ON u.id = o.user_id WHERE u.email = ?')).toEqual([
      'users.id equals orders.user_id', 'orders.user_id equals users.id', 'users.email equals value',
    ]);
    expect(filtersOf('SELECT * FROM a JOIN b USING (id)')).toEqual(['b.id equals a.id', 'a.id equals b.id']);
    expect(filtersOf('SELECT * FROM a, b WHERE a.x = b.y')).toEqual(['a.x equals b.y', 'b.y equals a.x']);
    expect(filtersOf('UPDATE a JOIN b ON a.id = b.a_id SET a.x = 1 WHERE b.y = ?')).toEqual(['a.id equals b.a_id', 'b.a_id equals a.id', 'b.y equals value']);
  });

  test('a column without a table is left to the schema where several tables could own it', () => {
    expect(filtersOf('SELECT * FROM a JOIN b ON a.id = b.a_id WHERE email = ?')).toContain('?.email equals value');
  });

  test('columns of subqueries and common table expressions are no columns of tables', () => {
    const query = queryOf('WITH recent AS (SELECT * FROM logs WHERE day = ?) SELECT * FROM recent WHERE x = ?');
    expect(query.tables).toEqual(['logs']);
    expect(query.filters.map(filter)).toEqual(['logs.day equals value']);
    expect(filtersOf('SELECT * FROM (SELECT * FROM logs) AS l WHERE l.day = ?')).toEqual([]);
    expect(filtersOf('SELECT * FROM json_each(?) AS j WHERE j.value = ?')).toEqual([]);
  });

  test('to a subquery a column of the outer query is a given value', () => {
    expect(filtersOf('SELECT * FROM users u WHERE EXISTS (SELECT 1 FROM posts p WHERE p.user_id = u.id)')).toEqual(['posts.user_id equals value']);
  });

  test('alternatives are branches of their own, subqueries roots of their own', () => {
    const { filters } = queryOf('SELECT * FROM t WHERE a = ? AND (b = ? OR c = ?) AND d IN (SELECT e FROM u WHERE f = ?)');
    expect(filters.map(({ column, branch }) => `${column} ${String(branch)}`)).toEqual(['a 0', 'b 0,1', 'c 0,2', 'd 0', 'f 3']);
  });

  test('another name for a table changes nothing', () => {
    const alias = fc.stringMatching(/^[a-z]{1,8}$/).filter((name) => !/^(?:as|on|or|and|is|in|by|not|set|end|for|all|asc|desc|any|case|when|then|else|from|join|left|full|with|into|like|null|true|false|where|order|group|limit|using|fetch|union|inner|outer|right|cross|table|values|select|having|window|offset|natural|except|minus|glob|only|sort|top|qualify|lateral|exists|interval|date|time|row)$/.test(name));
    fc.assert(fc.property(alias, fc.constantFrom('', 'AS '), (name, as) => {
      expect(filtersOf(`SELECT * FROM users ${as}${name} WHERE ${name}.email = ?`)).toEqual(['users.email equals value']);
    }));
  });
});

describe('the rest of a query', () => {
  test('what is selected, sorted, limited', () => {
    const query = queryOf('SELECT u.id, name AS n, * FROM users u ORDER BY u.created_at DESC, n, lower(x) LIMIT 10');
    expect(query.selected.map(use)).toEqual(['users.id', 'users.name', 'users.*']);
    expect(query.sorts.map(use)).toEqual(['users.created_at', 'users.name']);
    expect(query.limited).toBe(true);
    expect(queryOf('SELECT u.* FROM users u JOIN posts p ON p.u = u.id').selected.map(use)).toEqual(['users.*']);
  });

  test('what is written', () => {
    const insert = queryOf('INSERT INTO public.users (name, email) VALUES ($1, $2), ($3, $4) ON CONFLICT (email) DO UPDATE SET name = excluded.name RETURNING id');
    expect([insert.kind, insert.writes, insert.written.map(use), insert.selected.map(use)]).toEqual(['insert', ['users'], ['users.name', 'users.email', 'users.name'], ['users.id']]);
    expect(queryOf('INSERT INTO a SELECT * FROM b WHERE c = 1 ON CONFLICT DO NOTHING').tables).toEqual(['a', 'b']);
    expect(queryOf('INSERT INTO a (b) VALUES (?) ON CONFLICT (b) WHERE c IS NULL DO UPDATE SET d = 1 WHERE e = 2').written.map(use)).toEqual(['a.b', 'a.d']);
    expect(queryOf('REPLACE INTO kv (k, v) VALUES (?, ?)').written.map(use)).toEqual(['kv.k', 'kv.v']);
    const update = queryOf('UPDATE users u SET name = ?, age = (SELECT max(age) FROM ages) WHERE u.id = ?');
    expect([update.kind, update.writes, update.written.map(use), update.tables]).toEqual(['update', ['users'], ['users.name', 'users.age'], ['users', 'ages']]);
    expect(queryOf('DELETE FROM a USING b WHERE a.x = b.x').writes).toEqual(['a']);
    expect(queryOf('TRUNCATE TABLE a, b').writes).toEqual(['a', 'b']);
    expect(queryOf('WITH d AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM d').writes).toEqual(['a', 'b']);
    expect(queryOf('WITH d AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM d').kind).toBe('insert');
  });

  test('a statement of thousands of rows is read by its first', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `(${i}, 'name ${i}')`).join(', ');
    expect(queryOf(`INSERT INTO t (a, b) VALUES ${rows}`).written.map(use)).toEqual(['t.a', 't.b']);
  });

  test('the place and the text are those of the statement', () => {
    const [, second] = readSqlText('SELECT 1;\n\n  SELECT *\n  FROM b').queries;
    expect(second?.location).toEqual({ path: '', line: 3, column: 3 });
    expect(second?.text).toBe('SELECT * FROM b');
  });
});

describe('holes', () => {
  test.each<[string, string[], string[], boolean]>([
    ['SELECT * FROM users WHERE id = ${id}', ['users'], ['users.id equals value'], false],
    ["SELECT * FROM users WHERE id = '${id}'", ['users'], ['users.id equals value'], false],
    ["SELECT * FROM users WHERE name LIKE '%${q}%'", ['users'], ['users.name pattern value'], false],
    ["SELECT * FROM users WHERE name LIKE '${q}%'", ['users'], ['users.name prefix value'], false],
    ['SELECT * FROM users WHERE id IN (${ids.join(",")})', ['users'], ['users.id in value'], false],
    ['SELECT * FROM users WHERE id = $${n}', ['users'], ['users.id equals value'], false],
    ['SELECT * FROM users LIMIT ${limit} OFFSET ${offset}', ['users'], [], false],
    ['SELECT ${columns} FROM users WHERE a = ?', ['users'], ['users.a equals value'], true],
    ['SELECT * FROM ${table} WHERE id = ?', [], [], true],
    ['SELECT * FROM ${schema}.users WHERE id = ?', ['users'], ['users.id equals value'], false],
    ['SELECT * FROM ${prefix}users WHERE id = ?', [], [], true],
    ['SELECT * FROM users ${where} ORDER BY ${column} ${direction} LIMIT 5', ['users'], [], true],
    ['SELECT * FROM users WHERE ${conditions} AND id = ?', ['users'], ['users.id equals value'], true],
    ['SELECT * FROM users ${where} AND id = ?', ['users'], ['users.id equals value'], true],
    ['SELECT * FROM users WHERE ${column} = ?', ['users'], [], true],
    ['UPDATE users SET ${assignments} WHERE id = ?', ['users'], ['users.id equals value'], true],
    ['INSERT INTO users (a) VALUES ${rows}', ['users'], [], true],
    ['INSERT INTO users (${columns}) VALUES (${marks})', ['users'], [], true],
    ['SELECT EXISTS (${query}) AS found', [], [], true],
    ['SELECT * FROM users WHERE', ['users'], [], true],
  ])('%s', (text, tables, filters, dynamic) => {
    const query = queryOf(withHoles(text));
    expect([query.tables, query.filters.map(filter), query.dynamic]).toEqual([tables, filters, dynamic]);
  });

  test('are shown as written', () => expect(queryOf(withHoles('SELECT * FROM t WHERE a = ${user.id}')).text).toBe('SELECT * FROM t WHERE a = ${user.id}'));
});
