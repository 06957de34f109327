import { ts } from 'ts-morph';

const K = ts.SyntaxKind;
/** Statements and expressions further out say little about a call, and every call asks. */
const MAX_LEVELS = 40;
/** Switches that have a server listen instead of speaking over its standard streams: `useHttp`, `SSE_LOCAL`, `isRemote`. */
const NETWORK = /^(is|use|run|enable|start|as|with|in|want|should|opts?|mcp)?_?(remote|https?|sse|streamable(_?https?)?|https?_?stream(able)?|cloud|hosted|lambda|web_?server)(_?(mode|server|service|servers?|enabled?|transport|flag|only|local|streamable|remote|deployment))*$/i;

/** Options of the command line any of which brings a program here, joined by `|`: `if (args.includes('-v') || args.includes('--version')) { here }`. */
export function optionsAround(node: ts.Node): string[] {
  return conditionsOver(node).flatMap((condition) => {
    const options = optionsOf(condition);
    return options.length > 1 ? [options.join('|')] : [];
  });
}

/** What each part of an `||` looks for; none where a part looks for something else. */
function optionsOf(node: ts.Expression): string[] {
  if (ts.isParenthesizedExpression(node)) return optionsOf(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === K.BarBarToken) {
    const [left, right] = [optionsOf(node.left), optionsOf(node.right)];
    return left.length > 0 && right.length > 0 ? [...left, ...right] : [];
  }
  const isEqual = ts.isBinaryExpression(node) && (node.operatorToken.kind === K.EqualsEqualsEqualsToken || node.operatorToken.kind === K.EqualsEqualsToken);
  const isIncluded = ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'includes';
  const literals = isEqual ? [node.left, node.right] : isIncluded ? node.arguments : [];
  return literals.flatMap((each) => (ts.isStringLiteralLike(each) ? [each.text] : []));
}

/** Whether what stands here runs only where such a switch is on: `if (useHttp) { here }`, `options.sse && here`. */
export function servesByNetwork(node: ts.Node): boolean {
  return conditionsOver(node).some(saysNetwork);
}

/** The conditions that hold here, within the function around. */
function conditionsOver(node: ts.Node): ts.Expression[] {
  const found: ts.Expression[] = [];
  let from = node;
  for (let level = 0; level < MAX_LEVELS && !ts.isSourceFile(from) && !ts.isFunctionLike(from.parent); level++) {
    const condition = conditionOver(from.parent, from);
    if (condition) found.push(condition);
    from = from.parent;
  }
  return found;
}

/** The condition that holds in a part of a statement or an expression. */
function conditionOver(at: ts.Node, part: ts.Node): ts.Expression | undefined {
  if (ts.isIfStatement(at)) return at.thenStatement === part ? at.expression : undefined;
  if (ts.isConditionalExpression(at)) return at.whenTrue === part ? at.condition : undefined;
  return ts.isBinaryExpression(at) && at.operatorToken.kind === K.AmpersandAmpersandToken && at.right === part ? at.left : undefined;
}

function saysNetwork(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAwaitExpression(node)) return saysNetwork(node.expression);
  if (ts.isBinaryExpression(node)) return joinedSaysNetwork(node);
  if (ts.isIdentifier(node)) return NETWORK.test(node.text);
  if (ts.isElementAccessExpression(node)) return ts.isStringLiteralLike(node.argumentExpression) && NETWORK.test(node.argumentExpression.text);
  if (!ts.isPropertyAccessExpression(node)) return false;
  const value = fieldValue(node);
  return NETWORK.test(node.name.text) || (value !== undefined && saysNetwork(value));
}

/** With `||` each part must say it, with `&&` one of them; `=== 'true'` says what its left side says. */
function joinedSaysNetwork({ left, right, operatorToken: { kind } }: ts.BinaryExpression): boolean {
  if (kind === K.AmpersandAmpersandToken) return saysNetwork(left) || saysNetwork(right);
  if (kind === K.BarBarToken) return saysNetwork(left) && saysNetwork(right);
  const on = right.kind === K.TrueKeyword || (ts.isStringLiteralLike(right) && /^(true|1|yes|on)$/i.test(right.text));
  return on && (kind === K.EqualsEqualsEqualsToken || kind === K.EqualsEqualsToken) && saysNetwork(left);
}

/** What a field of the class around is initialised with: `shouldLog = process.env.HTTP === 'true'`. */
function fieldValue(node: ts.PropertyAccessExpression): ts.Expression | undefined {
  if (node.expression.kind !== K.ThisKeyword) return undefined;
  let at: ts.Node = node;
  while (!ts.isClassLike(at)) {
    if (ts.isSourceFile(at)) return undefined;
    at = at.parent;
  }
  const field = at.members.find((member): member is ts.PropertyDeclaration => ts.isPropertyDeclaration(member) && ts.isIdentifier(member.name) && member.name.text === node.name.text);
  return field?.initializer && !containsThis(field.initializer) ? field.initializer : undefined;
}

function containsThis(node: ts.Node): boolean {
  return node.kind === K.ThisKeyword || (ts.forEachChild(node, containsThis) ?? false);
}
