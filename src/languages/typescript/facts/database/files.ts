import { sameName, type DatabaseFile } from '../../../../facts/database';
import type { Analysis } from '../../../../flow/analyse';
import type { Column, Query, SchemaChange } from '../../../../model/database';
import type { CodeContext } from '../../context';
import { builderMigrations } from './builder-migrations';
import { documentTables } from './documents';
import { drizzleTables } from './drizzle';
import type { Step } from './drafts';
import { interfaceMigrations } from './interface-migrations';
import { builtQueries } from './queries';
import { sequelizeTables } from './sequelize';
import { typeormTables } from './typeorm';

/** What declares tables in code, one reader for each kind of library. */
const DECLARED: readonly ((analysis: Analysis) => readonly Step[])[] = [drizzleTables, typeormTables, sequelizeTables, documentTables, builderMigrations, interfaceMigrations];

/** Schemas and queries that code makes by calls of libraries, per file. */
export function builtFiles({ analysis }: CodeContext): readonly DatabaseFile[] {
  const queries = builtQueries(analysis);
  const steps = DECLARED.flatMap((read) => read(analysis)).map((step) => withFields(step, queries)).sort((a, b) => a.at.line - b.at.line || (a.at.column ?? 0) - (b.at.column ?? 0));
  const files = new Map<string, { readonly changes: SchemaChange[]; readonly queries: Query[] }>();
  const fileOf = (path: string): { readonly changes: SchemaChange[]; readonly queries: Query[] } => {
    const file = files.get(path) ?? { changes: [], queries: [] };
    files.set(path, file);
    return file;
  };
  for (const step of steps) fileOf(step.at.path).changes.push(step.change);
  for (const query of queries) fileOf(query.location.path).queries.push(query);
  return [...files].map(([path, { changes, queries: own }]) => ({ path, changes, queries: own, gaps: [] })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Collections of the driver have the fields that queries name. */
function withFields({ at, change }: Step, queries: readonly Query[]): Step {
  if (change.kind !== 'create-table' || change.table.source !== 'mongodb') return { at, change };
  const { table } = change;
  const used = queries.filter((query) => query.source === 'mongodb' && query.tables.some((name) => sameName(name, table.name)));
  const names = new Set([...used.flatMap((query) => [...query.filters, ...query.sorts].map((use) => use.column)), ...table.indexes.flatMap((index) => index.columns)].filter((name) => name !== '?' && !table.columns.some((column) => sameName(column.name, name))));
  const columns = [...names].map((name): Column => ({ name, location: table.location }));
  return { at, change: { ...change, table: { ...table, columns: [...table.columns, ...columns] } } };
}
