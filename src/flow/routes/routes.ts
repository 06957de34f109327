import { NO_NODE, type NodeId } from '../../model/flow-graph';
import { functionsAt, memberOf, type Sight } from '../entries/read';
import { originalOf } from '../way-back';
import { chainAt, checkOf, schemaChains, type Chain } from './chains';
import type { Check } from './check';
import { looksAtOutcome } from './outcome';
import { optionsCheck, schemaCheck } from './schemas';

const REGISTERS = /^(?:get|post|put|patch|delete|del|head|options|all|use|route|on|openapi)$/;

/** For each function that handles requests: what each of the routes that run it has checked before. */
export function checksOfHandlers(sight: Sight): ReadonlyMap<number, readonly Check[]> {
  const found = new Map<number, Check[]>();
  sight.program.calls.forEach((call, index) => {
    if (call.kind !== 'call' || !REGISTERS.test(call.name)) return;
    for (const [fn, check] of routeOf(sight, index)) found.set(fn, [...(found.get(fn) ?? []), check]);
  });
  return found;
}

/** The functions that a route runs, each with what was checked before it. */
function routeOf(sight: Sight, index: number): [number, Check][] {
  const args = sight.program.calls[index]?.args ?? [];
  const chains: Chain[] = [];
  let looked = false;
  const checks: Check[] = args.flatMap((arg) => optionsCheck(sight, arg) ?? []);
  const route: [number, Check][] = [];
  for (const arg of args.flatMap((each) => inOrder(sight, each))) {
    chains.push(...chainsAt(sight, arg));
    const made = madeBy(sight, arg);
    checks.push(...made.flatMap((call) => schemaCheck(sight, call) ?? []));
    for (const fn of handlersIn(sight, arg)) {
      const own = chains.length > 0 && looksAtOutcome(sight, fn);
      const known = [...checks, checkOf([...chains], looked || own)];
      route.push([fn, (part, path) => known.reduce((mask, check) => mask | check(part, path), 0)]);
      looked ||= own;
    }
  }
  return route;
}

/** An argument, or the elements of a list in their order. */
function inOrder({ points, program }: Sight, arg: NodeId, depth = 0): NodeId[] {
  const list = points.of(arg).flatMap((value) => (value.k === 'object' && program.origins[value.node]?.k === 'array' ? [value.node] : []))[0];
  if (list === undefined || depth > 2) return [arg];
  return [...points.members(list)].filter(([name]) => /^(?:\d+|\[\])$/.test(name)).flatMap(([, node]) => inOrder({ points, program }, node, depth + 1));
}

/** Functions that an argument runs: itself, one in an object, or one that is given to what made it: `wrap(async (req, res) => …)`. */
function handlersIn(sight: Sight, arg: NodeId): number[] {
  const { program, points } = sight;
  const direct = [arg, memberOf(sight, arg, 'handler'), memberOf(sight, memberOf(sight, arg, 'options', 'config'), 'handler')].flatMap((node) => functionsAt(points, node));
  const call = program.calls[program.callByResult.get(originalOf(program, arg)) ?? -1];
  return [...new Set([...direct, ...(call?.args ?? []).flatMap((each) => functionsAt(points, each))])];
}

/** Chains at an argument, in a list of them, or given to what made it: `validate([body('a').isInt()])`. */
function chainsAt(sight: Sight, arg: NodeId): Chain[] {
  const { program } = sight;
  const call = program.callByResult.get(originalOf(program, arg));
  const given = call === undefined || functionsAt(sight.points, arg).length === 0 ? [] : (program.calls[call]?.args ?? []).flatMap((each) => inOrder(sight, each));
  return [arg, ...given].flatMap((node) => madeBy(sight, node)).flatMap((made) => (sight.points.apis(made).includes('express-validator.checkSchema') ? schemaChains(sight, made) : (chainAt(sight, made) ?? [])));
}

/** Calls outside the program that made what a node holds. */
function madeBy({ points }: Sight, node: NodeId): number[] {
  if (node === NO_NODE) return [];
  return [...new Set(points.of(node).flatMap((value) => (value.k === 'api' && value.call >= 0 ? [value.call] : [])))];
}
