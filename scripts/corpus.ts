import { resolve } from 'node:path';
import { argv, memoryUsage, stderr, stdout } from 'node:process';
import { compareVerdicts } from '../src/compare/findings';
import { configure } from '../src/configure';
import { judgeAll } from '../src/controls/judge-all';
import { CONTROLS } from '../src/controls/registry';
import type { FileFacts } from '../src/facts/file-facts';
import type { Scorecard, ScoredFinding, Subject } from '../src/model/scorecard';
import { folderRevision } from '../src/node/folder-revision';
import { stableStringify } from '../src/report/json';
import { renderSarif } from '../src/report/sarif';
import type { Sight } from '../src/review';
import { couldNotEvaluate } from '../src/review/frame';
import { lookWith, type Readers } from '../src/review/look';
import { READERS } from '../src/review/readers';

type Format = 'text' | 'json' | 'sarif';

interface Request {
  readonly folder: string;
  readonly format: Format;
  readonly allFiles: boolean;
}

const USAGE = 'Usage: npm run corpus -- <folder> [--format text|json|sarif] [--all-files]';

/** Reads the command line. Throws on one that cannot be understood. */
function requestOf(args: readonly string[]): Request {
  const at = args.indexOf('--format');
  const format = at === -1 ? 'text' : args[at + 1];
  const [folder, ...others] = args.filter((arg, index) => arg !== '--all-files' && index !== at && (at === -1 || index !== at + 1));
  if (folder === undefined || others.length > 0 || (format !== 'text' && format !== 'json' && format !== 'sarif')) throw new Error(USAGE);
  return { folder: resolve(folder), format, allFiles: args.includes('--all-files') };
}

/** Tests, examples and tools count as product code; only what others wrote stays out. */
const everything: Readers = {
  ...READERS,
  link: (files, options, history) => READERS.link(files.map((file): FileFacts => (file.kind === 'vendored' ? file : { ...file, kind: 'product' })), options, history),
};

interface Run {
  readonly sight: Sight;
  readonly findings: readonly ScoredFinding[];
  readonly card: Scorecard;
}

/** Everything that makes findings, over a folder that need be neither an MCP server nor a git repository. */
async function runOver({ folder, allFiles }: Request): Promise<Run> {
  const head = folderRevision(folder, { id: 'corpus' });
  const loaded = await configure({ head, inputs: {}, fork: false });
  if (!loaded.ok) throw new Error(loaded.faults.map((fault) => fault.message).join('\n'));
  const { configuration } = loaded;
  const subject: Subject = { head: 'corpus', workingDirectory: '', date: new Date().toISOString().slice(0, 10) };
  const sight = await lookWith(allFiles ? everything : READERS)(head, { head, subject, configuration, cache: new Map<string, FileFacts>() });
  const { findings } = compareVerdicts(judgeAll(CONTROLS, sight.facts), undefined);
  const placed = findings.filter((finding) => finding.location !== undefined);
  return { sight, findings: placed, card: { ...couldNotEvaluate({ subject, configuration, ...sight }, []), findings: placed } };
}

/** Findings per kind and per 1,000 lines, what was read, and what it cost. */
function summary({ sight, findings }: Run, started: number): string {
  const lines = sight.files.reduce((sum, file) => sum + (file.parts.code ? file.lines : 0), 0);
  const perKind = new Map<string, number>();
  for (const { kind } of findings) perKind.set(kind, (perKind.get(kind) ?? 0) + 1);
  const rows = [...perKind].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([kind, count]) => `${String(count).padStart(7)}  ${(count * 1000 / Math.max(1, lines)).toFixed(2).padStart(8)}  ${kind}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const memory = Math.round(memoryUsage().rss / 1_048_576);
  return [
    `${sight.files.length} files, ${lines} lines of code, ${seconds} s, ${memory} MiB`, '',
    '  count  per 1000  kind', ...rows, '',
    ...sight.gaps.map((gap) => `Not seen: ${gap.what}: ${gap.why}`),
    ...sight.files.flatMap((file) => file.gaps).slice(0, 50).map((gap) => `Not seen: ${gap.what}: ${gap.why}`), '',
  ].join('\n');
}

async function main(): Promise<void> {
  const started = performance.now();
  const request = requestOf(argv.slice(2));
  const run = await runOver(request);
  if (request.format === 'sarif') stdout.write(`${renderSarif(run.card)}\n`);
  else if (request.format === 'json') stdout.write(`${stableStringify(run.findings, 2)}\n`);
  else stdout.write(summary(run, started));
}

main().catch((error: unknown) => {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
