import { ts } from 'ts-morph';
import type { Presence } from '../../../model/flow-graph';

const K = ts.SyntaxKind;
const LEAVES = /(^|\.)(exit|abort|fail|die|fatal|bail|panic|reject|throwError|exitWithError)\w*$/i;
const LOGS = /^(console|process\.std(err|out)|debug|(\w+\.)*\w*log(ger|s)?)(\.|$)/i;

/** What the program does where a value that it asks for is missing. `holds` says whether the expression is true then. */
export function whenMissing(node: ts.Node, holds: boolean): Presence['missing'] {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent) || ts.isAsExpression(parent)) return whenMissing(parent, holds);
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === K.ExclamationToken ? whenMissing(parent, !holds) : undefined;
  if (ts.isCallExpression(parent)) return parent.arguments[0] === node ? whenMissing(parent, holds) : undefined;
  if (ts.isBinaryExpression(parent)) return inLogical(parent, node, holds);
  if (ts.isIfStatement(parent)) return ofStatement(holds ? parent.thenStatement : parent.elseStatement);
  if (ts.isConditionalExpression(parent)) return parent.condition === node ? ofChoice(parent, holds) : undefined;
  return ts.isReturnStatement(parent) || ts.isArrowFunction(parent) ? 'answers' : undefined;
}

function inLogical(parent: ts.BinaryExpression, node: ts.Node, holds: boolean): Presence['missing'] {
  const and = parent.operatorToken.kind === K.AmpersandAmpersandToken;
  if (!and && parent.operatorToken.kind !== K.BarBarToken) return undefined;
  // `!key && fail()` and `key || fail()` as statements run their right side.
  if (ts.isExpressionStatement(parent.parent) && parent.left === node) return and === holds ? ofExpression(parent.right) : 'goes-on';
  return whenMissing(parent, holds);
}

/** A choice between two fixed texts only tells whether the value is there. */
function ofChoice({ whenTrue, whenFalse }: ts.ConditionalExpression, holds: boolean): Presence['missing'] {
  return ts.isStringLiteralLike(whenTrue) && ts.isStringLiteralLike(whenFalse) ? 'logs' : ofExpression(holds ? whenTrue : whenFalse);
}

function ofStatement(statement: ts.Statement | undefined): Presence['missing'] {
  if (!statement) return 'goes-on';
  const all = ts.isBlock(statement) ? [...statement.statements] : [statement];
  if (all.some(leaves)) return 'leaves';
  return all.every((each) => ts.isExpressionStatement(each) && logs(each.expression)) ? 'logs' : 'other';
}

function leaves(statement: ts.Statement): boolean {
  if (ts.isThrowStatement(statement) || ts.isReturnStatement(statement) || ts.isContinueStatement(statement) || ts.isBreakStatement(statement)) return true;
  if (ts.isBlock(statement)) return statement.statements.some(leaves);
  if (ts.isIfStatement(statement)) return leaves(statement.thenStatement) && statement.elseStatement !== undefined && leaves(statement.elseStatement);
  return ts.isExpressionStatement(statement) && ofExpression(statement.expression) === 'leaves';
}

function ofExpression(expression: ts.Expression): Presence['missing'] {
  if (ts.isParenthesizedExpression(expression)) return ofExpression(expression.expression);
  if (ts.isBinaryExpression(expression) && expression.operatorToken.kind === K.CommaToken) {
    return [ofExpression(expression.left), ofExpression(expression.right)].includes('leaves') ? 'leaves' : ofExpression(expression.right);
  }
  if (ts.isAwaitExpression(expression) || ts.isVoidExpression(expression)) return ofExpression(expression.expression);
  if (ts.isCallExpression(expression) && LEAVES.test(calleeOf(expression))) return 'leaves';
  return logs(expression) ? 'logs' : 'other';
}

function logs(expression: ts.Expression): boolean {
  return ts.isCallExpression(expression) && LOGS.test(calleeOf(expression));
}

/** `a.b.c` of a plain callee; empty for others. */
function calleeOf(call: ts.CallExpression): string {
  const parts: string[] = [];
  let at: ts.Expression = call.expression;
  while (ts.isPropertyAccessExpression(at)) {
    parts.unshift(at.name.text);
    at = at.expression;
  }
  return ts.isIdentifier(at) ? [at.text, ...parts].join('.') : at.kind === K.ThisKeyword ? parts.join('.') : '';
}
