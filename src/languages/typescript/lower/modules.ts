import { ts } from 'ts-morph';
import { MODULE_ITSELF, NO_NODE, type NodeId } from '../../../model/flow-graph';
import { loadMember } from './members';
import { addEdge, addNode, place, type Lowering } from './state';
import { cellOf, defineVariable } from './variables';

/** `import …`, `import x = require('…')`: each name is a value of its own. */
export function lowerImport(L: Lowering, node: ts.ImportDeclaration | ts.ImportEqualsDeclaration): void {
  if (ts.isImportEqualsDeclaration(node)) {
    const { moduleReference } = node;
    if (ts.isExternalModuleReference(moduleReference) && ts.isStringLiteralLike(moduleReference.expression)) bindImport(L, node.name, moduleReference.expression.text, '*');
    return;
  }
  if (!ts.isStringLiteral(node.moduleSpecifier)) return;
  const module = node.moduleSpecifier.text;
  L.imports.push(module);
  const clause = node.importClause;
  if (!clause) return;
  if (clause.name) bindImport(L, clause.name, module, 'default');
  const { namedBindings } = clause;
  if (!namedBindings) return;
  if (ts.isNamespaceImport(namedBindings)) bindImport(L, namedBindings.name, module, '*');
  else for (const specifier of namedBindings.elements) bindImport(L, specifier.name, module, (specifier.propertyName ?? specifier.name).text);
}

function bindImport(L: Lowering, name: ts.Identifier, module: string, imported: string): void {
  const node = addNode(L, name, { k: 'import', module, name: imported }, name.text);
  const variable = L.names.variableOf(name);
  if (variable) defineVariable(L, name, variable, node);
  L.typeNodes.set(declarationOf(name), node);
}

function declarationOf(name: ts.Identifier): ts.Node {
  return name.parent;
}

/** `export { a as b }`, `export * from`, `export { a } from`, `export default x`, `export = x`. */
export function lowerExport(L: Lowering, node: ts.ExportDeclaration | ts.ExportAssignment): void {
  if (ts.isExportAssignment(node)) {
    store(L, node, node.isExportEquals ? MODULE_ITSELF : 'default', L.visit.expression(L, node.expression));
    return;
  }
  const module = node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
  if (module !== undefined) L.imports.push(module);
  if (!node.exportClause) {
    if (module !== undefined) L.reexports.push(module);
    return;
  }
  if (ts.isNamespaceExport(node.exportClause)) {
    if (module !== undefined) store(L, node, node.exportClause.name.text, addNode(L, node, { k: 'import', module, name: '*' }));
    return;
  }
  for (const specifier of node.exportClause.elements) {
    const local = specifier.propertyName ?? specifier.name;
    store(L, specifier, specifier.name.text, module === undefined ? localValue(L, local) : addNode(L, specifier, { k: 'import', module, name: local.text }));
  }
}

function localValue(L: Lowering, name: ts.ModuleExportName): NodeId {
  if (!ts.isIdentifier(name)) return NO_NODE;
  const variable = L.names.variableOf(name);
  if (!variable) return NO_NODE;
  if (variable.defined && variable.writes === 0) return variable.def;
  // Exported before it is defined, or reassigned: whatever it ever holds.
  return cellOf(L, name, variable);
}

function store(L: Lowering, at: ts.Node, prop: string, from: NodeId): void {
  if (from === NO_NODE) return;
  const [line, column] = place(L, at);
  addEdge(L, { op: 'store', base: L.exportsNode, prop, from, init: true, at: [line, column], digest: 0 });
}

/** The CommonJS names of a module: `module.exports` and `exports` are the exports object. */
export function commonJsGlobals(L: Lowering, file: ts.SourceFile): void {
  const moduleObject = addNode(L, file, { k: 'object' }, 'module');
  store(L, file, MODULE_ITSELF, loadMember(L, file, moduleObject, 'exports'));
  const [line, column] = place(L, file);
  addEdge(L, { op: 'store', base: moduleObject, prop: 'exports', from: L.exportsNode, init: true, at: [line, column], digest: 0 });
  L.globals.set('module', moduleObject);
  L.globals.set('exports', L.exportsNode);
}
