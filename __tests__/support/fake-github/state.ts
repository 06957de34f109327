import { execFileSync } from 'node:child_process';

export interface FakeUser {
  readonly login: string;
  readonly type: 'Bot' | 'User';
}

export interface FakeComment {
  readonly id: number;
  readonly issue: number;
  body: string;
  readonly user: FakeUser;
  minimized: boolean;
}

export interface FakeAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: string;
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

export interface FakeCheckRun {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  external_id: string;
  status: string;
  conclusion: string | null;
  output: { title: string; summary: string; text?: string };
  readonly annotations: FakeAnnotation[];
}

export interface FakePull {
  readonly number: number;
  headSha: string;
  baseSha: string;
  readonly baseRef: string;
  state: 'open' | 'closed';
  locked: boolean;
}

/** What the token may do. Reading is always allowed. */
export interface Permissions {
  checks: boolean;
  comments: boolean;
}

/** Everything that the forge remembers. Commits, trees and blobs are those of a real repository on disk. */
export interface FakeState {
  readonly owner: string;
  readonly repo: string;
  readonly repository: string;
  readonly token: string;
  /** Who the token writes as. */
  self: FakeUser;
  readonly permissions: Permissions;
  readonly pulls: FakePull[];
  readonly comments: FakeComment[];
  readonly checkRuns: FakeCheckRun[];
  nextId: number;
  /** Rows of a pull request's files that are left out, and patches that are not given. */
  maxFiles: number;
  withPatches: boolean;
  /** Trees with more entries than this are cut. */
  maxTree: number;
}

/** Runs git in the fake's repository. */
export function gitOf(state: FakeState, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: state.repository, maxBuffer: 256 * 1_048_576, stdio: ['ignore', 'pipe', 'pipe'] }).toString('utf8');
}

/** The same, or undefined when git says no. */
export function tryGit(state: FakeState, ...args: readonly string[]): string | undefined {
  try {
    return gitOf(state, ...args);
  } catch {
    return undefined;
  }
}
