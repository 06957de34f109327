import { flowKindInfo } from '../checklist/finding-kinds';
import type { FlowFact, FlowsFact } from '../facts/flows';
import type { Evidence } from '../model/evidence';
import { searched, seenAt } from '../model/evidence';
import type { Finding } from '../model/finding';
import type { FlowKind } from '../model/flow-kind';
import type { Message, Say } from './control';

/** How sure a flow is of being a flaw: `certain` fails, `declared` (what the tool is there for) and `doubtful` warn. */
export type Standing = 'certain' | 'declared' | 'doubtful';

/** Message ids of a flow kind: the kind itself, and the kind with what softens it. */
export type FlowMessage<K extends FlowKind> = K | `${K}-declared` | `${K}-doubtful`;

/** The three messages of each kind. */
export function flowMessages<K extends FlowKind>(kinds: readonly K[]): Readonly<Record<FlowMessage<K>, Message>> {
  const entries = kinds.flatMap((kind): [string, Message][] => {
    const { cwe, remedy } = flowKindInfo(kind);
    const text = '{source} reaches {sink} in {callee}.';
    return [
      [kind, { severity: 'fail', nature: 'defect', text, remedy, cwe }],
      [`${kind}-declared`, { severity: 'warn', nature: 'defect', text: `${text.slice(0, -1)}, which is what the tool {tool} is declared to do.`, remedy: `Make sure that only callers who may do this can call the tool, and confine what it reaches. ${remedy}`, cwe }],
      [`${kind}-doubtful`, { severity: 'warn', nature: 'defect', text: `${text.slice(0, -1)}; whether that can do harm depends on what is called.`, remedy, cwe }],
    ];
  });
  return Object.fromEntries(entries) as Record<FlowMessage<K>, Message>;
}

/** Says one flow, with its whole way. */
export function sayFlow<K extends FlowKind>(say: Say<FlowMessage<K>>, flow: FlowFact & { readonly kind: K }, standing: Standing): Finding {
  const id: FlowMessage<K> = standing === 'certain' ? flow.kind : `${flow.kind}-${standing}`;
  return say(id, {
    at: flow.location, flow: flow.steps, anchor: flow.anchor,
    data: { source: capital(flow.source), sink: flow.sink, callee: flow.callee === '' ? 'a call' : `\`${flow.callee}\``, tool: `\`${flow.tool ?? ''}\`` },
  });
}

/** What was followed, for a pass: how many untrusted values, to how many calls of each class. */
export function flowEvidence({ sources, sinks }: FlowsFact, kinds: readonly FlowKind[]): Evidence[] {
  const watched = kinds.flatMap((kind) => {
    const sites = sinks[kind];
    return sites ? [seenAt(sites.first, `${sites.count} ${sites.count === 1 ? 'place' : 'places'} where ${flowKindInfo(kind).title.toLowerCase()} could happen; no untrusted value reaches ${sites.count === 1 ? 'it' : 'any of them'} unguarded.`)] : [];
  });
  const followed = `Followed ${sources.count} untrusted ${sources.count === 1 ? 'value' : 'values'} through the program.`;
  return [sources.first ? seenAt(sources.first, followed) : searched(followed), ...watched];
}

/** Flows of some kinds, in the order of the text. */
export function flowsOf<K extends FlowKind>(facts: FlowsFact, kinds: readonly K[]): (FlowFact & { readonly kind: K })[] {
  return facts.flows.filter((flow): flow is FlowFact & { readonly kind: K } => (kinds as readonly FlowKind[]).includes(flow.kind));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
