import { parseArgs } from 'node:util';
import { nearest } from '../config/nearest';
import { FaultError } from '../model/fault';
import { normalFolder } from '../github/inputs';

export const FORMATS = ['text', 'json', 'markdown', 'sarif'] as const;
export type Format = (typeof FORMATS)[number];

/** What the command line asks for. */
export type Request =
  | { readonly ask: 'help' | 'version' }
  | { readonly ask: 'check'; readonly check: CheckRequest };

export interface CheckRequest {
  readonly path: string;
  /** A git revision to compare with. */
  readonly base?: string;
  readonly format: Format;
  readonly profile?: string;
  readonly gate?: string;
  readonly config?: string;
  /** File to write to, instead of standard output. */
  readonly output?: string;
  readonly workingDirectory: string;
  readonly verbose: boolean;
  readonly debug: boolean;
  readonly color?: false;
}

export const HELP = `Decides whether an MCP server is fit to publish.

Usage
  mcp-publish-gate check [path] [options]

  path                     folder to judge, as it is on disk (default: the current one)

Options
  --base REF               compare with the merge base of REF and HEAD; the policy is REF's
  --format FORMAT          text (default), json, markdown or sarif
  --output FILE            write there instead of to standard output
  --profile PROFILE        minimal, standard or strict
  --gate MODE              head: whatever fails blocks (default); changes: only what is new since the base blocks
  --config FILE            configuration file inside the folder (default: .github/mcp-publish-gate.yml)
  --working-directory DIR  package of a monorepo that is judged, inside the folder
  --verbose                every row with its evidence
  --debug                  say on standard error what went on
  --no-color               no colours; so do NO_COLOR=1 and a terminal without them, FORCE_COLOR=1 does the opposite
  --help, --version

Exit codes
  0  nothing required is in the way
  1  blocked: a required item fails, or could not be verified
  2  could not evaluate: wrong arguments or configuration, git, no MCP server found, an internal fault
`;

const OPTIONS = {
  base: { type: 'string' },
  format: { type: 'string' },
  output: { type: 'string' },
  profile: { type: 'string' },
  gate: { type: 'string' },
  config: { type: 'string' },
  'working-directory': { type: 'string' },
  verbose: { type: 'boolean' },
  debug: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

/** Reads the arguments after the program's name. Throws a `FaultError` that says what to write instead. */
export function parseArguments(args: readonly string[]): Request {
  const { values, positionals } = parsed(args);
  const [command, path = '.', ...rest] = positionals;
  if (values.help === true || command === 'help') return { ask: 'help' };
  if (values.version === true) return { ask: 'version' };
  if (command === undefined) throw wrong('No command was given.', 'Write `mcp-publish-gate check`.');
  if (command !== 'check') throw wrong(`There is no command ${JSON.stringify(command)}.`, 'Write `mcp-publish-gate check [path]`.');
  if (rest.length > 0) throw wrong(`There is one path too many: ${JSON.stringify(rest[0])}.`, 'Give one folder.');
  return { ask: 'check', check: checkOf(path, values) };
}

type Values = ReturnType<typeof parsed>['values'];

function checkOf(path: string, values: Values): CheckRequest {
  const folder = normalFolder(values['working-directory'] ?? '');
  if (folder === undefined) throw wrong('--working-directory is no folder inside the one that is judged.', 'Give a path relative to it, such as `packages/server`.');
  return {
    path,
    format: formatOf(values.format ?? 'text'),
    workingDirectory: folder,
    verbose: values.verbose === true,
    debug: values.debug === true,
    ...(values['no-color'] === true && { color: false }),
    ...(values.base !== undefined && { base: values.base }),
    ...(values.profile !== undefined && { profile: values.profile }),
    ...(values.gate !== undefined && { gate: values.gate }),
    ...(values.config !== undefined && { config: values.config }),
    ...(values.output !== undefined && { output: values.output }),
  };
}

function formatOf(given: string): Format {
  const format = FORMATS.find((candidate) => candidate === given);
  if (format) return format;
  const meant = nearest(given, FORMATS);
  throw wrong(`--format ${JSON.stringify(given)} is not one of ${FORMATS.join(', ')}.`, meant === undefined ? 'Use one of them.' : `Did you mean ${meant}?`);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    const message = (error as Partial<Error>).message ?? '';
    const option = /'--([\w-]+)/.exec(message)?.[1];
    const meant = option === undefined || option in OPTIONS ? undefined : nearest(option, Object.keys(OPTIONS));
    throw wrong(`${message.split('. ')[0] ?? ''}.`.replace('..', '.'), meant === undefined ? 'See `mcp-publish-gate --help`.' : `Did you mean --${meant}?`);
  }
}

function wrong(message: string, remedy: string): FaultError {
  return new FaultError({ kind: 'configuration', message, remedy });
}
