import type { Claim, Fault, Scorecard, ScoredFinding } from '../model/scorecard';
import { placeOf, type Location } from '../model/location';
import { docsUrl, flowText, titleOf, whyOf } from './catalogue';
import { cap, capBytes, oneLine, visible, workflowCommand } from './escape';
import { silencer } from './silenced';

/** What GitHub takes: 64 KB for message and details each, 255 characters for a title. */
const TEXT_BYTES = 64_000;
const TITLE_UNITS = 255;

/** A remark on lines of the head commit, for whatever shows such remarks. Plain text, already harmless. */
export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Only where the remark is on one line: the forge takes columns for nothing else. */
  readonly startColumn?: number;
  readonly endColumn?: number;
  readonly level: 'failure' | 'warning' | 'notice';
  readonly title: string;
  /** What is wrong, why it matters, what to do. */
  readonly message: string;
  /** The way of the value, step by step. */
  readonly rawDetails?: string;
}

/** An annotation that may have no place, such as one on something that is missing altogether. */
export type Remark = Omit<Annotation, 'path' | 'startLine' | 'endLine'> & Partial<Pick<Annotation, 'path' | 'startLine' | 'endLine'>>;

/** Everything that has a place, what matters most first. */
export function annotations(card: Scorecard): Annotation[] {
  return remarks(card).filter((remark): remark is Annotation => remark.path !== undefined);
}

/** Faults, then findings: what fails a required item, what else fails, warnings; new before existing, changed lines first. */
export function remarks(card: Scorecard): Remark[] {
  const blocking = new Set(card.decision.blocking);
  const controls = new Map(card.controls.map((row) => [row.id, row]));
  const silenced = silencer(card);
  const ranked = card.findings.map((finding, index) => {
    const claim = silenced(finding);
    const gate = controls.get(finding.control)?.gate ?? [];
    const spared = card.policy.gate === 'changes' && finding.state === 'existing';
    const level = levelOf(finding, claim, !spared && gate.some((item) => blocking.has(item)));
    const rank = [LEVELS.indexOf(level), Number(finding.severity === 'warn'), Number(finding.state === 'existing'), Number(!finding.inDiff), index];
    return { rank, finding, level, claim };
  });
  ranked.sort((a, b) => a.rank.map((part, at) => part - (b.rank[at] ?? 0)).find((difference) => difference !== 0) ?? 0);
  return [...card.faults.map(faultRemark), ...atOnePlace(ranked).map(([{ finding, level, claim }, ...others]) => remarkOf(card, finding, level, claim, others.map((other) => other.finding)))];
}

interface Leveled {
  readonly finding: ScoredFinding;
  readonly level: Annotation['level'];
  readonly claim: Claim | undefined;
}

/** Findings of several values that reach one place are one remark, where they weigh the same: the line is read once. */
function atOnePlace<F extends Leveled>(ranked: readonly F[]): (readonly [F, ...F[]])[] {
  const groups = new Map<string, [F, ...F[]]>();
  for (const [index, each] of ranked.entries()) {
    const { finding: { site, control, kind, location, state, remedy }, level, claim } = each;
    const key = site === undefined || claim !== undefined ? String(index) : JSON.stringify([site, control, kind, location, state, remedy, level]);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()];
}

const LEVELS: readonly Annotation['level'][] = ['failure', 'warning', 'notice'];

function levelOf(finding: ScoredFinding, claim: Claim | undefined, blocks: boolean): Annotation['level'] {
  if (claim !== undefined || finding.severity === 'warn') return 'notice';
  return blocks ? 'failure' : 'warning';
}

function remarkOf(card: Scorecard, finding: ScoredFinding, level: Annotation['level'], claim: Claim | undefined, others: readonly ScoredFinding[]): Remark {
  const name = flowText(finding.kind) ? titleOf(finding) : `Not met: ${titleOf(finding)}`;
  const marks = [finding.state === 'existing' ? 'existing' : '', claim === undefined ? '' : { waiver: 'waived', ignore: 'ignored', attestation: 'attested' }[claim.kind]].filter(Boolean);
  return {
    ...(finding.location && spanOf(finding.location)),
    level,
    title: oneLine(marks.length > 0 ? `${name} (${marks.join(', ')})` : name, TITLE_UNITS),
    message: capBytes(messageOf(card, finding, claim, others), TEXT_BYTES),
    ...(finding.flow && finding.flow.length > 0 && { rawDetails: capBytes(flowDetails(finding), TEXT_BYTES) }),
  };
}

/** Lines from 1, the end not before the start, columns only within one line. */
function spanOf(location: Location): Pick<Annotation, 'path' | 'startLine' | 'endLine' | 'startColumn' | 'endColumn'> {
  const startLine = Math.max(1, location.line);
  const endLine = Math.max(startLine, location.endLine ?? startLine);
  const { column, endColumn } = location;
  const oneLiner = startLine === endLine && column !== undefined && column >= 1;
  return { path: location.path, startLine, endLine, ...(oneLiner && { startColumn: column, endColumn: Math.max(column, endColumn ?? column) }) };
}

function messageOf(card: Scorecard, finding: ScoredFinding, claim: Claim | undefined, others: readonly ScoredFinding[]): string {
  const why = whyOf(finding);
  return [
    ...[finding, ...others].map(({ text }) => oneLine(text, 2_000)),
    why === '' ? '' : `Why it matters: ${why}`,
    `What to do: ${oneLine(finding.remedy, 2_000)}`,
    finding.state === 'existing' ? 'This is existing: it is at the merge base too.' : '',
    claim === undefined ? '' : `It does not count: ${oneLine(claim.reason, 500)}`,
    `${finding.cwe === undefined ? '' : `CWE-${finding.cwe}. `}${docsUrl(card, finding.control)}`,
  ].filter(Boolean).join('\n');
}

function flowDetails(finding: ScoredFinding): string {
  const steps = finding.flow ?? [];
  const role = (index: number): string => (index === 0 ? 'source' : index === steps.length - 1 ? 'sink' : 'step');
  return steps.map((step, index) => `${index + 1}. ${role(index).padEnd(6)} ${visible(placeOf(step.location))}  ${oneLine(step.note, 500)}`).join('\n');
}

function faultRemark(fault: Fault): Remark {
  return {
    ...(fault.path !== undefined && spanOf({ path: fault.path, line: fault.line ?? 1, ...(fault.column !== undefined && { column: fault.column }) })),
    level: 'failure',
    title: 'Could not evaluate',
    message: capBytes(`${oneLine(fault.message, 4_000)}\nWhat to do: ${oneLine(fault.remedy, 2_000)}`, TEXT_BYTES),
  };
}

/** The runner keeps ten of each level and drops the rest without a word, and cuts a message here. */
const COMMANDS_PER_LEVEL = 10;
const COMMAND_UNITS = 4_096;

/** Remarks as workflow commands, one line each; where there are more than the runner keeps, the last says how many. */
export function commandLines(card: Scorecard): string[] {
  const all = remarks(card);
  return LEVELS.flatMap((level) => {
    const some = all.filter((remark) => remark.level === level);
    const shown = some.length > COMMANDS_PER_LEVEL ? some.slice(0, COMMANDS_PER_LEVEL - 1) : some;
    const left = some.length - shown.length;
    const more: Remark[] = left > 0 ? [{ level, title: `${left.toLocaleString('en-US')} more`, message: `${left.toLocaleString('en-US')} more of this kind stand in the job summary.` }] : [];
    return [...shown, ...more].map(commandLine);
  });
}

const COMMAND_NAMES = { failure: 'error', warning: 'warning', notice: 'notice' } as const;

function commandLine(remark: Remark): string {
  const { path, startLine, endLine, startColumn, endColumn, title } = remark;
  const properties = {
    ...(path !== undefined && startLine !== undefined && { file: path, line: startLine, endLine: endLine ?? startLine }),
    ...(startColumn !== undefined && { col: startColumn }),
    ...(endColumn !== undefined && { endColumn }),
    title,
  };
  return workflowCommand(COMMAND_NAMES[remark.level], properties, cap(remark.rawDetails === undefined ? remark.message : `${remark.message}\n${remark.rawDetails}`, COMMAND_UNITS));
}
