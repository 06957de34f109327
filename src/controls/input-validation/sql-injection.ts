import type { FlowFact } from '../../facts/flows';
import { control } from '../control';
import { flowEvidence, flowMessages, flowsOf, sayFlows } from '../flow-findings';

const KINDS = ['sql-injection'] as const;

/** No untrusted value becomes part of the text of a statement. */
export const sqlInjection = control({
  id: 'sql-injection',
  needs: ['flows'],
  applies: ['sql'],
  exhaustive: true,
  messages: flowMessages(KINDS, ['declared', 'doubtful']),
  judge: ({ flows }, say) => ({
    findings: sayFlows(say, flowsOf(flows, KINDS), (flow) => (runsStatements(flow) ? 'declared' : flow.doubtful ? 'doubtful' : 'certain')),
    evidence: flowEvidence(flows, KINDS),
  }),
});

/** Names of arguments that hold whole statements: `sql`, `sqlStatements`, `migration_sql`. */
const STATEMENT = /^argument `(sql(_?(query|queries|statements?|text|string))?|\w+(Sql|SQL|_sql|SqlStatements?))\b/;

/**
 * A tool that is there to run its caller's SQL hands it on whole, or explains a statement that its caller wrote. A
 * part of a statement, such as a name or a condition, is never by design.
 */
function runsStatements(flow: FlowFact): boolean {
  return flow.tool !== undefined && (STATEMENT.test(flow.source) || (flow.declared && flow.whole));
}
