import { seenAt } from '../../model/evidence';
import { control, type Judgement } from '../control';
import { quoted } from '../words';

/** Payments go through a processor that is certified for it. */
export const paymentProcessor = control({
  id: 'payment-processor',
  needs: ['payments'],
  applies: ['payments'],
  exhaustive: true,
  messages: {
    elsewhere: {
      severity: 'fail', nature: 'defect', cwe: 359,
      text: 'Data of a card ({names}) is sent to {to}, which is not known as a certified payment processor.',
      remedy: 'Create the payment with the client library of a certified processor such as Stripe, Adyen or Mollie, and send it nothing but the token that its page returns.',
    },
    'no-processor': {
      severity: 'fail', nature: 'defect',
      text: 'Data of a card ({names}) is handled, and no certified payment processor is used anywhere.',
      remedy: 'Create the payment with the client library of a certified processor such as Stripe, Adyen or Mollie.',
    },
  },
  judge: ({ payments }, say): Judgement => {
    const sent = payments.cards.filter((card) => card.place === 'sent');
    const elsewhere = sent.filter((card) => !card.certified).map((card) => say('elsewhere', {
      at: card.location, anchor: card.anchor,
      data: { names: quoted(card.names), to: card.to === undefined ? 'a service whose address is made at run time' : `\`${card.to}\`` },
    }));
    const evidence = [
      ...payments.charges.map((charge) => seenAt(charge.location, `${charge.processor} takes the payment by \`${charge.callee}\`.`)),
      ...payments.processors.map((processor) => seenAt(processor.location, `The library of ${processor.name} is used.`)),
      ...sent.filter((card) => card.certified).map((card) => seenAt(card.location, `The card goes to \`${card.to ?? ''}\`.`)),
    ];
    const [first] = payments.cards;
    if (first && elsewhere.length === 0 && evidence.length === 0) return { findings: [say('no-processor', { at: first.location, anchor: first.anchor, data: { names: quoted(first.names) } })], evidence };
    return { findings: elsewhere, evidence, ...(evidence.length === 0 && { unverified: 'Nothing in the code shows which service takes the payments.' }) };
  },
});
