import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rmSync, symlinkSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fakeGitHub, type FakeGitHub } from '../support/fake-github/server';
import { runJob, type JobEnded, type JobOptions } from '../support/job';
import { checkoutOf, gitIn, shallowCheckout, temporaryFolder, testRepository, type TestRepository } from '../support/repository';
import { readCommands } from '../support/runner';
import { flawedTools, INJECTED_DB, SAFE_SERVER } from '../support/server-files';

/** The built action, in a process of its own, against a forge on loopback that remembers, checks and refuses. */
let origin: TestRepository;
let fake: FakeGitHub;
let base: string;
const made: string[] = [];

beforeEach(async () => {
  origin = testRepository();
  origin.commit({ 'README.md': 'Nothing yet.\n' });
  base = origin.commit(SAFE_SERVER);
  fake = await fakeGitHub({ repository: origin.path });
});
afterEach(async () => {
  await fake.close();
  origin.remove();
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

type Files = Readonly<Record<string, string | null>>;

interface Pull {
  readonly head: string;
  readonly merge: string;
  readonly workspace: string;
  readonly payload: unknown;
}

/** Opens pull request 7 with commits on top of main, and lays out its checkout. */
function open(files: Files | readonly Files[], options: { readonly fork?: boolean; readonly title?: string } = {}): Pull {
  origin.git('checkout', '-q', '-B', 'topic', base);
  let head = base;
  const commits = Array.isArray(files) ? files as readonly Files[] : [files as Files];
  for (const change of commits) head = origin.commit(change);
  origin.git('checkout', '-q', 'main');
  const target = origin.git('rev-parse', 'main');
  const { path, merge } = checkoutOf(origin, { number: 7, base: target, head });
  made.push(path);
  fake.state.pulls.splice(0, 1, { number: 7, headSha: head, baseSha: target, baseRef: 'main', state: 'open', locked: false });
  const payload = {
    action: 'synchronize', number: 7,
    pull_request: {
      number: 7, title: options.title ?? 'Change a query', body: 'Text', user: { login: 'ann' }, commits: commits.length,
      head: { sha: head, ref: 'topic', repo: { full_name: options.fork === true ? 'eve/server' : 'acme/server' } },
      base: { sha: target, ref: 'main', repo: { full_name: 'acme/server' } },
    },
  };
  return { head, merge, workspace: path, payload };
}

function run(pull: Pull, over: Partial<JobOptions> = {}): Promise<JobEnded> {
  return runJob({ apiUrl: fake.url, token: fake.state.token, workspace: pull.workspace, event: 'pull_request', payload: pull.payload, sha: pull.merge, ...over });
}

/** Everything that was said anywhere, save the one command that tells the runner to mask the token. */
function said(job: JobEnded): string {
  return [job.everything.replace(`::add-mask::${fake.state.token}\n`, ''), JSON.stringify(fake.state.comments), JSON.stringify(fake.state.checkRuns)].join('\n');
}

const writes = (): readonly string[] => fake.requests.filter(({ route, status }) => /^(POST|PATCH|DELETE)/.test(route) && !route.endsWith('/graphql') && status < 400).map(({ route }) => route.replace(/\d+/g, 'N'));
const injected = { 'src/db.ts': INJECTED_DB };

describe('a pull request that brings an injection', () => {
  test('is blocked, with a check run on its head, a comment, a summary and outputs', async () => {
    const pull = open(injected);
    const job = await run(pull);
    expect(job.code).toBe(1);
    expect(fake.problems).toEqual([]);
    const [check] = fake.state.checkRuns;
    expect(check).toMatchObject({ name: 'MCP publish gate report', head_sha: pull.head, status: 'completed', conclusion: 'failure' });
    expect(check?.annotations).toEqual(expect.arrayContaining([expect.objectContaining({ path: 'src/db.ts', start_line: 6, annotation_level: 'failure', raw_details: expect.stringContaining('src/server.ts') })]));
    const [comment] = fake.state.comments;
    expect(comment?.body.split('\n')[0]).toBe('<!-- mcp-publish-gate:root -->');
    expect(comment?.body).toContain(`https://github.com/acme/server/blob/${pull.head}/src/db.ts#L6`);
    expect(job.summary).toContain('src/db.ts');
    expect(job.outputs).toMatchObject({ decision: 'blocked', 'comment-url': expect.stringContaining('#issuecomment-'), 'check-run-url': expect.stringContaining('/runs/'), 'sarif-file': '', 'scorecard-file': '' });
    expect(JSON.parse(job.outputs['blocking'] ?? '')).toEqual(expect.arrayContaining(['no-sql-injection']));
    expect(JSON.parse(job.outputs['counts'] ?? '')).toMatchObject({ items: expect.objectContaining({ fail: expect.any(Number) }) });
  });

  test('is updated in place by a second run', async () => {
    const pull = open(injected);
    await run(pull);
    const again = await run(pull);
    expect(again.code).toBe(1);
    expect([fake.state.comments.length, fake.state.checkRuns.length]).toEqual([1, 1]);
    const repaired = open({ 'src/db.ts': `${SAFE_SERVER['src/db.ts'] ?? ''}\n// Parameters are bound.\n` });
    const last = await run(repaired);
    expect(last).toMatchObject({ code: 0, outputs: { decision: 'pass' } });
    expect(fake.state.comments).toHaveLength(1);
    expect(fake.state.checkRuns.map(({ head_sha: sha, conclusion }) => [sha, conclusion])).toEqual([[pull.head, 'failure'], [repaired.head, 'success']]);
    expect(fake.problems).toEqual([]);
  });

  test('from a fork gets commands and a summary, with the same exit code and no error of ours', async () => {
    const pull = open(injected, { fork: true });
    Object.assign(fake.state.permissions, { checks: false, comments: false });
    const job = await run(pull);
    expect(job.code).toBe(1);
    expect(writes()).toEqual([]);
    const errors = readCommands(job.stdout).filter(({ name }) => name === 'error');
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.every(({ properties }) => properties['file'] !== undefined)).toBe(true);
    expect(errors[0]?.properties).toMatchObject({ file: 'src/db.ts', line: '6' });
    expect(job.summary).toContain('may only read');
    expect(job.stdout).not.toMatch(/^Error:|HttpError|RequestError/m);
  });

  test.each<[string, Parameters<FakeGitHub['refuse']>[0]]>([
    ['401', { route: '*', status: 401 }], ['403', { route: '*', status: 403 }], ['404', { route: '*', status: 404 }], ['422', { route: '*', status: 422 }],
    ['a cut connection', { route: '*', how: 'reset' }], ['nonsense', { route: '*', how: 'garbage' }],
    ['a rate limit of an hour', { route: '*', status: 403, message: 'API rate limit exceeded', headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 3600) } }],
  ])('keeps its verdict when the forge answers every request with %s', async (_, refusal) => {
    fake.refuse(refusal);
    const job = await run(open(injected));
    expect(job).toMatchObject({ code: 1, outputs: { decision: 'blocked', 'comment-url': '' } });
    expect(readCommands(job.stdout).some(({ name }) => name === 'error')).toBe(true);
    expect(said(job)).not.toContain(fake.state.token);
  });

  test('is not blocked by what was there before, where only changes count', async () => {
    base = origin.commit({ 'src/db.ts': INJECTED_DB, '.github/mcp-publish-gate.yml': 'profile: minimal\ngate: changes\n' });
    const job = await run(open({ 'README.md': '# Notes\n\nMore words.\n' }));
    expect(job).toMatchObject({ code: 0, outputs: { decision: 'pass' } });
  });
});

describe('who may set the policy', () => {
  test('a pull request that loosens it is judged by what was there before, and the change is shown', async () => {
    base = origin.commit({ '.github/mcp-publish-gate.yml': 'profile: minimal\n' });
    const job = await run(open({ ...injected, '.github/mcp-publish-gate.yml': 'profile: minimal\nexclude: ["src/**"]\n' }));
    expect(job.code).toBe(1);
    expect(fake.state.comments[0]?.body).toContain('exclude');
  });

  test('a branch that is merely older than a change of policy is not said to undo it', async () => {
    origin.commit({ '.github/mcp-publish-gate.yml': 'profile: minimal\nexclude: ["docs/**"]\n' });
    const job = await run(open({ 'README.md': '# Notes\n\nMore.\n' }), { inputs: { 'scorecard-file': 'card.json' } });
    const card = JSON.parse(readFileSync(job.outputs['scorecard-file'] ?? '', 'utf8')) as { policy: { changes: unknown[] } };
    expect(card.policy.changes).toEqual([]);
  });

  test('a first configuration counts in the same repository, and not from a fork', async () => {
    base = origin.commit({ '.github/mcp-publish-gate.yml': null });
    const profileOf = async (fork: boolean): Promise<unknown> => {
      const job = await run(open({ '.github/mcp-publish-gate.yml': 'profile: minimal\n' }, { fork }), { inputs: { 'scorecard-file': 'card.json' } });
      return (JSON.parse(readFileSync(job.outputs['scorecard-file'] ?? '', 'utf8')) as { policy: { profile: unknown } }).policy.profile;
    };
    expect([await profileOf(false), await profileOf(true)]).toEqual(['minimal', 'standard']);
  });
});

describe('faults are red', () => {
  test.each<[string, Files, Readonly<Record<string, string>>, RegExp]>([
    ['an unknown key', { '.github/mcp-publish-gate.yml': 'profil: strict\n' }, {}, /\.github\/mcp-publish-gate\.yml:1:1.*profil/],
    ['an empty file', { '.github/mcp-publish-gate.yml': '' }, {}, /mcp-publish-gate\.yml/],
    ['an alias bomb', { '.github/mcp-publish-gate.yml': `a: &a [1,1]\n${Array.from({ length: 12 }, (_, i) => `b${i}: &b${i} [${Array(9).fill(i === 0 ? '*a' : `*b${i - 1}`).join(',')}]`).join('\n')}\n` }, {}, /mcp-publish-gate\.yml/],
    ['a file that is not there', {}, { config: 'gate.yml' }, /gate\.yml/],
    ['an input that is none', {}, { gate: 'everything' }, /`gate`/],
    ['a misspelt input', {}, { profil: 'strict' }, /profile/],
    ['a folder that is not there', {}, { 'working-directory': 'packages/none' }, /packages\/none/],
  ])('%s', async (_, files, inputs, message) => {
    const job = await run(open({ 'src/db.ts': `${SAFE_SERVER['src/db.ts'] ?? ''}\n`, ...files }), { inputs });
    expect(job).toMatchObject({ code: 2, outputs: { decision: 'could-not-evaluate', score: '' } });
    expect(job.summary).toMatch(message);
    expect(fake.state.checkRuns[0]).toMatchObject({ conclusion: 'failure' });
    expect(fake.state.comments[0]?.body).toMatch(message);
    expect(fake.problems).toEqual([]);
  });

  test('a configuration that is a symbolic link', async () => {
    origin.git('checkout', '-q', '-B', 'topic', base);
    rmSync(join(origin.path, '.github/mcp-publish-gate.yml'));
    symlinkSync('/etc/passwd', join(origin.path, '.github/mcp-publish-gate.yml'));
    origin.commit({});
    base = origin.git('rev-parse', 'HEAD');
    const job = await run(open({ 'a.txt': 'a\n' }));
    expect(job.code).toBe(2);
    expect(job.everything).not.toContain('root:');
  });

  test('no MCP server', async () => {
    const job = await run(open({ 'src/server.ts': 'export {};\n', 'src/db.ts': null, 'package.json': '{}\n' }));
    expect(job.code).toBe(2);
    expect(job.summary).toContain('No MCP server was found');
  });

  test('an event that cannot be judged', async () => {
    const job = await run(open(injected), { event: 'issue_comment', payload: {} });
    expect(job.code).toBe(2);
    expect(job.summary).toContain('issue_comment');
  });

  test('no checkout and no token', async () => {
    const room = temporaryFolder();
    made.push(room);
    const job = await run({ ...open(injected), workspace: room }, { token: '' });
    expect(job.code).toBe(2);
    expect(job.summary).toContain('actions/checkout');
  });
});

describe('other ways to run', () => {
  test('without a checkout, by the API', async () => {
    const room = temporaryFolder();
    made.push(room);
    const job = await run({ ...open(injected), workspace: room });
    expect(job).toMatchObject({ code: 1, outputs: { decision: 'blocked' } });
    expect(fake.state.checkRuns[0]?.annotations).toEqual(expect.arrayContaining([expect.objectContaining({ path: 'src/db.ts', start_line: 6 })]));
    expect(fake.problems).toEqual([]);
  });

  test('without git on the path, by the API', async () => {
    expect((await run(open(injected), { env: { PATH: '/nowhere' } })).code).toBe(1);
  });

  test('with a checkout that may not fetch', async () => {
    const pull = open(injected);
    gitIn(pull.workspace, 'remote', 'set-url', 'origin', 'file:///nowhere');
    expect((await run(pull)).code).toBe(1);
  });

  test('under pull_request_target, with the default branch checked out', async () => {
    const pull = open(injected, { fork: true });
    const workspace = shallowCheckout(origin, 'refs/heads/main');
    made.push(workspace);
    const job = await run({ ...pull, workspace, merge: base }, { event: 'pull_request_target' });
    expect(job.code).toBe(1);
    expect(fake.state.comments).toHaveLength(1);
    expect(gitIn(workspace, 'status', '--porcelain')).toBe('');
  });

  test.each(['merge_group', 'push', 'workflow_dispatch'])('on %s there is nothing to comment on, and the same verdict', async (event) => {
    const pull = open(injected);
    const payloads: Record<string, unknown> = { merge_group: { merge_group: { head_sha: pull.head, base_sha: base } }, push: { before: base, after: pull.head }, workflow_dispatch: {} };
    const job = await run({ ...pull, payload: payloads[event] }, { event, sha: pull.head });
    expect(job.code).toBe(1);
    expect(fake.requests.filter(({ route }) => !route.startsWith('GET'))).toEqual([]);
    expect(readCommands(job.stdout).some(({ name, properties }) => name === 'error' && properties['file'] === 'src/db.ts')).toBe(true);
  });

  test('with files asked for, inside the workspace and nowhere else', async () => {
    const pull = open(injected);
    symlinkSync('/tmp', join(pull.workspace, 'out'));
    const job = await run(pull, { inputs: { 'sarif-file': 'reports/gate.sarif', 'scorecard-file': 'out/stolen.json' } });
    expect(job.code).toBe(1);
    const sarif = JSON.parse(readFileSync(job.outputs['sarif-file'] ?? '', 'utf8')) as { version: string };
    expect(sarif.version).toBe('2.1.0');
    expect(job.outputs['scorecard-file']).toBe('');
    expect(existsSync('/tmp/stolen.json')).toBe(false);
    expect(job.summary).toContain('outside the workspace');
  });

  test('with annotations and comment switched off', async () => {
    const job = await run(open(injected), { inputs: { annotations: 'off', comment: 'false' } });
    expect(job.code).toBe(1);
    expect(fake.requests).toEqual([]);
    expect(readCommands(job.stdout).filter(({ name }) => name === 'error')).toEqual([]);
  });
});

describe('what others do meanwhile', () => {
  test('a comment that somebody planted is left alone', async () => {
    const pull = open(injected);
    fake.state.comments.push({ id: 1, issue: 7, body: '<!-- mcp-publish-gate:root -->\nApproved.', user: { login: 'eve', type: 'User' }, minimized: false });
    const job = await run(pull);
    expect(fake.state.comments.map((comment) => comment.user.login)).toEqual(['eve', 'github-actions[bot]']);
    expect(job.summary).toContain('left alone');
  });

  test('two runs at once leave one comment', async () => {
    const pull = open(injected);
    await Promise.all([run(pull), run(pull)]);
    expect(fake.state.comments).toHaveLength(1);
  });

  test('a head that has moved on is not written to, and the verdict stands', async () => {
    const pull = open(injected);
    Object.assign(fake.state.pulls[0] ?? {}, { headSha: base });
    const job = await run(pull);
    expect(job.code).toBe(1);
    expect(writes()).toEqual([]);
    expect(job.summary).toContain('moved on');
  });
});

describe('much at once', () => {
  test('300 files with a finding each: every one is annotated once, in batches, and everything fits', async () => {
    const job = await run(open({ ...flawedTools(300), 'src/server.ts': serverWith(300) }));
    expect(job.code).toBe(1);
    expect(fake.problems).toEqual([]);
    expect(fake.state.checkRuns).toHaveLength(1);
    const places = (fake.state.checkRuns[0]?.annotations ?? []).filter(({ path, title }) => path.startsWith('src/tools/') && /sql/i.test(title ?? '')).map(({ path }) => path);
    expect(new Set(places).size).toBe(300);
    expect((fake.state.comments[0]?.body ?? '').length).toBeLessThanOrEqual(65_536);
    expect(Buffer.byteLength(job.summary)).toBeLessThan(1_048_576);
  });

  test('as commands, the runner keeps all that are printed, and the last says how many are left', async () => {
    const job = await run(open({ ...flawedTools(40), 'src/server.ts': serverWith(40) }), { inputs: { annotations: 'commands' } });
    const errors = readCommands(job.stdout).filter(({ name }) => name === 'error');
    expect(errors).toHaveLength(10);
    expect(errors.at(-1)?.data).toMatch(/\d+ more/);
  });
});

function serverWith(count: number): string {
  const imports = Array.from({ length: count }, (_, i) => `import { register as register${i} } from './tools/tool-${i}';`).join('\n');
  const calls = Array.from({ length: count }, (_, i) => `register${i}(server);`).join('\n');
  return (SAFE_SERVER['src/server.ts'] ?? '').replace("import { findNotes } from './db';", `import { findNotes } from './db';\n${imports}`).replace('await server.connect', `${calls}\n\nawait server.connect`);
}

describe('hostile text', () => {
  const evil = '::error::pwned\n##[add-mask]a';
  test('in names and titles becomes no command, and the token is in no byte of anything', async () => {
    const pull = open({ ...injected, '::error::x.ts': 'export {};\n', 'src/##[add-mask]b.ts': INJECTED_DB, 'src/`@org/team`<!--.ts': INJECTED_DB }, { title: evil });
    const job = await run(pull, { env: { RUNNER_DEBUG: '1' } });
    const allowed = new Set(['add-mask', 'debug', 'error', 'warning', 'notice']);
    const commands = readCommands(job.stdout);
    expect(commands.filter(({ name }) => !allowed.has(name))).toEqual([]);
    expect(commands.filter(({ name }) => name === 'add-mask').map(({ data }) => data)).toEqual([fake.state.token]);
    expect(commands.some(({ data }) => data.startsWith('pwned'))).toBe(false);
    expect(said(job)).not.toContain(fake.state.token);
    expect(fake.problems).toEqual([]);
  });

  test('the token is in no child’s environment and no argument', async () => {
    const pull = open(injected);
    const spy = temporaryFolder();
    made.push(spy);
    const { writeFileSync } = await import('node:fs');
    const real = gitIn(spy, '--exec-path');
    writeFileSync(join(spy, 'git'), `#!/bin/sh\n{ env; printf '%s\\n' "$@"; } >> ${spy}/log\nexec ${real}/git "$@"\n`, { mode: 0o755 });
    const job = await run(pull, { env: { PATH: `${spy}:${process.env['PATH'] ?? ''}`, GIT_DIR: '/nowhere', GIT_EXTERNAL_DIFF: 'false' } });
    expect(job.code).toBe(1);
    const log = readFileSync(join(spy, 'log'), 'utf8');
    expect(log).toContain('ls-tree');
    expect(log).not.toContain(fake.state.token);
    expect(log).not.toMatch(/^(INPUT_|GITHUB_|GIT_DIR|GIT_EXTERNAL_DIFF)/m);
  });
});
