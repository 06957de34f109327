import type { ControlRow, ItemRow, Scorecard, ScoredFinding } from '../../model/scorecard';
import { markdownLink } from '../escape';
import { silencer, type Silencer } from '../silenced';
import { count } from './words';

/** Pages that hold what did not fit, where the caller knows them. */
export interface Links {
  /** The check run that carries every annotation. */
  readonly checkRun?: string;
  /** The workflow run, whose summary is longer than a comment may be. */
  readonly run?: string;
}

/** How much of everything a page shows. Lists say how many they left out. */
export interface Limits {
  /** Blocking items, and findings under each. */
  readonly blockers: number;
  readonly findingsPerBlocker: number;
  /** Lines of each list of what the pull request changed. */
  readonly changes: number;
  /** Whether the rows of each group are there at all. */
  readonly groups: boolean;
  /** Places under each row of a group. */
  readonly evidence: number;
  readonly findingsPerGroup: number;
  /** Steps of a data flow; 0 leaves flows out. */
  readonly flowSteps: number;
  /** Lines of each remaining list: claims, policy changes, gaps, traits. */
  readonly lines: number;
  /** UTF-16 units of one quoted sentence. */
  readonly text: number;
}

/** Everything that the parts of a page look things up in. */
export interface Page {
  readonly card: Scorecard;
  readonly limits: Limits;
  readonly links: Links;
  readonly item: (id: string) => ItemRow | undefined;
  readonly control: (id: string) => ControlRow | undefined;
  readonly finding: (fingerprint: string) => ScoredFinding | undefined;
  /** The claim under which a finding counts no more. */
  readonly silenced: Silencer;
}

/** Indexes a scorecard for the parts. */
export function pageOf(card: Scorecard, limits: Limits, links: Links = {}): Page {
  const items = new Map(card.items.map((row) => [row.id, row]));
  const controls = new Map(card.controls.map((row) => [row.id, row]));
  const findings = new Map(card.findings.map((finding) => [finding.fingerprint, finding]));
  const silence = silencer(card);
  return {
    card, limits, links, item: (id) => items.get(id), control: (id) => controls.get(id), finding: (fingerprint) => findings.get(fingerprint),
    silenced: silence,
  };
}

/** The findings of a control, by the fingerprints on its row. */
export function findingsOf(page: Page, row: ControlRow): ScoredFinding[] {
  return row.findings.flatMap((fingerprint) => page.finding(fingerprint) ?? []);
}

/** `and 12 more findings`, with a link to where they stand: findings in the check run, everything in the job summary. */
export function andMore(page: Page, left: number, noun: string): string {
  const { checkRun, run } = page.links;
  const [label, url] = noun.endsWith('finding') && checkRun !== undefined ? ['check run', checkRun] : ['job summary', run];
  const text = `and ${count(left, `more ${noun}`)}`;
  return url === undefined ? text : `${text} in the ${markdownLink(label, url)}`;
}

/** The part of a list that is shown, and how many of it are not. */
export interface Cut<T> {
  readonly shown: readonly T[];
  readonly left: number;
}

/** The first `max` of a list, and how many it leaves out. A list is never cut to leave out just one. */
export function firstOf<T>(list: readonly T[], max: number): Cut<T> {
  const shown = list.length === max + 1 && max > 0 ? list : list.slice(0, max);
  return { shown, left: list.length - shown.length };
}
