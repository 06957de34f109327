import type { CodeFactTable } from '../../facts/code-facts';
import type { DatabaseFile } from '../../facts/database';
import type { FileFacts } from '../../facts/file-facts';
import type { SourceOrigin } from '../../facts/knowledge/rules';
import type { Trait, TraitSignals } from '../../facts/traits';
import { analyse } from '../../flow/analyse';
import { usesMcp } from '../../flow/entry-points';
import { joinFiles } from '../../flow/program';
import type { Evidence } from '../../model/evidence';
import { seen, type Gap, type Maybe } from '../../model/seen';
import type { FlowModels } from '../../model/settings';
import type { CodeContext } from './context';
import { consentFact, consentSignals } from './facts/consent';
import { cryptoFact } from './facts/crypto';
import { credentialSignals, credentialsFact } from './facts/credentials';
import { entryPointsFact } from './facts/entry-points';
import { cachesFact, cacheSignals } from './facts/caches';
import { errorsFact, routeSignals } from './facts/errors';
import { flowsFact } from './facts/flows';
import { htmlSignals } from './facts/html';
import { growthFact, growthSignals } from './facts/growth';
import { httpFact, httpSignals, limitersFact } from './facts/http';
import { loggingFact, loggingSignals } from './facts/logging';
import { paymentsFact, paymentsSignals } from './facts/payments';
import { builtFiles } from './facts/database/files';
import { statementFiles } from './facts/statements';
import { permissionSignals, permissionsFact } from './facts/permissions';
import { observabilityFact } from './facts/observability';
import { remoteCallsFact } from './facts/remote-calls';
import { remoteSignals, rowQueriesFact } from './facts/row-queries';
import { serverSignals } from './facts/signals';
import { storesFact, storesSignals } from './facts/stores';
import { testsFact } from './facts/tests';
import { tokenSignals, tokensFact } from './facts/tokens';
import { uploadsFact, uploadsSignals } from './facts/uploads';
import { knowledgeWith } from './knowledge';
import { productPaths } from './product';
import { moduleResolver } from './resolve';

export interface CodeLink {
  readonly facts: { readonly [K in keyof CodeFactTable]: Maybe<CodeFactTable[K]> };
  readonly signals: TraitSignals;
  /** Statements and schemas that stand in code. */
  readonly database: readonly DatabaseFile[];
  readonly context: CodeContext;
}

/** How each fact is made from the analysed program. A fact that is missing here does not compile. */
const FACTS: { readonly [K in keyof CodeFactTable]: (context: CodeContext) => CodeFactTable[K] } = {
  entryPoints: entryPointsFact,
  errors: errorsFact,
  remoteCalls: remoteCallsFact,
  caches: cachesFact,
  rowQueries: rowQueriesFact,
  flows: flowsFact,
  http: httpFact,
  limiters: limitersFact,
  credentials: credentialsFact,
  tokens: tokensFact,
  permissions: permissionsFact,
  observability: observabilityFact,
  tests: testsFact,
  logging: loggingFact,
  stores: storesFact,
  crypto: cryptoFact,
  payments: paymentsFact,
  consent: consentFact,
  growth: growthFact,
  uploads: uploadsFact,
};

/** Whose values are followed in an MCP server; elsewhere those of the command line and the environment as well, and of callers that are not in sight. */
const IN_SERVERS: ReadonlySet<SourceOrigin> = new Set(['tool', 'request', 'upload', 'browser', 'file', 'remote']);
const ELSEWHERE: ReadonlySet<SourceOrigin> = new Set([...IN_SERVERS, 'command-line', 'environment', 'library']);

/** Joins the source files of a revision into one program, analyses it, and makes the facts about code. */
export function linkTypescript(files: readonly FileFacts[], models: FlowModels, options: { readonly allFiles?: boolean } = {}): CodeLink {
  const code = files.filter((file) => file.parts.code !== undefined && file.kind !== 'vendored');
  const resolve = moduleResolver(code.map((file) => file.path), files);
  const product = options.allFiles ? new Set(code.map((file) => file.path)) : productPaths(code, files, resolve);
  const program = joinFiles(code.flatMap((file) => (file.parts.code ? [{ path: file.path, flow: file.parts.code.flow, product: product.has(file.path) }] : [])), resolve);
  const analysis = analyse(program, knowledgeWith(models), usesMcp(program) && !options.allFiles ? IN_SERVERS : ELSEWHERE);
  const context: CodeContext = { analysis, files, product, gaps: gapsOf(files, product) };
  const made = Object.fromEntries(Object.entries(FACTS).map(([name, make]) => [name, make(context)])) as unknown as CodeFactTable;
  const facts = Object.fromEntries(Object.entries(made).map(([name, value]) => [name, seen(value, context.gaps)])) as CodeLink['facts'];
  return { facts, signals: mergeSignals(signalsOf(context, made)), database: [...statementFiles(context), ...builtFiles(context)], context };
}

/** Traits of the repository that the program shows, by itself or through what was made of it. */
function signalsOf(context: CodeContext, facts: CodeFactTable): readonly TraitSignals[] {
  return [
    serverSignals(context), htmlSignals(context), httpSignals(context), routeSignals(context), remoteSignals(context), cacheSignals(context),
    permissionSignals(facts.permissions), tokenSignals(facts.tokens), credentialSignals(facts.credentials), loggingSignals(facts.logging), storesSignals(facts.stores),
    paymentsSignals(facts.payments), uploadsSignals(facts.uploads, facts.flows), consentSignals(facts.consent), growthSignals(facts.growth),
  ];
}

/** What several facts show of the same traits, together. */
function mergeSignals(signals: readonly TraitSignals[]): TraitSignals {
  const merged: Partial<Record<Trait, readonly Evidence[]>> = {};
  for (const one of signals) for (const [trait, evidence] of Object.entries(one) as [Trait, readonly Evidence[]][]) merged[trait] = [...(merged[trait] ?? []), ...evidence];
  return merged;
}

/** Product code that was not read, or only in part. */
function gapsOf(files: readonly FileFacts[], product: ReadonlySet<string>): Gap[] {
  return files.flatMap((file) => {
    const broken = product.has(file.path) ? file.parts.code?.broken : undefined;
    const unread = file.parts.code === undefined && file.kind === 'product' && /\.[cm]?[jt]sx?$/.test(file.path) ? file.gaps : [];
    return [...unread, ...(broken ? [{ what: file.path, why: `It does not parse: line ${broken.line}, ${broken.message}` }] : [])];
  });
}
