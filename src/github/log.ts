import { stdout } from 'node:process';
import { runnerLine, workflowCommand } from '../report/escape';

/** What the action says in the job's log. Text may quote anybody: no line of it is taken for a command. */
export interface Log {
  readonly info: (text: string) => void;
  /** Shown only when the run was started with debug output. */
  readonly debug: (text: string) => void;
  /** A warning on the run's page; few, since the runner keeps ten of a kind for each step. */
  readonly warning: (text: string) => void;
  /** Finished workflow commands, written as they are. */
  readonly commands: (lines: readonly string[]) => void;
}

/** The log of a job on standard output. */
export function jobLog(debug: boolean, write: (text: string) => void = (text) => { stdout.write(text); }): Log {
  const line = (text: string): void => { write(`${text}\n`); };
  return {
    info: (text) => { line(runnerLine(text)); },
    debug: (text) => { if (debug) line(`::debug::${runnerLine(text).replaceAll('%', '%25')}`); },
    warning: (text) => { line(workflowCommand('warning', { title: 'MCP publish gate' }, runnerLine(text))); },
    commands: (lines) => { lines.forEach(line); },
  };
}
