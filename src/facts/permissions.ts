import type { Location } from '../model/location';

/** A tool, with what its handler asks of the caller. */
export interface ToolPermission {
  readonly name: string;
  readonly location: Location;
  /** Its handler reads the scopes, roles or permissions of the caller. */
  readonly checked: boolean;
  /** It may delete or destroy, by its hints or its name. */
  readonly destructive: boolean;
}

/** A scope of OAuth that the server asks for. */
export interface RequestedScope {
  readonly scope: string;
  readonly location: Location;
}

export interface PermissionsFact {
  readonly tools: readonly ToolPermission[];
  readonly requested: readonly RequestedScope[];
  /** Scopes without which no request gets through to the server. */
  readonly demanded: readonly RequestedScope[];
  /** Functions outside of tools that read the scopes or roles of the caller. */
  readonly checks: readonly Location[];
}
