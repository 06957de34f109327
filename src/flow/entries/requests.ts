import { NO_NODE, type NodeId, type Prop } from '../../model/flow-graph';
import { callLocation } from '../program';
import { schemaAt } from '../schema/read';
import type { EntryPoint } from './entry';
import { handlersAt, type Arrival } from './handlers';
import { locationOfRow, memberOf, rowsAt, textAt, type Sight } from './read';
import { toolOf } from './tool';

interface Dispatch {
  readonly kind: EntryPoint['kind'];
  readonly paths: readonly (readonly Prop[])[];
  readonly note: string;
}

const DISPATCH: Readonly<Record<string, Dispatch>> = {
  CallTool: { kind: 'dispatch', paths: [['params', 'arguments'], ['params', 'name']], note: 'an argument of a tool call' },
  ReadResource: { kind: 'resource', paths: [['params', 'uri']], note: 'the URI of a resource' },
  GetPrompt: { kind: 'prompt', paths: [['params', 'arguments']], note: 'an argument of a prompt' },
  Complete: { kind: 'completion', paths: [['params', 'argument', 'value']], note: 'the text to complete' },
  ListTools: { kind: 'tool', paths: [], note: '' },
};

const METHODS: ReadonlyMap<string, string> = new Map([['tools/call', 'CallTool'], ['tools/list', 'ListTools'], ['resources/read', 'ReadResource'], ['prompts/get', 'GetPrompt'], ['completion/complete', 'Complete']]);

/** The low-level server: `setRequestHandler(CallToolRequestSchema, handler)` or, in the second line of the SDK, by method name. */
export function requestHandler(sight: Sight, index: number): EntryPoint[] {
  const { program } = sight;
  const call = program.calls[index];
  const arrived = handlersAt(sight, call?.args[call.args.length - 1] ?? NO_NODE);
  if (!call || arrived.length === 0) return [];
  const name = requestName(sight, call.args[0] ?? NO_NODE) ?? guessedRequest(sight, arrived);
  const dispatch = name !== undefined && Object.hasOwn(DISPATCH, name) ? DISPATCH[name] : undefined;
  if (!dispatch) return name === undefined && call.args.length === 3 ? ownMethod(sight, index, arrived) : [];
  const handlers = [...new Set(arrived.map(({ fn }) => fn))];
  if (isBundledServer(sight, handlers)) return [];
  if (name === 'ListTools') return listedTools(sight, handlers);
  const inputs = arrived.filter(({ node }) => node !== NO_NODE).flatMap(({ node, path }) => dispatch.paths.map((inner) => ({ node, path: [...path, ...inner], note: inner[1] === 'name' ? 'the name of the tool called' : dispatch.note })));
  return [{ kind: dispatch.kind, registration: 'low-level', name: '', location: callLocation(program, index), handlers, schema: undefined, enforced: false, annotations: NO_NODE, outputSchema: NO_NODE, inputs }];
}

/** Where the SDK's own `McpServer` keeps what is registered with it. */
const REGISTERED = /^_registered(?:Tools|Prompts|Resources|ResourceTemplates)$/;

/** A dispatcher of the SDK's own `McpServer`, where that is bundled: what is registered with the server are the tools, prompts and resources. */
function isBundledServer({ program }: Sight, handlers: readonly number[]): boolean {
  return program.loads.some((load) => REGISTERED.test(load.prop) && handlers.includes(program.owners[load.to] ?? -1));
}

/** A method of the program's own: `setRequestHandler('acme/search', { params: schema }, (params) => …)`; the SDK checks the parameters. */
function ownMethod(sight: Sight, index: number, arrived: readonly Arrival[]): EntryPoint[] {
  const { program, points } = sight;
  const [method = NO_NODE, schemas = NO_NODE] = program.calls[index]?.args ?? [];
  const name = textAt(points, method);
  const params = memberOf(sight, schemas, 'params');
  if (name === undefined || params === NO_NODE) return [];
  return [{
    kind: 'completion', registration: 'low-level', name, location: callLocation(program, index), handlers: [...new Set(arrived.map(({ fn }) => fn))], schema: schemaAt(program, points, params), enforced: true,
    annotations: NO_NODE, outputSchema: NO_NODE, inputs: arrived.filter(({ node }) => node !== NO_NODE).map(({ node, path }) => ({ node, path, note: `a parameter of method \`${name}\`` })),
  }];
}

/** The request that a schema, or a method's name, stands for; a schema of the program's own says it in its `method`. */
function requestName({ program, points }: Sight, node: NodeId): string | undefined {
  for (const value of points.of(node)) {
    if (value.k === 'const' && typeof value.value === 'string') return METHODS.get(value.value);
    if (value.k !== 'api') continue;
    const match = /\.(\w+?)(?:Request)?Schema$/.exec(value.path);
    if (match?.[1] !== undefined) return match[1];
    for (const row of value.call < 0 ? [] : rowsAt(points, program.calls[value.call]?.args[0] ?? NO_NODE)) {
      const method = row.k === 'object' ? points.members(row.node).get('method') : undefined;
      const literal = method === undefined ? undefined : points.of(method).flatMap((each) => (each.k === 'api' && each.call >= 0 ? [textAt(points, program.calls[each.call]?.args[0] ?? NO_NODE)] : []))[0];
      if (literal !== undefined) return METHODS.get(literal);
    }
  }
  return undefined;
}

/** Minified code has lost the schema's name: a handler that reads `params.arguments` and `params.name` is the one of tool calls. */
function guessedRequest({ program }: Sight, arrived: readonly Arrival[]): string | undefined {
  for (const { node } of arrived) {
    const params = (program.loadsFrom.get(node) ?? []).filter((load) => load.prop === 'params').map((load) => load.to);
    const read = new Set(params.flatMap((from) => program.loadsFrom.get(from) ?? []).map((load) => load.prop));
    if (read.has('arguments') && read.has('name')) return 'CallTool';
    if (read.has('uri')) return 'ReadResource';
  }
  return undefined;
}

/** The tools that a low-level server lists: their schemas are shown to clients and enforced by nobody. */
function listedTools(sight: Sight, handlers: readonly number[]): EntryPoint[] {
  const { program, points } = sight;
  const lists = handlers.flatMap((fn) => rowsAt(points, program.fns[fn]?.ret ?? NO_NODE)).flatMap((row) => (row.k === 'object' ? (points.members(row.node).get('tools') ?? []) : []));
  const elements = lists.flatMap((list) => rowsAt(points, list)).flatMap((row) => (row.k === 'object' ? [...points.members(row.node).values()] : []));
  return elements.flatMap((element) => rowsAt(points, element)).flatMap((row) => (row.k === 'object' ? listedTool(sight, row.node) : []));
}

/** A tool as a low-level server lists it: its schema is shown to clients. */
export function listedTool(sight: Sight, node: NodeId): EntryPoint[] {
  const members = sight.points.members(node);
  const pick = (name: string): NodeId => members.get(name) ?? NO_NODE;
  if (textAt(sight.points, pick('name')) === undefined) return [];
  const parts = { name: pick('name'), description: pick('description'), schema: pick('inputSchema'), annotations: pick('annotations'), outputSchema: pick('outputSchema'), handler: NO_NODE };
  return [{ ...toolOf(sight, parts, { location: locationOfRow(sight, { k: 'object', node }), registration: 'low-level', enforced: false, arrivals: [] }), inputs: [] }];
}
