import { NO_NODE, type Call, type NodeId } from '../../model/flow-graph';
import type { PointsTo } from '../points-to';
import type { Program } from '../program';
import type { SinkSite } from './sinks';

const SPAWNERS = /^(child_process\.(spawn|spawnSync|execFile|execFileSync|fork)|execa(\.(sync|execaSync|execaNode))?|cross-spawn(\.(spawn|sync))?|node-pty\.spawn|tinyexec\.(x|exec)|nano-spawn|Bun\.spawn(Sync)?|Deno\.Command)$/;
const SHELLS = /(^|[/\\])(sh|bash|zsh|dash|ksh|ash|fish|cmd|cmd\.exe|powershell|powershell\.exe|pwsh|pwsh\.exe)$/i;
const COMMAND_OPTION = /^(-c|-lc|-ic|-ec|-cx|\/c|\/C|\/s|-Command|-command|-EncodedCommand|--command|-e)$/;
/** Interpreters whose option takes program text. */
const INTERPRETERS = /(^|[/\\])(node|python3?|ruby|perl|php|deno|bun|osascript|Rscript|lua)(\.exe)?$/i;
/** Programs whose options write files, read others or run commands (gtfobins). */
const DANGEROUS_OPTIONS = /(^|[/\\])(git|hg|svn|ssh|scp|sftp|rsync|curl|wget|tar|zip|unzip|7z|find|kubectl|helm|docker|podman|terraform|npm|npx|pnpm|yarn|pip3?|mvn|gradle|make|rg|ripgrep|grep|sed|awk|gawk|man|less|ffmpeg|convert|magick|openssl|psql|mysql|mysqldump|sqlite3|gcc|g\+\+|cargo|go|dotnet|aws|gcloud|az|gh|adb|xcodebuild|xcrun|youtube-dl|yt-dlp|wkhtmltopdf|pandoc|chromium|google-chrome)(\.exe)?$/i;

/**
 * Sinks of calls that start a program with a list of arguments: text for a shell behind `-c`, program text behind an
 * interpreter's option, and positions that the program would read as an option.
 */
export function findArgumentVectors(program: Program, points: PointsTo, call: Call, index: number, apis: readonly string[]): SinkSite[] {
  const spawner = apis.some((path) => SPAWNERS.test(path));
  const [first = NO_NODE, second = NO_NODE] = call.args;
  const sites: SinkSite[] = [];
  const site = (kind: SinkSite['kind'], node: NodeId, path: readonly string[], note: string, via?: NodeId): void => {
    sites.push({ kind, node, path, call: index, store: -1, note, deep: false, warn: false, callee: call.name, ...(via !== undefined && { via }) });
  };
  const at = (list: NodeId): Add => (kind, element, position, note) => { site(kind, list, [String(position)], note, element); };
  const programs = constants(points, first);
  if (spawner && programs.length > 0) {
    for (const { elements, open } of vectorsAt(program, points, second)) {
      const names = programs.filter((name) => SHELLS.test(name) || INTERPRETERS.test(name));
      if (names.length > 0) commandElements(elements, points, names.some((name) => SHELLS.test(name)), at(second));
      if (programs.some((name) => DANGEROUS_OPTIONS.test(name)) && !open) optionElements(elements, points, at(second));
    }
    // Text cut at white space becomes any number of arguments.
    if (programs.some((name) => DANGEROUS_OPTIONS.test(name)) && isSplit(program, second)) site('argument-injection', second, ['[]'], 'the arguments of a program, cut at white space');
  }
  // A shell with its command, handed as one list to whatever runs it: `exec(namespace, pod, ['sh', '-c', command])`.
  if (!spawner && /exec|run|spawn|command|start/i.test(call.name)) for (const arg of call.args) for (const { elements } of vectorsAt(program, points, arg)) shellInList(elements, points, at(arg));
  return sites;
}

interface Vector {
  readonly elements: readonly NodeId[];
  /** More elements may stand before or between these. */
  readonly open: boolean;
}

/** Array literals that a node may be, with their elements in order. */
function vectorsAt(program: Program, points: PointsTo, node: NodeId): Vector[] {
  if (node === NO_NODE) return [];
  return points.of(node).flatMap((value) => {
    if (value.k !== 'object' || program.origins[value.node]?.k !== 'array') return [];
    const literal = program.initStores.get(value.node) ?? [];
    const elements: NodeId[] = [];
    for (const store of literal) if (/^\d+$/.test(store.prop)) elements[Number(store.prop)] = store.from;
    return [{ elements, open: false }];
  });
}

function constants(points: PointsTo, node: NodeId): string[] {
  return node === NO_NODE ? [] : points.of(node).flatMap((value) => (value.k === 'const' && typeof value.value === 'string' ? [value.value] : []));
}

/** Adds a sink for one element of a list, at its position in the list that the call is given, so that tests of the list on the way count. */
type Add = (kind: SinkSite['kind'], element: NodeId, position: number, note: string) => void;

function commandElements(elements: readonly NodeId[], points: PointsTo, shell: boolean, add: Add): void {
  elements.forEach((element, i) => {
    const before = elements.slice(0, i).some((other) => constants(points, other).some((text) => COMMAND_OPTION.test(text)));
    if (before) add(shell ? 'command-injection' : 'code-injection', element, i, shell ? 'a shell command' : 'the text of a program');
  });
}

function shellInList(elements: readonly NodeId[], points: PointsTo, add: Add): void {
  const [shell, option, command] = elements;
  if (shell === undefined || option === undefined || command === undefined) return;
  // The shell may be the caller's choice with a default; the option behind it gives it away.
  if (constants(points, shell).some((text) => SHELLS.test(text)) && constants(points, option).some((text) => COMMAND_OPTION.test(text))) add('command-injection', command, 2, 'a shell command');
}

/** A position that the program reads as an option when the text begins with a dash: not behind `--`, and not the value of an option. */
function optionElements(elements: readonly NodeId[], points: PointsTo, add: Add): void {
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i];
    if (element === undefined) continue;
    const texts = constants(points, element);
    if (texts.some((text) => text === '--' || text === '--end-of-options')) return;
    const before = i > 0 ? elements[i - 1] : undefined;
    const valueOfOption = before !== undefined && constants(points, before).some((text) => /^-{1,2}[A-Za-z]/.test(text) && !text.includes('='));
    if (texts.length === 0 && !valueOfOption) add('argument-injection', element, i, 'a position where the program reads options');
  }
}

/** Whether the node is the result of `text.split(' ')`, or the rest of one. */
function isSplit(program: Program, node: NodeId, depth = 0): boolean {
  if (depth > 4 || node === NO_NODE) return false;
  const made = program.callByResult.get(node);
  if (made !== undefined && program.calls[made]?.name === 'split') return true;
  const from = [...(program.assignsByTarget.get(node) ?? []), ...(program.spreadsByTarget.get(node) ?? [])];
  return from.some((each) => isSplit(program, each, depth + 1));
}
