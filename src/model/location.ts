/** A place in a revision of the repository. Lines and columns count from 1, as people and SARIF do. */
export interface Location {
  /** Path relative to the repository's root, with `/` as separator. */
  readonly path: string;
  readonly line: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** `path:line`, the short form that tests and messages use. */
export function placeOf(location: Location): string {
  return `${location.path}:${location.line}`;
}

/** Orders by path, then line, then column, so that every list of places is deterministic. */
export function byPlace(a: Location, b: Location): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line || (a.column ?? 0) - (b.column ?? 0);
}
