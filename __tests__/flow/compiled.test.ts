import { describe, expect, test } from '@jest/globals';
import { found } from '../support/flows';
import { COMPILERS } from '../support/properties/compilers';
import { namesFrom, programOf, shown } from '../support/properties/programs';
import { REWRITES } from '../support/properties/rewrites';
import { SEEDS, type Seed } from '../support/properties/seeds';

/** Rewrites that are lost by a compiler today, as `compiler: rewrite`. A test fails when one comes right. */
const LOST: readonly string[] = [
  'esbuild, minified: barrel',
  ...['spread of an object', 'async generator'].map((name) => `esbuild to ES2016, bundled and minified: ${name}`),
  ...['getter', 'setter', 'promise', 'Promise.all', 'ESM named', 'ESM imported late', 'barrel', 'async generator'].map((name) => `swc to ES5, minified: ${name}`),
];

/** Kinds of values and of functions that compilers write otherwise, together in as few programs as show which is lost. */
const COMPILED: readonly string[] = [
  'field', 'private field', 'parameter property', 'inherited method', 'static method', 'getter', 'setter', 'constructor injection',
  'async function', 'promise', 'Promise.all', 'ESM named', 'ESM default', 'ESM namespace', 'ESM imported late', 'barrel', 'CommonJS by import', 'CommonJS function',
  'nested destructuring', 'rest of an object', 'spread of an object', 'spread of an array', 'spread of arguments', 'rest parameters', 'default of a parameter', 'template', 'tagged template',
  'optional call', 'for of', 'for of entries', 'generator', 'async generator', 'switch', 'try and finally',
].filter((name) => Object.hasOwn(REWRITES, name));

/** Whether the finding is there, at whatever line the compiler has put it. */
function isFound(seed: Seed, files: Readonly<Record<string, string>>): boolean {
  return found(files).some((each) => each.startsWith(`${seed.kind} `));
}

const COMMAND = SEEDS.filter((seed) => seed.kind === 'command-injection');

describe('a finding in what compilers make of a program', () => {
  test.each(Object.entries(COMPILERS))('%s: every kind', (_, compile) => {
    const compiled = compile(SEEDS.map((seed) => programOf(seed, [], namesFrom(['v']))));
    const lost = SEEDS.flatMap((seed, index) => (isFound(seed, compiled[index] ?? {}) ? [] : [`${seed.kind} is lost in:\n${shown(compiled[index] ?? {})}`]));
    expect(lost).toEqual([]);
  }, 60_000);

  test.each(Object.entries(COMPILERS))('%s: what it writes otherwise', (compiler, compile) => {
    const cases = COMMAND.flatMap((seed) => COMPILED.map((name) => ({ seed, name })));
    const compiled = compile(cases.map(({ seed, name }) => programOf(seed, [REWRITES[name]].flatMap((each) => each ?? []), namesFrom(['v']))));
    const lost = cases.filter(({ seed }, index) => !isFound(seed, compiled[index] ?? {})).map(({ name }) => `${compiler}: ${name}`);
    expect(lost).toEqual(LOST.filter((each) => each.startsWith(`${compiler}: `)));
  }, 60_000);
});
