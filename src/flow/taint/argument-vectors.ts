import { ELEMENT, NO_NODE, type Call, type NodeId } from '../../model/flow-graph';
import { valuesAt } from '../constant-tests';
import type { PointsTo } from '../points-to/result';
import type { Program } from '../program';
import { wayBack } from '../way-back';
import type { SinkSite } from './sinks';

const SPAWNERS = /^(child_process\.(spawn|spawnSync|execFile|execFileSync|fork)|execa(\.(sync|execaSync|execaNode))?|cross-spawn(\.(spawn|sync))?|node-pty\.spawn|tinyexec\.(x|exec)|nano-spawn|Bun\.spawn(Sync)?|Deno\.Command)$/;
const SHELLS = /(^|[/\\])(sh|bash|zsh|dash|ksh|ash|fish|cmd|cmd\.exe|powershell|powershell\.exe|pwsh|pwsh\.exe)$/i;
const JOINING = /(^|[/\\])(cmd|powershell|pwsh)(\.exe)?$/i;
const COMMAND_OPTION = /^(-c|-lc|-ic|-ec|-cx|\/c|\/C|\/s|-Command|-command|-EncodedCommand|--command|-e)$/;
/** Interpreters whose option takes program text. */
const INTERPRETERS = /(^|[/\\])(node|python3?|ruby|perl|php|deno|bun|osascript|Rscript|lua)(\.exe)?$/i;
/** Programs whose options write files, read others or run commands (gtfobins). */
const DANGEROUS_OPTIONS = /(^|[/\\])(git|hg|svn|ssh|scp|sftp|rsync|curl|wget|tar|zip|unzip|7z|find|kubectl|helm|docker|podman|terraform|npm|npx|pnpm|yarn|pip3?|mvn|gradle|make|rg|ripgrep|grep|sed|awk|gawk|man|less|ffmpeg|convert|magick|openssl|psql|mysql|mysqldump|sqlite3|gcc|g\+\+|cargo|go|dotnet|aws|gcloud|youtube-dl|yt-dlp|wkhtmltopdf|pandoc|chromium|google-chrome)(\.exe)?$/i;
/** Programs whose options change what they do, and run no command and write no file of the caller's choice. */
const OTHER_OPTIONS = /(^|[/\\])(adb|az|fastboot|gh|idb|simctl|xcodebuild|xcrun)(\.exe)?$/i;

/** Options of these programs that take no value, so that what follows them is a position of its own. */
const FLAGS: readonly { readonly program: RegExp; readonly option: RegExp }[] = [
  { program: /(^|[/\\])git(\.exe)?$/i, option: /^(-[afnpqv]|--(all|bare|cached|force|ff-only|hard|heads|mirror|name-only|name-status|no-checkout|no-pager|no-edit|oneline|porcelain|prune|quiet|recurse-submodules|recursive|short|single-branch|soft|stat|tags|verbose|verify))$/ },
  { program: /(^|[/\\])(rsync|scp)$/i, option: /^-[DPRaghlnoprtuvz]+$|^--(archive|compress|delete|recursive|verbose)$/ },
  { program: /(^|[/\\])(curl|wget)(\.exe)?$/i, option: /^-[ILSfgiknqsv]+$|^--(silent|location|insecure|fail|quiet|compressed)$/ },
  { program: /(^|[/\\])(ssh|docker|podman|npm|npx|pnpm|yarn|pip3?)(\.exe)?$/i, option: /^(-[ADNTadfgiqtvy]+|--(rm|save|save-dev|global|detach|interactive|tty|yes|quiet))$/ },
  { program: /(^|[/\\])(zip|unzip|rg|ripgrep|grep)(\.exe)?$/i, option: /^-[EHLRijlnoqrvw]+$/ },
];

/**
 * Sinks of calls that start a program with a list of arguments: text for a shell behind `-c`, program text behind an
 * interpreter's option, and positions that the program would read as an option.
 */
export function findArgumentVectors(program: Program, points: PointsTo, call: Call, index: number, apis: readonly string[]): SinkSite[] {
  const spawner = apis.some((path) => SPAWNERS.test(path));
  const [first = NO_NODE, second = NO_NODE] = call.args;
  if (spawner) return spawnsOf(program, points, first, second).flatMap((spawn) => spawnSites(program, points, call, index, spawn));
  const sites: SinkSite[] = [];
  // A shell with its command, handed as one list to whatever runs it: `exec(namespace, pod, ['sh', '-c', command])`.
  if (/exec|run|spawn|command|start/i.test(call.name)) for (const arg of call.args) for (const elements of vectorsAt(program, points, arg)) shellInList(elements, points, adder(sites, call, index, arg, false));
  return sites;
}

function adder(sites: SinkSite[], call: Call, index: number, list: NodeId, doubtful: boolean): Add {
  return (kind, element, note) => {
    sites.push({ kind, node: list, path: [element.prop], call: index, store: -1, note, deep: false, warn: kind === 'argument-injection' && doubtful, callee: call.name, ...(element.node !== NO_NODE && { via: element.node }) });
  };
}

/** A program and its list of arguments, as one caller gives them. */
export interface Spawn {
  readonly program: NodeId;
  readonly list: NodeId;
}

/** How many helpers around a spawner are looked through. */
const HELPERS = 3;

/** What a spawner is given; in a helper that is handed both program and list, what each of its callers hands it, since one caller's list is not another's. */
export function spawnsOf(program: Program, points: PointsTo, first: NodeId, second: NodeId, depth = 0): Spawn[] {
  const own: Spawn[] = [{ program: first, list: second }];
  const [name, list] = [paramOf(program, first), paramOf(program, second)];
  if (!name || !list || name.fn !== list.fn || depth >= HELPERS) return own;
  const callers = points.callers(name.fn).flatMap((caller) => {
    const call = program.calls[caller];
    return call && (call.spread === undefined || call.spread > Math.max(name.index, list.index)) ? [call] : [];
  });
  if (callers.length === 0) return own;
  return callers.flatMap((call) => spawnsOf(program, points, call.args[name.index] ?? NO_NODE, call.args[list.index] ?? NO_NODE, depth + 1));
}

/** The parameter that a node is, through variables. */
function paramOf(program: Program, node: NodeId): { readonly fn: number; readonly index: number } | undefined {
  for (const at of wayBack(program, node)) {
    const origin = program.origins[at];
    if (origin?.k === 'param' && origin.rest !== true && program.fns[origin.fn]?.params[origin.index] === at) return origin;
  }
  return undefined;
}

function spawnSites(program: Program, points: PointsTo, call: Call, index: number, spawn: Spawn): SinkSite[] {
  const programs = constants(points, spawn.program);
  if (programs.length === 0) return [];
  const sites: SinkSite[] = [];
  const dangerous = programs.filter((name) => DANGEROUS_OPTIONS.test(name));
  const optioned = hasShell(points, call) ? [] : dangerous.length > 0 ? dangerous : programs.filter((name) => OTHER_OPTIONS.test(name));
  const names = programs.filter((name) => SHELLS.test(name) || INTERPRETERS.test(name));
  // Where the spawner itself is given the list, so that tests of it on the way count.
  const given = call.args[1] ?? NO_NODE;
  const add = adder(sites, call, index, given, dangerous.length === 0);
  for (const elements of vectorsAt(program, points, spawn.list)) {
    if (names.length > 0) commandElements(elements, points, names, add);
    if (optioned.length > 0) optionElements(program, elements, points, optioned, add);
  }
  // Text cut at white space becomes any number of arguments, and so does a list that was given as a whole.
  const whole: Element = { node: spawn.list === given ? NO_NODE : spawn.list, prop: ELEMENT };
  if (optioned.length > 0 && isSplit(program, spawn.list)) add('argument-injection', whole, 'the arguments of a program, cut at white space');
  else if (optioned.length > 0 && isForeignList(points, spawn.list)) add('argument-injection', whole, 'the arguments of a program');
  return sites;
}

/** With a shell, an argument is part of a command line, and that is worse. */
function hasShell(points: PointsTo, call: Call): boolean {
  return valuesAt(points, call.args[2] ?? NO_NODE, ['shell']).some((value) => value.k === 'const' && value.value === true);
}

/** An element of a list, and the name it has there; of a list in a list that is spread out, the inner list. */
interface Element {
  readonly node: NodeId;
  readonly prop: string;
}

/** How far lists are followed that are put together from other lists. */
const NESTED = 3;

/** Lists that a node may be, with their elements in order: array literals, what is pushed to them, and lists put together. */
function vectorsAt(program: Program, points: PointsTo, node: NodeId, depth = 0): (readonly Element[])[] {
  if (node === NO_NODE || depth > NESTED) return [];
  return points.of(node).flatMap((value) => {
    if (value.k !== 'object') return [];
    if (program.origins[value.node]?.k === 'array') return [[...literalElements(program, points, value.node, depth), ...pushed(program, points, value.node)]];
    const made = program.calls[program.callByResult.get(value.node) ?? -1];
    return made?.name === 'concat' ? [[made.recv, ...made.args].flatMap((list) => joined(program, points, list, depth + 1))] : [];
  });
}

function literalElements(program: Program, points: PointsTo, array: NodeId, depth: number): Element[] {
  const literal = program.initStores.get(array) ?? [];
  const numbered = literal.filter((store) => /^\d+$/.test(store.prop)).sort((a, b) => Number(a.prop) - Number(b.prop));
  const behind = literal.filter((store) => store.prop === ELEMENT);
  return [...numbered.map((store) => ({ node: store.from, prop: store.prop })), ...(program.spreadsByTarget.get(array) ?? []).flatMap((from) => joined(program, points, from, depth + 1)), ...behind.map((store) => ({ node: store.from, prop: ELEMENT }))];
}

/** An operand of `concat`, or what is spread out: the elements of a list, or the operand itself. */
function joined(program: Program, points: PointsTo, node: NodeId, depth: number): Element[] {
  const [list] = [...vectorsAt(program, points, node, depth)].sort((a, b) => b.length - a.length);
  return (list ?? [{ node, prop: ELEMENT }]).map((element) => ({ node: element.node, prop: ELEMENT }));
}

const PUSHES = new WeakMap<PointsTo, ReadonlyMap<NodeId, readonly Element[]>>();

/** What is pushed to a list, in the order of the text. */
function pushed(program: Program, points: PointsTo, array: NodeId): readonly Element[] {
  let byList = PUSHES.get(points);
  if (!byList) PUSHES.set(points, (byList = pushesOf(program, points)));
  return byList.get(array) ?? [];
}

function pushesOf(program: Program, points: PointsTo): ReadonlyMap<NodeId, readonly Element[]> {
  const byList = new Map<NodeId, Element[]>();
  for (const call of program.calls) {
    if (call.name !== 'push' || call.recv === NO_NODE) continue;
    for (const value of points.of(call.recv)) {
      if (value.k !== 'object' || program.origins[value.node]?.k !== 'array') continue;
      const known = byList.get(value.node) ?? [];
      byList.set(value.node, [...known, ...call.args.map((node) => ({ node, prop: ELEMENT }))]);
    }
  }
  return byList;
}

/** Whether nothing of the program made the list. */
function isForeignList(points: PointsTo, node: NodeId): boolean {
  return node !== NO_NODE && !points.of(node).some((value) => value.k === 'object' || value.k === 'const' || value.k === 'fn');
}

function constants(points: PointsTo, node: NodeId): string[] {
  return node === NO_NODE ? [] : points.of(node).flatMap((value) => (value.k === 'const' && typeof value.value === 'string' ? [value.value] : []));
}

/** Adds a sink for one element of a list, at its place in the list that the call is given, so that tests of the list on the way count. */
type Add = (kind: SinkSite['kind'], element: Element, note: string) => void;

function commandElements(elements: readonly Element[], points: PointsTo, programs: readonly string[], add: Add): void {
  const shell = programs.some((name) => SHELLS.test(name));
  const joins = programs.some((name) => JOINING.test(name));
  const option = elements.findIndex((element) => constants(points, element.node).some((text) => COMMAND_OPTION.test(text)));
  if (option === -1) return;
  const behind = elements.slice(option + 1);
  // The shells of Windows join all that follows; the others take one script, and what follows it are its arguments.
  const script = behind.findIndex((element) => !constants(points, element.node).some((text) => text.startsWith('-')));
  behind.forEach((element, i) => {
    if (joins || i === script) add(shell ? 'command-injection' : 'code-injection', element, shell ? 'a shell command' : 'the text of a program');
  });
}

function shellInList(elements: readonly Element[], points: PointsTo, add: Add): void {
  const [shell, option, command] = elements;
  if (shell === undefined || option === undefined || command === undefined) return;
  // The shell may be the caller's choice with a default; the option behind it gives it away.
  if (constants(points, shell.node).some((text) => SHELLS.test(text)) && constants(points, option.node).some((text) => COMMAND_OPTION.test(text))) add('command-injection', command, 'a shell command');
}

/** A position that the program reads as an option when the text begins with a dash: not behind `--`, and not the value of an option. */
function optionElements(program: Program, elements: readonly Element[], points: PointsTo, programs: readonly string[], add: Add): void {
  const flag = (text: string): boolean => FLAGS.some((each) => each.option.test(text) && programs.some((name) => each.program.test(name)));
  for (const [i, element] of elements.entries()) {
    const texts = constants(points, element.node);
    if (texts.some((text) => text === '--' || text === '--end-of-options')) return;
    const before = elements[i - 1];
    const valueOfOption = before !== undefined && constants(points, before.node).some((text) => /^-{1,2}[A-Za-z]/.test(text) && !text.includes('=') && !flag(text));
    // A text that only stands in for a value that is missing says nothing of the values that are there.
    if (program.origins[element.node]?.k !== 'const' && !valueOfOption) add('argument-injection', element, 'a position where the program reads options');
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
