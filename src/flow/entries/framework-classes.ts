import { NO_NODE, type NodeId } from '../../model/flow-graph';
import { fileOf, type Program } from '../program';
import { schemaAt } from '../schema/read';
import type { Schema } from '../schema/schema';
import type { EntryPoint } from './entry';
import { firstOf } from './handlers';
import { locationOfRow, membersOf, textAt, type Sight } from './read';
import { toolOf } from './tool';

/** Classes whose base makes them entry points: mcp-framework's tools and prompts, workers-mcp's entry points. */
export function frameworkClasses(sight: Sight): EntryPoint[] {
  const { program, points } = sight;
  return program.classes.flatMap((cls, index) => {
    if (cls.base === NO_NODE || !fileOf(program, cls.node)?.product) return [];
    const bases = points.of(cls.base).flatMap((value) => (value.k === 'api' ? [value.path] : []));
    if (bases.includes('mcp-framework.MCPTool')) return frameworkTool(sight, index, cls.methods['execute']);
    if (bases.includes('mcp-framework.MCPPrompt')) return frameworkPrompt(sight, index, cls.methods['generateMessages']);
    return bases.includes('cloudflare:workers.WorkerEntrypoint') && program.files.some((file) => file.flow.imports.includes('workers-mcp')) ? workerMethods(sight, index) : [];
  });
}

function frameworkTool(sight: Sight, cls: number, method: number | undefined): EntryPoint[] {
  if (method === undefined) return [];
  const members = membersOf(sight, { k: 'instance', cls });
  const pick = (name: string): NodeId => members.get(name) ?? NO_NODE;
  const tool = toolOf(sight, { name: pick('name'), description: pick('description'), schema: pick('schema'), annotations: pick('annotations'), outputSchema: pick('outputSchemaShape'), handler: NO_NODE }, {
    location: locationOfRow(sight, { k: 'instance', cls }), registration: 'class', enforced: true, arrivals: firstOf(sight.program, method),
  });
  return [{ ...tool, schema: typedFields(sight, pick('schema')) ?? tool.schema }];
}

function frameworkPrompt(sight: Sight, cls: number, method: number | undefined): EntryPoint[] {
  if (method === undefined) return [];
  const members = membersOf(sight, { k: 'instance', cls });
  const name = textAt(sight.points, members.get('name') ?? NO_NODE) ?? '';
  return [{
    kind: 'prompt', registration: 'class', name, location: locationOfRow(sight, { k: 'instance', cls }), handlers: [method], schema: typedFields(sight, members.get('schema') ?? NO_NODE), enforced: true,
    annotations: NO_NODE, outputSchema: NO_NODE, inputs: firstOf(sight.program, method).filter(({ node }) => node !== NO_NODE).map(({ node, path }) => ({ node, path, note: `arguments of prompt \`${name}\`` })),
  }];
}

/** mcp-framework's own form of a schema: `{ a: { type: z.string(), description: '…' } }`. */
function typedFields({ program, points }: Sight, node: NodeId): Schema | undefined {
  const fields = new Map<string, Schema>();
  for (const value of node === NO_NODE ? [] : points.of(node)) {
    if (value.k !== 'object') return undefined;
    for (const [name, member] of points.members(value.node)) {
      const inner = points.of(member).flatMap((each) => (each.k === 'object' ? [points.members(each.node)] : []))[0];
      const type = inner?.get('type');
      if (type === undefined) return undefined;
      const field = schemaAt(program, points, type);
      if (field.type === 'unknown') return undefined;
      fields.set(name, { ...field, described: inner?.has('description') === true });
    }
  }
  const [first] = fields.values();
  return first && { type: 'object', clears: 0, fields, bounded: false, described: false, open: false, library: first.library, node };
}

/** Every method of the class is a tool; nothing checks what it is called with. */
function workerMethods(sight: Sight, cls: number): EntryPoint[] {
  const methods = Object.entries(sight.program.classes[cls]?.methods ?? {}).filter(([name]) => !/^(constructor|fetch|get .*|set .*|#.*|_.*)$/.test(name));
  return methods.map(([name, fn]): EntryPoint => ({
    kind: 'tool', registration: 'class', name, location: locationOfFn(sight.program, fn), handlers: [fn], schema: undefined, enforced: false, annotations: NO_NODE, outputSchema: NO_NODE,
    inputs: (sight.program.fns[fn]?.params ?? []).map((node) => ({ node, path: [], note: `an argument of tool \`${name}\`` })),
  }));
}

function locationOfFn(program: Program, fn: number): EntryPoint['location'] {
  const record = program.fns[fn];
  return { path: fileOf(program, record?.self ?? NO_NODE)?.path ?? '', line: record?.at[0] ?? 1, column: record?.at[1] ?? 1 };
}
