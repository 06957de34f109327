import type { FileFacts } from '../../facts/file-facts';
import type { ResolveModule } from '../../flow/program';

const COMPILED_FOLDER = /(^|\/)(dist|build|out|lib|esm|cjs|bundle|output)\//;

/**
 * The code that the package runs: product files by their path, and whatever else its manifest's `bin`, `main` and
 * `exports` reach by imports. Compiled code counts only where what it was compiled from is not in the tree.
 */
export function productPaths(code: readonly FileFacts[], files: readonly FileFacts[], resolve: ResolveModule): ReadonlySet<string> {
  const written = new Set(code.map((file) => file.path));
  const sources = new Set(code.flatMap((file) => (/\.[cm]?tsx?$/.test(file.path) && file.kind === 'product' ? sourceRoots(file.path) : [])));
  const compiled = new Set(code.filter((file) => isCompiledFromTree(file.path, written, sources)).map((file) => file.path));
  const helpers = helperScripts(code, files, resolve);
  const product = new Set(code.filter((file) => file.kind === 'product' && !compiled.has(file.path) && !helpers.has(file.path)).map((file) => file.path));
  const queue = [...entryFiles(code, files)].filter((path) => !compiled.has(path));
  const byPath = new Map(code.map((file) => [file.path, file]));
  const seen = new Set(queue);
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    product.add(path);
    for (const specifier of byPath.get(path)?.parts.code?.flow.imports ?? []) {
      const found = resolve(path, specifier);
      const next = found && 'file' in found ? code[found.file] : undefined;
      if (!next || seen.has(next.path) || compiled.has(next.path) || next.kind === 'vendored' || next.kind === 'test') continue;
      seen.add(next.path);
      queue.push(next.path);
    }
  }
  return product;
}

/** Files that a script of a manifest runs by their path, for whoever works on the package: `"sync": "tsx src/utils/sync.ts"`. */
const RUNS_FILE = /\b(?:tsx|ts-node(?:-esm)?|node|bun|deno run)\s+(?:--?[\w-]+(?:=\S+)?\s+)*(?:\.\/)?([\w./-]+\.[cm]?[jt]s)\b/g;
/** Scripts by these names run the server itself. */
const RUNS_SERVER = /^(start|dev|serve|server|watch|prod|production|preview|run|mcp|stdio|http|sse|inspect|inspector|debug|pm2|deploy)\b/i;

/** What only scripts of the manifest run: nothing of the package imports it, and nothing that ships runs it. */
function helperScripts(code: readonly FileFacts[], files: readonly FileFacts[], resolve: ResolveModule): ReadonlySet<string> {
  const named = files.flatMap((file) => {
    const folder = file.path.slice(0, file.path.length - 'package.json'.length);
    const manifest = file.parts.manifest;
    const served = Object.entries(manifest?.scripts ?? {}).flatMap(([name, script]) => [...script.matchAll(RUNS_FILE)].map((match) => ({ path: folder + (match[1] ?? ''), serves: RUNS_SERVER.test(name) })));
    const servers = new Set(served.filter((each) => each.serves).map((each) => each.path));
    // Without a bin and a main, any script may be how the server is started.
    return manifest && (manifest.main !== undefined || Object.keys(manifest.bin).length > 0) ? served.filter((each) => !servers.has(each.path)).map((each) => each.path) : [];
  });
  if (named.length === 0) return new Set();
  const shipped = entryFiles(code, files);
  const stems = new Set([...shipped].map(stemOf));
  const imported = new Set(code.flatMap((file) => (file.parts.code?.flow.imports ?? []).flatMap((specifier) => {
    const found = resolve(file.path, specifier);
    return found && 'file' in found ? [code[found.file]?.path] : [];
  })));
  return new Set(named.filter((path) => !shipped.has(path) && !stems.has(stemOf(path)) && !imported.has(path)));
}

/** A file's name within the folder that holds sources or what they are compiled to. */
function stemOf(path: string): string {
  return path.replace(/(^|\/)(src|dist|build|out|lib)\//, '$1').replace(/\.[cm]?[jt]sx?$/, '');
}

/** Files that manifests name as what the package runs or exports. */
function entryFiles(code: readonly FileFacts[], files: readonly FileFacts[]): Set<string> {
  const paths = new Set(code.map((file) => file.path));
  const found = new Set<string>();
  for (const file of files) {
    const manifest = file.parts.manifest;
    if (!manifest || file.kind !== 'product') continue;
    const folder = file.path.slice(0, file.path.length - 'package.json'.length);
    for (const entry of [manifest.main, manifest.module, ...manifest.exports, ...Object.values(manifest.bin)]) {
      if (entry !== undefined && paths.has(folder + entry)) found.add(folder + entry);
    }
  }
  return found;
}

/** Folders that hold a `src` folder above this file. */
function sourceRoots(path: string): string[] {
  return [...path.matchAll(/(^|\/)src\//g)].map((match) => path.slice(0, match.index + (match[1] ?? '').length));
}

/** `dist/a.js` beside `src/a.ts`, or minified code beside the same file as it was written. */
function isCompiledFromTree(path: string, written: ReadonlySet<string>, sources: ReadonlySet<string>): boolean {
  if (!/\.[cm]?js$/.test(path)) return false;
  const min = /^(.*)[.-]min\.([cm]?js)$/.exec(path);
  if (min && written.has(`${min[1] ?? ''}.${min[2] ?? ''}`)) return true;
  const folder = COMPILED_FOLDER.exec(path);
  if (!folder) return false;
  const root = path.slice(0, folder.index + (folder[1] ?? '').length);
  const stem = path.slice(folder.index + folder[0].length).replace(/\.[cm]?js$/, '');
  if ([`${root}src/${stem}.ts`, `${root}src/${stem}.tsx`, `${root}src/${stem}.mts`, `${root}${stem}.ts`].some((candidate) => written.has(candidate))) return true;
  // A bundle has no source of its own name; `dist` and `build` beside TypeScript sources are made from those.
  return /^(dist|build|out)$/.test(folder[2] ?? '') && sources.has(root);
}
