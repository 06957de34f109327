import type { FlowKind } from '../../../model/flow-kind';
import { ALL_KINDS, bitOf, maskOf, SCRIPT_ADDRESS, type KindMask } from '../kinds';

/** Characters that a regular expression lets through or looks for; undefined when it is more than a set of characters. */
export interface CharacterSet {
  readonly negated: boolean;
  /** The class as written, without brackets and `^`. */
  readonly text: string;
}

const SIMPLE_CLASS = /^\[(\^?)((?:\\.|[^\]\\])+)\]\+?$/;

/** Reads `[^a-z]` or `[;&|]+`, alone in a pattern. */
export function characterSet(source: string): CharacterSet | undefined {
  const match = SIMPLE_CLASS.exec(source);
  return match ? { negated: match[1] === '^', text: match[2] ?? '' } : undefined;
}

/** Whether a class of a regular expression holds a character; ranges and the usual escapes are known. */
export function classHas(text: string, character: string): boolean {
  try {
    return new RegExp(`^[${text}]$`, 's').test(character);
  } catch {
    return true;
  }
}

/** Whether a class holds every one of some characters. */
export function classHasAll(text: string, characters: string): boolean {
  return Array.from(characters).every((character) => classHas(text, character));
}

const danger = (characters: string, ...kinds: FlowKind[]): { readonly characters: readonly string[]; readonly mask: KindMask } => ({ characters: Array.from(characters), mask: maskOf(kinds) });

/** Characters that a flaw needs at least one of. */
const DANGEROUS = [
  danger('/\\', 'path-traversal', 'zip-slip', 'url-path-injection', 'ssrf', 'open-redirect'),
  danger('.', 'ssrf'),
  danger('-', 'argument-injection'),
  danger('\'"`;', 'sql-injection'),
  danger(';&|`$(){}<>\n\'"', 'command-injection'),
  { characters: Array.from('<>&"\''), mask: bitOf('xss') },
  { characters: [':'], mask: SCRIPT_ADDRESS },
  danger('\r\n', 'header-injection', 'log-injection'),
  danger('*+({[', 'regex-injection'),
  danger('$', 'nosql-injection'),
  danger('_', 'prototype-pollution'),
];

const CODE = danger('({[`;=', 'code-injection', 'template-injection', 'xxe', 'unsafe-deserialization');

/** Kinds that are harmless for text made only of the characters that the class holds. */
export function safeFor(allowed: string): KindMask {
  const isUnsafe = ({ characters }: { readonly characters: readonly string[] }): boolean => characters.some((character) => classHas(allowed, character));
  const safe = isUnsafe(CODE) && !isArithmetic(allowed) ? ALL_KINDS & ~CODE.mask : ALL_KINDS;
  return DANGEROUS.reduce((mask, each) => (isUnsafe(each) ? mask & ~each.mask : mask), safe);
}

/** Digits, operators and brackets put together name nothing that could be called. */
function isArithmetic(allowed: string): boolean {
  return !Array.from('aAzZ_$[{`\'"=;').some((character) => classHas(allowed, character));
}

/** Kinds that bytes written in an encoding can no longer cause. */
export function encodedClears(encoding: string | undefined): KindMask {
  if (encoding === 'hex') return safeFor('0-9a-f');
  if (encoding === 'base64url') return safeFor('A-Za-z0-9_-');
  return encoding === 'base64' ? safeFor('A-Za-z0-9+/=') : 0;
}

/** A character as it is written in a class. */
export function escaped(character: string): string {
  return /[\]\\^-]/.test(character) ? `\\${character}` : character;
}
