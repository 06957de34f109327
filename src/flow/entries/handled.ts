import { NO_NODE, type NodeId } from '../../model/flow-graph';
import { callLocation } from '../program';
import { schemaAt } from '../schema/read';
import type { EntryPoint } from './entry';
import { offered } from './offered';
import { argumentsOf, functionsAt, isDescription, memberOf, textAt, type Sight } from './read';

/** `registerResource(name, uri, config, handler)`, `registerPrompt(name, config, handler)` and their deprecated forms. */
export function handledCall(sight: Sight, index: number, kind: 'resource' | 'prompt'): EntryPoint[] {
  const { program, points } = sight;
  const call = program.calls[index];
  const args = argumentsOf(sight, index);
  const handlers = functionsAt(points, args[args.length - 1] ?? NO_NODE);
  if (!call) return [];
  if (handlers.length === 0 || isDescription(sight, args[0] ?? NO_NODE)) return offered(sight, index, kind);
  const name = textAt(points, args[0] ?? NO_NODE) ?? '';
  const addresses = points.of(args[1] ?? NO_NODE);
  const fixed = kind === 'resource' && addresses.length > 0 && addresses.every((value) => value.k === 'const');
  const schemaNode = kind === 'prompt' ? promptSchema(sight, args) : NO_NODE;
  const schema = schemaNode === NO_NODE ? undefined : schemaAt(program, points, schemaNode);
  const params = handlers.flatMap((fn) => (program.fns[fn]?.params ?? []).slice(0, kind === 'resource' ? 2 : 1));
  const note = kind === 'resource' ? `URI of resource \`${name}\`` : `arguments of prompt \`${name}\``;
  return [{
    kind, registration: 'high-level', name, location: callLocation(program, index), handlers, schema, enforced: true, annotations: NO_NODE, outputSchema: NO_NODE,
    // A resource with a fixed address is only ever asked for by that address.
    inputs: fixed || (kind === 'prompt' && schema === undefined) ? [] : params.map((node) => ({ node, path: [], note })),
  }];
}

function promptSchema(sight: Sight, args: readonly NodeId[]): NodeId {
  const configured = memberOf(sight, args[1] ?? NO_NODE, 'argsSchema');
  if (configured !== NO_NODE) return configured;
  return args.slice(1, -1).find((node) => sight.points.of(node).some((value) => value.k === 'object' || value.k === 'api')) ?? NO_NODE;
}
