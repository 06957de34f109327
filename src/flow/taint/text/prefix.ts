import type { NodeId } from '../../../model/flow-graph';
import { ABSOLUTE, bitOf, maskOf, SCHEME, type KindMask } from '../kinds';

/** What is known of the text before a tainted part: literal text, with \0 for a value that is not known. */
export type Prefix = string;

const HOST = maskOf(['ssrf', 'open-redirect']);
const OPTION = maskOf(['argument-injection']);
const POLLUTION = maskOf(['prototype-pollution']);
const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype'];
const PAGE = maskOf(['xss']);
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
  if (prefix === '/' && !behind) return { clears: OPTION | ABSOLUTE | SCHEME | maskOf(['ssrf']) | bitOf('open-redirect'), inUrlPath: true };
  const option = SCHEME | (behind || /\s$/.test(prefix) ? 0 : OPTION) | (/^file:\/\/$/i.test(prefix) ? 0 : ABSOLUTE);
  if (/^(\0:?|\0?[a-z][a-z0-9+.-]*:)?\/\/$/i.test(prefix)) return { clears: option, inUrlPath: false };
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#\0]+$/i.test(prefix)) return { clears: option, inUrlPath: false };
  const behindHost = prefix.replace(/^(\0:?|[a-z][a-z0-9+.-]*:)\/\/[^/?#]*/i, '');
  const query = /[?#]/.test(behindHost);
  const path = behindHost.includes('/');
  return { clears: option | HOST | (query ? URL_PATH : 0), inUrlPath: path && !query };
}

/** Kinds that a part of a string can no longer cause since other parts are there: with them it is none of the keys that lead to prototypes, or an event of a stream and no page. */
export function partsClear(parts: readonly (NodeId | string)[]): KindMask {
  const pollution = parts.some((part) => typeof part === 'string' && !PROTOTYPE_KEYS.some((key) => key.includes(part))) ? POLLUTION : 0;
  return pollution | (isEvent(parts) ? PAGE : 0);
}

/** `data: …` with an empty line behind it: an event, which browsers hand to a script and never show. */
function isEvent(parts: readonly (NodeId | string)[]): boolean {
  const first = parts[0];
  const last = parts[parts.length - 1];
  return typeof first === 'string' && typeof last === 'string' && /^(?:id|event|data|retry):/.test(first) && last.endsWith('\n\n');
}
