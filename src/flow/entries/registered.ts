import { NO_NODE, type NodeId } from '../../model/flow-graph';
import { callLocation } from '../program';
import { originalOf } from '../way-back';
import type { EntryPoint } from './entry';
import { arrivals } from './handlers';
import { addedTools } from './objects';
import { argumentsOf, functionsAt, isDescription, memberOf, textAt, type Sight } from './read';
import { tableTools } from './tables';
import { toolOf, type ToolParts } from './tool';

/** `registerTool(name, config, handler)` and the deprecated `tool(name, description?, schema?, annotations?, handler)`. */
export function registeredTools(sight: Sight, index: number): EntryPoint[] {
  const { program, points } = sight;
  const call = program.calls[index];
  const args = argumentsOf(sight, index);
  if (!call || args.length === 0) return [];
  if (isDescription(sight, args[0] ?? NO_NODE)) return addedTools(sight, index, args[1]);
  if (args.length < 2) return [];
  const parts = call.name === 'registerTool' || args !== call.args ? configured(sight, args) : positional(sight, args);
  const runs = functionsAt(points, parts.handler).length > 0;
  if (!runs && points.of(parts.name).every((value) => value.k !== 'const')) return [];
  const lifted = wrapped(sight, index, parts);
  if (lifted.length > 0) return lifted;
  const rows = tableTools(sight, parts);
  if (rows.length > 0) return rows;
  if (call.name === 'tool' && textAt(points, parts.name) === undefined && !runs) return [];
  return [toolOf(sight, parts, { location: callLocation(program, index), registration: 'high-level', enforced: true })];
}

function configured(sight: Sight, args: readonly NodeId[]): ToolParts {
  const [name = NO_NODE, config = NO_NODE, handler = NO_NODE] = args;
  return {
    name, handler, description: memberOf(sight, config, 'description'), schema: memberOf(sight, config, 'inputSchema', 'parameters'),
    annotations: memberOf(sight, config, 'annotations'), outputSchema: memberOf(sight, config, 'outputSchema'), config,
  };
}

function positional(sight: Sight, args: readonly NodeId[]): ToolParts {
  const { points } = sight;
  const [name = NO_NODE, ...rest] = args;
  // The handler stands last, save where options follow it.
  const handler = [...rest].reverse().find((node) => functionsAt(points, node).length > 0) ?? rest[rest.length - 1] ?? NO_NODE;
  const middle = rest.filter((node) => node !== handler);
  const description = middle.find((node) => points.of(node).some((value) => value.k === 'const' && typeof value.value === 'string')) ?? NO_NODE;
  const objects = middle.filter((node) => node !== description && node !== NO_NODE);
  const isHints = (node: NodeId): boolean => memberOf(sight, node, 'readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint', 'title') !== NO_NODE && points.of(node).every((value) => value.k === 'object');
  const annotations = objects.find(isHints) ?? NO_NODE;
  return { name, description, handler, annotations, outputSchema: NO_NODE, schema: objects.find((node) => node !== annotations) ?? NO_NODE };
}

/**
 * A function of the program's own that registers what it is given: each of its calls is a registration, since one
 * handler must not be mixed up with another.
 */
function wrapped(sight: Sight, index: number, parts: ToolParts): EntryPoint[] {
  const { program, points } = sight;
  const call = program.calls[index];
  const wrapper = call && call.fn >= 0 ? program.fns[call.fn] : undefined;
  if (!call || !wrapper) return [];
  const nameParam = paramOf(sight, call.fn, parts.name);
  const schemaParam = paramOf(sight, call.fn, parts.schema);
  const handlerParam = wrapper.params.findIndex((param) => functionsAt(points, param).length > 0);
  if (nameParam === -1 || handlerParam === -1) return [];
  const outer = functionsAt(points, parts.handler);
  return points.callers(call.fn).map((site) => {
    const args = program.calls[site]?.args ?? [];
    const at = (param: number): NodeId => (param === -1 ? NO_NODE : (args[param] ?? NO_NODE));
    const given = new Set(functionsAt(points, at(handlerParam)));
    const inner = outer.filter((fn) => !given.has(fn)).flatMap((fn) => arrivals(sight, fn, 0, given));
    const own = { ...parts, name: at(nameParam), schema: schemaParam === -1 ? parts.schema : at(schemaParam), handler: at(handlerParam), description: at(paramOf(sight, call.fn, parts.description)) };
    return toolOf(sight, own, { location: callLocation(program, site), registration: 'high-level', enforced: true, ...(inner.length > 0 && { arrivals: inner }) });
  });
}

function paramOf({ program }: Sight, fn: number, node: NodeId): number {
  if (node === NO_NODE) return -1;
  return program.fns[fn]?.params.indexOf(originalOf(program, node)) ?? -1;
}
