import { fileKind, type FileKind } from '../../facts/file-kind';
import type { DeploymentFact, DeploymentSetting } from '../../facts/deployment';
import type { FileFacts } from '../../facts/file-facts';
import type { SecretExposure, SecretFact, SecretHit, Secrets } from '../../facts/secrets';
import { byPlace } from '../../model/location';
import type { AddedBlob } from '../../model/change';
import { isEnvironmentTemplate } from './places';

/** Joins what every file holds of credentials. Vendored files belong to somebody else. */
export function linkSecrets(files: readonly FileFacts[], deployments: readonly DeploymentFact[]): Secrets {
  const searched = files.filter((file) => file.parts.secrets !== undefined && file.kind !== 'vendored');
  const found = searched.flatMap((file) => (file.parts.secrets?.hits ?? []).map((hit) => factOf(file.path, file.kind, hit)));
  const environmentFiles = searched.flatMap(({ path, kind, parts }) =>
    parts.secrets?.variables && kind !== 'test' && kind !== 'example' ? [{ path, template: isEnvironmentTemplate(path), variables: parts.secrets.variables }] : []);
  const signs = searched.flatMap((file) => (file.parts.secrets?.signs ?? []).filter(({ what }) => what !== 'env-template').map(({ note, line }) => ({ path: file.path, line, note })));
  const handed = originsIn(deployments);
  const origins = [...handed, ...signs];
  return {
    found, environmentFiles, origins,
    files: searched.length,
    exposures: exposuresIn(deployments, found),
    unexplained: origins.length > 0 ? [] : unexplainedIn(deployments, environmentFiles),
  };
}

/** Where deployment files take secrets from. Platforms keep the secrets of what they run in a store of their own. */
function originsIn(deployments: readonly DeploymentFact[]): Secrets['origins'] {
  return deployments.flatMap(({ path, role, settings }) => [
    ...settings.flatMap((setting) => {
      if (setting.kind === 'secret-source') return [{ path, line: setting.line, note: `Secrets come from ${setting.by}.` }];
      return setting.kind === 'environment' && setting.source === 'secret' ? [{ path, line: setting.line, note: `\`${setting.name}\` comes from a secret store.` }] : [];
    }),
    ...(role === 'platform' ? [{ path, line: 1, note: 'The platform that runs the server keeps its secrets.' }] : []),
  ]);
}

/** Secrets baked into images and among arguments. Lines that hold a credential are reported as that already. */
function exposuresIn(deployments: readonly DeploymentFact[], found: readonly SecretFact[]): readonly SecretExposure[] {
  const known = new Set(found.map(({ location }) => `${location.path} ${location.line}`));
  return deployments.flatMap(({ path, format, role, settings }) => settings.flatMap((setting): readonly SecretExposure[] => {
    const at = { path, line: setting.line };
    if (known.has(`${path} ${setting.line}`)) return [];
    if (setting.kind === 'environment') {
      if (!setting.baked || !setting.secret || setting.source === 'empty') return [];
      return [{ how: format === 'dockerfile' && setting.scope !== '' ? 'build-stage' : 'image', name: setting.name, ...at }];
    }
    return setting.kind === 'run' && role !== 'pipeline' && isOwn(setting, settings) ? setting.secretArguments.map((name) => ({ how: 'argument' as const, name, ...at })) : [];
  }));
}

/** A service of a composition that this repository builds; the arguments of other people's images are theirs to define. */
function isOwn(setting: DeploymentSetting, settings: readonly DeploymentSetting[]): boolean {
  const image = settings.find((other) => other.kind === 'image' && other.scope === setting.scope);
  return image?.kind !== 'image' || image.builds;
}

/** Secrets of templates that no deployment file mentions, in a repository that deploys. */
function unexplainedIn(deployments: readonly DeploymentFact[], environmentFiles: Secrets['environmentFiles']): readonly string[] {
  if (!deployments.some(({ role, format }) => role !== 'container' || format === 'compose')) return [];
  const mentioned = new Set(deployments.flatMap(({ settings }) => settings.flatMap((setting) => (setting.kind === 'environment' ? [setting.name] : []))));
  const names = environmentFiles.filter(({ template }) => template).flatMap(({ variables }) => variables.filter(({ telling }) => telling).map(({ name }) => name));
  return [...new Set(names)].filter((name) => !mentioned.has(name));
}

/** What a blob that some commit of the change adds holds; give `scanSecrets(blob.path, text)` as `hits`. */
export interface HistoryHits {
  readonly blob: AddedBlob;
  readonly hits: readonly SecretHit[];
}

/**
 * Adds what the commits of a change hold. A credential that is still at head, wherever it moved, is already known by
 * its fingerprint; one that is not is in the history alone, where it can be read as well.
 */
export function withHistorySecrets(secrets: Secrets, history: readonly HistoryHits[], commits: number): Secrets {
  const known = new Set(secrets.found.map((fact) => fact.fingerprint));
  const added: SecretFact[] = [];
  for (const { blob, hits } of history) {
    for (const hit of hits) {
      if (known.has(hit.fingerprint)) continue;
      known.add(hit.fingerprint);
      added.push({ ...factOf(blob.path, fileKind(blob.path), hit), inHistoryOnly: blob.commit });
    }
  }
  const found = [...secrets.found, ...added].sort((a, b) => byPlace(a.location, b.location));
  return { ...secrets, found, commits };
}

function factOf(path: string, kind: FileKind, { line, column, endColumn, ...rest }: SecretHit): SecretFact {
  return { ...rest, location: { path, line, column, endColumn }, fileKind: kind };
}
