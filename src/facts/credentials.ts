import type { Location } from '../model/location';

/** A credential that the program reads from its environment. */
export interface CredentialFact {
  /** Name of the variable. */
  readonly name: string;
  /** Where it is read first. */
  readonly location: Location;
  /** Where its absence is noticed, and by what in words. */
  readonly checked?: { readonly location: Location; readonly by: string };
  /** The check stops the server or refuses the call, rather than choosing another way. */
  readonly stops: boolean;
  /** Its length or form is looked at. */
  readonly validated: boolean;
  /** A literal that takes its place when it is missing; the literal itself is not kept. */
  readonly fallback?: Location;
  /** A schema lets the empty text through. */
  readonly acceptsEmpty?: Location;
  /** Where it goes. */
  readonly uses: readonly Location[];
}

/** A key or token of a caller that is compared with a secret of the server. */
export interface SecretComparison {
  readonly location: Location;
  readonly how: 'plain' | 'constant-time';
  readonly digest: number;
}

export interface CredentialsFact {
  readonly read: readonly CredentialFact[];
  readonly compared: readonly SecretComparison[];
}
