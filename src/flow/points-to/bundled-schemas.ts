import { NO_NODE, type Call, type NodeId } from '../../model/flow-graph';
import { fileOf, type Program } from '../program';
import { originalOf } from '../way-back';
import { addApi, type Solver } from './solver';

/** What schemas are begun with, by the names that zod gives them; what bundlers add to the names of functions stands behind. */
const OBJECTS = /^(?:object|strictObject|looseObject)(?:Type)?(?:\$\d+)?$/;
const MAKERS = /^_?(object|strictObject|looseObject|string|number|boolean|bigint|date|enum|nativeEnum|array|tuple|optional|nullable|literal|union|discriminatedUnion|record|any|unknown|null|preprocess|lazy)(?:Type)?(?:\$\d+)?$/;
/** Other makers than `object` among the members that show that a library of schemas speaks. */
const ENOUGH = 2;
const LONGEST_CHAIN = 12;

/**
 * Calls that make schemas of what looks like zod where no import says so, since it was bundled: `n.object({ id: n.number() })`, whose
 * members are made by the same `n`, or `objectType({ id: numberType() })`, where the bundler took the functions out of their module.
 */
export function bundledMakers(program: Program): ReadonlySet<Call> {
  const makers = program.calls.filter((call) => call.kind === 'call' && MAKERS.test(call.name));
  const speaking = speakers(program, makers);
  return new Set(makers.filter((call) => speaking.has(speakerOf(program, call))));
}

/** Takes what makes those schemas for zod. */
export function seedBundledSchemas(solver: Solver): void {
  for (const call of solver.bundled) {
    if (call.recv === NO_NODE) addApi(solver, call.callee, `zod.z.${MAKERS.exec(call.name)?.[1] ?? ''}`, -1);
    else addApi(solver, call.recv, 'zod.z', -1);
  }
}

/** Whose `object` is given members that its own makers begin. */
function speakers(program: Program, makers: readonly Call[]): ReadonlySet<string> {
  const named = new Map<string, Set<string>>();
  for (const call of makers) {
    if (!OBJECTS.test(call.name)) continue;
    const speaker = speakerOf(program, call);
    if (speaker === '') continue;
    const names = named.get(speaker) ?? new Set<string>();
    named.set(speaker, names);
    for (const member of program.initStores.get(call.args[0] ?? NO_NODE) ?? []) {
      const begun = begunBy(program, member.from, speaker);
      if (begun !== undefined) names.add(begun);
    }
  }
  return new Set([...named].filter(([, names]) => names.size >= ENOUGH).map(([speaker]) => speaker));
}

/** What a chain of calls such as `n.string().min(1)` begins with, when a speaker's own maker begins it. */
function begunBy(program: Program, node: NodeId, speaker: string): string | undefined {
  let made = program.calls[program.callByResult.get(originalOf(program, node)) ?? -1];
  for (let i = 0; made && i < LONGEST_CHAIN; i++) {
    if (MAKERS.test(made.name) && speakerOf(program, made) === speaker) return made.name;
    made = program.calls[program.callByResult.get(made.recv) ?? -1];
  }
  return undefined;
}

/** What the maker is a member of, or the file for a function of its own; empty when a package says what it is. */
function speakerOf(program: Program, call: Call): string {
  if (call.recv === NO_NODE) return isOfPackage(program, call.callee) ? '' : `file ${fileOf(program, call.callee)?.path ?? ''}`;
  const load = program.loadOf.get(originalOf(program, call.recv));
  if (!load) return isOfPackage(program, call.recv) ? '' : `node ${originalOf(program, call.recv)}`;
  return isOfPackage(program, load.from) ? '' : `member ${originalOf(program, load.from)} ${load.prop}`;
}

function isOfPackage(program: Program, node: NodeId): boolean {
  const origin = program.origins[originalOf(program, node)];
  const found = origin?.k === 'import' ? program.resolve(fileOf(program, node)?.path ?? '', origin.module) : undefined;
  return found !== undefined && 'module' in found;
}
