import type { DocumentPart } from '../../facts/documents';
import type { Extractor } from '../../facts/file-facts';
import { fileKind } from '../../facts/file-kind';
import { maskSecrets } from '../secrets/scan';
import { readClientJson } from './client-json';
import { readClientToml } from './client-other';
import { documentFormat, documentKind, isProse } from './kind';
import { readPlain } from './plain';
import { readMarkdown } from './read';
import { setupOf } from './setup';

/** Reads prose. Credentials are masked first, so that none is carried on in a quoted command or block. */
export const documentExtractor: Extractor<'document'> = {
  part: 'document',
  handles: (path) => isProse(path) && !/^(test|vendored)$/.test(fileKind(path)),
  maxBytes: 1_048_576,
  extract: (path, text) => readDocument(path, maskSecrets(path, text)),
};

/** What a document holds. Change logs and licences are long and asked only for their text: they are read by lines. */
export function readDocument(path: string, text: string): DocumentPart {
  const format = documentFormat(path);
  const kind = documentKind(path);
  const lines = format !== 'markdown' || kind === 'changelog' || kind === 'license';
  const part = lines ? readPlain(text, format === 'markdown' ? 'text' : format) : readMarkdown(text);
  return { ...part, format, ...setupOf(part) };
}

/** Reads the files by which MCP clients of a checkout learn of servers. */
export const clientConfigExtractor: Extractor<'clientConfig'> = {
  part: 'clientConfig',
  handles: (path) => /(^|\/)(\.?mcp\.json|\.(vscode|cursor|roo|kiro|trae|windsurf)\/(settings\/)?mcp\.json|claude_desktop_config(\.[\w-]+)?\.json|\.gemini\/settings\.json|\.codex\/config\.toml|opencode\.jsonc?)$/i.test(path),
  maxBytes: 262_144,
  extract: (path, text) => {
    const masked = maskSecrets(path, text);
    return { blocks: [path.endsWith('.toml') ? readClientToml(masked, 1) : readClientJson(masked, 1)] };
  },
};
