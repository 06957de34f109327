import { describe, expect, test } from '@jest/globals';
import type { Control } from '../../../src/controls/control';
import { secretsManagement } from '../../../src/controls/data-protection/secrets-management';
import { runControl } from '../../../src/controls/run';
import { withHistorySecrets } from '../../../src/documents/secrets/link';
import { scanSecrets } from '../../../src/documents/secrets/scan';
import type { Facts } from '../../../src/facts/facts';
import { controlChecks, type ControlCases, type Files } from '../../support/control-checks';
import { factsOf } from '../../support/control-tester';
import { checksummed, privateKey, random, strongPassword } from '../../support/made-up';

const TOKEN = checksummed('ghp');
const KEY = random(32);
const MANIFEST = '{ "name": "@acme/notes-mcp", "bin": "dist/index.js" }';
const SOURCE = "const token = process.env.NOTES_TOKEN;\nif (!token) throw new Error('NOTES_TOKEN is missing.');\n";

const server = (files: Files): Files => ({ 'package.json': MANIFEST, 'src/index.ts': SOURCE, ...files });

/** Paths that begin with `commit:` are what an earlier commit of the change held. */
async function withHistory(files: Files): Promise<Facts> {
  const past = Object.entries(files).filter(([path]) => path.startsWith('commit:'));
  const facts = await factsOf(Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('commit:'))));
  if (past.length === 0 || !facts.secrets.seen) return facts;
  const history = past.map(([key, text]) => {
    const path = key.slice('commit:'.length);
    return { blob: { commit: 'c0ffee1234567890', path, oid: `blob-${path}`, size: text.length }, hits: scanSecrets(path, text) };
  });
  return { ...facts, secrets: { ...facts.secrets, value: withHistorySecrets(facts.secrets.value, history, 3) } };
}

const cases: ControlCases<keyof typeof secretsManagement.messages> = {
  pass: {
    'credentials from the environment': { files: server({ '.gitignore': 'node_modules\n.env\n', '.env.example': 'NOTES_TOKEN=\n' }), evidence: ['.gitignore:2'] },
    'placeholders in every form': {
      files: server({
        '.env.example': 'NOTES_TOKEN=your-token-here\nDB_PASSWORD=changeme\nAPI_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxx\n',
        'README.md': '```json\n{ "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp", "--token", "YOUR_TOKEN"], "env": { "API_KEY": "<your key>" } } } }\n```\n',
        '.mcp.json': '{ "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp"], "env": { "API_KEY": "${API_KEY}" } } } }',
      }),
    },
    'fixtures of tests': { files: server({ '__tests__/auth.test.ts': `sign('${TOKEN}');\nconst apiKey = '${KEY}';\n`, 'test/fixtures/key.pem': privateKey() }) },
    'hashes and public keys': { files: server({ 'src/pins.ts': `export const tokenHash = '${'a1b2c3d4e5f60718293a4b5c6d7e8f90'.repeat(2)}';\nexport const publicKey = '${KEY}';\n`, 'package-lock.json': `{ "packages": { "": { "integrity": "sha512-${random(86)}==" } } }` }) },
    'an encrypted environment file': { files: server({ '.env.production': `DOTENV_PUBLIC_KEY_PRODUCTION="03a5b6"\nNOTES_TOKEN="encrypted:${random(200)}"\n` }), evidence: ['.env.production:1'] },
    'secrets of the platform in a workflow': { files: server({ '.github/workflows/deploy.yml': 'jobs:\n  deploy:\n    steps:\n      - run: flyctl deploy\n        env:\n          FLY_API_TOKEN: ${{ secrets.FLY_API_TOKEN }}\n' }) },
    'a secret of the cluster': { files: server({ 'k8s/app.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: notes }\nspec:\n  template:\n    spec:\n      containers:\n        - name: notes\n          image: acme/notes\n          env:\n            - name: NOTES_TOKEN\n              valueFrom: { secretKeyRef: { name: notes, key: token } }\n' }) },
    'an environment file that sets nothing secret': { files: server({ '.env.development': 'PORT=3000\nLOG_LEVEL=debug\nPUBLIC_API_KEY_ID=web\n' }) },
    'a secret that is mounted during the build': { files: server({ Dockerfile: 'FROM node:22\nRUN --mount=type=secret,id=npm npm ci\nENV NODE_ENV=production\nCMD ["node", "dist/index.js"]\n' }) },
    'an argument of a build stage': {
      files: server({ Dockerfile: 'FROM node:22 AS build\nARG NPM_TOKEN\nRUN npm ci\nFROM node:22\nCOPY --from=build /app /app\nCMD ["node", "dist/index.js"]\n' }),
      findings: ['in-build-stage Dockerfile:2'],
    },
    'a token in a document': { files: server({ 'docs/api.md': `Send \`hf_${random(34, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')}\` along.\n` }), findings: ['in-document docs/api.md:1'] },
    'deployed, and nothing says where its secrets come from': {
      files: server({ 'docker-compose.yml': 'services:\n  app:\n    build: .\n    ports: ["80:3000"]\n', '.env.example': 'NOTES_TOKEN=\n' }),
      findings: ['unknown-origin'],
    },
    'a database of the composition with the password of every tutorial': { files: server({ 'docker-compose.yml': 'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: postgres\n  app:\n    build: .\n    environment:\n      DATABASE_URL: postgres://postgres:postgres@db:5432/app\n' }) },
    'searched history that holds nothing': { files: server({ 'commit:src/index.ts': SOURCE }) },
  },
  fail: {
    'a token in source': { files: server({ 'src/github.ts': `import { x } from 'y';\n\nconst client = x("${TOKEN}");\n` }), findings: ['credential src/github.ts:3'] },
    'the same value twice is one finding': { files: server({ 'dist/generated/a.js': `f("${TOKEN}")`, 'src/github.ts': `f("${TOKEN}")` }), findings: ['credential src/github.ts:1'] },
    'a literal as fallback': { files: server({ 'src/a.ts': `const apiKey = process.env.API_KEY || '${KEY}';\n` }), findings: ['credential src/a.ts:1'] },
    'a password in an address': { files: server({ 'src/db.ts': `connect('postgres://app:${random(14)}@db.notes.dev/app');\n` }), findings: ['credential src/db.ts:1'] },
    'a private key': { files: server({ 'certs/server.key': privateKey() }), findings: ['credential certs/server.key:1'] },
    'a committed .env': { files: server({ '.env': `PORT=3000\nNOTES_TOKEN=${TOKEN}\nDB_PASSWORD=summer-in-the-city\n` }), findings: ['environment-file .env:2'] },
    'a committed .env with an address': { files: server({ '.env.production': `DATABASE_URL=postgres://app:${strongPassword()}@db.notes.dev/app\n` }), findings: ['environment-file .env.production:1'] },
    'a real token in a template': { files: server({ '.env.example': `NOTES_TOKEN=${TOKEN}\n` }), findings: ['credential .env.example:1'] },
    'a client configuration': { files: server({ '.cursor/mcp.json': `{\n  "mcpServers": {\n    "notes": { "command": "npx", "args": ["@acme/notes-mcp"], "env": { "NOTES_API_KEY": "${KEY}" } }\n  }\n}\n` }), findings: ['credential .cursor/mcp.json:3'] },
    'a client configuration in a document': { files: server({ 'README.md': `# Notes\n\n\`\`\`json\n{ "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp"], "env": { "NOTES_API_KEY": "${KEY}" } } } }\n\`\`\`\n` }), findings: ['credential README.md:4'] },
    'a workflow': { files: server({ '.github/workflows/ci.yml': `jobs:\n  a:\n    env:\n      NPM_TOKEN: ${checksummed('npm')}\n` }), findings: ['credential .github/workflows/ci.yml:4'] },
    'an image': { files: server({ Dockerfile: `FROM node:22\nENV API_KEY=${KEY}\n` }), findings: ['credential Dockerfile:2'] },
    'an image with a weak password': { files: server({ Dockerfile: 'FROM node:22\nENV DB_PASSWORD=summer-in-the-city\n' }), findings: ['baked-into-image Dockerfile:2'] },
    'an image that takes it as an argument of the build': { files: server({ Dockerfile: 'FROM node:22\nARG NPM_TOKEN\nRUN npm ci\n' }), findings: ['baked-into-image Dockerfile:2'] },
    'an argument of the server': { files: server({ Dockerfile: 'FROM node:22\nCMD node dist/index.js --api-key $API_KEY\n' }), findings: ['in-arguments Dockerfile:2'] },
    'an argument of a service that is built here': { files: server({ 'compose.yaml': 'services:\n  app:\n    build: .\n    command: ["node", "dist/index.js", "--token=${NOTES_TOKEN}"]\n  cache:\n    image: redis\n    command: ["redis-server", "--requirepass", "${REDIS_PASSWORD}"]\n' }), findings: ['in-arguments compose.yaml:4'] },
    'a manifest of a secret': { files: server({ 'k8s/secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata: { name: a }\ndata:\n  token: ${Buffer.from(KEY).toString('base64')}\n` }), findings: ['credential k8s/secret.yaml:5'] },
    'a checked token in an example': { files: server({ 'examples/a.ts': `f("${TOKEN}")` }), findings: ['credential examples/a.ts:1'] },
    'a token that a later commit removed': { files: server({ 'commit:src/old.ts': `\nf("${TOKEN}")` }), findings: ['in-history src/old.ts:2'] },
    'a token that a later commit moved': { files: server({ 'src/new.ts': `f("${TOKEN}")`, 'commit:src/old.ts': `f("${TOKEN}")` }), findings: ['credential src/new.ts:1'] },
    'infrastructure': { files: server({ 'main.tf': `resource "x" "y" {\n  db_password = "${strongPassword()}"\n}\n` }), findings: ['credential main.tf:2'] },
  },
  knownGaps: {
    'a password in words': { files: server({ 'src/db.ts': "connect({ user: 'app', password: 'summer-in-the-city' });\n" }), expected: 'fail', because: 'A password that a person would choose cannot be told from a sentence.' },
  },
};

describe('secrets-management', () => {
  test.each(controlChecks(secretsManagement as unknown as Control, cases, withHistory).map((check) => [check.name, check.run] as const))('%s', async (_, run) => {
    expect((await run()).join('\n')).toBe('');
  });

  test('no verdict holds a value', async () => {
    for (const one of Object.values(cases.fail)) {
      const verdict = JSON.stringify(runControl(secretsManagement, await withHistory(one.files)));
      for (const value of [TOKEN, KEY, 'summer-in-the-city', strongPassword()]) expect(verdict).not.toContain(value);
    }
  });
});
