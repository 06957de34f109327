import type { FlowKind } from '../../../model/flow-kind';
import { ABSOLUTE, ALL_KINDS, BACKSLASH, bitOf, DOTS, maskOf, SCHEME, SCRIPT_ADDRESS, SLASHES, type KindMask } from '../kinds';
import { alternatives, anchoredAlphabet, splitsAtTop } from './alphabet';
import { characterSet, classHas, classHasAll, escaped, safeFor } from './characters';

const HOST = maskOf(['ssrf', 'open-redirect']);
const PATHS = maskOf(['path-traversal', 'zip-slip']);
const CLIMBING = DOTS | bitOf('zip-slip');
const OPTION = maskOf(['argument-injection']);
const POLLUTION = maskOf(['prototype-pollution']);

/** Kinds that a value can no longer cause once the pattern has matched the whole of it. */
export function matchClears(source: string, flags: string): KindMask {
  const alphabet = anchoredAlphabet(source, flags);
  if (alphabet !== undefined) {
    // A path that begins with one slash, and something else behind it.
    return safeFor(alphabet) | beginningClears(source) | addressClears(source);
  }
  const beginning = flags.includes('m') || splitsAtTop(source) ? 0 : beginningClears(source) | addressClears(source);
  return OWN_HOST.test(source) || OWN_SUBDOMAIN.test(source) ? HOST | beginning : beginning;
}

/** Where an address can no longer lead that begins like the pattern: what follows one slash tells whether it is a path, and no script has a scheme of the web. */
function addressClears(source: string): KindMask {
  if (/^\^\(?(?:\?:)?(?:https?|ftp|mailto|tel|#)/.test(source) && !/^\^\([^)]*\|(?!https?|ftp|mailto|tel|#)[^)]*\)/.test(source)) return SCRIPT_ADDRESS;
  const behind = /^\^\\?\/(.*)$/s.exec(source)?.[1];
  if (behind === undefined || /^[?*{]/.test(behind)) return 0;
  const path = SCRIPT_ADDRESS | bitOf('open-redirect');
  if (/^(?:\[(?!\^)[^\]/\\]+\]|\w|\\w|\\d)(?![?*{])/.test(behind)) return path | SLASHES | BACKSLASH;
  const refused = /^(?:\(\?!\[?|\[\^)((?:\\.|[^\])])+)/.exec(behind)?.[1] ?? '';
  return path | (/^\\?\/|.\\?\/$/.test(refused) ? SLASHES : 0) | (refused.includes('\\\\') ? BACKSLASH : 0);
}

/** A fixed scheme, host and slash in front fix where a URL leads. */
const OWN_HOST = /^\^(https?|https\??):(\\?\/){2}(?:\((?:\?:)?[\w.\\-]+\)\??)?[^/()|[\]*+?]+\\?\//;
/** So do labels of letters before a domain of two labels or more: `^https://[a-z-]+\.example\.com/`. */
const OWN_SUBDOMAIN = /^\^(?:https?|https\??|\(\?:https\?\)):(?:\\?\/){2}(?:\(\?:)?(?:\[(?!\^)[\w\\.-]+\]|\\w)(?:[+*]|\{\d+(?:,\d*)?\})(?:\\\.\)[?*+])?(?:\\\.)?(?:[\w-]+\\\.)+[a-z]{2,}(?::\d+)?\\?\//;

/** Kinds that no part of a text can cause that a pattern has found, whatever stands around it. */
export function foundClears(source: string): KindMask {
  const alphabet = alternatives(source.replace(/^\^/, '').replace(/(^|[^\\])\$$/, '$1')).map((each) => anchoredAlphabet(`^${each}$`, ''));
  return alphabet.some((each) => each === undefined) ? 0 : safeFor(alphabet.join(''));
}

/** A first character that can be no dash keeps the value from being read as an option. */
function beginningClears(source: string): KindMask {
  const first = /^\^\(?(?:\?:)?(\[(?:\\.|[^\]\\])+\]|\\w|\\d|[A-Za-z0-9])(?![?*{])/.exec(source)?.[1];
  const scheme = /^\^\(?(?:\?:)?https?/i.test(source) ? SCHEME : 0;
  return scheme | (/^\^\(\?!-/.test(source) || (first !== undefined && !classHas(first.replace(/^\[|\]$/g, ''), '-')) ? OPTION : 0);
}

/** Kinds that text without certain characters can no longer cause. */
interface Absent {
  readonly characters: string;
  readonly mask: KindMask;
}

const without = (characters: string, ...kinds: FlowKind[]): Absent => ({ characters, mask: maskOf(kinds) });

const ABSENT: readonly Absent[] = [
  without(';|&$`', 'command-injection', 'argument-injection'),
  without('\'"', 'sql-injection'),
  without('/\\', 'path-traversal', 'zip-slip', 'url-path-injection'),
  { characters: '<', mask: bitOf('xss') },
  { characters: '\\', mask: BACKSLASH },
  without('\n', 'header-injection', 'log-injection'),
];

/** Kinds that a value can no longer cause once the pattern was looked for in it and not found. */
export function absenceClears(source: string): KindMask {
  if (/^\^?\(?(?:\?:)?(?:\w+\|)*__proto__(?:\|\w+)*\)?\$?$/.test(source)) return POLLUTION;
  const choices = alternatives(source);
  // None of several patterns was found.
  if (choices.length > 1) return choices.reduce((mask, choice) => mask | absenceClears(choice), 0);
  const set = characterSet(source);
  if (set?.negated) return safeFor(set.text);
  const dots = /\\\.\\\.|\\\.\{2\}|\[\.\]\{2\}/.test(source) ? CLIMBING : 0;
  const slash = /^\^?\\?\/\+?$/.test(source) ? (source.startsWith('^') ? ABSOLUTE : PATHS) : 0;
  const slashes = /^\^?(?:\\?\/){2}/.test(source) ? SLASHES : 0;
  const dash = /^\^-|^\^\\-|^\^\[-/.test(source) ? OPTION : 0;
  return ABSENT.reduce((clears, { characters, mask }) => (set && classHasAll(set.text, characters) ? clears | mask : clears), dots | slash | slashes | dash);
}

/** A replacement of every match of a pattern. */
interface Replacing {
  readonly source: string;
  /** The characters it looks for, when it is one class. */
  readonly characters: string | undefined;
  /** Undefined when it is not known. */
  readonly replacement: string | undefined;
}

/** Whether the pattern takes away a character wherever it stands. */
function takes({ source, characters }: Replacing, character: string): boolean {
  return characters === undefined ? source === character || source === `\\${character}` : classHas(characters, character);
}

type Holds = (replacing: Replacing) => boolean;

const when = (holds: Holds, ...kinds: FlowKind[]): { readonly holds: Holds; readonly mask: KindMask } => ({ holds, mask: maskOf(kinds) });

const REPLACED = [
  { holds: (it: Replacing) => takes(it, '<'), mask: bitOf('xss') },
  when((it) => takes(it, '\'') && (it.replacement === undefined || ['\'\'', '\\\'', ''].includes(it.replacement)), 'sql-injection'),
  when(({ source, replacement }) => source === '\'' && replacement !== undefined && /^'(\\'|"'"|\\\\'')'$/.test(replacement), 'command-injection'),
  when(({ characters }) => characters !== undefined && classHasAll(characters, ';|&$`'), 'command-injection'),
  // All that has a meaning between double quotes, escaped; the names of tables between their own quotes, doubled.
  when(escapesQuoted, 'command-injection'),
  when(({ source, replacement }) => /^["`\]]$|^\\\]$/.test(source) && replacement === source.replace('\\', '').repeat(2), 'sql-injection'),
  { holds: ({ source }: Replacing) => /\\\.\\\.|\\\.\{2,?\}/.test(source) && !source.includes('\\/'), mask: CLIMBING },
  when(({ characters }) => characters !== undefined && classHas(characters, '/'), 'url-path-injection', 'ssrf', 'open-redirect'),
  when((it) => takes(it, '/'), 'path-traversal', 'zip-slip'),
  when((it) => takes(it, '\n') || it.source.includes('\\n') || it.source === '\\s' || it.source === '\\s+', 'log-injection', 'header-injection'),
  // The characters that have a meaning in a regular expression, each behind a backslash.
  when(({ source, replacement }) => replacement === '\\$&' && /^\[.*\\\^.*\$.*\]$|^\[[^\]]*[.*+?^${}()|]+/.test(source), 'regex-injection', 'command-injection'),
];

function escapesQuoted({ source, replacement }: Replacing): boolean {
  const escapes = characterSet(source.replace(/^\((.*)\)$/, '$1'));
  return escapes !== undefined && !escapes.negated && /^\\\$[1&]$/.test(replacement ?? '') && classHasAll(escapes.text, '"\\$`');
}

/** Kinds that `text.replace(pattern, replacement)` takes away. Only global patterns take away all of what they match. */
export function replaceClears(source: string, flags: string, replacement: string | undefined, normalised = false): KindMask {
  const leading = leadingClears(source, replacement, normalised);
  if (!flags.includes('g')) return leading;
  // Each character is replaced, so that the length is all that is left.
  if (/^(?:\.|\[\\s\\S\]|\[\^\])[+*]?$/.test(source) && replacement !== undefined && !replacement.includes('$')) return ALL_KINDS;
  const set = characterSet(source);
  if (set?.negated) return safeFor(set.text + Array.from(replacement ?? '', escaped).join(''));
  const replacing: Replacing = { source, characters: set?.text, replacement };
  const word = /^(\\W\+?)+$/.test(source) ? safeFor('\\w') : 0;
  return REPLACED.reduce((clears, { holds, mask }) => (holds(replacing) ? clears | mask : clears), leading | word);
}

/** What cutting off the beginning takes away: dots are only there in a path in normal form. */
function leadingClears(source: string, replacement: string | undefined, normalised: boolean): KindMask {
  if (replacement !== '') return 0;
  // In normal form all dots stand together, at the beginning.
  if (normalised && /^\((?:\?:)?\\\.(?:\\\.|\{2\})(?:\[[^\]]*\]|\\?\/)\)\+$/.test(source)) return CLIMBING;
  if (!source.startsWith('^')) return 0;
  if (normalised && /\\\.\\\.|\\\.\{2\}/.test(source)) return CLIMBING;
  if (!/^\^(\\\/|\[\\?\/(\\\\)?\]|\[\\\\\\?\/\])[+*]$/.test(source)) return 0;
  return ABSOLUTE | SLASHES | (source.includes('\\\\') ? BACKSLASH : 0);
}
