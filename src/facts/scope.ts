import { fileKind } from './file-kind';
import type { FileFacts } from './file-facts';

/** Files that speak for every package of a repository: of the root, of `.github` and of the root's documents. */
const SHARED = /^(?:[^/]+|\.github\/.*|docs?\/.*)$/i;

/** Files that resolving modules and versions needs, wherever they stand. */
const RESOLUTION = /(?:^|\/)(?:package(?:-lock)?\.json|[jt]sconfig[\w.-]*\.json|pnpm-(?:lock|workspace)\.yaml|yarn\.lock|bun\.lock)$/;

const SOURCE = /\.[cm]?[jt]sx?$/;

/**
 * The files that count when one package of a monorepo is judged. Inside its folder the part that a file plays is told
 * from the path within the folder, so that a package under `examples/` is product. Outside, shared files stay visible
 * where the package has none of the same name; code and manifests of other packages stay for resolving imports, and
 * count as product only where linking finds that the package reaches them. The rest is left out.
 */
export function inScope(files: readonly FileFacts[], directory: string): readonly FileFacts[] {
  if (directory === '') return files;
  const prefix = `${directory}/`;
  const inside = files.filter((file) => file.path.startsWith(prefix)).map((file) => ({ ...file, kind: fileKind(file.path.slice(prefix.length)) }));
  const own = new Set(inside.map((file) => stem(file.path.slice(prefix.length))));
  const outside = files.filter((file) => !file.path.startsWith(prefix)).flatMap((file) => outsideFile(file, own));
  return [...inside, ...outside].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function outsideFile(file: FileFacts, own: ReadonlySet<string>): FileFacts[] {
  if (SOURCE.test(file.path)) return [{ ...file, kind: file.kind === 'product' ? 'script' : file.kind }];
  if (RESOLUTION.test(file.path)) return [file];
  return SHARED.test(file.path) && !own.has(stem(file.path)) ? [file] : [];
}

/** `README.md` and `readme.rst` are the same document for a reader. */
function stem(path: string): string {
  return path.toLowerCase().replace(/\.(?:md|mdx|markdown|rst|txt|adoc)$/, '');
}
