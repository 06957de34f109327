/**
 * Where a file stands among migrations, told from its path alone, by the conventions of the tools: node-pg-migrate,
 * knex, Prisma, Drizzle, Flyway, dbmate, golang-migrate, Postgrator, Supabase, D1, TypeORM, Sequelize.
 */

/** A run of files that are applied one after the other. */
export interface Sequence {
  readonly name: string;
  /** Whether it is a folder of migrations; otherwise the file stands for itself. */
  readonly migrations: boolean;
}

const FOLDER = /^(.*?(?:^|\/)(?:migrations?|migrate|changelogs?|drizzle|versions|updates|patches)(?=\/))\/./i;
/** `001_users.sql`, `20240101120000-users.ts`, `V1_2__users.sql`, `R__views.sql`, `001.do.users.sql`. */
const NUMBERED = /^(?:V\d[\d._]*__|R__|B\d[\d._]*__|\d{1,17}[-_.])/i;

/** The sequence that a file belongs to. */
export function sequenceOf(path: string): Sequence {
  const folder = FOLDER.exec(path)?.[1];
  if (folder !== undefined) return { name: folder, migrations: true };
  const slash = path.lastIndexOf('/');
  return NUMBERED.test(path.slice(slash + 1)) ? { name: path.slice(0, slash + 1), migrations: true } : { name: path, migrations: false };
}

/** Whether a file undoes a migration, so that it is no part of the way forward. */
export function isUndoing(path: string): boolean {
  return /(?:[._-](?:down|undo|rollback|revert)|(?:^|\/)(?:down|undo|rollback|revert))(?:\.[\w-]+)*\.(?:sql|[cm]?[jt]s)$|(?:^|\/)(?:down|undo|rollbacks?|revert)\/[^/]+$|(?:^|\/)U\d[\d._]*__[^/]*$/i.test(path);
}

/** Orders the files of a sequence: numbers by value, repeatable migrations last, dumps of the whole schema first. */
export function byMigrationOrder(a: string, b: string): number {
  const rank = (path: string): number => (/(?:^|\/)R__[^/]*$/.test(path) ? 2 : /(?:^|\/)(?:schema|structure|init|baseline|B\d[\d._]*__[^/]*)\.sql$/i.test(path) ? 0 : 1);
  return rank(a) - rank(b) || natural(a, b);
}

/** Compares with runs of digits as numbers, of any length; ties by code unit, so that the order is total. */
function natural(a: string, b: string): number {
  // Flyway ends a version with two underscores and joins its numbers with one: the end comes first.
  const parts = (text: string): readonly string[] => text.replaceAll('__', '\u0001').split(/(\d+)/);
  const [left, right] = [parts(a), parts(b)];
  for (const [i, part] of left.slice(0, right.length).entries()) {
    const order = compareParts(part, right[i] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length || compareText(a, b);
}

function compareParts(a: string, b: string): number {
  const number = (text: string): string | undefined => (/^\d+$/.test(text) ? text.replace(/^0+/, '') : undefined);
  const [m, n] = [number(a), number(b)];
  if (m === undefined || n === undefined) return compareText(a, b);
  return m.length - n.length || compareText(m, n);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
