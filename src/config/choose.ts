import type { Fault } from '../model/scorecard';
import { parseConfiguration, type ConfigurationText, type ParsedConfiguration } from './parse';

/** Where the configuration is looked for when the input `config` names no other place. */
export const CONFIGURATION_PATHS = ['.github/mcp-publish-gate.yml', '.github/mcp-publish-gate.yaml'] as const;

/** The configuration files that one revision holds, of those that were asked for. */
export interface ConfigurationSide {
  /** Commit id or label, for naming where the policy came from. */
  readonly revision: string;
  readonly files: readonly ConfigurationText[];
  /** Files that are there and could not be read: a link, not text, too large. */
  readonly faults?: readonly Fault[];
}

/** The configuration of each side, where it has one. */
export interface Found {
  readonly base: ParsedConfiguration | undefined;
  readonly head: ParsedConfiguration | undefined;
}

export interface Situation {
  readonly hasBase: boolean;
  /** The head lives in another repository. */
  readonly fork: boolean;
}

/** Whose policy counts, with what the reader must know of it, or why none can. */
export interface Choice {
  readonly policy: 'base' | 'head' | 'defaults';
  readonly notes: readonly string[];
  readonly faults: readonly Fault[];
}

/**
 * The configuration of a side. Two files at once are refused, since nobody could tell which counts. With `fallBack`,
 * the usual place counts when the named file is not there: a pull request that points `config` at a new file must not
 * escape the policy that its base has at the usual place.
 */
export function pick(side: ConfigurationSide, named: string | undefined, fallBack: boolean): ParsedConfiguration | undefined {
  const { files, faults = [] } = side;
  if (faults[0]) return { ok: false, path: faults[0].path ?? '', faults };
  const atNamed = files.find((file) => file.path === named);
  if (atNamed) return parseConfiguration(atNamed);
  return named === undefined || fallBack ? atUsualPlace(files) : undefined;
}

function atUsualPlace(files: readonly ConfigurationText[]): ParsedConfiguration | undefined {
  const [first, second] = files.filter((file) => (CONFIGURATION_PATHS as readonly string[]).includes(file.path));
  if (first && second) return { ok: false, path: second.path, faults: [twoFiles(first.path, second.path)] };
  return first && parseConfiguration(first);
}

/** Applies the rules of trust: the base's policy counts, and a first configuration of the same repository. */
export function choose(found: Found, situation: Situation): Choice {
  const { base, head } = found;
  const [ofHead, ofBase] = [faultsOf(head), faultsOf(base)];
  const own = !situation.fork;
  if (!situation.hasBase) return { policy: head && own ? 'head' : 'defaults', notes: [], faults: ofHead };
  // Otherwise nobody could ever repair a broken configuration.
  if (own && head?.ok === true && ofBase[0]) return { policy: 'head', notes: [repairs(ofBase[0])], faults: [] };
  const faults = [...ofHead, ...ofBase];
  if (base) return { policy: 'base', notes: [], faults };
  return { ...withoutBase(head, own), faults };
}

function withoutBase(head: ParsedConfiguration | undefined, own: boolean): Pick<Choice, 'policy' | 'notes'> {
  if (!head) return { policy: 'defaults', notes: [] };
  return own ? { policy: 'head', notes: [first(head.path)] } : { policy: 'defaults', notes: [fromElsewhere(head.path)] };
}

function faultsOf(parsed: ParsedConfiguration | undefined): readonly Fault[] {
  return parsed?.ok === false ? parsed.faults : [];
}

function repairs(fault: Fault): string {
  return `The configuration of the base cannot be read (${fault.message}) This pull request repairs it, so its own configuration counts.`;
}

function fromElsewhere(path: string): string {
  return `The configuration that this pull request brings (\`${path}\`) does not count, since it comes from another repository. It counts once it is merged.`;
}

function first(path: string): string {
  return `This is the first configuration (\`${path}\`): the base has none, so that of this pull request counts.`;
}

function twoFiles(first: string, second: string): Fault {
  return { kind: 'configuration', message: `${second}:1:1: There is a configuration in \`${first}\` too, and only one of the two can count.`, remedy: 'Remove one of the two files.', path: second };
}
