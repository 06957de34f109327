import type { Extractor } from '../../facts/file-facts';
import { fileKind } from '../../facts/file-kind';
import type { Dependency, DependencyKind, ManifestPart } from '../../facts/package';
import { readJson, type JsonFile } from '../json';
import { isObject, listOf, objectOf, textOf, textsOf, type Json, type JsonObject } from '../values';

/** Most dependencies of one manifest that are kept. */
const MAX_DEPENDENCIES = 2000;

const KINDS: Readonly<Record<string, DependencyKind>> = {
  dependencies: 'production',
  devDependencies: 'development',
  peerDependencies: 'peer',
  optionalDependencies: 'optional',
};

/** Reads package.json (docs.npmjs.com, "package.json"). */
export const manifestExtractor: Extractor<'manifest'> = {
  part: 'manifest',
  handles: (path) => /(^|\/)package\.json$/.test(path) && fileKind(path) !== 'vendored',
  maxBytes: 1_048_576,
  extract: (_path, text) => readManifest(text),
};

export function readManifest(text: string): ManifestPart {
  const file = readJson(text);
  if (!isObject(file.value)) throw new Error('It is no JSON object.');
  const json = file.value;
  return {
    private: json['private'] === true,
    bin: binOf(json),
    exports: [...new Set(targetsOf(json['exports']))],
    scripts: textFields(objectOf(json['scripts'])),
    dependencies: dependenciesOf(json, file),
    workspaces: textsOf(isObject(json['workspaces']) ? json['workspaces']['packages'] : json['workspaces']),
    keywords: textsOf(json['keywords']).slice(0, 100),
    engines: textFields(objectOf(json['engines'])),
    lines: Object.fromEntries(Object.keys(json).map((key) => [key, file.lineOf([key])])),
    ...textsNamed(json, ['name', 'version', 'description', 'mcpName', 'homepage']),
    ...pathsNamed(json),
    ...contactsOf(json),
    ...(json['type'] === 'module' || json['type'] === 'commonjs' ? { type: json['type'] } : {}),
    ...(Array.isArray(json['files']) && { files: textsOf(json['files']) }),
  };
}

function textsNamed<K extends string>(json: JsonObject, keys: readonly K[]): { readonly [N in K]?: string } {
  return Object.fromEntries(keys.flatMap((key) => {
    const text = textOf(json[key]);
    return text === undefined ? [] : [[key, text]];
  })) as { readonly [N in K]?: string };
}

function pathsNamed(json: JsonObject): { readonly main?: string; readonly module?: string; readonly types?: string } {
  const types = textOf(json['types']) ?? textOf(json['typings']);
  const { main, module } = textsNamed(json, ['main', 'module']);
  return {
    ...(main !== undefined && { main: relative(main) }),
    ...(module !== undefined && { module: relative(module) }),
    ...(types !== undefined && { types: relative(types) }),
  };
}

/** Where people are reached: bugs, repository, funding, author. */
function contactsOf(json: JsonObject): Pick<ManifestPart, 'bugs' | 'repository' | 'funding' | 'author' | 'privacyPolicy'> {
  const addressOf = (value: Json | undefined): string | undefined => {
    const [first] = listOf(value);
    return textOf(first) ?? textOf(objectOf(first)['url']) ?? textOf(objectOf(first)['email']);
  };
  const person = objectOf(json['author']);
  const entries = {
    bugs: addressOf(json['bugs']),
    repository: repositoryOf(addressOf(json['repository'])),
    funding: addressOf(json['funding']),
    privacyPolicy: addressOf(json['privacyPolicy'] ?? json['privacy']),
    author: textOf(json['author']) ?? ([person['name'], person['email'] ?? person['url']].filter((part) => typeof part === 'string').join(' ') || undefined),
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

/** A repository's web address: `git+https://…​.git`, `git@host:owner/name` and `github:owner/name` all name one. */
function repositoryOf(address: string | undefined): string | undefined {
  return address
    ?.replace(/^git\+/, '')
    .replace(/^(?:git@|ssh:\/\/git@|git:\/\/)([^:/]+)[:/]/, 'https://$1/')
    .replace(/^(?:github:)?([\w.-]+\/[\w.-]+)$/, 'https://github.com/$1')
    .replace(/^(https?:\/\/)[^/@]*@/, '$1')
    .replace(/\.git$/, '');
}

/** `bin` as a table: a lone path is the command named like the package without its scope. */
function binOf(json: JsonObject): Readonly<Record<string, string>> {
  const bin = json['bin'];
  const name = textOf(json['name'])?.replace(/^@[^/]*\//, '') ?? '';
  if (typeof bin === 'string') return { [name]: relative(bin) };
  return Object.fromEntries(Object.entries(textFields(objectOf(bin))).map(([command, path]) => [command, relative(path)]));
}

/** Every path below `exports`, whatever its conditions. */
function targetsOf(value: Json | undefined, depth = 0): readonly string[] {
  if (depth > 10) return [];
  if (typeof value === 'string') return [relative(value)];
  if (Array.isArray(value)) return value.flatMap((item: Json) => targetsOf(item, depth + 1));
  return isObject(value) ? Object.values(value).flatMap((item) => targetsOf(item, depth + 1)) : [];
}

function dependenciesOf(json: JsonObject, file: JsonFile): readonly Dependency[] {
  return Object.entries(KINDS).flatMap(([field, kind]) =>
    Object.entries(textFields(objectOf(json[field]))).map(([name, range]) => ({ name, range: range.replace(/(\/\/)[^/@]*@/, '$1').slice(0, 300), kind, line: file.lineOf([field, name]) })),
  ).slice(0, MAX_DEPENDENCIES);
}

function textFields(json: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(json).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value.slice(0, 2000)]] : [])));
}

function relative(path: string): string {
  return path.replace(/^\.\//, '');
}
