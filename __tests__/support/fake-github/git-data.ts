import { execFileSync } from 'node:child_process';
import { gitOf, tryGit, type FakePull, type FakeState } from './state';

/** An answer of the fake: status and JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const notFound: Answer = { status: 404, body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' } };
export const ok = (body: unknown): Answer => ({ status: 200, body });

export function tree(state: FakeState, sha: string, recursive: boolean): Answer {
  const listed = tryGit(state, 'ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), sha);
  if (listed === undefined) return notFound;
  const rows = listed.split('\0').filter((row) => row !== '').map((row) => {
    const [, mode = '', type = '', oid = '', size = '', path = ''] = /^(\d+) (\w+) (\w+) +(\d+|-)\t([^]+)$/.exec(row) ?? [];
    return { path, mode, type, sha: oid, ...(type === 'blob' && { size: Number(size) }) };
  });
  return ok({ sha, truncated: rows.length > state.maxTree, tree: rows.slice(0, state.maxTree) });
}

export function blob(state: FakeState, sha: string): Answer {
  if (tryGit(state, 'cat-file', '-t', sha)?.trim() !== 'blob') return notFound;
  const content = execFileSync('git', ['cat-file', 'blob', sha], { cwd: state.repository, maxBuffer: 256 * 1_048_576 });
  return ok({ sha, size: content.length, encoding: 'base64', content: content.toString('base64').replace(/.{60}/g, '$&\n') });
}

export function ref(state: FakeState, name: string): Answer {
  const sha = tryGit(state, 'rev-parse', '--verify', '-q', `refs/${name}^{commit}`)?.trim();
  return sha === undefined ? notFound : ok({ ref: `refs/${name}`, object: { type: 'commit', sha } });
}

export function compare(state: FakeState, basehead: string): Answer {
  const [base = '', head = ''] = basehead.split('...');
  const found = tryGit(state, 'merge-base', base, head)?.trim();
  return found === undefined ? notFound : ok({ status: 'diverged', merge_base_commit: { sha: found }, commits: [], total_commits: 0 });
}

const STATUS: Readonly<Record<string, string>> = { A: 'added', M: 'modified', D: 'removed', R: 'renamed', T: 'changed' };

/** Files between two commits, as GitHub lists them: hunks with three lines of context and no file headers. */
export function files(state: FakeState, base: string, head: string): readonly unknown[] {
  const fields = gitOf(state, 'diff-tree', '-r', '-M', '--raw', '-z', '--no-abbrev', base, head).split('\0');
  const rows: unknown[] = [];
  for (let i = 0; i < fields.length - 1;) {
    const [, , , sha = '', status = ''] = (fields[i++] ?? '').split(' ');
    const previous = fields[i++] ?? '';
    const renamed = status.startsWith('R');
    const filename = renamed ? fields[i++] ?? '' : previous;
    const patch = state.withPatches ? patchOf(state, base, head, renamed ? [previous, filename] : [filename]) : '';
    rows.push({ sha: status === 'D' ? gitOf(state, 'rev-parse', `${base}:${filename}`).trim() : sha, filename, status: STATUS[status[0] ?? ''] ?? 'modified', additions: 0, deletions: 0, changes: 0, ...(renamed && { previous_filename: previous }), ...(patch !== '' && { patch }) });
  }
  return rows;
}

function patchOf(state: FakeState, base: string, head: string, paths: readonly string[]): string {
  const text = gitOf(state, 'diff-tree', '-r', '-M', '-p', base, head, '--', ...paths);
  const at = text.search(/^@@ /m);
  return at < 0 ? '' : text.slice(at).replace(/\n$/, '');
}

export function commits(state: FakeState, pull: FakePull): readonly unknown[] {
  const base = gitOf(state, 'merge-base', pull.baseSha, pull.headSha).trim();
  const listed = gitOf(state, 'rev-list', '--reverse', '--parents', `${base}..${pull.headSha}`).split('\n').filter((line) => line !== '');
  return listed.map((line) => {
    const [sha, ...parents] = line.split(' ');
    return { sha, parents: parents.map((parent) => ({ sha: parent })) };
  });
}

export function commit(state: FakeState, sha: string): Answer {
  const parent = tryGit(state, 'rev-parse', '--verify', '-q', `${sha}^`)?.trim() ?? gitOf(state, 'hash-object', '-t', 'tree', '/dev/null').trim();
  return tryGit(state, 'cat-file', '-e', sha) === undefined ? notFound : ok({ sha, files: files(state, parent, sha) });
}
