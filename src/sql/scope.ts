import type { ColumnUse } from '../model/database';
import type { NamedColumn } from './expression';

/** The tables that a SELECT, UPDATE or DELETE can name, by alias in lower case; `null` for what is no table of the database. */
export interface Scope {
  readonly tables: Map<string, string | null>;
  /** Names of common table expressions, in lower case. */
  readonly derived: ReadonlySet<string>;
  readonly parent?: Scope;
}

/** A scope inside another one, which sees the outer tables and common table expressions. */
export function innerScope(parent: Scope | undefined, derived: Iterable<string> = []): Scope {
  const names = new Set([...(parent?.derived ?? []), ...derived]);
  return { tables: new Map(), derived: names, ...(parent && { parent }) };
}

/**
 * The table of a column. `undefined` when it belongs to something other than a table or cannot be told; a use without
 * a table when several tables of the scope may own it, which the schema can decide.
 */
export function resolve(column: NamedColumn, scope: Scope): ColumnUse | undefined {
  if (column.qualifier !== undefined) {
    const table = lookup(column.qualifier.toLowerCase(), scope);
    return table === undefined || table === null ? undefined : { table, column: column.name };
  }
  const tables = [...scope.tables.values()];
  const [only] = tables;
  if (tables.every((table) => table === null)) return undefined;
  return tables.length === 1 && only !== undefined && only !== null ? { table: only, column: column.name } : { column: column.name };
}

/** Whether a column belongs to a table of this scope itself, not to one of the scopes around it. */
export function isOwn(column: NamedColumn, scope: Scope): boolean {
  return column.qualifier === undefined || scope.tables.has(column.qualifier.toLowerCase());
}

function lookup(alias: string, scope: Scope): string | null | undefined {
  for (let current: Scope | undefined = scope; current; current = current.parent) {
    const table = current.tables.get(alias);
    if (table !== undefined) return table;
  }
  return undefined;
}
