/** What a value may be, as far as the analysis tells values apart. Interned: equal values have equal ids. */
export type Value =
  | { readonly k: 'const'; readonly value: string | number | boolean | null }
  | { readonly k: 'regex'; readonly source: string; readonly flags: string }
  | { readonly k: 'fn'; readonly fn: number }
  | { readonly k: 'class'; readonly cls: number }
  /** Some instance of a class of the program. */
  | { readonly k: 'instance'; readonly cls: number }
  /** The object made by the literal, module or modelled call at a node. */
  | { readonly k: 'object'; readonly node: number }
  /** `F.prototype`, and what `new F()` makes of a plain function. */
  | { readonly k: 'prototype'; readonly fn: number }
  | { readonly k: 'made'; readonly fn: number }
  /**
   * Something from outside the program, by the way that leads to it from its package: `pg.Pool().query`. `call` is
   * the call that made it, for looking at its arguments; -1 for members.
   */
  | { readonly k: 'api'; readonly path: string; readonly call: number };

export type ValueId = number;

/** Interns values. */
export interface Values {
  readonly id: (value: Value) => ValueId;
  readonly of: (id: ValueId) => Value;
  /** Whether the value is a literal of a simple type. */
  readonly isLiteral: (id: ValueId) => boolean;
  readonly size: () => number;
}

export function internValues(): Values {
  const ids = new Map<string, ValueId>();
  const values: Value[] = [];
  return {
    id: (value) => {
      const key = keyOf(value);
      const known = ids.get(key);
      if (known !== undefined) return known;
      values.push(value);
      ids.set(key, values.length - 1);
      return values.length - 1;
    },
    of: (id) => {
      const value = values[id];
      if (!value) throw new RangeError(`No value has the id ${id}.`);
      return value;
    },
    isLiteral: (id) => values[id]?.k === 'const',
    size: () => values.length,
  };
}

function keyOf(value: Value): string {
  switch (value.k) {
    case 'const': return `c${typeof value.value}:${String(value.value)}`;
    case 'regex': return `r/${value.source}/${value.flags}`;
    case 'fn': return `f${value.fn}`;
    case 'class': return `k${value.cls}`;
    case 'instance': return `i${value.cls}`;
    case 'object': return `o${value.node}`;
    case 'prototype': return `p${value.fn}`;
    case 'made': return `m${value.fn}`;
    case 'api': return `a${value.path}#${value.call}`;
  }
}
