import type { Analysis } from '../../../../flow/analyse';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { queryOf } from '../query';

const MAX_NODES = 300;

/** Whether something is made of one of some values: members, texts, lists and objects around them included. */
export function dependsOn(analysis: Analysis, from: readonly NodeId[], wanted: ReadonlySet<NodeId>): boolean {
  const { program } = analysis;
  const query = queryOf(analysis);
  const seen = new Set<NodeId>();
  const work = [...from];
  for (let node = work.pop(); node !== undefined && seen.size < MAX_NODES; node = work.pop()) {
    if (node === NO_NODE || seen.has(node)) continue;
    if (wanted.has(node)) return true;
    seen.add(node);
    work.push(...(program.assignsByTarget.get(node) ?? []), ...(program.spreadsByTarget.get(node) ?? []));
    for (const load of query.loadsTo(node)) work.push(load.from, load.key ?? NO_NODE);
    for (const store of program.initStores.get(node) ?? []) work.push(store.from);
    for (const concat of program.concatsByResult.get(node) ?? []) for (const part of concat.parts) if (typeof part === 'number') work.push(part);
    const index = program.callByResult.get(node);
    const call = index === undefined ? undefined : program.calls[index];
    if (call) work.push(call.recv, ...call.args);
  }
  return false;
}
