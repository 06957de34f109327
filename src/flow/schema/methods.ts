import type { NodeId } from '../../model/flow-graph';
import { constantAt } from '../literals';
import type { PointsTo } from '../points-to/result';
import { ALL_KINDS, maskOf, type KindMask } from '../taint/kinds';
import { either, formatClears, mergeObjects, type Reading, type Schema } from './schema';
import { isTextName, regexClears } from './texts';

/** A method called on a schema. */
interface Narrowing {
  readonly reading: Reading;
  readonly base: Schema;
  readonly method: string;
  readonly first: NodeId;
}

/** `.regex(/x/)`, `.enum([...])`, `.max(10)`, `.optional()` … on a schema. */
export function narrowed(reading: Reading, base: Schema, method: string, args: readonly NodeId[]): Schema {
  if (isTextName(method)) return base.type === 'string' ? { ...base, clears: base.clears | formatClears(method), bounded: true } : base;
  return METHODS.find(({ names }) => names.test(method))?.read({ reading, base, method, first: args[0] ?? -1 }) ?? base;
}

/** Letters, digits and the underscore: enough for the name of a member, and for nothing else. */
const WORD = ALL_KINDS & ~maskOf(['prototype-pollution']);

/** Methods that say something of what comes through; the others leave the schema as it is. */
const METHODS: readonly { readonly names: RegExp; readonly read: (narrowing: Narrowing) => Schema }[] = [
  { names: /^(regex|pattern|matches)$/, read: ({ reading, base, first }) => ({ ...base, clears: base.clears | regexClears(reading.points, first), bounded: true }) },
  { names: /^(alphanum|hex|token)$/, read: ({ base }) => ({ ...base, clears: base.clears | WORD, bounded: true }) },
  { names: /^(oneOf|valid|equal|enum|literal|keyof)$/, read: ({ base }) => ({ ...base, type: 'literal', clears: ALL_KINDS, bounded: true }) },
  { names: /^(max|length|lte|lt|maxLength|maxSize|size)$/, read: ({ base }) => ({ ...base, bounded: true }) },
  { names: /^(describe|meta|label)$/, read: ({ base }) => ({ ...base, described: true }) },
  { names: /^array$/, read: ({ base }) => ({ ...base, type: 'array', element: base, clears: 0, bounded: false }) },
  { names: /^(passthrough|catchall|loose)$/, read: ({ base }) => ({ ...base, open: true }) },
  { names: /^(extend|merge|safeExtend|augment|and)$/, read: ({ reading, base, first }) => ({ ...base, ...mergeObjects(base, reading.at(first)), type: 'object' }) },
  { names: /^(refine|check)$/, read: ({ reading, base, first }) => ({ ...base, clears: base.clears | refined(reading, first) }) },
  { names: /^or$/, read: ({ reading, base, first }) => either(base, reading.at(first)) },
  { names: /^pipe$/, read: ({ reading, base, first }) => ({ ...base, clears: base.clears | reading.at(first).clears }) },
  { names: /^transform$/, read: ({ base }) => ({ ...base, clears: 0 }) },
  { names: /^(pick|omit)$/, read: ({ reading, base, method, first }) => picked(reading.points, base, first, method === 'pick') },
];

function picked(points: PointsTo, base: Schema, mask: NodeId, keep: boolean): Schema {
  const names = new Set(points.of(mask).flatMap((value) => (value.k === 'object' ? [...points.members(value.node).keys()] : [])));
  return base.fields ? { ...base, fields: new Map([...base.fields].filter(([name]) => names.has(name) === keep)) } : base;
}

/** `.refine((text) => !text.startsWith('-'))`: what a test of one expression rules out. */
function refined({ program, points }: Reading, test: NodeId): KindMask {
  const fns = points.of(test).flatMap((value) => (value.k === 'fn' ? [program.fns[value.fn]] : []));
  return fns.flatMap((fn) => (fn?.exits.length === 1 ? (fn.exits[0]?.ifTrue ?? []) : [])).reduce((mask, { param, path, guard }) => {
    const { condition } = guard;
    if (param !== 0 || path.length > 0 || guard.about !== 'self' || condition.t !== 'call') return mask;
    const call = program.calls[condition.call];
    if (call?.name === 'startsWith' && !condition.positive && constantAt(points, call.args[0]) === '-') return mask | maskOf(['argument-injection']);
    return call?.name === 'test' && condition.positive ? mask | regexClears(points, call.recv) : mask;
  }, 0);
}
