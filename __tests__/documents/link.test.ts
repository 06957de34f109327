import { describe, expect, test } from '@jest/globals';
import { documentExtractors, linkDocuments, type LinkedDocuments } from '../../src/documents/link';
import { extractFile, extractRevision } from '../../src/facts/extract';
import { READERS } from '../../src/review/readers';
import { memoryRevision } from '../../src/revision/memory';
import { awsSecret, checksummed, random, strongPassword } from '../support/made-up';

type Files = Readonly<Record<string, string>>;

async function link(files: Files, workingDirectory = ''): Promise<LinkedDocuments> {
  return linkDocuments(await extractRevision(memoryRevision(files), documentExtractors, new Map()), { workingDirectory });
}

const value = <T>(fact: { readonly seen: boolean; readonly value?: T }): T => {
  if (!fact.seen || fact.value === undefined) throw new Error('The fact was not seen.');
  return fact.value;
};

const manifest = (fields: Readonly<Record<string, unknown>>): string => JSON.stringify(fields, null, 2);
const SDK = { '@modelcontextprotocol/sdk': '^1.20.0' };

describe('the judged packages', () => {
  const judged = async (files: Files, directory = ''): Promise<readonly (string | undefined)[]> => value((await link(files, directory)).packages).judged.map(({ name }) => name);

  test('the package at the root', async () => {
    expect(await judged({ 'package.json': manifest({ name: 'a' }), 'examples/b/package.json': manifest({ name: 'b' }) })).toEqual(['a']);
  });

  test('the members of a workspace that are servers', async () => {
    const files = {
      'package.json': manifest({ name: 'root', private: true, workspaces: ['packages/*'] }),
      'packages/core/package.json': manifest({ name: 'core' }),
      'packages/server/package.json': manifest({ name: 'server', dependencies: SDK }),
      'packages/tools/package.json': manifest({ name: 'tools', private: true, dependencies: SDK }),
    };
    expect(await judged(files)).toEqual(['server']);
    expect(await judged(files, 'packages/core')).toEqual(['core']);
  });

  test('what is published nowhere, and what is broken', async () => {
    expect(await judged({ 'package.json': manifest({ name: 'a', private: true }) })).toEqual(['a']);
    const broken = await link({ 'package.json': '{ "name": ' });
    expect(broken.packages).toMatchObject({ seen: true, value: { judged: [] }, gaps: [{ what: 'package.json', why: expect.stringMatching(/line 1/) }] });
  });
});

describe('a manifest', () => {
  test('every field, with lines', async () => {
    const [a] = value((await link({
      'package.json': manifest({
        name: '@acme/a', version: '1.0.0', type: 'module', bin: './dist/a.js', main: './dist/m.js', types: 'dist/m.d.ts', exports: { '.': { import: './dist/m.js', types: './dist/m.d.ts' }, './b': './dist/b.js' },
        scripts: { start: 'node dist/a.js' }, dependencies: { zod: '^4.0.0' }, devDependencies: { jest: '30' }, peerDependencies: { react: '*' }, repository: { url: 'git+ssh://git@github.com/acme/a.git' }, bugs: { email: 'bugs@acme.dev' },
        homepage: 'https://acme.dev', mcpName: 'io.github.acme/a', engines: { node: '>=20' }, files: ['dist'],
      }),
    })).packages).judged;
    expect(a).toMatchObject({
      path: 'package.json', directory: '', bin: { a: 'dist/a.js' }, main: 'dist/m.js', exports: ['dist/m.js', 'dist/m.d.ts', 'dist/b.js'], repository: 'https://github.com/acme/a', bugs: 'bugs@acme.dev', mcpName: 'io.github.acme/a', files: ['dist'],
      dependencies: [{ name: 'zod', range: '^4.0.0', kind: 'production', line: 19 }, { name: 'jest', kind: 'development' }, { name: 'react', kind: 'peer' }],
    });
    expect(a?.lines).toMatchObject({ name: 2, bin: 5, mcpName: 34 });
  });

  test.each([
    ['package-lock.json', '{\n  "packages": {\n    "node_modules/zod": { "version": "4.0.0" },\n    "node_modules/@modelcontextprotocol/sdk": {\n      "version": "1.20.1",\n', 4],
    ['pnpm-lock.yaml', "packages:\n\n  '@modelcontextprotocol/sdk@1.20.1(zod@4.0.0)':\n    resolution: {}\n", 3],
    ['yarn.lock', '"@modelcontextprotocol/sdk@^1.20.0":\n  version "1.20.1"\n', 1],
    ['bun.lock', '{\n  "packages": {\n    "@modelcontextprotocol/sdk": ["@modelcontextprotocol/sdk@1.20.1", "", {}],\n', 3],
  ])('the version that %s resolves', async (path, text, line) => {
    expect(value((await link({ [path]: text })).packages).resolved).toEqual([{ name: '@modelcontextprotocol/sdk', version: '1.20.1', line, path }]);
  });

  test('other languages and their SDKs', async () => {
    const { others } = value((await link({ 'pyproject.toml': '[project]\nname = "notes"\ndependencies = ["mcp>=1.2"]\n', 'go.mod': 'module acme.dev/notes\n\nrequire github.com/mark3labs/mcp-go v0.4.0\n', 'Cargo.toml': '[package]\nname = "notes"\n' })).packages);
    expect(others.map(({ language, name, mcpSdk }) => [language, name, mcpSdk?.line])).toEqual([['rust', 'notes', undefined], ['go', 'acme.dev/notes', 3], ['python', 'notes', 3]]);
  });
});

describe('traits', () => {
  const traits = async (files: Files): Promise<Readonly<Record<string, readonly string[]>>> =>
    Object.fromEntries(Object.entries((await link(files)).traits).map(([trait, evidence]) => [trait, evidence.map(({ location }) => `${location?.path ?? ''}:${location?.line ?? ''}`)]));

  test('an SDK, a registry name and a program for clients', async () => {
    expect(await traits({ 'package.json': manifest({ name: 'a', mcpName: 'io.github.acme/a', bin: 'a.js', dependencies: SDK }), 'README.md': '```json\n{ "mcpServers": { "a": { "command": "npx", "args": ["a"] } } }\n```\n' })).toEqual({
      'mcp-sdk': ['package.json:6'], stdio: ['README.md:2'], 'registry-manifest': ['package.json:3'],
    });
  });

  test('a remote server is no program for clients', async () => {
    expect(await traits({ 'package.json': manifest({ name: 'a' }), 'README.md': '```json\n{ "mcpServers": { "a": { "command": "npx", "args": ["mcp-remote", "https://mcp.a.dev/mcp"] } } }\n```\n' })).toEqual({});
  });

  test.each<readonly [string, Files, readonly string[]]>([
    ['an image that opens a port', { Dockerfile: 'FROM a\nEXPOSE 3000\n' }, ['http-beyond-loopback']],
    ['an image that opens none', { Dockerfile: 'FROM a\nCMD ["node", "a.js"]\n' }, []],
    ['a composition that builds it', { 'compose.yaml': 'services:\n  a:\n    build: .\n    ports: ["80:3000"]\n' }, ['deployment', 'http-beyond-loopback']],
    ['a composition of a database alone', { 'compose.yaml': 'services:\n  db:\n    image: postgres\n    ports: ["5432:5432"]\n' }, []],
    ['a composition on loopback', { 'compose.yaml': 'services:\n  a:\n    build: .\n    ports: ["127.0.0.1:80:3000"]\n' }, []],
    ['a platform', { 'fly.toml': '[http_service]\ninternal_port = 3000\n' }, ['deployment', 'http-beyond-loopback']],
    ['a site of documentation', { 'vercel.json': '{ "outputDirectory": "docs/dist" }' }, []],
    ['a pipeline', { '.github/workflows/d.yml': 'jobs:\n  a:\n    steps:\n      - run: flyctl deploy\n' }, ['deployment']],
    ['an example of a deployment', { 'examples/fly.toml': '[http_service]\ninternal_port = 3000\n' }, []],
    ['a registry that starts it', { 'smithery.yaml': 'startCommand:\n  type: stdio\n' }, ['registry-manifest', 'stdio']],
    ['a manifest of another kind', { 'manifest.json': '{ "name": "a web app", "icons": [] }', 'server.json': '{ "port": 3000 }' }, []],
  ])('%s', async (_, files, expected) => {
    expect(Object.keys(await traits({ 'package.json': manifest({ name: 'a' }), ...files })).sort()).toEqual(expected);
  });
});

describe('documents', () => {
  test('code is handed on, configuration and commands are not', async () => {
    const { virtualFiles } = await link({ 'README.md': '# A\n\n```ts\nconst a = 1;\n```\n\n```json\n{}\n```\n\n```sh\nnpm i\n```\n' });
    expect(virtualFiles).toEqual([{ path: 'README.md', line: 4, language: 'ts', text: 'const a = 1;' }]);
  });

  test('those of tests and vendored code are left out', async () => {
    const { documents } = await link({ 'README.md': '# A\n', 'tests/README.md': '# B\n', 'node_modules/b/README.md': '# C\n' });
    expect(value(documents).map(({ path }) => path)).toEqual(['README.md']);
  });

  test('a broken deployment file is a gap of the deployments alone', async () => {
    const { deployments, secrets, documents } = await link({ 'fly.toml': 'a = [', 'README.md': '# A\n' });
    expect([deployments, secrets, documents].map((fact) => fact.seen && fact.gaps.length)).toEqual([1, 0, 0]);
  });
});

describe('nothing that is read keeps a credential', () => {
  const token = checksummed('ghp');
  const password = strongPassword();
  const key = awsSecret();
  const api = random(32);
  test.each([
    ['src/a.ts', `const a = "${token}"; const apiKey = '${api}';\nquery(\`postgres://a:${password}@db.notes.dev/a\`);\n`],
    ['README.md', `\`npx a --token ${token}\`\n\n\`\`\`json\n{ "mcpServers": { "a": { "command": "npx", "args": ["--api-key", "${api}"], "env": { "AWS_SECRET_ACCESS_KEY": "${key}" } } } }\n\`\`\`\n`],
    ['Dockerfile', `FROM a\nENV HOST_TOKEN=${token} DATABASE_URL=postgres://a:${password}@db.notes.dev/a\nCMD ["a", "--api-key", "${api}"]\n`],
    ['wrangler.toml', `[vars]\nAPI_URL = "https://a:${password}@a.dev"\nAPI_KEY = "${api}"\nbroken = [\n`],
    ['package.json', `{ "name": "a", "scripts": { "a": "a --token ${token}" }, "repository": "https://a:${password}@git.notes.dev/a" }`],
    ['.env', `API_KEY=${api}\nHOST_PASSWORD=${password}\n`],
    ['compose.yaml', `services:\n  a:\n    command: a --api-key ${api}\n    environment:\n      DEBUG_TOKEN: ${token}\n      URL: redis://:${password}@cache.notes.dev\n`],
    ['schema.sql', `INSERT INTO a (token) VALUES ('${token}');\n`],
  ])('%s', (path, text) => {
    const bytes = new TextEncoder().encode(text);
    const facts = JSON.stringify(extractFile({ path, oid: '1', size: bytes.length, mode: 'file' }, bytes, READERS.extractors));
    for (const secret of [token, password, key, api]) expect(facts).not.toContain(secret);
  });
});
