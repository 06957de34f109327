import type { Analysis } from '../../../../flow/analyse';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { literalsAt } from '../query';
import { chainOf } from '../stores/chain';

/** Calls that give what stands for one table, with the table as an argument. */
const GIVES = /(?:^|\.)(?:collection|model|define|getRepository|getMongoRepository|getTreeRepository|getCustomRepository|[a-z]+Table|table|getModelForClass|discriminator|createForClass|getModel)$/;

/** The literal name of the collection that a call is a method of. */
export function collectionAt(analysis: Analysis, call: number): string | undefined {
  const { calls, base } = chainOf(analysis, call);
  const direct = calls.slice(1).find((link) => GIVES.test(link.name));
  if (direct) return entityAt(analysis, direct.args[0]);
  return base === NO_NODE ? undefined : madeFrom(analysis, base);
}

/** What an argument names: a literal, a class, or something that was made with a name. */
export function entityAt(analysis: Analysis, node: NodeId | undefined): string | undefined {
  if (node === undefined || node === NO_NODE) return undefined;
  const literal = literalsAt(analysis, node).filter((value) => typeof value === 'string');
  if (literal.length === 1) return String(literal[0]).replace(/["`[\]]/g, '').replace(/^.*\./, '');
  for (const value of analysis.points.of(node)) if (value.k === 'class') return analysis.program.classes[value.cls]?.name;
  return madeFrom(analysis, node);
}

/** The name that the call which made a value was given. */
function madeFrom(analysis: Analysis, node: NodeId): string | undefined {
  const { points, program } = analysis;
  for (const value of points.of(node)) {
    if (value.k === 'class') return program.classes[value.cls]?.name;
    if (value.k !== 'api' || value.call < 0) continue;
    const call = program.calls[value.call];
    if (call && GIVES.test(call.name)) return entityAt(analysis, call.args[0]);
  }
  return undefined;
}

/** What a member or variable says of a table: `usersRepository`, `this.userModel`, `prisma.user`. */
export function entityByName({ program }: Analysis, base: NodeId): string | undefined {
  for (const node of [base, ...(program.assignsByTarget.get(base) ?? [])]) {
    const load = program.loadOf.get(node);
    const origin = program.origins[node];
    const name = load && /^\w+$/.test(load.prop) ? load.prop : origin?.k === 'param' ? origin.name : undefined;
    if (name !== undefined) return name.replace(/_?(?:repository|repo|model|collection|table|entity)$/i, '');
  }
  return undefined;
}
