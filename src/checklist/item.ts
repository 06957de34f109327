import type { Level } from '../model/scorecard';
import type { GateItemId, GroupId } from './ids';

/** A section of the checklist's body. Controls of one section live in one folder of `controls/`. */
export type Section =
  | 'authentication' | 'input-validation' | 'data-protection' | 'logging' | 'error-handling' | 'performance'
  | 'testing' | 'documentation' | 'gdpr' | 'pci-dss' | 'monitoring' | 'mcp';

/** An authority that a control rests on. */
export interface Reference {
  /** e.g. `CWE-89`, `OWASP ASVS 5.0 V1.2.4`, `MCP05:2025`, `GDPR Art. 17`. */
  readonly name: string;
  readonly url: string;
}

/** A tiny repository that shows the control at work; it is run through the control by a test. */
export interface Example {
  /** `{ path: text }`. */
  readonly files: Readonly<Record<string, string>>;
  /** The path whose text the generated page prints. */
  readonly show: string;
}

/** One control of the checklist: text only. What it looks at and how it judges is in `controls/`. */
export interface ControlItem {
  /** The article's wording for the 54 of the article. */
  readonly title: string;
  readonly section: Section;
  readonly level: Level;
  /** Gate items that it rolls up to; none for monitoring controls. */
  readonly gate: readonly GateItemId[];
  /** When it applies, in words. */
  readonly applies: string;
  /** What must be true, one or two sentences. */
  readonly requirement: string;
  /** What earns a pass, one or two sentences. */
  readonly passes: string;
  /** What fails it, one or two sentences. */
  readonly fails: string;
  /** What is reported without failing it. */
  readonly warns?: string;
  /** What goes wrong otherwise, one to three sentences. */
  readonly why: string;
  /** The shortest way to make it right, one to three sentences. */
  readonly remedy: string;
  readonly references: readonly Reference[];
  readonly good: Example;
  readonly bad: Example;
}

/** One row of the pre-publish scorecard. */
export interface GateItem {
  readonly title: string;
  readonly group: GroupId;
  readonly level: Level;
  /** What the row asks for, one sentence. */
  readonly requirement: string;
  /** Evidence of its own that the row accepts besides its controls, in words. */
  readonly evidence?: string;
}

/** One item of "After Publishing". */
export interface FollowUp {
  readonly title: string;
  readonly period: 'days 1-7' | 'weeks 1-4' | 'months 1-3';
  /** What the tool can prove by itself on the repository since the release, in words; absent when nothing. */
  readonly shown?: string;
}
