import { CODEOWNERS_PATHS, guardNote } from './config/codeowners';
import { parsePolicyInputs, type RawPolicyInputs } from './config/inputs';
import { CONFIGURATION_PATHS, type ConfigurationSide } from './config/choose';
import { loadConfiguration, type LoadedConfiguration } from './config/load';
import { MAX_CONFIGURATION_BYTES, type ConfigurationText } from './config/parse';
import type { Fault } from './model/scorecard';
import type { Entry, Revision } from './revision/revision';

export interface ConfigureInput {
  readonly head: Revision;
  /** The commit whose policy counts; absent when there is nothing to compare with. */
  readonly base?: Revision;
  readonly inputs: RawPolicyInputs;
  /** The head lives in another repository. */
  readonly fork: boolean;
}

/** Finds the configuration in the revisions and decides what counts of it, as `loadConfiguration` describes. */
export async function configure({ head, base, inputs, fork }: ConfigureInput): Promise<LoadedConfiguration> {
  const parsed = parsePolicyInputs(inputs);
  if (!parsed.ok) return parsed;
  const paths = parsed.inputs.config === undefined ? CONFIGURATION_PATHS : [parsed.inputs.config, ...CONFIGURATION_PATHS];
  const loaded = loadConfiguration({
    head: await sideOf(head, parsed.inputs.config === undefined ? paths : [parsed.inputs.config]),
    ...(base && { base: await sideOf(base, paths) }),
    inputs: parsed.inputs,
    fork,
  });
  if (!loaded.ok || !base || loaded.configuration.changes.length === 0) return loaded;
  const note = guardNote(await codeownersOf(base), parsed.inputs.config ?? CONFIGURATION_PATHS[0]);
  return { ok: true, configuration: { ...loaded.configuration, notes: [...loaded.configuration.notes, note] } };
}

/** The file that says who must approve what, as the base has it: the pull request could change its own. */
async function codeownersOf(base: Revision): Promise<string | undefined> {
  const entries = await base.entries();
  const entry = CODEOWNERS_PATHS.map((path) => entries.find((candidate) => candidate.path === path)).find((candidate) => candidate !== undefined);
  if (!entry || problemOf(entry).length > 0) return undefined;
  for await (const { bytes } of base.read([entry])) return new TextDecoder().decode(bytes);
  return undefined;
}

async function sideOf(revision: Revision, paths: readonly string[]): Promise<ConfigurationSide> {
  const entries = (await revision.entries()).filter((entry) => paths.includes(entry.path));
  const faults = entries.flatMap((entry) => problemOf(entry));
  const readable = entries.filter((entry) => problemOf(entry).length === 0);
  const files: ConfigurationText[] = [];
  for await (const { entry, bytes } of revision.read(readable)) {
    try {
      files.push({ path: entry.path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) });
    } catch {
      faults.push(fault(entry, 'It is not text in UTF-8', 'Save it as UTF-8.'));
    }
  }
  return { revision: revision.id, files, faults };
}

function problemOf(entry: Entry): Fault[] {
  if (entry.mode !== 'file') return [fault(entry, `It is a ${entry.mode === 'symlink' ? 'symbolic link' : 'submodule'}, which is never followed`, 'Put the file itself there.')];
  if (entry.size > MAX_CONFIGURATION_BYTES) return [fault(entry, 'The file is longer than 256 KiB', 'Keep in it only what configures this gate.')];
  return [];
}

function fault(entry: Entry, message: string, remedy: string): Fault {
  return { kind: 'configuration', message: `${entry.path}:1:1: ${message}.`, remedy, path: entry.path };
}
