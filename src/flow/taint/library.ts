import { ELEMENT, NO_NODE } from '../../model/flow-graph';
import { usesMcp } from '../entry-points';
import type { PointsTo } from '../points-to/result';
import { fileOf, fileOfCall, fileOfFn, isInside, type Program, type ProgramFile } from '../program';
import type { Value } from '../points-to/values';
import { maskOf } from './kinds';
import type { TaintSource } from './follow/fact';

/** What a caller of a library does not expect of the values that it hands on. Files and addresses are its own affair. */
const SURPRISES = maskOf(['prototype-pollution', 'redos', 'command-injection', 'argument-injection', 'code-injection']);
/** To run a command, or code, as a whole may be what a function is for. */
const PURPOSES = maskOf(['command-injection', 'code-injection']);
/** What frameworks call functions with. */
const HANDED = /(?:Request|Response|Reply|Context|Toolkit|Event\w*|IncomingMessage|Args|Options|NextFunction)\(\)$|^@nestjs\/|\.next$/;
/** Objects in objects that exported functions are looked for in. */
const NESTING = 3;

/**
 * Parameters of functions that a library exports, and that nothing in sight calls: whoever uses the library may hand
 * on what a stranger sent. Files that have to do with an MCP server are no library, their exports are for the server.
 */
export function libraryParameters(program: Program, points: PointsTo): TaintSource[] {
  const servers = filesOfServers(program);
  const found: TaintSource[] = [];
  for (const [fn, name] of exportedFunctions(program, points)) {
    const file = fileOfFn(program, fn);
    if (!file?.product || servers.has(file) || points.callers(fn).some((call) => isOtherCaller(program, call, fn))) continue;
    const params = program.fns[fn]?.params ?? [];
    if (params.length === 0) for (const node of argumentLists(program, file, fn)) found.push({ node, path: [ELEMENT], kinds: SURPRISES, inText: PURPOSES, note: `an argument of the exported \`${name}\``, origin: 'library' });
    for (const param of params) {
      const origin = program.origins[param];
      if (origin?.k !== 'param' || points.of(param).some((value) => value.k === 'api' && HANDED.test(value.path))) continue;
      found.push({ node: param, path: [], kinds: SURPRISES, inText: PURPOSES, note: `parameter \`${origin.name}\` of the exported \`${name}\``, origin: 'library' });
    }
  }
  return [...found, ...pluginOptions(program, points)];
}

/** Parameters of plugins of jQuery: who sets an option to a text of the page does not expect it to become markup. */
function pluginOptions(program: Program, points: PointsTo): TaintSource[] {
  return program.stores.flatMap((store): TaintSource[] => {
    if (!fileOf(program, store.base)?.product || !points.of(store.base).some((value) => value.k === 'api' && value.path === '$.fn')) return [];
    const fns = points.of(store.from).flatMap((value) => (value.k === 'fn' ? [value.fn] : []));
    return fns.flatMap((fn) => program.fns[fn]?.params ?? []).map((node) => ({ node, path: [], kinds: maskOf(['xss']), note: `an option of the plugin \`${store.prop}\` of jQuery`, origin: 'library' }));
  });
}

/** A call of the product outside the function itself: tests and examples say nothing of what others hand over. */
function isOtherCaller(program: Program, call: number, fn: number): boolean {
  return fileOfCall(program, call)?.product === true && !isInside(program, program.calls[call]?.fn ?? -1, fn);
}

/** Where a function that names no parameters speaks of its `arguments`. */
function argumentLists(program: Program, file: ProgramFile, fn: number): number[] {
  return file.flow.owners.flatMap((owner, local) => (owner + file.fns === fn && file.flow.names[local] === 'arguments' && program.origins[local + file.nodes]?.k === 'array' ? [local + file.nodes] : []));
}

/** Files that import an MCP library, and all that are joined with them by imports. */
export function filesOfServers(program: Program): ReadonlySet<ProgramFile> {
  const near = new Map<ProgramFile, Set<ProgramFile>>(program.files.map((file) => [file, new Set()]));
  for (const file of program.files) {
    for (const specifier of [...file.flow.imports, ...file.flow.reexports]) {
      const target = program.resolve(file.path, specifier);
      const other = target && 'file' in target ? program.files[target.file] : undefined;
      if (!other) continue;
      near.get(file)?.add(other);
      near.get(other)?.add(file);
    }
  }
  const servers = new Set(program.files.filter((file) => usesMcp({ ...program, files: [file] })));
  // What is added while the set is walked is walked as well.
  for (const file of servers) for (const other of near.get(file) ?? []) servers.add(other);
  return servers;
}

/** Functions that a file exports by themselves, as members of objects, as methods of classes, or that such functions return. */
function exportedFunctions(program: Program, points: PointsTo): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const see = (value: Value, name: string, depth: number): void => {
    if (depth > NESTING) return;
    if (value.k === 'fn') {
      if (found.has(value.fn)) return;
      const own = program.fns[value.fn]?.name ?? '';
      found.set(value.fn, own === '' ? name : own);
      for (const returned of points.of(program.fns[value.fn]?.ret ?? NO_NODE)) if (returned.k === 'fn' || returned.k === 'object') see(returned, own === '' ? name : own, depth + 1);
    } else if (value.k === 'class' || value.k === 'instance') {
      for (const [method, fn] of Object.entries(program.classes[value.cls]?.methods ?? {})) see({ k: 'fn', fn }, method, depth + 1);
    } else if (value.k === 'object') members(value.node, name, depth);
  };
  const members = (node: number, name: string, depth: number): void => {
    for (const [prop, member] of points.members(node)) for (const value of points.of(member)) see(value, /^(=|default|\*)$/.test(prop) ? name : prop, depth + 1);
  };
  for (const file of program.files) members(file.flow.exports + file.nodes, file.path.replace(/^.*\/|\.\w+$/g, ''), 0);
  // Members that are hung on exported functions and their prototypes.
  for (const store of program.stores) {
    if (points.of(store.base).some((value) => (value.k === 'fn' || value.k === 'prototype') && found.has(value.fn))) for (const value of points.of(store.from)) if (value.k === 'fn') see(value, store.prop, 1);
  }
  return found;
}
