import type { DocumentPart } from '../../facts/documents';
import type { Extractor } from '../../facts/file-facts';
import { fileKind } from '../../facts/file-kind';
import { readClientJson } from './client-json';
import { readClientToml } from './client-other';
import { documentFormat, documentKind, isProse } from './kind';
import { readMarkdownLines } from './lines';
import { readPlain } from './plain';
import { readMarkdown } from './read';
import { setupOf } from './setup';

/** Reads prose. */
export const documentExtractor: Extractor<'document'> = {
  part: 'document',
  handles: (path) => isProse(path) && !/^(test|vendored)$/.test(fileKind(path)),
  maxBytes: 1_048_576,
  extract: readDocument,
};

/** What is given to the parser at most: in longer lists and denser links its cost grows with the square of their number. */
const PARSED = { characters: 120_000, lines: 6000, items: 1500, links: 3000 };

/**
 * What a document holds. The parser takes some seconds for a million characters, so that it is kept for the documents that
 * every reader opens; those that come by the hundred, and the longest, are read by their lines.
 */
export function readDocument(path: string, text: string): DocumentPart {
  const format = documentFormat(path);
  const many = /^(docs|changelog|license|agent|issue-template|conduct)$/.test(documentKind(path));
  const part = format !== 'markdown' ? readPlain(text, format) : many || !isParsed(text) ? readMarkdownLines(text) : readMarkdown(text);
  return { ...part, ...setupOf(part) };
}

function isParsed(text: string): boolean {
  if (text.length > PARSED.characters) return false;
  const most = (pattern: RegExp, limit: number): boolean => (text.match(pattern)?.length ?? 0) <= limit;
  return most(/\n/g, PARSED.lines) && most(/^[\s>]*(?:[-*+]|\d{1,3}[.)])\s/gm, PARSED.items) && most(/\]\(/g, PARSED.links);
}

/** Reads the files by which MCP clients of a checkout learn of servers. */
export const clientConfigExtractor: Extractor<'clientConfig'> = {
  part: 'clientConfig',
  handles: (path) => /(^|\/)(\.?mcp\.json|\.(vscode|cursor|roo|kiro|trae|windsurf)\/(settings\/)?mcp\.json|claude_desktop_config(\.[\w-]+)?\.json|\.gemini\/settings\.json|\.codex\/config\.toml|opencode\.jsonc?)$/i.test(path),
  maxBytes: 262_144,
  extract: (path, text) => ({ blocks: [path.endsWith('.toml') ? readClientToml(text, 1) : readClientJson(text, 1)] }),
};
