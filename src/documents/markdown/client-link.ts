import type { ClientBlock } from '../../facts/documents';
import { readClientJson } from './client-json';
import { withoutQuery } from './install';

/** Links by which a client installs a server: its own scheme, or the web page that leads there. */
const INSTALL_LINK = /^(cursor|vscode|vscode-insiders|goose|lmstudio|windsurf|kiro|claude|raycast|cherrystudio|jan|augment|trae|qoder):|\/(install-mcp|mcp\/install|redirect\/mcp\/install|launch\/mcp\/add|add_mcp)\b|[?&]url=vscode(-insiders)?(:|%3A)mcp/i;

/** Longest link that is decoded. */
const MAX_LENGTH = 20_000;

/** The server that an install link carries, if the link is one. What does not decode is no configuration and says nothing. */
export function clientLink(url: string, line: number): ClientBlock | undefined {
  if (url.length > MAX_LENGTH || !INSTALL_LINK.test(url)) return undefined;
  const parameters = parametersOf(url);
  const nested = parameters.get('url');
  if (nested !== undefined && nested !== url && /^vscode/i.test(nested)) return clientLink(nested, line);
  const name = parameters.get('name') ?? parameters.get('id');
  const command = parameters.get('cmd');
  if (command !== undefined) return { format: 'link', line, servers: [{ name: name ?? '', line, command, args: parameters.all('arg'), env: parameters.all('env').map((pair) => pair.replace(/=.*$/s, '')), headers: [] }] };
  const config = decoded(parameters.get('config') ?? url.replace(/^[^?]*\?/, ''));
  if (config !== undefined) {
    const block = readClientJson(config, line);
    const servers = block.servers.map((server) => ({ ...server, line, name: server.name === '' ? name ?? '' : server.name }));
    if (block.problem === undefined && servers.length > 0) return { format: 'link', line, servers };
  }
  const address = nested ?? parameters.get('transport_url');
  return address !== undefined && /^https?:\/\//.test(address) ? { format: 'link', line, servers: [{ name: name ?? '', line, args: [], env: [], headers: [], url: withoutQuery(address) }] } : undefined;
}

function parametersOf(url: string): { get(key: string): string | undefined; all(key: string): readonly string[] } {
  const query = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
  return { get: (key) => query.get(key) ?? undefined, all: (key) => query.getAll(key) };
}

/** JSON out of percent-encoding or base64, whichever it is in. */
function decoded(value: string): string | undefined {
  for (const candidate of [value, percentDecoded(value), Buffer.from(percentDecoded(value).replace(/ /g, '+'), 'base64').toString('utf8')]) {
    if (/^\s*\{[\s\S]*\}\s*$/.test(candidate)) return candidate;
  }
  return undefined;
}

function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
