import type { NodeId } from '../../model/flow-graph';
import type { Program } from '../program';
import { originalOf } from '../way-back';

const AT = /^(charCodeAt|charAt|codePointAt|at|slice|substring|substr|startsWith)$/;

const known = new WeakMap<Program, ReadonlySet<NodeId>>();

/**
 * Whether the program looks at what stands behind a prefix: `candidate[root.length] === sep`. Together with
 * `candidate.startsWith(root)` that is a test of a whole folder, as if the separator were part of the prefix.
 */
export function looksBehind(program: Program, prefix: NodeId): boolean {
  let prefixes = known.get(program);
  if (!prefixes) known.set(program, (prefixes = prefixesLookedBehind(program)));
  return prefixes.has(originalOf(program, prefix));
}

function prefixesLookedBehind(program: Program): ReadonlySet<NodeId> {
  const lengths = new Map<NodeId, NodeId>();
  for (const load of program.loads) if (load.prop === 'length') lengths.set(load.to, originalOf(program, load.from));
  const positions = [...program.calls.filter((call) => AT.test(call.name)).flatMap((call) => call.args), ...program.loads.flatMap((load) => load.key ?? [])];
  return new Set(positions.flatMap((node) => lengths.get(originalOf(program, node)) ?? []));
}
