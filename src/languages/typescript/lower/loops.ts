import { ts } from 'ts-morph';
import { ELEMENT, NO_NODE, type NodeId } from '../../../model/flow-graph';
import { lowerCondition } from './conditions';
import { lowerVariables } from './declarations';
import { assume, speaksOf } from './guards';
import { loadMember } from './members';
import { assumptionsSince, copyState, mergeStates } from './merge';
import { addEdge, addNode, place, type JumpTarget, type Lowering, type State } from './state';
import { forgetMembers, keyOf, setPath } from './variables';

const K = ts.SyntaxKind;

/** Values that a loop may change become joins at its head; `close` adds what the end of the body brings. */
function openLoop(L: Lowering, node: ts.Node, over: NodeId = NO_NODE): (end: State) => void {
  L.loops.push({ kind: ts.isForOfStatement(node) || ts.isForInStatement(node) ? 'each' : ts.isForStatement(node) ? 'count' : 'while', over, fn: L.act.index, at: place(L, node) });
  return openRange(L, node, node);
}

/** The same for text that runs again and again and is no loop statement; `node` is where the joins stand. */
export function openRange(L: Lowering, node: ts.Node, range: ts.TextRange): (end: State) => void {
  const joins: { readonly key: string; readonly node: NodeId }[] = [];
  for (const variable of L.names.writtenIn(range)) {
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

export function lowerFor(L: Lowering, node: ts.ForStatement): void {
  if (node.initializer) {
    if (ts.isVariableDeclarationList(node.initializer)) lowerVariables(L, node.initializer, false);
    else L.visit.expression(L, node.initializer);
  }
  lowerLoop(L, node, node.condition, node.incrementor, node.statement);
}

export function lowerLoop(L: Lowering, node: ts.IterationStatement, condition: ts.Expression | undefined, increment: ts.Expression | undefined, body: ts.Statement): void {
  const close = openLoop(L, node);
  const truth = condition ? lowerCondition(L, condition) : { ifTrue: [], ifFalse: [] };
  const skipped = copyState(L.act.state);
  assume(L, body, truth.ifTrue);
  const target: JumpTarget = { breaks: [], continues: [], ...labelOf(node) };
  L.act.jumps.push(target);
  L.visit.statement(L, body);
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

export function lowerDo(L: Lowering, node: ts.DoStatement): void {
  const close = openLoop(L, node);
  const target: JumpTarget = { breaks: [], continues: [], ...labelOf(node) };
  L.act.jumps.push(target);
  L.visit.statement(L, node.statement);
  L.act.jumps.pop();
  L.act.state = mergeStates(L, node, [L.act.state, ...(target.continues ?? [])]);
  const truth = L.act.state.alive ? lowerCondition(L, node.expression) : { ifTrue: [], ifFalse: [] };
  close(L.act.state);
  assume(L, node, truth.ifFalse);
  L.act.state = mergeStates(L, node, [L.act.state, ...target.breaks]);
}

/** `for (const x of xs)` binds elements; `for (const k in o)` binds names, as tainted as the object they come from. */
export function lowerForEach(L: Lowering, node: ts.ForOfStatement | ts.ForInStatement): void {
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
  L.visit.statement(L, node.statement);
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

export function lowerLabeled(L: Lowering, node: ts.LabeledStatement): void {
  if (ts.isIterationStatement(node.statement, false)) {
    L.visit.statement(L, node.statement);
    return;
  }
  const target: JumpTarget = { label: node.label.text, breaks: [] };
  L.act.jumps.push(target);
  L.visit.statement(L, node.statement);
  L.act.jumps.pop();
  L.act.state = mergeStates(L, node, [L.act.state, ...target.breaks]);
}

export function jump(L: Lowering, label: string | undefined, where: 'breaks' | 'continues'): void {
  const target = [...L.act.jumps].reverse().find((each) => (label === undefined ? each.label === undefined || each.continues !== undefined : each.label === label) && (where === 'breaks' || each.continues !== undefined));
  target?.[where]?.push(copyState(L.act.state));
  L.act.state.alive = false;
}
