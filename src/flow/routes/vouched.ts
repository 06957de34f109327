import { NO_NODE, type Load, type NodeId, type Prop } from '../../model/flow-graph';
import type { PointsTo } from '../points-to/result';
import { textAt, type Sight } from '../entries/read';
import type { Program } from '../program';
import { ALL_KINDS, type KindMask } from '../taint/kinds';
import { wayBack } from '../way-back';
import { partNamed, type Check, type Part } from './check';
import { checksOfHandlers } from './routes';

const REQUEST = /^(?:express\.Request\(\)|fastify\.FastifyRequest\(\)|@hapi\/hapi\.Request\(\))\.(\w+)\.(.+)$/;
/** Values that a validator has handed over, whose part stands in the call. */
const HANDED = /^(hono\.Context\(\)\.req\.valid|express-validator\.matchedData)\(\)\.(.+)$/;
/** Functions between the handler and the one that reads the request. */
const HOPS = 3;

/** Kinds that members of requests can no longer cause, by the node that they are read into: the routes have checked them. */
export function vouchedMembers(program: Program, points: PointsTo): ReadonlyMap<NodeId, KindMask> {
  const sight: Sight = { program, points };
  const vouched = new Map<NodeId, KindMask>();
  const handlers = checksOfHandlers(sight);
  if (handlers.size === 0) return vouched;
  for (const load of program.loads) {
    const members = membersRead(sight, load);
    if (members.length === 0) continue;
    const mask = members.reduce((kinds, { parts, path }) => kinds & clearedIn(sight, handlers, program.owners[load.to] ?? -1, parts, path, 0), ALL_KINDS);
    if (mask !== 0) vouched.set(load.to, mask);
  }
  return vouched;
}

interface Member {
  readonly parts: readonly Part[];
  readonly path: readonly Prop[];
}

/** Which members of which parts a load reads; none where it may as well read something else. */
function membersRead(sight: Sight, load: Load): Member[] {
  const values = sight.points.of(load.to);
  const members = values.flatMap((value): Member[] => {
    if (value.k !== 'api') return [];
    const direct = REQUEST.exec(value.path);
    const part = partNamed(direct?.[1] ?? '');
    if (part) return [{ parts: [part], path: stepsOf(direct?.[2] ?? '') }];
    const handed = HANDED.exec(value.path);
    return handed ? [{ parts: partsHanded(sight, load, handed[1] ?? ''), path: stepsOf(handed[2] ?? '') }] : [];
  });
  return members.length === values.filter((value) => value.k === 'api').length ? members : [];
}

function stepsOf(path: string): readonly Prop[] {
  return path.split('.');
}

/** `valid('json')` tells the part; what `matchedData` gives may come from any. */
function partsHanded({ program, points }: Sight, load: Load, way: string): readonly Part[] {
  if (!way.startsWith('hono')) return ['matched'];
  const made = [...wayBack(program, load.from)].flatMap((node) => program.callByResult.get(node) ?? []);
  return made.flatMap((call) => partNamed(textAt(points, program.calls[call]?.args[0] ?? NO_NODE) ?? '') ?? []);
}

/** What all routes that lead to a function have ruled out. */
function clearedIn(sight: Sight, handlers: ReadonlyMap<number, readonly Check[]>, fn: number, parts: readonly Part[], path: readonly Prop[], hops: number): KindMask {
  const { program, points } = sight;
  for (let at = fn; at >= 0; at = program.fns[at]?.parent ?? -1) {
    const checks = handlers.get(at);
    if (checks) return checks.reduce((mask, check) => mask & parts.reduce((any, part) => any | check(part, path), 0), ALL_KINDS);
  }
  const callers = fn < 0 || hops >= HOPS ? [] : points.callers(fn);
  if (callers.length === 0) return 0;
  return callers.reduce((mask, call) => mask & clearedIn(sight, handlers, program.calls[call]?.fn ?? -1, parts, path, hops + 1), ALL_KINDS);
}
