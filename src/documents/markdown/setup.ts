import type { ClientBlock, ClientServer, CodeFence, DocumentPart, InstallStep } from '../../facts/documents';
import { clientCommand } from './client-command';
import { looksLikeClientJson, readClientJson } from './client-json';
import { clientLink } from './client-link';
import { looksLikeClientToml, looksLikeClientYaml, readClientToml, readClientYaml } from './client-other';
import { installsOf, withoutQuery } from './install';
import { shellCommands } from './shell';

/** Most steps and blocks that are kept of one document. */
const MAX = 400;

/** Languages of fences that hold commands; fences that name none often do. */
const SHELL = /^$|^(ba|z|fi)?sh$|^(shell|console|terminal|shell-session|sh-session|shellsession|powershell|ps1|pwsh|cmd|bat|batch|text|txt|plaintext|plain|zsh|fish|command|cli|bash session|none|nix)$/;

/** Commands, client configurations and links by which a document tells how to install and set up. */
export function setupOf(part: Omit<DocumentPart, 'installs' | 'clients'>): Pick<DocumentPart, 'installs' | 'clients'> {
  const installs: InstallStep[] = [];
  const clients: ClientBlock[] = [];
  for (const fence of part.fences) {
    const block = clientFence(fence);
    if (block) clients.push(block);
    else if (SHELL.test(fence.language ?? '')) readCommands(fence.text, fence.line, installs, clients);
  }
  for (const { text, line } of part.inlineCode) {
    readCommands(text, line, installs, clients);
    remote(text, line, installs);
  }
  for (const { url, text, line } of part.links) {
    const block = clientLink(url, line);
    if (block) clients.push(block);
    // An address to connect to is spelt out; one behind a word is a page to read.
    if (text === url || text === url.replace(/^https:\/\//, '')) remote(url, line, installs);
  }
  for (const { text, line } of part.fences) if (/^\s*https?:\/\/\S+\s*$/.test(text)) remote(text.trim(), line, installs);
  for (const block of clients) for (const server of block.servers) installs.push(...stepsOf(server));
  return { installs: installs.slice(0, MAX), clients: clients.slice(0, MAX) };
}

/** The client configuration that a block of code holds, whatever language it names. */
export function clientFence({ text, language = '', line }: Pick<CodeFence, 'text' | 'language' | 'line'>): ClientBlock | undefined {
  if (/^(js|javascript|jsx|ts|typescript|tsx|mjs|cjs|python|py|go|rust|java|kotlin|csharp|cs|ruby|php|swift|sql|html|css|diff|dockerfile|mermaid)$/.test(language)) return undefined;
  if (looksLikeClientToml(text)) return readClientToml(text, line);
  if (/^\s*(\{|\[|["']|\/\/|\/\*|#|…|\.\.\.)/.test(text) && looksLikeClientJson(text)) {
    const block = readClientJson(text, line);
    // Without a language it may be something else that only looks like JSON, such as a shape in words.
    return block.problem === undefined || /^(json[c5]?|)$/.test(language) ? block : undefined;
  }
  if (/^(ya?ml|)$/.test(language) && looksLikeClientYaml(text) && !/^\s*[{[]/.test(text)) {
    const block = readClientYaml(text, line);
    return block.problem === undefined || language !== '' ? block : undefined;
  }
  return undefined;
}

function readCommands(text: string, line: number, installs: InstallStep[], clients: ClientBlock[]): void {
  for (const command of shellCommands(text)) {
    const at = line + command.line;
    const block = clientCommand(command, at);
    if (block) clients.push(block);
    for (const { manner, names } of block ? [] : installsOf(command.words)) installs.push({ manner, names, line: at, text: command.text });
  }
}

/** The address of a remote MCP server, told by its path or its host. */
function remote(url: string, line: number, installs: InstallStep[]): void {
  if (!/^https:\/\/[^\s]{4,500}$/.test(url)) return;
  const address = withoutQuery(url).replace(/\/$/, '');
  const [host = '', ...path] = address.slice('https://'.length).split('/');
  if (!/^(mcp|sse)$/.test(path.at(-1) ?? '') && !(/^mcp[.-]/.test(host) && path.length === 0)) return;
  if (/^(github\.com|www\.npmjs\.com|npmjs\.com|hub\.docker\.com|smithery\.ai|glama\.ai|modelcontextprotocol\.io|docs\.|developers?\.|www\.)/.test(host) || path.includes('docs')) return;
  installs.push({ manner: 'remote', names: [address], line, text: address });
}

/** What a server entry runs. One client writes the whole command line into the field for the program. */
export function stepsOf(server: ClientServer): readonly InstallStep[] {
  if (server.url !== undefined && server.command === undefined) return [{ manner: 'remote', names: [server.url], line: server.line, text: server.url }];
  if (server.command === undefined) return [];
  const words = commandOf(server);
  return installsOf(words).map(({ manner, names }) => ({ manner, names, line: server.line, text: words.join(' ').slice(0, 300) }));
}

/** Program and arguments of a server entry as words. */
export function commandOf(server: ClientServer): readonly string[] {
  const command = server.command ?? '';
  const words = /\s/.test(command) && !/^([A-Za-z]:\\|\/)/.test(command) ? shellCommands(command)[0]?.words ?? [] : [command];
  return [...words, ...server.args];
}
