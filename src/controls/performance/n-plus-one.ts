import type { RowQuery } from '../../facts/row-queries';
import { searched, seenAt } from '../../model/evidence';
import { placeOf } from '../../model/location';
import { control } from '../control';

/** The number of queries does not grow with the number of rows that an earlier query returned. */
export const nPlusOne = control({
  id: 'n-plus-one',
  needs: ['rowQueries'],
  applies: ['database', 'sql', 'remote-calls'],
  exhaustive: true,
  messages: {
    perRow: {
      severity: 'fail', nature: 'defect', cwe: 1073,
      text: '`{callee}` reads from the database once for each element of a list{behind}.',
      remedy: 'Read all of it with one statement: join the tables, or ask for the whole list with `IN` or `= ANY($1)` before the loop.',
    },
    perArgument: {
      severity: 'warn', nature: 'defect', cwe: 1073,
      text: '`{callee}` reads from the database once for each element of a list that the caller gives{behind}.',
      remedy: 'Ask for the whole list with `IN` or `= ANY($1)`, or limit how long the list may be.',
    },
    perRowInProcess: {
      severity: 'warn', nature: 'defect', cwe: 1073,
      text: '`{callee}` reads from a database in this process once for each element of a list{behind}.',
      remedy: 'Such a query costs no round trip, so this only matters for long lists: prepare the statement once, before the loop, or read all of it with a join.',
    },
    perRowRemote: {
      severity: 'fail', nature: 'defect', cwe: 1073,
      text: '`{callee}` asks a service once for each element of an answer, and nothing limits how many there are{behind}.',
      remedy: 'Ask for all of them with one request where the service can do that. Otherwise limit the list, and work it off with a pool such as p-limit.',
    },
  },
  judge: ({ rowQueries }, say) => {
    const { count, first } = rowQueries.sites;
    const findings = rowQueries.queries.flatMap((query) => {
      const kind = messageOf(query);
      const behind = query.query ? `, through the call in ${placeOf(query.query)}` : '';
      return kind === undefined ? [] : [say(kind, { at: query.location, anchor: `${kind} ${query.callee} ${query.location.path}`, data: { callee: query.callee, behind } })];
    });
    const note = `Looked at ${count} ${count === 1 ? 'call' : 'calls'} to databases and services${findings.length > 0 ? '.' : '; none runs once for each row of an earlier answer.'}`;
    return { findings, evidence: [first ? seenAt(first, note) : searched(note)] };
  },
});

function messageOf({ kind, rows, bounded }: RowQuery): 'perRow' | 'perArgument' | 'perRowInProcess' | 'perRowRemote' | undefined {
  if (kind === 'in-process') return rows === 'caller' ? undefined : 'perRowInProcess';
  if (kind === 'database') return rows === 'caller' ? 'perArgument' : 'perRow';
  return rows === 'query' && !bounded ? 'perRowRemote' : undefined;
}
