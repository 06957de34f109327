import { flowKindInfo } from '../checklist/finding-kinds';
import type { FlowFact, FlowsFact } from '../facts/flows';
import type { Evidence } from '../model/evidence';
import { searched, seenAt } from '../model/evidence';
import type { Finding } from '../model/finding';
import type { FlowKind } from '../model/flow-kind';
import type { Message, Say } from './control';
import { capital } from './words';

/** How sure a flow is of being a flaw: `certain` fails, `declared` (what the tool is there for) and `doubtful` warn. */
export type Standing = 'certain' | 'declared' | 'doubtful';

/** A message of each kind, and one for each standing that softens it. */
export type FlowMessage<K extends FlowKind, S extends Standing = Standing> = K | Exclude<S, 'certain'>;

const SOFTENED: Readonly<Record<Exclude<Standing, 'certain'>, Message>> = {
  declared: {
    severity: 'warn', nature: 'defect', text: '{source} reaches {sink} in {callee}, which is what {tool} is declared to do.',
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

/** From how many sources a sink is said with each of them; of more, the first stands for all. */
const MOST_SOURCES = 3;

/** Says flows, each with its whole way, and once where many values reach one place. Findings are of the flow's kind, however sure they are. */
export function sayFlows<K extends FlowKind, S extends Exclude<Standing, 'certain'> = never>(say: Say<K | S>, flows: readonly (FlowFact & { readonly kind: K })[], standing: (flow: FlowFact) => S | 'certain'): Finding[] {
  return atOneSink(flows, standing).map(([flow, ...others]) => {
    const sure = standing(flow);
    return sure === 'certain' ? sayAs(say, flow.kind, flow, others) : sayAs(say, sure, flow, others);
  });
}

/** Says flows of a kind that never fails its control. */
export function saySoftened<S extends Exclude<Standing, 'certain'>>(say: Say<S>, flows: readonly FlowFact[], standing: S): Finding[] {
  return atOneSink(flows, () => standing).map(([flow, ...others]) => sayAs(say, standing, flow, others));
}

type Together<F> = readonly [F, ...F[]];

/** Flows that are said together: of more than a few sources to one place, in the order of the first. */
function atOneSink<F extends FlowFact>(flows: readonly F[], standing: (flow: FlowFact) => Standing): Together<F>[] {
  const groups = new Map<string, [F, ...F[]]>();
  for (const flow of flows) {
    const { path, line, column } = flow.location;
    const sure = standing(flow);
    const key = JSON.stringify([flow.kind, path, line, column, flow.callee, flow.sink, sure, sure === 'declared' && flow.tool]);
    const group = groups.get(key);
    if (group) group.push(flow);
    else groups.set(key, [flow]);
  }
  return [...groups.values()].flatMap((group): Together<F>[] => (group.length > MOST_SOURCES ? [group] : group.map((flow) => [flow] as const)));
}

function sayAs<M extends string>(say: Say<M>, message: M, flow: FlowFact, others: readonly FlowFact[]): Finding {
  const { cwe, remedy } = flowKindInfo(flow.kind);
  const site = siteOf(flow);
  return say(message, {
    at: flow.location, flow: flow.steps, anchor: others.length > 0 ? site : flow.anchor, site, kind: flow.kind, cwe,
    data: { source: `${capital(flow.source)}${alsoFrom([flow, ...others])}`, sink: flow.sink, callee: flow.callee === '' ? 'a call' : `\`${flow.callee}\``, tool: flow.tool === undefined ? 'the tool' : `the tool \`${flow.tool}\``, remedy },
  });
}

/** The identity of a place that many values reach: neither their number nor which of them is the first is part of it. */
function siteOf({ anchor, source }: FlowFact): string {
  return `${anchor.endsWith(source) ? anchor.slice(0, -source.length) : anchor}several values`;
}

function alsoFrom(flows: readonly FlowFact[]): string {
  if (flows.length === 1) return '';
  return ` (and ${flows.length - 1} more ${flows.every((flow) => /^(an )?argument /.test(flow.source)) ? 'arguments' : 'values'})`;
}

/** What was followed, for a pass: how many untrusted values, to how many calls of each class. */
export function flowEvidence({ flows, sources, sinks, abandoned }: FlowsFact, kinds: readonly FlowKind[]): Evidence[] {
  const watched = kinds.flatMap((kind) => {
    const sites = sinks[kind];
    // Where one of them is reached, the finding speaks.
    return sites && !flows.some((flow) => flow.kind === kind) ? [seenAt(sites.first, `${sites.count} ${sites.count === 1 ? 'place' : 'places'} where ${flowKindInfo(kind).title.toLowerCase()} could happen; no untrusted value reaches ${sites.count === 1 ? 'it' : 'any of them'} unguarded.`)] : [];
  });
  const followed = `Followed ${sources.count} untrusted ${sources.count === 1 ? 'value' : 'values'} through the program.${abandoned === 0 ? '' : ` ${abandoned} of them spread so far that following ${abandoned === 1 ? 'it' : 'them'} to the end was given up.`}`;
  return [sources.first ? seenAt(sources.first, followed) : searched(followed), ...watched];
}

/** Flows of some kinds, in the order of the text. */
export function flowsOf<K extends FlowKind>(facts: FlowsFact, kinds: readonly K[]): (FlowFact & { readonly kind: K })[] {
  return facts.flows.filter((flow): flow is FlowFact & { readonly kind: K } => (kinds as readonly FlowKind[]).includes(flow.kind));
}
