import { ts } from 'ts-morph';
import { NO_NODE, type NodeId } from '../../../model/flow-graph';
import { resolveName } from '../parse';
import type { Truth } from './state';

/** A variable of the file: who declares it, who writes it, and what is known of its value so far. */
export interface Variable {
  readonly id: number;
  readonly name: string;
  /** The function that declares it; the source file for module level. */
  readonly home: ts.Node;
  /** Assignments besides the declaration. */
  writes: number;
  /** Read or written from a function other than its home. */
  captured: boolean;
  /** Where in the text it is assigned to last; -1 when never. */
  lastWrite: number;
  /** Written from a function other than its home. */
  writtenElsewhere: boolean;
  /** Its value, for variables that are written once; NO_NODE until the declaration is lowered. */
  def: NodeId;
  defined: boolean;
  /** Where all its values meet, for readers that cannot know which one they see; NO_NODE until somebody asks. */
  cell: NodeId;
  /** What its being truthy or falsy says, when it was declared with a condition. */
  truth?: Truth;
}

/** Names of a file, resolved once before lowering. */
export interface Names {
  readonly variableOf: (identifier: ts.Identifier) => Variable | undefined;
  /** Variables (and bases of member assignments) written inside a node: what a loop may change. */
  readonly writtenIn: (node: ts.Node) => ReadonlySet<Variable>;
}

/** The function, or source file, whose activation runs a node. Class field initialisers and static blocks run apart. */
export function homeOf(node: ts.Node): ts.Node {
  let at = node.parent;
  while (!ts.isFunctionLike(at) && !ts.isSourceFile(at) && !ts.isPropertyDeclaration(at) && !ts.isClassStaticBlockDeclaration(at)) at = at.parent;
  return at;
}

/** Resolves every identifier of the file, and counts writes and captures. */
export function scan(file: ts.SourceFile): Names {
  const bySymbol = new Map<ts.Symbol, Variable>();
  const byIdentifier = new Map<ts.Identifier, Variable>();
  const writes: { readonly variable: Variable; readonly pos: number }[] = [];

  const variableFor = (symbol: ts.Symbol): Variable => {
    const known = bySymbol.get(symbol);
    if (known) return known;
    const declaration = symbol.declarations?.[0];
    const variable: Variable = {
      id: bySymbol.size, name: symbol.name, home: declaration ? declaringHome(declaration) : file, writes: 0, lastWrite: -1,
      captured: false, writtenElsewhere: false, def: NO_NODE, defined: false, cell: NO_NODE,
    };
    // A name declared twice (var, function overloads by redeclaration) has no single definition.
    const bodies = symbol.declarations?.filter((each) => !ts.isFunctionDeclaration(each) || each.body !== undefined) ?? [];
    if (bodies.length > 1 && bodies.some((each) => ts.isVariableDeclaration(each) || ts.isParameter(each) || ts.isBindingElement(each))) variable.writes = 1;
    bySymbol.set(symbol, variable);
    return variable;
  };

  const visit = (node: ts.Node, home: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      if (!isReference(node)) return;
      const symbol = resolveName(node.escapedText, node);
      // `module`, `exports` and `require` of CommonJS are names that the parser declares in the file; they are globals here.
      if (!symbol || symbol.declarations?.some(ts.isSourceFile) || (symbol.flags & ts.SymbolFlags.ModuleExports) !== 0) return;
      const variable = variableFor(symbol);
      byIdentifier.set(node, variable);
      if (ts.isFunctionDeclaration(node.parent) && node.parent.name === node) return;
      const written = writeKind(node);
      if (written === 'value') {
        variable.writes++;
        variable.lastWrite = node.pos;
      }
      if (written) writes.push({ variable, pos: node.pos });
      if (variable.home !== home) {
        variable.captured = true;
        if (written === 'value') variable.writtenElsewhere = true;
      }
      return;
    }
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    const inner = ts.isFunctionLike(node) || ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node) ? node : home;
    ts.forEachChild(node, (child) => { visit(child, inner); });
  };
  visit(file, file);
  writes.sort((a, b) => a.pos - b.pos);

  return {
    variableOf: (identifier) => byIdentifier.get(identifier),
    writtenIn: (node) => {
      let low = 0;
      let high = writes.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((writes[middle]?.pos ?? 0) < node.pos) low = middle + 1;
        else high = middle;
      }
      const found = new Set<Variable>();
      for (let i = low; i < writes.length; i++) {
        const write = writes[i];
        if (!write || write.pos >= node.end) break;
        found.add(write.variable);
      }
      return found;
    },
  };
}

/** A parameter belongs to its function; `var`, `let`, functions and classes to the activation around them. */
function declaringHome(declaration: ts.Node): ts.Node {
  let at: ts.Node = declaration;
  while (ts.isBindingElement(at) || ts.isObjectBindingPattern(at) || ts.isArrayBindingPattern(at)) at = at.parent;
  if (ts.isParameter(at)) return at.parent;
  if (ts.isFunctionExpression(at)) return at;
  if (ts.isSourceFile(at)) return at;
  return homeOf(at);
}

/** Whether an identifier names a variable, and not a member, a label or a part of an import. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isEnumMember(parent)) return parent.name !== node;
  if (ts.isGetAccessor(parent) || ts.isSetAccessor(parent) || ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return parent.propertyName === undefined || (ts.isExportSpecifier(parent) ? parent.propertyName === node : parent.name === node);
  if (ts.isQualifiedName(parent) || ts.isJsxAttribute(parent) || ts.isMetaProperty(parent) || ts.isNamespaceExport(parent)) return false;
  return true;
}

/** `value` when the variable itself is assigned to, `member` when a member of it is. */
function writeKind(node: ts.Identifier): 'value' | 'member' | undefined {
  let at: ts.Node = node;
  let member = false;
  for (;;) {
    const { parent } = at;
    if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent) || ts.isAsExpression(parent)) at = parent;
    else if ((ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === at) {
      at = parent;
      member = true;
    } else break;
  }
  const { parent } = at;
  const kind = member ? 'member' : 'value';
  if (ts.isBinaryExpression(parent) && parent.left === at && isAssignment(parent.operatorToken.kind)) return kind;
  if ((ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) && (parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken)) return kind;
  if ((ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === at) return kind;
  return inAssignmentPattern(at) ? kind : undefined;
}

/** Whether an expression is a target inside `[a, {b: c}] = …`. */
function inAssignmentPattern(node: ts.Node): boolean {
  let at = node;
  for (;;) {
    const { parent } = at;
    if (ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent) || ts.isObjectLiteralExpression(parent) || ts.isSpreadAssignment(parent)) at = parent;
    else if (ts.isPropertyAssignment(parent) && parent.initializer === at) at = parent;
    else if (ts.isShorthandPropertyAssignment(parent) && parent.name === at) at = parent;
    else if (ts.isBinaryExpression(parent) && parent.left === at && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      if (at !== node) return true;
      at = parent; // a default inside a pattern: [a = 1] = …
    } else return (ts.isForOfStatement(parent) && parent.initializer === at && at !== node);
  }
}

export function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
