import type { Evidence } from './evidence';
import type { Finding } from './finding';
import type { Outcome } from './verdict';
import type { Gap } from './seen';

/** Bumped when a field changes meaning or goes away; adding fields does not bump it. */
export const SCORECARD_SCHEMA_VERSION = 1;

export type Profile = 'minimal' | 'standard' | 'strict';
/** `head`: a required item that fails at head blocks. `changes`: only what the pull request introduces or makes worse blocks. */
export type GateMode = 'head' | 'changes';
export type Level = 'required' | 'recommended';

/** Outcome after policy: a person may have signed an unverified item (attested) or accepted a fail (waived). */
export type SettledOutcome = Outcome | 'attested' | 'waived';

/** How a row compares with the merge base; `new` when the base has no such row to compare with. */
export type Movement = 'improved' | 'regressed' | 'same' | 'new';

export interface Subject {
  /** `owner/name` on the forge, where known. */
  readonly repository?: string;
  /** e.g. `https://github.com`; with `repository` and `head` it makes permalinks. */
  readonly serverUrl?: string;
  /** Commit id, or a label where there is no commit. */
  readonly head: string;
  readonly mergeBase?: string;
  readonly pullRequest?: number;
  /** Package of a monorepo that was judged, relative to the root; empty for the root. */
  readonly workingDirectory: string;
  /** The day of judgement, `YYYY-MM-DD`, in UTC. An input, never read from the clock here. */
  readonly date: string;
}

export interface TraitRow {
  readonly id: string;
  readonly title: string;
  readonly present: boolean;
  /** The places that show it, or what was looked for. */
  readonly evidence: readonly Evidence[];
}

/** A finding as it stands on the scorecard. */
export interface ScoredFinding extends Finding {
  /** Stable across line moves and revisions; unique within a scorecard. */
  readonly fingerprint: string;
  /** `existing`: it is at the merge base too. Without a base every finding is `introduced`. */
  readonly state: 'introduced' | 'existing';
  /** Its line is one that the pull request adds or changes. */
  readonly inDiff: boolean;
}

/** Somebody's word: an attestation, a waiver, or an inline ignore. */
export interface Claim {
  readonly kind: 'attestation' | 'waiver' | 'ignore';
  /** Gate item, control, or finding kind that it speaks of. */
  readonly item: string;
  readonly by?: string;
  readonly reason: string;
  readonly evidenceUrl?: string;
  /** `YYYY-MM-DD`. */
  readonly date?: string;
  readonly expires?: string;
  readonly path: string;
  readonly line: number;
  /** Stands at head and not at the merge base. */
  readonly added: boolean;
  /** What it did: settled something, or why not. */
  readonly effect: 'applied' | 'expired' | 'unmatched' | 'not-needed' | 'no-reason' | 'unknown-kind';
}

export interface ControlRow {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly level: Level;
  readonly outcome: SettledOutcome;
  /** Outcome at the merge base, where there is one. */
  readonly before?: SettledOutcome;
  readonly movement: Movement;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** Fingerprints into `findings`. */
  readonly findings: readonly string[];
  readonly gaps: readonly Gap[];
  /** Gate items that it rolls up to. */
  readonly gate: readonly string[];
}

export interface ItemRow {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly level: Level;
  readonly outcome: SettledOutcome;
  readonly before?: SettledOutcome;
  readonly movement: Movement;
  readonly blocks: boolean;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** Controls that decide it. */
  readonly controls: readonly string[];
  /** Recommended controls under it that fail. */
  readonly warnings: readonly string[];
}

export interface GroupRow {
  readonly id: string;
  readonly title: string;
  /** Items by id, in the order of the checklist. */
  readonly items: readonly string[];
  /** Of the applicable items, how many pass or are attested. */
  readonly passed: number;
  readonly applicable: number;
}

export interface FollowUpRow {
  readonly id: string;
  readonly title: string;
  readonly period: string;
  /** What the tool could show by itself; absent when nothing. */
  readonly shown?: string;
}

/** One difference between the base's configuration and the head's. */
export interface PolicyChange {
  /** Path of keys, such as `controls.rate-limiting.level`. */
  readonly key: string;
  readonly before: string;
  readonly after: string;
  /** Whether the change would let more through. */
  readonly loosens: boolean;
}

/** Why something could not be evaluated. */
export interface Fault {
  readonly kind: 'configuration' | 'git' | 'no-server' | 'language' | 'api' | 'internal';
  /** What is wrong, complete sentences; configuration faults begin with file:line:column and the key. */
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface Decision {
  readonly result: 'pass' | 'blocked' | 'could-not-evaluate';
  /** The one place where the decision becomes an exit code is `policy/decide.ts`. */
  readonly exitCode: 0 | 1 | 2;
  /** Gate items that block, in the order of the checklist. */
  readonly blocking: readonly string[];
}

/** The result of a review: plain, versioned, deterministic data. Reporters read nothing else. */
export interface Scorecard {
  readonly schemaVersion: typeof SCORECARD_SCHEMA_VERSION;
  readonly tool: { readonly name: string; readonly version: string; readonly url: string };
  readonly subject: Subject;
  readonly policy: {
    readonly profile: Profile;
    readonly gate: GateMode;
    /** Where the policy came from, e.g. `.github/mcp-publish-gate.yml at 1a2b3c4` or `defaults`. */
    readonly source: string;
    readonly changes: readonly PolicyChange[];
    /** Sentences that the reader must see, such as "first configuration". */
    readonly notes: readonly string[];
  };
  readonly decision: Decision;
  /** 0 to 100; absent when nothing applies or nothing could be evaluated. */
  readonly score?: number;
  readonly traits: readonly TraitRow[];
  readonly groups: readonly GroupRow[];
  readonly items: readonly ItemRow[];
  readonly controls: readonly ControlRow[];
  readonly findings: readonly ScoredFinding[];
  /** Findings of the merge base that are gone at head. */
  readonly fixed: readonly ScoredFinding[];
  readonly claims: readonly Claim[];
  readonly followUps: readonly FollowUpRow[];
  /** What was out of sight, over all facts. */
  readonly gaps: readonly Gap[];
  /** What was read: files and lines of product code. */
  readonly examined: { readonly files: number; readonly lines: number; readonly languages: readonly string[] };
  readonly faults: readonly Fault[];
}
