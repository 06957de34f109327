import { control } from '../control';
import { flowEvidence, flowMessages, flowsOf, sayFlow } from '../flow-findings';

const KINDS = ['sql-injection'] as const;

/** No untrusted value becomes part of the text of a statement. */
export const sqlInjection = control({
  id: 'sql-injection',
  needs: ['flows'],
  applies: ['sql'],
  exhaustive: true,
  messages: flowMessages(KINDS, ['declared', 'doubtful']),
  judge: ({ flows }, say) => ({
    // A tool that is there to run its caller's SQL hands it on whole; a part of a statement is never by design.
    findings: flowsOf(flows, KINDS).map((flow) => sayFlow(say, flow, flow.declared && flow.whole ? 'declared' : flow.doubtful ? 'doubtful' : 'certain')),
    evidence: flowEvidence(flows, KINDS),
  }),
});
