import type { Evidence } from '../model/evidence';

/**
 * What a repository is and does, as far as controls care. `title` completes the sentence "This repository …".
 * 'Beyond loopback' means by default or in a deployment file; a host that can be configured does not count.
 * 'Personal data' means data of people other than the local user, stored, logged or sent anywhere but the API
 * that the tool is for.
 */
export const TRAITS = {
  'mcp-server': 'is an MCP server',
  tools: 'registers MCP tools',
  'tools-or-routes': 'registers MCP tools, resources, prompts or HTTP routes',
  stdio: 'speaks MCP over stdio',
  http: 'listens for HTTP',
  'http-beyond-loopback': 'listens for HTTP beyond loopback',
  'mcp-over-http': 'serves MCP over HTTP',
  deployment: 'is deployed as a service',
  sql: 'sends SQL',
  database: 'uses a database',
  'database-schema': 'holds a database schema or migrations',
  html: 'produces HTML or runs in a browser',
  uploads: 'takes bytes from a caller and stores them',
  persistence: 'keeps data',
  'personal-data': 'processes data of people other than the local user',
  'personal-data-stored': 'stores data of people other than the local user',
  'usage-data': 'stores usage data',
  'sensitive-fields': 'stores sensitive fields',
  payments: 'takes payments',
  cookies: 'sets cookies beyond the strictly necessary, or runs browser analytics',
  'consent-asked': 'asks for consent',
  logging: 'writes logs',
  'remote-calls': 'calls remote services',
  'repeated-reads': 'reads the same data again and again for many callers',
  cache: 'uses a cache',
  credentials: 'reads a credential or compares one',
  tokens: 'issues or verifies tokens',
  authentication: 'tells callers apart',
  'inbound-tokens': 'receives tokens and calls other services',
  limiter: 'limits the rate of requests',
  accounts: 'holds accounts',
  'mcp-sdk': 'depends on an MCP SDK',
  'registry-manifest': 'carries a registry manifest',
} as const;
export type Trait = keyof typeof TRAITS;

export interface TraitFact {
  readonly present: boolean;
  /** The places that show it; for an absent trait, what was looked for. Never empty. */
  readonly evidence: readonly Evidence[];
}

export type Traits = Readonly<Record<Trait, TraitFact>>;

/** What one module saw of traits: the places that show those that are there. Joining them makes `Traits`. */
export type TraitSignals = Partial<Readonly<Record<Trait, readonly Evidence[]>>>;
