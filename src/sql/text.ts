import type { Location } from '../model/location';

/** A place in a statement where code puts something in: `${expression}` of a template, an operand of `+`. */
export interface Hole {
  /** The expression, as written; shown to people. */
  readonly hole: string;
}

/**
 * Text that holds SQL, as code builds it: literal text and holes in order. Offsets count the characters of the parts
 * joined, each hole being one character long.
 */
export interface SqlText {
  readonly parts: readonly (string | Hole)[];
}

/** Where an offset of a text stands in the repository. */
export type Locate = (offset: number) => Location;

/** Stands for a hole in the joined text. A private character: the literal parts are cleaned of it. */
export const HOLE = '\uF8FF';

const SURROGATES = /[\uD800-\uDFFF\uF8FF]/g;

/** Text as one string, each hole one `HOLE`; surrogate pairs are blotted out, so that one column is one character. */
export function flatten(text: SqlText | string): string {
  if (typeof text === 'string') return text.replace(SURROGATES, '\uFFFD');
  return text.parts.map((part) => (typeof part === 'string' ? part.replace(SURROGATES, '\uFFFD') : HOLE)).join('');
}

/** The statement between two offsets for people: one line, holes as `${…}`, at most `limit` characters. */
export function excerpt(text: SqlText | string, start: number, end: number, limit = 200): string {
  const parts = typeof text === 'string' ? [text] : text.parts;
  let shown = '';
  let offset = 0;
  for (const part of parts) {
    const length = typeof part === 'string' ? part.length : 1;
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, length);
    if (from < to) shown += typeof part === 'string' ? part.slice(from, Math.min(to, from + 4 * limit)) : `\${${part.hole}}`;
    offset += length;
    if (shown.length > 4 * limit) break;
  }
  const line = shown.replace(/\s+/g, ' ').trim();
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}

/** Places in a file whose text is read from its beginning: line and column counted from `start`. */
export function locator(path: string, text: string, start = { line: 1, column: 1 }): Locate {
  const lines = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) lines.push(i + 1);
  return (offset) => {
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((lines[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const column = offset - (lines[low] ?? 0) + 1;
    return { path, line: start.line + low, column: low === 0 ? start.column + column - 1 : column };
  };
}
