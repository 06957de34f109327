import type { ClientBlock, InstallStep } from './documents';

/**
 * What a step or an entry is about. `this`: a package, image, address or repository of this one. `checkout`: whatever
 * the reader has checked out. `tool`: a program that is needed besides, such as a compiler. `other`: none of these.
 */
export type SetupSubject = 'this' | 'checkout' | 'tool' | 'other';

export interface SetupStep extends InstallStep {
  readonly path: string;
  readonly subject: SetupSubject;
  /** It names this package to a manager that does not know it: `pip install` of a package that is on npm alone. */
  readonly unsuited: boolean;
}

/** One server entry of a client's configuration in a document. */
export interface SetupEntry {
  readonly path: string;
  readonly line: number;
  readonly format: ClientBlock['format'];
  /** Key of the entry; empty where it has none. */
  readonly name: string;
  readonly subject: SetupSubject;
  /** What it starts or connects to, secrets masked, capped. */
  readonly starts: string;
  /** It connects to an address: whoever runs the server gives it its credentials. */
  readonly remote: boolean;
  /** Variables, headers and options that it sets, as far as their names can matter to a secret. */
  readonly sets: readonly string[];
  /** Why that cannot be: one sentence without its full stop. */
  readonly missing?: string;
}

/** How the documents for users tell them to install and set up this server. */
export interface Setup {
  /** Names by which users install what is judged; empty where no package has one. */
  readonly names: readonly string[];
  /** Whether a registry has it: some judged package is not private. */
  readonly published: boolean;
  readonly steps: readonly SetupStep[];
  readonly entries: readonly SetupEntry[];
  /** Blocks that are meant to configure a client and do not parse. */
  readonly broken: readonly { readonly path: string; readonly line: number; readonly format: ClientBlock['format']; readonly why: string }[];
  /** Commands of the package itself that set up a client. */
  readonly wizards: readonly { readonly path: string; readonly line: number; readonly text: string }[];
  /** Links to a guide that is not among the files that were read. */
  readonly guides: readonly { readonly path: string; readonly line: number; readonly url: string; readonly text: string }[];
  /** Paths of the documents that were read for this. */
  readonly documents: readonly string[];
}
