/** A client of a remote service: what of it sends a request, and what it does by itself when the service does not answer. */
export interface RemoteRole {
  /** Packages or globals; `@scope/*` stands for all of a scope, `name-*` for all that begin so. */
  readonly packages: readonly string[];
  readonly kind: 'http' | 'sdk' | 'database';
  /** Time after which a call ends by the documented default, in words; `none` where it never does, `unknown` where that is not documented. */
  readonly timeout: string;
  /** It tries again by default, with a growing delay and a bound. */
  readonly retries: boolean;
  /** Last step of the ways that send something. Absent for SDKs: any method of what they make. */
  readonly calls?: RegExp;
}

const QUERIES = /^(query|execute|executeMultiple|batch|any|one|none|many|oneOrNone|manyOrNone|result|multi|unsafe|begin|raw|queryStream|run|send|command|insert|exec|executeQuery|executeSql|execSql|execSqlBatch|callProcedure|searchStream|\$queryRaw|\$queryRawUnsafe|\$executeRaw|\$executeRawUnsafe)$/;
const DOCUMENTS = /^(find|findOne|findById|findOneAndUpdate|findOneAndDelete|findOneAndReplace|findByIdAndUpdate|findByIdAndDelete|insertOne|insertMany|updateOne|updateMany|deleteOne|deleteMany|replaceOne|aggregate|distinct|countDocuments|estimatedDocumentCount|bulkWrite|command|runCommand|listCollections|listDatabases|listIndexes|indexes|createIndex|createIndexes|dropIndex|drop|dropDatabase|createCollection|rename|stats|create|save|toArray|next|findFirst|exec|lean|populate|watch)$/;
const ORM = /^(findUnique|findUniqueOrThrow|findFirst|findFirstOrThrow|findMany|findAll|findByPk|findOne|findOneBy|findOneOrFail|findBy|find|findAndCount|findAndCountAll|findOrCreate|count|aggregate|groupBy|create|createMany|bulkCreate|update|updateMany|upsert|delete|deleteMany|destroy|save|remove|insert|query|getOne|getMany|getRawOne|getRawMany|execute|executeTakeFirst|executeTakeFirstOrThrow|all|get|values|first|pluck|insertGraph|findById|fetch|fetchAll|\$queryRaw|\$queryRawUnsafe|\$executeRaw|\$executeRawUnsafe|\$transaction|persistAndFlush|flush)$/;
/** Builders that are queries themselves: waiting for any link of the chain sends it. */
const CHAINS = new RegExp(`${ORM.source}|^(from|where|andWhere|orWhere|whereIn|limit|offset|orderBy|leftJoin|innerJoin|returning|set|select|del)$`);
const REDIS = /^(get|set|setex|setEx|psetex|setnx|mget|mset|del|unlink|hget|hGet|hset|hSet|hgetall|hGetAll|hmset|hdel|hDel|lpush|lPush|rpush|rPush|lrange|lRange|sadd|sAdd|smembers|sMembers|zadd|zAdd|zrange|zRange|incr|incrby|decr|expire|ttl|exists|keys|scan|publish|xadd|xAdd|eval|call|sendCommand|getdel|getex|json|ping)$/;
const VERBS = /^(get|post|put|patch|delete|head|options|request|postForm|putForm|patchForm|fetch|raw|stream|query|json|text|paginate|del|trace|curl|concat|rawRequest|parseURL)$/;

const http = (timeout: string, retries: boolean, ...packages: readonly string[]): RemoteRole => ({ packages, kind: 'http', timeout, retries, calls: VERBS });
const sdk = (timeout: string, retries: boolean, ...packages: readonly string[]): RemoteRole => ({ packages, kind: 'sdk', timeout, retries });
const database = (timeout: string, retries: boolean, calls: RegExp, ...packages: readonly string[]): RemoteRole => ({ packages, kind: 'database', timeout, retries, calls });

/** Clients by package, with their documented defaults. The first role that names a package counts. */
export const REMOTE_ROLES: readonly RemoteRole[] = [
  // HTTP.
  http('none', false, 'fetch', 'node-fetch', 'axios', 'superagent', 'request', 'http', 'https', 'follow-redirects', 'redaxios', 'phin', 'unfetch', 'graphql-request', 'bent', 'wretch', 'gaxios', 'xior', 'minipass-fetch'),
  http('none', true, 'got', 'ofetch', '$fetch'),
  http('10 seconds', true, 'ky'),
  http('5 minutes', false, 'undici', 'urllib'),
  http('60 seconds', false, 'rss-parser'),
  http('10 seconds to connect', false, 'needle'),
  // Services.
  sdk('10 minutes', true, 'openai', '@anthropic-ai/sdk'),
  sdk('1 minute', true, 'groq-sdk', 'cohere-ai', '@browserbasehq/sdk'),
  sdk('80 seconds', true, 'stripe'),
  sdk('30 seconds', true, '@elastic/elasticsearch', '@opensearch-project/opensearch'),
  sdk('30 seconds', false, 'twilio', '@qdrant/js-client-rest'),
  sdk('60 seconds', true, '@google-cloud/*', '@notionhq/client', 'discord.js', '@clerk/backend'),
  sdk('30 seconds', true, 'algoliasearch', '@algolia/*'),
  sdk('10 seconds', false, 'ccxt'),
  sdk('3 minutes', false, 'azure-devops-node-api', 'typed-rest-client'),
  sdk('none', true, '@slack/web-api', '@aws-sdk/*', 'aws-sdk', 'googleapis', '@googleapis/*', '@azure/*', 'octokit', '@gitbeaker/*', 'firebase-admin'),
  sdk('none', false, '@octokit/*', '@supabase/supabase-js', '@supabase/postgrest-js', 'exa-js', 'resend', '@linear/sdk', '@google/generative-ai', '@google/genai', '@sendgrid/mail', 'airtable', 'replicate', '@mistralai/mistralai', 'jira.js', 'jira-client', 'figma-api', 'contentful', '@vercel/blob'),
  sdk('5 minutes', true, '@mendable/firecrawl-js', 'firecrawl'),
  sdk('unknown', false, '@tavily/core', '@pinecone-database/pinecone', '@huggingface/inference', '@shopify/*', '@hubspot/api-client', 'plaid', 'auth0', '@line/bot-sdk', 'telegraf', 'e2b', '@e2b/*', '@hyperbrowser/sdk', '@kubernetes/client-node', '@sentry/api', '@datadog/datadog-api-client', '@apollo/client', 'apify-client', '@doist/todoist-api-typescript', '@atlassian/*', 'node-jira-client', '@perplexity-ai/*', 'ai', '@ai-sdk/*', 'langchain', '@langchain/*', 'chromadb', 'weaviate-client', '@zilliz/milvus2-sdk-node', 'meilisearch', 'typesense'),
  // Databases on other machines.
  database('none', false, QUERIES, 'pg', 'pg-promise', 'postgres', '@neondatabase/serverless', '@vercel/postgres', 'mysql2', 'mysql', 'mariadb', '@planetscale/database', '@libsql/client', 'oracledb', 'snowflake-sdk', 'neo4j-driver', 'cassandra-driver'),
  database('15 seconds', false, QUERIES, 'mssql', 'tedious'),
  database('30 seconds', false, QUERIES, '@clickhouse/client'),
  database('30 seconds to find a server', true, DOCUMENTS, 'mongodb', 'mongoose'),
  database('unknown', false, ORM, '@prisma/client', 'typeorm', 'sequelize', 'kysely', '@mikro-orm/*', 'sequelize-typescript', 'slonik'),
  database('unknown', false, CHAINS, 'knex', 'drizzle-orm', 'objection'),
  database('unknown', true, REDIS, 'ioredis', 'redis', '@redis/client', '@upstash/redis', '@vercel/kv'),
];

/** Databases that run in the process, or that the platform hands to the program: a query is no call to a remote service. */
export const LOCAL_DATABASES: readonly RemoteRole[] = [
  database('none', false, /^(prepare|exec|run|get|all|each|iterate|first|values|query|raw)$/, 'better-sqlite3', 'sqlite', 'sqlite3', 'bun:sqlite', 'node:sqlite', 'libsql', 'sql.js', 'promised-sqlite3', '@electric-sql/pglite', 'duckdb', 'duckdb-async', '@duckdb/node-api'),
  database('none', false, /^(run|get|all|first|raw|exec|batch|values)$/, 'D1Database', 'cloudflare', 'cloudflare:workers', 'DurableObjectState'),
];

/** Ways to databases that answer within the process, so that a query costs no round trip: drivers, and what builders and mappers are given for them. */
export const IN_PROCESS = /^(?:better-sqlite3|sqlite3?|bun:sqlite|node:sqlite|libsql|sql\.js|promised-sqlite3|@electric-sql\/pglite|duckdb|duckdb-async|@duckdb\/node-api)(?![\w-])|^DurableObjectState\.storage\.sql\b|^drizzle-orm\/(?:better-sqlite3|bun-sqlite|sql-js|pglite|expo-sqlite|durable-sqlite)\b|\b(?:SqliteDialect|PrismaBetterSQLite3|PrismaBetterSqlite3)\(\)/;
/** Names under which mappers and builders are told to use one. */
export const IN_PROCESS_DIALECT = /^(?:(?:better-)?sqlite3?|sqljs|pglite)$/;

/** Methods of SDKs that send nothing. */
export const SENDS_NOTHING = /^(on|once|off|addListener|removeListener|removeAllListeners|emit|close|end|destroy|release|disconnect|quit|dispose|toString|valueOf|toJSON|then|catch|finally|bind|call|apply|constructEvent|setCredentials|generateAuthUrl|extend|defaults|hook|use|withOptions|setApiKey|setConfig|configure|pipe|setEncoding|resume|pause|unpipe|cork|uncork|map|forEach|filter|push|find|some|every|reduce|slice|join|split|replace|trim|match|includes|startsWith|test|has|keys|values|entries|at|collection|db|doc|ref|bucket|file|database|container|table|from|schema|model|index|namespace|child|session|getContext|setGlobalDispatcher|useClient)$/;

/** Functions of libraries that end what they are given after a time, keep away from a service that fails, or try again. */
export const WRAPPERS = {
  timeout: ['p-timeout', 'promise-timeout.timeout', 'es-toolkit.withTimeout', 'cockatiel.timeout().execute', 'promise-timeout', 'rxjs.timeout', 'effect.Effect.timeout', 'p-min-delay'],
  breaker: ['opossum', 'opossum.CircuitBreaker', 'cockatiel.circuitBreaker().execute', 'cockatiel.wrap().execute', 'brakes', 'mollitia.Circuit', 'circuit-breaker-js', 'levee', 'hystrixjs', '@nestjs/terminus'],
  retry: ['p-retry', 'p-retry.pRetry', 'async-retry', 'axios-retry', 'cockatiel.retry().execute', 'cockatiel.wrap().execute', 'promise-retry', 'retry.operation', 'exponential-backoff.backOff', 'fetch-retry', 'ts-retry-promise.retry', 'ts-retry.retryAsync', 'es-toolkit.retry', 'radash.retry', 'undici.RetryAgent', 'undici.interceptors.retry', '@octokit/plugin-retry', '@octokit/plugin-retry.retry', '@octokit/plugin-throttling.throttling', 'effect.Effect.retry', 'rxjs.retry', '@vercel/fetch-retry', 'retry-axios.attach', 'mollitia.Retry', 'p-queue-retry', 'retry-request', 'got.extend', 'ky.create', 'ky.extend', 'attempt', '@lifeomic/attempt.retry', 'async.retry', 'zx.retry', 'ioredis.retryStrategy'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
