import { isPeopleTable, isPersonId, snake } from '../../facts/knowledge/personal-names';
import { namesPeople, peopleTables, tableKey } from '../../facts/stored-people';
import type { DatabaseSchema } from '../../facts/database';
import type { Deletion } from '../../facts/stores';
import { seenAt } from '../../model/evidence';
import { control, type Judgement } from '../control';
import { quoted } from '../words';

/** A person can have every row about them deleted. */
export const dataDeletionEndpoint = control({
  id: 'data-deletion-endpoint',
  needs: ['stores', 'schema'],
  applies: ['personal-data-stored'],
  exhaustive: true,
  messages: {
    none: { severity: 'fail', nature: 'absence', text: 'No route and no tool deletes the data of a person, which stands in {tables}.', remedy: 'Add a route behind authentication that deletes from each table with data about the person, in one transaction.' },
    'left-out': { severity: 'fail', nature: 'absence', text: 'The deletion of a person’s data leaves out {tables}.', remedy: 'Delete from these tables as well, in the same transaction, or let the foreign key delete with the person.' },
    open: { severity: 'fail', nature: 'defect', cwe: 306, text: '{way} deletes the data of a person, and anybody may call it.', remedy: 'Put authentication in front of it, and delete the rows of the caller alone.' },
  },
  judge: ({ stores, schema }, say): Judgement => {
    const written = stores.writes.filter((write) => write.to === 'database' && write.table !== undefined && namesPeople(write)).map((write) => write.table ?? '');
    const declared = peopleTables(schema).map((each) => each.table);
    const tables = [...new Map([...written, ...declared].map((table) => [tableKey(table), table])).values()];
    const deletions = stores.deletions.filter((deletion) => deletion.ways.length > 0 && isOfPerson(deletion));
    const [first] = deletions;
    if (!first) return { findings: [say('none', { anchor: 'none', data: { tables: listed(tables) } })], evidence: [] };
    const gone = new Set(deletions.map((deletion) => tableKey(deletion.table)));
    const left = tables.filter((table) => !gone.has(tableKey(table)) && !goesAlong(schema, table, gone));
    const ways = new Map(deletions.flatMap((deletion) => deletion.ways.map((way) => [`${way.kind} ${way.name}`, way] as const)));
    const unguarded = [...ways.values()].filter((way) => !way.authenticated);
    return {
      findings: [
        ...(left.length > 0 ? [say('left-out', { at: first.location, anchor: 'left out', data: { tables: listed(left) } })] : []),
        ...(unguarded.length === ways.size ? unguarded : []).map((way) => say('open', { at: way.location, anchor: way.name, data: { way: way.kind === 'route' ? `The route \`${way.name}\`` : `The tool \`${way.name}\`` } })),
      ],
      evidence: deletions.map((deletion) => seenAt(deletion.location, `Rows of ${deletion.table === undefined ? 'a table' : `\`${deletion.table}\``} are deleted here, by ${deletion.ways.map((way) => `\`${way.name}\``).join(', ')}.`)),
    };
  },
});

/** A deletion by the key of a person, and not by age. */
function isOfPerson(deletion: Deletion): boolean {
  if (deletion.byTime && !deletion.filters.some(isPersonId)) return false;
  return deletion.filters.some(isPersonId) || (isPeopleTable(deletion.table) && (deletion.filters.length === 0 || deletion.filters.some((name) => /^_?id$|uuid|email|sub/.test(snake(name)))));
}

/** A foreign key to the person: the rows go with it, or the database refuses the deletion, which nobody overlooks. */
function goesAlong(schema: DatabaseSchema, table: string, gone: ReadonlySet<string>): boolean {
  const found = schema.tables.find((each) => tableKey(each.name) === tableKey(table));
  return found?.columns.some((column) => column.references !== undefined && gone.has(tableKey(column.references))) ?? false;
}

function listed(tables: readonly string[]): string {
  return tables.length === 0 ? 'a store' : quoted(tables);
}
