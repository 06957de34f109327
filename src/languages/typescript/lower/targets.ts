import { ts } from 'ts-morph';
import { ANY, ELEMENT, NO_NODE, type NodeId, type Prop } from '../../../model/flow-graph';
import { loadMember, positionOf, propertyName, staticName } from './members';
import { hold } from './merge';
import { addEdge, addNode, digestOf, join, type Lowering } from './state';
import { accessPath, defineVariable, forgetMembers, setPath, writeVariable } from './variables';

/** Assigns to a variable, a member, or every target of a pattern. */
export function lowerAssignTarget(L: Lowering, target: ts.Expression, value: NodeId): void {
  if (ts.isParenthesizedExpression(target) || ts.isNonNullExpression(target) || ts.isAsExpression(target)) {
    lowerAssignTarget(L, target.expression, value);
    return;
  }
  if (ts.isPropertyAccessExpression(target)) storeMember(L, target, target.expression, target.name.text, value);
  else if (ts.isElementAccessExpression(target)) {
    const name = staticName(target.argumentExpression);
    if (name === undefined) storeMember(L, target, target.expression, ANY, value, L.visit.expression(L, target.argumentExpression));
    else storeMember(L, target, target.expression, name, value);
  } else assignPattern(L, target, value);
}

/** `base.prop = value`: the base is a new value afterwards, whose member is this one. */
function storeMember(L: Lowering, at: ts.Expression, baseExpression: ts.Expression, prop: Prop, value: NodeId, key?: NodeId): void {
  const base = L.visit.expression(L, baseExpression);
  if (base === NO_NODE) return;
  const path = accessPath(L, baseExpression);
  const after = path === undefined ? NO_NODE : addNode(L, at, undefined, L.labels[base]);
  const statement = ts.isBinaryExpression(at.parent) ? at.parent : at;
  addEdge(L, { op: 'store', base, prop, from: value, at: positionOf(L, at), digest: digestOf(L, statement), ...(after !== NO_NODE && { after }), ...(key !== undefined && key !== NO_NODE && { key }) });
  if (path === undefined) return;
  forgetMembers(L, prop === ANY ? path : `${path}.${prop}`);
  replaceMember(L, path, base, after, prop);
  if (prop !== ANY) setMember(L, `${path}.${prop}`, value);
}

/** `delete base.prop`: the base is a new value afterwards, without that member. */
export function removeMember(L: Lowering, target: ts.Expression): void {
  const prop = ts.isPropertyAccessExpression(target) ? target.name.text : ts.isElementAccessExpression(target) ? staticName(target.argumentExpression) : undefined;
  if (prop === undefined || !(ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))) {
    L.visit.expression(L, target);
    return;
  }
  const base = L.visit.expression(L, target.expression);
  const path = accessPath(L, target.expression);
  if (base === NO_NODE || path === undefined) return;
  forgetMembers(L, `${path}.${prop}`);
  replaceMember(L, path, base, addNode(L, target, undefined, L.labels[base]), prop);
}

/** The base afterwards holds what it held, but for one member. */
function replaceMember(L: Lowering, path: string, base: NodeId, after: NodeId, prop: Prop): void {
  addEdge(L, { op: 'assign', from: base, to: after, ...(prop !== ANY && prop !== ELEMENT && { but: [prop] }) });
  if (!path.startsWith('this')) rebase(L, path, after);
}

/** The access path now holds the base as it is after the store; what is known of its other members stays. */
function rebase(L: Lowering, path: string, after: NodeId): void {
  L.act.state.values.set(path, after);
  hold(L, after, path);
  const variable = path.includes('.') ? undefined : L.variables.get(Number(path));
  if (variable && variable.cell !== NO_NODE) addEdge(L, { op: 'assign', from: after, to: variable.cell });
}

function setMember(L: Lowering, path: string, value: NodeId): void {
  if (value === NO_NODE) L.act.state.values.delete(path);
  else setPath(L, path, value);
}

/** `x = …`, `[a, b] = …`, `{ a: b } = …` with existing variables as targets. */
function assignPattern(L: Lowering, target: ts.Expression, value: NodeId): void {
  if (ts.isIdentifier(target)) {
    const variable = L.names.variableOf(target);
    if (variable) writeVariable(L, target, variable, value);
    // A name that nothing declares is a member of the global object.
    else addEdge(L, { op: 'store', base: addNode(L, target, { k: 'global', name: 'window' }), prop: target.text, from: value, at: positionOf(L, target), digest: digestOf(L, target.parent) });
  } else if (ts.isBinaryExpression(target)) {
    lowerAssignTarget(L, target.left, join(L, target, [value, L.visit.expression(L, target.right)]));
  } else if (ts.isArrayLiteralExpression(target)) {
    target.elements.forEach((element, index) => {
      if (ts.isSpreadElement(element)) lowerAssignTarget(L, element.expression, rest(L, element, value));
      else if (!ts.isOmittedExpression(element)) lowerAssignTarget(L, element, loadMember(L, element, value, String(index)));
    });
  } else if (ts.isObjectLiteralExpression(target)) {
    for (const property of target.properties) assignProperty(L, property, value);
  }
}

function assignProperty(L: Lowering, property: ts.ObjectLiteralElementLike, value: NodeId): void {
  if (ts.isShorthandPropertyAssignment(property)) assignPattern(L, property.name, loadMember(L, property, value, property.name.text));
  else if (ts.isPropertyAssignment(property)) lowerAssignTarget(L, property.initializer, loadMember(L, property, value, propertyName(L, property.name).prop));
  else if (ts.isSpreadAssignment(property)) lowerAssignTarget(L, property.expression, rest(L, property, value));
}

/** Declares the names of a binding: `x`, `{ a, b: c = d, ...e }`, `[f, , g]`. */
export function bindName(L: Lowering, name: ts.BindingName, value: NodeId): void {
  if (ts.isIdentifier(name)) {
    const variable = L.names.variableOf(name);
    if (!variable) return;
    if (value !== NO_NODE && L.labels[value] === undefined) L.labels[value] = name.text;
    defineVariable(L, name, variable, value);
    return;
  }
  name.elements.forEach((element, index) => {
    if (ts.isOmittedExpression(element)) return;
    bindName(L, element.name, elementValue(L, element, value, index));
  });
}

function elementValue(L: Lowering, element: ts.BindingElement, value: NodeId, index: number): NodeId {
  if (element.dotDotDotToken) return rest(L, element, value, takenBefore(L, element));
  const prop = ts.isArrayBindingPattern(element.parent) ? String(index) : boundProperty(L, element);
  const member = loadMember(L, element, value, prop);
  return element.initializer ? join(L, element, [member, L.visit.expression(L, element.initializer)]) : member;
}

function boundProperty(L: Lowering, element: ts.BindingElement): Prop {
  if (element.propertyName) return propertyName(L, element.propertyName).prop;
  return ts.isIdentifier(element.name) ? element.name.text : ANY;
}

/** Members that a pattern takes out before the rest of an object. */
function takenBefore(L: Lowering, { parent }: ts.BindingElement): Prop[] {
  if (ts.isArrayBindingPattern(parent)) return [];
  return parent.elements.filter((each) => !each.dotDotDotToken).map((each) => boundProperty(L, each)).filter((prop) => prop !== ANY);
}

/** What is left of a value after others were taken from it: as tainted as the whole, but for members that were named. */
function rest(L: Lowering, at: ts.Node, value: NodeId, but: readonly Prop[] = []): NodeId {
  if (value === NO_NODE) return NO_NODE;
  const node = addNode(L, at);
  addEdge(L, { op: 'spread', from: value, to: node, ...(but.length > 0 && { but }) });
  return node;
}
