import type { NodeId, Prop } from '../../../model/flow-graph';

/** What a fact, or an entry into a function, is known by. */
export interface FactKey {
  readonly node: NodeId;
  /** Context of the fact; 0 for entries into functions. */
  readonly context: number;
  /** Which part of the value, and in what form: see `keyOf`. */
  readonly part: number;
}

/** Numbers of what is known already, by key. */
export interface FactTable {
  /** The number that stands under a key; the `fresh` one, which is put there, when nothing does. */
  readonly numberOf: (key: FactKey, fresh: number) => number;
}

/** Slots to begin with, a power of two, and numbers that each takes. */
const SLOTS = 256;
const WIDTH = 4;

/** A table with open addressing over plain numbers: one source may spread to tens of thousands of facts, and none of them costs a string. */
export function factTable(): FactTable {
  let table = new Int32Array(WIDTH * SLOTS);
  let mask = SLOTS - 1;
  let size = 0;
  /** Nodes are kept one higher, since zero stands for a free slot. */
  const slotOf = (node: number, context: number, part: number): number => {
    let at = (Math.imul(node, 0x9e3779b1) ^ Math.imul(context, 0x85ebca6b) ^ Math.imul(part, 0xc2b2ae35)) >>> 0;
    at = (at ^ (at >>> 15)) & mask;
    for (let i = WIDTH * at; table[i] !== 0 && !(table[i] === node && table[i + 1] === context && table[i + 2] === part); i = WIDTH * at) at = (at + 1) & mask;
    return WIDTH * at;
  };
  const grow = (): void => {
    const before = table;
    table = new Int32Array(2 * before.length);
    mask = table.length / WIDTH - 1;
    for (let i = 0; i < before.length; i += WIDTH) {
      const row = before.subarray(i, i + WIDTH);
      const [node = 0, context = 0, part = 0] = row;
      if (node !== 0) table.set(row, slotOf(node, context, part));
    }
  };
  return {
    numberOf: ({ node, context, part }, fresh) => {
      const at = slotOf(node + 1, context, part);
      if (table[at] !== 0) return table[at + 3] ?? fresh;
      table[at] = node + 1;
      table[at + 1] = context;
      table[at + 2] = part;
      table[at + 3] = fresh;
      size++;
      if (2 * size > mask) grow();
      return fresh;
    },
  };
}

/** Access paths as numbers: equal paths have equal ones. */
export interface PathNumbers {
  readonly of: (path: readonly Prop[]) => number;
}

interface Branch {
  readonly id: number;
  readonly next: Map<Prop, Branch>;
}

/** Numbers for access paths, by a tree of their members. */
export function pathNumbers(): PathNumbers {
  let count = 0;
  const branch = (): Branch => ({ id: count++, next: new Map<Prop, Branch>() });
  const root = branch();
  return {
    of: (path) => {
      let at = root;
      for (const prop of path) {
        let next = at.next.get(prop);
        if (!next) at.next.set(prop, (next = branch()));
        at = next;
      }
      return at.id;
    },
  };
}
