/** Part of the subject that could not be looked at, and why. */
export interface Gap {
  /** Path of the file, or a short name of what was out of sight. */
  readonly what: string;
  readonly why: string;
}

/** A fact that was looked at. `gaps` names the parts that stayed out of sight; it is empty when everything was seen. */
export interface Seen<T> {
  readonly seen: true;
  readonly value: T;
  readonly gaps: readonly Gap[];
}

/** A fact that could not be looked at: never the same as an empty one. */
export interface Unseen {
  readonly seen: false;
  readonly why: string;
}

/** A fact, or the reason why there is none. */
export type Maybe<T> = Seen<T> | Unseen;

export function seen<T>(value: T, gaps: readonly Gap[] = []): Seen<T> {
  return { seen: true, value, gaps };
}

export function unseen(why: string): Unseen {
  return { seen: false, why };
}
