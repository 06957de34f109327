import type { DispatchFact, EntryPointFact, EntryPointsFact, InputSchema } from '../../../facts/entry-points';
import type { Analysis } from '../../../flow/analyse';
import type { EntryPoint } from '../../../flow/entries/entry';
import { fileOfFn } from '../../../flow/program';
import { constantAt } from '../../../flow/literals';
import type { Schema } from '../../../flow/schema/schema';
import { byPlace, type Location } from '../../../model/location';
import type { CodeContext } from '../context';
import { bodiesOf } from './bodies';
import { uncheckedRead } from './unchecked-read';

/** The tools, resources and prompts of the program, with their schemas and handlers. */
export function entryPointsFact(context: CodeContext): EntryPointsFact {
  const { analysis } = context;
  const named = analysis.entries.filter((entry) => entry.kind === 'tool' || entry.kind === 'resource' || entry.kind === 'prompt');
  const dispatchers = analysis.entries.filter((entry) => entry.kind === 'dispatch').map((entry) => dispatchOf(analysis, entry));
  const entries = named.filter((entry) => entry.registration !== 'low-level' || entry.name !== '').map((entry) => factOf(analysis, entry, dispatchers));
  return { entries: unique(entries).sort((a, b) => byPlace(a.location, b.location)), dispatchers, bodies: bodiesOf(context) };
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
