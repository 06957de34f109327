import { ts } from 'ts-morph';

/** What the compiler binds but does not publish in its types: names declared in a scope, and the symbol of a declaration. */
interface Bound {
  readonly locals?: ReadonlyMap<ts.__String, ts.Symbol>;
  readonly symbol?: ts.Symbol;
}

const SCRIPT_KINDS: Readonly<Record<string, ts.ScriptKind>> = {
  ts: ts.ScriptKind.TS, mts: ts.ScriptKind.TS, cts: ts.ScriptKind.TS, tsx: ts.ScriptKind.TSX,
  js: ts.ScriptKind.JSX, mjs: ts.ScriptKind.JSX, cjs: ts.ScriptKind.JSX, jsx: ts.ScriptKind.JSX,
};

/** Whether this language reads the file at `path`. Declarations hold no code. */
export function isTypeScriptPath(path: string): boolean {
  return /\.[cm]?[jt]sx?$/i.test(path) && !/\.d\.([\w-]+\.)?[cm]?ts$/i.test(path);
}

/** Whether a file without an extension may be a command: it stands where packages keep theirs. */
export function isCommandPath(path: string): boolean {
  return /(^|\/)bin\/[\w-]+$/.test(path);
}

/** Parses one file and binds its names; no other file, no types. Throws RangeError on code that is nested too deeply. */
export function parse(path: string, text: string): ts.SourceFile {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  const options: ts.CreateSourceFileOptions = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  // Binding tells every node its parent; the parser need not.
  const file = ts.createSourceFile(path, text, options, false, SCRIPT_KINDS[extension] ?? ts.ScriptKind.TS);
  const binder = ts as unknown as { bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void };
  binder.bindSourceFile(file, { target: ts.ScriptTarget.Latest, allowJs: true });
  return file;
}

/** The first syntax error, with its line, or undefined. */
export function syntaxError(file: ts.SourceFile): { readonly message: string; readonly line: number } | undefined {
  const { parseDiagnostics } = file as unknown as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] };
  const first = parseDiagnostics?.[0];
  if (!first) return undefined;
  return { message: ts.flattenDiagnosticMessageText(first.messageText, ' '), line: file.getLineAndCharacterOfPosition(first.start).line + 1 };
}

const VALUE = ts.SymbolFlags.Value | ts.SymbolFlags.Alias;

/** What a name stands for, as bits of `ts.SymbolFlags`; that of an exported declaration says it on the symbol that is exported. */
function flagsOf(symbol: ts.Symbol): number {
  const { exportSymbol } = symbol as unknown as { readonly exportSymbol?: ts.Symbol };
  return exportSymbol ? symbol.flags | exportSymbol.flags : symbol.flags;
}

/** The symbol that an identifier in expression position refers to, found through the scopes around it; undefined for globals. */
export function resolveName(name: ts.__String, from: ts.Node): ts.Symbol | undefined {
  let scope: ts.Node | undefined = from;
  while (scope) {
    const { locals, symbol } = scope as unknown as Bound;
    const found = locals?.get(name);
    if (found && (flagsOf(found) & VALUE) !== 0) return found;
    const named = scope as unknown as { readonly name?: ts.Node };
    if ((ts.isFunctionExpression(scope) || ts.isClassExpression(scope)) && named.name && ts.isIdentifier(named.name) && named.name.escapedText === name) return symbol;
    scope = parentOf(scope);
  }
  return undefined;
}

/** The symbol of a type's name (interface, alias, class, import) in the scopes around `from`. */
export function resolveTypeName(name: ts.__String, from: ts.Node): ts.Symbol | undefined {
  let scope: ts.Node | undefined = from;
  while (scope) {
    const found = (scope as unknown as Bound).locals?.get(name);
    if (found && (flagsOf(found) & (ts.SymbolFlags.Type | ts.SymbolFlags.Alias)) !== 0) return found;
    scope = parentOf(scope);
  }
  return undefined;
}

/** The compiler's types say that every node has a parent; the source file has none. */
function parentOf(node: ts.Node): ts.Node | undefined {
  return node.parent;
}
