import { flowKindInfo } from '../checklist/finding-kinds';
import type { FlowFact, FlowsFact } from '../facts/flows';
import type { Evidence } from '../model/evidence';
import { searched, seenAt } from '../model/evidence';
import type { Finding } from '../model/finding';
import type { FlowKind } from '../model/flow-kind';
import type { Message, Say } from './control';

/** How sure a flow is of being a flaw: `certain` fails, `declared` (what the tool is there for) and `doubtful` warn. */
export type Standing = 'certain' | 'declared' | 'doubtful';

/** A message of each kind, and one for each standing that softens it. */
export type FlowMessage<K extends FlowKind, S extends Standing = Standing> = K | Exclude<S, 'certain'>;

const SOFTENED: Readonly<Record<Exclude<Standing, 'certain'>, Message>> = {
  declared: {
    severity: 'warn', nature: 'defect', text: '{source} reaches {sink} in {callee}, which is what the tool {tool} is declared to do.',
    remedy: 'Make sure that only callers who may do this can call the tool, and confine what it reaches. {remedy}',
  },
  doubtful: { severity: 'warn', nature: 'defect', text: '{source} reaches {sink} in {callee}; whether that can do harm depends on what is called.', remedy: '{remedy}' },
};

/** The messages of some kinds, and of the standings that a control tells apart. */
export function flowMessages<K extends FlowKind, S extends Exclude<Standing, 'certain'> = never>(kinds: readonly K[], softened: readonly S[] = []): Readonly<Record<K | S, Message>> {
  const certain = kinds.map((kind): [string, Message] => {
    const { cwe, remedy } = flowKindInfo(kind);
    return [kind, { severity: 'fail', nature: 'defect', text: '{source} reaches {sink} in {callee}.', remedy, cwe }];
  });
  return Object.fromEntries([...certain, ...softened.map((standing): [string, Message] => [standing, SOFTENED[standing]])]) as Record<K | S, Message>;
}

/** Says one flow, with its whole way. The finding is of the flow's kind, however sure it is. */
export function sayFlow<K extends FlowKind, S extends Exclude<Standing, 'certain'>>(say: Say<K | S>, flow: FlowFact & { readonly kind: K }, standing: S | 'certain'): Finding {
  return standing === 'certain' ? sayAs(say, flow.kind, flow) : sayAs(say, standing, flow);
}

/** Says a flow of a kind that never fails its control. */
export function saySoftened<S extends Exclude<Standing, 'certain'>>(say: Say<S>, flow: FlowFact, standing: S): Finding {
  return sayAs(say, standing, flow);
}

function sayAs<M extends string>(say: Say<M>, message: M, flow: FlowFact): Finding {
  const { cwe, remedy } = flowKindInfo(flow.kind);
  return say(message, {
    at: flow.location, flow: flow.steps, anchor: flow.anchor, kind: flow.kind, cwe,
    data: { source: capital(flow.source), sink: flow.sink, callee: flow.callee === '' ? 'a call' : `\`${flow.callee}\``, tool: `\`${flow.tool ?? ''}\``, remedy },
  });
}

/** What was followed, for a pass: how many untrusted values, to how many calls of each class. */
export function flowEvidence({ flows, sources, sinks }: FlowsFact, kinds: readonly FlowKind[]): Evidence[] {
  const watched = kinds.flatMap((kind) => {
    const sites = sinks[kind];
    // Where one of them is reached, the finding speaks.
    return sites && !flows.some((flow) => flow.kind === kind) ? [seenAt(sites.first, `${sites.count} ${sites.count === 1 ? 'place' : 'places'} where ${flowKindInfo(kind).title.toLowerCase()} could happen; no untrusted value reaches ${sites.count === 1 ? 'it' : 'any of them'} unguarded.`)] : [];
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
