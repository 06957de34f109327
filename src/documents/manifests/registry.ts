import type { Extractor } from '../../facts/file-facts';
import { fileKind } from '../../facts/file-kind';
import type { RegistryFormat, RegistryManifestPart } from '../../facts/package';
import { readJson } from '../json';
import { listOf, objectOf, textOf, type JsonObject } from '../values';
import { readYaml } from '../yaml';

const FORMATS: readonly (readonly [RegExp, RegistryFormat])[] = [
  [/(^|\/)server\.json$/, 'server.json'],
  [/(^|\/)smithery\.ya?ml$/, 'smithery'],
  [/(^|\/)manifest\.json$/, 'mcpb'],
  [/(^|\/)gemini-extension\.json$/, 'gemini-extension'],
  [/(^|\/)\.claude-plugin\/(plugin|marketplace)\.json$/, 'claude-plugin'],
  [/(^|\/)glama\.json$/, 'glama'],
];

/** Reads the manifests by which registries and installers know a server. */
export const registryExtractor: Extractor<'registryManifest'> = {
  part: 'registryManifest',
  handles: (path) => FORMATS.some(([pattern]) => pattern.test(path)) && /^(product|script)$/.test(fileKind(path)),
  maxBytes: 262_144,
  extract: readRegistryManifest,
};

export function readRegistryManifest(path: string, text: string): RegistryManifestPart {
  const format = FORMATS.find(([pattern]) => pattern.test(path))?.[1] ?? 'server.json';
  const file = /\.ya?ml$/.test(path) ? readYaml(text)[0] : readJson(text);
  const json = objectOf(file?.value);
  const stdio = stdioAt(format, json);
  const name = textOf(json['name']);
  const version = textOf(json['version']);
  return { format, certain: isCertain(format, json), ...(name !== undefined && { name }), ...(version !== undefined && { version }), ...(stdio && { stdio: file?.lineOf(stdio) ?? 1 }), ...privacyOf(json, (keys) => file?.lineOf(keys) ?? 1) };
}

/** Where a manifest says that the server is started as a program and spoken to over its standard streams. */
function stdioAt(format: RegistryFormat, json: JsonObject): readonly (string | number)[] | undefined {
  if (format === 'smithery') return textOf(objectOf(json['startCommand'])['type']) === 'stdio' ? ['startCommand', 'type'] : undefined;
  if (format !== 'server.json') return undefined;
  const at = listOf(json['packages']).findIndex((item) => textOf(objectOf(objectOf(item)['transport'])['type']) === 'stdio');
  return at === -1 ? undefined : ['packages', at, 'transport', 'type'];
}

/** Extensions of clients list the policies of the services that they call in `privacy_policies`. */
function privacyOf(json: JsonObject, lineOf: (keys: readonly string[]) => number): Pick<RegistryManifestPart, 'privacyPolicy'> {
  const key = ['privacy_policies', 'privacyPolicy', 'privacy_policy', 'privacyPolicyUrl'].find((candidate) => textOf(listOf(json[candidate])[0]) !== undefined);
  return key === undefined ? {} : { privacyPolicy: { url: textOf(listOf(json[key])[0]) ?? '', line: lineOf([key]) } };
}

/** `server.json` and `manifest.json` are names that other things have too; their fields tell. */
function isCertain(format: RegistryFormat, json: JsonObject): boolean {
  if (format === 'server.json') return /modelcontextprotocol/.test(textOf(json['$schema']) ?? '') || (json['packages'] !== undefined || json['remotes'] !== undefined);
  if (format === 'mcpb') return json['mcpb_version'] !== undefined || json['dxt_version'] !== undefined || (json['manifest_version'] !== undefined && json['server'] !== undefined);
  return true;
}
