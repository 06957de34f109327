import type { ConventionRule } from '../../facts/knowledge/rules';
import { INJECTED, MEMBERS } from '../../facts/knowledge/sources';
import { ANY, NO_NODE, type Load } from '../../model/flow-graph';
import { fileOfFn } from '../program';
import { originalOf } from '../way-back';
import { load } from './loads';
import { addApi, fresh, onFunction, type Solver } from './solver';

/** Gives the functions that a framework finds by their name, or their parameters', what it calls them with. */
export function applyConventions(solver: Solver, rules: readonly ConventionRule[]): void {
  const { program } = solver;
  const apply = (rule: ConventionRule, fn: number): void => {
    for (const [param, type] of Object.entries(rule.params)) addApi(solver, program.fns[fn]?.params[Number(param)] ?? NO_NODE, type, -1);
  };
  const open = rules.filter((rule) => !rule.exported);
  program.fns.forEach((fn, index) => {
    if (fn.params.length === 0) return;
    const names = fn.params.map((param) => { const origin = program.origins[param]; return origin?.k === 'param' ? origin.name : ''; });
    for (const rule of open) if (matches(solver, rule, index, names, [fn.name])) apply(rule, index);
  });
  onExports(solver, (fn, exported) => {
    const record = program.fns[fn];
    const names = (record?.params ?? []).map((param) => { const origin = program.origins[param]; return origin?.k === 'param' ? origin.name : ''; });
    for (const rule of rules) if (rule.exported && matches(solver, rule, fn, names, [exported, record?.name ?? ''])) apply(rule, fn);
  });
}

/** Gives members and parameters that a framework fills by their names what these names say. */
export function applyNames(solver: Solver): void {
  const { program } = solver;
  const before = (load: Load): Load | undefined => program.loadOf.get(originalOf(program, load.from));
  const isNamed = (load: Load | undefined, names: readonly string[]): boolean => load !== undefined && load.prop === names[names.length - 1] && (names.length === 1 || isNamed(before(load), names.slice(0, -1)));
  for (const load of program.loads) for (const { names, api } of MEMBERS) if (isNamed(load, names)) addApi(solver, load.to, api, -1);
  program.origins.forEach((origin, node) => {
    const api = origin?.k === 'param' && Object.hasOwn(INJECTED, origin.name) ? INJECTED[origin.name] : undefined;
    if (api !== undefined) addApi(solver, node, api, -1);
  });
}

function matches(solver: Solver, rule: ConventionRule, fn: number, params: readonly string[], names: readonly string[]): boolean {
  if (rule.names.length > params.length || !rule.names.every((pattern, i) => pattern.test(params[i] ?? ''))) return false;
  if (rule.name && !names.some((name) => rule.name?.test(name))) return false;
  if (rule.directive !== undefined && !fileOfFn(solver.program, fn)?.flow.directives?.includes(rule.directive)) return false;
  return !rule.file || rule.file.test(fileOfFn(solver.program, fn)?.path ?? '');
}

/** Functions that a file exports by name, and members of its default export. */
export function onExports(solver: Solver, run: (fn: number, name: string) => void): void {
  const exported = new Set(solver.program.files.map((file) => file.flow.exports + file.nodes));
  for (const store of solver.program.stores) {
    if (!exported.has(store.base)) continue;
    onFunction(solver, store.from, (fn) => { run(fn, store.prop); });
    if (store.prop !== 'default' && store.prop !== 'actions') continue;
    const member = fresh(solver);
    load(solver, store.from, ANY, member);
    onFunction(solver, member, (fn) => { run(fn, store.prop === 'default' ? '' : store.prop); });
  }
}
