import type { InstallManner } from '../../facts/documents';
import { shellCommands } from './shell';

/** What one command installs or runs. */
export interface Installs {
  readonly manner: InstallManner;
  readonly names: readonly string[];
}

/** Programs that are fetched only to run or install what their arguments name. */
const WRAPPERS = /^(@modelcontextprotocol\/inspector|mcp-inspector|supergateway|mcp-proxy|mcp-get|@michaellatman\/mcp-get|mcp-installer|install-mcp|add-mcp|mcp-add|mcpm|@mcpmarket\/\S+|dotenvx|@dotenvx\/dotenvx|dotenv|dotenv-cli|cross-env|tsx|ts-node|concurrently)$/;

/** Options of docker run that take their value as the next word. */
const DOCKER_VALUES = /^(-[evpwuhlma]|--(env|env-file|volume|publish|name|mount|network|net|workdir|user|entrypoint|platform|label|memory|cpus|hostname|add-host|restart|pull|gpus|shm-size|ipc|security-opt|cap-add|cap-drop|tmpfs|device|dns|expose|ulimit|link|tag|file|build-arg))$/;

/** What a command of a document or of a client's configuration installs or runs; empty when nothing. */
export function installsOf(words: readonly string[], depth = 0): readonly Installs[] {
  if (depth > 3) return [];
  const [program = '', ...args] = words;
  const name = program.replace(/^.*[\\/]/, '').replace(/\.(cmd|exe|ps1)$/i, '').toLowerCase();
  return READERS.get(name)?.(args, depth) ?? [];
}

type Reader = (args: readonly string[], depth: number) => readonly Installs[];

const READERS: ReadonlyMap<string, Reader> = new Map(Object.entries<Reader>({
  npx: (args, depth) => runs('npx', args, depth),
  bunx: (args, depth) => runs('npx', args, depth),
  pnpx: (args, depth) => runs('npx', args, depth),
  npm: (args, depth) => manager('npm', args, depth),
  pnpm: (args, depth) => manager('pnpm', args, depth),
  yarn: (args, depth) => (plain(args).length === 0 ? [{ manner: 'from-checkout', names: [] }] : manager('yarn', args[0] === 'global' ? args.slice(1) : args, depth)),
  bun: (args, depth) => manager('bun', args, depth),
  deno: (args) => specifiers('deno', args, /^(?:npm|jsr):/),
  uvx: (args) => one('uvx', plain(args, /^(--(from|python|with|index|index-url)|-p)$/)),
  uv: (args) => (args[0] === 'tool' ? one('uvx', plain(args.slice(2))) : /^(add|pip)$/.test(args[0] ?? '') ? all('uv', plain(args).filter((word) => !/^(add|pip|install)$/.test(word))) : []),
  pip: (args) => (args[0] === 'install' ? python(args.slice(1)) : []),
  pip3: (args) => (args[0] === 'install' ? python(args.slice(1)) : []),
  pipx: (args) => (/^(install|run)$/.test(args[0] ?? '') ? one('uvx', plain(args.slice(1))) : []),
  docker: docker,
  podman: docker,
  nerdctl: docker,
  brew: (args) => (/^(install|tap)$/.test(args[0] ?? '') ? all('brew', plain(args.slice(1))) : []),
  cargo: (args) => (args[0] === 'install' ? all('cargo', plain(args.slice(1))) : []),
  go: (args) => (/^(install|run)$/.test(args[0] ?? '') ? one('go', plain(args.slice(1)).map((word) => word.replace(/@.*$/, ''))) : []),
  dotnet: (args) => (args[0] === 'tool' ? one('dotnet', plain(args.slice(2))) : []),
  dnx: (args) => one('dotnet', plain(args)),
  git: (args) => (args[0] === 'clone' ? one('git', plain(args.slice(1), /^(-b|--branch|--depth)$/)) : []),
  gh: (args) => (args[0] === 'repo' && args[1] === 'clone' ? one('git', plain(args.slice(2))) : []),
  curl: (args) => one('download', args.filter((word) => /^https?:/.test(word)).map(withoutQuery)),
  wget: (args) => one('download', args.filter((word) => /^https?:/.test(word)).map(withoutQuery)),
  smithery: (args) => smithery(args),
  cmd: (args, depth) => installsOf(args.filter((word) => !/^\/c$/i.test(word)), depth + 1),
  sh: (args, depth) => inner(args, depth),
  bash: (args, depth) => inner(args, depth),
  zsh: (args, depth) => inner(args, depth),
}));

function manager(kind: 'npm' | 'pnpm' | 'yarn' | 'bun', args: readonly string[], depth: number): readonly Installs[] {
  const [verb = '', ...rest] = args;
  if (/^(exec|x|dlx)$/.test(verb)) return runs('npx', rest, depth);
  if (/^(ci|clean-install)$/.test(verb)) return [{ manner: 'from-checkout', names: [] }];
  if (!/^(i|install|add|link|create|init)$/.test(verb)) return [];
  const named = plain(rest, /^(--(prefix|filter|registry|workspace|cwd|dir)|-[wC])$/).map(packageName).filter((word) => word !== '' && word !== '.');
  if (named.length === 0) return [{ manner: 'from-checkout', names: [] }];
  return [{ manner: kind, names: named }];
}

/** Runners of packages: the package is the first word that is no option, or what `--package` names. */
function runs(manner: InstallManner, args: readonly string[], depth: number): readonly Installs[] {
  const packages: string[] = [];
  let at = 0;
  for (; at < args.length; at++) {
    const word = args[at] ?? '';
    const value = /^(?:-p|--package)(?:=(.*))?$/.exec(word);
    if (value) packages.push(value[1] ?? args[++at] ?? '');
    else if (/^(-c|--call)$/.test(word)) break;
    else if (!word.startsWith('-')) break;
  }
  const [first = '', ...rest] = args.slice(at);
  const names = (packages.length > 0 ? packages : [first]).map(packageName).filter((word) => word !== '');
  // A wrapper is named as well: it may itself be what is documented.
  const wrapped = wrappedBy(packageName(first), rest, depth);
  return [...wrapped, ...(names.length > 0 ? [{ manner, names }] : [])];
}

function wrappedBy(wrapper: string, rest: readonly string[], depth: number): readonly Installs[] {
  if (wrapper === '@smithery/cli' || wrapper === 'smithery') return smithery(rest);
  if (wrapper === 'mcp-remote') return one('remote', rest.filter((word) => /^https?:/.test(word)).map(withoutQuery));
  if (!WRAPPERS.test(wrapper)) return [];
  const start = rest.findIndex((word) => READERS.has(word) || word === 'node');
  if (start !== -1) return installsOf(rest.slice(start), depth + 1);
  const quoted = rest.filter((word) => /^(npx|uvx|node|docker|pnpm|bunx|bun|uv)\s/.test(word)).flatMap((word) => shellCommands(word).flatMap((command) => installsOf(command.words, depth + 1)));
  if (quoted.length > 0) return quoted;
  // These are given a server to install; the others only run what follows them.
  if (!/^(mcp-get|@michaellatman\/mcp-get|mcp-installer|install-mcp|add-mcp|mcp-add|mcpm)$/.test(wrapper)) return [];
  const subject = plain(rest).find((word) => !/^(install|add|i)$/.test(word));
  if (subject === undefined) return [];
  return /^https?:/.test(subject) ? one('remote', [withoutQuery(subject)]) : one('npx', [packageName(subject)]);
}

function smithery(args: readonly string[]): readonly Installs[] {
  const [verb = '', ...rest] = args[0] === 'mcp' ? args.slice(1) : args;
  if (!/^(install|run|add)$/.test(verb)) return [];
  return one('smithery', plain(rest, /^(--(client|key|profile|config)|-[ckp])$/));
}

function docker(args: readonly string[]): readonly Installs[] {
  const verb = plain(args).at(0) ?? '';
  const at = args.indexOf(verb);
  if (/^(compose|buildx|build)$/.test(verb)) return [{ manner: 'docker', names: [] }];
  if (verb === 'mcp') return one('client', plain(args.slice(at + 1)).filter((word) => !/^(server|enable|add|gateway|run|catalog|client|connect)$/.test(word)));
  if (!/^(run|pull|create)$/.test(verb)) return [];
  return one('docker', plain(args.slice(at + 1), DOCKER_VALUES).map(imageName));
}

function python(args: readonly string[]): readonly Installs[] {
  if (args.some((word) => /^(-r|-e|\.)/.test(word))) return [{ manner: 'from-checkout', names: [] }];
  return all('pip', plain(args).map((word) => word.replace(/[[=<>~].*$/, '')));
}

function inner(args: readonly string[], depth: number): readonly Installs[] {
  const at = args.findIndex((word) => /^-\w*c$/.test(word));
  return at === -1 ? [] : shellCommands(args[at + 1] ?? '').flatMap((command) => installsOf(command.words, depth + 1));
}

function specifiers(manner: InstallManner, args: readonly string[], form: RegExp): readonly Installs[] {
  return one(manner, args.filter((word) => form.test(word)).map((word) => packageName(word.replace(form, ''))));
}

/** Words that are no options and no values of options that take the next word. */
function plain(args: readonly string[], valued?: RegExp): readonly string[] {
  const words: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word.startsWith('-')) at += valued?.test(word) === true ? 1 : 0;
    else words.push(word);
  }
  return words;
}

function one(manner: InstallManner, names: readonly string[]): readonly Installs[] {
  const [first] = names;
  return first === undefined || first === '' ? [] : [{ manner, names: [first] }];
}

function all(manner: InstallManner, names: readonly string[]): readonly Installs[] {
  return names.length === 0 ? [] : [{ manner, names }];
}

/** A package without its version or tag; addresses and paths stay as they are. */
export function packageName(spec: string): string {
  const bare = spec.replace(/^npm:/, '');
  return /^(https?:|git|github:|file:|\.|\/)/.test(bare) ? withoutQuery(bare) : bare.replace(/(?<=.)@[^@/]*$/, '');
}

/** An image without tag and digest. */
function imageName(image: string): string {
  return image.replace(/@sha256:.*$/, '').replace(/:[\w.-]+$/, '');
}

/** An address without query, fragment and user part, any of which may carry a credential. */
export function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '').replace(/^(\w+:\/\/)[^/@]*@/, '$1');
}
