import { ts } from 'ts-morph';
import { NO_NODE, type NodeId } from '../../../model/flow-graph';
import type { Variable } from './scan';
import { hold } from './merge';
import { addEdge, addNode, join, type Lowering } from './state';

export function keyOf(variable: Variable): string {
  return String(variable.id);
}

/** Whether a variable has one value for its whole life, so that closures see what it held when they were made. */
export function single(variable: Variable): boolean {
  return variable.writes === 0;
}

/** The value that a read of the variable sees here. */
export function readVariable(L: Lowering, at: ts.Node, variable: Variable): NodeId {
  const known = L.act.state.values.get(keyOf(variable));
  const home = variable.home === L.act.home;
  if (known !== undefined) return home && variable.writtenElsewhere ? join(L, at, [known, cellOf(L, at, variable)]) : known;
  if (single(variable) && variable.defined) return variable.def;
  if (home && !variable.captured && !single(variable)) return variable.def;
  return cellOf(L, at, variable);
}

/** Where all values of the variable meet; for readers in other functions, and before its definition. */
export function cellOf(L: Lowering, at: ts.Node, variable: Variable): NodeId {
  if (variable.cell === NO_NODE) {
    variable.cell = addNode(L, at, undefined, variable.name);
    if (variable.defined) addEdge(L, { op: 'assign', from: variable.def, to: variable.cell });
  }
  return variable.cell;
}

/** Declares the variable with its first value. */
export function defineVariable(L: Lowering, at: ts.Node, variable: Variable, value: NodeId): void {
  L.variables.set(variable.id, variable);
  if (!single(variable)) {
    writeVariable(L, at, variable, value);
    return;
  }
  variable.def = value;
  variable.defined = true;
  if (variable.cell !== NO_NODE) addEdge(L, { op: 'assign', from: value, to: variable.cell });
  hold(L, value, keyOf(variable));
}

/** Assigns to the variable; what was known of its members no longer holds. */
export function writeVariable(L: Lowering, at: ts.Node, variable: Variable, value: NodeId): void {
  L.variables.set(variable.id, variable);
  const key = keyOf(variable);
  L.act.state.values.set(key, value);
  forgetMembers(L, key);
  hold(L, value, key);
  // Readers elsewhere, and exports of it, see every value it ever has.
  if (variable.captured || variable.home !== L.act.home || variable.cell !== NO_NODE) addEdge(L, { op: 'assign', from: value, to: cellOf(L, at, variable) });
}

/** Drops what is known of the members under an access path. */
export function forgetMembers(L: Lowering, key: string): void {
  const prefix = `${key}.`;
  for (const known of L.act.state.values.keys()) if (known.startsWith(prefix)) L.act.state.values.delete(known);
}

/** Gives an access path a new value without it being an assignment: a refinement, or the base after a store. */
export function setPath(L: Lowering, key: string, value: NodeId): void {
  L.act.state.values.set(key, value);
  hold(L, value, key);
}

/** The access path of an expression made of a variable (or `this`) and plain member names: `3.body.path`. */
export function accessPath(L: Lowering, expression: ts.Expression): string | undefined {
  if (ts.isIdentifier(expression)) {
    const variable = L.names.variableOf(expression);
    return variable && keyOf(variable);
  }
  if (expression.kind === ts.SyntaxKind.ThisKeyword) return 'this';
  if (ts.isParenthesizedExpression(expression) || ts.isNonNullExpression(expression) || ts.isAsExpression(expression)) return accessPath(L, expression.expression);
  if (ts.isPropertyAccessExpression(expression)) {
    const base = accessPath(L, expression.expression);
    return base === undefined ? undefined : `${base}.${expression.name.text}`;
  }
  if (ts.isElementAccessExpression(expression) && ts.isStringLiteralLike(expression.argumentExpression)) {
    const base = accessPath(L, expression.expression);
    return base === undefined ? undefined : `${base}.${expression.argumentExpression.text}`;
  }
  return undefined;
}
