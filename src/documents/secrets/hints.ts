/** Finds which of many short strings occur in a text, in one pass over it. */
export interface HintFinder {
  /** The hints that occur in the text, in whatever case. */
  find(text: string): ReadonlySet<string>;
}

/**
 * Prepares the search. A search for each string by itself costs a pass per string, and an alternation of all of them is
 * not much better; here a table tells for each pair of neighbouring characters whether any hint begins with it.
 */
export function hintFinder(hints: readonly string[]): HintFinder {
  const begins = new Uint8Array(65_536);
  const byPair = new Map<number, string[]>();
  for (const hint of new Set(hints)) {
    const pair = (fold(hint.charCodeAt(0)) << 8) | fold(hint.charCodeAt(1));
    begins[pair] = 1;
    byPair.set(pair, [...(byPair.get(pair) ?? []), hint]);
  }
  return {
    find(text) {
      const found = new Set<string>();
      let before = fold(text.charCodeAt(0));
      for (let i = 1; i < text.length; i++) {
        const here = fold(text.charCodeAt(i));
        const pair = (before << 8) | here;
        before = here;
        if (begins[pair] !== 1) continue;
        for (const hint of byPair.get(pair) ?? []) {
          if (!found.has(hint) && text.slice(i - 1, i - 1 + hint.length).toLowerCase() === hint.toLowerCase()) found.add(hint);
        }
      }
      return found;
    },
  };
}

/** Lower case of an ASCII letter; the low byte of anything else, which may let too much through and nothing less. */
function fold(code: number): number {
  return code >= 65 && code <= 90 ? code | 32 : code & 255;
}
