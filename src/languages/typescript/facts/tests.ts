import type { TestFact, TestsFact } from '../../../facts/tests';
import type { Analysis } from '../../../flow/analyse';
import { functionsAt } from '../../../flow/entries/read';
import { callLocation, fileOfCall, fileOfFn } from '../../../flow/program';
import type { Call } from '../../../model/flow-graph';
import type { Location } from '../../../model/location';
import type { CodeContext } from '../context';

/** Functions of test runners that take a test: jest, vitest, mocha, ava, tap, node:test, bun, Deno. */
const TESTS = /^(it|test|specify|serial|only|concurrent|each)$/;
/** Functions that group tests, or run around them; what they do counts for the tests of the same file. */
const AROUND = /^(describe|suite|context|beforeAll|beforeEach|before|setup)$/;
const ASSERTIONS = /^(expect|expectTypeOf|assert|ok|equal|equals|strictEqual|deepEqual|deepStrictEqual|notEqual|notStrictEqual|throws|rejects|doesNotReject|match|is|isEqual|same|like|truthy|falsy|should|toMatchSnapshot|assertEquals|assertRejects|assertThrows|assertStringIncludes|verify)$/;
const DEPTH = 6;

/** The tests that the repository holds, with what they reach. */
export function testsFact({ analysis, files }: CodeContext): TestsFact {
  const testFiles = new Set(files.filter((file) => file.kind === 'test' && file.parts.code !== undefined).map((file) => file.path));
  const inside = callsByFunction(analysis);
  const tests: TestFact[] = [];
  analysis.program.calls.forEach((call, index) => {
    const file = fileOfCall(analysis.program, index);
    if (!file || !testFiles.has(file.path) || !isTest(analysis, call)) return;
    const bodies = call.args.flatMap((arg) => functionsAt(analysis.points, arg));
    if (bodies.length > 0) tests.push(testOf(analysis, inside, callLocation(analysis.program, index), [...bodies, ...aroundIn(analysis, file.path)]));
  });
  return { tests, files: [...testFiles].sort() };
}

function isTest({ points }: Analysis, call: Call): boolean {
  return TESTS.test(call.name) && call.args.length >= 2 && call.args.some((arg) => functionsAt(points, arg).length > 0);
}

/** Functions that a test file runs around its tests: what they call, the tests build on, but they assert nothing. */
function aroundIn({ program, points }: Analysis, path: string): number[] {
  return program.calls.flatMap((call, index) => (AROUND.test(call.name) && call.name !== 'describe' && call.name !== 'suite' && call.name !== 'context' && fileOfCall(program, index)?.path === path ? call.args.flatMap((arg) => functionsAt(points, arg)) : []));
}

function callsByFunction({ program }: Analysis): ReadonlyMap<number, readonly number[]> {
  const inside = new Map<number, number[]>();
  const add = (fn: number, call: number): void => {
    const known = inside.get(fn);
    if (known) known.push(call);
    else inside.set(fn, [call]);
  };
  program.calls.forEach((call, index) => {
    // A call inside a callback belongs to the functions around it as well.
    for (let fn = call.fn; fn >= 0; fn = program.fns[fn]?.parent ?? -1) add(fn, index);
  });
  return inside;
}

function testOf(analysis: Analysis, inside: ReadonlyMap<number, readonly number[]>, location: Location, bodies: readonly number[]): TestFact {
  const { program, points } = analysis;
  const literals = new Set<string>();
  const reached = new Set<number>(bodies);
  let asserts = false;
  let frontier = [...bodies];
  for (let depth = 0; depth < DEPTH && frontier.length > 0; depth++) {
    const next: number[] = [];
    for (const fn of frontier) {
      for (const index of inside.get(fn) ?? []) {
        const call = program.calls[index];
        if (!call) continue;
        if (ASSERTIONS.test(call.name)) asserts = true;
        for (const text of literalsOf(analysis, call)) literals.add(text);
        for (const target of [...points.targets(index), ...call.args.flatMap((arg) => functionsAt(points, arg))]) {
          if (reached.has(target)) continue;
          reached.add(target);
          next.push(target);
        }
      }
    }
    frontier = next;
  }
  return { location, asserts, literals: [...literals].sort(), reaches: [...reached].flatMap((fn) => placeOfFn(analysis, fn) ?? []) };
}

/** Texts among the arguments of a call, one level into objects: `callTool({ name: 'add' })`. */
function literalsOf({ points }: Analysis, call: Call): string[] {
  return call.args.flatMap((arg) => points.of(arg)).flatMap((value) => {
    if (value.k === 'const') return typeof value.value === 'string' && value.value.length <= 200 ? [value.value] : [];
    if (value.k !== 'object') return [];
    return [...points.members(value.node)].flatMap(([, member]) => points.of(member).slice(0, 8).flatMap((inner) => {
      if (inner.k === 'const') return typeof inner.value === 'string' && inner.value.length <= 200 ? [inner.value] : [];
      return inner.k === 'object' ? [...points.members(inner.node)].flatMap(([, deep]) => points.of(deep).slice(0, 4).flatMap((leaf) => (leaf.k === 'const' && typeof leaf.value === 'string' && leaf.value.length <= 200 ? [leaf.value] : []))) : [];
    }));
  });
}

function placeOfFn({ program }: Analysis, fn: number): Location | undefined {
  const file = fileOfFn(program, fn);
  const at = program.fns[fn]?.at;
  return file && at && { path: file.path, line: at[0], column: at[1] };
}
