import { seenAt } from '../model/evidence';
import type { Column, DatabaseSchema, Table } from '../model/database';
import { sensitiveKind, snake } from './knowledge/personal-names';
import { cardNames } from './knowledge/roles/processor';
import type { TraitSignals } from './traits';

/** A column with its table. */
export interface TableColumn {
  readonly table: Table;
  readonly column: Column;
}

const NUMERIC = /^(?:int|integer|bigint|smallint|tinyint|serial|bigserial|numeric|decimal|real|double|float|boolean|bool|number)/;

/** Columns that hold passwords, keys, and data on identity or health. A number is a count, not a token. */
export function sensitiveColumns(schema: DatabaseSchema): readonly TableColumn[] {
  return schema.tables.flatMap((table) => table.columns.flatMap((column) =>
    (sensitiveKind(column.name) !== undefined && snake(column.name) !== 'token' && !NUMERIC.test(column.type ?? '') && table.special === undefined ? [{ table, column }] : [])));
}

/** Columns that hold data of cards, with those beside them considered. */
export function cardColumns(schema: DatabaseSchema): readonly TableColumn[] {
  return schema.tables.flatMap((table) => {
    const names = new Set(cardNames(table.columns.map((column) => column.name), snake));
    return table.columns.flatMap((column) => (names.has(column.name) ? [{ table, column }] : []));
  });
}

/** Traits that the columns of a schema show. */
export function columnSignals(schema: DatabaseSchema): TraitSignals {
  return {
    'sensitive-fields': sensitiveColumns(schema).map(({ table, column }) => seenAt(column.location, `The table \`${table.name}\` has the column \`${column.name}\`.`)),
    payments: cardColumns(schema).map(({ table, column }) => seenAt(column.location, `The table \`${table.name}\` has the column \`${column.name}\`.`)),
  };
}
