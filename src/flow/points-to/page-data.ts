import { NO_NODE, type NodeId, type Prop } from '../../model/flow-graph';
import { fileOfCall, fileOfFn, type ProgramFile } from '../program';
import { onExports } from './conventions';
import { load } from './loads';
import { connect, fresh, type Solver } from './solver';

/** Functions that make the values of a page on the server: what they return, under `props`, is what the page is given. */
const GIVES_PROPS = /^get(?:ServerSide|Static|Initial)Props$/;
/** Functions that a page asks for its values, by what it asks them with. */
const ASKED: Readonly<Record<string, string>> = { loader: 'useLoaderData', action: 'useActionData' };

/** Hands what a file's loader returns to the page in the same file. */
export function handPageData(solver: Solver): void {
  const { program } = solver;
  const pages = new Map<ProgramFile, number[]>();
  const makers = new Map<ProgramFile, number[]>();
  const returned = (fn: number): NodeId => program.fns[fn]?.ret ?? NO_NODE;
  const give = (maker: number, page: number): void => { hand(solver, returned(maker), ['props'], program.fns[page]?.params[0] ?? NO_NODE); };
  onExports(solver, (fn, name) => {
    const file = fileOfFn(program, fn);
    if (!file) return;
    if (name === 'default') {
      pages.set(file, [...(pages.get(file) ?? []), fn]);
      for (const maker of makers.get(file) ?? []) give(maker, fn);
    } else if (GIVES_PROPS.test(name)) {
      makers.set(file, [...(makers.get(file) ?? []), fn]);
      for (const page of pages.get(file) ?? []) give(fn, page);
    } else if (Object.hasOwn(ASKED, name)) {
      program.calls.forEach((call, index) => { if (call.name === ASKED[name] && fileOfCall(program, index) === file) hand(solver, returned(fn), [], call.result); });
    }
  });
}

/** What is at a path of one node is the other. */
function hand(solver: Solver, from: NodeId, path: readonly Prop[], to: NodeId): void {
  if (from === NO_NODE || to === NO_NODE) return;
  const flow = { fromPath: path, to, toPath: [], call: -1, same: true, normalises: false, clears: [] };
  const known = solver.modelled.get(from);
  if (known) known.push(flow);
  else solver.modelled.set(from, [flow]);
  let value = from;
  for (const prop of path) {
    const next = fresh(solver);
    load(solver, value, prop, next);
    value = next;
  }
  connect(solver, value, to);
}
