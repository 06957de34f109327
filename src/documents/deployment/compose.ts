import type { DeploymentSetting } from '../../facts/deployment';
import { shellCommands } from '../markdown/shell';
import { isObject, listOf, numberOf, objectOf, scalarOf, textOf, textsOf, type JsonObject } from '../values';
import { readYaml, type YamlDocument } from '../yaml';
import { environment, part, portMapping, runSetting, type DeploymentReader } from './common';
import { traefikLabels, traefikOptions } from './traefik';

/** Reads a Compose file (compose-spec.io). Each service is a scope of its own, `service NAME`. */
export const readCompose: DeploymentReader = (_path, text) => {
  const [document] = readYaml(text);
  const services = objectOf(objectOf(document?.value)['services']);
  if (!document) return null;
  return part('compose', 'container', Object.entries(services).flatMap(([name, service]) => (isObject(service) ? serviceOf(name, service, document) : [])));
};

function serviceOf(name: string, service: JsonObject, document: YamlDocument): readonly DeploymentSetting[] {
  const scope = `service ${name}`;
  const at = (...keys: readonly (string | number)[]): { readonly line: number; readonly scope: string } => ({ line: document.lineOf(['services', name, ...keys]), scope });
  const image = textOf(service['image']);
  return [
    { kind: 'image', image: (image ?? '').replace(/@.*$/, '').replace(/:[\w.-]+$/, ''), builds: service['build'] !== undefined, ...at(image === undefined ? 'build' : 'image') },
    ...listOf(service['ports']).map((port, index) => portOf(port, at('ports', index))),
    ...variablesOf(service['environment']).map(([key, value]) => environment(key, value, at('environment', key))),
    ...(service['build'] === undefined ? [] : variablesOf(objectOf(service['build'])['args']).map(([key, value]) => environment(key, value, at('build', 'args', key), { baked: true }))),
    ...listOf(service['secrets']).map((): DeploymentSetting => ({ kind: 'secret-source', by: 'secrets of the composition', ...at('secrets') })),
    ...listOf(service['env_file']).map((): DeploymentSetting => ({ kind: 'secret-source', by: 'an environment file', ...at('env_file') })),
    ...['entrypoint', 'command'].flatMap((key): DeploymentSetting[] => {
      const words = typeof service[key] === 'string' ? shellCommands(service[key])[0]?.words ?? [] : textsOf(service[key]);
      return words.length === 0 ? [] : [runSetting(words, at(key)), ...(/(^|\/)traefik$/.test((image ?? '').replace(/:[\w.-]+$/, '')) ? traefikOptions(words, at(key)) : [])];
    }),
    ...traefikLabels(labelsOf(service['labels']), at('labels')),
  ];
}

function portOf(port: unknown, at: { readonly line: number; readonly scope: string }): DeploymentSetting {
  if (!isObject(port)) return portMapping(scalarOf(port) ?? '', at);
  const published = numberOf(port['published']) ?? numberOf(port['target']);
  const host = textOf(port['host_ip']);
  return { kind: 'port', published: true, protocol: 'http', ...at, ...(published !== undefined && { port: published }), ...(host !== undefined && { host }) };
}

/** A map, or a list of `NAME=value`; a name alone takes its value from the shell. */
export function variablesOf(value: unknown): readonly (readonly [string, string | undefined])[] {
  if (isObject(value)) return Object.entries(value).map(([key, item]) => [key, scalarOf(item)] as const);
  return textsOf(value).map((pair) => {
    const cut = pair.indexOf('=');
    return cut === -1 ? ([pair, undefined] as const) : ([pair.slice(0, cut), pair.slice(cut + 1)] as const);
  });
}

function labelsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(variablesOf(value).map(([key, text]) => [key, text ?? '']));
}
