import { ts } from 'ts-morph';
import { NO_NODE, type NodeId } from '../../../model/flow-graph';
import { resolveName } from '../parse';
import { isReference, writeKind } from './references';
import { stateMachineOf } from './state-machines';
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
  readonly writtenIn: (node: ts.TextRange) => ReadonlySet<Variable>;
}

/** The function, or source file, whose activation runs a node. Class field initialisers and static blocks run apart. */
export function homeOf(node: ts.Node): ts.Node {
  let at = node.parent;
  while (!runsApart(at) && !ts.isSourceFile(at)) at = at.parent;
  return at;
}

/** Whether what stands in a node is run by another activation than what stands around it. */
function runsApart(node: ts.Node): boolean {
  return (ts.isFunctionLike(node) && !stateMachineOf(node)) || ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node);
}

/** A variable or a member of it is assigned to. */
interface Write {
  readonly variable: Variable;
  readonly pos: number;
}

/** Resolves every identifier of the file, and counts writes and captures. */
export function scan(file: ts.SourceFile): Names {
  const bySymbol = new Map<ts.Symbol, Variable>();
  const byIdentifier = new Map<ts.Identifier, Variable>();
  const writes: Write[] = [];

  const variableFor = (symbol: ts.Symbol): Variable => {
    const known = bySymbol.get(symbol);
    if (known) return known;
    const variable = variableOf(symbol, bySymbol.size, file);
    bySymbol.set(symbol, variable);
    return variable;
  };

  const visit = (node: ts.Node, home: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const symbol = isReference(node) ? symbolOf(node) : undefined;
      if (!symbol) return;
      const variable = variableFor(symbol);
      byIdentifier.set(node, variable);
      if (!(ts.isFunctionDeclaration(node.parent) && node.parent.name === node)) noteUse(node, variable, home, writes);
      return;
    }
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    const inner = runsApart(node) ? node : home;
    ts.forEachChild(node, (child) => { visit(child, inner); });
  };
  visit(file, file);
  writes.sort((a, b) => a.pos - b.pos);

  return { variableOf: (identifier) => byIdentifier.get(identifier), writtenIn: (node) => writtenIn(writes, node) };
}

function variableOf(symbol: ts.Symbol, id: number, file: ts.SourceFile): Variable {
  const declaration = symbol.declarations?.[0];
  const variable: Variable = {
    id, name: symbol.name, home: declaration ? declaringHome(declaration) : file, writes: 0, lastWrite: -1,
    captured: false, writtenElsewhere: false, def: NO_NODE, defined: false, cell: NO_NODE,
  };
  // A name declared twice (var, function overloads by redeclaration) has no single definition.
  const bodies = symbol.declarations?.filter((each) => !ts.isFunctionDeclaration(each) || each.body !== undefined) ?? [];
  if (bodies.length > 1 && bodies.some((each) => ts.isVariableDeclaration(each) || ts.isParameter(each) || ts.isBindingElement(each))) variable.writes = 1;
  return variable;
}

/** `module`, `exports` and `require` of CommonJS are names that the parser declares in the file; they are globals here, and so is what the file only says to be there. */
function symbolOf(node: ts.Identifier): ts.Symbol | undefined {
  const symbol = resolveName(node.escapedText, node);
  return symbol && (symbol.declarations?.some((each) => ts.isSourceFile(each) || isPromised(each)) || (symbol.flags & ts.SymbolFlags.ModuleExports) !== 0) ? undefined : symbol;
}

/** `declare const $: any`: a global of which no more is said. */
export function isPromised(node: ts.Node): boolean {
  if (!ts.isVariableDeclaration(node) || (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Ambient) === 0) return false;
  return node.type === undefined || node.type.kind === ts.SyntaxKind.AnyKeyword || node.type.kind === ts.SyntaxKind.UnknownKeyword;
}

function noteUse(node: ts.Identifier, variable: Variable, home: ts.Node, writes: Write[]): void {
  const written = writeKind(node);
  if (written === 'value') {
    variable.writes++;
    variable.lastWrite = node.pos;
  }
  if (written) writes.push({ variable, pos: node.pos });
  if (variable.home === home) return;
  variable.captured = true;
  if (written === 'value') variable.writtenElsewhere = true;
}

/** What is written within a node, by bisection of the writes in the order of the text. */
function writtenIn(writes: readonly Write[], node: ts.TextRange): ReadonlySet<Variable> {
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
