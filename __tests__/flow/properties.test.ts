import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { found, wanted } from '../support/flows';
import { CONVERSIONS, GUARDS, REPAIRS, SPELLINGS, WRONG } from '../support/properties/guards';
import { namesFrom, programOf, shown } from '../support/properties/programs';
import { REWRITES, type Handed, type Name, type Rewrite } from '../support/properties/rewrites';
import { SEEDS, type Seed } from '../support/properties/seeds';

/** Rewrites, some for one kind alone, through which the analysis loses a finding today. A test fails when one of them closes. */
const LOST: readonly string[] = [];

/** Guards in a spelling, some for one kind alone, that the analysis does not take for what they are today. */
const MISTAKEN: readonly string[] = [];

const RUNS = { seed: 20_240_601, endOnFailure: true } as const;
const COMMAND = SEEDS.filter((seed) => seed.kind === 'command-injection');
const STEM = fc.stringMatching(/^[a-z][A-Za-z_$]{0,7}$/);

function keeps(name: string, kind: string): boolean {
  return !LOST.includes(name) && !LOST.includes(`${name}: ${kind}`) && REWRITES[name]?.ends?.some((each) => each === kind) !== true;
}

/** What the analysis says of a program, and the program itself, so that a failure shows both. */
function missing(files: Readonly<Record<string, string>>): string {
  const got = found(files);
  const lost = wanted(files).filter((each) => !got.includes(each));
  return lost.length === 0 ? '' : `${lost.join(', ')} is lost in:\n${shown(files)}`;
}

const rewritten = fc.constantFrom(...SEEDS).chain((seed) => fc.record({
  seed: fc.constant(seed),
  rewrites: fc.array(fc.constantFrom(...Object.keys(REWRITES).filter((name) => keeps(name, seed.kind))), { minLength: 1, maxLength: 4 }),
  stems: fc.array(STEM, { minLength: 1, maxLength: 4 }),
}));

function rewrites(names: readonly string[]): Rewrite[] {
  return names.flatMap((name) => REWRITES[name] ?? []);
}

describe('a finding and the ways to write it', () => {
  test.each(SEEDS)('$kind is found as it is', (seed) => {
    expect(missing(programOf(seed, [], namesFrom(['v'])))).toBe('');
  });

  test.each(Object.keys(REWRITES).filter((name) => keeps(name, 'command-injection')))('one rewrite: %s', (name) => {
    for (const seed of COMMAND) expect(missing(programOf(seed, rewrites([name]), namesFrom(['v'])))).toBe('');
  });

  test('no names and no rewrites, one after the other, lose it', () => {
    fc.assert(fc.property(rewritten, ({ seed, rewrites: names, stems }) => {
      expect(missing(programOf(seed, rewrites(names), namesFrom(stems)))).toBe('');
    }), { ...RUNS, numRuns: 80 });
  }, 120_000);

  test('what is known to be lost still is', () => {
    expect(LOST.filter((gap) => {
      const [name = '', kind] = gap.split(': ');
      return SEEDS.filter((seed) => seed.kind === (kind ?? 'command-injection')).some((seed) => missing(programOf(seed, rewrites([name]), namesFrom(['v']))) === '');
    })).toEqual([]);
  });
});

/** A kind, and a guard or a conversion that silences it in one of its spellings. */
interface Guarded {
  readonly name: string;
  readonly seed: Seed;
  readonly write: (value: string, use: Seed['sink'], name: Name) => Handed;
}

const GUARDED: readonly Guarded[] = SEEDS.flatMap((seed) => [
  ...Object.entries(GUARDS).flatMap(([guard, each]) => (each.kinds.includes(seed.kind) ? Object.entries(SPELLINGS).map(([spelling, write]): Guarded => ({ name: `${guard}, ${spelling}`, seed, write: (value, use, name) => write(each, value, use, name) })) : [])),
  ...Object.entries(REPAIRS).flatMap(([repair, each]) => (each.kinds.includes(seed.kind) ? Object.entries(CONVERSIONS).map(([spelling, write]): Guarded => ({ name: `${repair}, ${spelling}`, seed, write: (value, use, name) => write(each, value, use, name) })) : [])),
]);

/** A program that is guarded and still has a finding of the kind. */
function accused({ seed, write }: Guarded, stems: readonly string[]): string {
  const name = namesFrom(stems);
  const files = programOf(seed, [], name, (value, use) => write(value, use, name));
  const got = found(files).filter((each) => each.startsWith(`${seed.kind} `));
  return got.length === 0 ? '' : `${got.join(', ')} is found in:\n${shown(files)}`;
}

function isMistaken({ name, seed }: Guarded): boolean {
  return MISTAKEN.includes(name) || MISTAKEN.includes(`${name}: ${seed.kind}`);
}

describe('a guard and the ways to write it', () => {
  test('no spelling of a guard leaves its kind', () => {
    const guarded = fc.record({ guarded: fc.constantFrom(...GUARDED.filter((each) => !isMistaken(each))), stems: fc.array(STEM, { minLength: 1, maxLength: 4 }) });
    fc.assert(fc.property(guarded, ({ guarded: each, stems }) => { expect(accused(each, stems)).toBe(''); }), { ...RUNS, numRuns: 150 });
  }, 120_000);

  test('what only looks like a guard silences nothing, however it is written', () => {
    const wrong = SEEDS.flatMap((seed) => Object.values(WRONG).filter((each) => each.kinds.includes(seed.kind)).flatMap((each) => Object.values(SPELLINGS).map((write) => ({ seed, each, write }))));
    fc.assert(fc.property(fc.constantFrom(...wrong), fc.array(STEM, { minLength: 1, maxLength: 4 }), ({ seed, each, write }, stems) => {
      const name = namesFrom(stems);
      const files = programOf(seed, [], name, (value, use) => write(each, value, use, name));
      expect(found(files).some((one) => one.startsWith(`${seed.kind} `)) ? '' : shown(files)).toBe('');
    }), { ...RUNS, numRuns: 60 });
  }, 120_000);

  test('what is known to be mistaken still is', () => {
    expect(GUARDED.filter((each) => isMistaken(each) && accused(each, ['v']) === '').map(({ name, seed }) => `${name}: ${seed.kind}`)).toEqual([]);
  });
});
