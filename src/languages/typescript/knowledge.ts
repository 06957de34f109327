import { SINKS } from '../../facts/knowledge/sinks/all';
import { CALLBACKS, CONVENTIONS, SOURCES } from '../../facts/knowledge/sources';
import { GUARDS, SANITIZERS } from '../../facts/knowledge/sanitizers';
import type { SinkRule } from '../../facts/knowledge/rules';
import type { Knowledge } from '../../flow/analyse';
import { FLOW_KIND_IDS, type FlowKind } from '../../model/flow-kind';
import type { FlowModels } from '../../model/settings';
import { looksLikeSql } from '../../sql/looks-like';

/** What is known of libraries, with what the configuration adds to it. */
export function knowledgeWith(models: FlowModels): Knowledge {
  return {
    callbacks: CALLBACKS,
    conventions: CONVENTIONS,
    guards: GUARDS,
    looksLikeSql,
    sources: [...SOURCES, ...models.sources.map((model) => ({ api: [model.from === 'return' ? `${model.api}()` : model.api], origin: 'request' as const, note: `\`${model.api}\`, named by the configuration` }))],
    sinks: [...SINKS, ...models.sinks.map(sinkOf)],
    sanitizers: [...SANITIZERS, ...models.sanitizers.map((model) => ({ api: [model.api], from: 'arg0', clears: model.kinds.filter(isKind) }))],
  };
}

function sinkOf(model: FlowModels['sinks'][number]): SinkRule {
  const places = model.arguments?.map((index) => `arg${index}`) ?? ['args'];
  return { api: [model.api], places, kind: isKind(model.kind) ? model.kind : 'command-injection', note: `\`${model.api}\`, named by the configuration` };
}

function isKind(kind: string): kind is FlowKind {
  return (FLOW_KIND_IDS as readonly string[]).includes(kind);
}
