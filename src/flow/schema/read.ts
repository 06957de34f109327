import type { NodeId } from '../../model/flow-graph';
import { constantAt } from '../literals';
import type { PointsTo } from '../points-to/result';
import type { Value } from '../points-to/values';
import type { Program } from '../program';
import { fromJsonSchema } from './json-schema';
import { fromCall } from './library';
import { either, NOTHING_KNOWN, type Reading, type Schema } from './schema';

const MAX_DEPTH = 12;

/** Schemas that were read already, by program; a schema that holds itself is unknown where it does. */
const known = new WeakMap<PointsTo, Map<NodeId, Schema>>();

/** Reads the schema that a node holds. */
export function schemaAt(program: Program, points: PointsTo, node: NodeId, depth = 0): Schema {
  const unknown: Schema = { ...NOTHING_KNOWN, node };
  if (depth > MAX_DEPTH) return unknown;
  const schemas = known.get(points) ?? new Map<NodeId, Schema>();
  known.set(points, schemas);
  const before = schemas.get(node);
  if (before) return before;
  schemas.set(node, unknown);
  const reading: Reading = { program, points, at: (inner) => schemaAt(program, points, inner, depth + 1) };
  const [only, ...others] = points.of(node).flatMap((value) => fromValue(reading, node, value) ?? []);
  const schema = only ? others.reduce(either, only) : unknown;
  schemas.set(node, schema);
  return schema;
}

function fromValue(reading: Reading, node: NodeId, value: Value): Schema | undefined {
  if (value.k === 'api' && value.call >= 0) return fromCall(reading, node, value.path.replace(/\.shape$/, ''), value.call);
  if (value.k === 'object') return fromObject(reading, value.node);
  return undefined;
}

/** A plain object is a JSON Schema when it says its type, and otherwise a shape: names to schemas. */
function fromObject(reading: Reading, node: NodeId): Schema | undefined {
  const members = reading.points.members(node);
  if (members.size === 0) return { ...NOTHING_KNOWN, type: 'object', fields: new Map(), node };
  const type = constantAt(reading.points, members.get('type'));
  if (typeof type === 'string' || members.has('enum') || members.has('properties') || members.has('anyOf') || members.has('oneOf')) return fromJsonSchema(reading, node, members);
  const fields = new Map<string, Schema>();
  for (const [name, member] of members) if (!name.startsWith('get ') && name !== '*' && name !== '[]') fields.set(name, reading.at(member));
  const first = [...fields.values()].find((field) => field.type !== 'unknown');
  return first && { ...NOTHING_KNOWN, type: 'object', fields, library: first.library, node };
}
