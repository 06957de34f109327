import type { ts } from 'ts-morph';
import { NO_NODE, type Guard, type NodeId, type ParamGuard, type Prop } from '../../../model/flow-graph';
import { REACH } from './merge';
import { addEdge, addNode, type Assumption, type Lowering } from './state';
import { readVariable, setPath } from './variables';

/** How many values made from a guarded one are refined with it. */
const FAN_OUT = 24;

interface Related {
  readonly node: NodeId;
  readonly by: readonly (string | number)[];
}

/**
 * Takes conditions as true from here on: every variable and access path that holds the value itself, something it
 * was made from, or something made from it, gets a refined value that carries the guard.
 */
export function assume(L: Lowering, at: ts.Node, assumptions: readonly Assumption[]): void {
  if (!L.act.state.alive) return;
  for (const assumption of assumptions) {
    const targets = targetsOf(L, assumption);
    if (targets.length === 0) continue;
    const guards = targets.flatMap(({ node, guard }) => paramGuard(L, node, guard) ?? []);
    for (const guard of guards.length > 0 ? guards : [undefined]) {
      L.act.state.held = { assumption, guard, before: L.act.state.held, length: (L.act.state.held?.length ?? 0) + 1 };
    }
    for (const { node, guard } of targets) refine(L, at, node, guard);
  }
}

/** The guards that an assumption puts on the parameters of the current function. */
export function onParams(L: Lowering, assumptions: readonly Assumption[]): ParamGuard[] {
  return assumptions.flatMap((assumption) => targetsOf(L, assumption).flatMap(({ node, guard }) => paramGuard(L, node, guard) ?? []));
}

function targetsOf(L: Lowering, assumption: Assumption): { readonly node: NodeId; readonly guard: Guard }[] {
  const { condition } = assumption;
  if (condition.t === 'either') return eitherTargets(L, condition.branches);
  if (condition.t === 'absent') return ancestors(L, assumption.subject).filter(({ node, by }) => L.holders.has(node) && by.every((step) => respells(L, step))).map(({ node, by }) => ({ node, guard: { condition, about: by.length === 0 ? 'self' : 'derived', by } }));
  return [
    ...ancestors(L, assumption.subject).map(({ node, by }): { node: NodeId; guard: Guard } => ({ node, guard: { condition, about: by.length === 0 ? 'self' : 'derived', by } })),
    ...descendants(L, assumption.subject).map(({ node, by }): { node: NodeId; guard: Guard } => ({ node, guard: { condition, about: by.length === 0 ? 'self' : 'origin', by } })),
  ];
}

/** Of what is empty once it is trimmed, or has no length, there was nothing before. */
function respells(L: Lowering, step: string | number): boolean {
  return typeof step === 'number' ? /^(trim|toString|String|toLowerCase|toUpperCase)$/.test(L.calls[step]?.name ?? '') : step === '.length';
}

/** Of a disjunction, only the values that every branch speaks of are refined. */
function eitherTargets(L: Lowering, branches: readonly (readonly Assumption[])[]): { readonly node: NodeId; readonly guard: Guard }[] {
  const perBranch = branches.map((branch) => {
    const guards = new Map<NodeId, Guard[]>();
    for (const assumption of branch) {
      for (const { node, guard } of targetsOf(L, assumption)) guards.set(node, [...(guards.get(node) ?? []), guard]);
    }
    return guards;
  });
  const [first, ...rest] = perBranch;
  if (!first) return [];
  return [...first.keys()]
    .filter((node) => rest.every((guards) => guards.has(node)))
    .map((node) => ({ node, guard: { condition: { t: 'any-of', branches: perBranch.map((guards) => guards.get(node) ?? []) }, about: 'self', by: [] } }));
}

/** The value and what it was made from, nearest first; `by` leads from the ancestor to the value. */
function ancestors(L: Lowering, node: NodeId): Related[] {
  const found: Related[] = [];
  let at: Related = { node, by: [] };
  for (let i = 0; i < REACH && at.node !== NO_NODE; i++) {
    found.push(at);
    const derivation = L.derivations.get(at.node);
    if (!derivation) break;
    at = { node: derivation.from, by: derivation.step === undefined ? at.by : [derivation.step, ...at.by] };
  }
  return found;
}

/** Values held by variables that were made from this one. */
function descendants(L: Lowering, origin: NodeId): Related[] {
  return (L.madeFrom.get(origin) ?? []).slice(0, FAN_OUT).flatMap((node) => {
    const chain = ancestors(L, node).find((related) => related.node === origin);
    return chain ? [{ node, by: chain.by }] : [];
  });
}

/** Whether an assumption is about a value, or something made from it; of alternatives, each must be. */
export function speaksOf(L: Lowering, { subject, condition }: Assumption, node: NodeId): boolean {
  if (condition.t === 'either') return condition.branches.every((branch) => branch.some((each) => speaksOf(L, each, node)));
  return ancestors(L, subject).some((related) => related.node === node);
}

function refine(L: Lowering, at: ts.Node, node: NodeId, guard: Guard): void {
  const held = new Map<NodeId, string[]>();
  for (const key of L.holders.get(node) ?? []) {
    const value = current(L, at, key);
    if (value !== undefined && isSame(L, value, node)) held.set(value, [...(held.get(value) ?? []), key]);
  }
  for (const [value, keys] of held) {
    const refined = addNode(L, at, undefined, L.labels[node]);
    addEdge(L, { op: 'assign', from: value, to: refined, guard });
    L.derivations.set(refined, { from: value, step: undefined });
    for (const key of keys) setPath(L, key, refined);
  }
}

/** Whether a value is another after tests of it. */
function isSame(L: Lowering, value: NodeId, node: NodeId): boolean {
  let at = value;
  for (let i = 0; i < REACH && at !== node; i++) {
    const derivation = L.derivations.get(at);
    if (!derivation || derivation.step !== undefined) return false;
    at = derivation.from;
  }
  return at === node;
}

/** What an access path holds now, if anything is known of it. */
function current(L: Lowering, at: ts.Node, key: string): NodeId | undefined {
  const known = L.act.state.values.get(key);
  if (known !== undefined) return known;
  if (key.includes('.')) return undefined;
  const variable = L.variables.get(Number(key));
  return variable && readVariable(L, at, variable);
}

/** The guard as one on a parameter of the current function, if the node is a parameter or a member of one. */
function paramGuard(L: Lowering, node: NodeId, guard: Guard): ParamGuard | undefined {
  const path: Prop[] = [];
  let at = node;
  for (let i = 0; i < REACH; i++) {
    const origin = L.origins[at];
    if (origin?.k === 'param' && origin.fn === L.act.index) return { param: origin.index, path, guard };
    const derivation = L.derivations.get(at);
    if (!derivation || typeof derivation.step === 'number') return undefined;
    if (derivation.step !== undefined) path.unshift(derivation.step.slice(1));
    at = derivation.from;
  }
  return undefined;
}
