import picomatch from 'picomatch';
import type { FileFilter } from '../config/effective';
import type { Entry, Revision } from '../revision/revision';

/** A revision that shows what the configuration lets be read, and how much it hides. */
export interface FilteredRevision {
  readonly revision: Revision;
  /** Files that the patterns leave out. */
  readonly hidden: number;
}

/** Applies `include` and `exclude`. Patterns were checked when the configuration was read. */
export async function filterRevision(revision: Revision, { include, exclude }: FileFilter): Promise<FilteredRevision> {
  if (include === undefined && exclude.length === 0) return { revision, hidden: 0 };
  const options = { dot: true, nonegate: true, noextglob: true };
  const included = include === undefined ? (): boolean => true : picomatch([...include], options);
  const excluded = exclude.length === 0 ? (): boolean => false : picomatch([...exclude], options);
  const all = await revision.entries();
  const entries: readonly Entry[] = all.filter(({ path }) => included(path) && !excluded(path));
  return { revision: { id: revision.id, entries: () => Promise.resolve(entries), read: (wanted) => revision.read(wanted) }, hidden: all.length - entries.length };
}
