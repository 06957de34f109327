import { TRAITS, type Trait, type Traits } from '../facts/traits';
import type { FactName, Facts, FactTable } from '../facts/facts';
import { searched } from '../model/evidence';
import type { Finding } from '../model/finding';
import type { Gap } from '../model/seen';
import type { Verdict } from '../model/verdict';
import type { Control, Judgement, Message, Say } from './control';

/**
 * Judges one control. The unseen case is handled here, once, for all: a needed fact that could not be seen, a gap
 * under a pass that claims completeness, and a control that breaks are each an `error` that says what to do.
 */
export function runControl(subject: Control, facts: Facts): Verdict {
  const missing = subject.needs.flatMap((name) => {
    const fact = facts[name];
    return fact.seen ? [] : [fact.why];
  });
  if (!facts.traits.seen) return errorVerdict(subject.id, facts.traits.why);
  if (missing.length > 0) return errorVerdict(subject.id, missing.join(' '));
  const gaps = gapsOf(subject, facts);
  if (subject.applies !== 'always' && !subject.applies.some((trait) => present(facts, trait))) {
    return notApplicable(subject, facts.traits.value, gaps);
  }
  try {
    return verdictOf(subject, subject.judge(valuesOf(subject, facts), sayer(subject)), gaps);
  } catch (error) {
    return errorVerdict(subject.id, `The control broke: ${error instanceof Error ? error.message : String(error)}. Please report it.`);
  }
}

function present(facts: Facts, trait: Trait): boolean {
  return facts.traits.seen && facts.traits.value[trait].present;
}

function gapsOf(subject: Control, facts: Facts): Gap[] {
  const gaps = subject.needs.flatMap((name) => {
    const fact = facts[name];
    return fact.seen ? fact.gaps : [];
  });
  return [...new Map(gaps.map((gap) => [`${gap.what} ${gap.why}`, gap])).values()];
}

function valuesOf(subject: Control, facts: Facts): FactTable {
  const values: Partial<Record<FactName, unknown>> = {};
  for (const name of subject.needs) {
    const fact = facts[name];
    if (fact.seen) values[name] = fact.value;
  }
  return values as FactTable;
}

function notApplicable(subject: Control, traits: Traits, gaps: readonly Gap[]): Verdict {
  const wanted = subject.applies === 'always' ? [] : subject.applies;
  // A trait that was not found in what could be read may stand in what could not.
  if (subject.exhaustive && gaps.length > 0) return errorVerdict(subject.id, gapReason(gaps), gaps);
  const titles = wanted.map((trait) => TRAITS[trait]);
  return {
    control: subject.id,
    outcome: 'not-applicable',
    reason: `No sign that this repository ${titles.join(', or that it ')}.`,
    evidence: wanted.flatMap((trait) => traits[trait].evidence),
    findings: [],
    gaps,
  };
}

function verdictOf(subject: Control, judgement: Judgement, gaps: readonly Gap[]): Verdict {
  const { findings, evidence } = judgement;
  const base = { control: subject.id, evidence, findings, gaps };
  const fails = findings.filter((finding) => finding.severity === 'fail');
  if (fails.length > 0) return { ...base, outcome: 'fail', reason: judgement.reason ?? summary(fails) };
  if (judgement.notApplicable !== undefined) {
    return { ...base, outcome: 'not-applicable', reason: `There is no sign of ${judgement.notApplicable}.`, evidence: evidence.length > 0 ? evidence : [searched(`Looked for ${judgement.notApplicable}.`)] };
  }
  if (subject.exhaustive && gaps.length > 0) return { ...base, outcome: 'error', reason: gapReason(gaps) };
  if (judgement.unverified !== undefined) return { ...base, outcome: 'unverified', reason: judgement.unverified };
  if (evidence.length === 0) return errorVerdict(subject.id, 'The control passed without evidence, which it must not. Please report it.');
  return { ...base, outcome: 'pass', reason: judgement.reason ?? evidence[0]?.note ?? '' };
}

function summary(fails: readonly Finding[]): string {
  const first = fails[0]?.text ?? '';
  return fails.length === 1 ? first : `${first} And ${fails.length - 1} more.`;
}

function gapReason(gaps: readonly Gap[]): string {
  const first = gaps[0];
  const more = gaps.length > 1 ? ` (and ${gaps.length - 1} more)` : '';
  return `Not everything could be seen: ${first?.what ?? ''}${more}. ${first?.why ?? ''}`;
}

function errorVerdict(control: string, reason: string, gaps: readonly Gap[] = []): Verdict {
  return { control, outcome: 'error', reason, evidence: [], findings: [], gaps };
}

function sayer(subject: Control): Say<string> {
  return (id, saying = {}) => {
    const message = subject.messages[id];
    if (!message) throw new Error(`${subject.id} has no message "${id}"`);
    const text = fill(message, 'text', saying.data);
    const cwe = saying.cwe ?? message.cwe;
    return {
      control: subject.id,
      kind: saying.kind ?? id,
      ...(saying.kind !== undefined && saying.kind !== id && { message: id }),
      severity: message.severity,
      nature: message.nature,
      text,
      remedy: fill(message, 'remedy', saying.data),
      anchor: saying.anchor ?? text,
      ...(saying.site !== undefined && { site: saying.site }),
      ...(saying.at && { location: saying.at }),
      ...(saying.flow && { flow: saying.flow }),
      ...(cwe !== undefined && { cwe }),
    };
  };
}

function fill(message: Message, field: 'text' | 'remedy', data: Readonly<Record<string, string | number>> = {}): string {
  return message[field].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = data[name];
    if (value === undefined) throw new Error(`The message "${message.text}" lacks a value for {${name}}.`);
    return String(value);
  });
}
