import { describe, expect, test } from '@jest/globals';
import { guardNote, ownersOf } from '../../src/config/codeowners';

const path = '.github/mcp-publish-gate.yml';

describe('who owns the configuration', () => {
  test.each<[codeowners: string, owners: readonly string[]]>([
    ['', []],
    ['* @all', ['@all']],
    ['* @all\n/.github/ @sec @ops # both', ['@sec', '@ops']],
    ['.github/ @sec', ['@sec']],
    ['.github/* @sec', ['@sec']],
    ['/.github @sec', ['@sec']],
    ['*.yml @sec', ['@sec']],
    ['/*.yml @sec', []],
    ['mcp-publish-gate.yml @sec', ['@sec']],
    ['**/mcp-publish-gate.yml @sec', ['@sec']],
    ['/docs/ @docs\n# .github/ @x', []],
    ['* @all\n/.github/', []],
    ['.github @sec\n*.ts @js', ['@sec']],
    ['!.github/ @sec', []],
    [`${'*a'.repeat(150)} @sec`, []],
  ])('%j', (codeowners, owners) => {
    expect(ownersOf(codeowners, path)).toEqual(owners);
  });

  test('one star does not reach into folders', () => {
    expect(ownersOf('/.github/* @sec', '.github/workflows/ci.yml')).toEqual([]);
    expect(ownersOf('/.github/ @sec', '.github/workflows/ci.yml')).toEqual(['@sec']);
  });

  test('the note names them, or says that nobody guards', () => {
    expect(guardNote('* @acme/sec', path)).toBe("This pull request changes the configuration, which the base's CODEOWNERS gives to `@acme/sec`.");
    expect(guardNote(undefined, path)).toMatch(/no line of the base's CODEOWNERS guards `\.github\/mcp-publish-gate\.yml`/);
  });
});
