import { ts } from 'ts-morph';
import { NO_NODE, type Cls, type NodeId } from '../../../model/flow-graph';
import { decorate } from './decorators';
import { propertyName } from './members';
import { addEdge, addNode, place, type Activation, type Lowering } from './state';
import { noteType } from './types';

/** The value of a class. Methods are lowered when every definition around the class is known. */
export function lowerClass(L: Lowering, node: ts.ClassLikeDeclaration): NodeId {
  const index = L.classes.length;
  const value = addNode(L, node, { k: 'class', cls: index }, node.name?.text);
  L.typeNodes.set(node, value);
  const instance = addNode(L, node, undefined, 'this');
  const methods: Record<string, number> = {};
  const [line, column] = place(L, node);
  const heritage = node.heritageClauses ?? [];
  const extended = heritage.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  const base = extended ? L.visit.expression(L, extended.expression) : NO_NODE;
  const implemented = heritage.filter((clause) => clause.token === ts.SyntaxKind.ImplementsKeyword).flatMap((clause) => clause.types);
  const interfaces = implemented.map((type) => type.expression.getText(L.file));
  const cls: Cls = { name: node.name?.text ?? '', base, implements: interfaces, methods, node: value, instance, at: [line, column] };
  L.classes.push(cls);
  decorate(L, node, value);
  for (const member of node.members) lowerMember(L, member, index, cls, methods);
  return value;
}

function lowerMember(L: Lowering, member: ts.ClassElement, index: number, cls: Cls, methods: Record<string, number>): void {
  if (ts.isClassStaticBlockDeclaration(member)) {
    L.visit.statements(L, member.body.statements);
  } else if (ts.isPropertyDeclaration(member)) {
    lowerField(L, member, cls);
  } else if (ts.isConstructorDeclaration(member) || ts.isMethodDeclaration(member) || ts.isGetAccessor(member) || ts.isSetAccessor(member)) {
    if (!member.body) return;
    const value = L.visit.fn(L, member, { when: 'later', cls: isStatic(member) ? -1 : index });
    decorate(L, member, value);
    registerMethod(L, member, value, cls, methods);
    if (ts.isConstructorDeclaration(member)) parameterProperties(L, member, cls, value);
  }
}

function registerMethod(L: Lowering, member: ts.ConstructorDeclaration | ts.MethodDeclaration | ts.AccessorDeclaration, value: NodeId, cls: Cls, methods: Record<string, number>): void {
  const origin = L.origins[value];
  if (origin?.k !== 'fn') return;
  const name = ts.isConstructorDeclaration(member) ? 'constructor' : propertyName(L, member.name).prop;
  const key = ts.isGetAccessor(member) ? `get ${name}` : ts.isSetAccessor(member) ? `set ${name}` : name;
  if (!isStatic(member)) {
    methods[key] = origin.fn;
    return;
  }
  const [line, column] = place(L, member);
  addEdge(L, { op: 'store', base: cls.node, prop: key, from: value, init: true, at: [line, column], digest: 0 });
}

function isStatic(member: ts.ClassElement): boolean {
  return ts.canHaveModifiers(member) && (ts.getModifiers(member)?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword) ?? false);
}

/** A field initialiser runs with `this` as the instance; that of a static field with the class. */
function lowerField(L: Lowering, member: ts.PropertyDeclaration, cls: Cls): void {
  const base = isStatic(member) ? cls.node : cls.instance;
  const outer = L.act;
  const inside: Activation = { ...outer, home: member, lexicalThis: base, state: { values: new Map(), held: undefined, alive: true } };
  const { prop } = propertyName(L, member.name);
  const [line, column] = place(L, member);
  let value = NO_NODE;
  if (member.initializer) {
    const { initializer } = member;
    L.act = inside;
    value = L.visit.expression(L, initializer);
    L.act = outer;
  }
  if (value === NO_NODE && member.type) value = addNode(L, member, undefined, prop);
  noteType(L, value, member.type);
  decorate(L, member, value);
  if (value !== NO_NODE) addEdge(L, { op: 'store', base, prop, from: value, at: [line, column], digest: 0 });
}

/** `constructor(private readonly db: Database)` declares a field and assigns to it. */
function parameterProperties(L: Lowering, member: ts.ConstructorDeclaration, cls: Cls, value: NodeId): void {
  const origin = L.origins[value];
  if (origin?.k !== 'fn') return;
  L.act.later.push(() => {
    const fn = L.fns[origin.fn];
    member.parameters.forEach((parameter, index) => {
      if (!ts.isParameterPropertyDeclaration(parameter, member) || !ts.isIdentifier(parameter.name)) return;
      const from = fn?.params[index];
      const [line, column] = place(L, parameter);
      if (from !== undefined) addEdge(L, { op: 'store', base: cls.instance, prop: parameter.name.text, from, at: [line, column], digest: 0 });
    });
  });
}
