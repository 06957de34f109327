import { NO_NODE, type NodeId, type Prop } from '../model/flow-graph';
import type { PointsTo } from './points-to';
import { callLocation, fileOfCall, fileOfFn, type Program } from './program';
import { constantAt, schemaAt, type Schema } from './schema';
import type { Location } from '../model/location';

/** How an entry point was registered. */
export type Registration = 'high-level' | 'low-level' | 'fastmcp' | 'class';

/** Something that a client can call with values of its own choosing. */
export interface EntryPoint {
  readonly kind: 'tool' | 'resource' | 'prompt' | 'dispatch' | 'completion';
  readonly registration: Registration;
  /** Name as registered; empty when it is not a literal, or for the dispatcher of a low-level server. */
  readonly name: string;
  readonly description?: string;
  readonly location: Location;
  /** Function that runs, if it is known. */
  readonly handlers: readonly number[];
  /** Schema of the input; undefined when none is given. */
  readonly schema: Schema | undefined;
  /** Whether the SDK checks the input against the schema before the handler runs. */
  readonly enforced: boolean;
  /** Where the caller's values arrive: parameter node and members. */
  readonly inputs: readonly { readonly node: NodeId; readonly path: readonly Prop[]; readonly note: string }[];
  readonly annotations: NodeId;
  readonly outputSchema: NodeId;
}

const MCP = /^(@modelcontextprotocol\/|fastmcp|mcp-framework|mcp-handler|@vercel\/mcp-adapter|agents|litemcp|xmcp|mcp-use|@mastra\/mcp|tmcp|muppet)/;

/** Whether anything of the program imports an MCP library. */
export function usesMcp(program: Program): boolean {
  return program.files.some((file) => file.product && file.flow.imports.some((specifier) => MCP.test(specifier))) || bundlesMcp(program);
}

/** A bundle that holds the SDK itself: a class with the server's methods, and the protocol's method names as literals. */
function bundlesMcp(program: Program): boolean {
  const server = program.classes.some((cls) => cls.methods['registerTool'] !== undefined || cls.methods['setRequestHandler'] !== undefined || cls.methods['addTool'] !== undefined);
  return server && program.origins.some((origin) => origin?.k === 'const' && origin.value === 'tools/call');
}

/** Finds every tool, resource, prompt and dispatcher that the program registers. */
export function findEntryPoints(program: Program, points: PointsTo): EntryPoint[] {
  const mcp = usesMcp(program);
  const found: EntryPoint[] = [];
  const callers = callersByCallee(program);
  program.calls.forEach((call, index) => {
    if (call.kind === 'new' || call.kind === 'jsx') return;
    const file = fileOfCall(program, index);
    if (!file?.product) return;
    const api = points.apis(index).find((path) => MCP.test(path));
    const onServer = api !== undefined || (mcp && call.recv !== NO_NODE);
    if (!onServer) return;
    if (call.name === 'registerTool' || call.name === 'tool') found.push(...toolCalls(program, points, index, callers));
    else if (call.name === 'addTool' || call.name === 'addTools') found.push(...toolObjects(program, points, index));
    else if (call.name === 'registerResource' || call.name === 'resource') found.push(...handlerCall(program, points, index, 'resource'));
    else if (call.name === 'registerPrompt' || call.name === 'prompt') found.push(...handlerCall(program, points, index, 'prompt'));
    else if (call.name === 'setRequestHandler') found.push(...requestHandler(program, points, index));
  });
  return [...found, ...toolClasses(program, points)];
}

function callersByCallee(program: Program): ReadonlyMap<NodeId, readonly number[]> {
  const callers = new Map<NodeId, number[]>();
  program.calls.forEach((call, index) => { callers.set(call.callee, [...(callers.get(call.callee) ?? []), index]); });
  return callers;
}

/** The functions that a node may be. */
export function functionsAt(points: PointsTo, node: NodeId): number[] {
  return points.of(node).flatMap((value) => (value.k === 'fn' ? [value.fn] : []));
}

/** The first of some members that anything is known of; else one that is there, though nothing is known of it. */
function memberOf(program: Program, points: PointsTo, node: NodeId, ...names: string[]): NodeId {
  let there = NO_NODE;
  for (const value of points.of(node)) {
    if (value.k !== 'object') continue;
    const members = points.members(value.node);
    for (const name of names) {
      const member = members.get(name);
      if (member !== undefined && points.of(member).length > 0) return member;
      if (member !== undefined && there === NO_NODE && (program.initStores.get(value.node) ?? []).some((store) => store.prop === name)) there = member;
    }
  }
  return there;
}

function text(points: PointsTo, node: NodeId): string | undefined {
  const value = constantAt(points, node === NO_NODE ? undefined : node);
  return typeof value === 'string' ? value : undefined;
}

interface ToolParts {
  readonly name: NodeId;
  readonly description: NodeId;
  readonly schema: NodeId;
  readonly annotations: NodeId;
  readonly outputSchema: NodeId;
  readonly handler: NodeId;
}

/** `registerTool(name, config, handler)` and the deprecated `tool(name, description?, schema?, annotations?, handler)`. */
function toolCalls(program: Program, points: PointsTo, index: number, callers: ReadonlyMap<NodeId, readonly number[]>): EntryPoint[] {
  const call = program.calls[index];
  if (!call || call.args.length < 2) return [];
  const parts = call.name === 'registerTool' ? registeredParts(program, points, call.args) : positionalParts(program, points, call.args);
  if (functionsAt(points, parts.handler).length === 0 && points.of(parts.name).every((value) => value.k !== 'const')) return [];
  const lifted = liftWrapper(program, points, index, parts) ?? liftTable(program, points, parts);
  if (lifted.length > 0) return lifted;
  if (call.name === 'tool' && text(points, parts.name) === undefined && functionsAt(points, parts.handler).length === 0) return [];
  void callers;
  return [toolOf(program, points, callLocation(program, index), parts, 'high-level', true)];
}

function registeredParts(program: Program, points: PointsTo, args: readonly NodeId[]): ToolParts {
  const [name = NO_NODE, config = NO_NODE, handler = NO_NODE] = args;
  return {
    name, handler, description: memberOf(program, points, config, 'description'), schema: memberOf(program, points, config, 'inputSchema', 'parameters'),
    annotations: memberOf(program, points, config, 'annotations'), outputSchema: memberOf(program, points, config, 'outputSchema'),
  };
}

function positionalParts(program: Program, points: PointsTo, args: readonly NodeId[]): ToolParts {
  const [name = NO_NODE, ...rest] = args;
  // The handler stands last, save where options follow it.
  const handler = [...rest].reverse().find((node) => functionsAt(points, node).length > 0) ?? rest[rest.length - 1] ?? NO_NODE;
  const middle = rest.filter((node) => node !== handler);
  const description = middle.find((node) => points.of(node).some((value) => value.k === 'const' && typeof value.value === 'string')) ?? NO_NODE;
  const objects = middle.filter((node) => node !== description && node !== NO_NODE);
  const isHints = (node: NodeId): boolean => memberOf(program, points, node, 'readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint', 'title') !== NO_NODE && points.of(node).every((value) => value.k === 'object');
  const annotations = objects.find(isHints) ?? NO_NODE;
  return { name, description, handler, annotations, outputSchema: NO_NODE, schema: objects.find((node) => node !== annotations) ?? NO_NODE };
}

function toolOf(program: Program, points: PointsTo, location: Location, parts: ToolParts, registration: Registration, enforced: boolean): EntryPoint {
  const handlers = functionsAt(points, parts.handler);
  const schema = parts.schema === NO_NODE ? undefined : schemaAt(program, points, parts.schema);
  const description = text(points, parts.description);
  const name = text(points, parts.name) ?? '';
  const inputs = schema === undefined && registration === 'high-level' && enforced ? [] : handlers.flatMap((fn) => firstParam(program, fn));
  return {
    kind: 'tool', registration, name, location, handlers, schema, enforced, annotations: parts.annotations, outputSchema: parts.outputSchema,
    inputs: inputs.map((node) => ({ node, path: [], note: name === '' ? 'arguments of a tool' : `arguments of tool \`${name}\`` })),
    ...(description !== undefined && { description }),
  };
}

function firstParam(program: Program, fn: number): NodeId[] {
  const param = program.fns[fn]?.params[0];
  return param === undefined ? [] : [param];
}

/**
 * A function of the program's own that registers what it is given: each of its calls is a registration, since one
 * handler must not be mixed up with another.
 */
function liftWrapper(program: Program, points: PointsTo, index: number, parts: ToolParts): EntryPoint[] | undefined {
  const call = program.calls[index];
  const wrapper = call && call.fn >= 0 ? program.fns[call.fn] : undefined;
  if (!call || !wrapper) return undefined;
  const nameParam = paramOf(program, call.fn, parts.name);
  const schemaParam = paramOf(program, call.fn, parts.schema);
  const handlerParam = wrapper.params.findIndex((param) => functionsAt(points, param).length > 0);
  if (nameParam === -1 || handlerParam === -1) return undefined;
  return points.callers(call.fn).map((site) => {
    const args = program.calls[site]?.args ?? [];
    const at = (param: number): NodeId => (param === -1 ? NO_NODE : (args[param] ?? NO_NODE));
    return toolOf(program, points, callLocation(program, site), { ...parts, name: at(nameParam), schema: schemaParam === -1 ? parts.schema : at(schemaParam), handler: at(handlerParam), description: at(paramOf(program, call.fn, parts.description)) }, 'high-level', true);
  });
}

function paramOf(program: Program, fn: number, node: NodeId): number {
  const direct = program.fns[fn]?.params.indexOf(node) ?? -1;
  if (direct !== -1 || node === NO_NODE) return direct;
  const origin = program.origins[node];
  return origin?.k === 'param' && origin.fn === fn ? origin.index : -1;
}

/** `for (const t of tools) server.tool(t.name, t.schema, t.run)`: each object of the table is a registration. */
function liftTable(program: Program, points: PointsTo, parts: ToolParts): EntryPoint[] {
  const load = program.loads.find((each) => each.to === parts.name);
  if (!load) return [];
  const rows = points.of(load.from).flatMap((value) => (value.k === 'object' || value.k === 'instance' ? [value] : []));
  return rows.flatMap((row) => {
    const members = row.k === 'object' ? points.members(row.node) : instanceMembers(program, points, row.cls);
    const handler = [...members].find(([name, node]) => /handle|execute|run|call|callback|handler|fn|invoke|action/i.test(name) && functionsAt(points, node).length > 0)?.[1];
    const name = members.get(load.prop);
    if (name === undefined || text(points, name) === undefined) return [];
    const pick = (...names: string[]): NodeId => names.map((each) => members.get(each)).find((node) => node !== undefined && points.of(node).length > 0) ?? NO_NODE;
    const location = locationOfRow(program, row);
    return [toolOf(program, points, location, { name, description: pick('description'), schema: pick('inputSchema', 'parameters', 'schema', 'paramsSchema', 'args', 'input'), annotations: pick('annotations'), outputSchema: pick('outputSchema'), handler: handler ?? NO_NODE }, 'high-level', true)];
  });
}

function instanceMembers(program: Program, points: PointsTo, cls: number): Map<string, NodeId> {
  const members = new Map<string, NodeId>();
  for (const name of ['name', 'description', 'inputSchema', 'parameters', 'schema', 'annotations']) {
    const node = points.field(cls, name);
    if (node !== undefined) members.set(name, node);
  }
  const methods = program.classes[cls]?.methods ?? {};
  for (const [name, fn] of Object.entries(methods)) {
    const value = program.origins.findIndex((origin) => origin?.k === 'fn' && origin.fn === fn);
    if (value !== -1) members.set(name, value);
  }
  return members;
}

function locationOfRow(program: Program, row: { readonly k: 'object'; readonly node: NodeId } | { readonly k: 'instance'; readonly cls: number }): Location {
  const node = row.k === 'object' ? row.node : (program.classes[row.cls]?.node ?? 0);
  const file = program.files.find((each) => node >= each.nodes && node < each.nodes + each.flow.owners.length);
  const local = node - (file?.nodes ?? 0);
  return { path: file?.path ?? '', line: file?.flow.positions[2 * local] ?? 1, column: file?.flow.positions[2 * local + 1] ?? 1 };
}

/** FastMCP: `addTool({ name, parameters, execute })`. */
function toolObjects(program: Program, points: PointsTo, index: number): EntryPoint[] {
  const [first = NO_NODE] = program.calls[index]?.args ?? [];
  return points.of(first).flatMap((value) => {
    if (value.k !== 'object') return [];
    const members = points.members(value.node);
    const pick = (...names: string[]): NodeId => names.map((name) => members.get(name)).find((node) => node !== undefined) ?? NO_NODE;
    const handler = pick('execute', 'handler', 'run', 'callback');
    if (functionsAt(points, handler).length === 0) return [];
    return [toolOf(program, points, locationOfRow(program, { k: 'object', node: value.node }), { name: pick('name'), description: pick('description'), schema: pick('parameters', 'inputSchema', 'schema'), annotations: pick('annotations'), outputSchema: pick('outputSchema'), handler }, 'fastmcp', true)];
  });
}

/** `registerResource(name, uri, config, handler)`, `registerPrompt(name, config, handler)` and their deprecated forms. */
function handlerCall(program: Program, points: PointsTo, index: number, kind: 'resource' | 'prompt'): EntryPoint[] {
  const call = program.calls[index];
  const handler = call?.args[call.args.length - 1] ?? NO_NODE;
  const handlers = functionsAt(points, handler);
  if (!call || handlers.length === 0) return [];
  const name = text(points, call.args[0] ?? NO_NODE) ?? '';
  const fixed = kind === 'resource' && text(points, call.args[1] ?? NO_NODE) !== undefined;
  const schemaNode = kind === 'prompt' ? promptSchema(program, points, call.args) : NO_NODE;
  const schema = schemaNode === NO_NODE ? undefined : schemaAt(program, points, schemaNode);
  const params = handlers.flatMap((fn) => (program.fns[fn]?.params ?? []).slice(0, kind === 'resource' ? 2 : 1));
  const note = kind === 'resource' ? `URI of resource \`${name}\`` : `arguments of prompt \`${name}\``;
  return [{
    kind, registration: 'high-level', name, location: callLocation(program, index), handlers, schema, enforced: true, annotations: NO_NODE, outputSchema: NO_NODE,
    // A resource with a fixed address is only ever asked for by that address.
    inputs: fixed || (kind === 'prompt' && schema === undefined) ? [] : params.map((node) => ({ node, path: [], note })),
  }];
}

function promptSchema(program: Program, points: PointsTo, args: readonly NodeId[]): NodeId {
  const configured = memberOf(program, points, args[1] ?? NO_NODE, 'argsSchema');
  if (configured !== NO_NODE) return configured;
  return args.slice(1, -1).find((node) => points.of(node).some((value) => value.k === 'object' || value.k === 'api')) ?? NO_NODE;
}

interface Dispatch {
  readonly kind: EntryPoint['kind'];
  readonly paths: readonly (readonly Prop[])[];
  readonly note: string;
}

const DISPATCH: Readonly<Record<string, Dispatch>> = {
  CallTool: { kind: 'dispatch', paths: [['params', 'arguments'], ['params', 'name']], note: 'arguments of a tool call' },
  ReadResource: { kind: 'resource', paths: [['params', 'uri']], note: 'URI of a resource' },
  GetPrompt: { kind: 'prompt', paths: [['params', 'arguments']], note: 'arguments of a prompt' },
  Complete: { kind: 'completion', paths: [['params', 'argument', 'value']], note: 'text to complete' },
  ListTools: { kind: 'tool', paths: [], note: '' },
};

/** The low-level server: `setRequestHandler(CallToolRequestSchema, handler)` or, in the second line of the SDK, by method name. */
function requestHandler(program: Program, points: PointsTo, index: number): EntryPoint[] {
  const call = program.calls[index];
  const handlers = functionsAt(points, call?.args[call.args.length - 1] ?? NO_NODE);
  if (!call || handlers.length === 0) return [];
  const name = requestName(program, points, call.args[0] ?? NO_NODE) ?? guessedRequest(program, handlers);
  const dispatch = name === undefined ? undefined : DISPATCH[name];
  if (!dispatch) return [];
  if (name === 'ListTools') return listedTools(program, points, handlers);
  const inputs = handlers.flatMap((fn) => firstParam(program, fn)).flatMap((node) => dispatch.paths.map((path) => ({ node, path, note: path[1] === 'name' ? 'name of the tool called' : dispatch.note })));
  return [{ kind: dispatch.kind, registration: 'low-level', name: '', location: callLocation(program, index), handlers, schema: undefined, enforced: false, annotations: NO_NODE, outputSchema: NO_NODE, inputs }];
}

const METHODS: Readonly<Record<string, string>> = { 'tools/call': 'CallTool', 'tools/list': 'ListTools', 'resources/read': 'ReadResource', 'prompts/get': 'GetPrompt', 'completion/complete': 'Complete' };

function requestName(program: Program, points: PointsTo, node: NodeId): string | undefined {
  for (const value of points.of(node)) {
    if (value.k === 'const' && typeof value.value === 'string') return METHODS[value.value];
    if (value.k === 'api') {
      const match = /\.(\w+?)(Request)?Schema$/.exec(value.path);
      if (match?.[1] !== undefined) return match[1];
    }
  }
  void program;
  return undefined;
}

/** Minified code has lost the schema's name: a handler that reads `params.arguments` and `params.name` is the one of tool calls. */
function guessedRequest(program: Program, handlers: readonly number[]): string | undefined {
  for (const fn of handlers) {
    const param = program.fns[fn]?.params[0] ?? NO_NODE;
    const params = program.loads.filter((load) => load.from === param && load.prop === 'params').map((load) => load.to);
    const read = new Set(program.loads.filter((load) => params.includes(load.from)).map((load) => load.prop));
    if (read.has('arguments') && read.has('name')) return 'CallTool';
    if (read.has('uri')) return 'ReadResource';
  }
  return undefined;
}

/** The tools that a low-level server lists: their schemas are shown to clients and enforced by nobody. */
function listedTools(program: Program, points: PointsTo, handlers: readonly number[]): EntryPoint[] {
  return handlers.flatMap((fn) => {
    const lists = points.of(program.fns[fn]?.ret ?? NO_NODE).flatMap((value) => (value.k === 'object' ? [points.members(value.node).get('tools') ?? NO_NODE] : []));
    return lists.flatMap((list) => points.of(list)).flatMap((value) => (value.k === 'object' ? [...points.members(value.node)] : []))
      .flatMap(([, element]) => points.of(element))
      .flatMap((value) => (value.k === 'object' ? listedTool(program, points, value.node) : []));
  });
}

function listedTool(program: Program, points: PointsTo, node: NodeId): EntryPoint[] {
  const members = points.members(node);
  const pick = (name: string): NodeId => members.get(name) ?? NO_NODE;
  const name = text(points, pick('name'));
  if (name === undefined) return [];
  return [{ ...toolOf(program, points, locationOfRow(program, { k: 'object', node }), { name: pick('name'), description: pick('description'), schema: pick('inputSchema'), annotations: pick('annotations'), outputSchema: pick('outputSchema'), handler: NO_NODE }, 'low-level', false), inputs: [] }];
}

/** mcp-framework: classes that extend `MCPTool`, `MCPResource` or `MCPPrompt`. */
function toolClasses(program: Program, points: PointsTo): EntryPoint[] {
  return program.classes.flatMap((cls, index) => {
    if (cls.base === NO_NODE) return [];
    const base = points.of(cls.base).find((value) => value.k === 'api' && /^mcp-framework\.MCP(Tool|Prompt)$/.test(value.path));
    const method = cls.methods['execute'] ?? cls.methods['generateMessages'];
    const file = method === undefined ? undefined : fileOfFn(program, method);
    if (!base || method === undefined || !file?.product) return [];
    const members = instanceMembers(program, points, index);
    const name = text(points, members.get('name') ?? NO_NODE) ?? '';
    const schemaNode = members.get('schema') ?? NO_NODE;
    const description = text(points, members.get('description') ?? NO_NODE);
    return [{
      kind: 'tool' as const, registration: 'class' as const, name, location: locationOfRow(program, { k: 'instance', cls: index }), handlers: [method],
      schema: schemaNode === NO_NODE ? undefined : schemaAt(program, points, schemaNode), enforced: true, annotations: NO_NODE, outputSchema: NO_NODE,
      inputs: firstParam(program, method).map((node) => ({ node, path: [], note: `arguments of tool \`${name}\`` })),
      ...(description !== undefined && { description }),
    }];
  });
}
