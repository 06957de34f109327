import type { Location } from './location';

/**
 * What a verdict rests on: a place where something was seen, or what was looked for and where.
 * A pass without evidence does not exist.
 */
export interface Evidence {
  readonly kind: 'seen' | 'searched';
  /** One plain sentence. It may quote the repository, so reporters must escape it. */
  readonly note: string;
  readonly location?: Location;
}

/** Something was seen at a place. */
export function seenAt(location: Location, note: string): Evidence {
  return { kind: 'seen', note, location };
}

/** Something was looked for; the note says what, and in how much. */
export function searched(note: string): Evidence {
  return { kind: 'searched', note };
}
