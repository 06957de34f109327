import { ts } from 'ts-morph';
import { ANY, ELEMENT, NO_NODE, type NodeId, type Prop } from '../../../model/flow-graph';
import { loadMember, positionOf, staticName } from './members';
import { addEdge, addNode, join, type Lowering } from './state';

/** What a helper does, in terms of its arguments. */
type Lower = (L: Lowering, node: ts.CallExpression, args: readonly ts.Expression[]) => NodeId | undefined;

const value = (L: Lowering, node: ts.Expression | undefined): NodeId => (node ? L.visit.expression(L, node) : NO_NODE);
const all = (L: Lowering, args: readonly ts.Expression[]): NodeId[] => args.map((each) => L.visit.expression(L, each));
/** The first argument as it is. */
const same: Lower = (L, _, args) => all(L, args)[0] ?? NO_NODE;
/** A list of what is in its arguments. */
const list: Lower = (L, node, args) => spread(L, addNode(L, node, { k: 'array' }), all(L, args));
/** The first argument with the members of the others; a literal is a new object, any other keeps them. */
const object: Lower = (L, node, args) => {
  const parts = all(L, args);
  const made = spread(L, addNode(L, node, { k: 'object' }), parts);
  const [first] = args;
  const isNew = first !== undefined && (ts.isObjectLiteralExpression(first) || ts.isCallExpression(first));
  return isNew ? made : join(L, node, [spread(L, parts[0] ?? NO_NODE, parts.slice(1)), made]);
};

function spread(L: Lowering, to: NodeId, parts: readonly NodeId[]): NodeId {
  if (to !== NO_NODE) for (const from of parts) if (from !== NO_NODE && from !== to) addEdge(L, { op: 'spread', from, to });
  return to;
}

function put(L: Lowering, at: ts.Node, base: NodeId, prop: Prop, from: NodeId, key?: NodeId): void {
  if (base !== NO_NODE && from !== NO_NODE) addEdge(L, { op: 'store', base, prop, from, init: true, at: positionOf(L, at), digest: 0, ...(key !== undefined && key !== NO_NODE && { key }) });
}

/** The same of an object that others see as well. */
function write(L: Lowering, at: ts.Node, base: NodeId, prop: Prop, from: NodeId, key?: NodeId): void {
  if (base !== NO_NODE && from !== NO_NODE) addEdge(L, { op: 'store', base, prop, from, at: positionOf(L, at), digest: 0, ...(key !== undefined && key !== NO_NODE && { key }) });
}

/** All members but some: `__rest(object, ['a', 'b'])`. */
const rest: Lower = (L, node, args) => {
  const [from = NO_NODE] = all(L, args);
  if (from === NO_NODE) return NO_NODE;
  const [, names] = args;
  const but = names && ts.isArrayLiteralExpression(names) ? names.elements.flatMap((each) => staticName(each) ?? []) : [];
  const to = addNode(L, node);
  addEdge(L, { op: 'spread', from, to, ...(but.length > 0 && { but }) });
  return to;
};

/** A member that is written: `_define_property(this, 'name', value)`. */
const define: Lower = (L, node, args) => {
  const [base = NO_NODE, key = NO_NODE, from = NO_NODE] = all(L, args);
  const name = args[1] && staticName(args[1]);
  write(L, node, base, name ?? ANY, from, name === undefined ? key : undefined);
  return base;
};

/** Whose name a private member has: that of the map, set or function which stands for it. */
function privateName(node: ts.Expression | undefined): string | undefined {
  return node && ts.isIdentifier(node) ? `#${node.text}` : undefined;
}

const privateGet: Lower = (L, node, args) => {
  const [, holder, kind, given] = args;
  const base = value(L, args[0]);
  // A method, or a getter, is the function that is given.
  if (kind && ts.isStringLiteralLike(kind) && kind.text === 'm') return value(L, given);
  const name = privateName(holder);
  return name === undefined ? undefined : loadMember(L, node, base, name);
};

const privateSet: Lower = (L, node, args) => {
  const name = privateName(args[1]);
  if (name === undefined) return undefined;
  const base = value(L, args[0]);
  const given = args[2];
  const held = given && ts.isObjectLiteralExpression(given) ? given.properties.find((each): each is ts.PropertyAssignment => ts.isPropertyAssignment(each) && ts.isIdentifier(each.name) && each.name.text === 'value')?.initializer : undefined;
  const from = value(L, held ?? given);
  write(L, node, base, name, from);
  return from;
};

/** The function that stands for a private method. */
const privateMethod: Lower = (L, _, args) => all(L, args)[2] ?? NO_NODE;

/** Methods and accessors: `_create_class(C, [{ key: 'name', value: function () { … } }], [ …static ])`. */
const createClass: Lower = (L, node, args) => {
  const [constructor, members, statics] = args;
  const made = value(L, constructor);
  if (made === NO_NODE) return undefined;
  describe(L, loadMember(L, node, made, 'prototype'), members);
  describe(L, made, statics);
  return made;
};

function describe(L: Lowering, base: NodeId, members: ts.Expression | undefined): void {
  if (!members || !ts.isArrayLiteralExpression(members)) {
    value(L, members);
    return;
  }
  for (const member of members.elements) {
    if (!ts.isObjectLiteralExpression(member)) continue;
    const parts = new Map(member.properties.flatMap((each) => {
      if (!each.name || !ts.isIdentifier(each.name)) return [];
      return [[each.name.text, ts.isPropertyAssignment(each) ? L.visit.expression(L, each.initializer) : ts.isMethodDeclaration(each) ? L.visit.fn(L, each, { when: 'inline' }) : NO_NODE] as const];
    }));
    const key = member.properties.find((each): each is ts.PropertyAssignment => ts.isPropertyAssignment(each) && ts.isIdentifier(each.name) && each.name.text === 'key')?.initializer;
    const name = (key && staticName(key)) ?? ANY;
    for (const [part, from] of parts) if (part !== 'key') put(L, member, base, part === 'value' ? name : `${part} ${name}`, from);
  }
}

/** `__extends(A, B)`: what A makes has the members of what B makes. */
const inherits: Lower = (L, node, args) => {
  const [derived = NO_NODE, base = NO_NODE] = all(L, args);
  if (derived === NO_NODE || base === NO_NODE) return undefined;
  put(L, node, loadMember(L, node, derived, 'prototype'), '__proto__', loadMember(L, node, base, 'prototype'));
  put(L, node, derived, '__proto__', base);
  return NO_NODE;
};

const prototypeOf: Lower = (L, node, args) => loadMember(L, node, all(L, args)[0] ?? NO_NODE, '__proto__');

/** A member that is looked for above: `_get(_get_prototype_of(C.prototype), 'run', this)`. */
const get: Lower = (L, node, args) => {
  const name = args[1] && staticName(args[1]);
  return args.length === 3 && name !== undefined ? loadMember(L, node, value(L, args[0]), name) : undefined;
};

/** `_iterator = _createForOfIteratorHelper(list)`, whose `n()` gives the next element. */
const iterator: Lower = (L, node, args) => {
  const [from = NO_NODE] = all(L, args);
  if (from === NO_NODE) return NO_NODE;
  const step = addNode(L, node, { k: 'object' });
  put(L, node, step, 'value', loadMember(L, node, from, ELEMENT));
  const made = addNode(L, node, { k: 'object' });
  put(L, node, made, 'n', thunk(L, node, step));
  return made;
};

/** A function value that returns one known node. */
export function thunk(L: Lowering, node: ts.Node, result: NodeId): NodeId {
  const index = L.fns.length;
  const self = addNode(L, node, { k: 'this', fn: index });
  L.fns.push({ name: '', params: [], self, ret: result, parent: L.act.index, cls: -1, async: false, generator: false, at: [1, 1, 1, 1], exits: [] });
  return addNode(L, node, { k: 'fn', fn: index });
}

/** Helpers that hand values on, by name. Those of TypeScript and esbuild have an underscore before. */
export const VALUE_HELPERS: Readonly<Record<string, Lower>> = {
  // Iterables, templates, keys, and `this` behind a check.
  _values: same, _read: same, _asyncValues: same, _forAwait: same, _template: same, _makeTemplateObject: same, _await: same, _propKey: same, _yieldStar: same,
  toConsumableArray: same, slicedToArray: same, slicedToArrayLoose: same, toArray: same, arrayWithoutHoles: same, asyncIterator: same, asyncGeneratorDelegate: same, awaitAsyncGenerator: same,
  taggedTemplateLiteral: same, taggedTemplateLiteralLoose: same, toPropertyKey: same, assertThisInitialized: same, checkPrivateRedeclaration: same, wrapNativeSuper: same,
  possibleConstructorReturn: (L, node, args) => join(L, node, all(L, args)),
  // Lists and objects.
  _spreadArray: list, _spreadArrays: list, _spread: list, _assign: object, _spreadValues: object, _spreadProps: object, extends: object, objectSpread: object, objectSpreadProps: object,
  _rest: rest, _objRest: rest, objectWithoutProperties: rest, objectWithoutPropertiesLoose: rest,
  // Members.
  _publicField: define, defineProperty: define, _defNormalProp: define,
  _classPrivateFieldGet: privateGet, _privateGet: privateGet, classPrivateFieldGet: privateGet, _classPrivateFieldSet: privateSet, _privateSet: privateSet, _privateAdd: privateSet, classPrivateFieldSet: privateSet,
  classPrivateFieldInit: privateSet, classPrivateFieldInitSpec: privateSet, _privateMethod: privateMethod, classPrivateMethodGet: privateMethod,
  // Classes.
  createClass, _extends: inherits, inherits, inheritsLoose: inherits, getPrototypeOf: prototypeOf, createSuper: prototypeOf, get, createForOfIteratorHelper: iterator, createForOfIteratorHelperLoose: iterator,
};
