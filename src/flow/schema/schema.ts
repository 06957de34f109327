import type { NodeId } from '../../model/flow-graph';
import type { PointsTo } from '../points-to/result';
import type { Program } from '../program';
import { ALL_KINDS, type KindMask } from '../taint/kinds';

/** What a schema lets through, as far as it can be read: zod, JSON Schema, TypeBox, valibot, yup, joi. */
export interface Schema {
  readonly type: 'string' | 'number' | 'boolean' | 'literal' | 'array' | 'object' | 'record' | 'any' | 'unknown';
  /** Finding kinds that a value which passed the schema can no longer cause. */
  readonly clears: KindMask;
  /** Members of an object; undefined when they are not known. */
  readonly fields?: ReadonlyMap<string, Schema>;
  readonly element?: Schema;
  /** A string, array or number with an upper bound or a fixed form. */
  readonly bounded: boolean;
  readonly described: boolean;
  /** Unknown members come through (passthrough, additionalProperties). */
  readonly open: boolean;
  /** Which library: '' for a plain JSON Schema object. */
  readonly library: string;
  readonly node: NodeId;
}

/** What a reader of schemas works with; `at` reads the schemas that stand inside the one being read. */
export interface Reading {
  readonly program: Program;
  readonly points: PointsTo;
  readonly at: (node: NodeId) => Schema;
}

/** A schema of which nothing could be read. */
export const NOTHING_KNOWN = { type: 'unknown', clears: 0, bounded: false, described: false, open: false, library: '' } as const;

/** What may be one schema or the other: it lets through whatever either lets through. */
export function either(a: Schema, b: Schema): Schema {
  return { ...a, type: a.type === b.type ? a.type : 'unknown', clears: a.clears & b.clears, bounded: a.bounded && b.bounded, open: a.open || b.open, ...(a.fields && b.fields && { fields: mergeFields(a.fields, b.fields) }) };
}

function mergeFields(a: ReadonlyMap<string, Schema>, b: ReadonlyMap<string, Schema>): ReadonlyMap<string, Schema> {
  const merged = new Map(a);
  for (const [name, schema] of b) {
    const known = merged.get(name);
    merged.set(name, known ? either(known, schema) : schema);
  }
  return merged;
}

/** Formats whose alphabet leaves nothing to inject with. A URL or an e-mail address does not narrow enough. */
export function formatClears(format: string): KindMask {
  return /^(uuid|guid|cuid2?|ulid|nanoid|ipv[46]|datetime|date|time|isoDate|isoDateTime|duration)$/.test(format) ? ALL_KINDS : 0;
}

/** An object that has the members of both; where both have one, the second's counts. */
export function mergeObjects(a: Schema, b: Schema): Pick<Schema, 'type' | 'fields' | 'open'> {
  return { type: 'object', fields: new Map([...(a.fields ?? []), ...(b.fields ?? [])]), open: a.open || b.open };
}
