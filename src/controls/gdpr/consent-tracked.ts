import { isConsent, isTime, snake } from '../../facts/knowledge/personal-names';
import { tableKey } from '../../facts/stored-people';
import type { StoreWrite } from '../../facts/stores';
import { seenAt } from '../../model/evidence';
import { control, type Judgement } from '../control';

/** The answer to a question for consent can be shown later. */
export const consentTracked = control({
  id: 'consent-tracked',
  needs: ['consent', 'stores', 'schema'],
  applies: ['consent-asked'],
  exhaustive: true,
  messages: {
    'not-stored': { severity: 'fail', nature: 'absence', text: 'Consent is asked, and the answer is stored nowhere that the service could show it.', remedy: 'Store a row with the person, the answer, the time and the version of the text.' },
    incomplete: { severity: 'fail', nature: 'defect', text: 'The answer to the question for consent is stored without {missing}.', remedy: 'Store the time of the answer and the version of the text beside it.' },
  },
  judge: ({ consent, stores, schema }, say): Judgement => {
    const kept = stores.writes.filter((write) => (write.to === 'database' || write.to === 'key-value') && (isConsent(write.table ?? '') || write.fields.some((field) => isConsent(field.name))));
    const [asked] = consent.requests;
    if (kept.length === 0) return { findings: [say('not-stored', { ...(asked && { at: asked.location }), anchor: 'not stored' })], evidence: [] };
    const columnsOf = (write: StoreWrite): readonly string[] => schema.tables.find((table) => tableKey(table.name) === tableKey(write.table))?.columns.map((column) => column.name) ?? [];
    const lacking = kept.map((write) => {
      // The database fills in a time of its own, a version it cannot know.
      const times = [...write.fields.map((field) => field.name), ...columnsOf(write)];
      const version = write.fields.some((field) => /version|revision|policy|text_hash|wording|document/.test(snake(field.name)));
      return { write, missing: [...(times.some(isTime) ? [] : ['its time']), ...(version ? [] : ['the version of the text'])] };
    });
    const whole = lacking.find(({ missing }) => missing.length === 0);
    const [first] = lacking;
    return {
      findings: whole || !first ? [] : [say('incomplete', { at: first.write.location, anchor: first.write.anchor, data: { missing: first.missing.join(' and ') } })],
      evidence: kept.map((write) => seenAt(write.location, 'The answer is stored here.')),
    };
  },
});
