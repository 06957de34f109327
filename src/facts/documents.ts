import type { FileKind } from './file-kind';

/** Languages of markup that prose is written in. Only Markdown is read with a parser of its own; the others as lines. */
export type DocumentFormat = 'markdown' | 'restructuredtext' | 'asciidoc' | 'html' | 'text';

/** A heading with what stands under it, up to the next heading of any level. Sections of a document are in order. */
export interface Section {
  /** Text of the heading without markup; empty for what stands before the first heading. */
  readonly title: string;
  /** 1 to 6; 0 for what stands before the first heading. */
  readonly level: number;
  readonly line: number;
  /** Last line of its own content; sections below it are not part of it. */
  readonly endLine: number;
  /** Its own prose without markup and code blocks, capped. */
  readonly text: string;
  /** Its list items, one text each, nested ones apart, capped. */
  readonly items: readonly string[];
  /** Position of the section that holds it in the document's `sections`; -1 at the top. */
  readonly parent: number;
}

export interface DocumentLink {
  readonly text: string;
  /** As written: relative, absolute, an anchor, or another scheme. */
  readonly url: string;
  readonly line: number;
  /** Position in `sections`. */
  readonly section: number;
}

/** A block of code, fenced or indented. */
export interface CodeFence {
  /** First word after the fence, lower case; absent when there is none. */
  readonly language?: string;
  /** What follows the language on the fence's line. */
  readonly meta?: string;
  readonly text: string;
  /** Line of the first line of code. */
  readonly line: number;
  readonly section: number;
}

export interface InlineCode {
  readonly text: string;
  readonly line: number;
  readonly section: number;
}

export interface DocumentTable {
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
  readonly line: number;
  readonly section: number;
}

export interface DocumentImage {
  readonly alt: string;
  readonly url: string;
  readonly line: number;
}

/**
 * How a reader is told to get the program. `from-checkout` installs the dependencies of a checkout (`npm install`
 * with no name); `client` is a client's own command that fetches it, such as an extension gallery.
 */
export type InstallManner =
  | 'npm' | 'pnpm' | 'yarn' | 'bun' | 'npx' | 'deno' | 'pip' | 'uv' | 'uvx' | 'docker' | 'brew' | 'cargo' | 'go' | 'dotnet'
  | 'smithery' | 'remote' | 'git' | 'from-checkout' | 'client' | 'download';

/** One command or link of a document that installs or runs something. */
export interface InstallStep {
  readonly manner: InstallManner;
  /** What is installed: package names without versions, images without tags, repositories, addresses without queries. */
  readonly names: readonly string[];
  readonly line: number;
  /** The command as written, secrets masked, capped. */
  readonly text: string;
}

/** One server entry of a client's configuration. Values of variables and headers are never kept. */
export interface ClientServer {
  /** Key of the entry; empty when the block is the entry itself. */
  readonly name: string;
  readonly line: number;
  readonly command?: string;
  /** Arguments, secrets masked. */
  readonly args: readonly string[];
  /** Variables and inputs that it sets. */
  readonly env: readonly string[];
  readonly headers: readonly string[];
  /** Address of a remote server, without query and user part. */
  readonly url?: string;
}

/** How a client is told of a server: a configuration block, a client's command, or a link that carries one of both. */
export interface ClientBlock {
  readonly format: 'json' | 'toml' | 'yaml' | 'command' | 'link';
  readonly line: number;
  readonly servers: readonly ClientServer[];
  /** Why it does not parse, with the line within the file where it breaks. */
  readonly problem?: { readonly why: string; readonly line: number };
}

/** What one file of prose holds. */
export interface DocumentPart {
  readonly format: DocumentFormat;
  /** The first heading of level 1, else the first heading. */
  readonly title?: string;
  readonly sections: readonly Section[];
  readonly links: readonly DocumentLink[];
  readonly fences: readonly CodeFence[];
  readonly inlineCode: readonly InlineCode[];
  readonly tables: readonly DocumentTable[];
  readonly images: readonly DocumentImage[];
  /** Words of prose, code left out. */
  readonly words: number;
  readonly installs: readonly InstallStep[];
  readonly clients: readonly ClientBlock[];
}

/** What a document is for, told from its name and place. `docs` is everything under a documentation folder. */
export type DocumentKind =
  | 'readme' | 'docs' | 'changelog' | 'privacy' | 'terms' | 'security' | 'support' | 'contributing' | 'conduct' | 'license'
  | 'issue-template' | 'agent' | 'other';

export interface DocumentFact extends DocumentPart {
  readonly path: string;
  readonly kind: DocumentKind;
  readonly fileKind: FileKind;
  /** Bytes. */
  readonly size: number;
}

/** Files of a fixed form that hold client configuration, such as `.mcp.json` or `.vscode/mcp.json`. */
export interface ClientConfigPart {
  readonly blocks: readonly ClientBlock[];
}

/** A piece of program code inside a document, to be read by the reader of its language. */
export interface VirtualFile {
  /** Path of the document. */
  readonly path: string;
  /** Line of the document on which the first line of the text stands. */
  readonly line: number;
  /** As named by the fence, lower case: `ts`, `python`, `sql`. */
  readonly language: string;
  readonly text: string;
}
