import { ts } from 'ts-morph';
import { NO_NODE, type NodeId } from '../../../model/flow-graph';
import { assume } from './guards';
import { switchesOff, tellsFamily } from './opt-out';
import { positionOf } from './members';
import { copyState, mergeStates } from './merge';
import { whenMissing } from './missing';
import { nothingIn, subjectsOf, truthOf } from './truths';
import { digestOf, join, NOTHING, type Assumption, type Evaluated, type Lowering, type Truth } from './state';

const K = ts.SyntaxKind;
const LOGICAL: ReadonlySet<ts.SyntaxKind> = new Set([K.AmpersandAmpersandToken, K.BarBarToken, K.QuestionQuestionToken]);
const NEGATIONS: ReadonlySet<ts.SyntaxKind> = new Set([K.ExclamationToken, K.TildeToken]);
/** Operators whose value is a boolean. */
export const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  K.EqualsEqualsEqualsToken, K.EqualsEqualsToken, K.ExclamationEqualsEqualsToken, K.ExclamationEqualsToken, K.InKeyword,
  K.InstanceOfKeyword, K.LessThanToken, K.GreaterThanToken, K.LessThanEqualsToken, K.GreaterThanEqualsToken,
]);

/** Evaluates a condition for its effects, and says what holds where it is true and where it is false. */
export function lowerCondition(L: Lowering, node: ts.Expression): Truth {
  const truth = conditionOf(L, node);
  if (truth.off === undefined && switchesOff(node) && !isComputed(L, node)) return { ...truth, off: true };
  return truth.moot === undefined && tellsFamily(node) ? { ...truth, moot: false } : truth;
}

/** A variable that was declared with a condition says what that said. */
function isComputed(L: Lowering, node: ts.Expression): boolean {
  return ts.isIdentifier(node) && L.names.variableOf(node)?.truth !== undefined;
}

function conditionOf(L: Lowering, node: ts.Expression): Truth {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node) || ts.isAwaitExpression(node)) return lowerCondition(L, node.expression);
  if (ts.isPrefixUnaryExpression(node) && NEGATIONS.has(node.operator)) return lowerNegation(L, node);
  if (ts.isBinaryExpression(node)) return lowerBinaryCondition(L, node);
  if (ts.isIdentifier(node)) {
    const variable = L.names.variableOf(node);
    if (variable?.truth && variable.writes === 0) {
      if (asks(node)) notePresence(L, node, L.visit.expression(L, node), false);
      return variable.truth;
    }
  }
  if (ts.isElementAccessExpression(node)) return lowerKeyCondition(L, node);
  const cast = booleanCast(node);
  if (cast) return lowerCondition(L, cast);
  const value = L.visit.expression(L, node);
  if (asks(node)) notePresence(L, node, value, false);
  return truthOf(L, value);
}

/** `!x`, and `~list.indexOf(x)`, which is zero where nothing was found. */
function lowerNegation(L: Lowering, { operator, operand }: ts.PrefixUnaryExpression): Truth {
  if (operator === K.ExclamationToken) return flip(lowerCondition(L, operand), false);
  const call = callBehind(L, L.visit.expression(L, operand));
  return call === undefined ? NOTHING : indexTruth(L, call, true);
}

/** What `Boolean(x)` is asked of. */
function booleanCast(node: ts.Expression): ts.Expression | undefined {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Boolean' ? node.arguments[0] : undefined;
}

/** Whether the program goes one way or another by this expression; the left side of a fallback (`x ?? y`) only lends its value. */
function asks(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return asksIn(parent, node);
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === K.ExclamationToken;
  if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent) || ts.isAsExpression(parent)) return asks(parent);
  if (ts.isCallExpression(parent)) return ts.isIdentifier(parent.expression) && parent.expression.text === 'Boolean';
  return ts.isIfStatement(parent) || ts.isWhileStatement(parent) || (ts.isConditionalExpression(parent) && parent.condition === node);
}

/** The left side of `x && y` decides; that of `x || y` where it is a statement of its own. */
function asksIn(parent: ts.BinaryExpression, node: ts.Expression): boolean {
  const operator = parent.operatorToken.kind;
  if (parent.left === node && (operator === K.AmpersandAmpersandToken || (operator === K.BarBarToken && ts.isExpressionStatement(parent.parent)))) return true;
  return LOGICAL.has(operator) && asks(parent);
}

/** `holds`: whether the expression is true where the value is missing. */
function notePresence(L: Lowering, at: ts.Node, node: NodeId, holds: boolean): void {
  if (node === NO_NODE) return;
  const missing = whenMissing(at, holds);
  L.presences.push({ node, fn: L.act.index, at: positionOf(L, at), ...(missing !== undefined && { missing }) });
}

function noteComparison(L: Lowering, op: 'equal' | 'order', node: ts.BinaryExpression, left: NodeId, right: NodeId): void {
  if (left === NO_NODE && right === NO_NODE) return;
  L.comparisons.push({ op, left, right, fn: L.act.index, at: positionOf(L, node), digest: digestOf(L, node) });
}

function lowerBinaryCondition(L: Lowering, node: ts.BinaryExpression): Truth {
  const operator = node.operatorToken.kind;
  if (LOGICAL.has(operator)) return logicalOf(L, node).truth;
  if (operator === K.EqualsEqualsEqualsToken || operator === K.EqualsEqualsToken) return lowerEquality(L, node, true);
  if (operator === K.ExclamationEqualsEqualsToken || operator === K.ExclamationEqualsToken) return lowerEquality(L, node, false);
  if (operator === K.InKeyword) {
    const subject = L.visit.expression(L, node.left);
    return about(subject, (positive) => ({ t: 'key-of', other: L.visit.expression(L, node.right), positive }));
  }
  if (operator === K.InstanceOfKeyword) {
    const subject = L.visit.expression(L, node.left);
    const type = L.visit.expression(L, node.right);
    return about(subject, (positive) => ({ t: 'instanceof', type, positive }));
  }
  if (operator === K.LessThanToken || operator === K.GreaterThanToken || operator === K.LessThanEqualsToken || operator === K.GreaterThanEqualsToken) return lowerComparison(L, node);
  return truthOf(L, L.visit.expression(L, node));
}

/** A logical expression as a condition and as a value; evaluated once, however often it is asked for. */
export function logicalOf(L: Lowering, node: ts.BinaryExpression): Evaluated {
  const known = L.logical.get(node);
  if (known) return known;
  const operator = node.operatorToken.kind;
  const and = operator === K.AmpersandAmpersandToken;
  const a = evaluate(L, node.left);
  const skipped = copyState(L.act.state);
  assume(L, node.right, and ? a.truth.ifTrue : a.truth.ifFalse);
  const b = evaluate(L, node.right);
  L.act.state = mergeStates(L, node.right, [skipped, L.act.state]);
  // The left side of && only comes through when it is falsy, which carries nothing.
  const value = and ? b.value : join(L, node, [a.value, b.value]);
  const truth: Truth = and
    ? { ifTrue: [...a.truth.ifTrue, ...b.truth.ifTrue], ifFalse: either(a.truth, b.truth, false), ...offOf(a.truth, b.truth, true) }
    : { ifTrue: either(a.truth, b.truth, true), ifFalse: [...a.truth.ifFalse, ...b.truth.ifFalse], ...offOf(a.truth, b.truth, false) };
  const evaluated = { truth, value };
  L.logical.set(node, evaluated);
  return evaluated;
}

/** An operand of a logical expression: what it says, and its value. The right side runs under what the left side says. */
function evaluate(L: Lowering, node: ts.Expression): Evaluated {
  const bare = bareOf(node);
  if (ts.isBinaryExpression(bare) && LOGICAL.has(bare.operatorToken.kind)) return logicalOf(L, bare);
  const truth = lowerCondition(L, bare);
  const silent = ts.isPrefixUnaryExpression(bare) || (ts.isBinaryExpression(bare) && COMPARISONS.has(bare.operatorToken.kind));
  return { truth, value: silent ? NO_NODE : L.visit.expression(L, bare) };
}

function bareOf(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAwaitExpression(node) ? bareOf(node.expression) : node;
}

/** What holds when one of two conditions comes out as `side`. A side on which a check was switched off, or does not apply, leaves what the other says. */
function either(first: Truth, second: Truth, side: boolean): readonly Assumption[] {
  const [a, b] = side ? [first.ifTrue, second.ifTrue] : [first.ifFalse, second.ifFalse];
  if (first.off === side || first.moot === side) return b;
  if (second.off === side || second.moot === side) return a;
  if (a.length === 0 || b.length === 0) return [];
  return [{ subject: NO_NODE, condition: { t: 'either', branches: [a, b] } }];
}

/** Both sides of a conjunction are true when it is; of a disjunction both are false when it is. */
function offOf(a: Truth, b: Truth, both: boolean): { readonly off?: boolean } {
  if (a.off === both || b.off === both) return { off: both };
  return a.off === !both && b.off === !both ? { off: !both } : {};
}

function about(subject: NodeId, condition: (positive: boolean) => Assumption['condition']): Truth {
  if (subject === NO_NODE) return NOTHING;
  return { ifTrue: [{ subject, condition: condition(true) }], ifFalse: [{ subject, condition: condition(false) }] };
}

function flip(truth: Truth, keep: boolean): Truth {
  if (keep) return truth;
  return { ifTrue: truth.ifFalse, ifFalse: truth.ifTrue, ...(truth.off !== undefined && { off: !truth.off }), ...(truth.moot !== undefined && { moot: !truth.moot }) };
}

/** `typeof x === 'number'`, `list.indexOf(x) === -1`, `check(x) === false`, `x === 'literal'`, `x === other`. */
function lowerEquality(L: Lowering, node: ts.BinaryExpression, equal: boolean): Truth {
  for (const [subject, other] of [[node.left, node.right], [node.right, node.left]] as const) {
    if (ts.isTypeOfExpression(subject) && ts.isStringLiteralLike(other)) {
      const value = L.visit.expression(L, subject.expression);
      notePresence(L, node, value, equal === (other.text === 'undefined'));
      return flip(about(value, (positive) => ({ t: 'typeof', type: other.text, positive })), equal);
    }
    if (other.kind === K.TrueKeyword || other.kind === K.FalseKeyword) return flip(lowerCondition(L, subject), equal === (other.kind === K.TrueKeyword));
    if (isNumber(other)) {
      const call = callBehind(L, L.visit.expression(L, subject));
      if (call !== undefined) return flip(indexTruth(L, call, numberOf(other) >= 0), equal);
      return flip(lengthTruth(L, subject, numberOf(other) === 0), equal);
    }
    if (isNothing(other)) {
      const value = L.visit.expression(L, subject);
      notePresence(L, node, value, equal);
      const truth = truthOf(L, value);
      return flip(truth, !equal);
    }
  }
  const left = L.visit.expression(L, node.left);
  const right = L.visit.expression(L, node.right);
  noteComparison(L, 'equal', node, left, right);
  const truth: Truth = {
    ifTrue: [...equalTo(left, right, true), ...equalTo(right, left, true)],
    ifFalse: [...equalTo(left, right, false), ...equalTo(right, left, false)],
  };
  return flip(truth, equal);
}

function equalTo(subject: NodeId, other: NodeId, positive: boolean): Assumption[] {
  return subject === NO_NODE || other === NO_NODE ? [] : [{ subject, condition: { t: 'equals', other, positive } }];
}

/** `list.indexOf(x) > -1`, `>= 0`, `< 0`. Comparisons of the value itself prove nothing about a string. */
function lowerComparison(L: Lowering, node: ts.BinaryExpression): Truth {
  const left = L.visit.expression(L, node.left);
  const right = L.visit.expression(L, node.right);
  noteComparison(L, 'order', node, left, right);
  const call = callBehind(L, left);
  if (right === NO_NODE || !isNumber(node.right)) return NOTHING;
  const bound = numberOf(node.right);
  const operator = node.operatorToken.kind;
  if (call === undefined) return flip(lengthTruth(L, node.left, bound === LEAST.get(operator)), operator === K.LessThanToken);
  if ((operator === K.GreaterThanToken && bound >= -1) || (operator === K.GreaterThanEqualsToken && bound >= 0)) return indexTruth(L, call, true);
  if ((operator === K.LessThanToken && bound <= 0) || (operator === K.LessThanEqualsToken && bound <= -1)) return indexTruth(L, call, false);
  return NOTHING;
}

/** Operators that ask for any length at all, with the number that they ask by: `x.length > 0`, `x.length >= 1`, `x.length < 1`. */
const LEAST: ReadonlyMap<ts.SyntaxKind, number> = new Map([[K.GreaterThanToken, 0], [K.GreaterThanEqualsToken, 1], [K.LessThanToken, 1]]);

/** Of `x.length === 0`: x is empty. */
function lengthTruth(L: Lowering, node: ts.Expression, asksForAny: boolean): Truth {
  if (!asksForAny || !ts.isPropertyAccessExpression(node) || node.name.text !== 'length') return NOTHING;
  return { ifTrue: [nothingIn(L.visit.expression(L, node))], ifFalse: [] };
}

function indexTruth(L: Lowering, call: number, foundIfTrue: boolean): Truth {
  const subjects = subjectsOf(L, call);
  const when = (found: boolean): Assumption[] => subjects.map(({ subject, arg }) => ({ subject, condition: { t: 'index', call, arg, found } }));
  return { ifTrue: when(foundIfTrue), ifFalse: when(!foundIfTrue) };
}

/** `table[x]` as a condition: x is a key of the table. */
function lowerKeyCondition(L: Lowering, node: ts.ElementAccessExpression): Truth {
  const other = L.visit.expression(L, node.expression);
  const subject = L.visit.expression(L, node.argumentExpression);
  const value = L.visit.expression(L, node);
  if (asks(node)) notePresence(L, node, value, false);
  return other === NO_NODE ? NOTHING : about(subject, (positive) => ({ t: 'key-of', other, positive }));
}

function callBehind(L: Lowering, node: NodeId): number | undefined {
  return node === NO_NODE ? undefined : L.callOf.get(node);
}

function isNumber(node: ts.Expression): boolean {
  return ts.isNumericLiteral(node) || (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand));
}

function numberOf(node: ts.Expression): number {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isPrefixUnaryExpression(node) && node.operator === K.MinusToken && ts.isNumericLiteral(node.operand)) return -Number(node.operand.text);
  return 0;
}

function isNothing(node: ts.Expression): boolean {
  return node.kind === K.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined') || ts.isVoidExpression(node);
}
