import { setSecret } from '@actions/core';
import { env, exit, stdout } from 'node:process';
import { CONFIGURATION_PATHS } from './config/choose';
import { configure } from './configure';
import { gather } from './gather';
import { createClient } from './github/client';
import { readInputs } from './github/inputs';
import { jobLog, type Log } from './github/log';
import { readRunner } from './github/runner';
import { show, type Job } from './github/show';
import { faultOf, FaultError } from './model/fault';
import type { Fault, Scorecard, Subject } from './model/scorecard';
import { couldNotEvaluate } from './review/frame';
import { headOnTarget, type Material } from './revision/material';

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
  const known = attempt(runner.occasion);
  const occasion = known.value;
  const client = occasion && inputs.token !== '' ? createClient({ token: inputs.token, owner: occasion.owner, repo: occasion.repo }) : undefined;
  const job: Job = { runner, inputs, log, ...(client && { client }), ...(occasion && { occasion }) };
  const card = faults.length + known.faults.length > 0
    ? couldNotEvaluate({ subject: subjectOf(job) }, [...faults, ...known.faults])
    : await judge(job);
  await show(job, card);
  return card.decision.exitCode;
}

async function judge(job: Job): Promise<Scorecard> {
  const { runner, inputs, log, client, occasion } = job;
  let subject = subjectOf(job);
  try {
    if (!occasion) throw new Error('There is no event.');
    const material = await gather(occasion, runner.workspace, client);
    await mustHave(material, inputs.workingDirectory);
    material.notes.forEach(log.info);
    subject = { ...subject, ...(material.base && { mergeBase: material.base.id }) };
    const speaks = (path: string): boolean => path === inputs.policy.config || (CONFIGURATION_PATHS as readonly string[]).includes(path);
    // On a push the policy is the commit's own: what it says has been let in already.
    const policyFrom = occasion.event === 'push' ? undefined : material.target;
    const head = policyFrom ? headOnTarget(material, speaks) : material.head;
    const loaded = await configure({ head, ...(policyFrom && { base: policyFrom }), inputs: inputs.policy, fork: occasion.commits.pullRequest?.fork ?? false });
    if (!loaded.ok) return couldNotEvaluate({ subject }, loaded.faults);
    const { base, change } = material;
    // Loaded only now, because it brings the compiler along.
    const { review } = await import('./review');
    return await review({ head: material.head, ...(base && { base }), ...(change && { change }), subject, configuration: loaded.configuration, progress: phases(log) });
  } catch (error) {
    log.debug(error instanceof Error ? error.stack ?? error.message : String(error));
    return couldNotEvaluate({ subject }, [faultOf(error)]);
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

function attempt<T>(make: () => T): { readonly value?: T; readonly faults: readonly Fault[] } {
  try {
    return { value: make(), faults: [] };
  } catch (error) {
    return { faults: [faultOf(error)] };
  }
}

/** Says each phase once, as it begins. */
function phases(log: Log): (phase: string, done: number, total: number) => void {
  let last = '';
  return (phase, _, total) => {
    if (phase !== last) log.info(`${phase}${total > 1 ? ` (${total})` : ''}`);
    last = phase;
  };
}
