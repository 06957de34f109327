import type { EffectiveConfiguration } from '../config/effective';
import type { FactName, Facts } from '../facts/facts';
import type { FileFacts } from '../facts/file-facts';
import { TRAITS, type Trait } from '../facts/traits';
import { SCORECARD_SCHEMA_VERSION, type Fault, type Scorecard, type Subject, type TraitRow } from '../model/scorecard';
import type { Gap } from '../model/seen';
import { decide } from '../policy/decide';
import { TOOL } from '../tool';
import { unreadServers } from './server';

/** The parts of a scorecard that no policy touches. */
export type Frame = Pick<Scorecard, 'schemaVersion' | 'tool' | 'subject' | 'policy' | 'traits' | 'gaps' | 'examined'>;

/** What is known before anything was judged. */
export interface FrameInput {
  readonly subject: Subject;
  /** Absent when the configuration itself is what is wrong. */
  readonly configuration?: Pick<EffectiveConfiguration, 'profile' | 'gate' | 'source' | 'changes' | 'notes'>;
  readonly facts?: Facts;
  readonly files?: readonly FileFacts[];
  readonly gaps?: readonly Gap[];
  readonly notes?: readonly string[];
}

/** Fills in the frame from what was seen. */
export function frameOf({ subject, configuration, facts, files = [], gaps = [], notes = [] }: FrameInput): Frame {
  return {
    schemaVersion: SCORECARD_SCHEMA_VERSION,
    tool: TOOL,
    subject,
    policy: { ...policyOf(configuration), notes: [...(configuration?.notes ?? []), ...notes] },
    traits: facts ? traitRows(facts) : [],
    gaps: gapsOf(facts, gaps),
    examined: examined(files),
  };
}

function policyOf(configuration: FrameInput['configuration']): Omit<Frame['policy'], 'notes'> {
  if (!configuration) return { profile: 'standard', gate: 'head', source: 'none: the configuration could not be read', changes: [] };
  const { profile, gate, source, changes } = configuration;
  return { profile, gate, source, changes };
}

/** The scorecard of a run in which nothing could be judged. It never passes. */
export function couldNotEvaluate(input: FrameInput, faults: readonly Fault[]): Scorecard {
  const { profile = 'standard', gate = 'head' } = input.configuration ?? {};
  return {
    ...frameOf(input),
    decision: decide([], faults, { profile, gate }),
    groups: [], items: [], controls: [], findings: [], fixed: [], claims: [], followUps: [],
    faults,
  };
}

function traitRows(facts: Facts): TraitRow[] {
  const { traits } = facts;
  if (!traits.seen) return [];
  return (Object.keys(TRAITS) as Trait[]).map((id) => ({ id, title: TRAITS[id], ...traits.value[id] }));
}

/** Everything that was out of sight, once, in order. A fact that was not seen at all is named by its name. */
function gapsOf(facts: Facts | undefined, more: readonly Gap[]): Gap[] {
  const names = Object.keys(facts ?? {}) as FactName[];
  const ofFacts = names.flatMap((name): readonly Gap[] => {
    const fact = facts?.[name];
    return fact?.seen === false ? [{ what: name, why: fact.why }] : fact?.gaps ?? [];
  });
  const unread = facts ? unreadServers(facts) : [];
  const unique = new Map([...ofFacts, ...unread, ...more].map((gap) => [JSON.stringify([gap.what, gap.why]), gap]));
  return [...unique.values()].sort((a, b) => (a.what < b.what ? -1 : Number(a.what > b.what)));
}

/** Product code that was read: a file counts when something was learnt from it. */
function examined(files: readonly FileFacts[]): Scorecard['examined'] {
  const product = files.filter((file) => file.kind === 'product' && Object.keys(file.parts).length > 0 && languageOf(file.path) !== undefined);
  const languages = new Set(product.map((file) => languageOf(file.path) ?? ''));
  return { files: product.length, lines: product.reduce((sum, file) => sum + file.lines, 0), languages: [...languages].sort() };
}

function languageOf(path: string): string | undefined {
  if (/\.[cm]?tsx?$/.test(path)) return 'TypeScript';
  return /\.[cm]?jsx?$/.test(path) ? 'JavaScript' : undefined;
}
