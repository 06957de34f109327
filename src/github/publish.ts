import type { Links } from '../report/parts/page';
import { apiFailure } from './api-error';
import { budget, within, type Budget } from './budget';
import { publishCheckRun, type CheckRunReport } from './check-run';
import type { Client } from './client';
import { publishComment } from './comment';
import type { EventPullRequest } from './event';
import type { AnnotationMode } from './inputs';
import { currentPullRequest } from './pull-request';

/** The scorecard in every form that is published. Each is made when it is needed, since the later ones link to the earlier. */
export interface Reports {
  readonly checkRun: (links: Links) => CheckRunReport & { readonly conclusion: 'success' | 'failure' };
  readonly comment: (links: Links) => { readonly marker: string; readonly body: string };
  readonly commands: () => readonly string[];
}

export interface Publication {
  /** Absent without a token. */
  readonly client?: Client;
  /** Absent when the event is not one of a pull request: then there is nowhere to put a comment or a check run. */
  readonly pullRequest?: EventPullRequest;
  /** The head lives in another repository. */
  readonly fork: boolean;
  readonly annotations: AnnotationMode;
  readonly comment: boolean;
  readonly checkName: string;
  readonly instance: string;
  /** Page of the workflow run. */
  readonly runUrl?: string;
  readonly time?: Budget;
}

export interface Published {
  readonly commentUrl?: string;
  readonly checkRunUrl?: string;
  /** Workflow commands to print, instead of the check run. */
  readonly commands: readonly string[];
  /** What could not be published, and why: whole sentences. */
  readonly notes: readonly string[];
}

/** All publishing together may take this long, in milliseconds. */
const PATIENCE = 60_000;

/**
 * Publishes the reports where the token allows it. Nothing that goes wrong here is thrown, since the verdict stands
 * whether or not it could be shown: it becomes a note, and annotations fall back to workflow commands.
 */
export async function publish(reports: Reports, publication: Publication): Promise<Published> {
  const time = publication.time ?? budget(PATIENCE);
  const state = await look(publication, time);
  const check = await checkRun(reports, publication, state, time);
  const links: Links = { ...(publication.runUrl !== undefined && { run: publication.runUrl }), ...(check.url !== undefined && { checkRun: check.url }) };
  const comment = await commentOn(reports, publication, { ...state, links }, time);
  return {
    commands: check.commands,
    notes: [...state.notes, ...check.notes, ...comment.notes],
    ...(check.url !== undefined && { checkRunUrl: check.url }),
    ...(comment.url !== undefined && { commentUrl: comment.url }),
  };
}

interface State {
  /** Whether there is a pull request that still has this head, and a client to write to it with. */
  readonly writable: boolean;
  readonly open: boolean;
  readonly locked: boolean;
  readonly notes: readonly string[];
}

/** A run for a head that is no longer the head must not overwrite what a newer one has said. */
async function look({ client, pullRequest, annotations, comment }: Publication, time: Budget): Promise<State> {
  const wanted = annotations === 'check-run' || comment;
  if (!pullRequest || !wanted) return { writable: false, open: false, locked: false, notes: [] };
  if (!client) return { writable: false, open: false, locked: false, notes: ['No comment and no check run were written, since the input `github-token` is empty.'] };
  try {
    const { headSha, open, locked } = await within(time, () => currentPullRequest(client, pullRequest.number));
    if (headSha === pullRequest.headSha) return { writable: true, open, locked, notes: [] };
    return { writable: false, open, locked, notes: [`The pull request has moved on to ${headSha.slice(0, 7)}, so comment and check run were left to the run for that commit.`] };
  } catch (error) {
    const { status, text } = apiFailure(error);
    if (status === undefined) return { writable: false, open: false, locked: false, notes: [`No comment and no check run were written, since GitHub’s API could not be reached (${text}).`] };
    // A refusal to tell is no reason not to try.
    return { writable: true, open: true, locked: false, notes: [`Whether ${pullRequest.headSha.slice(0, 7)} is still the head could not be asked (${text}).`] };
  }
}

interface CheckOutcome {
  readonly url?: string;
  readonly commands: readonly string[];
  readonly notes: readonly string[];
}

async function checkRun(reports: Reports, publication: Publication, { writable }: State, time: Budget): Promise<CheckOutcome> {
  const { client, pullRequest, annotations, checkName: name, instance, runUrl } = publication;
  if (annotations === 'off') return { commands: [], notes: [] };
  if (annotations === 'commands' || !writable || !client || !pullRequest) return { commands: reports.commands(), notes: [] };
  const { conclusion, ...report } = reports.checkRun(runUrl === undefined ? {} : { run: runUrl });
  try {
    const target = { name, instance, headSha: pullRequest.headSha, conclusion };
    const { url, lost, why } = await within(time, () => publishCheckRun(client, target, report));
    const notes = lost === 0 ? [] : [`Of ${report.annotations.length} annotations, ${lost} could not be added to the check run (${why ?? 'no answer'}). The job summary lists their findings.`];
    return { url, commands: [], notes };
  } catch (error) {
    return { commands: reports.commands(), notes: [refused('The check run was not written; annotations were printed as workflow commands instead', 'checks: write', error, publication)] };
  }
}

async function commentOn(reports: Reports, publication: Publication, state: State & { readonly links: Links }, time: Budget): Promise<{ readonly url?: string; readonly notes: readonly string[] }> {
  const { client, pullRequest } = publication;
  if (!publication.comment || !state.writable || !client || !pullRequest) return { notes: [] };
  if (!state.open) return { notes: ['No comment was written, since the pull request is closed.'] };
  const { marker, body } = reports.comment(state.links);
  try {
    const { url, planted } = await within(time, () => publishComment(client, { pullRequest: pullRequest.number, marker }, body));
    const notes = planted === 0 ? [] : [`${planted === 1 ? 'A comment' : `${planted} comments`} of somebody else begins with the gate’s marker and was left alone.`];
    return { url, notes };
  } catch (error) {
    const what = state.locked ? 'The comment was not written: the conversation is locked' : 'The comment was not written';
    return { notes: [refused(what, 'pull-requests: write', error, publication)] };
  }
}

/** Why something was not written, with the permission to give where that is the cause. */
function refused(what: string, permission: string, error: unknown, { fork }: Publication): string {
  const { status, text } = apiFailure(error);
  if (status !== 403 && status !== 404) return `${what} (${text}).`;
  const how = fork
    ? 'A pull request from a fork gets a token that may only read, whatever the workflow asks for.'
    : `If it should be written, give the job \`permissions: ${permission}\`.`;
  return `${what}, since the token may not write it (${text}). ${how}`;
}
