import type { DeploymentSetting } from '../../facts/deployment';
import { readToml } from '../toml';
import { numberOf, objectsIn, objectOf, textOf, type Json } from '../values';
import { readYaml } from '../yaml';
import { part, tlsVersion, type DeploymentReader } from './common';

type At = { readonly line: number; readonly scope: string };

/** Reads Traefik's static and dynamic configuration in YAML or TOML (doc.traefik.io, v2 and v3). */
export const readTraefik: DeploymentReader = (path, text) => {
  const document = path.endsWith('.toml') ? undefined : readYaml(text)[0];
  const value = document ? document.value : readToml(text);
  const lineOf = (keys: readonly string[]): number => document?.lineOf(keys) ?? tomlLine(text, keys.at(-1) ?? '');
  return part('traefik', 'proxy', traefikSettings(value, lineOf));
};

/** What a tree of Traefik's configuration says; used for its own files, for labels and for its custom resources. */
export function traefikSettings(value: Json, lineOf: (keys: readonly string[]) => number): readonly DeploymentSetting[] {
  const settings: DeploymentSetting[] = [];
  for (const { keys, value: node } of objectsIn(value)) {
    const at: At = { line: lineOf(keys), scope: keys.at(-1) ?? '' };
    const inside = keys.map((key) => key.toLowerCase());
    const name = inside.at(-1) ?? '';
    if (name === 'ratelimit' || name === 'inflightreq') settings.push(...(name === 'ratelimit' ? [{ kind: 'rate-limit' as const, by: 'middleware rateLimit', ...at }] : []));
    if (/^(basicauth|digestauth|forwardauth)$/.test(name)) settings.push({ kind: 'authentication', by: `middleware ${keys.at(-1) ?? ''}`, ...at });
    if (name === 'redirectscheme' && /^https$/i.test(textOf(node['scheme']) ?? '')) settings.push({ kind: 'https-redirect', by: 'middleware redirectScheme', ...at });
    if (inside.includes('redirections') && name === 'entrypoint') settings.push(...redirection(node, at));
    if (name === 'headers') settings.push(...stsOf(node, at));
    settings.push(...tlsOf(node, inside, at), ...entryPoint(node, inside, at));
  }
  // The default options hold for every router and entry point that names no others.
  const floor = settings.some((setting) => setting.kind === 'tls' && setting.scope === 'default');
  return floor ? settings.filter((setting) => setting.kind !== 'tls' || setting.by.startsWith('minVersion')) : settings;
}

function redirection(node: Readonly<Record<string, Json>>, at: At): readonly DeploymentSetting[] {
  return /^https$/i.test(textOf(node['scheme']) ?? 'https') ? [{ kind: 'https-redirect', by: 'redirection of the entry point', ...at }] : [];
}

function stsOf(node: Readonly<Record<string, Json>>, at: At): readonly DeploymentSetting[] {
  const key = Object.keys(node).find((candidate) => /^stsseconds$/i.test(candidate));
  const maxAge = key === undefined ? undefined : numberOf(node[key]);
  return maxAge === undefined || maxAge === 0 ? [] : [{ kind: 'hsts', maxAge, ...at }];
}

function tlsOf(node: Readonly<Record<string, Json>>, inside: readonly string[], at: At): readonly DeploymentSetting[] {
  const version = textOf(node['minVersion']) ?? textOf(node['minversion']);
  if (version !== undefined) {
    const minimum = tlsVersion(version);
    return [{ kind: 'tls', by: `minVersion ${version}`, platform: false, ...at, ...(minimum && { minimum }) }];
  }
  const router = inside.at(-2) === 'routers' && node['tls'] !== undefined && node['tls'] !== false;
  return router ? [{ kind: 'tls', by: 'tls of a router', platform: false, ...at }] : [];
}

function entryPoint(node: Readonly<Record<string, Json>>, inside: readonly string[], at: At): readonly DeploymentSetting[] {
  if (inside.at(-2) !== 'entrypoints') return [];
  const [, host, port] = /^(.*):(\d{1,5})/.exec(textOf(node['address']) ?? '') ?? [];
  if (port === undefined) return [];
  const tls = objectOf(node['http'])['tls'] !== undefined;
  return [
    { kind: 'port', port: Number(port), published: true, protocol: tls || port === '443' ? 'https' : 'http', ...at, ...(host !== undefined && host !== '' && { host }) },
    ...(tls ? [{ kind: 'tls' as const, by: 'tls of an entry point', platform: false, ...at }] : []),
  ];
}

/** Labels of containers, `traefik.http.middlewares.NAME.ratelimit.average=100`, as the tree that they stand for. */
export function traefikLabels(labels: Readonly<Record<string, string>>, at: At): readonly DeploymentSetting[] {
  const tree: Record<string, Json> = {};
  for (const [label, value] of Object.entries(labels)) {
    const keys = label.split('.');
    if (keys[0]?.toLowerCase() !== 'traefik' || keys.length < 3 || keys.length > 12 || keys.includes('__proto__')) continue;
    let node = tree;
    for (const key of keys.slice(1, -1)) {
      const next = node[key];
      node[key] = typeof next === 'object' && next !== null ? next : {};
      node = node[key] as Record<string, Json>;
    }
    node[keys.at(-1) ?? ''] = value === 'true' ? true : value;
  }
  return traefikSettings(tree, () => at.line).map((setting) => ({ ...setting, scope: at.scope }));
}

/** Options of Traefik's command line, `--entrypoints.web.address=:80`, as the tree that they stand for. */
export function traefikOptions(words: readonly string[], at: At): readonly DeploymentSetting[] {
  const options = words.flatMap((word) => { const match = /^--([\w.-]+)=(.*)$/.exec(word); return match ? [[`traefik.${match[1] ?? ''}`, match[2] ?? ''] as const] : []; });
  // The composition publishes the ports itself.
  return traefikLabels(Object.fromEntries(options), at).filter((setting) => setting.kind !== 'port');
}

function tomlLine(text: string, key: string): number {
  const index = text.search(new RegExp(`^\\s*(\\[[^\\]]*\\b)?${key.replace(/[^\w-]/g, '.')}\\b`, 'm'));
  return index === -1 ? 1 : text.slice(0, index).split('\n').length + (text[index] === '\n' ? 1 : 0);
}
