import { functionsAt } from '../../../flow/entries/read';
import type { Analysis } from '../../../flow/analyse';
import { fileOfCall, fileOfFn } from '../../../flow/program';
import type { CodeContext } from '../context';

const STDIO = /^@modelcontextprotocol\/.*\.(StdioServerTransport|serveStdio)$/;
/** Conditions under which a program is not speaking over stdio: it serves HTTP, or answers a question about itself. */
const OTHER_MODE = /^(-h|--help|help|-v|-V|--version|version|https?|sse|streamable-?http|http-?stream|streamable|httpStream|rest|web|--?(?:https?|sse|port|remote|serve|web|streamable(?:-?http)?|verify|check|setup|init|install|login|logout|auth|configure|config|list|list-tools|print-config|doctor|status|test|update|upgrade|uninstall|generate|schema|whoami|info|clear|reset)|!(?:--?)?stdio|init|setup|install|login|logout|auth|config|list|update|upgrade|uninstall|remove|test|doctor|status)$/i;
/** Functions given to these run only in a server that listens, or in a command of their own. */
const HTTP_CALLBACKS = /^(listen|serve|createServer|get|post|put|delete|patch|all|use|route|on|once|action|command|handler|callback|exit|SIGINT|SIGTERM)$/;
const LISTENS = /^(listen|serve|fetch)$/;

/** Why a function may run while the server speaks the protocol on standard output; by function, -1 - file for module level. */
export type StdioReach = ReadonlyMap<number, string>;

/**
 * The functions that may run in a server that speaks over stdio: from the modules that lead to where its transport is
 * made, and from its handlers, along calls and callbacks, leaving out the branches of other modes.
 */
export function stdioReach({ analysis, product }: CodeContext): StdioReach | undefined {
  const { program, points } = analysis;
  const starts = program.calls.flatMap((call, index) => (points.apis(index).some((path) => STDIO.test(path)) && product.has(fileOfCall(program, index)?.path ?? '') ? [{ fn: call.fn, index }] : []));
  if (starts.length === 0) return undefined;
  const leading = leadingTo(analysis, starts.map(({ fn }) => fn));
  const reach = firstUnits(analysis, leading, starts.map(({ index }) => fileOfCall(program, index)?.path ?? ''));
  const inside = callsByUnit(analysis);
  const work = [...reach.keys()];
  for (let unit = work.pop(); unit !== undefined; unit = work.pop()) {
    for (const fn of runBy(analysis, leading, inside.get(unit) ?? [], unit)) {
      if (reach.has(fn)) continue;
      reach.set(fn, reach.get(unit) ?? '');
      work.push(fn);
    }
  }
  return reach;
}

/** Where a server that speaks over stdio begins to run: its modules, its handlers, and what leads to its transport. */
function firstUnits(analysis: Analysis, leading: ReadonlySet<number>, startFiles: readonly string[]): Map<number, string> {
  const units = new Map<number, string>();
  for (const fn of leading) units.set(fn, 'while the server starts');
  for (const entry of analysis.entries) {
    const what = entry.kind === 'tool' && entry.name !== '' ? `the tool \`${entry.name}\`` : `a ${entry.kind === 'dispatch' ? 'tool call' : entry.kind}`;
    for (const fn of entry.handlers) units.set(fn, `in the handler of ${what}`);
  }
  for (const index of loadedFiles(analysis, startFiles)) units.set(-1 - index, 'when the module is loaded');
  return units;
}

/** Functions that a unit runs: those it calls, and those it hands to something that calls them in this mode. */
function runBy({ program, points }: Analysis, leading: ReadonlySet<number>, calls: readonly number[], unit: number): number[] {
  const listens = calls.some((call) => LISTENS.test(program.calls[call]?.name ?? ''));
  if (listens && unit >= 0 && !leading.has(unit)) return [];
  return calls.flatMap((call) => {
    const record = program.calls[call];
    if (!record || isOtherMode(record)) return [];
    const handed = record.args.flatMap((arg) => functionsAt(points, arg)).filter((fn) => !HTTP_CALLBACKS.test(record.name) || leading.has(fn));
    return [...points.targets(call), ...handed];
  });
}

/** Whether the call stands in a branch of another mode, or in one that ends the program. */
export function isOtherMode(call: { readonly under?: readonly string[]; readonly exits?: true }): boolean {
  return call.exits === true || (call.under?.some((text) => text.split('|').every((option) => OTHER_MODE.test(option))) ?? false);
}

/** The unit that a call belongs to: its function, or its file's module level. */
export function unitOf({ program }: Analysis, call: number): number {
  const fn = program.calls[call]?.fn ?? -1;
  if (fn >= 0) return fn;
  const file = fileOfCall(program, call);
  return file ? -1 - program.files.indexOf(file) : -1;
}

function callsByUnit(analysis: Analysis): ReadonlyMap<number, readonly number[]> {
  const inside = new Map<number, number[]>();
  analysis.program.calls.forEach((_, index) => {
    const unit = unitOf(analysis, index);
    const known = inside.get(unit);
    if (known) known.push(index);
    else inside.set(unit, [index]);
  });
  return inside;
}

/** Functions from which the making of the transport is reached by calls. */
function leadingTo({ program, points }: Analysis, starts: readonly number[]): ReadonlySet<number> {
  const leading = new Set<number>(starts.filter((fn) => fn >= 0));
  const work = [...leading];
  for (let fn = work.pop(); fn !== undefined; fn = work.pop()) {
    const parent = program.fns[fn]?.parent ?? -1;
    for (const caller of [...points.callers(fn).map((call) => program.calls[call]?.fn ?? -1), parent]) {
      if (caller < 0 || leading.has(caller)) continue;
      leading.add(caller);
      work.push(caller);
    }
  }
  return leading;
}

/** Files whose module level runs in the server: those that lead to the transport by imports, and all that they import. */
function loadedFiles({ program }: Analysis, startFiles: readonly string[]): ReadonlySet<number> {
  const imports = program.files.map(({ path, flow }) => flow.imports.flatMap((specifier) => {
    // `case 'sse': await import('./sse.js')` loads the module in that mode alone.
    if (flow.importsUnder?.some((each) => each.specifier === specifier && isOtherMode(each)) === true) return [];
    const found = program.resolve(path, specifier);
    return found && 'file' in found ? [found.file] : [];
  }));
  const loaded = new Set(program.files.flatMap((file, index) => (startFiles.includes(file.path) ? [index] : [])));
  for (let grown = true; grown;) {
    grown = false;
    imports.forEach((targets, index) => {
      const file = program.files[index];
      if (!loaded.has(index) && file?.product && targets.some((target) => loaded.has(target))) {
        loaded.add(index);
        grown = true;
      }
    });
  }
  const work = [...loaded];
  for (let index = work.pop(); index !== undefined; index = work.pop()) {
    for (const target of imports[index] ?? []) {
      if (loaded.has(target)) continue;
      loaded.add(target);
      work.push(target);
    }
  }
  return loaded;
}

/** The file of a unit. */
export function fileOfUnit({ program }: Analysis, unit: number): string | undefined {
  return unit < 0 ? program.files[-1 - unit]?.path : fileOfFn(program, unit)?.path;
}
