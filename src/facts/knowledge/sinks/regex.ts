import type { ConstantTest, SinkRule } from '../rules';

const test = (place: string, grows: 'polynomial' | 'exponential'): readonly ConstantTest[] => [{ place, is: [], grows }];

/** Text that is matched with a slow regular expression. */
function slow(grows: 'polynomial' | 'exponential', rest: Pick<SinkRule, 'note' | 'warn' | 'from'>): SinkRule[] {
  return [
    { api: [], method: ['test', 'exec'], places: ['arg0'], kind: 'redos', when: test('this', grows), ...rest },
    { api: ['RegExp().{test,exec}'], places: ['arg0'], kind: 'redos', when: test('this', grows), ...rest },
    { api: [], method: ['match', 'matchAll', 'search', 'replace', 'replaceAll', 'split'], places: ['this'], kind: 'redos', when: test('arg0', grows), ...rest },
  ];
}

/** Text that becomes a regular expression, and text that a slow one is matched with. */
export const REGEX_SINKS: readonly SinkRule[] = [
  { api: ['RegExp', 'globalThis.RegExp', 'window.RegExp', 'xregexp', 'xregexp.XRegExp', 'XRegExp', 'named-regexp.named'], places: ['arg0'], kind: 'regex-injection', note: 'a regular expression' },
  // Strings are made regular expressions by these; other things have methods of such names as well.
  { api: [], method: ['match', 'matchAll', 'search'], places: ['arg0'], kind: 'regex-injection', note: 'a regular expression', when: [{ place: 'this', matches: /(?:)/ }] },
  ...slow('exponential', { note: 'a regular expression that takes exponential time with some texts' }),
  // Patterns whose time grows with the square are everywhere; they hurt where strangers send long texts.
  ...slow('polynomial', { note: 'a regular expression whose time grows with the square of some texts, or faster', warn: true, from: ['request', 'library'] }),
];
