import type { FileKind } from './file-kind';
import type { Location } from '../model/location';

/**
 * `certain`: a checksum or an unmistakable structure holds. `likely`: the form of one provider's credential.
 * `possible`: random characters beside a name that speaks of a secret.
 */
export type SecretConfidence = 'certain' | 'likely' | 'possible';

/** How a credential came to stand where it stands. */
export type SecretPlace = 'source' | 'configuration' | 'environment-file' | 'image' | 'command-argument' | 'client-configuration' | 'workflow' | 'document';

/** One credential found in one file. The value itself is kept nowhere. */
export interface SecretHit {
  /** What it is, in words that complete "This is …", e.g. `a GitHub personal access token`. */
  readonly kind: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** First 16 hexadecimal digits of a salted SHA-256 of the value: equal for equal values, and of no use otherwise. */
  readonly fingerprint: string;
  readonly confidence: SecretConfidence;
  readonly place: SecretPlace;
  /** The variable or key that it is assigned to, where there is one. */
  readonly name?: string;
}

/** How secrets are kept out of the tree, as far as one file shows it. */
export interface SecretSign {
  readonly what: 'ignored-env-file' | 'encrypted-file' | 'secret-manager' | 'platform-secret' | 'env-template';
  /** One plain sentence. */
  readonly note: string;
  readonly line: number;
}

/** An environment file of the tree: names, and whether each has a value. Values are never kept. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly line: number;
  /** Its name speaks of a secret. */
  readonly telling: boolean;
  readonly value: 'empty' | 'placeholder' | 'plain' | 'secret';
}

export interface SecretsPart {
  readonly hits: readonly SecretHit[];
  readonly signs: readonly SecretSign[];
  /** Of `.env` files and their templates. */
  readonly variables?: readonly EnvironmentVariable[];
}

/** One credential of the revision, or of the history of the pull request. */
export interface SecretFact extends Omit<SecretHit, 'line' | 'column' | 'endColumn'> {
  readonly location: Location;
  readonly fileKind: FileKind;
  /** The commit that added it, where it is in the history alone and no longer at head. */
  readonly inHistoryOnly?: string;
}

/** A way in which a deployment file hands a secret to more eyes than it should, whatever its value. */
export interface SecretExposure {
  /** Baked into an image, into a stage of its build, or among the arguments of the server. */
  readonly how: 'image' | 'build-stage' | 'argument';
  /** The variable, or the option with what follows it. */
  readonly name: string;
  readonly path: string;
  readonly line: number;
}

/** Credentials found, how much was searched for them, and how the repository keeps its secrets. */
export interface Secrets {
  readonly found: readonly SecretFact[];
  /** Files that were searched. */
  readonly files: number;
  /** Commits of the pull request that were searched; absent when there is no pull request. */
  readonly commits?: number;
  readonly environmentFiles: readonly { readonly path: string; readonly template: boolean; readonly variables: readonly EnvironmentVariable[] }[];
  readonly exposures: readonly SecretExposure[];
  /** Where the repository shows that secrets come from, and that environment files stay out of it. */
  readonly origins: readonly { readonly path: string; readonly line: number; readonly note: string }[];
  /** Secrets that templates name and that no deployment file says the origin of; empty where nothing is deployed. */
  readonly unexplained: readonly string[];
}
