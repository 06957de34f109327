import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { argv, env, exit, stderr, stdout } from 'node:process';
import { HELP, parseArguments, type CheckRequest, type Format } from './cli/arguments';
import { localMaterial } from './cli/local';
import { progress, wantsColor } from './cli/progress';
import { judge } from './judge';
import { faultOf } from './model/fault';
import type { Fault, Scorecard, Subject } from './model/scorecard';
import { oneLine, runnerLines } from './report/escape';
import { renderJson } from './report/json';
import { renderSarif } from './report/sarif';
import { renderSummary } from './report/summary';
import { renderTerminal } from './report/terminal';
import { couldNotEvaluate } from './review/frame';
import { TOOL } from './tool';

/** Runs the command line and ends the process with the decision's exit code: the one place where it ends. */
export async function runCli(args: readonly string[] = argv.slice(2)): Promise<void> {
  let code = 2;
  // Whoever reads our output may stop reading, as `head` does; that is no failure of the check.
  stdout.on('error', () => { exit(code); });
  try {
    code = await command(args);
  } catch (error) {
    complain(faultOf(error));
  }
  stdout.write('', () => { exit(code); });
}

async function command(args: readonly string[]): Promise<number> {
  const request = parseArguments(args);
  if (request.ask === 'check') return check(request.check);
  stdout.write(request.ask === 'help' ? HELP : `${TOOL.name} ${TOOL.version}\n`);
  return 0;
}

async function check(request: CheckRequest): Promise<Scorecard['decision']['exitCode']> {
  const card = await cardOf(request);
  const text = render(card, request);
  // On a runner every line of standard output is read for commands, wherever in the line they stand.
  if (request.output === undefined) stdout.write(request.format === 'markdown' ? runnerLines(text) : text);
  else {
    await writeFile(request.output, text);
    stderr.write(`Written to ${oneLine(request.output)}.\n`);
  }
  return card.decision.exitCode;
}

async function cardOf(request: CheckRequest): Promise<Scorecard> {
  const { path, base, workingDirectory, debug, profile, gate } = request;
  const bar = progress(stderr);
  let subject: Subject = { head: 'work tree', workingDirectory, date: new Date().toISOString().slice(0, 10) };
  try {
    const material = await localMaterial(path, base);
    subject = { ...subject, head: material.head.id };
    if (debug) material.notes.forEach((note) => stderr.write(`${oneLine(note)}\n`));
    const inputs = { profile, gate, config: configIn(path, request.config) };
    return await judge({ material, subject, inputs, fork: false, guarded: true, progress: bar.report });
  } catch (error) {
    if (debug && error instanceof Error) stderr.write(`${error.stack ?? error.message}\n`);
    return couldNotEvaluate({ subject }, [faultOf(error)]);
  } finally {
    bar.end();
  }
}

/** The configuration's path inside the folder; given as seen from here, or as seen from the folder. */
function configIn(path: string, config: string | undefined): string | undefined {
  if (config === undefined || !existsSync(resolve(config))) return config;
  const inside = relative(resolve(path), resolve(config)).split(sep).join('/');
  return inside.startsWith('..') ? config : inside;
}

function render(card: Scorecard, request: CheckRequest): string {
  const colors = request.output === undefined && request.color !== false && wantsColor(env, stdout.isTTY);
  const renderers: Readonly<Record<Format, () => string>> = {
    text: () => renderTerminal(card, { color: colors, width: stdout.columns || 100, verbose: request.verbose }),
    json: () => renderJson(card),
    markdown: () => renderSummary(card),
    sarif: () => renderSarif(card),
  };
  return renderers[request.format]();
}

function complain({ message, remedy }: Fault): void {
  stderr.write(`${oneLine(message)}\n${oneLine(remedy)}\n`);
}
