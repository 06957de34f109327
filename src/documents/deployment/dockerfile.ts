import type { DeploymentSetting } from '../../facts/deployment';
import { shellCommands } from '../markdown/shell';
import { environment, part, runSetting, type DeploymentReader } from './common';

interface Instruction {
  readonly name: string;
  readonly rest: string;
  readonly line: number;
}

/**
 * Reads a Dockerfile (docs.docker.com, "Dockerfile reference"). The scope of the last stage, which becomes the image, is
 * empty; the others' is `stage NAME`.
 */
export const readDockerfile: DeploymentReader = (_path, text) => {
  const instructions = instructionsOf(text);
  if (!instructions.some((instruction) => instruction.name === 'FROM')) throw new Error('It has no FROM instruction.');
  const stages = instructions.filter((instruction) => instruction.name === 'FROM');
  const settings: DeploymentSetting[] = [];
  let stage = -1;
  for (const instruction of instructions) {
    if (instruction.name === 'FROM') stage++;
    const name = /\sAS\s+(\S+)/i.exec(stages[stage]?.rest ?? '')?.[1] ?? String(stage + 1);
    const scope = stage === stages.length - 1 ? '' : `stage ${name}`;
    settings.push(...(READERS.get(instruction.name)?.(instruction, scope) ?? []));
  }
  return part('dockerfile', 'container', settings);
};

type Reader = (instruction: Instruction, scope: string) => readonly DeploymentSetting[];

const READERS: ReadonlyMap<string, Reader> = new Map(Object.entries<Reader>({
  FROM: ({ rest, line }, scope) => [{ kind: 'image', image: (rest.replace(/^--\S+\s+/, '').split(/\s/)[0] ?? '').replace(/[:@].*$/, ''), builds: true, line, scope }],
  EXPOSE: ({ rest, line }, scope) => rest.split(/\s+/).flatMap((port) => {
    const number = /^(\d{1,5})(?:\/(tcp|udp))?$/.exec(port);
    return number ? [{ kind: 'port' as const, port: Number(number[1]), published: true, protocol: 'http' as const, line, scope }] : [];
  }),
  ENV: ({ rest, line }, scope) => pairsOf(rest).map(([name, value]) => environment(name, value, { line, scope }, { baked: true })),
  ARG: ({ rest, line }, scope) => pairsOf(rest).map(([name, value]) => environment(name, value, { line, scope }, { baked: true })),
  CMD: ({ rest, line }, scope) => runs(rest, line, scope),
  ENTRYPOINT: ({ rest, line }, scope) => runs(rest, line, scope),
  RUN: ({ rest, line }, scope) => (/--mount=\S*type=secret/.test(rest) ? [{ kind: 'secret-source', by: 'RUN --mount=type=secret', line, scope }] : []),
}));

/** `A=1 B="x y"`, or the old form `A x y`; a name alone, as ARG allows, has no value. */
function pairsOf(rest: string): readonly (readonly [string, string | undefined])[] {
  const old = /^([A-Za-z_]\w*)\s+([^=].*)$/.exec(rest);
  if (old && !/^[A-Za-z_]\w*=/.test(rest)) return [[old[1] ?? '', old[2]]];
  return [...rest.matchAll(/([A-Za-z_]\w*)(?:=("(?:[^"\\]|\\.)*"|'[^']*'|(?:[^\s\\]|\\.)*))?/g)].map((match) => [match[1] ?? '', match[2]?.replace(/^(["'])([\s\S]*)\1$/, '$2')] as const);
}

/** The exec form is a JSON list; anything else is a shell's command line. */
function runs(rest: string, line: number, scope: string): readonly DeploymentSetting[] {
  const command = /^\s*\[/.test(rest) ? [...rest.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? '') : shellCommands(rest)[0]?.words ?? [];
  return command.length === 0 ? [] : [runSetting(command, { line, scope })];
}

/** Instructions with continued lines joined; comments and here-documents left out. */
function instructionsOf(text: string): readonly Instruction[] {
  const found: Instruction[] = [];
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  for (let at = 0; at < lines.length && found.length < 5000; at++) {
    const match = /^\s*([A-Za-z]+)\s+(.*)$/.exec(lines[at] ?? '');
    if (!match) continue;
    const line = at + 1;
    const parts = [match[2] ?? ''];
    while (continues(lines[at] ?? '') && at + 1 < lines.length) parts.push((lines[++at] ?? '').trim());
    const rest = parts.filter((part) => !part.startsWith('#')).map((part) => part.replace(/[\\`]\s*$/, '')).join(' ').trim();
    const heredoc = /<<-?\s*["']?(\w+)["']?/.exec(rest)?.[1];
    if (heredoc !== undefined) while (at + 1 < lines.length && lines[at]?.trim() !== heredoc) at++;
    found.push({ name: (match[1] ?? '').toUpperCase(), rest, line });
  }
  return found;
}

/** A comment between continued lines does not end them. */
function continues(line: string): boolean {
  return /[\\`]\s*$/.test(line) || /^\s*#/.test(line);
}
