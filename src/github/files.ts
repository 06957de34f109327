import { constants } from 'node:fs';
import { appendFile, mkdir, open, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { FaultError } from '../model/fault';

/** Folders of the runner in which the action may write. */
export interface Room {
  /** `GITHUB_WORKSPACE`; relative paths start here. */
  readonly workspace: string;
  /** `RUNNER_TEMP`. */
  readonly temp?: string;
}

/**
 * Writes a report to a path that the workflow names, and gives the path. A checkout may hold links of a stranger's
 * making, so a path that leaves the workspace, by itself or through a link, is refused with a `FaultError`.
 */
export async function writeReport(room: Room, input: string, path: string, text: string): Promise<string> {
  const at = resolve(room.workspace, path);
  const roots = [room.workspace, room.temp].flatMap((root) => root ?? []);
  const wanted = roots.find((root) => inside(root, at));
  if (wanted === undefined) throw outside(input, path);
  await mkdir(dirname(at), { recursive: true });
  if (!inside(await realpath(wanted), await realpath(dirname(at)))) throw outside(input, path);
  const noFollow = (constants as { readonly O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;
  const file = await open(at, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | noFollow);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
  return at;
}

function inside(root: string, path: string): boolean {
  const way = relative(resolve(root), path);
  return way !== '..' && !/^\.\.[\\/]/.test(way) && !isAbsolute(way);
}

function outside(input: string, path: string): FaultError {
  return new FaultError({ kind: 'configuration', message: `The input \`${input}\` names ${JSON.stringify(path)}, which is outside the workspace.`, remedy: 'Give a path inside the workspace, such as `reports/gate.sarif`.' });
}

/** Appends Markdown to the job summary. Nothing is done where there is none. */
export async function writeSummary(path: string | undefined, markdown: string): Promise<void> {
  if (path !== undefined && path !== '') await appendFile(path, markdown.endsWith('\n') ? markdown : `${markdown}\n`);
}
