import { NO_NODE, type Assign, type NodeId, type Prop } from '../../model/flow-graph';
import { locationOf, nameOf, type Program } from '../program';
import { originalOf } from '../way-back';
import type { EntryInput, EntryPoint } from './entry';
import { functionsAt, type Sight } from './read';
import { listedTool } from './requests';

const CALL = 'tools/call';
/** A server answers these as well; what only asks others tests no method for them. */
const OTHERS: ReadonlySet<string> = new Set(['tools/list', 'initialize']);

/** Where a program without an SDK tells the methods of the protocol apart. */
interface Told {
  readonly method: string;
  /** The literal. */
  readonly literal: NodeId;
  /** What was found to be that method, or the message that it was read from; of a table, what handles the method. */
  readonly other: NodeId;
  readonly by: 'method' | 'message' | 'table';
}

const TOLD = new WeakMap<Program['assigns'], readonly Told[]>();

/** Tests for the names of methods, and tables under them, in all files. */
function told(program: Program): readonly Told[] {
  const known = TOLD.get(program.assigns);
  if (known) return known;
  const found: Told[] = program.assigns.flatMap((edge) => testOf(program, edge) ?? []);
  for (const { prop, from, init } of program.stores) if (init && isMethod(prop) && program.origins[from]?.k !== 'const') found.push({ method: prop, literal: from, other: from, by: 'table' });
  TOLD.set(program.assigns, found);
  return found;
}

function isMethod(text: string): boolean {
  return text === CALL || OTHERS.has(text);
}

function testOf(program: Program, { from, guard }: Assign): Told | undefined {
  if (guard?.condition.t !== 'equals' || !guard.condition.positive) return undefined;
  const literal = guard.condition.other;
  const origin = program.origins[literal];
  const method = origin?.k === 'const' ? String(origin.value) : '';
  if (!isMethod(method)) return undefined;
  if (guard.about === 'self') return { method, literal, other: from, by: 'method' };
  return guard.about === 'derived' && guard.by.join() === '.method' ? { method, literal, other: from, by: 'message' } : undefined;
}

/** Whether the program's own code answers the methods of the protocol, message by message, without an SDK. */
export function answersByHand(program: Program): boolean {
  const own = told(program).filter(({ literal }) => program.files.some((file) => file.product && literal >= file.nodes && literal < file.nodes + file.flow.owners.length));
  return own.some(({ method }) => method === CALL) && own.some(({ method }) => OTHERS.has(method));
}

/** The dispatcher of a server that reads JSON-RPC by itself, and the tools that it lists. */
export function rawEntries(sight: Sight): EntryPoint[] {
  const { program } = sight;
  if (!answersByHand(program)) return [];
  const found = told(program).filter(({ method }) => method === CALL).flatMap((each) => dispatcher(sight, each));
  const dispatchers = [...new Map(found.map((entry) => [entry.inputs.map(({ node, path }) => `${node} ${path.join('.')}`).join(), entry])).values()];
  if (dispatchers.length === 0) return [];
  const listed = program.origins.flatMap((origin, node) => (origin?.k === 'object' && sight.points.members(node).has('inputSchema') ? listedTool(sight, node) : []));
  return [...dispatchers, ...listed];
}

function dispatcher(sight: Sight, { literal, other, by }: Told): EntryPoint[] {
  const { program } = sight;
  const handlers = by === 'table' ? functionsAt(sight.points, other) : [program.owners[literal] ?? -1].filter((fn) => fn >= 0);
  const [params] = by === 'table' ? handlers.map((fn) => ofParameter(program, program.fns[fn]?.params[0] ?? NO_NODE)) : [by === 'message' ? { node: originalOf(program, other), path: ['params'] } : besideMethod(program, other)];
  const location = locationOf(program, literal);
  if (!params || params.node === NO_NODE || !location) return [];
  const input = (name: Prop, note: string): EntryInput => ({ node: params.node, path: [...params.path, name], note });
  return [{
    kind: 'dispatch', registration: 'low-level', name: '', location, handlers, schema: undefined, enforced: false, annotations: NO_NODE, outputSchema: NO_NODE,
    inputs: [input('arguments', 'an argument of a tool call'), input('name', 'the name of the tool called')],
  }];
}

interface Params {
  readonly node: NodeId;
  readonly path: readonly Prop[];
}

/** A handler of one method is given the parameters, or the whole message. */
function ofParameter(program: Program, node: NodeId): Params {
  const whole = (program.loadsFrom.get(node) ?? []).some((load) => load.prop === 'params');
  return { node, path: whole ? ['params'] : [] };
}

/** Where the parameters are that come with a method: in the message that it was read from, or in a parameter beside it. */
function besideMethod(program: Program, method: NodeId): Params | undefined {
  const first = originalOf(program, method);
  const load = program.loadOf.get(first);
  if (load?.prop === 'method') return { node: originalOf(program, load.from), path: ['params'] };
  const origin = program.origins[first];
  if (origin?.k !== 'param' || load !== undefined) return undefined;
  const params = program.fns[origin.fn]?.params ?? [];
  const node = params.find((param) => /^_?(?:params|parameters)$/.test(nameOf(program, param) ?? ''));
  return node === undefined ? undefined : { node, path: [] };
}
