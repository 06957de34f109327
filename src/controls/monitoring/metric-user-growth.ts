import { seenAt } from '../../model/evidence';
import { control, type Judgement } from '../control';

const NEW_ACCOUNT = /sign_?-?ups?|signed_?-?\s?up|regist|(?:user|account|member|customer)s?[_\s.-]*(?:created|new|added|total|count|joined)|(?:new|created|total)[_\s.-]*(?:user|account|member|customer)/i;

/** New accounts are counted. */
export const metricUserGrowth = control({
  id: 'metric-user-growth',
  needs: ['growth'],
  applies: ['accounts'],
  exhaustive: false,
  messages: {
    uncounted: { severity: 'fail', nature: 'absence', text: 'Accounts are made, and no metric and no event counts them.', remedy: 'Increment a counter where the account is made, or send an event such as `signed_up`.' },
  },
  judge: ({ growth }, say): Judgement => {
    const places = new Set(growth.signUps.flatMap((place) => place.within ?? []));
    const counted = growth.counts.filter((count) => NEW_ACCOUNT.test(count.name) || (count.within !== undefined && places.has(count.within)));
    const [first] = growth.signUps;
    return {
      findings: counted.length > 0 ? [] : [say('uncounted', { ...(first && { at: first.location }), anchor: 'uncounted' })],
      evidence: counted.map((count) => seenAt(count.location, `New accounts are counted here by the ${count.by} \`${count.name}\`.`)),
    };
  },
});
