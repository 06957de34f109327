import { searched } from '../../model/evidence';
import { control } from '../control';
import { flowMessages, flowsOf, sayFlows } from '../flow-findings';

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
    const findings = sayFlows<(typeof KINDS)[number]>(say, flowsOf(flows, KINDS), () => 'certain');
    const { loggers } = logging;
    const by = loggers.length === 0 ? '' : ` Logs are written by ${[...new Set(loggers.map((logger) => logger.name))].slice(0, 3).join(', ')}.`;
    const found = findings.length === 0 ? 'None arrives there unmasked.' : 'What arrives there unmasked is listed above.';
    return { findings, evidence: [searched(`Followed passwords, tokens, keys and the environment to the results of tools and to ${places} ${places === 1 ? 'place' : 'places'} where something is logged. ${found}${by}`)] };
  },
});
