import type { DatabaseSchema, Query, Table } from '../../facts/database';
import { searched, seenAt, type Evidence } from '../../model/evidence';
import { byPlace } from '../../model/location';
import { control } from '../control';
import { doubtOf, indexUses, type IndexUse } from './index-needs';

/** Indexes shown under a pass; more say nothing new. */
const MAX_SHOWN = 10;

/** What a query asks of indexes, with the query. */
interface Asked extends IndexUse {
  readonly query: Query;
}

/**
 * Each column by which the queries filter, join or sort leads an index, a unique constraint or a primary key in the
 * schema as migrated. It judges what a query always asks for and is silent where an index would save little.
 */
export const databaseIndexes = control({
  id: 'database-indexes',
  needs: ['schema', 'queries'],
  applies: ['database-schema'],
  exhaustive: true,
  messages: {
    'missing-index': {
      severity: 'fail', nature: 'defect', cwe: 1067,
      text: 'This query {use} the table `{table}` by the column `{column}`, which leads no index{more}: {query}.',
      remedy: 'Without an index the database reads the whole table each time. Add a migration with `{statement}`{prisma}.',
    },
  },
  judge: ({ schema, queries }, say) => {
    const known = queries.filter((query) => query.tables.some((name) => isKnown(name, schema)));
    const asked = [...known].sort((a, b) => byPlace(a.location, b.location)).flatMap((query) => indexUses(query, schema).map((use) => ({ ...use, query })));
    const missing = grouped(asked.filter((use) => !use.served));
    const evidence = evidenceOf(asked, known, schema);
    if (known.length === 0) return { findings: [], evidence, unverified: 'No query on the tables of this schema was found, so that nothing shows which columns need an index.' };
    const doubt = doubtOf(schema);
    if (missing.length > 0 && doubt !== undefined) return { findings: [], evidence, unverified: `Which columns are indexed cannot be told: ${doubt}` };
    return {
      findings: missing.map(([first, others]) => say('missing-index', {
        at: first.query.location,
        data: wordsOf(first, others),
        anchor: `${first.table.name}.${first.columns[0] ?? ''}`.toLowerCase(),
      })),
      evidence,
    };
  },
});

function isKnown(name: string, schema: DatabaseSchema): boolean {
  return schema.tables.some((table) => [table.name, table.alias].some((own) => own?.toLowerCase() === name.toLowerCase()));
}

/** One group for each table and leading column, in the order of its first query. */
function grouped(asked: readonly Asked[]): readonly (readonly [Asked, number])[] {
  const groups = new Map<string, Asked[]>();
  for (const one of asked) {
    const key = `${one.table.name}.${one.columns[0] ?? ''}`.toLowerCase();
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => (group[0] ? [[group[0], new Set(group.map(({ query }) => query)).size - 1] as const] : []));
}

function wordsOf({ table, columns, use, query }: Asked, others: number): Record<string, string> {
  return {
    use,
    table: table.name,
    column: columns[0] ?? '',
    more: others === 0 ? '' : ` (${others} more ${others === 1 ? 'query asks' : 'queries ask'} for it)`,
    query: query.text === undefined ? `a ${query.kind} by ${query.source}` : `\`${query.text}\``,
    statement: statementFor(table, columns),
    prisma: table.source === 'prisma' ? `, which \`@@index([${columns.map((name) => aliasOf(table, name)).join(', ')}])\` in the model \`${table.alias ?? table.name}\` makes` : '',
  };
}

function aliasOf(table: Table, name: string): string {
  return table.columns.find((column) => column.name === name)?.alias ?? name;
}

/** The statement that would make the index, in the words of the table's database. */
function statementFor(table: Table, columns: readonly string[]): string {
  if (table.dialect === 'mongodb') return `db.${table.name}.createIndex({ ${columns.map((column) => `${JSON.stringify(column)}: 1`).join(', ')} })`;
  const quote = (name: string): string => {
    if (/^[a-z_][a-z0-9_]*$/.test(name)) return name;
    return table.dialect === 'mysql' ? `\u0060${name.replaceAll('\u0060', '')}\u0060` : `"${name.replaceAll('"', '')}"`;
  };
  const name = ['idx', table.name, ...columns].join('_').replace(/\W+/g, '_').toLowerCase().slice(0, 60);
  return `CREATE INDEX ${name} ON ${quote(table.name)} (${columns.map(quote).join(', ')});`;
}

function evidenceOf(asked: readonly Asked[], known: readonly Query[], schema: DatabaseSchema): readonly Evidence[] {
  const served = new Map(asked.filter((use) => use.served).map((use) => [`${use.table.name}.${use.columns[0] ?? ''}`, use]));
  const shown = [...served.values()].slice(0, MAX_SHOWN).flatMap(({ table, columns, query }) => {
    const index = table.indexes.find((one) => one.columns[0]?.toLowerCase() === columns[0]?.toLowerCase());
    return index ? [seenAt(index.location, `The column \`${columns[0] ?? ''}\` of \`${table.name}\` leads ${index.primary ? 'the primary key' : index.unique ? 'a unique index' : 'an index'}, which serves the query in ${query.location.path}, line ${query.location.line}.`)] : [];
  });
  const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
  return [...shown, searched(`Looked at ${count(known.length, 'query', 'queries')} on ${count(schema.tables.length, 'table', 'tables')} of the schema.`)];
}
