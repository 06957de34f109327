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
export async function filterRevision(revision: Revision, filter: FileFilter): Promise<FilteredRevision> {
  const visible = pathFilter(filter);
  const all = await revision.entries();
  const entries: readonly Entry[] = all.filter(({ path }) => visible(path));
  return { revision: { id: revision.id, entries: () => Promise.resolve(entries), read: (wanted) => revision.read(wanted) }, hidden: all.length - entries.length };
}

/** Whether the configuration lets the file at a path be read. */
export function pathFilter({ include, exclude }: FileFilter): (path: string) => boolean {
  const options = { dot: true, nonegate: true, noextglob: true };
  const included = include === undefined ? (): boolean => true : picomatch([...include], options);
  const excluded = exclude.length === 0 ? (): boolean => false : picomatch([...exclude], options);
  return (path) => included(path) && !excluded(path);
}
