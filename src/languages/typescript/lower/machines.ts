import { ts } from 'ts-morph';
import { ELEMENT, NO_NODE, type NodeId } from '../../../model/flow-graph';
import { caughtSince, thrownSoFar } from './catches';
import { lowerCondition } from './conditions';
import { returnValue } from './functions';
import { assume } from './guards';
import { openRange } from './loops';
import { copyState, mergeStates } from './merge';
import { positionOf } from './members';
import { addEdge, type Lowering, type Machine, type State } from './state';
import { dispatchIn, instructionOf, stateMachineOf } from './state-machines';

const K = ts.SyntaxKind;

/** Under which name a state keeps what the machine is resumed with: what was awaited, or the error that was caught. */
const SENT = 'sent';

/** Lowers what stands in a state machine as the body of the function around it: clauses in the order of the text, and jumps between them. */
export function lowerMachine(L: Lowering, fn: ts.FunctionExpression): void {
  const found = stateMachineOf(fn);
  if (!found) return;
  const before = L.act.machine;
  L.act.machine = { state: found.state.text, arriving: new Map(), next: -1, last: copyState(L.act.state) };
  for (const statement of found.body.statements) {
    const dispatch = dispatchIn(statement, found.state.text);
    if (dispatch) lowerDispatch(L, dispatch, L.act.machine);
    else L.visit.statement(L, statement);
  }
  if (before) L.act.machine = before;
  else delete L.act.machine;
}

/** A `try` whose clauses are being lowered: the label of what catches, and what was known before. */
interface Attempt {
  readonly label: number;
  readonly entry: State;
  readonly thrown: number;
}

function lowerDispatch(L: Lowering, node: ts.SwitchStatement, machine: Machine): void {
  const clauses = node.caseBlock.clauses.filter(ts.isCaseClause);
  const labels = clauses.map(({ expression }) => (ts.isNumericLiteral(expression) ? Number(expression.text) : -1));
  const attempts: Attempt[] = [];
  const entry = copyState(L.act.state);
  const open: { readonly until: number; readonly close: (end: State) => void }[] = [];
  let falling: State = entry;
  clauses.forEach((clause, index) => {
    const label = labels[index] ?? -1;
    const attempt = attempts.find((each) => each.label === label);
    L.act.state = arrivingAt(L, clause, [falling, ...(machine.arriving.get(label) ?? [])], attempt, machine) ?? copyState(entry);
    if (attempt) {
      L.act.tries--;
      L.act.state.values.set(SENT, caughtSince(L, clause, attempt.thrown));
    }
    const until = lastJumpTo(clauses, index, label);
    if (until >= index) open.push({ until, close: openRange(L, clause, { pos: clause.pos, end: clauses[until]?.end ?? clause.end }) });
    machine.next = labels[index + 1] ?? -1;
    for (const statement of clause.statements) {
      noteAttempt(L, statement, machine, attempts);
      L.visit.statement(L, statement);
    }
    falling = L.act.state;
    if (falling.alive) machine.last = copyState(falling);
    for (const loop of open.splice(0)) {
      if (loop.until <= index) loop.close({ ...machine.last, alive: true });
      else open.push(loop);
    }
  });
  L.act.state = falling;
}

/** What is known where a clause begins; undefined where nothing leads there that could be told. */
function arrivingAt(L: Lowering, at: ts.Node, states: readonly State[], attempt: Attempt | undefined, machine: Machine): State | undefined {
  if (attempt) {
    const state = mergeStates(L, at, [copyState(attempt.entry), { ...copyState(machine.last), alive: true, held: undefined }]);
    state.held = attempt.entry.held;
    return state;
  }
  const living = states.filter((state) => state.alive).map(copyState);
  return living.length === 0 ? undefined : mergeStates(L, at, living);
}

/** The last clause from which a machine jumps back to a label; -1 when none does. */
function lastJumpTo(clauses: readonly ts.CaseClause[], from: number, label: number): number {
  for (let i = clauses.length - 1; i >= from; i--) if (clauses[i]?.statements.some((each) => jumpsTo(each, label))) return i;
  return -1;
}

function jumpsTo(node: ts.Node, label: number): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isArrayLiteralExpression(node)) {
    const instruction = instructionOf(node);
    if (instruction?.code === 3 && instruction.operand !== undefined && isLabel(instruction.operand, label)) return true;
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === K.EqualsToken && ts.isPropertyAccessExpression(node.left) && /^(next|n)$/.test(node.left.name.text) && isLabel(node.right, label)) return true;
  return ts.forEachChild(node, (child) => jumpsTo(child, label)) ?? false;
}

function isLabel(node: ts.Node, label: number): boolean {
  return ts.isNumericLiteral(node) && Number(node.text) === label;
}

/** `state.trys.push([1, 3, 4, 5])`: from here on to the label 3, errors are caught there. */
function noteAttempt(L: Lowering, statement: ts.Statement, machine: Machine, attempts: Attempt[]): void {
  const call = ts.isExpressionStatement(statement) ? statement.expression : undefined;
  if (!call || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== 'push') return;
  const list = call.expression.expression;
  const [places] = call.arguments;
  if (!ts.isPropertyAccessExpression(list) || list.name.text !== 'trys' || !isState(list.expression, machine) || !places || !ts.isArrayLiteralExpression(places)) return;
  const [, caught, last] = places.elements;
  if (last && ts.isNumericLiteral(last)) arrive(machine, Number(last.text), copyState(L.act.state));
  if (!caught || !ts.isNumericLiteral(caught)) return;
  attempts.push({ label: Number(caught.text), entry: copyState(L.act.state), thrown: thrownSoFar(L) });
  L.act.tries++;
}

function isState(node: ts.Expression, machine: Machine): boolean {
  return ts.isIdentifier(node) && node.text === machine.state;
}

function arrive(machine: Machine, label: number, state: State): void {
  const known = machine.arriving.get(label);
  if (known) known.push(state);
  else machine.arriving.set(label, [state]);
}

/** A `return` in a machine: to the machine, to pause, to jump, or to return from the function. */
export function machineReturn(L: Lowering, expression: ts.Expression | undefined, machine: Machine): void {
  if (expression && ts.isParenthesizedExpression(expression)) {
    machineReturn(L, expression.expression, machine);
  } else if (expression && ts.isBinaryExpression(expression) && expression.operatorToken.kind === K.CommaToken) {
    L.visit.expression(L, expression.left);
    machineReturn(L, expression.right, machine);
  } else if (expression && ts.isConditionalExpression(expression) && [expression.whenTrue, expression.whenFalse].some((each) => instructionOf(each))) {
    const truth = lowerCondition(L, expression.condition);
    const otherwise = copyState(L.act.state);
    assume(L, expression.whenTrue, truth.ifTrue);
    machineReturn(L, expression.whenTrue, machine);
    L.act.state = otherwise;
    assume(L, expression.whenFalse, truth.ifFalse);
    machineReturn(L, expression.whenFalse, machine);
  } else {
    const instruction = expression && instructionOf(expression);
    if (instruction) obey(L, instruction.code, instruction.operand, machine);
    else obeyCall(L, expression, machine);
  }
  L.act.state.alive = false;
}

/** 2 returns, 3 goes to a label, 4 pauses with a value, 5 with each element of one, 7 ends what is done at last. */
function obey(L: Lowering, code: number, operand: ts.Expression | undefined, machine: Machine): void {
  if (code === 2) returnValue(L, operand);
  else if (code === 3) goTo(L, operand && ts.isNumericLiteral(operand) ? Number(operand.text) : machine.next, machine);
  else pause(L, operand, code === 5, machine);
}

/** The same as calls: `context.abrupt('return', value)`, `context.a(2, value)`, `context.stop()`; any other value is awaited. */
function obeyCall(L: Lowering, expression: ts.Expression | undefined, machine: Machine): void {
  if (!expression || !ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression) || !isState(expression.expression.expression, machine)) {
    pause(L, expression, false, machine);
    return;
  }
  const { name } = expression.expression;
  const [how, value] = expression.arguments;
  if (name.text === 'delegateYield' || name.text === 'd') pause(L, how, true, machine);
  else if (how && ((ts.isStringLiteral(how) && how.text === 'return') || isLabel(how, 2))) returnValue(L, value);
  else if (how && ts.isStringLiteral(how) && value && ts.isNumericLiteral(value)) goTo(L, Number(value.text), machine);
}

function pause(L: Lowering, operand: ts.Expression | undefined, each: boolean, machine: Machine): void {
  const value = operand ? yieldTo(L, operand, each) : NO_NODE;
  L.act.state.values.set(SENT, value);
  goTo(L, machine.next, machine);
}

function goTo(L: Lowering, label: number, machine: Machine): void {
  const state = copyState(L.act.state);
  machine.last = copyState(state);
  arrive(machine, label, state);
}

/** What `yield` hands out, and what comes back to it: the value itself where it is awaited. */
export function yieldTo(L: Lowering, operand: ts.Expression, each: boolean): NodeId {
  const awaited = awaitedIn(operand);
  const value = L.visit.expression(L, awaited ?? operand);
  if (awaited || L.act.yields === 'awaits' || value === NO_NODE) return value;
  if (each) addEdge(L, { op: 'spread', from: value, to: L.act.ret });
  else addEdge(L, { op: 'store', base: L.act.ret, prop: ELEMENT, from: value, init: true, at: positionOf(L, operand), digest: 0 });
  return NO_NODE;
}

/** In an async generator that was compiled to a plain one, `yield __await(x)` awaits. */
function awaitedIn(operand: ts.Expression): ts.Expression | undefined {
  if (!ts.isCallExpression(operand) && !ts.isNewExpression(operand)) return undefined;
  const { expression } = operand;
  const callee = ts.isPropertyAccessExpression(expression) ? expression.expression : expression;
  return ts.isIdentifier(callee) && /^_+await(_?async_?generator)?\d*$/i.test(callee.text) ? operand.arguments?.[0] : undefined;
}

/** What a machine is resumed with: `state.sent()`, `context.sent`, `context.v`. Undefined for anything else. */
export function sentTo(L: Lowering, node: ts.PropertyAccessExpression): NodeId | undefined {
  const { machine } = L.act;
  if (!machine || !isState(node.expression, machine) || !/^(sent|v)$/.test(node.name.text)) return undefined;
  return L.act.state.values.get(SENT) ?? NO_NODE;
}

/** `context.next = 5`: where the machine goes on after it pauses, or leaves the switch. */
export function setsNext(L: Lowering, node: ts.BinaryExpression): boolean {
  const { machine } = L.act;
  if (!machine || !ts.isPropertyAccessExpression(node.left) || !isState(node.left.expression, machine)) return false;
  if (/^(next|n)$/.test(node.left.name.text) && ts.isNumericLiteral(node.right)) machine.next = Number(node.right.text);
  return true;
}

/** Whether a `break` leaves the switch of the machine, and goes on where it was told. */
export function breaksMachine(L: Lowering, node: ts.BreakStatement): boolean {
  const { machine } = L.act;
  if (!machine || node.label) return false;
  for (let at: ts.Node = node.parent; !ts.isFunctionLike(at); at = at.parent) {
    if (ts.isSwitchStatement(at)) {
      if (!dispatchIn(at, machine.state)) return false;
      goTo(L, machine.next, machine);
      L.act.state.alive = false;
      return true;
    }
    if (ts.isIterationStatement(at, false)) return false;
  }
  return false;
}
