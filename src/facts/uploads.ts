import type { Location } from '../model/location';

/** A place where the server takes the bytes of a file from a caller. */
export interface UploadFact {
  readonly location: Location;
  /** The package or function that receives them. */
  readonly by: string;
  /** `default`: the library has a limit of its own. */
  readonly limit: 'set' | 'default' | 'none';
  readonly typeChecked: boolean;
  /** Who decides the name under which it is stored; `memory`: it is stored nowhere by this call. */
  readonly name: 'server' | 'client' | 'memory' | 'unknown';
  /** Where the client's name is used, when it is. */
  readonly nameAt?: Location;
  readonly anchor: string;
}

/** A check of files that is called and that its library does not have. */
export interface MissingCheck {
  readonly location: Location;
  readonly library: string;
  readonly name: string;
}

/** How the server takes files. */
export interface UploadsFact {
  readonly uploads: readonly UploadFact[];
  readonly missingChecks: readonly MissingCheck[];
}

const WRITING = /^(?:writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|outputFile|outputFileSync|outputJson|outputJsonSync|writeJson|writeJsonSync|write|writeTextFile|writeTextFileSync|create|copyFile|copyFileSync|rename|renameSync|cp|cpSync|move|moveSync|mv|extractAllTo|extractAllToAsync|extract|writeZip|toFile|saveAs)$/;

/** Whether a flow is of a path at which something is written. */
export function isWrittenPath(flow: { readonly kind: string; readonly callee: string }): boolean {
  return (flow.kind === 'path-traversal' || flow.kind === 'zip-slip') && WRITING.test(flow.callee.replace(/^.*\./, ''));
}
