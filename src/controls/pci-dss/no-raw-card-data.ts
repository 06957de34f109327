import type { CardData } from '../../facts/payments';
import { cardColumns } from '../../facts/stored-columns';
import { searched, seenAt } from '../../model/evidence';
import { control, type Judgement } from '../control';
import { quoted } from '../words';

const TOKENS = 'Let the page of the processor take the card, and handle the token that it returns.';

/** The server handles tokens of a payment processor and never the data of a card. */
export const noRawCardData = control({
  id: 'no-raw-card-data',
  needs: ['payments', 'schema', 'flows'],
  applies: ['payments'],
  exhaustive: true,
  messages: {
    column: { severity: 'fail', nature: 'defect', cwe: 312, text: 'The column `{names}` of `{to}` holds data of a card.', remedy: `Drop the column and delete what it holds. ${TOKENS}` },
    stored: { severity: 'fail', nature: 'defect', cwe: 312, text: 'Data of a card ({names}) is stored in {to}.', remedy: `Do not store it, and delete what is stored. ${TOKENS}` },
    sent: { severity: 'fail', nature: 'defect', cwe: 311, text: 'Data of a card ({names}) is sent on to {to}.', remedy: TOKENS },
    argument: { severity: 'fail', nature: 'defect', cwe: 359, text: 'The tool `{to}` asks for data of a card ({names}), which then stays in the conversation and with the model.', remedy: 'Return a link to a payment page of the processor instead of asking for the card.' },
    schema: { severity: 'fail', nature: 'defect', cwe: 311, text: 'A schema names data of a card ({names}), so that the server takes it in.', remedy: TOKENS },
    read: { severity: 'fail', nature: 'defect', cwe: 311, text: 'Data of a card ({names}) is taken from a request.', remedy: TOKENS },
    logged: { severity: 'fail', nature: 'defect', cwe: 532, text: 'Data of a card ({names}) is written to a log.', remedy: 'Log the token of the payment or the last four digits, and delete the logs that hold more.' },
    'test-card': { severity: 'fail', nature: 'defect', cwe: 489, text: 'The number of a test card ({names}) stands in product code.', remedy: 'Move it to the tests.' },
  },
  judge: ({ payments, schema, flows }, say): Judgement => {
    const findings = [
      ...cardColumns(schema).map(({ table, column }) => say('column', { at: column.location, data: { names: column.name, to: table.name } })),
      ...payments.cards.map((card) => say(card.place, { at: card.location, anchor: `${card.place} ${card.anchor}`, data: { names: quoted(card.names), to: whereTo(card) } })),
      ...flows.flows.flatMap((flow) => {
        const name = flow.kind === 'sensitive-data-logged' ? /`((?:credit)?card_?number|cvv|cvc)`/i.exec(flow.source)?.[1] : undefined;
        return name === undefined ? [] : [say('logged', { at: flow.location, flow: flow.steps, anchor: flow.anchor, data: { names: quoted([name]) } })];
      }),
      ...payments.testCards.map((card) => say('test-card', { at: card.location, anchor: card.masked, data: { names: card.masked } })),
    ];
    return {
      findings,
      evidence: [
        ...(findings.length > 0 ? [] : [searched(`Looked for data of cards in ${schema.tables.length} ${schema.tables.length === 1 ? 'table' : 'tables'}, in what is stored, sent and logged, and in the arguments of tools and routes, and found none.`)]),
        ...payments.charges.map((charge) => seenAt(charge.location, `${charge.processor} takes the payment by \`${charge.callee}\`.`)),
      ],
    };
  },
});

function whereTo({ place, to }: CardData): string {
  if (place === 'argument') return to ?? '';
  if (to !== undefined) return `\`${to}\``;
  return place === 'stored' ? 'the database' : 'another service';
}
