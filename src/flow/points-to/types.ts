import { ELEMENT, NO_NODE, type NodeId, type TypeRef } from '../../model/flow-graph';
import { store } from './fields';
import { add, addApi, fresh, watch, type Solver } from './solver';

/** Types that the platform declares globally and that knowledge tables speak of. */
const GLOBAL_TYPES = new Set(['Request', 'Response', 'URL', 'Headers', 'FormData', 'URLSearchParams', 'Buffer', 'HTMLElement', 'Element', 'Document', 'Window', 'ExecutionContext', 'D1Database', 'KVNamespace', 'R2Bucket', 'Fetcher', 'DurableObjectNamespace']);

/** Takes an annotation at its word: an instance of the class, of every class that implements the interface, or of the library's type. */
export function seedType(solver: Solver, node: NodeId, type: TypeRef, implementers: ReadonlyMap<string, readonly number[]>): void {
  let target = node;
  if (type.array) {
    add(solver, node, { k: 'object', node });
    target = fresh(solver);
    store(solver, node, ELEMENT, target);
  }
  const name = type.members?.[type.members.length - 1] ?? type.name;
  for (const cls of implementers.get(name) ?? []) add(solver, target, { k: 'instance', cls });
  if (type.node === NO_NODE) {
    if (GLOBAL_TYPES.has(type.name)) addApi(solver, target, `${type.name}()`, -1);
    return;
  }
  const suffix = (type.members ?? []).map((member) => `.${member}`).join('');
  watch(solver, type.node, (id) => {
    const value = solver.values.of(id);
    if (value.k === 'class' && suffix === '') add(solver, target, { k: 'instance', cls: value.cls });
    if (value.k === 'api') addApi(solver, target, `${value.path}${suffix}()`, -1);
  });
}
