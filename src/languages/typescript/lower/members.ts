import { ts } from 'ts-morph';
import { ANY, NO_NODE, type NodeId, type Prop } from '../../../model/flow-graph';
import { addEdge, addNode, place, type Lowering } from './state';
import { setPath } from './variables';

/** Loads are remembered per access path up to this many, so that minified code does not make every branch copy thousands. */
const REMEMBERED = 300;

/** A member of a value; the same access path gives the same node until something is assigned to it. */
export function loadMember(L: Lowering, at: ts.Node, base: NodeId, prop: Prop, path?: string): NodeId {
  const known = path === undefined ? undefined : L.act.state.values.get(path);
  if (known !== undefined) return known;
  if (base === NO_NODE) return NO_NODE;
  const to = addNode(L, at, undefined, prop);
  addEdge(L, { op: 'load', from: base, prop, to });
  L.derivations.set(to, { from: base, step: `.${prop}` });
  if (path !== undefined && L.act.state.values.size < REMEMBERED) setPath(L, path, to);
  return to;
}

/** The member that a literal key names. */
export function staticName(key: ts.Expression): Prop | undefined {
  if (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key)) return key.text;
  return undefined;
}

/** The name of a member of an object literal or class; computed names are ANY with their key. */
export function propertyName(L: Lowering, name: ts.PropertyName): { readonly prop: Prop; readonly key?: NodeId } {
  if (!ts.isComputedPropertyName(name)) return { prop: name.text };
  // One name for what a loop asks for: `[Symbol.iterator]() { … }`.
  if (/^Symbol\.(asyncI|i)terator$/.test(name.expression.getText(L.file))) return { prop: '@@iterator' };
  const fixed = staticName(name.expression);
  if (fixed !== undefined) return { prop: fixed };
  const key = L.visit.expression(L, name.expression);
  return key === NO_NODE ? { prop: ANY } : { prop: ANY, key };
}

export function positionOf(L: Lowering, node: ts.Node): [number, number] {
  const [line, column] = place(L, node);
  return [line, column];
}
