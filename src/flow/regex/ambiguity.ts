import { JS, type CharSet } from 'refa';
import type { Automaton } from './automaton';

/** Patterns with more places are not looked for a slow beginning: the work grows with their cube. */
const MAX_STARTS = 48;
/** The characters of words. */
const WORD: CharSet = JS.createCharSet([{ kind: 'word', negate: false }], {});

/**
 * Whether a text can be matched in two ways from one place of a loop back to it, and the match can still fail behind
 * it: a machine that tries one way after the other then takes exponential time (Weideman et al. 2016).
 */
export function isAmbiguous(automaton: Automaton): boolean {
  const { places, follow, done } = automaton;
  const loops = loopsOf(places.length, (place) => follow[place] ?? []);
  for (const loop of loops) {
    if (loop.some((place) => done.has(place))) continue;
    const inside = new Set(loop);
    if (loop.some((place) => hasTwice((follow[place] ?? []).filter((next) => inside.has(next))))) return true;
    const width = places.length;
    const pairs = loopsOf(width * width, (pair) => pairsAfter(automaton, Math.floor(pair / width), pair % width, inside), loop.map((place) => place * width + place));
    const isSame = (pair: number): boolean => Math.floor(pair / width) === pair % width;
    if (pairs.some((group) => group.some(isSame) && group.some((pair) => !isSame(pair)))) return true;
  }
  return false;
}

/** Whether a loop can be entered at many places of a text and is walked to the end from each: the time grows with the square. */
export function startsSlowly(automaton: Automaton): boolean {
  const { places, follow, first, done, anywhere, atWords } = automaton;
  if (!anywhere || places.length > MAX_STARTS) return false;
  const isOfOne = (loop: readonly number[]): boolean => [WORD, WORD.negate()].some((side) => loop.every((place) => places[place]?.isSubsetOf(side)));
  for (const loop of loopsOf(places.length, (place) => follow[place] ?? [])) {
    // No word begins within a word.
    if (loop.some((place) => done.has(place)) || (atWords && isOfOne(loop))) continue;
    const inside = new Set(loop);
    if (loop.some((place) => meets(automaton, first, place, inside))) return true;
  }
  return false;
}

/** Patterns with more places are not looked for loops that share a text: the work grows with their cube, for each pair of places. */
const MAX_SHARED = 26;
/** Triples of places that are looked at for one pair. */
const MAX_TRIPLES = 3000;

/**
 * Whether a text leads from one loop to itself, on to a second loop, and from that to itself: where the first ends can
 * then be chosen anew for each repetition of the text, and the time grows with the square (Weber and Seidl 1991).
 */
export function sharesText(automaton: Automaton): boolean {
  const { places, follow, done } = automaton;
  if (places.length > MAX_SHARED) return false;
  const loops = loopsOf(places.length, (place) => follow[place] ?? []);
  return loops.some((early) => loops.some((late) => early !== late && !late.some((place) => done.has(place)) && early.some((from) => late.some((to) => leadsThrice(automaton, new Set(early), new Set(late), from, to)))));
}

/** Whether one text leads from `from` to itself, from `from` to `to`, and from `to` to itself. */
function leadsThrice({ places, follow }: Automaton, early: ReadonlySet<number>, late: ReadonlySet<number>, from: number, to: number): boolean {
  const width = places.length;
  const seen = new Set<number>([(from * width + from) * width + to]);
  for (const at of seen) {
    if (seen.size > MAX_TRIPLES) return false;
    const c = at % width;
    const b = Math.floor(at / width) % width;
    const a = Math.floor(at / width / width);
    for (const nextA of follow[a] ?? []) {
      if (!early.has(nextA)) continue;
      for (const nextC of follow[c] ?? []) {
        const shared = late.has(nextC) ? places[nextA]?.intersect(places[nextC] ?? JS.createCharSet([], {})) : undefined;
        if (!shared || shared.isEmpty) continue;
        for (const nextB of follow[b] ?? []) {
          if (places[nextB]?.isDisjointWith(shared) !== false) continue;
          if (nextA === from && nextB === to && nextC === to) return true;
          seen.add((nextA * width + nextB) * width + nextC);
        }
      }
    }
  }
  return false;
}

/** A text read so far: where it leads from outside, where from the place in the loop, and wherever else it may lead from there. */
interface Reading {
  readonly a: number;
  readonly b: number;
  readonly all: readonly number[];
}

/** Readings of more texts than this are not followed. */
const MAX_READINGS = 4000;

/**
 * Whether some text leads from outside of the pattern to a place, and from that place back to it, with no match on the
 * way. Bold text in Markdown leads there and back, from two asterisks on, but the second two end a match, and the search.
 */
function meets({ places, follow, done }: Automaton, first: readonly number[], place: number, inside: ReadonlySet<number>): boolean {
  const outside = places.length;
  const readings = new Map<string, Reading>();
  const add = (reading: Reading): void => { readings.set(`${reading.a} ${reading.b} ${reading.all.join()}`, reading); };
  add({ a: outside, b: place, all: [place] });
  for (const { a, b, all } of readings.values()) {
    if (readings.size > MAX_READINGS) return false;
    for (const nextB of new Set(follow[b] ?? [])) {
      const characters = inside.has(nextB) ? places[nextB] : undefined;
      if (characters === undefined) continue;
      for (const nextA of a === outside ? [outside, ...first] : (follow[a] ?? [])) {
        const after = [...new Set(all.flatMap((at) => follow[at] ?? []))];
        const ends = after.filter((at) => done.has(at)).flatMap((at) => places[at] ?? []);
        const read = ends.reduce((left, end) => left.without(end), places[nextA]?.intersect(characters) ?? characters);
        if (read.isEmpty) continue;
        const next = after.filter((at) => places[at]?.isDisjointWith(read) === false).sort((x, y) => x - y);
        if (nextA === place && nextB === place) return true;
        add({ a: nextA, b: nextB, all: next });
      }
    }
  }
  return false;
}

function pairsAfter({ places, follow }: Automaton, a: number, b: number, inside: ReadonlySet<number>): number[] {
  const width = places.length;
  const found: number[] = [];
  for (const nextA of follow[a] ?? []) {
    if (!inside.has(nextA)) continue;
    for (const nextB of follow[b] ?? []) {
      if (inside.has(nextB) && places[nextA]?.isDisjointWith(places[nextB] ?? places[nextA]) === false) found.push(nextA * width + nextB);
    }
  }
  return found;
}

function hasTwice(list: readonly number[]): boolean {
  return new Set(list).size < list.length;
}

interface Visit {
  readonly node: number;
  readonly next: readonly number[];
  at: number;
}

/** Groups of nodes that reach each other, each at least once around (Tarjan 1972). */
function loopsOf(count: number, after: (node: number) => readonly number[], starts: readonly number[] = [...Array(count).keys()]): number[][] {
  const order = new Map<number, number>();
  const low = new Map<number, number>();
  const open = new Set<number>();
  const stack: number[] = [];
  const groups: number[][] = [];
  const enter = (node: number): Visit => {
    order.set(node, order.size);
    low.set(node, order.get(node) ?? 0);
    stack.push(node);
    open.add(node);
    return { node, next: after(node), at: 0 };
  };
  const lower = (node: number, to: number): void => { low.set(node, Math.min(low.get(node) ?? 0, to)); };
  const close = (node: number): void => {
    if (low.get(node) !== order.get(node)) return;
    const group: number[] = [];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      open.delete(top);
      group.push(top);
      if (top === node) break;
    }
    if (group.length > 1 || after(node).includes(node)) groups.push(group);
  };
  for (const start of starts) {
    if (order.has(start)) continue;
    const visits = [enter(start)];
    for (let visit = visits[visits.length - 1]; visit; visit = visits[visits.length - 1]) {
      const next = visit.next[visit.at++];
      if (next === undefined) {
        close(visit.node);
        visits.pop();
        const parent = visits[visits.length - 1];
        if (parent) lower(parent.node, low.get(visit.node) ?? 0);
      } else if (!order.has(next)) visits.push(enter(next));
      else if (open.has(next)) lower(visit.node, order.get(next) ?? 0);
    }
  }
  return groups;
}
