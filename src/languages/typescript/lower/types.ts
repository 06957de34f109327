import { ts } from 'ts-morph';
import { NO_NODE, type NodeId, type TypeRef } from '../../../model/flow-graph';
import { resolveTypeName } from '../parse';
import type { Lowering } from './state';

/** Wrappers whose argument is what matters. */
const TRANSPARENT = new Set(['Promise', 'Readonly', 'Required', 'Partial', 'NonNullable', 'Awaited', 'Ref', 'PromiseLike']);
const LISTS = new Set(['Array', 'ReadonlyArray', 'Set', 'ReadonlySet', 'Iterable', 'AsyncIterable', 'IterableIterator']);

/** Notes what an annotation says of a value: the class, interface or library type that it names. */
export function noteType(L: Lowering, node: NodeId, annotation: ts.TypeNode | undefined): void {
  if (!annotation || node === NO_NODE) return;
  for (const type of namedTypes(L, annotation, 0)) L.types.push({ node, type });
}

/** Types that an annotation names: members of unions, promises and partials unwrapped, aliases of this file followed. */
export function namedTypes(L: Lowering, annotation: ts.TypeNode, depth: number): TypeRef[] {
  if (depth > 6) return [];
  if (ts.isUnionTypeNode(annotation) || ts.isIntersectionTypeNode(annotation)) return annotation.types.flatMap((type) => namedTypes(L, type, depth + 1));
  if (ts.isParenthesizedTypeNode(annotation)) return namedTypes(L, annotation.type, depth + 1);
  if (ts.isArrayTypeNode(annotation)) return namedTypes(L, annotation.elementType, depth + 1).map((type) => ({ ...type, array: true as const }));
  if (ts.isTypeOperatorNode(annotation)) return namedTypes(L, annotation.type, depth + 1);
  if (!ts.isTypeReferenceNode(annotation)) return [];
  return referencedTypes(L, annotation, depth);
}

function referencedTypes(L: Lowering, reference: ts.TypeReferenceNode, depth: number): TypeRef[] {
  const names = namesOf(reference.typeName);
  const [first = '', ...members] = names;
  const [argument] = reference.typeArguments ?? [];
  if (names.length === 1 && argument && TRANSPARENT.has(first)) return namedTypes(L, argument, depth + 1);
  if (names.length === 1 && argument && LISTS.has(first)) return namedTypes(L, argument, depth + 1).map((type) => ({ ...type, array: true as const }));
  const symbol = resolveTypeName(ts.escapeLeadingUnderscores(first), reference);
  const declaration = symbol?.declarations?.[0];
  if (declaration && ts.isTypeAliasDeclaration(declaration)) return namedTypes(L, declaration.type, depth + 1);
  const extra = members.length > 0 ? { members } : {};
  return [{ node: declaration ? typeNode(L, declaration) : NO_NODE, name: first, ...extra }];
}

function namesOf(name: ts.EntityName): string[] {
  return ts.isIdentifier(name) ? [name.text] : [...namesOf(name.left), name.right.text];
}

/** The value that a type's name stands for as well: a class of this file, or what was imported under that name. */
function typeNode(L: Lowering, declaration: ts.Declaration): NodeId {
  const name = (declaration as ts.NamedDeclaration).name;
  if (!name || !ts.isIdentifier(name)) return NO_NODE;
  const known = L.typeNodes.get(declaration);
  if (known !== undefined) return known;
  const variable = L.names.variableOf(name);
  return variable?.defined ? variable.def : NO_NODE;
}
