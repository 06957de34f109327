import { MODULE_ITSELF, type NodeId } from '../../model/flow-graph';
import { readField } from './fields';
import { addApi, fresh, link, type Solver } from './solver';

/** The node of a file's namespace. */
export function moduleNode(solver: Solver, index: number): NodeId {
  const known = solver.moduleNodes.get(index);
  if (known !== undefined) return known;
  const file = solver.program.files[index];
  const node = fresh(solver);
  solver.moduleNodes.set(index, node);
  if (file) {
    const exported = file.flow.exports + file.nodes;
    link(solver, exported, node);
    readField(solver, solver.values.id({ k: 'object', node: exported }), MODULE_ITSELF, node);
  }
  return node;
}

/** Nodes of the modules that a file exports everything of: `export * from 'x'`. */
export function reexported(solver: Solver, index: number): NodeId[] {
  const file = solver.program.files[index];
  return (file?.flow.reexports ?? []).flatMap((specifier) => {
    const found = solver.program.resolve(file?.path ?? '', specifier);
    if (!found) return [];
    if ('file' in found) return found.file === index ? [] : [moduleNode(solver, found.file)];
    const node = fresh(solver);
    addApi(solver, node, found.module, -1);
    return [node];
  });
}
