import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePolicyInputs } from '../../src/config/inputs';
import type { ConfigurationSide } from '../../src/config/choose';
import { loadConfiguration, type ConfigurationSources } from '../../src/config/load';
import { GATE_STRICTNESS, PROFILE_STRICTNESS } from '../../src/config/strictness';
import type { EffectiveConfiguration } from '../../src/config/effective';
import type { GateMode, Profile } from '../../src/model/scorecard';

const path = '.github/mcp-publish-gate.yml';
const commit = 'a'.repeat(40);

function side(text?: string, at = path): ConfigurationSide {
  return { revision: commit, files: text === undefined ? [] : [{ path: at, text }] };
}

function load(sources: Partial<ConfigurationSources>): EffectiveConfiguration {
  const loaded = loadConfiguration({ inputs: {}, fork: false, ...sources });
  if (!loaded.ok) throw new Error(loaded.faults.map((fault) => fault.message).join('\n'));
  return loaded.configuration;
}

function refused(sources: Partial<ConfigurationSources>): string[] {
  const loaded = loadConfiguration({ inputs: {}, fork: false, ...sources });
  return loaded.ok ? [] : loaded.faults.map((fault) => fault.message);
}

const waiver = 'waivers:\n  - {item: no-xss, reason: Accepted for one release., owner: Bo, expires: 2026-12-01}\n';

describe('whose policy counts', () => {
  test('without any configuration the defaults count', () => {
    const configuration = load({ base: side(), head: side() });
    expect(configuration).toMatchObject({ profile: 'standard', gate: 'head', source: 'defaults', notes: [], changes: [], files: { exclude: [] }, settings: { maxTokenLifetime: 86_400 } });
  });

  test('the base wins over the head, and the difference is listed', () => {
    const configuration = load({ base: side('profile: strict\n'), head: side('profile: minimal\nexclude: [src/**]\n') });
    expect(configuration.profile).toBe('strict');
    expect(configuration.files.exclude).toEqual([]);
    expect(configuration.source).toBe(`${path} at aaaaaaa`);
    expect(configuration.changes).toEqual([
      { key: 'exclude', before: 'not set', after: 'src/**', loosens: true },
      { key: 'profile', before: 'strict', after: 'minimal', loosens: true },
    ]);
  });

  test('a head that removes the configuration is judged by the one it removes', () => {
    const configuration = load({ base: side('profile: strict\n'), head: side() });
    expect(configuration.profile).toBe('strict');
    expect(configuration.changes).toEqual([{ key: 'profile', before: 'strict', after: 'not set', loosens: true }]);
  });

  test('the first configuration of the same repository counts, and says so', () => {
    const configuration = load({ base: side(), head: side('profile: minimal\n') });
    expect(configuration.profile).toBe('minimal');
    expect(configuration.notes).toEqual([`This is the first configuration (\`${path}\`): the base has none, so that of this pull request counts.`]);
    expect(configuration.changes).toEqual([{ key: 'profile', before: 'not set', after: 'minimal', loosens: true }]);
  });

  test('the first configuration of a fork does not count, and says so', () => {
    const configuration = load({ base: side(), head: side(`profile: minimal\n${waiver}`), fork: true });
    expect(configuration).toMatchObject({ profile: 'standard', source: 'defaults', claims: { waivers: [] } });
    expect(configuration.notes[0]).toMatch(/does not count, since it comes from another repository/);
  });

  test('with nothing to compare with, the configuration at hand counts', () => {
    const configuration = load({ head: side(`profile: strict\n${waiver}`) });
    expect(configuration).toMatchObject({ profile: 'strict', changes: [], notes: [] });
    expect(configuration.claims.waivers).toMatchObject([{ added: false, line: 3, path, target: { kind: 'item', id: 'no-xss' }, owner: 'Bo' }]);
  });
});

describe('claims', () => {
  test('come from the head of the same repository, and the added ones are known', () => {
    const more = `${waiver}  - {item: no-sql-injection, reason: Accepted for one release., owner: Bo, expires: 2026-12-01}\n`;
    const { claims, baseClaims, changes } = load({ base: side(waiver), head: side(more) });
    expect(claims.waivers.map(({ target, added }) => [target.id, added])).toEqual([['no-xss', false], ['no-sql-injection', true]]);
    expect(baseClaims.waivers).toHaveLength(1);
    expect(changes).toEqual([{ key: 'waivers.item.no-sql-injection', before: 'not set', after: 'until 2026-12-01: Accepted for one release.', loosens: true }]);
  });

  test('an extended waiver is a new claim and loosens', () => {
    const { claims, changes } = load({ base: side(waiver), head: side(waiver.replace('2026-12-01', '2027-12-01')) });
    expect(claims.waivers.map(({ added }) => added)).toEqual([true]);
    expect(changes.map(({ loosens }) => loosens)).toEqual([true]);
  });

  test('of a fork come from the base', () => {
    const { claims } = load({ base: side(waiver), head: side(waiver.replace('no-xss', 'no-sql-injection')), fork: true });
    expect(claims.waivers.map(({ target, added }) => [target.id, added])).toEqual([['no-xss', false]]);
  });
});

describe('inputs', () => {
  test.each<[input: Profile, configured: Profile, effective: Profile, noted: boolean]>([
    ['strict', 'minimal', 'strict', false],
    ['minimal', 'strict', 'strict', true],
    ['standard', 'standard', 'standard', false],
  ])('input %s and configuration %s make %s', (input, configured, effective, noted) => {
    const configuration = load({ base: side(`profile: ${configured}\n`), head: side(`profile: ${configured}\n`), inputs: { profile: input } });
    expect(configuration.profile).toBe(effective);
    expect(configuration.notes).toHaveLength(noted ? 1 : 0);
  });

  test('an input speaks alone where the configuration is silent', () => {
    expect(load({ base: side('exclude: [a]\n'), head: side('exclude: [a]\n'), inputs: { profile: 'minimal', gate: 'changes' } })).toMatchObject({ profile: 'minimal', gate: 'changes' });
  });

  test('pointing `config` at a new file does not escape the policy of the base', () => {
    const configuration = load({ base: side('profile: strict\n'), head: side('profile: minimal\n', 'lax.yml'), inputs: { config: 'lax.yml' } });
    expect(configuration.profile).toBe('strict');
    expect(configuration.notes).toEqual([`The input \`config\` names \`lax.yml\`, which the base does not have; the policy is that of \`${path}\` at the base.`]);
  });

  test('raw inputs are checked, not guessed', () => {
    expect(parsePolicyInputs({ profile: '', gate: ' head ', config: './a//b.yml' })).toEqual({ ok: true, inputs: { gate: 'head', config: 'a/b.yml' } });
    const wrong = parsePolicyInputs({ profile: 'strickt', gate: 'none', config: '../x' });
    expect(wrong.ok ? [] : wrong.faults.map((fault) => fault.remedy)).toEqual(['Did you mean `strict`?', 'Use one of `changes`, `head`.', 'Give a path relative to the root of the repository.']);
  });
});

describe('what cannot be read', () => {
  test.each<[string, Partial<ConfigurationSources>, RegExp]>([
    ['a head that breaks the configuration', { base: side('version: 1\n'), head: side('nope: 1\n') }, /1:1: nope: There is no key/],
    ['a fork that breaks it', { base: side(), head: side('nope: 1\n'), fork: true }, /nope/],
    ['a broken base that the head leaves as it is', { base: side('nope: 1\n'), head: side('nope: 1\n') }, /nope/],
    ['a broken base that a fork repairs', { base: side('nope: 1\n'), head: side('version: 1\n'), fork: true }, /nope/],
    ['an empty file', { head: side('') }, /The file is empty/],
    ['a named file that is nowhere', { base: side(), head: side(), inputs: { config: 'x.yml' } }, /^x\.yml:1:1: The file that the input `config` names does not exist\.$/],
    ['a named file that is nowhere, with one at the usual place', { base: side('version: 1\n'), head: side(), inputs: { config: 'x.yml' } }, /does not exist/],
    ['two files', { head: { revision: 'h', files: [{ path, text: 'version: 1\n' }, { path: '.github/mcp-publish-gate.yaml', text: 'version: 1\n' }] } }, /only one of the two can count/],
    ['a link', { base: side(), head: { ...side(), faults: [{ kind: 'configuration', message: 'It is a link.', remedy: 'Put the file there.', path }] } }, /It is a link/],
  ])('%s is a fault', (_, sources, expected) => {
    expect(refused(sources).join('\n')).toMatch(expected);
  });

  test('a pull request that repairs a broken base is judged by its own, and says so', () => {
    const configuration = load({ base: side('nope: 1\n'), head: side('profile: strict\n') });
    expect(configuration.profile).toBe('strict');
    expect(configuration.notes[0]).toMatch(/cannot be read .*nope.* repairs it/);
  });
});

describe('changes of policy', () => {
  test.each<[before: string, after: string, key: string, loosens: boolean]>([
    ['gate: head', 'gate: changes', 'gate', true],
    ['gate: changes', 'version: 1', 'gate', false],
    ['levels: {items: {no-xss: required}}', 'levels: {items: {no-xss: recommended}}', 'levels.items.no-xss', true],
    ['version: 1', 'levels: {controls: {retry: required}}', 'levels.controls.retry', false],
    ['version: 1', 'levels: {controls: {xss: recommended}}', 'levels.controls.xss', true],
    ['version: 1', 'controls: {jwt-expiration: {maxTokenLifetime: 7d}}', 'controls.jwt-expiration.maxTokenLifetime', true],
    ['controls: {jwt-expiration: {maxTokenLifetime: 7d}}', 'controls: {jwt-expiration: {maxTokenLifetime: 15m}}', 'controls.jwt-expiration.maxTokenLifetime', false],
    ['version: 1', 'include: [src/**]', 'include', true],
    ['include: [src/**]', 'include: [src/**, lib/**]', 'include', false],
    ['include: [src/**]', 'version: 1', 'include', false],
    ['exclude: [a]', 'version: 1', 'exclude', false],
    ['flow: {sinks: [{api: a.b, kind: xss}]}', 'version: 1', 'flow.sinks', true],
    ['version: 1', 'flow: {sanitizers: [{api: a.b, kinds: [xss]}]}', 'flow.sanitizers', true],
    [waiver, 'version: 1', 'waivers.item.no-xss', false],
  ])('%s, then %s', (before, after, key, loosens) => {
    const { changes } = load({ base: side(`${before}\n`), head: side(`${after}\n`) });
    expect(changes.map((change) => [change.key, change.loosens])).toEqual([[key, loosens]]);
  });
});

const profiles = fc.constantFrom<Profile | undefined>(undefined, 'minimal', 'standard', 'strict');
const gates = fc.constantFrom<GateMode | undefined>(undefined, 'head', 'changes');

test('whatever the head and the inputs say, the policy is never laxer than what the base spells out', () => {
  fc.assert(
    fc.property(profiles, gates, profiles, gates, profiles, gates, fc.boolean(), (baseProfile, baseGate, headProfile, headGate, inputProfile, inputGate, fork) => {
      const text = (profile?: Profile, gate?: GateMode): string => `version: 1\n${profile ? `profile: ${profile}\n` : ''}${gate ? `gate: ${gate}\n` : ''}`;
      const configuration = load({ base: side(text(baseProfile, baseGate)), head: side(text(headProfile, headGate)), inputs: { ...(inputProfile && { profile: inputProfile }), ...(inputGate && { gate: inputGate }) }, fork });
      if (baseProfile) expect(PROFILE_STRICTNESS[configuration.profile]).toBeGreaterThanOrEqual(PROFILE_STRICTNESS[baseProfile]);
      if (baseGate) expect(GATE_STRICTNESS[configuration.gate]).toBeGreaterThanOrEqual(GATE_STRICTNESS[baseGate]);
      if (inputProfile) expect(PROFILE_STRICTNESS[configuration.profile]).toBeGreaterThanOrEqual(PROFILE_STRICTNESS[inputProfile]);
    }),
  );
});
