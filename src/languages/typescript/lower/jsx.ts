import { ts } from 'ts-morph';
import { ELEMENT, NO_NODE, type NodeId } from '../../../model/flow-graph';
import { positionOf } from './members';
import { addEdge, addNode, constant, digestOf, place, type Lowering } from './state';

/** A JSX element is a call of its tag with an object of its attributes; children are the member `children`. */
export function lowerJsx(L: Lowering, node: ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment): NodeId {
  const opening = ts.isJsxElement(node) ? node.openingElement : ts.isJsxSelfClosingElement(node) ? node : undefined;
  const props = addNode(L, node, { k: 'object' });
  for (const attribute of opening?.attributes.properties ?? []) lowerAttribute(L, attribute, props);
  if (!ts.isJsxSelfClosingElement(node)) {
    for (const child of node.children) {
      const value = lowerChild(L, child);
      if (value !== NO_NODE) addEdge(L, { op: 'store', base: props, prop: 'children', from: value, init: true, at: positionOf(L, child), digest: 0 });
    }
  }
  const result = addNode(L, node);
  const tag = opening?.tagName;
  const intrinsic = tag !== undefined && ts.isIdentifier(tag) && /^[a-z]/.test(tag.text);
  const callee = tag === undefined ? NO_NODE : intrinsic ? constant(L, tag, tag.text) : L.visit.expression(L, tag as ts.Expression);
  L.callOf.set(result, L.calls.length);
  L.calls.push({ kind: 'jsx', callee, recv: NO_NODE, name: tag?.getText(L.file) ?? '', args: [props], result, fn: L.act.index, at: place(L, node), digest: digestOf(L, node) });
  return result;
}

function lowerAttribute(L: Lowering, attribute: ts.JsxAttributeLike, props: NodeId): void {
  if (ts.isJsxSpreadAttribute(attribute)) {
    const from = L.visit.expression(L, attribute.expression);
    if (from !== NO_NODE) addEdge(L, { op: 'spread', from, to: props });
    return;
  }
  const { initializer } = attribute;
  const value = initializer === undefined ? NO_NODE : ts.isStringLiteral(initializer) ? constant(L, initializer, initializer.text) : L.visit.expression(L, initializer);
  if (value !== NO_NODE) addEdge(L, { op: 'store', base: props, prop: attribute.name.getText(L.file), from: value, init: true, at: positionOf(L, attribute), digest: digestOf(L, attribute) });
}

function lowerChild(L: Lowering, child: ts.JsxChild): NodeId {
  if (ts.isJsxText(child)) return NO_NODE;
  if (ts.isJsxExpression(child)) {
    if (!child.expression) return NO_NODE;
    const value = L.visit.expression(L, child.expression);
    if (!child.dotDotDotToken || value === NO_NODE) return value;
    const element = addNode(L, child);
    addEdge(L, { op: 'load', from: value, prop: ELEMENT, to: element });
    return element;
  }
  return L.visit.jsx(L, child);
}
