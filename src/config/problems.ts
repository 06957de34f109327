import type { z } from 'zod';
import type { KeyPath, Position, YamlDocument } from './document';
import { nearest } from './nearest';
import { configSchema, RESERVED_KEYS } from './schema';
import { keysAt } from './shape';

/** One thing that is wrong with a configuration. */
export interface Problem {
  readonly at: Position;
  /** Path of keys, such as `waivers[0].expires`; empty for the file as a whole. */
  readonly key: string;
  /** What is wrong: a sentence without its full stop. */
  readonly message: string;
  /** What to do, in full sentences. */
  readonly remedy: string;
}

type Issue = z.core.$ZodIssue;

/** Turns one issue of the schema into problems that a person can act on, each with its place. */
export function problemsOf(issue: Issue, document: YamlDocument): Problem[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key], key, document));
  const value = valueAt(document.value, path);
  const key = keyName(path);
  if (value === undefined && issue.code === 'invalid_type') {
    const name = String(path.at(-1));
    return [{ at: document.valueAt(path), key, message: `The key \`${name}\` is missing`, remedy: `Add \`${name}\` with ${wanted(issue.expected)}.` }];
  }
  return [{ at: document.valueAt(path), key, ...explain(issue, value) }];
}

/** `['waivers', 0, 'expires']` as `waivers[0].expires`. */
export function keyName(path: KeyPath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${shorten(step)}`)).join('');
}

function unknownKey(path: KeyPath, key: string, document: YamlDocument): Problem {
  const base = { at: document.keyAt(path), key: keyName(path) };
  const reserved = path.length === 1 && Object.hasOwn(RESERVED_KEYS, key) ? RESERVED_KEYS[key] : undefined;
  if (reserved !== undefined) return { ...base, message: reserved, remedy: 'Remove the key until a version reads it.' };
  const known = keysAt(configSchema, path.slice(0, -1));
  const meant = nearest(key, known);
  const remedy = meant === undefined ? `Remove it. ${choices('The keys here are', known)}` : `Did you mean \`${meant}\`?`;
  return { ...base, message: `There is no key ${quote(key)} here`, remedy };
}

function explain(issue: Issue, value: unknown): Pick<Problem, 'message' | 'remedy'> {
  switch (issue.code) {
    case 'invalid_value': {
      const values = issue.values.map(String);
      const meant = typeof value === 'string' ? nearest(value, values) : undefined;
      return { message: `${quote(value)} is not one of the values that are known here`, remedy: meant === undefined ? choices('Use one of', values) : `Did you mean \`${meant}\`?` };
    }
    case 'invalid_type':
      return { message: `It must be ${wanted(issue.expected)}, but it is ${typeName(value)}`, remedy: `Write ${wanted(issue.expected)} here.` };
    case 'too_small':
      return { message: `It is too short or too small: at least ${issue.minimum} ${unit(issue.origin)}`, remedy: 'Make it longer, or remove the key.' };
    case 'too_big':
      return { message: `It is too long or too large: at most ${issue.maximum} ${unit(issue.origin)}`, remedy: 'Make it shorter.' };
    default:
      return { message: `${issue.message.replace(/[.\s]+$/, '')}, but it is ${quote(value)}`, remedy: 'Correct the value.' };
  }
}

function unit(origin: string): string {
  return origin === 'string' ? 'characters' : origin === 'array' ? 'entries' : 'is allowed';
}

function wanted(expected: string): string {
  const names: Readonly<Record<string, string>> = { object: 'a mapping of keys', array: 'a list', string: 'a text', number: 'a number', int: 'a whole number' };
  return names[expected] ?? `a value of type ${expected}`;
}

function typeName(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping of keys' : quote(value);
}

/** A value as it may stand in a message: on one line, cut, control characters visible. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) as string | undefined ?? 'nothing');
  return `\`${shorten(text)}\``;
}

function shorten(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029`]/gu, '\ufffd');
  return plain.length > 60 ? `${plain.slice(0, 57)}...` : plain;
}

function choices(lead: string, values: readonly string[]): string {
  if (values.length === 0) return '';
  if (values.length > 24) return `${lead} listed in docs/configuration.md.`;
  return `${lead} ${values.map((value) => `\`${value}\``).join(', ')}.`;
}

function valueAt(root: unknown, path: KeyPath): unknown {
  let here = root;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Readonly<Record<string | number, unknown>>)[step];
  }
  return here;
}
