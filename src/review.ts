import { CHECKLIST } from './checklist/checklist';
import { FOLLOW_UPS } from './checklist/follow-ups';
import { GATE_ITEMS } from './checklist/gate';
import { CONTROL_IDS } from './checklist/ids';
import { compareVerdicts } from './compare/findings';
import { compareFindings } from './compare/fingerprint';
import type { EffectiveConfiguration } from './config/effective';
import type { Control } from './controls/control';
import { judgeAll } from './controls/judge-all';
import { CONTROLS, type NotExamined } from './controls/registry';
import type { FileFactCache } from './facts/extract';
import type { Facts } from './facts/facts';
import type { FileFacts } from './facts/file-facts';
import type { IgnoreFact } from './facts/flows';
import type { ControlId } from './checklist/ids';
import type { Change } from './model/change';
import { faultOf } from './model/fault';
import type { Scorecard, ScoredFinding, Subject } from './model/scorecard';
import type { Gap } from './model/seen';
import { applyPolicy } from './policy/policy';
import { couldNotEvaluate, frameOf } from './review/frame';
import { ignoreClaims } from './review/ignores';
import { lookWith } from './review/look';
import { READERS } from './review/readers';
import { serverFault } from './review/server';
import { ignoresOfFiles, type TrustedIgnores } from './review/trusted-ignores';
import type { Revision } from './revision/revision';

export interface ReviewInput {
  readonly head: Revision;
  /** The merge base, to compare with. */
  readonly base?: Revision;
  readonly change?: Change;
  readonly subject: Subject;
  readonly configuration: EffectiveConfiguration;
  /** Facts of files from earlier runs; base and head share it. */
  readonly cache?: FileFactCache;
  readonly progress?: (phase: string, done: number, total: number) => void;
}

/** What was seen of one revision. */
export interface Sight {
  readonly facts: Facts;
  readonly files: readonly FileFacts[];
  /** What was out of sight besides the gaps of facts. */
  readonly gaps: readonly Gap[];
  /** Sentences for the reader, such as that patterns of the configuration hid files. */
  readonly notes: readonly string[];
}

/** What is special about looking at the head. */
export interface LookExtras {
  /** For what its commits add. */
  readonly change?: Change | undefined;
  /** The only comments that may silence findings; all of them when absent. */
  readonly trustedIgnores?: TrustedIgnores | undefined;
}

/** Reads and links a revision. */
export type Look = (revision: Revision, input: ReviewInput & { readonly cache: FileFactCache }, extras?: LookExtras) => Promise<Sight>;

/** The parts that a review is put together from; tests bring their own. */
export interface ReviewParts {
  readonly look: Look;
  readonly controls: Readonly<Record<ControlId, Control | NotExamined>>;
}

/** The review with everything that this version can read and judge. */
export function review(input: ReviewInput): Promise<Scorecard> {
  return reviewWith({ look: lookWith(READERS), controls: CONTROLS }, input);
}

/** Look, judge, compare, decide. Never throws: what breaks becomes a scorecard that could not be made. */
export async function reviewWith({ look, controls }: ReviewParts, input: ReviewInput): Promise<Scorecard> {
  const { subject, configuration, change } = input;
  const seenSoFar: { sight?: Sight } = {};
  try {
    const shared = { ...input, cache: input.cache ?? new Map<string, FileFacts>() };
    const fork = change?.pullRequest?.fork === true;
    // From another repository, only what the base has silenced stays silent.
    const early = fork && input.base ? await look(input.base, shared) : undefined;
    const head = await look(input.head, shared, { change, trustedIgnores: fork ? ignoresOfFiles(early?.files ?? []) : undefined });
    seenSoFar.sight = head;
    const fault = serverFault(head.facts, head.files, subject.workingDirectory);
    if (fault) return couldNotEvaluate({ subject, configuration, ...head }, [fault]);
    const base = early ?? (input.base && (await look(input.base, shared)));
    input.progress?.('Judging', 0, 1);
    const now = judgeAll(controls, head.facts);
    const before = base && judgeAll(controls, base.facts);
    const { findings, fixed } = compareVerdicts(now, before, change);
    const policy = applyPolicy({
      catalogue: { controls: CHECKLIST, items: GATE_ITEMS, followUps: FOLLOW_UPS },
      configuration,
      date: subject.date,
      head: { verdicts: now, findings: inOrder(findings), items: {} },
      ...(before && { base: { verdicts: before, findings: compareVerdicts(before, undefined).findings, items: {} } }),
      fixed,
    });
    const claims = [...policy.claims, ...ignoreClaims(ignoresOf(head), base && ignoresOf(base), change)];
    return { ...frameOf({ subject, configuration, ...head }), ...policy, claims, findings: inOrder(findings), fixed: inOrder(fixed), faults: [] };
  } catch (error) {
    return couldNotEvaluate({ subject, configuration, ...seenSoFar.sight }, [faultOf(error)]);
  }
}

function ignoresOf({ facts }: Sight): readonly IgnoreFact[] {
  return facts.flows.seen ? facts.flows.value.ignores : [];
}

/** In the order of the checklist, then by place. */
function inOrder(findings: readonly ScoredFinding[]): ScoredFinding[] {
  const rank = new Map<string, number>(CONTROL_IDS.map((id, index) => [id, index]));
  return [...findings].sort((a, b) => (rank.get(a.control) ?? 0) - (rank.get(b.control) ?? 0) || compareFindings(a, b) || (a.fingerprint < b.fingerprint ? -1 : 1));
}
