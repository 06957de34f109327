import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseConfiguration } from '../../src/config/parse';

const path = '.github/mcp-publish-gate.yml';

/** The messages of a refused text, without the path in front. */
function faultsOf(text: string): string[] {
  const parsed = parseConfiguration({ path, text });
  return parsed.ok ? [] : parsed.faults.map((fault) => `${fault.message.replace(`${path}:`, '')} ${fault.remedy}`);
}

const whole = `
version: 1
profile: strict
gate: changes
levels:
  items: {caching-implemented: required}
  controls:
    retry: required
controls:
  jwt-expiration: {maxTokenLifetime: 12h}
include: ['src/**', 'packages/{a,b}/**']
exclude: ['src/legacy/**']
flow:
  sources: [{api: '@acme/inbox.read', from: callback}]
  sinks: [{api: mylib/sub.Pool.query, kind: sql-injection, arguments: [0]}]
  sanitizers: [{api: mylib.clean, kinds: [xss]}]
attestations:
  - {item: load-tests, by: Ada, reason: Ran with k6 against staging., evidence: 'https://example.com/r', date: 2026-01-02, expires: 2026-06-01}
  - {control: metric-user-growth, by: Ada, reason: Shown on the dashboard., evidence: 'https://example.com/d', date: 2026-01-02, expires: 2026-06-01}
waivers:
  - {item: error-codes, reason: Written in the next release., owner: docs team, expires: 2026-06-01}
  - {control: retry, reason: The upstream retries by itself., owner: Bo, expires: 2026-06-01}
  - {finding: 0123456789abcdef0123, reason: A constant in disguise., owner: Bo, expires: 2026-06-01}
`;

describe('a configuration that holds', () => {
  test('every key is accepted, and places are known', () => {
    const parsed = parseConfiguration({ path, text: whole });
    expect(parsed.ok ? [] : parsed.faults).toEqual([]);
    if (!parsed.ok) return;
    expect(parsed.configuration.profile).toBe('strict');
    expect(parsed.lineOf(['waivers', 2])).toBe(23);
    expect(parsed.lineOf(['attestations', 0, 'by'])).toBe(18);
  });

  test('an alias that says something once more is fine, and places go through it', () => {
    const text = 'waivers:\n  - &a {item: error-codes, reason: Written in the next release., owner: x, expires: 2026-06-01}\nexclude: &e [a]\ninclude: *e\n';
    expect(faultsOf(text)).toEqual([]);
  });

  test.each(['version: 1\r\nprofile: strict\r\n', '\ufeffversion: 1\n', '---\nversion: 1\n...\n', '{"version": 1}'])('%j is read', (text) => {
    expect(faultsOf(text)).toEqual([]);
  });
});

describe('what is refused', () => {
  test.each<[name: string, text: string, faults: readonly string[]]>([
    ['an unknown key', 'profil: strict\n', ['1:1: profil: There is no key `profil` here. Did you mean `profile`?']],
    ['an unknown key like no other', 'version: 1\nzzzzzz: 1\n', ['2:1: zzzzzz: There is no key `zzzzzz` here. Remove it. The keys here are `version`, `profile`, `gate`, `levels`, `controls`, `include`, `exclude`, `flow`, `attestations`, `waivers`.']],
    ['an unknown id', 'levels:\n  items:\n    unit-test: required\n', ['3:5: levels.items.unit-test: There is no key `unit-test` here. Did you mean `unit-tests`?']],
    ['a reserved key', 'evidence:\n  tests: {junit: a.xml}\n', ['1:1: evidence: It is reserved for reports of tests and load tests (`evidence.tests.junit` and the like), which this version does not read. Remove the key until a version reads it.']],
    ['a wrong value', 'profile: strickt\n', ['1:10: profile: `strickt` is not one of the values that are known here. Did you mean `strict`?']],
    ['a value like no other', 'gate: 7\n', ['1:7: gate: `7` is not one of the values that are known here. Use one of `head`, `changes`.']],
    ['a wrong type', 'exclude: src\n', ['1:10: exclude: It must be a list, but it is `src`. Write a list here.']],
    ['a key without a value', 'exclude:\n', ['1:9: exclude: It must be a list, but it is empty. Write a list here.']],
    ['a duplicate key', 'gate: head\ngate: changes\n', ['2:1: This key stands here twice, and only one of the two would count. Correct the YAML at this place.']],
    ['a nested duplicate key', 'levels: {items: {no-xss: required, no-xss: recommended}}\n', ['1:36: This key stands here twice, and only one of the two would count. Correct the YAML at this place.']],
    ['a list as the whole', '- a\n', ['1:1: It must be a mapping of keys, but it is a list. Write a mapping of keys here.']],
    ['a text as the whole', 'hello\n', ['1:1: It must be a mapping of keys, but it is `hello`. Write a mapping of keys here.']],
    ['an empty file', '', ['1:1: The file is empty, so nobody can tell what was meant. Write at least `version: 1`, or remove the file to use the defaults.']],
    ['a file of comments', '# nothing\n', ['1:1: The file is empty, so nobody can tell what was meant. Write at least `version: 1`, or remove the file to use the defaults.']],
    ['a later version', 'version: 2\n', ['1:10: version: `2` is not one of the values that are known here. Use one of `1`.']],
    ['a duration without a unit', 'controls: {jwt-expiration: {maxTokenLifetime: "3600"}}\n', ['1:47: controls.jwt-expiration.maxTokenLifetime: It must be a whole number and a unit, such as `15m`, `12h` or `7d`, but it is `3600`. Correct the value.']],
    ['a negated pattern', 'exclude: ["!a"]\n', ['1:11: exclude[0]: A pattern cannot be negated; use `include` and `exclude`, but it is `!a`. Correct the value.']],
    ['a tag of a language', 'profile: !!js/function "x"\n', ['1:10: Unresolved tag: tag:yaml.org,2002:js/function. Correct the YAML at this place.', '1:24: profile: `x` is not one of the values that are known here. Use one of `minimal`, `standard`, `strict`.']],
    ['a merge key', 'levels: &l {items: {}}\nflow: {<<: *l}\n', ['2:8: flow.<<: There is no key `<<` here. Remove it. The keys here are `sources`, `sinks`, `sanitizers`, `guards`.']],
  ])('%s', (_, text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  test('a waiver that lacks, repeats and misspells, all at once and in order', () => {
    const text = [
      'profile: lax',
      'waivers:',
      '  - {reason: short, owner: 3, expires: 2026-02-30}',
      '  - {item: no-xss, control: xss, reason: Accepted for one release., owner: Bo, expires: 2026-01-01}',
      '  - {item: no-xss, reason: Accepted for one release., owner: Bo, expires: 2026-01-01, by: Bo}',
      '  - {item: no-xss, reason: Accepted for one release., owner: Bo, expires: 2026-01-01}',
      '  - {finding: XYZ, reason: Accepted for one release.}',
      'attestations: [{item: load-tests, by: A, reason: It was shown to me., evidence: "http://x.y", date: 2026-02-01, expires: 2026-01-01}]',
    ].join('\n');
    const faults = faultsOf(text).map((fault) => fault.split(': ').slice(0, 2).join(' '));
    expect(faults).toEqual([
      '1:10 profile',
      '3:5 waivers[0]', '3:14 waivers[0].reason', '3:28 waivers[0].owner', '3:40 waivers[0].expires',
      '4:5 waivers[1]',
      '5:87 waivers[2].by',
      '6:5 waivers[3]',
      '7:5 waivers[4].owner', '7:5 waivers[4].expires', '7:15 waivers[4].finding',
      '8:81 attestations[0].evidence', '8:122 attestations[0].expires',
    ]);
  });

  test('broken YAML names the place', () => {
    const [first] = faultsOf('profile: strict\nlevels: {items: [}\n');
    expect(first).toMatch(/^2:\d+: /);
  });

  test('two documents in one file', () => {
    expect(faultsOf('version: 1\n---\nversion: 1\n')).toHaveLength(1);
  });

  test.each<[string, string]>([
    ['an alias bomb', `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.split('').map((c, i) => `${c}: &${c} [${Array.from({ length: 9 }, () => `*${'abcdefghi'[i] ?? ''}`).join(',')}]`).join('\n')}\n`],
    ['an alias of itself', 'exclude: &a [*a]\n'],
    ['brackets without end', '['.repeat(100_000)],
    ['nesting without end', `exclude: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`],
    ['more than 256 KiB', `# ${'x'.repeat(262_144)}\n`],
    ['twenty thousand keys', Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n')],
  ])('%s is refused quickly', (_, text) => {
    const start = performance.now();
    const faults = faultsOf(text);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThanOrEqual(101);
    expect(performance.now() - start).toBeLessThan(30_000);
  });

  test('a hostile key shows on one line, cut', () => {
    const [first] = faultsOf(`"a\\n::error::b\u202e${'x'.repeat(300)}": 1\n`);
    expect(first).not.toMatch(/[\n\u202e]/);
    expect(first?.length).toBeLessThan(400);
  });
});

test('no text makes the parser throw, and a refusal always has a place and a remedy', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 200 }), fc.json(), fc.mixedCase(fc.constant(whole))), (text) => {
      const parsed = parseConfiguration({ path, text });
      if (parsed.ok) return;
      expect(parsed.faults.length).toBeGreaterThan(0);
      for (const fault of parsed.faults) {
        expect(fault.message).toMatch(/^\.github\/mcp-publish-gate\.yml:\d+:\d+: .+\.$/s);
        expect(fault.remedy).not.toBe('');
      }
    }),
  );
});
