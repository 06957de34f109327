import { ts } from 'ts-morph';

/** The function of a state machine, and the name under which it is given its state. */
export interface StateMachine {
  readonly body: ts.Block;
  readonly state: ts.Identifier;
}

const machines = new WeakMap<ts.FunctionExpression, StateMachine | false>();

/**
 * `__generator(this, function (state) { switch (state.label) { … } })` and `regeneratorRuntime.wrap(function (context) { while (1)
 * switch (context.prev = context.next) { … } })`: what compilers make of the body of an async function or a generator where the
 * target has none. The function in it is no function of the program's: what stands in it is the body of the one around.
 */
export function stateMachineOf(node: ts.Node): StateMachine | undefined {
  if (!ts.isFunctionExpression(node) || node.parameters.length !== 1) return undefined;
  const known = machines.get(node);
  if (known !== undefined) return known === false ? undefined : known;
  const found = machineOf(node);
  machines.set(node, found ?? false);
  return found;
}

function machineOf(node: ts.FunctionExpression): StateMachine | undefined {
  const state = node.parameters[0]?.name;
  if (!state || !ts.isIdentifier(state) || node.asteriskToken || !ts.isCallExpression(node.parent)) return undefined;
  const [first] = node.parent.arguments;
  const given = first === node ? isWrap(node.parent.expression) : first?.kind === ts.SyntaxKind.ThisKeyword && node.parent.arguments.length === 2;
  if (!given || !node.body.statements.some((each) => dispatchIn(each, state.text) !== undefined || isInstruction(each))) return undefined;
  return { body: node.body, state };
}

/** `regeneratorRuntime.wrap`, `_regenerator().w`. */
function isWrap(callee: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(callee) && (callee.name.text === 'wrap' || callee.name.text === 'w');
}

/** The switch over where the function goes on. */
export function dispatchIn(statement: ts.Statement, state: string): ts.SwitchStatement | undefined {
  if (ts.isSwitchStatement(statement)) return asksFor(statement.expression, state) ? statement : undefined;
  if (ts.isWhileStatement(statement) || ts.isForStatement(statement)) return dispatchIn(statement.statement, state);
  if (!ts.isBlock(statement)) return undefined;
  const [only] = statement.statements;
  return only && statement.statements.length === 1 ? dispatchIn(only, state) : undefined;
}

/** `state.label`, `context.prev = context.next`. */
function asksFor(expression: ts.Expression, state: string): boolean {
  const asked = ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.EqualsToken ? expression.right : expression;
  return ts.isPropertyAccessExpression(asked) && ts.isIdentifier(asked.expression) && asked.expression.text === state && /^(label|next|n)$/.test(asked.name.text);
}

/** `return [2, value]`, alone or behind a comma. */
function isInstruction(statement: ts.Statement): boolean {
  return ts.isReturnStatement(statement) && statement.expression !== undefined && instructionOf(lastOf(statement.expression)) !== undefined;
}

/** What is left of an expression of several behind commas. */
function lastOf(expression: ts.Expression): ts.Expression {
  return ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.CommaToken ? lastOf(expression.right) : expression;
}

/** What the compiler tells the machine to do: the number of the instruction, and its operand. */
export interface Instruction {
  readonly code: number;
  readonly operand: ts.Expression | undefined;
}

/** Reads `[4, value]`. */
export function instructionOf(expression: ts.Expression): Instruction | undefined {
  if (!ts.isArrayLiteralExpression(expression) || expression.elements.length > 2) return undefined;
  const [code, operand] = expression.elements;
  if (!code || !ts.isNumericLiteral(code) || Number(code.text) < 2 || Number(code.text) > 7) return undefined;
  return { code: Number(code.text), operand };
}

/** The machine that a function ends with, if its body is one; then what it returns is what comes out of the machine. */
export function machineIn(node: ts.Node): ts.FunctionExpression | undefined {
  if (!ts.isFunctionExpression(node) && !ts.isFunctionDeclaration(node) && !ts.isMethodDeclaration(node) && !ts.isArrowFunction(node)) return undefined;
  if (!node.body || !ts.isBlock(node.body)) return undefined;
  const last = node.body.statements[node.body.statements.length - 1];
  return last && ts.isReturnStatement(last) && last.expression ? machineCalled(lastOf(last.expression)) : undefined;
}

/** The machine that a call runs. */
export function machineCalled(expression: ts.Expression): ts.FunctionExpression | undefined {
  const last = lastOf(expression);
  if (!ts.isCallExpression(last)) return undefined;
  return last.arguments.find((each): each is ts.FunctionExpression => stateMachineOf(each) !== undefined);
}
