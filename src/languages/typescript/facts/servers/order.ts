import type { Analysis } from '../../../../flow/analyse';
import { fileOfCall } from '../../../../flow/program';
import { queryOf } from '../query';

/** One level on the way from the module to a call: the function, and the place in it. */
interface Frame {
  readonly owner: string;
  readonly line: number;
  readonly column: number;
}

const MAX_DEPTH = 12;

/** The levels from the module level down to a call, through the first call of each function, or the place where it stands. */
function framesOf(analysis: Analysis, call: number): Frame[] {
  const { program, points } = analysis;
  const frames: Frame[] = [];
  let at = call;
  let position = program.calls[call]?.at ?? [1, 1, 1, 1];
  let fn = program.calls[call]?.fn ?? -1;
  for (let i = 0; i < MAX_DEPTH; i++) {
    const path = fileOfCall(program, at)?.path ?? '';
    frames.unshift({ owner: fn < 0 ? path : `${fn}`, line: position[0], column: position[1] });
    if (fn < 0) break;
    const record = program.fns[fn];
    const site = points.callers(fn).find((each) => queryOf(analysis).isProduct(each));
    if (site !== undefined && site !== at) {
      at = site;
      position = program.calls[site]?.at ?? position;
      fn = program.calls[site]?.fn ?? -1;
    } else if (record) {
      position = record.at;
      fn = record.parent;
    }
  }
  return frames;
}

/** Which of two calls runs first: negative for `a`, positive for `b`, 0 where their order is not known. */
export function compareOrder(analysis: Analysis, a: number, b: number): number {
  const [first, second] = [framesOf(analysis, a), framesOf(analysis, b)];
  for (let i = 0; i < Math.min(first.length, second.length); i++) {
    const [x, y] = [first[i], second[i]];
    if (!x || !y || x.owner !== y.owner) return 0;
    const difference = x.line - y.line || x.column - y.column;
    if (difference !== 0) return difference;
  }
  return 0;
}
