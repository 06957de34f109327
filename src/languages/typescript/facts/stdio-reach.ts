import { functionsAt } from '../../../flow/entries/read';
import type { Analysis } from '../../../flow/analyse';
import { fileOfCall, fileOfFn } from '../../../flow/program';
import type { CodeContext } from '../context';

const STDIO = /^@modelcontextprotocol\/.*\.(StdioServerTransport|serveStdio)$/;
/** Conditions under which a program is not speaking over stdio: it serves HTTP, or answers a question about itself. */
const OTHER_MODE = /^(-h|--help|help|-v|-V|--version|version|https?|sse|streamable-?http|http-?stream|streamable|httpStream|rest|web|--http|--sse|--port|init|setup|install|login|logout|auth|config|list|update|upgrade|uninstall|remove|test|doctor|status)$/i;
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
  const starts = program.calls.flatMap((call, index) => (points.apis(index).some((path) => STDIO.test(path)) ? [call.fn] : []));
  const startFiles = program.calls.flatMap((_, index) => (points.apis(index).some((path) => STDIO.test(path)) ? [fileOfCall(program, index)?.path ?? ''] : [])).filter((path) => product.has(path));
  if (startFiles.length === 0) return undefined;
  const reach = new Map<number, string>();
  const work: number[] = [];
  const add = (unit: number, why: string): void => {
    if (reach.has(unit)) return;
    reach.set(unit, why);
    work.push(unit);
  };
  const leading = leadingTo(analysis, starts);
  for (const index of loadedFiles(analysis, startFiles)) add(-1 - index, 'when the module is loaded');
  for (const entry of analysis.entries) for (const fn of entry.handlers) add(fn, entry.kind === 'tool' && entry.name !== '' ? `in the handler of the tool \`${entry.name}\`` : `in the handler of a ${entry.kind === 'dispatch' ? 'tool call' : entry.kind}`);
  for (const fn of leading) add(fn, 'while the server starts');
  const inside = callsByUnit(analysis);
  for (let unit = work.pop(); unit !== undefined; unit = work.pop()) {
    const why = reach.get(unit) ?? '';
    const listens = (inside.get(unit) ?? []).some((call) => LISTENS.test(program.calls[call]?.name ?? '') && !leading.has(unit ?? 0));
    if (listens && unit >= 0 && !leading.has(unit)) continue;
    for (const call of inside.get(unit) ?? []) {
      const record = program.calls[call];
      if (!record || isOtherMode(record)) continue;
      for (const fn of points.targets(call)) add(fn, why);
      for (const arg of record.args) for (const fn of functionsAt(points, arg)) if (!HTTP_CALLBACKS.test(record.name) || leading.has(fn)) add(fn, why);
    }
  }
  return reach;
}

/** Whether the call stands in a branch of another mode, or in one that ends the program. */
export function isOtherMode(call: { readonly under?: readonly string[]; readonly exits?: true }): boolean {
  return call.exits === true || (call.under?.some((text) => OTHER_MODE.test(text)) ?? false);
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
  const imports = program.files.map((file) => file.flow.imports.flatMap((specifier) => {
    const found = program.resolve(file.path, specifier);
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
