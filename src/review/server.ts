import type { Facts } from '../facts/facts';
import type { FileFacts } from '../facts/file-facts';
import type { OtherLanguage } from '../facts/package';
import type { Fault } from '../model/scorecard';
import type { Gap } from '../model/seen';

const LANGUAGE_NAMES: Readonly<Record<OtherLanguage, string>> = {
  python: 'Python', go: 'Go', rust: 'Rust', java: 'Java', kotlin: 'Kotlin', csharp: 'C#', ruby: 'Ruby', php: 'PHP', swift: 'Swift', elixir: 'Elixir', dart: 'Dart',
};

const EXTENSIONS: Readonly<Record<string, OtherLanguage>> = {
  py: 'python', go: 'go', rs: 'rust', java: 'java', kt: 'kotlin', cs: 'csharp', rb: 'ruby', php: 'php', swift: 'swift', ex: 'elixir', dart: 'dart',
};

/** What an MCP server is recognised by, for the reader who wonders why theirs was not. */
const LOOKED_FOR = 'servers made with the MCP TypeScript SDK, FastMCP, mcp-framework or the adapters for Cloudflare and Vercel, high-level or low-level, or that answer the methods of the protocol without an SDK';

/**
 * Why there is nothing to judge: no MCP server, or one in a language that is not read. Undefined when there is a server.
 * A repository without one is never a pass.
 */
export function serverFault(facts: Facts, files: readonly FileFacts[], directory: string): Fault | undefined {
  if (!facts.traits.seen) return { kind: 'internal', message: `Nobody could tell whether this is an MCP server. ${facts.traits.why}`, remedy: 'Repair what is named, and run again.' };
  if (facts.traits.value['mcp-server'].present) return undefined;
  return otherLanguage(facts, files) ?? noServer(files, facts.traits.gaps, directory);
}

/** Servers in languages that are not read, beside the one that is judged. */
export function unreadServers(facts: Facts): readonly Gap[] {
  if (!facts.packages.seen) return [];
  return facts.packages.value.others.flatMap(({ path, language, mcpSdk }) =>
    mcpSdk ? [{ what: path, why: `It is a package in ${LANGUAGE_NAMES[language]} that depends on ${mcpSdk.name}. This version reads TypeScript and JavaScript only.` }] : []);
}

function otherLanguage(facts: Facts, files: readonly FileFacts[]): Fault | undefined {
  const manifest = facts.packages.seen ? facts.packages.value.others.find((other) => other.mcpSdk !== undefined) : undefined;
  const remedy = 'This version reads servers in TypeScript and JavaScript. Remove the gate from this repository until its language is read, or point working-directory at the package that is in TypeScript or JavaScript.';
  if (manifest?.mcpSdk) {
    return { kind: 'language', message: `The MCP server of this repository is written in ${LANGUAGE_NAMES[manifest.language]} (${manifest.path} depends on ${manifest.mcpSdk.name}), which is not read yet.`, remedy, path: manifest.path, line: manifest.mcpSdk.line };
  }
  const [language, count] = mostlyIn(files) ?? [];
  if (language === undefined || files.some((file) => isRead(file))) return undefined;
  return { kind: 'language', message: `This repository holds ${count} ${count === 1 ? 'file' : 'files'} in ${LANGUAGE_NAMES[language]} and none in TypeScript or JavaScript, so its server, if it is one, is in a language that is not read yet.`, remedy };
}

function noServer(files: readonly FileFacts[], gaps: readonly Gap[], directory: string): Fault {
  const read = files.filter((file) => isRead(file)).length;
  const where = directory === '' ? 'this repository' : `\`${directory}\``;
  const unseen = gaps.length > 0 ? ` ${gaps.length} ${gaps.length === 1 ? 'file' : 'files'} could not be read, among them ${gaps[0]?.what ?? ''}: ${gaps[0]?.why ?? ''}` : '';
  return {
    kind: 'no-server',
    message: `No MCP server was found in ${where}. Looked for ${LOOKED_FOR}, in ${read} ${read === 1 ? 'file' : 'files'} of TypeScript and JavaScript.${unseen}`,
    remedy: 'If the server is a package in a folder, name the folder in working-directory. If `include` or `exclude` of the configuration hide it, correct them. If this is no MCP server, remove the gate.',
  };
}

function isRead(file: FileFacts): boolean {
  return /\.[cm]?[jt]sx?$/.test(file.path) && file.kind === 'product';
}

function mostlyIn(files: readonly FileFacts[]): readonly [OtherLanguage, number] | undefined {
  const counts = new Map<OtherLanguage, number>();
  for (const file of files) {
    const extension = file.path.slice(file.path.lastIndexOf('.') + 1);
    const language = Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined;
    if (language && file.kind === 'product') counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0];
}
