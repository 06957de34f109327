import type { DeploymentFormat, DeploymentSetting } from '../../facts/deployment';
import { readJson } from '../json';
import { shellCommands } from '../markdown/shell';
import { readToml } from '../toml';
import { isObject, listOf, numberOf, objectOf, scalarOf, textOf, textsOf, type Json, type JsonObject } from '../values';
import { readYaml } from '../yaml';
import { environment, lowestTls, maxAgeOf, part, runSetting, tlsVersion, type DeploymentReader } from './common';
import { variablesOf } from './compose';

type At = { readonly line: number; readonly scope: string };

/** A configuration file whatever its syntax: its value, and the line of a path of keys. */
interface Tree {
  readonly value: JsonObject;
  readonly lineOf: (path: readonly (string | number)[]) => number;
}

function treeOf(path: string, text: string): Tree {
  if (/\.toml$/.test(path)) return { value: readToml(text), lineOf: (keys) => lineNaming(text, keys) };
  if (/\.jsonc?$/.test(path)) {
    const file = readJson(text);
    return { value: objectOf(file.value), lineOf: file.lineOf };
  }
  const [document] = readYaml(text);
  return { value: objectOf(document?.value), lineOf: (keys) => document?.lineOf(keys) ?? 1 };
}

/** TOML's parser keeps no places: the first line that names the last key, after the one that names the key before it. */
function lineNaming(text: string, keys: readonly (string | number)[]): number {
  const lines = text.split('\n');
  let from = 0;
  for (const key of keys) {
    if (typeof key === 'number') continue;
    const found = lines.findIndex((line, index) => index >= from && new RegExp(`(^|[\\s.["'])${key.replace(/[^\w-]/g, '.')}(["'\\].\\s=]|$)`).test(line));
    if (found !== -1) from = found;
  }
  return from + 1;
}

/** Platforms that terminate TLS in front of everything they run, and answer plain HTTP with a redirect only. */
function managed(by: string, at: At): readonly DeploymentSetting[] {
  return [{ kind: 'tls', by, platform: true, ...at }, { kind: 'https-redirect', by, ...at }];
}

function platform(format: DeploymentFormat, read: (tree: Tree, at: At) => readonly DeploymentSetting[]): DeploymentReader {
  return (path, text) => part(format, 'platform', read(treeOf(path, text), { line: 1, scope: '' }));
}

function variables(tree: Tree, path: readonly string[], value: Json | undefined, scope: string): readonly DeploymentSetting[] {
  return variablesOf(value).map(([name, text]) => environment(name, text, { line: tree.lineOf([...path, name]), scope }));
}

function runs(command: Json | undefined, at: At): readonly DeploymentSetting[] {
  const words = typeof command === 'string' ? shellCommands(command)[0]?.words ?? [] : textsOf(command);
  return words.length === 0 ? [] : [runSetting(words, at)];
}

/** fly.io/docs, "App configuration (fly.toml)". */
export const readFly = platform('fly', (tree, at) => {
  const web = objectOf(tree.value['http_service']);
  const services = [...listOf(tree.value['services']), ...(Object.keys(web).length > 0 ? [web] : [])].filter(isObject);
  const forced = services.some((service) => service['force_https'] === true || listOf(service['ports']).some((port) => objectOf(port)['force_https'] === true));
  const versions = services.flatMap((service) => [service, ...listOf(service['ports'])]).flatMap((port) => textsOf(objectOf(objectOf(port)['tls_options'])['versions']));
  const minimum = lowestTls(versions.map(tlsVersion));
  const line = tree.lineOf(['http_service']);
  return [
    ...services.flatMap((service): readonly DeploymentSetting[] => {
      const port = numberOf(service['internal_port']);
      return port === undefined ? [] : [{ kind: 'port', port, published: true, protocol: 'https', line: tree.lineOf(['internal_port']), scope: '' }];
    }),
    ...(services.length > 0 ? [{ kind: 'tls' as const, by: 'the proxy of fly.io', platform: minimum === undefined, line, scope: '', ...(minimum && { minimum }) }] : []),
    ...(forced ? [{ kind: 'https-redirect' as const, by: 'force_https', line: tree.lineOf(['force_https']), scope: '' }] : []),
    ...variables(tree, ['env'], tree.value['env'], at.scope),
    ...Object.values(objectOf(tree.value['processes'])).flatMap((command) => runs(command, { line: tree.lineOf(['processes']), scope: '' })),
  ];
});

/** A project of files alone, such as a site of documentation, serves nothing that a program answers. */
function answers(at: At, dynamic: boolean): readonly DeploymentSetting[] {
  return dynamic ? [{ kind: 'port', port: 443, published: true, protocol: 'https', ...at }] : [];
}

/** vercel.com/docs, "Project configuration". */
export const readVercel = platform('vercel', (tree, at) => [
  ...answers(at, ['functions', 'builds', 'rewrites', 'routes', 'crons', 'regions'].some((key) => tree.value[key] !== undefined)),
  ...managed('Vercel', at),
  ...headers(tree, tree.value['headers']),
  ...variables(tree, ['env'], tree.value['env'], at.scope),
]);

/** docs.netlify.com, "File-based configuration". */
export const readNetlify = platform('netlify', (tree, at) => [
  ...answers(at, tree.value['functions'] !== undefined || tree.value['edge_functions'] !== undefined || /\.netlify\/functions/.test(JSON.stringify(tree.value['redirects'] ?? ''))),
  ...managed('Netlify', at),
  ...headers(tree, tree.value['headers']),
  ...listOf(tree.value['redirects']).flatMap((redirect): readonly DeploymentSetting[] => (objectOf(redirect)['rate_limit'] === undefined ? [] : [{ kind: 'rate-limit', by: 'rate_limit of a redirect', line: tree.lineOf(['redirects', 'rate_limit']), scope: '' }])),
  ...variables(tree, ['build', 'environment'], objectOf(tree.value['build'])['environment'], at.scope),
]);

/** Response headers as Vercel and Netlify list them. */
function headers(tree: Tree, value: Json | undefined): readonly DeploymentSetting[] {
  const text = JSON.stringify(value ?? null);
  const header = /strict-transport-security"[^}]{0,80}?(max-age[^"]*)"/i.exec(text)?.[1];
  return header === undefined ? [] : [{ kind: 'hsts', line: tree.lineOf(['headers']), scope: '', ...maxAgeOf(header) }];
}

/** developers.cloudflare.com, "Wrangler configuration". Environments below `env` repeat the keys of the top. */
export const readWrangler = platform('wrangler', (tree, at) => {
  const environments = Object.entries(objectOf(tree.value['env'])).filter(([, value]) => isObject(value));
  const places: readonly (readonly [readonly string[], JsonObject])[] = [[[], tree.value], ...environments.map(([name, value]) => [['env', name], objectOf(value)] as const)];
  return [
    ...answers(at, tree.value['main'] !== undefined || tree.value['durable_objects'] !== undefined),
    ...managed('Cloudflare Workers', at),
    ...places.flatMap(([path, value]) => [
      ...variables(tree, [...path, 'vars'], value['vars'], path.join(' ')),
      ...limits(value).map((key): DeploymentSetting => ({ kind: 'rate-limit', by: 'the platform’s rate limit binding', line: tree.lineOf([...path, key]), scope: path.join(' ') })),
      ...(value['secrets_store_secrets'] === undefined ? [] : [{ kind: 'secret-source' as const, by: 'the platform’s secrets store', line: tree.lineOf([...path, 'secrets_store_secrets']), scope: path.join(' ') }]),
    ]),
  ];
});

/** Keys of a Workers configuration that bind a limiter: `ratelimits`, or an unsafe binding of that type. */
function limits(value: JsonObject): readonly string[] {
  const unsafe = listOf(objectOf(value['unsafe'])['bindings']).some((binding) => textOf(objectOf(binding)['type']) === 'ratelimit');
  return [...(value['ratelimits'] === undefined && value['rate_limits'] === undefined ? [] : ['ratelimits']), ...(unsafe ? ['unsafe'] : [])];
}

/** render.com/docs, "Blueprint YAML reference". */
export const readRender = platform('render', (tree) =>
  listOf(tree.value['services']).flatMap((service, index): readonly DeploymentSetting[] => {
    if (!isObject(service)) return [];
    const at: At = { line: tree.lineOf(['services', index]), scope: `service ${textOf(service['name']) ?? String(index + 1)}` };
    return [
      ...(textOf(service['type']) === 'web' ? [{ kind: 'port' as const, port: 443, published: true, protocol: 'https' as const, ...at }, ...managed('Render', at)] : []),
      ...runs(service['startCommand'] ?? service['dockerCommand'], { ...at, line: tree.lineOf(['services', index, 'startCommand']) }),
      ...listOf(service['envVars']).flatMap((item, position) => renderVariable(objectOf(item), { ...at, line: tree.lineOf(['services', index, 'envVars', position]) })),
    ];
  }));

function renderVariable(item: JsonObject, at: At): readonly DeploymentSetting[] {
  const name = textOf(item['key']);
  if (name === undefined) return [];
  const secret = item['sync'] === false || item['generateValue'] === true;
  return [environment(name, scalarOf(item['value']), at, { secret })];
}

/** docs.railway.com, "Config as code". */
export const readRailway = platform('railway', (tree, at) => {
  const deploy = objectOf(tree.value['deploy']);
  return [{ kind: 'port', published: true, protocol: 'https', ...at }, ...managed('Railway', at), ...runs(deploy['startCommand'], { line: tree.lineOf(['deploy', 'startCommand']), scope: '' })];
});

/** devcenter.heroku.com, "The Procfile". Heroku terminates TLS and passes plain HTTP on. */
export const readProcfile: DeploymentReader = (_path, text) =>
  part('procfile', 'platform', text.split('\n').flatMap((line, index): readonly DeploymentSetting[] => {
    const [, name = '', command = ''] = /^([A-Za-z][\w-]*):\s*(\S.*)$/.exec(line) ?? [];
    const at: At = { line: index + 1, scope: `process ${name}` };
    const web: readonly DeploymentSetting[] = name === 'web' ? [{ kind: 'port', published: true, protocol: 'http', ...at }, { kind: 'tls', by: 'the router of the platform', platform: true, ...at }] : [];
    return name === '' ? [] : [...web, ...runs(command, at)];
  }));

/** cloud.google.com, "app.yaml". */
export const readAppEngine = platform('app-engine', (tree, at) => [
  { kind: 'port', port: 443, published: true, protocol: 'https', ...at },
  { kind: 'tls', by: 'App Engine', platform: true, ...at },
  ...listOf(tree.value['handlers']).flatMap((handler, index): readonly DeploymentSetting[] => (textOf(objectOf(handler)['secure']) === 'always' ? [{ kind: 'https-redirect', by: 'secure: always', line: tree.lineOf(['handlers', index, 'secure']), scope: '' }] : [])),
  ...runs(tree.value['entrypoint'], { line: tree.lineOf(['entrypoint']), scope: '' }),
  ...variables(tree, ['env_variables'], tree.value['env_variables'], ''),
]);

/** smithery.ai/docs, "smithery.yaml". Servers of type `stdio` are run by the client and listen nowhere. */
export const readSmithery: DeploymentReader = (path, text) => {
  const tree = treeOf(path, text);
  const start = objectOf(tree.value['startCommand']);
  const hosted = textOf(start['type']) === 'http' || textOf(tree.value['runtime']) !== undefined;
  if (!hosted) return null;
  const at: At = { line: tree.lineOf(['startCommand', 'type']), scope: '' };
  return part('smithery', 'platform', [{ kind: 'port', published: true, protocol: 'https', ...at }, ...managed('Smithery', at), { kind: 'authentication', by: 'the platform’s gateway', ...at }]);
};

/** heroku.yml, app runner, cloud build and the App Platform: what they run and set. */
export function readOtherPlatform(format: DeploymentFormat): DeploymentReader {
  return platform(format, (tree, at) => {
    const services = listOf(tree.value['services']).filter(isObject);
    const run = objectOf(tree.value['run']);
    return [
      { kind: 'tls', by: 'the platform', platform: true, ...at },
      ...(services.length > 0 || Object.keys(run).length > 0 ? [{ kind: 'port' as const, published: true, protocol: 'https' as const, ...at }] : []),
      ...runs(run['command'] ?? run['web'], { line: tree.lineOf(['run']), scope: '' }),
      ...services.flatMap((service, index) => listOf(service['envs']).flatMap((item, position) => appVariable(objectOf(item), { line: tree.lineOf(['services', index, 'envs', position]), scope: textOf(service['name']) ?? '' }))),
    ];
  });
}

function appVariable(item: JsonObject, at: At): readonly DeploymentSetting[] {
  const name = textOf(item['key']);
  return name === undefined ? [] : [environment(name, textOf(item['value']), at, { secret: textOf(item['type']) === 'SECRET' })];
}
