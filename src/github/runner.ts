import { readFileSync, statSync } from 'node:fs';
import { FaultError } from '../model/fault';
import { parseEvent, type Occasion } from './event';

/** What the runner tells an action through its environment. */
export interface Runner {
  /** Folder of the checkout. */
  readonly workspace: string;
  readonly temp?: string;
  readonly summary?: string;
  readonly debug: boolean;
  /** e.g. `https://github.com`. */
  readonly serverUrl: string;
  readonly repository: string;
  readonly sha: string;
  /** Page of the workflow run. */
  readonly runUrl?: string;
  /** Reads the event. Throws a `FaultError` when there is none that can be judged. */
  readonly occasion: () => Occasion;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Events are under a megabyte; GitHub caps them at 25. */
const MAX_EVENT_BYTES = 32 * 1_048_576;

/** The runner, as its documented variables describe it. */
export function readRunner(env: Environment): Runner {
  const text = (name: string): string => env[name] ?? '';
  const optional = <K extends string>(key: K, value: string): { readonly [P in K]?: string } => (value === '' ? {} : { [key]: value } as { readonly [P in K]: string });
  const serverUrl = text('GITHUB_SERVER_URL') || 'https://github.com';
  const repository = text('GITHUB_REPOSITORY');
  const run = text('GITHUB_RUN_ID');
  return {
    workspace: text('GITHUB_WORKSPACE') || '.',
    ...optional('temp', text('RUNNER_TEMP')),
    ...optional('summary', text('GITHUB_STEP_SUMMARY')),
    debug: text('RUNNER_DEBUG') === '1',
    serverUrl,
    repository,
    sha: text('GITHUB_SHA'),
    ...optional('runUrl', /^\d+$/.test(run) ? `${serverUrl}/${repository}/actions/runs/${run}` : ''),
    occasion: () => parseEvent(readPayload(text('GITHUB_EVENT_PATH')), { name: text('GITHUB_EVENT_NAME'), repository, sha: text('GITHUB_SHA') }),
  };
}

function readPayload(path: string): unknown {
  try {
    if (statSync(path).size > MAX_EVENT_BYTES) throw new Error('It is larger than any event of GitHub.');
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    throw new FaultError({
      kind: 'configuration',
      message: `The event (GITHUB_EVENT_PATH, ${JSON.stringify(path)}) could not be read: ${error instanceof Error ? error.message : 'unknown'}`,
      remedy: 'Run the action on a runner of GitHub Actions, or use the command `mcp-publish-gate check` elsewhere.',
    });
  }
}
