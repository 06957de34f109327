import type { Prop } from '../model/flow-graph';

/** A place of a call, as `facts/knowledge/model.ts` writes it: a root, a parameter or result of a function there, a path into it. */
export interface Place {
  readonly root: 'this' | 'result' | 'args' | 'last' | number;
  /** For `args`-like roots written `rest1`: the first argument that counts. */
  readonly from: number;
  /** Parameters of functions on the way, outermost first; `'return'` for what the function returns. */
  readonly through: readonly (number | 'return')[];
  readonly path: readonly Prop[];
}

export interface PlacePair {
  readonly from: Place;
  readonly to: Place;
}

const cache = new Map<string, PlacePair>();

/** Reads `this.[] -> arg0(0)`. Throws on a text that is none: tables are checked by a test. */
export function readFlow(text: string): PlacePair {
  const known = cache.get(text);
  if (known) return known;
  const [from, to] = text.split(' -> ');
  if (from === undefined || to === undefined) throw new Error(`Not a flow: ${text}`);
  const pair = { from: readPlace(from), to: readPlace(to) };
  cache.set(text, pair);
  return pair;
}

/** Reads one place. Throws on a text that is none. */
export function readPlace(text: string): Place {
  const match = /^(this|result|args|last|arg(\d)|rest(\d))((?:\(\d*\))*)((?:\.(?:[\w$-]+|\[\]|\*))*)$/.exec(text);
  if (!match) throw new Error(`Not a place: ${text}`);
  const [, root = '', index, rest, calls = '', path = ''] = match;
  return {
    root: index !== undefined ? Number(index) : rest !== undefined ? 'args' : (root as Place['root']),
    from: rest === undefined ? 0 : Number(rest),
    through: [...calls.matchAll(/\((\d*)\)/g)].map(([, number]) => (number === '' || number === undefined ? 'return' : Number(number))),
    path: path === '' ? [] : path.slice(1).split('.'),
  };
}
