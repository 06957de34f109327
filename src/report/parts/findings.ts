import type { ControlRow, ScoredFinding } from '../../model/scorecard';
import { flowText } from '../catalogue';
import { codeSpan, markdownProse, markdownText } from '../escape';
import { andMore, findingsOf, firstOf, type Page } from './page';
import { placeLink } from './places';
import { count } from './words';

/** Findings of some controls, by kind, with their repair and how the value gets there. */
export function findingsPart(page: Page, controls: readonly ControlRow[]): string[] {
  const byKind = new Map<string, ScoredFinding[]>();
  const unique = [...new Set(controls)].flatMap((control) => findingsOf(page, control)).sort(byWeight);
  for (const finding of unique) {
    const key = `${finding.control} ${finding.kind}`;
    const list = byKind.get(key);
    if (list) list.push(finding);
    else byKind.set(key, [finding]);
  }
  let room = page.limits.findingsPerGroup;
  return [...byKind.values()].flatMap((findings) => {
    const { shown, left } = firstOf(findings, Math.max(0, room));
    room -= shown.length;
    return [kindPart(page, findings, shown, left)];
  });
}

/** Failures before warnings, new ones before those that were there, otherwise as they came. */
export function byWeight(a: ScoredFinding, b: ScoredFinding): number {
  return Number(a.severity === 'warn') - Number(b.severity === 'warn') || Number(a.state === 'existing') - Number(b.state === 'existing');
}

function kindPart(page: Page, all: readonly ScoredFinding[], shown: readonly ScoredFinding[], left: number): string {
  const first = all[0];
  if (!first) return '';
  const name = flowText(first.kind)?.title ?? page.control(first.control)?.title ?? first.control;
  const common = new Set(all.map((finding) => finding.remedy)).size === 1;
  const lines = shown.map((finding) => findingBlock(page, finding, !common));
  const more = left > 0 ? [`- ${andMore(page, left, 'finding')}`] : [];
  const repair = common ? ['', `**Repair:** ${markdownProse(first.remedy, page.limits.text)}`] : [];
  return [`**${markdownText(name)}** · ${count(all.length, first.severity === 'fail' ? 'finding' : 'warning')}`, '', ...lines, ...more, ...repair].join('\n');
}

function findingBlock(page: Page, finding: ScoredFinding, withRepair: boolean): string {
  const where = finding.location ? `${placeLink(page, finding.location)} ` : '';
  const marks = [
    finding.state === 'introduced' && page.card.subject.mergeBase !== undefined ? '🆕 new' : '',
    { waiver: '🏳️ waived', ignore: '🔕 ignored', attestation: '' }[page.silenced(finding)?.kind ?? 'attestation'],
    finding.cwe === undefined ? '' : `CWE-${finding.cwe}`,
    codeSpan(finding.fingerprint, 40),
  ].filter(Boolean).join(' · ');
  const repair = withRepair ? `<br>**Repair:** ${markdownProse(finding.remedy, page.limits.text)}` : '';
  return [`- ${finding.severity === 'warn' ? '⚠️ ' : ''}${where}${markdownProse(finding.text, page.limits.text)} <sub>${marks}</sub>${repair}`, ...flowLines(page, finding)].join('\n');
}

/** The way of a value from source to sink, folded under its finding. A long way loses its middle. */
function flowLines(page: Page, finding: ScoredFinding): string[] {
  const steps = finding.flow ?? [];
  const max = page.limits.flowSteps;
  if (steps.length === 0 || max === 0) return [];
  const cut = steps.length > max + 1;
  const head = cut ? steps.slice(0, Math.ceil(max / 2)) : steps;
  const tail = cut ? steps.slice(steps.length - Math.floor(max / 2)) : [];
  const role = (step: (typeof steps)[number]): string => (step === steps[0] ? '**source** ' : step === steps.at(-1) ? '**sink** ' : '');
  const line = (step: (typeof steps)[number]): string => `  - ${role(step)}${placeLink(page, step.location)} ${markdownProse(step.note, page.limits.text)}`;
  return [
    `  <details><summary>How the value gets there: ${count(steps.length, 'step')}</summary>`, '',
    ...head.map(line),
    ...(cut ? [`  - … ${count(steps.length - head.length - tail.length, 'more step')} …`] : []),
    ...tail.map(line),
    '', '  </details>',
  ];
}
