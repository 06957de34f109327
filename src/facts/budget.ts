import type { Gap } from '../model/seen';
import type { Entry } from '../revision/revision';
import type { Extractor } from './file-facts';
import { fileKind } from './file-kind';

/** Files that an extractor must leave out, with why. */
export type OverBudget = ReadonlyMap<Extractor, ReadonlyMap<string, Gap>>;

/**
 * Keeps what an extractor reads of one revision within its `maxTotalBytes`, whatever a cache holds already. What is no
 * product code is left out first, then the largest files: what is left is most of the program, and what is not is said.
 */
export function overBudget(entries: readonly Entry[], extractors: readonly Extractor[]): OverBudget {
  return new Map(extractors.flatMap((extractor): [Extractor, ReadonlyMap<string, Gap>][] => {
    const { maxTotalBytes } = extractor;
    return maxTotalBytes === undefined ? [] : [[extractor, leftOut(readable(entries, extractor), maxTotalBytes)]];
  }));
}

function readable(entries: readonly Entry[], extractor: Extractor): readonly Entry[] {
  return entries.filter((entry) => entry.mode !== 'submodule' && entry.mode !== 'symlink' && entry.size <= extractor.maxBytes && extractor.handles(entry.path));
}

function leftOut(entries: readonly Entry[], maxTotalBytes: number): ReadonlyMap<string, Gap> {
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (total <= maxTotalBytes) return new Map();
  const rank = ({ path }: Entry): number => (fileKind(path) === 'product' ? 1 : 0);
  const order = [...entries].sort((a, b) => rank(a) - rank(b) || b.size - a.size || (a.path < b.path ? -1 : 1));
  const why = `There are ${mebibytes(total)} of source code here; no more than ${mebibytes(maxTotalBytes)} are read at once, and this file is one of those left out.`;
  const gaps = new Map<string, Gap>();
  let rest = total;
  for (const entry of order) {
    if (rest <= maxTotalBytes) break;
    rest -= entry.size;
    gaps.set(entry.path, { what: entry.path, why });
  }
  return gaps;
}

/** A number of bytes as people read it: `1.5 MiB`. */
export function mebibytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`;
}
