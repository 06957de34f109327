import { ts } from 'ts-morph';
import { resolveName } from '../parse';
import type { Lowering } from './state';

const K = ts.SyntaxKind;

/** Marks the calls of this function since the first: they stand in statements that end the program. */
export function markExits(L: Lowering, first: number): void {
  for (let i = first; i < L.calls.length; i++) {
    const call = L.calls[i];
    if (call?.fn === L.act.index) L.calls[i] = { ...call, exits: true };
  }
}

/** A statement that is such a call. */
export function endsProgram(L: Lowering, node: ts.Statement): boolean {
  return ts.isExpressionStatement(node) && ts.isCallExpression(node.expression) && neverReturns(L, node.expression);
}

/** `process.exit()`: what follows does not run. */
export function neverReturns(L: Lowering, call: ts.CallExpression): boolean {
  if (ts.isIdentifier(call.expression) && alwaysThrows(declarationOf(call.expression))) return true;
  if (ts.isPropertyAccessExpression(call.expression) && alwaysThrows(methodOf(call.expression))) return true;
  const text = call.expression.getText(L.file);
  return text === 'process.exit' || text === 'process.abort' || text === 'Deno.exit' || KOA_THROW.test(text) || (ts.isIdentifier(call.expression) && isThrower(call.expression));
}

/** Koa's context throws an error of HTTP. */
const KOA_THROW = /^(?:ctx|context|this)\.throw$/;
/** Functions of frameworks that leave a page by throwing. */
const THROWERS: Readonly<Record<string, readonly string[]>> = { 'next/navigation': ['redirect', 'permanentRedirect', 'notFound', 'forbidden', 'unauthorized'] };

function isThrower(name: ts.Identifier): boolean {
  const declaration = resolveName(name.escapedText, name)?.declarations?.[0];
  if (!declaration || !ts.isImportSpecifier(declaration)) return false;
  const from = ts.findAncestor(declaration, ts.isImportDeclaration)?.moduleSpecifier;
  return from !== undefined && ts.isStringLiteral(from) && (THROWERS[from.text]?.includes((declaration.propertyName ?? declaration.name).text) ?? false);
}

function declarationOf(name: ts.Identifier): ts.FunctionLikeDeclaration | undefined {
  const declaration = resolveName(name.escapedText, name)?.declarations?.[0];
  const initializer = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return declaration && ts.isFunctionDeclaration(declaration) ? declaration : initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) ? initializer : undefined;
}

/** `this.refuse`, as the class around it declares it. */
function methodOf({ expression, name }: ts.PropertyAccessExpression): ts.FunctionLikeDeclaration | undefined {
  if (expression.kind !== K.ThisKeyword) return undefined;
  const around = ts.findAncestor(expression, ts.isClassLike);
  return around?.members.find((member): member is ts.MethodDeclaration => ts.isMethodDeclaration(member) && ts.isIdentifier(member.name) && member.name.text === name.text);
}

/** A function of this file whose body is a throw, with or without something before it, and nothing to return. */
function alwaysThrows(fn: ts.FunctionLikeDeclaration | undefined): boolean {
  if (!fn?.body || fn.modifiers?.some((modifier) => modifier.kind === K.AsyncKeyword)) return false;
  if (fn.type?.kind === K.NeverKeyword) return true;
  const statements = ts.isBlock(fn.body) ? fn.body.statements : [];
  const last = statements[statements.length - 1];
  return last !== undefined && ts.isThrowStatement(last) && statements.every((each) => ts.isExpressionStatement(each) || ts.isVariableStatement(each) || each === last);
}
