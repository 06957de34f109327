import { ts } from 'ts-morph';
import { NO_NODE, type Call, type NodeId } from '../../../model/flow-graph';
import { thunk, VALUE_HELPERS } from './compiled-values';
import { bare, helperName, isAsyncWrapper, isInterop } from './compiler-names';
import { loadMember, positionOf } from './members';
import { machineIn } from './state-machines';
import { addEdge, addNode, join, place, type Lowering } from './state';

const K = ts.SyntaxKind;

/** Adds a call whose parts are lowered already. */
export type Emit = (L: Lowering, node: ts.Expression, kind: Call['kind'], callee: { readonly node: NodeId; readonly recv: NodeId; readonly name: string }, args: readonly NodeId[], spread?: number) => NodeId;

/** Helpers that compilers put around `require` and that hand on the module, with itself as its default. */
const INTEROP = new Set(['_importDefault', '_importStar', '_toESM', 'interopRequireDefault', 'interopRequireWildcard', 'interopDefault', '_importDefaultCompat']);
/** Helpers that add what a module exports to what another does: where the module stands among the arguments. */
const REEXPORT: Readonly<Record<string, number>> = { _reExport: 1, _exportStar: 0, exportStar: 0 };
/** Helpers that make an async function of a generator, or the other way round, and give the function. */
const WRAPS: Readonly<Record<string, 'awaits' | 'elements'>> = { asyncToGenerator: 'awaits', wrapAsyncGenerator: 'elements' };

/** What compilers write around modules, classes, iterables and async functions, read as what it stands for. */
export function compilerHelper(L: Lowering, node: ts.CallExpression, emit: Emit): NodeId | undefined {
  const name = helperName(node.expression);
  return moduleHelper(L, node, name, emit) ?? functionHelper(L, node, name, emit) ?? valueHelper(L, node, name);
}

function moduleHelper(L: Lowering, node: ts.CallExpression, name: string, emit: Emit): NodeId | undefined {
  const [first, second] = node.arguments;
  if (!first) return undefined;
  if (INTEROP.has(name) || (node.arguments.length <= 2 && isInterop(node.expression))) return interop(L, first);
  if (name === '_toCommonJS') return L.visit.expression(L, first);
  if (Object.hasOwn(REEXPORT, name)) return reexport(L, node, REEXPORT[name] ?? 0);
  if (name === '_commonJS' && ts.isObjectLiteralExpression(first)) return commonJs(L, node, first, emit);
  return second && ts.isObjectLiteralExpression(second) && (name === '_export' || isExportTable(node, first, second)) ? exportGetters(L, node, first, second) : undefined;
}

function functionHelper(L: Lowering, node: ts.CallExpression, name: string, emit: Emit): NodeId | undefined {
  const [first] = node.arguments;
  if (Object.hasOwn(WRAPS, name) && first) return wrapped(L, first, WRAPS[name] ?? 'awaits');
  if (first && node.arguments.length === 1 && generatorIn(first) && isAsyncWrapper(node.expression)) return wrapped(L, first, 'awaits');
  if (name === '_awaiter' || name === '_asyncGenerator' || isAwaiter(node)) return awaiter(L, node, name === '_asyncGenerator' ? 'elements' : 'awaits', emit);
  return name === 'callSuper' ? callSuper(L, node, emit) : undefined;
}

function valueHelper(L: Lowering, node: ts.CallExpression, name: string): NodeId | undefined {
  if (Object.hasOwn(VALUE_HELPERS, name)) return VALUE_HELPERS[name]?.(L, node, node.arguments);
  const [, list] = node.arguments;
  return list && ts.isArrayLiteralExpression(list) ? applied(L, node, list) : undefined;
}

/** `__read.apply(void 0, [list, 2])`. */
function applied(L: Lowering, node: ts.CallExpression, list: ts.ArrayLiteralExpression): NodeId | undefined {
  const callee = bare(node.expression);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'apply') return undefined;
  const name = helperName(callee.expression);
  return Object.hasOwn(VALUE_HELPERS, name) ? VALUE_HELPERS[name]?.(L, node, list.elements) : undefined;
}

/** The module as it is, and under `default` what a module of the newer kind would have there. */
function interop(L: Lowering, first: ts.Expression): NodeId {
  const module = L.visit.expression(L, first);
  if (module === NO_NODE) return module;
  const origin = L.origins[module];
  // Of a package the one is as good as the other.
  if (origin?.k === 'import' && !/^[.#~/]/.test(origin.module)) return module;
  const made = addNode(L, first, { k: 'object' });
  addEdge(L, { op: 'assign', from: module, to: made });
  const whole = origin?.k === 'import' ? addNode(L, first, { k: 'import', module: origin.module, name: 'default' }) : module;
  addEdge(L, { op: 'store', base: made, prop: 'default', from: whole, init: true, at: positionOf(L, first), digest: 0 });
  return made;
}

/** `__exportStar(require('./x'), exports)`: `export * from './x'`. */
function reexport(L: Lowering, node: ts.CallExpression, position: number): NodeId | undefined {
  const module = node.arguments[position];
  const target = node.arguments[1 - position];
  if (!module || !target) return undefined;
  const from = L.visit.expression(L, module);
  const to = L.visit.expression(L, target);
  const origin = L.origins[from];
  if (origin?.k === 'import') L.reexports.push(origin.module);
  else if (from !== NO_NODE && to !== NO_NODE) addEdge(L, { op: 'spread', from, to });
  return to;
}

/** `_async_to_generator(function* () { … })` is an async function. */
function wrapped(L: Lowering, first: ts.Expression, yields: 'awaits' | 'elements'): NodeId | undefined {
  const generator = generatorIn(first);
  if (!generator) return undefined;
  return L.visit.fn(L, generator, { when: 'inline', ...(yields === 'awaits' && { yields }) });
}

/** The function itself, or what `regeneratorRuntime.mark(function () { … })` is given. */
function generatorIn(node: ts.Expression): ts.FunctionExpression | undefined {
  const at = bare(node);
  if (ts.isFunctionExpression(at)) return at.asteriskToken || machineIn(at) ? at : undefined;
  if (!ts.isCallExpression(at) || !ts.isPropertyAccessExpression(at.expression) || !/^(mark|m)$/.test(at.expression.name.text)) return undefined;
  return at.arguments[0] && generatorIn(at.arguments[0]);
}

/** What a minifier has renamed: `x(this, arguments, function* () { … })` with nothing, the arguments or a list of them in second place. */
function isAwaiter(node: ts.CallExpression): boolean {
  const [self, given, ...rest] = node.arguments;
  const generator = rest[rest.length - 1];
  if (!self || !given || !generator || rest.length > 2 || !ts.isFunctionExpression(generator) || !(generator.asteriskToken || machineIn(generator))) return false;
  return [self, given].every((each) => each.kind === K.ThisKeyword || each.kind === K.NullKeyword || ts.isVoidExpression(each) || ts.isArrayLiteralExpression(each) || ts.isIdentifier(each));
}

/** `__awaiter(this, …, function* () { … })` is an async function, called at once; `__asyncGenerator` likewise a generator. */
function awaiter(L: Lowering, node: ts.CallExpression, yields: 'awaits' | 'elements', emit: Emit): NodeId | undefined {
  const generator = node.arguments[node.arguments.length - 1];
  if (!generator || !ts.isFunctionExpression(generator)) return undefined;
  const list = node.arguments[1];
  const whole = list && ts.isIdentifier(list) && list.text === 'arguments' ? [L.visit.expression(L, list)] : undefined;
  const given = whole ?? (list && ts.isArrayLiteralExpression(list) ? list.elements.map((element) => L.visit.expression(L, element)) : []);
  const fn = L.visit.fn(L, generator, { when: 'inline', ...(yields === 'awaits' && { yields }) });
  return emit(L, node, 'call', { node: fn, recv: L.act.lexicalThis ?? L.act.self, name: '__awaiter' }, given, whole && 0);
}

/** `_call_super(this, C, [a, b])`: a call of what C inherits from. */
function callSuper(L: Lowering, node: ts.CallExpression, emit: Emit): NodeId | undefined {
  const [self, derived, list] = node.arguments;
  if (!self || !derived) return undefined;
  const recv = L.visit.expression(L, self);
  const callee = loadMember(L, node, L.visit.expression(L, derived), '__proto__');
  const plain = list && ts.isArrayLiteralExpression(list) && !list.elements.some(ts.isSpreadElement) ? list.elements.map((each) => L.visit.expression(L, each)) : undefined;
  const whole = !plain && list ? [L.visit.expression(L, list)] : undefined;
  const made = emit(L, node, 'call', { node: callee, recv, name: 'super' }, plain ?? whole ?? [], whole && 0);
  return join(L, node, [recv, made]);
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

/** The same under a minifier's name: a statement whose table holds nothing but functions that give a variable. */
function isExportTable(node: ts.CallExpression, target: ts.Expression, table: ts.ObjectLiteralExpression): boolean {
  return ts.isExpressionStatement(node.parent) && ts.isIdentifier(node.expression) && ts.isIdentifier(target) && node.arguments.length === 2 && table.properties.length > 0
    && table.properties.every((each) => ts.isPropertyAssignment(each) && ts.isArrowFunction(each.initializer) && each.initializer.parameters.length === 0 && ts.isIdentifier(each.initializer.body));
}

/** `__export(target, { name: () => value })`, with functions or getters in place of the arrow. */
function exportGetters(L: Lowering, node: ts.CallExpression, target: ts.Expression, getters: ts.ObjectLiteralExpression): NodeId {
  const base = L.visit.expression(L, target);
  const [line, column] = place(L, node);
  for (const property of getters.properties) {
    const given = givenBy(property);
    const { name } = property;
    if (!given || !name || (!ts.isIdentifier(name) && !ts.isStringLiteralLike(name))) continue;
    const value = L.visit.expression(L, given);
    if (base !== NO_NODE && value !== NO_NODE) addEdge(L, { op: 'store', base, prop: name.text, from: value, init: true, at: [line, column], digest: 0 });
  }
  return base;
}

/** What a getter consists of. */
function givenBy(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  const fn = ts.isPropertyAssignment(property) ? property.initializer : property;
  if (ts.isArrowFunction(fn) && !ts.isBlock(fn.body)) return fn.body;
  const body = ts.isFunctionExpression(fn) || ts.isArrowFunction(fn) || ts.isGetAccessor(fn) || ts.isMethodDeclaration(fn) ? fn.body : undefined;
  const [only] = body && ts.isBlock(body) ? body.statements : [];
  return only && ts.isReturnStatement(only) ? only.expression : undefined;
}
