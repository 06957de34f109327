import { placeOf } from '../model/location';
import type { Claim, ItemRow, Scorecard, ScoredFinding } from '../model/scorecard';
import { titleOf } from './catalogue';
import { oneLine, runnerLines, visible } from './escape';
import { headline } from './parts/verdict';
import { emptyWords, groupsOf, type ShownGroup } from './parts/table';
import { byUrgency, count, movementWords, OUTCOME_WORDS } from './parts/words';
import { paint, wrapped, type Paint } from './parts/terminal-text';
import { silencer, type Silencer } from './silenced';

export interface TerminalOptions {
  /** ANSI colours. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Every row with its evidence, passes included. */
  readonly verbose?: boolean;
}

interface Pen {
  readonly card: Scorecard;
  readonly options: TerminalOptions;
  readonly paint: Paint;
  readonly silenced: Silencer;
}

/** The report as text: findings by file, the scorecard, what blocks, and the verdict on the last line. */
export function renderTerminal(card: Scorecard, options: TerminalOptions): string {
  const pen: Pen = { card, options: { ...options, width: Math.min(Math.max(options.width, 40), 120) }, paint: paint(options.color), silenced: silencer(card) };
  const parts = [heading(pen), findings(pen), scoreboard(pen), rows(pen), gaps(pen), notes(pen), blockers(pen), faults(pen), verdict(pen)];
  return runnerLines(`${parts.filter((part) => part.length > 0).map((part) => part.join('\n')).join('\n\n')}\n`);
}

function heading({ card, paint: p }: Pen): string[] {
  const { subject, tool, examined } = card;
  const against = subject.mergeBase === undefined ? '' : ` compared with ${short(subject.mergeBase)}`;
  const read = examined.files === 0 ? '' : `, ${count(examined.files, 'file')} and ${count(examined.lines, 'line')} read`;
  return [`${p.bold(`${visible(tool.name)} ${visible(tool.version)}`)} ${p.dim(`${visible(subject.repository ?? '')} ${short(subject.head)}${against}${read}`.trim())}`];
}

function short(revision: string): string {
  return visible(/^[0-9a-f]{40,}$/.test(revision) ? revision.slice(0, 7) : revision);
}

function findings(pen: Pen): string[] {
  const list = [...pen.card.findings].sort((a, b) => Number(a.severity === 'fail') - Number(b.severity === 'fail'));
  return list.flatMap((finding, index) => [...(index > 0 ? [''] : []), ...findingLines(pen, finding)]);
}

function findingLines({ card, options, paint: p, silenced }: Pen, finding: ScoredFinding): string[] {
  const { location } = finding;
  const place = location ? visible(`${location.path}:${location.line}${location.column === undefined ? '' : `:${location.column}`}`) : '(whole repository)';
  const claim = silenced(finding);
  const word = finding.severity === 'warn' ? p.yellow('warning') : p.red('fails');
  const marks = [titleOf(finding), finding.cwe === undefined ? '' : `CWE-${finding.cwe}`, card.subject.mergeBase === undefined ? '' : finding.state === 'introduced' ? 'new' : 'existing', claim?.kind === 'waiver' ? 'waived' : '', claim?.kind === 'ignore' ? 'ignored' : '', finding.fingerprint];
  const text = (line: string, indent = '  '): string[] => wrapped(oneLine(line, 1_000), options.width, indent);
  return [
    `${p.bold(place)} ${word} ${p.dim(marks.filter(Boolean).join(' · '))}`,
    ...text(finding.text),
    ...(finding.flow ?? []).map((step, index) => `    ${p.dim(`${index + 1}.`)} ${p.cyan(visible(`${step.location.path}:${step.location.line}${step.location.column === undefined ? '' : `:${step.location.column}`}`))} ${oneLine(step.note, 200)}`),
    ...text(`Repair: ${finding.remedy}`).map((line) => p.dim(line)),
  ];
}

function scoreboard(pen: Pen): string[] {
  const groups = groupsOf(pen.card);
  if (groups.length === 0) return [];
  const width = Math.max(...groups.map((group) => group.title.length));
  const score = pen.card.score === undefined ? 'Scorecard' : `Scorecard: ${pen.card.score} of 100`;
  return [pen.paint.bold(score), ...groups.map((group) => groupLine(pen, group, width))];
}

const BAR = 20;

function groupLine({ paint: p }: Pen, group: ShownGroup, width: number): string {
  const blocking = group.rows.filter((row) => 'blocks' in row && row.blocks).length;
  const filled = group.applicable === 0 ? 0 : Math.round((BAR * group.passed) / group.applicable);
  const bar = `${p.green('█'.repeat(filled))}${(blocking > 0 ? p.red : p.dim)('░'.repeat(BAR - filled))}`;
  const figures = group.applicable === 0 ? p.dim(emptyWords(group)) : `${group.passed} of ${group.applicable}`;
  return `  ${group.title.padEnd(width)}  ${bar}  ${figures}${blocking > 0 ? p.red(`  ${blocking} ${blocking === 1 ? 'blocks' : 'block'}`) : ''}${group.id === 'monitoring' ? p.dim('  never blocks') : ''}`;
}

/** What is open, or with `verbose` every row with what it rests on. */
function rows({ card, options, paint: p }: Pen): string[] {
  const all = groupsOf(card).flatMap((group) => group.rows).sort(byUrgency);
  const shown = options.verbose === true ? all : all.filter((row) => ['fail', 'error', 'unverified'].includes(row.outcome) && !('blocks' in row && row.blocks));
  const lines = shown.flatMap((row) => [
    `  ${p.bold(row.title)} ${OUTCOME_WORDS[row.outcome]}${p.dim([row.level, movementWords(row)].filter(Boolean).map((word) => ` · ${word}`).join(''))}`,
    ...wrapped(oneLine(row.reason, 600), options.width, '    ').map((line) => p.dim(line)),
    ...(options.verbose === true ? row.evidence.slice(0, 20).flatMap((one) => wrapped(oneLine(`${one.location ? `${one.location.path}:${one.location.line} ` : ''}${one.note}`, 400), options.width, '      ')) : []),
  ]);
  return lines.length === 0 ? [] : [p.bold(options.verbose === true ? 'Every item' : 'Open, and not blocking'), ...lines];
}

function gaps({ card, options, paint: p }: Pen): string[] {
  if (card.gaps.length === 0) return [];
  const shown = options.verbose === true ? card.gaps : card.gaps.slice(0, 10);
  const more = card.gaps.length - shown.length;
  return [p.bold('Not seen'), ...shown.flatMap((gap) => wrapped(oneLine(`${gap.what}: ${gap.why}`, 400), options.width, '  ')), ...(more > 0 ? [`  and ${more.toLocaleString('en-US')} more`] : [])];
}

const IDLE: Readonly<Record<Exclude<Claim['effect'], 'applied'>, string>> = {
  expired: 'it has expired', unmatched: 'it matches nothing', 'not-needed': 'nothing needs it', 'no-reason': 'it gives no reason (write `-- why` behind the kind)', 'unknown-kind': 'there is no finding of that kind',
};

function notes({ card, options }: Pen): string[] {
  const changes = card.policy.changes.map((change) => `Change of policy${change.loosens ? ' that would let more through' : ''}: ${change.key}, ${change.before} → ${change.after}`);
  const added = card.claims.filter((claim) => claim.added).map((claim) => `Added ${claim.kind} of ${claim.item} at ${claim.path}:${claim.line}: ${claim.reason}`);
  const standing = card.claims.filter((claim) => !claim.added && claim.effect === 'applied').map((claim) => `In force: ${claim.kind} of ${claim.item} at ${claim.path}:${claim.line}: ${claim.reason}`);
  const idle = card.claims.flatMap((claim) => (claim.effect === 'applied' ? [] : [`The ${claim.kind} of ${claim.item} at ${claim.path}:${claim.line} has no effect: ${IDLE[claim.effect]}.`]));
  return [...card.policy.notes, ...changes, ...added, ...standing, ...idle].flatMap((note) => wrapped(oneLine(note, 600), options.width, ''));
}

function blockers(pen: Pen): string[] {
  const { card, options, paint: p } = pen;
  const blocking = card.decision.blocking.flatMap((id) => card.items.find((row) => row.id === id) ?? []);
  if (blocking.length === 0) return [];
  return [p.bold('What blocks'), ...blocking.flatMap((row) => [`  ${p.red('✖')} ${p.bold(row.title)} ${OUTCOME_WORDS[row.outcome]}${p.dim(movementWords(row) === '' ? '' : ` · ${movementWords(row)}`)}`, ...wrapped(oneLine(`${places(pen, row)}${row.reason}`, 600), options.width, '    ')])];
}

/** Where an item fails: the first place, and how many more. */
function places({ card, silenced }: Pen, row: ItemRow): string {
  const locations = card.findings.filter((finding) => finding.severity === 'fail' && row.controls.includes(finding.control) && silenced(finding) === undefined).flatMap((finding) => finding.location ?? []);
  const [first] = locations;
  if (row.outcome !== 'fail' || first === undefined) return '';
  return `${placeOf(first)}${locations.length > 1 ? ` and ${count(locations.length - 1, 'more place')}` : ''}: `;
}

function faults({ card, options, paint: p }: Pen): string[] {
  return card.faults.flatMap((fault) => [...wrapped(oneLine(fault.message, 2_000), options.width, '').map((line) => p.red(line)), ...wrapped(`What to do: ${oneLine(fault.remedy, 2_000)}`, options.width, '  ')]);
}

function verdict({ card, paint: p }: Pen): string[] {
  const color = { pass: p.green, blocked: p.red, 'could-not-evaluate': p.yellow }[card.decision.result];
  return [color(p.bold(`${headline(card)}.`))];
}
