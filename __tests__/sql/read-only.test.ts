import { describe, expect, test } from '@jest/globals';
import { isReadOnlyStatement } from '../../src/sql/read-only';

describe('isReadOnlyStatement', () => {
  test.each([
    'SELECT * FROM users WHERE id = $1',
    'select count(*) from users;',
    'WITH a AS (SELECT 1) SELECT * FROM a',
    'VALUES (1)',
    'SHOW TABLES',
    'DESCRIBE users',
    'EXPLAIN DELETE FROM users',
    'EXPLAIN ANALYZE SELECT * FROM users',
    'EXPLAIN (ANALYZE, BUFFERS) SELECT 1',
    'EXPLAIN FORMAT=JSON SELECT 1',
    'EXPLAIN QUERY PLAN SELECT * FROM users',
    'PRAGMA table_info(users)',
    'PRAGMA main.index_list(users)',
    'PRAGMA journal_mode',
    'SELECT 1; SELECT 2',
    "SELECT 'DROP TABLE users; -- into' FROM notes",
    'SELECT setval FROM counters',
  ])('%s reads only', (text) => expect(isReadOnlyStatement(text)).toBe(true));

  test.each([
    'INSERT INTO users VALUES (1)',
    'UPDATE users SET name = 1',
    'DELETE FROM users',
    'WITH gone AS (DELETE FROM users RETURNING *) SELECT * FROM gone',
    'SELECT * INTO copy FROM users',
    'SELECT * FROM users FOR UPDATE',
    "SELECT setval('users_id_seq', 1)",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT * FROM dblink('host=other', 'SELECT 1') AS t(a int)",
    'SELECT pg_sleep(60)',
    "SELECT load_extension('./evil')",
    'EXPLAIN ANALYZE DELETE FROM users',
    'PRAGMA journal_mode = WAL',
    'PRAGMA optimize',
    'SELECT 1; DROP TABLE users',
    'COMMIT; SELECT 1',
    'COMMIT',
    'SET TRANSACTION READ WRITE',
    'DO $$ BEGIN DELETE FROM users; END $$',
    'CALL wipe()',
    'COPY users TO STDOUT',
    'SELECT FROM WHERE ((',
    'not sql at all',
    '',
  ])('%s does more, or is not known to read only', (text) => expect(isReadOnlyStatement(text)).toBe(false));

  test('holes in the place of values keep it, others do not', () => {
    expect(isReadOnlyStatement({ parts: ['SELECT * FROM t WHERE id = ', { hole: 'id' }] })).toBe(true);
    expect(isReadOnlyStatement({ parts: ['SELECT * FROM t WHERE ', { hole: 'where' }] })).toBe(false);
    expect(isReadOnlyStatement({ parts: ['SELECT * FROM t ', { hole: 'rest' }] })).toBe(false);
    expect(isReadOnlyStatement({ parts: [{ hole: 'sql' }] })).toBe(false);
  });
});
