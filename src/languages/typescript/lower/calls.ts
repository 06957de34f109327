import { ts } from 'ts-morph';
import { NO_NODE, type Call, type NodeId } from '../../../model/flow-graph';
import { compilerHelper } from './compiled';
import { lowerDecorate } from './decorators';
import { assume } from './guards';
import { subjectsOf } from './truths';
import { concat } from './literals';
import { sentTo } from './machines';
import { loadMember, staticName } from './members';
import { REACH } from './merge';
import { optionsAround, servesByNetwork } from './modes';
import { addNode, constant, digestOf, join, place, type Assumption, type Lowering } from './state';
import { accessPath } from './variables';

const K = ts.SyntaxKind;

/** Methods that call a function once per element. */
const PER_ELEMENT = new Set(['forEach', 'map', 'flatMap', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'reduce', 'reduceRight', 'mapValues', 'each', 'eachSeries', 'mapSeries', 'mapLimit']);

interface Callee {
  readonly node: NodeId;
  readonly recv: NodeId;
  readonly name: string;
}

/** A call: through `require`, compilers' helpers, `.call`/`.apply`/`.bind`, or plain. */
export function lowerCall(L: Lowering, node: ts.CallExpression): NodeId {
  const target = stripped(node.expression);
  const special = requireOf(L, node) ?? compilerHelper(L, node, emitLowered) ?? lowerDecorate(L, node) ?? textConcat(L, node, target) ?? (ts.isPropertyAccessExpression(target) ? sentTo(L, target) : undefined);
  if (special !== undefined) return special;
  if (target.kind === K.SuperKeyword) return emit(L, node, 'super', { node: NO_NODE, recv: L.act.lexicalThis ?? L.act.self, name: 'super' }, node.arguments);
  if (ts.isPropertyAccessExpression(target) && FORWARDED.has(target.name.text) && node.arguments.length > 0) {
    const forwarded = reflected(L, node, target) ?? forwardedCall(L, node, target);
    if (forwarded !== undefined) return forwarded;
  }
  const result = emit(L, node, 'call', calleeOf(L, target), node.arguments);
  // What goes through the elements of a list holds them as the list does.
  return ts.isElementAccessExpression(target) && /^Symbol\.(asyncI|i)terator$/.test(target.argumentExpression.getText(L.file)) ? join(L, node, [result, L.visit.expression(L, target.expression)]) : result;
}

/** `'text '.concat(value, ' more')`: a template, as compilers write it for old targets. */
function textConcat(L: Lowering, node: ts.CallExpression, target: ts.Expression): NodeId | undefined {
  if (!ts.isPropertyAccessExpression(target) || target.name.text !== 'concat' || node.arguments.some(ts.isSpreadElement)) return undefined;
  const first = stripped(target.expression);
  const before = ts.isStringLiteralLike(first) ? [first.text] : ts.isCallExpression(first) && isTextConcat(first) ? [L.visit.expression(L, first)] : undefined;
  return before && concat(L, node, [...before, ...node.arguments.map((each) => (ts.isStringLiteralLike(each) ? each.text : L.visit.expression(L, each)))]);
}

function isTextConcat(node: ts.CallExpression): boolean {
  const target = stripped(node.expression);
  if (!ts.isPropertyAccessExpression(target) || target.name.text !== 'concat') return false;
  const first = stripped(target.expression);
  return ts.isStringLiteralLike(first) || (ts.isCallExpression(first) && isTextConcat(first));
}

const FORWARDED = new Set(['call', 'apply', 'bind']);

/** `Reflect.apply(f, self, list)`. */
function reflected(L: Lowering, node: ts.CallExpression, target: ts.PropertyAccessExpression): NodeId | undefined {
  const [fn, self, list] = node.arguments;
  if (!fn || !self || !list || target.getText(L.file) !== 'Reflect.apply') return undefined;
  return emitLowered(L, node, 'call', { ...calleeOf(L, stripped(fn)), recv: L.visit.expression(L, self) }, [L.visit.expression(L, list)], 0);
}

/** `f.call(self, a)`, `f.apply(self, list)`, `f.bind(self)`: a call of f, or f itself. */
function forwardedCall(L: Lowering, node: ts.CallExpression, target: ts.PropertyAccessExpression): NodeId | undefined {
  const [self, ...rest] = node.arguments;
  const callee = calleeOf(L, stripped(target.expression));
  if (callee.node === NO_NODE || !self) return undefined;
  const recv = L.visit.expression(L, self);
  if (target.name.text === 'bind') return rest.length === 0 ? callee.node : bound(L, node, { ...callee, recv }, rest);
  if (target.name.text === 'call') return emit(L, node, 'call', { ...callee, recv }, rest);
  const list = rest[0] ? L.visit.expression(L, rest[0]) : NO_NODE;
  return emitLowered(L, node, 'call', { ...callee, recv }, [list], 0);
}

/** Parameters of a function that is given by parts, where it is not in sight. */
const MORE_PARAMETERS = 4;

/** `f.bind(self, a)`: a function of the parameters that are left, which calls f with all of them. */
function bound(L: Lowering, node: ts.CallExpression, callee: Callee, given: readonly ts.Expression[]): NodeId {
  const outer = L.act;
  const first = given.map((argument) => L.visit.expression(L, argument));
  const declared = L.fnNodes.get(callee.node);
  const count = declared && ts.isFunctionLike(declared) ? Math.max(declared.parameters.length - given.length, 0) : MORE_PARAMETERS;
  const index = L.fns.length;
  L.fns.push({ name: callee.name, params: [], self: NO_NODE, ret: NO_NODE, parent: outer.index, cls: -1, async: false, generator: false, at: place(L, node), exits: [] });
  L.act = { ...outer, index };
  const self = addNode(L, node, { k: 'this', fn: index });
  const params = Array.from({ length: count }, (_, i) => addNode(L, node, { k: 'param', fn: index, index: i, name: '' }));
  const ret = emitLowered(L, node, 'call', callee, [...first, ...params]);
  L.act = outer;
  const made = L.fns[index];
  if (made) L.fns[index] = { ...made, params, self, ret };
  return addNode(L, node, { k: 'fn', fn: index });
}

export function lowerNew(L: Lowering, node: ts.NewExpression): NodeId {
  return emit(L, node, 'new', calleeOf(L, stripped(node.expression)), node.arguments ?? []);
}

/** A tagged template: the literal text with `?` for each hole is argument 0, the holes follow. */
export function lowerTagged(L: Lowering, node: ts.TaggedTemplateExpression): NodeId {
  const callee = calleeOf(L, stripped(node.tag));
  const { template } = node;
  if (ts.isNoSubstitutionTemplateLiteral(template)) return emitLowered(L, node, 'tagged', callee, [constant(L, template, template.text)]);
  const text = template.head.text + template.templateSpans.map((span) => `?${span.literal.text}`).join('');
  return emitLowered(L, node, 'tagged', callee, [constant(L, template, text), ...template.templateSpans.map((span) => L.visit.expression(L, span.expression))]);
}

function stripped(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node) || ts.isExpressionWithTypeArguments(node)) return stripped(node.expression);
  return node;
}

function calleeOf(L: Lowering, target: ts.Expression): Callee {
  if (ts.isPropertyAccessExpression(target)) {
    const recv = L.visit.expression(L, target.expression);
    const own = loadMember(L, target, recv, target.name.text, accessPath(L, target));
    return { node: target.expression.kind === K.SuperKeyword ? join(L, target, [own, inherited(L, target)]) : own, recv, name: target.name.text };
  }
  if (ts.isElementAccessExpression(target)) {
    const recv = L.visit.expression(L, target.expression);
    return { node: L.visit.expression(L, target), recv, name: staticName(target.argumentExpression) ?? '' };
  }
  if (ts.isBinaryExpression(target) && target.operatorToken.kind === K.CommaToken) {
    const right = stripped(target.right);
    const node = L.visit.expression(L, target);
    return { node, recv: NO_NODE, name: ts.isPropertyAccessExpression(right) ? right.name.text : ts.isIdentifier(right) ? right.text : '' };
  }
  if (target.kind === K.ImportKeyword) return { node: addNode(L, target, { k: 'global', name: 'import' }), recv: NO_NODE, name: 'import' };
  return { node: L.visit.expression(L, target), recv: NO_NODE, name: ts.isIdentifier(target) ? target.text : '' };
}

/** `super.run`: the method of the class that the one around extends. */
function inherited(L: Lowering, target: ts.PropertyAccessExpression): NodeId {
  const around = ts.findAncestor(target, ts.isClassLike);
  const base = around?.heritageClauses?.find((clause) => clause.token === K.ExtendsKeyword)?.types[0]?.expression;
  return base && ts.isIdentifier(base) ? loadMember(L, target, loadMember(L, target, L.visit.expression(L, base), 'prototype'), target.name.text) : NO_NODE;
}

function emit(L: Lowering, node: ts.Expression, kind: Call['kind'], callee: Callee, args: readonly ts.Expression[]): NodeId {
  const list = PER_ELEMENT.has(callee.name) ? callee.recv : undefined;
  const lowered = args.map((argument) => {
    const bare = stripped(argument);
    return ts.isArrowFunction(bare) || ts.isFunctionExpression(bare) ? inlineFunction(L, bare, list) : L.visit.expression(L, argument);
  });
  const spread = args.findIndex((argument) => ts.isSpreadElement(argument));
  return emitLowered(L, node, kind, callee, lowered, spread === -1 ? undefined : spread);
}

function inlineFunction(L: Lowering, node: ts.ArrowFunction | ts.FunctionExpression, list: NodeId | undefined): NodeId {
  const known = L.evaluated.get(node);
  if (known !== undefined) return known;
  const value = L.visit.fn(L, node, { when: 'inline', ...(list !== undefined && { elementOf: list }) });
  L.evaluated.set(node, value);
  return value;
}

function emitLowered(L: Lowering, node: ts.Expression, kind: Call['kind'], callee: Callee, args: readonly NodeId[], spread?: number): NodeId {
  const result = addNode(L, node, undefined, callee.name || undefined);
  const use = useOf(node);
  const index = L.calls.length;
  L.calls.push({
    kind, callee: callee.node, recv: callee.recv, name: callee.name, args, result, fn: L.act.index, at: place(L, node), digest: digestOf(L, node),
    ...(spread !== undefined && { spread }),
    ...(L.act.loop > 0 && { loop: L.act.loop }),
    ...underOf(L, node),
    ...(L.act.tries > 0 && { inTry: true as const }),
    ...(use && { use }),
    ...(use === 'statement' && !isAwaited(node) && { dropped: true as const }),
  });
  L.callOf.set(result, index);
  const from = derivedFrom(L, callee, args);
  if (from !== NO_NODE) L.derivations.set(result, { from, step: index });
  if (use === 'statement') assumePassed(L, node, index);
  else if (isKept(node)) assumePassed(L, node, index, isAwaited(node) ? 'awaited' : 'value');
  return result;
}

/** The case of a switch, the name in an if-chain, or the option on the command line that the call stands under; `!` before what it is not. */
function underOf(L: Lowering, node: ts.Node): Pick<Call, 'under'> {
  const under: string[] = [...(servesByNetwork(node) ? ['http'] : []), ...optionsAround(node)];
  for (let held = L.act.state.held; held; held = held.before) {
    const { condition } = held.assumption;
    if (condition.t === 'equals') under.push(...textsOf(L, [condition.other]).map((text) => (condition.positive ? text : `!${text}`)));
    else if (condition.t === 'call' && condition.positive) under.push(...textsOf(L, L.calls[condition.call]?.args ?? []).filter((text) => text.startsWith('-')));
  }
  return under.length > 0 ? { under: [...new Set(under)] } : {};
}

function textsOf(L: Lowering, nodes: readonly NodeId[]): string[] {
  return nodes.flatMap((node) => { const origin = L.origins[node]; return origin?.k === 'const' && typeof origin.value === 'string' ? [origin.value] : []; });
}

/** Calls on a module or a namespace that make a new form of their argument: `path.resolve(root, x)`, `fs.realpathSync(x)`, `URL.parse(x)`. */
const DERIVING = new Set(['resolve', 'join', 'normalize', 'realpath', 'realpathSync', 'parse', 'toNamespacedPath', 'relative', 'basename', 'dirname', 'from', 'fileURLToPath', 'pathToFileURL', 'isAbsolute', 'safeParse', 'decode']);

function isDerivingCall(name: string): boolean {
  return DERIVING.has(name);
}

/** Functions of `path` that make a new form of their last argument. */
const PUTS_TOGETHER = new Set(['resolve', 'join', 'relative']);
const PATH_MODULE = /^(?:node:)?(?:path(?:\/(?:posix|win32))?|pathe|upath|path-browserify)$/;

/** Whether a function was imported from `path` by its own name, or taken out of the module: `(0, path_1.resolve)(root, x)`. */
function isOfPath(L: Lowering, node: NodeId): boolean {
  let at = node;
  for (let step = L.derivations.get(at), i = 0; step && typeof step.step !== 'number' && i < REACH; step = L.derivations.get(at), i++) at = step.from;
  const origin = L.origins[at];
  return origin?.k === 'import' && PATH_MODULE.test(origin.module);
}

/** What a call's result is made of: its first argument when it is a function alone or of a module (`dns.lookup(host)`), else its receiver. */
function derivedFrom(L: Lowering, { node, name, recv }: Callee, args: readonly NodeId[]): NodeId {
  const [first] = args;
  if (recv === NO_NODE && PUTS_TOGETHER.has(name) && isOfPath(L, node)) return args[args.length - 1] ?? NO_NODE;
  if (first !== undefined && args.length <= 3 && recv === NO_NODE) return first;
  if (first === undefined) return recv;
  // `path.resolve(root, x)` is made of its last argument.
  if (isDerivingCall(name)) return args[args.length - 1] ?? NO_NODE;
  return L.origins[recv]?.k === 'import' && args.length <= 3 ? first : recv;
}

function useOf(node: ts.Expression): Call['use'] | undefined {
  let at: ts.Node = node;
  let awaited = false;
  while (ts.isParenthesizedExpression(at.parent) || ts.isAwaitExpression(at.parent) || ts.isNonNullExpression(at.parent) || ts.isAsExpression(at.parent)) {
    at = at.parent;
    awaited ||= ts.isAwaitExpression(at);
  }
  if (ts.isExpressionStatement(at.parent)) return 'statement';
  return awaited || ts.isReturnStatement(at.parent) || (ts.isArrowFunction(at.parent) && at.parent.body === at) ? 'awaited' : undefined;
}

function isAwaited(node: ts.Expression): boolean {
  let at: ts.Node = node;
  while (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent) || ts.isAsExpression(at.parent)) at = at.parent;
  return ts.isAwaitExpression(at.parent) || ts.isYieldExpression(at.parent);
}

/** Receivers of calls that never vouch for their arguments, to keep the graph small. */
const NO_VALIDATOR = new Set(['push', 'log', 'error', 'warn', 'info', 'debug', 'set', 'add', 'write', 'send', 'json', 'end', 'on', 'once', 'emit', 'then', 'catch', 'use', 'forEach', 'setTimeout', 'resolve', 'reject', 'append']);

/** Whether a variable is given the result, whatever else holds: what stands behind the call runs only if it returned. */
function isKept(node: ts.Expression): boolean {
  let at: ts.Node = node;
  while (ts.isParenthesizedExpression(at.parent) || ts.isAwaitExpression(at.parent) || ts.isNonNullExpression(at.parent) || ts.isAsExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isVariableDeclaration(parent)) return parent.initializer === at;
  return ts.isBinaryExpression(parent) && parent.operatorToken.kind === K.EqualsToken && parent.right === at && ts.isExpressionStatement(parent.parent);
}

/** Names of functions that may refuse what they are given, and hand it back otherwise. */
const REFUSES = /^_?(assert|check|validate|ensure|verify|require|guard|enforce|must|resolve|sanitize|normali[sz]e|safe|confine|to)[A-Z_]|(safe|secure|valid|allowed|within|inside|confined)/i;

/** A call may be of a validator that throws: what it was given has passed it, be it made for its effect or for its result. */
function assumePassed(L: Lowering, node: ts.Node, call: number, kept?: 'value' | 'awaited'): void {
  const record = L.calls[call];
  if (kept && (!record || !REFUSES.test(record.name) || isForeign(L, record.callee))) return;
  if (!record || record.kind !== 'call' || NO_VALIDATOR.has(record.name) || (isForeign(L, record.callee) && !VALIDATES.test(record.name))) return;
  const assumptions: Assumption[] = subjectsOf(L, call)
    .filter(({ subject, arg }) => arg >= 0 && L.origins[subject]?.k !== 'const' && L.origins[subject]?.k !== 'fn')
    .map(({ subject, arg }) => ({ subject, condition: { t: 'passed', call, arg, ...(kept && { kept }) } }));
  assume(L, node, assumptions);
}

const VALIDATES = /^_?(assert|check|validate|ensure|verify|require|guard|enforce|must|reject|test|parse|expect|invariant|confirm|equal|ok|strictEqual|match|is[A-Z])/;

/** A function of a package or of the platform. */
function isForeign(L: Lowering, callee: NodeId): boolean {
  let at = callee;
  for (let derivation = L.derivations.get(at); derivation && typeof derivation.step === 'string'; derivation = L.derivations.get(at)) at = derivation.from;
  const origin = L.origins[at];
  return origin?.k === 'global' || (origin?.k === 'import' && !/^[.#~]|^@\//.test(origin.module));
}

/** `require('x')` and `import('x')`. */
function requireOf(L: Lowering, node: ts.CallExpression): NodeId | undefined {
  const { expression } = node;
  const [argument] = node.arguments;
  if (!argument || !ts.isStringLiteralLike(argument)) return undefined;
  const dynamic = expression.kind === K.ImportKeyword;
  const required = ts.isIdentifier(expression) && (expression.text === 'require' || expression.text === '__require');
  if (!dynamic && !required) return undefined;
  L.imports.push(argument.text);
  const { under } = underOf(L, node);
  if (under) L.importsUnder.push({ specifier: argument.text, under });
  return addNode(L, node, { k: 'import', module: argument.text, name: '*' });
}
