import { ts } from 'ts-morph';
import { NO_NODE, type NodeId } from '../../../model/flow-graph';
import { loadMember } from './members';
import { addEdge, addNode, place, type Lowering } from './state';

/** A decorator is a call with what it decorates as its only argument. */
export function decorate(L: Lowering, node: ts.Node, value: NodeId): void {
  for (const decorator of ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : []) pushDecorator(L, decorator.expression, value);
}

function pushDecorator(L: Lowering, expression: ts.Expression, value: NodeId): void {
  const callee = L.visit.expression(L, expression);
  const result = addNode(L, expression);
  const call = ts.isCallExpression(expression) ? expression.expression : expression;
  L.calls.push({ kind: 'decorator', callee, recv: NO_NODE, name: call.getText(L.file), args: [value], result, fn: L.act.index, at: place(L, expression), digest: 0 });
}

/** `constructor(@Inject() db)`, `create(@Body() dto)`: the parameter gets what its decorator stands for. */
export function decorateParameter(L: Lowering, parameter: ts.ParameterDeclaration, param: NodeId): void {
  for (const decorator of ts.getDecorators(parameter) ?? []) addEdge(L, { op: 'assign', from: L.visit.expression(L, decorator.expression), to: param });
}

/** What tsc, esbuild and swc call the helpers that apply decorators, and those of parameters. */
const APPLIES = new Set(['__decorate', '__decorateClass', '_ts_decorate']);
const OF_PARAMETER = new Set(['__param', '__decorateParam', '_ts_param']);

/**
 * What a compiler makes of decorators: `__decorate([Get(), __param(0, Query('id'))], Users.prototype, 'find', null)`.
 * Gives what was decorated; undefined when the call is none of these.
 */
export function lowerDecorate(L: Lowering, node: ts.CallExpression): NodeId | undefined {
  const [list, target, key] = node.arguments;
  if (!list || !target || !ts.isArrayLiteralExpression(list) || !applies(node, target)) return undefined;
  const own = key && ts.isStringLiteralLike(key) ? key.text : undefined;
  const whole = L.visit.expression(L, target);
  const value = own === undefined ? whole : loadMember(L, target, whole, own);
  for (const each of list.elements) {
    const [index, decorator] = ts.isCallExpression(each) && (OF_PARAMETER.has(nameOf(each.expression)) || each.arguments.length === 2) ? each.arguments : [];
    if (index && decorator && ts.isNumericLiteral(index)) compiledParameter(L, ownerOf(target), own ?? 'constructor', Number(index.text), decorator);
    else pushDecorator(L, each, value);
  }
  return value;
}

function applies(node: ts.CallExpression, target: ts.Expression): boolean {
  return APPLIES.has(nameOf(node.expression)) || isApplied(node, target);
}

/** The same under a minifier's name: `y([Tool()], App.prototype, 'run', 1)`, `App = y([Controller()], App)`. */
function isApplied(node: ts.CallExpression, target: ts.Expression): boolean {
  const { parent } = node;
  if (ownerOf(target) !== target) return node.arguments.length === 4 && node.arguments[2] !== undefined && ts.isStringLiteralLike(node.arguments[2]);
  return node.arguments.length === 2 && ts.isIdentifier(target) && ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isIdentifier(parent.left) && parent.left.text === target.text;
}

function ownerOf(target: ts.Expression): ts.Expression {
  return ts.isPropertyAccessExpression(target) && target.name.text === 'prototype' ? target.expression : target;
}

function nameOf(node: ts.Expression): string {
  if (ts.isParenthesizedExpression(node)) return nameOf(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken) return nameOf(node.right);
  return ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : '';
}

/** Methods of a class are lowered when all around it is known; their parameters are there after that. */
function compiledParameter(L: Lowering, owner: ts.Expression, method: string, index: number, decorator: ts.Expression): void {
  const cls = L.origins[L.visit.expression(L, owner)];
  const from = L.visit.expression(L, decorator);
  if (cls?.k !== 'class') return;
  L.act.later.push(() => {
    const fn = L.fns[L.classes[cls.cls]?.methods[method] ?? -1];
    addEdge(L, { op: 'assign', from, to: fn?.params[index] ?? NO_NODE });
  });
}
