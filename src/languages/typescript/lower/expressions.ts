import { ts } from 'ts-morph';
import { ANY, NO_NODE, type NodeId } from '../../../model/flow-graph';
import { lowerCall, lowerNew, lowerTagged } from './calls';
import { COMPARISONS, logicalOf, lowerCondition } from './conditions';
import { markExits, neverReturns } from './exits';
import { assume } from './guards';
import { concat, lowerArray, lowerObject, lowerTemplate, sumParts } from './literals';
import { loadMember, positionOf, staticName } from './members';
import { isAssignment } from './references';
import { sentTo, setsNext, yieldTo } from './machines';
import { copyState, mergeStates } from './merge';
import { removeMember } from './targets';
import { addEdge, addNode, constant, globalNode, join, type Lowering } from './state';
import { noteType } from './types';
import { accessPath, readVariable } from './variables';

const K = ts.SyntaxKind;
/** The value of an expression; NO_NODE where nothing can be said of it (numbers, booleans, undefined). */
export function lowerExpression(L: Lowering, node: ts.Expression): NodeId {
  const known = L.evaluated.get(node);
  if (known !== undefined) return known;
  const lower = LOWER[node.kind];
  if (lower) {
    const value = lower(L, node as never);
    if (ONCE.has(node.kind)) L.evaluated.set(node, value);
    return value;
  }
  ts.forEachChild(node, (child) => {
    if (ts.isExpression(child)) L.visit.expression(L, child);
  });
  return NO_NODE;
}

/** Expressions that may be asked for twice, as a condition and as a value, and must be evaluated once. */
const ONCE: ReadonlySet<ts.SyntaxKind> = new Set([
  K.CallExpression, K.NewExpression, K.TaggedTemplateExpression, K.ObjectLiteralExpression, K.ArrayLiteralExpression,
  K.ArrowFunction, K.FunctionExpression, K.ClassExpression, K.BinaryExpression, K.ConditionalExpression, K.TemplateExpression,
]);

type Lower<T extends ts.Node> = (L: Lowering, node: T) => NodeId;

const inner: Lower<ts.Node & { readonly expression: ts.Expression }> = (L, node) => L.visit.expression(L, node.expression);

function typed(L: Lowering, node: ts.AsExpression | ts.TypeAssertion | ts.SatisfiesExpression): NodeId {
  const value = L.visit.expression(L, node.expression);
  if (value === NO_NODE) return value;
  if (ts.isSatisfiesExpression(node) || node.type.kind === K.AnyKeyword || node.type.kind === K.UnknownKeyword) return value;
  noteType(L, value, node.type);
  return value;
}

function effectsOnly(L: Lowering, node: ts.Node): NodeId {
  ts.forEachChild(node, (child) => {
    if (ts.isExpression(child)) L.visit.expression(L, child);
  });
  return NO_NODE;
}

function lowerDelete(L: Lowering, node: ts.DeleteExpression): NodeId {
  removeMember(L, node.expression);
  return NO_NODE;
}

const LOWER: Readonly<Partial<Record<ts.SyntaxKind, Lower<never>>>> = {
  [K.Identifier]: lowerIdentifier,
  [K.ThisKeyword]: lowerThis,
  [K.SuperKeyword]: lowerThis,
  [K.StringLiteral]: (L: Lowering, node: ts.StringLiteral) => constant(L, node, node.text),
  [K.NoSubstitutionTemplateLiteral]: (L: Lowering, node: ts.NoSubstitutionTemplateLiteral) => constant(L, node, node.text),
  [K.NumericLiteral]: (L: Lowering, node: ts.NumericLiteral) => constant(L, node, Number(node.text)),
  [K.TrueKeyword]: (L: Lowering, node: ts.Expression) => constant(L, node, true),
  [K.FalseKeyword]: (L: Lowering, node: ts.Expression) => constant(L, node, false),
  [K.NullKeyword]: (L: Lowering, node: ts.Expression) => constant(L, node, null),
  [K.RegularExpressionLiteral]: lowerRegex,
  [K.TemplateExpression]: lowerTemplate,
  [K.ParenthesizedExpression]: inner,
  [K.NonNullExpression]: inner,
  [K.PartiallyEmittedExpression]: inner,
  [K.AsExpression]: typed,
  [K.TypeAssertionExpression]: typed,
  [K.SatisfiesExpression]: typed,
  [K.AwaitExpression]: inner,
  [K.YieldExpression]: lowerYield,
  [K.PropertyAccessExpression]: lowerAccess,
  [K.ElementAccessExpression]: lowerElement,
  [K.CallExpression]: lowerCall,
  [K.NewExpression]: lowerNew,
  [K.TaggedTemplateExpression]: lowerTagged,
  [K.BinaryExpression]: lowerBinary,
  [K.ConditionalExpression]: lowerConditional,
  [K.PrefixUnaryExpression]: lowerPrefix,
  [K.PostfixUnaryExpression]: lowerPostfix,
  [K.TypeOfExpression]: effectsOnly,
  [K.VoidExpression]: effectsOnly,
  [K.DeleteExpression]: lowerDelete,
  [K.ObjectLiteralExpression]: lowerObject,
  [K.ArrayLiteralExpression]: lowerArray,
  [K.ArrowFunction]: (L: Lowering, node: ts.ArrowFunction) => L.visit.fn(L, node, { when: 'inline' }),
  [K.FunctionExpression]: (L: Lowering, node: ts.FunctionExpression) => L.visit.fn(L, node, { when: 'inline' }),
  [K.ClassExpression]: (L: Lowering, node: ts.ClassExpression) => L.visit.cls(L, node),
  [K.JsxElement]: (L: Lowering, node: ts.JsxElement) => L.visit.jsx(L, node),
  [K.JsxSelfClosingElement]: (L: Lowering, node: ts.JsxSelfClosingElement) => L.visit.jsx(L, node),
  [K.JsxFragment]: (L: Lowering, node: ts.JsxFragment) => L.visit.jsx(L, node),
  [K.JsxExpression]: (L: Lowering, node: ts.JsxExpression) => (node.expression ? L.visit.expression(L, node.expression) : NO_NODE),
  [K.SpreadElement]: inner,
  [K.MetaProperty]: (L: Lowering, node: ts.MetaProperty) => globalNode(L, node, node.getText(L.file)),
  [K.CommaListExpression]: effectsOnly,
};

function lowerIdentifier(L: Lowering, node: ts.Identifier): NodeId {
  if (node.text === 'undefined') return NO_NODE;
  const variable = L.names.variableOf(node);
  if (variable) return readVariable(L, node, variable);
  if (node.text === 'arguments') return argumentsOf(L, node);
  return globalNode(L, node, node.text);
}

function argumentsOf(L: Lowering, node: ts.Node): NodeId {
  let { act } = L;
  while (ts.isArrowFunction(act.home) && act.parent) act = act.parent;
  const known = L.lists.get(act.index);
  if (known !== undefined) return known;
  const list = addNode(L, node, { k: 'array' }, 'arguments');
  L.lists.set(act.index, list);
  act.params.forEach((param, index) => { addEdge(L, { op: 'store', base: list, prop: String(index), from: param, init: true, at: positionOf(L, node), digest: 0 }); });
  return list;
}

function lowerThis(L: Lowering): NodeId {
  return L.act.lexicalThis ?? L.act.self;
}

function lowerRegex(L: Lowering, node: ts.RegularExpressionLiteral): NodeId {
  const end = node.text.lastIndexOf('/');
  return addNode(L, node, { k: 'regex', source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
}

function lowerYield(L: Lowering, node: ts.YieldExpression): NodeId {
  return node.expression ? yieldTo(L, node.expression, node.asteriskToken !== undefined) : NO_NODE;
}

export function lowerAccess(L: Lowering, node: ts.PropertyAccessExpression): NodeId {
  const sent = sentTo(L, node);
  if (sent !== undefined) return sent;
  const base = L.visit.expression(L, node.expression);
  return loadMember(L, node, base, node.name.text, accessPath(L, node));
}

function lowerElement(L: Lowering, node: ts.ElementAccessExpression): NodeId {
  const base = L.visit.expression(L, node.expression);
  const name = staticName(node.argumentExpression);
  if (name !== undefined) return loadMember(L, node, base, name, accessPath(L, node));
  const key = L.visit.expression(L, node.argumentExpression);
  if (base === NO_NODE) return NO_NODE;
  const to = addNode(L, node);
  addEdge(L, { op: 'load', from: base, prop: ANY, to, ...(key !== NO_NODE && { key }) });
  L.derivations.set(to, { from: base, step: `.${ANY}` });
  return to;
}

function lowerPrefix(L: Lowering, node: ts.PrefixUnaryExpression): NodeId {
  // `!0` and `!1` are how minifiers write true and false.
  if (node.operator === K.ExclamationToken && ts.isNumericLiteral(node.operand)) return constant(L, node, node.operand.text === '0');
  if (node.operator === K.ExclamationToken) lowerCondition(L, node);
  else {
    const value = L.visit.expression(L, node.operand);
    if (node.operator !== K.PlusPlusToken && node.operator !== K.MinusMinusToken) return NO_NODE;
    noteCount(L, node, value);
    // What is compared is the count itself: `++calls > limit`.
    return value;
  }
  return NO_NODE;
}

function lowerPostfix(L: Lowering, node: ts.PostfixUnaryExpression): NodeId {
  noteCount(L, node, L.visit.expression(L, node.operand));
  return NO_NODE;
}

function noteCount(L: Lowering, at: ts.Node, node: NodeId): void {
  if (node !== NO_NODE) L.counts.push({ node, fn: L.act.index, at: positionOf(L, at) });
}

function lowerBinary(L: Lowering, node: ts.BinaryExpression): NodeId {
  const operator = node.operatorToken.kind;
  if (isAssignment(operator)) return lowerAssignment(L, node, operator);
  if (operator === K.CommaToken) {
    const first = L.calls.length;
    L.visit.expression(L, node.left);
    const value = L.visit.expression(L, node.right);
    // Minifiers join statements by commas: `(printHelp(), process.exit(0))`.
    if (ts.isCallExpression(node.right) && neverReturns(L, node.right)) markExits(L, first);
    return value;
  }
  if (operator === K.PlusToken) return concat(L, node, sumParts(L, node));
  if (operator === K.BarBarToken || operator === K.QuestionQuestionToken || operator === K.AmpersandAmpersandToken) return logicalOf(L, node).value;
  if (COMPARISONS.has(operator)) {
    lowerCondition(L, node);
    return NO_NODE;
  }
  L.visit.expression(L, node.left);
  L.visit.expression(L, node.right);
  return NO_NODE;
}


function lowerConditional(L: Lowering, node: ts.ConditionalExpression): NodeId {
  const truth = lowerCondition(L, node.condition);
  const otherwise = copyState(L.act.state);
  assume(L, node.whenTrue, truth.ifTrue);
  const yes = L.visit.expression(L, node.whenTrue);
  const after = L.act.state;
  L.act.state = otherwise;
  assume(L, node.whenFalse, truth.ifFalse);
  const no = L.visit.expression(L, node.whenFalse);
  L.act.state = mergeStates(L, node, [after, L.act.state]);
  return join(L, node, [yes, no]);
}

function lowerAssignment(L: Lowering, node: ts.BinaryExpression, operator: ts.SyntaxKind): NodeId {
  if (operator === K.EqualsToken) {
    if (setsNext(L, node)) return NO_NODE;
    const value = L.visit.expression(L, node.right);
    L.visit.assign(L, node.left, value);
    return value;
  }
  if (operator === K.PlusEqualsToken) {
    const before = L.visit.expression(L, node.left);
    if (!ts.isStringLiteralLike(node.right)) noteCount(L, node, before);
    const value = concat(L, node, [before, ts.isStringLiteralLike(node.right) ? node.right.text : L.visit.expression(L, node.right)]);
    L.visit.assign(L, node.left, value);
    return value;
  }
  if (operator === K.BarBarEqualsToken || operator === K.QuestionQuestionEqualsToken || operator === K.AmpersandAmpersandEqualsToken) {
    const before = L.visit.expression(L, node.left);
    const value = join(L, node, [before, L.visit.expression(L, node.right)]);
    L.visit.assign(L, node.left, value);
    return value;
  }
  if (operator === K.MinusEqualsToken) noteCount(L, node, L.visit.expression(L, node.left));
  L.visit.expression(L, node.right);
  L.visit.assign(L, node.left, NO_NODE);
  return NO_NODE;
}

