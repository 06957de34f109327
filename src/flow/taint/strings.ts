import type { NodeId } from '../../model/flow-graph';
import { ABSOLUTE, ALL_KINDS, bitOf, DOTS, maskOf, type KindMask } from './kinds';

/** What is known of the text before a tainted part: literal text, with \0 for a value that is not known. */
export type Prefix = string;

const HOST = maskOf(['ssrf', 'open-redirect']);
const OPTION = maskOf(['argument-injection']);
const POLLUTION = maskOf(['prototype-pollution']);
const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype'];
const CLIMBING = DOTS | bitOf('zip-slip');
const URL_PATH = maskOf(['url-path-injection']);

/** What standing behind a prefix does to a tainted part. */
export interface PrefixEffect {
  readonly clears: KindMask;
  /** The part stands in the path of a URL. */
  readonly inUrlPath: boolean;
}

/**
 * The place of a tainted part in a string that may be a URL, a path or a command-line argument, told by what stands
 * before it; `behind` when other text stands between the two (RFC 3986: the host ends at the first `/`, `?` or `#` behind the scheme).
 */
export function prefixEffect(prefix: Prefix, behind = false): PrefixEffect {
  if (prefix === '') return { clears: 0, inUrlPath: false };
  // A second slash behind the first makes what follows a host.
  if (prefix === '/' && !behind) return { clears: OPTION | ABSOLUTE | maskOf(['ssrf']), inUrlPath: true };
  const option = (behind || /\s$/.test(prefix) ? 0 : OPTION) | (/^file:\/\/$/i.test(prefix) ? 0 : ABSOLUTE);
  if (/^(\0:?|\0?[a-z][a-z0-9+.-]*:)?\/\/$/i.test(prefix)) return { clears: option, inUrlPath: false };
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#\0]+$/i.test(prefix)) return { clears: option, inUrlPath: false };
  const behindHost = prefix.replace(/^(\0:?|[a-z][a-z0-9+.-]*:)\/\/[^/?#]*/i, '');
  const query = /[?#]/.test(behindHost);
  const path = behindHost.includes('/');
  return { clears: option | HOST | (query ? URL_PATH : 0), inUrlPath: path && !query };
}

/** Kinds that a part of a string can no longer cause since other parts are there: with them it is none of the keys that lead to prototypes. */
export function partsClear(parts: readonly (NodeId | string)[]): KindMask {
  return parts.some((part) => typeof part === 'string' && !PROTOTYPE_KEYS.some((key) => key.includes(part))) ? POLLUTION : 0;
}

/** Kinds that bytes written in an encoding can no longer cause. */
export function encodedClears(encoding: string | undefined): KindMask {
  if (encoding === 'hex') return safeFor('0-9a-f');
  if (encoding === 'base64url') return safeFor('A-Za-z0-9_-');
  return encoding === 'base64' ? safeFor('A-Za-z0-9+/=') : 0;
}

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

/** Kinds that are harmless for text made only of the characters that the class holds. */
export function safeFor(allowed: string): KindMask {
  const has = (character: string): boolean => classHas(allowed, character);
  const any = (characters: string): boolean => Array.from(characters).some(has);
  let safe = ALL_KINDS;
  if (any('/\\')) safe &= ~maskOf(['path-traversal', 'zip-slip', 'url-path-injection', 'ssrf', 'open-redirect']);
  else if (has('.') && has('-')) safe &= ~maskOf(['ssrf']);
  else if (has('.')) safe &= ~maskOf(['ssrf']);
  if (has('-')) safe &= ~OPTION;
  if (any('\'"`;')) safe &= ~maskOf(['sql-injection']);
  if (any(';&|`$(){}<>\n\'"')) safe &= ~maskOf(['command-injection']);
  if (any('<>&"\'')) safe &= ~maskOf(['xss']);
  if (any('\r\n')) safe &= ~maskOf(['header-injection', 'log-injection']);
  if (any('({[`;=') && !isArithmetic(allowed)) safe &= ~maskOf(['code-injection', 'template-injection', 'xxe', 'unsafe-deserialization']);
  if (any('*+({[')) safe &= ~maskOf(['regex-injection']);
  if (has('$')) safe &= ~maskOf(['nosql-injection']);
  if (has('_')) safe &= ~maskOf(['prototype-pollution']);
  return safe;
}

/** Digits, operators and brackets put together name nothing that could be called. */
function isArithmetic(allowed: string): boolean {
  return !Array.from('aAzZ_$[{`\'"=;').some((character) => classHas(allowed, character));
}

/** Whether a class of a regular expression holds a character; ranges and the usual escapes are known. */
export function classHas(text: string, character: string): boolean {
  try {
    return new RegExp(`^[${text}]$`, 's').test(character);
  } catch {
    return true;
  }
}

/** Characters that a pattern of class after class can match, when it is anchored at both ends; undefined when it can match anything. */
export function anchoredAlphabet(source: string, flags: string): string | undefined {
  if (flags.includes('m') || !source.startsWith('^') || !/(^|[^\\])\$$/.test(source)) return undefined;
  const body = source.slice(1, -1);
  if (splitsAtTop(body)) return undefined;
  let alphabet = '';
  const rest = body
    .replace(/\[((?:\\.|[^\]\\])+)\]/g, (_, content: string) => {
      if (content.startsWith('^')) alphabet += '\\s\\S';
      else alphabet += content;
      return '';
    })
    .replace(/\\[dwhs]/g, (escape) => { alphabet += escape; return ''; })
    .replace(/\\[DWSB]/g, () => { alphabet += '\\s\\S'; return ''; })
    .replace(/\{\d+(,\d*)?\}/g, '')
    .replace(/\(\?[:=!]|\(\?<[=!]|\(\?<\w+>/g, '(')
    .replace(/\\(.)/g, (_, character: string) => { alphabet += escaped(character); return ''; });
  for (const character of rest) {
    if (character === '.') return undefined;
    if (!'()|*+?^$'.includes(character)) alphabet += escaped(character);
  }
  return alphabet.includes('\\s\\S') ? undefined : alphabet;
}

/** `^a|b$` is two alternatives, each anchored at one end only. */
function splitsAtTop(body: string): boolean {
  return alternatives(body).length > 1;
}

/** The alternatives of a pattern, outside of groups. */
function alternatives(body: string): string[] {
  const cuts: number[] = [];
  let depth = 0;
  let inClass = false;
  for (let i = 0; i < body.length; i++) {
    const character = body[i];
    if (character === '\\') i++;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth === 0) cuts.push(i);
  }
  return [...cuts, body.length].map((end, index) => body.slice(index === 0 ? 0 : (cuts[index - 1] ?? 0) + 1, end));
}

function escaped(character: string): string {
  return /[\]\\^-]/.test(character) ? `\\${character}` : character;
}

/** Kinds that a value can no longer cause once the pattern has matched the whole of it. */
export function matchClears(source: string, flags: string): KindMask {
  const alphabet = anchoredAlphabet(source, flags);
  if (alphabet !== undefined) {
    // A path that begins with one slash, and something else behind it.
    const inside = /^\^\\?\/(?:\[(?!\^)[^\]/\\]+\]|\w|\\w|\\d)/.test(source);
    return safeFor(alphabet) | beginningClears(source) | (inside ? maskOf(['open-redirect']) : 0);
  }
  const beginning = flags.includes('m') || splitsAtTop(source) ? 0 : beginningClears(source);
  // A fixed scheme, host and slash in front fix where a URL leads.
  if (/^\^(https?|https\??):(\\?\/){2}[^/()|[\]*+?]+\\?\//.test(source)) return HOST | beginning;
  return beginning;
}

/** A first character that can be no dash keeps the value from being read as an option. */
function beginningClears(source: string): KindMask {
  const first = /^\^\(?(?:\?:)?(\[(?:\\.|[^\]\\])+\]|\\w|\\d|[A-Za-z0-9])(?![?*{])/.exec(source)?.[1];
  return /^\^\(\?!-/.test(source) || (first !== undefined && !classHas(first.replace(/^\[|\]$/g, ''), '-')) ? OPTION : 0;
}

/** Kinds that a value can no longer cause once the pattern was looked for in it and not found. */
export function absenceClears(source: string): KindMask {
  const choices = alternatives(source);
  // None of several patterns was found.
  if (choices.length > 1) return choices.reduce((mask, choice) => mask | absenceClears(choice), 0);
  const set = characterSet(source);
  if (set?.negated) return safeFor(set.text);
  let clears = 0;
  if (/\\\.\\\.|\\\.\{2\}|\[\.\]\{2\}/.test(source)) clears |= CLIMBING;
  if (/^\^?\\?\/\+?$/.test(source)) clears |= source.startsWith('^') ? ABSOLUTE : maskOf(['path-traversal', 'zip-slip']);
  if (set) {
    if (Array.from(';|&$`').every((character) => classHas(set.text, character))) clears |= maskOf(['command-injection', 'argument-injection']);
    if (Array.from('\'"').every((character) => classHas(set.text, character))) clears |= maskOf(['sql-injection']);
    if (classHas(set.text, '/') && classHas(set.text, '\\')) clears |= maskOf(['path-traversal', 'zip-slip', 'url-path-injection']);
    if (classHas(set.text, '<')) clears |= maskOf(['xss']);
    if (classHas(set.text, '\n')) clears |= maskOf(['header-injection', 'log-injection']);
  }
  if (/^\^-|^\^\\-|^\^\[-/.test(source)) clears |= OPTION;
  return clears;
}

/** Kinds that `text.replace(pattern, replacement)` takes away. Only global patterns take away all of what they match. */
export function replaceClears(source: string, flags: string, replacement: string | undefined, normalised = false): KindMask {
  const leading = leadingClears(source, replacement, normalised);
  if (!flags.includes('g')) return leading;
  const set = characterSet(source);
  if (set?.negated) return replacement === undefined ? safeFor(set.text) : safeFor(set.text + replacement.replace(/[\]\\^-]/g, '\\$&'));
  let clears = leading;
  const matches = (character: string): boolean => (set ? classHas(set.text, character) : source === character || source === `\\${character}`);
  if (matches('<') || (set && classHas(set.text, '<'))) clears |= maskOf(['xss']);
  if (matches('\'') && (replacement === undefined || replacement === '\'\'' || replacement === '\\\'' || replacement === '')) clears |= maskOf(['sql-injection']);
  if (source === '\'' && replacement !== undefined && /^'(\\'|"'"|\\\\'')'$/.test(replacement)) clears |= maskOf(['command-injection']);
  if (set && Array.from(';|&$`').every((character) => classHas(set.text, character))) clears |= maskOf(['command-injection']);
  // All that has a meaning between double quotes, escaped; the names of tables between their own quotes, doubled.
  const escapes = characterSet(source.replace(/^\((.*)\)$/, '$1'));
  if (escapes && !escapes.negated && /^\\\$[1&]$/.test(replacement ?? '') && Array.from('"\\$`').every((character) => classHas(escapes.text, character))) clears |= maskOf(['command-injection']);
  if (/^["`\]]$|^\\\]$/.test(source) && replacement === source.replace('\\', '').repeat(2)) clears |= maskOf(['sql-injection']);
  if (/\\\.\\\.|\\\.\{2,?\}/.test(source) && !/\\\//.test(source)) clears |= CLIMBING;
  if (set && (classHas(set.text, '/') || classHas(set.text, '\\')) && classHas(set.text, '/')) clears |= maskOf(['path-traversal', 'zip-slip', 'url-path-injection', 'ssrf', 'open-redirect']);
  if (matches('/') || source === '\\/') clears |= maskOf(['path-traversal', 'zip-slip']);
  if (matches('\n') || source.includes('\\n')) clears |= maskOf(['log-injection', 'header-injection']);
  if (source === '\\s' || source === '\\s+' ) clears |= maskOf(['log-injection', 'header-injection']);
  if (source.includes('\\W') && source.replace(/\\W\+?/g, '') === '') clears |= safeFor('\\w');
  if (/^\[.*\\\^.*\$.*\]$|^\[[^\]]*[.*+?^${}()|]+/.test(source) && replacement === '\\$&') clears |= maskOf(['regex-injection', 'command-injection']);
  return clears;
}

/** What cutting off the beginning takes away: dots are only there in a path in normal form. */
function leadingClears(source: string, replacement: string | undefined, normalised: boolean): KindMask {
  if (!source.startsWith('^') || replacement !== '') return 0;
  if (normalised && /\\\.\\\.|\\\.\{2\}/.test(source)) return CLIMBING;
  return /^\^(\\\/|\[\\?\/(\\\\)?\]|\[\\\\\\?\/\])[+*]$/.test(source) ? ABSOLUTE : 0;
}
