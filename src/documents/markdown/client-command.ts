import type { ClientBlock, ClientServer } from '../../facts/documents';
import { readClientJson } from './client-json';
import { withoutQuery } from './install';
import type { ShellCommand } from './shell';

/** Programs that keep a list of MCP servers and have a command to add one. */
const CLIENTS = /^(claude|codex|gemini|amp|code|code-insiders|cursor|qwen|droid|copilot|opencode|openclaw|crush|goose|kiro|kiro-cli|q|windsurf|auggie|codebuddy|iflow|vibe|mcphost|mcpm|mcp|fastmcp|npx|hermes|cline|kimi|kilo|forge|rovodev|acli)$/;

/** Options that take their value as the next word. */
const VALUED = /^(-[seHth]|--(scope|env|header|transport|type|name|url|auth-type|bearer-token-env-var|client-id|client-secret|callback-port|command|args|timeout|description))$/;

/** A client's own command that adds a server: `claude mcp add …`, `code --add-mcp '{…}'`. */
export function clientCommand(command: ShellCommand, line: number): ClientBlock | undefined {
  const [program = '', ...rest] = command.words;
  if (!CLIENTS.test(program.replace(/^.*[\\/]/, ''))) return undefined;
  const json = rest[rest.indexOf('--add-mcp') + 1];
  if (rest.includes('--add-mcp') && json !== undefined) return asCommand(readClientJson(json, line), line);
  const at = rest.findIndex((word, index) => word === 'mcp' && /^(add|add-json|install)$/.test(rest[index + 1] ?? ''));
  if (at === -1) return undefined;
  const words = rest.slice(at + 2);
  if (rest[at + 1] === 'add-json') return asCommand(readClientJson(words.find((word) => word.trimStart().startsWith('{')) ?? '', line), line, words[0]);
  const server = addedServer(words, line);
  return server && { format: 'command', line, servers: [server] };
}

function asCommand(block: ClientBlock, line: number, name?: string): ClientBlock {
  const servers = block.servers.map((server) => (name === undefined ? server : { ...server, name }));
  return { ...block, servers, format: 'command', line };
}

/** What the words after `mcp add` say, as they are read from left to right. */
interface Words {
  readonly plain: string[];
  readonly env: string[];
  readonly headers: string[];
  command: readonly string[];
  name?: string;
  url?: string;
}

function addedServer(words: readonly string[], line: number): ClientServer | undefined {
  const { plain, env, headers, command, name: named, url } = readWords(words);
  const name = named ?? plain[0] ?? '';
  const rest = named === undefined ? plain.slice(1) : plain;
  const parts = command.length > 0 ? command : rest;
  const [first] = parts;
  const address = url ?? (/^https?:\/\//.test(first ?? '') ? first : undefined);
  if (address !== undefined) return { name, line, args: [], env, headers, url: withoutQuery(address) };
  return first === undefined ? undefined : { name, line, command: first, args: parts.slice(1), env, headers };
}

function readWords(words: readonly string[]): Words {
  const read: Words = { plain: [], env: [], headers: [], command: [] };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') return { ...read, command: words.slice(at + 1) };
    if (word.startsWith('-')) {
      const [, flag = word, inline] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
      const next = inline === undefined && VALUED.test(flag) ? words[++at] : undefined;
      option(flag, inline ?? next ?? '', read);
      continue;
    }
    read.plain.push(word);
    // What follows the name and its program belongs to the program, options included.
    if (read.plain.length === 2 && !/^https?:\/\//.test(word)) {
      read.plain.push(...words.slice(at + 1).filter((other) => other !== '--'));
      return read;
    }
  }
  return read;
}

function option(flag: string, value: string, read: Words): void {
  if (/^(-e|--env)$/.test(flag)) read.env.push(value.replace(/=.*$/s, ''));
  else if (/^(-H|--header)$/.test(flag)) read.headers.push(value.replace(/[:=].*$/s, '').trim());
  else if (flag === '--url') read.url = value;
  else if (flag === '--name') read.name = value;
}
