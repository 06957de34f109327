import { NO_NODE, type NodeId } from '../../model/flow-graph';
import { ALL_KINDS, type KindMask } from '../taint/kinds';
import { narrowed } from './methods';
import { isTextName, optionsClear, regexClears, TEXT_CLEARS } from './texts';
import { either, formatClears, mergeObjects, NOTHING_KNOWN, type Reading, type Schema } from './schema';

const LIBRARIES = /^(zod|@sinclair\/typebox|typebox|valibot|yup|joi|superstruct|@hapi\/joi|myzod|fastmcp|arktype|elysia)\b/;
/** Names on the way to a function that say nothing of the type. */
const NAMESPACES = new Set(['', 'z', 't', 'default', 'Type', 'coerce', 'Joi']);

/** A schema made by a library: the function that began the chain gives the type, the methods behind it narrow it. */
export function fromCall(reading: Reading, node: NodeId, path: string, call: number): Schema | undefined {
  const library = LIBRARIES.exec(path)?.[1];
  if (library === undefined) return undefined;
  const record = reading.program.calls[call];
  if (!record) return undefined;
  const chain = path.slice(library.length).split('.').filter((step) => !NAMESPACES.has(step)).map((step) => step.replace('()', ''));
  const name = chain[chain.length - 1] ?? '';
  return chain.length > 1 ? narrowed(reading, reading.at(record.recv), name, record.args) : started({ reading, base: { ...NOTHING_KNOWN, library, node }, name, args: record.args });
}

/** The first function of a chain, by its name, with its arguments. */
interface Start {
  readonly reading: Reading;
  readonly base: Schema;
  readonly name: string;
  readonly args: readonly NodeId[];
}

function started(start: Start): Schema {
  if (isTextName(start.name)) return startText(start);
  return STARTS.find(({ names }) => names.test(start.name))?.read(start) ?? start.base;
}

/** Functions that make a schema; the first row counts whose names hold the function's. */
const STARTS: readonly { readonly names: RegExp; readonly read: (start: Start) => Schema }[] = [
  { names: /^(number|int(32)?|uint(32)?|float(32|64)?|bigint|nan|Number|Integer|BigInt|Numeric)$/, read: ({ base }) => ({ ...base, type: 'number', clears: ALL_KINDS }) },
  {
    names: /^(boolean|date|null|undefined|void|never|enum|nativeEnum|literal|Boolean|Date|Null|Literal|Enum|BooleanString|stringbool|picklist|symbol)$/,
    read: ({ base, name }) => ({ ...base, type: name === 'boolean' ? 'boolean' : 'literal', clears: ALL_KINDS, bounded: true }),
  },
  { names: /^(object|strictObject|looseObject|Object|struct|interface)$/, read: startObject },
  { names: /^(array|Array|set|Set|tuple|Tuple)$/, read: (start) => ({ ...start.base, type: 'array', element: start.name.toLowerCase() === 'tuple' ? start.base : argument(start, 0) }) },
  { names: /^(record|map|Record)$/, read: (start) => ({ ...start.base, type: 'record', element: argument(start, (start.args[1] ?? NO_NODE) === NO_NODE ? 0 : 1), open: true }) },
  {
    names: /^(optional|nullable|nullish|lazy|readonly|Optional|Readonly|catch|prefault|nonoptional|partial|strict|exactOptional)$/,
    read: (start) => ({ ...argument(start, 0), node: start.base.node }),
  },
  { names: /^pipe$/, read: startPipe },
  { names: /^(union|or|Union|xor)$/, read: (start) => unionOf(start, 0) },
  { names: /^(discriminatedUnion|variant)$/, read: (start) => unionOf(start, 1) },
  { names: /^(intersection|merge|intersect|Intersect|Composite)$/, read: (start) => ({ ...start.base, ...mergeObjects(argument(start, 0), argument(start, 1)) }) },
  { names: /^(preprocess|transform)$/, read: (start) => argument(start, 1) },
  { names: /^(any|unknown|custom|instanceof|json|Any|Unknown|mixed)$/, read: ({ base }) => ({ ...base, type: 'any' }) },
];

function argument({ reading, args }: Start, index: number): Schema {
  return reading.at(args[index] ?? -1);
}

function startText({ reading, base, name, args }: Start): Schema {
  const plain = name === 'string' || name === 'String';
  return { ...base, type: 'string', clears: TEXT_CLEARS | (plain ? optionsClear(reading.points, args[0] ?? -1) : formatClears(name)), bounded: !plain };
}

function startObject(start: Start): Schema {
  const { fields } = argument(start, 0);
  return { ...start.base, ...(fields && { fields }), type: 'object', open: start.name === 'looseObject' };
}

function unionOf({ reading, base, args }: Start, index: number): Schema {
  const { points } = reading;
  const members = points.of(args[index] ?? -1).flatMap((value) => (value.k === 'object' ? [...points.members(value.node)] : []));
  const [first, ...rest] = members.filter(([name]) => /^\d+$/.test(name)).map(([, member]) => reading.at(member));
  return first ? { ...rest.reduce(either, first), library: base.library, node: base.node } : base;
}

function startPipe(start: Start): Schema {
  return start.args.slice(1).reduce((schema, arg) => ({ ...schema, clears: schema.clears | pipeClears(start.reading, arg), bounded: true }), argument(start, 0));
}

function pipeClears({ program, points }: Reading, arg: NodeId): KindMask {
  return points.of(arg).reduce((mask, value) => {
    if (value.k !== 'api' || value.call < 0) return mask;
    const name = value.path.slice(value.path.lastIndexOf('.') + 1).replace('()', '');
    if (name === 'regex') return mask | regexClears(points, program.calls[value.call]?.args[0] ?? -1);
    return mask | (isTextName(name) ? formatClears(name) : 0);
  }, 0);
}
