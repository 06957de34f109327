import type { ControlId, GateItemId } from '../checklist/ids';
import type { GateMode, Level, PolicyChange, Profile } from '../model/scorecard';
import { DEFAULT_CONTROL_SETTINGS, type ControlSettings, type FlowModels } from '../model/settings';
import type { ParsedConfiguration } from './parse';
import type { Configuration } from './schema';

/** What a claim speaks of; a finding by its fingerprint. */
export interface ClaimTarget {
  readonly kind: 'item' | 'control' | 'finding';
  readonly id: string;
}

interface ClaimBase {
  readonly target: ClaimTarget;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day on which it counts. */
  readonly expires: string;
  readonly path: string;
  readonly line: number;
  /** Stands at head and not at the base, word for word. */
  readonly added: boolean;
}

/** A person's word on an item or control that no machine could verify. */
export interface Attestation extends ClaimBase {
  readonly by: string;
  readonly evidenceUrl: string;
  readonly date: string;
}

/** A failure that is accepted for a time. */
export interface Waiver extends ClaimBase {
  readonly owner: string;
}

/** What people claim, as opposed to what the policy asks. */
export interface Claims {
  readonly attestations: readonly Attestation[];
  readonly waivers: readonly Waiver[];
}

export const NO_CLAIMS: Claims = { attestations: [], waivers: [] };

/** Levels that the configuration sets by hand; they win over the profile. */
export interface LevelOverrides {
  readonly items: Readonly<Partial<Record<GateItemId, Level>>>;
  readonly controls: Readonly<Partial<Record<ControlId, Level>>>;
}

/** Path patterns of files to read and not to read; no `include` means every file. */
export interface FileFilter {
  readonly include?: readonly string[];
  readonly exclude: readonly string[];
}

/** The policy as it counts, from the base, the inputs and the defaults. */
export interface Policy {
  readonly profile: Profile;
  readonly gate: GateMode;
  readonly levels: LevelOverrides;
  readonly settings: ControlSettings;
  readonly files: FileFilter;
  readonly flow: FlowModels;
}

/** Everything that a review needs to know of configuration. */
export interface EffectiveConfiguration extends Policy {
  readonly claims: Claims;
  /** Claims of the base, under which the base is judged for comparison. */
  readonly baseClaims: Claims;
  /** Where the policy came from: `.github/mcp-publish-gate.yml at 1a2b3c4`, or `defaults`. */
  readonly source: string;
  readonly changes: readonly PolicyChange[];
  readonly notes: readonly string[];
}

/** The policy of a configuration file; of the defaults when there is none. */
export function policyOf(configuration: Configuration = {}): Policy {
  const { profile = 'standard', gate = 'head', levels = {}, include, exclude = [], flow = {} } = configuration;
  return {
    profile,
    gate,
    // Zod types an absent key as `undefined`, which exact optional properties tell apart.
    levels: { items: (levels.items ?? {}) as LevelOverrides['items'], controls: (levels.controls ?? {}) as LevelOverrides['controls'] },
    settings: settingsOf(configuration),
    files: { exclude, ...(include && { include }) },
    flow: flowOf(flow),
  };
}

function flowOf({ sources = [], sinks = [], sanitizers = [], guards = [] }: NonNullable<Configuration['flow']>): FlowModels {
  return {
    sources: sources.map(({ api, from = 'return' }) => ({ api, from })),
    sinks: sinks.map(({ api, kind, arguments: positions }) => ({ api, kind, ...(positions && { arguments: positions }) })),
    sanitizers,
    guards: guards.map(({ api, kinds, argument = 0, safeWhen = 'true' }) => ({ api, kinds, argument, safeWhen: safeWhen === 'true' })),
  };
}

function settingsOf(configuration: Configuration): ControlSettings {
  const lifetime = configuration.controls?.['jwt-expiration']?.maxTokenLifetime;
  return { maxTokenLifetime: lifetime === undefined ? DEFAULT_CONTROL_SETTINGS.maxTokenLifetime : seconds(lifetime) };
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a duration that the schema accepted, such as `12h`. */
export function seconds(duration: string): number {
  return Number(duration.slice(0, -1)) * (UNITS[duration.slice(-1)] ?? 1);
}

/** The claims of a configuration file; `other` is the file that tells which of them were there before. */
export function claimsOf(parsed: ParsedConfiguration | undefined, other?: ParsedConfiguration): Claims {
  if (!parsed?.ok) return NO_CLAIMS;
  const { configuration, path, lineOf } = parsed;
  const before = new Set(other?.ok === true ? entriesOf(other.configuration).map((entry) => JSON.stringify(entry)) : []);
  const common = (key: string, entry: ClaimEntry, index: number): ClaimBase => ({
    target: targetOf(entry),
    reason: entry.reason,
    expires: entry.expires,
    path,
    line: lineOf([key, index]),
    added: !before.has(JSON.stringify(entry)),
  });
  return {
    attestations: (configuration.attestations ?? []).map((entry, index) => ({ ...common('attestations', entry, index), by: entry.by, evidenceUrl: entry.evidence, date: entry.date })),
    waivers: (configuration.waivers ?? []).map((entry, index) => ({ ...common('waivers', entry, index), owner: entry.owner })),
  };
}

interface ClaimEntry {
  readonly item?: string | undefined;
  readonly control?: string | undefined;
  readonly finding?: string | undefined;
  readonly reason: string;
  readonly expires: string;
}

function entriesOf(configuration: Configuration): readonly ClaimEntry[] {
  return [...(configuration.attestations ?? []), ...(configuration.waivers ?? [])];
}

/** What an entry speaks of. The parser has made sure that it is exactly one thing. */
export function targetOf(entry: Pick<ClaimEntry, 'item' | 'control' | 'finding'>): ClaimTarget {
  if (entry.item !== undefined) return { kind: 'item', id: entry.item };
  if (entry.control !== undefined) return { kind: 'control', id: entry.control };
  return { kind: 'finding', id: entry.finding ?? '' };
}
