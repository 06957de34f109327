import { ELEMENT, NO_NODE, type NodeId, type TypeRef } from '../model/flow-graph';
import type { Solver } from './points-to';
import type { ValueId } from './values';

/** Types that the platform declares globally and that knowledge tables speak of. */
const GLOBAL_TYPES = new Set(['Request', 'Response', 'URL', 'Headers', 'FormData', 'URLSearchParams', 'Buffer', 'HTMLElement', 'Element', 'Document', 'Window', 'ExecutionContext', 'D1Database', 'KVNamespace', 'R2Bucket', 'Fetcher', 'DurableObjectNamespace']);

/** Takes an annotation at its word: an instance of the class, of every class that implements the interface, or of the library's type. */
export function seedType(solver: Solver, node: NodeId, type: TypeRef, implementers: ReadonlyMap<string, readonly number[]>, watch: (node: NodeId, run: (value: ValueId) => void) => void): void {
  let target = node;
  if (type.array) {
    solver.add(node, { k: 'object', node });
    target = solver.fresh();
    solver.store(node, ELEMENT, target);
  }
  const name = type.members?.[type.members.length - 1] ?? type.name;
  for (const cls of implementers.get(name) ?? []) solver.add(target, { k: 'instance', cls });
  if (type.node === NO_NODE) {
    if (GLOBAL_TYPES.has(type.name)) solver.add(target, { k: 'api', path: `${type.name}()`, call: -1 });
    return;
  }
  const suffix = (type.members ?? []).map((member) => `.${member}`).join('');
  watch(type.node, (id) => {
    const value = solver.values.of(id);
    if (value.k === 'class' && suffix === '') solver.add(target, { k: 'instance', cls: value.cls });
    if (value.k === 'api') solver.addApi(target, `${value.path}${suffix}()`, -1);
  });
}
