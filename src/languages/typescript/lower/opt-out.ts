import { ts } from 'ts-morph';

/** Settings that switch a check off. A check that is on unless one of these is set is a check. */
const SWITCHES_OFF = /allow|unsafe|disable|skip|insecure|bypass|ignore|danger|permissive|no_?(check|guard|verif|validat)/i;
/** Lists of what is allowed are no switches. */
const LISTS = /allow(ed)?_?(dir|root|path|folder|host|domain|origin|list|url|ip|user|name|prefix|command|table|column|key|value|type|ext)/i;

/** Whether an expression reads a setting that switches a check off: `security.allowPrivateUrls`, `process.env.SKIP_CHECKS === '1'`. */
export function switchesOff(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node)) return switchesOff(node.expression);
  if (ts.isBinaryExpression(node) && /^={2,3}$/.test(node.operatorToken.getText())) return isSetting(node.left) && (ts.isLiteralExpression(node.right) || node.right.kind === ts.SyntaxKind.TrueKeyword);
  return isSetting(node);
}

function isSetting(node: ts.Expression): boolean {
  if (ts.isCallExpression(node)) return node.arguments.length === 0 ? isSetting(node.expression) : node.arguments.length === 1 && node.arguments[0] !== undefined && isEnvironment(node.arguments[0]) && named(node.arguments[0]);
  if (ts.isIdentifier(node)) return isName(node.text);
  return (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) && named(node);
}

function named(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return isName(node.name.text);
  return ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression) && isName(node.argumentExpression.text);
}

function isEnvironment(node: ts.Expression): boolean {
  return (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) && /(^|\.)env$/.test(node.expression.getText());
}

function isName(name: string): boolean {
  return SWITCHES_OFF.test(name) && !LISTS.test(name);
}

/** Whether an expression only tells which family of addresses a value is of: the other family is checked elsewhere. */
export function tellsFamily(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return tellsFamily(node.expression);
  if (ts.isBinaryExpression(node)) return tellsFamily(node.left);
  return ts.isCallExpression(node) && /^(is_?ip(v?[46])?|kind|family)$/i.test(ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : node.expression.getText());
}
