import type { Fault } from '../model/scorecard';
import { readYaml, type KeyPath, type YamlDocument } from './document';
import { keyName, problemsOf, type Problem } from './problems';
import { configSchema, type Configuration } from './schema';

/** A configuration file of one revision. */
export interface ConfigurationText {
  readonly path: string;
  readonly text: string;
}

/** A configuration that holds, with the place of each of its values; or everything that is wrong with it. */
export type ParsedConfiguration =
  | { readonly ok: true; readonly path: string; readonly configuration: Configuration; readonly lineOf: (path: KeyPath) => number }
  | { readonly ok: false; readonly path: string; readonly faults: readonly Fault[] };

/** 256 KiB: a thousand times the usual file. */
export const MAX_CONFIGURATION_BYTES = 262_144;

/** So that a file of nonsense does not become a report of megabytes; what is left out is counted. */
const MAX_FAULTS = 100;

/** Reads and checks a configuration. Reports everything that is wrong at once, each with file, line, column and key. */
export function parseConfiguration(file: ConfigurationText): ParsedConfiguration {
  if (new TextEncoder().encode(file.text).length > MAX_CONFIGURATION_BYTES) return failed(file.path, [tooLarge()]);
  const document = readYaml(file.text);
  const problems: Problem[] = document.problems.map(({ at, message }) => ({ at, key: '', message, remedy: 'Correct the YAML at this place.' }));
  if (document.broken) return failed(file.path, problems);
  if (document.value === null || document.value === undefined) return failed(file.path, [...problems, empty()]);
  const result = configSchema.safeParse(document.value);
  problems.push(...(result.error?.issues ?? []).flatMap((issue) => problemsOf(issue, document)));
  problems.push(...entryProblems(document));
  if (problems.length > 0 || !result.success) return failed(file.path, problems);
  return { ok: true, path: file.path, configuration: result.data, lineOf: (path) => document.valueAt(path).line };
}

/** What the schema cannot say: each entry speaks of exactly one thing, once, and does not end before it begins. */
function entryProblems(document: YamlDocument): Problem[] {
  const { value } = document;
  if (typeof value !== 'object' || value === null) return [];
  const root = value as Entry;
  return [
    ...entriesOf(root, 'attestations').flatMap((entry, index) => targetProblems(entry, ['attestations', index], ['item', 'control'], document)),
    ...entriesOf(root, 'waivers').flatMap((entry, index) => targetProblems(entry, ['waivers', index], ['item', 'control', 'finding'], document)),
    ...repeated(root, 'attestations', document),
    ...repeated(root, 'waivers', document),
  ];
}

type Entry = Readonly<Record<string, unknown>>;

function entriesOf(root: Entry, key: string): readonly Entry[] {
  const list = Object.hasOwn(root, key) ? root[key] : undefined;
  return Array.isArray(list) ? list.map((entry: unknown) => (typeof entry === 'object' && entry !== null ? (entry as Entry) : {})) : [];
}

function targetProblems(entry: Entry, path: KeyPath, targets: readonly string[], document: YamlDocument): Problem[] {
  const problems: Problem[] = [];
  const add = (message: string, remedy: string, where: KeyPath = path): number => problems.push({ at: document.valueAt(where), key: keyName(where), message, remedy });
  const given = targets.filter((target) => Object.hasOwn(entry, target));
  const list = targets.map((target) => `\`${target}\``).join(', ');
  if (given.length === 0) add('It does not say what it speaks of', `Add one of ${list}.`);
  if (given.length > 1) add(`It speaks of ${given.length} things at once`, `Keep one of ${list}, and write an entry of its own for each other.`);
  if (typeof entry.date === 'string' && typeof entry.expires === 'string' && entry.expires < entry.date) {
    add('It expires before the day of its signature', 'Correct `date` or `expires`.', [...path, 'expires']);
  }
  return problems;
}

function repeated(root: Entry, key: string, document: YamlDocument): Problem[] {
  const seen = new Set<string>();
  return entriesOf(root, key).flatMap((entry, index) => {
    const target = ['item', 'control', 'finding'].filter((name) => typeof entry[name] === 'string').map((name) => `${name} ${String(entry[name])}`).join();
    if (target === '' || !seen.has(target)) {
      seen.add(target);
      return [];
    }
    const path = [key, index];
    return [{ at: document.valueAt(path), key: keyName(path), message: `An entry for this ${target.split(' ')[0] ?? ''} stands above`, remedy: 'Keep one of the two.' }];
  });
}

function failed(path: string, problems: readonly Problem[]): ParsedConfiguration {
  const ordered = [...problems].sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  const faults = ordered.slice(0, MAX_FAULTS).map((problem) => faultOf(path, problem));
  const left = ordered.length - faults.length;
  const rest: Fault[] = left > 0 ? [{ kind: 'configuration', message: `${path}: ${left} more problems are not listed.`, remedy: 'Repair those above and run again.', path }] : [];
  return { ok: false, path, faults: [...faults, ...rest] };
}

function faultOf(path: string, { at, key, message, remedy }: Problem): Fault {
  const place = `${path}:${at.line}:${at.column}`;
  return { kind: 'configuration', message: `${place}: ${key === '' ? '' : `${key}: `}${message}.`, remedy, path, line: at.line, column: at.column };
}

function tooLarge(): Problem {
  return { at: { line: 1, column: 1 }, key: '', message: 'The file is longer than 256 KiB', remedy: 'Keep in it only what configures this gate.' };
}

function empty(): Problem {
  return { at: { line: 1, column: 1 }, key: '', message: 'The file is empty, so nobody can tell what was meant', remedy: 'Write at least `version: 1`, or remove the file to use the defaults.' };
}
