import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { budget } from '../../src/github/budget';
import { publishCheckRun, type CheckAnnotation } from '../../src/github/check-run';
import { createClient, type Client } from '../../src/github/client';
import { publishComment } from '../../src/github/comment';
import { publish, type Publication, type Reports } from '../../src/github/publish';
import { fakeGitHub, type FakeGitHub } from '../support/fake-github/server';
import { testRepository, type TestRepository } from '../support/repository';

let origin: TestRepository;
let fake: FakeGitHub;
let client: Client;
let head: string;

beforeEach(async () => {
  origin = testRepository();
  const base = origin.commit({ 'a.ts': 'x\n'.repeat(200) });
  head = origin.commit({ 'a.ts': 'y\n'.repeat(200) });
  fake = await fakeGitHub({ repository: origin.path });
  fake.state.pulls.push({ number: 7, headSha: head, baseSha: base, baseRef: 'main', state: 'open', locked: false });
  client = clientWith();
});
afterEach(async () => {
  await fake.close();
  origin.remove();
});

function clientWith(token = fake.state.token, patience = 60_000): Client {
  return createClient({ token, owner: 'acme', repo: 'server', apiUrl: fake.url, second: 1, patience: budget(patience) });
}

const annotations = (count: number): CheckAnnotation[] => Array.from({ length: count }, (_, i) => ({ path: 'a.ts', start_line: (i % 200) + 1, end_line: (i % 200) + 1, annotation_level: 'failure' as const, message: `Finding ${i}.`, title: 'Title' }));
const routes = (): string[] => fake.requests.map(({ route, status }) => `${route.replace('/repos/acme/server', '')} ${status}`);

describe('the check run', () => {
  const target = { name: 'Gate', instance: 'root', conclusion: 'failure' as const };
  const put = (count: number, over: object = {}): ReturnType<typeof publishCheckRun> => publishCheckRun(client, { ...target, headSha: head, ...over }, { title: 'T', summary: 'S', text: 'X', annotations: annotations(count) });

  test.each([0, 1, 49, 50, 51, 99, 100, 101, 120, 301])('carries %i annotations, each once, in batches', async (count) => {
    const { lost } = await put(count);
    expect(lost).toBe(0);
    expect(fake.state.checkRuns).toHaveLength(1);
    expect(fake.state.checkRuns[0]).toMatchObject({ name: 'Gate', head_sha: head, status: 'completed', conclusion: 'failure', output: { title: 'T', summary: 'S', text: 'X' } });
    expect(fake.state.checkRuns[0]?.annotations.map((annotation) => annotation.message)).toEqual(annotations(count).map((annotation) => annotation.message));
    expect(fake.requests.filter(({ route }) => /^(POST|PATCH)/.test(route))).toHaveLength(Math.max(1, Math.ceil(count / 50)));
    expect(fake.problems).toEqual([]);
  });

  test('of the same annotations is updated by a second attempt, not doubled', async () => {
    await put(70);
    const again = await put(70, { conclusion: 'success' });
    expect(again.id).toBe(fake.state.checkRuns[0]?.id);
    expect(fake.state.checkRuns).toHaveLength(1);
    expect(fake.state.checkRuns[0]?.conclusion).toBe('success');
    expect(fake.state.checkRuns[0]?.annotations).toHaveLength(70);
  });

  test('of other annotations is a new one of the same name', async () => {
    await put(2);
    await put(3);
    expect(fake.state.checkRuns.map((run) => run.annotations.length)).toEqual([2, 3]);
  });

  test('of another gate, or of somebody else with the same name, is left alone', async () => {
    await put(2, { instance: 'other' });
    await put(2);
    expect(fake.state.checkRuns).toHaveLength(2);
  });

  test('that an attempt left half done is completed', async () => {
    fake.refuse({ route: 'PATCH /repos/{}/{}/check-runs/{}', status: 403 });
    expect(await put(120)).toMatchObject({ lost: 70, why: expect.stringContaining('403') });
    const run = fake.state.checkRuns[0];
    await fake.close();
    const { checkRuns } = fake.state;
    fake = await fakeGitHub({ repository: origin.path });
    fake.state.checkRuns.push(...checkRuns);
    client = clientWith();
    expect(await put(120)).toMatchObject({ id: run?.id, lost: 0 });
    expect(fake.state.checkRuns[0]?.annotations).toHaveLength(120);
  });

  test('whose creation was answered with an error after it had worked is not created twice', async () => {
    fake.refuse({ route: 'POST /repos/{}/{}/check-runs', how: 'lost', times: 1 });
    await put(60);
    expect(fake.state.checkRuns).toHaveLength(1);
    expect(fake.state.checkRuns[0]?.annotations).toHaveLength(60);
  });

  test('whose batch was answered with an error after it had worked holds each annotation once', async () => {
    fake.refuse({ route: 'PATCH /repos/{}/{}/check-runs/{}', how: 'lost', times: 1 });
    expect((await put(130)).lost).toBe(0);
    expect(fake.state.checkRuns[0]?.annotations.map((annotation) => annotation.message)).toEqual(annotations(130).map((annotation) => annotation.message));
  });

  test.each([{ how: 'reset' as const }, { status: 502 }, { status: 500 }])('survives a first %j', async (refusal) => {
    fake.refuse({ route: '*', times: 1, ...refusal });
    fake.refuse({ route: 'POST /repos/{}/{}/check-runs', times: 1, ...refusal });
    fake.refuse({ route: 'PATCH /repos/{}/{}/check-runs/{}', times: 1, ...refusal });
    expect((await put(60)).lost).toBe(0);
    expect(fake.state.checkRuns).toHaveLength(1);
    expect(fake.state.checkRuns[0]?.annotations).toHaveLength(60);
  });
});

describe('the comment', () => {
  const marker = '<!-- mcp-publish-gate:root -->';
  const put = (text = 'Hello'): ReturnType<typeof publishComment> => publishComment(client, { pullRequest: 7, marker }, `${marker}\n${text}\n`);
  const plant = (body: string, user = { login: 'eve', type: 'User' as 'User' | 'Bot' }, id = fake.state.nextId++): void => { fake.state.comments.push({ id, issue: 7, body, user, minimized: false }); };
  const own = { login: 'github-actions[bot]', type: 'Bot' as const };

  test('is created once and then updated in place', async () => {
    const first = await put();
    const second = await put('World');
    expect(first).toMatchObject({ action: 'created', planted: 0 });
    expect(second).toMatchObject({ action: 'updated', url: first.url });
    expect(fake.state.comments.map((comment) => comment.body)).toEqual([`${marker}\nWorld\n`]);
    expect(fake.problems).toEqual([]);
  });

  test('is not written again when nothing changed', async () => {
    await put();
    expect((await put()).action).toBe('unchanged');
    expect(fake.requests.filter(({ route }) => route.startsWith('PATCH'))).toEqual([]);
  });

  test('is found behind hundreds of others', async () => {
    for (let i = 0; i < 230; i++) plant(`talk ${i}`);
    plant(`${marker}\nold`, own);
    expect((await put()).action).toBe('updated');
    expect(fake.state.comments).toHaveLength(231);
  });

  test('of somebody who planted the marker is never touched', async () => {
    plant(`${marker}\nApproved!`);
    plant(`${marker}\nApproved!`, { login: 'evil-app[bot]', type: 'Bot' });
    plant(`${marker}\nApproved!`, { login: 'github-actions[bot]', type: 'User' });
    expect(await put()).toMatchObject({ action: 'created', planted: 3 });
    expect(fake.state.comments.map((comment) => comment.body.includes('Approved'))).toEqual([true, true, true, false]);
  });

  test('that quotes the marker further down is not taken for it', async () => {
    plant(`Look:\n${marker}`, own);
    expect((await put()).action).toBe('created');
  });

  test('of another gate is another comment', async () => {
    plant('<!-- mcp-publish-gate:packages%2Fa -->\nother', own);
    expect((await put()).action).toBe('created');
    expect(fake.state.comments).toHaveLength(2);
  });

  test('made by a token of a person is found by that account', async () => {
    fake.state.self = { login: 'ann', type: 'User' };
    plant(`${marker}\nof the workflow`, own);
    await put();
    expect((await put('again')).action).toBe('updated');
    expect(fake.state.comments.map((comment) => comment.user.login)).toEqual(['github-actions[bot]', 'ann']);
  });

  test('doubled by an earlier race is one again', async () => {
    plant(`${marker}\none`, own);
    plant('talk');
    plant(`${marker}\ntwo`, own);
    expect((await put()).action).toBe('updated');
    expect(fake.state.comments.map((comment) => comment.body)).toEqual([`${marker}\nHello\n`, 'talk']);
  });

  test('created by another run at the same moment: the older stays, with the newer text', async () => {
    fake.refuse({ route: 'POST /repos/{}/{}/issues/{}/comments', times: 1, how: 'lost', meanwhile: () => { plant(`${marker}\nthe other run`, own, 5); } });
    const { url } = await put('mine');
    expect(url).toContain('issuecomment-5');
    expect(fake.state.comments.map(({ id, body }) => ({ id, body }))).toEqual([{ id: 5, body: `${marker}\nmine\n` }]);
  });

  test('two runs at once leave one', async () => {
    await Promise.all([put('a'), put('b'), put('c')]);
    expect(fake.state.comments).toHaveLength(1);
  });

  test('whose creation was answered with an error after it had worked is not created twice', async () => {
    fake.refuse({ route: 'POST /repos/{}/{}/issues/{}/comments', how: 'lost', times: 1 });
    await put();
    expect(fake.state.comments).toHaveLength(1);
  });

  test('that was hidden is shown again', async () => {
    plant(`${marker}\nold`, own);
    const [comment] = fake.state.comments;
    if (comment) comment.minimized = true;
    await put();
    expect(comment).toMatchObject({ minimized: false, body: `${marker}\nHello\n` });
  });

  test('is not created when a page of the list fails: there may be one on it', async () => {
    for (let i = 0; i < 150; i++) plant(`talk ${i}`);
    fake.refuse({ route: 'GET /repos/{}/{}/issues/{}/comments', after: 1, status: 500 });
    await expect(put()).rejects.toThrow();
    expect(fake.state.comments).toHaveLength(150);
  });

  test('is not created when the list is no list', async () => {
    fake.refuse({ route: 'GET /repos/{}/{}/issues/{}/comments', how: 'garbage' });
    await expect(put()).rejects.toThrow(/not what GitHub documents/);
    expect(fake.state.comments).toEqual([]);
  });
});

describe('publishing', () => {
  const reports: Reports = {
    checkRun: () => ({ title: 'T', summary: 'S', text: 'X', annotations: annotations(2), conclusion: 'failure' }),
    comment: (links) => ({ marker: '<!-- m -->', body: `<!-- m -->\n${JSON.stringify(links)}` }),
    commands: () => ['::error file=a.ts,line=1::Finding.'],
  };
  const run = (over: Partial<Publication> = {}): ReturnType<typeof publish> => publish(reports, {
    client, pullRequest: { number: 7, headSha: head, baseRef: 'main' }, fork: false, annotations: 'check-run', comment: true, checkName: 'Gate', instance: 'root', runUrl: 'https://github.com/acme/server/actions/runs/1', ...over,
  });

  test('writes check run and comment, and the comment links to the check run', async () => {
    const published = await run();
    expect(published).toMatchObject({ commands: [], notes: [], checkRunUrl: expect.stringContaining('/runs/'), commentUrl: expect.stringContaining('#issuecomment-') });
    expect(fake.state.comments[0]?.body).toContain(published.checkRunUrl);
    expect(fake.problems).toEqual([]);
    expect(routes()).toEqual([
      'GET /pulls/7 200', `GET /commits/${head}/check-runs 200`, 'POST /check-runs 201', 'GET /issues/7/comments 200', 'POST /issues/7/comments 201', 'GET /issues/7/comments 200', 'POST /graphql 200',
    ]);
  });

  test('with a token that may only read prints commands and says which permission is missing', async () => {
    Object.assign(fake.state.permissions, { checks: false, comments: false });
    const published = await run();
    expect(published.commands).toEqual(reports.commands());
    expect(published.notes).toEqual([expect.stringContaining('`permissions: checks: write`'), expect.stringContaining('`permissions: pull-requests: write`')]);
    expect(published).not.toHaveProperty('commentUrl');
  });

  test('of a fork says that nothing can be done about it', async () => {
    Object.assign(fake.state.permissions, { checks: false, comments: false });
    const { notes } = await run({ fork: true });
    expect(notes.every((note) => note.includes('from a fork gets a token that may only read'))).toBe(true);
  });

  test.each([
    ['401', { status: 401 }], ['404', { status: 404 }], ['422', { status: 422 }], ['500', { status: 500 }], ['reset', { how: 'reset' as const }], ['garbage', { how: 'garbage' as const }],
    ['a primary limit', { status: 403, message: 'API rate limit exceeded', headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 360_000_000) } }],
    ['a secondary limit', { status: 429, message: 'You have exceeded a secondary rate limit', headers: { 'retry-after': '100000' } }],
  ])('goes on without an answer: %s to everything', async (_, refusal) => {
    fake.refuse({ route: '*', ...refusal });
    const published = await run();
    expect(published.commands).toEqual(reports.commands());
    expect(published.notes.length).toBeGreaterThanOrEqual(1);
    expect(JSON.stringify(published)).not.toContain(fake.state.token);
  });

  test('waits for a secondary limit that is short', async () => {
    fake.refuse({ route: 'POST /repos/{}/{}/check-runs', times: 1, status: 403, message: 'You have exceeded a secondary rate limit', headers: { 'retry-after': '1' } });
    expect((await run()).notes).toEqual([]);
  });

  test('gives up when the time is over', async () => {
    fake.refuse({ route: 'POST /repos/{}/{}/check-runs', how: 'hang' });
    const published = await run({ time: budget(300) });
    expect(published.commands).toEqual(reports.commands());
    expect(published.notes[0]).toContain('It took longer than the gate waits.');
  });

  test('for a head that has moved on writes nothing', async () => {
    Object.assign(fake.state.pulls[0] ?? {}, { headSha: origin.commit({ 'b.ts': 'b' }) });
    const published = await run();
    expect(published.notes).toEqual([expect.stringContaining('has moved on')]);
    expect(published.commands).toEqual(reports.commands());
    expect([fake.state.comments, fake.state.checkRuns]).toEqual([[], []]);
  });

  test('for a closed pull request writes no comment', async () => {
    Object.assign(fake.state.pulls[0] ?? {}, { state: 'closed' });
    expect((await run()).notes).toEqual([expect.stringContaining('closed')]);
    expect(fake.state.comments).toEqual([]);
  });

  test('for a locked conversation says so', async () => {
    Object.assign(fake.state.pulls[0] ?? {}, { locked: true });
    expect((await run()).notes).toEqual([expect.stringContaining('the conversation is locked')]);
  });

  test('without a pull request prints commands and asks nothing', async () => {
    const { pullRequest: _, ...rest } = { client, pullRequest: undefined, fork: false, annotations: 'check-run' as const, comment: true, checkName: 'Gate', instance: 'root' };
    expect(await publish(reports, rest)).toEqual({ commands: reports.commands(), notes: [] });
    expect(fake.requests).toEqual([]);
  });

  test('with everything off does nothing', async () => {
    expect(await run({ annotations: 'off', comment: false })).toEqual({ commands: [], notes: [] });
    expect(fake.requests).toEqual([]);
  });
});
