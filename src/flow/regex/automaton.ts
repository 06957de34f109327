import { JS, type CharSet, type Concatenation, type Element, type Quantifier } from 'refa';

/** Patterns with more places than this are not looked into. */
const MAX_PLACES = 160;
/** Counted repetitions are written out this often at most; what counts is that there is more than one. */
const MAX_COPIES = 3;

/** A regular expression as the places in it that match one character each (Glushkov 1961). */
export interface Automaton {
  /** Characters that each place matches. */
  readonly places: readonly CharSet[];
  /** Places that may come next, once for each way of getting there. */
  readonly follow: readonly (readonly number[])[];
  readonly first: readonly number[];
  /** Places at which the whole pattern has matched already, whatever follows. */
  readonly done: ReadonlySet<number>;
  /** It can begin to match anywhere in a text. */
  readonly anywhere: boolean;
  /** It begins only between a word and something else. */
  readonly atWords: boolean;
}

/** A part of a pattern: where it begins and ends, and whether it may match nothing. */
interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly empty: boolean;
  /** Ends behind which nothing more is asked, and whether it may match nothing without asking anything. */
  readonly free: readonly number[];
  readonly freely: boolean;
}

const NOTHING: Part = { first: [], last: [], empty: true, free: [], freely: true };
const ASKS: Part = { ...NOTHING, freely: false };

/** Reads a regular expression; undefined when it is none, or too large. Assertions and references match nothing and may fail. */
export function automatonOf(source: string, flags: string): Automaton | undefined {
  const places: CharSet[] = [];
  const follow: number[][] = [];
  const alternatives = (options: readonly Concatenation[]): Part => options.map(sequence).reduce(either, { ...NOTHING, empty: false, freely: false });
  const sequence = ({ elements }: Concatenation): Part => elements.map(part).reduce(behind, NOTHING);
  const behind = (a: Part, b: Part): Part => {
    for (const end of a.last) follow[end]?.push(...b.first);
    return {
      first: a.empty ? [...a.first, ...b.first] : a.first, last: b.empty ? [...a.last, ...b.last] : b.last, empty: a.empty && b.empty,
      free: b.freely ? [...a.free, ...b.free] : b.free, freely: a.freely && b.freely,
    };
  };
  const part = (element: Element): Part => {
    switch (element.type) {
      case 'CharacterClass': return place(element.characters);
      case 'Alternation': return alternatives(element.alternatives);
      case 'Quantifier': return repeated(element);
      case 'Assertion': case 'Unknown': return ASKS;
    }
  };
  const place = (characters: CharSet): Part => {
    if (places.length >= MAX_PLACES) throw new RangeError('The pattern is too large.');
    places.push(characters);
    follow.push([]);
    const here = [places.length - 1];
    return { first: here, last: here, empty: false, free: here, freely: false };
  };
  const repeated = ({ alternatives: options, min, max }: Quantifier): Part => {
    const times = Math.max(1, Math.min(max === Infinity ? min : max, MAX_COPIES));
    let whole = NOTHING;
    for (let i = 0; i < times; i++) {
      const once = alternatives(options);
      if (max === Infinity && i === times - 1) for (const end of once.last) follow[end]?.push(...once.first);
      whole = behind(whole, i < min ? once : either(once, NOTHING));
    }
    return whole;
  };
  try {
    const { expression } = JS.Parser.fromLiteral({ source, flags: flags.replace(/[^dgimsuvy]/g, '') }).parse({ backreferences: 'unknown', assertions: 'parse' });
    const whole = alternatives(expression.alternatives);
    return { places, follow, first: whole.first, done: new Set(whole.free), anywhere: !flags.includes('y') && !expression.alternatives.every(isAnchored), atWords: /^\\b(?![?*{])/.test(source) && expression.alternatives.length === 1 };
  } catch {
    return undefined;
  }
}

function either(a: Part, b: Part): Part {
  return { first: [...a.first, ...b.first], last: [...a.last, ...b.last], empty: a.empty || b.empty, free: [...a.free, ...b.free], freely: a.freely || b.freely };
}

function isAnchored({ elements: [first] }: Concatenation): boolean {
  if (first?.type === 'Alternation') return first.alternatives.every(isAnchored);
  return first?.type === 'Assertion' && first.kind === 'behind' && first.negate;
}
