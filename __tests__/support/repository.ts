import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real git repository in a temporary folder. */
export interface TestRepository {
  readonly path: string;
  /** Runs git there and gives its output without the last newline. */
  readonly git: (...args: readonly string[]) => string;
  /** Writes files (`null` removes one), commits everything, and gives the commit's id. */
  readonly commit: (files: Readonly<Record<string, string | Buffer | null>>, message?: string) => string;
  readonly remove: () => void;
}

const WHO = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.com' };

/** A folder that exists only for one test. */
export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'gate-test-')));
}

/** Runs git in a folder with no configuration but its own. */
export function gitIn(folder: string, ...args: readonly string[]): string {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...WHO };
  return execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] }).toString('utf8').replace(/\n$/, '');
}

/** An empty repository with the branch `main` that lets anybody fetch any commit by its id, as GitHub does. */
export function testRepository(): TestRepository {
  const path = temporaryFolder();
  gitIn(path, 'init', '-q', '-b', 'main');
  for (const setting of ['uploadpack.allowAnySHA1InWant', 'uploadpack.allowFilter']) gitIn(path, 'config', setting, 'true');
  return {
    path,
    git: (...args) => gitIn(path, ...args),
    commit: (files, message = 'change') => {
      writeFiles(path, files);
      gitIn(path, 'add', '-A');
      gitIn(path, 'commit', '-q', '--allow-empty', '-m', message);
      return gitIn(path, 'rev-parse', 'HEAD');
    },
    remove: () => { rmSync(path, { recursive: true, force: true }); },
  };
}

/** Writes files under a folder; `null` removes one. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer | null>>): void {
  for (const [name, content] of Object.entries(files)) {
    const at = join(folder, name);
    if (content === null) rmSync(at, { force: true });
    else {
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, content);
    }
  }
}

/**
 * Merges `head` into `base` as GitHub's test merge does, puts it on `refs/pull/<number>/merge`, and lays out a checkout
 * of it as `actions/checkout` leaves one: depth 1, detached at the merge commit, remote `origin`, credentials persisted
 * in the local configuration.
 */
export function checkoutOf(origin: TestRepository, options: { readonly number: number; readonly base: string; readonly head: string; readonly depth?: number; readonly extra?: readonly string[] }): { readonly path: string; readonly merge: string } {
  const { number, base, head } = options;
  const tree = mergedTree(origin, base, head);
  const merge = origin.git('commit-tree', tree, '-p', base, '-p', head, '-m', `Merge ${head} into ${base}`);
  origin.git('update-ref', `refs/pull/${number}/merge`, merge);
  return { path: shallowCheckout(origin, `refs/pull/${number}/merge`, options.depth, options.extra), merge };
}

/** A checkout of one ref with a depth (0: everything). */
export function shallowCheckout(origin: TestRepository, ref: string, depth = 1, extra: readonly string[] = []): string {
  const path = temporaryFolder();
  gitIn(path, 'init', '-q');
  gitIn(path, 'remote', 'add', 'origin', `file://${origin.path}`);
  const refs = depth === 0 ? ['+refs/heads/*:refs/remotes/origin/*', `+${ref}:refs/remotes/pull/merge`] : [`+${ref}:refs/remotes/pull/merge`];
  gitIn(path, 'fetch', '-q', '--no-tags', ...(depth === 0 ? [] : [`--depth=${depth}`]), ...extra, 'origin', ...refs);
  gitIn(path, 'checkout', '-q', '--force', 'refs/remotes/pull/merge');
  gitIn(path, 'config', 'http.https://github.com/.extraheader', 'AUTHORIZATION: basic eC1hY2Nlc3M=');
  return path;
}

function mergedTree(origin: TestRepository, base: string, head: string): string {
  return origin.git('merge-tree', '--write-tree', base, head).split('\n')[0] ?? '';
}
