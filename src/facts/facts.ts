import type { Maybe } from '../model/seen';
import type { ControlSettings } from '../model/settings';
import type { CodeFactTable } from './code-facts';
import type { DatabaseSchema, Query } from './database';
import type { DeploymentFact } from './deployment';
import type { DocumentFact } from './documents';
import type { Packages } from './package';
import type { Secrets } from './secrets';
import type { Setup } from './setup';
import type { Traits } from './traits';

/**
 * The vocabulary of facts: what is there, never what it means. Each value is plain data, language-neutral and
 * deterministic. A module that learns a new kind of fact adds it here, with its type in a file of its own.
 */
export interface FactTable extends CodeFactTable {
  readonly traits: Traits;
  readonly settings: ControlSettings;
  readonly documents: readonly DocumentFact[];
  readonly packages: Packages;
  /** How the documents tell users to install and set up the server. */
  readonly setup: Setup;
  readonly deployments: readonly DeploymentFact[];
  readonly secrets: Secrets;
  /** As migrations and declarations leave it. */
  readonly schema: DatabaseSchema;
  readonly queries: readonly Query[];
}

export type FactName = keyof FactTable;

/** Facts of one revision. Each was seen, with the gaps that stayed, or was not, with the reason. */
export type Facts = { readonly [N in FactName]: Maybe<FactTable[N]> };
