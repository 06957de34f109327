import type { Scorecard } from '../model/scorecard';
import { faultOf } from '../model/fault';
import { markdownProse } from '../report/escape';
import type { Revision } from '../revision/revision';
import { renderJson } from '../report/json';
import { headline } from '../report/parts/verdict';
import { renderSarif } from '../report/sarif';
import { renderSummary } from '../report/summary';
import { renderTerminal } from '../report/terminal';
import type { Client } from './client';
import type { Occasion } from './event';
import { writeReport, writeSummary } from './files';
import { DEFAULT_CHECK_NAME, type Inputs } from './inputs';
import type { Log } from './log';
import { outputsOf, writeOutputs } from './outputs';
import { publish } from './publish';
import { reportsOf } from './reports';
import type { Runner } from './runner';

/** One run of the action: what it was told, and what it may use. */
export interface Job {
  readonly runner: Runner;
  readonly inputs: Inputs;
  readonly log: Log;
  readonly client?: Client;
  /** Absent when the event could not be read. */
  readonly occasion?: Occasion;
}

/** What came of it. */
export interface Outcome {
  readonly card: Scorecard;
  /** The commit that was judged, as far as it was read. */
  readonly head?: Revision;
}

/** Writes files, annotations, comment, summary and outputs. Nothing here changes the decision, except a file that was asked for and cannot be written. */
export async function show(job: Job, { card, head }: Outcome): Promise<void> {
  const { runner, inputs, log, client, occasion } = job;
  const files = await writeFiles(job, card);
  const checkNameMark = inputs.checkName === DEFAULT_CHECK_NAME ? '' : `#${inputs.checkName}`;
  const instance = `${inputs.workingDirectory || 'root'}${checkNameMark}`;
  const paths = await head?.entries().then((entries) => new Set(entries.map((entry) => entry.path)), () => undefined);
  const published = await publish(reportsOf(card, instance, (path) => paths?.has(path) ?? true), {
    ...(client && { client }),
    ...(occasion?.pullRequest && { pullRequest: occasion.pullRequest }),
    fork: occasion?.commits.pullRequest?.fork ?? false,
    annotations: inputs.annotations, comment: inputs.comment, checkName: inputs.checkName, instance,
    ...(runner.runUrl !== undefined && { runUrl: runner.runUrl }),
  });
  const notes = [...files.notes, ...published.notes];
  const links = { ...(published.checkRunUrl !== undefined && { checkRun: published.checkRunUrl }) };
  log.commands([renderTerminal(card, { color: false, width: 120 })]);
  log.commands(published.commands);
  notes.forEach(log.info);
  const aside = notes.length === 0 ? '' : `\n${notes.map((note) => `- ${markdownProse(note)}`).join('\n')}\n`;
  await writeSummary(runner.summary, `${renderSummary(card, { links })}${aside}`).catch((error: unknown) => { log.info(`The job summary could not be written: ${String(error)}`); });
  writeOutputs(outputsOf(card, { ...published, ...files.places }));
  log.info(headline(card));
}

async function writeFiles({ runner, inputs }: Job, card: Scorecard): Promise<{ readonly notes: readonly string[]; readonly places: { readonly sarifFile?: string; readonly scorecardFile?: string } }> {
  const room = { workspace: runner.workspace, ...(runner.temp !== undefined && { temp: runner.temp }) };
  const notes: string[] = [];
  const write = async (input: string, path: string | undefined, text: () => string): Promise<string | undefined> => {
    if (path === undefined) return undefined;
    try {
      return await writeReport(room, input, path, text());
    } catch (error) {
      const { message, remedy } = faultOf(error);
      notes.push(`The file of the input \`${input}\` was not written. ${message} ${remedy}`);
      return undefined;
    }
  };
  const sarifFile = await write('sarif-file', inputs.sarifFile, () => renderSarif(card));
  const scorecardFile = await write('scorecard-file', inputs.scorecardFile, () => renderJson(card));
  return { notes, places: { ...(sarifFile !== undefined && { sarifFile }), ...(scorecardFile !== undefined && { scorecardFile }) } };
}
