import { searched } from '../../model/evidence';
import { control } from '../control';
import { flowMessages, flowsOf, sayFlow } from '../flow-findings';

const KINDS = ['sensitive-data-logged'] as const;

/** Nothing sensitive reaches a log, an error message, the result of a tool or telemetry. */
export const logRedaction = control({
  id: 'log-redaction',
  needs: ['flows', 'logging'],
  applies: ['logging'],
  exhaustive: true,
  messages: flowMessages(KINDS),
  judge: ({ flows, logging }, say) => {
    const places = flows.sinks['sensitive-data-logged']?.count ?? 0;
    return {
      findings: flowsOf(flows, KINDS).map((flow) => sayFlow<(typeof KINDS)[number], never>(say, flow, 'certain')),
      evidence: [searched(`Followed the secrets of the program to ${places} ${places === 1 ? 'place' : 'places'} where something is logged and to the results of tools; ${logging.loggers.length} loggers are made. No secret arrives as it is.`)],
    };
  },
});
