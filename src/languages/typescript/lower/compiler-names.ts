import { ts } from 'ts-morph';
import { resolveName } from '../parse';

/** The expression in parentheses, or the last behind commas: `(0, helper.default)`. */
export function bare(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node)) return bare(node.expression);
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken ? bare(node.right) : node;
}

/**
 * What a helper of a compiler is called, in one spelling for all compilers: `__spreadArray`, `tslib_1.__spreadArray`,
 * `_to_consumable_array`, `_toConsumableArray2.default`, `_to_consumable_array._`. Those of TypeScript and esbuild, which begin
 * with two underscores, keep one. Empty for whatever is none.
 */
export function helperName(node: ts.Expression): string {
  const callee = bare(node);
  if (ts.isIdentifier(callee)) return spelled(callee.text);
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return '';
  if (callee.expression.text.startsWith('tslib')) return spelled(callee.name.text);
  return callee.name.text === '_' || callee.name.text === 'default' ? spelled(callee.expression.text) : '';
}

function spelled(name: string): string {
  const found = /^_(_?)([A-Za-z]\w*?)\d*$/.exec(name);
  if (!found) return '';
  const [, second = '', word = ''] = found;
  return second + word.replace(/_+([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Longer functions than this are no helpers. */
const HELPER_LENGTH = 600;

/** Whether a callee is a helper between the two kinds of modules under a name that a minifier gave it: it speaks of `__esModule`. */
export function isInterop(node: ts.Expression): boolean {
  return helperText(node).includes('__esModule');
}

/** Whether a callee is the helper that makes an async function of a generator, under whatever name: it runs it, and gives a promise. */
export function isAsyncWrapper(node: ts.Expression): boolean {
  const text = helperText(node);
  return text.includes('new Promise') && /\.apply\(this|\.apply\(\w+,\s*\w+\)/.test(text);
}

const texts = new WeakMap<ts.Node, string>();

/** The text of the short function of this file, with parameters, that a callee names; empty for others. */
function helperText(node: ts.Expression): string {
  const callee = bare(node);
  if (!ts.isIdentifier(callee)) return '';
  const declaration = resolveName(callee.escapedText, callee)?.declarations?.[0];
  const fn = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
  if (!fn || !(ts.isFunctionDeclaration(fn) || ts.isFunctionExpression(fn) || ts.isArrowFunction(fn)) || fn.end - fn.pos > HELPER_LENGTH || fn.parameters.length === 0) return '';
  const known = texts.get(fn) ?? fn.getText();
  texts.set(fn, known);
  return known;
}
