/** Whether a variable of the environment holds a credential, by its name. Places, limits and public halves of keys hold none. */
export function namesCredential(name: string): boolean {
  if (/(PUBLIC|PUBLISHABLE|ANON)_?KEY|(^|_)(MAX|MIN|LIMIT|COUNT|BUDGET|USAGE)_?TOKENS?|TOKENS?_?(URL|URI|ENDPOINT|LIMIT|COUNT|PATH|FILE|TTL|LIFETIME|EXPIR\w*|NAME|TYPE|ISSUER|AUDIENCE)$|(KEY|SECRET|PASSWORD|CREDENTIALS?)_?(PATH|FILE|NAME|ID|URL|ARN|PREFIX|HEADER|LENGTH|ROTATION\w*|TTL)$|^(SSH_AUTH_SOCK|NODE_|npm_|DOTENV_)|KEY_?ID$/i.test(name)) return false;
  return /(^|_)(API_?KEY|APIKEY|\w*_?KEY|\w*TOKEN|\w*SECRET|PASSWORD|PASSWD|PASS|PAT|PASSPHRASE|ACCESS_KEY|SECRET_KEY|PRIVATE_KEY|BEARER|CREDENTIAL)$/i.test(name) && /KEY|TOKEN|SECRET|PASS|(^|_)PAT$|BEARER|CREDENTIAL/i.test(name);
}

/** Clients that throw when they are made, or called, without their key. */
export const THROWS_WITHOUT_KEY = /^(openai|stripe|resend|exa-js|groq-sdk|twilio|@anthropic-ai\/sdk|@mendable\/firecrawl-js|@sendgrid\/client|together-ai|@google\/generative-ai|@browserbasehq\/sdk|@pinecone-database\/pinecone|mailgun\.js|jsonwebtoken|jose|@hyperbrowser\/sdk|@tavily\/core|elevenlabs|@elevenlabs\/elevenlabs-js|@upstash\/redis|postmark|crypto|@linear\/sdk|airtable|@supabase\/supabase-js\.createClient|@supabase\/ssr|algoliasearch|grammy|discord\.js|contentful|contentful-management|deepl-node)(\.|$|\()/;

/** Clients that work without one: they are anonymous then, or take what the server behind them needs. */
export const WORKS_WITHOUT_KEY = /^(@octokit\/[\w-]+|octokit|pg|mysql2|ioredis|redis|mongodb|mongoose|mssql|tedious|oracledb|@aws-sdk\/[\w-]+|@google-cloud\/[\w-]+|@azure\/[\w-]+|nodemailer|amqplib|kafkajs|@elastic\/elasticsearch|@opensearch-project\/opensearch|neo4j-driver|@clickhouse\/client|knex|sequelize|typeorm|@libsql\/client|posthog-node|@sentry\/[\w-]+|chromadb|@qdrant\/[\w-]+|weaviate-client|mixpanel|console|JSON|Object|String|Boolean|process|pino|winston|Set|Map|zod)(\.|$|\()/;
