import { seenAt } from '../../model/evidence';
import { control, type Judgement } from '../control';

const MONEY = /revenue|payment|charge|purchase|checkout|subscri|\bmrr\b|order[_\s.-]*(?:completed|total|value|paid)|sales|invoice|earning|turnover/i;

/** Payments are counted. */
export const metricRevenue = control({
  id: 'metric-revenue',
  needs: ['growth', 'payments'],
  applies: ['payments'],
  exhaustive: false,
  messages: {
    uncounted: { severity: 'fail', nature: 'absence', text: 'Payments are taken, and no metric and no event counts them.', remedy: 'Increment a counter by the amount where the payment is confirmed, or send an event such as `payment_completed`.' },
  },
  judge: ({ growth, payments }, say): Judgement => {
    const places = new Set(growth.paying);
    const counted = growth.counts.filter((count) => MONEY.test(count.name) || (count.within !== undefined && places.has(count.within)));
    const [first] = payments.charges;
    return {
      findings: counted.length > 0 ? [] : [say('uncounted', { ...(first && { at: first.location }), anchor: 'uncounted' })],
      evidence: counted.map((count) => seenAt(count.location, `Payments are counted here by the ${count.by} \`${count.name}\`.`)),
    };
  },
});
