import type { Control } from '../../src/controls/control';
import { runControl } from '../../src/controls/run';
import type { FactName, Facts } from '../../src/facts/facts';
import type { Finding } from '../../src/model/finding';
import { placeOf } from '../../src/model/location';
import { unseen } from '../../src/model/seen';
import type { Outcome, Verdict } from '../../src/model/verdict';

/** A repository: `{ path: text }`. */
export type Files = Readonly<Record<string, string>>;

/** A finding as tests write it: `messageId path:line`, or `messageId` where it has no place. */
export type Expected<M extends string> = M | `${M} ${string}`;

interface Case<M extends string> {
  readonly files: Files;
  /** Every finding, in any order. */
  readonly findings?: readonly Expected<M>[];
  /** Places of the evidence that was seen, as `path:line`; compared where given. */
  readonly evidence?: readonly string[];
}

interface FailCase<M extends string> extends Case<M> {
  readonly findings: readonly Expected<M>[];
}

interface KnownGap {
  readonly files: Files;
  /** The right answer, which the control does not give yet. */
  readonly expected: 'pass' | 'fail';
  readonly because: string;
}

/** The table of a control's test. The keys are names of cases. */
export interface ControlCases<M extends string = string> {
  readonly pass: Readonly<Record<string, Case<M>>>;
  readonly fail: Readonly<Record<string, FailCase<M>>>;
  readonly notApplicable?: Readonly<Record<string, Case<M>>>;
  readonly unverified?: Readonly<Record<string, Case<M>>>;
  readonly knownGaps?: Readonly<Record<string, KnownGap>>;
}

/** One thing to check. `run` gives what is wrong, or nothing. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<readonly string[]>;
}

export type FactsOf = (files: Files) => Promise<Facts>;

const OUTCOMES = { pass: 'pass', fail: 'fail', notApplicable: 'not-applicable', unverified: 'unverified' } as const satisfies Record<string, Outcome>;

/** Everything that must hold of a control and of its table of cases. */
export function controlChecks(subject: Control, cases: ControlCases, factsOf: FactsOf): readonly Check[] {
  const groups = Object.keys(OUTCOMES) as (keyof typeof OUTCOMES)[];
  const perCase = groups.flatMap((group) =>
    Object.entries<Case<string>>(cases[group] ?? {}).map(([name, one]): Check => ({ name: `${OUTCOMES[group]}: ${name}`, run: () => checkCase(subject, OUTCOMES[group], one, factsOf) })));
  const gaps = Object.entries(cases.knownGaps ?? {}).map(([name, gap]): Check => ({ name: `known gap: ${name}`, run: () => checkGap(subject, gap, factsOf) }));
  const table: Check = { name: 'the table covers the control', run: () => Promise.resolve(checkTable(subject, cases)) };
  return [table, ...perCase, ...gaps];
}

async function checkCase(subject: Control, outcome: Outcome, one: Case<string>, factsOf: FactsOf): Promise<readonly string[]> {
  const facts = await factsOf(one.files);
  const before = JSON.stringify(facts);
  const verdict = runControl(subject, facts);
  return [
    ...(verdict.outcome === outcome ? [] : [`The outcome is ${verdict.outcome} and should be ${outcome}: ${verdict.reason}`]),
    ...different('findings', verdict.findings.map(shown), one.findings ?? []),
    ...(one.evidence ? different('evidence', placesOf(verdict), one.evidence) : []),
    ...shape(verdict),
    ...(JSON.stringify(runControl(subject, facts)) === JSON.stringify(verdict) ? [] : ['The same facts gave another verdict the second time.']),
    ...(JSON.stringify(facts) === before ? [] : ['The control changed the facts.']),
    ...hidden(subject, facts),
  ];
}

/** What every verdict must have, whatever the case expects. */
function shape(verdict: Verdict): string[] {
  const sentences = [verdict.reason, ...verdict.findings.flatMap((finding) => [finding.text, finding.remedy])];
  const badAnchor = verdict.findings.filter((finding) => finding.anchor.trim() === '');
  return [
    ...sentences.filter((sentence) => !/[.!?`]$/.test(sentence.trim())).map((sentence) => `This is no whole sentence: ${sentence}`),
    ...badAnchor.map((finding) => `The finding ${shown(finding)} has an empty anchor.`),
    ...(verdict.outcome === 'pass' && verdict.evidence.length === 0 ? ['A pass must show its evidence.'] : []),
    ...verdict.findings.filter((finding) => finding.nature === 'defect' && !finding.location).map((finding) => `The defect ${shown(finding)} has no place.`),
  ];
}

/** A fact that the control needs and that could not be seen must give an error, never a pass or a fail. */
function hidden(subject: Control, facts: Facts): string[] {
  const names: readonly FactName[] = [...new Set<FactName>([...subject.needs, 'traits'])];
  return names.flatMap((name) => {
    const { outcome } = runControl(subject, { ...facts, [name]: unseen(`The fact ${name} was hidden by the test.`) });
    return outcome === 'error' ? [] : [`With the fact ${name} hidden the outcome is ${outcome} and should be error.`];
  });
}

async function checkGap(subject: Control, { files, expected }: KnownGap, factsOf: FactsOf): Promise<readonly string[]> {
  const { outcome } = runControl(subject, await factsOf(files));
  return outcome === expected ? [`The gap is closed: the outcome is ${outcome}, as it should be. Move the case to \`${expected}\`.`] : [];
}

function checkTable(subject: Control, cases: ControlCases): string[] {
  const listed = [cases.pass, cases.fail, cases.notApplicable ?? {}, cases.unverified ?? {}].flatMap((group) => Object.entries<Case<string>>(group));
  const exercised = new Set(listed.flatMap(([, one]) => (one.findings ?? []).map((finding) => finding.split(' ')[0])));
  const silent = Object.entries(cases.fail).filter(([, one]) => !one.findings.some((finding) => subject.messages[finding.split(' ')[0] ?? '']?.severity === 'fail'));
  return [
    ...(Object.keys(cases.pass).length === 0 ? ['There is no case that passes.'] : []),
    ...(Object.keys(cases.fail).length === 0 ? ['There is no case that fails.'] : []),
    ...Object.keys(subject.messages).filter((message) => !exercised.has(message)).map((message) => `No case makes the control say \`${message}\`.`),
    ...silent.map(([name]) => `The failing case "${name}" lists no finding of severity fail.`),
    ...duplicates([...listed.map(([name, one]) => [name, one.files] as const), ...Object.entries(cases.knownGaps ?? {}).map(([name, gap]) => [name, gap.files] as const)]),
  ];
}

function duplicates(cases: readonly (readonly [string, Files])[]): string[] {
  const first = new Map<string, string>();
  return cases.flatMap(([name, files]) => {
    const text = JSON.stringify(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
    const other = first.get(text);
    if (other === undefined) first.set(text, name);
    return other === undefined ? [] : [`The cases "${other}" and "${name}" have the same files.`];
  });
}

function shown(finding: Finding): string {
  const message = finding.message ?? finding.kind;
  return finding.location ? `${message} ${placeOf(finding.location)}` : message;
}

function placesOf(verdict: Verdict): string[] {
  return verdict.evidence.flatMap((evidence) => (evidence.location ? [placeOf(evidence.location)] : []));
}

function different(what: string, actual: readonly string[], expected: readonly string[]): string[] {
  const [a, b] = [[...actual].sort(), [...expected].sort()];
  return JSON.stringify(a) === JSON.stringify(b) ? [] : [`The ${what} are\n  ${a.join('\n  ') || '(none)'}\nand should be\n  ${b.join('\n  ') || '(none)'}`];
}
