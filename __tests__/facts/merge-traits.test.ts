import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mergeTraits } from '../../src/facts/merge-traits';
import { TRAITS, type Trait, type TraitSignals } from '../../src/facts/traits';
import { seenAt } from '../../src/model/evidence';

const amount = { source: 3, other: 1 };
const at = (path: string, line = 1) => seenAt({ path, line }, `Here in ${path}.`);

describe('joining what was seen of traits', () => {
  test('an absent trait says what was searched', () => {
    const traits = mergeTraits([], amount);
    expect(Object.keys(traits)).toEqual(Object.keys(TRAITS));
    expect(traits.cookies).toEqual({ present: false, evidence: [{ kind: 'searched', note: 'Looked through 3 files of source code and 1 other file for a sign that this repository sets cookies beyond the strictly necessary, or runs browser analytics, and found none.' }] });
  });

  test('signals with no place are no signal', () => {
    expect(mergeTraits([{ http: [] }], amount).http.present).toBe(false);
  });

  test('evidence of all modules is joined once, by place', () => {
    const traits = mergeTraits([{ http: [at('b.ts'), at('a.ts', 2)] }, { http: [at('a.ts', 2), at('a.ts', 1)] }], amount);
    expect(traits.http.evidence).toEqual([at('a.ts', 1), at('a.ts', 2), at('b.ts')]);
  });

  test.each<[Trait, readonly Trait[]]>([
    ['tools', ['mcp-server', 'tools-or-routes']],
    ['stdio', ['mcp-server']],
    ['mcp-over-http', ['mcp-server', 'http']],
    ['http-beyond-loopback', ['http']],
    ['sql', ['database']],
    ['personal-data-stored', ['personal-data', 'persistence']],
    ['mcp-sdk', []],
  ])('%s shows %j', (trait, shown) => {
    const traits = mergeTraits([{ [trait]: [at('a.ts')] }], amount);
    const present = (Object.keys(TRAITS) as Trait[]).filter((id) => traits[id].present);
    expect(present.sort()).toEqual([trait, ...shown].sort());
  });

  test('the order in which modules speak does not matter', () => {
    const signal = fc.dictionary(fc.constantFrom(...(Object.keys(TRAITS) as Trait[])), fc.array(fc.record({ path: fc.constantFrom('a.ts', 'b.ts'), line: fc.integer({ min: 1, max: 3 }) }).map(({ path, line }) => at(path, line)), { maxLength: 4 }));
    fc.assert(fc.property(signal, signal, (a, b) => expect(mergeTraits([a as TraitSignals, b as TraitSignals], amount)).toEqual(mergeTraits([b as TraitSignals, a as TraitSignals], amount))));
  });
});
