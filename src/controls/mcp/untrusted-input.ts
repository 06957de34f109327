import { FLOW_KINDS } from '../../checklist/finding-kinds';
import type { FlowFact } from '../../facts/flows';
import type { Traits } from '../../facts/traits';
import type { FlowKind } from '../../model/flow-kind';
import { control } from '../control';
import { flowEvidence, flowMessages, flowsOf, sayFlows, saySoftened, type Standing } from '../flow-findings';

type OwnKind = { [K in FlowKind]: (typeof FLOW_KINDS)[K]['control'] extends 'untrusted-input' ? K : never }[FlowKind];

const KINDS = (Object.keys(FLOW_KINDS) as FlowKind[]).filter((kind): kind is OwnKind => FLOW_KINDS[kind].control === 'untrusted-input');

/** Forged lines in a log mislead its reader and do no more: this class warns, and has no message that fails. */
const CERTAIN = KINDS.filter((kind): kind is Exclude<OwnKind, 'log-injection'> => kind !== 'log-injection');

/** Classes that a tool may exist for: to run what its caller says. */
const PURPOSES = new Set<FlowKind>(['command-injection', 'code-injection', 'nosql-injection', 'argument-injection', 'url-path-injection']);
/** Calls that drive a browser: opening the address it is given is what it is for. */
const NAVIGATION = /^(goto|navigate|open|newPage|setViewport|launch|connect)$/;

/** No untrusted value reaches a dangerous call unguarded, every class but SQL and HTML, which have controls of their own. */
export const untrustedInput = control({
  id: 'untrusted-input',
  needs: ['flows', 'traits'],
  applies: ['tools-or-routes'],
  exhaustive: true,
  messages: flowMessages(CERTAIN, ['declared', 'doubtful']),
  judge: ({ flows, traits }, say) => ({
    findings: [
      ...sayFlows(say, flowsOf(flows, CERTAIN), (flow) => standing(flow, traits)),
      ...(isLocal(traits) ? [] : saySoftened(say, flowsOf(flows, ['log-injection']), 'doubtful')),
    ],
    evidence: flowEvidence(flows, KINDS),
  }),
});

/** The log of a server on the caller's own machine is read by nobody else, so that there is nobody to mislead. */
function isLocal(traits: Traits): boolean {
  return traits['mcp-server'].present && !traits['http-beyond-loopback'].present;
}

/**
 * A path that the caller names needs an allowed root, unless the server runs on the caller's own machine and the tool
 * says that it reads or writes files there. A tool that fetches a URL still needs a guard against private addresses.
 */
function standing(flow: FlowFact, traits: Traits): Standing {
  const local = !traits['http-beyond-loopback'].present;
  if (flow.declared && PURPOSES.has(flow.kind)) return 'declared';
  if (flow.declared && local && (flow.kind === 'path-traversal' || flow.kind === 'regex-injection')) return 'declared';
  if (flow.kind === 'ssrf' && NAVIGATION.test(flow.callee) && (flow.declared || local)) return 'declared';
  return flow.doubtful ? 'doubtful' : 'certain';
}
