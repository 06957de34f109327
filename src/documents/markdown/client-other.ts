import { parse as parseToml, TomlError } from 'smol-toml';
import type { ClientBlock, ClientServer } from '../../facts/documents';
import { objectsIn, textOf, textsOf, type JsonObject } from '../values';
import { readYaml } from '../yaml';
import { withoutQuery } from './install';

/** Whether a text is meant to be a client's configuration in TOML or YAML. */
export function looksLikeClientToml(text: string): boolean {
  return /^\s*\[mcp_?servers?\.|^\s*\[mcp\.servers\./m.test(text);
}

export function looksLikeClientYaml(text: string): boolean {
  return /^\s*(mcpServers|mcp_servers|mcp|servers|extensions)\s*:/m.test(text) && /^\s*-?\s*(command|cmd|url|uri)\s*:/m.test(text);
}

/** Reads a client's configuration in TOML. */
export function readClientToml(text: string, line: number): ClientBlock {
  try {
    return { format: 'toml', line, servers: serversIn(parseToml(withoutEllipses(text)), text, line) };
  } catch (error) {
    const at = error instanceof TomlError ? error.line : 1;
    return { format: 'toml', line, servers: [], problem: { why: 'it is no valid TOML', line: line + at - 1 } };
  }
}

/** Reads a client's configuration in YAML. */
export function readClientYaml(text: string, line: number): ClientBlock {
  try {
    const value = readYaml(withoutEllipses(text)).map((document) => document.value);
    return { format: 'yaml', line, servers: serversIn(value, text, line) };
  } catch (error) {
    const at = Number(/^Line (\d+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? 1);
    return { format: 'yaml', line, servers: [], problem: { why: 'it is no valid YAML', line: line + at - 1 } };
  }
}

function serversIn(value: unknown, text: string, line: number): readonly ClientServer[] {
  const servers: ClientServer[] = [];
  for (const { keys, value: entry } of objectsIn(value)) {
    const name = textOf(entry['name']) ?? keys.at(-1) ?? '';
    const server = serverOf(entry, name, line + lineOf(text, name));
    if (server && servers.length < 50) servers.push(server);
  }
  return servers;
}

function serverOf(entry: JsonObject, name: string, line: number): ClientServer | undefined {
  const command = textsOf(entry['command'] ?? entry['cmd']);
  const url = textOf(entry['url'] ?? entry['uri']);
  if (command.length === 0 && !/^https?:\/\//.test(url ?? '')) return undefined;
  return {
    name,
    line,
    args: [...command.slice(1), ...textsOf(entry['args'])],
    env: Object.keys(entry['env'] ?? entry['envs'] ?? entry['environment'] ?? {}),
    headers: Object.keys(entry['headers'] ?? entry['http_headers'] ?? {}),
    ...(command[0] !== undefined && { command: command[0] }),
    ...(url !== undefined && { url: withoutQuery(url) }),
  };
}

/** Lines from the start of the text to the first that names the entry. */
function lineOf(text: string, name: string): number {
  const at = name === '' ? -1 : text.indexOf(name);
  return at === -1 ? 0 : text.slice(0, at).split('\n').length - 1;
}

function withoutEllipses(text: string): string {
  return text.replace(/^\s*(\.\.\.|…)\s*$/gm, '');
}
