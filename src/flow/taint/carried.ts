import type { NodeId, Prop } from '../../model/flow-graph';
import type { PointsTo } from '../points-to/result';
import { fileOf, type Program } from '../program';

/** Objects that frameworks hand from one function to the next, on which programs leave values for those behind. */
const CARRIERS = /^(express\.(Request|Response)\(\)(\.(locals|session))?|koa\.Context\(\)(\.(state|session))?|fastify\.FastifyRequest\(\)|http\.IncomingMessage\(\))$/;

const READERS = new WeakMap<PointsTo, ReadonlyMap<string, readonly NodeId[]>>();

/** Where the same file reads a member of a request that a function before wrote: `req.target = …`, then `req.target`. */
export function readersOf(program: Program, points: PointsTo, base: NodeId, way: string, prop: Prop): readonly NodeId[] {
  if (!CARRIERS.test(way)) return [];
  let readers = READERS.get(points);
  if (!readers) READERS.set(points, (readers = allReaders(program, points)));
  return readers.get(`${fileOf(program, base)?.nodes ?? -1} ${way}.${prop}`) ?? [];
}

function allReaders(program: Program, points: PointsTo): ReadonlyMap<string, readonly NodeId[]> {
  const found = new Map<string, NodeId[]>();
  for (const load of program.loads) {
    for (const value of points.of(load.from)) {
      if (value.k !== 'api' || !CARRIERS.test(value.path)) continue;
      const key = `${fileOf(program, load.from)?.nodes ?? -1} ${value.path}.${load.prop}`;
      const known = found.get(key);
      if (known) known.push(load.to);
      else found.set(key, [load.to]);
    }
  }
  return found;
}
