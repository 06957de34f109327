import type { NodeId } from '../../model/flow-graph';
import { constantAt } from '../literals';
import { ALL_KINDS } from '../taint/kinds';
import { matchClears } from '../taint/text/patterns';
import { TEXT_CLEARS } from './texts';
import { formatClears, NOTHING_KNOWN, type Reading, type Schema } from './schema';

type Members = ReadonlyMap<string, NodeId>;

/** Reads a JSON Schema from the members of the object that is one. */
export function fromJsonSchema(reading: Reading, node: NodeId, members: Members): Schema {
  const type = String(constantAt(reading.points, members.get('type')) ?? (members.has('properties') ? 'object' : 'unknown'));
  const has = (name: string): boolean => members.has(name);
  const base: Schema = { ...NOTHING_KNOWN, node, described: has('description') };
  if (has('enum') || has('const')) return { ...base, type: 'literal', clears: ALL_KINDS, bounded: true };
  switch (type) {
    case 'integer': case 'number': return { ...base, type: 'number', clears: ALL_KINDS, bounded: has('maximum') || has('exclusiveMaximum') };
    case 'boolean': case 'null': return { ...base, type: 'boolean', clears: ALL_KINDS, bounded: true };
    case 'string': return textOf(reading, base, members);
    case 'array': {
      const items = members.get('items');
      return { ...base, type: 'array', bounded: has('maxItems'), ...(items !== undefined && { element: reading.at(items) }) };
    }
    case 'object': return objectOf(reading, base, members);
    default: return base;
  }
}

function textOf({ points }: Reading, base: Schema, members: Members): Schema {
  const pattern = constantAt(points, members.get('pattern'));
  const clears = typeof pattern === 'string' ? matchClears(pattern, '') : formatClears(String(constantAt(points, members.get('format')) ?? ''));
  return { ...base, type: 'string', clears: clears | TEXT_CLEARS, bounded: members.has('maxLength') || members.has('pattern') || members.has('format') };
}

function objectOf({ points, at }: Reading, base: Schema, members: Members): Schema {
  const properties = members.get('properties');
  const fields = new Map<string, Schema>();
  for (const value of properties === undefined ? [] : points.of(properties)) {
    if (value.k !== 'object') continue;
    for (const [name, member] of points.members(value.node)) fields.set(name, at(member));
  }
  return { ...base, type: 'object', fields, open: constantAt(points, members.get('additionalProperties')) !== false };
}
