import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { ClientBlock, ClientServer } from '../../facts/documents';
import { nestingOf } from '../json';
import { withoutQuery } from './install';

/** Deepest nesting of objects that is followed, and that is given to the parser at all. */
const MAX_DEPTH = 10;
const MAX_NESTING = 60;

/** Whether a text is meant to be a client's configuration in JSON. */
export function looksLikeClientJson(text: string): boolean {
  if (/["']?(mcpServers|mcp_servers|context_servers|amp\.mcpServers|mcp\.servers)["']?\s*:/.test(text)) return true;
  if (/["'](servers|mcp)["']\s*:\s*\{/.test(text) && /["'](command|url|type|httpUrl|serverUrl)["']\s*:/.test(text)) return true;
  return /["']command["']\s*:\s*["'[]/.test(text) && /["']args["']\s*:\s*\[/.test(text);
}

/**
 * Reads a client's configuration as documents show it: with comments, trailing commas, `...` for what is left out,
 * `<placeholders>` without quotes, without the outer braces, or several in one block. `line` is that of the first line.
 */
export function readClientJson(text: string, line: number): ClientBlock {
  if (nestingOf(text) > MAX_NESTING) return { format: 'json', line, servers: [], problem: { why: 'nested too deeply', line } };
  const errors: ParseError[] = [];
  const cleaned = clean(text);
  const roots = parseAll(cleaned, errors);
  const first = errors[0];
  const lineAt = (offset: number): number => line + countLines(cleaned, offset);
  if (first !== undefined) return { format: 'json', line, servers: [], problem: { why: whyOf(first, cleaned), line: lineAt(first.offset) } };
  const servers: ClientServer[] = [];
  for (const root of roots) collect(root, '', lineAt, servers, 0);
  return { format: 'json', line, servers };
}

/** What is wrong at the place where the parser stopped, in words. Pages and word processors put characters into JSON that look right. */
function whyOf({ error, offset }: ParseError, text: string): string {
  const character = text[offset] ?? '';
  if (/[\u00a0\u2000-\u200b\u202f\u3000\ufeff]/.test(character)) return 'there is a blank that is no plain space';
  if (/[“”„‟«»‘’]/.test(character)) return 'the quotation marks are typographic ones';
  return printParseErrorCode(error).replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

const OPTIONS = { allowTrailingComma: true, disallowComments: false, allowEmptyContent: true };

/** Parses the text, or what becomes of it when its left-out braces are put back, or one value after the other. */
function parseAll(text: string, errors: ParseError[]): readonly Node[] {
  const candidates = [text, `{${text.replace(/,\s*$/, '')}}`, text.replace(/,\s*$/, '')];
  for (const candidate of candidates) {
    const found: ParseError[] = [];
    const root = parseTree(candidate, found, OPTIONS);
    if (root && found.length === 0) return [root];
  }
  const parts = text.split(/^(?=\{)/m).filter((part) => part.trim() !== '');
  if (parts.length > 1 && parts.length < 50) {
    let offset = 0;
    const roots: Node[] = [];
    for (const part of parts) {
      const found: ParseError[] = [];
      // Blanks for what came before keep the offsets of the nodes those of the whole text.
      const root = parseTree(text.slice(0, offset).replace(/[^\n]/g, ' ') + part, found, OPTIONS);
      if (!root || found.length > 0) return fail(text, errors);
      roots.push(root);
      offset += part.length;
    }
    return roots;
  }
  return fail(text, errors);
}

function fail(text: string, errors: ParseError[]): readonly Node[] {
  const fragment = /^\s*["']/.test(text);
  const root = parseTree(fragment ? `{${text}}` : text, errors, OPTIONS);
  return root && errors.length === 0 ? [root] : [];
}

/** Strings, and outside of them what stands for something left out: remarks, ellipses, placeholders without quotes. */
const PIECE = /"(?:\\.|[^"\\\n])*"?|(?:\/\/|#)[^\n]*|\/\*[\s\S]{0,5000}?\*\/|(?:\.{3,10}|…)[^\S\n]{0,20},?|<[^<>\n]{1,200}>|\[[A-Z][A-Z _]{1,60}\]/g;

/** Blanks what is left out and puts a zero for each placeholder; every character keeps its place. */
function clean(text: string): string {
  return text.replace(PIECE, (piece) => {
    if (piece.startsWith('"')) return piece;
    const blank = piece.replace(/[^\n]/g, ' ');
    return /^[<[]/.test(piece) ? `0${blank.slice(1)}` : blank;
  });
}

function collect(node: Node, name: string, lineAt: (offset: number) => number, servers: ClientServer[], depth: number): void {
  if (depth > MAX_DEPTH || servers.length >= 50) return;
  if (node.type === 'array') for (const child of node.children ?? []) collect(child, name, lineAt, servers, depth + 1);
  if (node.type !== 'object') return;
  const server = serverOf(node, name, lineAt);
  if (server) {
    servers.push(server);
    return;
  }
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key && value) collect(value, String(key.value), lineAt, servers, depth + 1);
  }
}

function serverOf(node: Node, name: string, lineAt: (offset: number) => number): ClientServer | undefined {
  const fields = fieldsOf(node);
  const command = fields.get('command') ?? fields.get('cmd');
  const address = ['url', 'httpUrl', 'serverUrl', 'server_url', 'uri'].map((key) => textOf(fields.get(key))).find((url) => /^https?:\/\//.test(url ?? ''));
  const words = command === undefined ? [] : wordsOf(command);
  const spoken = textOf(fields.get('type')) ?? textOf(fields.get('transport'));
  if (words.length === 0 && address === undefined) return undefined;
  // An address alone may be anything; a transport, a header or a place under a list of servers says what it is.
  if (words.length === 0 && name === '' && spoken === undefined && !fields.has('headers')) return undefined;
  const args = fields.get('args') ?? fields.get('arguments');
  return {
    name: textOf(fields.get('name')) ?? name,
    line: lineAt(node.offset),
    args: [...words.slice(1), ...(args ? wordsOf(args) : [])],
    env: keysOf(fields.get('env') ?? fields.get('environment') ?? fields.get('envs')),
    headers: keysOf(fields.get('headers') ?? fields.get('requestInit')),
    ...(words[0] !== undefined && { command: words[0] }),
    ...(address !== undefined && { url: withoutQuery(address) }),
  };
}

function fieldsOf(node: Node): ReadonlyMap<string, Node> {
  return new Map((node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key && value ? [[String(key.value), value] as const] : [];
  }));
}

/** Words of a command: a string, a list of strings, or the object with path and args that one editor uses. */
function wordsOf(node: Node): readonly string[] {
  if (node.type === 'string') return [String(node.value)];
  if (node.type === 'array') return (node.children ?? []).flatMap((child) => (child.type === 'object' || child.type === 'array' ? [] : [String(child.value)]));
  if (node.type !== 'object') return [];
  const fields = fieldsOf(node);
  const path = textOf(fields.get('path')) ?? textOf(fields.get('command'));
  const args = fields.get('args');
  return path === undefined ? [] : [path, ...(args ? wordsOf(args) : [])];
}

function keysOf(node: Node | undefined): readonly string[] {
  return node?.type === 'object' ? [...fieldsOf(node).keys()] : [];
}

function textOf(node: Node | undefined): string | undefined {
  return node?.type === 'string' ? String(node.value) : undefined;
}

function countLines(text: string, offset: number): number {
  let lines = 0;
  for (let i = text.indexOf('\n'); i !== -1 && i < offset; i = text.indexOf('\n', i + 1)) lines++;
  return lines;
}
