import { GUARDS } from '../../facts/knowledge/sanitizers';
import { indexRules } from '../../facts/knowledge/patterns';
import { NO_NODE, type NodeId, type Prop } from '../../model/flow-graph';
import { rowsAt, type Sight } from '../entries/read';
import { constantAt } from '../literals';
import { regexClears, TEXT_CLEARS } from '../schema/texts';
import { ALL_KINDS, maskOf, type KindMask } from '../taint/kinds';
import { matchClears } from '../taint/text/patterns';
import { partNamed, type Check, type Part } from './check';

/** What a chain of express-validator says of one field. */
export interface Chain {
  /** Any part when absent. */
  readonly parts: readonly Part[] | undefined;
  readonly fields: readonly string[];
  /** Kinds ruled out once the outcome was looked at. */
  readonly checked: KindMask;
  /** Kinds that the field cannot cause whether it passed or not: it was turned into a number. */
  readonly changed: KindMask;
}

const tests = indexRules(GUARDS);
const NUMBERS = new Set(['toInt', 'toFloat', 'toBoolean', 'toDate']);
const UNTELLING = new Set(['not', 'if', 'customSanitizer', 'unescape']);
/** Longer chains are not read. */
const MAX_LENGTH = 40;

/** The chain that ends with a call: `body('id').trim().isInt()`. */
export function chainAt(sight: Sight, end: number): Chain | undefined {
  const { program, points } = sight;
  let said: Said = { checked: 0, changed: 0 };
  let index = end;
  for (let steps = 0; steps < MAX_LENGTH; steps++) {
    const call = program.calls[index];
    const way = points.apis(index).find((path) => path.startsWith('express-validator'));
    if (!call || way === undefined) return undefined;
    const start = /^express-validator(?:\.(\w+))?$/.exec(way);
    if (start) return started(sight, start[1] ?? 'check', call.args[0] ?? NO_NODE, said);
    // What stands behind a condition, or is turned round, says nothing; what is made of the value afterwards is another.
    if (UNTELLING.has(call.name)) return undefined;
    said = { checked: said.checked | clearedBy(sight, call.name, call.args), changed: said.changed | changedBy(call.name) };
    index = points.of(call.recv).flatMap((value) => (value.k === 'api' ? [value.call] : []))[0] ?? -1;
  }
  return undefined;
}

type Said = Pick<Chain, 'checked' | 'changed'>;

function started(sight: Sight, name: string, field: NodeId, said: Said): Chain | undefined {
  const part = partNamed(name);
  if (part === undefined && name !== 'check') return undefined;
  return { parts: part && [part], fields: textsAt(sight, field), ...said };
}

function changedBy(name: string): KindMask {
  if (name === 'escape') return maskOf(['xss']);
  return NUMBERS.has(name) ? ALL_KINDS : 0;
}

/** What one validator rules out: those of `validator`, by the same names. */
function clearedBy({ program, points }: Sight, name: string, args: readonly NodeId[]): KindMask {
  const [first = NO_NODE] = args;
  if (name === 'isIn' || name === 'equals') return ALL_KINDS;
  if (name === 'isString') return TEXT_CLEARS;
  if (name === 'matches') {
    const text = constantAt(points, first === NO_NODE ? undefined : first);
    return typeof text === 'string' ? matchClears(text, '') : regexClears(points, first);
  }
  // Options of these let further characters through.
  if (/^isAlpha/.test(name) && args.length > 1 && program.origins[args[1] ?? NO_NODE]?.k !== 'const') return 0;
  return tests.find(`validator.${name}`).reduce((mask, rule) => mask | (rule.clears ? maskOf(rule.clears) : ALL_KINDS), 0);
}

/** `checkSchema({ id: { in: ['params'], isInt: true } }, ['body'])`. */
export function schemaChains(sight: Sight, index: number): Chain[] {
  const { program, points } = sight;
  const [fields = NO_NODE, places = NO_NODE] = program.calls[index]?.args ?? [];
  const given = partsOf(textsAt(sight, places));
  return rowsAt(points, fields).flatMap((row) => (row.k === 'object' ? [...points.members(row.node)] : [])).flatMap(([field, described]): Chain[] => rowsAt(points, described).flatMap((row): Chain[] => {
    if (row.k !== 'object') return [];
    const members = points.members(row.node);
    const own = partsOf(textsAt(sight, members.get('in') ?? NO_NODE));
    if (members.has('customSanitizer')) return [];
    const checked = [...members].reduce((mask, [name, value]) => mask | optionClears(sight, name, value), 0);
    return [{ parts: own.length > 0 ? own : given.length > 0 ? given : undefined, fields: [field], checked, changed: [...members.keys()].some((name) => NUMBERS.has(name)) ? ALL_KINDS : 0 }];
  }));
}

function optionClears(sight: Sight, name: string, value: NodeId): KindMask {
  const { points } = sight;
  const constant = constantAt(points, value);
  if (constant !== undefined) return constant === false ? 0 : clearedBy(sight, name, []);
  const options = rowsAt(points, value).flatMap((row) => (row.k === 'object' ? [points.members(row.node)] : []))[0];
  if (!options || options.has('negated') || options.has('if')) return 0;
  const given = options.get('options') ?? NO_NODE;
  if (name !== 'matches') return /^isAlpha/.test(name) && given !== NO_NODE ? 0 : clearedBy(sight, name, []);
  const [pattern] = rowsAt(points, given).flatMap((row) => (row.k === 'object' ? points.members(row.node).get('0') ?? [] : []));
  return clearedBy(sight, name, [pattern ?? given]);
}

/** A check made of chains whose outcome was looked at, or of what they change whatever the outcome. */
export function checkOf(chains: readonly Chain[], looked: boolean): Check {
  return (part, path) => {
    const wanted = path.map((prop) => (/^(?:\[\]|\d+)$/.test(prop) ? '*' : prop)).join('.');
    return chains.filter(({ parts, fields }) => fields.includes(wanted) && (part === 'matched' || (parts?.includes(part) ?? true)))
      .reduce((mask, chain) => mask | chain.changed | (looked || part === 'matched' ? chain.checked : 0), 0);
  };
}

/** The string at a node, or the strings of a list. */
function textsAt({ points }: Sight, node: NodeId): string[] {
  const own = node === NO_NODE ? undefined : constantAt(points, node);
  if (typeof own === 'string') return [own];
  return rowsAt(points, node).flatMap((row) => (row.k === 'object' ? [...points.members(row.node)] : [])).flatMap(([name, member]: readonly [Prop, NodeId]) => {
    const text = /^\d+$/.test(name) ? constantAt(points, member) : undefined;
    return typeof text === 'string' ? [text] : [];
  });
}

function partsOf(names: readonly string[]): Part[] {
  return names.flatMap((name) => partNamed(name) ?? []);
}
