import { ts } from 'ts-morph';

const K = ts.SyntaxKind;

/** Whether an identifier names a variable, and not a member, a label or a part of an import. */
export function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (isNamedMember(parent)) return parent.name !== node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  if (ts.isImportSpecifier(parent)) return parent.propertyName === undefined || parent.name === node;
  if (ts.isExportSpecifier(parent)) return parent.propertyName === undefined || parent.propertyName === node;
  return !OTHER_NAMES.has(parent.kind);
}

/** Members whose name is no reference, while what stands in their brackets or after their colon may be. */
function isNamedMember(node: ts.Node): node is ts.PropertyAssignment | ts.MethodDeclaration | ts.PropertyDeclaration | ts.EnumMember {
  return ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isEnumMember(node);
}

/** What names an accessor, a label, a part of a type or an attribute, and never a variable. */
const OTHER_NAMES: ReadonlySet<ts.SyntaxKind> = new Set([
  K.GetAccessor, K.SetAccessor, K.LabeledStatement, K.BreakStatement, K.ContinueStatement, K.QualifiedName, K.JsxAttribute, K.MetaProperty, K.NamespaceExport,
]);

/** `value` when the variable itself is assigned to, `member` when a member of it is. */
export function writeKind(node: ts.Identifier): 'value' | 'member' | undefined {
  const { at, member } = targetAround(node);
  const { parent } = at;
  const written = (ts.isBinaryExpression(parent) && parent.left === at && isAssignment(parent.operatorToken.kind))
    || isCounting(parent)
    || ((ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === at)
    || inAssignmentPattern(at);
  if (!written) return undefined;
  return member ? 'member' : 'value';
}

/** `x++` and its kin. */
function isCounting(node: ts.Node): boolean {
  return (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) && (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken);
}

/** The whole of `(x as T).y[z]` around its first name, and whether it is a member of that. */
function targetAround(node: ts.Identifier): { readonly at: ts.Node; readonly member: boolean } {
  let at: ts.Node = node;
  let member = false;
  for (;;) {
    const { parent } = at;
    if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent) || ts.isAsExpression(parent)) at = parent;
    else if ((ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === at) {
      at = parent;
      member = true;
    } else return { at, member };
  }
}

/** Whether an expression is a target inside `[a, {b: c}] = …`. */
function inAssignmentPattern(node: ts.Node): boolean {
  let at = node;
  for (;;) {
    const { parent } = at;
    if (isPatternPart(parent, at)) at = parent;
    else if (ts.isBinaryExpression(parent) && parent.left === at && parent.operatorToken.kind === K.EqualsToken) {
      if (at !== node) return true;
      at = parent; // a default inside a pattern: [a = 1] = …
    } else return (ts.isForOfStatement(parent) && parent.initializer === at && at !== node);
  }
}

function isPatternPart(parent: ts.Node, at: ts.Node): boolean {
  if (ts.isPropertyAssignment(parent)) return parent.initializer === at;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === at;
  return ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent) || ts.isObjectLiteralExpression(parent) || ts.isSpreadAssignment(parent);
}

/** Whether an operator assigns: `=`, `+=`, `??=`. */
export function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
