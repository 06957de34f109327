import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { env } from 'node:process';
import { FaultError } from '../model/fault';
import { gitEnvironment, SAFE_SETTINGS } from './git-environment';

export interface GitOptions {
  /** Written to standard input, which is closed afterwards. */
  readonly input?: string;
  /** Milliseconds; the process is ended after them. */
  readonly timeout?: number;
  /** Bytes of standard output that are accepted at most. */
  readonly maxBytes?: number;
  /** Whether transports are allowed. Only fetches need them. */
  readonly network?: boolean;
  /** Where it runs, instead of the top of the work tree. */
  readonly cwd?: string;
  /** Exit codes besides 0 that are an answer and no failure. */
  readonly accept?: readonly number[];
}

/** git in one folder. Every call starts the program itself, never a shell. */
export interface Git {
  /** Top of the work tree, with symbolic links resolved. */
  readonly root: string;
  /** Standard output. Throws `GitError` when git exits with anything but 0. */
  readonly run: (args: readonly string[], options?: GitOptions) => Promise<Buffer>;
  /** As `run`, with undefined in place of the error: for questions that may be answered with no. */
  readonly attempt: (args: readonly string[], options?: GitOptions) => Promise<Buffer | undefined>;
  /** A running process, for output that is read as it comes. The caller checks how it ends: `ended`. */
  readonly start: (args: readonly string[]) => ChildProcessWithoutNullStreams;
}

/** git refused or failed. The fault names the command and git's own words, without credentials. */
export class GitError extends FaultError {
  constructor(command: string, reason: string) {
    super({
      kind: 'git',
      message: `git ${command}: ${reason}${/[.!?]$/.test(reason) ? '' : '.'}`,
      remedy: 'Check the repository out anew, with all of its history (`fetch-depth: 0`), and run again.',
    });
    this.name = 'GitError';
  }
}

/**
 * git for the repository that holds the folder, or why there is none to use: no git program, no repository, or one
 * that git refuses. With `trusted`, a folder that belongs to another user is accepted (the workspace that a runner
 * made); without it git's own refusal stands.
 */
export async function openGit(folder: string, trusted = false): Promise<Git | { readonly why: string }> {
  const at = resolve(folder);
  const settings = trusted ? [...SAFE_SETTINGS, '-c', 'safe.directory=*'] : SAFE_SETTINGS;
  try {
    const top = await execute(at, settings, ['rev-parse', '--show-toplevel'], {});
    const root = await realpath(top.toString('utf8').replace(/\r?\n$/, ''));
    const inside = await realpath(at);
    // A repository can name any folder as its work tree; one that does not hold the folder asked for is not its own.
    const way = relative(root, inside);
    if (isAbsolute(way) || /^\.\.([\\/]|$)/.test(way)) return { why: `Its repository has its work tree elsewhere, at ${root}.` };
    return gitAt(root, settings);
  } catch (error) {
    if (error instanceof FaultError) return { why: error.fault.message };
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

function gitAt(root: string, settings: readonly string[]): Git {
  const run: Git['run'] = (args, options = {}) => execute(root, settings, args, options);
  return {
    root,
    run,
    attempt: async (args, options) => {
      try {
        return await run(args, options);
      } catch (error) {
        if (error instanceof GitError) return undefined;
        throw error;
      }
    },
    start: (args) => spawn('git', [...settings, ...args], { cwd: root, env: gitEnvironment(env, false), windowsHide: true }),
  };
}

function execute(cwd: string, settings: readonly string[], args: readonly string[], options: GitOptions): Promise<Buffer> {
  const command = args[0] ?? '';
  return new Promise((fulfil, reject) => {
    const child = execFile('git', [...settings, ...args], {
      cwd: options.cwd ?? cwd,
      env: gitEnvironment(env, options.network ?? false),
      encoding: 'buffer',
      timeout: options.timeout ?? 60_000,
      maxBuffer: options.maxBytes ?? 256 * 1_048_576,
      windowsHide: true,
    }, (error, stdout, stderr) => {
      if (error === null || options.accept?.includes(Number(error.code))) fulfil(stdout);
      else reject(new GitError(command, reasonOf(error, stderr)));
    });
    // A process that ends before it has read everything closes the pipe; its exit code tells why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
  });
}

/** Resolves when a started process ends with 0; throws `GitError` otherwise. */
export function ended(child: ChildProcessWithoutNullStreams, command: string): Promise<void> {
  const stderr: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < 16) stderr.push(chunk);
  });
  return new Promise((fulfil, reject) => {
    child.once('error', (error) => { reject(new GitError(command, error.message)); });
    child.once('close', (code, signal) => {
      if (code === 0) fulfil();
      else reject(new GitError(command, wordsOf(Buffer.concat(stderr)) || `It ended with ${signal ?? `code ${String(code)}`}.`));
    });
  });
}

function reasonOf(error: Error & { code?: string | number | null; killed?: boolean }, stderr: Buffer): string {
  if (error.code === 'ENOENT') return 'There is no git program on the path.';
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'It wrote more than is accepted.';
  if (error.killed === true) return 'It did not end in time.';
  return wordsOf(stderr) || `It ended with code ${String(error.code)}.`;
}

/** git's own words on one line, without credentials that a remote's address may hold. */
function wordsOf(stderr: Buffer): string {
  const lines = stderr.toString('utf8').split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return lines.slice(0, 3).join(' ').replace(/\/\/[^@/\s]+@/g, '//***@').slice(0, 500);
}
