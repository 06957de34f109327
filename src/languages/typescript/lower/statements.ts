import { ts } from 'ts-morph';
import { NO_NODE } from '../../../model/flow-graph';
import { lowerTry, noteThrown } from './catches';
import { lowerCondition } from './conditions';
import { declareFunction, isExported, lowerClassDeclaration, lowerEnum, lowerVariables } from './declarations';
import { endsProgram, markExits } from './exits';
import { returnValue } from './functions';
import { assume } from './guards';
import { jump, lowerDo, lowerFor, lowerForEach, lowerLabeled, lowerLoop } from './loops';
import { breaksMachine, lowerMachine, machineReturn } from './machines';
import { copyState, mergeStates } from './merge';
import { lowerExport, lowerImport } from './modules';
import type { JumpTarget, Lowering, State } from './state';
import { machineCalled } from './state-machines';
import { lowerNamespace } from './namespaces';

/** Lowers a list of statements; functions are declared before anything runs, as the language has it. */
export function lowerStatements(L: Lowering, nodes: readonly ts.Statement[]): void {
  for (const node of nodes) if (ts.isFunctionDeclaration(node)) declareFunction(L, node);
  const first = L.calls.length;
  for (const node of nodes) lowerStatement(L, node);
  if (nodes.some((node) => endsProgram(L, node))) markExits(L, first);
}

/** Lowers one statement; what has no effect on values has no entry in the table. */
export function lowerStatement(L: Lowering, node: ts.Statement): void {
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
  [K.ReturnStatement]: lowerReturn,
  [K.ThrowStatement]: (L: Lowering, node: ts.ThrowStatement) => {
    noteThrown(L, L.visit.expression(L, node.expression));
    L.act.state.alive = false;
  },
  [K.ForStatement]: lowerFor,
  [K.ForOfStatement]: lowerForEach,
  [K.ForInStatement]: lowerForEach,
  [K.WhileStatement]: (L: Lowering, node: ts.WhileStatement) => { lowerLoop(L, node, node.expression, undefined, node.statement); },
  [K.DoStatement]: lowerDo,
  [K.SwitchStatement]: lowerSwitch,
  [K.TryStatement]: lowerTry,
  [K.BreakStatement]: (L: Lowering, node: ts.BreakStatement) => { if (!breaksMachine(L, node)) jump(L, node.label?.text, 'breaks'); },
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

function lowerExpressionStatement(L: Lowering, node: ts.ExpressionStatement): void {
  L.visit.expression(L, node.expression);
  if (endsProgram(L, node)) L.act.state.alive = false;
}

function lowerReturn(L: Lowering, { expression }: ts.ReturnStatement): void {
  const machine = expression && machineCalled(expression);
  if (machine) {
    if (ts.isBinaryExpression(expression)) L.visit.expression(L, expression.left);
    lowerMachine(L, machine);
  } else if (L.act.machine) machineReturn(L, expression, L.act.machine);
  else returnValue(L, expression);
  L.act.state.alive = false;
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
  L.act.state = replacesTested(node) ? after : mergeStates(L, node, [after, L.act.state]);
}

/** `if (copy.secret) copy.secret = '…'`: where the member is not replaced there is nothing in it. */
function replacesTested({ expression, thenStatement, elseStatement }: ts.IfStatement): boolean {
  const [only, ...others]: readonly (ts.Statement | undefined)[] = ts.isBlock(thenStatement) ? thenStatement.statements : [thenStatement];
  if (elseStatement || others.length > 0 || only === undefined || !ts.isExpressionStatement(only) || !ts.isBinaryExpression(only.expression)) return false;
  const { left, operatorToken } = only.expression;
  const isMember = ts.isPropertyAccessExpression(expression) || ts.isElementAccessExpression(expression);
  return isMember && operatorToken.kind === ts.SyntaxKind.EqualsToken && left.getText() === expression.getText();
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
    const first = L.calls.length;
    for (const statement of clause.statements) lowerStatement(L, statement);
    if (clause.statements.some((each) => endsProgram(L, each))) markExits(L, first);
    falling = L.act.state;
  }
  L.act.jumps.pop();
  L.act.state = mergeStates(L, node, [falling, ...target.breaks, ...(hasDefault ? [] : [entry])]);
}
