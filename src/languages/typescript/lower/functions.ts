import { ts } from 'ts-morph';
import { NO_NODE, type Exit, type Fn, type NodeId } from '../../../model/flow-graph';
import { lowerCondition } from './conditions';
import { decorateParameter } from './decorators';
import { onParams } from './guards';
import { addEdge, addNode, join, place, type Activation, type FnOptions, type Held, type Lowering, type State, type Truth } from './state';
import { machineIn } from './state-machines';
import { noteType } from './types';
import { defineVariable, single } from './variables';

/**
 * The value of a function. Function expressions are lowered where they stand, so that they see what is known of the
 * variables around them there; declarations are lowered when every definition around them is known.
 */
export function lowerFunction(L: Lowering, node: ts.FunctionLikeDeclaration, options: FnOptions): NodeId {
  const index = L.fns.length;
  const value = addNode(L, node, { k: 'fn', fn: index }, nameOf(node));
  // The place is taken now, so that functions are numbered in the order of the text; lowerBody fills it.
  L.fns.push(EMPTY);
  L.fnNodes.set(value, node);
  nameItself(L, node, value);
  const outer = L.act;
  const captured = options.when === 'inline' ? capturedState(L, node) : { values: new Map<string, NodeId>(), held: undefined, alive: true };
  const loop = options.elementOf !== undefined ? outer.loop + 1 : options.when === 'inline' ? outer.loop : 0;
  const lower = (): void => {
    lowerBody(L, node, index, options, captured, loop, outer);
  };
  if (options.when === 'inline') lower();
  else outer.later.push(lower);
  return value;
}

/** Inside `function walk() { … }` as an expression, `walk` is that function. */
function nameItself(L: Lowering, node: ts.FunctionLikeDeclaration, value: NodeId): void {
  const variable = ts.isFunctionExpression(node) && node.name ? L.names.variableOf(node.name) : undefined;
  if (variable && !variable.defined) defineVariable(L, node, variable, value);
}

function nameOf(node: ts.FunctionLikeDeclaration): string {
  if (node.name && (ts.isIdentifier(node.name) || ts.isStringLiteralLike(node.name) || ts.isPrivateIdentifier(node.name))) return node.name.text;
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if ((ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) && ts.isIdentifier(parent.name)) return parent.name.text;
  return '';
}

const EMPTY: Fn = { name: '', params: [], self: NO_NODE, ret: NO_NODE, parent: -1, cls: -1, async: false, generator: false, at: [0, 0, 0, 0], exits: [] };

/** What a closure inherits: everything known of variables that never change after. */
function capturedState(L: Lowering, node: ts.Node): State {
  const values = new Map<string, NodeId>();
  for (const [key, value] of L.act.state.values) {
    const [root = ''] = key.split('.');
    if (root === 'this' ? ts.isArrowFunction(node) : isSettled(L, root, node)) values.set(key, value);
  }
  return { values, held: undefined, alive: true };
}

/** Nothing is assigned to the variable behind this point: the closure sees what it holds now. */
function isSettled(L: Lowering, id: string, at: ts.Node): boolean {
  const variable = L.variables.get(Number(id));
  return variable !== undefined && (single(variable) || (!variable.writtenElsewhere && variable.lastWrite < at.pos));
}

function lowerBody(L: Lowering, node: ts.FunctionLikeDeclaration, index: number, options: FnOptions, state: State, loop: number, outer: Activation): void {
  const before = L.act;
  L.act = activation(L, node, index, options, state, loop, outer);
  const { act } = L;
  bindParameters(L, node, options.elementOf);
  if (node.body) {
    if (ts.isBlock(node.body)) L.visit.statements(L, node.body.statements);
    else returnValue(L, node.body);
  }
  if (node.body && ts.isBlock(node.body) && act.state.alive) act.exits.push({ value: false, held: heldGuards(act.state.held) });
  for (let next = act.later.shift(); next; next = act.later.shift()) next();
  const async = node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword) ?? false;
  const list = L.lists.get(index);
  L.fns[index] = {
    name: nameOf(node), params: act.params, self: act.self, ret: act.ret, ...(list !== undefined && { list }), parent: outer.index, cls: options.cls ?? -1,
    async: async || options.yields === 'awaits', generator: generates(node, options), at: place(L, node), exits: act.exits,
  };
  L.act = before;
}

function activation(L: Lowering, node: ts.FunctionLikeDeclaration, index: number, options: FnOptions, state: State, loop: number, outer: Activation): Activation {
  const arrow = ts.isArrowFunction(node) || options.yields === 'awaits';
  const act: Activation = {
    index, home: node, params: [], self: NO_NODE, ret: NO_NODE, exits: [], jumps: [], parent: outer, yields: options.yields ?? 'elements', later: [],
    loop, tries: 0, state, lexicalThis: arrow ? (outer.lexicalThis ?? outer.self) : undefined,
  };
  L.act = act;
  const generator = generates(node, options);
  const self = addNode(L, node, { k: 'this', fn: index }, 'this');
  const ret = addNode(L, node, generator ? { k: 'array' } : { k: 'return', fn: index });
  return { ...act, self, ret };
}

/** A generator, or what a compiler made of one, that no down-levelled `async` runs. */
function generates(node: ts.FunctionLikeDeclaration, options: FnOptions): boolean {
  return (node.asteriskToken !== undefined || machineIn(node) !== undefined) && options.yields === undefined;
}

function bindParameters(L: Lowering, node: ts.FunctionLikeDeclaration, list: NodeId = NO_NODE): void {
  let index = 0;
  for (const parameter of node.parameters) {
    if (ts.isIdentifier(parameter.name) && parameter.name.text === 'this') continue;
    const name = ts.isIdentifier(parameter.name) ? parameter.name.text : '';
    const param = addNode(L, parameter, { k: 'param', fn: L.act.index, index, name, ...(parameter.dotDotDotToken && { rest: true as const }) }, name || undefined);
    if (index === 0 && list !== NO_NODE) L.derivations.set(param, { from: list, step: '.[]' });
    index++;
    L.act.params.push(param);
    noteType(L, param, parameter.type);
    decorateParameter(L, parameter, param);
    const value = parameter.initializer ? join(L, parameter, [param, L.visit.expression(L, parameter.initializer)]) : param;
    if (value !== param) L.derivations.set(value, { from: param, step: undefined });
    L.visit.bind(L, parameter.name, value);
  }
}

/** `return expression`, also of an arrow function without a block: the value, and what it guarantees. */
export function returnValue(L: Lowering, expression: ts.Expression | undefined): void {
  if (!expression) {
    L.act.exits.push({ value: false, held: heldGuards(L.act.state.held), ...(L.act.state.off && { off: true as const }) });
    return;
  }
  const held = heldGuards(L.act.state.held);
  const { held: before, off } = L.act.state;
  const truth = lowerCondition(L, expression);
  const value = L.visit.expression(L, expression);
  addEdge(L, { op: 'assign', from: value, to: L.act.ret });
  L.returned.set(L.act.home, [...(L.returned.get(L.act.home) ?? []), { truth, constant: booleanOf(expression), held: rawHeld(before) }]);
  L.act.exits.push({ ...exitOf(L, expression, truth, held), ...(off && { off: true as const }) });
}

function exitOf(L: Lowering, expression: ts.Expression, truth: Truth, held: Exit['held']): Exit {
  const value = booleanOf(expression);
  if (value !== undefined) return { value, held };
  const members = booleanMembers(expression);
  if (members) return { value: true, members, held };
  const ifTrue = onParams(L, truth.ifTrue);
  const ifFalse = onParams(L, truth.ifFalse);
  return { held, ...(ifTrue.length > 0 && { ifTrue }), ...(ifFalse.length > 0 && { ifFalse }) };
}

function booleanOf(expression: ts.Expression): boolean | undefined {
  if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression)) return booleanOf(expression.expression);
  if (expression.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (expression.kind === ts.SyntaxKind.FalseKeyword || expression.kind === ts.SyntaxKind.NullKeyword) return false;
  if (ts.isIdentifier(expression) && expression.text === 'undefined') return false;
  if (ts.isPrefixUnaryExpression(expression) && expression.operator === ts.SyntaxKind.ExclamationToken && ts.isNumericLiteral(expression.operand)) return expression.operand.text === '0';
  if (ts.isStringLiteralLike(expression)) return expression.text !== '';
  return undefined;
}

/** `{ ok: true, … }` → `{ ok: true }`. */
function booleanMembers(expression: ts.Expression): Readonly<Record<string, boolean>> | undefined {
  if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression)) return booleanMembers(expression.expression);
  if (!ts.isObjectLiteralExpression(expression)) return undefined;
  const members: Record<string, boolean> = {};
  for (const property of expression.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) continue;
    const value = booleanOf(property.initializer);
    if (value !== undefined) members[property.name.text] = value;
  }
  return members;
}

function heldGuards(held: Held | undefined): Exit['held'] {
  const guards: Exit['held'][number][] = [];
  for (let at = held; at; at = at.before) if (at.guard) guards.push(at.guard);
  return guards;
}

function rawHeld(held: Held | undefined): Held['assumption'][] {
  const raw = new Set<Held['assumption']>();
  for (let at = held; at; at = at.before) raw.add(at.assumption);
  return [...raw];
}
