import { ts } from 'ts-morph';
import { ELEMENT, NO_NODE, type CatchClause, type NodeId } from '../../../model/flow-graph';
import { lowerCondition } from './conditions';
import { returnValue } from './functions';
import { assume, speaksOf } from './guards';
import { loadMember } from './members';
import { lowerExport, lowerImport } from './modules';
import { addEdge, addNode, assumptionsSince, copyState, join, mergeStates, place, type JumpTarget, type Lowering, type State } from './state';
import { noteType } from './types';
import { cellOf, defineVariable, forgetMembers, keyOf, setPath, single } from './variables';
import { lowerNamespace } from './namespaces';
import { resolveName } from '../parse';

/** Lowers a list of statements; functions are declared before anything runs, as the language has it. */
export function lowerStatements(L: Lowering, nodes: readonly ts.Statement[]): void {
  for (const node of nodes) if (ts.isFunctionDeclaration(node)) declareFunction(L, node);
  const first = L.calls.length;
  for (const node of nodes) lowerStatement(L, node);
  if (nodes.some((node) => ts.isExpressionStatement(node) && ts.isCallExpression(node.expression) && neverReturns(L, node.expression))) markExits(L, first);
}

/** Calls of a list of statements that ends the program. */
function markExits(L: Lowering, first: number): void {
  for (let i = first; i < L.calls.length; i++) {
    const call = L.calls[i];
    if (call?.fn === L.act.index) L.calls[i] = { ...call, exits: true };
  }
}

function declareFunction(L: Lowering, node: ts.FunctionDeclaration): void {
  if (!node.body) return;
  const value = L.visit.fn(L, node, { when: 'later' });
  const variable = node.name && L.names.variableOf(node.name);
  if (variable) defineVariable(L, node, variable, value);
  if (node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) {
    const isDefault = node.modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword);
    const [line, column] = place(L, node);
    addEdge(L, { op: 'store', base: L.exportsNode, prop: isDefault ? 'default' : (node.name?.text ?? 'default'), from: value, init: true, at: [line, column], digest: 0 });
  }
}

function lowerStatement(L: Lowering, node: ts.Statement): void {
  const lower = LOWER[node.kind];
  if (lower) lower(L, node as never);
}

const K = ts.SyntaxKind;
type Lower<T extends ts.Node> = (L: Lowering, node: T) => void;

const LOWER: Readonly<Partial<Record<ts.SyntaxKind, Lower<never>>>> = {
  [K.ExpressionStatement]: (L: Lowering, node: ts.ExpressionStatement) => { lowerExpressionStatement(L, node); },
  [K.VariableStatement]: (L: Lowering, node: ts.VariableStatement) => { lowerVariables(L, node.declarationList, isExported(node)); },
  [K.Block]: (L: Lowering, node: ts.Block) => { lowerStatements(L, node.statements); },
  [K.IfStatement]: lowerIf,
  [K.ReturnStatement]: (L: Lowering, node: ts.ReturnStatement) => {
    returnValue(L, node.expression);
    L.act.state.alive = false;
  },
  [K.ThrowStatement]: (L: Lowering, node: ts.ThrowStatement) => {
    L.visit.expression(L, node.expression);
    L.act.state.alive = false;
  },
  [K.ForStatement]: lowerFor,
  [K.ForOfStatement]: lowerForEach,
  [K.ForInStatement]: lowerForEach,
  [K.WhileStatement]: (L: Lowering, node: ts.WhileStatement) => { lowerLoop(L, node, node.expression, undefined, node.statement); },
  [K.DoStatement]: lowerDo,
  [K.SwitchStatement]: lowerSwitch,
  [K.TryStatement]: lowerTry,
  [K.BreakStatement]: (L: Lowering, node: ts.BreakStatement) => { jump(L, node.label?.text, 'breaks'); },
  [K.ContinueStatement]: (L: Lowering, node: ts.ContinueStatement) => { jump(L, node.label?.text, 'continues'); },
  [K.LabeledStatement]: lowerLabeled,
  [K.ClassDeclaration]: (L: Lowering, node: ts.ClassDeclaration) => { lowerClassDeclaration(L, node); },
  [K.ImportDeclaration]: lowerImport,
  [K.ImportEqualsDeclaration]: lowerImport,
  [K.ExportDeclaration]: lowerExport,
  [K.ExportAssignment]: lowerExport,
  [K.ModuleDeclaration]: lowerNamespace,
  [K.EnumDeclaration]: (L: Lowering, node: ts.EnumDeclaration) => { lowerEnum(L, node); },
  [K.WithStatement]: (L: Lowering, node: ts.WithStatement) => { lowerStatement(L, node.statement); },
};

function isExported(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((modifier) => modifier.kind === K.ExportKeyword) ?? false);
}

function lowerExpressionStatement(L: Lowering, node: ts.ExpressionStatement): void {
  L.visit.expression(L, node.expression);
  if (ts.isCallExpression(node.expression) && neverReturns(L, node.expression)) L.act.state.alive = false;
}

/** `process.exit()`: what follows does not run. */
function neverReturns(L: Lowering, call: ts.CallExpression): boolean {
  if (ts.isIdentifier(call.expression) && alwaysThrows(call.expression)) return true;
  const text = call.expression.getText(L.file);
  return text === 'process.exit' || text === 'process.abort' || text === 'Deno.exit';
}

/** A function of this file whose body is a throw, with or without something before it, and nothing to return. */
function alwaysThrows(name: ts.Identifier): boolean {
  const declaration = resolveName(name.escapedText, name)?.declarations?.[0];
  const initializer = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  const fn = declaration && ts.isFunctionDeclaration(declaration) ? declaration : initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) ? initializer : undefined;
  if (!fn?.body || fn.modifiers?.some((modifier) => modifier.kind === K.AsyncKeyword)) return false;
  if (fn.type?.kind === K.NeverKeyword) return true;
  const statements = ts.isBlock(fn.body) ? fn.body.statements : [];
  const last = statements[statements.length - 1];
  return last !== undefined && ts.isThrowStatement(last) && statements.every((each) => ts.isExpressionStatement(each) || ts.isVariableStatement(each) || each === last);
}

function lowerVariables(L: Lowering, list: ts.VariableDeclarationList, exported: boolean): void {
  for (const declaration of list.declarations) {
    const value = declaration.initializer ? L.visit.expression(L, declaration.initializer) : NO_NODE;
    const node = value === NO_NODE && declaration.type ? addNode(L, declaration) : value;
    noteType(L, node, declaration.type);
    L.visit.bind(L, declaration.name, node);
    if (ts.isIdentifier(declaration.name)) noteCondition(L, declaration.name, declaration.initializer);
    if (exported) exportNames(L, declaration.name);
  }
}

/** `const ok = a && b`: a later `if (ok)` says what the expression said. */
function noteCondition(L: Lowering, name: ts.Identifier, initializer: ts.Expression | undefined): void {
  if (!initializer || !isCondition(initializer)) return;
  const variable = L.names.variableOf(name);
  if (!variable || !single(variable)) return;
  const state = copyState(L.act.state);
  variable.truth = lowerCondition(L, initializer);
  L.act.state = state;
}

function isCondition(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node)) return isCondition(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return node.operator === K.ExclamationToken;
  if (ts.isBinaryExpression(node)) return CONDITION_OPERATORS.has(node.operatorToken.kind);
  return ts.isCallExpression(node);
}

const CONDITION_OPERATORS: ReadonlySet<ts.SyntaxKind> = new Set([
  K.AmpersandAmpersandToken, K.BarBarToken, K.EqualsEqualsEqualsToken, K.EqualsEqualsToken, K.ExclamationEqualsEqualsToken, K.ExclamationEqualsToken,
  K.InKeyword, K.InstanceOfKeyword, K.LessThanToken, K.GreaterThanToken, K.LessThanEqualsToken, K.GreaterThanEqualsToken,
]);

function exportNames(L: Lowering, name: ts.BindingName): void {
  if (!ts.isIdentifier(name)) {
    for (const element of name.elements) if (!ts.isOmittedExpression(element)) exportNames(L, element.name);
    return;
  }
  const variable = L.names.variableOf(name);
  if (!variable) return;
  const [line, column] = place(L, name);
  // Through the cell for variables that change later, directly for those that do not.
  const from = single(variable) ? variable.def : cellOf(L, name, variable);
  if (from !== NO_NODE) addEdge(L, { op: 'store', base: L.exportsNode, prop: name.text, from, init: true, at: [line, column], digest: 0 });
}

function lowerIf(L: Lowering, node: ts.IfStatement): void {
  const truth = lowerCondition(L, node.expression);
  const otherwise = copyState(L.act.state);
  if (truth.off === true) L.act.state.off = true;
  if (truth.off === false) otherwise.off = true;
  assume(L, node.thenStatement, truth.ifTrue);
  lowerStatement(L, node.thenStatement);
  const after = L.act.state;
  L.act.state = otherwise;
  assume(L, node, truth.ifFalse);
  if (node.elseStatement) lowerStatement(L, node.elseStatement);
  L.act.state = mergeStates(L, node, [after, L.act.state]);
}

/** Values that a loop may change become joins at its head; `close` adds what the end of the body brings. */
function openLoop(L: Lowering, node: ts.Node, over: NodeId = NO_NODE): (end: State) => void {
  L.loops.push({ kind: ts.isForOfStatement(node) || ts.isForInStatement(node) ? 'each' : ts.isForStatement(node) ? 'count' : 'while', over, fn: L.act.index, at: place(L, node) });
  const joins: { readonly key: string; readonly node: NodeId }[] = [];
  for (const variable of L.names.writtenIn(node)) {
    if (!L.variables.has(variable.id)) continue;
    const key = keyOf(variable);
    forgetMembers(L, key);
    const before = L.act.state.values.get(key) ?? variable.def;
    const head = addNode(L, node, undefined, variable.name);
    addEdge(L, { op: 'assign', from: before, to: head });
    setPath(L, key, head);
    joins.push({ key, node: head });
  }
  forgetMembers(L, 'this');
  L.act.loop++;
  return (end) => {
    L.act.loop--;
    if (!end.alive) return;
    for (const each of joins) addEdge(L, { op: 'assign', from: end.values.get(each.key) ?? NO_NODE, to: each.node });
  };
}

function lowerFor(L: Lowering, node: ts.ForStatement): void {
  if (node.initializer) {
    if (ts.isVariableDeclarationList(node.initializer)) lowerVariables(L, node.initializer, false);
    else L.visit.expression(L, node.initializer);
  }
  lowerLoop(L, node, node.condition, node.incrementor, node.statement);
}

function lowerLoop(L: Lowering, node: ts.IterationStatement, condition: ts.Expression | undefined, increment: ts.Expression | undefined, body: ts.Statement): void {
  const close = openLoop(L, node);
  const truth = condition ? lowerCondition(L, condition) : { ifTrue: [], ifFalse: [] };
  const skipped = copyState(L.act.state);
  assume(L, body, truth.ifTrue);
  const target: JumpTarget = { breaks: [], continues: [], ...labelOf(node) };
  L.act.jumps.push(target);
  lowerStatement(L, body);
  L.act.jumps.pop();
  L.act.state = mergeStates(L, node, [L.act.state, ...(target.continues ?? [])]);
  if (increment && L.act.state.alive) L.visit.expression(L, increment);
  close(L.act.state);
  L.act.state = skipped;
  assume(L, node, truth.ifFalse);
  // An endless loop is left by `break` alone.
  if (condition === undefined || condition.kind === K.TrueKeyword) L.act.state.alive = false;
  L.act.state = mergeStates(L, node, [L.act.state, ...target.breaks]);
}

function lowerDo(L: Lowering, node: ts.DoStatement): void {
  const close = openLoop(L, node);
  const target: JumpTarget = { breaks: [], continues: [], ...labelOf(node) };
  L.act.jumps.push(target);
  lowerStatement(L, node.statement);
  L.act.jumps.pop();
  L.act.state = mergeStates(L, node, [L.act.state, ...(target.continues ?? [])]);
  const truth = L.act.state.alive ? lowerCondition(L, node.expression) : { ifTrue: [], ifFalse: [] };
  close(L.act.state);
  assume(L, node, truth.ifFalse);
  L.act.state = mergeStates(L, node, [L.act.state, ...target.breaks]);
}

/** `for (const x of xs)` binds elements; `for (const k in o)` binds names, as tainted as the object they come from. */
function lowerForEach(L: Lowering, node: ts.ForOfStatement | ts.ForInStatement): void {
  const list = L.visit.expression(L, node.expression);
  const close = openLoop(L, node, list);
  const skipped = copyState(L.act.state);
  const element = ts.isForOfStatement(node) ? loadMember(L, node.initializer, list, ELEMENT) : namesOf(L, node, list);
  if (ts.isVariableDeclarationList(node.initializer)) {
    const [declaration] = node.initializer.declarations;
    if (declaration) L.visit.bind(L, declaration.name, element);
  } else L.visit.assign(L, node.initializer, element);
  const target: JumpTarget = { breaks: [], continues: [], ...labelOf(node) };
  L.act.jumps.push(target);
  lowerStatement(L, node.statement);
  L.act.jumps.pop();
  const end = mergeStates(L, node, [L.act.state, ...(target.continues ?? [])]);
  L.act.state = end;
  close(end);
  L.act.state = mergeStates(L, node, [skipped, end, ...target.breaks]);
  // What held for each element at the end of its turn holds for all of them.
  if (end.alive && target.breaks.length === 0) assume(L, node, assumptionsSince(end.held, skipped.held).filter((assumption) => speaksOf(L, assumption, element)));
}

/** The names of an object's members, as a value of its own. */
function namesOf(L: Lowering, at: ts.Node, object: NodeId): NodeId {
  if (object === NO_NODE) return NO_NODE;
  const names = addNode(L, at);
  addEdge(L, { op: 'load', from: object, prop: 'keys()', to: names });
  return names;
}

function labelOf(node: ts.Node): { readonly label?: string } {
  return ts.isLabeledStatement(node.parent) ? { label: node.parent.label.text } : {};
}

function lowerLabeled(L: Lowering, node: ts.LabeledStatement): void {
  if (ts.isIterationStatement(node.statement, false)) {
    lowerStatement(L, node.statement);
    return;
  }
  const target: JumpTarget = { label: node.label.text, breaks: [] };
  L.act.jumps.push(target);
  lowerStatement(L, node.statement);
  L.act.jumps.pop();
  L.act.state = mergeStates(L, node, [L.act.state, ...target.breaks]);
}

function jump(L: Lowering, label: string | undefined, where: 'breaks' | 'continues'): void {
  const target = [...L.act.jumps].reverse().find((each) => (label === undefined ? each.label === undefined || each.continues !== undefined : each.label === label) && (where === 'breaks' || each.continues !== undefined));
  target?.[where]?.push(copyState(L.act.state));
  L.act.state.alive = false;
}

function lowerSwitch(L: Lowering, node: ts.SwitchStatement): void {
  const subject = L.visit.expression(L, node.expression);
  const target: JumpTarget = { breaks: [] };
  L.act.jumps.push(target);
  const entry = copyState(L.act.state);
  let falling: State = { values: new Map(), held: undefined, alive: false };
  for (const clause of node.caseBlock.clauses) if (!ts.isDefaultClause(clause)) L.visit.expression(L, clause.expression);
  for (const clause of node.caseBlock.clauses) for (const each of clause.statements) if (ts.isFunctionDeclaration(each)) declareFunction(L, each);
  let hasDefault = false;
  for (const clause of node.caseBlock.clauses) {
    L.act.state = copyState(entry);
    if (ts.isDefaultClause(clause)) hasDefault = true;
    else if (node.expression.kind === K.TrueKeyword) assume(L, clause, lowerCondition(L, clause.expression).ifTrue);
    else {
      const other = L.visit.expression(L, clause.expression);
      if (subject !== NO_NODE && other !== NO_NODE) assume(L, clause, [{ subject, condition: { t: 'equals', other, positive: true } }]);
    }
    if (falling.alive) L.act.state = mergeStates(L, clause, [falling, L.act.state]);
    for (const statement of clause.statements) lowerStatement(L, statement);
    falling = L.act.state;
  }
  L.act.jumps.pop();
  L.act.state = mergeStates(L, node, [falling, ...target.breaks, ...(hasDefault ? [] : [entry])]);
}

/** Anything in the `try` may have happened before the `catch` runs. */
function lowerTry(L: Lowering, node: ts.TryStatement): void {
  const entry = copyState(L.act.state);
  if (node.catchClause) L.act.tries++;
  lowerStatements(L, node.tryBlock.statements);
  if (node.catchClause) L.act.tries--;
  const afterTry = L.act.state;
  const ends = [afterTry];
  if (node.catchClause) {
    L.act.state = mergeStates(L, node, [entry, { ...copyState(afterTry), alive: true, held: undefined }]);
    L.act.state.held = entry.held;
    lowerCatch(L, node.catchClause, node.tryBlock);
    ends.push(L.act.state);
  }
  L.act.state = mergeStates(L, node, ends);
  if (node.finallyBlock) {
    const { alive } = L.act.state;
    L.act.state.alive = true;
    lowerStatements(L, node.finallyBlock.statements);
    if (!alive) L.act.state.alive = false;
  }
}

function lowerCatch(L: Lowering, clause: ts.CatchClause, body: ts.Block): void {
  const error = addNode(L, clause, { k: 'caught' }, 'error');
  if (clause.variableDeclaration) L.visit.bind(L, clause.variableDeclaration.name, error);
  const [line, column] = place(L, clause);
  const callsBefore = L.calls.length;
  const edgesBefore = L.edges.length;
  lowerStatements(L, clause.block.statements);
  const returns = L.edges.slice(edgesBefore).flatMap((edge) => (edge.op === 'assign' && edge.to === L.act.ret ? [edge.from] : []));
  L.catches.push({ at: [line, column], fn: L.act.index, error, does: doneIn(L, clause.block, L.calls.length > callsBefore), block: place(L, clause), body: place(L, body), returns });
}

function doneIn(L: Lowering, block: ts.Block, calls: boolean): CatchClause['does'] {
  const does = new Set<CatchClause['does'][number]>();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isThrowStatement(node)) does.add('throw');
    if (ts.isReturnStatement(node)) does.add('return');
    if (ts.isBinaryExpression(node) && node.operatorToken.kind >= K.FirstAssignment && node.operatorToken.kind <= K.LastAssignment) does.add('assign');
    if (ts.isCallExpression(node) && /\b(console|log|logger|reportError|captureException)\b/.test(node.expression.getText(L.file))) does.add('log');
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(block, visit);
  if (calls) does.add('call');
  return does.size > 0 ? [...does] : ['nothing'];
}

function lowerClassDeclaration(L: Lowering, node: ts.ClassDeclaration): void {
  const value = L.visit.cls(L, node);
  const variable = node.name && L.names.variableOf(node.name);
  if (variable) defineVariable(L, node, variable, value);
  if (!isExported(node)) return;
  const isDefault = node.modifiers?.some((modifier) => modifier.kind === K.DefaultKeyword) ?? false;
  const [line, column] = place(L, node);
  addEdge(L, { op: 'store', base: L.exportsNode, prop: isDefault ? 'default' : (node.name?.text ?? 'default'), from: value, init: true, at: [line, column], digest: 0 });
}

/** An enum is an object of its members' values. */
function lowerEnum(L: Lowering, node: ts.EnumDeclaration): void {
  const object = addNode(L, node, { k: 'object' }, node.name.text);
  const [line, column] = place(L, node);
  for (const member of node.members) {
    const name = ts.isIdentifier(member.name) || ts.isStringLiteralLike(member.name) ? member.name.text : undefined;
    const from = member.initializer ? L.visit.expression(L, member.initializer) : NO_NODE;
    if (name !== undefined && from !== NO_NODE) addEdge(L, { op: 'store', base: object, prop: name, from, init: true, at: [line, column], digest: 0 });
  }
  const variable = L.names.variableOf(node.name);
  if (variable) defineVariable(L, node, variable, join(L, node, [object]));
  if (isExported(node)) exportNames(L, node.name);
}
