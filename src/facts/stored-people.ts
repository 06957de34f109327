import { isPeopleTable, isPersonal, isPersonId, isUsageTable, snake } from './knowledge/personal-names';
import type { Column, DatabaseSchema } from './database';
import type { StoreWrite } from './stores';

/** Whether the rows of a write are about people: by its columns, or by the name of its table. */
export function isAboutPeople(write: StoreWrite): boolean {
  return namesPeople(write) || (write.to === 'database' && write.whole !== undefined && write.whole !== 'the whole environment');
}

/** Whether a write names data about people, or a table of them: what is taken over as a whole may hold none. */
export function namesPeople(write: StoreWrite): boolean {
  return isPeopleTable(write.table) || write.fields.some((field) => isPersonal(field.name));
}

/** Whether the rows of a write say who used what. */
export function isUsage(write: StoreWrite): boolean {
  return write.operation === 'insert' && isUsageTable(write.table);
}

/** A table by a name that is equal for `User`, `users` and `"public"."users"`. */
export function tableKey(table: string | undefined): string {
  return snake(table ?? '').replace(/^.*\./, '').replace(/ies$/, 'y').replace(/s$/, '');
}

/** What a person calls the place of a write. */
export function tableText(write: StoreWrite | undefined): string {
  return write?.table === undefined ? 'a store' : `\`${write.table}\``;
}

/** A table that holds data of people, with the column by which the rows of one are found, where there is one. */
export interface PeopleTable {
  readonly table: string;
  readonly key?: Column;
}

/** Tables of a schema that hold people or point to them. */
export function peopleTables(schema: DatabaseSchema): readonly PeopleTable[] {
  return schema.tables.flatMap((table) => {
    const key = table.columns.find((column) => isPersonId(column.name) || isPeopleTable(column.references));
    if (!isPeopleTable(table.name) && !isPeopleTable(table.alias) && key === undefined) return [];
    return [{ table: table.name, ...(key && { key }) }];
  });
}
