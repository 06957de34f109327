import { ts } from 'ts-morph';
import { ELEMENT, NO_NODE, type NodeId } from '../../../model/flow-graph';
import { positionOf, propertyName } from './members';
import { addEdge, addNode, type Lowering } from './state';

export function lowerTemplate(L: Lowering, node: ts.TemplateExpression): NodeId {
  const parts: (NodeId | string)[] = [node.head.text];
  for (const span of node.templateSpans) parts.push(L.visit.expression(L, span.expression), span.literal.text);
  return concat(L, node, parts);
}

/** A string put together; single parts keep their derivation, so that a guard on the whole speaks of them. */
export function concat(L: Lowering, node: ts.Node, parts: readonly (NodeId | string)[]): NodeId {
  const meaningful = parts.filter((part) => part !== '');
  const to = addNode(L, node);
  addEdge(L, { op: 'concat', parts: meaningful, to });
  const values = meaningful.filter((part): part is number => typeof part === 'number' && part !== NO_NODE);
  const [only] = values;
  if (values.length === 1 && only !== undefined) L.derivations.set(to, { from: only, step: '+' });
  return to;
}

export function lowerObject(L: Lowering, node: ts.ObjectLiteralExpression): NodeId {
  const object = addNode(L, node, { k: 'object' });
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const from = L.visit.expression(L, property.expression);
      if (from !== NO_NODE) addEdge(L, { op: 'spread', from, to: object });
      continue;
    }
    const value = orUnknown(L, property, memberValue(L, property));
    const { prop, key } = propertyName(L, property.name);
    if (value !== NO_NODE) addEdge(L, { op: 'store', base: object, prop: ts.isGetAccessor(property) ? `get ${prop}` : prop, from: value, init: true, at: positionOf(L, property), digest: 0, ...(key !== undefined && { key }) });
  }
  return object;
}

/** A member of which nothing can be said is a member all the same: `{ shell: isWindows }`. */
function orUnknown(L: Lowering, at: ts.Node, value: NodeId): NodeId {
  return value === NO_NODE ? addNode(L, at) : value;
}

function memberValue(L: Lowering, property: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>): NodeId {
  if (ts.isPropertyAssignment(property)) return L.visit.expression(L, property.initializer);
  if (ts.isShorthandPropertyAssignment(property)) return L.visit.expression(L, property.name);
  return L.visit.fn(L, property, { when: 'inline' });
}

export function lowerArray(L: Lowering, node: ts.ArrayLiteralExpression): NodeId {
  const array = addNode(L, node, { k: 'array' });
  let index: number | undefined = 0;
  for (const element of node.elements) {
    const value = L.visit.expression(L, element);
    if (ts.isSpreadElement(element)) {
      if (value !== NO_NODE) addEdge(L, { op: 'spread', from: value, to: array });
      index = undefined;
      continue;
    }
    if (value !== NO_NODE) addEdge(L, { op: 'store', base: array, prop: index === undefined ? ELEMENT : String(index), from: value, init: true, at: positionOf(L, element), digest: 0 });
    if (index !== undefined) index++;
  }
  return array;
}

/** The operands of a chain of `+`, walked without recursion: generated code has chains of thousands. */
export function sumParts(L: Lowering, node: ts.BinaryExpression): (NodeId | string)[] {
  const operands: ts.Expression[] = [];
  let at: ts.Expression = node;
  while (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    operands.push(at.right);
    at = at.left;
  }
  operands.push(at);
  return operands.reverse().map((operand) => (ts.isStringLiteralLike(operand) ? operand.text : L.visit.expression(L, operand)));
}

