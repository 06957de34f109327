import type { CacheFact } from './caches';
import type { ConsentFact } from './consent';
import type { CredentialsFact } from './credentials';
import type { CryptoFact } from './crypto';
import type { EntryPointsFact } from './entry-points';
import type { ErrorsFact } from './errors';
import type { FlowsFact } from './flows';
import type { GrowthFact } from './growth';
import type { HttpFact } from './http';
import type { LimiterFact } from './limiters';
import type { LoggingFact } from './logging';
import type { ObservabilityFact } from './observability';
import type { PaymentsFact } from './payments';
import type { PermissionsFact } from './permissions';
import type { RemoteCallsFact } from './remote-calls';
import type { RowQueriesFact } from './row-queries';
import type { StoresFact } from './stores';
import type { TestsFact } from './tests';
import type { TokensFact } from './tokens';
import type { UploadsFact } from './uploads';

/** The facts that source code alone gives, whatever its language. */
export interface CodeFactTable {
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
