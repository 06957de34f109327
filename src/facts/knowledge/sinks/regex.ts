import type { SinkRule } from '../rules';

const NOTE = 'a regular expression that takes exponential time with some texts';
const SLOW_RECEIVER = [{ place: 'this', is: [], slow: true }] as const;
const SLOW_PATTERN = [{ place: 'arg0', is: [], slow: true }] as const;

/** Text that becomes a regular expression, and text that a slow one is matched with. */
export const REGEX_SINKS: readonly SinkRule[] = [
  { api: ['RegExp', 'globalThis.RegExp', 'window.RegExp', 'xregexp', 'xregexp.XRegExp', 'XRegExp', 'named-regexp.named'], places: ['arg0'], kind: 'regex-injection', note: 'a regular expression' },
  { api: [], method: ['test', 'exec'], places: ['arg0'], kind: 'redos', note: NOTE, when: SLOW_RECEIVER },
  { api: [], method: ['match', 'matchAll', 'search', 'replace', 'replaceAll', 'split'], places: ['this'], kind: 'redos', note: NOTE, when: SLOW_PATTERN },
];
