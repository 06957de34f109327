import type { TestFact, TestsFact } from '../../../facts/tests';
import type { Analysis } from '../../../flow/analyse';
import { functionsAt } from '../../../flow/entries/read';
import { callLocation, fileOfCall, fileOfFn } from '../../../flow/program';
import { NO_NODE, type Call } from '../../../model/flow-graph';
import type { Location } from '../../../model/location';
import type { CodeContext } from '../context';

/** Functions of test runners that take a test: jest, vitest, mocha, ava, tap, node:test, bun, Deno. */
const TESTS = /^(it|test|specify|serial|only|concurrent|runIf|skipIf)$/;
/** Functions that run around tests; what they do counts for the tests of the same file. */
const AROUND = /^(beforeAll|beforeEach|before|setup)$/;
const ASSERTIONS = /^(expect|expectTypeOf|assert|ok|equal|equals|strictEqual|deepEqual|deepStrictEqual|notEqual|notStrictEqual|throws|rejects|doesNotReject|match|is|isEqual|same|like|truthy|falsy|should|toMatchSnapshot|assertEquals|assertRejects|assertThrows|assertStringIncludes|verify)$/;
/** Matchers and titles: `expect(names).toContain('add')` names a tool and does not run it. */
const NAMES_ONLY = /^(to[A-Z]\w*|includes?|contains?|describe|suite|context|it|test|mock|spyOn|fn)$/;
const DEPTH = 6;
const MAX_TEXT = 200;
/** Values of one node that are looked at: tables have many rows. */
const MAX_VALUES = 200;
/** How deep a name may stand in what is handed on: a row of a table, or `{ params: { name: 'add' } }`. */
const NESTING = 3;

/** The tests that the repository holds, with what they reach. */
export function testsFact({ analysis, files }: CodeContext): TestsFact {
  const testFiles = new Set(files.filter((file) => file.kind === 'test' && file.parts.code !== undefined).map((file) => file.path));
  const sight: Sight = { analysis, testFiles, inside: callsByFunction(analysis, testFiles), handlers: new Set(analysis.entries.flatMap((entry) => entry.handlers)) };
  const tests: TestFact[] = [];
  analysis.program.calls.forEach((call, index) => {
    const file = fileOfCall(analysis.program, index);
    if (!file || !testFiles.has(file.path)) return;
    const table = tableOf(analysis, call);
    if (!table && !isTest(call)) return;
    const bodies = bodiesOf(analysis, call);
    if (bodies.length > 0) tests.push(testOf(sight, callLocation(analysis.program, index), [...bodies, ...aroundIn(analysis, file.path)], table));
  });
  return { tests, files: [...testFiles].sort() };
}

interface Sight {
  readonly analysis: Analysis;
  readonly testFiles: ReadonlySet<string>;
  readonly inside: ReadonlyMap<number, readonly number[]>;
  /** Functions that are registered to be called by clients. */
  readonly handlers: ReadonlySet<number>;
}

function isTest(call: Call): boolean {
  return TESTS.test(call.name);
}

/** The call `test.each(rows)` that made the function called here, as in `test.each(rows)('title', body)`. */
function tableOf({ program }: Analysis, call: Call): Call | undefined {
  const maker = program.calls[program.callByResult.get(call.callee) ?? -1];
  return maker && (maker.name === 'each' || maker.name === 'for') ? maker : undefined;
}

/** The body is the last function given, or a member of the object given, as in `Deno.test({ name, fn })`. */
function bodiesOf({ points }: Analysis, call: Call): number[] {
  const given = call.args.flatMap((arg) => functionsAt(points, arg));
  if (given.length > 0 || call.args.length !== 1) return given;
  return call.args.flatMap((arg) => points.of(arg)).flatMap((value) => (value.k === 'object' ? functionsAt(points, points.members(value.node).get('fn') ?? NO_NODE) : []));
}

/** Functions that a test file runs around its tests: what they call, the tests build on, but they assert nothing. */
function aroundIn({ program, points }: Analysis, path: string): number[] {
  return program.calls.flatMap((call, index) => (AROUND.test(call.name) && fileOfCall(program, index)?.path === path ? call.args.flatMap((arg) => functionsAt(points, arg)) : []));
}

/** Calls by the function that makes them; in tests also by the functions around it, since whoever runs a test runs its callbacks. */
function callsByFunction({ program }: Analysis, testFiles: ReadonlySet<string>): ReadonlyMap<number, readonly number[]> {
  const inside = new Map<number, number[]>();
  const add = (fn: number, call: number): void => {
    const known = inside.get(fn);
    if (known) known.push(call);
    else inside.set(fn, [call]);
  };
  program.calls.forEach((call, index) => {
    const inTests = testFiles.has(fileOfCall(program, index)?.path ?? '');
    for (let fn = call.fn; fn >= 0; fn = inTests ? (program.fns[fn]?.parent ?? -1) : -1) add(fn, index);
  });
  return inside;
}

function testOf(sight: Sight, location: Location, bodies: readonly number[], table: Call | undefined): TestFact {
  const { analysis, inside, testFiles } = sight;
  const { program } = analysis;
  const literals = new Set<string>(table ? table.args.flatMap((arg) => textsIn(analysis.points, arg, NESTING)) : []);
  const reached = new Set<number>(bodies);
  let asserts = false;
  let frontier = [...bodies];
  for (let depth = 0; depth < DEPTH && frontier.length > 0; depth++) {
    const next: number[] = [];
    for (const index of frontier.flatMap((fn) => inside.get(fn) ?? [])) {
      const call = program.calls[index];
      if (!call) continue;
      const inTests = testFiles.has(fileOfCall(program, index)?.path ?? '');
      if (inTests && ASSERTIONS.test(call.name)) asserts = true;
      // Names in the product's own calls are those that it registers: running that code runs no tool.
      if (inTests && !NAMES_ONLY.test(call.name) && !ASSERTIONS.test(call.name)) for (const text of call.args.flatMap((arg) => textsIn(analysis.points, arg, NESTING))) literals.add(text);
      for (const target of calledBy(sight, index, inTests)) {
        if (reached.has(target)) continue;
        reached.add(target);
        next.push(target);
      }
    }
    frontier = next;
  }
  return { location, asserts, literals: [...literals].sort(), reaches: [...reached].flatMap((fn) => placeOfFn(analysis, fn) ?? []) };
}

/** Functions that a call runs: those called, and those handed over, save a handler that the product only registers. */
function calledBy({ analysis: { program, points }, handlers }: Sight, index: number, inTests: boolean): number[] {
  const handed = (program.calls[index]?.args ?? []).flatMap((arg) => functionsAt(points, arg));
  return [...points.targets(index), ...handed.filter((fn) => inTests || !handlers.has(fn))];
}

/** Texts in a value: itself, its elements and its members, as in `callTool({ name: 'add' })`. */
function textsIn(points: Analysis['points'], node: number, depth: number): string[] {
  if (node === NO_NODE) return [];
  return points.of(node).slice(0, MAX_VALUES).flatMap((value) => {
    if (value.k === 'const') return typeof value.value === 'string' && value.value.length <= MAX_TEXT ? [value.value] : [];
    if (value.k !== 'object' || depth === 0) return [];
    return [...points.members(value.node).values()].flatMap((member) => textsIn(points, member, depth - 1));
  });
}

function placeOfFn({ program }: Analysis, fn: number): Location | undefined {
  const file = fileOfFn(program, fn);
  const at = program.fns[fn]?.at;
  return file && at && { path: file.path, line: at[0], column: at[1] };
}
