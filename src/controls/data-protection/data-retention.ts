import { isAboutPeople, isUsage, tableKey, tableText } from '../../facts/stored-people';
import type { DocumentFact } from '../../facts/documents';
import type { StoresFact, StoreWrite } from '../../facts/stores';
import { seenAt, type Evidence } from '../../model/evidence';
import { control, type Judgement } from '../control';

/** A period that a text promises: "deleted after 90 days", "we keep logs for one year". */
const PERIOD = /\b(?:retain|retention|kept|keep|stored?|delet\w+|remov\w+|eras\w+|expire\w*)\b[^.\n]{0,80}\b(?:\d+|one|two|three|six|seven|thirty|ninety|twelve)\b[ -]?(?:hours?|days?|weeks?|months?|years?)\b|\b\d+[ -](?:day|week|month|year)s?\b[^.\n]{0,40}\bretention\b/i;

/** Stored data ends by itself after a period that suits its purpose. */
export const dataRetention = control({
  id: 'data-retention',
  needs: ['stores', 'documents'],
  applies: ['personal-data-stored', 'usage-data'],
  exhaustive: true,
  messages: {
    forever: { severity: 'fail', nature: 'absence', text: 'What is written to {table} grows with use, and nothing ever deletes it by its age.', remedy: 'Delete rows older than the period in a scheduled job, or set a lifetime when you write them.' },
    'never-run': { severity: 'warn', nature: 'defect', text: 'The deletion of old rows stands in a function that nothing calls.', remedy: 'Call it from a timer or a scheduled job.' },
  },
  judge: ({ stores, documents }, say): Judgement => {
    const growing = [...new Map(stores.writes.filter((write) => write.operation === 'insert' && (write.to === 'database' || write.to === 'key-value') && (isUsage(write) || isAboutPeople(write))).map((write) => [tableKey(write.table), write])).values()];
    const ended = growing.map((write) => ({ write, by: endsOf(stores, write) }));
    const endless = ended.filter(({ by }) => by.length === 0).map(({ write }) => write);
    // An account lasts until its owner deletes it; what it leaves behind with each use must end by itself.
    const open = endless.some(isUsage) || ended.some(({ by }) => by.length > 0) ? endless.filter(isUsage) : endless;
    const promise = documents.flatMap(promiseIn)[0];
    const idle = stores.deletions.filter((deletion) => deletion.byTime && !deletion.scheduled);
    return {
      findings: [
        ...(promise ? [] : open.map((write) => say('forever', { at: write.location, anchor: tableKey(write.table), data: { table: tableText(write) } }))),
        ...idle.map((deletion) => say('never-run', { at: deletion.location, anchor: deletion.table ?? '' })),
      ],
      evidence: [...ended.flatMap(({ by }) => by), ...(promise ? [promise] : [])],
      ...(open.length > 0 && promise && { unverified: `A document promises a period, and nothing in the code ends what is written to ${tableText(open[0])}.` }),
      ...(growing.length === 0 && { unverified: 'Which tables grow could not be followed.' }),
    };
  },
});

/** What ends the rows of a write: a lifetime of its own, a deletion by time, a rule of the store. */
function endsOf(stores: StoresFact, write: StoreWrite): Evidence[] {
  const same = (table: string | undefined): boolean => table === undefined || tableKey(table) === tableKey(write.table);
  return [
    ...(write.lifetime === undefined ? [] : [seenAt(write.location, `What is written here ends by \`${write.lifetime}\`.`)]),
    ...stores.deletions.filter((deletion) => deletion.byTime && same(deletion.table)).map((deletion) => seenAt(deletion.location, `Old rows of ${tableText(write)} are deleted here.`)),
    ...stores.expiries.filter((expiry) => same(expiry.table)).map((expiry) => seenAt(expiry.location, `Data ends by ${expiry.how} here.`)),
  ];
}

function promiseIn(document: DocumentFact): Evidence[] {
  if (document.fileKind === 'test' || document.kind === 'changelog' || document.kind === 'license') return [];
  const section = document.sections.find((each) => PERIOD.test(each.text) || each.items.some((item) => PERIOD.test(item)));
  return section ? [seenAt({ path: document.path, line: section.line }, 'A document states how long data is kept.')] : [];
}
