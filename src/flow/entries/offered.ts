import { NO_NODE, type NodeId } from '../../model/flow-graph';
import { callLocation } from '../program';
import { schemaAt } from '../schema/read';
import type { EntryPoint } from './entry';
import { functionsAt, isList, membersOf, rowsAt, textAt, type Row, type Sight } from './read';

/** Members that hold what reads a resource or fills a prompt. */
const LOADS = ['load', 'handler', 'fn', 'cb', 'readCallback', 'callback', 'read', 'execute', 'run'] as const;
const ADDRESSES = ['uriTemplate', 'uri', 'template'] as const;
const ARGUMENTS = ['argsSchema', 'schema', 'arguments', 'args', 'parameters'] as const;

/** `addPrompt({ name, load })`, `addResourceTemplate({ uriTemplate, load })`, `prompt({ name }, handler)`, `prompt(name, { handler })`: what is described by an object. */
export function offered(sight: Sight, index: number, kind: 'resource' | 'prompt'): EntryPoint[] {
  const { points } = sight;
  const [first = NO_NODE, second = NO_NODE] = sight.program.calls[index]?.args ?? [];
  const name = textAt(points, first);
  const rows = rowsAt(points, name === undefined ? first : second);
  const elements = rows.flatMap((row) => (row.k === 'object' && ELEMENTS.some((each) => points.members(row.node).has(each)) ? ELEMENTS.flatMap((each) => rowsAt(points, points.members(row.node).get(each) ?? NO_NODE)) : [row]));
  return elements.flatMap((row) => offer(sight, index, kind, row, name === undefined ? functionsAt(points, second) : [], name));
}

const ELEMENTS = ['[]', '0', '1', '2', '3'] as const;

function offer(sight: Sight, index: number, kind: 'resource' | 'prompt', row: Row, handlers: readonly number[], name: string | undefined): EntryPoint[] {
  const { program, points } = sight;
  const members = membersOf(sight, row);
  const pick = (names: readonly string[]): NodeId => names.map((each) => members.get(each)).find((node) => node !== undefined && points.of(node).length > 0) ?? NO_NODE;
  const runs = handlers.length > 0 ? handlers : functionsAt(points, pick(LOADS));
  if (runs.length === 0) return [];
  const label = name ?? textAt(points, pick(['name'])) ?? '';
  const declared = pick(ARGUMENTS);
  const schema = kind === 'resource' || declared === NO_NODE || isList(sight, declared) ? undefined : schemaAt(program, points, declared);
  const isOpen = kind === 'resource' ? (textAt(points, pick(ADDRESSES)) ?? '{').includes('{') : declared !== NO_NODE;
  // A handler beside the description is given the address and its variables; one inside, its variables alone.
  const count = kind === 'resource' && (handlers.length > 0 || members.has('readCallback')) ? 2 : 1;
  const params = isOpen ? runs.flatMap((fn) => (program.fns[fn]?.params ?? []).slice(0, count)) : [];
  const note = kind === 'resource' ? `URI of resource \`${label}\`` : `arguments of prompt \`${label}\``;
  return [{
    kind, registration: 'fastmcp', name: label, location: callLocation(program, index), handlers: runs, schema: schema?.fields ? schema : undefined, enforced: true,
    annotations: NO_NODE, outputSchema: NO_NODE, inputs: params.map((node) => ({ node, path: [], note })),
  }];
}
