import { nearest } from '../config/nearest';
import { quote } from '../config/problems';
import { parsePolicyInputs, type RawPolicyInputs } from '../config/inputs';
import type { Fault } from '../model/scorecard';

export const ANNOTATION_MODES = ['check-run', 'commands', 'off'] as const;
export type AnnotationMode = (typeof ANNOTATION_MODES)[number];

/** Names of the inputs in action.yml. */
export const INPUT_NAMES = [
  'github-token', 'config', 'profile', 'gate', 'comment', 'annotations', 'check-name', 'working-directory', 'sarif-file', 'scorecard-file',
] as const;
type InputName = (typeof INPUT_NAMES)[number];

/** A name unlike that of any job: a check run of a job's name cannot be written. */
export const DEFAULT_CHECK_NAME = 'MCP publish gate report';

export interface Inputs {
  readonly token: string;
  /** As given; whoever loads the configuration reads them. */
  readonly policy: RawPolicyInputs;
  readonly comment: boolean;
  readonly annotations: AnnotationMode;
  readonly checkName: string;
  /** Folder of the package that is judged, with `/`; empty for the root. */
  readonly workingDirectory: string;
  readonly sarifFile?: string;
  readonly scorecardFile?: string;
}

/** What of the inputs could be read, always enough to report the faults with. */
export interface ReadInputs {
  readonly inputs: Inputs;
  readonly faults: readonly Fault[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads every input from the runner's variables. A value that is not understood is a fault and never a default. */
export function readInputs(env: Environment): ReadInputs {
  const faults: Fault[] = [...misspelt(env)];
  const text = (name: InputName): string => (env[variableOf(name)] ?? '').trim();
  const choice = <V extends string>(name: InputName, values: readonly V[], otherwise: V): V => {
    const given = text(name);
    const value = values.find((candidate) => candidate === given);
    if (given !== '' && value === undefined) faults.push(wrongValue(name, given, values));
    return value ?? otherwise;
  };
  const policy = { profile: text('profile'), gate: text('gate'), config: text('config') };
  const parsed = parsePolicyInputs(policy);
  if (!parsed.ok) faults.push(...parsed.faults);
  const folder = normalFolder(text('working-directory'));
  if (folder === undefined) faults.push(notInside('working-directory', text('working-directory')));
  const checkName = text('check-name') || DEFAULT_CHECK_NAME;
  if (checkName.length > 200) faults.push({ kind: 'configuration', message: 'The input `check-name` is longer than 200 characters.', remedy: 'Give a shorter name.' });
  return {
    faults,
    inputs: {
      token: text('github-token'),
      policy,
      comment: choice('comment', ['true', 'false'], 'true') === 'true',
      annotations: choice('annotations', ANNOTATION_MODES, 'check-run'),
      checkName: checkName.slice(0, 200),
      workingDirectory: folder ?? '',
      ...(text('sarif-file') !== '' && { sarifFile: text('sarif-file') }),
      ...(text('scorecard-file') !== '' && { scorecardFile: text('scorecard-file') }),
    },
  };
}

/** The runner's variable for an input: upper case, spaces as `_`, dashes as they are. */
function variableOf(name: string): string {
  return `INPUT_${name.toUpperCase()}`;
}

/** The runner hands on inputs that action.yml does not have. One that is nearly the name of ours was meant to be it. */
function misspelt(env: Environment): Fault[] {
  const known = new Set<string>(INPUT_NAMES.map(variableOf));
  return Object.keys(env).filter((key) => key.startsWith('INPUT_') && !known.has(key)).flatMap((key) => {
    const given = key.slice('INPUT_'.length).toLowerCase();
    const meant = nearest(given, INPUT_NAMES);
    return meant === undefined ? [] : [{ kind: 'configuration' as const, message: `There is no input ${quote(given)}.`, remedy: `Did you mean \`${meant}\`?` }];
  });
}

function wrongValue(name: string, given: string, values: readonly string[]): Fault {
  const meant = nearest(given, values);
  return {
    kind: 'configuration',
    message: `The input \`${name}\` is ${quote(given)}, which is not one of its values.`,
    remedy: meant === undefined ? `Use one of ${values.map((value) => `\`${value}\``).join(', ')}.` : `Did you mean \`${meant}\`?`,
  };
}

function notInside(name: string, given: string): Fault {
  return { kind: 'configuration', message: `The input \`${name}\` is ${quote(given)}, which is no folder inside the repository.`, remedy: 'Give a path relative to the root of the repository, such as `packages/server`.' };
}

/** The folder with `/`, without `.` segments and slashes at its ends; undefined when it leaves the repository. */
export function normalFolder(path: string): string | undefined {
  const segments = path.split(/[\\/]+/).filter((segment) => segment !== '.' && segment !== '');
  return /^[\\/]|^[A-Za-z]:/.test(path) || segments.includes('..') ? undefined : segments.join('/');
}
