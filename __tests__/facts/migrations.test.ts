import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { byMigrationOrder, isUndoing, sequenceOf } from '../../src/facts/migrations';

describe('sequenceOf', () => {
  test.each([
    ['db/migrations/001_users.sql', 'db/migrations', true],
    ['prisma/migrations/20240101_init/migration.sql', 'prisma/migrations', true],
    ['drizzle/0000_first.sql', 'drizzle', true],
    ['sql/V1__users.sql', 'sql/', true],
    ['sql/001-users.sql', 'sql/', true],
    ['src/migrations/1700000000000-AddUsers.ts', 'src/migrations', true],
    ['schema.sql', 'schema.sql', false],
    ['db/users.sql', 'db/users.sql', false],
    ['src/migrations.ts', 'src/migrations.ts', false],
  ])('%s is of %s', (path, name, migrations) => expect(sequenceOf(path)).toEqual({ name, migrations }));
});

test.each([
  ['migrations/001_users.down.sql', true],
  ['migrations/001_users.up.sql', false],
  ['migrations/001.undo.users.sql', true],
  ['migrations/001.do.users.sql', false],
  ['migrations/down/001.sql', true],
  ['migrations/001_users/down.sql', true],
  ['sql/U1__users.sql', true],
  ['sql/Users.sql', false],
  ['migrations/20240101_drop_down.sql', true],
  ['migrations/002_countdown.sql', false],
])('%s undoes a migration: %p', (path, undoes) => expect(isUndoing(path)).toBe(undoes));

describe('byMigrationOrder', () => {
  test.each([
    [['V10__c.sql', 'V2__b.sql', 'V1__a.sql', 'R__views.sql', 'V1_1__a.sql'], ['V1__a.sql', 'V1_1__a.sql', 'V2__b.sql', 'V10__c.sql', 'R__views.sql']],
    [['m/10_a.sql', 'm/9_b.sql', 'm/schema.sql', 'm/0008_c.sql'], ['m/schema.sql', 'm/0008_c.sql', 'm/9_b.sql', 'm/10_a.sql']],
    [['m/20240102_b/migration.sql', 'm/20240101_z/migration.sql'], ['m/20240101_z/migration.sql', 'm/20240102_b/migration.sql']],
  ])('%p', (paths, ordered) => expect([...paths].sort(byMigrationOrder)).toEqual(ordered));

  test('is an order: whatever order the files come in, they leave in one', () => {
    const path = fc.tuple(fc.nat(200), fc.constantFrom('', '_a', '_b', '__c', '.x')).map(([n, rest]) => `m/${n}${rest}.sql`);
    fc.assert(fc.property(fc.uniqueArray(path, { maxLength: 8 }).chain((paths) => fc.tuple(fc.constant(paths), fc.shuffledSubarray(paths, { minLength: paths.length }))), ([paths, shuffled]) => {
      expect([...shuffled].sort(byMigrationOrder)).toEqual([...paths].sort(byMigrationOrder));
    }));
  });
});
