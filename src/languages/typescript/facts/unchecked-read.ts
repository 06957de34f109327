import type { Analysis } from '../../../flow/analyse';
import type { EntryPoint } from '../../../flow/entries/entry';
import { locationOf, type Program } from '../../../flow/program';
import { wayBack } from '../../../flow/way-back';
import type { Location } from '../../../model/location';
import type { Assign, Guard, NodeId, Prop, Store } from '../../../model/flow-graph';

/** Calls that check a value against a schema. */
export const CHECKS = /^(parse|safeParse|parseAsync|safeParseAsync|validate|validateSync|validateAsync|validateOrReject|assert|assertIs|check|create|decode|decodeSync|decodeUnknown|decodeUnknownSync|decodeUnknownPromise|decodeUnknownEither|attempt|Check|Parse|Decode|cast|is)$/;
/** Functions that a library made of a schema. */
const COMPILED = /(compile|getSchema|TypeCompiler\.Compile|createValidator|is)\(\)$/;
/** Values looked at before the search is given up. */
const MOST = 4000;
/** Members of members that are followed. */
const DEEPEST = 6;

/** The arguments of a call somewhere: `path` leads from the node to them, and is empty where the node is the arguments. */
export interface At {
  readonly node: NodeId;
  readonly path: readonly Prop[];
}

/** The first place where a dispatcher reads a member of the arguments that no schema has parsed before. */
export function uncheckedRead(analysis: Analysis, entry: EntryPoint): Location | undefined {
  return readsOf(analysis, entry.inputs.filter((input) => input.path[1] === 'arguments').map(({ node, path }) => ({ node, path }))).unchecked;
}

/** Whether members of a value are read, and the first that no schema and no test of its type has vouched for. */
export function readsOf(analysis: Analysis, from: readonly At[]): { readonly reads: boolean; readonly unchecked?: Location } {
  const { program } = analysis;
  const seen = new Set<NodeId>();
  const work: At[] = [...from];
  let reads = false;
  for (let at = work.pop(); at; at = work.pop()) {
    if (seen.has(at.node) || seen.size > MOST) continue;
    seen.add(at.node);
    const [head] = at.path;
    for (const load of program.loadsFrom.get(at.node) ?? []) {
      if (head === undefined && unwraps(program, at.node, load.to)) work.push({ node: load.to, path: [] });
      else if (head === undefined) {
        reads = true;
        const unchecked = checkedByHand(analysis, load.to) ? undefined : locationOf(program, load.to);
        if (unchecked) return { reads, unchecked };
      }
      if (load.prop === head) work.push({ node: load.to, path: at.path.slice(1) });
    }
    work.push(...handedOn(analysis, at));
  }
  return { reads };
}

/** Variables and parameters that take the value on; a schema's parse does not. */
function handedOn(analysis: Analysis, { node, path }: At): At[] {
  const { program, points } = analysis;
  const next: At[] = assignedFrom(program, node).filter(({ guard }) => path.length > 0 || !guard || !vouches(analysis, guard)).map(({ to }) => ({ node: to, path }));
  const tests = new Set(assignedFrom(program, node).flatMap(({ guard }) => (guard && vouches(analysis, guard) && 'call' in guard.condition ? [guard.condition.call] : [])));
  // Handed on inside an object, as in `handle({ request })`.
  if (path.length < DEEPEST) for (const { base, prop } of usesOf(program).members.get(node) ?? []) next.push({ node: base, path: [prop, ...path] });
  for (const { call, arg } of usedBy(program, node)) {
    // What a test reads, it reads to test it.
    if (tests.has(call)) continue;
    if (path.length === 0 && CHECKS.test(program.calls[call]?.name ?? '')) continue;
    for (const fn of points.targets(call)) {
      const param = program.fns[fn]?.params[arg];
      if (param !== undefined) next.push({ node: param, path });
    }
  }
  return next;
}

/** The member is of the type that a test on the way found it to have. */
function checkedByHand(analysis: Analysis, member: NodeId): boolean {
  return assignedFrom(analysis.program, member).some(({ guard }) => guard?.about === 'self' && (guard.condition.t === 'typeof' ? guard.condition.positive : guard.condition.t === 'instanceof' || vouches(analysis, guard)));
}

/** A variable takes either the value or this member of it, `'params' in args ? args.params : args`: the arguments in a wrapping. */
function unwraps(program: Program, whole: NodeId, member: NodeId): boolean {
  const wholes = wayBack(program, whole);
  return assignedFrom(program, member).some(({ to }) => [...wayBack(program, to)].some((node) => wholes.has(node)));
}

/** The value is as a compiled schema, or a predicate of the program, wants it: `if (!validate(args)) throw …`. */
function vouches({ program, points }: Analysis, { about, condition }: Guard): boolean {
  if (about !== 'self' || (condition.t !== 'call' && condition.t !== 'passed' && condition.t !== 'result')) return false;
  if (condition.t === 'call' && !condition.positive) return false;
  const call = program.calls[condition.call];
  if (call === undefined || condition.arg < 0) return false;
  const tests = points.targets(condition.call).some((fn) => program.fns[fn]?.exits.some((exit) => [...exit.held, ...(exit.ifTrue ?? [])].some((held) => held.param === condition.arg)));
  return tests || CHECKS.test(call.name) || points.apis(condition.call).some((path) => COMPILED.test(path));
}

interface Uses {
  readonly assigns: Map<NodeId, Assign[]>;
  /** Literals that hold the value as a member. */
  readonly members: Map<NodeId, Store[]>;
  readonly calls: Map<NodeId, { readonly call: number; readonly arg: number }[]>;
}

const uses = new WeakMap<Program, Uses>();

function usesOf(program: Program): Uses {
  const known = uses.get(program);
  if (known) return known;
  const made: Uses = { assigns: new Map(), members: new Map(), calls: new Map() };
  for (const edge of program.assigns) made.assigns.set(edge.from, [...(made.assigns.get(edge.from) ?? []), edge]);
  for (const store of program.stores) if (store.init) made.members.set(store.from, [...(made.members.get(store.from) ?? []), store]);
  program.calls.forEach((record, call) => {
    record.args.forEach((node, arg) => { made.calls.set(node, [...(made.calls.get(node) ?? []), { call, arg }]); });
  });
  uses.set(program, made);
  return made;
}

function assignedFrom(program: Program, node: NodeId): readonly Assign[] {
  return usesOf(program).assigns.get(node) ?? [];
}

function usedBy(program: Program, node: NodeId): readonly { readonly call: number; readonly arg: number }[] {
  return usesOf(program).calls.get(node) ?? [];
}
