import { fileKind } from '../../facts/file-kind';
import type { FileFacts } from '../../facts/file-facts';
import type { SecretFact, SecretHit, Secrets } from '../../facts/secrets';
import { byPlace } from '../../model/location';
import type { AddedBlob } from '../../model/change';
import { isEnvironmentTemplate } from './places';

/** Joins what every file holds of credentials. Vendored files belong to somebody else. */
export function linkSecrets(files: readonly FileFacts[]): Secrets {
  const searched = files.filter((file) => file.parts.secrets !== undefined && file.kind !== 'vendored');
  return {
    found: searched.flatMap((file) => (file.parts.secrets?.hits ?? []).map((hit) => factOf(file.path, hit))),
    files: searched.length,
    signs: searched.flatMap((file) => (file.parts.secrets?.signs ?? []).map((sign) => ({ ...sign, path: file.path }))),
    environmentFiles: searched.flatMap(({ path, parts }) =>
      parts.secrets?.variables ? [{ path, template: isEnvironmentTemplate(path), variables: parts.secrets.variables }] : []),
  };
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
      added.push({ ...factOf(blob.path, hit), inHistoryOnly: blob.commit });
    }
  }
  const found = [...secrets.found, ...added].sort((a, b) => byPlace(a.location, b.location));
  return { ...secrets, found, commits };
}

function factOf(path: string, { line, column, endColumn, ...rest }: SecretHit): SecretFact {
  return { ...rest, location: { path, line, column, endColumn }, fileKind: fileKind(path) };
}
