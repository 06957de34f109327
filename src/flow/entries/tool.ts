import type { Location } from '../../model/location';
import { NO_NODE, type NodeId } from '../../model/flow-graph';
import { schemaAt } from '../schema/read';
import type { EntryPoint, Registration } from './entry';
import { handlersAt, type Arrival } from './handlers';
import { textAt, type Sight } from './read';

/** The nodes of what describes a tool. */
export interface ToolParts {
  readonly name: NodeId;
  readonly description: NodeId;
  readonly schema: NodeId;
  readonly annotations: NodeId;
  readonly outputSchema: NodeId;
  readonly handler: NodeId;
  /** The object that holds schema and description, where they are given in one. */
  readonly config?: NodeId;
}

interface ToolOptions {
  readonly location: Location;
  readonly registration: Registration;
  /** Whether the input is checked against the schema before the handler runs. */
  readonly enforced: boolean;
  /** Name when the parts do not give it. */
  readonly name?: string;
  /** Where the arguments arrive, when it is known better than from the handler. */
  readonly arrivals?: readonly Arrival[];
}

/** A tool out of its parts. */
export function toolOf(sight: Sight, parts: ToolParts, options: ToolOptions): EntryPoint {
  const { program, points } = sight;
  const { registration, enforced, location } = options;
  const arrived = options.arrivals ?? handlersAt(sight, parts.handler);
  const schema = parts.schema === NO_NODE ? undefined : schemaAt(program, points, parts.schema);
  const description = textAt(points, parts.description);
  const name = textAt(points, parts.name) ?? options.name ?? '';
  // Without a schema the SDK gives the handler its context alone.
  const silent = schema === undefined && registration === 'high-level' && enforced;
  const note = name === '' ? 'an argument of a tool' : `an argument of tool \`${name}\``;
  return {
    kind: 'tool', registration, name, location, handlers: [...new Set(arrived.map(({ fn }) => fn))], schema, enforced, annotations: parts.annotations, outputSchema: parts.outputSchema,
    inputs: silent ? [] : arrived.filter(({ node }) => node !== NO_NODE).map(({ node, path }) => ({ node, path, note })),
    ...(description !== undefined && { description }),
  };
}
