import { GUARDS, SANITIZERS } from '../../facts/knowledge/sanitizers';
import type { ApiPattern, CallbackRule, GuardRule, SanitizerRule, SinkRule, SourceRule } from '../../facts/knowledge/rules';
import { SINKS } from '../../facts/knowledge/sinks/all';
import { CALLBACKS, CONVENTIONS, SOURCES } from '../../facts/knowledge/sources';
import type { Knowledge } from '../../flow/analyse';
import { isOwn, type OwnName } from '../../flow/own-functions';
import { FLOW_KIND_IDS, type FlowKind } from '../../model/flow-kind';
import type { FlowModels, GuardModel, SanitizerModel, SinkModel, SourceModel } from '../../model/settings';
import { looksLikeSql } from '../../sql/looks-like';

/** What is known of libraries, with what the configuration adds to it. */
export function knowledgeWith(models: FlowModels): Knowledge {
  return {
    callbacks: [...CALLBACKS, ...models.sources.flatMap(callbackOf)],
    conventions: CONVENTIONS,
    guards: [...GUARDS, ...models.guards.map(guardOf)],
    own: ownNames(models),
    looksLikeSql,
    sources: [...SOURCES, ...models.sources.map(sourceOf)],
    sinks: [...SINKS, ...models.sinks.map(sinkOf)],
    sanitizers: [...SANITIZERS, ...models.sanitizers.map(sanitizerOf)],
  };
}

/** More members than that lead to no function that somebody wrote down. */
const MAX_MEMBERS = 6;
/** Parameters of a callback that count as given by the library. */
const CALLBACK_PARAMETERS = 4;

/**
 * Every way in which a program can come from a package to a function that the configuration names: `a.Pool.run` is a
 * function of the object `Pool`, or a method of what `new Pool()` or `Pool()` makes.
 */
export function waysTo(api: string): readonly ApiPattern[] {
  if (isOwn(api)) return [api];
  const [, scope = '', rest = ''] = /^((?:@[^/]+\/)?(?:[^/.]+\/)*)(.*)$/s.exec(api) ?? [];
  const [first = '', ...members] = rest.split('.');
  if (members.length > MAX_MEMBERS) return [api];
  return members.reduce<readonly string[]>((ways, member) => ways.flatMap((way) => [`${way}.${member}`, `${way}().${member}`]), [`${scope}${first}`]);
}

/** What a library hands to the callbacks of a configured source stands in the tables under a way of its own. */
const handedOn = (model: SourceModel): ApiPattern => `${model.api}.(callback)()`;

function callbackOf(model: SourceModel): readonly CallbackRule[] {
  if (model.from === 'return') return [];
  const params = Object.fromEntries(Array.from({ length: CALLBACK_PARAMETERS }, (_, index) => [index, handedOn(model)]));
  return [{ api: waysTo(model.api), params }];
}

function sourceOf(model: SourceModel): SourceRule {
  const api = model.from === 'return' ? waysTo(model.api).map((way) => `${way}()`) : [handedOn(model)];
  return { api, origin: 'request', note: `a value of \`${model.api}\` (untrusted, says the configuration)` };
}

function sinkOf(model: SinkModel): SinkRule {
  const places = model.arguments?.map((index) => `arg${index}`) ?? ['args'];
  return { api: waysTo(model.api), places, kind: isKind(model.kind) ? model.kind : 'command-injection', note: 'an argument that the configuration calls dangerous' };
}

function sanitizerOf(model: SanitizerModel): SanitizerRule {
  return { api: waysTo(model.api), from: 'arg0', clears: model.kinds.filter(isKind) };
}

function guardOf({ api, kinds, argument, safeWhen }: GuardModel): GuardRule {
  return { api: waysTo(api), place: `arg${argument}`, safeWhen, clears: kinds.filter(isKind) };
}

function ownNames({ sources, sinks, sanitizers, guards }: FlowModels): OwnName[] {
  const gives = new Set(sources.filter(({ from }) => from === 'return').map(({ api }) => api));
  const names = new Set([...sources, ...sinks, ...sanitizers, ...guards].map(({ api }) => api));
  return [...names].filter(isOwn).map((api) => ({ api, gives: gives.has(api) }));
}

function isKind(kind: string): kind is FlowKind {
  return (FLOW_KIND_IDS as readonly string[]).includes(kind);
}
