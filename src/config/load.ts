import type { Fault, GateMode, Profile } from '../model/scorecard';
import { policyChanges } from './changes';
import { choose, pick, type ConfigurationSide, type Found, type Situation } from './choose';
import { claimsOf, policyOf, type Claims, type EffectiveConfiguration, type Policy } from './effective';
import type { ParsedConfiguration } from './parse';
import type { Configuration } from './schema';
import { GATE_STRICTNESS, PROFILE_STRICTNESS } from './strictness';

export { CONFIGURATION_PATHS } from './choose';

/** What the workflow or the command line says; each is absent when it says nothing. */
export interface PolicyInputs {
  readonly profile?: Profile;
  readonly gate?: GateMode;
  /** Path of the configuration file. */
  readonly config?: string;
}

export interface ConfigurationSources {
  /** The commit that the pull request is to be merged into; absent when there is nothing to compare with. */
  readonly base?: ConfigurationSide;
  readonly head?: ConfigurationSide;
  readonly inputs: PolicyInputs;
  /** The head lives in another repository. */
  readonly fork: boolean;
}

export type LoadedConfiguration =
  | { readonly ok: true; readonly configuration: EffectiveConfiguration }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Decides which configuration counts. Policy comes from the base, so that a pull request cannot loosen the gate that
 * judges it; claims come from the head of the same repository and from the base for forks. Of an input and the
 * configuration the stricter wins. Anything that cannot be read makes the whole a fault: nothing falls back in silence.
 */
export function loadConfiguration({ base, head, inputs, fork }: ConfigurationSources): LoadedConfiguration {
  const found: Found = { base: base && pick(base, inputs.config, true), head: head && pick(head, inputs.config, false) };
  const situation: Situation = { hasBase: base !== undefined, fork };
  const choice = choose(found, situation);
  const faults = [...missing(inputs.config, found), ...choice.faults];
  if (faults.length > 0) return { ok: false, faults: unique(faults) };
  const source = { base: { file: found.base, side: base }, head: { file: found.head, side: head }, defaults: { file: undefined, side: undefined } }[choice.policy];
  const asked = configurationOf(source.file);
  const { policy, notes } = withInputs(policyOf(asked), asked, inputs);
  return {
    ok: true,
    configuration: {
      ...policy,
      claims: claimsThatCount(found, situation),
      baseClaims: claimsOf(found.base),
      source: sourceName(source.file, source.side),
      changes: base && head ? policyChanges(configurationOf(found.base), configurationOf(found.head)) : [],
      notes: [...choice.notes, ...movedNotes(inputs.config, found.base), ...notes],
    },
  };
}

function claimsThatCount({ base, head }: Found, { hasBase, fork }: Situation): Claims {
  if (fork) return claimsOf(base, base);
  return claimsOf(head, hasBase ? base : head);
}

function withInputs(policy: Policy, spoken: Configuration, inputs: PolicyInputs): { readonly policy: Policy; readonly notes: readonly string[] } {
  const profile = stricter('profile', inputs.profile, spoken.profile, PROFILE_STRICTNESS);
  const gate = stricter('gate', inputs.gate, spoken.gate, GATE_STRICTNESS);
  return {
    policy: { ...policy, profile: profile.value ?? policy.profile, gate: gate.value ?? policy.gate },
    notes: [...profile.notes, ...gate.notes],
  };
}

function stricter<V extends string>(name: string, input: V | undefined, configured: V | undefined, strictness: Readonly<Record<V, number>>): { readonly value: V | undefined; readonly notes: readonly string[] } {
  if (input === undefined || configured === undefined || strictness[input] >= strictness[configured]) return { value: input ?? configured, notes: [] };
  return { value: configured, notes: [`The input \`${name}: ${input}\` is not used, since the configuration asks for \`${configured}\`, which is stricter.`] };
}

function movedNotes(named: string | undefined, base: ParsedConfiguration | undefined): string[] {
  if (named === undefined || !base || base.path === named) return [];
  return [`The input \`config\` names \`${named}\`, which the base does not have; the policy is that of \`${base.path}\` at the base.`];
}

function configurationOf(parsed: ParsedConfiguration | undefined): Configuration {
  return parsed?.ok === true ? parsed.configuration : {};
}

function sourceName(file: ParsedConfiguration | undefined, side: ConfigurationSide | undefined): string {
  return file && side ? `${file.path} at ${shortRevision(side.revision)}` : 'defaults';
}

function shortRevision(revision: string): string {
  return /^[0-9a-f]{40,64}$/.test(revision) ? revision.slice(0, 7) : revision;
}

function missing(named: string | undefined, { base, head }: Found): Fault[] {
  if (named === undefined || head || base?.path === named) return [];
  return [{ kind: 'configuration', message: `${named}:1:1: The file that the input \`config\` names does not exist.`, remedy: 'Correct the path, which is relative to the root of the repository, or remove the input to use the usual place.', path: named }];
}

function unique(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [fault.message, fault])).values()];
}
