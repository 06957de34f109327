import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RUNNER_NODE, runCommand } from '../support/job';
import { temporaryFolder, testRepository, writeFiles, type TestRepository } from '../support/repository';
import { INJECTED_DB, SAFE_SERVER } from '../support/server-files';

/** The built command, in a process of its own. */
let repository: TestRepository;
let folder: string;

beforeAll(() => {
  repository = testRepository();
  repository.commit(SAFE_SERVER);
  folder = temporaryFolder();
  writeFiles(folder, { ...SAFE_SERVER, 'src/db.ts': INJECTED_DB });
});
afterAll(() => {
  repository.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([['the Node of the tests', process.execPath], ['the Node of runners', RUNNER_NODE]])('on %s', (_, node) => {
  test('a folder that is no repository is read as it is', async () => {
    const { code, stdout } = await runCommand(['check', folder], { node });
    expect(code).toBe(1);
    expect(stdout).toContain('src/db.ts');
  });

  test('help and version need nothing', async () => {
    const help = await runCommand(['--help'], { node });
    const version = await runCommand(['--version'], { node });
    expect([help.code, version.code]).toEqual([0, 0]);
    expect(version.stdout).toMatch(/^mcp-publish-gate \d+\.\d+\.\d+\n$/);
  });
});

describe('the work tree', () => {
  test('is judged as it is on disk, and passes', async () => {
    const { code } = await runCommand(['check', repository.path]);
    expect(code).toBe(0);
  });

  test('compared with a base tells new from old, whether committed or not', async () => {
    const base = repository.git('rev-parse', 'HEAD');
    writeFiles(repository.path, { 'src/db.ts': INJECTED_DB });
    const { code, stdout } = await runCommand(['check', '--base', base, '--format', 'json'], { cwd: repository.path });
    writeFiles(repository.path, { 'src/db.ts': SAFE_SERVER['src/db.ts'] ?? '' });
    expect(code).toBe(1);
    const card = JSON.parse(stdout) as { findings: { kind: string; state: string; inDiff: boolean; location?: { path: string } }[]; subject: object };
    expect(card.subject).toMatchObject({ head: 'work tree', mergeBase: base });
    expect(card.findings.filter(({ location }) => location?.path === 'src/db.ts')).toEqual(expect.arrayContaining([expect.objectContaining({ state: 'introduced', inDiff: true })]));
  });

  test('a base that is none is a fault', async () => {
    const { code, stdout } = await runCommand(['check', repository.path, '--base=--output=/tmp/x']);
    expect(code).toBe(2);
    expect(stdout).toContain('There is no such commit');
  });
});

describe('formats', () => {
  test.each([['json', /^\{\n/], ['sarif', /"version": "2\.1\.0"/], ['markdown', /^## /m], ['text', /src\/db\.ts/]])('%s', async (format, expected) => {
    const { code, stdout, stderr } = await runCommand(['check', folder, '--format', format]);
    expect(code).toBe(1);
    expect(stdout).toMatch(expected);
    expect(stderr).toBe('');
  });

  test('goes to a file when asked', async () => {
    const path = join(folder, 'report.json');
    const { code, stdout } = await runCommand(['check', folder, '--format', 'json', '--output', path]);
    expect([code, stdout]).toEqual([1, '']);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ decision: { exitCode: 1 } });
    rmSync(path);
    expect(existsSync(path)).toBe(false);
  });

  test('two runs give the same bytes', async () => {
    const [a, b] = await Promise.all([runCommand(['check', folder, '--format', 'json']), runCommand(['check', folder, '--format', 'json'])]);
    expect(a.stdout).toBe(b.stdout);
  });

  test('has colours only when they are wanted', async () => {
    const plain = await runCommand(['check', folder]);
    const colored = await runCommand(['check', folder], { env: { FORCE_COLOR: '1' } });
    const refused = await runCommand(['check', folder, '--no-color'], { env: { FORCE_COLOR: '1' } });
    expect(plain.stdout).not.toContain('\u001b[');
    expect(colored.stdout).toContain('\u001b[');
    expect(refused.stdout).toBe(plain.stdout);
  });
});

describe('faults end with 2', () => {
  test.each([
    [['check', '/nowhere/at/all'], /is no folder/],
    [['check', '--profile', 'strickt'], /Did you mean/],
    [['scan'], /no command "scan"/],
    [['check', '--fromat', 'json'], /Did you mean --format/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await runCommand(args);
    expect(code).toBe(2);
    expect(stdout + stderr).toMatch(message);
  });
});

test('starts with under half a second of work, as the best of nine', () => {
  // Time of the processor and not of the clock, which other work on the machine would count into; of nine runs some have the caches to themselves.
  const script = "require('./dist/gate.cjs').runCli(['--version']); process.on('exit', () => { const { user, system } = process.cpuUsage(); console.log((user + system) / 1000); });";
  const took = Array.from({ length: 9 }, () => Number(execFileSync(process.execPath, ['-e', script]).toString('utf8').trim().split('\n').at(-1)));
  expect(Math.min(...took)).toBeLessThan(500);
});

test('holds no path of the machine that built it', () => {
  for (const name of readdirSync('dist')) expect(readFileSync(join('dist', name), 'utf8')).not.toContain(process.cwd());
});
