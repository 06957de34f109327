import type { Entry } from './revision';

/** An entry that differs between two trees: only `before` is gone, only `after` is new. */
export interface TreeDifference {
  readonly path: string;
  readonly before?: Entry;
  readonly after?: Entry;
}

/** Entries of two trees that differ in content or kind, sorted by path. Moves are an entry gone and an entry new. */
export function diffTrees(before: readonly Entry[], after: readonly Entry[]): readonly TreeDifference[] {
  const old = new Map(before.map((entry) => [entry.path, entry]));
  const now = new Set(after.map((entry) => entry.path));
  const changed = after.flatMap((entry): TreeDifference[] => {
    const was = old.get(entry.path);
    if (!was) return [{ path: entry.path, after: entry }];
    return was.oid === entry.oid && was.mode === entry.mode ? [] : [{ path: entry.path, before: was, after: entry }];
  });
  const gone = before.filter((entry) => !now.has(entry.path)).map((entry): TreeDifference => ({ path: entry.path, before: entry }));
  return [...changed, ...gone].sort((a, b) => (a.path < b.path ? -1 : 1));
}
