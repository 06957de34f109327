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

function addedServer(words: readonly string[], line: number): ClientServer | undefined {
  const env: string[] = [];
  const headers: string[] = [];
  const plain: string[] = [];
  let command: readonly string[] = [];
  let named: string | undefined;
  let url: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') {
      command = words.slice(at + 1);
      break;
    }
    const [flag = '', inline] = word.startsWith('--') && word.includes('=') ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word];
    if (!word.startsWith('-')) {
      plain.push(word);
      // What follows the name and its program belongs to the program, options included.
      if (plain.length === 2 && !/^https?:\/\//.test(word)) {
        plain.push(...words.slice(at + 1).filter((other) => other !== '--'));
        break;
      }
      continue;
    }
    const value = inline ?? (VALUED.test(flag) ? words[++at] : undefined) ?? '';
    if (/^(-e|--env)$/.test(flag)) env.push(value.replace(/=.*$/s, ''));
    else if (/^(-H|--header)$/.test(flag)) headers.push(value.replace(/[:=].*$/s, '').trim());
    else if (flag === '--url') url = value;
    else if (flag === '--name') named = value;
  }
  const name = named ?? plain[0] ?? '';
  const rest = named === undefined ? plain.slice(1) : plain;
  const parts = command.length > 0 ? command : rest;
  const address = url ?? parts.find((part, index) => index === 0 && /^https?:\/\//.test(part));
  if (address !== undefined) return { name, line, args: [], env, headers, url: withoutQuery(address) };
  return parts[0] === undefined ? undefined : { name, line, command: parts[0], args: parts.slice(1), env, headers };
}
