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

/** The text at a path of keys, empty where there is none. */
export function textAt(node: Json | undefined, ...path: readonly string[]): string {
  const value = at(node, ...path);
  return typeof value === 'string' ? value : '';
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

/** A place in the parser's text, both counted from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Where the first identifier of a node starts or ends in the parser's text. */
export function placeIn(node: Json | undefined, end: 'start' | 'end'): TextPlace | undefined {
  const line = at(node, 'span', end, 'line');
  const column = at(node, 'span', end, 'column');
  if (typeof line === 'number' && typeof column === 'number' && line > 0) return { line, column };
  if (typeof node !== 'object' || node === null) return undefined;
  for (const child of Object.values(node)) {
    const found = typeof child === 'object' && child !== null ? placeIn(child, end) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The offset of a place in a text. */
export function offsetAt(text: string, place: TextPlace | undefined): number | undefined {
  if (!place) return undefined;
  let offset = 0;
  for (let line = place.line; line > 1; line--) offset = text.indexOf('\n', offset) + 1;
  return offset + place.column - 1;
}

/** Visits every query inside a node, at any depth, but not the queries inside those. */
export function eachQuery(node: Json | undefined, visit: (query: Json) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (at(node, 'body') !== undefined && 'with' in node) visit(node);
  else for (const child of Object.values(node)) eachQuery(child, visit);
}
