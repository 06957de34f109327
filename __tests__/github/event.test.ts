import { describe, expect, test } from '@jest/globals';
import { parseEvent } from '../../src/github/event';

const sha = (digit: string): string => digit.repeat(40);
const pull = (change: object = {}): object => ({
  pull_request: {
    number: 7, title: 'Add a tool', body: null, user: { login: 'ann' }, commits: 3,
    head: { sha: sha('a'), repo: { full_name: 'acme/server' } },
    base: { sha: sha('b'), ref: 'main', repo: { full_name: 'acme/server' } },
    ...change,
  },
});
const read = (name: string, payload: unknown, environment: object = {}): ReturnType<typeof parseEvent> => parseEvent(payload, { name, repository: 'acme/server', sha: sha('c'), ...environment });

describe('pull requests', () => {
  test('name head, target, test merge and number of commits', () => {
    expect(read('pull_request', pull())).toEqual({
      event: 'pull_request', owner: 'acme', repo: 'server',
      commits: { head: sha('a'), target: sha('b'), merge: sha('c'), count: 3, pullRequest: { number: 7, title: 'Add a tool', body: '', author: 'ann', fork: false } },
      pullRequest: { number: 7, headSha: sha('a'), baseRef: 'main' },
    });
  });

  test('under pull_request_target the commit of the run is no test merge', () => {
    expect(read('pull_request_target', pull()).commits).not.toHaveProperty('merge');
  });

  test.each([
    ['the same repository', { full_name: 'acme/server' }, false],
    ['a fork', { full_name: 'eve/server' }, true],
    ['a fork that was deleted', null, true],
  ])('from %s', (_, repo, fork) => {
    expect(read('pull_request', pull({ head: { sha: sha('a'), repo } })).commits.pullRequest?.fork).toBe(fork);
  });

  test('of a deleted account have no author', () => {
    expect(read('pull_request', pull({ user: null })).commits.pullRequest?.author).toBe('');
  });
});

test('a merge queue compares with what the group is built on, and has no pull request to write to', () => {
  const occasion = read('merge_group', { merge_group: { head_sha: sha('a'), base_sha: sha('b'), head_ref: 'x' } });
  expect(occasion).toEqual({ event: 'merge_group', owner: 'acme', repo: 'server', commits: { head: sha('a'), target: sha('b'), direct: true } });
});

describe('pushes', () => {
  test('compare with what was before', () => {
    expect(read('push', { before: sha('b'), after: sha('a') }).commits).toEqual({ head: sha('a'), target: sha('b'), direct: true, optional: true });
  });
  test('of a new branch compare with nothing', () => {
    expect(read('push', { before: sha('0'), after: sha('a') }).commits).toEqual({ head: sha('a') });
  });
  test('that delete a branch are a fault', () => {
    expect(() => read('push', { before: sha('b'), after: sha('0'), deleted: true })).toThrow(/deleted a branch/);
  });
});

test.each(['workflow_dispatch', 'schedule'])('%s judges the commit of the run', (name) => {
  expect(read(name, {}).commits).toEqual({ head: sha('c') });
});

test.each([
  ['an event that names no commit', 'issue_comment', {}, {}, /names no commit that could be judged/],
  ['a payload without what GitHub documents', 'pull_request', {}, {}, /At pull_request: /],
  ['a commit id that is an option', 'pull_request', pull({ head: { sha: '--upload-pack=x', repo: null } }), {}, /At pull_request.head.sha/],
  ['no payload at all', 'merge_group', undefined, {}, /merge_group/],
  ['a repository that is none', 'push', { before: sha('b'), after: sha('a') }, { repository: 'acme' }, /GITHUB_REPOSITORY/],
])('%s is a fault', (_, name, payload, environment, message) => {
  expect(() => read(name, payload, environment)).toThrow(expect.objectContaining({ fault: expect.objectContaining({ kind: 'configuration', message: expect.stringMatching(message) }) }));
});
