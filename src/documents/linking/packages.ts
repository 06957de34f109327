import type { FileFacts } from '../../facts/file-facts';
import { MCP_SDK_PACKAGES } from '../../facts/knowledge/sdk-packages';
import type { PackageFact, Packages } from '../../facts/package';

/** Joins the manifests of a revision, and tells which packages are judged. `directory` is the judged folder, empty for the root. */
export function linkPackages(files: readonly FileFacts[], directory: string): Packages {
  const product = files.filter((file) => file.kind === 'product' || file.kind === 'script');
  const all = product.flatMap(({ path, parts }): readonly PackageFact[] => (parts.manifest ? [{ ...parts.manifest, path, directory: folderOf(path) }] : []));
  return {
    all,
    judged: judgedOf(all, directory),
    directory,
    resolved: product.flatMap(({ path, parts }) => (parts.lock?.resolved ?? []).map((version) => ({ ...version, path }))),
    others: product.flatMap(({ path, parts }) => (parts.otherManifest ? [{ ...parts.otherManifest, path, line: parts.otherManifest.mcpSdk?.line ?? 1 }] : [])),
    registry: product.flatMap(({ path, parts }) => (parts.registryManifest?.certain === true ? [{ ...parts.registryManifest, path }] : [])),
    outputs: [...new Set(product.flatMap(({ path, parts }) => (parts.tsconfig?.outDir === undefined ? [] : [join(folderOf(path), parts.tsconfig.outDir)])))].sort(),
  };
}

/**
 * The package in the judged folder where users can install it; else, in a workspace, the members that they can:
 * servers before libraries. A repository that publishes nothing is judged by the package of its folder.
 */
function judgedOf(all: readonly PackageFact[], directory: string): readonly PackageFact[] {
  const own = all.find((candidate) => candidate.directory === directory);
  if (own && isPublished(own) && (own.workspaces.length === 0 || isServer(own))) return [own];
  const within = all.filter((candidate) => isPublished(candidate) && (directory === '' || candidate.directory.startsWith(`${directory}/`)));
  const servers = within.filter(isServer);
  if (servers.length > 0) return servers;
  if (own) return [own];
  return within.length > 0 ? within : all.slice(0, 1);
}

function isPublished(candidate: PackageFact): boolean {
  return !candidate.private && candidate.name !== undefined;
}

function isServer(candidate: PackageFact): boolean {
  return candidate.dependencies.some((dependency) => MCP_SDK_PACKAGES.has(dependency.name)) || Object.keys(candidate.bin).some((command) => /mcp/i.test(command));
}

/** Folder of a path, empty at the root. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** Joins a folder and a relative path, `.` and `..` resolved; undefined parts above the root are dropped. */
export function join(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
