import { expand } from '../../facts/knowledge/patterns';
import type { ValidationRule } from '../../facts/knowledge/rules';
import { NO_NODE, type Call, type NodeId, type Prop } from '../../model/flow-graph';
import { nodesOf } from '../constant-tests';
import { readPlace } from '../places';
import type { PointsTo } from '../points-to/result';
import type { Program } from '../program';
import { schemaAt } from '../schema/read';
import type { Schema } from '../schema/schema';
import { originalOf, wayBack } from '../way-back';

/** Looks up the schema that a framework has checked a value against. */
export type Validations = (node: NodeId, api: string) => Schema | undefined;

/** Calls of a chain are followed this far back. */
const MAX_CHAIN = 12;
/** A handler may stand in an object in the call that is given it, this deep. */
const NESTING = 2;

/** The schemas of the program's handlers, by what the handlers are given. */
export function validationsOf(program: Program, points: PointsTo, rules: readonly ValidationRule[]): Validations {
  const byApi = new Map(rules.flatMap((rule) => rule.api.flatMap(expand).map((api) => [api, rule] as const)));
  let registrations: ReadonlyMap<number, readonly Call[]> | undefined;
  return (node, api) => {
    const rule = byApi.get(api);
    const fn = rule && handlerOf(program, node);
    if (!rule || fn === undefined) return undefined;
    registrations ??= registrationsOf(program, points);
    const [only, ...others] = (registrations.get(fn) ?? []).flatMap((call) => schemasOf(program, points, call, rule));
    if (only === undefined || others.length > 0) return undefined;
    const schema = schemaAt(program, points, only);
    return schema.type === 'unknown' ? undefined : schema;
  };
}

/** The function whose parameter the value was read from. */
function handlerOf(program: Program, node: NodeId): number | undefined {
  for (const at of wayBack(program, node)) {
    const load = program.loadOf.get(at);
    const origin = load && program.origins[originalOf(program, load.from)];
    if (origin?.k === 'param') return origin.fn;
  }
  return undefined;
}

/** The calls that are given a function, by the function. */
function registrationsOf(program: Program, points: PointsTo): ReadonlyMap<number, readonly Call[]> {
  const found = new Map<number, Call[]>();
  const see = (call: Call, node: NodeId, depth: number): void => {
    for (const value of points.of(node)) {
      if (value.k === 'fn') found.set(value.fn, [...(found.get(value.fn) ?? []), call]);
      else if (value.k === 'object' && depth < NESTING) for (const member of points.members(value.node).values()) see(call, member, depth + 1);
    }
  };
  for (const call of program.calls) if (call.kind === 'call') for (const arg of call.args) see(call, arg, 0);
  return found;
}

function schemasOf(program: Program, points: PointsTo, call: Call, { chain, places = [] }: ValidationRule): NodeId[] {
  const placed = places.map(readPlace).flatMap((place) => nodesOf(call, place).flatMap(({ node, path }) => membersAt(points, node, [...path, ...place.path])));
  return chain === undefined ? placed : [...placed, ...chained(program, call, chain)];
}

function membersAt(points: PointsTo, node: NodeId, path: readonly Prop[]): NodeId[] {
  const [head, ...rest] = path;
  if (head === undefined) return [node];
  return points.of(node).flatMap((value) => (value.k === 'object' ? membersAt(points, points.members(value.node).get(head) ?? NO_NODE, rest) : [])).filter((member) => member !== NO_NODE);
}

/** The last call of that name in the chain before the call. */
function chained(program: Program, call: Call, name: RegExp): NodeId[] {
  let at: Call | undefined = call;
  for (let i = 0; i < MAX_CHAIN && at; i++) {
    at = program.calls[program.callByResult.get(originalOf(program, at.recv)) ?? -1];
    if (at && name.test(at.name)) return at.args.slice(0, 1);
  }
  return [];
}
