import type { Location } from '../model/location';

/** A call that encrypts. */
export interface CipherFact {
  readonly location: Location;
  /** As written: `aes-256-cbc`; absent where it is not a literal. */
  readonly algorithm?: string;
  /** The function without an initialization vector, which derives key and vector with MD5. */
  readonly legacy: boolean;
  /** In lower case, where it is known: `cbc`, `ecb`, `gcm`. */
  readonly mode?: string;
  /** A change of the text is noticed: by the mode, or by a MAC in the same function. */
  readonly authenticated: boolean | 'unknown';
  /** `fixed`: the same for every text. */
  readonly vector: 'fresh' | 'fixed' | 'none' | 'unknown';
  /** The key stands in the source. */
  readonly literalKey: boolean;
  readonly anchor: string;
}

/** A secret that is made with a generator that can be predicted. */
export interface WeakSecret {
  readonly location: Location;
  /** What it is called. */
  readonly name: string;
  readonly anchor: string;
}

/** A password that goes through a fast hash. */
export interface PasswordHash {
  readonly location: Location;
  readonly algorithm: string;
  readonly anchor: string;
}

/** How the code encrypts, hashes passwords and makes secrets. */
export interface CryptoFact {
  readonly ciphers: readonly CipherFact[];
  readonly fastPasswords: readonly PasswordHash[];
  readonly slowPasswords: readonly { readonly location: Location; readonly by: string }[];
  readonly weakSecrets: readonly WeakSecret[];
  /** Package that encrypts columns, or keeps passwords and tokens, by itself. */
  readonly columnEncryption?: { readonly location: Location; readonly name: string };
}
