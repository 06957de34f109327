import type { FileFacts } from '../../facts/file-facts';
import { canonicalModule } from '../../flow/api-path';
import type { ResolveModule } from '../../flow/program';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/**
 * Resolves module specifiers among the files of a revision: relative ones, those of `tsconfig` paths and package
 * imports, and packages of the same workspace by their sources. Everything else is a package from outside.
 */
export function moduleResolver(paths: readonly string[], files: readonly FileFacts[]): ResolveModule {
  const indexOf = new Map(paths.map((path, index) => [path, index]));
  const packages = workspacePackages(files);
  const aliases = pathAliases(files);
  const find = (path: string): number | undefined => candidates(normalise(path)).map((candidate) => indexOf.get(candidate)).find((index) => index !== undefined);
  return (from, specifier) => {
    if (specifier.startsWith('.')) {
      const file = find(`${dirname(from)}/${specifier}`);
      return file === undefined ? undefined : { file };
    }
    const aliased = aliases(from, specifier).map(find).find((index) => index !== undefined);
    if (aliased !== undefined) return { file: aliased };
    const own = packages(specifier).map(find).find((index) => index !== undefined);
    if (own !== undefined) return { file: own };
    return specifier.startsWith('#') || specifier.startsWith('@/') || specifier.startsWith('~/') ? undefined : { module: canonicalModule(specifier) };
  };
}

/** Files that a path without, or with a compiled, extension may mean, sources before what was compiled from them. */
function candidates(path: string): string[] {
  const compiled = /\.([cm]?)jsx?$/.exec(path);
  const stem = compiled ? path.slice(0, -compiled[0].length) : path;
  const sources = compiled ? [`${stem}.${compiled[1] ?? ''}ts`, `${stem}.tsx`, path] : [path];
  return [...sources, ...EXTENSIONS.map((extension) => `${path}${extension}`), ...EXTENSIONS.map((extension) => `${path}/index${extension}`)];
}

type Candidates = (specifier: string) => string[];

/** Packages of the repository itself, imported by name: their sources where they are, else what they publish. */
function workspacePackages(files: readonly FileFacts[]): Candidates {
  const folders = new Map<string, { readonly folder: string; readonly entries: readonly string[] }>();
  for (const file of files) {
    const manifest = file.parts.manifest;
    if (manifest?.name === undefined || file.kind === 'vendored') continue;
    folders.set(manifest.name, { folder: dirname(file.path), entries: [manifest.module, manifest.main, ...manifest.exports, ...Object.values(manifest.bin)].filter((entry) => entry !== undefined) });
  }
  return (specifier) => {
    const name = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] ?? '');
    const found = folders.get(name);
    if (!found) return [];
    const rest = specifier.slice(name.length + 1);
    const inside = (path: string): string => `${found.folder}/${path}`;
    if (rest !== '') return [inside(rest), inside(`src/${rest}`), inside(`lib/${rest}`)];
    return [inside('src/index'), inside('index'), ...found.entries.flatMap((entry) => [inside(entry.replace(/^(dist|build|lib|out)\//, 'src/')), inside(entry)])];
  };
}

/** `compilerOptions.paths` and `baseUrl` of the nearest `tsconfig.json` above a file. */
function pathAliases(files: readonly FileFacts[]): (from: string, specifier: string) => string[] {
  const configs = files.flatMap((file) => (file.parts.tsconfig && file.kind !== 'vendored' ? [{ folder: dirname(file.path), config: file.parts.tsconfig }] : []))
    .sort((a, b) => b.folder.length - a.folder.length);
  return (from, specifier) => configs
    .filter(({ folder }) => folder === '.' || from.startsWith(`${folder}/`))
    .flatMap(({ folder, config }) => {
      const base = `${folder}/${config.baseUrl ?? '.'}`;
      const mapped = Object.entries(config.paths).flatMap(([pattern, targets]) => {
        const star = pattern.indexOf('*');
        if (star === -1) return pattern === specifier ? targets : [];
        const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
        if (!specifier.startsWith(before) || !specifier.endsWith(after)) return [];
        const middle = specifier.slice(before.length, specifier.length - after.length);
        return targets.map((target) => target.replace('*', middle));
      });
      return [...mapped, ...(config.baseUrl === undefined ? [] : [specifier])].map((target) => `${base}/${target}`);
    });
}

function dirname(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '.' : path.slice(0, slash);
}

/** `./a/../b` → `b`. */
function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
