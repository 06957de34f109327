import { NO_NODE, type NodeId } from '../../model/flow-graph';
import type { ProgramFile } from '../program';
import { schemaAt } from '../schema/read';
import type { EntryPoint } from './entry';
import { firstOf } from './handlers';
import { functionsAt, memberOf, textAt, type Sight } from './read';
import { toolOf } from './tool';

/** Frameworks that find entry points by the folder of their file, and what a file there exports. */
const BY_FOLDER = /^xmcp(\/|$)/;

/** xmcp: a file in `tools`, `prompts` or `resources` whose default export is the handler, with `schema` and `metadata` beside it. */
export function fileEntries(sight: Sight): EntryPoint[] {
  const { program } = sight;
  if (!program.files.some((file) => file.flow.imports.some((specifier) => BY_FOLDER.test(specifier)))) return [];
  return program.files.flatMap((file) => (file.product ? fileEntry(sight, file) : []));
}

function fileEntry(sight: Sight, file: ProgramFile): EntryPoint[] {
  const { program, points } = sight;
  const folder = /(?:^|\/)(tools|prompts|resources)\/(.*)\.[cm]?[jt]sx?$/.exec(file.path);
  const exported = points.members(file.flow.exports + file.nodes);
  const [handler] = functionsAt(points, exported.get('default') ?? NO_NODE);
  if (!folder || handler === undefined || (!exported.has('metadata') && !exported.has('schema'))) return [];
  const [, kind, path = ''] = folder;
  const metadata = exported.get('metadata') ?? NO_NODE;
  const pick = (name: string): NodeId => memberOf(sight, metadata, name);
  const name = textAt(points, pick('name')) ?? path.replace(/^.*\//, '');
  const at = program.fns[handler]?.at;
  const location = { path: file.path, line: at?.[0] ?? 1, column: at?.[1] ?? 1 };
  const arrived = firstOf(program, handler);
  const schema = exported.get('schema') ?? NO_NODE;
  if (kind === 'tools') {
    const parts = { name: pick('name'), description: pick('description'), schema, annotations: pick('annotations'), outputSchema: exported.get('outputSchema') ?? NO_NODE, handler: NO_NODE };
    return [toolOf(sight, parts, { location, registration: 'class', enforced: schema !== NO_NODE, name, arrivals: schema === NO_NODE ? [] : arrived })];
  }
  const isPrompt = kind === 'prompts';
  return [{
    kind: isPrompt ? 'prompt' : 'resource', registration: 'class', name, location, handlers: [handler], schema: schema === NO_NODE ? undefined : schemaAt(program, points, schema), enforced: true,
    annotations: NO_NODE, outputSchema: NO_NODE, inputs: schema === NO_NODE ? [] : arrived.filter(({ node }) => node !== NO_NODE).map(({ node, path: inner }) => ({ node, path: inner, note: isPrompt ? `arguments of prompt \`${name}\`` : `URI of resource \`${name}\`` })),
  }];
}
