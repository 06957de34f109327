/** How a package depends on another. */
export type DependencyKind = 'production' | 'development' | 'peer' | 'optional';

export interface Dependency {
  readonly name: string;
  /** As written: a range, a tag, `workspace:*`, a file or a git address without its user part. */
  readonly range: string;
  readonly kind: DependencyKind;
  readonly line: number;
}

/** A package.json, as far as controls care. Fields that are absent or of another type are left out. */
export interface ManifestPart {
  readonly name?: string;
  readonly version?: string;
  readonly description?: string;
  readonly private: boolean;
  readonly type?: 'module' | 'commonjs';
  /** Command names to paths relative to the package, without `./`. */
  readonly bin: Readonly<Record<string, string>>;
  readonly main?: string;
  readonly module?: string;
  readonly types?: string;
  /** Every path that `exports` leads to, `./` removed; patterns stay as written. */
  readonly exports: readonly string[];
  /** The `files` list. */
  readonly files?: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: readonly Dependency[];
  /** Globs of workspace folders. */
  readonly workspaces: readonly string[];
  /** Address or mail address where bugs are reported. */
  readonly bugs?: string;
  readonly homepage?: string;
  /** Address of the repository, without the `git+` prefix and the `.git` suffix where it is a web address. */
  readonly repository?: string;
  readonly funding?: string;
  readonly author?: string;
  readonly mcpName?: string;
  /** Not a field of npm's own; some registries and extensions of clients ask for it. */
  readonly privacyPolicy?: string;
  readonly keywords: readonly string[];
  readonly engines: Readonly<Record<string, string>>;
  /** Top-level fields to the line on which each stands. */
  readonly lines: Readonly<Record<string, number>>;
}

/** Versions that a lock file resolves, of the packages that controls ask about (`knowledge/sdk-packages.ts`). */
export interface LockPart {
  readonly manager: 'npm' | 'pnpm' | 'yarn' | 'bun';
  readonly resolved: readonly ResolvedVersion[];
}

export interface ResolvedVersion {
  readonly name: string;
  readonly version: string;
  readonly line: number;
}

/** What module resolution needs of a tsconfig.json, and what says where the compiler writes. */
export interface TsconfigPart {
  readonly extends: readonly string[];
  readonly baseUrl?: string;
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly rootDir?: string;
  readonly outDir?: string;
}

export type OtherLanguage = 'python' | 'go' | 'rust' | 'java' | 'kotlin' | 'csharp' | 'ruby' | 'php' | 'swift' | 'elixir' | 'dart';

/** The manifest of a package in another language: enough to say that one is there and what it is called. */
export interface OtherManifestPart {
  readonly language: OtherLanguage;
  readonly name?: string;
  /** Line that names an MCP SDK of that language. */
  readonly mcpSdk?: { readonly name: string; readonly line: number };
}

/** Manifests by which registries and installers know a server. */
export type RegistryFormat = 'server.json' | 'smithery' | 'mcpb' | 'gemini-extension' | 'claude-plugin' | 'glama' | 'docker-registry';

export interface RegistryManifestPart {
  readonly format: RegistryFormat;
  /** Its fields are those of such a manifest; `server.json` and `manifest.json` are names that other files have too. */
  readonly certain: boolean;
  /** The name that it gives to the server. */
  readonly name?: string;
  readonly version?: string;
  /** Line on which it says that the server speaks over its standard streams. */
  readonly stdio?: number;
  readonly privacyPolicy?: { readonly url: string; readonly line: number };
}

/** A package of this repository. */
export interface PackageFact extends ManifestPart {
  /** Path of its manifest. */
  readonly path: string;
  /** Folder of the package, without a trailing slash; empty at the root. */
  readonly directory: string;
}

/** Packages of the repository, and the one that is judged. */
export interface Packages {
  /** Every package.json of the product, by path. */
  readonly all: readonly PackageFact[];
  /**
   * Those that users install: not private and with a name, in the judged folder. Where none is, the package at the
   * judged folder itself.
   */
  readonly judged: readonly PackageFact[];
  /** Folder that was judged; empty for the root. */
  readonly directory: string;
  readonly resolved: readonly (ResolvedVersion & { readonly path: string })[];
  readonly others: readonly (OtherManifestPart & { readonly path: string; readonly line: number })[];
  readonly registry: readonly (RegistryManifestPart & { readonly path: string })[];
  /** Folders into which compilers of this repository write, relative to the root. */
  readonly outputs: readonly string[];
}
