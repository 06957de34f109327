import { createHash } from 'node:crypto';
import { z } from 'zod';
import { apiFailure, isUncertain } from './api-error';
import type { Client } from './client';

/** One annotation as the checks API takes it. Columns only where start and end are the same line. */
export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

/** What a check run shows, within the limits of the API. */
export interface CheckRunReport {
  readonly title: string;
  readonly summary: string;
  readonly text?: string;
  readonly annotations: readonly CheckAnnotation[];
}

export interface CheckRunTarget {
  readonly name: string;
  /** Tells several gates on one repository apart. */
  readonly instance: string;
  /** Head commit of the pull request, and never the test merge: annotations would not show, and a status there counts. */
  readonly headSha: string;
  readonly conclusion: 'success' | 'failure';
}

export interface PublishedCheckRun {
  readonly id: number;
  readonly url: string;
  /** Annotations that could not be added. */
  readonly lost: number;
  readonly why?: string;
}

/** The API takes at most this many annotations in one request. */
export const BATCH = 50;

const checkRun = z.object({
  id: z.number(),
  html_url: z.string().nullish(),
  external_id: z.string().nullish(),
  output: z.object({ annotations_count: z.number().optional() }).nullish(),
});
type CheckRun = z.infer<typeof checkRun>;

/**
 * Puts the report on the head commit as one check run, created completed so that a cancelled job leaves none hanging.
 * A run that an earlier attempt left with the same annotations is updated; with others a new one of the same name takes
 * its place, since annotations can be added and never removed. Throws when no check run could be made at all.
 */
export async function publishCheckRun(client: Client, target: CheckRunTarget, report: CheckRunReport): Promise<PublishedCheckRun> {
  const id = externalId(target.instance, report.annotations);
  const earlier = (await findOwn(client, target)).find((run) => run.external_id === id);
  const output = outputOf(report);
  const complete = { status: 'completed', conclusion: target.conclusion };
  if (earlier && countOf(earlier) === report.annotations.length) {
    await client.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', { check_run_id: earlier.id, ...complete, output }, z.unknown());
    return published(earlier, { lost: 0 });
  }
  // What an earlier attempt left half done is taken up where it stopped.
  const run = earlier ?? await create(client, target, { ...complete, external_id: id, output: { ...output, annotations: report.annotations.slice(0, BATCH) } });
  return published(run, await append(client, run.id, report, earlier ? countOf(earlier) : Math.min(BATCH, report.annotations.length)));
}

/** The digest makes annotations comparable without reading them back. */
function externalId(instance: string, annotations: readonly CheckAnnotation[]): string {
  const digest = createHash('sha256').update(JSON.stringify(annotations)).digest('hex').slice(0, 16);
  return `mcp-publish-gate/${instance}/${digest}`.slice(-250);
}

function outputOf({ title, summary, text }: CheckRunReport): Record<string, string> {
  return { title, summary, ...(text !== undefined && { text }) };
}

function countOf(run: CheckRun): number {
  return run.output?.annotations_count ?? 0;
}

function published(run: CheckRun, rest: { readonly lost: number; readonly why?: string }): PublishedCheckRun {
  return { id: run.id, url: run.html_url ?? '', ...rest };
}

function findOwn(client: Client, target: CheckRunTarget): Promise<readonly CheckRun[]> {
  const rows = (answer: unknown): unknown => (answer as { check_runs?: unknown } | null)?.check_runs;
  return client.list('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', { ref: target.headSha, check_name: target.name, filter: 'latest' }, rows, checkRun, 200);
}

async function create(client: Client, target: CheckRunTarget, rest: Readonly<Record<string, unknown>>): Promise<CheckRun> {
  const send = (): Promise<CheckRun> => client.request('POST /repos/{owner}/{repo}/check-runs', { name: target.name, head_sha: target.headSha, ...rest }, checkRun);
  try {
    return await send();
  } catch (error) {
    if (!isUncertain(error)) throw error;
    // The creation may have worked although its answer did not come.
    return (await findOwn(client, target)).find((run) => run.external_id === rest['external_id']) ?? await send();
  }
}

/** Adds the annotations from `from` on, batch by batch. A batch that may have arrived is looked for before it is sent again. */
async function append(client: Client, id: number, report: CheckRunReport, from: number): Promise<{ readonly lost: number; readonly why?: string }> {
  const { annotations } = report;
  const route = '/repos/{owner}/{repo}/check-runs/{check_run_id}';
  let tries = 0;
  for (let at = from; at < annotations.length;) {
    const batch = annotations.slice(at, at + BATCH);
    try {
      // Each update replaces the whole output, so title, summary and text go along.
      await client.request(`PATCH ${route}`, { check_run_id: id, output: { ...outputOf(report), annotations: batch } }, z.unknown());
      at += batch.length;
      tries = 0;
    } catch (error) {
      if (!isUncertain(error) || ++tries > 2) return { lost: annotations.length - at, why: apiFailure(error).text };
      at = Math.max(at, Math.min(annotations.length, countOf(await client.request(`GET ${route}`, { check_run_id: id }, checkRun))));
    }
  }
  return { lost: 0 };
}
