import { describe, expect, test } from '@jest/globals';
import { growthOf, type Growth } from '../../../src/flow/regex/slow';

/** Regular expressions by how the time to match them grows. */
const PATTERNS: Readonly<Record<Growth, readonly RegExp[]>> = {
  exponential: [
    /^(a+)+$/, /^([a-zA-Z]+)*$/, /^(a|aa)+$/, /^(a|a?)+$/, /^(([a-z])+.)+[A-Z]([a-z])+$/, /(\w+\s?)+$/, /^(\w|\d)+$/, /"(\\?.|[^"])*"/, /^_(__|.)+_$/, /^(\s|\t)*$/, /(x+x+)+y/,
    /^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*@[a-z]+$/, /^(?:[a-z]+,?)*$/, /((a|b)*|c)*$/, /(?:a|ab|b)*c/, /^(?:\w+\s*)+$/, /(.*)*x/, /^([0-9]|[a-z0-9])*!$/, /(\d+|\w)*@/, /("[^"]*"|[^,])*,x/,
  ],
  polynomial: [
    /^\s+|\s+$/, /\s+$/, /^0\.\d+E?\d+$/, / *, */, /\/+$/, /<!--.*-->/, /\d+x/, /^\d*\w*$/, /^(.*),(.*)$/, /(.+)\.(.+)\.com/, /^(.*a){12}$/, /(.*)=(.*)/, /\[.*\]\(/, /^\s*(.*?)\s*$/,
  ],
  linear: [
    /^[a-z]+$/, /^(?:[a-z]+\.)+[a-z]+$/, /^\d{3}-\d{4}$/, /^(ab|cd)+$/, /^"(?:\\.|[^"\\])*"/, /^\s+/, /[^a-z]/, /\s+/, /^\s*\w+\s*$/, /^\d+x/, /^[a-z]+@[a-z]+\.com$/, /^#([0-9a-f]{3}|[0-9a-f]{6})$/, /(a+)+/, /(a|aa)+/,
    /^([a-z]+,)*[a-z]+$/, /^(?:a|b|c)+$/, /^[\w.-]+@[\w-]+$/, /^(\d+)(\.\d+)*$/, /^(-?\d+,)*$/, /^([^,]+,)+$/, /\bfoo\b/, /^(a?b)+$/, /^(\+|-)?\d+$/, /^(([a-z]+):)?\/\/([^/]+)$/,
    /^(([^<>()[\]\\.,;:\s@"]+(\.[^<>()[\]\\.,;:\s@"]+)*)|(".+"))@(([^<>()[\]\\.,;:\s@"]+\.)+[^<>()[\]\\.,;:\s@"]{2,})$/,
  ],
};

describe('the time that regular expressions take', () => {
  test.each(Object.entries(PATTERNS).flatMap(([growth, patterns]) => patterns.map((pattern) => [pattern.source, growth] as const)))('%s is %s', (source, growth) => {
    expect(growthOf(source, '')).toBe(growth);
  });
});
