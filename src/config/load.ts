import type { Fault, GateMode, Profile } from '../model/scorecard';
import { policyChanges } from './changes';
import { claimsOf, policyOf, type Claims, type EffectiveConfiguration, type Policy } from './effective';
import { parseConfiguration, type ConfigurationText, type ParsedConfiguration } from './parse';
import { GATE_STRICTNESS, PROFILE_STRICTNESS } from './strictness';

/** Where the configuration is looked for when the input `config` names no other place. */
export const CONFIGURATION_PATHS = ['.github/mcp-publish-gate.yml', '.github/mcp-publish-gate.yaml'] as const;

/** The configuration files that one revision holds, of those that were asked for. */
export interface ConfigurationSide {
  /** Commit id or label, for naming where the policy came from. */
  readonly revision: string;
  readonly files: readonly ConfigurationText[];
  /** Files that are there and could not be read: a link, not text, too large. */
  readonly faults?: readonly Fault[];
}

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
export function loadConfiguration(sources: ConfigurationSources): LoadedConfiguration {
  const { base, head, inputs, fork } = sources;
  const found = { base: base && pick(base, inputs.config, true), head: head && pick(head, inputs.config, false) };
  const missing = inputs.config !== undefined && !found.head && found.base?.path !== inputs.config;
  const chosen = choose(found, { hasBase: base !== undefined, fork });
  const faults = [...(missing ? [notThere(inputs.config)] : []), ...chosen.faults];
  if (faults.length > 0) return { ok: false, faults: unique(faults) };
  const file = chosen.policy === 'base' ? found.base : chosen.policy === 'head' ? found.head : undefined;
  const asked = policyOf(file?.ok === true ? file.configuration : {});
  const { policy, notes } = withInputs(asked, file?.ok === true ? { profile: file.configuration.profile, gate: file.configuration.gate } : {}, inputs);
  const side = chosen.policy === 'base' ? base : head;
  const baseClaims = claimsOf(found.base);
  return {
    ok: true,
    configuration: {
      ...policy,
      claims: claimsThatCount(found, { hasBase: base !== undefined, fork }),
      baseClaims,
      source: file && side ? `${file.path} at ${shortRevision(side.revision)}` : 'defaults',
      changes: base && head ? policyChanges(configurationOf(found.base), configurationOf(found.head)) : [],
      notes: [...chosen.notes, ...movedNotes(inputs.config, found.base), ...notes],
    },
  };
}

interface Found {
  readonly base: ParsedConfiguration | undefined;
  readonly head: ParsedConfiguration | undefined;
}

interface Situation {
  readonly hasBase: boolean;
  readonly fork: boolean;
}

/** The file that a side's configuration is in. Two files at once are refused, since nobody could tell which counts. */
function pick(side: ConfigurationSide, named: string | undefined, fallBack: boolean): ParsedConfiguration | undefined {
  if (side.faults?.[0]) return { ok: false, path: side.faults[0].path ?? '', faults: side.faults };
  const atNamed = named === undefined ? undefined : side.files.find((file) => file.path === named);
  if (atNamed) return parseConfiguration(atNamed);
  // A pull request that points `config` at a new file must not escape the policy that its base has at the usual place.
  if (named !== undefined && !fallBack) return undefined;
  const usual = side.files.filter((file) => (CONFIGURATION_PATHS as readonly string[]).includes(file.path));
  const [first, second] = usual;
  if (first && second) return { ok: false, path: second.path, faults: [twoFiles(first.path, second.path)] };
  return first && parseConfiguration(first);
}

interface Choice {
  readonly policy: 'base' | 'head' | 'defaults';
  readonly notes: readonly string[];
  readonly faults: readonly Fault[];
}

function choose({ base, head }: Found, { hasBase, fork }: Situation): Choice {
  const faultsOf = (parsed: ParsedConfiguration | undefined): readonly Fault[] => (parsed?.ok === false ? parsed.faults : []);
  const all = [...faultsOf(head), ...faultsOf(base)];
  if (!hasBase) return { policy: head && !fork ? 'head' : 'defaults', notes: [], faults: faultsOf(head) };
  if (base?.ok === false && head?.ok === true && !fork) {
    // Otherwise nobody could ever repair a broken configuration.
    return { policy: 'head', notes: [`The configuration of the base cannot be read (${base.faults[0]?.message ?? base.path}) This pull request repairs it, so its own configuration counts.`], faults: [] };
  }
  if (base || !head) return { policy: base ? 'base' : 'defaults', notes: [], faults: all };
  if (fork) return { policy: 'defaults', notes: [`The configuration that this pull request brings (\`${head.path}\`) does not count, since it comes from another repository. It counts once it is merged.`], faults: all };
  return { policy: 'head', notes: [`This is the first configuration (\`${head.path}\`): the base has none, so that of this pull request counts.`], faults: all };
}

function claimsThatCount({ base, head }: Found, { hasBase, fork }: Situation): Claims {
  if (fork) return claimsOf(base, base);
  return claimsOf(head, hasBase ? base : head);
}

function withInputs(policy: Policy, spoken: { readonly profile?: Profile | undefined; readonly gate?: GateMode | undefined }, inputs: PolicyInputs): { readonly policy: Policy; readonly notes: readonly string[] } {
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

function configurationOf(parsed: ParsedConfiguration | undefined): Parameters<typeof policyChanges>[0] {
  return parsed?.ok === true ? parsed.configuration : {};
}

function shortRevision(revision: string): string {
  return /^[0-9a-f]{40,64}$/.test(revision) ? revision.slice(0, 7) : revision;
}

function notThere(path = ''): Fault {
  return { kind: 'configuration', message: `${path}:1:1: The file that the input \`config\` names does not exist.`, remedy: 'Correct the path, which is relative to the root of the repository, or remove the input to use the usual place.', path };
}

function twoFiles(first: string, second: string): Fault {
  return { kind: 'configuration', message: `${second}:1:1: There is a configuration in \`${first}\` too, and only one of the two can count.`, remedy: 'Remove one of the two files.', path: second };
}

function unique(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [fault.message, fault])).values()];
}
