import { ts } from 'ts-morph';
import { NO_NODE, type CatchClause, type NodeId } from '../../../model/flow-graph';
import { copyState, mergeStates } from './merge';
import { addEdge, addNode, place, type Activation, type Lowering } from './state';

const K = ts.SyntaxKind;

/** What is thrown inside of each activation, for the `catch` around it. */
const thrown = new WeakMap<Activation, NodeId[]>();

/** Notes a value that is thrown. */
export function noteThrown(L: Lowering, value: NodeId): void {
  if (value === NO_NODE || L.act.tries === 0) return;
  const known = thrown.get(L.act);
  if (known) known.push(value);
  else thrown.set(L.act, [value]);
}

/** How many values have been thrown so far that nothing has caught. */
export function thrownSoFar(L: Lowering): number {
  return thrown.get(L.act)?.length ?? 0;
}

/** What was thrown since, as the value that is caught. */
export function caughtSince(L: Lowering, at: ts.Node, since: number): NodeId {
  const error = addNode(L, at, { k: 'caught' }, 'error');
  for (const value of thrown.get(L.act)?.splice(since) ?? []) addEdge(L, { op: 'assign', from: value, to: error });
  return error;
}

/** Anything in the `try` may have happened before the `catch` runs. */
export function lowerTry(L: Lowering, node: ts.TryStatement): void {
  const entry = copyState(L.act.state);
  const before = thrownSoFar(L);
  if (node.catchClause) L.act.tries++;
  L.visit.statements(L, node.tryBlock.statements);
  if (node.catchClause) L.act.tries--;
  const afterTry = L.act.state;
  const ends = [afterTry];
  if (node.catchClause) {
    L.act.state = mergeStates(L, node, [entry, { ...copyState(afterTry), alive: true, held: undefined }]);
    L.act.state.held = entry.held;
    lowerCatch(L, node.catchClause, node.tryBlock, before);
    ends.push(L.act.state);
  }
  L.act.state = mergeStates(L, node, ends);
  if (node.finallyBlock) {
    const { alive } = L.act.state;
    L.act.state.alive = true;
    L.visit.statements(L, node.finallyBlock.statements);
    if (!alive) L.act.state.alive = false;
  }
}

function lowerCatch(L: Lowering, clause: ts.CatchClause, body: ts.Block, since: number): void {
  const error = caughtSince(L, clause, since);
  if (clause.variableDeclaration) L.visit.bind(L, clause.variableDeclaration.name, error);
  const [line, column] = place(L, clause);
  const callsBefore = L.calls.length;
  const edgesBefore = L.edges.length;
  L.visit.statements(L, clause.block.statements);
  const returns = L.edges.slice(edgesBefore).flatMap((edge) => (edge.op === 'assign' && edge.to === L.act.ret ? [edge.from] : []));
  L.catches.push({ at: [line, column], fn: L.act.index, error, does: doneIn(L, clause.block, L.calls.length > callsBefore), block: place(L, clause), body: place(L, body), returns });
}

/** The clause ends by leaving, and nothing in it goes on with the next round of a loop. */
function alwaysLeaves(block: ts.Block): boolean {
  const last = block.statements[block.statements.length - 1];
  const goesOn = (node: ts.Node): boolean => ts.isContinueStatement(node) || (!ts.isFunctionLike(node) && (ts.forEachChild(node, goesOn) ?? false));
  return last !== undefined && (ts.isThrowStatement(last) || ts.isReturnStatement(last) || ts.isBreakStatement(last)) && !goesOn(block);
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
  if (alwaysLeaves(block)) does.add('leave');
  if (calls) does.add('call');
  return does.size > 0 ? [...does] : ['nothing'];
}
