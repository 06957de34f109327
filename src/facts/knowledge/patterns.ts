import type { ApiPattern } from './rules';

/** The package or global that a way begins with, and the member that it ends with: `knex().where().whereRaw` → `knex`, `whereRaw`. */
export function endsOf(path: string): { readonly root: string; readonly last: string } {
  const first = /^(@[^/]+\/[^.(]+|[^.(]+)/.exec(path)?.[0] ?? path;
  return { root: first, last: path.slice(path.lastIndexOf('.') + 1) };
}

/** Every way that a pattern stands for: `fs.{read,write}File` → `fs.readFile`, `fs.writeFile`. Braces do not nest. */
export function expand(pattern: ApiPattern): readonly string[] {
  const open = pattern.indexOf('{');
  if (open === -1) return [pattern];
  const close = pattern.indexOf('}', open);
  if (close === -1) throw new Error(`A brace is not closed in the pattern ${pattern}.`);
  const rest = expand(pattern.slice(close + 1));
  return pattern.slice(open + 1, close).split(',').flatMap((choice) => rest.map((end) => pattern.slice(0, open) + choice + end));
}

/** Rules by the ways that lead to what they are about. */
export interface RuleIndex<T> {
  /** Rules for a way in canonical form, in the order of the table, each once; the time does not depend on the size of the table. */
  readonly find: (path: string) => readonly T[];
}

interface Chain<T> {
  readonly start: string;
  readonly rule: T;
}

const NONE: readonly never[] = [];
/** Answers that are kept: programs ask for the same few ways over and over. */
const MAX_KNOWN = 50_000;

/** Indexes rules by their patterns: whole ways, and chains (`knex()..whereRaw`) by where they begin and end. */
export function indexRules<T extends { readonly api: readonly ApiPattern[] }>(rules: readonly T[]): RuleIndex<T> {
  const order = new Map<T, number>();
  const exact = new Map<string, T[]>();
  const chains = new Map<string, Chain<T>[]>();
  rules.forEach((rule, index) => {
    order.set(rule, index);
    for (const pattern of new Set(rule.api.flatMap(expand))) {
      const gap = pattern.indexOf('..');
      if (gap === -1) append(exact, pattern, rule);
      else append(chains, chainKey(endsOf(pattern.slice(0, gap)).root, pattern.slice(gap + 2)), { start: pattern.slice(0, gap), rule });
    }
  });
  const known = new Map<string, readonly T[]>();
  const found = (path: string): readonly T[] => {
    const whole = exact.get(path) ?? NONE;
    const { root, last } = endsOf(path);
    const through = (chains.get(chainKey(root, last)) ?? NONE).filter(({ start }) => path.startsWith(`${start}.`) || path.startsWith(`${start}()`));
    if (through.length === 0) return whole;
    return [...new Set([...whole, ...through.map(({ rule }) => rule)])].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  };
  return {
    find: (path) => {
      const before = known.get(path);
      if (before) return before;
      const rulesFor = found(path);
      if (known.size < MAX_KNOWN) known.set(path, rulesFor);
      return rulesFor;
    },
  };
}

function chainKey(root: string, last: string): string {
  return `${root}..${last}`;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
