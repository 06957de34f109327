import type { Extractor } from '../../facts/file-facts';
import { fileKind } from '../../facts/file-kind';
import { OTHER_MCP_SDKS } from '../../facts/knowledge/sdk-packages';
import type { OtherLanguage, OtherManifestPart } from '../../facts/package';

interface Form {
  readonly path: RegExp;
  readonly language: OtherLanguage;
  /** Group 1 is the package's name. */
  readonly name?: RegExp;
}

const FORMS: readonly Form[] = [
  { path: /(^|\/)pyproject\.toml$/, language: 'python', name: /^\s*name\s*=\s*["']([\w.-]+)["']/m },
  { path: /(^|\/)(setup\.(py|cfg)|requirements[\w-]*\.txt|Pipfile)$/, language: 'python', name: /\bname\s*=\s*["']?([\w.-]+)/ },
  { path: /(^|\/)go\.mod$/, language: 'go', name: /^module\s+(\S+)/m },
  { path: /(^|\/)Cargo\.toml$/, language: 'rust', name: /^\s*name\s*=\s*"([\w-]+)"/m },
  { path: /(^|\/)pom\.xml$/, language: 'java', name: /<artifactId>([\w.-]+)<\/artifactId>/ },
  { path: /(^|\/)build\.gradle$/, language: 'java' },
  { path: /(^|\/)build\.gradle\.kts$/, language: 'kotlin' },
  { path: /\.csproj$/, language: 'csharp', name: /<PackageId>([\w.-]+)<\/PackageId>/ },
  { path: /(^|\/)Gemfile$|\.gemspec$/, language: 'ruby', name: /\.name\s*=\s*["']([\w-]+)["']/ },
  { path: /(^|\/)composer\.json$/, language: 'php', name: /"name"\s*:\s*"([\w./-]+)"/ },
  { path: /(^|\/)Package\.swift$/, language: 'swift', name: /\bname:\s*"([\w-]+)"/ },
  { path: /(^|\/)mix\.exs$/, language: 'elixir', name: /\bapp:\s*:(\w+)/ },
  { path: /(^|\/)pubspec\.yaml$/, language: 'dart', name: /^name:\s*(\w+)/m },
];

/** Reads of a manifest of another language that it is there, the name, and whether it names an MCP SDK. */
export const otherManifestExtractor: Extractor<'otherManifest'> = {
  part: 'otherManifest',
  handles: (path) => FORMS.some((form) => form.path.test(path)) && fileKind(path) !== 'vendored',
  maxBytes: 1_048_576,
  extract: readOtherManifest,
};

export function readOtherManifest(path: string, text: string): OtherManifestPart {
  const form = FORMS.find((candidate) => candidate.path.test(path));
  const name = form?.name?.exec(text)?.[1];
  const sdk = OTHER_MCP_SDKS.map((pattern) => pattern.exec(text)).find((match) => match !== null);
  return {
    language: form?.language ?? 'python',
    ...(name !== undefined && { name }),
    ...(sdk && { mcpSdk: { name: sdk[0], line: text.slice(0, sdk.index).split('\n').length } }),
  };
}
