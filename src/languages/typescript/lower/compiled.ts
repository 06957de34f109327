import { ts } from 'ts-morph';
import { NO_NODE, type Call, type NodeId } from '../../../model/flow-graph';
import { addEdge, addNode, place, type Lowering } from './state';

const K = ts.SyntaxKind;

/** Adds a call whose parts are lowered already. */
export type Emit = (L: Lowering, node: ts.Expression, kind: Call['kind'], callee: { readonly node: NodeId; readonly recv: NodeId; readonly name: string }, args: readonly NodeId[]) => NodeId;

/** Helpers that compilers put around `require` and that hand on the module as it is. */
const INTEROP = new Set(['__importDefault', '__importStar', '__toESM', '_interopRequireDefault', '_interopRequireWildcard', '_interopDefault', '__importDefaultCompat', '_interop_require_default', '_interop_require_wildcard', '__toCommonJS', '__reExport']);

/** `__awaiter`, and the same as a member of tslib. */
function helperName(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression) && callee.expression.text.startsWith('tslib') ? callee.name.text : '';
}

function bare(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? bare(node.expression) : node;
}

/** What compilers write around modules and async functions, read as what it stands for. */
export function compilerHelper(L: Lowering, node: ts.CallExpression, emit: Emit): NodeId | undefined {
  const callee = bare(node.expression);
  const name = helperName(callee);
  const [first, second] = node.arguments;
  if (INTEROP.has(name) && first) return L.visit.expression(L, first);
  if (name === '__awaiter' || isAwaiter(node)) return awaiter(L, node, emit);
  if (name === '__commonJS' && first && ts.isObjectLiteralExpression(first)) return commonJs(L, node, first, emit);
  if (first && second && ts.isObjectLiteralExpression(second) && (name === '__export' || isExportTable(node, first, second))) return exportGetters(L, node, first, second);
  return undefined;
}

/** What a minifier has renamed: `x(this, arguments, function* () { … })` with nothing, the arguments or a list of them in second place. */
function isAwaiter(node: ts.CallExpression): boolean {
  const [self, given, ...rest] = node.arguments;
  const generator = rest[rest.length - 1];
  if (!self || !given || !generator || rest.length > 2 || !ts.isFunctionExpression(generator) || !generator.asteriskToken) return false;
  return [self, given].every((each) => each.kind === K.ThisKeyword || each.kind === K.NullKeyword || ts.isVoidExpression(each) || ts.isArrayLiteralExpression(each) || ts.isIdentifier(each));
}

/** `__awaiter(this, …, function* () { … })` is an async function, called at once. */
function awaiter(L: Lowering, node: ts.CallExpression, emit: Emit): NodeId | undefined {
  const generator = node.arguments[node.arguments.length - 1];
  if (!generator || !ts.isFunctionExpression(generator)) return undefined;
  const list = node.arguments[1];
  const given = list && ts.isArrayLiteralExpression(list) ? list.elements.map((element) => L.visit.expression(L, element)) : list && ts.isIdentifier(list) && list.text === 'arguments' ? L.act.params : [];
  const fn = L.visit.fn(L, generator, { when: 'inline', yields: 'awaits' });
  return emit(L, node, 'call', { node: fn, recv: L.act.lexicalThis ?? L.act.self, name: '__awaiter' }, given);
}

/** `__commonJS({ 'x.js'(exports, module) { … } })` is a function that returns the module's exports. */
function commonJs(L: Lowering, node: ts.CallExpression, table: ts.ObjectLiteralExpression, emit: Emit): NodeId | undefined {
  const [property] = table.properties;
  const body = property && ts.isMethodDeclaration(property) ? property : property && ts.isPropertyAssignment(property) && ts.isFunctionLike(property.initializer) ? property.initializer : undefined;
  if (!body || !(ts.isMethodDeclaration(body) || ts.isFunctionExpression(body) || ts.isArrowFunction(body))) return undefined;
  const fn = L.visit.fn(L, body, { when: 'inline' });
  const exportsObject = addNode(L, node, { k: 'object' }, 'exports');
  const moduleObject = addNode(L, node, { k: 'object' }, 'module');
  const [line, column] = place(L, node);
  addEdge(L, { op: 'store', base: moduleObject, prop: 'exports', from: exportsObject, init: true, at: [line, column], digest: 0 });
  emit(L, node, 'call', { node: fn, recv: NO_NODE, name: '__commonJS' }, [exportsObject, moduleObject]);
  const result = addNode(L, node);
  addEdge(L, { op: 'load', from: moduleObject, prop: 'exports', to: result });
  return thunk(L, node, result);
}

/** A function value that returns one known node. */
function thunk(L: Lowering, node: ts.Node, result: NodeId): NodeId {
  const index = L.fns.length;
  const self = addNode(L, node, { k: 'this', fn: index });
  L.fns.push({ name: '', params: [], self, ret: result, parent: L.act.index, cls: -1, async: false, generator: false, at: place(L, node), exits: [] });
  return addNode(L, node, { k: 'fn', fn: index });
}

/** The same under a minifier's name: a statement whose table holds nothing but functions that give a variable. */
function isExportTable(node: ts.CallExpression, target: ts.Expression, table: ts.ObjectLiteralExpression): boolean {
  return ts.isExpressionStatement(node.parent) && ts.isIdentifier(node.expression) && ts.isIdentifier(target) && node.arguments.length === 2 && table.properties.length > 0
    && table.properties.every((each) => ts.isPropertyAssignment(each) && ts.isArrowFunction(each.initializer) && each.initializer.parameters.length === 0 && ts.isIdentifier(each.initializer.body));
}

/** `__export(target, { name: () => value })`. */
function exportGetters(L: Lowering, node: ts.CallExpression, target: ts.Expression, getters: ts.ObjectLiteralExpression): NodeId {
  const base = L.visit.expression(L, target);
  const [line, column] = place(L, node);
  for (const property of getters.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isArrowFunction(property.initializer) || ts.isBlock(property.initializer.body)) continue;
    const name = property.name;
    if (!ts.isIdentifier(name) && !ts.isStringLiteralLike(name)) continue;
    const value = L.visit.expression(L, property.initializer.body);
    if (base !== NO_NODE && value !== NO_NODE) addEdge(L, { op: 'store', base, prop: name.text, from: value, init: true, at: [line, column], digest: 0 });
  }
  return base;
}
