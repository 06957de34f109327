/** The parser's syntax tree: plain JSON whose sum types are `"Name"` or `{ Name: content }`. Nothing in it is trusted to have a shape. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The value at a path of keys, undefined where the path leaves the tree. */
export function at(node: Json | undefined, ...path: readonly string[]): Json | undefined {
  let current = node;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || Array.isArray(current)) return undefined;
    current = (current as Readonly<Record<string, Json>>)[key];
  }
  return current ?? undefined;
}

/** The elements of a list, none for anything else. */
export function items(node: Json | undefined): readonly Json[] {
  return Array.isArray(node) ? (node as readonly Json[]) : [];
}

/** Name and content of a sum type; an empty name for anything else. */
export function variant(node: Json | undefined): readonly [string, Json] {
  if (typeof node === 'string') return [node, null];
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return ['', null];
  const [entry] = Object.entries(node as Readonly<Record<string, Json>>);
  return entry ?? ['', null];
}

/** The name of an identifier node. */
export function nameOf(node: Json | undefined): string | undefined {
  const value = at(node, 'value');
  return typeof value === 'string' ? value : undefined;
}

/** The last part of a name that may be qualified: the table of `schema.table`. */
export function lastName(node: Json | undefined): string | undefined {
  const parts = items(node);
  return nameOf(at(parts[parts.length - 1], 'Identifier'));
}

/** Line and column where the first identifier of a node stands in the parser's text. */
export function firstPlace(node: Json | undefined): { readonly line: number; readonly column: number } | undefined {
  const start = at(node, 'span', 'start');
  const line = at(start, 'line');
  const column = at(start, 'column');
  if (typeof line === 'number' && typeof column === 'number' && line > 0) return { line, column };
  if (typeof node !== 'object' || node === null) return undefined;
  for (const child of Object.values(node)) {
    const found = typeof child === 'object' && child !== null ? firstPlace(child) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Visits every query inside a node, at any depth, but not the queries inside those. */
export function eachQuery(node: Json | undefined, visit: (query: Json) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (at(node, 'body') !== undefined && 'with' in node) visit(node);
  else for (const child of Object.values(node)) eachQuery(child, visit);
}
