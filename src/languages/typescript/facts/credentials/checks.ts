import type { Analysis } from '../../../../flow/analyse';
import { callLocation, fileOf, fileOfFn } from '../../../../flow/program';
import { NO_NODE, type Fn, type NodeId, type Presence } from '../../../../model/flow-graph';
import type { Location } from '../../../../model/location';
import { literalsAt, queryOf } from '../query';
import { dynamicLoads } from './dynamic';

/** Something that notices that a credential is missing. */
export interface Check {
  readonly location: Location;
  /** What it is in words. */
  readonly by: string;
  /** It stops the server or refuses the call, rather than choosing another way. */
  readonly stops: boolean;
}

const ASSERTS = /^(assert|assert\/strict|assert\.strict|tiny-invariant|invariant|ts-invariant|ts-tiny-invariant|http-assert|@sindresorhus\/is|ow|uvu\/assert)(\.(ok|default|invariant|assert|strict|strictEqual|notStrictEqual|notEqual|string|nonEmptyString))*$/;

/** The best test of whether a value is there, of those that do something about it. A line in the log alone is none. */
export function presenceCheck(analysis: Analysis, holders: ReadonlySet<NodeId>): Check | undefined {
  const asked = analysis.program.presences.filter((each) => holders.has(each.node) && each.missing !== 'logs' && fileOf(analysis.program, each.node)?.product === true);
  const found = asked.find((each) => each.missing === 'leaves') ?? asked.find((each) => each.missing !== undefined) ?? asked[0];
  const location = found && placeOf(analysis, found);
  if (location) return { location, by: 'a test whether it is there', stops: found.missing === 'leaves' || (found.missing === 'answers' && leavesAfter(analysis, found)) };
  return assertion(analysis, holders) ?? thrownFallback(analysis, holders);
}

function placeOf({ program }: Analysis, { node, fn, at }: Presence): Location | undefined {
  const file = fileOf(program, node) ?? fileOfFn(program, fn);
  return file && { path: file.path, line: at[0], column: at[1] };
}

/** The answer of a function that tells whether something is missing leads to an error or an exit where it is called. */
function leavesAfter({ program, points }: Analysis, { fn }: Presence): boolean {
  const around = new Set([fn, program.fns[fn]?.parent ?? -1, ...points.callers(fn).map((call) => program.calls[call]?.fn ?? -1)]);
  const files = new Set([fileOfFn(program, fn)?.path, ...points.callers(fn).map((call) => callLocation(program, call).path)]);
  return program.calls.some((call, index) => around.has(call.fn) && files.has(callLocation(program, index).path) && (/Error$/.test(call.name) || points.apis(index).some((path) => /^process\.exit$|Error$/.test(path))));
}

/** `assert(key)`, `invariant(key, '…')`. */
function assertion(analysis: Analysis, holders: ReadonlySet<NodeId>): Check | undefined {
  const { program, points } = analysis;
  const call = program.calls.findIndex((each, index) => each.args.slice(0, 1).some((arg) => holders.has(arg)) && points.apis(index).some((path) => ASSERTS.test(path)));
  return call === -1 ? undefined : { location: callLocation(program, call), by: 'an assertion', stops: true };
}

/** `key ?? fail('…')`: a function that never comes back takes the place of the missing value. */
function thrownFallback({ program, points }: Analysis, holders: ReadonlySet<NodeId>): Check | undefined {
  for (const sources of program.assignsByTarget.values()) {
    if (!sources.some((source) => holders.has(source))) continue;
    for (const source of sources) {
      const call = program.callByResult.get(source);
      const fns = call === undefined ? [] : points.targets(call);
      if (call !== undefined && fns.length > 0 && fns.every((fn) => neverReturns(program.fns[fn]))) return { location: callLocation(program, call), by: 'an error that takes its place', stops: true };
    }
  }
  return undefined;
}

function neverReturns(fn: Fn | undefined): boolean {
  return fn !== undefined && fn.exits.length === 0 && !fn.generator;
}

/** Variables of the environment that a loop over their names asks for: `names.filter((name) => !process.env[name])`. */
export function listedChecks(analysis: Analysis): ReadonlyMap<string, Check> {
  const found = new Map<string, Check>();
  for (const { load } of dynamicLoads(analysis)) {
    const check = presenceCheck(analysis, new Set([load.to]));
    if (check?.stops !== true) continue;
    for (const name of literalsAt(analysis, load.key)) if (typeof name === 'string' && !found.has(name)) found.set(name, check);
  }
  return found;
}

/** A length is compared, or a method that looks at the text is asked. */
export function formCheck(analysis: Analysis, holders: ReadonlySet<NodeId>): Location | undefined {
  const { program } = analysis;
  const query = queryOf(analysis);
  const compared = program.comparisons.find((each) => [each.left, each.right].some((side) => query.loadsTo(side).some((load) => load.prop === 'length' && holders.has(load.from))));
  if (compared) {
    const file = fileOf(program, compared.left === NO_NODE ? compared.right : compared.left);
    return file && { path: file.path, line: compared.at[0], column: compared.at[1] };
  }
  const asked = program.calls.findIndex((call) => (/^(startsWith|endsWith|match|trim)$/.test(call.name) && holders.has(call.recv)) || (call.name === 'test' && call.args.some((arg) => holders.has(arg))));
  return asked === -1 ? undefined : callLocation(program, asked);
}
