/** A set of pairs of small numbers that only grows. */
export interface Pairs {
  /** Adds a pair; false when it is there already. */
  readonly add: (a: number, b: number) => boolean;
  readonly size: () => number;
}

/** Slots to begin with; a power of two. */
const SLOTS = 1024;

/**
 * Pairs in one table with open addressing. The edges of a program run into millions, which is more than a `Set` of numbers that are
 * made of two can hold, and each of those would be an object.
 */
export function pairs(): Pairs {
  let table = new Int32Array(2 * SLOTS);
  let mask = SLOTS - 1;
  let size = 0;
  /** The slot of a pair, or the free one where it would go. Zero stands for free, so that numbers are kept one higher. */
  const slotOf = (a: number, b: number): number => {
    let at = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 0;
    at = (at ^ (at >>> 15)) & mask;
    while (table[2 * at] !== 0 && !(table[2 * at] === a && table[2 * at + 1] === b)) at = (at + 1) & mask;
    return at;
  };
  const grow = (): void => {
    const before = table;
    table = new Int32Array(2 * before.length);
    mask = table.length / 2 - 1;
    for (let i = 0; i < before.length; i += 2) {
      const a = before[i] ?? 0;
      if (a === 0) continue;
      const at = slotOf(a, before[i + 1] ?? 0);
      table[2 * at] = a;
      table[2 * at + 1] = before[i + 1] ?? 0;
    }
  };
  return {
    add: (a, b) => {
      const at = slotOf(a + 1, b + 1);
      if (table[2 * at] !== 0) return false;
      table[2 * at] = a + 1;
      table[2 * at + 1] = b + 1;
      size++;
      if (2 * size > mask) grow();
      return true;
    },
    size: () => size,
  };
}
