import { NO_NODE } from '../../model/flow-graph';
import { valuesAt, type Solver } from './solver';

/** Superclasses of superclasses are followed this far. */
export const MAX_INHERITANCE = 8;

/** The classes of the program that a class may extend. */
export function parents(solver: Solver, cls: number): number[] {
  const base = solver.program.classes[cls]?.base ?? NO_NODE;
  return base === NO_NODE ? [] : valuesAt(solver, base).flatMap((value) => (value.k === 'class' ? [value.cls] : []));
}

/** The method that a class itself has; `constructor` is no method of one that writes none. */
export function ownMethod(solver: Solver, cls: number, name: string): number | undefined {
  const methods = solver.program.classes[cls]?.methods;
  return methods && Object.hasOwn(methods, name) ? methods[name] : undefined;
}

/** The method of a class, its own or inherited. */
export function method(solver: Solver, cls: number, name: string, depth = 0): number | undefined {
  const own = ownMethod(solver, cls, name);
  if (own !== undefined || depth > MAX_INHERITANCE) return own;
  for (const parent of parents(solver, cls)) {
    const inherited = method(solver, parent, name, depth + 1);
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

/** Names of the methods of a class, its own and inherited; no accessors. */
export function methodNames(solver: Solver, cls: number, depth = 0): string[] {
  const own = Object.keys(solver.program.classes[cls]?.methods ?? {}).filter((name) => name !== 'constructor' && !/^[gs]et /.test(name));
  return depth > MAX_INHERITANCE ? own : [...new Set([...own, ...parents(solver, cls).flatMap((parent) => methodNames(solver, parent, depth + 1))])];
}
