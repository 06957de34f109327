import type { Location } from './location';
import type { Gap } from './seen';

/**
 * Databases by family, since families differ in what they index by themselves. MariaDB counts as `mysql`, CockroachDB
 * and the like as `postgresql`, libSQL, D1 and DuckDB's SQL as `sqlite`.
 */
export type Dialect = 'postgresql' | 'mysql' | 'sqlite' | 'mssql' | 'mongodb';

/** What declares a table or writes a query: SQL text, a schema file, or the library whose calls do. */
export type DatabaseSource =
  | 'sql' | 'prisma' | 'drizzle' | 'typeorm' | 'sequelize' | 'knex' | 'kysely' | 'mongoose' | 'mongodb' | 'mikro-orm' | 'supabase' | 'builder';

export interface Column {
  readonly name: string;
  /** What code calls it, where that differs: a field of a Prisma model, a property of a Drizzle table or an entity. */
  readonly alias?: string;
  /** In lower case, as the schema writes it: `varchar`, `timestamptz`, `tinyint(1)`, `enum`. Absent where it says none. */
  readonly type?: string;
  /** The table that it points to by a foreign key. */
  readonly references?: string;
  readonly location: Location;
}

export interface Index {
  readonly name?: string;
  /**
   * In order. Only a filter on the leading one is served by the index alone. An expression stands as its text in lower
   * case with no spaces (`lower(email)`); a part that could not be read as `?`.
   */
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly primary: boolean;
  /** It holds only some rows (`WHERE deleted_at IS NULL`). */
  readonly partial?: boolean;
  /** How it is kept, in lower case, where it is not an ordered tree: `gin`, `hash`, `fulltext`, `hnsw`, `text`. */
  readonly method?: string;
  readonly location: Location;
}

/** A table, or a collection of a document database. Names are without their schema; case never tells two apart. */
export interface Table {
  readonly name: string;
  /** What code calls it, where that differs: a Prisma model, a Drizzle constant, an entity class. */
  readonly alias?: string;
  readonly columns: readonly Column[];
  /** Primary key and unique constraints included. */
  readonly indexes: readonly Index[];
  readonly dialect?: Dialect;
  readonly source: DatabaseSource;
  /** `temporary`: gone with the connection. `virtual`: kept by a module of its own, such as full-text search. */
  readonly special?: 'temporary' | 'virtual';
  /** Why its columns or indexes may be more or other than those listed; absent when all of them were read. */
  readonly uncertain?: string;
  readonly location: Location;
}

/** The tables of a repository as its migrations and declarations leave them. */
export interface DatabaseSchema {
  readonly tables: readonly Table[];
  /** Indexes on tables that are named at run time: each may be on any of them. */
  readonly somewhere?: readonly Index[];
  /** Why any of the tables may have more indexes than those listed; absent when none can. */
  readonly uncertain?: string;
}

/** One step of a migration, in the order in which it is to be applied. */
export type SchemaChange =
  | { readonly kind: 'create-table'; readonly table: Table }
  | { readonly kind: 'drop-table'; readonly table: string }
  | { readonly kind: 'rename-table'; readonly table: string; readonly to: string }
  | { readonly kind: 'add-column'; readonly table: string; readonly column: Column }
  | { readonly kind: 'drop-column'; readonly table: string; readonly column: string }
  | { readonly kind: 'rename-column'; readonly table: string; readonly column: string; readonly to: string }
  | { readonly kind: 'add-index'; readonly table: string; readonly index: Index }
  /** An index on a table that is named at run time. */
  | { readonly kind: 'add-index-somewhere'; readonly index: Index }
  | { readonly kind: 'drop-index'; readonly table?: string; readonly index: string }
  | { readonly kind: 'drop-primary-key'; readonly table: string }
  | { readonly kind: 'rename-index'; readonly index: string; readonly to: string }
  | { readonly kind: 'add-reference'; readonly table: string; readonly column: string; readonly references: string }
  /** A change that could not be read in full; without a table it may be of any. */
  | { readonly kind: 'unclear'; readonly table?: string; readonly why: string };

/** A column where a query names it. The table is absent when only the schema could tell which one it belongs to. */
export interface ColumnUse {
  readonly table?: string;
  /** `*` for all columns. */
  readonly column: string;
}

/** One condition of a query on one column. */
export interface ColumnFilter extends ColumnUse {
  /**
   * `prefix`: LIKE with a known beginning. `pattern`: any other match on text. `null`: IS (NOT) NULL. `flag`: the bare
   * column. `other`: anything that an ordinary index does not serve, such as `<>`.
   */
  readonly operator: 'equals' | 'in' | 'range' | 'prefix' | 'pattern' | 'null' | 'flag' | 'other';
  /** What it is compared with: a value given at run time, a constant of the text, another column, a subquery. */
  readonly against: 'value' | 'constant' | 'column' | 'query';
  /** The constant, bounded. */
  readonly constant?: string;
  /** The other column of `against: 'column'`. */
  readonly joined?: ColumnUse;
  /** The expression around the column, in lower case with no spaces: `lower(email)`, `data->>'id'`. */
  readonly through?: string;
  /**
   * Which conjunction it belongs to, outermost first. A row must meet all filters of a branch and of every branch whose
   * path begins this one's; branches that share no such relation are alternatives (OR) or other parts of the query.
   * Absent means that it always holds.
   */
  readonly branch?: readonly number[];
}

export type QueryKind = 'select' | 'insert' | 'update' | 'delete';

/** A statement or builder call that reads or writes rows. */
export interface Query {
  readonly kind: QueryKind;
  /** The statement, in one line and bounded, holes as `${…}`; absent for builder calls. */
  readonly text?: string;
  /** Tables read or written, in the order of their appearance; no common table expressions, no derived tables. */
  readonly tables: readonly string[];
  /** Tables that the statement writes. */
  readonly writes: readonly string[];
  readonly filters: readonly ColumnFilter[];
  /** ORDER BY. */
  readonly sorts: readonly ColumnUse[];
  /** Columns read in the outermost result, RETURNING included. */
  readonly selected: readonly ColumnUse[];
  /** Columns set by INSERT or UPDATE. */
  readonly written: readonly ColumnUse[];
  /** It asks for a bounded number of rows. */
  readonly limited: boolean;
  /** Part of it other than values is made at run time, so that it may hold more filters, tables or columns. */
  readonly dynamic: boolean;
  readonly dialect?: Dialect;
  readonly source: DatabaseSource;
  /** It stands in a loop or a callback that runs once for each element. */
  readonly inLoop?: boolean;
  readonly location: Location;
}

/** What one file says of a database: changes in order, queries, and what could not be read. */
export interface DatabasePart {
  readonly changes: readonly SchemaChange[];
  readonly queries: readonly Query[];
  readonly gaps: readonly Gap[];
}
