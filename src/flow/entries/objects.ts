import { ELEMENT, NO_NODE, type NodeId, type Prop } from '../../model/flow-graph';
import { fileOf } from '../program';
import { schemaAt } from '../schema/read';
import type { EntryPoint } from './entry';
import { callsWithin, handlersAt, type Arrival } from './handlers';
import { functionsAt, isList, locationOfRow, membersOf, rowsAt, textAt, type Row, type Sight } from './read';
import { RUNS, SCHEMAS } from './tables';
import { toolOf } from './tool';

/** FastMCP: `addTool({ name, parameters, execute })` and `addTools([…])`; others give the handler beside the description: `tool({ name, schema }, handler)`. */
export function addedTools(sight: Sight, index: number, beside: NodeId = NO_NODE): EntryPoint[] {
  const { points } = sight;
  const [first = NO_NODE] = sight.program.calls[index]?.args ?? [];
  const single = functionsAt(points, beside).length > 0;
  const rows = rowsAt(points, first).flatMap((row) => (single || isTool(sight, row) ? [row] : row.k === 'object' ? [...points.members(row.node)].filter(([name]) => name === ELEMENT || /^\d+$/.test(name)).flatMap(([, node]) => rowsAt(points, node)) : []));
  return rows.flatMap((row) => describedTool(sight, row, '', single ? beside : NO_NODE) ?? []);
}

/**
 * Objects and classes that describe a tool by their members and whose function nothing in the program calls: a
 * framework does (`defineTool({ … })`, `new MCPServer({ tools: { … } })`).
 */
export function describedTools(sight: Sight, known: ReadonlySet<number>): EntryPoint[] {
  const { program, points } = sight;
  const found: EntryPoint[] = [];
  const consider = (row: Row, node: NodeId): void => {
    if (!fileOf(program, node)?.product || !isTool(sight, row)) return;
    const tool = describedTool(sight, row, nameAround(sight, row));
    if (!tool || tool.handlers.length === 0 || !tool.schema || tool.schema.library === '') return;
    if (tool.handlers.every((fn) => !known.has(fn) && points.callers(fn).length === 0)) found.push(tool);
  };
  program.origins.forEach((origin, node) => { if (origin?.k === 'object') consider({ k: 'object', node }, node); });
  program.classes.forEach((cls, index) => { consider({ k: 'instance', cls: index }, cls.node); });
  return found;
}

function isTool(sight: Sight, row: Row): boolean {
  const members = row.k === 'object' ? sight.points.members(row.node) : membersOf(sight, row);
  return RUNS.some((name) => members.has(name)) && (SCHEMAS.some((name) => members.has(name)) || members.has('description'));
}

function describedTool(sight: Sight, row: Row, fallback: string, beside: NodeId = NO_NODE): EntryPoint | undefined {
  const { points } = sight;
  const members = membersOf(sight, row);
  const pick = (names: readonly string[]): NodeId => names.map((name) => members.get(name)).find((node) => node !== undefined && points.of(node).length > 0) ?? NO_NODE;
  const handler = [beside, ...RUNS.map((name) => members.get(name))].find((node) => node !== undefined && functionsAt(points, node).length > 0);
  if (handler === undefined) return undefined;
  const schema = SCHEMAS.map((name) => members.get(name)).find((node) => node !== undefined && points.of(node).length > 0 && !isList(sight, node)) ?? NO_NODE;
  const arrived = handlersAt(sight, handler).map((arrival) => inside(sight, arrival, schema));
  return toolOf(sight, { name: pick(['name']), description: pick(['description']), schema, annotations: pick(['annotations']), outputSchema: pick(['outputSchema']), handler }, {
    location: locationOfRow(sight, row), registration: row.k === 'instance' ? 'class' : 'fastmcp', enforced: true, name: fallback, arrivals: arrived,
  });
}

/** Members under which frameworks hand over the arguments when they are not the parameter itself. */
const WRAPPERS: readonly Prop[] = ['params', 'args', 'arguments', 'input', 'context'];

/** Some frameworks give the handler an object that holds the arguments: `request.params`. */
function inside(sight: Sight, arrival: Arrival, schemaNode: NodeId): Arrival {
  const { program, points } = sight;
  const read = new Set([arrival.node, ...awaited(sight, arrival)].flatMap((node) => program.loadsFrom.get(node) ?? []).map((load) => load.prop));
  const schema = schemaNode === NO_NODE ? undefined : schemaAt(program, points, schemaNode);
  if (!schema?.fields || [...read].some((prop) => schema.fields?.has(prop))) return arrival;
  const wrapper = WRAPPERS.find((prop) => read.has(prop));
  return wrapper === undefined ? arrival : { ...arrival, path: [...arrival.path, wrapper] };
}

/** The same parameter in the body that a compiler put inside an `async` function: `(_a) => __awaiter(void 0, [_a], void 0, function* ({ x }) { … })`. */
function awaited({ program, points }: Sight, { fn, node }: Arrival): NodeId[] {
  return callsWithin(program, fn).flatMap((index) => {
    const call = program.calls[index];
    const position = call?.name === '__awaiter' ? call.args.indexOf(node) : -1;
    return position === -1 ? [] : points.targets(index).flatMap((target) => program.fns[target]?.params[position] ?? []);
  });
}

/** The literal beside the object where it is defined: `tool('name', { … })`, or its key in a table. */
function nameAround({ program, points }: Sight, row: Row): string {
  if (row.k !== 'object') return '';
  const call = program.calls.find((each) => each.args[1] === row.node);
  const beside = call ? textAt(points, call.args[0] ?? NO_NODE) : undefined;
  return beside ?? program.stores.find((store) => store.init && store.from === row.node && !/^(\d+|\[\]|\*|=|default)$/.test(store.prop))?.prop ?? '';
}
