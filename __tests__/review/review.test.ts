import { describe, expect, test } from '@jest/globals';
import { memoryRevision } from '../../src/revision/memory';
import type { Scorecard } from '../../src/model/scorecard';
import { reviewWith, type ReviewInput } from '../../src/review';
import { TOOL } from '../../src/tool';
import { readFileSync } from 'node:fs';
import { parts, settings, subject } from './fakes';

type Files = Readonly<Record<string, string>>;

function review(head: Files, more: Partial<ReviewInput> & { readonly baseFiles?: Files } = {}): Promise<Scorecard> {
  const { baseFiles, ...rest } = more;
  return reviewWith(parts, { head: memoryRevision(head), ...(baseFiles && { base: memoryRevision(baseFiles) }), subject: subject(), configuration: settings(), ...rest });
}

function control(card: Scorecard) {
  return card.controls.find((row) => row.id === 'secrets-management');
}

const server = { 'src/server.ts': 'new McpServer();\n' };

describe('what could not be evaluated', () => {
  test.each<[name: string, files: Files, kind: string, message: RegExp]>([
    ['an empty repository', {}, 'no-server', /^No MCP server was found in this repository\. Looked for .* in 0 files of TypeScript and JavaScript\.$/],
    ['a library', { 'src/index.ts': 'export {};\n' }, 'no-server', /in 1 file of TypeScript/],
    ['a server in a test alone', { '__tests__/a.test.ts': 'new McpServer();\n' }, 'no-server', /in 0 files/],
    ['a server in Python', { 'pyproject.toml': 'mcp\n', 'server.py': '\n' }, 'language', /written in Python \(pyproject\.toml depends on mcp\), which is not read yet/],
    ['files in Python alone', { 'a.py': '\n', 'b.py': '\n' }, 'language', /holds 2 files in Python and none in TypeScript or JavaScript/],
    ['a server that could not be read', { 'src/server.ts': 'McpServer BROKEN' }, 'no-server', /1 file could not be read, among them src\/server\.ts: It is broken\.$/],
  ])('%s', async (_, files, kind, message) => {
    const card = await review(files);
    expect(card.decision).toEqual({ result: 'could-not-evaluate', exitCode: 2, blocking: [] });
    expect(card.faults.map((fault) => fault.kind)).toEqual([kind]);
    expect(card.faults[0]?.message).toMatch(message);
    expect(card.faults[0]?.remedy).not.toBe('');
    expect(card.score).toBeUndefined();
    expect(card.items).toEqual([]);
  });

  test('a revision that cannot be read is a fault and never a pass', async () => {
    const head = { ...memoryRevision(server), entries: () => Promise.reject(new Error('The object is missing')) };
    const card = await review({}, { head });
    expect(card.decision.exitCode).toBe(2);
    expect(card.faults).toMatchObject([{ kind: 'internal', message: expect.stringContaining('The object is missing.') }]);
  });

  test('a base that cannot be read is a fault too, and the traits of the head stay', async () => {
    const base = { ...memoryRevision(server), entries: () => Promise.reject(new Error('The object is missing')) };
    const card = await review(server, { base });
    expect(card.decision.exitCode).toBe(2);
    expect(card.traits.find((trait) => trait.id === 'mcp-server')?.present).toBe(true);
  });
});

describe('a scorecard', () => {
  test('of a server without flaws', async () => {
    const card = await review(server);
    expect(card.decision).toEqual({ result: 'pass', exitCode: 0, blocking: [] });
    expect(control(card)).toMatchObject({ outcome: 'pass', movement: 'new', evidence: [{ kind: 'searched', note: 'Searched 1 files.' }] });
    expect(card.examined).toEqual({ files: 1, lines: 1, languages: ['TypeScript'] });
    expect(card).toMatchObject({ schemaVersion: 1, tool: TOOL, faults: [], findings: [], policy: { profile: 'standard', gate: 'head', source: 'defaults' } });
    expect(card.controls).toHaveLength(63);
    expect(card.items).toHaveLength(30);
    expect(card.traits.find((trait) => trait.id === 'sql')).toMatchObject({ present: false, evidence: [{ kind: 'searched', note: 'Looked through 1 file of source code and 0 other files for a sign that this repository sends SQL, and found none.' }] });
  });

  test('of a change: what came in, what was there, what went', async () => {
    const baseFiles = { 'src/server.ts': 'new McpServer();\nFLAW one\nFLAW two\n' };
    const head = { 'src/server.ts': '// moved\nnew McpServer();\nFLAW two\nFLAW three\n' };
    const change = { head: 'h', mergeBase: 'b', files: [{ path: 'src/server.ts', status: 'modified' as const, lines: [{ start: 1, end: 1 }, { start: 4, end: 4 }] }], history: { blobs: [], commits: 1 } };
    const card = await review(head, { baseFiles, change });
    expect(card.findings.map((one) => [one.anchor, one.state, one.inDiff, one.location?.line])).toEqual([['FLAW two', 'existing', false, 3], ['FLAW three', 'introduced', true, 4]]);
    expect(card.fixed.map((one) => one.anchor)).toEqual(['FLAW one']);
    expect(control(card)).toMatchObject({ outcome: 'fail', before: 'fail', movement: 'regressed' });
    expect(control(card)?.findings).toEqual(card.findings.map((one) => one.fingerprint));
  });

  test('a file that cannot be read turns a pass into an error', async () => {
    const card = await review({ ...server, 'src/other.ts': 'BROKEN' });
    expect(control(card)).toMatchObject({ outcome: 'error' });
    expect(card.gaps).toEqual([{ what: 'src/other.ts', why: 'It is broken.' }]);
  });

  test('a second server in another language is named as out of sight', async () => {
    const card = await review({ ...server, 'pyproject.toml': 'x\n' });
    expect(card.gaps).toEqual([{ what: 'pyproject.toml', why: 'It is a package in Python that depends on mcp. This version reads TypeScript and JavaScript only.' }]);
  });

  test('patterns hide files, and the scorecard says how many', async () => {
    const files = { ...server, 'src/legacy/a.ts': 'FLAW\n', 'src/legacy/.b.ts': 'FLAW\n' };
    expect(control(await review(files))?.outcome).toBe('fail');
    const card = await review(files, { configuration: settings({ files: { exclude: ['src/legacy/**'] } }) });
    expect(control(card)?.outcome).toBe('pass');
    expect(card.policy.notes).toEqual(['2 files are not read, because `include` or `exclude` of the configuration says so.']);
    expect(control(await review(files, { configuration: settings({ files: { include: ['src/*.ts'], exclude: [] } }) }))?.outcome).toBe('pass');
  });

  test('one package of a monorepo is judged alone', async () => {
    const files = { 'packages/a/src/server.ts': 'new McpServer();\n', 'packages/b/src/server.ts': 'new McpServer();\nFLAW\n' };
    expect(control(await review(files))?.outcome).toBe('fail');
    expect(control(await review(files, { subject: subject({ workingDirectory: 'packages/a' }) }))?.outcome).toBe('pass');
    expect((await review(files, { subject: subject({ workingDirectory: 'packages/c' }) })).faults[0]?.message).toMatch(/No MCP server was found in `packages\/c`/);
  });

  test('a package under examples is product when it is the one that is judged', async () => {
    const files = { 'examples/one/src/server.ts': 'new McpServer();\nFLAW\n' };
    expect((await review(files)).decision.exitCode).toBe(2);
    expect(control(await review(files, { subject: subject({ workingDirectory: 'examples/one' }) }))?.outcome).toBe('fail');
  });

  test('what a commit adds and a later one removes is found, and the base is not asked for it', async () => {
    const removed = memoryRevision({ 'src/old.ts': 'FLAW old\n', 'docs/a.md': 'FLAW\n', 'src/server.ts': server['src/server.ts'] });
    const head = memoryRevision(server);
    const blobs = (await removed.entries()).map(({ path, oid, size }) => ({ commit: 'c1', path, oid, size }));
    const reading = { ...head, read: (wanted: Parameters<typeof head.read>[0]) => (wanted.some((entry) => entry.path === 'src/old.ts') ? removed : head).read(wanted) };
    const change = { head: 'h', mergeBase: 'b', files: [], history: { blobs, commits: 2, unseen: 'Only the newest commits were looked at.' } };
    const card = await review({}, { head: reading, baseFiles: server, change });
    expect(card.findings.map((one) => [one.anchor, one.state])).toEqual([['FLAW old', 'introduced']]);
    expect(card.gaps).toEqual([{ what: 'history of the change', why: 'Only the newest commits were looked at.' }]);
  });

  test('comments that silence findings are listed, with those that the change adds', async () => {
    const card = await review({ 'src/server.ts': 'new McpServer();\n\nFLAW ignored one\nFLAW ignored two\n' }, { baseFiles: { 'src/server.ts': 'new McpServer();\nFLAW ignored one\n' } });
    expect(card.claims).toEqual([
      { kind: 'ignore', item: 'xss', reason: 'FLAW ignored one', path: 'src/server.ts', line: 3, added: false, effect: 'applied' },
      { kind: 'ignore', item: 'xss', reason: 'FLAW ignored two', path: 'src/server.ts', line: 4, added: true, effect: 'applied' },
    ]);
  });

  test('two reviews of the same are byte-equal, with a cache and without', async () => {
    const files = { ...server, 'src/a.ts': 'FLAW x\nFLAW x\n' };
    const cache = new Map();
    const texts = [await review(files), await review(files, { cache }), await review(files, { cache, baseFiles: files })].map((card) => JSON.stringify(card.findings.map(({ state: _state, ...rest }) => rest)));
    expect(new Set(texts).size).toBe(1);
    expect(JSON.stringify(await review(files, { cache }))).toBe(JSON.stringify(await review(files)));
    expect(cache.size).toBe(2);
  });

  test('a base of unchanged files is not read again', async () => {
    let reads = 0;
    const counted = memoryRevision(server);
    const base = { ...counted, read: (wanted: Parameters<typeof counted.read>[0]) => ((reads += wanted.length), counted.read(wanted)) };
    await review(server, { base });
    expect(reads).toBe(0);
  });
});

test('the version is that of the package', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly name: string; readonly version: string };
  expect(TOOL).toMatchObject({ name: manifest.name, version: manifest.version });
});
