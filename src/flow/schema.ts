import type { NodeId } from '../model/flow-graph';
import type { PointsTo } from './points-to';
import type { Program } from './program';
import { ALL_KINDS, maskOf, type KindMask } from './taint/kinds';
import { matchClears } from './taint/strings';
import type { Value } from './values';

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

const NOTHING_KNOWN = { type: 'unknown', clears: 0, bounded: false, described: false, open: false, library: '' } as const;
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
  const read = points.of(node).flatMap((value) => fromValue(program, points, node, value, depth) ?? []);
  const [only, ...others] = read;
  // What may be one schema or another lets through whatever either lets through.
  const schema = only ? others.reduce((merged, other) => either(merged, other), only) : unknown;
  schemas.set(node, schema);
  return schema;
}

function either(a: Schema, b: Schema): Schema {
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

function fromValue(program: Program, points: PointsTo, node: NodeId, value: Value, depth: number): Schema | undefined {
  if (value.k === 'api' && value.call >= 0) return fromCall(program, points, node, value.path.replace(/\.shape$/, ''), value.call, depth);
  if (value.k === 'object') return fromObject(program, points, value.node, depth);
  return undefined;
}

/** A plain object is a JSON Schema when it says its type, and otherwise a shape: names to schemas. */
function fromObject(program: Program, points: PointsTo, node: NodeId, depth: number): Schema | undefined {
  const members = points.members(node);
  if (members.size === 0) return { ...NOTHING_KNOWN, type: 'object', fields: new Map(), node };
  const type = constantAt(points, members.get('type'));
  if (typeof type === 'string' || members.has('enum') || members.has('properties') || members.has('anyOf') || members.has('oneOf')) return fromJsonSchema(program, points, node, members, depth);
  const fields = new Map<string, Schema>();
  for (const [name, member] of members) if (!name.startsWith('get ') && name !== '*' && name !== '[]') fields.set(name, schemaAt(program, points, member, depth + 1));
  const known = [...fields.values()].filter((field) => field.type !== 'unknown');
  return known.length === 0 ? undefined : { ...NOTHING_KNOWN, type: 'object', fields, library: known[0]?.library ?? '', node };
}

function fromJsonSchema(program: Program, points: PointsTo, node: NodeId, members: ReadonlyMap<string, NodeId>, depth: number): Schema {
  const type = String(constantAt(points, members.get('type')) ?? (members.has('properties') ? 'object' : 'unknown'));
  const has = (name: string): boolean => members.has(name);
  const base: Schema = { ...NOTHING_KNOWN, node, described: has('description') };
  if (has('enum') || has('const')) return { ...base, type: 'literal', clears: ALL_KINDS, bounded: true };
  if (type === 'integer' || type === 'number') return { ...base, type: 'number', clears: ALL_KINDS, bounded: has('maximum') || has('exclusiveMaximum') };
  if (type === 'boolean' || type === 'null') return { ...base, type: 'boolean', clears: ALL_KINDS, bounded: true };
  if (type === 'string') {
    const pattern = constantAt(points, members.get('pattern'));
    return { ...base, type: 'string', clears: typeof pattern === 'string' ? matchClears(pattern, '') : formatClears(String(constantAt(points, members.get('format')) ?? '')), bounded: has('maxLength') || has('pattern') || has('format') };
  }
  if (type === 'array') return { ...base, type: 'array', bounded: has('maxItems'), ...(members.get('items') !== undefined && { element: schemaAt(program, points, members.get('items') ?? -1, depth + 1) }) };
  if (type !== 'object') return base;
  const properties = members.get('properties');
  const fields = new Map<string, Schema>();
  for (const value of properties === undefined ? [] : points.of(properties)) {
    if (value.k !== 'object') continue;
    for (const [name, member] of points.members(value.node)) fields.set(name, schemaAt(program, points, member, depth + 1));
  }
  return { ...base, type: 'object', fields, open: constantAt(points, members.get('additionalProperties')) !== false };
}

/** The single literal that a node holds. */
export function constantAt(points: PointsTo, node: NodeId | undefined): string | number | boolean | null | undefined {
  if (node === undefined) return undefined;
  const values = points.of(node);
  const [only] = values;
  return values.length === 1 && only?.k === 'const' ? only.value : undefined;
}

const STRINGS = /^(string|email|url|httpUrl|uuid|guid|cuid2?|ulid|nanoid|ipv[46]|cidrv[46]|base64(url)?|jwt|emoji|isoDate|isoDateTime|iso|String|templateLiteral|stringFormat|hostname)$/;
const NUMBERS = /^(number|int(32)?|uint(32)?|float(32|64)?|bigint|nan|Number|Integer|BigInt)$/;
const NARROW = /^(boolean|date|null|undefined|void|never|enum|nativeEnum|literal|Boolean|Date|Null|Literal|Enum|stringbool|picklist|symbol)$/;
const LIBRARIES = /^(zod|@sinclair\/typebox|typebox|valibot|yup|joi|superstruct|@hapi\/joi|myzod|fastmcp|arktype)\b/;

/** A schema made by a library: the function that began the chain gives the type, the methods behind it narrow it. */
function fromCall(program: Program, points: PointsTo, node: NodeId, path: string, call: number, depth: number): Schema | undefined {
  const library = LIBRARIES.exec(path)?.[1];
  if (library === undefined) return undefined;
  const record = program.calls[call];
  if (!record) return undefined;
  const chain = path.slice(library.length).split('.').filter((step) => step !== '' && step !== 'z' && step !== 'default' && step !== 'Type' && step !== 'coerce' && step !== 'Joi');
  const base: Schema = { ...NOTHING_KNOWN, library, node };
  if (chain.length > 1) return narrowed(program, points, record.recv, (chain[chain.length - 1] ?? '').replace('()', ''), record.args, depth);
  return started(program, points, base, (chain[0] ?? '').replace('()', ''), record.args, depth);
}

function started(program: Program, points: PointsTo, base: Schema, name: string, args: readonly NodeId[], depth: number): Schema {
  const [first = -1, second = -1] = args;
  const inner = (node: NodeId): Schema => schemaAt(program, points, node, depth + 1);
  if (STRINGS.test(name)) return { ...base, type: 'string', clears: name === 'string' || name === 'String' ? optionsClear(points, first) : formatClears(name), bounded: name !== 'string' && name !== 'String' };
  if (NUMBERS.test(name)) return { ...base, type: 'number', clears: ALL_KINDS };
  if (NARROW.test(name)) return { ...base, type: name === 'boolean' ? 'boolean' : 'literal', clears: ALL_KINDS, bounded: true };
  if (/^(object|strictObject|looseObject|Object|struct|interface)$/.test(name)) return { ...base, ...shapeOf(inner(first)), type: 'object', open: name === 'looseObject', library: base.library };
  if (/^(array|Array|set|Set|tuple|Tuple)$/.test(name)) return { ...base, type: 'array', element: name.toLowerCase() === 'tuple' ? { ...base } : inner(first) };
  if (/^(record|map|Record)$/.test(name)) return { ...base, type: 'record', element: inner(second === -1 ? first : second), open: true };
  if (/^(optional|nullable|nullish|lazy|readonly|Optional|Readonly|catch|prefault|nonoptional|partial|strict|exactOptional)$/.test(name)) return { ...inner(first), node: base.node };
  if (name === 'pipe') return args.slice(1).reduce((schema, arg) => ({ ...schema, clears: schema.clears | pipeClears(program, points, arg), bounded: true }), inner(first));
  if (/^(union|or|discriminatedUnion|Union|xor|variant)$/.test(name)) return unionOf(program, points, base, name.startsWith('discriminated') || name === 'variant' ? second : first, depth);
  if (/^(intersection|merge|intersect|Intersect|Composite)$/.test(name)) return { ...base, ...merge(inner(first), inner(second)) };
  if (/^(preprocess|transform)$/.test(name)) return inner(second);
  if (/^(any|unknown|custom|instanceof|json|Any|Unknown|mixed)$/.test(name)) return { ...base, type: 'any' };
  return base;
}

function shapeOf(schema: Schema): Partial<Schema> {
  return schema.fields ? { fields: schema.fields } : {};
}

function merge(a: Schema, b: Schema): Partial<Schema> {
  return { type: 'object', fields: new Map([...(a.fields ?? []), ...(b.fields ?? [])]), open: a.open || b.open };
}

function unionOf(program: Program, points: PointsTo, base: Schema, list: NodeId, depth: number): Schema {
  const members = points.of(list).flatMap((value) => (value.k === 'object' ? [...points.members(value.node)] : []));
  const schemas = members.filter(([name]) => /^\d+$/.test(name)).map(([, member]) => schemaAt(program, points, member, depth + 1));
  const [first, ...rest] = schemas;
  return first ? { ...rest.reduce((merged, schema) => either(merged, schema), first), library: base.library, node: base.node } : base;
}

/** `.regex(/x/)`, `.enum([...])`, `.max(10)`, `.optional()` … on a schema. */
function narrowed(program: Program, points: PointsTo, recv: NodeId, method: string, args: readonly NodeId[], depth: number): Schema {
  const base = schemaAt(program, points, recv, depth + 1);
  const [first = -1] = args;
  if (method === 'regex' || method === 'pattern' || method === 'matches') {
    const clears = points.of(first).reduce((mask, value) => (value.k === 'regex' ? mask | matchClears(value.source, value.flags) : mask), 0);
    return { ...base, clears: base.clears | clears, bounded: true };
  }
  if (/^(oneOf|valid|equal|enum|literal)$/.test(method)) return { ...base, type: 'literal', clears: ALL_KINDS, bounded: true };
  if (STRINGS.test(method) && base.type === 'string') return { ...base, clears: base.clears | formatClears(method), bounded: true };
  if (/^(max|length|lte|lt|maxLength|maxSize|size)$/.test(method)) return { ...base, bounded: true };
  if (method === 'describe' || method === 'meta' || method === 'label') return { ...base, described: true };
  if (method === 'array') return { ...base, type: 'array', element: base, clears: 0, bounded: false };
  if (/^(passthrough|catchall|loose)$/.test(method)) return { ...base, open: true };
  if (/^(extend|merge|safeExtend|augment|and)$/.test(method)) return { ...base, ...merge(base, schemaAt(program, points, first, depth + 1)), type: 'object' };
  if (method === 'refine' || method === 'check') return { ...base, clears: base.clears | refined(program, points, first) };
  if (method === 'or') return either(base, schemaAt(program, points, first, depth + 1));
  if (method === 'pipe') return { ...base, clears: base.clears | schemaAt(program, points, first, depth + 1).clears };
  if (method === 'transform') return { ...base, clears: 0 };
  if (method === 'keyof') return { ...base, type: 'literal', clears: ALL_KINDS, bounded: true };
  if (method === 'pick' || method === 'omit') return picked(points, base, first, method === 'pick');
  return base;
}

function picked(points: PointsTo, base: Schema, mask: NodeId, keep: boolean): Schema {
  const names = new Set(points.of(mask).flatMap((value) => (value.k === 'object' ? [...points.members(value.node).keys()] : [])));
  return base.fields ? { ...base, fields: new Map([...base.fields].filter(([name]) => names.has(name) === keep)) } : base;
}

/** `.refine((text) => !text.startsWith('-'))`: what a test of one expression rules out. */
function refined(program: Program, points: PointsTo, test: NodeId): KindMask {
  const fns = points.of(test).flatMap((value) => (value.k === 'fn' ? [program.fns[value.fn]] : []));
  return fns.flatMap((fn) => (fn?.exits.length === 1 ? (fn.exits[0]?.ifTrue ?? []) : [])).reduce((mask, { param, path, guard }) => {
    const { condition } = guard;
    if (param !== 0 || path.length > 0 || guard.about !== 'self' || condition.t !== 'call') return mask;
    const call = program.calls[condition.call];
    if (call?.name === 'startsWith' && !condition.positive && constantAt(points, call.args[0]) === '-') return mask | maskOf(['argument-injection']);
    const pattern = call?.name === 'test' && condition.positive ? points.of(call.recv) : [];
    return pattern.reduce((sum, value) => (value.k === 'regex' ? sum | matchClears(value.source, value.flags) : sum), mask);
  }, 0);
}

function pipeClears(program: Program, points: PointsTo, arg: NodeId): KindMask {
  return points.of(arg).reduce((mask, value) => {
    if (value.k !== 'api' || value.call < 0) return mask;
    const name = value.path.slice(value.path.lastIndexOf('.') + 1).replace('()', '');
    if (name === 'regex') return mask | points.of(program.calls[value.call]?.args[0] ?? -1).reduce((inner, each) => (each.k === 'regex' ? inner | matchClears(each.source, each.flags) : inner), 0);
    return mask | (STRINGS.test(name) ? formatClears(name) : 0);
  }, 0);
}

/** `Type.String({ pattern: '^[a-z]+$' })`. */
function optionsClear(points: PointsTo, options: NodeId): KindMask {
  return points.of(options).reduce((mask, value) => {
    if (value.k !== 'object') return mask;
    const pattern = constantAt(points, points.members(value.node).get('pattern'));
    return typeof pattern === 'string' ? mask | matchClears(pattern, '') : mask;
  }, 0);
}

/** Formats whose alphabet leaves nothing to inject with. A URL or an e-mail address does not narrow enough. */
function formatClears(format: string): KindMask {
  if (/^(uuid|guid|cuid2?|ulid|nanoid|ipv[46]|datetime|date|time|isoDate|isoDateTime|duration)$/.test(format)) return ALL_KINDS;
  return 0;
}
