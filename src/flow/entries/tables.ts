import { ANY, ELEMENT, NO_NODE, type NodeId, type Prop } from '../../model/flow-graph';
import type { Program } from '../program';
import { originalOf } from '../way-back';
import type { EntryPoint } from './entry';
import { arrivals, firstOf, type Arrival } from './handlers';
import { functionsAt, locationOfRow, memberOf, membersOf, rowsAt, textAt, type Row, type Sight } from './read';
import { toolOf, type ToolParts } from './tool';

/** Members of a tool's description that hold what runs it, and its schema, by the names in use. */
export const RUNS = ['handler', 'execute', 'run', 'callback', 'call', 'handle', 'invoke', 'cb', 'fn', 'action', 'implementation', 'func', 'toolHandler'] as const;
export const SCHEMAS = ['inputSchema', 'parameters', 'schema', 'paramsSchema', 'argSchema', 'argsSchema', 'zodSchema', 'input', 'args', 'inputs', 'params', 'argsShape', 'shape'] as const;

/** What a node was read from: members of something, on the way from an element of a table or a parameter. */
interface Root {
  readonly node: NodeId;
  readonly path: readonly Prop[];
}

/** `for (const t of tools) server.tool(t.name, t.schema, t.run)`: each object of the table is a registration. */
export function tableTools(sight: Sight, parts: ToolParts): EntryPoint[] {
  const { program, points } = sight;
  const roots = [parts.name, parts.schema, parts.description, parts.handler, parts.config ?? NO_NODE].map((node) => rootOf(program, node)).filter((root) => root.path.length > 0);
  const root = roots.find(({ node }) => rowsAt(points, node).length > 0);
  // A table of names alone is no table of tools: `registerTool(NAMES.list, { … }, handler)`.
  if (!root || (textAt(points, parts.name) !== undefined && ![parts.schema, parts.description, parts.handler].some((node) => rootOf(program, node).node === root.node))) return [];
  const at = (row: Row, node: NodeId): NodeId => {
    const own = rootOf(program, node);
    return own.node === root.node ? memberAt(sight, row, own.path) : NO_NODE;
  };
  const under = wrapperOf(sight, parts.schema, root.node);
  return rowsAt(points, root.node).flatMap((row) => {
    const named = at(row, parts.name);
    const name = textAt(points, named) ?? keyOf(sight, row);
    const members = membersOf(sight, row);
    const config = at(row, parts.config ?? NO_NODE);
    const configured = at(row, parts.schema) === NO_NODE ? memberOf(sight, config, 'inputSchema', 'parameters') : at(row, parts.schema);
    const schema = orElse(configured, members, SCHEMAS);
    const runs = runsOf(sight, row, at(row, parts.handler), parts.handler, name).map((arrival) => ({ ...arrival, path: [...arrival.path, ...under] }));
    if (name === undefined || (runs.length === 0 && schema === NO_NODE)) return [];
    return [toolOf(sight, {
      name: named, description: orElse(at(row, parts.description), members, ['description']), schema, annotations: orElse(at(row, parts.annotations), members, ['annotations']),
      outputSchema: orElse(at(row, parts.outputSchema), members, ['outputSchema']), handler: NO_NODE,
    }, { location: locationOfRow(sight, row), registration: 'high-level', enforced: true, name, arrivals: runs })];
  });
}

/** `{ params: z.object(tool.schema) }`: the row's schema is one level down in what the tool is given. */
function wrapperOf({ program }: Sight, schema: NodeId, root: NodeId): readonly Prop[] {
  const stores = program.initStores.get(originalOf(program, schema)) ?? [];
  const [only] = stores;
  if (stores.length !== 1 || only === undefined || rootOf(program, schema).node === root) return [];
  return [only.prop];
}

function orElse(node: NodeId, members: ReadonlyMap<Prop, NodeId>, names: readonly string[]): NodeId {
  if (node !== NO_NODE) return node;
  return names.map((name) => members.get(name)).find((member) => member !== undefined) ?? NO_NODE;
}

/** Follows a node back through the members that it was read by. */
function rootOf(program: Program, node: NodeId): Root {
  const path: Prop[] = [];
  let at = node === NO_NODE ? node : originalOf(program, node);
  for (let load = program.loadOf.get(at); load && path.length < 5; load = program.loadOf.get(at)) {
    if (load.prop === ELEMENT || load.prop === ANY || /^\d+$/.test(load.prop)) break;
    path.unshift(load.prop);
    at = originalOf(program, load.from);
  }
  return { node: at, path };
}

function memberAt(sight: Sight, row: Row, path: readonly Prop[]): NodeId {
  let rows: readonly Row[] = [row];
  let node: NodeId = NO_NODE;
  for (const prop of path) {
    // The shape of a schema is read from the schema.
    if (prop === 'shape' && node !== NO_NODE) return node;
    const found: NodeId[] = rows.flatMap((each) => membersOf(sight, each).get(prop) ?? []);
    const [first] = found;
    if (first === undefined) return NO_NODE;
    node = first;
    rows = rowsAt(sight.points, node);
  }
  return node;
}

/** The name that a row has in the table it stands in. */
function keyOf({ program, points }: Sight, row: Row): string | undefined {
  return program.stores.find((store) => store.init && !/^(\d+|\[\]|\*|=|default)$/.test(store.prop) && points.of(store.from).some((value) => value === row))?.prop;
}

/** What runs a row's tool: its own function, the one under its name in a table of handlers, or the one that an outer handler hands its arguments to. */
function runsOf(sight: Sight, row: Row, own: NodeId, handler: NodeId, name: string | undefined): readonly Arrival[] {
  const { program, points } = sight;
  const members = membersOf(sight, row);
  const inRow = [own, ...RUNS.map((each) => members.get(each) ?? NO_NODE), ...members.values()].find((node) => functionsAt(points, node).length > 0);
  const fns = functionsAt(points, inRow ?? NO_NODE);
  const inTable = fns.length > 0 || name === undefined ? [] : parallel(sight, handler, name);
  const wanted = new Set(fns.length > 0 ? fns : inTable);
  const outer = functionsAt(points, handler).filter((fn) => !wanted.has(fn));
  const handed = outer.flatMap((fn) => arrivals(sight, fn, 0, wanted));
  if (handed.length > 0) return handed;
  if (wanted.size > 0) return [...wanted].flatMap((fn) => firstOf(program, fn));
  return outer.flatMap((fn) => firstOf(program, fn));
}

/** `HANDLERS[tool.name]`: the entry under the tool's name, wherever in the program such tables of functions are read by a computed name. */
function parallel({ program, points }: Sight, handler: NodeId, name: string): number[] {
  const direct = program.loadOf.get(originalOf(program, handler));
  const tables = direct?.prop === ANY ? [direct.from] : program.loads.filter((load) => load.prop === ANY && functionsAt(points, load.to).length > 0).map((load) => load.from);
  return [...new Set(tables.flatMap((table) => rowsAt(points, table)).flatMap((row) => (row.k === 'object' ? functionsAt(points, points.members(row.node).get(name) ?? NO_NODE) : [])))];
}
