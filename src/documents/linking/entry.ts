import type { ClientServer } from '../../facts/documents';
import type { PackageFact, Packages } from '../../facts/package';
import { packageName } from '../markdown/install';
import { commandOf } from '../markdown/setup';
import { join } from './packages';

/** Programs that start others; what they start is among their arguments. */
const RUNNERS = /^(node|nodejs|bun|deno|tsx|ts-node)(\.exe)?$/i;

/**
 * Why what a server entry starts cannot be started, as far as the manifests and the tree say for certain: the package has
 * no such command, or the path leads into a folder that nothing fills.
 */
export function missingOf(server: ClientServer, packages: Packages, paths: ReadonlySet<string>): string | undefined {
  const [program = '', ...args] = commandOf(server);
  const name = program.replace(/^.*[\\/]/, '').replace(/\.(cmd|exe)$/i, '');
  if (name === 'npx' || name === 'bunx' || name === 'pnpx') return missingCommand(args, packages);
  if (!RUNNERS.test(name)) return undefined;
  const script = args.find((word) => /\.[cm]?[jt]s$/.test(word) && !word.startsWith('-'));
  return script === undefined ? undefined : missingScript(script, packages, paths);
}

/** What `npx` does (docs.npmjs.com, "npx"): the only command, or the one named like the package, or the one that is named. */
function missingCommand(args: readonly string[], packages: Packages): string | undefined {
  const flag = args.findIndex((word) => /^(-p|--package)$/.test(word));
  const inline = args.find((word) => word.startsWith('--package='))?.slice('--package='.length);
  const named = packageName((flag === -1 ? inline : args[flag + 1]) ?? '');
  const words = args.filter((word, index) => !word.startsWith('-') && (flag === -1 || index !== flag + 1));
  const spec = named === '' ? packageName(words[0] ?? '') : named;
  const subject = packages.judged.find((candidate) => candidate.name === spec);
  if (!subject) return undefined;
  const commands = Object.keys(subject.bin);
  if (commands.length === 0) return `the package \`${spec}\` has no \`bin\`, so that npx has nothing to run`;
  if (named !== '') return commands.includes(words[0] ?? '') ? undefined : `the package \`${spec}\` has no command \`${words[0] ?? ''}\``;
  const unscoped = spec.replace(/^@[^/]*\//, '');
  const single = new Set(Object.values(subject.bin)).size === 1;
  return single || commands.includes(unscoped) ? undefined : `the package \`${spec}\` has several commands and none that is named like it, so that npx does not know which to run`;
}

/** A path to a compiled file is right when the package names it, the tree has it, or a compiler of the repository writes there. */
function missingScript(script: string, packages: Packages, paths: ReadonlySet<string>): string | undefined {
  const parts = script.replace(/\\+/g, '/').split('/').filter((segment) => segment !== '' && segment !== '.');
  const tail = parts.slice(-2).join('/');
  const folder = parts.at(-2) ?? '';
  const targets = packages.judged.flatMap(targetsOf);
  if (parts.length < 2 || targets.length === 0 || /[<>{}$%*]|\.\.\./.test(tail)) return undefined;
  const known = [...targets, ...paths];
  // The folder before the file may be that of the checkout, whatever its owner calls it.
  if (known.some((path) => path === parts.at(-1))) return undefined;
  if (known.some((path) => path === tail || path.endsWith(`/${tail}`))) return undefined;
  const source = /\.[cm]?ts$/.test(script);
  // A published package holds no sources: what it does not hold may well be in the repository.
  if (source && ![...paths].some((path) => /(?<!\.d)\.[cm]?ts$/.test(path))) return undefined;
  const written = packages.outputs.some((output) => output === folder || output.endsWith(`/${folder}`)) || known.some((path) => path.split('/').slice(0, -1).includes(folder));
  if (!source && written) return undefined;
  const right = source ? undefined : targets[0];
  return `nothing in the package is or becomes \`${tail}\`${right === undefined ? '' : `; package.json names \`${right}\``}`;
}

/** Files that a package runs or exports, from the root of the repository. */
function targetsOf({ directory, bin, main, exports }: PackageFact): readonly string[] {
  return [...Object.values(bin), ...(main === undefined ? [] : [main]), ...exports].filter((path) => /\.[cm]?js$/.test(path) && !path.includes('*')).map((path) => join(directory, path));
}
