import { setOutput } from '@actions/core';
import { env } from 'node:process';
import type { Scorecard } from '../model/scorecard';
import { outputJson } from '../report/escape';

/** What was published where; each absent when it was not. */
export interface Places {
  readonly commentUrl?: string;
  readonly checkRunUrl?: string;
  readonly scorecardFile?: string;
  readonly sarifFile?: string;
}

/** Values of the action's outputs, by the names in action.yml. Lists and maps are JSON. */
export function outputsOf(card: Scorecard, places: Places): Readonly<Record<string, string>> {
  return {
    decision: card.decision.result,
    score: card.score === undefined ? '' : String(card.score),
    blocking: outputJson(card.decision.blocking),
    counts: outputJson(countsOf(card)),
    'scorecard-file': places.scorecardFile ?? '',
    'sarif-file': places.sarifFile ?? '',
    'comment-url': places.commentUrl ?? '',
    'check-run-url': places.checkRunUrl ?? '',
  };
}

/** How many gate items and controls have each outcome, and how many findings there are of each kind. */
export function countsOf(card: Scorecard): Readonly<Record<'items' | 'controls' | 'findings', Readonly<Record<string, number>>>> {
  const failing = card.findings.filter((finding) => finding.severity === 'fail');
  return {
    items: tally(card.items.map((row) => row.outcome)),
    controls: tally(card.controls.map((row) => row.outcome)),
    findings: {
      fail: failing.length,
      warn: card.findings.length - failing.length,
      introduced: card.findings.filter((finding) => finding.state === 'introduced').length,
      existing: card.findings.filter((finding) => finding.state === 'existing').length,
      fixed: card.fixed.length,
    },
  };
}

function tally(values: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Hands the outputs to the runner. Without its file they would be printed, in a form that any line of a log can take. */
export function writeOutputs(outputs: Readonly<Record<string, string>>): void {
  if (env['GITHUB_OUTPUT'] === undefined || env['GITHUB_OUTPUT'] === '') return;
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}
