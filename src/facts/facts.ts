import type { Maybe } from '../model/seen';
import type { ControlSettings } from '../model/settings';
import type { ConsentFact } from './consent';
import type { CryptoFact } from './crypto';
import type { CacheFact } from './caches';
import type { DatabaseSchema, Query } from './database';
import type { CredentialsFact } from './credentials';
import type { DeploymentFact } from './deployment';
import type { DocumentFact } from './documents';
import type { EntryPointsFact } from './entry-points';
import type { ErrorsFact } from './errors';
import type { FlowsFact } from './flows';
import type { GrowthFact } from './growth';
import type { HttpFact } from './http';
import type { LimiterFact } from './limiters';
import type { ObservabilityFact } from './observability';
import type { Packages } from './package';
import type { PaymentsFact } from './payments';
import type { RemoteCallsFact } from './remote-calls';
import type { RowQueriesFact } from './row-queries';
import type { PermissionsFact } from './permissions';
import type { Secrets } from './secrets';
import type { Setup } from './setup';
import type { LoggingFact } from './logging';
import type { StoresFact } from './stores';
import type { TestsFact } from './tests';
import type { TokensFact } from './tokens';
import type { Traits } from './traits';
import type { UploadsFact } from './uploads';

/**
 * The vocabulary of facts: what is there, never what it means. Each value is plain data, language-neutral and
 * deterministic. A module that learns a new kind of fact adds it here, with its type in a file of its own.
 */
export interface FactTable {
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
  /** Tools, resources and prompts. */
  readonly entryPoints: EntryPointsFact;
  /** How failures of tools and routes leave the server. */
  readonly errors: ErrorsFact;
  /** Calls to other services, and what limits, guards and repeats them. */
  readonly remoteCalls: RemoteCallsFact;
  readonly caches: readonly CacheFact[];
  /** Queries and requests in loops. */
  readonly rowQueries: RowQueriesFact;
  /** Untrusted values that reach a place they must not reach. */
  readonly flows: FlowsFact;
  /** Servers and clients of HTTP. */
  readonly http: HttpFact;
  readonly limiters: readonly LimiterFact[];
  readonly credentials: CredentialsFact;
  readonly tokens: TokensFact;
  /** What callers may do, and what the server asks of others. */
  readonly permissions: PermissionsFact;
  /** Where errors are tracked and requests measured. */
  readonly observability: ObservabilityFact;
  readonly tests: TestsFact;
  /** What the program writes about itself. */
  readonly logging: LoggingFact;
  /** What the code stores, what lets it end, and what deletes it. */
  readonly stores: StoresFact;
  /** How the code encrypts, hashes passwords and makes secrets. */
  readonly crypto: CryptoFact;
  /** Processors, charges, and data of cards. */
  readonly payments: PaymentsFact;
  /** Cookies, measurements of visitors, and questions for consent. */
  readonly consent: ConsentFact;
  /** Accounts that are made, and what is counted. */
  readonly growth: GrowthFact;
  /** How files are taken from callers. */
  readonly uploads: UploadsFact;
}

export type FactName = keyof FactTable;

/** Facts of one revision. Each was seen, with the gaps that stayed, or was not, with the reason. */
export type Facts = { readonly [N in FactName]: Maybe<FactTable[N]> };
