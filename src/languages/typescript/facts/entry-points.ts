import type { DispatchFact, EntryPointFact, EntryPointsFact, InputSchema } from '../../../facts/entry-points';
import type { Analysis } from '../../../flow/analyse';
import type { EntryPoint } from '../../../flow/entries/entry';
import { callLocation, fileOfFn } from '../../../flow/program';
import { constantAt, type Schema } from '../../../flow/schema';
import { byPlace, type Location } from '../../../model/location';
import type { CodeContext } from '../context';

/** The tools, resources and prompts of the program, with their schemas and handlers. */
export function entryPointsFact({ analysis }: CodeContext): EntryPointsFact {
  const named = analysis.entries.filter((entry) => entry.kind === 'tool' || entry.kind === 'resource' || entry.kind === 'prompt');
  const dispatchers = analysis.entries.filter((entry) => entry.kind === 'dispatch').map((entry) => dispatchOf(analysis, entry));
  const entries = named.filter((entry) => entry.registration !== 'low-level' || entry.name !== '').map((entry) => factOf(analysis, entry, dispatchers));
  return { entries: unique(entries).sort((a, b) => byPlace(a.location, b.location)), dispatchers };
}

/** Compiled and bundled code may register the same tool in two forms of a module. */
function unique(entries: readonly EntryPointFact[]): EntryPointFact[] {
  return [...new Map(entries.map((entry) => [`${entry.kind} ${entry.name} ${entry.location.path}:${entry.location.line}:${entry.location.column ?? 0}`, entry])).values()];
}

function factOf(analysis: Analysis, entry: EntryPoint, dispatchers: readonly DispatchFact[]): EntryPointFact {
  const lowLevel = entry.registration === 'low-level';
  return {
    kind: entry.kind === 'dispatch' || entry.kind === 'completion' ? 'tool' : entry.kind,
    name: entry.name,
    location: entry.location,
    handlers: entry.handlers.flatMap((fn) => handlerLocation(analysis, fn) ?? []),
    checked: lowLevel ? dispatchers.every((dispatcher) => dispatcher.unchecked === undefined) : entry.enforced && entry.schema !== undefined,
    readsInput: lowLevel ? (entry.schema?.fields?.size ?? 0) > 0 : entry.handlers.some((fn) => readsFirst(analysis, fn, entry.schema !== undefined)),
    hints: hintsOf(analysis, entry),
    hasOutputSchema: entry.outputSchema !== -1,
    ...(entry.description !== undefined && { description: entry.description }),
    ...(entry.schema && { schema: schemaOf(entry.schema) }),
  };
}

function handlerLocation(analysis: Analysis, fn: number): Location | undefined {
  const file = fileOfFn(analysis.program, fn);
  const at = analysis.program.fns[fn]?.at;
  return file && at && { path: file.path, line: at[0], column: at[1], endLine: at[2], endColumn: at[3] };
}

/** Without a schema the SDK hands the handler its context, not the caller's arguments. */
function readsFirst({ program }: Analysis, fn: number, hasSchema: boolean): boolean {
  return hasSchema && (program.fns[fn]?.params.length ?? 0) > 0;
}

function hintsOf({ points }: Analysis, entry: EntryPoint): Readonly<Record<string, boolean>> {
  const hints: Record<string, boolean> = {};
  for (const value of entry.annotations === -1 ? [] : points.of(entry.annotations)) {
    if (value.k !== 'object') continue;
    for (const [name, node] of points.members(value.node)) {
      const hint = constantAt(points, node);
      if (typeof hint === 'boolean') hints[name] = hint;
    }
  }
  return hints;
}

function schemaOf(schema: Schema): InputSchema {
  return {
    type: schema.type, open: schema.open, library: schema.library,
    fields: [...(schema.fields ?? [])].map(([name, field]) => ({ name, type: field.type, bounded: field.bounded, described: field.described })),
  };
}

/** A dispatcher that hands the arguments on, or reads members of them, without a schema's parse on the way. */
function dispatchOf(analysis: Analysis, entry: EntryPoint): DispatchFact {
  const unchecked = uncheckedRead(analysis, entry);
  return { location: entry.location, ...(unchecked && { unchecked }) };
}

const CHECKS = /^(parse|safeParse|parseAsync|safeParseAsync|validate|validateSync|validateAsync|assert|check|decode|Check|Parse|cast|is)$/;

function uncheckedRead({ program, points }: Analysis, entry: EntryPoint): Location | undefined {
  const roots = entry.inputs.filter((input) => input.path[1] === 'arguments').map((input) => input.node);
  const seen = new Set<number>();
  const work = roots.map((node) => ({ node, path: ['params', 'arguments'] as readonly string[] }));
  for (let next = work.pop(); next; next = work.pop()) {
    if (seen.has(next.node) || seen.size > 4000) continue;
    seen.add(next.node);
    const { node, path } = next;
    const [head] = path;
    for (const load of program.loads) {
      if (load.from !== node) continue;
      if (head === undefined) return locationAt(program, load.to);
      if (load.prop === head) work.push({ node: load.to, path: path.slice(1) });
    }
    for (const edge of program.assigns) if (edge.from === node) work.push({ node: edge.to, path });
    for (let index = 0; index < program.calls.length; index++) {
      const call = program.calls[index];
      const arg = call?.args.indexOf(node) ?? -1;
      if (!call || arg === -1 || (head === undefined && CHECKS.test(call.name))) continue;
      const targets = points.targets(index);
      for (const fn of targets) {
        const param = program.fns[fn]?.params[arg];
        if (param !== undefined) work.push({ node: param, path });
      }
    }
  }
  return undefined;
}

function locationAt(program: Analysis['program'], node: number): Location | undefined {
  const file = program.files.find((each) => node >= each.nodes && node < each.nodes + each.flow.owners.length);
  if (!file) return undefined;
  const local = node - file.nodes;
  return { path: file.path, line: file.flow.positions[2 * local] ?? 1, column: file.flow.positions[2 * local + 1] ?? 1 };
}

/** Where a call stands; for facts that speak of calls. */
export function placeOfCall(analysis: Analysis, call: number): Location {
  return callLocation(analysis.program, call);
}
