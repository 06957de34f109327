import type { Change, ChangedFile, LineRange } from '../model/change';
import { GitError, ended, type Git } from './git';
import { modeOf } from './git-revision';
import { historyOf } from './history';
import { lineStarts } from './line-starts';

/** One record of `git diff-tree --raw -z`. */
export interface RawChange {
  readonly status: string;
  readonly oldOid: string;
  readonly newOid: string;
  readonly newMode: string;
  readonly path: string;
  readonly previousPath?: string;
}

/** Ends that are compared; `complete`: every commit between them is there. */
export interface Ends {
  readonly base: string;
  readonly head: string;
  readonly complete: boolean;
  readonly pullRequest?: NonNullable<Change['pullRequest']>;
}

/** More hunks text than this is not read; the files behind it count as changed as a whole. */
const MAX_PATCH_LINES = 5_000_000;
const DIFF = ['diff-tree', '-r', '-M', '--no-ext-diff', '--no-textconv', '--no-color'];

/**
 * What lies between two commits: files with status and changed lines, and the blobs that each commit adds. Read with
 * plumbing that takes no notice of the user's settings, and as text whatever an attribute of the tree says: otherwise
 * a change could hide itself with `*.ts -diff`.
 */
export async function gitChange(git: Git, ends: Ends): Promise<Change> {
  const { base, head } = ends;
  const raw = parseRaw((await git.run([...DIFF, '--raw', '-z', base, head])).toString('utf8'));
  const hunks = raw.length === 0 ? new Map<string, readonly LineRange[]>() : await readHunks(git, base, head);
  return {
    head,
    mergeBase: base,
    files: raw.map((record) => fileOf(record, hunks)),
    history: await historyOf(git, ends),
    ...(ends.pullRequest && { pullRequest: ends.pullRequest }),
  };
}

/** Records of `--raw -z`: `:oldmode newmode oldoid newoid status NUL path NUL [path NUL]`. */
export function parseRaw(output: string): readonly RawChange[] {
  const fields = output.split('\0');
  const records: RawChange[] = [];
  for (let i = 0; i < fields.length - 1;) {
    const match = /^:\d{6} (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(fields[i++] ?? '');
    if (!match) throw new GitError('diff-tree', 'It listed a change in a form that is not known.');
    const [, newMode = '', oldOid = '', newOid = '', status = ''] = match;
    const first = fields[i++] ?? '';
    const two = status === 'R' || status === 'C';
    const path = two ? fields[i++] ?? '' : first;
    records.push({ status, oldOid, newOid, newMode, path, ...(two && { previousPath: first }) });
  }
  return records;
}

const STATUS: Readonly<Record<string, ChangedFile['status']>> = {
  A: 'added', C: 'added', M: 'modified', R: 'renamed', D: 'deleted', T: 'type-changed',
};

/** A raw record as a changed file, with its lines from hunks keyed `oldoid..newoid`. */
export function fileOf(record: RawChange, hunks: ReadonlyMap<string, readonly LineRange[]>): ChangedFile {
  const status = STATUS[record.status] ?? 'modified';
  const previous = status === 'renamed' && record.previousPath !== undefined ? { previousPath: record.previousPath } : {};
  return { path: record.path, status, lines: linesOf(record, status, hunks), ...previous };
}

function linesOf(record: RawChange, status: ChangedFile['status'], hunks: ReadonlyMap<string, readonly LineRange[]>): ChangedFile['lines'] {
  // Deleted, renamed as it was, or only its mode changed: no line of head is new.
  if (status === 'deleted' || record.oldOid === record.newOid) return [];
  if (status === 'type-changed' || modeOf(record.newMode) !== 'file') return 'whole';
  return hunks.get(`${record.oldOid}..${record.newOid}`) ?? 'whole';
}

/**
 * Lines that are new at head, by `oldoid..newoid`. The pair of contents decides them, so that no path has to be taken
 * from a patch, where names are quoted in several ways.
 */
async function readHunks(git: Git, base: string, head: string): Promise<ReadonlyMap<string, readonly LineRange[]>> {
  const child = git.start([...DIFF, '-p', '-U0', '--text', '--full-index', base, head]);
  const exit = ended(child, 'diff-tree');
  exit.catch(() => undefined);
  child.stdin.end();
  const ranges = await rangesOf(lineStarts(child.stdout));
  child.kill();
  // A process that was ended because enough was read has not failed.
  if (!ranges.cut) await exit;
  return ranges.found;
}

/** Reads a patch without context lines. Only lines that a file's own text cannot begin are looked at. */
export async function rangesOf(lines: AsyncIterable<string>): Promise<{ readonly found: ReadonlyMap<string, readonly LineRange[]>; readonly cut: boolean }> {
  const found = new Map<string, LineRange[]>();
  let current: LineRange[] = [];
  let pair = '';
  let count = 0;
  for await (const line of lines) {
    if (++count > MAX_PATCH_LINES) {
      found.delete(pair);
      return { found, cut: true };
    }
    const index = /^index ([0-9a-f]+\.\.[0-9a-f]+)/.exec(line);
    if (index) {
      pair = index[1] ?? '';
      current = [];
      found.set(pair, current);
    }
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    const start = Number(hunk[1]);
    const length = Number(hunk[2] ?? '1');
    if (length > 0) current.push({ start, end: start + length - 1 });
  }
  return { found, cut: false };
}
