import { NO_NODE, type NodeId } from '../../model/flow-graph';
import { callLocation } from '../program';
import { schemaAt } from '../schema/read';
import type { EntryPoint } from './entry';
import { firstOf, type Arrival } from './handlers';
import { functionsAt, memberOf, textAt, type Sight } from './read';
import { toolOf } from './tool';

/** The decorators of frameworks that make a method a tool, a resource or a prompt. */
const DECORATORS = /^(?:@rekog\/mcp-nest|easy-?mcp[^.]*|@nestjs-mcp\/server|mcp-use[^.]*)\.(?:decorators\.)?(Tool|Resource|ResourceTemplate|Prompt)$/;

/** `@Tool({ name, description, parameters }) method(args)`, in source or as a compiler writes it. */
export function decoratedMethods(sight: Sight): EntryPoint[] {
  const { program, points } = sight;
  return program.calls.flatMap((call, index) => {
    if (call.kind !== 'decorator') return [];
    const made = program.callByResult.get(call.callee);
    const kind = [...points.apis(made ?? index), ...points.apis(index)].flatMap((path) => DECORATORS.exec(path)?.[1] ?? [])[0];
    if (kind === undefined) return [];
    const options = made === undefined ? NO_NODE : (program.calls[made]?.args[0] ?? NO_NODE);
    return functionsAt(points, call.args[0] ?? NO_NODE).flatMap((fn) => decorated(sight, index, kind, options, fn));
  });
}

function decorated(sight: Sight, index: number, kind: string, options: NodeId, fn: number): EntryPoint[] {
  const { program, points } = sight;
  const location = callLocation(program, index);
  const pick = (...names: string[]): NodeId => memberOf(sight, options, ...names);
  const name = textAt(points, pick('name')) ?? program.fns[fn]?.name ?? '';
  const given = arrivalsOf(sight, fn);
  if (kind === 'Tool') {
    const parts = { name: pick('name'), description: pick('description'), schema: pick('parameters', 'inputSchema', 'schema'), annotations: pick('annotations'), outputSchema: pick('outputSchema'), handler: NO_NODE };
    return [toolOf(sight, parts, { location, registration: 'class', enforced: true, name, arrivals: given })];
  }
  const isPrompt = kind === 'Prompt';
  const address = isPrompt ? '' : (textAt(points, pick('uriTemplate', 'uri')) ?? textAt(points, options) ?? '{}');
  const schema = pick('parameters', 'schema');
  return [{
    kind: isPrompt ? 'prompt' : 'resource', registration: 'class', name, location, handlers: [fn], enforced: true, annotations: NO_NODE, outputSchema: NO_NODE,
    schema: isPrompt && schema !== NO_NODE ? schemaAt(program, points, schema) : undefined,
    inputs: isPrompt || address.includes('{') ? given.map(({ node, path }) => ({ node, path, note: isPrompt ? `arguments of prompt \`${name}\`` : `URI of resource \`${name}\`` })) : [],
  }];
}

/** The arguments arrive in the parameter that is marked as the payload, and otherwise in the first. */
function arrivalsOf({ program, points }: Sight, fn: number): Arrival[] {
  const marked = (program.fns[fn]?.params ?? []).filter((param) => points.of(param).some((value) => value.k === 'api' && value.path === '@nestjs/microservices.Payload()'));
  return marked.length > 0 ? marked.map((node) => ({ fn, node, path: [] })) : firstOf(program, fn);
}
