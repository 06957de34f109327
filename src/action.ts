import { setSecret } from '@actions/core';
import { env, exit, stdout } from 'node:process';
import { gather } from './gather';
import { createClient } from './github/client';
import type { Occasion } from './github/event';
import { readInputs } from './github/inputs';
import { jobLog, type Log } from './github/log';
import { readRunner } from './github/runner';
import { show, type Job, type Outcome } from './github/show';
import { judge } from './judge';
import { faultOf, FaultError } from './model/fault';
import type { Fault, Scorecard, Subject } from './model/scorecard';
import { couldNotEvaluate } from './review/frame';
import type { Material } from './revision/material';

/** Judges and publishes, and ends the process with the decision's exit code: the one place where it ends. */
export async function runAction(): Promise<void> {
  let code: number = 2;
  try {
    code = await act();
  } catch (error) {
    const { message, remedy } = faultOf(error);
    jobLog(false).warning(`${message} ${remedy}`);
  }
  // Requests that nobody waits for any more must not keep the job running; what was printed must arrive.
  stdout.write('', () => { exit(code); });
}

async function act(): Promise<Scorecard['decision']['exitCode']> {
  const runner = readRunner(env);
  const { inputs, faults } = readInputs(env);
  if (inputs.token !== '') setSecret(inputs.token);
  const log = jobLog(runner.debug);
  const { occasion, fault } = occasionOf(runner.occasion);
  const client = occasion && inputs.token !== '' ? createClient({ token: inputs.token, owner: occasion.owner, repo: occasion.repo }) : undefined;
  const job: Job = { runner, inputs, log, ...(client && { client }), ...(occasion && { occasion }) };
  const before = [...faults, ...(fault ? [fault] : [])];
  const outcome = occasion && before.length === 0 ? await outcomeOf(job, occasion) : { card: couldNotEvaluate({ subject: subjectOf(job) }, before) };
  await show(job, outcome);
  return outcome.card.decision.exitCode;
}

function occasionOf(read: () => Occasion): { readonly occasion?: Occasion; readonly fault?: Fault } {
  try {
    return { occasion: read() };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

async function outcomeOf(job: Job, occasion: Occasion): Promise<Outcome> {
  const { runner, inputs, log, client } = job;
  const subject = subjectOf(job);
  let material: Material | undefined;
  try {
    material = await gather(occasion, runner.workspace, client);
    material.notes.forEach(log.info);
    await mustHave(material, inputs.workingDirectory);
    const fork = occasion.commits.pullRequest?.fork ?? false;
    const card = await judge({ material, subject, inputs: inputs.policy, fork, guarded: occasion.event !== 'push', progress: phases(log) });
    return { card, head: material.head };
  } catch (error) {
    log.debug(error instanceof Error ? error.stack ?? error.message : String(error));
    return { card: couldNotEvaluate({ subject }, [faultOf(error)]), ...(material && { head: material.head }) };
  }
}

/** A folder that is not there would be a repository without a server, and the wrong advice. */
async function mustHave({ head }: Material, folder: string): Promise<void> {
  if (folder === '' || (await head.entries()).some((entry) => entry.path.startsWith(`${folder}/`))) return;
  throw new FaultError({
    kind: 'configuration',
    message: `The input \`working-directory\` names ${JSON.stringify(folder)}, which commit ${head.id.slice(0, 7)} does not have.`,
    remedy: 'Correct the path. It is relative to the root of the repository.',
  });
}

function subjectOf({ runner, inputs, occasion }: Job): Subject {
  return {
    repository: runner.repository,
    serverUrl: runner.serverUrl,
    head: occasion?.commits.head ?? (runner.sha || 'unknown'),
    ...(occasion?.pullRequest && { pullRequest: occasion.pullRequest.number }),
    workingDirectory: inputs.workingDirectory,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** Says each phase once, as it begins. */
function phases(log: Log): (phase: string, done: number, total: number) => void {
  let last = '';
  return (phase, _, total) => {
    if (phase !== last) log.info(`${phase}${total > 1 ? ` (${total})` : ''}`);
    last = phase;
  };
}
