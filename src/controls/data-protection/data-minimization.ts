import { isIntrusive, isPeopleTable, snake } from '../../facts/knowledge/personal-names';
import type { StoresFact, StoreWrite } from '../../facts/stores';
import { seenAt } from '../../model/evidence';
import { control, type Judgement } from '../control';
import { capital } from '../words';

/** Only the fields that the server uses are stored or sent on, and each is named. */
export const dataMinimization = control({
  id: 'data-minimization',
  needs: ['stores'],
  applies: ['personal-data', 'personal-data-stored'],
  exhaustive: true,
  messages: {
    whole: { severity: 'fail', nature: 'defect', cwe: 915, text: '{what} is {done} as it is, so that whatever a caller puts in it is kept.', remedy: 'Name the fields that you need, and drop the rest at the schema.' },
    unread: { severity: 'fail', nature: 'defect', cwe: 359, text: '`{field}` of a person is {done}, and nothing ever reads it.', remedy: 'Stop collecting it, and delete what was collected.' },
    'all-columns': { severity: 'warn', nature: 'defect', cwe: 359, text: 'All columns of `{table}` are read into an answer.', remedy: 'Select the columns that the answer needs.' },
  },
  judge: ({ stores }, say): Judgement => {
    const writes = stores.writes.filter((write) => write.to !== 'file' && (write.to === 'telemetry' || stores.servesOthers));
    const findings = [
      ...writes.flatMap((write) => {
        const data = { done: doneOf(write) };
        const inside = write.fields.filter((field) => field.whole !== undefined);
        return [
          ...(write.whole === undefined ? [] : [say('whole', { at: write.location, anchor: write.anchor, data: { ...data, what: capital(write.whole) } })]),
          ...(write.whole === undefined ? inside : []).map((field) => say('whole', { at: field.location, anchor: `${write.anchor} ${field.name}`, data: { ...data, what: capital(field.whole ?? '') } })),
          ...write.fields.filter((field) => isIntrusive(field.name) && isOfPerson(write) && !isRead(stores, field.name)).map((field) => say('unread', { at: field.location, anchor: `${write.anchor} ${field.name}`, data: { ...data, field: field.name } })),
        ];
      }),
      ...stores.wholeReads.map((read) => say('all-columns', { at: read.location, anchor: read.anchor, data: { table: read.table } })),
    ];
    const listed = writes.filter((write) => write.whole === undefined && write.fields.length > 0 && !write.fields.some((field) => field.whole !== undefined));
    const open = writes.find((write) => write.fields.length === 0 && write.whole === undefined);
    return {
      findings,
      evidence: listed.map((write) => seenAt(write.location, `The fields that are ${doneOf(write)} here are named one by one: ${write.fields.slice(0, 8).map((field) => `\`${field.name}\``).join(', ')}.`)),
      ...(listed.length === 0 && findings.length === 0 && { unverified: open ? `Which fields are ${doneOf(open)} in ${open.location.path} could not be followed.` : 'Which fields are stored could not be followed.' }),
    };
  },
});

function isOfPerson(write: StoreWrite): boolean {
  return write.to === 'telemetry' || isPeopleTable(write.table) || write.fields.some((field) => /^(?:user|visitor|customer|account|person|member)_?id$|e_?mail$|fingerprint/.test(snake(field.name)));
}

/** Something selects the column, or reads a member of that name. What is written is read from somewhere else, under its own name. */
function isRead(stores: StoresFact, name: string): boolean {
  const plain = snake(name);
  return stores.reads.includes('*') || stores.reads.includes(plain);
}

function doneOf(write: StoreWrite): string {
  if (write.to === 'telemetry') return 'sent to a service that measures use';
  return write.table === undefined ? 'stored' : `stored in \`${write.table}\``;
}
