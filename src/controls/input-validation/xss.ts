import { control } from '../control';
import { flowEvidence, flowMessages, flowsOf, sayFlows } from '../flow-findings';

const KINDS = ['xss'] as const;

/** No untrusted value becomes markup or script. */
export const xss = control({
  id: 'xss',
  needs: ['flows'],
  applies: ['html'],
  exhaustive: true,
  messages: flowMessages(KINDS, ['doubtful']),
  judge: ({ flows }, say) => ({
    findings: sayFlows<(typeof KINDS)[number], 'doubtful'>(say, flowsOf(flows, KINDS), (flow) => (flow.doubtful ? 'doubtful' : 'certain')),
    evidence: flowEvidence(flows, KINDS),
  }),
});
