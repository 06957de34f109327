import { ts } from 'ts-morph';
import { addEdge, addNode, place, type Lowering } from './state';
import { defineVariable } from './variables';

/** `namespace N { … }`: its statements run in place; its exported functions and variables are members of N. */
export function lowerNamespace(L: Lowering, node: ts.ModuleDeclaration): void {
  if (!node.body || !ts.isModuleBlock(node.body) || !ts.isIdentifier(node.name)) return;
  const object = addNode(L, node, { k: 'object' }, node.name.text);
  const variable = L.names.variableOf(node.name);
  if (variable) defineVariable(L, node, variable, object);
  L.visit.statements(L, node.body.statements);
  const [line, column] = place(L, node);
  for (const statement of node.body.statements) {
    for (const name of declaredNames(statement)) {
      const member = L.names.variableOf(name);
      if (member?.defined) addEdge(L, { op: 'store', base: object, prop: name.text, from: member.def, init: true, at: [line, column], digest: 0 });
    }
  }
}

function declaredNames(statement: ts.Statement): ts.Identifier[] {
  if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) return [statement.name];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((declaration) => (ts.isIdentifier(declaration.name) ? [declaration.name] : []));
}
