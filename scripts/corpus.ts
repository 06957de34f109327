import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { argv, memoryUsage, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { FLOW_KINDS } from '../src/checklist/finding-kinds';
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

const FORMATS = ['text', 'json', 'sarif'] as const;
type Format = (typeof FORMATS)[number];

interface Request {
  readonly folder: string;
  readonly format: Format;
  readonly allFiles: boolean;
  readonly output?: string;
}

const USAGE = 'Usage: npm run corpus -- <folder> [--format text|json|sarif] [--all-files] [--output file]';

/** Reads the command line. Throws on one that cannot be understood. */
function requestOf(args: readonly string[]): Request {
  const { values, positionals } = parseArgs({
    args: [...args], allowPositionals: true,
    options: { format: { type: 'string', default: 'text' }, 'all-files': { type: 'boolean', default: false }, output: { type: 'string' } },
  });
  const [folder, ...others] = positionals;
  const format = FORMATS.find((each) => each === values.format);
  if (folder === undefined || others.length > 0 || format === undefined) throw new Error('It takes one folder and one of the formats.');
  return { folder: resolve(folder), format, allFiles: values['all-files'], ...(values.output !== undefined && { output: resolve(values.output) }) };
}

/** Tests, examples and tools count as product code, and values of all strangers are followed; only what others wrote stays out. */
const everything: Readers = {
  ...READERS,
  link: (files, options, history) => READERS.link(files.map((file): FileFacts => (file.kind === 'vendored' ? file : { ...file, kind: 'product' })), { ...options, allFiles: true }, history),
};

const FLOW_CONTROLS = new Set<string>(Object.values(FLOW_KINDS).map(({ control }) => control));

/** The controls, with those of flows over whatever they are given: a library has neither tools nor routes, and its callers may hand on anything. */
const AUDITED = Object.fromEntries(Object.entries(CONTROLS).map(([id, subject]) => [id, subject !== 'not-examined' && FLOW_CONTROLS.has(id) ? { ...subject, applies: 'always' } : subject])) as typeof CONTROLS;

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
  const { findings } = compareVerdicts(judgeAll(AUDITED, sight.facts), undefined);
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
  const rendered: Readonly<Record<Format, () => string>> = {
    text: () => summary(run, started),
    json: () => `${stableStringify(run.findings, 2)}\n`,
    sarif: () => `${renderSarif(run.card)}\n`,
  };
  const text = rendered[request.format]();
  if (request.output === undefined) stdout.write(text);
  else writeFileSync(request.output, text);
}

main().catch((error: unknown) => {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 2;
});
