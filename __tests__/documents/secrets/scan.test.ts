import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fingerprintOf, maskSecrets, scanSecrets } from '../../../src/documents/secrets/scan';
import { awsSecret, checksummed, digits, hex, jwt, privateKey, random, strongPassword, uuid } from '../../support/made-up';

const kinds = (path: string, text: string): readonly string[] => scanSecrets(path, text).map((hit) => hit.kind);

/** Credentials by the kind that they are found as. Each stands in a line of source. */
const PROVIDERS: readonly (readonly [string, string])[] = [
  ['an AWS access key id', `AKIA${random(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`],
  ['a Google API key', `AIza${random(35)}`],
  ['a Google OAuth client secret', `GOCSPX-${random(28)}`],
  ['an Azure storage account key', `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${random(86)}==`],
  ['a DigitalOcean token', `dop_v1_${hex(64)}`],
  ['a Netlify token', `nfp_${random(36)}`],
  ['a Databricks token', `dapi${hex(32)}`],
  ['a GitHub token', checksummed('ghp')],
  ['a GitHub token', `gho_${random(36)}`],
  ['a GitHub fine-grained token', `github_pat_${random(22)}_${random(59)}`],
  ['a GitLab token', `glpat-${random(20)}`],
  ['an npm access token', checksummed('npm')],
  ['a PyPI token', `pypi-AgEIcHlwaS5vcmc${random(70)}`],
  ['a Docker Hub token', `dckr_pat_${random(27)}`],
  ['an OpenAI API key', `sk-proj-${random(74)}T3BlbkFJ${random(74)}`],
  ['an OpenAI API key', `sk-${random(20)}T3BlbkFJ${random(20)}`],
  ['an Anthropic API key', `sk-ant-api03-${random(93)}AA`],
  ['an OpenRouter API key', `sk-or-v1-${hex(64)}`],
  ['a Hugging Face token', `hf_${random(34, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')}`],
  ['a Groq API key', `gsk_${random(52)}`],
  ['a Tavily API key', `tvly-${random(32)}`],
  ['a Firecrawl API key', `fc-${hex(32)}`],
  ['a Stripe live key', `sk_live_${random(24)}`],
  ['a Stripe live key', `rk_live_${random(99)}`],
  ['a webhook signing secret', `whsec_${random(32)}`],
  ['a Slack token', `xoxb-${digits(12)}-${digits(12)}-${random(24)}`],
  ['a Slack app token', `xapp-1-A${random(10, 'ABCDEFGHIJKLMNOP0123456789')}-${digits(13)}-${hex(64)}`],
  ['a Slack webhook address', `https://hooks.slack.com/services/T${random(9, 'ABCDEFGHJKLMN0123456789')}/B${random(10, 'ABCDEFGHJKLMN0123456789')}/${random(24)}`],
  ['a Discord webhook address', `https://discord.com/api/webhooks/${digits(18)}/${random(68)}`],
  ['a Telegram bot token', `${digits(9)}:AA${random(33)}`],
  ['a Mailchimp key', `${hex(32)}-us14`],
  ['a Notion token', `ntn_${digits(11)}${random(35)}`],
  ['a HubSpot token', `pat-na1-${uuid()}`],
  ['a Supabase access token', `sbp_${hex(40)}`],
  ['a Vault token', `hvs.${random(95)}`],
  ['a Grafana token', `glsa_${random(32)}_${hex(8)}`],
  ['a SendGrid API key', `SG.${random(22)}.${random(43)}`],
  ['a Shopify token', `shpat_${hex(32)}`],
  ['a Linear API key', `lin_api_${random(40)}`],
  ['a signed token (JWT)', jwt({ sub: 'u_81', iss: 'https://id.acme.dev', exp: 1_900_000_000 })],
];

describe('credentials of providers', () => {
  test.each(PROVIDERS)('%s', (kind, value) => {
    expect(kinds('src/client.ts', `export const client = connect("${value}");\n`)).toEqual([kind]);
  });

  test.each(['rsa', 'ec', 'ed25519'] as const)('a private key (%s), in PEM and in one line', (type) => {
    const key = privateKey(type);
    expect(kinds('deploy/key.pem', key)).toEqual(['a private key']);
    expect(kinds('src/key.ts', `const KEY = '${key.trim().replace(/\n/g, '\\n')}';`)).toEqual(['a private key']);
  });

  test('a checksum that holds makes a token certain', () => {
    const [right] = scanSecrets('src/a.ts', `f("${checksummed('ghp')}")`);
    const [wrong] = scanSecrets('src/a.ts', `f("ghp_${random(36)}")`);
    expect([right?.confidence, wrong?.confidence]).toEqual(['certain', 'likely']);
  });
});

describe('values beside names', () => {
  const value = random(32);
  test.each([
    ['src/a.ts', `const apiKey = '${value}';`, 'an API key'],
    ['src/a.ts', `const apiKey: string = "${value}";`, 'an API key'],
    ['src/a.ts', `const key = process.env.ACME_API_KEY ?? '${value}';`, 'an API key'],
    ['src/a.ts', `const key = process.env['ACME_API_KEY'] || '${value}';`, 'an API key'],
    ['src/a.ts', `const config = { clientSecret: '${value}' };`, 'a secret'],
    ['src/a.ts', `if (req.headers['x-api-key'] === '${value}') return;`, 'an API key'],
    ['src/a.ts', `headers.set('Authorization', 'Bearer ${value}');`, 'a token'],
    ['src/a.ts', `fetch(\`https://api.acme.dev/v1?api_key=${value}\`);`, 'an API key'],
    ['src/a.ts', `const password = '${strongPassword()}';`, 'a password'],
    ['src/a.py', `API_TOKEN = os.getenv("API_TOKEN", "${value}")`, 'a token'],
    ['config/app.json', `{ "auth": { "accessToken": "${value}" } }`, 'a token'],
    ['config/app.yaml', `secret_key: ${value}\n`, 'a secret'],
    ['deploy.sh', `export ACME_TOKEN=${value}\n`, 'a token'],
    ['deploy.sh', `node server.js --api-key ${value}\n`, 'an API key'],
    ['.mcp.json', `{ "mcpServers": { "a": { "command": "a", "args": ["--token", "${value}"] } } }`, 'a token'],
    ['main.tf', `  db_password = "${strongPassword()}"\n`, 'a password'],
    ['src/a.ts', `const awsSecretAccessKey = "${awsSecret()}";`, 'an AWS secret access key'],
    ['README.md', `\`\`\`json\n{ "mcpServers": { "a": { "command": "a", "env": { "ACME_API_KEY": "${value}" } } } }\n\`\`\`\n`, 'an API key'],
  ])('%s: %s', (path, text, kind) => {
    expect(kinds(path, text)).toEqual([kind]);
  });
});

describe('addresses with passwords', () => {
  const password = random(14);
  test.each([
    ['postgres', `postgres://app:${password}@db.acme.io:5432/app`, 'the password in a postgres address'],
    ['redis without a user', `redis://:${password}@cache.acme.io:6379`, 'the password in a redis address'],
    ['mongodb+srv', `mongodb+srv://app:${password}@cluster0.ab1cd.mongodb.net/app`, 'the password in a mongodb+srv address'],
    ['https', `https://bot:${password}@git.acme.io/a/b.git`, 'the password in a https address'],
    ['a service of a composition, with a strong password', `postgres://app:${strongPassword()}@db:5432/app`, 'the password in a postgres address'],
    ['an internal host', `postgres://app:${password}@db.prod.internal:5432/app`, 'the password in a postgres address'],
    ['pairs', `Server=tcp:sql.acme.io,1433;Database=app;User ID=app;Password=${password};Encrypt=true`, 'the password in a connection string'],
  ])('%s', (_, address, kind) => {
    expect(kinds('src/db.ts', `connect("${address}");\n`)).toEqual([kind]);
  });

  test.each([
    'postgres://postgres:postgres@localhost:5432/app', 'postgres://user:password@host:5432/db', 'postgres://USER:PASSWORD@HOST/db',
    'mysql://root:root@db:3306/app', 'mongodb://admin:admin@mongo:27017', 'postgres://user:pass@db.example.com/app', 'redis://:${REDIS_PASSWORD}@cache:6379',
    'postgres://app:<password>@db.acme.io/app', 'postgres://app:your_password_here@db.acme.io/app', 'postgres://user:secret@127.0.0.1/app', 'https://user:pass@proxy.acme.io:8080',
    'amqp://guest:guest@rabbitmq:5672',
  ])('%s is none', (address) => {
    expect(kinds('src/db.ts', `connect("${address}");\n`)).toEqual([]);
  });
});

describe('what is no credential', () => {
  test.each([
    ['a placeholder in words', 'src/a.ts', "const apiKey = 'your-api-key-goes-here-12345';"],
    ['a placeholder that counts', 'src/a.ts', "const apiKey = 'abcdef1234567890abcdef1234567890';"],
    ['a placeholder that repeats', 'src/a.ts', `const token = 'ghp_${'x'.repeat(36)}';`],
    ['a variable', 'docker-compose.yml', 'API_KEY: ${API_KEY}\n'],
    ['a reference to a vault', 'config.yaml', 'api_key: op://vault/item/field123ABCdef\n'],
    ['a value that is encrypted', '.env.production', `API_KEY="encrypted:${random(120)}"\n`],
    ['a hash', 'src/a.ts', `const tokenHash = '${hex(64)}';`],
    ['a commit', 'src/a.ts', `const commit = '${hex(40)}';`],
    ['an integrity', 'package.json', `{ "integrity": "sha512-${random(86)}==" }`],
    ['a public key', 'src/a.ts', `const publicKey = '${random(44)}';`],
    ['a public key in PEM', 'key.pub', `-----BEGIN PUBLIC KEY-----\n${random(216)}\n-----END PUBLIC KEY-----\n`],
    ['a stub of a private key', 'src/a.ts', 'const sample = `-----BEGIN PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----`;'],
    ['a marker alone', 'src/a.ts', "if (text.includes('-----BEGIN RSA PRIVATE KEY-----')) warn();"],
    ['a key for test mode', 'src/a.ts', `const key = "sk_test_${random(24)}";`],
    ['a publishable key', 'src/a.ts', `const key = "pk_live_${random(24)}";`],
    ['an anonymous key', 'src/a.ts', `const supabaseAnonKey = "${jwt({ role: 'anon', iss: 'supabase' })}";`],
    ['the token of every tutorial', 'src/a.ts', `verify("${jwt({ sub: '1234567890', name: 'John Doe' })}")`],
    ['a search key of a documentation', 'src/a.ts', `docsearch({ appId: 'ABC', apiKey: '${hex(32)}', indexName: 'acme' });`],
    ['something about a secret', 'src/a.ts', `const tokenEndpoint = 'https://id.acme.dev/${hex(24)}';`],
    ['the id of a token', 'src/a.ts', `const accessKeyId = '${random(20)}';`],
    ['the id of a program on a chain', 'src/a.ts', `const TOKEN_PROGRAM_ID = '${random(44)}';`],
    ['a name of a field', 'src/a.ts', "const passwordField = 'input[name=password]';"],
    ['a sentence', 'src/a.ts', "const password = 'Please enter 1 Password!';"],
    ['a key that a provider publishes', 'src/a.ts', `const api_key = '${['phc', random(43)].join('_')}';`],
    ['a token of a local emulator', 'src/a.ts', `const LOCAL_QUEUE_TOKEN = '${random(40)}';`],
    ['a path', 'src/a.ts', "const tokenPath = '/var/run/secrets/Kubernetes.io/Token1';"],
    ['a documentation comment', 'src/a.ts', ` * apiKey: "${random(32)}"\n`],
    ['prose', 'docs/a.md', `Set \`API_KEY=${random(32)}\`.\n`],
    ['a lock file', 'package-lock.json', `{ "token": "${random(32)}" }`],
    ['a picture', 'a.svg', `<image token="${random(32)}"/>`],
    ['a source map', 'dist/a.js.map', `{"token":"${random(32)}"}`],
    ['an identifier', 'src/a.ts', "const secretName = 'acme-prod-2024-database-credentials';"],
  ])('%s', (_, path, text) => {
    expect(kinds(path, text)).toEqual([]);
  });
});

describe('files of a form', () => {
  test('a Kubernetes secret is read through its base64', () => {
    const text = `apiVersion: v1\nkind: Secret\ndata:\n  password: ${Buffer.from(random(12)).toString('base64')}\n  mode: ${Buffer.from('production').toString('base64')}\n`;
    expect(scanSecrets('k8s/secret.yaml', text).map(({ line, name }) => [line, name])).toEqual([[4, 'password']]);
  });

  test('a placeholder in a Kubernetes secret is none', () => {
    expect(kinds('k8s/secret.yaml', `apiVersion: v1\nkind: Secret\nstringData:\n  password: changeme\n  token: "{{ .Values.token }}"\n`)).toEqual([]);
  });

  test('.npmrc', () => {
    expect(kinds('.npmrc', `//registry.acme.io/:_authToken=${random(36)}\n`)).toEqual(['an npm access token']);
    expect(kinds('.npmrc', '//registry.acme.io/:_authToken=${NPM_TOKEN}\n')).toEqual([]);
  });

  test('the place tells how it came there', () => {
    const value = checksummed('ghp');
    const place = (path: string, text: string): string | undefined => scanSecrets(path, text)[0]?.place;
    expect(place('src/a.ts', `f("${value}")`)).toBe('source');
    expect(place('Dockerfile', `FROM a\nENV T=${value}\n`)).toBe('image');
    expect(place('.env', `T=${value}\n`)).toBe('environment-file');
    expect(place('.cursor/mcp.json', `{"T":"${value}"}`)).toBe('client-configuration');
    expect(place('.github/workflows/ci.yml', `T: ${value}\n`)).toBe('workflow');
    expect(place('README.md', value)).toBe('document');
    expect(place('package.json', `{"scripts":{"a":"x --token ${value}"}}`)).toBe('command-argument');
  });
});

describe('the value is kept nowhere', () => {
  test.each(PROVIDERS)('%s', (_, value) => {
    const text = `const a = "${value}"; // ${value}\n`;
    const hits = scanSecrets('src/a.ts', text);
    const parts = value.split(/[/=:;.]/).filter((part) => part.length > 12);
    for (const part of [value, ...parts.slice(-1)]) {
      expect(JSON.stringify(hits)).not.toContain(part);
      expect(maskSecrets('src/a.ts', text)).not.toContain(part);
    }
  });

  test('masking keeps every place', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.constantFrom(...PROVIDERS.map(([, value]) => value)), fc.string({ maxLength: 40 }), fc.constant('\n')), { maxLength: 12 }), (pieces) => {
      const text = pieces.join(' ');
      const masked = maskSecrets('src/a.ts', text);
      expect(masked).toHaveLength(text.length);
      expect(masked.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
    }));
  });

  test('equal values have equal fingerprints, others have others', () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
      expect(fingerprintOf(a) === fingerprintOf(b)).toBe(a === b);
      expect(fingerprintOf(a)).toMatch(/^[0-9a-f]{16}$/);
    }));
  });

  test('places are those of the credential', () => {
    const value = checksummed('ghp');
    const [hit] = scanSecrets('src/a.ts', `\n\n  f("${value}");\n`);
    expect(hit).toMatchObject({ line: 3, column: 6, endColumn: 6 + value.length });
  });
});

describe('hostile texts take no longer than they should', () => {
  test.each([
    ['markers of private keys', '-----BEGIN PRIVATE KEY-----\n'.repeat(20_000)],
    ['addresses', 'a://a:a'.repeat(60_000)],
    ['names', 'apiKey="'.repeat(60_000)],
    ['Slack', 'xoxb-1-'.repeat(60_000)],
    ['SendGrid', `SG.${'a.'.repeat(200_000)}`],
    ['JWT', 'eyJ'.repeat(150_000)],
    ['one line', 'a'.repeat(500_000)],
    ['dots', '.'.repeat(500_000)],
  ])('%s', (_, text) => {
    const started = performance.now();
    scanSecrets('src/a.ts', text);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
