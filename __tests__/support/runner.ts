/**
 * How the runner reads commands out of a step's output: its two parsers, in our words (actions/runner, ActionCommand.cs
 * and ActionCommandManager.cs). Strict about characters that a culture-aware comparison skips.
 */
const COMMANDS = new Set([
  'add-mask', 'set-output', 'save-state', 'add-path', 'set-env', 'add-matcher', 'remove-matcher', 'debug', 'warning', 'error', 'notice',
  'group', 'endgroup', 'echo', 'stop-commands', 'internal-set-repo-path',
]);

export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** .NET compares strings by culture unless told otherwise, and then skips these. */
export function comparable(line: string): string {
  return line.replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}\0-\x08\x0e-\x1f]/gu, '');
}

/** The command that one line of output is taken for, if any. */
export function readCommand(line: string): RunnerCommand | undefined {
  return readCurrent(comparable(line)) ?? readLegacy(comparable(line));
}

/** Every command in an output of several lines. */
export function readCommands(output: string): RunnerCommand[] {
  return output.split(/\r\n|\n|\r/).flatMap((line) => readCommand(line) ?? []);
}

function readCurrent(line: string): RunnerCommand | undefined {
  const message = line.trimStart();
  if (!message.startsWith('::')) return undefined;
  const end = message.indexOf('::', 2);
  if (end < 0) return undefined;
  return command(message.slice(2, end), message.slice(end + 2), ',', [['%0D', '\r'], ['%0A', '\n'], ['%3A', ':'], ['%2C', ','], ['%25', '%']]);
}

function readLegacy(line: string): RunnerCommand | undefined {
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  if (end < 0) return undefined;
  return command(line.slice(start + 3, end), line.slice(end + 1), ';', [['%3B', ';'], ['%0D', '\r'], ['%0A', '\n'], ['%5D', ']'], ['%25', '%']]);
}

function command(info: string, data: string, separator: string, escapes: readonly (readonly [string, string])[]): RunnerCommand | undefined {
  const space = info.indexOf(' ');
  const name = space < 0 ? info : info.slice(0, space);
  if (!COMMANDS.has(name)) return undefined;
  const unescape = (text: string): string => escapes.reduce((kept, [from, to]) => kept.replaceAll(from, to), text);
  const pairs = space < 0 ? [] : info.slice(space + 1).trim().split(separator).filter(Boolean);
  const properties = Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), unescape(pair.slice(pair.indexOf('=') + 1))]));
  return { name, properties, data: unescape(data) };
}
