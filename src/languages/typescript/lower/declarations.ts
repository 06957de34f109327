import { ts } from 'ts-morph';
import { NO_NODE } from '../../../model/flow-graph';
import { lowerCondition } from './conditions';
import { copyState } from './merge';
import { isPromised } from './scan';
import { addEdge, addNode, join, place, type Lowering } from './state';
import { noteType } from './types';
import { cellOf, defineVariable, single } from './variables';

const K = ts.SyntaxKind;

export function isExported(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((modifier) => modifier.kind === K.ExportKeyword) ?? false);
}

export function declareFunction(L: Lowering, node: ts.FunctionDeclaration): void {
  if (!node.body) return;
  const value = L.visit.fn(L, node, { when: 'later' });
  const variable = node.name && L.names.variableOf(node.name);
  if (variable) defineVariable(L, node, variable, value);
  if (node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) {
    const isDefault = node.modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword);
    const [line, column] = place(L, node);
    addEdge(L, { op: 'store', base: L.exportsNode, prop: isDefault ? 'default' : (node.name?.text ?? 'default'), from: value, init: true, at: [line, column], digest: 0 });
  }
}

export function lowerVariables(L: Lowering, list: ts.VariableDeclarationList, exported: boolean): void {
  for (const declaration of list.declarations) {
    if (isPromised(declaration)) continue;
    const value = declaration.initializer ? L.visit.expression(L, declaration.initializer) : NO_NODE;
    const node = value === NO_NODE && declaration.type ? addNode(L, declaration) : value;
    noteType(L, node, declaration.type);
    L.visit.bind(L, declaration.name, node);
    if (ts.isIdentifier(declaration.name)) noteCondition(L, declaration.name, declaration.initializer);
    if (exported) exportNames(L, declaration.name);
  }
}

/** `const ok = a && b`: a later `if (ok)` says what the expression said. */
function noteCondition(L: Lowering, name: ts.Identifier, initializer: ts.Expression | undefined): void {
  if (!initializer || !isCondition(initializer)) return;
  const variable = L.names.variableOf(name);
  if (!variable || !single(variable)) return;
  const state = copyState(L.act.state);
  variable.truth = lowerCondition(L, initializer);
  L.act.state = state;
}

function isCondition(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node)) return isCondition(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return node.operator === K.ExclamationToken;
  if (ts.isBinaryExpression(node)) return CONDITION_OPERATORS.has(node.operatorToken.kind);
  return ts.isCallExpression(node);
}

const CONDITION_OPERATORS: ReadonlySet<ts.SyntaxKind> = new Set([
  K.AmpersandAmpersandToken, K.BarBarToken, K.EqualsEqualsEqualsToken, K.EqualsEqualsToken, K.ExclamationEqualsEqualsToken, K.ExclamationEqualsToken,
  K.InKeyword, K.InstanceOfKeyword, K.LessThanToken, K.GreaterThanToken, K.LessThanEqualsToken, K.GreaterThanEqualsToken,
]);

function exportNames(L: Lowering, name: ts.BindingName): void {
  if (!ts.isIdentifier(name)) {
    for (const element of name.elements) if (!ts.isOmittedExpression(element)) exportNames(L, element.name);
    return;
  }
  const variable = L.names.variableOf(name);
  if (!variable) return;
  const [line, column] = place(L, name);
  // Through the cell for variables that change later, directly for those that do not.
  const from = single(variable) ? variable.def : cellOf(L, name, variable);
  if (from !== NO_NODE) addEdge(L, { op: 'store', base: L.exportsNode, prop: name.text, from, init: true, at: [line, column], digest: 0 });
}

export function lowerClassDeclaration(L: Lowering, node: ts.ClassDeclaration): void {
  const value = L.visit.cls(L, node);
  const variable = node.name && L.names.variableOf(node.name);
  if (variable) defineVariable(L, node, variable, value);
  if (!isExported(node)) return;
  const isDefault = node.modifiers?.some((modifier) => modifier.kind === K.DefaultKeyword) ?? false;
  const [line, column] = place(L, node);
  addEdge(L, { op: 'store', base: L.exportsNode, prop: isDefault ? 'default' : (node.name?.text ?? 'default'), from: value, init: true, at: [line, column], digest: 0 });
}

/** An enum is an object of its members' values. */
export function lowerEnum(L: Lowering, node: ts.EnumDeclaration): void {
  const object = addNode(L, node, { k: 'object' }, node.name.text);
  const [line, column] = place(L, node);
  for (const member of node.members) {
    const name = ts.isIdentifier(member.name) || ts.isStringLiteralLike(member.name) ? member.name.text : undefined;
    const from = member.initializer ? L.visit.expression(L, member.initializer) : NO_NODE;
    if (name !== undefined && from !== NO_NODE) addEdge(L, { op: 'store', base: object, prop: name, from, init: true, at: [line, column], digest: 0 });
  }
  const variable = L.names.variableOf(node.name);
  if (variable) defineVariable(L, node, variable, join(L, node, [object]));
  if (isExported(node)) exportNames(L, node.name);
}
