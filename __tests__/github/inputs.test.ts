import { describe, expect, test } from '@jest/globals';
import { normalFolder, readInputs } from '../../src/github/inputs';

test('what is not given has its default, and says nothing of policy', () => {
  const { inputs, faults } = readInputs({ 'INPUT_GITHUB-TOKEN': ' t ', INPUT_PROFILE: '', 'INPUT_SARIF-FILE': '' });
  expect(faults).toEqual([]);
  expect(inputs).toEqual({
    token: 't', policy: { profile: '', gate: '', config: '' }, comment: true, annotations: 'check-run', checkName: 'MCP publish gate report', workingDirectory: '',
  });
});

test('everything that is given is taken', () => {
  const { inputs, faults } = readInputs({ INPUT_COMMENT: 'false', INPUT_ANNOTATIONS: 'off', 'INPUT_CHECK-NAME': 'Gate', 'INPUT_WORKING-DIRECTORY': './packages//a/', 'INPUT_SARIF-FILE': 'a.sarif', 'INPUT_SCORECARD-FILE': 'a.json' });
  expect(faults).toEqual([]);
  expect(inputs).toMatchObject({ comment: false, annotations: 'off', checkName: 'Gate', workingDirectory: 'packages/a', sarifFile: 'a.sarif', scorecardFile: 'a.json' });
});

describe('faults', () => {
  test.each([
    ['a value that is none', { INPUT_ANNOTATIONS: 'checkrun' }, /`annotations` is .*checkrun/, 'Did you mean `check-run`?'],
    ['yes for true', { INPUT_COMMENT: 'yes' }, /`comment` is .*yes/, 'Use one of `true`, `false`.'],
    ['a profile that is none', { INPUT_PROFILE: 'strickt' }, /`profile` is .*strickt/, 'Did you mean `strict`?'],
    ['a gate that is none', { INPUT_GATE: 'everything' }, /`gate` is .*everything/, /Use one of/],
    ['a folder outside', { 'INPUT_WORKING-DIRECTORY': '../x' }, /no folder inside/, /relative to the root/],
    ['a misspelt name', { INPUT_PROFIL: 'strict' }, /no input .*profil/, 'Did you mean `profile`?'],
    ['a check name that is too long', { 'INPUT_CHECK-NAME': 'x'.repeat(201) }, /longer than 200/, /shorter/],
  ])('%s', (_, env: Record<string, string>, message, remedy) => {
    const { faults } = readInputs(env);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ kind: 'configuration', message: expect.stringMatching(message), remedy: expect.stringMatching(remedy instanceof RegExp ? remedy : new RegExp(remedy.replace(/[?.]/g, '\\$&'))) });
  });

  test('all at once', () => {
    expect(readInputs({ INPUT_COMMENT: '1', INPUT_PROFILE: 'x', INPUT_ANNOTATIONS: 'y' }).faults).toHaveLength(3);
  });

  test('a variable of somebody else is none of ours', () => {
    expect(readInputs({ INPUT_SOMETHING_ELSE: '1', INPUT_FOO: '2' }).faults).toEqual([]);
  });
});

test.each([['', ''], ['.', ''], ['./a/', 'a'], ['a\\b', 'a/b'], ['/etc', undefined], ['a/../..', undefined], ['C:\\x', undefined]])('the folder %j is %j', (given, folder) => {
  expect(normalFolder(given)).toBe(folder);
});
