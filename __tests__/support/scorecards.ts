import { CHECKLIST } from '../../src/checklist/checklist';
import { FLOW_KINDS } from '../../src/checklist/finding-kinds';
import { FOLLOW_UPS } from '../../src/checklist/follow-ups';
import { GATE_ITEMS } from '../../src/checklist/gate';
import { CONTROL_IDS, type ControlId } from '../../src/checklist/ids';
import { compareVerdicts } from '../../src/compare/findings';
import { NO_CLAIMS, type EffectiveConfiguration } from '../../src/config/effective';
import { DEFAULT_CONTROL_SETTINGS } from '../../src/model/settings';
import { TRAITS, type Trait } from '../../src/facts/traits';
import type { Change } from '../../src/model/change';
import type { FlowKind } from '../../src/model/flow-kind';
import { searched, seenAt, type Evidence } from '../../src/model/evidence';
import type { Finding } from '../../src/model/finding';
import type { Location } from '../../src/model/location';
import { SCORECARD_SCHEMA_VERSION, type Claim, type Fault, type Scorecard, type Subject, type TraitRow } from '../../src/model/scorecard';
import type { Gap } from '../../src/model/seen';
import type { Verdict } from '../../src/model/verdict';
import type { ItemVerdicts } from '../../src/policy/items';
import { applyPolicy } from '../../src/policy/policy';

export const HEAD = '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d';
export const BASE = '9f8e7d6c5b4a392817060f5e4d3c2b1a09f8e7d6';

/** A place from `path:line` or `path:line:column`. */
export function at(place: string, length = 12): Location {
  const [path = '', line = '1', column] = /^(.*?):(\d+)(?::(\d+))?$/.exec(place)?.slice(1) ?? [];
  return { path, line: Number(line), ...(column && { column: Number(column), endLine: Number(line), endColumn: Number(column) + length }) };
}

/** Evidence from a note, and a place where there is one. */
export function evidence(note: string, place?: string): Evidence {
  return place === undefined ? searched(note) : seenAt(at(place), note);
}

export function passes(control: ControlId, note: string, ...places: readonly string[]): Verdict {
  const [first, ...others] = places;
  return { control, outcome: 'pass', reason: note, evidence: [evidence(note, first), ...others.map((place) => evidence('The same is done here.', place))], findings: [], gaps: [] };
}

export function fails(control: ControlId, ...findings: readonly Finding[]): Verdict {
  const failing = findings.filter((finding) => finding.severity === 'fail');
  const reason = failing.length > 1 ? `${failing[0]?.text ?? ''} And ${failing.length - 1} more.` : (failing[0]?.text ?? '');
  return { control, outcome: 'fail', reason, evidence: [], findings, gaps: [] };
}

export function warns(verdict: Verdict, ...findings: readonly Finding[]): Verdict {
  return { ...verdict, findings: [...verdict.findings, ...findings] };
}

export function doesNotApply(control: ControlId, trait: Trait): Verdict {
  return { control, outcome: 'not-applicable', reason: `No sign that this repository ${TRAITS[trait]}.`, evidence: [searched(`Looked through 41 files of product code for what shows that a repository ${TRAITS[trait]}.`)], findings: [], gaps: [] };
}

export function unverified(control: ControlId, reason: string): Verdict {
  return { control, outcome: 'unverified', reason, evidence: [], findings: [], gaps: [] };
}

export function unseen(control: ControlId, reason: string, gaps: readonly Gap[] = []): Verdict {
  return { control, outcome: 'error', reason, evidence: [], findings: [], gaps };
}

/** A finding of the data flow, with text and remedy of its class. */
export function flowFinding(kind: FlowKind, text: string, ...steps: readonly (readonly [place: string, note: string])[]): Finding {
  const info = FLOW_KINDS[kind];
  const sink = steps.at(-1);
  return {
    control: info.control, kind, severity: 'fail', nature: 'defect', text, remedy: info.remedy, cwe: info.cwe, anchor: `${text}${sink?.[0] ?? ''}`,
    ...(sink && { location: at(sink[0]) }),
    flow: steps.map(([place, note]) => ({ location: at(place), note })),
  };
}

/** A finding that is no data flow; without a place it is an absence. */
export function finding(control: ControlId, text: string, place?: string, more: Partial<Finding> = {}): Finding {
  return {
    control, kind: 'missing', severity: 'fail', nature: place === undefined ? 'absence' : 'defect', text, remedy: CHECKLIST[control].remedy, anchor: `${text} ${place ?? ''}`,
    ...(place !== undefined && { location: at(place) }), ...more,
  };
}

/** Traits of which the ones given are present, each at its place. */
export function traitRows(present: Readonly<Partial<Record<Trait, string>>>): TraitRow[] {
  return (Object.keys(TRAITS) as Trait[]).map((id) => {
    const place = present[id];
    return { id, title: TRAITS[id], present: place !== undefined, evidence: [place === undefined ? searched('Looked through 41 files of product code.') : seenAt(at(place), 'It is seen here.')] };
  });
}

export interface CardSpec {
  readonly verdicts: readonly Verdict[];
  /** Verdicts of the merge base; without them there is no base. */
  readonly base?: readonly Verdict[];
  /** Files whose every line the change touches. */
  readonly changed?: readonly string[];
  readonly items?: ItemVerdicts;
  readonly subject?: Partial<Subject>;
  readonly configuration?: Partial<EffectiveConfiguration>;
  /** Claims beyond those of the configuration: inline ignores. */
  readonly ignores?: readonly Claim[];
  readonly traits?: readonly TraitRow[];
  readonly gaps?: readonly Gap[];
  readonly examined?: Scorecard['examined'];
}

/** A scorecard as compare and policy make it of verdicts. */
export function scorecardOf(spec: CardSpec): Scorecard {
  const configuration = configurationOf(spec);
  const change: Change | undefined = spec.changed && { head: HEAD, mergeBase: BASE, files: spec.changed.map((path) => ({ path, status: 'modified', lines: 'whole' })), history: { blobs: [], commits: 1 } };
  const { findings, fixed } = compareVerdicts(spec.verdicts, spec.base, change);
  const before = spec.base && { verdicts: spec.base, findings: compareVerdicts(spec.base, undefined).findings, items: spec.items ?? {} };
  const policy = applyPolicy({
    catalogue: { controls: CHECKLIST, items: GATE_ITEMS, followUps: FOLLOW_UPS }, configuration, date: DATE,
    head: { verdicts: spec.verdicts, findings, items: spec.items ?? {} }, fixed, ...(before && { base: before }),
  });
  return {
    ...frame(spec, configuration), ...policy, findings: [...findings], fixed: [...fixed], claims: [...policy.claims, ...(spec.ignores ?? [])], faults: [],
  };
}

/** A scorecard of a run in which nothing could be judged. */
export function faultyScorecard(faults: readonly Fault[], spec: Omit<CardSpec, 'verdicts'> = {}): Scorecard {
  return {
    ...frame(spec, configurationOf(spec)), decision: { result: 'could-not-evaluate', exitCode: 2, blocking: [] },
    groups: [], items: [], controls: [], findings: [], fixed: [], claims: [], followUps: [], faults,
  };
}

const DATE = '2026-11-22';

function configurationOf(spec: Omit<CardSpec, 'verdicts'>): EffectiveConfiguration {
  return {
    profile: 'standard', gate: 'head', levels: { items: {}, controls: {} }, settings: DEFAULT_CONTROL_SETTINGS, files: { exclude: [] },
    flow: { sources: [], sinks: [], sanitizers: [], guards: [] }, claims: NO_CLAIMS, baseClaims: NO_CLAIMS, source: 'defaults', changes: [], notes: [], ...spec.configuration,
  };
}

type Frame = Pick<Scorecard, 'schemaVersion' | 'tool' | 'subject' | 'policy' | 'traits' | 'gaps' | 'examined'>;

function frame(spec: Omit<CardSpec, 'verdicts'>, { profile, gate, source, changes, notes }: EffectiveConfiguration): Frame {
  return {
    schemaVersion: SCORECARD_SCHEMA_VERSION,
    tool: { name: 'mcp-publish-gate', version: '0.1.0', url: 'https://github.com/acme/mcp-publish-gate' },
    subject: { repository: 'acme/orders-mcp', serverUrl: 'https://github.com', head: HEAD, ...(spec.base && { mergeBase: BASE }), pullRequest: 128, workingDirectory: '', date: DATE, ...spec.subject },
    policy: { profile, gate, source, changes, notes },
    traits: spec.traits ?? [],
    gaps: spec.gaps ?? [],
    examined: spec.examined ?? { files: 41, lines: 6203, languages: ['TypeScript'] },
  };
}

/** The verdicts given, and for every other control one that passes or does not apply. */
export function fullSet(verdicts: readonly Verdict[], absent: Readonly<Partial<Record<ControlId, Trait>>> = {}): Verdict[] {
  const given = new Map(verdicts.map((verdict) => [verdict.control, verdict]));
  return CONTROL_IDS.map((id) => {
    const trait = absent[id];
    return given.get(id) ?? (trait === undefined ? passes(id, CHECKLIST[id].requirement, `src/${id}.ts:${10 + id.length}`) : doesNotApply(id, trait));
  });
}
